"""Transfer (划转): an owner moves money between two kinds of its own account. The money stays the owner's."""

from datetime import datetime

import msgspec

from service.domain.account import Posting
from service.domain.account_commands import AccountCommand, Transfer
from service.domain.account_rows import TransferMonth
from service.domain.acting import Parties, check_acting, find
from service.domain.calendar import month_of
from service.domain.context import Context
from service.domain.kept import Wanted
from service.domain.moving import Mover, check_in_network, check_leaves
from service.domain.outcome import Changes, Event, Outcome
from service.domain.person import Person
from service.domain.policy import Act, Policy
from service.domain.refusal import refuse, require
from service.domain.terms import AccountKind, AccountState, Movement


class Transferred(msgspec.Struct, frozen=True, kw_only=True):
    """What a transfer did: how much went from which account to which, and what each holds since."""

    region: str
    psn_no: str
    from_kind: AccountKind
    to_kind: AccountKind
    amount_fen: int
    from_balance_after_fen: int
    to_balance_after_fen: int
    transfer_time: datetime
    policy_id: str
    policy_version: str


def transfer(command: Transfer, ctx: Context) -> Outcome:
    """Move money on a way that the policy has, as the owner's own act."""
    owner = find(command.owner, "owner", ctx)
    policy = _policy_with_way(command, owner, ctx)
    check_owners_act(Act.TRANSFER, command, owner, policy, ctx)
    rules = policy.transfers
    check_owner(owner, rules.schemes.value, rules.account_states.value)
    if rules.in_network_only.value:
        check_in_network(owner, policy, ctx)
    month = _counted(owner, policy, ctx)
    check_leaves(owner.key, command.from_kind, command.amount_fen, rules.retained_fen.value, ctx)
    mover = Mover(owner.key, ctx)
    mover.move(Movement.TRANSFER, command.from_kind, command.to_kind, command.amount_fen)
    done = _transferred(command, owner, policy, mover.postings[0])
    return Outcome(done, Changes(postings=mover.postings, kept=[month], events=[_event(done, ctx)]))


def check_owners_act(act: Act, command: AccountCommand, owner: Person, policy: Policy, ctx: Context) -> None:
    """Nobody acts on another's accounts: no proxy, and no initiator of a network either."""
    applicant = find(command.handling.applicant, "applicant", ctx)
    require(applicant.key == owner.key, "APPLICANT_NOT_ENTITLED", act=act)
    check_acting(act, command.handling, Parties(owner), policy, ctx)


def check_owner(owner: Person, schemes: tuple[str, ...] | None, states: tuple[AccountState, ...] | None) -> None:
    """The owner's scheme and the state of its accounts."""
    require(schemes is None or owner.insutype in schemes, "AUTHORIZER_NOT_EMPLOYEE_SCHEME")
    require(states is None or owner.account_state in states, "ACCOUNT_NOT_NORMAL", person="owner")


def _policy_with_way(command: Transfer, owner: Person, ctx: Context) -> Policy:
    there = ctx.book.in_force(owner.region, ctx.today)
    if not there:
        refuse("NO_POLICY", region=owner.region)
    asked = (command.from_kind, command.to_kind)
    found = (p for p in there if asked in ((r.from_kind, r.to_kind) for r in p.transfers.routes.value))
    way = next(found, None)
    return way or refuse("TRANSFER_NOT_OFFERED", from_kind=command.from_kind, to_kind=command.to_kind)


def _counted(owner: Person, policy: Policy, ctx: Context) -> TransferMonth:
    """This transfer as one more of the calendar month; refused when there are no more to be had in it."""
    month = month_of(ctx.now)
    rows = ctx.state.shelf.find(Wanted(TransferMonth, owner.region, "psn_no", owner.psn_no))
    made = sum(row.made for row in rows if row.month == month)
    at_most = policy.transfers.a_month_at_most.value
    if at_most is not None and made >= at_most:
        refuse("TRANSFER_LIMIT_REACHED", at_most=at_most, month=month)
    return TransferMonth(region=owner.region, psn_no=owner.psn_no, month=month, made=made + 1)


def _transferred(command: Transfer, owner: Person, policy: Policy, posting: Posting) -> Transferred:
    assert posting.debit.balance_after_fen is not None and posting.credit.balance_after_fen is not None
    return Transferred(
        region=owner.region,
        psn_no=owner.psn_no,
        from_kind=command.from_kind,
        to_kind=command.to_kind,
        amount_fen=command.amount_fen,
        from_balance_after_fen=posting.debit.balance_after_fen,
        to_balance_after_fen=posting.credit.balance_after_fen,
        transfer_time=posting.posted_time,
        policy_id=policy.id,
        policy_version=policy.version,
    )


def _event(done: Transferred, ctx: Context) -> Event:
    payload = {"from_kind": done.from_kind, "to_kind": done.to_kind, "amount_fen": done.amount_fen}
    return Event(region=done.region, type="TRANSFERRED", psn_no=done.psn_no, payload=payload, event_time=ctx.now)
