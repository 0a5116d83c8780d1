"""The server that the command line is held against."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gongji_cli.sandbox import serving
from tests.cli.fake_gongji import FakeGongji, fake_gongji
from tests.contract.descriptors import ROOT


@pytest.fixture(autouse=True)
def config_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the test's own list of servers is, when it makes one; the user's own settings are out of the way."""
    for name in ("GONGJI_SERVER", "GONGJI_TOKEN", "GONGJI_LANG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "config" / "servers.toml"
    monkeypatch.setenv("GONGJI_CONFIG", str(path))
    return path


@pytest.fixture
def fake() -> Iterator[FakeGongji]:
    """A server of the test's own that answers as it is told."""
    with fake_gongji() as server:
        yield server


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A sandbox server with the project's policies, on SQLite."""
    folder = tmp_path_factory.mktemp("server")
    with serving(ROOT / "policies", f"sqlite+aiosqlite:///{folder}/gongji.sqlite", folder, lambda said: None) as found:
        yield found
