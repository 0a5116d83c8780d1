"""A wrong rule about money beside settlements is refused with file, key and what would be right."""

import pytest

from service.policy_files import PolicyFilesError, load_book
from tests.policies.folder import MOVES_MONEY, ZIBO, Folder

KIND = 'from_kind = "PERSONAL", to_kind = "MUTUAL_AID"'
LEFT_OUT = "is a rule of a NETWORK, and this policy is a STAR: leave it out"
WALLET = 'shape = "WALLET"'
SENDS = 'sent_from = { value = ["PERSONAL"], source = "rules" }'

ADDED = {
    "a route from a kind that is not kept": (
        "[transfers]\n" + 'routes = { value = [{ from_kind = "HISTORIC", to_kind = "PERSONAL" }], source = "rules" }',
        "transfers.routes.value[0]",
        "HISTORIC is not kept here: accounts.kinds has PERSONAL",
    ),
    "a route to itself": (
        "[presets]\n" + 'route = { value = { from_kind = "PERSONAL", to_kind = "PERSONAL" }, source = "rules" }',
        "presets.route.value",
        "goes from PERSONAL to itself",
    ),
    "a preset of the 31st of June": (
        '[presets]\nday = { value = "06-31", source = "rules" }',
        "presets.day.value",
        "is '06-31', has to be MM-DD, a day that every year has",
    ),
    "a year that ends on a leap day": (
        '[year_end]\nday = { value = "02-29", source = "rules" }',
        "year_end.day.value",
        "a day that every year has",
    ),
    "a day without its month": ('[year_end]\nday = { value = "31", source = "rules" }', "year_end.day.value", "MM-DD"),
    "a network's rule in a star": (
        '[transfers]\nin_network_only = { value = true, source = "rules" }',
        "transfers.in_network_only",
        LEFT_OUT,
    ),
    "a network's preset in a star": (
        '[presets]\nin_network_only = { value = true, source = "rules" }',
        "presets.in_network_only",
        LEFT_OUT,
    ),
    "a way home where nobody leaves": (
        '[transfers]\nhome_on_leaving = { value = { from_kind = "PERSONAL", to_kind = "PERSONAL" }, source = "rules" }',
        "transfers.home_on_leaving",
        LEFT_OUT,
    ),
    "transfers of a scheme that is none": (
        '[transfers]\nschemes = { value = ["311"], source = "rules" }',
        "transfers.schemes.value",
        "'311' is not in codes/insutypes.toml",
    ),
    "freezing without quotas": (
        '[quota]\nfreezes = { value = true, source = "rules" }',
        "quota.freezes.value",
        "there is no quota that could freeze anything",
    ),
    "suspense that ends nowhere": (
        '[refunds]\nleft_payer = { value = "SUSPENSE", source = "rules" }',
        "refunds.suspense_into",
        "is missing: SUSPENSE has to end in a kind of account",
    ),
    "suspense into a kind that is not kept": (
        '[refunds]\nsuspense_into = { value = "HISTORIC", source = "rules" }',
        "refunds.suspense_into.value",
        "HISTORIC is not kept here",
    ),
    "a year-end into nothing": (
        '[year_end]\ngathered = { value = ["PERSONAL"], source = "rules" }',
        "year_end.into",
        "is missing: what is gathered has to go into a kind of account",
    ),
    "a year-end into what is gathered": (
        '[year_end]\ngathered = { value = ["PERSONAL"], source = "rules" }\n'
        'into = { value = "PERSONAL", source = "rules" }',
        "year_end.gathered.value",
        "PERSONAL is where it all goes (year_end.into): leave it out",
    ),
    "a year-end into a kind that is not kept": (
        '[year_end]\ninto = { value = "HISTORIC", source = "rules" }',
        "year_end.into.value",
        "HISTORIC is not kept here",
    ),
    "interest of less than nothing": (
        '[interest]\nannual_ppm = { value = -1, source = "rules" }',
        "interest.annual_ppm.value",
        "is -1, has to be 0 or more",
    ),
    "more than all as interest": (
        '[interest]\nannual_ppm = { value = 1000001, source = "rules" }',
        "interest.annual_ppm.value",
        "has to be 1000000 (100 % a year) or less",
    ),
    "wallet limits in a star": (
        '[wallet]\na_day_at_most = { value = 3, source = "rules" }',
        "wallet.a_day_at_most",
        "is a rule of a WALLET, and this policy is a STAR: leave it out",
    ),
    "no transfer a day": (
        '[wallet]\na_day_at_most = { value = 0, source = "rules" }',
        "wallet.a_day_at_most.value",
        "is 0, has to be 1 or more",
    ),
}


def told(folder: Folder, file: str, key: str, problem: str) -> bool:
    """Whether loading is refused with this key and problem, in this file."""
    with pytest.raises(PolicyFilesError) as refused:
        load_book(folder.path)
    found = [e for e in refused.value.errors if e.key == key and problem in e.problem]
    assert [e.file for e in found] == [file], str(refused.value)
    return True


@pytest.mark.parametrize(("text", "key", "problem"), ADDED.values(), ids=ADDED)
def test_a_wrong_rule(folder: Folder, text: str, key: str, problem: str) -> None:
    """Each thing that can be wrong is refused with the key and what would be right."""
    folder.replace(ZIBO, "# ---- worked examples", f"{text}\n\n# ----")
    assert told(folder, ZIBO, key, problem)


HOURS = {
    "a beginning without an end": (
        f'{SENDS}\nclosed_from = {{ value = "22:00", source = "rules" }}',
        "wallet.closed_until",
        "is missing: wallet.closed_from is given, and closed hours have both",
    ),
    "an end without a beginning": (
        f'{SENDS}\nclosed_until = {{ value = "06:00", source = "rules" }}',
        "wallet.closed_from",
        "is missing: wallet.closed_until is given",
    ),
    "hours that begin when they end": (
        f'{SENDS}\nclosed_from = {{ value = "06:00", source = "rules" }}\n'
        'closed_until = { value = "06:00", source = "rules" }',
        "wallet.closed_until.value",
        "has to be another moment of the day",
    ),
    "no moment of the day": (
        f'{SENDS}\nreturned_at = {{ value = "24:00", source = "rules" }}',
        "wallet.returned_at.value",
        "is '24:00', has to be HH:MM, from 00:00 to 23:59",
    ),
    "nothing to send out of": ("", "wallet.sent_from", "is missing: name the kinds of account"),
    "sending out of a wallet": (
        SENDS.replace("PERSONAL", "WALLET"),
        "wallet.sent_from.value",
        "WALLET can't be sent out of: name PERSONAL, CURRENT or HISTORIC",
    ),
}


@pytest.mark.parametrize(("text", "key", "problem"), HOURS.values(), ids=HOURS)
def test_a_wrong_wallet(folder: Folder, text: str, key: str, problem: str) -> None:
    """What a wallet needs, and how its hours are written."""
    folder.replace(ZIBO, 'shape = "STAR"', WALLET)
    folder.replace(ZIBO, "# ---- worked examples", f"[wallet]\n{text}\n\n# ----")
    assert told(folder, ZIBO, key, problem)


@pytest.mark.parametrize(
    ("shape", "quota", "problem"),
    [
        ("QUOTA", "", "is missing: a QUOTA policy has PER_BINDING or ALL_MEMBERS"),
        ("WALLET", 'scope = { value = "PER_BINDING", source = "rules" }', "a WALLET has no quotas"),
        ("NETWORK", 'scope = { value = "ALL_MEMBERS", source = "rules" }', "a NETWORK has no quotas"),
    ],
)
def test_quotas_by_shape(folder: Folder, shape: str, quota: str, problem: str) -> None:
    """A policy of quotas says what they are set for; networks and wallets have none."""
    folder.replace(ZIBO, 'shape = "STAR"', f'shape = "{shape}"')
    folder.replace(ZIBO, "# ---- worked examples", f"[quota]\n{quota}\n\n# ----")
    assert told(folder, ZIBO, "quota.scope", problem)


def test_nothing_may_be_less_than_nothing(folder: Folder) -> None:
    """What has to stay in an account may be nothing, and not less."""
    folder.replace(MOVES_MONEY, "retained_fen = { value = 200000", "retained_fen = { value = -1")
    assert told(folder, MOVES_MONEY, "transfers.retained_fen.value", "is -1, has to be 0 or more")
