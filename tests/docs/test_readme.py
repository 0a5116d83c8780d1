"""The documents hold together: both languages, commands, links, tables, and what they say about files."""

import re
from pathlib import Path

import pytest
import typer

from gongji_cli.main import app as gongji
from service.main import app
from service.settings import Settings
from tests.contract import descriptors
from tests.docs import policy_tables
from tests.docs.markdown import PAIRS, ROOT, code, commands, fences, files, levels, links, name, tables

DOCUMENTS = sorted(files(".md"))
FORBIDDEN = (
    "pypi" + ".org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "/" + "work/",
    "/" + "root/",
    "/" + "shared/",
    "issue" + " #",
)
"""Hosts of registries, paths of one machine, and what only its makers could look up."""

both_languages = pytest.mark.parametrize(("english", "chinese"), PAIRS, ids=[name(pair[0]) for pair in PAIRS])
every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=name)


def whatever_language(line: str) -> str:
    """A command line without the choice of the language that it answers in."""
    return re.sub(r"(GONGJI_LANG=|--lang )(en|zh)\b", r"\1…", line).replace("gongji --lang … ", "gongji ")


@both_languages
def test_headings_correspond(english: Path, chinese: Path) -> None:
    """Both languages have as many headings, of the same levels in the same order."""
    assert levels(english.read_text("utf-8")) == levels(chinese.read_text("utf-8"))


@both_languages
def test_commands_correspond(english: Path, chinese: Path) -> None:
    """Both languages have the same command lines in the same order, but for the language that they ask for."""
    of_english, of_chinese = (commands(path.read_text("utf-8")) for path in (english, chinese))
    assert [*map(whatever_language, of_english)] == [*map(whatever_language, of_chinese)]


@both_languages
def test_blocks_correspond(english: Path, chinese: Path) -> None:
    """Both languages have blocks of the same kinds in the same order, those of diagrams and programs as long."""
    of_english, of_chinese = (fences(path.read_text("utf-8")) for path in (english, chinese))
    assert [f.language for f in of_english] == [f.language for f in of_chinese]
    lengths = [
        [len(f.body.splitlines()) for f in of if f.language in ("mermaid", "python")] for of in (of_english, of_chinese)
    ]
    assert lengths[0] == lengths[1]


@both_languages
def test_tables_correspond(english: Path, chinese: Path) -> None:
    """Both languages have tables of the same shapes in the same order."""
    shapes = [[[len(row) for row in table] for table in tables(p.read_text("utf-8"))] for p in (english, chinese)]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("document", policy_tables.DOCUMENTS, ids=name)
def test_the_policy_tables_are_current(document: Path) -> None:
    """What the documents say of each city is what the policy files say."""
    assert document.read_text("utf-8") == policy_tables.current(document), "run `make tables`"


@every_document
def test_make_targets_exist(document: Path) -> None:
    """Every `make …` that a document names is a target."""
    targets = set(re.findall(r"^\.PHONY: (\S+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {target for line in code(document.read_text("utf-8")) for target in re.findall(r"\bmake ([a-z-]+)", line)}
    assert named <= targets


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_what_it_does_is_all_that_there_is(readme: str) -> None:
    """The table of what Gongji does names every method of the contract once, and no other, and commands that exist."""
    (table,) = [t for t in tables((ROOT / readme).read_text("utf-8")) if t[0][2:] == ["`gongji`"]]
    named = [[word for row in table[2:] for word in re.findall(r"`([^`]+)`", row[column])] for column in (1, 2)]
    assert sorted(named[0]) == sorted(method.name for method in descriptors.methods())
    there = set(typer.main.get_command(gongji).commands)  # type: ignore[attr-defined]
    assert there - set(named[1]) == {"smoke", "province", "servers"}, "what is no method's command is not in the table"
    assert set(named[1]) <= there


@every_document
def test_links_resolve(document: Path) -> None:
    """Every link to a file leads to one."""
    targets = links(document.read_text("utf-8"))
    assert [t for t in targets if not (document.parent / t.partition("#")[0]).exists()] == []


def test_the_architecture_names_what_there_is() -> None:
    """Every file and folder in the table of the architecture exists."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    (table,) = [table for table in tables(text) if table[0] == ["place", "what"]]
    places = [place for row in table[2:] for place in re.findall(r"`([^`]+)`", row[0])]
    assert len(places) > 5
    assert [place for place in places if not (ROOT / place).exists()] == []


@every_document
def test_server_commands_exist(document: Path) -> None:
    """Every `gongji-server …` that a document names is a command with the options that it is given."""
    for line in code(document.read_text("utf-8")):
        if match := re.search(r"\bgongji-server ([a-z].*)", line):
            options = re.findall(r"(?<= )--[a-z-]+", match[1])
            assert set(options) <= options_of(match[1].split()), line


def options_of(words: list[str]) -> set[str]:
    """The options of a command of the server; fails where there is no such command."""
    command = typer.main.get_command(app)
    while isinstance(command, typer.core.TyperGroup):
        command = command.commands[words.pop(0)]
    return {option for parameter in command.params for option in parameter.opts}


@pytest.mark.parametrize("document", ["operations.md", "operations.zh-CN.md"])
def test_the_settings_are_all_there(document: str) -> None:
    """The table of settings names each setting of the server with its option and its default, and no other."""
    found = tables((ROOT / "docs" / document).read_text("utf-8"))
    (table,) = [table for table in found if table[2][0].startswith("`GONGJI_")]
    told = {setting.strip("`"): (option.strip("`"), default.strip("`")) for setting, option, default, _ in table[2:]}
    options, real = options_of(["serve"]), {}
    for setting, field in Settings.model_fields.items():
        option = f"--{setting.replace('_', '-')}"
        default = "–" if field.default is None else str(field.default)
        real[f"GONGJI_{setting.upper()}"] = (option if option in options else "–", default)
    assert told == real


@pytest.mark.parametrize("word", FORBIDDEN)
def test_nothing_points_outside(word: str) -> None:
    """No file names a registry's host, a path of the machine that it was written on, or a ticket."""
    everywhere = files(".md", ".py", ".toml", ".proto", ".json", ".yaml", ".lock", "")
    assert [name(path) for path in everywhere if word in path.read_text("utf-8", errors="replace")] == []
