"""Servers and clients for the tests of the edge."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import gongji
from tests.api.asking import NOON, found_a_family
from tests.support.server import Server, start_server


def url_of(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """As `start_server` takes it."""
    if kind == "sqlite":
        return f"sqlite+aiosqlite:///{folder / 'gongji.sqlite'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="module", params=["sqlite-1", "postgres-2"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A sandbox server of a module's own with a family in its books: one worker on SQLite, two on PostgreSQL."""
    kind, workers = request.param.split("-")
    folder = tmp_path_factory.mktemp("server")
    with start_server(url_of(kind, request, folder), folder, workers=int(workers)) as started:
        with started.client(now=NOON) as client:
            found_a_family(client)
        yield started


@pytest.fixture
def client(server: Server) -> Iterator[gongji.Client]:
    """A client whose every call is decided at NOON."""
    with server.client(now=NOON) as opened:
        yield opened
