"""What has to be true of the rules about money that moves beside settlements; each check says what would be right."""

import re
from collections.abc import Iterator
from datetime import date

from service.domain.policy import Policy, Shape
from service.domain.policy_money import LeftPayer, QuotaScope, Route
from service.domain.terms import AccountKind
from service.policy_files.errors import Found

HUNDRED_PERCENT_PPM = 1_000_000
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_ANY_COMMON_YEAR = 2001


def check_money(policy: Policy) -> Found:
    """Everything that is wrong with quota, refunds, transfers, presets, wallet, interest and year_end."""
    yield from _kept(policy)
    yield from _routes(policy)
    yield from _networks_own(policy)
    yield from _days(policy)
    yield from _quota(policy)
    yield from _refunds(policy)
    yield from _year_end(policy)
    yield from _wallet(policy)
    ppm = policy.interest.annual_ppm.value
    if ppm > HUNDRED_PERCENT_PPM:
        yield "interest.annual_ppm.value", f"is {ppm}, has to be {HUNDRED_PERCENT_PPM} (100 % a year) or less"


def _kept(policy: Policy) -> Found:
    """Money can only come from and go to kinds of account that the place keeps."""
    kept = policy.accounts.kinds.value
    into = {"refunds.suspense_into.value": policy.refunds.suspense_into.value}
    into["year_end.into.value"] = policy.year_end.into.value
    named: dict[str, tuple[AccountKind, ...]] = {key: (kind,) for key, kind in into.items() if kind is not None}
    named["year_end.gathered.value"] = policy.year_end.gathered.value
    named |= {key: (route.from_kind, route.to_kind) for key, route in _all_routes(policy)}
    for key, kinds in named.items():
        for kind in kinds:
            if kind not in kept:
                yield key, f"{kind} is not kept here: accounts.kinds has {', '.join(kept)}"


def _all_routes(policy: Policy) -> Iterator[tuple[str, Route]]:
    for i, route in enumerate(policy.transfers.routes.value):
        yield f"transfers.routes.value[{i}]", route
    for key, one in (
        ("transfers.home_on_leaving.value", policy.transfers.home_on_leaving.value),
        ("presets.route.value", policy.presets.route.value),
    ):
        if one is not None:
            yield key, one


def _routes(policy: Policy) -> Found:
    for key, route in _all_routes(policy):
        if route.from_kind is route.to_kind:
            yield key, f"goes from {route.from_kind} to itself: from_kind and to_kind have to differ"


def _networks_own(policy: Policy) -> Found:
    """What speaks of being in a network, where there is none."""
    if policy.network:
        return
    for key, said in (
        ("transfers.in_network_only", policy.transfers.in_network_only.value),
        ("presets.in_network_only", policy.presets.in_network_only.value),
        ("transfers.home_on_leaving", policy.transfers.home_on_leaving.value),
    ):
        if said:
            yield key, f"is a rule of a NETWORK, and this policy is a {policy.policy.shape}: leave it out"


def _days(policy: Policy) -> Found:
    for key, day in (
        ("presets.day.value", policy.presets.day.value),
        ("year_end.day.value", policy.year_end.day.value),
    ):
        if not _every_years(day):
            yield key, f"is {day!r}, has to be MM-DD, a day that every year has"


def _every_years(day: str) -> bool:
    try:
        return f"{date.fromisoformat(f'{_ANY_COMMON_YEAR}-{day}'):%m-%d}" == day
    except ValueError:
        return False


def _quota(policy: Policy) -> Found:
    shape, scope = policy.policy.shape, policy.quota.scope.value
    if shape is Shape.QUOTA and scope is None:
        yield "quota.scope", f"is missing: a {shape} policy has {' or '.join(QuotaScope)}"
    if scope is not None and shape not in (Shape.STAR, Shape.QUOTA):
        yield "quota.scope", f"a {shape} has no quotas, only STAR and QUOTA do: leave it out"
    if policy.quota.freezes.value and scope is None:
        yield "quota.freezes.value", "there is no quota that could freeze anything: give quota.scope, or leave it out"


def _refunds(policy: Policy) -> Found:
    refunds = policy.refunds
    if refunds.left_payer.value is LeftPayer.SUSPENSE and refunds.suspense_into.value is None:
        yield "refunds.suspense_into", f"is missing: {LeftPayer.SUSPENSE} has to end in a kind of account"


def _year_end(policy: Policy) -> Found:
    rules = policy.year_end
    if rules.gathered.value and rules.into.value is None:
        yield "year_end.into", "is missing: what is gathered has to go into a kind of account"
    if rules.into.value in rules.gathered.value:
        yield "year_end.gathered.value", f"{rules.into.value} is where it all goes (year_end.into): leave it out"


def _wallet(policy: Policy) -> Found:
    rules = policy.wallet
    said = [name for name in rules.__struct_fields__ if getattr(rules, name).source != "default"]
    if policy.policy.shape is not Shape.WALLET:
        for name in said:
            yield f"wallet.{name}", f"is a rule of a WALLET, and this policy is a {policy.policy.shape}: leave it out"
        return
    if not rules.sent_from.value:
        yield "wallet.sent_from", "is missing: name the kinds of account that money is sent out of"
    for kind in rules.sent_from.value:
        if kind in (AccountKind.WALLET, AccountKind.SUSPENSE):
            yield "wallet.sent_from.value", f"{kind} can't be sent out of: name PERSONAL, CURRENT or HISTORIC"
    yield from _hours(policy)


def _hours(policy: Policy) -> Found:
    begin, end = policy.wallet.closed_from.value, policy.wallet.closed_until.value
    if (begin is None) != (end is None):
        missing, there = ("closed_from", "closed_until") if begin is None else ("closed_until", "closed_from")
        yield f"wallet.{missing}", f"is missing: wallet.{there} is given, and closed hours have both"
    elif begin is not None and begin == end:
        yield "wallet.closed_until.value", f"is {end}, as closed_from: has to be another moment of the day"
    for name in ("closed_from", "closed_until", "returned_at"):
        said = getattr(policy.wallet, name).value
        if said is not None and not _CLOCK.fullmatch(said):
            yield f"wallet.{name}.value", f"is {said!r}, has to be HH:MM, from 00:00 to 23:59"
