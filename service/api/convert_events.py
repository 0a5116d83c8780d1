"""Events as followers are told them."""

import re
from typing import Any
from uuid import UUID

import msgspec

from gongji import v1
from service.api.convert_out import instant
from service.api.ids import text_of
from service.storage.events import HappenedEvent

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PROOFS = ("verification", "evidence")


def event(happened: HappenedEvent) -> v1.Event:
    return v1.Event(
        event_id=f"{text_of(happened.entry_id)}-{happened.line:04d}",
        type=happened.type,
        insuplc_admdvs=happened.region,
        psn_no=happened.psn_no,
        event_time=instant(happened.event_time),
        payload_json=msgspec.json.encode(_told(msgspec.json.decode(happened.payload))).decode(),
    )


def _told(value: Any) -> Any:
    """Ids as the contract writes them everywhere; who was checked how, and where papers are filed, is left out."""
    if isinstance(value, dict):
        return {key: _told(part) for key, part in value.items() if key not in _PROOFS}
    if isinstance(value, list):
        return [_told(part) for part in value]
    return text_of(UUID(value)) if isinstance(value, str) and _ID.fullmatch(value) else value
