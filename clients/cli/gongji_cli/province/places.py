"""Where the sample province's people are insured: `places.toml`, read."""

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

PATTERN_LENGTH = 20
"""After so many blocks of people the pattern of places starts again; the shares of all places add up to it."""


class ProvinceError(Exception):
    """What is asked of the sample province can't be made, or the server did not do what was expected; says why."""


@dataclass(frozen=True)
class Place:
    """One pooling region, and what its policy lets people and accounts be.

    share: of every PATTERN_LENGTH blocks of people, how many live here.
    opening, monthly: kinds of account that hold money from before, and that the monthly share enters.
    one_authorizer: whether a member is bound by one authorizer only, and nobody is both.
    """

    region: str
    name: str
    share: int
    in_force_from: date
    in_force_until: date
    opening: tuple[str, ...]
    monthly: tuple[str, ...]
    one_authorizer: bool


def read_places() -> tuple[Place, ...]:
    """All places that are known."""
    text = resources.files("gongji_cli.province").joinpath("places.toml").read_text(encoding="utf-8")
    return tuple(_place(row) for row in tomllib.loads(text)["places"])


def places_in(month: date) -> tuple[Place, ...]:
    """The places whose policy was in force before the month began, so that people are bound, and through all of it."""
    last = last_day(month)
    there = tuple(p for p in read_places() if p.in_force_from < month and last <= p.in_force_until)
    if not there:
        raise ProvinceError(f"{month:%Y-%m}：没有一个地方有现行政策 · no place has a policy in force")
    return there


def pattern(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """The place of each block in turn: the shares, dealt out so that a place comes up as early and evenly as it can."""
    slots = [((turn + 0.5) / place.share, number) for number, place in enumerate(places) for turn in range(place.share)]
    return tuple(places[number] for _, number in sorted(slots))


def last_day(month: date) -> date:
    """The last day of a month that is named by its first."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _place(row: dict[str, Any]) -> Place:
    kinds = {key: tuple(row[key]) for key in ("opening", "monthly")}
    return Place(**({"in_force_until": date.max} | row | kinds))
