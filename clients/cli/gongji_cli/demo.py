"""The demonstration: a real server, and the worked examples of every policy settled on it, each payment explained.

python -m gongji_cli.demo POLICIES_FOLDER
"""

import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from rich.console import Console

from gongji_cli.examples import ExampleError, PolicyExamples, Runner, load_examples
from gongji_cli.examples.show import show_example, show_policy

START_SECONDS = 60.0
STOP_SECONDS = 20.0
LISTENING = "listening on "


class ServerError(Exception):
    """The server did not come up, or did not go down as it should."""


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m gongji_cli.demo POLICIES_FOLDER")
    console = Console()
    policies = Path(sys.argv[1]).resolve()
    try:
        examples = load_examples(policies)
        with serving(policies, console) as address:
            wrong = run_all(examples, address, console)
    except (ExampleError, ServerError) as error:
        console.print(str(error), style="bold red", markup=False)
        raise SystemExit(1) from None
    raise SystemExit(1 if wrong else 0)


def run_all(policies: list[PolicyExamples], address: str, console: Console) -> int:
    """Run and show all examples on the server at an address; the number of those that did not come out."""
    from gongji_cli.main import run

    runner = Runner(run, ["--server", address])
    failed: list[str] = []
    total = 0
    for policy in policies:
        if policy.examples:
            show_policy(policy, console)
        for example in policy.examples:
            done = runner.run(example, policy)
            show_example(done, console)
            total += 1
            failed += [f"{policy.file}: {example.id}"] * bool(done.wrong)
    _summary(total, failed, console)
    return len(failed)


def _summary(total: int, failed: list[str], console: Console) -> None:
    console.rule()
    style = "bold red" if failed else "bold green"
    console.print(f"{total - len(failed)} / {total} 个示例与预期一致 · examples came out as expected", style=style)
    for name in failed:
        console.print(f"✗ {name}", style="red", markup=False)


@contextmanager
def serving(policies: Path, console: Console) -> Iterator[str]:
    """A sandbox server of the demonstration's own, on a free port and an empty SQLite file; its address."""
    with tempfile.TemporaryDirectory(prefix="gongji-demo-") as folder:
        server = _start(policies, Path(folder))
        log: deque[str] = deque(maxlen=50)
        try:
            address = _address(server, log)
            _wait_until_healthy(address)
            console.print(f"沙箱服务已启动 sandbox server listening on {address} (pid {server.pid})", style="dim")
            yield address
        except ServerError as error:
            raise ServerError("\n".join([str(error), *log])) from None
        finally:
            _stop(server, console)


def _start(policies: Path, folder: Path) -> subprocess.Popen[str]:
    argv = [sys.executable, "-m", "service.main", "serve", "--sandbox"]
    argv += ["--database-url", f"sqlite+aiosqlite:///{folder / 'gongji.sqlite'}"]
    argv += ["--listen", "127.0.0.1:0", "--policies", str(policies)]
    return subprocess.Popen(argv, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _address(server: subprocess.Popen[str], log: deque[str]) -> str:
    """The address that the server says it listens on; the rest of what it says is kept for when it fails."""
    told = threading.Event()
    found: list[str] = []

    def read(output: IO[str]) -> None:
        for line in output:
            log.append(line.rstrip())
            if line.startswith(LISTENING) and not found:
                found.append(line.removeprefix(LISTENING).strip())
                told.set()
        told.set()

    assert server.stdout is not None
    threading.Thread(target=read, args=(server.stdout,), daemon=True).start()
    told.wait(START_SECONDS)
    if not found:
        raise ServerError("服务没有启动 the server did not start; it said:")
    return found[0]


def _wait_until_healthy(address: str) -> None:
    with grpc.insecure_channel(address) as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        try:
            answer = stub.Check(health_pb2.HealthCheckRequest(), timeout=START_SECONDS, wait_for_ready=True)
        except grpc.RpcError as error:
            raise ServerError(f"the server at {address} gives no answer about its health: {error}") from None
    if answer.status != health_pb2.HealthCheckResponse.SERVING:
        raise ServerError(f"the server at {address} is not healthy")


def _stop(server: subprocess.Popen[str], console: Console) -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGTERM)
    try:
        code = server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
        console.print("服务未按时停止，已强制结束 the server did not stop in time and was killed", style="bold red")
        return
    console.print(f"沙箱服务已停止 sandbox server stopped (SIGTERM, exit code {code})", style="dim")


if __name__ == "__main__":
    main()
