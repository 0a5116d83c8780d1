"""The money's way into wallets: out of the sender's accounts into transit, from there into the wallet or back.

Transit stands in the sender's region. Into another region's wallet the money goes through the two clearing accounts, so
that each region's books balance by themselves.
"""

from typing import Any

import msgspec
from msgspec import structs

from service.domain.account import Posting, Side
from service.domain.context import Context
from service.domain.family_events import told_of
from service.domain.handling import Handling
from service.domain.moving import Mover
from service.domain.outcome import Changes, Event
from service.domain.person import PersonKey
from service.domain.suspense import has_gone
from service.domain.terms import AccountKind, Movement, PassThrough, WalletTransferState
from service.domain.wallet_record import WalletTransfer


def sending(made: WalletTransfer, handling: Handling, ctx: Context) -> Changes:
    """The money leaves the sender's accounts and waits."""
    mover = _mover(made.sender, made, ctx)
    for part in made.parts:
        mover.pay_out(Movement.WALLET, part.kind, _transit(made), part.amount_fen)
    return Changes(postings=mover.postings, kept=[*made.rows()], events=_events("WALLET_SENT", made, ctx, handling))


def accepting(sent: WalletTransfer, handling: Handling, ctx: Context) -> tuple[WalletTransfer, Changes]:
    """The money enters the receiver's wallet."""
    done = _over(sent, WalletTransferState.ACCEPTED, ctx)
    mover, source, cleared = _mover(sent.receiver, sent, ctx), _transit(sent), []
    if sent.sender_region != sent.receiver_region:
        source, cleared = Side(PassThrough.CLEARING, sent.sender_region), [_owed(sent, ctx)]
    mover.pay_in(Movement.WALLET, AccountKind.WALLET, sent.amount_fen, source)
    events = _events("WALLET_ACCEPTED", done, ctx, handling)
    return done, Changes(postings=[*cleared, *mover.postings], kept=[*done.rows()], events=events)


def returning(overdue: list[WalletTransfer], ctx: Context) -> Changes:
    """The money goes back to the accounts of one sender that it came from.

    Where there are none such any more it waits in SUSPENSE (our reading: as a refund does).
    """
    changes = Changes()
    mover = Mover(overdue[0].sender, ctx)
    for sent in overdue:
        mover.cause = str(sent.wallet_transfer_id)
        for kind, amount_fen in _back(sent, ctx):
            mover.pay_in(Movement.WALLET, kind, amount_fen, _transit(sent))
        done = _over(sent, WalletTransferState.RETURNED, ctx)
        changes.kept.extend(done.rows())
        changes.events.extend(_events("WALLET_RETURNED", done, ctx))
    changes.postings = mover.postings
    return changes


def _back(sent: WalletTransfer, ctx: Context) -> list[tuple[AccountKind, int]]:
    """Into which of the sender's accounts how much goes back."""
    kinds = tuple(part.kind for part in sent.parts)
    kept = ctx.book.kept_there(kinds, sent.sender_region, ctx.today)
    if has_gone(ctx.state.persons[sent.sender]) or kept != kinds:
        return [(AccountKind.SUSPENSE, sent.amount_fen)]
    return [(part.kind, part.amount_fen) for part in sent.parts]


def _over(sent: WalletTransfer, state: WalletTransferState, ctx: Context) -> WalletTransfer:
    return structs.replace(sent, state=state, end_time=ctx.now)


def _transit(transfer: WalletTransfer) -> Side:
    return Side(PassThrough.TRANSIT, transfer.sender_psn_no)


def _mover(owner: PersonKey, transfer: WalletTransfer, ctx: Context) -> Mover:
    return Mover(owner, ctx, str(transfer.wallet_transfer_id))


def _owed(sent: WalletTransfer, ctx: Context) -> Posting:
    """What leaves transit for another region is owed to that region."""
    return Posting(
        region=sent.sender_region,
        movement=Movement.WALLET,
        debit=_transit(sent),
        credit=Side(PassThrough.CLEARING, sent.receiver_region),
        amount_fen=sent.amount_fen,
        posted_time=ctx.now,
        cause=str(sent.wallet_transfer_id),
    )


def _events(kind: str, transfer: WalletTransfer, ctx: Context, handling: Handling | None = None) -> list[Event]:
    """Both are told, each in its own region."""
    people = (transfer.sender, transfer.receiver)
    return [wallet_event(kind, person, transfer, ctx, handling) for person in people]


def wallet_event(
    kind: str, person: PersonKey, about: msgspec.Struct, ctx: Context, handling: Handling | None = None
) -> Event:
    """News of a wallet; the proof of identity and the papers' references are kept with it."""
    payload: dict[str, Any] = {"about": about} | ({"handling": told_of(handling)} if handling else {})
    return Event(
        region=person.region,
        type=kind,
        psn_no=person.psn_no,
        payload=msgspec.to_builtins(payload),
        event_time=ctx.now,
    )
