"""The contract's enums and the domain's words: the same names, but for the prefix of the contract's enum."""

import re
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from gongji import v1
from service.domain.family_list import Side
from service.domain.jobs.run import RunState
from service.domain.policy import Shape
from service.domain.terms import InsuState, Movement

E = TypeVar("E", bound=StrEnum)

_OTHER_NAMES: dict[type[StrEnum], str] = {
    RunState: "JobRunState",
    Movement: "MovementKind",
    Shape: "PolicyShape",
    Side: "MemberView",
}


@cache
def words(kind: type[E]) -> dict[int, E]:
    """The words of a list by their number in the contract."""
    numbers = dict(_enum(kind).items())
    return {numbers[_prefix(kind) + word.name]: word for word in kind}


@cache
def _numbers(kind: type[StrEnum]) -> dict[StrEnum, int]:
    return {word: number for number, word in words(kind).items()}


def number(word: StrEnum) -> Any:
    """The contract's number of a word; typed Any because the generated enums are types of their own."""
    return _numbers(type(word))[word]


def insu_state(code: str) -> InsuState | None:
    """psn_insu_stas is a national code on the wire."""
    return next((state for state in InsuState if state == code), None)


def _enum(kind: type[StrEnum]) -> Any:
    return getattr(v1, _OTHER_NAMES.get(kind, kind.__name__))


def _prefix(kind: type[StrEnum]) -> str:
    name = _OTHER_NAMES.get(kind, kind.__name__)
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper() + "_"
