"""Rows of the imports, each with the region that it belongs to. A row that can't be read becomes a BadRow."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from gongji import v1
from service.api import convert_rows
from service.api.checks import Form
from service.domain.commands import Command
from service.domain.feed_commands import (
    BadRow,
    CreditRow,
    ExistingBinding,
    ImportBindings,
    ImportCredits,
    ImportPersons,
    PersonRow,
)
from service.domain.policy_book import PolicyBook
from service.domain.terms import Relation

ImportRow = PersonRow | CreditRow | ExistingBinding
_PLACES_AT_MOST = 1000


class Kind(NamedTuple):
    """What is imported: which field of a message holds the rows, how one is read, and what command takes them."""

    field: str
    key_of: Callable[[Any], tuple[str, int]]
    """The key of a message, and how long it may be."""
    read: Callable[[Any, Form], ImportRow]
    region_of: Callable[[Any], str]
    name_of: Callable[[Any], str]
    command: Callable[..., Command]

    def rows_of(self, message: Any) -> Sequence[Any]:
        rows: Sequence[Any] = getattr(message, self.field)
        return rows

    def read_row(self, message: Any, book: PolicyBook) -> ImportRow | BadRow:
        return convert_rows.read_row(message, book, self.key_of, self.read)


def binding_key(row: v1.ExistingBinding) -> tuple[str, int]:
    return row.binding_key, 64


def binding(row: v1.ExistingBinding, form: Form) -> ExistingBinding:
    found = ExistingBinding(
        binding_key=form.code(row.binding_key, "binding_key", 64),
        authorizer=form.who(row, "authorizer"),
        member=form.who(row, "member"),
        relation=form.choice(row.relation, "relation", Relation),
        bound_time=form.instant(row, "bound_time"),
        payer_order=form.optional(row, "payer_order", form.number, 1, _PLACES_AT_MOST),
        authorizer_payer_order=form.optional(row, "authorizer_payer_order", form.number, 1, _PLACES_AT_MOST),
        start_date=form.optional(row, "start_date", form.day),
        end_date=form.optional(row, "end_date", form.day),
        policy_id=form.optional(row, "policy_id", form.code, 64),
    )
    form.days(found.start_date, found.end_date, "end_date")
    return found


PERSONS = Kind(
    "persons",
    convert_rows.person_key,
    convert_rows.person,
    lambda row: row.person.region,
    lambda row: row.person.psn_no,
    ImportPersons,
)
CREDITS = Kind(
    "credits",
    convert_rows.credit_key,
    convert_rows.credit,
    lambda row: row.owner.region,
    lambda row: row.credit_id,
    ImportCredits,
)
BINDINGS = Kind(
    "bindings",
    binding_key,
    binding,
    lambda row: row.authorizer.region,
    lambda row: row.binding_key,
    ImportBindings,
)
