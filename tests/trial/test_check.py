"""The checker itself: spoil an honest run's tables or notes by one thing, and it finds and names that."""

import asyncio
import copy
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import grpc
import pytest

from tests.support.caller import Fault
from tests.support.waiting import until
from tests.trial.callers import at_work
from tests.trial.check_answers import check_again, check_told
from tests.trial.finding import Finding, Wrong
from tests.trial.history import Asked, Sending, of_rpc
from tests.trial.tables import read_tables
from tests.trial.trial import check_all, serving

_ENOUGH = 150
"""Settlements."""


class Run(NamedTuple):
    """What an honest run left behind."""

    history: list[Asked]
    database: Path
    key_file: Path

    def findings(self, database: Path | None = None, history: list[Asked] | None = None) -> list[Finding]:
        tables = asyncio.run(read_tables(f"sqlite:///{database or self.database}"))
        return list(check_all(history or self.history, tables, self.key_file))


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Callers at work on SQLite, and nobody is killed."""
    folder = tmp_path_factory.mktemp("honest")
    with serving("sqlite", folder) as (server, _):
        server.start()
        run = Run([], folder / "gongji.sqlite", server.key_file)
        with at_work(server.address, seed=3) as callers:
            until(lambda: settlements(run.database) > _ENOUGH, what="settlements", deadline_seconds=60)
            run.history.extend(callers.stop())
            for asked, got in zip(run.history, callers.again(), strict=True):
                asked.answer = asked.answer or got
        server.stop()
    yield run


def settlements(database: Path) -> int:
    with sqlite3.connect(database) as connection:
        return int(connection.execute("SELECT count(*) FROM settlements").fetchone()[0])


@pytest.fixture
def spoilt(honest: Run, tmp_path: Path) -> Callable[[str], Path]:
    """Makes a copy of the honest database with one statement run on it, whatever the tables' own rules say."""

    def spoil(statement: str) -> Path:
        copied = tmp_path / "spoilt.sqlite"
        with sqlite3.connect(honest.database) as source, sqlite3.connect(copied) as target:
            source.backup(target)
            target.execute("PRAGMA ignore_check_constraints = ON")
            done = target.execute(statement)
            assert done.rowcount == 1, f"spoilt {done.rowcount} rows"
        return copied

    return spoil


def copied(table: str, **other: str) -> str:
    """Insert the first row of a table again, with other values in these columns."""
    columns = COLUMNS[table].split()
    values = ", ".join(other.get(column, column) for column in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} WHERE {PAID[table]} LIMIT 1"


COLUMNS = {
    "settlements": "region setl_id entry_id request_id platform method patient_psn_no insutype clr_type fixmedins_code "
    "visit_time settle_time medfee_sumamt_fen fund_pay_sumamt_fen other_pay_fen psn_part_amt_fen acct_pay_fen "
    "acct_mulaid_pay_fen psn_cash_pay_fen state",
    "postings": "region month entry_id line movement debit_kind debit_owner debit_balance_after_fen credit_kind "
    "credit_owner credit_balance_after_fen amount_fen setl_id credit_id posted_time",
}
PAID = {"settlements": "acct_mulaid_pay_fen > 0", "postings": "credit_id IS NOT NULL"}
OTHER_ID = f"'{'0' * 31}1'"


def first(table: str, where: str) -> str:
    return f"rowid = (SELECT min(rowid) FROM {table} WHERE {where})"


A_SETTLEMENT = first("settlements", "acct_mulaid_pay_fen > 0")
ITS_ENTRY = f"entry_id = (SELECT entry_id FROM settlements WHERE {A_SETTLEMENT})"
FOLLOWED = "(region, lane) IN (SELECT region, lane FROM journal WHERE seq = 3)"
SPOILT = {
    "settlement deleted": (f"DELETE FROM settlements WHERE {A_SETTLEMENT}", {Wrong.LOST, Wrong.HALF}),
    "settlement doubled": (copied("settlements", setl_id=OTHER_ID), {Wrong.DOUBLED, Wrong.HALF}),
    "settlement under another id": (
        f"UPDATE settlements SET setl_id = {OTHER_ID} WHERE {A_SETTLEMENT}",
        {Wrong.LOST, Wrong.HALF},
    ),
    "settlement's cash changed": (
        f"UPDATE settlements SET psn_cash_pay_fen = psn_cash_pay_fen + 1 WHERE {A_SETTLEMENT}",
        {Wrong.DIFFERS},
    ),
    "request deleted": (f"DELETE FROM requests WHERE {ITS_ENTRY}", {Wrong.LOST, Wrong.HALF}),
    "request refused": (f"UPDATE requests SET refused = 1 WHERE {ITS_ENTRY}", {Wrong.DIFFERS, Wrong.HALF}),
    "posting deleted": (
        f"DELETE FROM postings WHERE {first('postings', 'setl_id IS NOT NULL')}",
        {Wrong.HALF, Wrong.DIFFERS, Wrong.BALANCE, Wrong.MONEY},
    ),
    "posting changed": (
        f"UPDATE postings SET amount_fen = amount_fen + 1 WHERE {first('postings', 'setl_id IS NOT NULL')}",
        {Wrong.HALF, Wrong.DIFFERS, Wrong.BALANCE, Wrong.MONEY},
    ),
    "posting of another payer": (
        f"UPDATE postings SET debit_owner = 'h7' WHERE {first('postings', 'setl_id IS NOT NULL')}",
        {Wrong.DIFFERS, Wrong.BALANCE},
    ),
    "credit posted twice": (copied("postings", line="999"), {Wrong.DOUBLED, Wrong.HALF, Wrong.BALANCE, Wrong.MONEY}),
    "credit deleted": (f"DELETE FROM credits WHERE {first('credits', 'true')}", {Wrong.LOST, Wrong.HALF}),
    "event deleted": (f"DELETE FROM outbox WHERE {first('outbox', 'type = ' + repr('SETTLED'))}", {Wrong.HALF}),
    "journal row deleted": (
        f"DELETE FROM journal WHERE {first('journal', 'seq = 2 AND ' + FOLLOWED)}",
        {Wrong.HALF, Wrong.CHAIN},
    ),
    "journal row changed": (
        f"UPDATE journal SET content_digest = zeroblob(32) WHERE {first('journal', 'seq = 2')}",
        {Wrong.CHAIN},
    ),
    "balance changed": (
        f"UPDATE accounts SET balance_fen = balance_fen + 1 WHERE {first('accounts', 'true')}",
        {Wrong.BALANCE, Wrong.MONEY},
    ),
    "balance below zero": (
        f"UPDATE accounts SET balance_fen = -1 WHERE {first('accounts', 'true')}",
        {Wrong.BALANCE, Wrong.MONEY},
    ),
    "binding's copy deleted": (
        f"DELETE FROM bindings WHERE {first('bindings', 'region <> authorizer_region')}",
        {Wrong.LOST},
    ),
}


def test_an_honest_run_has_nothing_wrong(honest: Run) -> None:
    """Where nothing was spoilt the checker finds nothing, and there was something to look at."""
    assert not honest.findings()
    assert any(asked.done.settlement.acct_mulaid_pay_fen for asked in of_rpc(honest.history, "Settle"))
    assert any(isinstance(asked.answer, Fault) for asked in honest.history)


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_wrong_in_the_tables_is_named(honest: Run, spoilt: Callable[[str], Path], name: str) -> None:
    """One row deleted, doubled or changed by hand is found, as what it is."""
    statement, wrong = SPOILT[name]
    assert {finding.wrong for finding in honest.findings(spoilt(statement))} == wrong


def test_the_request_is_named(honest: Run, spoilt: Callable[[str], Path]) -> None:
    """Of a settlement that was acknowledged and is gone the checker says the request id."""
    with sqlite3.connect(honest.database) as connection:
        request_id = connection.execute(f"SELECT request_id FROM settlements WHERE {A_SETTLEMENT}").fetchone()[0]
    found = honest.findings(spoilt(SPOILT["settlement deleted"][0]))
    assert any(f.wrong is Wrong.LOST and request_id in f.what for f in found)


@pytest.fixture
def notes(honest: Run) -> list[Asked]:
    """A copy of the callers' notes, for one test to spoil."""
    return copy.deepcopy(honest.history)


def paid(notes: list[Asked]) -> Asked:
    return next(asked for asked in of_rpc(notes, "Settle") if asked.done.settlement.acct_mulaid_pay_fen)


def wrong_in(found: Any) -> set[Wrong]:
    return {finding.wrong for finding in found}


def test_an_acknowledged_one_that_is_not_there_is_lost(honest: Run, notes: list[Asked]) -> None:
    """An answer to a request that the database knows nothing of is a loss, and its money is missed."""
    notes.append(copy.deepcopy(paid(notes)))
    notes[-1].request.request_id = "nowhere"
    assert wrong_in(honest.findings(history=notes)) == {Wrong.LOST, Wrong.MONEY}


def test_what_nobody_asked_for_is_found(honest: Run, notes: list[Asked]) -> None:
    """A settlement in the books that no caller has noted is a stranger, and its money is too much."""
    notes.remove(paid(notes))
    assert wrong_in(honest.findings(history=notes)) == {Wrong.STRANGER, Wrong.MONEY}


def test_another_amount_than_acknowledged_is_found(honest: Run, notes: list[Asked]) -> None:
    """What was said to be paid from an account has to be what is written."""
    paid(notes).done.settlement.payments[0].amount_fen += 1
    assert wrong_in(honest.findings(history=notes)) == {Wrong.DIFFERS, Wrong.MONEY}


def test_another_answer_the_second_time_is_found(honest: Run, notes: list[Asked]) -> None:
    """Every word of a remembered answer counts, refusals included, and so does its being marked as remembered."""
    tables = asyncio.run(read_tables(f"sqlite:///{honest.database}"))
    answers = [copy.deepcopy(asked.answer) for asked in notes]
    for number, answer in enumerate(answers):
        if isinstance(answer, Fault):
            answers[number] = answer._replace(metadata=answer.metadata | {"replayed": "true"})
        else:
            answer.replayed = True
    assert not list(check_again(notes, tables, answers))
    settled, refused = notes.index(paid(notes)), next(n for n, a in enumerate(notes) if isinstance(a.answer, Fault))
    answers[settled].settlement.balc_fen += 1
    answers[refused] = answers[refused]._replace(reason="OTHER")
    answers[0].replayed = False
    assert [finding.wrong for finding in check_again(notes, tables, answers)] == [Wrong.ANSWER] * 3


def test_what_nobody_should_be_told_is_found(notes: list[Asked]) -> None:
    """INTERNAL, an outage without a word of when to come back, and no answer at all are named."""
    assert not list(check_told(notes))
    internal = Fault(grpc.StatusCode.INTERNAL, "INTERNAL", {})
    silent = Fault(grpc.StatusCode.UNAVAILABLE, "DATABASE_UNAVAILABLE", {})
    notes[0].unanswered = [Sending(0, 0, internal)]
    notes[1].unanswered = [Sending(0, 0, silent), Sending(0, 0, silent._replace(retry_after=True))]
    notes[2].answer = None
    assert [finding.wrong for finding in check_told(notes)] == [Wrong.TOLD] * 3
