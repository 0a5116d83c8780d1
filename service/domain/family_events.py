"""What followers of a family are told: an event for each change, with who handled it and on what proof."""

from typing import Any

import msgspec

from service.domain.commands import FamilyCommand
from service.domain.context import Context
from service.domain.family import Authorization, Binding
from service.domain.outcome import Event
from service.domain.person import PersonKey


def event(
    event_type: str,
    person: PersonKey,
    about: Authorization | Binding | dict[str, Any],
    command: FamilyCommand,
    ctx: Context,
) -> Event:
    """An event of a person's family. The proof of identity and the papers' references are kept with it."""
    handling = command.handling
    handled = {
        "channel": handling.channel,
        "office_admdvs": handling.office_admdvs,
        "verification": handling.verification,
        "evidence": handling.evidence,
    }
    return Event(
        region=person.region,
        type=event_type,
        psn_no=person.psn_no,
        payload={"about": msgspec.to_builtins(about), "handling": msgspec.to_builtins(handled)},
        event_time=ctx.now,
    )
