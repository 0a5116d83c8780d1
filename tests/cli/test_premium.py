"""`gongji premium`: what each command sends, and what people see."""

from typing import Any

import pytest
from google.protobuf import json_format
from google.protobuf.message import Message
from rich.cells import cell_len

from gongji import v1
from gongji_cli.output import WIDTH
from tests.cli.fake_gongji import FakeGongji
from tests.cli.samples import LONGEST_NUMBER, at

CHILD = {"insuplc_admdvs": "421200", "psn_no": "2"}
FATHER = {"insuplc_admdvs": "421200", "psn_no": "1"}
HANDLING = {"channel": "CHANNEL_APP", "applicant": FATHER}
PAY = "premium pay 421200/2 --payer 421200/1 --year 2026 --channel APP"
PREMIUM = v1.Premium(
    premium_id="ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    insured_psn_no=LONGEST_NUMBER,
    insured_insuplc_admdvs="421200",
    payer_psn_no=LONGEST_NUMBER,
    payer_insuplc_admdvs="420500",
    cover_year=2026,
    amount_fen=9999999999999999,
    cover_start="2026-01-01",
    cover_end="2026-12-31",
    state=v1.PREMIUM_STATE_REFUNDED,
    payments=[
        v1.PremiumPayment(
            account_kind=v1.ACCOUNT_KIND_HISTORIC, amount_fen=9999999999999999, balance_after_fen=9999999999999999
        )
    ],
    paid_time=at("2025-10-01T01:00:00Z"),
)
QUOTE = v1.PremiumQuote(
    amount_due_fen=70_00,
    standard_fen=380_00,
    subsidy_fen=280_00,
    set_off_fen=30_00,
    category="REGISTERED_POOR",
    tier=2,
    window=v1.PremiumWindow(from_date="2020-10-01", to_date="2020-12-31", payable_now=True),
    cover_start="2021-01-01",
    cover_end="2021-12-31",
    explanation_zh="应缴 70.00 元。",
    explanation_en="70.00 yuan are due.",
)
SHOWN: list[tuple[str, Message, str]] = [
    ("QuotePremium", v1.QuotePremiumResponse(quote=QUOTE), "premium quote 421200/2 --year 2021"),
    ("PayPremium", v1.PayPremiumResponse(premium=PREMIUM), PAY),
    ("ListPremiums", v1.ListPremiumsResponse(premiums=[PREMIUM, PREMIUM]), "premium list 421200/2"),
]


@pytest.mark.parametrize(
    ("line", "rpc", "fields"),
    [
        (
            "premium quote 421200/2 --year 2026 --tier 2",
            "QuotePremium",
            {"insured": CHILD, "cover_year": 2026, "tier": 2},
        ),
        (
            f"{PAY} --request-id p-1",
            "PayPremium",
            {"request_id": "p-1", "payer": FATHER, "insured": CHILD, "cover_year": 2026, "handling": HANDLING},
        ),
        (
            "premium refund P --payer 421200/1 --channel APP --request-id r-1",
            "RefundPremium",
            {"request_id": "r-1", "payer": FATHER, "premium_id": "P", "handling": HANDLING},
        ),
        (
            "premium list 421200/1 --as-payer --year 2026",
            "ListPremiums",
            {"payer": FATHER, "cover_year": 2026, "page_size": 100},
        ),
        ("premium list 421200/2", "ListPremiums", {"insured": CHILD, "page_size": 100}),
    ],
)
def test_command_sends_its_request(fake: FakeGongji, line: str, rpc: str, fields: dict[str, Any]) -> None:
    """Each command makes one call, whose request says what the line says; the applicant is the payer."""
    result = fake.run(*line.split())
    assert (result.exit_code, result.stderr, fake.called) == (0, "", [rpc])
    assert json_format.MessageToDict(fake.requests[0], preserving_proto_field_name=True) == fields


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("rpc", "response", "line"), SHOWN, ids=[rpc for rpc, _, _ in SHOWN])
def test_tables_fit(fake: FakeGongji, rpc: str, response: Message, line: str, lang: str) -> None:
    """Every table fits 100 columns with the longest numbers and amounts, and shortens nothing to dots."""
    fake.answers[rpc] = response
    result = fake.run("--lang", lang, *line.split())
    assert (result.exit_code, result.stderr) == (0, "")
    assert max(cell_len(row) for row in result.stdout.splitlines()) <= WIDTH
    assert "…" not in result.stdout


def test_a_quote_shows_how_the_amount_comes_about(fake: FakeGongji) -> None:
    """People see standard, subsidy, set-off and what is due, under each other, then window, cover and the words."""
    fake.answers["QuotePremium"] = SHOWN[0][1]
    told = fake.run("premium", "quote", "421200/2", "--year", "2021").stdout
    for part in ("380.00 元", "-280.00 元", "-30.00 元", "70.00 元", "2020-10-01 — 2020-12-31", "现在可缴"):
        assert part in told
