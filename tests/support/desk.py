"""A pipeline of its own over a real database, and the few commands that most tests of it begin with."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec import structs
from sqlalchemy import text

from service.domain.commands import Bill, Bind, Command, Settle
from service.domain.feed_commands import CreditAccounts, CreditRow, PersonRow, UpsertPersons
from service.domain.person import Person, PersonalData
from service.domain.policy import Policy
from service.domain.policy_book import PolicyBook
from service.domain.settlement_record import Settlement
from service.domain.terms import AccountKind, ClaimType, CreditType, InsuState, Relation
from service.pipeline.pipeline import Pipeline
from service.pipeline.request import Answer
from service.security.keys import load_or_create
from service.security.personal_data import Vault
from service.storage.engine import make_engine, read_transaction
from tests.support.world import HOME, MED_TYPES, NOON, handling, ref

ELSEWHERE = "110100"
"""A place of care outside every test region, so that a bill needs no known institution."""


class Desk:
    """One server's pipeline. Two desks over one database are two servers."""

    def __init__(self, url: str, key_file: Path, policy: Policy, now: datetime = NOON) -> None:
        self.engine = make_engine(url)
        self.vault = Vault(load_or_create(key_file))
        self.book = PolicyBook([policy], {}, MED_TYPES)
        self.pipeline = Pipeline(self.engine, self.vault, self.book)
        self.now = now
        self._ids = 0

    async def close(self) -> None:
        await self.pipeline.drain()
        await self.engine.dispose()

    async def do(self, command: Command, request_id: str | None = None, **how: Any) -> Answer:
        """Submit a command under a fresh request id, or under the one given."""
        self._ids += 1
        request_id = request_id or f"{id(self)}-{self._ids}"
        return await self.pipeline.submit("test", request_id, command, self.now, **how)

    async def people(self, *psn_nos: str, region: str = HOME, **fields: Any) -> None:
        """Register people in the employee scheme with these numbers."""
        rows = tuple(PersonRow(self.person(n, region, **fields), PersonalData(name=f"测试{n}")) for n in psn_nos)
        answer = await self.do(UpsertPersons(region=region, rows=rows))
        assert all(r.refusal is None for r in answer.value.results), answer

    def person(self, psn_no: str, region: str = HOME, **fields: Any) -> Person:
        made = Person(
            region=region,
            psn_no=psn_no,
            insuplc_admdvs=region,
            insutype="310",
            psn_insu_stas=InsuState.NORMAL,
            as_of_time=self.now,
        )
        return structs.replace(made, **fields)

    async def money(self, psn_no: str, amount_fen: int, region: str = HOME) -> None:
        """Credit a person's PERSONAL account."""
        answer = await self.do(CreditAccounts(region=region, rows=(self.credit(psn_no, amount_fen, region),)))
        assert answer.value.results[0].refusal is None, answer

    def credit(self, psn_no: str, amount_fen: int, region: str = HOME) -> CreditRow:
        self._ids += 1
        return CreditRow(
            credit_id=f"credit-{id(self)}-{self._ids}",
            owner=ref(psn_no, region),
            account_kind=AccountKind.PERSONAL,
            amount_fen=amount_fen,
            credit_type=CreditType.MONTHLY,
        )

    def bind(self, authorizer: str, member: str, relation: str = "SPOUSE", region: str = HOME) -> Bind:
        return Bind(
            authorizer=ref(authorizer, region),
            member=ref(member),
            relation=Relation(relation),
            handling=handling(authorizer, region),
        )

    def bill(self, patient: str, fee_fen: int, **fields: Any) -> Settle:
        bill = Bill(
            patient=ref(patient),
            med_type="11",
            mdtrt_id="visit",
            claim_type=ClaimType.DIRECT,
            medfee_sumamt_fen=fee_fen,
            fund_pay_sumamt_fen=0,
            other_pay_fen=0,
            visit_time=self.now,
            mdtrtarea_admvs=ELSEWHERE,
        )
        return Settle(bill=structs.replace(bill, **fields))

    async def settle(self, patient: str, fee_fen: int, request_id: str | None = None) -> Settlement:
        answer = await self.do(self.bill(patient, fee_fen), request_id)
        assert answer.refusal is None, answer
        settlement: Settlement = answer.value
        return settlement

    async def family(self, holder_fen: int, members: int = 1) -> None:
        """A holder with this much, and members m1, m2 … bound to it, without money of their own."""
        names = [f"m{i}" for i in range(1, members + 1)]
        await self.people("holder", *names)
        await self.money("holder", holder_fen)
        for name in names:
            answer = await self.do(self.bind("holder", name, "CHILD"))
            assert answer.refusal is None, answer
        self.now += timedelta(minutes=1)

    async def scalar(self, sql: str) -> Any:
        async with read_transaction(self.engine) as tx:
            return (await tx.execute(text(sql))).scalar()

    async def balance_fen(self, psn_no: str) -> int:
        found = await self.scalar(f"SELECT balance_fen FROM accounts WHERE psn_no = '{psn_no}'")
        return int(found or 0)

    async def books(self) -> None:
        """What must hold of the books at any time: every balance is what its postings add up to, and what is frozen is
        what is left of quotas."""
        off = await self.scalar(BALANCES_OFF)
        assert off == 0, f"{off} accounts differ from their postings"
        off = await self.scalar(FROZEN_OFF)
        assert off == 0, f"of {off} people other than what is left of their quotas is frozen"


BALANCES_OFF = """
SELECT count(*) FROM accounts a WHERE a.balance_fen <>
  (SELECT coalesce(sum(amount_fen), 0) FROM postings p
   WHERE p.region = a.region AND p.credit_owner = a.psn_no AND p.credit_kind = a.account_kind)
  - (SELECT coalesce(sum(amount_fen), 0) FROM postings p
     WHERE p.region = a.region AND p.debit_owner = a.psn_no AND p.debit_kind = a.account_kind)
"""


FROZEN_OFF = """
SELECT count(*) FROM (
  SELECT region, psn_no FROM (
    SELECT region, psn_no, frozen_fen AS fen FROM accounts
    UNION ALL SELECT region, authorizer_psn_no, quota_used_fen - quota_fen FROM bindings
      WHERE region = authorizer_region AND quota_freezes AND state <> 'ENDED'
    UNION ALL SELECT region, authorizer_psn_no, quota_used_fen - quota_fen FROM authorizations
      WHERE quota_freezes AND state <> 'ENDED'
  ) parts GROUP BY region, psn_no HAVING sum(fen) <> 0
) off
"""


async def all_of(*work: Any) -> list[Any]:
    """Do these at once; their results in order."""
    return list(await asyncio.gather(*work))
