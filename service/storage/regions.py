"""Grouping by region: no statement of the books spans two."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

_Item = TypeVar("_Item")


def by_region(pairs: Iterable[tuple[str, _Item]]) -> list[tuple[str, list[_Item]]]:
    """The second items by the first, each once; regions and items in sorted order, in which locks are taken."""
    groups: dict[str, set[Any]] = defaultdict(set)
    for region, item in pairs:
        groups[region].add(item)
    return [(region, sorted(groups[region])) for region in sorted(groups)]
