"""The READMEs of the tables of premiums: complete, alike, and their file is a table that works."""

import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from service.domain.premium_table import RULES, PremiumTable, Who
from service.policy_files import load_codes
from service.policy_files.premium_checks import check_table
from tests.premiums.examples import POLICIES, Expected, Somebody, answer, as_expected, differences, examples_of

FILE = re.compile(r"<!-- file: (?P<name>\S+) -->\n```toml\n(?P<text>.*?)```", re.S)
NAMES = ("README.md", "README.zh-CN.md")
both = pytest.mark.parametrize("name", NAMES)


def text_of(name: str) -> str:
    return Path(POLICIES / "premiums" / name).read_text("utf-8")


@both
def test_the_file_that_it_shows_works(name: str) -> None:
    """Who copies the file has a table without an error, whose example comes out."""
    shown = FILE.search(text_of(name))
    assert shown is not None
    raw = tomllib.loads(shown["text"])
    table = msgspec.convert(raw, PremiumTable)
    assert check_table(f"premiums/{shown['name']}", raw, table, load_codes(POLICIES / "codes")) == []
    (example,) = examples_of(table)
    found = answer(table, example)
    assert not isinstance(found, str)
    assert differences(example.expect, as_expected(found)) == {}


@both
def test_every_rule_and_word_is_explained(name: str) -> None:
    """Each rule stands in the table, in the format's order; each field of a group and of an example is named."""
    text = text_of(name)
    rows = re.findall(r"^\| `(\w+)` \| .+ \| .+ \|$", text, re.M)
    assert rows == list(RULES)
    words = (*Who.__struct_fields__, *Somebody.__struct_fields__, *Expected.__struct_fields__)
    assert not [word for word in words if f"`{word}`" not in text and f"`{word} =" not in text]


def test_both_languages_show_the_same_file() -> None:
    """The two files differ in nothing but their comments."""
    shown = [FILE.search(text_of(name)) for name in NAMES]
    assert all(shown)
    first, second = (tomllib.loads(found["text"]) for found in shown if found)
    assert first == second
