"""What a command works with: the client, the language, the clock, and the way out for answers and errors."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

import typer
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from rich.console import RenderableType

import gongji
from gongji_cli import exit_codes, output
from gongji_cli.connection import Connection
from gongji_cli.exit_codes import ExitCode
from gongji_cli.words import Words

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)

_PAGE_SIZE = 100


@dataclass(frozen=True)
class Result:
    """What a command left behind: the exit code of exit_codes.ExitCode, and what it printed."""

    exit_code: int
    stdout: str
    stderr: str = ""


@dataclass
class Session:
    """One run of the command line.

    now: the moment that the server decides at, where the user set one.
    where: the server.
    run: runs another command line in this process.
    made: options that the user left out and that were filled in. A write can only be sent again safely with the same
        request id and the same content, so an error gives them back.
    """

    client: gongji.Client
    words: Words
    as_json: bool
    now: Timestamp | None
    where: Connection
    run: Callable[[list[str]], Result]
    made: list[str] = field(default_factory=list)

    def request_id(self, given: str | None) -> str:
        return given or self._made("--request-id", gongji.new_request_id())

    def visit_id(self, given: str | None) -> str:
        # A visit's number has at most 30 characters.
        return given or self._made("--visit-id", gongji.new_request_id().replace("-", "")[:30])

    def made_moment(self, option: str, before: str = "") -> Timestamp:
        """The sandbox's moment, or this one; `before` is what stands before it in the option's value."""
        moment = self.now
        if moment is None:
            moment = Timestamp()
            moment.FromDatetime(datetime.now(UTC).replace(microsecond=0))
        self._made(option, before + moment.ToJsonString())
        return moment

    def ask(self, rpc: Callable[[Request], Response], request: Request) -> Response:
        """Calls the server; a refusal is shown and ends the command with its exit code."""
        try:
            return rpc(request)
        except gongji.GongjiError as error:
            raise self.refused(error, request) from None

    def refused(self, error: gongji.GongjiError, request: Message) -> typer.Exit:
        """Shows a refusal; what it returns ends the command with the exit code when it is raised."""
        exit_code = exit_codes.of_code(error.code)
        is_unsettled_write = exit_code is ExitCode.TRY_AGAIN and "request_id" in request.DESCRIPTOR.fields_by_name
        output.refusal(error, self.words, self.as_json, self.made if is_unsettled_write else [])
        return typer.Exit(exit_code)

    def ask_all(self, rpc: Callable[[Request], Response], request: Request) -> Response:
        """Calls the server for page after page and puts the rows of all pages into one response."""
        pages = self.pages(rpc, request)
        whole = next(pages)
        for page in pages:
            whole.MergeFrom(page)
        whole.ClearField("next_page_token")
        return whole

    def pages(self, rpc: Callable[[Request], Response], request: Request) -> Iterator[Response]:
        """Calls the server for page after page; there is at least one."""
        # Which messages have pages is not said in their types.
        asked: Any = request
        asked.page_size = _PAGE_SIZE
        page: Any = self.ask(rpc, request)
        yield cast(Response, page)
        while token := page.next_page_token:
            asked.page_token = token
            page = self.ask(rpc, request)
            yield cast(Response, page)

    def answer(self, response: Response, show: Callable[[Response, Words], Iterable[RenderableType]]) -> None:
        """Prints what the server answered: as JSON, or as `show` lays it out."""
        if self.as_json:
            output.message(response)
        else:
            output.tables(show(response, self.words))

    def put(self, data: dict[str, Any], parts: Iterable[RenderableType]) -> None:
        """Prints what was put together from several answers: `data` as JSON, or `parts` for people."""
        if self.as_json:
            output.data(data)
        else:
            output.tables(parts)

    def _made(self, option: str, value: str) -> str:
        self.made += [option, value]
        return value
