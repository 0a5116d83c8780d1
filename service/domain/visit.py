"""A bill looked at once: whose it is, where and what it was for, and whose accounts could be thought of to pay it."""

from datetime import date, timedelta

from msgspec import Struct

from service.domain.calendar import day_of, months_later
from service.domain.commands import Bill
from service.domain.context import Context
from service.domain.family import Binding
from service.domain.institution import Institution
from service.domain.person import Person, PersonKey
from service.domain.policy import PayerOrder, Policy, Shape
from service.domain.quota import shared_kinds
from service.domain.refusal import refuse
from service.domain.standing import why_not_standing
from service.domain.terms import AccountKind, BindingState, ClaimType, Relation


class Visit(Struct, frozen=True, kw_only=True):
    """`rules` are those of the visit's day; `place` is the pooling region of care, None where nobody can say."""

    bill: Bill
    patient: Person
    rules: Policy
    scene: str | None
    clr_type: str
    place: str | None
    institution: Institution | None

    def rules_of(self, policy: Policy, ctx: Context) -> Policy:
        """What the patient's region goes by on the visit's day, of the payer's policy's form: scenes, area, order."""
        there = ctx.book.in_force(self.patient.region, day_of(self.bill.visit_time))
        return next((p for p in there if p.form is policy.form), self.rules)


class Purse(Struct, frozen=True, kw_only=True):
    """An account that could be thought of. `policy` allows it today, `visit_rules` hold for the visit.

    `own_binding` is the patient's own place in a network through which somebody else's account is reached.
    """

    owner: PersonKey
    kind: AccountKind | None
    policy: Policy
    visit_rules: Policy
    binding: Binding | None = None
    own_binding: Binding | None = None
    relation: Relation | None = None
    place: int = 0

    @property
    def own(self) -> bool:
        return self.binding is None


OTHER_CLR_TYPE = "99"


def look_at(bill: Bill, ctx: Context) -> Visit:
    """Find the patient, the rules and the place of a bill, or refuse it."""
    day = day_of(bill.visit_time)
    rules = ctx.book.first(bill.patient.region, day)
    if rules is None:
        refuse("NO_POLICY", region=bill.patient.region, date=day)
    patient = ctx.state.person(bill.patient)
    if patient is None:
        refuse("PERSON_NOT_FOUND", person="patient")
    institution, place = _place_of_care(bill, ctx)
    med_type = ctx.book.med_type(bill.med_type, patient.region)
    return Visit(
        bill=bill,
        patient=patient,
        rules=rules,
        scene=med_type.scene if med_type else None,
        clr_type=med_type.clr_type if med_type else OTHER_CLR_TYPE,
        place=place,
        institution=institution,
    )


def _place_of_care(bill: Bill, ctx: Context) -> tuple[Institution | None, str | None]:
    """An unknown institution is an error only inside a region that is served; elsewhere the bill's own word counts."""
    claimed = ctx.book.pooling_region(bill.mdtrtarea_admvs)
    if bill.fixmedins_code is None:
        return None, None if bill.claim_type is ClaimType.HAND_IN else claimed
    known = ctx.state.institutions.get(bill.fixmedins_code)
    if known is not None:
        return known, ctx.book.pooling_region(known.admdvs)
    if ctx.book.served(claimed):
        refuse("INSTITUTION_NOT_FOUND", fixmedins_code=bill.fixmedins_code)
    return None, claimed


def purses(visit: Visit, ctx: Context) -> list[Purse]:
    """Every account that could be thought of, in the order in which they are asked."""
    return [*_own(visit, ctx), *_others(visit, ctx)]


def _own(visit: Visit, ctx: Context) -> list[Purse]:
    """One's own accounts in the visit's order, then those of one's own that may not pay, then one's wallet by the
    rules of wallets."""
    order = visit.rules.accounts.own_order.value
    kept = [*order, *(k for k in visit.rules.accounts.kinds.value if k not in order)]
    kinds = [k for k in kept if k is not AccountKind.WALLET]
    policy = ctx.book.first(visit.patient.region, ctx.today) or visit.rules
    found = [Purse(owner=visit.patient.key, kind=k, policy=policy, visit_rules=visit.rules) for k in kinds]
    then = ctx.book.wallet(visit.patient.region, day_of(visit.bill.visit_time)) or visit.rules
    now = ctx.book.wallet(visit.patient.region, ctx.today) or policy
    return [*found, Purse(owner=visit.patient.key, kind=AccountKind.WALLET, policy=now, visit_rules=then)]


def _others(visit: Visit, ctx: Context) -> list[Purse]:
    found: list[Purse] = []
    for binding in ctx.state.bindings_of_member(visit.patient.key):
        if binding.network and why_not_standing(binding, ctx) is None:
            found += _in_network(binding, visit, ctx)
        elif _recent(binding, ctx):
            found += _through(binding, binding.authorizer, binding.payer_order, visit, ctx)
    found += _in_own_network(visit, ctx)
    there = [p.form for p in ctx.book.in_force(visit.patient.region, day_of(visit.bill.visit_time))]
    return sorted(found, key=lambda purse: _turn(purse, there))


def _in_network(own: Binding, visit: Visit, ctx: Context) -> list[Purse]:
    """For a member of a network: the initiator, through one's own binding, and all the other members."""
    network = ctx.state.authorizations[own.authorization_id]
    found = _through(own, network.authorizer, network.payer_order, visit, ctx)
    for other in ctx.state.bindings_under(own.authorization_id):
        if other.member != visit.patient.key and _recent(other, ctx):
            found += _through(other, other.member, other.payer_order, visit, ctx, own)
    return found


def _in_own_network(visit: Visit, ctx: Context) -> list[Purse]:
    """For the initiator of a network: its members."""
    given = (b for b in ctx.state.bindings_of_authorizer(visit.patient.key) if b.network)
    found: list[Purse] = []
    for binding in given:
        if _recent(binding, ctx):
            found += _through(binding, binding.member, binding.payer_order, visit, ctx)
    return found


def _through(
    binding: Binding, payer: PersonKey, place: int, visit: Visit, ctx: Context, own: Binding | None = None
) -> list[Purse]:
    """The accounts of one payer that a binding opens; of a binding that does not stand, one line without a kind."""
    current = ctx.book.current(binding.policy_id, payer.region, ctx.relations_day)
    policy = current or ctx.book.version(binding.policy_id, binding.policy_version) or visit.rules
    stands = why_not_standing(binding, ctx) is None
    kinds: tuple[AccountKind | None, ...] = shared_kinds(policy, payer, ctx) if stands else (None,)
    return [
        Purse(
            owner=payer,
            kind=kind,
            policy=policy,
            visit_rules=visit.rules_of(policy, ctx),
            binding=binding,
            own_binding=own,
            relation=None if own else binding.relation,
            place=place,
        )
        for kind in kinds
    ]


def _turn(purse: Purse, forms: list[Shape]) -> tuple[int, float, float]:
    """Sort key among others' accounts: the region's policies in turn, then the order that the policy lays down."""
    assert purse.binding is not None
    rank = forms.index(purse.policy.form) if purse.policy.form in forms else len(forms)
    bound = purse.binding.bound_time.timestamp()
    order = purse.visit_rules.payers.order.value
    if order is PayerOrder.LAST_BOUND_FIRST:
        return rank, -bound, purse.place
    if order is PayerOrder.AS_BOUND:
        return rank, bound, purse.place
    return rank, purse.place, bound


def _recent(binding: Binding, ctx: Context) -> bool:
    """Bindings that ended within a year are still explained, and whatever held at the time that is asked for."""
    ended = _ended_on(binding, ctx)
    return ended is None or ctx.today < months_later(ended, 12) or why_not_standing(binding, ctx) is None


def _ended_on(binding: Binding, ctx: Context) -> date | None:
    if binding.state is BindingState.ENDED:
        return day_of(binding.unbound_time or binding.bound_time)
    if binding.end_date is not None and binding.expired(ctx.today):
        return binding.end_date + timedelta(days=1)
    return ctx.book.dropped_on(binding.policy_id, day_of(binding.bound_time), ctx.today)
