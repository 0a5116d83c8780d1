"""A refusal as it goes out, of a call or of a row: its code, its metadata as the contract writes them, its words."""

from uuid import UUID

import grpc
from msgspec import Struct

from service.api.ids import text_of
from service.domain.refusal import REFUSALS, Refusal

_IDS = ("authorization_id", "binding_id", "setl_id")
"""Metadata that are ids: on the wire they are written as everywhere else there."""


class RefusalText(Struct, frozen=True):
    code: grpc.StatusCode
    reason: str
    metadata: dict[str, str]
    zh: str
    en: str


def text_of_refusal(refusal: Refusal) -> RefusalText:
    text = REFUSALS[refusal.reason]
    metadata = {key: text_of(UUID(value)) if key in _IDS else value for key, value in refusal.metadata.items()}
    return RefusalText(grpc.StatusCode[text.kind], refusal.reason, metadata, text.zh, text.en)
