"""The columns of the CSV files that are imported, and the row of the contract that a line becomes."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from gongji import v1
from gongji_cli import arguments

Read = Callable[[str], Any]


class Column(NamedTuple):
    """A column that is named as the contract names the field. An empty cell leaves the field out."""

    read: Read
    required: bool = True


def _text(text: str) -> str:
    return text


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"{text!r}：须为整数 · must be a whole number") from None


def _yes_no(text: str) -> bool:
    if text.lower() not in ("true", "false", "1", "0"):
        raise ValueError(f"{text!r}：须为 true 或 false · must be true or false")
    return text.lower() in ("true", "1")


@lru_cache(4096)
def _time(text: str) -> Timestamp:
    return arguments.instant(text)


def _word(enum: EnumTypeWrapper, prefix: str) -> Read:
    numbers = {name.removeprefix(prefix): number for name, number in enum.items()}

    def read(text: str) -> int:
        if text not in numbers:
            raise ValueError(f"{text!r}：应为下列之一 · must be one of {', '.join(list(numbers)[1:])}")
        return numbers[text]

    return read


def _certificates(text: str) -> list[v1.Certificate]:
    """01:CERTNO;90:CERTNO"""
    pairs = (item.partition(":") for item in text.split(";"))
    return [v1.Certificate(psn_cert_type=kind, certno=certno) for kind, _, certno in pairs]


def _categories(text: str) -> list[v1.PersonCategory]:
    """CODE:2020-01-01:2020-12-31;CODE:2021-01-01"""
    found = []
    for item in text.split(";"):
        code, _, days = item.partition(":")
        first, _, last = days.partition(":")
        found.append(v1.PersonCategory(code=code, from_date=first, to_date=last or None))
    return found


PERSONS = {
    "psn_no": Column(_text),
    "name": Column(_text),
    "birth_date": Column(_text, required=False),
    "certificates": Column(_certificates, required=False),
    "insutype": Column(_text),
    "insuplc_admdvs": Column(_text),
    "psn_insu_stas": Column(_text),
    "categories": Column(_categories, required=False),
    "voucher_active": Column(_yes_no),
    "card_state": Column(_word(v1.CardState, "CARD_STATE_")),
    "account_state": Column(_word(v1.AccountState, "ACCOUNT_STATE_")),
    "as_of_time": Column(_time),
}
CREDITS = {
    "credit_id": Column(_text),
    "owner": Column(arguments.person),
    "account_kind": Column(_word(v1.AccountKind, "ACCOUNT_KIND_")),
    "amount_fen": Column(_whole),
    "credit_type": Column(_word(v1.CreditType, "CREDIT_TYPE_")),
    "corrects_credit_id": Column(_text, required=False),
    "approved_by": Column(_text, required=False),
}
BINDINGS = {
    "binding_key": Column(_text),
    "authorizer": Column(arguments.person),
    "member": Column(arguments.person),
    "relation": Column(_word(v1.Relation, "RELATION_")),
    "bound_time": Column(_time),
    "payer_order": Column(_whole, required=False),
    "authorizer_payer_order": Column(_whole, required=False),
    "start_date": Column(_text, required=False),
    "end_date": Column(_text, required=False),
    "policy_id": Column(_text, required=False),
}


class Kind(NamedTuple):
    """What is imported: an RPC, the field of its request that holds the rows, their type, their columns."""

    rpc: str
    request: type[Message]
    field: str
    row: type[Message]
    columns: Mapping[str, Column]

    def faults(self, header: list[str]) -> list[str]:
        """What is wrong with a file's first line."""
        missing = [name for name, column in self.columns.items() if column.required and name not in header]
        unknown = [name for name in header if name not in self.columns]
        return [
            *(f"缺少列 {name} · column {name} is missing" for name in missing),
            *(f"未知的列 {name} · no column is named {name}" for name in unknown),
            *(
                f"重复的列 {name} · column {name} stands twice"
                for name in sorted(set(header))
                if header.count(name) > 1
            ),
        ]

    def read(self, header: list[str], cells: list[str]) -> Message:
        """The row; ValueError says which column is wrong."""
        if len(cells) != len(header):
            raise ValueError(f"应有 {len(header)} 列，实有 {len(cells)} 列 · {len(header)} columns, not {len(cells)}")
        fields = {}
        for name, cell in zip(header, cells, strict=True):
            if cell:
                try:
                    fields[name] = self.columns[name].read(cell)
                except Exception as error:  # a usage error of arguments.py, or ValueError
                    raise ValueError(f"{name}: {error}") from None
        try:
            return self.row(**fields)
        except ValueError as error:  # a number beyond the field's range
            raise ValueError(str(error)) from None


KINDS = {
    "persons": Kind("import_persons", v1.ImportPersonsRequest, "persons", v1.Person, PERSONS),
    "credits": Kind("import_credits", v1.ImportCreditsRequest, "credits", v1.Credit, CREDITS),
    "bindings": Kind("import_bindings", v1.ImportBindingsRequest, "bindings", v1.ExistingBinding, BINDINGS),
}
