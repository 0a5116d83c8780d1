"""Designated institutions of the sample province: as many for its people as the country has."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from gongji_cli.province.places import Place

PERSONS_EACH = 1_700
"""800,000 institutions for 1.36 billion insured."""
_HOSPITAL_SHARE = 0.4
_FEWEST = 3
SWITCHED_ON_SHARE = 0.9
SUSPENDED_SHARE = 0.01

HOSPITAL, PHARMACY = "HOSPITAL", "RETAIL_PHARMACY"
_WORDS = {HOSPITAL: ("H", "测试医院"), PHARMACY: ("P", "测试药店")}


class Institution(NamedTuple):
    fixmedins_code: str
    name: str
    kind: str
    region: str
    mutual_aid_enabled: bool
    suspended: bool


class Institutions:
    """The institutions of each place. The first of each kind is in order and switched on."""

    def __init__(self, seed: int, size: int, places: tuple[Place, ...]) -> None:
        self._seed = seed
        self._places = {place.region: number for number, place in enumerate(places, start=1)}
        total = size / PERSONS_EACH
        shares = sum(place.share for place in places)
        self._counts: dict[tuple[str, str], int] = {}
        for place in places:
            there = total * place.share / shares
            self._counts[place.region, HOSPITAL] = max(_FEWEST, round(there * _HOSPITAL_SHARE))
            self._counts[place.region, PHARMACY] = max(_FEWEST, round(there * (1 - _HOSPITAL_SHARE)))

    def __iter__(self) -> Iterator[Institution]:
        for (region, kind), count in self._counts.items():
            rng = Random(f"{self._seed}/institutions/{region}/{kind}")
            for number in range(count):
                enabled = rng.random() < SWITCHED_ON_SHARE or number == 0
                suspended = rng.random() < SUSPENDED_SHARE and number > 0
                code = self._code(region, kind, number)
                yield Institution(code, f"{_WORDS[kind][1]}·{code[3:]}", kind, region, enabled, suspended)

    def __len__(self) -> int:
        return sum(self._counts.values())

    def pick(self, region: str, kind: str, chance: float) -> str:
        """The code of one of a place's institutions, for a chance from 0 up to 1. The first ones are the busiest."""
        return self._code(region, kind, int(chance * chance * self._counts[region, kind]))

    def _code(self, region: str, kind: str, number: int) -> str:
        return f"{_WORDS[kind][0]}99{self._places[region]:02d}{number + 1:07d}"
