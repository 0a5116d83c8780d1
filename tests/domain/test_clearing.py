"""What regions owe each other: seen alike from both sides, and paid once."""

from collections import Counter
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from service.domain.account import Posting, Side
from service.domain.clearing import Clearing, Line, RegionClearing, Through, clearings
from service.domain.commands import JobSlice
from service.domain.jobs.clearing import WORK
from service.domain.jobs.run import JobRun
from service.domain.outcome import Outcome
from service.domain.state import Picked
from service.domain.terms import Job, Movement, PassThrough
from service.domain.wallet_commands import AcceptWalletTransfer
from tests.support.wallets import make_wallet, open_wallet, sent
from tests.support.world import HOME, NEIGHBOUR, NOON, World, handling, make_policy, ref

CLEARING, INSTITUTION = PassThrough.CLEARING, PassThrough.INSTITUTION
FORWARD = (Movement.SETTLEMENT, Movement.PREMIUM, Movement.WALLET, Movement.LIQUIDATION)
BACK = (Movement.REVERSAL, Movement.PREMIUM_REFUND)


def crossing(payer: str, other: str, movement: Movement, amount_fen: int) -> list[Posting]:
    """Money of an account in `payer` that is spent in `other`, or comes back from there: a row in each one's books."""
    there = (Side(INSTITUTION, "payer"), Side(CLEARING, other))
    here = (Side(CLEARING, payer), Side(INSTITUTION, "payee"))
    if movement in BACK:
        there, here = there[::-1], here[::-1]
    return [
        Posting(region=region, movement=movement, debit=d, credit=c, amount_fen=amount_fen, posted_time=NOON)
        for region, (d, c) in ((payer, there), (other, here))
    ]


def through(region: str, postings: Iterable[Posting]) -> list[Through]:
    """What the database adds up."""
    sums: dict[tuple[str, Movement], Counter[str]] = {}
    for p in postings:
        if p.region == region and p.movement is not Movement.CLEARING:
            owed = p.credit.kind is CLEARING
            found = sums.setdefault(((p.credit if owed else p.debit).owner, p.movement), Counter())
            side = "owed" if owed else "due"
            found.update({f"{side}_count": 1, f"{side}_fen": p.amount_fen})
    return [Through(other_region=other, movement=movement, **found) for (other, movement), found in sums.items()]


def view(region: str, postings: list[Posting], cleared: Iterable[Clearing] = ()) -> RegionClearing:
    (found,) = clearings(region, through(region, postings), cleared)
    return found


def test_who_owes_whom() -> None:
    """A neighbour's account paid 500 here, and 20 came back; an account of ours paid 70 there: 410 is owed to us."""
    moved = crossing(NEIGHBOUR, HOME, Movement.SETTLEMENT, 500_00)
    moved += crossing(NEIGHBOUR, HOME, Movement.REVERSAL, 20_00)
    moved += crossing(HOME, NEIGHBOUR, Movement.PREMIUM, 70_00)
    ours, theirs = view(HOME, moved), view(NEIGHBOUR, moved)
    assert (ours.owed_fen, ours.due_fen, ours.net_fen) == (70_00, 480_00, -410_00)
    assert (theirs.owed_fen, theirs.due_fen, theirs.net_fen) == (480_00, 70_00, 410_00)
    assert ours.lines == theirs.lines
    assert ours.lines[0] == Line(
        authorizer_region=HOME, movement=Movement.PREMIUM, count=1, own_fen=0, mutual_aid_fen=70_00
    )


def test_ones_own_money_is_told_apart() -> None:
    """An account carried along to another region is its owner's own; a wallet transfer accepted is mutual aid."""
    moved = crossing(HOME, NEIGHBOUR, Movement.LIQUIDATION, 30_00) + crossing(HOME, NEIGHBOUR, Movement.WALLET, 5_00)
    split = {line.movement: (line.own_fen, line.mutual_aid_fen) for line in view(NEIGHBOUR, moved).lines}
    assert split == {Movement.LIQUIDATION: (30_00, 0), Movement.WALLET: (0, 5_00)}


_MOVED = st.lists(
    st.tuples(st.booleans(), st.sampled_from(FORWARD + BACK), st.integers(1, 10**9)), min_size=1, max_size=30
)


@given(_MOVED)
def test_both_regions_see_the_same(moved: list[tuple[bool, Movement, int]]) -> None:
    """Whatever went to and fro: each one's debt is the other's claim, made of the same lines, and the clearing accounts
    hold just the balance."""
    postings = [
        posting
        for to_us, movement, fen in moved
        for posting in crossing(*((NEIGHBOUR, HOME) if to_us else (HOME, NEIGHBOUR)), movement, fen)
    ]
    ours, theirs = view(HOME, postings), view(NEIGHBOUR, postings)
    assert (ours.owed_fen, ours.due_fen, ours.net_fen) == (theirs.due_fen, theirs.owed_fen, -theirs.net_fen)
    assert ours.lines == theirs.lines
    assert ours.net_fen == sum(
        p.amount_fen if p.credit.kind is CLEARING else -p.amount_fen for p in postings if p.region == HOME
    )


def test_a_wallet_transfer_counts_once_it_is_accepted() -> None:
    """Sent, it waits in the sender's region and is owed to nobody; accepted in another region, it is mutual aid."""
    world = World([make_wallet()])
    world.person("sender")
    world.person("receiver", NEIGHBOUR, insutype="390")
    world.money("sender", PERSONAL=100_00)
    open_wallet(world, "receiver", NEIGHBOUR)
    made = sent(world, 60_00, region=NEIGHBOUR)
    command = AcceptWalletTransfer(
        receiver=ref("receiver", NEIGHBOUR),
        wallet_transfer_id=made.wallet_transfer_id,
        handling=handling("receiver", NEIGHBOUR),
    )
    accepted = world.decide(command)
    assert isinstance(accepted, Outcome)
    ours, theirs = (view(region, accepted.changes.postings) for region in (HOME, NEIGHBOUR))
    line = Line(authorizer_region=HOME, movement=Movement.WALLET, count=1, own_fen=0, mutual_aid_fen=60_00)
    assert ours.lines == theirs.lines == (line,)
    assert (ours.net_fen, theirs.net_fen) == (60_00, -60_00)


def run(world: World, region: str, *owed: tuple[str, int], own_fen: int = 0) -> tuple[JobRun, list[Posting]]:
    command = JobSlice(job=Job.CLEARING, region=region, period="2026-02", after="")
    world.state.picked[command] = tuple(Picked(other, {"net_fen": fen, "own_fen": own_fen}) for other, fen in owed)
    decided = world.decide(command)
    assert isinstance(decided, Outcome)
    return decided.answer, decided.changes.postings


def test_the_region_that_owes_pays_in_both_books() -> None:
    """On balance, in full, its clearing account against its bank, and the other's the other way round."""
    world = World([make_policy()])
    report, (out, into) = run(world, HOME, (NEIGHBOUR, 410_00))
    assert (report.done, report.sums_fen) == (1, {"paid_fen": 410_00})
    assert (out.region, out.debit, out.credit) == (HOME, Side(CLEARING, NEIGHBOUR), Side(PassThrough.BANK, NEIGHBOUR))
    assert (into.region, into.debit, into.credit) == (NEIGHBOUR, Side(PassThrough.BANK, HOME), Side(CLEARING, HOME))
    assert {(p.amount_fen, p.movement, p.cause) for p in (out, into)} == {(410_00, Movement.CLEARING, "2026-02")}


def test_the_other_regions_run_pays_nothing() -> None:
    """It is owed, so its own run leaves it to the debtor's, before and after: nothing is paid twice."""
    for first, second in ((HOME, NEIGHBOUR), (NEIGHBOUR, HOME)):
        world = World([make_policy()])
        owed = {HOME: 410_00, NEIGHBOUR: -410_00}
        paid = [run(world, region, (other, owed[region])) for region, other in ((first, second), (second, first))]
        assert sum(report.done for report, _ in paid) == 1
        assert sum(len(postings) for _, postings in paid) == 2


def test_books_that_are_kept_elsewhere() -> None:
    """For an account carried to a region that is not served here, only the books here are paid from; what else is owed
    to that region is in its books here, too."""
    world = World([make_policy({"regions": [HOME]})])
    _, only = run(world, HOME, (NEIGHBOUR, 30_00), own_fen=30_00)
    assert [(p.region, p.amount_fen) for p in only] == [(HOME, 30_00)]
    _, both = run(World([make_policy({"regions": [HOME]})]), HOME, (NEIGHBOUR, 30_00), own_fen=10_00)
    assert [(p.region, p.amount_fen) for p in both] == [(HOME, 30_00), (NEIGHBOUR, 20_00)]


def test_where_nothing_is_owed_nothing_is_written() -> None:
    """Debts that cancel out leave nothing to pay."""
    report, postings = run(World([make_policy()]), HOME, (NEIGHBOUR, 0))
    assert (report.looked, report.done, postings) == (1, 0, [])


def test_a_month_is_cleared_an_hour_after_it_is_over() -> None:
    """What was decided in the last moment of the month has been written by then."""
    assert WORK.due is not None
    due = WORK.due("2026-02", HOME, World([make_policy()]).book)
    assert due.isoformat() == "2026-03-01T01:00:00+08:00"
