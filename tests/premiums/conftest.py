"""A server with the project's own policies and tables."""

from collections.abc import Iterator

import pytest

from tests.support.server import Server, start_server


@pytest.fixture(scope="module", params=["sqlite-1", "postgres-2"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A sandbox server of a module's own: one worker on SQLite, two on PostgreSQL."""
    kind, workers = request.param.split("-")
    folder = tmp_path_factory.mktemp("server")
    sqlite = f"sqlite+aiosqlite:///{folder / 'gongji.sqlite'}"
    url = sqlite if kind == "sqlite" else str(request.getfixturevalue("postgres_url"))
    with start_server(url, folder, workers=int(workers)) as started:
        yield started
