"""Every worked example, through the command line and gRPC, on a real server over each kind of database."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from gongji_cli.examples import Example, PolicyExamples, Runner, load_examples
from gongji_cli.main import run
from gongji_cli.sandbox import serving
from service.storage.migrate import migrate
from tests.policies.folder import POLICIES
from tests.support.postgres import create_database, drop_database

ALL = [(of, example) for of in load_examples(POLICIES) for example in of.examples]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database; PostgreSQL is migrated beforehand, since a server never does that."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('database')}/gongji.sqlite"
        return
    admin_url = request.getfixturevalue("postgres_url")
    made = create_database(admin_url)
    migrating = threading.Thread(target=lambda: asyncio.run(migrate(made)))
    migrating.start()
    migrating.join()
    yield made
    drop_database(admin_url, made)


@pytest.fixture(scope="module")
def runner(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    folder = tmp_path_factory.mktemp("served")
    with serving(POLICIES, url, folder, lambda said: None) as address:
        yield Runner(run, ["--server", address])


@pytest.mark.parametrize(("of", "example"), ALL, ids=[f"{of.file}:{example.id}" for of, example in ALL])
def test_an_example_comes_out(runner: Runner, of: PolicyExamples, example: Example) -> None:
    """What a policy file says will come out does: to the fen, with its refusals and its explanations."""
    done = runner.run(example, of)
    assert len(done.steps) >= len(example.steps)
    assert done.wrong == []
