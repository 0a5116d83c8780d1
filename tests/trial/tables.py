"""The tables of a server as they stand, read by plain SQL without any of the server's code."""

import sqlite3
from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit

import asyncpg

Row = dict[str, Any]

_READ = {
    "requests": "region, request_id, method, refused, entry_id",
    "journal": "region, lane, seq, entry_id, content_digest, mac",
    "settlements": "region, setl_id, entry_id, request_id, method, patient_psn_no, medfee_sumamt_fen, "
    "psn_part_amt_fen, acct_pay_fen, acct_mulaid_pay_fen, psn_cash_pay_fen",
    "postings": "region, entry_id, line, debit_kind, debit_owner, debit_balance_after_fen, credit_kind, credit_owner, "
    "credit_balance_after_fen, amount_fen, setl_id, credit_id",
    "credits": "region, credit_id, psn_no, amount_fen, entry_id",
    "outbox": "region, entry_id, line, type",
    "accounts": "region, psn_no, account_kind, balance_fen",
    "bindings": "region, binding_id, authorizer_region, authorizer_psn_no, member_region, member_psn_no, state",
    "authorizations": "region, authorization_id, authorizer_psn_no",
    "persons": "region, psn_no",
    "institutions": "fixmedins_code",
}
_IDS = ("entry_id", "setl_id", "binding_id", "authorization_id")


class Tables(dict[str, list[Row]]):
    """All rows by table; ids as 32 hexadecimal digits."""

    def by(self, table: str, *columns: str) -> dict[Any, list[Row]]:
        """The rows of a table by the values of these columns (the bare value where it is one column)."""
        found: dict[Any, list[Row]] = defaultdict(list)
        for row in self[table]:
            found[row[columns[0]] if len(columns) == 1 else tuple(row[c] for c in columns)].append(row)
        return found


async def read_tables(url: str) -> Tables:
    """The tables at one moment."""
    return _read_sqlite(url) if url.startswith("sqlite") else await _read_postgres(url)


def _read_sqlite(url: str) -> Tables:
    connection = sqlite3.connect(urlsplit(url).path.removeprefix("/"), isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("BEGIN")
        return Tables({table: _plain(connection.execute(_select(table)).fetchall()) for table in _READ})
    finally:
        connection.close()


async def _read_postgres(url: str) -> Tables:
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg", "postgresql"))
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            return Tables({table: _plain(await connection.fetch(_select(table))) for table in _READ})
    finally:
        await connection.close()


def _select(table: str) -> str:
    return f"SELECT {_READ[table]} FROM {table}"


def _plain(rows: list[Any]) -> list[Row]:
    return [{name: _value(name, value) for name, value in dict(row).items()} for row in rows]


def _value(name: str, value: Any) -> Any:
    if name in _IDS and value is not None:
        return str(value).replace("-", "")
    return bool(value) if name == "refused" else value
