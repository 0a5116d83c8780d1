"""The invented family of `gongji smoke`: an example made from the rules of whatever policy the server has.

Its steps are those of the worked examples, so that it is run, checked and shown as they are.
"""

import json
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from gongji import money, v1
from gongji_cli.examples.family_steps import Authorize, Bind, Decide, Unbind
from gongji_cli.examples.format import Example, PersonSpec, PolicyExamples
from gongji_cli.examples.rules import HandlingRules
from gongji_cli.examples.step import Expect
from gongji_cli.examples.steps import AnyStep, Members, Preview, Settle

HOLDER, CHILD, STRANGER = "holder", "child", "stranger"
CREDITED_FEN, FIRST_FEN, SECOND_FEN = 50_000, 8_000, 100_000
"""What the holder has to share, a bill that it covers, and one that it does not, in fen."""

_MED_TYPES = {"OUTPATIENT": "11", "PHARMACY": "41", "INPATIENT": "21", "CHRONIC": "14"}
"""A kind of care of each scene, the usual first."""
_RELATIONS = ("CHILD", "SPOUSE", "MOTHER", "FATHER", "SIBLING", "GRANDPARENT", "GRANDCHILD", "OTHER")


class SmokeError(Exception):
    """The family can't be tried in this place; the message is for the user, in both languages."""


class Family(Struct, frozen=True):
    """The example, and what its books have to come to: kind of account and amounts in fen."""

    example: Example
    of: PolicyExamples
    kind: str
    credited_fen: int
    paid_fen: int


def family(policy: v1.Policy, region: str, at: datetime) -> Family:
    """A holder, whose child it binds, and a stranger, by the rules of this policy."""
    rules = {rule.key: json.loads(rule.value_json) for rule in policy.rules}
    handling = _handling(rules)
    if not rules.get("accounts.shared"):
        raise SmokeError("此政策没有可共济的账户 · this policy shares no account")
    kind = rules["accounts.shared"][0]
    scheme, med_type = _visit(rules)
    retained_fen = rules.get("payers.retained_fen") or 0
    held = {key: "100.00" for key in rules["accounts.kinds"] if key not in (*rules["accounts.shared"], "WALLET")}
    held[kind] = money.fen_to_yuan(CREDITED_FEN + retained_fen)
    employee = (rules.get("authorizer.schemes") or rules.get("accounts.schemes") or ["310"])[0]
    of = PolicyExamples("", policy.name_zh, policy.name_en, region, handling, {}, ())
    example = Example(
        id="smoke",
        title_zh="冒烟测试：一家人",
        title_en="Smoke: a family",
        source="",
        persons={
            HOLDER: PersonSpec(zh="授权人", scheme=employee, balances=held),
            CHILD: PersonSpec(zh="使用人", scheme=scheme),
            STRANGER: PersonSpec(zh="旁人", scheme=employee),
        },
        steps=(
            *_joining(policy, rules, handling, at),
            *_agreeing(rules, med_type),
            *_paying(policy, kind, retained_fen, med_type),
            *_parting(rules, handling, med_type),
        ),
    )
    credited_fen = sum(map(money.yuan_to_fen, held.values()))
    return Family(example, of, kind, credited_fen, CREDITED_FEN)


def _handling(rules: dict[str, Any]) -> HandlingRules:
    said = {key.removeprefix("handling."): {"value": value} for key, value in rules.items() if key in _ASKED}
    return msgspec.convert(said, HandlingRules)


_ASKED = tuple(f"handling.{name}" for name in HandlingRules.__struct_fields__)


def _visit(rules: dict[str, Any]) -> tuple[str, str]:
    """The child's scheme, the residents' if it may be, and a kind of care that mutual aid covers for it."""
    members, scenes = rules.get("members.schemes"), rules.get("settlement.scenes")
    for scheme in ("390", "310"):
        covered = _MED_TYPES if scenes is None else scenes.get(scheme, ())
        for scene, med_type in _MED_TYPES.items():
            if scene in covered and (members is None or scheme in members):
                return scheme, med_type
    raise SmokeError("此政策没有可试的就医类别 · this policy covers no kind of care that could be tried")


def _joining(policy: v1.Policy, rules: dict[str, Any], handling: HandlingRules, at: datetime) -> list[AnyStep]:
    relation = next(r for r in _RELATIONS if r in rules["relations.allowed"])
    policy_id = policy.policy_id
    steps: list[AnyStep] = []
    if policy.shape == v1.POLICY_SHAPE_NETWORK or handling.letter_needed(handling.first_channel("AUTHORIZE")):
        steps.append(Authorize(at=at, authorizer=HOLDER, policy=policy_id, note_zh="授权", note_en="authorize"))
    bind = Bind(at=at, authorizer=HOLDER, member=CHILD, relation=relation, policy=policy_id)
    as_bind = msgspec.structs.replace
    return [
        *steps,
        as_bind(
            bind,
            member=HOLDER,
            expect=Expect(refused="SELF_BINDING"),
            note_zh="绑定自己应被拒绝",
            note_en="binding oneself is to be refused",
        ),
        as_bind(bind, note_zh="绑定亲属", note_en="bind a relative"),
        as_bind(
            bind,
            expect=Expect(refused="ALREADY_BOUND_TO_THIS_AUTHORIZER"),
            note_zh="重复绑定应被拒绝",
            note_en="binding twice is to be refused",
        ),
    ]


def _agreeing(rules: dict[str, Any], med_type: str) -> list[AnyStep]:
    """Where others have to agree a binding pays nothing until they have."""
    deciders = rules.get("bindings.review") or ()
    waits = [Decide(authorizer=HOLDER, member=CHILD, by=by, note_zh="同意", note_en="agree") for by in deciders]
    if not waits:
        return []
    return [
        Preview(
            patient=CHILD,
            fee=money.fen_to_yuan(FIRST_FEN),
            med_type=med_type,
            expect=Expect(payments=(), cash=money.fen_to_yuan(FIRST_FEN), reasons={HOLDER: "PENDING"}),
            note_zh="待审核或确认的绑定不付款",
            note_en="a binding that waits for review or consent pays nothing",
        ),
        *waits,
    ]


def _paying(policy: v1.Policy, kind: str, retained_fen: int, med_type: str) -> list[AnyStep]:
    first, left = money.fen_to_yuan(FIRST_FEN), CREDITED_FEN - FIRST_FEN
    paid = Expect(
        payments=((HOLDER, kind, first),), cash="0.00", acct_mulaid_pay=first, reasons={f"{HOLDER}/{kind}": "PAID"}
    )
    after_first = {f"{HOLDER}/{kind}": money.fen_to_yuan(left + retained_fen)}
    second = Expect(
        payments=((HOLDER, kind, money.fen_to_yuan(left)),),
        cash=money.fen_to_yuan(SECOND_FEN - left),
        balances={f"{HOLDER}/{kind}": money.fen_to_yuan(retained_fen)},
    )
    usable = {CHILD: True} | ({HOLDER: True} if policy.shape == v1.POLICY_SHAPE_NETWORK else {})
    asked = msgspec.structs.replace(paid, reasons={f"{HOLDER}/{kind}": "PAID", STRANGER: "NOT_BOUND"})
    return [
        Members(person=HOLDER, expect=Expect(usable=usable), note_zh="现在可用", note_en="usable now"),
        Preview(
            patient=CHILD,
            fee=first,
            med_type=med_type,
            ask=(STRANGER,),
            expect=asked,
            note_zh="预结算，并问旁人的账户",
            note_en="preview, and ask about the stranger",
        ),
        Settle(
            patient=CHILD,
            fee=first,
            med_type=med_type,
            expect=msgspec.structs.replace(paid, balances=after_first),
            note_zh="结算，家人的账户全付",
            note_en="settle: the relative's account pays all",
        ),
        Settle(
            patient=CHILD,
            fee=money.fen_to_yuan(SECOND_FEN),
            med_type=med_type,
            expect=second,
            note_zh="结算，余额付尽，余下现金",
            note_en="settle: the account pays what it has, the rest is cash",
        ),
    ]


def _parting(rules: dict[str, Any], handling: HandlingRules, med_type: str) -> list[AnyStep]:
    """End the binding at once if some channel lets one; else see that it is refused."""
    slow = {channel for rule in rules.get("bindings.wait") or () for channel in rule["channels"]}
    allowed = handling.channels.value.get("UNBIND", ("APP", "WINDOW"))
    free = next((channel for channel in allowed if channel not in slow), None)
    if free is None:
        return [
            Unbind(
                authorizer=HOLDER,
                members=(CHILD,),
                expect=Expect(refused="BOUND_TOO_RECENTLY"),
                note_zh="绑定未满规定时间，解绑应被拒绝",
                note_en="bound too recently: unbinding is to be refused",
            )
        ]
    first = money.fen_to_yuan(FIRST_FEN)
    return [
        Unbind(authorizer=HOLDER, members=(CHILD,), channel=free, note_zh="解绑", note_en="unbind"),
        Preview(
            patient=CHILD,
            fee=first,
            med_type=med_type,
            expect=Expect(payments=(), cash=first, reasons={HOLDER: "ENDED"}),
            note_zh="解绑后不再支付",
            note_en="once unbound nothing is paid",
        ),
    ]
