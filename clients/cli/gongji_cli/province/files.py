"""The sample province as files: what `gongji import` and `gongji institutions upsert` read."""

import csv
import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from google.protobuf import json_format

from gongji_cli.province import rows
from gongji_cli.province.bindings import Binding
from gongji_cli.province.credits import Credit
from gongji_cli.province.load import chunks
from gongji_cli.province.people import Person
from gongji_cli.province.province import Province

_INSTITUTIONS_AT_ONCE = 1000
# The columns that gongji_cli.bulk_columns reads.
PERSONS = [
    *("psn_no", "name", "birth_date", "certificates", "insutype", "insuplc_admdvs", "psn_insu_stas"),
    *("voucher_active", "card_state", "account_state", "as_of_time"),
]
CREDITS = ["credit_id", "owner", "account_kind", "amount_fen", "credit_type"]
BINDINGS = ["binding_key", "authorizer", "member", "relation", "bound_time", "payer_order"]


def write(province: Province, folder: Path) -> dict[str, int]:
    """Writes all files of a province into a folder, over what is there; returns how many rows each has."""
    folder.mkdir(parents=True, exist_ok=True)
    written = _institutions(province, folder)
    counts = dict.fromkeys(("persons.csv", "credits.csv", "bindings.csv"), 0)
    as_of = province.morning.isoformat()
    with ExitStack() as opened:
        sheets: list[Any] = []
        for name, header in zip(counts, (PERSONS, CREDITS, BINDINGS), strict=True):
            file = opened.enter_context((folder / name).open("w", encoding="utf-8", newline=""))
            sheets.append(csv.writer(file, lineterminator="\n"))
            sheets[-1].writerow(header)
        for block in province.blocks():
            parts: tuple[list[Any], ...] = (
                [_person(p, as_of) for p in block.people()],
                [_credit(c) for c in block.credits],
                [_binding(b) for b in block.bindings],
            )
            for name, sheet, part in zip(counts, sheets, parts, strict=True):
                sheet.writerows(part)
                counts[name] += len(part)
    return written | counts


def _institutions(province: Province, folder: Path) -> dict[str, int]:
    counts = {}
    for number, some in enumerate(chunks(province.institutions, _INSTITUTIONS_AT_ONCE), start=1):
        messages = [json_format.MessageToDict(rows.institution(i), preserving_proto_field_name=True) for i in some]
        name = f"institutions-{number}.json"
        (folder / name).write_text(json.dumps(messages, ensure_ascii=False, indent=1), encoding="utf-8")
        counts[name] = len(some)
    return counts


def _person(p: Person, as_of: str) -> tuple[str, ...]:
    return (
        p.psn_no,
        p.name,
        p.birth_date,
        f"{rows.IDENTITY_CARD}:{p.certno}",
        p.insutype,
        p.region,
        p.psn_insu_stas,
        "true" if p.voucher_active else "false",
        p.card_state,
        p.account_state,
        as_of,
    )


def _credit(c: Credit) -> tuple[str | int, ...]:
    return c.credit_id, f"{c.region}/{c.psn_no}", c.account_kind, c.amount_fen, c.credit_type


def _binding(b: Binding) -> tuple[str | int, ...]:
    authorizer, member = f"{b.region}/{b.authorizer}", f"{b.region}/{b.member}"
    return b.binding_key, authorizer, member, b.relation, b.bound_time.isoformat(), b.payer_order
