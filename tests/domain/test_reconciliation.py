"""Two lists held against each other, whatever pieces they come in."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.reconciliation import Comparison, Counts, Discrepancy, OutOfOrder, StatementRow
from service.domain.totals import Figures, Stated, StatementResult, compare


def row(setl_id: str, **fields: Any) -> StatementRow:
    """A bill of 100 yuan, 60 from the fund, 30 from accounts."""
    values: dict[str, Any] = {
        "setl_id": setl_id,
        "refund": False,
        "mdtrt_id": "M1",
        "psn_no": "A",
        "medfee_sumamt_fen": 100_00,
        "fund_pay_sumamt_fen": 60_00,
        "acct_pay_fen": 30_00,
    }
    return StatementRow(**values | fields)


def compared(
    ours: list[StatementRow], theirs: list[StatementRow], piece: int = 1000, their_piece: int = 1000
) -> tuple[list[Discrepancy], Counts]:
    """As a server does it: the next piece of a list whenever it is wanted."""
    comparison, found = Comparison(), []
    our_pieces, their_pieces = _pieces(ours, piece), _pieces(theirs, their_piece)
    while not comparison.over:
        if comparison.wants_ours:
            comparison.take_ours(next(our_pieces, None))
        if comparison.wants_theirs:
            comparison.take_theirs(next(their_pieces, None))
        found += comparison.told()
    return found, comparison.counts


def _pieces(rows: list[StatementRow], piece: int) -> Iterator[list[StatementRow]]:
    return (rows[i : i + piece] for i in range(0, len(rows), piece))


def test_each_result() -> None:
    """The same, only here, only there, and different: each with both sides' figures and what differs."""
    ours = [row("A"), row("B", request_id="r-b"), row("D", acct_mulaid_pay_fen=5_00)]
    theirs = [row("A"), row("C"), row("D", acct_pay_fen=29_99, psn_no="X")]
    found, counts = compared(ours, theirs)
    only_here, only_there, different = found
    assert (only_here.result, only_here.ours, only_here.theirs) == (StatementResult.OURS, ours[1], None)
    assert (only_there.result, only_there.theirs, only_there.row) == (StatementResult.THEIRS, theirs[1], 2)
    assert (different.result, different.differing, different.row) == (
        StatementResult.DIFFER,
        ("psn_no", "acct_pay_fen"),
        3,
    )
    assert counts == Counts(ours=3, theirs=3, flat=1, ours_only=1, theirs_only=1, differ=1)


def test_mutual_aid_is_compared_where_it_is_said() -> None:
    """A side that does not tell its mutual-aid part agrees with any; one that tells another does not."""
    ours = [row("A", acct_mulaid_pay_fen=5_00)]
    assert not compared(ours, [row("A")])[0]
    assert not compared(ours, [row("A", acct_mulaid_pay_fen=5_00)])[0]
    assert compared(ours, [row("A", acct_mulaid_pay_fen=0)])[0][0].differing == ("acct_mulaid_pay_fen",)


def test_a_refund_is_a_row_of_its_own() -> None:
    """A settlement and its refund stand side by side; one that the other side has not refunded yet is found."""
    back = row("A", refund=True, medfee_sumamt_fen=-100_00)
    found, counts = compared([row("A"), back], [row("A")])
    assert [d.ours for d in found] == [back] and (counts.flat, counts.ours_only) == (1, 1)


def test_what_one_side_has_twice_is_found() -> None:
    """The second of two rows of one settlement has no counterpart."""
    found, counts = compared([row("A"), row("B")], [row("A"), row("A"), row("B")])
    assert [(d.result, d.row) for d in found] == [(StatementResult.THEIRS, 2)]
    assert counts.flat == 2


@pytest.mark.parametrize("piece", [1, 2, 100])
def test_rows_out_of_order_are_refused_by_number(piece: int) -> None:
    """A row before its predecessor would be missed by the comparison: it is named, across all pieces."""
    theirs = [row("A"), row("C"), row("B"), row("D")]
    with pytest.raises(OutOfOrder) as caught:
        compared([row(c) for c in "ABCD"], theirs, 1, piece)
    assert caught.value.row == 3
    with pytest.raises(OutOfOrder):
        compared([], [row("A", refund=True), row("A")], 1, piece)


_SIDES = st.lists(st.tuples(st.sampled_from("ABCDEF"), st.booleans(), st.integers(0, 1)), unique_by=lambda t: t[:2])


@given(_SIDES, _SIDES, st.integers(1, 7), st.integers(1, 7))
def test_pieces_make_no_difference(ours: list[Any], theirs: list[Any], piece: int, their_piece: int) -> None:
    """However the lists are cut, what is found is what looking each row up in the other list finds, in order."""
    left, right = (
        {r.place: r for r in (row(i, refund=f, acct_pay_fen=fen) for i, f, fen in sorted(side))}
        for side in (ours, theirs)
    )
    found, counts = compared(list(left.values()), list(right.values()), piece, their_piece)
    told = [(d.ours, d.theirs) for d in found]
    assert told == [
        (left.get(place), right.get(place))
        for place in sorted(left.keys() | right.keys())
        if left.get(place) != right.get(place)
    ]
    assert counts.flat == len(left.keys() & right.keys()) - counts.differ
    assert (counts.ours, counts.theirs) == (len(left), len(right))
    assert counts.ours == counts.flat + counts.differ + counts.ours_only
    assert counts.theirs == counts.flat + counts.differ + counts.theirs_only


@given(_SIDES, st.integers(1, 7))
def test_no_more_than_a_piece_waits(rows: list[Any], piece: int) -> None:
    """Whatever the length, what waits for its counterpart is never more than the piece that came last."""
    ours = [row(i, refund=f) for i, f, _ in sorted(rows)]
    comparison = Comparison()
    for part in _pieces(ours, piece):
        comparison.take_ours(part)
        comparison.take_theirs(part)
        assert not list(comparison.told())
        assert comparison.wants_ours and comparison.wants_theirs


def test_stated_totals() -> None:
    """The same; more here; more there; and where neither has more of everything, different."""
    ours = Figures(settled_count=3, reversed_count=1, medfee_sumamt_fen=200, fund_pay_sumamt_fen=50, acct_pay_fen=100)

    def result(**fields: int) -> StatementResult:
        same = {"net_count": 2, "medfee_sumamt_fen": 200, "fund_pay_sumamt_fen": 50, "acct_pay_fen": 100}
        return compare(ours, Stated(**same | fields))

    assert result() is StatementResult.FLAT
    assert result(net_count=1, medfee_sumamt_fen=100) is StatementResult.OURS
    assert result(acct_pay_fen=101) is StatementResult.THEIRS
    assert result(net_count=1, acct_pay_fen=101) is StatementResult.DIFFER
