"""The wallet (医保钱包), transfer form: its owner opens it, a near relative sends money to it, the owner accepts it."""

from datetime import datetime, time, timedelta

from msgspec import structs

from service.domain.account import AccountKey, Freeze
from service.domain.acting import Parties, check_acting, find
from service.domain.calendar import SHANGHAI, day_of
from service.domain.context import Context
from service.domain.eligibility import check_authorizer, check_member
from service.domain.handling import Handling
from service.domain.moving import held
from service.domain.outcome import Changes, Outcome
from service.domain.person import Person, PersonKey
from service.domain.policy import Act, Policy
from service.domain.refusal import refuse, require
from service.domain.terms import AccountKind, WalletTransferState
from service.domain.wallet_books import accepting, sending, wallet_event
from service.domain.wallet_commands import (
    AcceptWalletTransfer,
    OpenWallet,
    TransferToWallet,
    by_id,
    count_of,
    of_owner,
    on_the_way,
    waiting_of,
)
from service.domain.wallet_record import Part, SentCount, Wallet, WalletTransfer


def open_wallet(command: OpenWallet, ctx: Context) -> Outcome:
    """Open a wallet: its owner's own act, once. It is empty until something sent to it is accepted."""
    owner = find(command.owner, "owner", ctx)
    policy = _rules(owner, ctx)
    _check_own_act(command.handling, owner, policy, ctx)
    check_member(owner, owner, policy, ctx)
    for there in ctx.state.shelf.find(of_owner(owner.key)):
        refuse("WALLET_ALREADY_OPEN", opened_time=there.opened_time.astimezone(SHANGHAI).isoformat())
    opened = Wallet(
        region=owner.region,
        psn_no=owner.psn_no,
        use_admdvs=command.use_admdvs,
        opened_time=ctx.now,
        policy_id=policy.id,
        policy_version=policy.version,
    )
    account = Freeze(key=AccountKey(*owner.key, AccountKind.WALLET), frozen_fen=0)
    news = wallet_event("WALLET_OPENED", owner.key, opened, ctx, command.handling)
    with_phone = structs.replace(opened, phone=command.phone)
    return Outcome(opened, Changes(kept=[with_phone], freezes=[account], events=[news]))


def transfer_to_wallet(command: TransferToWallet, ctx: Context) -> Outcome:
    """Send money to a near relative's wallet, in this region or another; it waits there to be accepted."""
    sender = find(command.owner, "owner", ctx)
    receiver = find(command.receiver, "receiver", ctx)
    policy = _rules(sender, ctx)
    _check_own_act(command.handling, sender, policy, ctx, receiver)
    check_authorizer(sender, command.handling, policy, ctx)
    near = sender.key != receiver.key and command.relation in policy.relations.allowed.value
    require(near, "RELATION_NOT_ALLOWED", relation=command.relation)
    check_member(receiver, sender, policy, ctx)
    require(ctx.state.shelf.find(of_owner(receiver.key)), "WALLET_NOT_OPEN", person="receiver")
    _check_hours(policy, ctx)
    _check_waiting(sender, policy, ctx)
    counted = _counted(sender, command.amount_fen, policy, ctx)
    made = WalletTransfer(
        region=sender.region,
        wallet_transfer_id=ctx.new_id(),
        sender_region=sender.region,
        sender_psn_no=sender.psn_no,
        receiver_region=receiver.region,
        receiver_psn_no=receiver.psn_no,
        relation=command.relation,
        amount_fen=command.amount_fen,
        parts=_parts(sender, command.amount_fen, policy, ctx),
        state=WalletTransferState.SENT,
        sent_time=ctx.now,
        return_time=_return_time(policy, ctx),
        policy_id=policy.id,
        policy_version=policy.version,
    )
    changes = sending(made, command.handling, ctx)
    changes.kept.append(counted)
    return Outcome(made, changes)


def accept_wallet_transfer(command: AcceptWalletTransfer, ctx: Context) -> Outcome:
    """Take what was sent to one's wallet: the receiver's own act, until the moment at which it goes back."""
    receiver = find(command.receiver, "receiver", ctx)
    policy = _rules(receiver, ctx)
    _check_own_act(command.handling, receiver, policy, ctx)
    sent = _sent_to(receiver, command, ctx)
    require(sent.state is WalletTransferState.SENT, "WALLET_TRANSFER_OVER", state=sent.state)
    in_time = ctx.now < sent.return_time
    require(in_time, "WALLET_TRANSFER_OVER", state=WalletTransferState.RETURNED)
    check_member(receiver, receiver, policy, ctx)
    done, changes = accepting(sent, command.handling, ctx)
    return Outcome(done, changes)


def _rules(person: Person, ctx: Context) -> Policy:
    """The rules of wallets where this person is insured, today."""
    return ctx.book.wallet(person.region, ctx.today) or refuse("NO_POLICY", region=person.region)


def _check_own_act(
    handling: Handling, owner: Person, policy: Policy, ctx: Context, receiver: Person | None = None
) -> None:
    """Opening, sending and accepting are nobody's but the owner's of the account that is opened, gives or takes."""
    applicant = find(handling.applicant, "applicant", ctx)
    require(applicant.key == owner.key, "APPLICANT_NOT_ENTITLED", act=Act.WALLET)
    check_acting(Act.WALLET, handling, Parties(owner, (receiver,) if receiver else ()), policy, ctx)


def _check_hours(policy: Policy, ctx: Context) -> None:
    """No transfer from `closed_from` on, until `closed_until`; the hours may lie across midnight."""
    first, last = policy.wallet.closed_from.value, policy.wallet.closed_until.value
    if first is None or last is None:
        return
    now, begins, ends = ctx.now.astimezone(SHANGHAI).time(), time.fromisoformat(first), time.fromisoformat(last)
    closed = begins <= now < ends if begins <= ends else now >= begins or now < ends
    require(not closed, "TRANSFER_CLOSED_HOURS", closed_from=first, closed_until=last)


def _check_waiting(sender: Person, policy: Policy, ctx: Context) -> None:
    """What should have gone back already stands in nobody's way, even where the run that returns it is late."""
    if not policy.wallet.one_pending.value:
        return
    for sent in ctx.state.shelf.find(waiting_of(sender.key)):
        back = sent.return_time.astimezone(SHANGHAI).isoformat()
        over = ctx.now >= sent.return_time
        require(over, "TRANSFER_PENDING", wallet_transfer_id=sent.wallet_transfer_id, return_time=back)


def _counted(sender: Person, amount_fen: int, policy: Policy, ctx: Context) -> SentCount:
    """The limits of one transfer, of a day and of a month; one that went back was a transfer too (our reading)."""
    rules = policy.wallet
    most_fen = rules.at_most_fen.value
    require(most_fen is None or amount_fen <= most_fen, "TRANSFER_LIMIT_REACHED", at_most_fen=most_fen)
    before = next(iter(ctx.state.shelf.find(count_of(sender.key))), None)
    that_day, that_month = before.on(ctx.today) if before else (0, 0)
    for made, most, period in (
        (that_day, rules.a_day_at_most.value, {"day": ctx.today}),
        (that_month, rules.a_month_at_most.value, {"month": f"{ctx.today:%Y-%m}"}),
    ):
        require(most is None or made < most, "TRANSFER_LIMIT_REACHED", at_most=most, **period)
    return SentCount(
        region=sender.region,
        psn_no=sender.psn_no,
        day=ctx.today,
        that_day=that_day + 1,
        that_month=that_month + 1,
    )


def _parts(sender: Person, amount_fen: int, policy: Policy, ctx: Context) -> tuple[Part, ...]:
    """What each of the sender's accounts gives, in the policy's order; what has to stay is of all of them together."""
    kinds, retained_fen = policy.wallet.sent_from.value, policy.wallet.retained_fen.value
    free = {kind: held(sender.key, kind, ctx).free_fen for kind in kinds}
    free_fen = sum(free.values())
    require(free_fen >= amount_fen, "INSUFFICIENT_BALANCE", free_fen=free_fen, amount_fen=amount_fen)
    stays = free_fen - amount_fen >= retained_fen
    require(stays, "RETAINED_BALANCE", retained_fen=retained_fen, free_fen=free_fen, amount_fen=amount_fen)
    parts, left_fen = [], amount_fen
    for kind, held_fen in free.items():
        if taken_fen := min(held_fen, left_fen):
            parts.append(Part(kind, taken_fen))
            left_fen -= taken_fen
    return tuple(parts)


def _return_time(policy: Policy, ctx: Context) -> datetime:
    """When it goes back unless it was accepted before: the next day, at the policy's time."""
    at = time.fromisoformat(policy.wallet.returned_at.value)
    return datetime.combine(day_of(ctx.now) + timedelta(days=1), at, SHANGHAI)


def _sent_to(receiver: Person, command: AcceptWalletTransfer, ctx: Context) -> WalletTransfer:
    for sent in ctx.state.shelf.find(by_id(receiver.region, command.wallet_transfer_id)):
        if sent.receiver == receiver.key:
            return sent  # type: ignore[no-any-return]
    refuse("WALLET_TRANSFER_NOT_FOUND")


def waiting_transfers(person: PersonKey, ctx: Context) -> list[WalletTransfer]:
    """What waits on its way from or to a person, as it was sent."""
    found = (sent for wanted in on_the_way(person) for sent in ctx.state.shelf.find(wanted))
    return sorted(found, key=lambda sent: sent.wallet_transfer_id)
