"""A child of the resident scheme, a table of premiums, and people who pay, for tests of decisions."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from service.domain.calendar import SHANGHAI
from service.domain.person import CategoryPeriod, PersonalData
from service.domain.policy import Policy
from service.domain.policy_book import PolicyBook
from service.domain.premium_commands import PayPremium, RefundPremium
from service.domain.premium_table import PremiumTable
from service.domain.refusal import Refusal
from tests.support.world import HOME, MED_TYPES, NEIGHBOUR, World, handling, make_policy, ref

AUTUMN = datetime(2025, 10, 1, 12, tzinfo=SHANGHAI)
ONE, OTHER = "holder", "second"


def make_table(**rules: Any) -> PremiumTable:
    """400.00 for everybody, 300.00 less for orphans, paid in the autumn before, and what `rules` say."""
    plain: dict[str, Any] = {
        "premium": {
            "place": "test",
            "cover_year": 2026,
            "name_zh": "测试",
            "name_en": "test",
            "regions": [HOME, NEIGHBOUR],
            "test_region": True,
        },
        "sources": {"test": {"title": "made for a test", "sure": "invented"}},
        "standards": [{"by_tier_fen": [400_00, 500_00], "zh": "居民", "en": "residents"}],
        "subsidies": [{"fen": 300_00, "zh": "孤儿", "en": "orphans", "who": [{"categories": ["ORPHAN"]}]}],
        "windows": [{"opens": "2025-09-01", "closes": "2025-12-31"}],
    }
    for key, value in (plain | rules).items():
        if key not in ("premium", "sources"):
            plain[key] = {"value": value, "source": "test"}
    return msgspec.convert(plain, PremiumTable)


class Payers(World):
    """A child of the resident scheme, bound by two who may pay for it, each with 1,000.00."""

    def __init__(self, *policies: Policy, table: PremiumTable | None = None, region: str = HOME) -> None:
        super().__init__(policies or (make_policy(premiums__pays=["RESIDENT"]),), now=AUTUMN)
        self.book = PolicyBook(self.policies, {}, MED_TYPES, [table or make_table()])
        self.region = region
        self.child()
        for payer in (ONE, OTHER):
            self.person(payer)
            self.money(payer, PERSONAL=1_000_00)
            self.bind(payer, "child", member_region=region)

    def child(self, born: date | None = date(2015, 6, 1), *categories: str, **fields: Any) -> None:
        held = tuple(CategoryPeriod(code, date(2020, 1, 1)) for code in categories)
        key = self.person("child", self.region, "390", categories=held, **fields)
        self.state.personal[key] = PersonalData(name="测试", birth_date=born)

    def pay(self, payer: str = ONE, insured: str = "child", **fields: Any) -> Any:
        """The premium that was paid, or the refusal."""
        home = self.region if insured == "child" else HOME
        command = PayPremium(
            payer=ref(payer),
            insured=ref(insured, home),
            cover_year=fields.pop("cover_year", 2026),
            handling=fields.pop("handling", handling(payer)),
            **fields,
        )
        return self._answer(command)

    def refund(self, premium_id: UUID, payer: str = ONE, **fields: Any) -> Any:
        command = RefundPremium(payer=ref(payer), premium_id=premium_id, handling=handling(payer), **fields)
        return self._answer(command)

    def _answer(self, command: Any) -> Any:
        self.decided = self.decide(command)
        return self.decided if isinstance(self.decided, Refusal) else self.decided.answer


def reason(answer: Any) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.reason
