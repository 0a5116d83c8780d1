"""A copy of the policies that a test may spoil."""

import shutil
from pathlib import Path

import pytest

POLICIES = Path(__file__).parents[2] / "policies"
XIANNING = "xianning/2022-01-01.toml"
NETWORK = "ningbo/2017-01-01.toml"
ONE_TO_ONE = "ningbo/2022-03-01.toml"
ZIBO = "zibo/2021-06-24.toml"
PROVINCE = "hubei/2024-10-01.toml"
TAKES_RULES = "xianning/2024-10-01.toml"
MOVES_MONEY = "fujian/2025-01-01.toml"


class Folder:
    """Files are named as in the folder, such as zibo/2021-06-24.toml."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, file: str, text: str) -> None:
        (self.path / file).write_text(text, "utf-8")

    def append(self, file: str, text: str) -> None:
        self.write(file, f"{(self.path / file).read_text('utf-8')}\n{text}")

    def replace(self, file: str, old: str, new: str) -> None:
        """Put `new` where `old` first stands; it has to stand there."""
        text = (self.path / file).read_text("utf-8")
        assert old in text, f"{file} has no {old!r}"
        self.write(file, text.replace(old, new, 1))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    path = tmp_path / "policies"
    shutil.copytree(POLICIES, path)
    return Folder(path)
