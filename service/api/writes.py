"""What every write has in common: its form, then the one door, then its refusal if it was refused."""

from collections.abc import Callable
from typing import Any, TypeVar

from service.api.call import Call
from service.api.checks import Form
from service.api.errors import RefusedCall
from service.api.imports import Imports
from service.domain.commands import Command
from service.domain.policy_book import PolicyBook
from service.pipeline.pipeline import Pipeline
from service.pipeline.request import Answer

M = TypeVar("M")


class Writes:
    def __init__(self, pipeline: Pipeline, book: PolicyBook) -> None:
        self._pipeline = pipeline
        self._book = book
        self.imports = Imports(pipeline, book)

    async def write(self, request: M, call: Call, read: Callable[[M, Form], Command]) -> Answer:
        """The answer to a request. Raises MalformedRequest, NotDone, or RefusedCall for what was decided so."""
        form = Form(self._book)
        request_id = form.code(_request_id(request), "request_id", 64)
        command = read(request, form)
        form.done()
        call.request_id, call.region = request_id, command.home
        answer = await self._pipeline.submit(call.platform, request_id, command, call.now, call.deadline)
        call.replayed = answer.replayed
        if answer.refusal is not None:
            raise RefusedCall(answer.refusal, replayed=answer.replayed)
        return answer


def _request_id(request: Any) -> str:
    return str(request.request_id)
