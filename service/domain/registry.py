"""What the insurer's core system feeds in: persons, institutions, credits. Each row of a batch answers for itself."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct

from service.domain.account import MAX_FEN, AccountKey, Credit, Posting, Side
from service.domain.barriers import account_of
from service.domain.commands import (
    BadRow,
    CreditAccounts,
    CreditRow,
    PersonRow,
    UpsertInstitutions,
    UpsertPersons,
)
from service.domain.context import Context
from service.domain.institution import Institution
from service.domain.outcome import Changes, Event, Outcome
from service.domain.policy import Policy
from service.domain.refusal import Refusal, Refused, refuse, require
from service.domain.terms import AccountKind, CreditType, Movement, PassThrough


class RowOutcome(StrEnum):
    CREATED = "CREATED"
    UPDATED = "UPDATED"
    IGNORED_OLDER = "IGNORED_OLDER"
    CREDITED = "CREDITED"


class RowResult(Struct, frozen=True, omit_defaults=True):
    """What became of one row: its outcome, or why it was refused."""

    key: str
    outcome: RowOutcome | None = None
    refusal: Refusal | None = None
    balance_after_fen: int | None = None


class Rows(Struct, frozen=True):
    results: tuple[RowResult, ...]


Row = TypeVar("Row")


def upsert_persons(command: UpsertPersons, ctx: Context) -> Outcome:
    """Take full rows of persons; a row older than the one held is ignored, and says so."""
    require(ctx.book.served(command.region), "NO_POLICY", region=command.region)
    return _each(command.rows, lambda row: row.person.psn_no, _upsert_person, ctx)


def upsert_institutions(command: UpsertInstitutions, ctx: Context) -> Outcome:
    """Take full rows of institutions; the last one told counts."""
    return _each(command.rows, lambda row: row.fixmedins_code, _upsert_institution, ctx)


def credit_accounts(command: CreditAccounts, ctx: Context) -> Outcome:
    """Pay the monthly share or an opening balance in; a credit_id is paid once per region, whatever the request."""
    policy = ctx.book.first(command.region, ctx.today)
    if policy is None:
        refuse("NO_POLICY", region=command.region)
    return _each(
        command.rows,
        lambda row: row.credit_id,
        lambda row, changes, ctx: _credit(row, policy, changes, ctx),
        ctx,
    )


def _each(
    rows: Iterable[Row | BadRow],
    key_of: Callable[[Row], str],
    take: Callable[[Row, Changes, Context], RowResult],
    ctx: Context,
) -> Outcome:
    """Decide row by row; each is folded into the state before the next, so that a later row sees an earlier one."""
    total, results, seen = Changes(), [], set[str]()
    for row in rows:
        if isinstance(row, BadRow):
            results.append(RowResult(row.key, refusal=row.refusal))
            continue
        key, changes = key_of(row), Changes()
        try:
            require(key not in seen, "DUPLICATE_ROW")
            results.append(take(row, changes, ctx))
        except Refused as refused:
            results.append(RowResult(key, refusal=refused.refusal))
            continue
        seen.add(key)
        ctx.state.fold(changes)
        total.add(changes)
    return Outcome(Rows(tuple(results)), total)


def _upsert_person(row: PersonRow, changes: Changes, ctx: Context) -> RowResult:
    person = row.person
    held = ctx.state.persons.get(person.key)
    for ref in row.refs[1:]:
        require(ctx.state.keys.get(ref, person.key) == person.key, "CERTIFICATE_TAKEN")
    if held is not None and person.as_of_time < held.as_of_time:
        return RowResult(person.psn_no, RowOutcome.IGNORED_OLDER)
    changes.persons.append(row)
    outcome = RowOutcome.CREATED if held is None else RowOutcome.UPDATED
    state: dict[str, object] = {
        "insutype": person.insutype,
        "psn_insu_stas": person.psn_insu_stas,
        "account_state": person.account_state,
    }
    changes.events.append(_event(f"PERSON_{outcome}", person.region, person.psn_no, state, ctx))
    return RowResult(person.psn_no, outcome)


def _upsert_institution(row: Institution, changes: Changes, ctx: Context) -> RowResult:
    outcome = RowOutcome.UPDATED if row.fixmedins_code in ctx.state.institutions else RowOutcome.CREATED
    changes.institutions.append(row)
    return RowResult(row.fixmedins_code, outcome)


MONTHLY_KINDS = (AccountKind.PERSONAL, AccountKind.CURRENT)
"""The monthly share enters one of these (field rule); an opening balance may enter any kind that the place keeps."""


def _credit(row: CreditRow, policy: Policy, changes: Changes, ctx: Context) -> RowResult:
    person = ctx.state.person(row.owner)
    if person is None:
        refuse("PERSON_NOT_FOUND", person="owner")
    require((person.region, row.credit_id) not in ctx.state.paid_credits, "CREDIT_ALREADY_PAID")
    kept = row.account_kind in policy.accounts.kinds.value
    monthly = row.credit_type is CreditType.MONTHLY
    require(kept and (not monthly or row.account_kind in MONTHLY_KINDS), "ACCOUNT_KIND_NOT_KEPT")
    account = account_of(person, row.account_kind, policy, ctx)
    if account is None:
        refuse("NO_ACCOUNT")
    after_fen = account.balance_fen + row.amount_fen
    require(after_fen <= MAX_FEN, "AMOUNT_OUT_OF_RANGE")
    changes.credits.append(
        Credit(
            region=person.region,
            credit_id=row.credit_id,
            owner=person.key,
            account_kind=row.account_kind,
            amount_fen=row.amount_fen,
            credit_type=row.credit_type,
            credited_time=ctx.now,
        )
    )
    changes.postings.append(
        Posting(
            region=person.region,
            movement=Movement.CREDIT if monthly else Movement.OPENING_BALANCE,
            debit=Side(PassThrough.INSURER, person.region),
            credit=Side(row.account_kind, person.psn_no, after_fen),
            amount_fen=row.amount_fen,
            posted_time=ctx.now,
            credit_id=row.credit_id,
        )
    )
    about: dict[str, object] = {"account": AccountKey(*person.key, row.account_kind), "amount_fen": row.amount_fen}
    changes.events.append(_event("CREDITED", person.region, person.psn_no, about, ctx))
    return RowResult(row.credit_id, RowOutcome.CREDITED, balance_after_fen=after_fen)


def _event(event_type: str, region: str, psn_no: str, payload: dict[str, object], ctx: Context) -> Event:
    return Event(region=region, type=event_type, psn_no=psn_no, payload=payload, event_time=ctx.now)
