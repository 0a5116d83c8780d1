"""What a decision returns: the answer, and what is to be written because of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from service.domain.account import Credit, Freeze, Posting
from service.domain.family import Authorization, Binding, BindingImport
from service.domain.feed_commands import PersonRow
from service.domain.institution import Institution
from service.domain.kept import Kept
from service.domain.original import OriginalRequest
from service.domain.settlement_record import Settlement


class Event(Struct, frozen=True, kw_only=True):
    """Something that happened, for those who follow: `payload` is plain data without names or certificates."""

    region: str
    type: str
    psn_no: str
    payload: dict[str, Any]
    event_time: datetime


class Changes(Struct, kw_only=True, omit_defaults=True):
    """Rows to write. Authorizations and bindings are whole rows, new or changed; postings and events are only added."""

    persons: list[PersonRow] = []
    institutions: list[Institution] = []
    authorizations: list[Authorization] = []
    bindings: list[Binding] = []
    binding_imports: list[BindingImport] = []
    phones: dict[UUID, str] = {}
    """Members' phone numbers by binding; encrypted before they are written."""
    postings: list[Posting] = []
    settlements: list[Settlement] = []
    reversed: list[Settlement] = []
    """Settlements that were there already, as they are once they have been given back."""
    blocked: list[OriginalRequest] = []
    """Requests that never came and that are refused if they come now."""
    credits: list[Credit] = []
    freezes: list[Freeze] = []
    kept: list[Kept] = []
    events: list[Event] = []

    def add(self, other: "Changes") -> None:
        """Take over another's rows, after one's own."""
        for name in self.__struct_fields__:
            mine = getattr(self, name)
            mine.update(getattr(other, name)) if name == "phones" else mine.extend(getattr(other, name))


class Outcome(Struct, frozen=True):
    answer: Any
    changes: Changes
