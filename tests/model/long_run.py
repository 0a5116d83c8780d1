"""The long run of `make test-model`: more examples, longer lives, and a real server reached by gRPC too.

Not part of `make test`, which collects files named test_*.py. MODEL_EXAMPLES scales it.
"""

import os
from pathlib import Path

import pytest

from service.domain.explanation import Why
from service.domain.refusal import REFUSALS
from tests.model.policies import RANDOM, REAL
from tests.model.run import Databases, counters, desks, live
from tests.model.tally import Tally

EXAMPLES = int(os.environ.get("MODEL_EXAMPLES", "100"))
STEPS = 60
ALL = Tally()

PREMIUMS = "of premiums, which are not among the steps"

OUT_OF_REACH = {
    "PAGE_TOKEN_MISMATCH": "of a list's next page, which the model does not turn",
    "INVALID_REQUEST": "of a malformed request, which no decision is made about; the model makes none",
    "BINDING_KEY_REUSED": "of ImportBindings, whose rows are not among the steps",
    "BINDING_NOT_STANDING": PREMIUMS,
    "QUOTA_EXCEEDED": PREMIUMS,
    "PREMIUM_ALREADY_PAID": PREMIUMS,
    "PREMIUM_ALREADY_REFUNDED": PREMIUMS,
    "PREMIUM_AMOUNT_UNKNOWN": PREMIUMS,
    "PREMIUM_NOTHING_DUE": PREMIUMS,
    "PREMIUM_NOT_ALLOWED": PREMIUMS,
    "PREMIUM_NOT_FOUND": PREMIUMS,
    "PREMIUM_TIER_NOT_OFFERED": PREMIUMS,
    "PREMIUM_WINDOW_CLOSED": PREMIUMS,
}
"""Reasons that a run can't come to, with why."""

LEFT_TO_CHANCE = 8
"""So many others may be missed: some need a rare rule, a rare person and the right moment together, and there are a
dozen more of them since wallets and the office's runs are among the steps."""


@pytest.mark.parametrize(("databases", "share"), [("sqlite", 1), ("postgres", 0.5)], indirect=["databases"])
@pytest.mark.parametrize(("policies", "settings"), [("random", RANDOM), ("real", REAL)])
def test_services(databases: Databases, share: float, policies: str, settings: object, tmp_path: Path) -> None:
    """The services over the real pipeline agree with the model, step by step."""
    _run(desks(databases, tmp_path), settings, f"{policies}, in process", share)


@pytest.mark.parametrize(("databases", "share"), [("sqlite", 0.1), ("postgres", 0.1)], indirect=["databases"])
@pytest.mark.parametrize(("policies", "settings"), [("random", RANDOM), ("real", REAL)])
def test_server(databases: Databases, share: float, policies: str, settings: object, tmp_path: Path) -> None:
    """A server process, its policies read from files, agrees with the model through gRPC."""
    _run(counters(databases, tmp_path), settings, f"{policies}, by gRPC", share)


def _run(office: object, settings: object, name: str, share: float) -> None:
    tally = live(office, settings, name, examples=max(1, int(EXAMPLES * share)), steps=STEPS)  # type: ignore[arg-type]
    ALL.add(tally)
    print(f"\n{name}\n{tally}")


def test_every_reason_was_reached() -> None:
    """Nearly all reasons of refusals and explanations came up; those that did not are named."""
    refused = set(REFUSALS) - set(ALL.refusals)
    explained = {str(why) for why in Why} - set(ALL.explanations)
    print(f"\nall together\n{ALL}")
    print(f"never refused with: {_named(refused)}\nnever explained with: {_named(explained)}")
    missing = sorted((refused | explained) - set(OUT_OF_REACH))
    assert len(missing) <= LEFT_TO_CHANCE, f"not reached: {', '.join(missing)}"


def _named(reasons: set[str]) -> str:
    told = [f"{r} ({OUT_OF_REACH[r]})" if r in OUT_OF_REACH else r for r in sorted(reasons)]
    return "; ".join(told) or "none"
