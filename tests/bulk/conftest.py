"""Servers that rows are streamed to, and files of invented people, money and bindings."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import gongji
from tests.api.conftest import url_of
from tests.bulk.files import NOON
from tests.support.server import Server, start_server


@pytest.fixture(params=["sqlite", "postgres"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A sandbox server of the test's own, with nothing in its books."""
    with start_server(url_of(request.param, request, tmp_path), tmp_path) as started:
        yield started


@pytest.fixture
def client(server: Server) -> Iterator[gongji.Client]:
    """A client whose every call is decided at NOON."""
    with server.client(now=NOON) as opened:
        yield opened
