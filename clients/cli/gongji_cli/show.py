"""The pieces that tables are made of."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from gongji_cli.words import Words


def facts(rows: Iterable[tuple[str, str]]) -> Table:
    """What is said about one thing, a line each; what is empty is left out."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in rows:
        if value:
            grid.add_row(name, value)
    return grid


def amounts(rows: Iterable[tuple[str, str]]) -> Table:
    """Amounts under each other, to the right."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(justify="right", no_wrap=True)
    for name, value in rows:
        grid.add_row(name, value)
    return grid


def table(columns: Sequence[str], rows: Iterable[Sequence[RenderableType]], right: Sequence[str] = ()) -> Table:
    """A table; columns named in `right` are aligned to the right. Nothing is cut off: what is too long is folded."""
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        grid.add_column(column, overflow="fold", justify="right" if column in right else "left")
    for row in rows:
        grid.add_row(*row)
    return grid


def heading(text: str) -> Text:
    return Text(text, style="bold")


def replayed(is_replayed: bool, words: Words) -> Iterable[RenderableType]:
    """A line where the answer is the remembered one of an earlier call."""
    if is_replayed:
        yield Text(
            words("此请求号以前用过，这是当时的答复。", "This request id was used before; this is the answer of then.")
        )


def none(words: Words) -> Text:
    return Text(words("（无）", "(none)"))


def period(first: str, last: str, words: Words) -> str:
    """2022-10-15 — 2023-10-14, or 2022-10-15 起 where no last day is known."""
    if last:
        return f"{first} — {last}"
    return words(f"{first} 起", f"from {first}") if first else ""
