"""Wallets: opening, sending, accepting, going back, and spending what is in them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from service.domain.account import Posting
from service.domain.calendar import SHANGHAI
from service.domain.outcome import Outcome
from service.domain.policy_book import PolicyBook
from service.domain.refusal import Refusal
from service.domain.terms import AccountState, Job, Relation
from service.domain.wallet_commands import AcceptWalletTransfer, TransferToWallet, of_owner
from service.domain.wallet_record import Wallet, WalletTransfer
from tests.policies.people import reason
from tests.support.jobs import run_job
from tests.support.wallets import PHONE, accept, make_wallet, open_wallet, send, sent, wallet_world
from tests.support.world import ABROAD, HOME, MED_TYPES, World, handling, make_policy, paid, ref, why


def both_worlds() -> World:
    """A star of HOME beside the wallet of everywhere; a member at HOME with 20.00 of its own and a wallet."""
    star = make_policy({"id": "star", "regions": [HOME]})
    world = World([make_wallet(), star])
    for psn_no in ("sender", "member"):
        world.person(psn_no)
    world.money("sender", PERSONAL=1_000_00)
    world.money("member", PERSONAL=20_00)
    assert isinstance(open_wallet(world, "member"), Wallet)
    return world


def moves(postings: Iterable[Posting]) -> list[tuple[str, str, str, str, str, int]]:
    """In which region, from which account to which, how much."""
    return [
        (p.region, str(p.debit.kind), p.debit.owner, str(p.credit.kind), p.credit.owner, p.amount_fen) for p in postings
    ]


def test_a_wallet_is_opened_once_and_is_empty() -> None:
    """Whoever is insured may open one; it holds nothing, and nobody has two."""
    world = wallet_world()
    assert world.balance_fen("receiver", "WALLET") == 0
    again = open_wallet(world, "receiver")
    assert isinstance(again, Refusal) and again.reason == "WALLET_ALREADY_OPEN"
    assert again.metadata["opened_time"] == "2026-03-01T12:00:00+08:00"


def test_the_phone_is_kept_and_never_answered() -> None:
    """The number goes into the row that is sealed, and neither into the answer nor into the event."""
    world = World([make_wallet()])
    world.person("owner")
    opened = open_wallet(world, "owner")
    assert isinstance(opened, Wallet) and opened.phone is None
    (kept,) = world.state.shelf.find(of_owner(opened.owner))
    assert kept.phone == PHONE


@pytest.mark.parametrize("who", ["member", "nobody"])
def test_what_is_ones_own_act(who: str) -> None:
    """Nobody opens, sends or accepts for another; an applicant whom nobody knows is not found."""
    world = wallet_world()
    world.person("member")
    made = sent(world, 1_00)
    expected = "APPLICANT_NOT_ENTITLED" if who == "member" else "PERSON_NOT_FOUND"
    by_other = handling(who)
    assert reason(open_wallet(world, "sender", handling=by_other)) == expected
    assert reason(send(world, 1_00, handling=by_other)) == expected
    assert reason(accept(world, made, handling=by_other)) == expected


def test_a_wallet_has_to_be_open() -> None:
    """Nothing is sent to whom has none, nor to somebody who is not known."""
    world = wallet_world()
    world.person("other")
    refused = send(world, 1_00, "other")
    assert isinstance(refused, Refusal)
    assert (refused.reason, refused.metadata) == ("WALLET_NOT_OPEN", {"person": "receiver"})
    unknown = send(world, 1_00, "nobody")
    assert isinstance(unknown, Refusal)
    assert (unknown.reason, unknown.metadata) == ("PERSON_NOT_FOUND", {"person": "receiver"})


def test_only_its_receiver_finds_a_transfer() -> None:
    """Another's transfer, and one that there never was, are not found; neither can the sender take it."""
    world = wallet_world()
    world.person("other")
    open_wallet(world, "other")
    made = sent(world, 1_00)
    for psn_no in ("other", "sender"):
        accepted = accept(world, made, receiver=ref(psn_no), handling=handling(psn_no))
        assert reason(accepted) == "WALLET_TRANSFER_NOT_FOUND"
    assert reason(accept(world, made)) is None


def test_the_money_waits_in_transit() -> None:
    """Sent: out of the account into transit. Accepted: out of transit into the wallet, and only once."""
    world = wallet_world()
    by_sender = handling("sender")
    asked = {"owner": ref("sender"), "receiver": ref("receiver"), "relation": Relation.CHILD, "amount_fen": 300_00}
    decided = world.decide(TransferToWallet(handling=by_sender, **asked))
    assert isinstance(decided, Outcome)
    assert moves(decided.changes.postings) == [(HOME, "PERSONAL", "sender", "TRANSIT", "sender", 300_00)]
    assert (world.balance_fen("sender"), world.balance_fen("receiver", "WALLET")) == (9_700_00, 0)
    accepting = AcceptWalletTransfer(
        receiver=ref("receiver"),
        wallet_transfer_id=decided.answer.wallet_transfer_id,
        handling=handling("receiver"),
    )
    accepted = world.decide(accepting)
    assert isinstance(accepted, Outcome)
    assert moves(accepted.changes.postings) == [(HOME, "TRANSIT", "sender", "WALLET", "receiver", 300_00)]
    assert world.balance_fen("receiver", "WALLET") == 300_00
    again = world.decide(accepting)
    assert isinstance(again, Refusal)
    assert (again.reason, again.metadata) == ("WALLET_TRANSFER_OVER", {"state": "ACCEPTED"})


def test_each_regions_books_balance() -> None:
    """To another region the money goes through both clearing accounts, and the row of the transfer stands in both."""
    world = wallet_world()
    world.person("far", ABROAD, insutype="390")
    assert isinstance(open_wallet(world, "far", ABROAD), Wallet)
    made = sent(world, 40_00, "far", region=ABROAD)
    command = AcceptWalletTransfer(
        receiver=ref("far", ABROAD),
        wallet_transfer_id=made.wallet_transfer_id,
        handling=handling("far", ABROAD),
    )
    decided = world.decide(command)
    assert isinstance(decided, Outcome)
    assert moves(decided.changes.postings) == [
        (HOME, "TRANSIT", "sender", "CLEARING", ABROAD, 40_00),
        (ABROAD, "CLEARING", HOME, "WALLET", "far", 40_00),
    ]
    assert {(row.region, row.state) for row in decided.changes.kept if isinstance(row, WalletTransfer)} == {
        (HOME, "ACCEPTED"),
        (ABROAD, "ACCEPTED"),
    }
    assert {(e.region, e.psn_no) for e in decided.changes.events} == {(HOME, "sender"), (ABROAD, "far")}


def test_what_comes_back_goes_where_it_came_from() -> None:
    """The return run gives each account what it gave; a run that comes again finds nothing."""
    world = wallet_world(wallet__sent_from=["HISTORIC", "PERSONAL"])
    world.money("sender", PERSONAL=100_00, HISTORIC=30_00)
    made = sent(world, 50_00)
    assert (world.balance_fen("sender"), world.balance_fen("sender", "HISTORIC")) == (80_00, 0)
    world.now = made.return_time
    assert run_job(world, Job.WALLET_RETURN, "2026-03-02", ["sender"]).done == 1
    assert (world.balance_fen("sender"), world.balance_fen("sender", "HISTORIC")) == (100_00, 30_00)
    assert run_job(world, Job.WALLET_RETURN, "2026-03-03", ["sender"]).done == 0
    assert world.balance_fen("sender") == 100_00


def test_what_was_accepted_does_not_come_back() -> None:
    """The run leaves alone what was accepted in time, and what is not due yet."""
    world = wallet_world()
    accepted, waiting = sent(world, 50_00), sent(world, 20_00)
    assert reason(accept(world, accepted)) is None
    world.now = waiting.return_time - timedelta(microseconds=1)
    assert run_job(world, Job.WALLET_RETURN, "2026-03-02", ["sender"]).done == 0
    world.now = waiting.return_time
    report = run_job(world, Job.WALLET_RETURN, "2026-03-03", ["sender"])
    assert (report.done, report.sums_fen) == (1, {"returned_fen": 20_00})
    assert (world.balance_fen("sender"), world.balance_fen("receiver", "WALLET")) == (9_950_00, 50_00)


def test_several_come_back_at_once() -> None:
    """Where more than one may wait, all that is overdue goes back in one run, to the fen."""
    world = wallet_world()
    for amount_fen in (1_00, 2_00, 4_00):
        last = sent(world, amount_fen)
    world.now = last.return_time
    assert run_job(world, Job.WALLET_RETURN, "2026-03-02", ["sender"]).sums_fen == {"returned_fen": 7_00}
    assert world.balance_fen("sender") == 10_000_00


def test_a_closed_account_takes_nothing_back() -> None:
    """Where the sender's accounts were closed meanwhile the money waits in SUSPENSE, to be paid out."""
    world = wallet_world()
    made = sent(world, 50_00)
    world.money("sender", PERSONAL=0)
    world.person("sender", account_state=AccountState.CLOSED)
    world.now = made.return_time
    assert run_job(world, Job.WALLET_RETURN, "2026-03-02", ["sender"]).done == 1
    assert (world.balance_fen("sender"), world.balance_fen("sender", "SUSPENSE")) == (0, 50_00)


def test_a_kind_that_is_no_longer_kept_takes_nothing_back() -> None:
    """What came from a kind of account that the place has given up since waits in SUSPENSE, as a refund does."""
    before = make_wallet({"in_force_until": "2026-03-01"}, wallet__sent_from=["HISTORIC"])
    since = make_wallet({"version": "2", "in_force_from": "2026-03-02"}, accounts__kinds=["PERSONAL", "WALLET"])
    world = World([before, since])
    for psn_no in ("sender", "receiver"):
        world.person(psn_no)
    world.money("sender", HISTORIC=50_00)
    open_wallet(world, "receiver")
    world.now = sent(world, 50_00).return_time
    assert run_job(world, Job.WALLET_RETURN, "2026-03-02", ["sender"]).done == 1
    assert (world.balance_fen("sender", "HISTORIC"), world.balance_fen("sender", "SUSPENSE")) == (0, 50_00)


def test_a_frozen_balance_is_not_sent() -> None:
    """What is frozen for a quota can't be sent away."""
    world = wallet_world()
    account = next(key for key in world.state.accounts if key.psn_no == "sender")
    world.state.accounts[account] = type(world.state.accounts[account])(100_00, 60_00)
    assert reason(send(world, 40_01)) == "INSUFFICIENT_BALANCE"
    assert reason(send(world, 40_00)) is None


def test_the_wallet_pays_after_ones_own_accounts_and_before_bindings() -> None:
    """Own accounts, own wallet, then whom one is bound to; each payment names the policy that allowed it."""
    world = both_worlds()
    world.bind("sender", "member", "SPOUSE")
    assert why(world.settle("member", 1_00), "member", "WALLET") == "NOTHING_LEFT_TO_PAY"
    world.money("member", PERSONAL=20_00)
    assert why(world.settle("member", 30_00), "member", "WALLET") == "EMPTY"
    world.money("member", PERSONAL=20_00, WALLET=50_00)
    done = world.settle("member", 100_00)
    assert paid(done) == [("member", "PERSONAL", 20_00), ("member", "WALLET", 50_00), ("sender", "PERSONAL", 30_00)]
    assert [p.policy_id for p in done.payments] == ["star", "wallet", "star"]
    assert (done.acct_pay_fen, done.acct_mulaid_pay_fen) == (100_00, 30_00)


def test_without_a_wallet_there_is_no_line() -> None:
    """Who has opened none is told nothing of wallets; neither has anybody one by its scheme."""
    world = both_worlds()
    done = world.settle("sender", 10_00)
    assert [e.account_kind for e in done.explanations] == ["PERSONAL"]
    there = World([make_wallet()])
    there.person("employee")
    explained = {e.account_kind for e in there.settle("employee", 10_00).explanations}
    assert "PERSONAL" in explained and "WALLET" not in explained


def test_a_wallet_where_nothing_else_is_in_force() -> None:
    """Where no place has rules the wallet's are all there is: a resident pays out of its wallet, an employee after
    its own account."""
    world = wallet_world()
    world.money("receiver", WALLET=30_00)
    world.money("sender", PERSONAL=5_00, WALLET=30_00)
    assert paid(world.settle("receiver", 40_00)) == [("receiver", "WALLET", 30_00)]
    assert paid(world.settle("sender", 20_00)) == [("sender", "PERSONAL", 5_00), ("sender", "WALLET", 15_00)]


@pytest.mark.parametrize(
    ("visited", "expected"), [(date(2024, 10, 31), "ACCOUNT_KIND_NOT_COVERED"), (date(2024, 11, 1), "PAID")]
)
def test_a_visit_before_there_were_wallets(visited: date, expected: str) -> None:
    """The visit's day decides whether wallets pay, as it does of all own accounts."""
    wallet = make_wallet({"in_force_from": "2024-11-01"})
    world = World([wallet, make_policy({"id": "star", "regions": [HOME]})])
    world.person("member", insutype="390")
    open_wallet(world, "member")
    world.money("member", WALLET=30_00)
    visit = datetime(visited.year, visited.month, visited.day, 9, tzinfo=SHANGHAI)
    done = world.settle("member", 10_00, visit_time=visit)
    assert why(done, "member", "WALLET") == expected


def test_an_owner_whose_account_is_not_normal() -> None:
    """A wallet whose owner's accounts are frozen is passed over, as the owner's other accounts are."""
    world = both_worlds()
    world.money("member", WALLET=30_00)
    world.person("member", account_state="FROZEN")
    done = world.settle("member", 10_00)
    assert (paid(done), why(done, "member", "WALLET")) == ([], "ACCOUNT_NOT_NORMAL")


def test_nobody_is_bound_under_a_wallet() -> None:
    """Without a policy named, people are bound under the first that is no wallet; a wallet named is no policy of
    bindings, and where there is nothing else there is no policy."""
    world = both_worlds()
    bound: Any = world.bind("sender", "member", "SPOUSE")
    assert bound.policy_id == "star"
    named: Any = world.bind("member", "sender", "SPOUSE", policy_id="wallet")
    assert reason(named) == "POLICY_NOT_FOUND"
    world.person("one", ABROAD)
    world.person("two", ABROAD)
    assert reason(world.bind("one", "two", "SPOUSE", region=ABROAD)) == "NO_POLICY"


def test_a_national_policy_makes_no_region_served() -> None:
    """An unknown institution is an error where a file names the region or its province, and nowhere else; all of the
    nation's pooling regions that the table knows have the national rules, other codes have none."""
    nation = make_wallet({"regions": ["000000"]})
    city = make_policy({"id": "city", "regions": [HOME]})
    book = PolicyBook([nation, city], {HOME: HOME, ABROAD: ABROAD}, MED_TYPES)
    assert (book.served(HOME), book.served(ABROAD), book.served("000000")) == (True, False, False)
    day = date(2026, 3, 1)
    found = {region: [p.id for p in book.in_force(region, day)] for region in (HOME, ABROAD, "123456")}
    assert found == {HOME: ["city", "wallet"], ABROAD: ["wallet"], "123456": []}
