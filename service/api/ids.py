"""Ids on the wire: the UUID in 26 characters of base32, alphabet 0–9 A–V (RFC 4648 §7), upper case, without padding.

That fits the national setl_id of 30 characters, and sorts as text in the order in which the ids were made.
"""

import base64
from uuid import UUID

_LENGTH = 26


def text_of(value: UUID) -> str:
    return base64.b32hexencode(value.bytes).decode().rstrip("=")


def id_of(text: str) -> UUID | None:
    """The id, or None for what `text_of` never writes."""
    if len(text) != _LENGTH or not text.isascii():
        return None
    try:
        found = UUID(bytes=base64.b32hexdecode(f"{text}======"))
    except ValueError:
        return None
    return found if text_of(found) == text else None
