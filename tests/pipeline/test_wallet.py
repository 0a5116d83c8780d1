"""Wallets through the one door, over each database: two servers, two regions, and the return run."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from service.domain.commands import JobSlice
from service.domain.terms import Job, Relation
from service.domain.wallet_commands import AcceptWalletTransfer, OpenWallet, TransferToWallet
from service.domain.wallet_record import WalletTransfer
from service.storage.engine import read_transaction
from service.storage.migrate import migrate
from service.storage.tables import wallets
from tests.support.desk import Desk, all_of
from tests.support.wallets import PHONE, make_wallet
from tests.support.world import ABROAD, HOME, handling, ref

ROUNDS = range(4)


@pytest.fixture
async def desks(database_url: str, tmp_path: Path) -> AsyncIterator[list[Desk]]:
    """Two servers over one database; at the end the books are looked at."""
    await migrate(database_url)
    policy = make_wallet(wallet__one_pending=True)
    opened = [Desk(database_url, tmp_path / "keys", policy) for _ in range(2)]
    yield opened
    await opened[0].books()
    assert await opened[0].scalar(IN_TRANSIT) == await opened[0].scalar(WAITING)
    for desk in opened:
        await desk.close()


IN_TRANSIT = """
SELECT coalesce(sum(CASE WHEN credit_kind = 'TRANSIT' THEN amount_fen ELSE -amount_fen END), 0) FROM postings
WHERE 'TRANSIT' IN (debit_kind, credit_kind)
"""
WAITING = "SELECT coalesce(sum(amount_fen), 0) FROM wallet_transfers WHERE pending_of IS NOT NULL"


async def family(desk: Desk) -> None:
    """A sender with 500.00 at home, and a receiver abroad who has a wallet."""
    await desk.people("sender")
    await desk.people("receiver", region=ABROAD, insutype="390")
    await desk.money("sender", 500_00)
    open_it = OpenWallet(
        owner=ref("receiver", ABROAD), use_admdvs=ABROAD, phone=PHONE, handling=handling("receiver", ABROAD)
    )
    assert (await desk.do(open_it)).refusal is None


def sending(amount_fen: int) -> TransferToWallet:
    return TransferToWallet(
        owner=ref("sender"),
        receiver=ref("receiver", ABROAD),
        relation=Relation.FATHER,
        amount_fen=amount_fen,
        handling=handling("sender"),
    )


def accepting(made: WalletTransfer) -> AcceptWalletTransfer:
    return AcceptWalletTransfer(
        receiver=ref("receiver", ABROAD),
        wallet_transfer_id=made.wallet_transfer_id,
        handling=handling("receiver", ABROAD),
    )


def returning(day: str) -> JobSlice:
    return JobSlice(job=Job.WALLET_RETURN, region=HOME, period=day, after="")


def reasons(answers: list[Any]) -> list[str]:
    return sorted(answer.refusal.reason for answer in answers if answer.refusal)


async def test_from_one_region_to_another(desks: list[Desk]) -> None:
    """Sent, accepted in another region, sent again and returned: rows and balances are right, the phone is sealed."""
    desk, other = desks
    await family(desk)
    async with read_transaction(desk.engine) as tx:
        (row,) = await tx.execute(wallets.select())
    assert desk.vault.open(row.phone_sealed, "wallets.phone_sealed", ABROAD, "receiver") == PHONE
    first = (await desk.do(sending(200_00))).value
    assert reasons([await other.do(sending(1_00))]) == ["TRANSFER_PENDING"]
    accepted = await other.do(accepting(first), "accept")
    again = await desk.do(accepting(first), "accept")
    assert (accepted.value.state, again.value, again.replayed) == ("ACCEPTED", accepted.value, True)
    assert (await desk.balance_fen("sender"), await desk.balance_fen("receiver")) == (300_00, 200_00)
    second = (await desk.do(sending(100_00))).value
    assert await desk.balance_fen("sender") == 200_00
    desk.now = second.return_time
    report = (await desk.do(returning("2026-03-02"))).value
    assert (report.done, report.sums_fen) == (1, {"returned_fen": 100_00})
    assert (await desk.balance_fen("sender"), await desk.balance_fen("receiver")) == (300_00, 200_00)
    rows = "SELECT count(*) FROM wallet_transfers WHERE state = '{}' AND end_time IS NOT NULL"
    assert [await desk.scalar(rows.format(state)) for state in ("ACCEPTED", "RETURNED", "SENT")] == [2, 2, 0]


async def test_two_at_once(desks: list[Desk]) -> None:
    """Of two that send, two that accept, or an acceptance and the return run in the same instant, one is done."""
    desk, other = desks
    await family(desk)
    for i in ROUNDS:
        day = desk.now + timedelta(days=2 * i)
        desk.now = other.now = day
        sent = await all_of(desk.do(sending(10_00)), other.do(sending(10_00)))
        assert reasons(sent) == ["TRANSFER_PENDING"]
        (made,) = (answer.value for answer in sent if answer.refusal is None)
        accepted = await all_of(desk.do(accepting(made)), other.do(accepting(made)))
        assert reasons(accepted) == ["WALLET_TRANSFER_OVER"]
        last = (await desk.do(sending(10_00))).value
        desk.now, other.now = last.return_time - timedelta(microseconds=1), last.return_time
        period = f"{last.return_time:%Y-%m-%d}"
        taken, run = await all_of(desk.do(accepting(last)), other.do(returning(period)))
        assert (taken.refusal is None) == (run.value.done == 0)
    total_fen = await desk.balance_fen("sender") + await desk.balance_fen("receiver")
    assert total_fen == 500_00
