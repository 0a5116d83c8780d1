"""Every setting with its value and where it comes from, and everything that is wrong with them."""

import os
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from service.preparing import problems
from service.settings import Settings, problem_of

_MASK = "***"
_PREFIX = str(Settings.model_config["env_prefix"])


async def report(given: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The settings as a table, with what was given on the command line; and all problems, each in a sentence."""
    options = {name: value for name, value in given.items() if value is not None}
    settings, found, wrong = _read(options)
    rows = [("setting", "value", "from")]
    for name in Settings.model_fields:
        value = "(not in order)" if name in wrong else _shown(name, getattr(settings, name))
        rows.append((name, value, _origin(name, options)))
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    table = "\n".join(f"{name:{widths[0]}}  {value:{widths[1]}}  {origin}" for name, value, origin in rows)
    return table, [*found, *await problems(settings)]


def _read(options: dict[str, Any]) -> tuple[Settings, list[str], set[str]]:
    """The settings, with the default in the place of what is not in order, and what that is."""
    try:
        return Settings(**options), [], set()
    except ValidationError as error:
        found = [problem_of(e) for e in error.errors()]
        wrong = {str(e["loc"][0]) for e in error.errors()}
        kept = {name: value for name, value in options.items() if name not in wrong}
        return Settings(**kept, **{name: Settings.model_fields[name].default for name in wrong}), found, wrong


def _origin(name: str, options: dict[str, Any]) -> str:
    if name in options:
        return "option"
    variable = f"{_PREFIX}{name}".upper()
    return "environment" if variable in map(str.upper, os.environ) else "default"


def _shown(name: str, value: Any) -> str:
    if value is None:
        return "-"
    return without_password(value) if name == "database_url" else str(value)


def without_password(url: str) -> str:
    """The URL of a database as it may be shown; a password can also stand among its parameters."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return _MASK
    masked = {key: _MASK if "password" in key.lower() else value for key, value in parsed.query.items()}
    return parsed.set(query=masked).render_as_string(hide_password=True)
