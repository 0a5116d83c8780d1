"""Servers with two regions in their books."""

from collections.abc import Iterator

import pytest

import gongji
from tests.api.conftest import url_of
from tests.reconciliation.town import FIRST, settle_in
from tests.support.server import Server, start_server


@pytest.fixture(scope="module", params=["sqlite-1", "postgres-1"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A sandbox server of a module's own, of one worker, so that it is known which process takes a stream."""
    kind, workers = request.param.split("-")
    folder = tmp_path_factory.mktemp("server")
    with start_server(url_of(kind, request, folder), folder, workers=int(workers)) as started:
        with started.client() as client:
            settle_in(client)
        yield started


@pytest.fixture
def client(server: Server) -> Iterator[gongji.Client]:
    with server.client(now=FIRST) as opened:
        yield opened
