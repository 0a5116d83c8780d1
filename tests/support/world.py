"""A small invented world for tests of decisions: people, their balances, and a policy made for the test.

Nothing here is a real person or place: the regions are test regions of the province 99.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from service.domain.account import Account, AccountKey
from service.domain.calendar import SHANGHAI
from service.domain.commands import Bill, Bind, DecideBinding, Settle
from service.domain.context import Context
from service.domain.decide import decide
from service.domain.family import Binding
from service.domain.handling import Handling
from service.domain.institution import Institution
from service.domain.outcome import Outcome
from service.domain.person import Person, PersonKey, PersonRef
from service.domain.policy import Policy
from service.domain.policy_book import MedType, PolicyBook
from service.domain.refusal import Refusal
from service.domain.settlement_record import Settlement
from service.domain.state import State
from service.domain.terms import (
    AccountKind,
    AccountState,
    Channel,
    ClaimType,
    DecidedBy,
    InstitutionType,
    InsuState,
    Relation,
)

HOME = "990100"
NEIGHBOUR = "990200"
ABROAD = "980100"
HOSPITAL = "H99010000001"
NOON = datetime(2026, 3, 1, 12, tzinfo=SHANGHAI)

MED_TYPES = {
    "000000": {
        "11": MedType("OUTPATIENT", "11"),
        "14": MedType("CHRONIC", "11"),
        "21": MedType("INPATIENT", "21"),
        "41": MedType("PHARMACY", "41"),
    }
}

BASE: dict[str, Any] = {
    "policy": {
        "id": "test",
        "version": "2020-01-01",
        "name_zh": "测试",
        "name_en": "test",
        "shape": "STAR",
        "regions": [HOME, NEIGHBOUR, ABROAD],
        "in_force_from": "2020-01-01",
        "in_force_source": "test",
    },
    "sources": {"test": {"title": "made for a test", "sure": "invented"}},
    "accounts": {
        "kinds": {"value": ["PERSONAL"], "source": "test"},
        "own_order": {"value": ["PERSONAL"], "source": "test"},
        "shared": {"value": ["PERSONAL"], "source": "test"},
    },
    "relations": {"allowed": {"value": ["SPOUSE", "FATHER", "MOTHER", "CHILD"], "source": "test"}},
}


def make_policy(header: dict[str, Any] | None = None, **rules: Any) -> Policy:
    """A star policy that allows everything but what `rules` say, each given as section__key=value."""
    plain = msgspec.json.decode(msgspec.json.encode(BASE))
    plain["policy"].update(header or {})
    for name, value in rules.items():
        section, key = name.split("__")
        plain.setdefault(section, {})[key] = {"value": value, "source": "test"}
    return msgspec.convert(plain, Policy, strict=False)


def make_network(header: dict[str, Any] | None = None, **rules: Any) -> Policy:
    """A network in the form of Ningbo's: HISTORIC is one's own, MUTUAL_AID is everybody's, one of them a settlement."""
    defaults: dict[str, Any] = {
        "accounts__kinds": ["CURRENT", "HISTORIC", "MUTUAL_AID"],
        "accounts__own_order": ["HISTORIC", "MUTUAL_AID"],
        "accounts__shared": ["MUTUAL_AID"],
        "exclusivity__one_network": True,
        "payers__order": "SET_BY_AUTHORIZER",
        "settlement__accounts_at_most": {"at_most": 1, "own_counts": ["MUTUAL_AID"]},
    }
    return make_policy({"shape": "NETWORK"} | (header or {}), **(defaults | rules))


def ref(psn_no: str, region: str = HOME) -> PersonRef:
    return PersonRef(region, psn_no=psn_no)


def handling(applicant: str, region: str = HOME, channel: Channel = Channel.APP) -> Handling:
    return Handling(channel=channel, applicant=ref(applicant, region))


@dataclass
class World:
    """The state of the books in memory, with decisions folded in one after the other."""

    policies: Iterable[Policy]
    now: datetime = NOON
    state: State = field(default_factory=State)
    _ids: int = 0

    def __post_init__(self) -> None:
        self.book = PolicyBook(self.policies, {}, MED_TYPES)
        self.state.institutions[HOSPITAL] = Institution(
            fixmedins_code=HOSPITAL,
            name="测试医院",
            type=InstitutionType.HOSPITAL,
            admdvs=HOME,
            mutual_aid_enabled=False,
        )

    def ctx(self) -> Context:
        return Context(self.now, self.state, self.book, self._new_id)

    def _new_id(self) -> UUID:
        self._ids += 1
        return UUID(int=self._ids)

    def person(self, psn_no: str, region: str = HOME, insutype: str = "310", **fields: Any) -> PersonKey:
        """Add a person, or change one that is there."""
        plain: dict[str, Any] = {
            "region": region,
            "psn_no": psn_no,
            "insuplc_admdvs": region,
            "insutype": insutype,
            "psn_insu_stas": InsuState.NORMAL,
            "account_state": AccountState.NORMAL,
            "voucher_active": True,
            "as_of_time": self.now,
        }
        made = Person(**(plain | fields))
        self.state.add_person(made)
        self.state.keys[ref(psn_no, region)] = made.key
        return made.key

    def money(self, psn_no: str, region: str = HOME, **fen_by_kind: int) -> None:
        """Set what a person's accounts hold, in fen, by kind."""
        for kind, amount_fen in fen_by_kind.items():
            self.state.accounts[AccountKey(region, psn_no, AccountKind(kind))] = Account(amount_fen)

    def balance_fen(self, psn_no: str, kind: str = "PERSONAL", region: str = HOME) -> int:
        return self.state.accounts.get(AccountKey(region, psn_no, AccountKind(kind)), Account()).balance_fen

    def decide(self, command: Any) -> Outcome | Refusal:
        return decide(command, self.ctx())

    def bind(self, authorizer: str, member: str, relation: str = "CHILD", **fields: Any) -> Binding | Refusal:
        """Bind as the authorizer, in the app; what was bound, or the refusal."""
        region = fields.pop("region", HOME)
        command = Bind(
            authorizer=ref(authorizer, region),
            member=ref(member, fields.pop("member_region", region)),
            relation=Relation(relation),
            handling=fields.pop("handling", handling(authorizer, region)),
            **fields,
        )
        decided = self.decide(command)
        self.now += timedelta(seconds=1)  # no two bindings of a test are made in one instant
        return decided if isinstance(decided, Refusal) else decided.answer

    def decide_binding(
        self, bound: Binding, by: str, *, approve: bool = True, handled: Handling | None = None
    ) -> Binding | Refusal:
        """Decide for staff, in the insurer's system, or for the member, in the app."""
        staff = handling(bound.authorizer_psn_no, bound.region, Channel.PLATFORM)
        member = handling(bound.member_psn_no, bound.member_region)
        command = DecideBinding(
            authorizer=ref(bound.authorizer_psn_no, bound.region),
            binding_id=bound.binding_id,
            decided_by=DecidedBy(by),
            approve=approve,
            handling=handled or (staff if by == "STAFF" else member),
        )
        decided = self.decide(command)
        return decided if isinstance(decided, Refusal) else decided.answer

    def bill(self, patient: str, fee_fen: int, region: str = HOME, **fields: Any) -> Bill:
        plain: dict[str, Any] = {
            "patient": ref(patient, region),
            "med_type": "11",
            "mdtrt_id": "visit",
            "claim_type": ClaimType.DIRECT,
            "medfee_sumamt_fen": fee_fen,
            "fund_pay_sumamt_fen": 0,
            "other_pay_fen": 0,
            "visit_time": self.now,
            "mdtrtarea_admvs": region,
            "fixmedins_code": HOSPITAL,
        }
        return Bill(**(plain | fields))

    def settle(self, patient: str, fee_fen: int, **fields: Any) -> Settlement:
        """Settle a bill that must not be refused."""
        decided = self.decide(Settle(bill=self.bill(patient, fee_fen, **fields)))
        assert isinstance(decided, Outcome), decided
        done: Settlement = decided.answer
        return done


def paid(done: Settlement) -> list[tuple[str, str, int]]:
    """Who paid, from which account, how many fen, in order."""
    return [(p.psn_no, str(p.account_kind), p.amount_fen) for p in done.payments]


def why(done: Settlement, psn_no: str, kind: str | None = None) -> str:
    """The reason of a person's line; of one account's line where a kind is given."""
    lines = [e for e in done.explanations if e.psn_no == psn_no and kind in (None, e.account_kind)]
    assert len(lines) == 1, lines
    return str(lines[0].reason)
