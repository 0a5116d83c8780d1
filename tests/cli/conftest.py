"""The server that the command line is held against."""

from collections.abc import Iterator

import pytest

from tests.cli.fake_gongji import FakeGongji, fake_gongji


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGongji]:
    """A server of the test's own that answers as it is told; the user's own settings are out of the way."""
    for name in ("GONGJI_SERVER", "GONGJI_TOKEN", "GONGJI_LANG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    with fake_gongji() as server:
        yield server
