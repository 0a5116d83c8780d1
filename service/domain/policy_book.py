"""All policies in use, and the code tables beside them: which rules hold where and when."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from service.domain.calendar import day_of
from service.domain.family import Binding
from service.domain.policy import NATION, Area, Policy, Shape
from service.domain.premium_table import PremiumTable
from service.domain.terms import AccountKind


class MedType(Struct, frozen=True):
    """What a med_type (医疗类别) means here: the scene that rules speak of, and the national clr_type (清算类别)."""

    scene: str
    clr_type: str


class PolicyBook:
    """Policies by place and day. Built once at start; a policy in use never changes under a running server."""

    def __init__(
        self,
        policies: Iterable[Policy],
        pooling_regions: dict[str, str],
        med_types: dict[str, dict[str, MedType]],
        premiums: Iterable[PremiumTable] = (),
    ) -> None:
        self._policies = sorted(policies, key=lambda p: (p.id, p.policy.in_force_from))
        self._pooling_regions = pooling_regions
        self._med_types = med_types
        self._premiums = {(r, table.premium.cover_year): table for table in premiums for r in table.premium.regions}
        with_premiums = (region for region, _ in self._premiums if province(region) != region)
        self._pools = frozenset((*pooling_regions.values(), *with_premiums))
        self._by_region: dict[str, tuple[Policy, ...]] = {}

    @property
    def policies(self) -> list[Policy]:
        return list(self._policies)

    @property
    def pooling_regions(self) -> list[str]:
        """All that are known: those of the code table, and what else a policy or a table of premiums names, but for a
        wider area."""
        named = {region for policy in self._policies for region in policy.policy.regions}
        return sorted({*self._pools, *(r for r in named if province(r) != r)})

    def pooling_region(self, admdvs: str) -> str:
        """The pooling region of a county or city code; a code that the table does not know is its own."""
        return self._pooling_regions.get(admdvs, admdvs)

    def serving(self, region: str) -> tuple[Policy, ...]:
        """Every version that holds in the region, those of the narrowest area first, the wallet's after all others:
        it says nothing of accounts and bindings but where nobody else does."""
        found = self._by_region.get(region)
        if found is None:
            here = (p for p in self._policies if _names(p, region) or (region in self._pools and _of_nation(p)))
            found = tuple(sorted(here, key=lambda p: (p.policy.shape is Shape.WALLET, *_width(p, region))))
            self._by_region[region] = found
        return found

    def served(self, region: str) -> bool:
        """Whether a version names the region or its province: then its institutions are known here. A policy of the
        whole nation makes no region one whose core system feeds this one."""
        return any(_names(p, region) for p in self.serving(region))

    def in_force(self, region: str, day: date) -> list[Policy]:
        """The policies that a region goes by on a day, one of each form, the narrowest: a city's own rules take the
        place of its province's, those the place of the nation's."""
        found: dict[Shape, Policy] = {}
        for policy in self.serving(region):
            if policy.in_force(day):
                found.setdefault(policy.form, policy)
        return list(found.values())

    def first(self, region: str, day: date) -> Policy | None:
        return next(iter(self.in_force(region, day)), None)

    def for_bindings(self, region: str, day: date) -> list[Policy]:
        """Those of them that people can be bound under: in a wallet nobody is."""
        return [p for p in self.in_force(region, day) if p.policy.shape is not Shape.WALLET]

    def wallet(self, region: str, day: date) -> Policy | None:
        """The rules of wallets (医保钱包) in a region on a day."""
        return next((p for p in self.in_force(region, day) if p.policy.shape is Shape.WALLET), None)

    def current(self, policy_id: str, region: str, day: date) -> Policy | None:
        """The version of a policy that is in force in a region on a day; what was made under a province's stands
        under it, also once the city has rules of its own."""
        return next((p for p in self.serving(region) if p.id == policy_id and p.in_force(day)), None)

    def kept_there(self, kinds: tuple[AccountKind, ...], region: str, day: date) -> tuple[AccountKind, ...]:
        """Those of these kinds of account that a place's own rules keep; all of them where it has none of its own."""
        own = [p.accounts.kinds.value for p in self.in_force(region, day) if NATION not in p.policy.regions]
        return tuple(kind for kind in kinds if not own or any(kind in kept for kept in own))

    def version(self, policy_id: str, version: str) -> Policy | None:
        return next((p for p in self._policies if (p.id, p.version) == (policy_id, version)), None)

    def latest(self, policy_id: str) -> Policy | None:
        return next((p for p in reversed(self._policies) if p.id == policy_id), None)

    def dropped_on(self, policy_id: str, made: date, day: date) -> date | None:
        """The day on which what was made under a policy stopped standing, dropped by a later version."""
        since = (p for p in self._policies if p.id == policy_id and made < p.policy.in_force_from <= day)
        return next((p.policy.in_force_from for p in since if not p.bindings.carried_over.value), None)

    def carries(self, policy_id: str, made: date, day: date) -> bool:
        """Whether what was made under a policy on one day still stands under its versions on a later day."""
        return self.dropped_on(policy_id, made, day) is None

    def holds_on(self, binding: Binding, day: date) -> Policy | None:
        """The rules that a binding stands under on a day; None where it doesn't stand any more."""
        carried = self.carries(binding.policy_id, day_of(binding.bound_time), day)
        return self.current(binding.policy_id, binding.region, day) if carried else None

    def premium_table(self, region: str, cover_year: int) -> PremiumTable | None:
        """The premiums of a cover year: the region's own table, else its province's, else the nation's."""
        found = (self._premiums.get((place, cover_year)) for place in (region, province(region), NATION))
        return next((table for table in found if table is not None), None)

    def med_type(self, code: str, region: str) -> MedType | None:
        """What a med_type means in a region: its own table, then its province's, then the national one."""
        for place in (region, province(region), NATION):
            found = self._med_types.get(place, {}).get(code)
            if found is not None:
                return found
        return None


def province(region: str) -> str:
    return region[:2] + "0000"


def within(area: Area, home: str, other: str) -> bool:
    """Whether the region `other` lies in the area that `home` counts as its own."""
    if area is Area.REGION:
        return home == other
    return area is Area.NATION or province(home) == province(other)


def _names(policy: Policy, region: str) -> bool:
    return any(r in (region, province(region)) for r in policy.policy.regions if r != NATION)


def _of_nation(policy: Policy) -> bool:
    return NATION in policy.policy.regions


def _width(policy: Policy, region: str) -> tuple[int, str]:
    named = policy.policy.regions
    return (0 if region in named else 1 if province(region) in named else 2, policy.id)
