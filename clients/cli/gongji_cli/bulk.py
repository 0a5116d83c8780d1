"""`gongji import`: a CSV file, row by row, without ever holding more than a few thousand rows of it."""

import csv
import io
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Annotated, Any, NamedTuple

import typer
from google.protobuf.message import Message

import gongji
from gongji import v1
from gongji_cli import exit_codes, output, show_bulk
from gongji_cli.bulk_columns import KINDS, Kind
from gongji_cli.exit_codes import ExitCode
from gongji_cli.session import Session

app = typer.Typer(help="批量导入 CSV · Import CSV files.")

ROWS_A_MESSAGE = 1000
MESSAGES_AT_ONCE = 4
"""How many messages may be without an answer: enough that the server never waits."""

File = Annotated[str, typer.Argument(metavar="FILE.csv", help="UTF-8；- 为标准输入 · - is standard input")]
RefusedFile = Annotated[
    Path | None,
    typer.Option("--refused", metavar="FILE.csv", help="被拒绝的行及原因写入此文件 · refused rows, with the reasons"),
]


@app.command("persons")
def import_persons(ctx: typer.Context, file: File, refused: RefusedFile = None) -> None:
    """导入参保人 · Import people.

    列 · columns: psn_no, name, insutype, insuplc_admdvs, psn_insu_stas, voucher_active, card_state, account_state,
    as_of_time; 可缺 · may be missing: birth_date, certificates (01:CERTNO;90:CERTNO), categories
    (CODE:FROM;CODE:FROM:TO). 中断后重新运行即可。 Cut off, simply run it again: nothing is done twice.
    """
    _run(ctx.obj, KINDS["persons"], file, refused)


@app.command("credits")
def import_credits(ctx: typer.Context, file: File, refused: RefusedFile = None) -> None:
    """导入个人账户划入 · Import money for accounts.

    列 · columns: credit_id, owner (R/PSN), account_kind, amount_fen, credit_type; 可缺 · may be missing:
    corrects_credit_id, approved_by. 中断后重新运行即可。 Cut off, simply run it again: nothing is paid twice.
    """
    _run(ctx.obj, KINDS["credits"], file, refused)


@app.command("bindings")
def import_bindings(ctx: typer.Context, file: File, refused: RefusedFile = None) -> None:
    """导入存量共济关系 · Import bindings of an earlier system.

    列 · columns: binding_key, authorizer (R/PSN), member (R/PSN), relation, bound_time; 可缺 · may be missing:
    payer_order, authorizer_payer_order, start_date, end_date, policy_id. 中断后重新运行即可。 Cut off, simply run it
    again: nothing is bound twice.
    """
    _run(ctx.obj, KINDS["bindings"], file, refused)


class Line(NamedTuple):
    """A row as it stands in the file."""

    number: int
    cells: list[str]


class Report:
    """What became of the rows so far; the refused ones go to their file at once."""

    def __init__(self, refused_to: IO[str] | None) -> None:
        self.outcomes: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.rows = 0
        self.began = time.monotonic()
        self._writer = csv.writer(refused_to) if refused_to else None

    @property
    def refused(self) -> int:
        return self.reasons.total()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def head(self, header: list[str]) -> None:
        if self._writer:
            self._writer.writerow([*header, "line", "reason", "message"])

    def answered(self, line: Line, result: Any, message_of: Any) -> None:
        if result.HasField("error"):
            self.refuse(line, result.error.reason, message_of(result.error))
        else:
            self.rows += 1
            self.outcomes[v1.RowOutcome.Name(result.outcome).removeprefix("ROW_OUTCOME_")] += 1

    def refuse(self, line: Line, reason: str, message: str) -> None:
        self.rows += 1
        self.reasons[reason] += 1
        if self._writer:
            self._writer.writerow([*line.cells, line.number, reason, message])


class Sender:
    """Turns the file into messages, in gRPC's own thread, and remembers the lines that await an answer."""

    def __init__(self, kind: Kind, file: IO[str], report: Report) -> None:
        self._kind = kind
        self._lines = csv.reader(file)
        self._report = report
        self._room = threading.Semaphore(MESSAGES_AT_ONCE)
        self._sent: deque[deque[Line]] = deque()
        self.unreadable: deque[tuple[Line, str]] = deque()
        self.failed: Exception | None = None
        self.stopped = False
        self.header = [name.strip() for name in next(self._lines, [])]

    def __iter__(self) -> Iterator[Message]:
        try:
            yield from self._messages()
        except (OSError, ValueError, csv.Error) as error:  # the file, half-way through
            self.failed = error

    def _messages(self) -> Iterator[Message]:
        lines: deque[Line] = deque()
        rows: list[Message] = []
        for cells in self._lines:
            line = Line(self._lines.line_num, cells)
            if not cells:
                continue
            try:
                rows.append(self._kind.read(self.header, cells))
                lines.append(line)
            except ValueError as error:
                self.unreadable.append((line, str(error)))
            if len(rows) == ROWS_A_MESSAGE:
                yield self._message(lines, rows)
                lines, rows = deque(), []
            if self.stopped:
                return
        if rows:
            yield self._message(lines, rows)

    def _message(self, lines: deque[Line], rows: list[Message]) -> Message:
        self._room.acquire()
        self._sent.append(lines)
        return self._kind.request(**{self._kind.field: rows})

    def answered(self) -> Line:
        """The line that the next result is for."""
        first = self._sent[0]
        line = first.popleft()
        if not first:
            self._sent.popleft()
            self._room.release()
        return line

    def stop(self) -> None:
        self.stopped = True
        self._room.release()


def _run(session: Session, kind: Kind, path: str, refused: Path | None) -> None:
    with ExitStack() as stack:
        file, read_bytes = _open(path, stack)
        refused_to = stack.enter_context(refused.open("w", encoding="utf-8-sig", newline="")) if refused else None
        report = Report(refused_to)
        sender = _sender(kind, file, report, path)
        report.head(sender.header)
        error = None
        with show_bulk.progress(session.words, read_bytes, _size(path)) as tick:
            try:
                _import(session, kind, sender, report, tick)
            except gongji.GongjiError as failure:
                error = failure
            finally:
                sender.stop()
    _end(session, report, sender, error)


def _import(session: Session, kind: Kind, sender: Sender, report: Report, tick: show_bulk.Tick) -> None:
    words = session.words

    def message_of(error: v1.RowError) -> str:
        about = ", ".join(f"{key} = {value}" for key, value in sorted(error.metadata.items()))
        return words(error.message_zh, error.message_en) + (f" ({about})" if about else "")

    for response in getattr(session.client.registry, kind.rpc)(sender):
        for result in response.results:
            report.answered(sender.answered(), result, message_of)
        _note_unreadable(sender, report)
        tick(report.rows, report.refused)
    _note_unreadable(sender, report)
    tick(report.rows, report.refused)


def _note_unreadable(sender: Sender, report: Report) -> None:
    while sender.unreadable:
        line, message = sender.unreadable.popleft()
        report.refuse(line, "INVALID_REQUEST", message)


def _end(session: Session, report: Report, sender: Sender, error: gongji.GongjiError | None) -> None:
    show_bulk.report(report, session.words, session.as_json)
    if error is not None:
        output.refusal(error, session.words, as_json=False, resend_with=[])
        raise typer.Exit(exit_codes.of_code(error.code))
    if sender.failed is not None:
        output.wrong_usage(str(sender.failed), "gongji import", as_json=False)
        raise typer.Exit(ExitCode.USAGE)
    if report.refused:
        raise typer.Exit(ExitCode.REFUSED)


def _open(path: str, stack: ExitStack) -> tuple[IO[str], Any]:
    """The text, and how many bytes of it have been read."""
    try:
        raw = sys.stdin.buffer if path == "-" else Path(path).open("rb")  # noqa: SIM115 — the stack closes it
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error}", param_hint="FILE.csv") from None
    if path != "-":
        stack.callback(raw.close)
    # Editors on Windows put a mark before the text.
    return io.TextIOWrapper(raw, encoding="utf-8-sig", newline=""), raw.tell if path != "-" else None


def _size(path: str) -> int | None:
    return None if path == "-" else Path(path).stat().st_size


def _sender(kind: Kind, file: IO[str], report: Report, path: str) -> Sender:
    try:
        sender = Sender(kind, file, report)
    except (ValueError, csv.Error) as error:
        raise typer.BadParameter(f"{path}: {error}", param_hint="FILE.csv") from None
    faults: Iterable[str] = kind.faults(sender.header)
    if faults:
        raise typer.BadParameter("; ".join(faults), param_hint="FILE.csv")
    return sender
