"""People and families: who lives with whom, of what age, in which scheme and state."""

from bisect import bisect
from itertools import accumulate
from random import Random
from typing import NamedTuple

from gongji_cli.province.identity import BLOCK, births, name, psn_no
from gongji_cli.province.places import Place

EMPLOYEE, RESIDENT = "310", "390"
NORMAL, SUSPENDED = "1", "2"

SUSPENDED_SHARE = 0.02
FROZEN_SHARE = 0.003
CARD_LOST_SHARE = 0.01
VOUCHER_SHARE = 0.9
_RETIREMENT = 60


class Person(NamedTuple):
    """One insured person. `age` in years at the end of the year before the bills."""

    psn_no: str
    name: str
    birth_date: str
    certno: str
    male: bool
    age: int
    insutype: str
    region: str
    psn_insu_stas: str
    voucher_active: bool
    card_state: str
    account_state: str


class Family(NamedTuple):
    """People who are close relatives. `anchor` is the child of `parents` and the spouse of `spouse`.

    `children` are the anchor's, and the spouse's where there is one. `father` and `mother` are the anchor's.
    """

    place: Place
    anchor: Person
    spouse: Person | None
    children: tuple[Person, ...]
    father: Person | None
    mother: Person | None

    def people(self) -> list[Person]:
        """Everybody, in the order of their numbers."""
        return [p for p in (self.anchor, self.spouse, *self.children, self.father, self.mother) if p]


class _Shape(NamedTuple):
    weight: int
    spouse: bool
    children: int
    father: bool
    mother: bool

    @property
    def size(self) -> int:
        return 1 + self.spouse + self.children + self.father + self.mother


_SHAPES = (
    _Shape(18, False, 0, False, False),
    _Shape(20, True, 0, False, False),
    _Shape(20, True, 1, False, False),
    _Shape(12, True, 2, False, False),
    _Shape(5, False, 1, False, False),
    _Shape(5, False, 0, True, True),
    _Shape(5, True, 1, False, True),
    _Shape(5, True, 1, True, True),
    _Shape(2, True, 3, False, False),
    _Shape(2, True, 2, False, True),
    _Shape(6, True, 2, True, True),
)
_LARGEST = max(shape.size for shape in _SHAPES)
_FITTING = [[s for s in _SHAPES if s.size <= room] for room in range(_LARGEST + 1)]
_WEIGHTS = [list(accumulate(s.weight for s in fitting)) for fitting in _FITTING]


def families(rng: Random, place: Place, first: int, count: int, year: int) -> list[Family]:
    """The families of one block: `count` people from the number `first` on, as they were when `year` began."""
    return _Block(rng, place, first, year).families(count)


class _Block:
    def __init__(self, rng: Random, place: Place, first: int, year: int) -> None:
        self._random = rng.random
        self._place = place
        self._next = first
        self._year = year
        self._born = births(first // BLOCK, year - 1)

    def families(self, count: int) -> list[Family]:
        end = self._next + count
        made = []
        while self._next < end:
            room = min(end - self._next, _LARGEST)
            weights = _WEIGHTS[room]
            made.append(self._family(_FITTING[room][bisect(weights, self._random() * weights[-1])]))
        return made

    def _family(self, shape: _Shape) -> Family:
        male = self._random() < 0.5
        age = self._anchor_age(shape)
        anchor = self._person(age, male)
        spouse = self._person(max(23, age + self._between(-3, 3)), not male) if shape.spouse else None
        younger = min(anchor.age, spouse.age) if spouse else anchor.age
        children = [self._child(younger) for _ in range(shape.children)]
        father = self._person(age + self._between(24, 35), True) if shape.father else None
        mother = self._person(age + self._between(24, 33), False) if shape.mother else None
        return Family(self._place, anchor, spouse, tuple(children), father, mother)

    def _child(self, younger: int) -> Person:
        """A child of two people of whom the younger has this age."""
        age = younger - self._between(24, max(24, min(36, younger)))
        return self._person(max(0, age), self._random() < 0.5)

    def _anchor_age(self, shape: _Shape) -> int:
        if shape.father or shape.mother:
            return self._between(28 if shape.children else 18, 58)
        return self._between(28, 62) if shape.children else self._between(22, 86)

    def _between(self, least: int, most: int) -> int:
        return least + int(self._random() * (most - least + 1))

    def _person(self, age: int, male: bool) -> Person:
        index, chance = self._next, self._random
        self._next += 1
        birth_date, certno = self._born(self._year - 1 - age, male)
        employee = chance() < _employee_share(age)
        return Person(
            psn_no(index),
            name(index),
            birth_date,
            certno,
            male,
            self._year - 1 - int(birth_date[:4]),
            EMPLOYEE if employee else RESIDENT,
            self._place.region,
            SUSPENDED if chance() < SUSPENDED_SHARE else NORMAL,
            chance() < VOUCHER_SHARE,
            "LOST" if chance() < CARD_LOST_SHARE else "NORMAL",
            "FROZEN" if employee and chance() < FROZEN_SHARE else "NORMAL",
        )


def _employee_share(age: int) -> float:
    if age < 18:
        return 0.0
    if age < 23:
        return 0.15
    return 0.68 if age < _RETIREMENT else 0.5
