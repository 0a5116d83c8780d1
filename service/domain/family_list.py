"""A person's relations as a list: whom it shows, from which side, and who would spend whose money in each row."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from msgspec import Struct

from service.domain.calendar import day_of
from service.domain.context import Context
from service.domain.family import Authorization, Binding
from service.domain.person import PersonKey
from service.domain.standing import not_ended
from service.domain.terms import AuthorizationState


class Side(StrEnum):
    """From which side relations are looked at: who may spend mine, or whose I may spend."""

    AS_AUTHORIZER = "AS_AUTHORIZER"
    AS_MEMBER = "AS_MEMBER"


class Place(NamedTuple):
    """Where a row stands in the list: a network's rows together, its initiator first, then as bound.

    It stays there, but that an approval moves a pending binding on, to where what was bound at that moment stands.
    """

    group_time: datetime
    group_id: UUID
    row_time: datetime
    row_id: UUID


class Row(Struct, frozen=True, kw_only=True):
    """One relation: `patient` would spend the money of `payer`; `other` is whom the row shows.

    `binding` is None for a network's initiator. `own_binding` is the patient's place in a network through which
    somebody else's account is reached.
    """

    place: Place
    other: PersonKey
    patient: PersonKey
    payer: PersonKey
    binding: Binding | None = None
    own_binding: Binding | None = None
    network: Authorization | None = None


def relations_of(person: PersonKey, side: Side, include_ended: bool, ctx: Context) -> list[Row]:
    """The rows of a person's relations from one side, in the order of their places."""
    rows = [*_founded(person, side, include_ended, ctx), *_bound(person, side, include_ended, ctx)]
    return sorted(rows, key=lambda row: row.place)


def _founded(person: PersonKey, side: Side, include_ended: bool, ctx: Context) -> Iterable[Row]:
    """Of the networks that the person founded: everybody, from both sides."""
    for network in ctx.state.authorizations.values():
        if network.network and network.authorizer == person and (include_ended or network_stands(network, ctx)):
            yield _initiator(network, person)
            for binding in _shown(ctx.state.bindings_under(network.authorization_id), include_ended, ctx):
                spends = binding.member if side is Side.AS_AUTHORIZER else person
                paid_by = person if side is Side.AS_AUTHORIZER else binding.member
                yield _row(binding, binding.member, spends, paid_by, network)


def _bound(person: PersonKey, side: Side, include_ended: bool, ctx: Context) -> Iterable[Row]:
    if side is Side.AS_AUTHORIZER:
        for binding in _shown(ctx.state.bindings_of_authorizer(person), include_ended, ctx):
            if not binding.network:
                yield _row(binding, binding.member, binding.member, person)
        return
    received = _shown(ctx.state.bindings_of_member(person), include_ended, ctx)
    networks = {b.authorization_id: b for b in received if b.network and not_ended(b, ctx)}
    for own in networks.values():
        yield from _around(own, include_ended, ctx)
    for binding in received:
        if binding.authorization_id not in networks:
            yield _row(binding, binding.authorizer, person, binding.authorizer)


def _around(own: Binding, include_ended: bool, ctx: Context) -> Iterable[Row]:
    """Everybody in the network that a member is in, the member itself and its earlier memberships included."""
    network = ctx.state.authorizations[own.authorization_id]
    yield _initiator(network, own.member, own)
    for binding in _shown(ctx.state.bindings_under(own.authorization_id), include_ended, ctx):
        itself = binding.binding_id == own.binding_id
        yield _row(binding, binding.member, own.member, binding.member, network, None if itself else own)


def _initiator(network: Authorization, patient: PersonKey, own: Binding | None = None) -> Row:
    first = (network.create_time, network.authorization_id)
    beginning = datetime.min.replace(tzinfo=network.create_time.tzinfo)
    return Row(
        place=Place(*first, beginning, network.authorization_id),
        other=network.authorizer,
        patient=patient,
        payer=network.authorizer,
        own_binding=own,
        network=network,
    )


def _row(
    binding: Binding,
    other: PersonKey,
    patient: PersonKey,
    payer: PersonKey,
    network: Authorization | None = None,
    own: Binding | None = None,
) -> Row:
    bound = (binding.bound_time, binding.binding_id)
    group = (network.create_time, network.authorization_id) if network else bound
    return Row(
        place=Place(*group, *bound),
        other=other,
        patient=patient,
        payer=payer,
        binding=binding,
        own_binding=own,
        network=network,
    )


def _shown(bindings: Iterable[Binding], include_ended: bool, ctx: Context) -> list[Binding]:
    return [b for b in bindings if include_ended or not_ended(b, ctx)]


def network_stands(network: Authorization, ctx: Context) -> bool:
    """Whether a network holds today: not dissolved, and not dropped by a later version of its policy."""
    carried = ctx.book.carries(network.policy_id, day_of(network.create_time), ctx.today)
    return carried and network.state is AuthorizationState.ACTIVE
