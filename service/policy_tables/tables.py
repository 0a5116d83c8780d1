"""The tables of what each policy version says, in Markdown, made from the rules' values alone."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from service.domain.policy import Policy
from service.policy_files import load_codes, load_files
from service.policy_tables.column import UNRULED, UNSURE, Column, Lang, told
from service.policy_tables.money_rows import MONEY_ROWS
from service.policy_tables.rows import ROWS
from service.policy_words import SURE, Text

SIDE_BY_SIDE = 4
"""Versions in one table: more can't be read on one screen."""

_FOOT: Text = (
    f"{UNRULED}：政策文件没有这项规则，不作限制。{UNSURE}：并非公开文本所载，是我们的理解、沿用前一版、二手说法，或格式的缺省值。",
    f"{UNRULED}: the policy file has no such rule, nothing is restricted. {UNSURE}: not said by a published text; our "
    "reading, carried over from the version before, said by second-hand sources, or the format's own value.",
)
_OVERVIEWS_FOOT: Text = (f"{UNSURE}：不是公开文本写明的日期。", f"{UNSURE}: no published text says the day.")
_HEADS: tuple[Text, ...] = (
    ("版本", "version"),
    ("政策", "policy"),
    ("形式", "shape"),
    ("有效期", "in force"),
    ("规则的出处", "what its rules stand on"),
)


def policy_tables(folder: Path, lang: Lang) -> str:
    """All policies in a folder, a column a version, a few versions a table, and a legend. Raises PolicyFilesError.

    A row of which none of a table's versions says anything is left out.
    """
    columns = _columns(folder, lang)
    groups = [columns[i : i + SIDE_BY_SIDE] for i in range(0, len(columns), SIDE_BY_SIDE)]
    return "\n\n".join([*("\n".join(_table(group, lang)) for group in groups), told(lang, _FOOT)]) + "\n"


def policy_overview(folder: Path, lang: Lang) -> str:
    """One row a version: its name, shape and days, and how many of its rules stand on which kind of source."""
    lines = [[told(lang, head) for head in _HEADS], ["---"] * len(_HEADS)]
    for c in _columns(folder, lang):
        name, shape, days = (c.joined(cell(c)) for _, cell in ROWS[:3])
        lines.append([_head(c), name, shape, days, _stands_on(c)])
    return "\n".join(map(_line, lines)) + f"\n\n{told(lang, _OVERVIEWS_FOOT)}\n"


def _columns(folder: Path, lang: Lang) -> list[Column]:
    codes = load_codes(folder / "codes")
    return [Column(file.policy, codes, lang) for file in load_files(folder, codes)]


def _table(columns: list[Column], lang: Lang) -> Iterator[str]:
    yield _line(["", *map(_head, columns)])
    yield _line(["---"] * (len(columns) + 1))
    for title, cell in (*ROWS, *MONEY_ROWS):
        told_of_each = [c.joined(cell(c)) for c in columns]
        if any(text != UNRULED for text in told_of_each):
            yield _line([told(lang, title), *told_of_each])


def _head(c: Column) -> str:
    return f"`{c.policy.id}` {c.policy.version}"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _stands_on(c: Column) -> str:
    counted = Counter(_how_sure(c.policy))
    named = ((told(c.lang, word), counted[sure]) for sure, word in SURE.items())
    parts = [c.say(f"{word} {number} 条", f"{word} {number}") for word, number in named if number]
    if (other := c.policy.policy.rules_from) is not None:
        parts.append(c.say(f"其中取自 `{other.id}` {other.version}", f"some of `{other.id}` {other.version}"))
    return c.listed(parts)


def _how_sure(policy: Policy) -> Iterator[str]:
    for _, rule in policy.rules():
        if rule.source in policy.sources:
            yield policy.sources[rule.source].sure
