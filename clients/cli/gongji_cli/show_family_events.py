"""What happened in families, for people and for spreadsheets."""

from collections.abc import Iterable, Iterator

from rich.console import RenderableType

from gongji import v1
from gongji_cli import enums, show
from gongji_cli.words import Words, in_china

COLUMNS = (
    "event_time",
    "type",
    "end_cause",
    "region",
    "psn_no",
    "about",
    "decided_by",
    "channel",
    "office_admdvs",
    "event_id",
)


def events(response: v1.ListFamilyEventsResponse, words: Words) -> Iterable[RenderableType]:
    if not response.events:
        yield show.none(words)
        return
    columns = [("时间", "time"), ("事由", "event"), ("谁的家庭", "whose family"), ("有关", "about")]
    yield show.table([words(*column) for column in columns], [_event(event, words) for event in response.events])


def _event(event: v1.FamilyEvent, words: Words) -> list[RenderableType]:
    by = words.name(v1.DecidedBy, event.decided_by)
    channel = " ".join(filter(None, [words.name(v1.Channel, event.channel), event.office_admdvs]))
    return [
        words.time(event.event_time),
        _lines(words.name(v1.FamilyEventType, event.type), words.name(v1.EndCause, event.end_cause), by, channel),
        f"{event.region}/{event.psn_no}",
        _about(event, words),
    ]


def _about(event: v1.FamilyEvent, words: Words) -> str:
    match event.WhichOneof("about"):
        case "authorization":
            return event.authorization.authorization_id
        case "binding":
            binding = event.binding
            relation = words.name(v1.Relation, binding.relation)
            return _lines(f"{binding.member_insuplc_admdvs}/{binding.member_psn_no} {relation}", binding.binding_id)
        case _:
            return _lines(*(f"{payer.order}. {payer.psn_no}" for payer in event.payer_order.payers))


def _lines(*parts: str) -> str:
    return "\n".join(filter(None, parts))


def rows(response: v1.ListFamilyEventsResponse) -> Iterator[list[object]]:
    for event in response.events:
        yield [
            in_china(event.event_time),
            enums.short_name(v1.FamilyEventType, event.type),
            enums.short_name(v1.EndCause, event.end_cause) if event.end_cause else "",
            event.region,
            event.psn_no,
            _about_whom(event),
            enums.short_name(v1.DecidedBy, event.decided_by) if event.decided_by else "",
            enums.short_name(v1.Channel, event.channel) if event.channel else "",
            event.office_admdvs,
            event.event_id,
        ]


def _about_whom(event: v1.FamilyEvent) -> str:
    """The authorization, the member, or the payers in their order."""
    match event.WhichOneof("about"):
        case "authorization":
            return event.authorization.authorization_id
        case "binding":
            return f"{event.binding.member_insuplc_admdvs}/{event.binding.member_psn_no}"
        case _:
            return " ".join(payer.psn_no for payer in event.payer_order.payers)
