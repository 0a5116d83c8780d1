"""Premiums through gRPC, by the project's own policies: every table's examples, paying, giving back, and races."""

import itertools
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

import gongji
from gongji import v1
from service.domain.calendar import SHANGHAI
from tests.premiums.examples import Example, differences, examples_of, tables, yuan
from tests.support.caller import Caller, Fault, at_once, stamp
from tests.support.server import Server

CITY, OTHER_CITY = "421200", "420500"
"""Two cities of one province, whose policies let an account pay a bound relative's premium."""
AUTUMN = datetime(2025, 10, 1, 12, tzinfo=SHANGHAI)
FEE_FEN = 400_00
ROUNDS = range(6)


@pytest.fixture
async def caller(server: Server) -> AsyncIterator[Caller]:
    async with Caller(server.address, CITY, AUTUMN, v1.VERIFICATION_METHOD_REAL_NAME) as opened:
        yield opened


@pytest.fixture
async def other(server: Server) -> AsyncIterator[Caller]:
    """A caller for the people of the other city."""
    async with Caller(server.address, OTHER_CITY, AUTUMN, v1.VERIFICATION_METHOD_REAL_NAME) as opened:
        yield opened


async def family(caller: Caller, fen: int, *payers: str, other: Caller | None = None) -> str:
    """A child of the resident scheme, bound by payers with so much each; the last of them in the other city."""
    child = f"child-{uuid4().hex[:8]}"
    await caller.people(child, insutype="390", birth_date="2015-06-01")
    places = [caller] * len(payers) if other is None else [*[caller] * (len(payers) - 1), other]
    for payer, place in zip(payers, places, strict=True):
        await place.people(payer)
        await place.money(payer, fen)
        if place is caller:
            assert not isinstance(await place.authorize(payer), Fault)
        request = place.bind_request(payer, child)
        request.member.CopyFrom(caller.ref(child))
        bound = await place.call("Family", "Bind", request)
        assert not isinstance(bound, Fault), bound
    return child


async def pay(caller: Caller, payer: str, insured: v1.PersonRef, request_id: str | None = None, **fields: Any) -> Any:
    request = v1.PayPremiumRequest(
        request_id=request_id or caller.request_id(),
        payer=caller.ref(payer),
        insured=insured,
        cover_year=fields.pop("cover_year", 2026),
        handling=caller.handling(payer),
        **fields,
    )
    return await caller.call("Premium", "PayPremium", request)


async def refund(caller: Caller, payer: str, premium_id: str) -> Any:
    request = v1.RefundPremiumRequest(
        request_id=caller.request_id(),
        payer=caller.ref(payer),
        premium_id=premium_id,
        handling=caller.handling(payer),
    )
    return await caller.call("Premium", "RefundPremium", request)


async def listed(caller: Caller, page_size: int = 0, **who: v1.PersonRef) -> list[v1.Premium]:
    """All premiums of a person in a role, page by page."""
    found: list[v1.Premium] = []
    token = ""
    while True:
        request = v1.ListPremiumsRequest(page_size=page_size, page_token=token, **who)
        page = await caller.call("Premium", "ListPremiums", request)
        found += page.premiums
        token = page.next_page_token
        if not token:
            return found


def _row(example: Example, region: str, psn_no: str) -> v1.Person:
    somebody = example.person
    return v1.Person(
        psn_no=psn_no,
        name="测试甲",
        birth_date=somebody.born.isoformat() if somebody.born else "",
        insutype="390",
        insuplc_admdvs=region,
        psn_insu_stas="1",
        categories=[
            v1.PersonCategory(code=p.code, from_date=p.from_date.isoformat(), to_date=p.to_date and str(p.to_date))
            for p in somebody.periods()
        ],
        card_state=v1.CARD_STATE_NORMAL,
        account_state=v1.ACCOUNT_STATE_NORMAL,
        as_of_time=stamp(example.moment - timedelta(days=1)),
    )


def _told(quote: v1.PremiumQuote) -> dict[str, Any]:
    """A quote as it came over the wire, in the words of an expectation."""

    def optional(message: Any, name: str) -> Any:
        return getattr(message, name) if message.HasField(name) else None

    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    beside = optional(quote, "supplementary_fen")
    return {
        "due": yuan(quote.amount_due_fen),
        "standard": yuan(quote.standard_fen),
        "subsidy": yuan(quote.subsidy_fen),
        "set_off": yuan(quote.set_off_fen),
        "category": optional(quote, "category"),
        "tier": optional(quote, "tier"),
        "supplementary": None if beside is None else yuan(beside),
        "government": None if beside is None else yuan(quote.supplementary_government_fen),
        "opens": day(optional(quote.window, "from_date")),
        "closes": day(optional(quote.window, "to_date")),
        "payable": quote.window.payable_now,
        "late": quote.window.late,
        "cover": (day(quote.cover_start), day(quote.cover_end)),
    }


def test_every_tables_examples_are_quoted(server: Server) -> None:
    """What the files promise is what a caller is told, for every table, to the fen."""
    number = itertools.count()
    for table in tables():
        region = "150800" if table.premium.regions == ("000000",) else table.premium.regions[0]
        for example in examples_of(table):
            psn_no = f"example-{next(number)}"
            with server.client(now=example.moment) as client:
                row = _row(example, region, psn_no)
                told = v1.UpsertPersonsRequest(request_id=psn_no, insuplc_admdvs=region, persons=[row])
                assert not client.registry.upsert_persons(told).results[0].HasField("error")
                insured = v1.PersonRef(insuplc_admdvs=region, psn_no=psn_no)
                asked = v1.QuotePremiumRequest(insured=insured, cover_year=table.premium.cover_year, tier=example.tier)
                try:
                    quote = client.premium.quote_premium(asked).quote
                except gongji.GongjiError as error:
                    assert error.reason == example.expect.refused, f"{table.id}/{example.id}"
                else:
                    assert example.expect.refused is None, f"{table.id}/{example.id}"
                    assert differences(example.expect, _told(quote)) == {}, f"{table.id}/{example.id}"
                    assert yuan(quote.amount_due_fen) in quote.explanation_zh
                    assert quote.table_id == table.id


async def test_a_premium_is_paid_listed_and_given_back(caller: Caller) -> None:
    """The bound holder's account pays; the same request again is answered as it was; it is listed; it goes back."""
    child = caller.ref(await family(caller, 1_000_00, "father", "mother"))
    done = await pay(caller, "father", child, "pay-once")
    assert (done.premium.amount_fen, done.premium.state) == (FEE_FEN, v1.PREMIUM_STATE_PAID)
    assert (done.premium.cover_start, done.premium.cover_end) == ("2026-01-01", "2026-12-31")
    assert await caller.balance_fen("father") == 600_00
    again = await pay(caller, "father", child, "pay-once")
    assert again.replayed and again.premium == done.premium
    assert (await pay(caller, "mother", child)).reason == "PREMIUM_ALREADY_PAID"
    entries = v1.ListEntriesRequest(owner=caller.ref("father"), movements=[v1.MOVEMENT_KIND_PREMIUM])
    moved = (await caller.call("Account", "ListEntries", entries)).entries
    assert [e.amount_fen for e in moved] == [-FEE_FEN]
    back = await refund(caller, "father", done.premium.premium_id)
    assert back.premium.state == v1.PREMIUM_STATE_REFUNDED
    assert (await refund(caller, "father", done.premium.premium_id)).reason == "PREMIUM_ALREADY_REFUNDED"
    assert await caller.balance_fen("father") == 1_000_00
    caller.now += timedelta(minutes=1)
    assert (await pay(caller, "mother", child)).premium.payer_psn_no == "mother"
    shown = await listed(caller, page_size=1, insured=child)
    assert [(p.payer_psn_no, p.state) for p in shown] == [
        ("mother", v1.PREMIUM_STATE_PAID),
        ("father", v1.PREMIUM_STATE_REFUNDED),
    ]
    assert await listed(caller, payer=caller.ref("father")) == [back.premium]


async def test_a_payer_of_another_city(caller: Caller, other: Caller) -> None:
    """Both regions show the premium, and after the refund both show that it went back."""
    child = caller.ref(await family(caller, 1_000_00, "aunt", other=other))
    done = (await pay(other, "aunt", child)).premium
    assert (done.payer_insuplc_admdvs, done.insured_insuplc_admdvs) == (OTHER_CITY, CITY)
    assert await listed(caller, insured=child) == await listed(other, payer=other.ref("aunt")) == [done]
    back = (await refund(other, "aunt", done.premium_id)).premium
    assert await listed(caller, insured=child) == await listed(other, payer=other.ref("aunt")) == [back]
    assert await other.balance_fen("aunt") == 1_000_00


def in_app(caller: Caller, applicant: str) -> v1.Handling:
    """In the app, with a fresh check of the applicant's face."""
    checked = v1.Verification(method=v1.VERIFICATION_METHOD_FACE, reference="check", verified_time=stamp(caller.now))
    return v1.Handling(channel=v1.CHANNEL_APP, applicant=caller.ref(applicant), verification=checked)


async def test_ones_own_premium_out_of_ones_wallet(caller: Caller) -> None:
    """What a relative sent into somebody's wallet pays that person's own premium, by the national rules of wallets."""
    await caller.people("grandson")
    await caller.money("grandson", 1_000_00)
    await caller.people("grandmother", insutype="390", birth_date="1950-06-01")
    own = caller.ref("grandmother")
    assert (await pay(caller, "grandmother", own)).reason == "INSUFFICIENT_BALANCE"
    opened = v1.OpenWalletRequest(request_id=caller.request_id(), owner=own, use_admdvs=CITY, phone="13900000000")
    opened.handling.CopyFrom(in_app(caller, "grandmother"))
    assert not isinstance(await caller.call("Account", "OpenWallet", opened), Fault)
    sent = v1.TransferToWalletRequest(
        request_id=caller.request_id(),
        owner=caller.ref("grandson"),
        receiver=own,
        relation=v1.RELATION_GRANDPARENT,
        amount_fen=FEE_FEN,
        handling=in_app(caller, "grandson"),
    )
    transfer = (await caller.call("Account", "TransferToWallet", sent)).wallet_transfer
    taken = v1.AcceptWalletTransferRequest(
        request_id=caller.request_id(),
        receiver=own,
        wallet_transfer_id=transfer.wallet_transfer_id,
        handling=in_app(caller, "grandmother"),
    )
    assert not isinstance(await caller.call("Account", "AcceptWalletTransfer", taken), Fault)
    done = (await pay(caller, "grandmother", own)).premium
    assert [(p.account_kind, p.amount_fen) for p in done.payments] == [(v1.ACCOUNT_KIND_WALLET, FEE_FEN)]
    assert await caller.balance_fen("grandmother") == 0


async def test_what_is_refused(caller: Caller) -> None:
    """Strangers, closed windows, years without a table and malformed requests are refused, and take nothing."""
    child = caller.ref(await family(caller, 1_000_00, "payer"))
    await caller.people("stranger")
    assert (await pay(caller, "stranger", child)).reason == "BINDING_NOT_FOUND"
    assert (await pay(caller, "payer", child, cover_year=2031)).reason == "PREMIUM_AMOUNT_UNKNOWN"
    assert (await pay(caller, "payer", child, tier=2)).reason == "PREMIUM_TIER_NOT_OFFERED"
    assert (await pay(caller, "payer", child, tier=0)).reason == "INVALID_REQUEST"
    assert (await pay(caller, "payer", child, cover_year=0)).reason == "INVALID_REQUEST"
    neither = await caller.call("Premium", "ListPremiums", v1.ListPremiumsRequest())
    assert neither.reason == "INVALID_REQUEST"
    caller.now = datetime(2026, 1, 1, tzinfo=SHANGHAI)
    closed = await pay(caller, "payer", child)
    assert (closed.reason, closed.metadata["to_date"]) == ("PREMIUM_WINDOW_CLOSED", "2025-12-31")
    assert await caller.balance_fen("payer") == 1_000_00


async def test_two_payers_at_once(caller: Caller, other: Caller) -> None:
    """Of two who pay for one person in the same moment, of one city or of two, exactly one does."""
    for i in ROUNDS:
        a, b = f"a-{i}-{uuid4().hex[:4]}", f"b-{i}-{uuid4().hex[:4]}"
        there = other if i % 2 else None
        child = caller.ref(await family(caller, 1_000_00, a, b, other=there))
        results = await at_once(pay(caller, a, child), pay(there or caller, b, child))
        faults = [r for r in results if isinstance(r, Fault)]
        assert [f.reason for f in faults] == ["PREMIUM_ALREADY_PAID"]
        left_fen = await caller.balance_fen(a) + await (there or caller).balance_fen(b)
        assert left_fen == 2_000_00 - FEE_FEN
