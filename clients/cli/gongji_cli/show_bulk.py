"""An import as people see it: a bar on standard error while it runs, and the report at the end."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from gongji import v1
from gongji_cli import show
from gongji_cli.output import tables
from gongji_cli.words import Words

if TYPE_CHECKING:
    from gongji_cli.bulk import Report

Tick = Callable[[int, int], None]
"""Called with the rows answered so far, and how many of them were refused."""


@contextmanager
def progress(
    words: Words,
    read_bytes: Callable[[], int] | None,
    total_bytes: int | None,
    wrong: tuple[str, str] = ("拒绝", "refused"),
) -> Iterator[Tick]:
    """The bar follows how much of the file has been read; without a terminal there is none. `wrong` is what rows that
    are not in order are called."""
    columns = (
        BarColumn(),
        TaskProgressColumn(),
        TextColumn(words("{task.fields[rows]:,} 行", "{task.fields[rows]:,} rows")),
        TextColumn(words("每秒 {task.fields[speed]:,.0f} 行", "{task.fields[speed]:,.0f} rows/s")),
        TextColumn(words(f"{wrong[0]} {{task.fields[refused]:,}}", f"{{task.fields[refused]:,}} {wrong[1]}")),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=total_bytes, rows=0, refused=0, speed=0.0)

        def tick(rows: int, refused: int) -> None:
            elapsed = bar.tasks[0].elapsed or 0.001
            completed = read_bytes() if read_bytes else 0
            bar.update(task, completed=completed, rows=rows, refused=refused, speed=rows / elapsed)

        yield tick


def report(done: "Report", words: Words, as_json: bool) -> None:
    """How many rows became what, how long it took, and why rows were refused."""
    seconds = round(done.seconds, 3)
    speed = round(done.rows / seconds) if seconds else 0
    if as_json:
        counts = {
            "rows": done.rows,
            "outcomes": dict(sorted(done.outcomes.items())),
            "refused": done.refused,
            "reasons": dict(sorted(done.reasons.items())),
            "seconds": seconds,
            "rows_per_second": speed,
        }
        print(json.dumps(counts, ensure_ascii=False, indent=2))
        return
    rows = [
        [words.name(v1.RowOutcome, v1.RowOutcome.Value(f"ROW_OUTCOME_{name}")), f"{count:,}"]
        for name, count in sorted(done.outcomes.items())
    ]
    rows += [[f"{words('拒绝', 'refused')}: {reason}", f"{count:,}"] for reason, count in sorted(done.reasons.items())]
    rows.append([words("合计", "all"), f"{done.rows:,}"])
    tables([show.table([words("结果", "outcome"), words("行数", "rows")], rows)])
    print(words(f"{seconds:,.1f} 秒，每秒 {speed:,} 行", f"{seconds:,.1f} s, {speed:,} rows/s"))
