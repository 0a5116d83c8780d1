"""A sandbox server of one's own: started on a free port, ready when it is handed over, stopped in order at the end."""

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

START_SECONDS = 60.0
STOP_SECONDS = 20.0
LISTENING = "listening on "
_LINES_KEPT = 50


class ServerError(Exception):
    """The server did not come up, or did not stop as it should; with the last lines that it said."""


@contextmanager
def serving(policies: Path, database_url: str, folder: Path, say: Callable[[str], None]) -> Iterator[str]:
    """The address of a server with these policies on this database; `folder` is where it works and keeps its key.

    `say` is told what is going on. The server has stopped when the block has ended.
    """
    server = _start(policies, database_url, folder)
    log: deque[str] = deque(maxlen=_LINES_KEPT)
    try:
        address = _address(server, log)
        _check_health(address)
        say(f"沙箱服务已启动 sandbox server listening on {address} (pid {server.pid})")
        yield address
    except ServerError as error:
        raise ServerError("\n".join([str(error), *log])) from None
    finally:
        code = _stop(server)
        say(f"沙箱服务已停止 sandbox server stopped (SIGTERM, exit code {code})")
    if code != 0:
        raise ServerError("\n".join([f"the server stopped with exit code {code}; it said:", *log]))


def _start(policies: Path, database_url: str, folder: Path) -> subprocess.Popen[str]:
    argv = [sys.executable, "-m", "service.main", "serve", "--sandbox", "--database-url", database_url]
    argv += ["--listen", "127.0.0.1:0", "--policies", str(policies), "--key-file", str(folder / "gongji.key")]
    # What is set for another server is not meant for this one.
    env = {name: value for name, value in os.environ.items() if not name.startswith("GONGJI_")}
    return subprocess.Popen(argv, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _address(server: subprocess.Popen[str], log: deque[str]) -> str:
    """The address that the server says it listens on. What it says besides is read on, so that it never blocks."""
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


def _check_health(address: str) -> None:
    with grpc.insecure_channel(address) as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        try:
            answer = stub.Check(health_pb2.HealthCheckRequest(), timeout=START_SECONDS, wait_for_ready=True)
        except grpc.RpcError as error:
            raise ServerError(f"the server at {address} does not answer about its health: {error}") from None
    if answer.status != health_pb2.HealthCheckResponse.SERVING:
        raise ServerError(f"the server at {address} is not healthy")


def _stop(server: subprocess.Popen[str]) -> int:
    """Ask the server to stop and wait until it has; one that does not is killed."""
    if server.poll() is None:
        server.send_signal(signal.SIGTERM)
    try:
        return server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        return server.wait()
