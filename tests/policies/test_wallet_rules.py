"""Rules of the format about wallets, by a policy made for each."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from service.domain.terms import Job
from service.domain.wallet_record import WalletTransfer
from tests.policies.people import reason
from tests.support.jobs import run_job
from tests.support.wallets import accept, make_wallet, open_wallet, send, sent, wallet_world
from tests.support.world import World


def at(clock: str, day: str = "2026-03-01") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}+08:00")


@pytest.mark.parametrize(
    ("kinds", "given"),
    [
        (["HISTORIC", "PERSONAL"], {"HISTORIC": 100_00, "PERSONAL": 50_00}),
        (["PERSONAL", "HISTORIC"], {"PERSONAL": 70_00, "HISTORIC": 80_00}),
    ],
)
def test_the_accounts_that_are_sent_from(kinds: list[str], given: dict[str, int]) -> None:
    """wallet.sent_from: the sender's accounts give in this order, and what is in others stays."""
    world = wallet_world(wallet__sent_from=kinds)
    world.money("sender", PERSONAL=70_00, HISTORIC=100_00, CURRENT=500_00)
    made = sent(world, 150_00)
    assert {str(part.kind): part.amount_fen for part in made.parts} == given
    assert world.balance_fen("sender", "CURRENT") == 500_00
    assert reason(send(world, 20_01)) == "INSUFFICIENT_BALANCE"


@pytest.mark.parametrize(
    ("retained_fen", "amount_fen", "expected"),
    [
        (0, 10_000_00, None),
        (0, 10_000_01, "INSUFFICIENT_BALANCE"),
        (2_000_00, 8_000_00, None),
        (2_000_00, 8_000_01, "RETAINED_BALANCE"),
        (2_000_00, 10_000_01, "INSUFFICIENT_BALANCE"),
    ],
)
def test_what_stays_with_the_sender(retained_fen: int, amount_fen: int, expected: str | None) -> None:
    """wallet.retained_fen: so much has to stay in the sender's accounts, all of them together."""
    world = wallet_world(wallet__retained_fen=retained_fen, wallet__sent_from=["PERSONAL", "HISTORIC"])
    world.money("sender", PERSONAL=9_000_00, HISTORIC=1_000_00)
    assert reason(send(world, amount_fen)) == expected


@pytest.mark.parametrize(("amount_fen", "expected"), [(2_000_00, None), (2_000_01, "TRANSFER_LIMIT_REACHED")])
def test_how_much_at_once(amount_fen: int, expected: str | None) -> None:
    """wallet.at_most_fen: one transfer is not larger."""
    assert reason(send(wallet_world(wallet__at_most_fen=2_000_00), amount_fen)) == expected


@pytest.mark.parametrize(
    ("rule", "moments"),
    [
        # The calendar day of Shanghai ends at its midnight, wherever the server stands.
        (
            {"wallet__a_day_at_most": 2},
            [("12:00:00", "2026-03-01"), ("23:59:59.999", "2026-03-01"), ("00:00:00", "2026-03-02")],
        ),
        (
            {"wallet__a_month_at_most": 2},
            [("00:00:00", "2026-03-01"), ("23:59:59.999", "2026-03-31"), ("00:00:00", "2026-04-01")],
        ),
    ],
)
def test_how_often(rule: dict[str, int], moments: list[tuple[str, str]]) -> None:
    """wallet.a_day_at_most, wallet.a_month_at_most: so often in a calendar day or month, accepted or not."""
    world = wallet_world(**rule)
    first, last, after = (at(*moment) for moment in moments)
    world.now = first
    accept(world, sent(world, 1_00))
    sent(world, 1_00)
    world.now = last
    assert reason(send(world, 1_00)) == "TRANSFER_LIMIT_REACHED"
    world.now = after
    assert reason(send(world, 1_00)) is None


@pytest.mark.parametrize(("one_pending", "expected"), [(True, "TRANSFER_PENDING"), (False, None)])
def test_one_waits_at_a_time(one_pending: bool, expected: str | None) -> None:
    """wallet.one_pending: who has sent waits until it is accepted or should have come back, whoever it went to."""
    world = wallet_world(wallet__one_pending=one_pending)
    world.person("other")
    open_wallet(world, "other")
    first = sent(world, 1_00)
    assert reason(send(world, 1_00, "other")) == expected
    accept(world, first)
    second = send(world, 1_00, "other")
    assert isinstance(second, WalletTransfer)
    world.now = second.return_time - timedelta(milliseconds=1)
    assert reason(send(world, 1_00)) == expected
    world.now = second.return_time
    assert reason(send(world, 1_00)) is None


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("21:59:59.999", None),
        ("22:00:00", "TRANSFER_CLOSED_HOURS"),
        ("00:00:00", "TRANSFER_CLOSED_HOURS"),
        ("05:59:59.999", "TRANSFER_CLOSED_HOURS"),
        ("06:00:00", None),
    ],
)
def test_closed_hours_across_midnight(clock: str, expected: str | None) -> None:
    """wallet.closed_from is refused, wallet.closed_until is done again; what waits is accepted at any time."""
    world = wallet_world(wallet__closed_from="22:00", wallet__closed_until="06:00")
    waiting = sent(world, 1_00)
    world.now = at(clock, "2026-03-02" if clock < "12" else "2026-03-01")
    assert reason(send(world, 1_00)) == expected
    in_time = world.now < waiting.return_time
    assert reason(accept(world, waiting)) == (None if in_time else "WALLET_TRANSFER_OVER")


@pytest.mark.parametrize(
    ("clock", "expected"), [("11:59:59.999", None), ("12:00:00", "TRANSFER_CLOSED_HOURS"), ("13:30:00", None)]
)
def test_closed_hours_within_a_day(clock: str, expected: str | None) -> None:
    """Hours that do not cross midnight are closed in the middle of the day alone."""
    world = wallet_world(wallet__closed_from="12:00", wallet__closed_until="13:30")
    world.now = at(clock)
    assert reason(send(world, 1_00)) == expected


@pytest.mark.parametrize(("returned_at", "clock"), [("06:00", "06:00:00"), ("23:30", "23:30:00")])
def test_when_it_goes_back(returned_at: str, clock: str) -> None:
    """wallet.returned_at: until then of the next day it can be accepted; from then on the run returns it."""
    world = wallet_world(wallet__returned_at=returned_at)
    world.now = at("00:00:00")
    made = sent(world, 500_00)
    world.now = back = at(clock, "2026-03-02")
    assert made.return_time == back
    assert reason(accept(world, made)) == "WALLET_TRANSFER_OVER"
    world.now = back - timedelta(milliseconds=1)
    assert run_job(world, Job.WALLET_RETURN, "2026-03-02", ["sender"]).done == 0
    world.now = back
    report = run_job(world, Job.WALLET_RETURN, "2026-03-02", ["sender"])
    assert (report.done, report.sums_fen) == (1, {"returned_fen": 500_00})
    assert world.balance_fen("sender") == 10_000_00
    assert reason(accept(world, made)) == "WALLET_TRANSFER_OVER"


def test_who_may_send_and_receive() -> None:
    """authorizer.*, members.* and relations.* of a wallet's policy hold for its senders and receivers."""
    rules: dict[str, Any] = {
        "authorizer__schemes": ["310"],
        "authorizer__account_states": ["NORMAL"],
        "members__insu_states": ["1"],
        "members__area": "REGION",
    }
    world = World([make_wallet(**rules)])
    for psn_no, fields in (
        ("sender", {}),
        ("resident", {"insutype": "390"}),
        ("far", {"region": "990200"}),
        ("frozen", {"account_state": "FROZEN"}),
    ):
        world.person(psn_no, **fields)
        open_wallet(world, psn_no, fields.get("region", "990100"))
    world.money("sender", PERSONAL=100_00)
    world.person("stopped", psn_insu_stas="2")
    assert reason(open_wallet(world, "stopped")) == "MEMBER_NOT_INSURED"
    assert reason(send(world, 1_00, "stopped")) == "MEMBER_NOT_INSURED"
    assert reason(send(world, 1_00, "far", region="990200")) == "MEMBER_OUT_OF_AREA"
    assert reason(send(world, 1_00, "resident", relation="OTHER")) == "RELATION_NOT_ALLOWED"
    assert reason(send(world, 1_00, "sender")) == "RELATION_NOT_ALLOWED"
    assert reason(send(world, 1_00, "resident")) is None
    world.person("sender", insutype="390")
    assert reason(send(world, 1_00, "resident")) == "AUTHORIZER_NOT_EMPLOYEE_SCHEME"
    world.person("sender", account_state="FROZEN")
    assert reason(send(world, 1_00, "resident")) == "ACCOUNT_NOT_NORMAL"
