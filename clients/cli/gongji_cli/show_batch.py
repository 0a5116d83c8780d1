"""Batches for people: how many rows became what, and each row that was refused."""

from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from rich.console import RenderableType
from rich.text import Text

from gongji import v1
from gongji_cli import show
from gongji_cli.words import Words

Response = v1.UpsertPersonsResponse | v1.UpsertInstitutionsResponse | v1.CreditAccountsResponse


class Row(Protocol):
    """What became of one row, in whichever batch."""

    outcome: v1.RowOutcome
    error: v1.RowError


def refused(response: Response) -> bool:
    """Whether any row was refused."""
    return any(result.HasField("error") for result in response.results)


def batch(response: Response, words: Words) -> Iterable[RenderableType]:
    yield from show.replayed(response.replayed, words)
    errors = {_key(result): result.error for result in response.results if result.HasField("error")}
    counts = Counter(result.outcome for result in response.results if not result.HasField("error"))
    parts = [f"{words.name(v1.RowOutcome, outcome)} {count}" for outcome, count in sorted(counts.items())]
    if errors:
        parts.append(f"{words('拒绝', 'refused')} {len(errors)}")
    yield Text("  ".join(parts))
    if errors:
        yield show.table(
            [words("行", "row"), words("原因", "reason"), words("说明", "in words")],
            [[key, error.reason, words(error.message_zh, error.message_en)] for key, error in errors.items()],
        )
