"""Desks over a migrated database of the test's own."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from service.pipeline import batch
from service.storage.engine import write_transaction
from service.storage.migrate import migrate
from tests.support.desk import Desk
from tests.support.world import make_policy

OpenDesk = Callable[[], Desk]


@pytest.fixture
async def open_desk(database_url: str, tmp_path: Path) -> AsyncIterator[OpenDesk]:
    """Opens servers over one database; all are closed at the end, and the books are looked at."""
    await migrate(database_url)
    opened: list[Desk] = []

    def open_one() -> Desk:
        policy = make_policy(settlement__area="NATION", members__area="PROVINCE")
        opened.append(Desk(database_url, tmp_path / "keys", policy))
        return opened[-1]

    yield open_one
    if opened:
        await opened[0].books()
    for desk in opened:
        await desk.close()


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    return open_desk()


@pytest.fixture
def lose_the_next_commit(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """While the list is not empty, a transaction is committed and then the connection is found broken."""
    losing: list[bool] = []

    @asynccontextmanager
    async def lossy(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        async with write_transaction(engine) as tx:
            yield tx
        if losing:
            losing.pop()
            raise ConnectionResetError

    monkeypatch.setattr(batch, "write_transaction", lossy)
    return losing
