"""All policies in use, and the code tables beside them: which rules hold where and when."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from service.domain.calendar import day_of
from service.domain.family import Binding
from service.domain.policy import NATION, Area, Policy


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
    ) -> None:
        self._policies = sorted(policies, key=lambda p: (p.id, p.policy.in_force_from))
        self._pooling_regions = pooling_regions
        self._med_types = med_types
        self._by_region: dict[str, tuple[Policy, ...]] = {}

    @property
    def policies(self) -> list[Policy]:
        return list(self._policies)

    @property
    def pooling_regions(self) -> list[str]:
        """All that are known: those of the code table, and whatever else a policy names that is no wider area."""
        named = {region for policy in self._policies for region in policy.policy.regions}
        return sorted({*self._pooling_regions.values(), *(r for r in named if province(r) != r)})

    def pooling_region(self, admdvs: str) -> str:
        """The pooling region of a county or city code; a code that the table does not know is its own."""
        return self._pooling_regions.get(admdvs, admdvs)

    def serving(self, region: str) -> tuple[Policy, ...]:
        """Every version that names the region, those of the narrowest area first."""
        found = self._by_region.get(region)
        if found is None:
            found = tuple(sorted((p for p in self._policies if _names(p, region)), key=lambda p: _width(p, region)))
            self._by_region[region] = found
        return found

    def served(self, region: str) -> bool:
        return bool(self.serving(region))

    def in_force(self, region: str, day: date) -> list[Policy]:
        """The policies of a region on a day, one version of each, the city's own before the province's."""
        return [p for p in self.serving(region) if p.in_force(day)]

    def first(self, region: str, day: date) -> Policy | None:
        return next(iter(self.in_force(region, day)), None)

    def current(self, policy_id: str, region: str, day: date) -> Policy | None:
        """The version of a policy that is in force in a region on a day."""
        return next((p for p in self.in_force(region, day) if p.id == policy_id), None)

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
    return any(r in (region, province(region), NATION) for r in policy.policy.regions)


def _width(policy: Policy, region: str) -> tuple[int, str]:
    named = policy.policy.regions
    return (0 if region in named else 1 if province(region) in named else 2, policy.id)
