"""The key file: one master key, from which every key in use is derived for its own purpose.

Whoever reads the file can read personal data, and who loses it has lost them; so it is made by nobody but the
sandbox and `create`, and refused when others on the machine could read it.
"""

import base64
import binascii
import os
import secrets
import stat
import tomllib
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_MASTER_BYTES = 32
KEY_ID_BYTES = 4
_TEXT = """\
# The master key of a gongji server. Keep a copy in a safe place: without it personal data can't be read again,
# and nobody who is not meant to read personal data may read this file.
key_id = "{key_id}"
master_key = "{master_key}"
"""


class KeyFileError(Exception):
    """The key file is missing, readable by others, or not a key file; says which, and never what is in it."""


class MasterKey:
    """A master key and its id, which is stored with every value sealed under it."""

    __slots__ = ("_secret", "key_id")

    def __init__(self, key_id: bytes, secret: bytes) -> None:
        if len(key_id) != KEY_ID_BYTES or len(secret) != _MASTER_BYTES:
            raise ValueError(f"a master key has an id of {KEY_ID_BYTES} and a secret of {_MASTER_BYTES} bytes")
        self.key_id = key_id
        self._secret = secret

    def __repr__(self) -> str:
        return f"MasterKey({self.key_id.hex()})"

    def derive(self, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose; keys of different purposes say nothing about each other."""
        info = b"gongji " + purpose.encode()
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(self._secret)

    @classmethod
    def generate(cls) -> "MasterKey":
        return cls(secrets.token_bytes(KEY_ID_BYTES), secrets.token_bytes(_MASTER_BYTES))

    def _as_text(self) -> str:
        return _TEXT.format(key_id=self.key_id.hex(), master_key=base64.b64encode(self._secret).decode())


def load(path: Path) -> MasterKey:
    """The key in the file. Raises KeyFileError."""
    try:
        with path.open("rb") as file:
            _check_mode(path, os.fstat(file.fileno()).st_mode)
            content = tomllib.load(file)
        return MasterKey(bytes.fromhex(content["key_id"]), base64.b64decode(content["master_key"], validate=True))
    except FileNotFoundError:
        raise KeyFileError(f"there is no key file {path}; only the sandbox makes one by itself") from None
    except OSError as error:
        raise KeyFileError(f"the key file {path} can't be read: {error.strerror}") from None
    except (KeyError, TypeError, ValueError, binascii.Error):
        # The cause would carry the content into a traceback.
        raise KeyFileError(f"{path} is not a key file: it needs key_id and master_key") from None


def create(path: Path) -> MasterKey:
    """A new key in a new file that only its owner can read. Raises KeyFileError if there is a file already."""
    master = MasterKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True)
    # Complete before it has its name: a process that starts at the same time reads all of it or nothing.
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(master._as_text())
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        raise KeyFileError(f"{path} exists: a key in use is never replaced") from None
    finally:
        draft.unlink(missing_ok=True)
    return master


def load_or_create(path: Path) -> MasterKey:
    """The key in the file, made at the first run; for the sandbox, whose workers may all start at once."""
    if not path.exists():
        try:
            return create(path)
        except KeyFileError:
            pass  # Another worker was first.
    return load(path)


def _check_mode(path: Path, mode: int) -> None:
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyFileError(f"others can read the key file {path}: chmod 600 {path}")
