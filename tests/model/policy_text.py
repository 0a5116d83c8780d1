"""Random policies as the text of files."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from service.domain.policy import Policy


def as_toml(policy: Policy) -> str:
    """A random policy as a file, with the rules that it says and without those that are left out."""
    header = policy.policy
    lines = ["[policy]"]
    for name in header.__struct_fields__:
        value = getattr(header, name)
        if value not in (None, ""):
            lines.append(f"{name} = {_value(value)}")
    lines += ["[sources.test]", 'title = "made for a test"', 'sure = "invented"']
    lines += [
        f'{key} = {{ value = {_value(rule.value)}, source = "test" }}'
        for key, rule in policy.rules()
        if rule.source == "test" and rule.value is not None
    ]
    return "\n".join([*_ordered(lines)]) + "\n"


def _ordered(lines: list[str]) -> Iterator[str]:
    """Rules have keys with dots, which have to stand before the first table."""
    first_table = lines.index("[policy]")
    rules = [line for line in lines if "source = " in line and line.split(" ")[0].count(".") == 1]
    yield from rules
    yield from (line for line in lines[first_table:] if line not in rules)


def _value(value: Any) -> str:
    """A value in TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(held)}" for key, held in value.items()) + " }"
    if hasattr(value, "__struct_fields__"):
        held = {name: getattr(value, name) for name in value.__struct_fields__}
        return _value({name: found for name, found in held.items() if found is not None})
    return str(value)
