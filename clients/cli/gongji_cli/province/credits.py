"""Money in accounts: what they held before, and the monthly shares since."""

from math import exp, log
from random import Random
from typing import NamedTuple

from gongji_cli.province.people import EMPLOYEE, Person
from gongji_cli.province.places import Place

OPENING, MONTHLY = "OPENING_BALANCE", "MONTHLY"

_RETIRED_FROM = 60
_EMPTY_SHARE = 0.06
"""Of the accounts, how many start with nothing: new ones, and those that have been spent."""
_MEDIAN, _SPREAD, _MOST = log(150_000), 1.1, 30_000_000
"""An opening balance in fen is log-normal: half of them are above 1,500 yuan, none above 300,000 yuan."""
_SHARE_LEAST, _SHARE_RANGE = 8_000, 32_000
"""A monthly share of an employee who works is 80 to 400 yuan, in fen."""
_RETIRED_LEAST, _RETIRED_RANGE = 7_000, 8_000


class Credit(NamedTuple):
    """Money for one account; `amount_fen` is above zero."""

    credit_id: str
    region: str
    psn_no: str
    account_kind: str
    amount_fen: int
    credit_type: str


def credits(rng: Random, person: Person, place: Place, months: tuple[str, ...]) -> list[Credit]:
    """All the money that a person's accounts got; `months` are those with a share, YYYYMM. Only employees get any."""
    if person.insutype != EMPLOYEE:
        return []
    number, made = person.psn_no, []
    for kind in place.opening:
        if rng.random() >= _EMPTY_SHARE:
            amount = 1 + min(_MOST, int(exp(rng.gauss(_MEDIAN, _SPREAD))))
            made.append(Credit(f"open-{number}-{kind}", place.region, number, kind, amount, OPENING))
    least, more = (_RETIRED_LEAST, _RETIRED_RANGE) if person.age >= _RETIRED_FROM else (_SHARE_LEAST, _SHARE_RANGE)
    share = least + int(rng.random() * more)
    for month in months:
        for kind in place.monthly:
            credit_id = f"{month}-{number}-{kind}"
            made.append(Credit(credit_id, place.region, number, kind, share, MONTHLY))
    return made
