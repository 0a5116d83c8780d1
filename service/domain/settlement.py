"""Who pays a bill: each account that could be thought of is asked in turn, and each answer is explained."""

from uuid import UUID

import msgspec
from msgspec import Struct

from service.domain.account import Account, AccountKey
from service.domain.barriers import account_of, room_in, why_other_barred, why_own_barred
from service.domain.commands import Bill, Settle
from service.domain.context import Context
from service.domain.explanation import Explanation, Why
from service.domain.outcome import Changes, Outcome
from service.domain.person import Person, PersonKey, PersonRef
from service.domain.policy import cite
from service.domain.quota import Holdings, Quota
from service.domain.refusal import refuse
from service.domain.settlement_books import postings, settled_event
from service.domain.settlement_record import Payment, Settlement
from service.domain.terms import AccountKind, SettlementState
from service.domain.visit import Purse, Visit, look_at, purses


class Verdict(Struct, frozen=True):
    """What an account is told: the reason, the key of the rule, and how much it pays, in fen."""

    why: Why
    key: str | None
    pays_fen: int = 0


class Till:
    """What is still to be paid, and how many of the accounts that the one-account rule counts have paid."""

    def __init__(self, visit: Visit, ctx: Context) -> None:
        self.holdings = Holdings(ctx)
        self.left_fen = visit.bill.payable_fen
        self.rule = visit.rules.settlement.accounts_at_most.value
        self.counted = 0
        self.payments: list[Payment] = []

    def counts(self, purse: Purse) -> bool:
        return self.rule is not None and (not purse.own or purse.kind in self.rule.own_counts)

    def full(self, purse: Purse) -> bool:
        return self.rule is not None and self.counts(purse) and self.counted >= self.rule.at_most

    def account(self, purse: Purse) -> Account | None:
        """The account as it is by now: one person's money may be reached in more than one way."""
        return self.holdings.account(_key(purse)) if purse.kind else None

    def quota(self, purse: Purse) -> Quota | None:
        """What the payer's quota for the patient is kept in; none for one's own money."""
        return self.holdings.quota_of(purse.binding, purse.policy) if purse.binding else None

    def take(self, purse: Purse, amount_fen: int, owner: Person) -> None:
        self.left_fen -= amount_fen
        self.counted += self.counts(purse)
        assert purse.kind is not None
        after = self.holdings.spend(_key(purse), amount_fen, self.quota(purse))
        self.payments.append(
            Payment(
                order=len(self.payments) + 1,
                psn_no=owner.psn_no,
                region=owner.region,
                insuplc_admdvs=owner.insuplc_admdvs,
                account_kind=purse.kind,
                amount_fen=amount_fen,
                balance_after_fen=after.balance_fen,
                policy_id=purse.policy.id,
                policy_version=purse.policy.version,
                own=purse.own,
                relation=purse.relation,
                binding_id=purse.binding.binding_id if purse.binding else None,
            )
        )


def settle(command: Settle, ctx: Context) -> Outcome:
    """Pay a bill out of the accounts that may pay it. It never fails because mutual aid does not apply."""
    return pay(command.bill, ctx)


def pay(bill: Bill, ctx: Context, replaces: UUID | None = None) -> Outcome:
    """Settle a bill, in the place of a settlement that has been given back where one is named."""
    drawn, till = _draw(bill, ctx)
    done = msgspec.structs.replace(
        drawn,
        setl_id=ctx.new_id(),
        state=SettlementState.SETTLED,
        settle_time=ctx.now,
        replaces_setl_id=replaces,
    )
    changes = Changes(settlements=[done], postings=postings(done, ctx), events=[settled_event(done, ctx)])
    changes.add(till.holdings.changes())
    return Outcome(done, changes)


def draw(bill: Bill, ctx: Context, asked_about: tuple[PersonRef, ...] = ()) -> Settlement:
    """What a settlement would be at this moment; `asked_about` adds persons to be explained. Changes nothing."""
    return _draw(bill, ctx, asked_about)[0]


def _draw(bill: Bill, ctx: Context, asked_about: tuple[PersonRef, ...] = ()) -> tuple[Settlement, Till]:
    visit = look_at(bill, ctx)
    till = Till(visit, ctx)
    thought_of = purses(visit, ctx)
    own = [line for purse in thought_of if purse.own for line in _ask(purse, visit, till, ctx)]
    others = [line for purse in thought_of if not purse.own for line in _ask(purse, visit, till, ctx)]
    explanations = [*(own or [_no_own_account(visit)]), *others]
    explained = {visit.patient.key, *(p.owner for p in thought_of)}
    explanations += _not_bound(asked_about, explained, visit, ctx)
    return _settlement(visit, till, explanations, ctx), till


def _ask(purse: Purse, visit: Visit, till: Till, ctx: Context) -> list[Explanation]:
    """One account's turn. An own account that does not exist is not worth a line."""
    account = till.account(purse) or _account(purse, ctx)
    if purse.own and account is None:
        return []
    verdict = judge(purse, account, visit, till, ctx)
    if verdict.pays_fen:
        till.take(purse, verdict.pays_fen, ctx.state.persons[purse.owner])
    decider = purse.visit_rules if verdict.key in VISIT_RULES else purse.policy
    line = Explanation(
        psn_no=purse.owner.psn_no,
        account_kind=purse.kind,
        binding_id=purse.binding.binding_id if purse.binding else None,
        reason=verdict.why,
        rule=cite(decider, verdict.key) if verdict.key else None,
    )
    return [line]


VISIT_RULES = (
    "settlement.scenes",
    "settlement.area",
    "settlement.claim_types",
    "settlement.pooled_fund",
    "settlement.accounts_at_most",
    "accounts.own_order",
)
"""Rules of the visit's day; the others are read at the moment of the settlement."""


def judge(purse: Purse, account: Account | None, visit: Visit, till: Till, ctx: Context) -> Verdict:
    """Whether an account pays and how much, or the first rule that says why it does not."""
    barred = why_own_barred(purse, visit) if purse.own else why_other_barred(purse, visit, ctx)
    if barred is not None:
        return Verdict(*barred)
    if account is None:
        return Verdict(Why.NO_ACCOUNT, "accounts.schemes")
    shelf = "accounts.own_order" if purse.own else "accounts.shared"
    if till.left_fen == 0:
        return Verdict(Why.NOTHING_LEFT_TO_PAY, shelf)
    if till.full(purse):
        return Verdict(Why.ONE_MUTUAL_AID_ACCOUNT_ONLY, "settlement.accounts_at_most")
    room = room_in(account, purse.policy, till.quota(purse))
    if room.barrier is not None:
        return Verdict(*room.barrier)
    return Verdict(Why.PAID, shelf, min(till.left_fen, room.fen))


def _key(purse: Purse) -> AccountKey:
    assert purse.kind is not None
    return AccountKey(purse.owner.region, purse.owner.psn_no, purse.kind)


def _account(purse: Purse, ctx: Context) -> Account | None:
    """The purse's account; none behind a relation that ended, whose owner nobody looked up."""
    owner = ctx.state.persons.get(purse.owner)
    return account_of(owner, purse.kind, purse.policy, ctx) if owner and purse.kind else None


def _no_own_account(visit: Visit) -> Explanation:
    rule = cite(visit.rules, "accounts.schemes")
    return Explanation(psn_no=visit.patient.psn_no, reason=Why.NO_ACCOUNT, rule=rule)


def _not_bound(
    asked_about: tuple[PersonRef, ...], explained: set[PersonKey], visit: Visit, ctx: Context
) -> list[Explanation]:
    lines = []
    for ref in asked_about:
        person = ctx.state.person(ref)
        if person is None:
            refuse("PERSON_NOT_FOUND", person="asked_about")
        if person.key not in explained:
            explained.add(person.key)
            rule = cite(visit.rules, "relations.allowed")
            lines.append(Explanation(psn_no=person.psn_no, reason=Why.NOT_BOUND, rule=rule))
    return lines


def _settlement(visit: Visit, till: Till, explanations: list[Explanation], ctx: Context) -> Settlement:
    bill, patient = visit.bill, visit.patient
    paid_fen = sum(p.amount_fen for p in till.payments)
    own_fen = sum(p.amount_fen for p in till.payments if p.own)
    held = ctx.state.accounts_of(patient.key)
    held.pop(AccountKind.SUSPENSE, None)
    return Settlement(
        region=patient.region,
        setl_id=None,
        patient_psn_no=patient.psn_no,
        insutype=patient.insutype,
        med_type=bill.med_type,
        clr_type=visit.clr_type,
        mdtrt_id=bill.mdtrt_id,
        fixmedins_code=bill.fixmedins_code,
        visit_time=bill.visit_time,
        medfee_sumamt_fen=bill.medfee_sumamt_fen,
        fund_pay_sumamt_fen=bill.fund_pay_sumamt_fen,
        other_pay_fen=bill.other_pay_fen,
        psn_part_amt_fen=bill.psn_part_amt_fen,
        acct_pay_fen=paid_fen,
        acct_mulaid_pay_fen=paid_fen - own_fen,
        psn_cash_pay_fen=bill.psn_part_amt_fen - paid_fen,
        balc_fen=sum(a.balance_fen for a in held.values()) - own_fen,
        state=SettlementState.PREVIEW,
        payments=tuple(till.payments),
        explanations=tuple(explanations),
        policy_id=visit.rules.id,
        policy_version=visit.rules.version,
        settle_time=None,
    )
