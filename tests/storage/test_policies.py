"""A policy version that the books were kept by never changes."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from service.storage.policies import PolicyChanged, check_digests


async def test_the_digest_of_a_version_is_kept(engine: AsyncEngine) -> None:
    """The same files start again and again; new versions and policies may come, and old ones go."""
    await check_digests(engine, [])
    await check_digests(engine, [("star", "1", "aa"), ("network", "1", "bb")])
    await check_digests(engine, [("star", "1", "aa"), ("star", "2", "cc")])
    await check_digests(engine, [("network", "1", "bb")])


async def test_a_changed_version_is_refused_by_name(engine: AsyncEngine) -> None:
    """A file that says something else under the same version stops the start, naming policy and version."""
    await check_digests(engine, [("star", "1", "aa")])
    with pytest.raises(PolicyChanged, match="policy star version 1 differs"):
        await check_digests(engine, [("star", "1", "changed"), ("network", "1", "bb")])
    await check_digests(engine, [("star", "1", "aa")])
