"""What holds of wallets, whatever people do with them and whenever the return run comes."""

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from service.domain.account import AccountKey, Posting
from service.domain.outcome import Outcome
from service.domain.refusal import Refusal
from service.domain.terms import AccountKind, Job, PassThrough, Relation, WalletTransferState
from service.domain.wallet_commands import AcceptWalletTransfer, TransferToWallet, waiting_of
from service.domain.wallet_record import WalletTransfer
from tests.support.jobs import run_job
from tests.support.wallets import make_wallet, open_wallet
from tests.support.world import ABROAD, HOME, World, handling, ref

PEOPLE = {"p0": HOME, "p1": HOME, "p2": ABROAD}
ACTS = st.one_of(
    st.tuples(st.just("send"), st.permutations(tuple(PEOPLE)), st.integers(1, 300)),
    st.tuples(st.just("accept"), st.integers(0, 5), st.sampled_from(tuple(PEOPLE))),
    st.tuples(st.just("return"), st.sampled_from([HOME, ABROAD])),
    st.tuples(st.just("wait"), st.integers(0, 36)),
)
RULES = st.fixed_dictionaries(
    {},
    optional={
        "wallet__one_pending": st.booleans(),
        "wallet__a_day_at_most": st.integers(1, 3),
        "wallet__retained_fen": st.integers(0, 200),
    },
)


class Books:
    """A world with all that was ever posted, and the transfers that were made."""

    def __init__(self, rules: dict[str, Any]) -> None:
        self.world = World([make_wallet(wallet__sent_from=["PERSONAL", "HISTORIC"], **rules)])
        self.postings: list[Posting] = []
        self.made: list[WalletTransfer] = []
        self.ended: dict[Any, list[WalletTransferState]] = {}
        for psn_no, region in PEOPLE.items():
            self.world.person(psn_no, region)
            open_wallet(self.world, psn_no, region)
            self.world.money(psn_no, region, PERSONAL=300, HISTORIC=200)

    def do(self, command: Any) -> None:
        decided = self.world.decide(command)
        if isinstance(decided, Refusal):
            return
        assert isinstance(decided, Outcome)
        self.postings += decided.changes.postings
        self._note(decided.changes.kept)

    def send(self, sender: str, receiver: str, amount_fen: int) -> None:
        self.do(
            TransferToWallet(
                owner=ref(sender, PEOPLE[sender]),
                receiver=ref(receiver, PEOPLE[receiver]),
                relation=Relation.CHILD,
                amount_fen=amount_fen,
                handling=handling(sender, PEOPLE[sender]),
            )
        )

    def accept(self, number: int, who: str) -> None:
        if number < len(self.made):
            act = handling(who, PEOPLE[who])
            wanted = self.made[number].wallet_transfer_id
            self.do(AcceptWalletTransfer(receiver=ref(who, PEOPLE[who]), wallet_transfer_id=wanted, handling=act))

    def give_back(self, region: str) -> None:
        before = {key: account.balance_fen for key, account in self.world.state.accounts.items()}
        waiting = self.waiting(region)
        senders = [p for p in PEOPLE if PEOPLE[p] == region]
        run_job(self.world, Job.WALLET_RETURN, str(self.world.now.date()), senders, region)
        gone = [sent for sent in waiting if sent not in self.waiting(region)]
        assert all(sent.return_time <= self.world.now for sent in gone)
        now = {key: account.balance_fen for key, account in self.world.state.accounts.items()}
        for sent in gone:
            self.ended.setdefault(sent.wallet_transfer_id, []).append(WalletTransferState.RETURNED)
            for part in sent.parts:
                key = AccountKey(*sent.sender, part.kind)
                before[key] += part.amount_fen
        assert now == before, "each account has back what it gave, and no other has moved"

    def waiting(self, region: str) -> list[WalletTransfer]:
        found = (waiting_of(self.world.state.keys[ref(p, r)]) for p, r in PEOPLE.items() if r == region)
        return [sent for wanted in found for sent in self.world.state.shelf.find(wanted)]

    def _note(self, kept: list[Any]) -> None:
        rows = {row.wallet_transfer_id: row for row in kept if isinstance(row, WalletTransfer)}
        for row in rows.values():
            if row.state is WalletTransferState.SENT:
                self.made.append(row)
            else:
                self.ended.setdefault(row.wallet_transfer_id, []).append(row.state)

    def cleared_fen(self, side: str, region: str) -> int:
        """What went into (credit) or came out of (debit) a region's clearing accounts."""
        here = (p for p in self.postings if p.region == region)
        return sum(p.amount_fen for p in here if getattr(p, side).kind is PassThrough.CLEARING)

    def total_fen(self) -> int:
        """In everybody's accounts and in transit."""
        held = sum(account.balance_fen for account in self.world.state.accounts.values())
        return held + sum(sent.amount_fen for region in (HOME, ABROAD) for sent in self.waiting(region))


@given(RULES, st.lists(ACTS, max_size=25))
def test_no_money_is_lost_or_made(rules: dict[str, Any], acts: list[tuple[Any, ...]]) -> None:
    """Accounts and transit hold the same at any time; nothing ends twice, be it accepted or returned; nothing falls
    below what has to stay; what the regions owe each other is what crossed."""
    books = Books(rules)
    total_fen = books.total_fen()
    for kind, *rest in acts:
        match kind:
            case "send":
                (sender, receiver, _), amount_fen = rest
                books.send(sender, receiver, amount_fen)
            case "accept":
                books.accept(*rest)
            case "return":
                books.give_back(*rest)
            case "wait":
                books.world.now += timedelta(hours=rest[0])
        assert books.total_fen() == total_fen
        assert all(account.balance_fen >= 0 for account in books.world.state.accounts.values())
    assert all(len(ends) == 1 for ends in books.ended.values())
    assert books.cleared_fen("credit", HOME) == books.cleared_fen("debit", ABROAD)
    assert books.cleared_fen("credit", ABROAD) == books.cleared_fen("debit", HOME)


@given(st.integers(1, 500), st.integers(0, 500))
def test_what_is_sent_is_what_is_held(amount_fen: int, retained_fen: int) -> None:
    """A transfer is done exactly when so much is there and enough stays; its parts add up to it."""
    books = Books({"wallet__retained_fen": retained_fen})
    books.send("p0", "p1", amount_fen)
    assert bool(books.made) == (500 - amount_fen >= retained_fen)
    for made in books.made:
        assert sum(part.amount_fen for part in made.parts) == amount_fen
        assert [part.kind for part in made.parts] == [AccountKind.PERSONAL, AccountKind.HISTORIC][: len(made.parts)]
