"""Rows of the books beside relations and settlements: presets, wallets, premiums, runs of jobs and the like.

Each kind is one struct here in the domain and one table of the same columns. It is loaded by what a command wants of
it, and written whole, new or changed: the persons whom it concerns are locked, so nobody else changes it meanwhile.
"""

from typing import Any, ClassVar, NamedTuple

from msgspec import Struct

from service.domain.person import PersonKey


class Kept(Struct, frozen=True, kw_only=True):
    """A row with its `region` and, in KEY, what tells it from others there. FOUND_BY are single columns that commands
    look it up by; the table has an index on each."""

    KEY: ClassVar[tuple[str, ...]]
    FOUND_BY: ClassVar[tuple[str, ...]]

    region: str

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.region, *(getattr(self, column) for column in self.KEY))

    @property
    def concerns(self) -> tuple[PersonKey, ...]:
        """Everyone whose money or state a change of this row may touch: they are locked."""
        return ()


class Wanted(NamedTuple):
    """All rows of a kind that have this value in this column (one of FOUND_BY), in a region."""

    kind: type[Kept]
    region: str
    column: str
    value: Any


class Shelf:
    """The rows that were loaded, found again by what they are wanted by."""

    def __init__(self) -> None:
        self._rows: dict[tuple[type[Kept], tuple[Any, ...]], Kept] = {}
        self._found: dict[Wanted, dict[tuple[Any, ...], None]] = {}

    def put(self, row: Kept) -> None:
        """Put a row in, in the place of an older one with its key."""
        kind, key = type(row), row.key
        old = self._rows.get((kind, key))
        for column in row.FOUND_BY:
            if old is not None:
                self._found[Wanted(kind, row.region, column, getattr(old, column))].pop(key, None)
            self._found.setdefault(Wanted(kind, row.region, column, getattr(row, column)), {})[key] = None
        self._rows[kind, key] = row

    def find(self, wanted: Wanted) -> list[Any]:
        return [self._rows[wanted.kind, key] for key in self._found.get(wanted, ())]
