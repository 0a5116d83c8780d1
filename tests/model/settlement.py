"""Who pays a bill, how much, in which order, and why each account paid or did not."""

import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from gongji import v1
from tests.model import handling, quotas
from tests.model.books import Books, House, No, Settled, Someone, Tie, Who, moment, optional, word
from tests.model.eligibility import Act
from tests.model.people import has_account
from tests.model.rulebook import Rulebook, after_months, form, inside, today

Why = tuple[str, str | None]
"""A reason, and the key of the rule that says so."""

OF_THE_VISIT = (
    *("settlement.scenes", "settlement.area", "settlement.claim_types", "settlement.pooled_fund"),
    *("settlement.accounts_at_most", "accounts.own_order"),
)
"""Rules that the visit's day decides. The others are those of the moment of the settlement."""


@dataclass
class Bill:
    """A request, its people and its places found."""

    request: Any
    patient: Someone
    rules: Any
    day: date
    scene: str | None
    clr_type: str
    place: str | None
    house: House | None
    claim: str

    @property
    def burden(self) -> int:
        r = self.request
        return int(r.medfee_sumamt_fen - r.fund_pay_sumamt_fen - r.other_pay_fen)


class When(NamedTuple):
    """The day of the settlement; of one that takes another's place, also that one's moment, whose relations hold."""

    day: date
    then: datetime | None = None

    @property
    def of_ties(self) -> date:
        return today(self.then) if self.then else self.day

    def why_not(self, tie: Tie, rules: Rulebook) -> Why | None:
        return rules.why_not(tie, self.of_ties, self.then)


@dataclass
class Purse:
    """An account that could be thought of. `tie` opens it; `own_tie` is the patient's place in a shared network."""

    owner: Who
    kind: str | None
    policy: Any
    of_visit: Any
    tie: Tie | None = None
    own_tie: Tie | None = None
    place: int = 0


@dataclass
class Drawn:
    """What came out, in the words of the contract."""

    payments: list[Any] = field(default_factory=list)
    payers: list[Who] = field(default_factory=list)
    lines: list[Any] = field(default_factory=list)
    others_fen: int = 0
    counted: int = 0
    left_fen: int = 0
    books: Books = field(default_factory=Books)
    """As they become; a preview's are thrown away."""


def settle(request: v1.SettleRequest, act: Act) -> dict[str, Any]:
    """Draw, take the money, and remember what the request came to, for who wants to undo it."""
    books, asked = act.books, (act.rules.pool(request.patient.insuplc_admdvs), request.request_id)
    books.asked_to_settle[asked] = None
    bill = look(request, books, act.rules)
    told = pay(bill, When(act.day), act)
    books.asked_to_settle[asked] = act.ids.settlement
    return told


def pay(bill: Bill, when: When, act: Act) -> dict[str, Any]:
    drawn = _draw(bill, act.books, act.rules, when)
    payments = [told | {"who": who} for told, who in zip(drawn.payments, drawn.payers, strict=True)]
    act.books.settlements[act.ids.settlement] = Settled(bill.patient.who, payments, act.now)
    return _told(bill, drawn, "SETTLED")


def preview(request: v1.PreviewSettlementRequest, books: Books, rules: Rulebook, now: datetime) -> dict[str, Any]:
    """Draw and take nothing; who is asked about and has no line yet is not bound."""
    bill = look(request, books, rules)
    books = copy.deepcopy(books)
    when = When(today(now))
    drawn = _draw(bill, books, rules, when)
    seen = {bill.patient.who, *(p.owner for p in _purses(bill, books, rules, when))}
    for ref in request.asked_about:
        asked = handling.person(ref, "asked_about", books, rules)
        if asked.who not in seen:
            seen.add(asked.who)
            drawn.lines.append(line(asked.who, None, None, ("NOT_BOUND", "relations.allowed"), bill.rules))
    return _told(bill, drawn, "PREVIEW")


def look(request: Any, books: Books, rules: Rulebook) -> Bill:
    region, day = rules.pool(request.patient.insuplc_admdvs), today(moment(request.visit_time))
    policy = rules.first_on(region, day)
    if policy is None:
        raise No("NO_POLICY")
    patient = handling.person(request.patient, "patient", books, rules)
    claim = word(v1.ClaimType, request.claim_type)
    house, place = _place(request, claim, books, rules)
    scene, clr_type = rules.kind_of_care(request.med_type, region)
    return Bill(request, patient, policy, day, scene, clr_type, place, house, claim)


def _place(request: Any, claim: str, books: Books, rules: Rulebook) -> tuple[House | None, str | None]:
    """Where care was given. Only inside a served region does an institution have to be known."""
    code, named = optional(request, "fixmedins_code"), rules.pool(request.mdtrtarea_admvs)
    if code is None:
        return None, None if claim == "HAND_IN" else named
    if code in books.houses:
        return books.houses[code], rules.pool(books.houses[code].place)
    if rules.serves(named):
        raise No("INSTITUTION_NOT_FOUND")
    return None, named


def _draw(bill: Bill, books: Books, rules: Rulebook, when: When) -> Drawn:
    drawn = Drawn(books=books)
    payable = optional(bill.request, "account_payable_fen")
    drawn.left_fen = bill.burden if payable is None else payable
    for purse in _purses(bill, books, rules, when):
        if purse.tie or has_account(books, bill.patient, str(purse.kind), purse.policy):
            _ask(purse, bill, drawn, books, rules, when)
    if not any(told[0] == bill.patient.who.psn_no and told[2] is None for told in drawn.lines):
        none = line(bill.patient.who, None, None, ("NO_ACCOUNT", "accounts.schemes"), bill.rules)
        drawn.lines.insert(0, none)
    return drawn


def _ask(purse: Purse, bill: Bill, drawn: Drawn, books: Books, rules: Rulebook, when: When) -> None:
    """One account's turn."""
    why, pays_fen = _judge(purse, bill, drawn, books, rules, when)
    decider = purse.of_visit if why[1] in OF_THE_VISIT else purse.policy
    drawn.lines.append(line(purse.owner, purse.kind, purse.tie, why, decider))
    if not pays_fen:
        return
    quotas.spend(purse.owner, str(purse.kind), pays_fen, purse.policy, purse.tie, drawn.books)
    left = drawn.books.money[purse.owner, str(purse.kind)]
    drawn.left_fen -= pays_fen
    drawn.others_fen += pays_fen if purse.tie else 0
    drawn.counted += _counts(purse, bill)
    tie, header = purse.tie, purse.policy.policy
    drawn.payers.append(purse.owner)
    drawn.payments.append(
        {
            "psn_no": purse.owner.psn_no,
            "county": books.people[purse.owner].county,
            "kind": purse.kind,
            "fen": pays_fen,
            "after_fen": left,
            "tie": tie.id if tie else None,
            "relation": tie.relation if tie and not purse.own_tie else None,
            "policy": (header.id, header.version),
        }
    )


def _judge(purse: Purse, bill: Bill, drawn: Drawn, books: Books, rules: Rulebook, when: When) -> tuple[Why, int]:
    """The relation, the people, the visit, the institution, then the money: the first that says no is given."""
    barred = _why_other(purse, bill, books, rules, when) if purse.tie else _why_own(purse, bill)
    if barred:
        return barred, 0
    owner, policy = books.people[purse.owner], purse.policy
    if not has_account(books, owner, str(purse.kind), policy):
        return ("NO_ACCOUNT", "accounts.schemes"), 0
    shelf = "accounts.shared" if purse.tie else "accounts.own_order"
    if drawn.left_fen == 0:
        return ("NOTHING_LEFT_TO_PAY", shelf), 0
    limit = bill.rules.settlement.accounts_at_most.value
    if limit and _counts(purse, bill) and drawn.counted >= limit.at_most:
        return ("ONE_MUTUAL_AID_ACCOUNT_ONLY", "settlement.accounts_at_most"), 0
    room = quotas.room(purse.owner, str(purse.kind), policy, purse.tie, drawn.books)
    return (room.why, 0) if room.why else (("PAID", shelf), min(drawn.left_fen, room.fen))


def _counts(purse: Purse, bill: Bill) -> bool:
    """Whether the one-account rule counts this account: others' always, one's own of the kinds it names."""
    limit = bill.rules.settlement.accounts_at_most.value
    return limit is not None and (purse.tie is not None or purse.kind in limit.own_counts)


def _why_own(purse: Purse, bill: Bill) -> Why | None:
    """One's own money is touched by nothing but the kinds of account and the account's own state."""
    if purse.kind not in purse.of_visit.accounts.own_order.value:
        return "ACCOUNT_KIND_NOT_COVERED", "accounts.own_order"
    if purse.kind not in purse.policy.accounts.kinds.value:
        return "ACCOUNT_KIND_NOT_COVERED", "accounts.kinds"
    states = purse.policy.payers.account_states.value
    if states is not None and bill.patient.account not in states:
        return "ACCOUNT_NOT_NORMAL", "payers.account_states"
    return None


def _why_other(purse: Purse, bill: Bill, books: Books, rules: Rulebook, when: When) -> Why | None:
    for tie in (purse.own_tie, purse.tie):
        broken = when.why_not(tie, rules) if tie else None
        if broken:
            return broken
    return why_people(purse.policy, books.people[purse.owner], bill.patient) or _why_visit(purse, bill)


def why_people(policy: Any, payer: Someone, patient: Someone) -> Why | None:
    """Today's states of who would spend and of who would pay."""
    allowed = policy.settlement.member_insu_states.value
    if allowed is not None and patient.insured not in allowed:
        return "MEMBER_NOT_ACTIVE", "settlement.member_insu_states"
    allowed = policy.payers.insu_states.value
    if allowed is not None and payer.insured not in allowed:
        return "PAYER_NOT_ACTIVE", "payers.insu_states"
    allowed = policy.payers.account_states.value
    if allowed is not None and payer.account not in allowed:
        return "ACCOUNT_NOT_NORMAL", "payers.account_states"
    return None


def _why_visit(purse: Purse, bill: Bill) -> Why | None:
    """The visit by the rules of its day, then the institution by today's."""
    ruled, home = purse.of_visit.settlement, bill.patient.who.region
    scenes = ruled.scenes.value
    if scenes is not None and bill.scene not in scenes.get(bill.patient.scheme, ()):
        return "SCENE_NOT_COVERED", "settlement.scenes"
    if bill.claim not in ruled.claim_types.value:
        return "OUT_OF_AREA", "settlement.claim_types"
    if not inside(ruled.area.value, home, bill.place or "nowhere"):
        return "OUT_OF_AREA", "settlement.area"
    if bill.request.fund_pay_sumamt_fen > 0 and not ruled.pooled_fund.value:
        return "POOLED_FUND_LINKED", "settlement.pooled_fund"
    switch_needed = purse.policy.settlement.institution_switch.value
    closed = bill.house is not None and bill.house.suspended
    if closed or (switch_needed and not (bill.house and bill.house.switched_on)):
        return "INSTITUTION_NOT_ENABLED", "settlement.institution_switch"
    return None


def _purses(bill: Bill, books: Books, rules: Rulebook, when: When) -> list[Purse]:
    """One's own accounts in order, those of one's own that don't pay, then others' in their turn."""
    ordered = bill.rules.accounts.own_order.value
    kinds = [*ordered, *(k for k in bill.rules.accounts.kinds.value if k not in ordered)]
    region = bill.patient.who.region
    current = rules.first_on(region, when.day) or bill.rules
    own = [Purse(bill.patient.who, kind, current, bill.rules) for kind in kinds if kind != "WALLET"]
    of_visit = rules.wallet(region, bill.day) or bill.rules
    own.append(Purse(bill.patient.who, "WALLET", rules.wallet(region, when.day) or current, of_visit))
    turns = [form(p) for p in rules.all_on(bill.patient.who.region, bill.day)]
    others = [p for found in _ways(bill, books, rules, when) for p in _open(*found, bill, rules, when)]
    return own + sorted(others, key=lambda p: _turn(p, turns))


def _ways(bill: Bill, books: Books, rules: Rulebook, when: When) -> list[tuple[Tie, Who, int, Tie | None]]:
    """Every relation through which somebody could pay: the binding, the payer, the place, the patient's own binding."""
    patient = bill.patient.who
    ways: list[tuple[Tie, Who, int, Tie | None]] = []
    for tie in books.received(patient):
        if not tie.network or when.why_not(tie, rules):
            ways.append((tie, tie.giver, tie.place, None))
            continue
        network = books.consents[tie.consent]
        ways.append((tie, network.giver, network.place, None))
        fellows = (t for t in books.under(network.id) if t.member != patient)
        ways += [(t, t.member, t.place, tie) for t in fellows]
    ways += [(t, t.member, t.place, None) for t in books.given(patient) if t.network]
    return [way for way in ways if _recent(way[0], rules, when)]


def _recent(tie: Tie, rules: Rulebook, when: When) -> bool:
    """What ended within a year is still explained, and whatever held at the time that is asked for."""
    day = when.day
    ended = today(tie.ended) if tie.ended else None
    if ended is None and tie.end and day > tie.end:
        ended = date.fromordinal(tie.end.toordinal() + 1)
    ended = ended or rules.dropped(tie.policy, today(tie.bound), day)
    return ended is None or day < after_months(ended, 12) or when.why_not(tie, rules) is None


def _open(
    tie: Tie, payer: Who, place: int, own_tie: Tie | None, bill: Bill, rules: Rulebook, when: When
) -> list[Purse]:
    """The accounts that a relation opens; of one that does not hold, one line."""
    policy = rules.for_today(tie, payer.region, when.of_ties)
    there = rules.all_on(bill.patient.who.region, bill.day)
    of_visit = next((p for p in there if form(p) == form(policy)), bill.rules)
    kinds = [None] if when.why_not(tie, rules) else rules.shared(policy, payer.region, when.of_ties)
    return [Purse(payer, kind, policy, of_visit, tie, own_tie, place) for kind in kinds]


def _turn(purse: Purse, turns: list[str]) -> tuple[Any, ...]:
    """The policies of the region in turn; within one, the order that it lays down."""
    assert purse.tie
    bound = purse.tie.bound.timestamp()
    turn = turns.index(form(purse.policy)) if form(purse.policy) in turns else len(turns)
    order = purse.of_visit.payers.order.value
    if order == "AS_BOUND":
        return turn, bound, purse.place
    return (turn, -bound, purse.place) if order == "LAST_BOUND_FIRST" else (turn, purse.place, bound)


def line(who: Who, kind: str | None, tie: Tie | None, why: Why, policy: Any) -> Any:
    """An explanation: whose account, which kind, through which binding, the reason, and the rule that says so."""
    rule = (policy.policy.id, policy.policy.version, why[1]) if why[1] and policy else None
    return (who.psn_no, kind, tie.id if tie else None, why[0], rule)


def _told(bill: Bill, drawn: Drawn, state: str) -> dict[str, Any]:
    paid_fen = sum(p["fen"] for p in drawn.payments)
    own = [fen for (who, kind), fen in drawn.books.money.items() if who == bill.patient.who and kind != "SUSPENSE"]
    return {
        "state": state,
        "payments": drawn.payments,
        "lines": drawn.lines,
        "psn_part_amt_fen": bill.burden,
        "acct_pay_fen": paid_fen,
        "acct_mulaid_pay_fen": drawn.others_fen,
        "psn_cash_pay_fen": bill.burden - paid_fen,
        "balc_fen": sum(own),
        "clr_type": bill.clr_type,
        "insutype": bill.patient.scheme,
        "policy": (bill.rules.policy.id, bill.rules.policy.version),
    }
