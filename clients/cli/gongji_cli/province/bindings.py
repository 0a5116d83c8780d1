"""Who has bound whom, long before the bills: relations as they come over from an earlier system (存量共济关系)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from random import Random
from typing import NamedTuple

from gongji_cli.province.people import EMPLOYEE, Family, Person

CHINA = timezone(timedelta(hours=8))

SHARING_SHARE = 0.85
"""Of the employees in a family, how many share their account."""
BOUND_SHARE = 0.9
"""Of the relatives of one who shares, how many are bound."""
NOBODY = "999999999999"
"""The member that a binding names that is wrong on purpose: no person has this number."""
_LONGEST = timedelta(days=365)
"""Nobody was bound longer ago than this."""
_OPENING_MINUTE, _OPEN_MINUTES = 8 * 60 + 30, 9 * 60


class Binding(NamedTuple):
    """One relation. `payer_order` counts the member's authorizers from 1, in the order bound.

    binding_key: the earlier system's id of it.
    right: False for one that is wrong on purpose, as rows of an old system are: its member does not exist.
    """

    binding_key: str
    region: str
    authorizer: str
    member: str
    relation: str
    bound_time: datetime
    payer_order: int
    right: bool


def bindings(rng: Random, family: Family, month: date, wrong_share: float) -> list[Binding]:
    """The relations inside one family that are in force when the month begins."""
    pairs = list(_exclusive(rng, family) if family.place.one_authorizer else _free(rng, family))
    since = max(family.place.in_force_from, month - _LONGEST)
    times = sorted(_moment(rng, since, month) for _ in pairs)
    payers: dict[str, int] = {}
    made = []
    for serial, ((authorizer, member, relation), moment) in enumerate(zip(pairs, times, strict=True), start=1):
        key, number = f"old-{family.anchor.psn_no}-{serial}", member.psn_no
        right = rng.random() >= wrong_share
        if right:
            payers[number] = payers.get(number, 0) + 1
        place = payers[number] if right else 1
        who = number if right else NOBODY
        made.append(Binding(key, authorizer.region, authorizer.psn_no, who, relation, moment, place, right))
    return made


_Pair = tuple[Person, Person, str]


def _free(rng: Random, family: Family) -> Iterator[_Pair]:
    """Every employee may share with every near relative, and be bound by others too."""
    for authorizer in family.people():
        if _may_share(authorizer) and rng.random() < SHARING_SHARE:
            yield from _bound(rng, authorizer, family)


def _exclusive(rng: Random, family: Family) -> Iterator[_Pair]:
    """One of the family shares with the others: nobody is bound twice, and nobody who is bound binds others."""
    authorizer = next((p for p in family.people() if _may_share(p)), None)
    if authorizer and rng.random() < SHARING_SHARE:
        yield from _bound(rng, authorizer, family)


def _bound(rng: Random, authorizer: Person, family: Family) -> Iterator[_Pair]:
    for relative, relation in relatives(authorizer, family):
        if _may_be_bound(relative) and rng.random() < BOUND_SHARE:
            yield authorizer, relative, relation


def relatives(person: Person, family: Family) -> list[tuple[Person, str]]:
    """The spouse, parents and children of one person of a family, and what each is to that person."""
    couple = (family.anchor, family.spouse)
    parents = (family.father, family.mother)
    if person in couple:
        near = [(other, "SPOUSE") for other in couple if other and other is not person]
        near += [(child, "CHILD") for child in family.children]
        if person is family.anchor:
            near += [(p, "FATHER" if p.male else "MOTHER") for p in parents if p]
        return near
    if person in parents:
        near = [(other, "SPOUSE") for other in parents if other and other is not person]
        return [*near, (family.anchor, "CHILD")]
    return [(p, "FATHER" if p.male else "MOTHER") for p in couple if p]


def _may_share(person: Person) -> bool:
    # A lost card or a voucher that was never activated would have kept the person from authorizing.
    return person.insutype == EMPLOYEE and person.voucher_active and person.card_state == "NORMAL"


def _may_be_bound(person: Person) -> bool:
    return person.card_state == "NORMAL"


def _moment(rng: Random, since: date, until: date) -> datetime:
    """A second of the opening hours of a day."""
    day = since + timedelta(days=int(rng.random() * (until - since).days))
    opened = timedelta(minutes=_OPENING_MINUTE, seconds=int(rng.random() * _OPEN_MINUTES * 60))
    return datetime.combine(day, time(), CHINA) + opened
