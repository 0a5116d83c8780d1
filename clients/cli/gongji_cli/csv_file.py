"""Answers as CSV, for spreadsheets: amounts in yuan with two decimals, times in China."""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated

import typer

from gongji_cli.session import Session

CsvFile = Annotated[
    Path | None,
    typer.Option(
        "--csv",
        metavar="FILE.csv",
        help="写入 CSV 而不显示，Excel 可直接打开，- 为标准输出 · a CSV that Excel opens, instead of the answer; "
        "- is standard output",
    ),
]
Row = Sequence[object]


def save(session: Session, path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Writes the rows as they come, and says how many there were."""
    count = 0
    with sheet(path, columns) as write:
        for row in rows:
            write(row)
            count += 1
    if not is_stdout(path):
        line = session.words(f"{count:,} 行已写入 {path}", f"{count:,} rows written to {path}")
        session.put({"rows": count, "file": str(path)}, [line])


@contextmanager
def sheet(path: Path | None, columns: Sequence[str]) -> Iterator[Callable[[Row], None]]:
    """What writes a row; without a file it does nothing."""
    if path is None:
        yield lambda row: None
    elif is_stdout(path):
        yield _writer(sys.stdout, columns)
    else:
        with _opened(path) as file:
            yield _writer(file, columns)


def is_stdout(path: Path | None) -> bool:
    return path is not None and str(path) == "-"


def _opened(path: Path) -> IO[str]:
    try:
        # Excel takes a file for UTF-8 only by the mark in front.
        return path.open("w", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}", param_hint="--csv") from None


def _writer(file: IO[str], columns: Sequence[str]) -> Callable[[Row], None]:
    writer = csv.writer(file)
    writer.writerow(columns)
    return writer.writerow
