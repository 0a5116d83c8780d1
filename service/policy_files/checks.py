"""What has to be true of a policy file beyond its types; each check says what would be right."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import msgspec

from service.domain.policy import NATION, RULE_SECTIONS, Area, PayerOrder, Policy, Shape
from service.policy_files.check_money import check_money
from service.policy_files.codes import CodeTables
from service.policy_files.errors import Found, PolicyFileError

SURE = ("published", "our reading", "weak", "invented")
MAY_BE_ZERO = (
    "payers.retained_fen.value",
    "transfers.retained_fen.value",
    "wallet.retained_fen.value",
    "interest.annual_ppm.value",
)


def check_one(file: str, raw: dict[str, Any], policy: Policy, codes: CodeTables) -> list[PolicyFileError]:
    """Everything that is wrong with one file; `raw` is what stands in it, without the format's defaults."""
    checks: tuple[Callable[[], Found], ...] = (
        lambda: _name_and_dates(file, policy),
        lambda: _sources(raw, policy),
        lambda: wrong_regions(policy.policy.regions, "policy.regions", codes),
        lambda: _numbers(policy),
        lambda: _account_kinds(policy),
        lambda: _relations(policy),
        lambda: _coded(policy, codes),
        lambda: _network(policy),
        lambda: check_money(policy),
    )
    return [PolicyFileError(file, key, problem) for check in checks for key, problem in check()]


def check_all(policies: list[tuple[str, Policy]]) -> list[PolicyFileError]:
    """What is wrong between files: two that claim the same place at the same time."""
    errors = []
    for (_, a), (file, b) in combinations(policies, 2):
        if not _overlap(a, b):
            continue
        if a.id == b.id:
            problem = f"version {a.version} is still in force then: close it with in_force_until = {_eve(b, a)}"
            errors.append(PolicyFileError(file, "policy.in_force_from", problem))
        elif a.form is b.form and (shared := set(a.policy.regions) & set(b.policy.regions)):
            problem = (
                f"policy {a.id} {a.version} of the same shape serves {', '.join(sorted(shared))} at the same time: "
                "a region can have one policy of a shape, so end one of them or name other regions"
            )
            errors.append(PolicyFileError(file, "policy.regions", problem))
    return errors


def _overlap(a: Policy, b: Policy) -> bool:
    return _end(a) >= b.policy.in_force_from and _end(b) >= a.policy.in_force_from


def _end(policy: Policy) -> date:
    return policy.policy.in_force_until or date.max


def _eve(b: Policy, a: Policy) -> date:
    """The last day of the earlier one."""
    return max(a.policy.in_force_from, b.policy.in_force_from) - timedelta(days=1)


def _name_and_dates(file: str, policy: Policy) -> Found:
    header = policy.policy
    if file != f"{header.id}/{header.version}.toml":
        yield "policy", f"the file of this id and version has to be {header.id}/{header.version}.toml"
    if header.in_force_until is not None and header.in_force_until < header.in_force_from:
        yield "policy.in_force_until", f"has to be {header.in_force_from} or later, the day that it is in force from"


def _sources(raw: dict[str, Any], policy: Policy) -> Found:
    for name, source in policy.sources.items():
        if source.sure not in SURE:
            yield f"sources.{name}.sure", f"is {source.sure!r}, has to be one of {', '.join(SURE)}"
    known = ", ".join(policy.sources) or "none yet"
    if policy.policy.in_force_source not in policy.sources:
        named = policy.policy.in_force_source
        yield "policy.in_force_source", f"is {named!r}, has to be a key of [sources] ({known})"
    for section in RULE_SECTIONS:
        for name, rule in raw.get(section, {}).items():
            source = rule.get("source")
            if source is None:
                yield f"{section}.{name}.source", f"is missing: name the source of the rule ({known})"
            elif source not in policy.sources:
                yield f"{section}.{name}.source", f"is {source!r}, has to be a key of [sources] ({known})"


def wrong_regions(regions: tuple[str, ...], key: str, codes: CodeTables) -> Found:
    """What is wrong with the regions that a file of rules serves."""
    if not regions:
        yield key, "has to name at least one region"
    for region in regions:
        if region == NATION or (region.endswith("0000") and region in codes.admdvs):
            continue
        if region not in codes.admdvs:
            yield key, f"{region} is not a code of codes/regions.csv"
        elif region not in codes.pools:
            pool = codes.pooling_regions.get(region)
            yield key, f"{region} pools in {pool}: name the pooling region {pool}"


def _numbers(policy: Policy) -> Found:
    for key, rule in policy.rules():
        for path, number in _integers(f"{key}.value", rule.value):
            least = 0 if path in MAY_BE_ZERO else 1
            if number < least:
                yield path, f"is {number}, has to be {least} or more"
    at_most, lifetime = policy.members.at_most.value, policy.members.lifetime_at_most.value
    if at_most is not None and lifetime is not None and lifetime < at_most:
        yield "members.lifetime_at_most.value", f"is {lifetime}, has to be {at_most} (members.at_most) or more"


def _integers(path: str, value: Any) -> Iterator[tuple[str, int]]:
    if isinstance(value, int) and not isinstance(value, bool):
        yield path, value
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _integers(f"{path}[{i}]", item)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _integers(f"{path}.{name}", getattr(value, name))


def _account_kinds(policy: Policy) -> Found:
    kept = policy.accounts.kinds.value
    counted = policy.settlement.accounts_at_most.value
    named = {
        "accounts.own_order.value": policy.accounts.own_order.value,
        "accounts.shared.value": policy.accounts.shared.value,
        "authorizer.balance_in.value": policy.authorizer.balance_in.value,
        "settlement.accounts_at_most.value.own_counts": counted.own_counts if counted else (),
    }
    for key, kinds in named.items():
        for kind in kinds:
            if kind not in kept:
                yield key, f"{kind} is not kept here: accounts.kinds has {', '.join(kept)}"


def _relations(policy: Policy) -> Found:
    allowed = policy.relations.allowed.value
    for i, limit in enumerate(policy.relations.limits.value):
        for relation in limit.of:
            if relation not in allowed:
                yield f"relations.limits.value[{i}].of", f"{relation} is not in relations.allowed: {', '.join(allowed)}"


def _coded(policy: Policy, codes: CodeTables) -> Found:
    schemes = {
        "accounts.schemes.value": policy.accounts.schemes.value,
        "authorizer.schemes.value": policy.authorizer.schemes.value or (),
        "members.schemes.value": policy.members.schemes.value or (),
        "transfers.schemes.value": policy.transfers.schemes.value or (),
        "presets.schemes.value": policy.presets.schemes.value or (),
        "settlement.scenes.value": tuple(policy.settlement.scenes.value or ()),
    }
    for key, named in schemes.items():
        yield from known_codes(key, named, codes.insutypes, "codes/insutypes.toml")
    for scheme, scenes in (policy.settlement.scenes.value or {}).items():
        key = f"settlement.scenes.value.{scheme}"
        yield from known_codes(key, scenes, codes.scenes, "[scenes] of codes/med_types.toml")
    for key, rules in (("authorizer", policy.authorizer), ("members", policy.members)):
        excluded = rules.categories_excluded.value
        yield from known_codes(f"{key}.categories_excluded.value", excluded, codes.categories, "codes/categories.toml")


def known_codes(key: str, named: tuple[str, ...], table: dict[str, Any], where: str) -> Found:
    for code in named:
        if code not in table:
            yield key, f"{code!r} is not in {where}: {', '.join(table)}"


def _network(policy: Policy) -> Found:
    """In a network each spends everybody's: its people have one set of books, one network, one order."""
    if policy.policy.shape is not Shape.NETWORK:
        return
    if policy.members.area.value is not Area.REGION:
        yield "members.area.value", f"has to be {Area.REGION} in a network"
    if not policy.exclusivity.one_network.value:
        yield "exclusivity.one_network.value", "has to be true in a network"
    if policy.payers.order.value is not PayerOrder.SET_BY_AUTHORIZER:
        yield "payers.order.value", f"has to be {PayerOrder.SET_BY_AUTHORIZER} in a network: the initiator"
