"""Money that the core system pays into accounts: shares, opening balances, and corrections of either."""

from service.domain.account import MAX_FEN, Account, Credit, Posting, Side
from service.domain.barriers import account_of
from service.domain.context import Context
from service.domain.feed_commands import CreditAccounts, CreditRow, ImportCredits
from service.domain.outcome import Changes, Event, Outcome
from service.domain.person import Person
from service.domain.policy import Policy
from service.domain.refusal import refuse, require
from service.domain.rows import RowOutcome, RowResult, each
from service.domain.terms import AccountKind, CreditType, Movement, PassThrough

MONTHLY_KINDS = (AccountKind.PERSONAL, AccountKind.CURRENT)
"""The monthly share enters one of these (field rule); an opening balance may enter any kind that the place keeps."""

_MOVEMENTS = {
    CreditType.MONTHLY: Movement.CREDIT,
    CreditType.OPENING_BALANCE: Movement.OPENING_BALANCE,
    CreditType.CORRECTION: Movement.CORRECTION,
}


def credit_accounts(command: CreditAccounts, ctx: Context) -> Outcome:
    """Pay money in; a credit_id is paid once per region, whatever the request.

    In an import the same credit again is no error, so that one that was cut off can be sent again.
    """
    policy = ctx.book.first(command.region, ctx.today)
    if policy is None:
        refuse("NO_POLICY", region=command.region)
    again = isinstance(command, ImportCredits)

    def take(row: CreditRow, changes: Changes, ctx: Context) -> RowResult:
        return _credit(row, policy, again, changes, ctx)

    return each(command.rows, lambda row: row.credit_id, take, ctx)


def _credit(row: CreditRow, policy: Policy, again: bool, changes: Changes, ctx: Context) -> RowResult:
    person = ctx.state.person(row.owner)
    if person is None:
        refuse("PERSON_NOT_FOUND", person="owner")
    asked = _asked(row, person, ctx)
    paid = ctx.state.credits.get((person.region, row.credit_id))
    if paid is not None:
        require(again and paid.says_the_same(asked), "CREDIT_ALREADY_PAID")
        return RowResult(row.credit_id, RowOutcome.UNCHANGED)
    kept = row.account_kind in policy.accounts.kinds.value
    monthly = row.credit_type is CreditType.MONTHLY
    require(kept and (not monthly or row.account_kind in MONTHLY_KINDS), "ACCOUNT_KIND_NOT_KEPT")
    account = account_of(person, row.account_kind, policy, ctx)
    if account is None:
        refuse("NO_ACCOUNT")
    if row.credit_type is CreditType.CORRECTION:
        _check_correction(asked, ctx)
    after_fen = _balance_after(account, row.amount_fen)
    changes.credits.append(asked)
    changes.postings.append(_posting(asked, after_fen))
    changes.events.append(
        Event(
            region=person.region,
            type="CREDITED",
            psn_no=person.psn_no,
            payload={
                "credit_id": row.credit_id,
                "account_kind": row.account_kind,
                "credit_type": row.credit_type,
                "amount_fen": row.amount_fen,
            },
            event_time=ctx.now,
        )
    )
    return RowResult(row.credit_id, RowOutcome.CREDITED, balance_after_fen=after_fen)


def _asked(row: CreditRow, person: Person, ctx: Context) -> Credit:
    return Credit(
        region=person.region,
        credit_id=row.credit_id,
        owner=person.key,
        account_kind=row.account_kind,
        amount_fen=row.amount_fen,
        credit_type=row.credit_type,
        credited_time=ctx.now,
        corrects_credit_id=row.corrects_credit_id,
        approved_by=row.approved_by,
    )


def _check_correction(asked: Credit, ctx: Context) -> None:
    """A correction is of a credit of the same account; all of them together never take back more than it was."""
    cited = asked.corrects_credit_id or ""
    held = ctx.state.credits.get((asked.region, cited))
    if held is None:
        refuse("CREDIT_NOT_FOUND", corrects_credit_id=cited)
    fits = held.owner == asked.owner and held.account_kind is asked.account_kind
    require(fits and held.credit_type is not CreditType.CORRECTION, "CORRECTION_MISMATCH", corrects_credit_id=cited)
    left_fen = held.amount_fen + ctx.state.corrected_fen.get((asked.region, cited), 0)
    enough = left_fen + asked.amount_fen >= 0
    require(enough, "CORRECTION_EXCEEDS_CREDIT", corrects_credit_id=cited, left_fen=left_fen)


def _balance_after(account: Account, amount_fen: int) -> int:
    after_fen = account.balance_fen + amount_fen
    if after_fen > MAX_FEN:
        refuse("AMOUNT_OUT_OF_RANGE")
    enough = account.free_fen + amount_fen >= 0
    require(enough, "INSUFFICIENT_BALANCE", free_fen=account.free_fen, amount_fen=-amount_fen)
    return after_fen


def _posting(credit: Credit, after_fen: int) -> Posting:
    """From the insurer to the account; a correction below zero the other way."""
    insurer = Side(PassThrough.INSURER, credit.region)
    account = Side(credit.account_kind, credit.owner.psn_no, after_fen)
    paid_in = credit.amount_fen > 0
    return Posting(
        region=credit.region,
        movement=_MOVEMENTS[credit.credit_type],
        debit=insurer if paid_in else account,
        credit=account if paid_in else insurer,
        amount_fen=abs(credit.amount_fen),
        posted_time=credit.credited_time,
        credit_id=credit.credit_id,
    )
