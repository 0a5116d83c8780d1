"""The policies that a run goes by: the real files, or random ones within the format, two versions in time.

Random ones serve real codes, so that a real server can read them as files. What they say is invented.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from service.domain.policy import Policy
from service.policy_files.codes import CodeTables, load_codes
from service.policy_files.load import load_files
from tests.model.books import CHINA
from tests.model.policy_text import as_toml
from tests.support.server import POLICIES
from tests.support.world import make_policy

CHANGE = date(2026, 3, 1)
"""The day on which a random policy's second version begins."""


@dataclass(frozen=True, repr=False)
class Setting:
    """What a run plays in: the policies, the places of insurance of its people, and when it begins."""

    policies: list[Policy]
    places: tuple[str, ...]
    begin: datetime
    real: bool

    def __repr__(self) -> str:
        files = "the real policies" if self.real else "\n".join(map(as_toml, self.policies))
        return f"people of {self.places} from {self.begin} under {files}"


@cache
def codes() -> CodeTables:
    return load_codes(POLICIES / "codes")


@cache
def real_policies() -> tuple[Policy, ...]:
    return tuple(f.policy for f in load_files(POLICIES, codes()))


NEW_RULES = datetime(2026, 1, 12, 9, tzinfo=CHINA)
"""The first days of the national rule of quotas."""

REAL = st.builds(
    lambda places, begin: Setting(list(real_policies()), places, begin, True),
    # Two of the four cities at a time, so that there are families in them; the first has most of the people.
    st.permutations(["421221", "370302", "330203", "320205"]).map(lambda found: tuple(found[:2])),
    st.sampled_from([datetime(2022, 2, 15, 9, tzinfo=CHINA), datetime(2024, 9, 20, 9, tzinfo=CHINA), NEW_RULES]),
)

TWO_CITIES = ("370302", "370402", "330203")
"""A county of one city, one of a neighbour city of the province, one of another province."""

RELATIONS = ("SPOUSE", "FATHER", "MOTHER", "CHILD", "SIBLING")
SCENES = ("OUTPATIENT", "CHRONIC", "INPATIENT", "PHARMACY")
WINDOW = ["WINDOW"]
ALL_ACTS = ["AUTHORIZE", "BIND", "UNBIND", "ORDER", "TRANSFER", "PRESET"]


def _some(words: tuple[str, ...], at_least: int = 1) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), min_size=at_least, unique=True)


_people: dict[str, Any] = {
    "authorizer__schemes": st.just(["310"]),
    "authorizer__insu_states": st.just(["1"]),
    "authorizer__categories_excluded": st.just(["RETIRED_CADRE"]),
    "authorizer__card_states": st.just(["NORMAL"]),
    "authorizer__account_states": st.just(["NORMAL", "FROZEN"]),
    "authorizer__voucher_active_on": st.just(["APP", "MINI_PROGRAM"]),
    "members__schemes": st.sampled_from([["310", "390"], ["390"]]),
    "members__insu_states": st.just(["1"]),
    "members__categories_excluded": st.just(["OFFICE_STAFF_CHILD"]),
    "members__card_states": st.just(["NORMAL"]),
    "members__account_states": st.just(["NORMAL"]),
    "members__at_most": st.integers(1, 3),
    "members__lifetime_at_most": st.integers(3, 4),
}
_star: dict[str, Any] = {
    "members__area": st.sampled_from(["PROVINCE", "NATION"]),
    "exclusivity__one_authorizer_per_member": st.booleans(),
    "exclusivity__authorizer_cannot_be_member": st.booleans(),
    "exclusivity__member_cannot_be_authorizer": st.booleans(),
    "payers__order": st.sampled_from(["LAST_BOUND_FIRST", "SET_BY_AUTHORIZER", "SET_BY_MEMBER"]),
}
_handling: dict[str, Any] = {
    "handling__channels": st.sampled_from(
        [{"BIND": ["APP", "WINDOW"], "UNBIND": ["APP", "WINDOW"]}, {"ORDER": WINDOW}]
    ),
    "handling__proofs": st.just([{"acts": ALL_ACTS, "channels": ["APP"], "any_of": ["FACE"], "fresh_minutes": 10}]),
    "handling__papers": st.sampled_from(
        [
            [{"acts": ["BIND"], "channels": WINDOW, "shown": [{"who": "MEMBER", "any_of": ["ID_CARD"]}]}],
            [
                {
                    "acts": ["BIND", "UNBIND"],
                    "channels": ["APP", "WINDOW"],
                    "shown": [{"who": "ANY", "any_of": ["VOUCHER"]}],
                    "evidence": [["APPLICATION_FORM"], ["HOUSEHOLD_REGISTER", "MARRIAGE_CERTIFICATE"]],
                }
            ],
        ]
    ),
    "handling__applicants": st.sampled_from(
        [
            [{"acts": ["UNBIND"], "who": ["AUTHORIZER"]}],
            [{"acts": ["BIND", "UNBIND"], "who": ["ANY"]}],
            [{"acts": ["UNBIND"], "who": ["MEMBER"]}],
        ]
    ),
    "handling__offices": st.sampled_from(
        [[{"channels": WINDOW, "place": place}] for place in ("ANY_IN_REGION", "AUTHORIZERS_PLACE")]
    ),
    "handling__letter": st.sampled_from([[{"channels": ["APP"], "signed_by": [who]}] for who in ("AUTHORIZER", "ANY")]),
    "bindings__review": st.sampled_from([["MEMBER"], ["STAFF"], ["STAFF", "MEMBER"]]),
    "bindings__wait": st.just([{"channels": ["APP", "MINI_PROGRAM"], "months": 1}]),
}
_dates: dict[str, Any] = {"bindings__dated": st.just(True), "bindings__ends_with_insurance": st.just(True)}
_quotas: dict[str, Any] = {
    "quota__scope": st.sampled_from(["PER_BINDING", "PER_BINDING", "ALL_MEMBERS"]),
    "quota__freezes": st.just(True),
}
_OUT, _HOME = ({"from_kind": f, "to_kind": t} for f, t in (("HISTORIC", "MUTUAL_AID"), ("MUTUAL_AID", "HISTORIC")))
_ways: dict[str, Any] = {"transfers__routes": [_OUT, _HOME], "presets__route": _OUT}
_moving: dict[str, Any] = {
    "transfers__schemes": st.just(["310"]),
    "transfers__account_states": st.just(["NORMAL", "FROZEN"]),
    "transfers__in_network_only": st.just(True),
    "transfers__retained_fen": st.integers(1, 60_00),
    "transfers__a_month_at_most": st.integers(1, 2),
    "presets__schemes": st.just(["310"]),
    "presets__account_states": st.just(["NORMAL"]),
    "presets__in_network_only": st.just(True),
    "presets__day": st.sampled_from(["02-20", "02-28", "03-01", "03-02"]),
}
_paying: dict[str, Any] = {
    "payers__insu_states": st.just(["1"]),
    # No file can say "any", so all are named.
    "payers__account_states": st.sampled_from([["NORMAL", "FROZEN"], ["NORMAL", "FROZEN", "CLOSING", "CLOSED"]]),
    "payers__retained_fen": st.integers(1, 60_00),
    "settlement__scenes": st.fixed_dictionaries({}, optional={"310": _some(SCENES), "390": _some(SCENES)}),
    "settlement__area": st.sampled_from(["PROVINCE", "NATION"]),
    "settlement__claim_types": _some(("DIRECT", "OUT_OF_AREA", "HAND_IN")),
    "settlement__institution_switch": st.booleans(),
    "settlement__pooled_fund": st.booleans(),
    "settlement__member_insu_states": st.just(["1"]),
    "refunds__left_payer": st.just("SUSPENSE"),
}
_year_ends = st.fixed_dictionaries(
    {"interest__annual_ppm": st.sampled_from([0, 15_000, 350_001])},
    optional={"year_end__day": st.sampled_from(["02-20", "03-01"])},
)
_limits = st.sampled_from([[{"of": ["SPOUSE"], "at_most": 1}, {"of": ["FATHER", "MOTHER"], "at_most": 2}]])


@st.composite
def _rules(draw: st.DrawFn, network: bool) -> dict[str, Any]:
    """A few rules are said, most are left out: a province in which everything is forbidden shows nothing."""
    said: dict[str, Any] = {}
    own = {} if network else _star
    mine = _moving if network else _quotas
    groups = ((_people, 6), (_handling, 7), (_dates, 2), (mine, 3), (_paying, 4), (own, 4))
    for group, often in groups:
        for name, values in group.items():
            if draw(st.integers(1, often)) == 1:
                said[name] = draw(values)
    if "quota__scope" not in said:
        said.pop("quota__freezes", None)
    said["relations__allowed"] = draw(st.sampled_from([RELATIONS, RELATIONS[:4]]))
    if draw(st.booleans()):
        said["relations__limits"] = draw(_limits)
    if network and draw(st.integers(0, 3)):
        said |= _ways | {"transfers__home_on_leaving": _HOME if draw(st.booleans()) else None}
    said |= draw(_network_accounts) if network else draw(_star_accounts)
    if draw(st.integers(0, 2)):
        into = "HISTORIC" if "HISTORIC" in said["accounts__kinds"] else said["accounts__kinds"][0]
        said |= draw(_year_ends) | {"year_end__into": into}
        said["year_end__gathered"] = [kind for kind in said["accounts__kinds"] if kind != into]
    if "refunds__left_payer" in said or draw(st.booleans()):
        said["refunds__suspense_into"] = draw(st.sampled_from(said["accounts__kinds"]))
    return said


_star_accounts = st.one_of(
    st.fixed_dictionaries(
        {name: st.just(["PERSONAL"]) for name in ("accounts__kinds", "accounts__own_order", "accounts__shared")},
        optional={
            "settlement__accounts_at_most": st.sampled_from(
                [{"at_most": 1}, {"at_most": 1, "own_counts": ["PERSONAL"]}]
            ),
            "authorizer__balance_in": st.just(["PERSONAL"]),
            "accounts__schemes": st.just(["310", "390"]),
        },
    ),
    st.fixed_dictionaries(
        {
            "accounts__kinds": st.just(["CURRENT", "HISTORIC"]),
            "accounts__own_order": st.sampled_from([["HISTORIC", "CURRENT"], ["HISTORIC"]]),
            "accounts__shared": st.sampled_from([["HISTORIC"], ["HISTORIC", "CURRENT"]]),
        },
        optional={
            "settlement__accounts_at_most": st.sampled_from([{"at_most": 2, "own_counts": ["HISTORIC"]}]),
            "authorizer__balance_in": st.just(["HISTORIC"]),
        },
    ),
)
_network_accounts = st.fixed_dictionaries(
    {
        "accounts__kinds": st.just(["CURRENT", "HISTORIC", "MUTUAL_AID"]),
        "accounts__own_order": st.just(["HISTORIC", "MUTUAL_AID"]),
        "accounts__shared": st.just(["MUTUAL_AID"]),
        "exclusivity__one_network": st.just(True),
        "payers__order": st.just("SET_BY_AUTHORIZER"),
    },
    optional={
        "settlement__accounts_at_most": st.just({"at_most": 1, "own_counts": ["MUTUAL_AID"]}),
        "authorizer__balance_in": st.just(["HISTORIC"]),
    },
)


@st.composite
def _versions(draw: st.DrawFn, policy_id: str, regions: list[str], network: bool) -> list[Policy]:
    """One version, or two with or without days between them; the second may drop what the first one made."""
    first = draw(_rules(network))
    how = draw(st.sampled_from(["one", "one", "follows", "follows", "follows", "follows", "gap", "ends"]))
    until = None if how == "one" else CHANGE - timedelta(days=10 if how == "gap" else 1)
    made = [_policy(policy_id, regions, date(2020, 1, 1), until, network, first)]
    if how in ("follows", "gap"):
        still = network and draw(st.booleans())
        second = draw(_rules(still)) | {"bindings__carried_over": draw(st.booleans()) if still == network else False}
        made.append(_policy(policy_id, regions, CHANGE, None, still, second))
    return made


def _policy(
    policy_id: str, regions: list[str], begin: date, until: date | None, network: bool, rules: dict[str, Any]
) -> Policy:
    header = {
        "id": policy_id,
        "version": begin.isoformat(),
        "shape": "NETWORK" if network else "STAR",
        "regions": regions,
        "in_force_from": begin.isoformat(),
        "in_force_until": until.isoformat() if until else None,
    }
    return make_policy(header, **rules)


def _wallet(rules: dict[str, Any]) -> Policy:
    header = {"id": "wallet", "version": "2020-01-01", "shape": "WALLET", "regions": ["000000"]}
    kinds = {"kinds": ["PERSONAL", "WALLET"], "own_order": ["PERSONAL", "WALLET"], "shared": []}
    said = {f"accounts__{name}": value for name, value in kinds.items()} | {"relations__allowed": RELATIONS[:4]}
    closed = {"wallet__closed_from": "22:00", "wallet__closed_until": "06:00"} if rules.pop("closed", None) else {}
    return make_policy(header, **(said | {"members__area": "NATION"} | closed | rules))


_wallets = st.fixed_dictionaries(
    {"wallet__sent_from": st.sampled_from([["PERSONAL", "HISTORIC"], ["HISTORIC", "PERSONAL", "CURRENT"]])},
    optional={
        "wallet__retained_fen": st.integers(1, 60_00),
        "wallet__at_most_fen": st.just(100_00),
        "wallet__a_day_at_most": st.just(2),
        "wallet__a_month_at_most": st.just(3),
        "wallet__one_pending": st.just(True),
        "wallet__returned_at": st.sampled_from(["00:15", "06:00"]),
        "closed": st.just(True),
        "members__insu_states": st.just(["1"]),
        "authorizer__schemes": st.just(["310"]),
    },
).map(_wallet)


@st.composite
def _random(draw: st.DrawFn) -> Setting:
    """A city's policy, for one or both cities of the province; perhaps another for the province and beyond."""
    cities = draw(st.sampled_from([["370300"], ["370300", "370400"]]))
    found = draw(_versions("city", cities, draw(st.integers(1, 3)) == 1))
    if draw(st.booleans()):
        found += draw(_versions("wide", draw(st.sampled_from([["370000", "330200"], ["000000"]])), False))
    else:
        found.append(_policy("far", ["330200"], date(2020, 1, 1), None, False, {}))
    if draw(st.booleans()):
        found.append(draw(_wallets))
    begin = datetime(2026, 2, draw(st.integers(10, 25)), 9, tzinfo=CHINA)
    return Setting(found, TWO_CITIES, begin, False)


RANDOM = _random()


def policy_folder(setting: Setting, folder: Path) -> Path:
    """The folder with these policies that a server can be started with."""
    if setting.real:
        return POLICIES
    folder.mkdir()
    (folder / "codes").symlink_to(POLICIES / "codes", target_is_directory=True)
    for policy in setting.policies:
        (folder / policy.id).mkdir(exist_ok=True)
        (folder / policy.id / f"{policy.version}.toml").write_text(as_toml(policy), "utf-8")
    return folder
