"""Sealing, blind indexes and keyed digests."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.security.keys import MasterKey
from service.security.personal_data import SealError, Vault, normalized_certno

VAULT = Vault(MasterKey.generate())
PLACE = ("persons.name_sealed", "990100", "A")


@given(st.text())
def test_what_is_sealed_opens_in_its_place(value: str) -> None:
    """Any text comes back, and sealing it twice gives two ciphertexts."""
    sealed = VAULT.seal(value, *PLACE)
    assert VAULT.open(sealed, *PLACE) == value
    assert VAULT.seal(value, *PLACE) != sealed


@pytest.mark.parametrize(
    "place",
    [
        ("persons.birth_date_sealed", "990100", "A"),
        ("persons.name_sealed", "990200", "A"),
        ("persons.name_sealed", "990100", "B"),
        ("persons.name_sealed", "990100A", ""),
        ("persons.name_sealed", "990100"),
    ],
)
def test_a_sealed_value_opens_nowhere_else(place: tuple[str, ...]) -> None:
    """Another column, region or row, even one that reads the same when run together, does not open it."""
    with pytest.raises(SealError, match="does not open"):
        VAULT.open(VAULT.seal("测试甲", *PLACE), *place)


def test_a_changed_value_does_not_open() -> None:
    """Any byte changed, or left out, is noticed; the error does not quote the value."""
    sealed = VAULT.seal("测试甲", *PLACE)
    for n in range(len(sealed)):
        changed = sealed[:n] + bytes([sealed[n] ^ 1]) + sealed[n + 1 :]
        for broken in (changed, sealed[:n]):
            with pytest.raises(SealError) as caught:
                VAULT.open(broken, *PLACE)
            assert "测试" not in str(caught.value)


def test_another_key_is_told_by_its_id() -> None:
    """A value of another key says which key would be needed."""
    other = MasterKey.generate()
    with pytest.raises(SealError, match=f"under the key {other.key_id.hex()}"):
        VAULT.open(Vault(other).seal("测试甲", *PLACE), *PLACE)


def test_the_same_certificate_has_one_index() -> None:
    """However it is written; another region, type, number or key gives another index."""
    index = VAULT.certificate_index("990100", "01", "99010019900101001X")
    assert VAULT.certificate_index("990100", "01", " ９９０１００ 19900101 001x\n") == index
    others = [
        VAULT.certificate_index("990200", "01", "99010019900101001X"),
        VAULT.certificate_index("990100", "02", "99010019900101001X"),
        VAULT.certificate_index("990100", "01", "990100199001010011"),
        VAULT.certificate_index("990100", "0199010019900101001", "X"),
        Vault(MasterKey.generate()).certificate_index("990100", "01", "99010019900101001X"),
    ]
    assert len({index, *others}) == 6


ASCII = "".join(map(chr, range(0x20, 0x7F)))
FULL_WIDTH = "\u3000" + "".join(map(chr, range(0xFF01, 0xFF5F)))


@given(st.text(alphabet=ASCII + FULL_WIDTH))
def test_normalizing_twice_changes_nothing(certno: str) -> None:
    """A normalized number is plain ASCII, and its own writing."""
    once = normalized_certno(certno)
    assert once.isascii()
    assert normalized_certno(once) == once


def test_digests_are_keyed_and_apart() -> None:
    """A fingerprint and a journal seal differ from each other, from the plain digest, and from another key's."""
    digests = {
        VAULT.fingerprint(b"data"),
        VAULT.journal_mac(b"data"),
        Vault(MasterKey.generate()).fingerprint(b"data"),
        hashlib.sha256(b"data").digest(),
    }
    assert len(digests) == 4
    assert VAULT.fingerprint(b"data") in digests


def test_a_vault_shows_no_key() -> None:
    """Whatever prints a vault prints the key's id at most."""
    master = MasterKey.generate()
    assert repr(Vault(master)) == f"Vault({master.key_id.hex()})"
