"""Synthetic people and what happens to them, with defaults that a test replaces as it needs."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncEngine
from uuid_utils.compat import uuid7

from service.domain.account import Account, AccountKey, Credit, Posting, Side
from service.domain.family import Authorization, Binding
from service.domain.feed_commands import PersonRow
from service.domain.outcome import Changes, Event
from service.domain.person import Certificate, Person, PersonalData, PersonKey, PersonRef
from service.domain.settlement_record import Settlement
from service.domain.state import State
from service.domain.terms import (
    AccountKind,
    AuthorizationState,
    BindingState,
    CreditType,
    InsuState,
    Movement,
    PassThrough,
    Relation,
    SettlementState,
)
from service.security.personal_data import Vault
from service.storage import load
from service.storage.engine import read_transaction, write_transaction
from service.storage.record import record
from service.storage.records import JournalRow, Move, Record, RequestKey

HERE, THERE = "990100", "990200"
NOW = datetime(2026, 3, 1, 9, 30, 15, 123456, tzinfo=UTC)
HOSPITAL = "H99010000001"
PERSONAL = AccountKind.PERSONAL
NAME, CERTNO, PHONE = "测试甲", "99010019900101001X", "19900001111"


def key(psn_no: str, region: str = HERE) -> PersonKey:
    return PersonKey(region, psn_no)


def ref(person: PersonKey) -> PersonRef:
    return PersonRef(person.region, psn_no=person.psn_no)


def certificate_ref(certno: str = CERTNO, region: str = HERE) -> PersonRef:
    return PersonRef(region, psn_cert_type="01", certno=certno)


def person_row(who: PersonKey, *, name: str = NAME, certnos: tuple[str, ...] = (), **fields: Any) -> PersonRow:
    values: dict[str, Any] = {
        "region": who.region,
        "psn_no": who.psn_no,
        "insuplc_admdvs": who.region,
        "insutype": "310",
        "psn_insu_stas": InsuState.NORMAL,
        "as_of_time": NOW,
    }
    certificates = tuple(Certificate("01", certno) for certno in certnos)
    return PersonRow(Person(**values | fields), PersonalData(name, date(1990, 1, 1), certificates))


def authorization(who: PersonKey, **fields: Any) -> Authorization:
    values: dict[str, Any] = {
        "region": who.region,
        "authorization_id": uuid7(),
        "authorizer_psn_no": who.psn_no,
        "policy_id": "test",
        "policy_version": "1",
        "state": AuthorizationState.ACTIVE,
        "create_time": NOW,
    }
    return Authorization(**values | fields)


def binding(under: Authorization, member: PersonKey, **fields: Any) -> Binding:
    values: dict[str, Any] = {
        "region": under.region,
        "binding_id": uuid7(),
        "authorization_id": under.authorization_id,
        "authorizer_psn_no": under.authorizer_psn_no,
        "member_region": member.region,
        "member_psn_no": member.psn_no,
        "member_insuplc_admdvs": member.region,
        "relation": Relation.CHILD,
        "state": BindingState.ACTIVE,
        "payer_order": 1,
        "bound_time": NOW,
        "policy_id": under.policy_id,
        "policy_version": under.policy_version,
        "network": under.network,
    }
    return Binding(**values | fields)


def settlement(patient: PersonKey, **fields: Any) -> Settlement:
    """A bill of 100 yuan, 60 from the fund, 30 from accounts, 10 in cash."""
    values: dict[str, Any] = {
        "region": patient.region,
        "setl_id": uuid7(),
        "patient_psn_no": patient.psn_no,
        "insutype": "310",
        "med_type": "11",
        "clr_type": "11",
        "mdtrt_id": "M1",
        "fixmedins_code": HOSPITAL,
        "visit_time": NOW,
        "medfee_sumamt_fen": 10000,
        "fund_pay_sumamt_fen": 6000,
        "other_pay_fen": 0,
        "psn_part_amt_fen": 4000,
        "acct_pay_fen": 3000,
        "acct_mulaid_pay_fen": 0,
        "psn_cash_pay_fen": 1000,
        "balc_fen": 0,
        "state": SettlementState.SETTLED,
        "payments": (),
        "explanations": (),
        "policy_id": "test",
        "policy_version": "1",
        "settle_time": NOW,
    }
    return Settlement(**values | fields)


def payment(payer: PersonKey, amount_fen: int, after_fen: int, **fields: Any) -> Posting:
    """A payer's PERSONAL account pays the hospital."""
    values: dict[str, Any] = {
        "region": payer.region,
        "movement": Movement.SETTLEMENT,
        "debit": Side(PERSONAL, payer.psn_no, after_fen),
        "credit": Side(PassThrough.INSTITUTION, HOSPITAL),
        "amount_fen": amount_fen,
        "posted_time": NOW,
    }
    return Posting(**values | fields)


def income(owner: PersonKey, amount_fen: int, after_fen: int, **fields: Any) -> Posting:
    """The insurer fills a PERSONAL account."""
    values: dict[str, Any] = {
        "region": owner.region,
        "movement": Movement.CREDIT,
        "debit": Side(PassThrough.INSURER, "insurer"),
        "credit": Side(PERSONAL, owner.psn_no, after_fen),
        "amount_fen": amount_fen,
        "posted_time": NOW,
    }
    return Posting(**values | fields)


def credit(owner: PersonKey, credit_id: str, amount_fen: int) -> Credit:
    return Credit(
        region=owner.region,
        credit_id=credit_id,
        owner=owner,
        account_kind=PERSONAL,
        amount_fen=amount_fen,
        credit_type=CreditType.MONTHLY,
        credited_time=NOW,
    )


def event(who: PersonKey, **payload: Any) -> Event:
    return Event(region=who.region, type="BOUND", psn_no=who.psn_no, payload=payload, event_time=NOW)


def decided(*, region: str = HERE, request_id: str | None = None, answer: Any = None, **changes: Any) -> Record:
    """A decided command; each has its own request id unless one is given."""
    entry_id = uuid7()
    link = JournalRow(region=region, lane=entry_id.hex, seq=1, content_digest=b"content", mac=b"mac")
    return Record(
        entry_id=entry_id,
        key=RequestKey(region, "platform", "Method", request_id or entry_id.hex),
        fingerprint=b"fingerprint",
        refused=False,
        answer=msgspec.json.encode(answer),
        decided_time=NOW,
        changes=Changes(**changes),
        journal=(link,),
    )


def settled(made: Settlement, *postings: Posting) -> Record:
    return decided(region=made.region, answer=made, settlements=[made], postings=list(postings))


def move(
    owner: PersonKey, before_fen: int | None, after_fen: int, kind: AccountKind = PERSONAL, frozen_fen: int = 0
) -> Move:
    """`frozen_fen` is what is frozen before and after."""
    before = None if before_fen is None else Account(before_fen, frozen_fen)
    return Move(AccountKey(owner.region, owner.psn_no, kind), before, Account(after_fen, frozen_fen))


async def write(engine: AsyncEngine, vault: Vault, *records: Record, moves: list[Move] | None = None) -> None:
    """One batch, committed."""
    async with write_transaction(engine) as tx:
        await record(tx, vault, list(records), moves or [])


async def register(engine: AsyncEngine, vault: Vault, *people: PersonKey) -> None:
    await write(engine, vault, decided(persons=[person_row(who) for who in people]))


async def relations_of(engine: AsyncEngine, vault: Vault, *refs: PersonRef) -> State:
    """What the books say of these people's relations."""
    state = State()
    async with read_transaction(engine) as tx:
        await load.relations(tx, vault, refs, state)
    return state


async def balance_of(engine: AsyncEngine, owner: PersonKey, kind: AccountKind = PERSONAL) -> int | None:
    state = State()
    async with read_transaction(engine) as tx:
        await load.accounts(tx, [owner], state)
    account = state.account(owner, kind)
    return None if account is None else account.balance_fen


def new_id() -> UUID:
    return uuid7()
