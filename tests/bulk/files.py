"""Rows of an invented place: families of three. The first two share with the third, and the first with the second."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from service.domain.calendar import SHANGHAI
from tests.api.asking import identity_number

REGION = "421200"
NOON = datetime(2023, 9, 1, 12, tzinfo=SHANGHAI)
_PERSONS = (
    "psn_no,name,certificates,insutype,insuplc_admdvs,psn_insu_stas,voucher_active,card_state,account_state,as_of_time"
)
_CREDITS = "credit_id,owner,account_kind,amount_fen,credit_type"
_BINDINGS = "binding_key,authorizer,member,relation,bound_time,payer_order"
_STATE = ("1", "true", "NORMAL", "NORMAL", "2023-01-01T00:00:00+08:00")
OPENING_FEN = 1000


def persons(count: int) -> Iterator[Sequence[object]]:
    """`count` people; each third is in the resident scheme and has no account."""
    for i in range(count):
        certificate = f"01:{identity_number(i)}" if i < 1000 else ""
        yield (f"p{i}", "测试甲", certificate, "390" if i % 3 == 2 else "310", REGION, *_STATE)


def credits(count: int) -> Iterator[Sequence[object]]:
    """An opening balance for each of the people who have an account."""
    for i in range(count):
        if i % 3 != 2:
            yield (f"open-{i}", f"{REGION}/p{i}", "PERSONAL", OPENING_FEN, "OPENING_BALANCE")


def bindings(count: int) -> Iterator[Sequence[object]]:
    for i in range(0, count - 2, 3):
        a, b, c = (f"{REGION}/p{n}" for n in (i, i + 1, i + 2))
        yield (f"old-{i}-ac", a, c, "CHILD", "2022-05-01T10:00:00+08:00", 2)
        yield (f"old-{i}-bc", b, c, "CHILD", "2022-06-01T10:00:00+08:00", 1)
        yield (f"old-{i}-ab", a, b, "SPOUSE", "2022-07-01T10:00:00+08:00", "")


ROWS = {"persons": (persons, _PERSONS), "credits": (credits, _CREDITS), "bindings": (bindings, _BINDINGS)}


def write(folder: Path, kind: str, count: int, extra: Iterable[Sequence[object]] = ()) -> Path:
    """The rows of `count` people as a file, and some more; with the mark that Windows' editors put before the text."""
    make, header = ROWS[kind]
    path = folder / f"{kind}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(make(count))
        writer.writerows(extra)
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
