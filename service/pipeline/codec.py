"""Answers as they are remembered: JSON of the domain's own types, read back by the command's name."""

from typing import Any

import msgspec

from service.domain.commands import (
    Authorize,
    Bind,
    Command,
    CreditAccounts,
    DecideBinding,
    ImportBindings,
    ImportCredits,
    ImportPersons,
    RevokeAuthorization,
    SetPayerOrder,
    Settle,
    Unbind,
    UpsertInstitutions,
    UpsertPersons,
)
from service.domain.family import Authorization, Binding
from service.domain.payer_order import OrderSet
from service.domain.refusal import Refusal
from service.domain.relations import Revoked, Unbound
from service.domain.rows import Rows
from service.domain.settlement_record import Settlement
from service.storage.records import Remembered

ANSWERS: dict[type[Command], Any] = {
    Authorize: Authorization,
    RevokeAuthorization: Revoked,
    Bind: Binding,
    DecideBinding: Binding,
    Unbind: Unbound,
    SetPayerOrder: OrderSet,
    Settle: Settlement,
    UpsertPersons: Rows,
    UpsertInstitutions: Rows,
    CreditAccounts: Rows,
    ImportPersons: Rows,
    ImportCredits: Rows,
    ImportBindings: Rows,
}

_encoder = msgspec.json.Encoder(order="deterministic")
_decoders = {command: msgspec.json.Decoder(answer) for command, answer in ANSWERS.items()}
_refusals = msgspec.json.Decoder(Refusal)


def encode(value: Any) -> bytes:
    """Bytes that are the same for the same value, however it was built."""
    return _encoder.encode(value)


def content(command: Command) -> bytes:
    """What a request asks, as bytes. Fields at their default are left out, so that new ones change nothing."""
    return _encoder.encode([type(command).__name__, command])


def recall(command: type[Command], remembered: Remembered) -> Any:
    """The answer that was given before, refusals included."""
    decoder = _refusals if remembered.refused else _decoders[command]
    return decoder.decode(remembered.answer)
