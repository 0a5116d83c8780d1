"""Who sets the order of payers, and where it is kept: the place of each binding (in a network, the initiator's too)."""

import msgspec

from service.domain.acting import Parties, check_acting, find
from service.domain.commands import SetPayerOrder
from service.domain.context import Context
from service.domain.family_events import FamilyEventType, event
from service.domain.outcome import Changes, Outcome
from service.domain.person import PersonKey
from service.domain.policy import Act, PayerOrder, Policy
from service.domain.refusal import refuse, require
from service.domain.standing import authorization, not_ended, received


class PayerPlace(msgspec.Struct, frozen=True):
    region: str
    psn_no: str
    order: int


class OrderSet(msgspec.Struct, frozen=True):
    payers: tuple[PayerPlace, ...]


def set_payer_order(command: SetPayerOrder, ctx: Context) -> Outcome:
    """Set who pays first: complete, and its owner's own act."""
    owner = find(command.owner, "owner", ctx)
    policy = ctx.book.first(owner.region, ctx.today)
    if policy is None:
        refuse("NO_POLICY", region=owner.region)
    applicant = find(command.handling.applicant, "applicant", ctx)
    require(applicant.key == owner.key, "APPLICANT_NOT_ENTITLED", act=Act.ORDER)
    check_acting(Act.ORDER, command.handling, Parties(owner), policy, ctx)
    asked = [find(ref, "payers", ctx).key for ref in command.payers]
    if policy.network:
        changes = _in_network(owner.key, asked, policy, ctx)
    else:
        changes = _among_payers(command, owner.key, asked, policy, ctx)
    answer = OrderSet(tuple(PayerPlace(p.region, p.psn_no, i) for i, p in enumerate(asked, 1)))
    kind = FamilyEventType.NETWORK_ORDER_SET if policy.network else FamilyEventType.PAYER_ORDER_SET
    changes.events = [event(kind, owner.key, answer, command, ctx)]
    return Outcome(answer, changes)


def _in_network(initiator: PersonKey, asked: list[PersonKey], policy: Policy, ctx: Context) -> Changes:
    """The initiator sets one order for all in the network, its own place included."""
    network = authorization(initiator, policy.id, ctx)
    if network is None:
        refuse("APPLICANT_NOT_ENTITLED" if received(initiator, policy.id, ctx) else "NOT_IN_NETWORK")
    bindings = [b for b in ctx.state.bindings_under(network.authorization_id) if not_ended(b, ctx)]
    places = _places(asked, [initiator, *(b.member for b in bindings)])
    return Changes(
        authorizations=[msgspec.structs.replace(network, payer_order=places[initiator])],
        bindings=[msgspec.structs.replace(b, payer_order=places[b.member]) for b in bindings],
    )


def _among_payers(
    command: SetPayerOrder, owner: PersonKey, asked: list[PersonKey], policy: Policy, ctx: Context
) -> Changes:
    """The order of those who pay for one member, set by the member or by one of them, as the policy says."""
    order = policy.payers.order.value
    spender = owner
    if order is PayerOrder.SET_BY_AUTHORIZER:
        if command.member is None:
            refuse("PAYER_ORDER_INCOMPLETE", missing="member")
        spender = find(command.member, "member", ctx).key
    elif order is not PayerOrder.SET_BY_MEMBER:
        refuse("PAYER_ORDER_FIXED", order=order)
    bindings = received(spender, policy.id, ctx)
    entitled = spender == owner or any(b.authorizer == owner for b in bindings)
    require(entitled, "APPLICANT_NOT_ENTITLED", act=Act.ORDER)
    places = _places(asked, [b.authorizer for b in bindings])
    return Changes(bindings=[msgspec.structs.replace(b, payer_order=places[b.authorizer]) for b in bindings])


def _places(asked: list[PersonKey], payers: list[PersonKey]) -> dict[PersonKey, int]:
    complete = sorted(asked) == sorted(payers)
    require(complete, "PAYER_ORDER_INCOMPLETE", payers=len(payers), named=len(asked))
    return {person: i for i, person in enumerate(asked, 1)}
