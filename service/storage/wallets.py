"""Of the wallets' tables: whose transfers have not been accepted in time."""

from typing import Any

from sqlalchemy import Select, bindparam, select

from service.storage import tables as t


def overdue(dialect: str) -> Select[Any]:
    """The senders of what waits in `region` and should have gone back before `until`, each once."""
    c = t.wallet_transfers.c
    waits = (c.region == bindparam("region"), c.pending_of.is_not(None), c.return_time < bindparam("until"))
    return select(c.pending_of.label("key")).distinct().where(*waits)
