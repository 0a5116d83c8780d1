"""Files of rows: a JSON list of objects with the contract's field names, as protobuf's JSON mapping has them."""

import json
import sys
from typing import Annotated, NoReturn, TypeVar

import typer
from google.protobuf import json_format
from google.protobuf.message import Message

Row = TypeVar("Row", bound=Message)

RowsFile = Annotated[
    str,
    typer.Option(
        "--file", metavar="ROWS.json", help="JSON 对象列表，- 为标准输入 · a list of objects; - is standard input"
    ),
]


def read(path: str, row_type: type[Row]) -> list[Row]:
    """The rows of the file; what is not such a list is wrong usage, with the number of the row."""
    try:
        rows = json.loads(_text(path), parse_float=_no_fractions)
    except (OSError, ValueError) as error:
        _refuse(f"{path}: {error}")
    if not isinstance(rows, list):
        _refuse(f"{path}：应为列表 · must be a list")
    return [_row(path, number, row, row_type) for number, row in enumerate(rows, start=1)]


def _text(path: str) -> str:
    if path == "-":
        return sys.stdin.read()
    # Editors on Windows put a mark before the text.
    with open(path, encoding="utf-8-sig") as file:
        return file.read()


def _row(path: str, number: int, row: object, row_type: type[Row]) -> Row:
    try:
        if not isinstance(row, dict):
            raise json_format.ParseError("应为对象 · must be an object")
        return json_format.ParseDict(row, row_type())
    except json_format.ParseError as error:
        _refuse(f"{path}：第 {number} 行 · row {number}: {error}")


def _no_fractions(text: str) -> NoReturn:
    raise ValueError(f"{text}：金额须为整数分 · amounts are whole fen")


def _refuse(text: str) -> NoReturn:
    raise typer.BadParameter(text, param_hint="--file")
