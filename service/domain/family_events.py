"""What followers of a family are told: an event for each change, with who handled it and on what proof."""

from enum import StrEnum
from typing import Any

import msgspec

from service.domain.commands import DecideBinding, FamilyCommand
from service.domain.context import Context
from service.domain.family import Authorization, Binding
from service.domain.handling import Handling
from service.domain.outcome import Event
from service.domain.person import PersonKey
from service.domain.terms import BindingState


class FamilyEventType(StrEnum):
    """What happened. A network's changes have words of their own: they are asked for by themselves."""

    AUTHORIZED = "AUTHORIZED"
    AUTHORIZATION_REVOKED = "AUTHORIZATION_REVOKED"
    BOUND = "BOUND"
    UNBOUND = "UNBOUND"
    PAYER_ORDER_SET = "PAYER_ORDER_SET"
    NETWORK_FOUNDED = "NETWORK_FOUNDED"
    NETWORK_DISSOLVED = "NETWORK_DISSOLVED"
    NETWORK_JOINED = "NETWORK_JOINED"
    NETWORK_LEFT = "NETWORK_LEFT"
    NETWORK_ORDER_SET = "NETWORK_ORDER_SET"
    BINDING_REQUESTED = "BINDING_REQUESTED"
    BINDING_APPROVED = "BINDING_APPROVED"
    """By one of two who have to agree; when all have, it is BOUND or NETWORK_JOINED."""
    BINDING_REFUSED = "BINDING_REFUSED"
    BINDING_WITHDRAWN = "BINDING_WITHDRAWN"
    QUOTA_SET = "QUOTA_SET"
    COMMON_QUOTA_SET = "COMMON_QUOTA_SET"
    """For all members of an authorization together."""


_T = FamilyEventType


def founding(made: Authorization) -> FamilyEventType:
    return _T.NETWORK_FOUNDED if made.network else _T.AUTHORIZED


def dissolving(gone: Authorization) -> FamilyEventType:
    return _T.NETWORK_DISSOLVED if gone.network else _T.AUTHORIZATION_REVOKED


def binding(made: Binding) -> FamilyEventType:
    """What has come of an application for a binding so far."""
    if made.state is BindingState.PENDING:
        return _T.BINDING_APPROVED if made.approved_by else _T.BINDING_REQUESTED
    return _T.NETWORK_JOINED if made.network else _T.BOUND


def unbinding(before: Binding) -> FamilyEventType:
    """What it means that a binding was ended, by what it was before."""
    if before.state is BindingState.PENDING:
        return _T.BINDING_WITHDRAWN
    return _T.NETWORK_LEFT if before.network else _T.UNBOUND


def told_of(handling: Handling) -> dict[str, Any]:
    """What an event says of how its act was handled; who showed what stays with the office."""
    return {
        "channel": handling.channel,
        "office_admdvs": handling.office_admdvs,
        "verification": handling.verification,
        "evidence": handling.evidence,
    }


def event(
    event_type: FamilyEventType,
    person: PersonKey,
    about: msgspec.Struct,
    command: FamilyCommand,
    ctx: Context,
) -> Event:
    """An event of a person's family. The proof of identity and the papers' references are kept with it."""
    payload: dict[str, Any] = {"about": about, "handling": told_of(command.handling)}
    if isinstance(command, DecideBinding):
        payload["decided_by"] = command.decided_by
    return Event(
        region=person.region,
        type=event_type,
        psn_no=person.psn_no,
        payload=msgspec.to_builtins(payload),
        event_time=ctx.now,
    )
