"""Two lists of settlements held against each other row by row (national 3202, 对明细账), however long they are.

Both come in ascending order, a piece at a time; what can be told of the pieces so far is told, and nothing of it kept.
"""

from collections import deque
from collections.abc import Iterable, Iterator

from msgspec import Struct

from service.domain.totals import StatementResult


class StatementRow(Struct, frozen=True, kw_only=True, gc=False):
    """A settlement, or its refund, as one side has it. `setl_id` is text: the other side may have any.

    A refund's amounts are below zero. `acct_mulaid_pay_fen` is None where a side does not say; `request_id` is ours.
    """

    setl_id: str
    refund: bool
    mdtrt_id: str
    psn_no: str
    medfee_sumamt_fen: int
    fund_pay_sumamt_fen: int
    acct_pay_fen: int
    acct_mulaid_pay_fen: int | None = None
    request_id: str | None = None

    @property
    def place(self) -> tuple[str, bool]:
        """Its place in the order: settlements by id as text, each before its refund."""
        return self.setl_id, self.refund


_COMPARED = ("mdtrt_id", "psn_no", "medfee_sumamt_fen", "fund_pay_sumamt_fen", "acct_pay_fen")


class Discrepancy(Struct, frozen=True, kw_only=True):
    """A row that the sides do not both have alike. `row` is the number of theirs, from 1."""

    result: StatementResult
    ours: StatementRow | None = None
    theirs: StatementRow | None = None
    differing: tuple[str, ...] = ()
    row: int | None = None


class Counts(Struct, kw_only=True):
    """How many rows were compared, and with what result."""

    ours: int = 0
    theirs: int = 0
    flat: int = 0
    ours_only: int = 0
    theirs_only: int = 0
    differ: int = 0


class OutOfOrder(Exception):
    """A row of theirs stands before the one that came before it. `row` is its number, from 1."""

    def __init__(self, row: int) -> None:
        super().__init__(f"row {row}")
        self.row = row


class Comparison:
    """What has been compared so far, and the rows that wait for their counterparts."""

    def __init__(self) -> None:
        self.counts = Counts()
        self._ours: deque[StatementRow] = deque()
        self._theirs: deque[StatementRow] = deque()
        self._ours_over = False
        self._theirs_over = False
        self._last_place = ("", False)

    @property
    def wants_ours(self) -> bool:
        """Whether nothing more can be told before the next rows of ours come."""
        return not self._ours and not self._ours_over

    @property
    def wants_theirs(self) -> bool:
        return not self._theirs and not self._theirs_over

    @property
    def over(self) -> bool:
        """Whether both lists have ended and all of them has been told."""
        return self._ours_over and self._theirs_over and not self._ours and not self._theirs

    def take_ours(self, rows: Iterable[StatementRow] | None) -> None:
        """The next rows of ours, in order; None: there are no more."""
        self._ours_over = rows is None
        before = len(self._ours)
        self._ours.extend(rows or ())
        self.counts.ours += len(self._ours) - before

    def take_theirs(self, rows: Iterable[StatementRow] | None) -> None:
        """The next rows of theirs; None: there are no more. Raises OutOfOrder; two of one place are not refused:
        what one side has twice is a discrepancy."""
        self._theirs_over = rows is None
        for row in rows or ():
            self.counts.theirs += 1
            place = row.place
            if place < self._last_place:
                raise OutOfOrder(self.counts.theirs)
            self._last_place = place
            self._theirs.append(row)

    def told(self) -> Iterator[Discrepancy]:
        """All that can be told of the rows there are, in their order."""
        while self._ours and self._theirs:
            ours, theirs = self._ours[0], self._theirs[0]
            if ours.place == theirs.place:
                yield from self._both()
            elif ours.place < theirs.place:
                yield self._ours_only()
            else:
                yield self._theirs_only()
        while self._ours and self._theirs_over:
            yield self._ours_only()
        while self._theirs and self._ours_over:
            yield self._theirs_only()

    def _both(self) -> Iterator[Discrepancy]:
        row, ours, theirs = self._row, self._ours.popleft(), self._theirs.popleft()
        differing = _differing(ours, theirs)
        if not differing:
            self.counts.flat += 1
            return
        self.counts.differ += 1
        yield Discrepancy(result=StatementResult.DIFFER, ours=ours, theirs=theirs, differing=differing, row=row)

    def _ours_only(self) -> Discrepancy:
        self.counts.ours_only += 1
        return Discrepancy(result=StatementResult.OURS, ours=self._ours.popleft())

    def _theirs_only(self) -> Discrepancy:
        self.counts.theirs_only += 1
        row = self._row
        return Discrepancy(result=StatementResult.THEIRS, theirs=self._theirs.popleft(), row=row)

    @property
    def _row(self) -> int:
        """The number of the first of theirs that waits."""
        return self.counts.theirs - len(self._theirs) + 1


def _differing(ours: StatementRow, theirs: StatementRow) -> tuple[str, ...]:
    names = [name for name in _COMPARED if getattr(ours, name) != getattr(theirs, name)]
    if theirs.acct_mulaid_pay_fen not in (None, ours.acct_mulaid_pay_fen):
        names.append("acct_mulaid_pay_fen")
    return tuple(names)
