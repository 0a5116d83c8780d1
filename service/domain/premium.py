"""Paying a resident-scheme premium (居民医保个人缴费) for a bound relative, or one's own from a wallet; giving it back.

Whether and how much an account may pay is judged as in a settlement: by the binding, the payer's and the account's
state, the retained balance and the quota. A premium is paid in full or not at all.
"""

from typing import NamedTuple, NoReturn

from msgspec import structs

from service.domain.account import AccountKey
from service.domain.acting import Parties, check_acting, find
from service.domain.barriers import account_of, room_in, why_account_barred, why_payer_barred
from service.domain.context import Context
from service.domain.explanation import Why
from service.domain.family import Binding
from service.domain.handling import Handling
from service.domain.outcome import Changes, Outcome
from service.domain.person import Person
from service.domain.policy import Act, Policy
from service.domain.premium_books import paid_back, paid_in
from service.domain.premium_commands import PayPremium, RefundPremium
from service.domain.premium_groups import Facts
from service.domain.premium_quote import Dates, Quote, quote, window_of
from service.domain.premium_record import Premium, PremiumState, by_id, of_insured
from service.domain.premium_table import PremiumTable
from service.domain.quota import Holdings, left_fen, shared_kinds
from service.domain.refusal import Refusal, Refused, refuse, require
from service.domain.relations import policy_of
from service.domain.settlement_record import Payment
from service.domain.standing import why_not_standing
from service.domain.terms import AccountKind, PremiumKind


class Way(NamedTuple):
    """A policy by which the payer's accounts may pay, and the binding through which; none for one's own premium."""

    policy: Policy
    kinds: tuple[AccountKind, ...]
    binding: Binding | None = None


def quote_for(insured: Person, cover_year: int, tier: int | None, ctx: Context) -> Quote:
    """What a person's premium is today. Refused where no table says it. The person's birth date has to be loaded."""
    table = ctx.book.premium_table(insured.region, cover_year)
    if table is None:
        refuse("PREMIUM_AMOUNT_UNKNOWN", region=insured.region, cover_year=cover_year)
    return quote(_facts(insured, table, ctx), table, tier)


def pay(command: PayPremium, ctx: Context) -> Outcome:
    """Pay a premium once: of a person and cover year there is one, whoever pays it."""
    payer, insured = find(command.payer, "payer", ctx), find(command.insured, "insured", ctx)
    ways = _ways(payer, insured, ctx)
    _check_once(insured, command.cover_year, ctx)
    asked = quote_for(insured, command.cover_year, command.tier, ctx)
    if not asked.window.payable_now:
        _refuse_closed(asked.window)
    require(asked.amount_due_fen > 0, "PREMIUM_NOTHING_DUE", subsidy_fen=asked.subsidy_fen)
    refusals: list[Refusal] = []
    for way in ways:
        try:
            return _pay_by(way, asked, payer, insured, command, ctx)
        except Refused as refused:
            refusals.append(refused.refusal)
    raise Refused(refusals[0])


def refund(command: RefundPremium, ctx: Context) -> Outcome:
    """Give a premium back, to the accounts that paid it, as long as its window is open."""
    payer = find(command.payer, "payer", ctx)
    paid: Premium | None = next((p for p in ctx.state.shelf.find(by_id(command.home, command.premium_id))), None)
    if paid is None or paid.payer != payer.key:
        refuse("PREMIUM_NOT_FOUND")
    insured = ctx.state.persons[paid.insured]
    _check_acting(payer, insured, policy_of(paid, payer, ctx), command.handling, ctx)
    require(paid.state is PremiumState.PAID, "PREMIUM_ALREADY_REFUNDED")
    _check_may_go_back(paid, insured, ctx)
    done = structs.replace(paid, state=PremiumState.REFUNDED, refunded_time=ctx.now)
    return Outcome(done, paid_back(done, command.handling, ctx))


def _pay_by(way: Way, asked: Quote, payer: Person, insured: Person, command: PayPremium, ctx: Context) -> Outcome:
    _check_acting(payer, insured, way.policy, command.handling, ctx)
    barrier = why_payer_barred(payer, way.policy) if way.binding else why_account_barred(payer, way.policy)
    if barrier is not None:
        _refuse_barred(barrier[0])
    holdings = Holdings(ctx)
    done = Premium(
        region=insured.region,
        premium_id=ctx.new_id(),
        insured_region=insured.region,
        insured_psn_no=insured.psn_no,
        cover_year=command.cover_year,
        payer_region=payer.region,
        payer_psn_no=payer.psn_no,
        tier=asked.tier,
        standard_fen=asked.standard_fen,
        subsidy_fen=asked.subsidy_fen,
        set_off_fen=asked.set_off_fen,
        amount_fen=asked.amount_due_fen,
        category=asked.counted.category,
        cover_start=asked.cover_first_day,
        cover_end=asked.cover_end,
        payments=_draw(way, asked.amount_due_fen, payer, holdings, ctx),
        policy_id=way.policy.id,
        policy_version=way.policy.version,
        binding_id=way.binding.binding_id if way.binding else None,
        state=PremiumState.PAID,
        paid_time=ctx.now,
    )
    changes: Changes = paid_in(done, command.handling, ctx)
    changes.add(holdings.changes())
    return Outcome(done, changes)


def _ways(payer: Person, insured: Person, ctx: Context) -> list[Way]:
    """Every way that there is, the city's own policy first; a refusal where there is none."""
    if payer.key == insured.key:
        wallet = ctx.book.wallet(payer.region, ctx.today)
        if wallet is None or not _pays(wallet):
            refuse("PREMIUM_NOT_ALLOWED")
        return [Way(wallet, (AccountKind.WALLET,))]
    bound = [b for b in ctx.state.bindings_of_authorizer(payer.key) if b.member == insured.key]
    require(bound, "BINDING_NOT_FOUND")
    standing = [b for b in bound if why_not_standing(b, ctx) is None]
    if not standing:
        _refuse_not_standing(bound, ctx)
    rules = [(ctx.book.holds_on(b, ctx.today), b) for b in standing]
    found = [Way(p, shared_kinds(p, payer.key, ctx), b) for p, b in rules if p is not None and _pays(p)]
    require(found, "PREMIUM_NOT_ALLOWED")
    turn = [p.id for p in ctx.book.in_force(payer.region, ctx.today)]
    return sorted(found, key=lambda way: turn.index(way.policy.id) if way.policy.id in turn else len(turn))


def _pays(policy: Policy) -> bool:
    return PremiumKind.RESIDENT in policy.premiums.pays.value


def _refuse_not_standing(bound: list[Binding], ctx: Context) -> NoReturn:
    """None of these stands: some wait for their time or for somebody's consent, or all have ended."""
    reasons = [barrier[0] for b in bound if (barrier := why_not_standing(b, ctx)) is not None]
    waiting = [why for why in reasons if why in (Why.PENDING, Why.NOT_YET_VALID)]
    if waiting:
        refuse("BINDING_NOT_STANDING", why=waiting[0])
    refuse("BINDING_ENDED")


def _check_once(insured: Person, cover_year: int, ctx: Context) -> None:
    for paid in ctx.state.shelf.find(of_insured(insured.key)):
        if (paid.insured, paid.cover_year, paid.state) == (insured.key, cover_year, PremiumState.PAID):
            refuse("PREMIUM_ALREADY_PAID", cover_year=cover_year)


def _check_acting(payer: Person, insured: Person, policy: Policy, handling: Handling, ctx: Context) -> None:
    """It is always the payer's own act: nobody else disposes of the payer's money."""
    own_act = find(handling.applicant, "applicant", ctx).key == payer.key
    require(own_act, "APPLICANT_NOT_ENTITLED", act=Act.PREMIUM)
    check_acting(Act.PREMIUM, handling, Parties(payer, (insured,)), policy, ctx)


def _draw(way: Way, due_fen: int, payer: Person, holdings: Holdings, ctx: Context) -> tuple[Payment, ...]:
    """The whole amount out of the payer's accounts, in the policy's order; refused where they may not give it."""
    payments: list[Payment] = []
    to_pay_fen = due_fen
    for kind in way.kinds:
        account = account_of(payer, kind, way.policy, ctx)
        if account is None or to_pay_fen == 0:
            continue
        quota = holdings.quota_of(way.binding, way.policy) if way.binding else None
        fen = min(to_pay_fen, room_in(account, way.policy, quota).fen)
        if fen > 0:
            to_pay_fen -= fen
            after = holdings.spend(AccountKey(payer.region, payer.psn_no, kind), fen, quota)
            payments.append(_payment(len(payments) + 1, kind, fen, after.balance_fen, payer, way))
    if to_pay_fen:
        _refuse_short(way, due_fen, payer, ctx)
    return tuple(payments)


def _payment(order: int, kind: AccountKind, fen: int, balance_after_fen: int, payer: Person, way: Way) -> Payment:
    return Payment(
        order=order,
        psn_no=payer.psn_no,
        region=payer.region,
        insuplc_admdvs=payer.insuplc_admdvs,
        account_kind=kind,
        amount_fen=fen,
        balance_after_fen=balance_after_fen,
        policy_id=way.policy.id,
        policy_version=way.policy.version,
        own=way.binding is None,
        relation=way.binding.relation if way.binding else None,
        binding_id=way.binding.binding_id if way.binding else None,
    )


def _refuse_short(way: Way, due_fen: int, payer: Person, ctx: Context) -> NoReturn:
    """Why the accounts may not give so much: the quota, what they hold, or what has to stay in them."""
    quota = Holdings(ctx).quota_of(way.binding, way.policy) if way.binding else None
    left = None if quota is None else left_fen(quota, way.policy)
    if left is not None and left < due_fen:
        refuse("QUOTA_EXCEEDED", quota_left_fen=left, amount_fen=due_fen)
    held = [account_of(payer, kind, way.policy, ctx) for kind in way.kinds]
    frozen = quota is not None and quota.quota_freezes
    free_fen = sum(a.frozen_fen if frozen else a.free_fen for a in held if a is not None)
    require(free_fen >= due_fen, "INSUFFICIENT_BALANCE", free_fen=free_fen, amount_fen=due_fen)
    retained_fen = way.policy.payers.retained_fen.value
    refuse("RETAINED_BALANCE", retained_fen=retained_fen, free_fen=free_fen, amount_fen=due_fen)


def _refuse_barred(why: Why) -> NoReturn:
    if why is Why.PAYER_NOT_ACTIVE:
        refuse("AUTHORIZER_NOT_ACTIVE")
    refuse("ACCOUNT_NOT_NORMAL", person="payer")


def _refuse_closed(window: Dates) -> NoReturn:
    """The days are a table's here, never a person's: who is within so many days of birth may pay."""
    days = {"from_date": window.opens, "to_date": window.closes}
    raise Refused(Refusal("PREMIUM_WINDOW_CLOSED", {key: str(day) for key, day in days.items() if day is not None}))


def _check_may_go_back(paid: Premium, insured: Person, ctx: Context) -> None:
    """Where no last day is published, until the cover begins (our reading: what has been covered is not given back)."""
    table = ctx.book.premium_table(insured.region, paid.cover_year)
    window = window_of(_facts(insured, table, ctx), table) if table else Dates(None, None, False, True)
    if not window.payable_now or window.late:
        _refuse_closed(window)
    begun = paid.cover_start is None or paid.cover_start <= ctx.today
    if window.closes is None and begun:
        refuse("PREMIUM_WINDOW_CLOSED")


def _facts(person: Person, table: PremiumTable, ctx: Context) -> Facts:
    personal = ctx.state.personal.get(person.key)
    return Facts(person, personal.birth_date if personal else None, table.ages_day, ctx.today)
