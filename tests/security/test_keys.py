"""The key file: made once, readable by its owner only, and silent about what is in it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.security import keys
from service.security.keys import KeyFileError, MasterKey


def test_a_key_is_made_once_and_loaded_ever_after(tmp_path: Path) -> None:
    """The first run makes the file for its owner alone, and every later run derives the same keys from it."""
    path = tmp_path / "var" / "keys.toml"
    made = keys.load_or_create(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["keys.toml"]
    for again in (keys.load_or_create(path), keys.load(path)):
        assert (again.key_id, again.derive("x")) == (made.key_id, made.derive("x"))


def test_workers_that_start_together_agree(tmp_path: Path) -> None:
    """Of many that find no file at once one makes it, and all have its key."""
    path = tmp_path / "keys.toml"
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda _: keys.load_or_create(path).derive("x"), range(16)))
    assert set(made) == {keys.load(path).derive("x")}


def test_a_key_in_use_is_not_replaced(tmp_path: Path) -> None:
    """Making a key where there is one is refused and changes nothing."""
    path = tmp_path / "keys.toml"
    made = keys.create(path)
    with pytest.raises(KeyFileError, match="never replaced"):
        keys.create(path)
    assert keys.load(path).key_id == made.key_id


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """Outside the sandbox nothing is made up: the error says which file is missing."""
    with pytest.raises(KeyFileError, match=r"there is no key file .*keys\.toml"):
        keys.load(tmp_path / "keys.toml")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    """The error says what to do about it."""
    path = tmp_path / "keys.toml"
    keys.create(path)
    path.chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        keys.load(path)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not toml",
        "key_id = 1\nmaster_key = 2",
        'key_id = "00112233"\nmaster_key = "c2VjcmV0"',
        'key_id = "zz"\nmaster_key = "c2VjcmV0"',
        'key_id = "00112233"\nmaster_key = "secret!"',
        "\udcff",
    ],
)
def test_what_is_no_key_file_is_refused_without_quoting_it(tmp_path: Path, content: str) -> None:
    """Neither the message nor the error's cause carries what stood in the file."""
    path = tmp_path / "keys.toml"
    path.write_bytes(content.encode(errors="surrogateescape"))
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="is not a key file") as caught:
        keys.load(path)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_folder_is_no_key_file(tmp_path: Path) -> None:
    """What can't be read at all is said so."""
    with pytest.raises(KeyFileError, match="can't be read"):
        keys.load(tmp_path)


def test_purposes_have_keys_of_their_own() -> None:
    """Keys of different purposes and of different masters differ."""
    one, other = MasterKey.generate(), MasterKey.generate()
    derived = {one.derive("a"), one.derive("b"), other.derive("a")}
    assert len(derived) == 3
    assert all(len(key) == 32 for key in derived)


def test_a_key_shows_its_id_only(tmp_path: Path) -> None:
    """Whatever prints a key prints no secret."""
    path = tmp_path / "keys.toml"
    made = keys.create(path)
    secret = path.read_text().split('master_key = "')[1].split('"')[0]
    assert repr(made) == f"MasterKey({made.key_id.hex()})"
    assert secret not in f"{made!r} {made}"
