"""Loads the sample province into a server, through the streams that a real province would use."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock
from typing import Any, TypeVar

import gongji
from gongji import v1
from gongji_cli.province import rows
from gongji_cli.province.places import Place, ProvinceError
from gongji_cli.province.province import Province

Row = TypeVar("Row")

ROWS_AT_ONCE = 500
PERSONS, CREDITS, BINDINGS = "persons", "credits", "bindings"

Tell = Callable[[str, int], None]
"""Is told how many rows more of a kind have been answered."""


@dataclass
class Loaded:
    """What became of the rows: by kind how many were done, and the reasons of those that were refused."""

    done: Counter[str] = field(default_factory=Counter)
    refused: dict[str, Counter[str]] = field(default_factory=dict)

    def count(self, kind: str, results: Iterable[Any]) -> int:
        """Counts the results of some rows, and says how many they were."""
        total = 0
        for result in results:
            total += 1
            if result.HasField("error"):
                self.refused.setdefault(kind, Counter())[result.error.reason] += 1
            else:
                self.done[kind] += 1
        return total


def load(client: gongji.Client, province: Province, tell: Tell) -> Loaded:
    """Institutions, then people, their money, and their bindings; each kind in one stream for each region.

    What is wrong on purpose is refused and counted. Loading again what is there already changes nothing.
    """
    loaded, lock = Loaded(), Lock()
    _institutions(client, province)
    with ThreadPoolExecutor(len(province.places)) as pool:
        for kind, stream in _STREAMS.items():

            def run(place: Place, kind: str = kind, stream: _Stream = stream) -> None:
                for answer in stream(client, province, place.region):
                    with lock:
                        answered = loaded.count(kind, answer.results)
                    tell(kind, answered)

            list(pool.map(run, province.places))
    return loaded


def _persons(client: gongji.Client, province: Province, region: str) -> Iterator[v1.ImportPersonsResponse]:
    as_of = rows.timestamp(province.morning)
    return client.registry.import_persons(
        v1.ImportPersonsRequest(persons=[rows.person(p, as_of) for p in some])
        for some in chunks(province.persons(region))
    )


def _credits(client: gongji.Client, province: Province, region: str) -> Iterator[v1.ImportCreditsResponse]:
    return client.registry.import_credits(
        v1.ImportCreditsRequest(credits=[rows.credit(c) for c in some]) for some in chunks(province.credits(region))
    )


def _bindings(client: gongji.Client, province: Province, region: str) -> Iterator[v1.ImportBindingsResponse]:
    return client.registry.import_bindings(
        v1.ImportBindingsRequest(bindings=[rows.binding(b) for b in some]) for some in chunks(province.bindings(region))
    )


_Stream = Callable[[gongji.Client, Province, str], Iterator[Any]]
_STREAMS: dict[str, _Stream] = {PERSONS: _persons, CREDITS: _credits, BINDINGS: _bindings}


def chunks(all_rows: Iterable[Row], size: int = ROWS_AT_ONCE) -> Iterator[list[Row]]:
    """The rows, so many at a time."""
    them = iter(all_rows)
    while some := list(islice(them, size)):
        yield some


def _institutions(client: gongji.Client, province: Province) -> None:
    for some in chunks(province.institutions):
        request = v1.UpsertInstitutionsRequest(
            request_id=gongji.new_request_id(), institutions=[rows.institution(i) for i in some]
        )
        for result in client.registry.upsert_institutions(request).results:
            if result.HasField("error"):
                raise ProvinceError(f"{result.fixmedins_code}: {result.error.reason}")
