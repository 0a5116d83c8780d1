"""What must be true of the books whatever happened, read from the database itself and held against the model."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from service.api.ids import text_of
from service.security.personal_data import Vault
from service.storage import tables as t
from service.storage.engine import read_transaction
from tests.model import quotas
from tests.model.books import Tie, Who
from tests.model.model import Model
from tests.model.rulebook import today

Account = tuple[str, str, str]
"""Region, owner, kind."""


PASS_THROUGH = ("INSURER", "INSTITUTION", "CLAIMANT", "CLEARING", "TRANSIT", "PREMIUMS", "PAID_OUT", "BANK")


class Found(NamedTuple):
    """The rows of the tables."""

    accounts: list[Any]
    postings: list[Any]
    bindings: list[Any]
    authorizations: list[Any]
    requests: list[Any]
    journal: list[Any]
    settlements: list[Any]
    presets: list[Any]


class Ledger:
    def __init__(self, engine: AsyncEngine, vault: Vault, run: Callable[[Any], Any]) -> None:
        self._engine = engine
        self._vault = vault
        self._run = run

    def check(self, model: Model, day: date) -> None:
        """Every invariant; an AssertionError says which one does not hold."""
        found = self._run(self._read())
        check_money(found, model)
        check_regions(found, model)
        check_relations(found, model)
        check_caps(model, day)
        check_requests(found, model)
        self._check_chain(found)

    async def _read(self) -> Found:
        async with read_transaction(self._engine) as tx:
            return Found(*[await _all(tx, getattr(t, name)) for name in Found._fields])

    def _check_chain(self, found: Found) -> None:
        """Each row of the journal seals the one before it; no number is left out."""
        before: dict[tuple[str, str], tuple[int, bytes]] = {}
        for row in sorted(found.journal, key=lambda r: (r.region, r.lane, r.seq)):
            seq, mac = before.get((row.region, row.lane), (0, b""))
            content = f"{row.region}/{row.lane}/{row.seq}/".encode() + mac + bytes(row.content_digest)
            assert row.seq == seq + 1 and bytes(row.mac) == self._vault.journal_mac(content), "the journal's chain"
            before[row.region, row.lane] = (row.seq, bytes(row.mac))


async def _all(tx: AsyncConnection, table: Any) -> list[Any]:
    return list(await tx.execute(select(table)))


def check_money(found: Found, model: Model) -> None:
    """Balances are the model's, are what their postings add up to, and none is below zero."""
    held = {(Who(a.region, a.psn_no), str(a.account_kind)): a.balance_fen for a in found.accounts}
    assert held == model.books.money
    frozen = {(Who(a.region, a.psn_no), str(a.account_kind)): a.frozen_fen for a in found.accounts if a.frozen_fen}
    assert frozen == {account: fen for account, fen in model.books.frozen.items() if fen}
    quotas.check(model.books)
    waiting = {w: sum(fen for _, fen in came) for w, came in model.books.suspense.items()}
    assert waiting == {w: fen for (w, kind), fen in held.items() if kind == "SUSPENSE"}
    check_reversals(found)
    assert all(fen >= 0 for fen in held.values())
    sums: Counter[tuple[Who, str]] = Counter()
    for p in found.postings:
        if p.debit_balance_after_fen is not None:
            sums[Who(p.region, p.debit_owner), str(p.debit_kind)] -= p.amount_fen
        if p.credit_balance_after_fen is not None:
            sums[Who(p.region, p.credit_owner), str(p.credit_kind)] += p.amount_fen
    opened = {(who, "WALLET"): 0 for who in model.books.wallets}
    assert opened | dict(sums) == held


def check_reversals(found: Found) -> None:
    """Of what somebody paid in a settlement no more was given back than it was."""
    paid, back = Counter[tuple[Any, str, str]](), Counter[tuple[Any, str, str]]()
    for p in found.postings:
        if p.movement == "SETTLEMENT" and p.debit_balance_after_fen is not None:
            paid[p.setl_id, p.region, p.debit_owner] += p.amount_fen
        if p.movement == "REVERSAL" and p.credit_balance_after_fen is not None:
            back[p.setl_id, p.region, p.credit_owner] += p.amount_fen
    assert all(fen <= paid[payer] for payer, fen in back.items()), "more given back than was paid"


def check_regions(found: Found, model: Model) -> None:
    """In every region what came in is what is held and what was paid; regions agree on what one owes the other,
    those that keep their books here."""
    held, through = Counter[str](), Counter[tuple[str, str]]()
    owed = Counter[tuple[str, str]]()
    for a in found.accounts:
        held[a.region] += a.balance_fen
    for p in found.postings:
        for kind, owner, fen in ((p.debit_kind, p.debit_owner, -1), (p.credit_kind, p.credit_owner, 1)):
            if kind in PASS_THROUGH:
                through[p.region, kind] += fen * p.amount_fen
            if kind == "CLEARING":
                owed[p.region, owner] += fen * p.amount_fen
    both = {(here, there): fen for (here, there), fen in owed.items() if model.rules.serves(there)}
    assert all(fen == -owed[there, here] for (here, there), fen in both.items()), "clearing between regions"
    for region in {*held, *(region for region, _ in through)}:
        assert held[region] + sum(fen for (there, _), fen in through.items() if there == region) == 0, region
    paid = sum(fen for (_, kind), fen in through.items() if kind in ("INSTITUTION", "CLAIMANT"))
    assert paid == sum(s.acct_pay_fen - s.refunded_fen for s in found.settlements)
    for p in found.postings:
        assert p.credit_kind != "SUSPENSE" or p.movement in ("REVERSAL", "WALLET"), "SUSPENSE without a cause"
    for s in found.settlements:
        assert s.refunded_fen == (s.acct_pay_fen if str(s.state) == "REVERSED" else 0)


def check_relations(found: Found, model: Model) -> None:
    """Every binding stands in both regions alike, and as the model has it; every authorization too."""
    rows = defaultdict(set)
    for b in found.bindings:
        regions = (b.authorizer_region, b.member_region)
        state = (str(b.state), b.payer_order, str(b.relation), b.authorizer_psn_no, b.member_psn_no)
        rows[text_of(b.binding_id)].add((b.region, *regions, *state, text_of(b.authorization_id)))
    assert dict(rows) == {tie.id: _rows_of(tie) for tie in model.books.ties.values()}
    consents = {(text_of(a.authorization_id), str(a.state), a.payer_order) for a in found.authorizations}
    told = {(c.id, "ENDED" if c.ended else "ACTIVE", c.place) for c in model.books.consents.values()}
    assert consents == told
    presets = {Who(p.region, p.psn_no): (p.amount_fen, str(p.state)) for p in found.presets}
    assert presets == {w: (p.fen, "ENDED" if p.ended else "ACTIVE") for w, p in model.books.presets.items()}


def _rows_of(tie: Tie) -> set[Any]:
    regions = (tie.giver.region, tie.member.region)
    state = (tie.state, tie.place, tie.relation, tie.giver.psn_no, tie.member.psn_no)
    return {(region, *regions, *state, tie.consent) for region in regions}


def check_caps(model: Model, day: date) -> None:
    """Among bindings that count, the rules by which the latest of them was made still hold."""
    rules, living = model.rules, [tie for tie in model.books.ties.values() if model.rules.counts(tie, day)]
    by_giver: dict[Any, list[Tie]] = defaultdict(list)
    by_member: dict[Any, list[Tie]] = defaultdict(list)
    for tie in living:
        by_giver[tie.giver, tie.policy].append(tie)
        by_member[tie.member, tie.policy].append(tie)
    for key, ties in by_giver.items():
        made_by = rules.as_made(max(ties, key=lambda t: t.applied))
        assert len({tie.member for tie in ties}) == len(ties)
        assert len(ties) <= (made_by.members.at_most.value or len(ties))
        latest = max(ties, key=lambda t: t.applied)
        for limit in made_by.relations.limits.value:
            alike = [tie for tie in ties if tie.relation in limit.of]
            assert latest not in alike or len(alike) <= limit.at_most
        _check_chains(ties, by_member.get(key, []), rules)
    for ties in by_member.values():
        exclusive = rules.as_made(max(ties, key=lambda t: t.applied)).exclusivity
        assert len(ties) == 1 or not (exclusive.one_authorizer_per_member.value or exclusive.one_network.value)


def _check_chains(given: list[Tie], received: list[Tie], rules: Any) -> None:
    """Whoever gives and is bound was let by the rules of the later of the two."""
    if not received:
        return
    latest = max([*given, *received], key=lambda t: t.applied)
    exclusive = rules.as_made(latest).exclusivity
    forbidden = exclusive.member_cannot_be_authorizer if latest in given else exclusive.authorizer_cannot_be_member
    assert not forbidden.value and not exclusive.one_network.value


def check_requests(found: Found, model: Model) -> None:
    """Each request that was decided is remembered once, stands in the journal of its region, and nothing else does."""
    assert len(found.requests) == model.requests
    standing = {text_of(s.setl_id): str(s.state) == "REVERSED" for s in found.settlements}
    assert standing == {setl_id: s.reversed for setl_id, s in model.books.settlements.items()}
    at_home = {(r.region, r.entry_id) for r in found.requests}
    entered = [(j.region, j.entry_id) for j in found.journal]
    assert len(entered) == len(set(entered)) and at_home <= set(entered)
    assert {entry for _, entry in entered} == {r.entry_id for r in found.requests}
    months = {today(p.posted_time.replace(tzinfo=p.posted_time.tzinfo or UTC)).isoformat()[:7] for p in found.postings}
    assert months <= {p.month for p in found.postings}
