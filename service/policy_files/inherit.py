"""Files that take rules from another: `policy.rules_from` names the version whose rules hold where a file is silent.

What is taken is taken rule by rule, before anything is typed: a file ends up as if it had said those rules itself, each
with the other file's source, under the name `id/version/key`, so that everybody sees where it comes from.
"""

from collections.abc import Iterator
from typing import Any

from service.domain.policy import RULE_SECTIONS, Policy
from service.policy_files.errors import PolicyFileError

Raw = dict[str, Any]
"""A file's content as TOML has it."""

KEY = "policy.rules_from"


def parent_of(raw: Raw) -> str | None:
    """The name of the file whose rules a file takes; None too where what it says is of a wrong type."""
    header = raw.get("policy")
    named = header.get("rules_from") if isinstance(header, dict) else None
    if not isinstance(named, dict) or not isinstance(named.get("id"), str) or not isinstance(named.get("version"), str):
        return None
    return f"{named['id']}/{named['version']}.toml"


def line_of(name: str, raws: dict[str, Raw]) -> list[str]:
    """A file, the one it takes rules from, and so on; ends at a file that takes none, is not there, or came before."""
    line = [name]
    while (parent := parent_of(raws.get(line[-1], {}))) is not None:
        line.append(parent)
        if parent in line[:-1]:
            break
    return line


def check_line(name: str, raws: dict[str, Raw]) -> Iterator[PolicyFileError]:
    """What is wrong with where a file takes its rules from."""
    line = line_of(name, raws)
    if line[-1] in line[:-1]:
        if line[-1] == name:
            yield PolicyFileError(name, KEY, f"goes round in a circle: {' > '.join(line)}")
    elif len(line) > 1 and line[1] not in raws:
        yield PolicyFileError(name, KEY, f"there is no {line[1]} that could be read")


def check_taken(name: str, policy: Policy, parent: Policy) -> Iterator[PolicyFileError]:
    """What is wrong between a file and the one whose rules it takes, both typed."""
    if policy.policy.shape is not parent.policy.shape:
        problem = f"{parent.id} {parent.version} is a {parent.policy.shape}: rules come from a policy of the same shape"
        yield PolicyFileError(name, KEY, problem)


def with_rules_taken(name: str, raws: dict[str, Raw]) -> Raw:
    """A file's content with the rules that it takes; its line has to be in order."""
    parent = parent_of(raws[name])
    if parent is None:
        return raws[name]
    return _filled(raws[name], with_rules_taken(parent, raws), parent.removesuffix(".toml"))


def _filled(raw: Raw, parent: Raw, named: str) -> Raw:
    """`raw` with each rule that only the parent has, and the sources of those rules."""
    filled = dict(raw)
    sources = dict(_table(raw, "sources"))
    for section in RULE_SECTIONS:
        if section not in parent or not isinstance(raw.get(section, {}), dict):
            continue
        own = raw.get(section, {})
        taken = {key: rule for key, rule in parent[section].items() if key not in own}
        filled[section] = own | {key: _renamed(rule, named) for key, rule in taken.items()}
        sources |= {_key(rule["source"], named): parent["sources"][rule["source"]] for rule in taken.values()}
    return filled | {"sources": sources}


def _renamed(rule: Raw, named: str) -> Raw:
    return rule | {"source": _key(rule["source"], named)}


def _key(source: str, named: str) -> str:
    """The other file's source under a name that says so; what that file took itself is named already."""
    return source if "/" in source else f"{named}/{source}"


def _table(raw: Raw, key: str) -> Raw:
    found = raw.get(key, {})
    return found if isinstance(found, dict) else {}
