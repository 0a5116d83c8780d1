"""What every rule of a policy file is made of: its value and the source that says so."""

from typing import Any, Generic, TypeVar

from msgspec import Struct, field

T = TypeVar("T")


class Strict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An unknown key in a policy file is an error, never ignored."""


class Rule(Strict, Generic[T], frozen=True):
    """One rule of a place: its value, the key of its source, and a note where the text needed reading."""

    value: T
    source: str = "default"
    note: str = ""


def rule(value: Any) -> Any:
    """The permissive value of a rule that a file leaves out."""
    return field(default_factory=lambda: Rule(value=value))


def section(kind: type) -> Any:
    return field(default_factory=kind)
