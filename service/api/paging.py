"""Pages of a list: a token says after which row the next page begins, and fits the arguments it was given for only."""

import base64
import binascii
import hmac
from typing import Any, TypeVar

import msgspec
from google.protobuf.message import Message

from service.domain.refusal import refuse
from service.security.personal_data import Vault

C = TypeVar("C")

_SEAL_BYTES = 16
_NO_ARGUMENTS = ("page_token", "page_size")


class Pages:
    """Makes and reads page tokens: the cursor in JSON, under a seal over the cursor and the list's arguments."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def cursor(self, request: Any, kind: type[C]) -> C | None:
        """Where the page begins; None for the first. Refuses a token that was given for other arguments."""
        if not request.page_token:
            return None
        try:
            token = base64.b64decode(request.page_token, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            refuse("PAGE_TOKEN_MISMATCH")
        seal, cursor = token[:_SEAL_BYTES], token[_SEAL_BYTES:]
        if not hmac.compare_digest(seal, self._seal(request, cursor)):
            refuse("PAGE_TOKEN_MISMATCH")
        return msgspec.json.decode(cursor, type=kind)

    def token(self, request: Any, last: Any) -> str:
        """The token of the page after the row with this cursor."""
        cursor = msgspec.json.encode(last)
        return base64.urlsafe_b64encode(self._seal(request, cursor) + cursor).decode()

    def _seal(self, request: Message, cursor: bytes) -> bytes:
        arguments = type(request)()
        arguments.CopyFrom(request)
        for field in _NO_ARGUMENTS:
            arguments.ClearField(field)
        parts = (
            b"page",
            request.DESCRIPTOR.full_name.encode(),
            arguments.SerializeToString(deterministic=True),
            cursor,
        )
        sized = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
        return self._vault.fingerprint(sized)[:_SEAL_BYTES]
