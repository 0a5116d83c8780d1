"""The other side's rows: a file of settlements and refunds (national 3202), amounts in yuan."""

import csv
import io
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import IO, Any

import typer

from gongji import v1
from gongji.money import yuan_to_fen

ROWS_A_MESSAGE = 1000
_TEXTS = ("setl_id", "mdtrt_id", "psn_no")
_AMOUNTS = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")
_OPTIONAL = ("refd_setl_flag", "acct_mulaid_pay")


class StatementFile:
    """A CSV, or the same with tabs between the columns; read row by row. What is wrong with a row ends the reading."""

    def __init__(self, path: str, stack: ExitStack) -> None:
        self._path = path
        self._raw = _open(path, stack)
        # Editors on Windows put a mark before the text. Kept: what nobody holds is closed, and the file with it.
        self._text = io.TextIOWrapper(self._raw, encoding="utf-8-sig", newline="")
        self.failed: str | None = None
        try:
            self._lines, self._columns = _table(self._text)
        except (ValueError, csv.Error) as error:
            raise typer.BadParameter(f"{path}: {error}", param_hint="FILE.csv") from None

    @property
    def size_bytes(self) -> int | None:
        return None if self._path == "-" else Path(self._path).stat().st_size

    def read_bytes(self) -> int:
        return 0 if self._path == "-" else self._raw.tell()

    def messages(self, scope: v1.ReconcileScope) -> Iterator[v1.ReconcileRequest]:
        """Called in gRPC's own thread, which would show an error to nobody: it is noted, and the stream ends."""
        yield v1.ReconcileRequest(scope=scope)
        rows: list[v1.StatementRow] = []
        try:
            for cells in self._lines:
                if cells:
                    rows.append(self._row(cells))
                if len(rows) == ROWS_A_MESSAGE:
                    yield _message(rows)
                    rows = []
        except (OSError, ValueError, csv.Error) as error:
            self.failed = f"{self._path}: 第 {self._lines.line_num} 行 · line {self._lines.line_num}: {error}"
            return
        if rows:
            yield _message(rows)

    def _row(self, cells: list[str]) -> v1.StatementRow:
        if len(cells) != len(self._columns):
            raise ValueError("列数与表头不符 · has not as many columns as the header")
        told = dict(zip(self._columns, cells, strict=True))
        fields: dict[str, Any] = {name: told[name] for name in _TEXTS}
        fields |= {f"{name}_fen": yuan_to_fen(told[name]) for name in _AMOUNTS}
        if told.get("acct_mulaid_pay"):
            fields["acct_mulaid_pay_fen"] = yuan_to_fen(told["acct_mulaid_pay"])
        return v1.StatementRow(refd_setl_flag=told.get("refd_setl_flag") or "0", **fields)


def _message(rows: list[v1.StatementRow]) -> v1.ReconcileRequest:
    return v1.ReconcileRequest(rows=v1.StatementRows(rows=rows))


def _open(path: str, stack: ExitStack) -> IO[bytes]:
    if path == "-":
        return sys.stdin.buffer
    try:
        return stack.enter_context(Path(path).open("rb"))
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}", param_hint="FILE.csv") from None


def _table(text: IO[str]) -> tuple[Any, list[str]]:
    head = text.readline()
    lines = csv.reader(chain([head], text), delimiter="\t" if "\t" in head else ",")
    columns = [name.strip() for name in next(lines, [])]
    missing = [name for name in (*_TEXTS, *_AMOUNTS) if name not in columns]
    unknown = [name for name in columns if name not in (*_TEXTS, *_AMOUNTS, *_OPTIONAL)]
    faults = [f"缺列 · missing column {name}" for name in missing]
    faults += [f"未知列 · unknown column {name}" for name in unknown]
    if faults or len(set(columns)) != len(columns):
        raise ValueError("; ".join(faults) or "列名重复 · a column stands twice")
    return lines, columns
