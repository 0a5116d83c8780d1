"""The other end of the callers' process: starts them, ends their work, and has all requests sent once more."""

import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.support.postgres import end_with_parent
from tests.support.server import ROOT, environment
from tests.trial.history import Asked


class Callers:
    """Callers at work on a server; they have founded their towns."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._heard()

    def stop(self) -> list[Asked]:
        """Everything that they asked for, once each has its answer or has given up."""
        return list(self._tell("stop"))

    def again(self) -> list[Any]:
        """The answers to all requests, in their order, sent once more."""
        return list(self._tell("again"))

    def _tell(self, line: str) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()
        return self._heard()

    def _heard(self) -> Any:
        assert self._process.stdout is not None
        try:
            return pickle.load(self._process.stdout)
        except EOFError:
            raise ChildProcessError(f"the callers ended with {self._process.wait()}; why is on stderr") from None


@contextmanager
def at_work(address: str, seed: int) -> Iterator[Callers]:
    """Callers of this server, as long as the block runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.trial.crowd", address, str(seed)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=environment(),
        preexec_fn=end_with_parent,
    )
    try:
        yield Callers(process)
    finally:
        process.kill()
        process.communicate()
