"""The journal: no number missing in any lane, and every link sealed over the one before it."""

import base64
import hashlib
import hmac
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.trial.finding import Finding, Wrong
from tests.trial.tables import Tables


def check_chain(tables: Tables, key_file: Path) -> Iterator[Finding]:
    key = journal_key(key_file)
    for (region, lane), rows in tables.by("journal", "region", "lane").items():
        rows.sort(key=lambda row: row["seq"])
        numbers = [row["seq"] for row in rows]
        if numbers != list(range(1, len(rows) + 1)):
            yield Finding(Wrong.CHAIN, f"{region}, lane {lane}: {len(rows)} links, the last is {numbers[-1]}")
        before = b""
        for row in rows:
            place = f"{region}/{lane}/{row['seq']}/".encode()
            if row["mac"] != hmac.digest(key, place + before + row["content_digest"], "sha256"):
                yield Finding(Wrong.CHAIN, f"{region}, lane {lane}: link {row['seq']} does not hold")
            before = row["mac"]


def journal_key(key_file: Path) -> bytes:
    """The key of the journal's seals: HKDF-SHA-256 (RFC 5869) of the master key, one block, no salt."""
    master = base64.b64decode(tomllib.loads(key_file.read_text())["master_key"])
    extracted = hmac.digest(bytes(hashlib.sha256().digest_size), master, "sha256")
    return hmac.digest(extracted, b"gongji journal\x01", "sha256")
