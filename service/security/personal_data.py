"""Personal data at rest: sealed so that it opens only in its own place, and found by a blind index."""

import hashlib
import hmac
import os
import struct
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.security.keys import KEY_ID_BYTES, MasterKey

_NONCE_BYTES = 12
_length = struct.Struct(">I").pack


class SealError(Exception):
    """A sealed value does not open here: another key's, another row's, or changed. Says nothing of the content."""


class Vault:
    """Seals and opens personal data, and makes the keyed digests that need one of the keys."""

    def __init__(self, master: MasterKey) -> None:
        self._key_id = master.key_id
        self._cipher = AESGCM(master.derive("personal data"))
        self._index_key = master.derive("blind index")
        self._fingerprint_key = master.derive("request fingerprint")
        self._journal_key = master.derive("journal")

    def __repr__(self) -> str:
        return f"Vault({self._key_id.hex()})"

    def seal(self, value: str, column: str, *row: str) -> bytes:
        """Key id, nonce and ciphertext (AES-256-GCM) of a value of `column` (table.column) in the row with this key."""
        nonce = os.urandom(_NONCE_BYTES)
        return self._key_id + nonce + self._cipher.encrypt(nonce, value.encode(), _place(column, row))

    def open(self, sealed: bytes, column: str, *row: str) -> str:
        """The value sealed for this very column and row; SealError for any other."""
        key_id, nonce = sealed[:KEY_ID_BYTES], sealed[KEY_ID_BYTES : KEY_ID_BYTES + _NONCE_BYTES]
        if key_id != self._key_id:
            raise SealError(f"{column} was sealed under the key {key_id.hex()}, not {self._key_id.hex()}")
        try:
            return self._cipher.decrypt(nonce, sealed[KEY_ID_BYTES + _NONCE_BYTES :], _place(column, row)).decode()
        except (InvalidTag, ValueError):
            raise SealError(f"a value of {column} does not open in its row") from None

    def certificate_index(self, region: str, psn_cert_type: str, certno: str) -> bytes:
        """The blind index of a certificate in a region: equal for equal certificates, however they are written."""
        return _mac(self._index_key, region, psn_cert_type, normalized_certno(certno))

    def fingerprint(self, data: bytes) -> bytes:
        """What a request asked, as a keyed digest: without the key nobody can try out what it was."""
        return hmac.digest(self._fingerprint_key, data, hashlib.sha256)

    def journal_mac(self, data: bytes) -> bytes:
        """The seal of a link of the journal's chain."""
        return hmac.digest(self._journal_key, data, hashlib.sha256)


def normalized_certno(certno: str) -> str:
    """A certificate number in one writing: full-width as ASCII, upper case (the X of identity cards), no spaces."""
    plain = certno if certno.isascii() else unicodedata.normalize("NFKC", certno)
    return "".join(plain.split()).upper()


def _place(column: str, row: tuple[str, ...]) -> bytes:
    return _joined(column, *row)


def _mac(key: bytes, *parts: str) -> bytes:
    return hmac.digest(key, _joined(*parts), hashlib.sha256)


def _joined(*parts: str) -> bytes:
    """Parts with their lengths, so that no two lists of parts read the same."""
    joined = b""
    for part in parts:
        encoded = part.encode()
        joined += _length(len(encoded)) + encoded
    return joined
