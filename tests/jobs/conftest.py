"""A server with 1,300 people whose money bears interest at the end of the year, by a policy made for these tests."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

import gongji
from gongji import v1
from service.domain.calendar import SHANGHAI
from tests.api.asking import credit, credits, people, person
from tests.api.conftest import url_of
from tests.policies.folder import POLICIES as REAL
from tests.support.server import Server, start_server

POLICIES = Path(__file__).parent / "policies"
NEW_YEAR = datetime(2022, 1, 1, 1, tzinfo=SHANGHAI)
SLICES = (1000, 300)


@pytest.fixture(scope="module", params=["sqlite-1", "postgres-2"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A sandbox server of a module's own: one worker on SQLite, two on PostgreSQL."""
    kind, workers = request.param.split("-")
    folder = tmp_path_factory.mktemp("server")
    policies = with_codes(folder / "policies")
    with start_server(url_of(kind, request, folder), folder, workers=int(workers), policies=policies) as started:
        with started.client(now=NEW_YEAR, timeout_seconds=60) as client:
            _settle_in(client)
        yield started


@pytest.fixture
def client(server: Server) -> Iterator[gongji.Client]:
    """A client whose every call is decided in the first hour of 2022."""
    with server.client(now=NEW_YEAR, timeout_seconds=60) as opened:
        yield opened


def with_codes(folder: Path) -> Path:
    """The policies of these tests, with the code tables that all policies go by."""
    shutil.copytree(POLICIES, folder)
    shutil.copytree(REAL / "codes", folder / "codes")
    return folder


def _settle_in(client: gongji.Client) -> None:
    """Everybody has 10.00 and some in one account, and every tenth 1.00 in the other."""
    for n, size in enumerate(SLICES):
        names = [f"p{i:04}" for i in range(n * 1000, n * 1000 + size)]
        client.registry.upsert_persons(people(f"people-{n}", *map(person, names)))
        rows = [_opening(f"h-{name}", name, 10_00 + i, v1.ACCOUNT_KIND_HISTORIC) for i, name in enumerate(names)]
        client.registry.credit_accounts(credits(f"historic-{n}", *rows))
        more = [_opening(f"m-{name}", name, 1_00, v1.ACCOUNT_KIND_MUTUAL_AID) for name in names[::10]]
        client.registry.credit_accounts(credits(f"mutual-aid-{n}", *more))


def _opening(credit_id: str, owner: str, amount_fen: int, kind: v1.AccountKind) -> v1.Credit:
    return credit(credit_id, owner, amount_fen, account_kind=kind)
