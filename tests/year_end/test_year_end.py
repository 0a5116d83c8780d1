"""The short form of the proof; `make test-year-end` runs it with a million accounts."""

from tests.year_end.proof import prove


def test_a_year_ends_once_though_the_server_is_killed() -> None:
    """Killed twice on the way: every owner's sum and interest to the fen as one query gave them, and nothing twice."""
    report = prove(12_000)
    print("\n".join(report.lines))
    assert len(report.killed_at) == 2
    assert not report.wrong
