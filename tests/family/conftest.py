"""A server whose policies, made for these tests, ask for review and consent."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import gongji
from tests.api.asking import NOON
from tests.policies.folder import POLICIES as REAL
from tests.support.server import Server, start_server

POLICIES = Path(__file__).parent / "policies"


@pytest.fixture(scope="module", params=["sqlite-1", "postgres-2"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A sandbox server of a module's own: one worker on SQLite, two on PostgreSQL."""
    kind, workers = request.param.split("-")
    folder = tmp_path_factory.mktemp("server")
    policies = folder / "policies"
    shutil.copytree(POLICIES, policies)
    shutil.copytree(REAL / "codes", policies / "codes")
    sqlite = f"sqlite+aiosqlite:///{folder / 'gongji.sqlite'}"
    url = sqlite if kind == "sqlite" else str(request.getfixturevalue("postgres_url"))
    with start_server(url, folder, workers=int(workers), policies=policies) as started:
        yield started


@pytest.fixture
def client(server: Server) -> Iterator[gongji.Client]:
    """A client whose every call is decided at NOON."""
    with server.client(now=NOON) as opened:
        yield opened
