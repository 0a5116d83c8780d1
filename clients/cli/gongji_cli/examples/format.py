"""A worked example as it stands in a policy file, under [[examples]], and the reading of it."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field

from gongji_cli.examples.rules import HandlingRules
from gongji_cli.examples.step import Expect, Strict, Yuan
from gongji_cli.examples.steps import AnyStep, Switch, Visit

HOSPITAL, PHARMACY = "hospital", "pharmacy"


class PersonSpec(Strict, frozen=True, kw_only=True):
    """An invented person; left out, everything is in order. `zh` is what readers see.

    `region` is the pooling region, `county` the place of insurance within it.
    """

    zh: str
    scheme: str = "310"
    region: str | None = None
    county: str | None = None
    insu_state: str = "1"
    categories: tuple[str, ...] = ()
    voucher_active: bool = True
    card: str = "NORMAL"
    account_state: str = "NORMAL"
    balances: dict[str, Yuan] = field(default_factory=dict)


class InstitutionSpec(Strict, frozen=True, kw_only=True):
    """An invented institution; `area` left out is the example's region."""

    zh: str
    type: str = "HOSPITAL"
    area: str | None = None
    mutual_aid: bool = True
    state: str = "NORMAL"


STANDARD = {
    HOSPITAL: InstitutionSpec(zh="测试医院"),
    PHARMACY: InstitutionSpec(zh="测试药店", type="RETAIL_PHARMACY"),
}
"""Institutions that every example has."""


class Example(Strict, frozen=True, kw_only=True):
    """`region` left out is the first that the policy names."""

    id: str
    title_zh: str
    title_en: str
    source: str
    persons: dict[str, PersonSpec]
    steps: tuple[AnyStep, ...]
    institutions: dict[str, InstitutionSpec] = field(default_factory=dict)
    region: str | None = None

    @property
    def places(self) -> dict[str, InstitutionSpec]:
        return STANDARD | self.institutions


class PolicyExamples(Struct, frozen=True):
    """The examples of one policy file, with what running them takes from its rules."""

    file: str
    name_zh: str
    name_en: str
    region: str
    handling: HandlingRules
    sources: dict[str, str]
    examples: tuple[Example, ...]


class ExampleError(Exception):
    """An example is wrong: in which file, at which key, and what would be right."""


def load_examples(folder: Path) -> list[PolicyExamples]:
    """The examples of every policy file in a folder; raises ExampleError."""
    files = (p for p in sorted(folder.glob("*/*.toml")) if p.parent.name not in ("codes", "premiums"))
    return [read_examples(path, path.relative_to(folder).as_posix()) for path in files]


def read_examples(path: Path, name: str) -> PolicyExamples:
    raw = tomllib.loads(path.read_text("utf-8"))
    return examples_of(raw | {"handling": _handling(raw, path.parents[1])}, name)


def _handling(raw: dict[str, Any], folder: Path) -> dict[str, Any]:
    """[handling] of a policy file, with what it takes from the file that `rules_from` names."""
    own: dict[str, Any] = raw.get("handling", {})
    taken_from = raw["policy"].get("rules_from")
    if taken_from is None:
        return own
    other = folder / taken_from["id"] / f"{taken_from['version']}.toml"
    return _handling(tomllib.loads(other.read_text("utf-8")), folder) | own


def examples_of(raw: dict[str, Any], name: str) -> PolicyExamples:
    """The examples in a policy file's content."""
    header = raw["policy"]
    try:
        examples = msgspec.convert(raw.get("examples", []), tuple[Example, ...])
        handling = msgspec.convert(raw.get("handling", {}), HandlingRules)
    except msgspec.ValidationError as error:
        raise ExampleError(f"{name}: examples: {error}") from None
    sources = {key: source["title"] for key, source in raw["sources"].items()}
    problems = [*_duplicates(examples), *(p for e in examples for p in _problems(e, sources))]
    if problems:
        raise ExampleError("\n".join(f"{name}: {p}" for p in problems))
    return PolicyExamples(name, header["name_zh"], header["name_en"], header["regions"][0], handling, sources, examples)


def _duplicates(examples: tuple[Example, ...]) -> Iterator[str]:
    for key, times in Counter(e.id for e in examples).items():
        if times > 1:
            yield f"examples: the id {key!r} stands {times} times, and has to be unique in the file"


def _problems(example: Example, sources: dict[str, str]) -> Iterator[str]:
    key = f"examples.{example.id}"
    if example.source not in sources:
        yield f"{key}.source: {example.source!r} has to be a key of [sources] ({', '.join(sources)})"
    if not example.steps or example.steps[0].at is None:
        yield f"{key}.steps[0].at: is missing: the first step says when it is"
    for i, step in enumerate(example.steps):
        for who in (*step.named, *_expected(step.expect)):
            if who not in example.persons:
                yield f"{key}.steps[{i}]: there is no person {who!r} ({', '.join(example.persons)})"
        place = step.institution if isinstance(step, Visit | Switch) else None
        if place and place not in example.places:
            yield f"{key}.steps[{i}].institution: there is no {place!r} ({', '.join(example.places)})"


def _expected(expect: Expect) -> Iterator[str]:
    """The persons that an expectation names."""
    asked = (expect.reasons, expect.rules, expect.balances, expect.frozen, expect.usable, expect.quota_left)
    for named in asked:
        yield from (key.partition("/")[0] for key in named or ())
    yield from (who for who, _, _ in (*(expect.payments or ()), *(expect.refunds or ())))
