"""The way out: tables for people, JSON for programs, errors for both."""

import json
import sys
from collections.abc import Iterable
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message
from rich.console import Console, RenderableType

import gongji
from gongji_cli.words import Words

WIDTH = 100


def message(response: Message) -> None:
    """The response in protobuf's JSON mapping, with the contract's field names; what is zero or empty is said too."""
    text = json_format.MessageToJson(
        response, preserving_proto_field_name=True, always_print_fields_with_no_presence=True, ensure_ascii=False
    )
    print(text)


def line(response: Message) -> None:
    """The same on one line, at once: for responses that go on and on."""
    text = json_format.MessageToJson(
        response,
        preserving_proto_field_name=True,
        always_print_fields_with_no_presence=True,
        ensure_ascii=False,
        indent=None,
    )
    print(text, flush=True)


def data(answer: dict[str, Any]) -> None:
    """An answer that is put together here, as JSON."""
    print(json.dumps(answer, ensure_ascii=False, indent=2))


def tables(parts: Iterable[RenderableType]) -> None:
    """Tables and lines, at most 100 characters wide."""
    # Markup is off: what the server says is text, whatever brackets are in it.
    console = Console(markup=False, emoji=False, highlight=False)
    console.width = min(console.width, WIDTH) if console.is_terminal else WIDTH
    for part in parts:
        console.print(part)


def refusal(error: gongji.GongjiError, words: Words, as_json: bool, resend_with: list[str]) -> None:
    """A call that failed. `resend_with`: the options that, added to the same command, send the same request again."""
    if as_json:
        _error_json(
            code=error.code.name,
            reason=error.reason,
            metadata=error.metadata,
            message_zh=error.message_zh,
            message_en=error.message_en,
            field_violations=[{"field": v.field, "description": v.description} for v in error.field_violations],
            resend_with=resend_with,
        )
        return
    _error_line(f"{words(error.message_zh, error.message_en)} [{error.reason or error.code.name}]")
    for violation in error.field_violations:
        _error_line(f"  {violation.field}: {violation.description}")
    for key, value in sorted(error.metadata.items()):
        _error_line(f"  {key} = {value}")
    if resend_with:
        hint = words("如需重发同一请求，请加上：", "to send the same request again, add: ")
        _error_line(f"  {hint}{' '.join(resend_with)}")


def wrong_usage(text: str, command: str, as_json: bool) -> None:
    """A command line that cannot be carried out; nothing was sent."""
    if as_json:
        _error_json(
            code="USAGE",
            reason="",
            metadata={},
            message_zh=text,
            message_en=text,
            field_violations=[],
            resend_with=[],
        )
        return
    _error_line(text)
    _error_line(f"  {command} --help")


def _error_json(**error: Any) -> None:
    print(json.dumps({"error": error}, ensure_ascii=False, indent=2))


def _error_line(text: str) -> None:
    print(text, file=sys.stderr)
