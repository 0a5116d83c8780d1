"""The READMEs of the policies: their tables say what the format says, and their example is a policy that works."""

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gongji_cli.examples.format import examples_of
from gongji_cli.examples.step import Expect, Handled
from gongji_cli.examples.steps import AnyStep
from service.domain.policy import Policy
from service.domain.policy_format import Rule
from service.policy_files import load_book
from service.policy_files.digest import default_values
from tests.policies.folder import POLICIES, Folder
from tests.support.world import BASE, make_policy

ROW = re.compile(
    r"^\| `(?P<key>[a-z_]+\.[a-z_]+)` \| (?P<default>.+?) \| `(?P<example>.+?)` \| (?P<meaning>.+) \|$", re.M
)
FILE = re.compile(r"<!-- file: (?P<name>\S+) -->\n```toml\n(?P<text>.*?)```", re.S)

both = pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])


def text_of(readme: str) -> str:
    return (POLICIES / readme).read_text("utf-8")


def rule_of(key: str, toml_value: str) -> Rule[Any]:
    """A rule with a value as the README writes it."""
    section, name = key.split(".")
    plain = msgspec.json.decode(msgspec.json.encode(BASE))
    value = tomllib.loads(f"value = {toml_value}")["value"]
    plain.setdefault(section, {})[name] = {"value": value, "source": "test"}
    found: dict[str, Rule[Any]] = dict(msgspec.convert(plain, Policy, strict=False).rules())
    return found[key]


@both
def test_the_table_of_rules_is_complete(readme: str) -> None:
    """Every rule of the format stands in the table, in the format's order, and no other."""
    rows = [row["key"] for row in ROW.finditer(text_of(readme))]
    assert rows == [key for key, _ in make_policy().rules()]


@both
def test_the_defaults_are_the_formats(readme: str) -> None:
    """What the table says of a rule that is left out is what the format does."""
    defaults = default_values()
    for row in ROW.finditer(text_of(readme)):
        said = row["default"].strip("`")
        if row["key"] not in defaults:
            assert said in ("has to be given", "必填"), row["key"]
        elif said == "–":
            assert defaults[row["key"]] is None, row["key"]
        else:
            assert rule_of(row["key"], said).value == defaults[row["key"]], row["key"]


@both
def test_the_examples_of_values_are_of_the_format(readme: str) -> None:
    """Each value that the table gives as an example can stand in a file."""
    for row in ROW.finditer(text_of(readme)):
        assert rule_of(row["key"], row["example"]).source == "test"


def test_both_languages_say_the_same_of_every_rule() -> None:
    """The two tables differ in nothing but the words."""
    tables = [
        [(r["key"], r["default"].replace("必填", "has to be given"), r["example"]) for r in ROW.finditer(text_of(name))]
        for name in ("README.md", "README.zh-CN.md")
    ]
    assert tables[0] == tables[1]


@both
def test_the_file_that_it_shows_is_a_policy(readme: str, folder: Folder) -> None:
    """Who copies the file has a policy that loads, with an example that can be read."""
    shown = FILE.search(text_of(readme))
    assert shown is not None
    path = folder.path / shown["name"]
    path.parent.mkdir()
    path.write_text(shown["text"], "utf-8")
    assert load_book(folder.path).latest("example-city") is not None
    assert len(examples_of(tomllib.loads(shown["text"]), shown["name"]).examples) == 1


@both
def test_every_step_and_expectation_is_explained(readme: str) -> None:
    """Each kind of step, each of its fields, each expectation and each override of the handling is named."""
    text = text_of(readme)
    kinds = AnyStep.__args__
    names = {k.__struct_config__.tag for k in kinds} | {f for k in kinds for f in k.__struct_fields__}
    names |= {*Expect.__struct_fields__, *Handled.__struct_fields__}
    assert not [name for name in sorted(names) if f"`{name}`" not in text and f"`{name} =" not in text]


def test_every_rule_has_a_test_with_a_policy_made_for_it() -> None:
    """No parameter of the format is without a test: some test of decisions sets it, as section__key."""
    tests = Path(__file__).parents[1]
    files = [*tests.glob("policies/test_*_rules.py"), *tests.glob("domain/test_*.py")]
    set_there = set(re.findall(r"\b[a-z]+(?:_[a-z]+)*__[a-z_]+\b", "\n".join(p.read_text("utf-8") for p in files)))
    assert not [key for key, _ in make_policy().rules() if key.replace(".", "__") not in set_there]
