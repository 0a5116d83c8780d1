"""What the shell offers when Tab is pressed. It never complains: where nothing is known, nothing is offered."""

from collections.abc import Callable

import typer
from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper

import gongji
from gongji import v1
from gongji_cli import config, enums
from gongji_cli.config import ConfigError
from gongji_cli.connection import connection

_PATIENCE_SECONDS = 1.0
"""How long somebody who pressed Tab waits for a server."""


def of_enum(enum: EnumTypeWrapper) -> Callable[[str], list[str]]:
    """The names of a closed list, in small letters where the user began in them."""

    def names(incomplete: str) -> list[str]:
        known = enums.short_names(enum)
        return [name.lower() for name in known] if incomplete.islower() else known

    return names


def servers(incomplete: str) -> list[tuple[str, str]]:
    """The names in the user's list, with their addresses."""
    try:
        known = config.load().servers
    except ConfigError:
        return []
    return [(name, entry.address) for name, entry in known.items() if name.startswith(incomplete)]


def policies(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The policies that the server has, with their names."""
    said = ctx.find_root().params
    try:
        where = connection(said.get("server"), said.get("token"), said.get("lang"))
        with gongji.Client(where.address, token=where.token, timeout_seconds=_PATIENCE_SECONDS) as client:
            answer = client.registry.list_policies(v1.ListPoliciesRequest(page_size=500))
    except (typer.BadParameter, gongji.GongjiError):
        return []
    names = {p.policy_id: p.name_zh if where.lang == "zh" else p.name_en for p in answer.policies}
    return [(key, name) for key, name in names.items() if key.startswith(incomplete)]
