"""Running worked examples: every step is a command of `gongji`, called in this process with --json."""

import json
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from gongji_cli.examples.argv import Known, Settled, Writer
from gongji_cli.examples.cast import Cast
from gongji_cli.examples.check import balance_differences, differences
from gongji_cli.examples.format import Example, PolicyExamples
from gongji_cli.examples.handled import Argv
from gongji_cli.examples.step import Expect
from gongji_cli.examples.steps import AnyStep


class Result(Protocol):
    """What calling the command line gives back."""

    @property
    def exit_code(self) -> int: ...
    @property
    def stdout(self) -> str: ...


Command = Callable[[Argv], Result]


class StepRun(Struct, frozen=True):
    """One command: `step` is None where it only sets the scene. `wrong` says what did not come out."""

    step: AnyStep | None
    at: datetime
    argv: Argv
    answer: dict[str, Any]
    wrong: tuple[str, ...]
    sets_time: bool = True


class ExampleRun(Struct, frozen=True):
    of: PolicyExamples
    example: Example
    cast: Cast
    steps: tuple[StepRun, ...]

    @property
    def wrong(self) -> list[str]:
        return [w for step in self.steps for w in step.wrong]


class Runner:
    """Runs examples against one server; `command` is `gongji_cli.main.run`, `options` say which server.

    sets_time: whether the server decides at the moments of the example, as a sandbox does; else it decides at its own.
    """

    def __init__(self, command: Command, options: Argv, *, sets_time: bool = True) -> None:
        self._command, self._options, self._sets_time = command, options, sets_time

    def run(self, example: Example, of: PolicyExamples) -> ExampleRun:
        """One example from beginning to end, or until a step that sets the scene does not work."""
        cast = Cast(example, of)
        return ExampleRun(of, example, cast, tuple(self.steps(example, of, cast)))

    def steps(self, example: Example, of: PolicyExamples, cast: Cast) -> Iterator[StepRun]:
        """The same, step by step while they are done, by people who have been chosen already."""
        with tempfile.TemporaryDirectory() as folder:
            yield from self._steps(example, Writer(cast, of.handling, Known(), Path(folder)))

    def _steps(self, example: Example, writer: Writer) -> Iterator[StepRun]:
        at = example.steps[0].at
        assert at is not None, "the reading of examples sees to it"
        for argv in writer.setting(at):
            done = self._call(None, at, argv, writer)
            yield done
            if done.wrong:
                return
        for number, step in enumerate(example.steps, 1):
            at = step.at or at
            yield self._call(step, at, writer.step(step, at, number), writer)

    def _call(self, step: AnyStep | None, at: datetime, argv: Argv, writer: Writer) -> StepRun:
        exit_code, answer = self.ask(at, argv)
        _remember(answer, writer)
        expect = step.expect if step is not None else Expect()
        wrong = [*differences(expect, exit_code, answer, writer.cast), *self._balances(expect, at, writer)]
        return StepRun(step, at, argv, answer, tuple(wrong), self._sets_time)

    def _balances(self, expect: Expect, at: datetime, writer: Writer) -> Iterator[str]:
        asked = (*(expect.balances or ()), *(expect.frozen or ()))
        for who in dict.fromkeys(key.partition("/")[0] for key in asked):
            _, answer = self.ask(at, writer.accounts(who))
            yield from balance_differences(expect, who, answer)

    def ask(self, at: datetime, argv: Argv) -> tuple[int, dict[str, Any]]:
        """The exit code and the answer of one command."""
        moment = ["--now", at.isoformat()] if self._sets_time else []
        result = self._command([*self._options, *moment, "--json", *argv])
        try:
            answer = json.loads(result.stdout)
        except ValueError:
            answer = {"error": {"reason": f"no JSON: {result.stdout[:500]!r}"}}
        return result.exit_code, answer


def _remember(answer: dict[str, Any], writer: Writer) -> None:
    """Keep the ids that later steps name by their people."""
    cast, known = writer.cast, writer.known
    settled = answer.get("settlement", {})
    if settled.get("state") == "SETTLEMENT_STATE_SETTLED":
        visit_time = datetime.fromisoformat(settled["visit_time"])
        known.settlements[cast.key(settled["patient_psn_no"])].append(Settled(settled["setl_id"], visit_time))
    if binding := answer.get("binding"):
        authorizer = cast.key(binding["authorizer_psn_no"])
        known.bindings[authorizer, cast.key(binding["member_psn_no"])] = binding["binding_id"]
        known.authorizations[authorizer] = binding["authorization_id"]
    elif sent := answer.get("wallet_transfer"):
        pair = (cast.key(sent["sender_psn_no"]), cast.key(sent["receiver_psn_no"]))
        known.transfers[pair] = sent["wallet_transfer_id"]
    elif premium := answer.get("premium"):
        known.premiums[cast.key(premium["payer_psn_no"]), cast.key(premium["insured_psn_no"])] = premium["premium_id"]
    elif authorization := answer.get("authorization"):
        known.authorizations[cast.key(authorization["authorizer_psn_no"])] = authorization["authorization_id"]
