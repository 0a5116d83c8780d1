"""Kept rows (domain/kept.py): one table a kind, the columns named as the struct's fields."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Select, Table, Text, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.account_rows import Liquidation, Preset, TransferMonth
from service.domain.clearing import Clearing
from service.domain.jobs.run import JobRun
from service.domain.kept import Kept, Wanted
from service.domain.premium_record import Premium
from service.domain.state import State
from service.domain.wallet_record import SentCount, Wallet, WalletTransfer
from service.security.personal_data import Vault
from service.storage import tables as t
from service.storage.dialect import look_up

K = TypeVar("K", bound=Kept)

TABLES: dict[type[Kept], Table] = {
    Preset: t.presets,
    TransferMonth: t.transfer_months,
    Liquidation: t.liquidations,
    JobRun: t.job_runs,
    Clearing: t.clearings,
    Wallet: t.wallets,
    WalletTransfer: t.wallet_transfers,
    SentCount: t.wallet_sent_counts,
    Premium: t.premiums,
}
"""Where each kind is kept."""


async def load(tx: AsyncConnection, wanted: Iterable[Wanted], state: State) -> None:
    """Load all rows that are wanted, one statement for each kind, region and column, in sorted order."""
    asked: dict[tuple[str, str, str], tuple[type[Kept], list[Any]]] = defaultdict(lambda: (Kept, []))
    for kind, region, column, value in wanted:
        place = (region, TABLES[kind].name, column)
        asked[place] = (kind, [*asked[place][1], value])
    for (region, _, column), (kind, values) in sorted(asked.items(), key=lambda item: item[0]):
        found = await tx.execute(_statement(tx.dialect.name, kind, column), {"region": region, "values": values})
        for row in found:
            state.shelf.put(made(kind, row))


def values(row: Kept, vault: Vault) -> Iterator[Any]:
    """The values of a row in the order of its table's columns after `region`; what is made of parts as JSON, personal
    data sealed. That is not read back: a row that was loaded says nothing of it."""
    for column in TABLES[type(row)].columns:
        if t.SEALED in column.info:
            told = getattr(row, column.info[t.SEALED])
            yield vault.seal(told, f"{column.table.name}.{column.name}", *map(str, row.key))
        elif column.name != "region":
            value = getattr(row, column.name)
            yield msgspec.json.encode(value).decode() if _is_json(column) and value is not None else value


def made(kind: type[K], row: Any) -> K:
    """The row of these columns, as the domain has it."""
    told = zip(TABLES[kind].columns, row, strict=True)
    plain = {str(c.name): msgspec.json.decode(v) if _is_json(c) and v is not None else v for c, v in told}
    return msgspec.convert(plain, kind)


def _is_json(column: Any) -> bool:
    return isinstance(column.type, Text)


@cache
def _statement(dialect: str, kind: type[Kept], column: str) -> Select[Any]:
    table = TABLES[kind]
    found = select(*table.columns).where(table.c.region == bindparam("region"))
    return look_up(dialect, found, table.c[column], "values")
