"""Liquidation (清算): an account is wound up because its owner died or moved away.

What is in it and the interest of the year so far are paid out, or carried to the region that the owner has moved to;
every relation of the owner ends; the account is closed, and stays so until a new insurance begins.
"""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from service.domain.account import MAX_FEN, Freeze, Posting, Side
from service.domain.account_commands import Liquidate
from service.domain.account_rows import Liquidation, Preset
from service.domain.acting import Parties, check_acting, find
from service.domain.context import Context
from service.domain.family_events import told_of
from service.domain.feed_commands import PersonRow
from service.domain.interest import until_fen
from service.domain.kept import Wanted
from service.domain.liquidation_ties import ending_ties
from service.domain.moving import Mover
from service.domain.outcome import Changes, Event, Outcome
from service.domain.person import Person, PersonKey
from service.domain.policy import Act, Policy
from service.domain.presets import ending_preset
from service.domain.refusal import refuse, require
from service.domain.terms import AccountKind, AccountState, InsuState, Movement, PassThrough

_NOT_INSURED = (InsuState.NOT_INSURED, InsuState.ENDED)


def liquidate(command: Liquidate, ctx: Context) -> Outcome:
    """Wind an account up. What came in after that can be wound up again; what waits in SUSPENSE is paid out apart."""
    owner = find(command.owner, "owner", ctx)
    policy = ctx.book.first(owner.region, ctx.today) or refuse("NO_POLICY", region=owner.region)
    check_acting(Act.CLOSE, command.handling, Parties(owner), policy, ctx)
    kinds = [kind for kind in ctx.state.accounts_of(owner.key) if kind is not AccountKind.SUSPENSE]
    balance_fen = sum(ctx.state.accounts_of(owner.key)[kind].balance_fen for kind in kinds)
    require(balance_fen > 0 or not _standing(owner.key, ctx), "ACCOUNT_NOT_NORMAL", person="owner")
    interest_fen = until_fen(balance_fen, policy.interest.annual_ppm.value, ctx.today)
    if balance_fen + interest_fen > MAX_FEN:
        refuse("AMOUNT_OUT_OF_RANGE")
    done = _liquidation(command, owner, policy, balance_fen, interest_fen, ctx)
    changes = ending_ties(owner, ctx)
    changes.postings += _money(done, policy, kinds, changes.postings, ctx)
    changes.freezes += [
        Freeze(key=key, frozen_fen=0)
        for key, account in ctx.state.accounts.items()
        if (key.region, key.psn_no) == owner.key and key.kind in kinds and account.frozen_fen > 0
    ]
    if not any(isinstance(row, Preset) and row.owner == owner.key for row in changes.kept):
        changes.add(ending_preset(owner.key, ctx))
    closed = replace(owner, account_state=AccountState.CLOSED)
    changes.persons.append(PersonRow(closed, ctx.state.personal[owner.key]))
    changes.kept.append(done)
    changes.events.append(_event(done, command, ctx))
    return Outcome(done, changes)


def still_closed(told: Person, held: Person | None, changes: Changes, ctx: Context) -> Person:
    """What the registry says of a person whose account was wound up: closed all the same.

    Until a new insurance begins, that is, one that had ended is normal again (our reading).
    """
    standing = _standing(told.key, ctx)
    if not standing:
        return told
    if held is not None and held.psn_insu_stas in _NOT_INSURED and told.psn_insu_stas is InsuState.NORMAL:
        changes.kept += [replace(row, reopened_time=ctx.now) for row in standing]
        return told
    return replace(told, account_state=AccountState.CLOSED)


def _standing(owner: PersonKey, ctx: Context) -> list[Liquidation]:
    """The liquidations that keep an account closed."""
    rows: list[Liquidation] = ctx.state.shelf.find(Wanted(Liquidation, owner.region, "psn_no", owner.psn_no))
    return [row for row in rows if row.reopened_time is None]


def _liquidation(
    command: Liquidate, owner: Person, policy: Policy, balance_fen: int, interest_fen: int, ctx: Context
) -> Liquidation:
    all_fen, carried = balance_fen + interest_fen, command.to_region is not None
    return Liquidation(
        region=owner.region,
        liquidation_id=ctx.new_id(),
        psn_no=owner.psn_no,
        cause=command.cause,
        to_region=command.to_region,
        balance_fen=balance_fen,
        interest_fen=interest_fen,
        paid_out_fen=0 if carried else all_fen,
        carried_fen=all_fen if carried else 0,
        liquidated_time=ctx.now,
        policy_id=policy.id,
        policy_version=policy.version,
    )


def _money(
    done: Liquidation, policy: Policy, kinds: Sequence[AccountKind], before: Sequence[Posting], ctx: Context
) -> list[Posting]:
    """The interest into the account that the year's end uses, then all of it out of every account."""
    mover = Mover(done.owner, ctx, str(done.liquidation_id), before)
    full = [kind for kind in (*kinds, *mover.kinds) if mover.held_fen(kind) > 0]
    if done.interest_fen > 0:
        mover.pay_in(Movement.INTEREST, policy.year_end.into.value or full[0], done.interest_fen)
    out = Side(PassThrough.CLEARING, done.to_region) if done.to_region else Side(PassThrough.PAID_OUT, done.psn_no)
    for kind in mover.kinds:
        if mover.held_fen(kind) > 0:
            mover.pay_out(Movement.LIQUIDATION, kind, out, mover.held_fen(kind))
    return [*mover.postings, *_taken_over(done, ctx)]


def _taken_over(done: Liquidation, ctx: Context) -> list[Posting]:
    """In the books of the other region: its insurer takes the money over, and pays it in once the person is registered
    there. A region that is not served here keeps its books elsewhere."""
    if done.to_region is None or done.carried_fen == 0 or not ctx.book.served(done.to_region):
        return []
    posting = Posting(
        region=done.to_region,
        movement=Movement.LIQUIDATION,
        debit=Side(PassThrough.CLEARING, done.region),
        credit=Side(PassThrough.INSURER, done.to_region),
        amount_fen=done.carried_fen,
        posted_time=ctx.now,
        cause=str(done.liquidation_id),
    )
    return [posting]


def _event(done: Liquidation, command: Liquidate, ctx: Context) -> Event:
    payload = {
        "handling": msgspec.to_builtins(told_of(command.handling)),
        "liquidation_id": str(done.liquidation_id),
        "cause": done.cause,
        "to_region": done.to_region,
        "balance_fen": done.balance_fen,
        "interest_fen": done.interest_fen,
        "paid_out_fen": done.paid_out_fen,
        "carried_fen": done.carried_fen,
    }
    return Event(region=done.region, type="LIQUIDATED", psn_no=done.psn_no, payload=payload, event_time=ctx.now)
