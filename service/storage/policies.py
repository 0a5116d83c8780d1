"""Which rules the books have been kept by: a policy version that has been used must never change."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from service.storage.dialect import How, write
from service.storage.engine import read_transaction, write_transaction
from service.storage.tables import policy_digests


class PolicyChanged(Exception):
    """A policy file says something else than the one of the same id and version that these books were kept by."""


Version = tuple[str, str, str]
"""(policy_id, version, digest)"""


async def check_digests(engine: AsyncEngine, policies: Iterable[Version]) -> None:
    """Remember every version in use. Raises PolicyChanged where one differs from what was remembered."""
    in_use = sorted(set(policies))
    async with write_transaction(engine) as tx:
        if in_use:
            await write(tx, policy_digests, How.IF_NEW, None, in_use)
        await _compare(tx, in_use)


async def compare_digests(engine: AsyncEngine, policies: Iterable[Version]) -> None:
    """As `check_digests`, without remembering those that are new."""
    async with read_transaction(engine) as tx:
        await _compare(tx, sorted(set(policies)))


async def _compare(tx: AsyncConnection, in_use: list[Version]) -> None:
    c = policy_digests.c
    rows = await tx.execute(select(c.policy_id, c.policy_version, c.digest))
    used = {(policy_id, version): digest for policy_id, version, digest in rows}
    for policy_id, version, digest in in_use:
        if used.get((policy_id, version), digest) != digest:
            raise PolicyChanged(
                f"policy {policy_id} version {version} differs from the one that this database has been used with: "
                "take back the change, or give the changed rules a new version"
            )
