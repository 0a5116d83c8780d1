"""Which version of which policy holds where and when, and whether a relation stands under it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from service.domain.policy import Policy
from service.policy_files.codes import CodeTables
from tests.model.books import CHINA, Consent, Preset, Tie, Who

NATION = 2
"""How far a policy reaches that holds in all of China."""


def today(now: datetime) -> date:
    """The day in China."""
    return now.astimezone(CHINA).date()


def after_months(start: date, months: int) -> date:
    """The same day so many months later; in a month without that day, its last."""
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    for day in range(start.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, min(start.day, 28))


def inside(area: str, home: str, other: str) -> bool:
    """Whether a region lies in the area (REGION, PROVINCE, NATION) that another counts as its own."""
    return home == other if area == "REGION" else area == "NATION" or home[:2] == other[:2]


def form(policy: Policy) -> str:
    """Star and network are one form: a place has one of the two."""
    return "STAR" if policy.policy.shape == "NETWORK" else str(policy.policy.shape)


class Rulebook:
    """All policies of a run, with the tables of codes."""

    def __init__(self, policies: Iterable[Policy], codes: CodeTables) -> None:
        self.policies = sorted(policies, key=lambda p: p.policy.in_force_from)
        self.pooling = codes.pooling_regions
        self._pools = set(codes.pooling_regions.values())
        self._med_types = codes.med_types

    def pool(self, place: str) -> str:
        """The pooling region of a county; a code that is not known stands for itself."""
        return self.pooling.get(place, place)

    def serves(self, region: str) -> bool:
        """Whether any version at any time names the region or its province."""
        return any(_breadth(p, region) in (0, 1) for p in self.policies)

    def knows(self, region: str) -> bool:
        """Whether any version at any time holds there, the nation's included."""
        return any(self._breadth(p, region) is not None for p in self.policies)

    def all_on(self, region: str, day: date) -> list[Policy]:
        """The policies of a region on a day: the region's own first, then its province's, then the nation's.

        A wider one only where no narrower one is of its form.
        """
        named = self._named(region, day)
        return [p for i, p in enumerate(named) if form(p) not in map(form, named[:i])]

    def _named(self, region: str, day: date) -> list[Policy]:
        return [p for p in self.all_ever(region) if _holds(p, day)]

    def all_ever(self, region: str) -> list[Policy]:
        """All versions that hold there at any time, in the order of those of a day."""
        found = [p for p in self.policies if self._breadth(p, region) is not None]
        return sorted(found, key=lambda p: (form(p) == "WALLET", self._breadth(p, region) or 0, p.policy.id))

    def _breadth(self, policy: Policy, region: str) -> int | None:
        """The nation's policies hold in China's pooling regions, and not under a code that nobody knows."""
        breadth = _breadth(policy, region)
        return None if breadth == NATION and region not in self._pools else breadth

    def for_ties(self, region: str, day: date) -> list[Policy]:
        """Those that people can be bound under."""
        return [p for p in self.all_on(region, day) if form(p) != "WALLET"]

    def wallet(self, region: str, day: date) -> Policy | None:
        return next((p for p in self.all_on(region, day) if form(p) == "WALLET"), None)

    def shared(self, policy: Policy, region: str, day: date) -> list[str]:
        """The kinds that a policy shares, as far as the owner's place keeps them."""
        return self.kept(policy.accounts.shared.value, region, day)

    def kept(self, kinds: Iterable[Any], region: str, day: date) -> list[str]:
        """Those of these kinds that a place keeps by its own rules; all of them where it has none of its own."""
        own = [p.accounts.kinds.value for p in self.all_on(region, day) if self._breadth(p, region) != NATION]
        return [kind for kind in kinds if not own or any(kind in kept for kept in own)]

    def first_on(self, region: str, day: date) -> Policy | None:
        return next(iter(self.all_on(region, day)), None)

    def on(self, policy_id: str, region: str, day: date) -> Policy | None:
        return next((p for p in self._named(region, day) if p.policy.id == policy_id), None)

    def as_made(self, made: Tie | Consent | Preset) -> Policy:
        """The version that something was made under."""
        return next(p for p in self.policies if (p.policy.id, p.policy.version) == (made.policy, made.version))

    def for_today(self, made: Tie | Consent | Preset, region: str, day: date) -> Policy:
        """Today's rules for what was made under a policy; where none holds any more, those it was made under."""
        return self.on(made.policy, region, day) or self.as_made(made)

    def dropped(self, policy_id: str, made: date, day: date) -> date | None:
        """The first day of the first later version that did not carry over what was made before it."""
        later = [p for p in self.policies if p.policy.id == policy_id and made < p.policy.in_force_from <= day]
        return next((p.policy.in_force_from for p in later if not p.bindings.carried_over.value), None)

    def why_not(self, tie: Tie, day: date, then: datetime | None = None) -> tuple[str, str | None] | None:
        """Why a binding does not hold on a day, with the rule that says so; None when it holds.

        At a moment of that day in the past, what has ended since then held.
        """
        if then and tie.bound > then:
            return "NOT_YET_VALID", None
        ended = tie.ended if then is None or (tie.ended and tie.ended < then) else None
        if ended and not (tie.end and today(ended) > tie.end):
            return "ENDED", None
        if tie.end and day > tie.end:
            return "EXPIRED", "bindings.dated"
        if self.dropped(tie.policy, today(tie.bound), day) or not self.on(tie.policy, tie.giver.region, day):
            return "ENDED", "bindings.carried_over"
        if tie.pending:
            return "PENDING", "bindings.review"
        if tie.start and day < tie.start:
            return "NOT_YET_VALID", "bindings.dated"
        return None

    def counts(self, tie: Tie, day: date) -> bool:
        """Whether a binding has not ended: for limits, exclusivity and the order of payers."""
        why = self.why_not(tie, day)
        return why is None or why[0] in ("PENDING", "NOT_YET_VALID")

    def who_agrees(self, tie: Tie) -> tuple[str, ...]:
        """Who has to agree to a binding: those whom the rules name that it was applied for under."""
        return tuple(self.as_made(tie).bindings.review.value)

    def standing(self, consents: Iterable[Consent], giver: Who, policy_id: str, day: date) -> Consent | None:
        """The authorization in force under a policy."""
        for c in consents:
            same = c.giver == giver and c.policy == policy_id and not c.ended
            if same and not self.dropped(policy_id, today(c.made), day):
                return c
        return None

    def kind_of_care(self, med_type: str, region: str) -> tuple[str | None, str]:
        """The scene and the clr_type of a med_type: the region's table, the province's, the nation's."""
        for place in (region, region[:2] + "0000", "000000"):
            found = self._med_types.get(place, {}).get(med_type)
            if found:
                return found.scene, found.clr_type
        return None, "99"


def _holds(policy: Policy, day: date) -> bool:
    until = policy.policy.in_force_until
    return policy.policy.in_force_from <= day and (until is None or day <= until)


def _breadth(policy: Policy, region: str) -> int | None:
    for breadth, name in enumerate((region, region[:2] + "0000", "000000")):
        if name in policy.policy.regions:
            return breadth
    return None
