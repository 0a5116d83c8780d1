"""Who sets the order of payers, and where it is kept."""

from datetime import date

import msgspec


class PayerPlace(msgspec.Struct, frozen=True):
    region: str
    psn_no: str
    order: int


class OrderSet(msgspec.Struct, frozen=True):
    payers: tuple[PayerPlace, ...]


def set_payer_order(command: SetPayerOrder, moment: Moment, state: State, book: PolicyBook) -> Outcome:
    """Set who pays first: complete, by whoever the policy lets set it."""
    owner = find(state, command.owner, "owner")
    policy = book.first(owner.region, moment.today)
    if policy is None:
        refuse("NO_POLICY", region=owner.region)
    applicant = find(state, command.handling.applicant, "applicant")
    require(applicant.key == owner.key, "APPLICANT_NOT_ENTITLED", act=Act.ORDER)
    check_acting(Act.ORDER, command.handling, Parties(owner), policy, state, book, moment.now)
    asked = [find(state, ref, "payers").key for ref in command.payers]
    if policy.network:
        changes = _order_network(owner.key, asked, policy, moment.today, state, book)
    else:
        changes = _order_payers(command, owner.key, asked, policy, moment.today, state, book)
    answer = OrderSet(tuple(PayerPlace(p.region, p.psn_no, i) for i, p in enumerate(asked, 1)))
    payload = {"payers": [p.psn_no for p in asked]}
    changes.events = [_plain_event("PAYER_ORDER_SET", owner.key, payload, command, moment)]
    return Outcome(answer, changes)


def _order_network(
    initiator: PersonKey, asked: list[PersonKey], policy: Policy, day: date, state: State, book: PolicyBook
) -> Changes:
    network = _authorization(state, initiator, policy, day, book)
    if network is None:
        refuse(
            "APPLICANT_NOT_ENTITLED" if received(state, initiator, policy.id, day, book) else "NOT_IN_NETWORK"
        )
    bindings = [b for b in state.bindings_under(network.authorization_id) if not_ended(b, day, book)]
    _check_complete(asked, [initiator, *(b.member for b in bindings)])
    places = {person: i for i, person in enumerate(asked, 1)}
    return Changes(
        authorizations=[msgspec.structs.replace(network, payer_order=places[initiator])],
        bindings=[msgspec.structs.replace(b, payer_order=places[b.member]) for b in bindings],
    )


def _order_payers(
    command: SetPayerOrder,
    owner: PersonKey,
    asked: list[PersonKey],
    policy: Policy,
    day: date,
    state: State,
    book: PolicyBook,
) -> Changes:
    order = policy.payers.order.value
    if order not in (PayerOrder.SET_BY_AUTHORIZER, PayerOrder.SET_BY_MEMBER):
        refuse("PAYER_ORDER_FIXED", order=order)
    spender = owner
    if order is PayerOrder.SET_BY_AUTHORIZER:
        if command.member is None:
            refuse("PAYER_ORDER_INCOMPLETE", missing="member")
        spender = find(state, command.member, "member").key
    bindings = received(state, spender, policy.id, day, book)
    entitled = order is PayerOrder.SET_BY_MEMBER or any(b.authorizer == owner for b in bindings)
    require(entitled, "APPLICANT_NOT_ENTITLED", act=Act.ORDER)
    _check_complete(asked, [b.authorizer for b in bindings])
    places = {person: i for i, person in enumerate(asked, 1)}
    return Changes(bindings=[msgspec.structs.replace(b, payer_order=places[b.authorizer]) for b in bindings])


def _check_complete(asked: list[PersonKey], payers: list[PersonKey]) -> None:
    require(sorted(asked) == sorted(payers), "PAYER_ORDER_INCOMPLETE", payers=len(payers), named=len(asked))
