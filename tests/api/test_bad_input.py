"""What is wrong with a request is named, in both languages, and a wrong request leaves no trace in the books."""

from collections.abc import Callable
from typing import Any

import grpc
import pytest
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

import gongji
from gongji import v1
from tests.api.asking import (
    HOLDER,
    MEMBER,
    REGION,
    UNSERVED,
    binding,
    changed,
    credit,
    credits,
    handling,
    identity_number,
    institution,
    opening,
    people,
    person,
    ref,
    sending,
    settlement,
)
from tests.api.books import REMEMBERED, snapshot
from tests.support.server import Server

LONG = "长" * 10_000


def certified(certno: str, kind: str = "01") -> v1.PersonRef:
    return v1.PersonRef(insuplc_admdvs=REGION, certificate=v1.Certificate(psn_cert_type=kind, certno=certno))


def wrong_check_digit() -> str:
    right = identity_number(1)
    return right[:17] + ("0" if right[17] != "0" else "1")


def unbinding(*binding_ids: str) -> v1.UnbindRequest:
    return v1.UnbindRequest(request_id="r", authorizer=ref(HOLDER), binding_ids=binding_ids, handling=handling(HOLDER))


def transferring(from_kind: int, to_kind: int, amount_fen: int = 1) -> v1.TransferRequest:
    request = v1.TransferRequest(request_id="r", owner=ref(HOLDER), amount_fen=amount_fen, handling=handling(HOLDER))
    request.from_kind, request.to_kind = from_kind, to_kind  # type: ignore[assignment]
    return request


def winding_up(cause: v1.LiquidationCause, to_admdvs: str | None) -> v1.LiquidateRequest:
    return v1.LiquidateRequest(
        request_id="r", owner=ref(HOLDER), cause=cause, to_admdvs=to_admdvs, handling=handling(HOLDER)
    )


MALFORMED: list[tuple[str, Message, str]] = [
    ("transfer into the same account", transferring(v1.ACCOUNT_KIND_HISTORIC, v1.ACCOUNT_KIND_HISTORIC), "to_kind"),
    ("transfer of nothing", transferring(v1.ACCOUNT_KIND_HISTORIC, v1.ACCOUNT_KIND_MUTUAL_AID, 0), "amount_fen"),
    ("carried away after a death", winding_up(v1.LIQUIDATION_CAUSE_DEATH, "420100"), "to_admdvs"),
    ("moved to where one is", winding_up(v1.LIQUIDATION_CAUSE_MOVE, REGION), "to_admdvs"),
    ("wound up for no reason", winding_up(v1.LIQUIDATION_CAUSE_UNSPECIFIED, None), "cause"),
    ("no request id", settlement(""), "request_id"),
    ("blank in the request id", settlement("two words"), "request_id"),
    ("request id too long", settlement("x" * 65), "request_id"),
    ("request id not ASCII", settlement("请求"), "request_id"),
    ("no patient", settlement("r", patient=None), "patient"),
    ("patient without number", changed(settlement("r"), patient=v1.PersonRef(insuplc_admdvs=REGION)), "patient"),
    ("empty number", changed(settlement("r"), patient=ref("")), "patient.psn_no"),
    ("number too long", changed(settlement("r"), patient=ref("9" * 31)), "patient.psn_no"),
    ("control character in a number", changed(settlement("r"), patient=ref("a\x00b")), "patient.psn_no"),
    ("region of five digits", changed(settlement("r"), patient=ref("1", "37030")), "patient.insuplc_admdvs"),
    ("region of letters", changed(settlement("r"), patient=ref("1", "abcdef")), "patient.insuplc_admdvs"),
    ("region in Arabic digits", changed(settlement("r"), patient=ref("1", "٣٧٠٣٠٠")), "patient.insuplc_admdvs"),
    (
        "wrong check digit",
        changed(settlement("r"), patient=certified(wrong_check_digit())),
        "patient.certificate.certno",
    ),
    (
        "identity number with a day that never was",
        changed(settlement("r"), patient=certified("990000199002300019")),
        "patient.certificate.certno",
    ),
    (
        "old identity number",
        changed(settlement("r"), patient=certified("990000900101001")),
        "patient.certificate.certno",
    ),
    (
        "no kind of certificate",
        changed(settlement("r"), patient=certified("E1", "")),
        "patient.certificate.psn_cert_type",
    ),
    ("long certificate", changed(settlement("r"), patient=certified(LONG, "99")), "patient.certificate.certno"),
    ("negative fee", settlement("r", medfee_sumamt_fen=-1), "medfee_sumamt_fen"),
    ("smallest int64", settlement("r", medfee_sumamt_fen=-(2**63)), "medfee_sumamt_fen"),
    ("largest int64", settlement("r", medfee_sumamt_fen=2**63 - 1), "medfee_sumamt_fen"),
    ("one fen too many", settlement("r", medfee_sumamt_fen=10**16), "medfee_sumamt_fen"),
    ("largest fund", settlement("r", fund_pay_sumamt_fen=2**63 - 1), "fund_pay_sumamt_fen"),
    ("negative others", settlement("r", other_pay_fen=-5), "other_pay_fen"),
    ("fund above fee", settlement("r", fund_pay_sumamt_fen=10_01), "fund_pay_sumamt_fen"),
    ("fund and others above fee", settlement("r", fund_pay_sumamt_fen=6_00, other_pay_fen=4_01), "other_pay_fen"),
    (
        "payable above burden",
        settlement("r", fund_pay_sumamt_fen=6_00, account_payable_fen=4_01),
        "account_payable_fen",
    ),
    ("negative payable", settlement("r", account_payable_fen=-1), "account_payable_fen"),
    ("no kind of care", settlement("r", med_type=None), "med_type"),
    ("long kind of care", settlement("r", med_type="1" * 7), "med_type"),
    ("no visit", settlement("r", mdtrt_id=None), "mdtrt_id"),
    ("10,000 characters", settlement("r", mdtrt_id=LONG), "mdtrt_id"),
    ("control characters", settlement("r", mdtrt_id="a\x1b[2Jb"), "mdtrt_id"),
    ("text turned around", settlement("r", mdtrt_id="a\u202eb"), "mdtrt_id"),
    ("no institution", settlement("r", fixmedins_code=None), "fixmedins_code"),
    ("long institution", settlement("r", fixmedins_code="H" * 13), "fixmedins_code"),
    ("no kind of claim", settlement("r", claim_type=None), "claim_type"),
    ("unknown kind of claim", settlement("r", claim_type=77), "claim_type"),
    ("no time of the visit", settlement("r", visit_time=None), "visit_time"),
    ("time out of range", settlement("r", visit_time=Timestamp(seconds=253402300799)), "visit_time"),
    ("time beyond any calendar", settlement("r", visit_time=Timestamp(seconds=2**63 - 1)), "visit_time"),
    ("nanoseconds out of range", settlement("r", visit_time=Timestamp(seconds=1, nanos=-1)), "visit_time"),
    ("no place of care", settlement("r", mdtrtarea_admvs=None), "mdtrtarea_admvs"),
    ("no handling", binding("r", handling=None), "handling"),
    ("no applicant", binding("r", handling=changed(handling(HOLDER), applicant=None)), "handling.applicant"),
    ("no channel", binding("r", handling=handling(HOLDER, channel=None)), "handling.channel"),
    (
        "proof without time",
        binding("r", handling=handling(HOLDER, verification=v1.Verification(method=2, reference="x"))),
        "handling.verification.verified_time",
    ),
    (
        "evidence without number",
        binding("r", handling=handling(HOLDER, evidence=[v1.Evidence(type=v1.EVIDENCE_TYPE_ID_CARD)])),
        "handling.evidence[0].reference",
    ),
    (
        "credential of nobody",
        binding("r", handling=handling(HOLDER, presented=[v1.PresentedCredential(credential=1)])),
        "handling.presented[0].person",
    ),
    ("no relation", binding("r", relation=None), "relation"),
    ("unknown relation", binding("r", relation=99), "relation"),
    ("quota below zero", binding("r", quota_fen=-1), "quota_fen"),
    ("no quota", v1.SetQuotaRequest(request_id="r", authorizer=ref(HOLDER), handling=handling(HOLDER)), "quota_fen"),
    (
        "quota of a binding with a wrong id",
        v1.SetQuotaRequest(
            request_id="r", authorizer=ref(HOLDER), binding_id="b", quota_fen=1, handling=handling(HOLDER)
        ),
        "binding_id",
    ),
    ("date that never was", binding("r", start_date="2021-02-30"), "start_date"),
    ("date in words", binding("r", start_date="tomorrow"), "start_date"),
    ("date out of range", binding("r", end_date="9999-12-31"), "end_date"),
    ("end before start", binding("r", start_date="2022-01-02", end_date="2022-01-01"), "end_date"),
    ("phone in words", binding("r", member_phone="call me"), "member_phone"),
    ("id of another make", unbinding("not-an-id"), "binding_ids[0]"),
    ("id in small letters", unbinding("06h06ip5jlrjjbnldsahvfmjok"), "binding_ids[0]"),
    ("no ids", unbinding(), "binding_ids"),
    ("a wallet's phone in words", opening("r", phone="call me"), "phone"),
    ("a wallet spent nowhere", opening("r", use_admdvs=""), "use_admdvs"),
    ("nothing sent", sending("r", 0), "amount_fen"),
    ("less than nothing sent", sending("r", -1), "amount_fen"),
    ("sent to no relative", sending("r", relation=v1.RELATION_UNSPECIFIED), "relation"),
    ("no rows", people("r"), "persons"),
    ("too many rows", people("r", *[v1.Person()] * 1001), "persons"),
    ("no region of the batch", credits("r", credit("c", HOLDER, 1), region=""), "insuplc_admdvs"),
]

REFUSED: list[tuple[str, Message, grpc.StatusCode, str, dict[str, str]]] = [
    (
        "unknown person",
        settlement("unknown", patient=ref("nobody")),
        grpc.StatusCode.NOT_FOUND,
        "PERSON_NOT_FOUND",
        {"person": "patient"},
    ),
    (
        "region without policy",
        settlement("unserved", patient=ref(MEMBER, UNSERVED)),
        grpc.StatusCode.FAILED_PRECONDITION,
        "NO_POLICY",
        {"region": UNSERVED, "date": "2021-09-01"},
    ),
    (
        "unknown institution in a served region",
        settlement("nowhere", fixmedins_code="H37030099999"),
        grpc.StatusCode.NOT_FOUND,
        "INSTITUTION_NOT_FOUND",
        {"fixmedins_code": "H37030099999"},
    ),
    (
        "a wallet before there were any",
        sending("too-early"),
        grpc.StatusCode.FAILED_PRECONDITION,
        "NO_POLICY",
        {"region": REGION},
    ),
    (
        "bound twice",
        binding("again"),
        grpc.StatusCode.FAILED_PRECONDITION,
        "ALREADY_BOUND_TO_THIS_AUTHORIZER",
        {},
    ),
]


def rpc_of(client: gongji.Client, request: Message) -> Callable[[Any], Any]:
    """The RPC that takes this kind of request."""
    by_request: dict[type[Message], Any] = {
        v1.SettleRequest: client.settlement.settle,
        v1.BindRequest: client.family.bind,
        v1.UnbindRequest: client.family.unbind,
        v1.SetQuotaRequest: client.family.set_quota,
        v1.OpenWalletRequest: client.account.open_wallet,
        v1.TransferToWalletRequest: client.account.transfer_to_wallet,
        v1.TransferRequest: client.account.transfer,
        v1.LiquidateRequest: client.account.liquidate,
        v1.UpsertPersonsRequest: client.registry.upsert_persons,
        v1.CreditAccountsRequest: client.registry.credit_accounts,
    }
    return by_request[type(request)]


@pytest.mark.parametrize(("request_", "field"), [c[1:] for c in MALFORMED], ids=[c[0] for c in MALFORMED])
def test_a_malformed_request_is_refused_by_field(
    client: gongji.Client, server: Server, request_: Message, field: str
) -> None:
    """It is INVALID_ARGUMENT, the one wrong field is named with what would be right, and the books stay as they are."""
    before = snapshot(server.database_url)
    with pytest.raises(gongji.GongjiError) as caught:
        rpc_of(client, request_)(request_)
    error = caught.value
    assert (error.code, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST")
    assert [v.field for v in error.field_violations] == [field]
    zh, en = error.field_violations[0].description.split(" / ")
    assert not zh.isascii() and en.isascii()
    assert error.message_zh and error.message_en
    assert snapshot(server.database_url) == before


@pytest.mark.parametrize(
    ("request_", "code", "reason", "metadata"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED]
)
def test_a_request_that_is_refused_changes_nothing(
    client: gongji.Client,
    server: Server,
    request_: Message,
    code: grpc.StatusCode,
    reason: str,
    metadata: dict[str, str],
) -> None:
    """The refusal has its code, reason, metadata and words, and is all that is written, to be remembered."""
    before = snapshot(server.database_url, without=REMEMBERED)
    with pytest.raises(gongji.GongjiError) as caught:
        rpc_of(client, request_)(request_)
    error = caught.value
    assert (error.code, error.reason, error.metadata) == (code, reason, metadata)
    assert not error.message_zh.isascii() and error.message_en.isascii()
    assert snapshot(server.database_url, without=REMEMBERED) == before


def test_everything_that_is_wrong_is_named_at_once(client: gongji.Client) -> None:
    """A caller learns of all wrong fields in one answer."""
    with pytest.raises(gongji.GongjiError) as caught:
        client.settlement.settle(v1.SettleRequest())
    assert [v.field for v in caught.value.field_violations] == [
        "request_id",
        "claim_type",
        "fixmedins_code",
        "patient",
        "med_type",
        "mdtrt_id",
        "visit_time",
        "mdtrtarea_admvs",
    ]


def test_a_malformed_request_leaves_its_id_unused(client: gongji.Client) -> None:
    """Once it is put in order, the same request id is decided as if never seen."""
    with pytest.raises(gongji.GongjiError):
        client.settlement.settle(settlement("put-in-order", mdtrt_id=""))
    done = client.settlement.settle(settlement("put-in-order"))
    assert not done.replayed


def test_what_is_not_a_message_is_refused(server: Server) -> None:
    """Bytes that are no message of the RPC's are INVALID_ARGUMENT, not a fault of the server."""
    with grpc.insecure_channel(server.address) as channel:
        call = channel.unary_unary("/gongji.v1.SettlementService/Settle")
        with pytest.raises(grpc.RpcError) as caught:
            call(b"\xff\xff\xff", timeout=10)
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT


def test_a_hand_in_claim_needs_no_institution(client: gongji.Client) -> None:
    """Papers that are handed in afterwards may name no institution."""
    request = settlement("handed-in", fixmedins_code=None, claim_type=v1.CLAIM_TYPE_HAND_IN)
    done = client.settlement.settle(request).settlement
    assert not done.HasField("fixmedins_code")
    assert done.psn_cash_pay_fen == 10_00


def test_a_wrong_row_does_not_hold_up_the_others(client: gongji.Client) -> None:
    """Each row of a batch answers for itself, in order: done, or refused with its first wrong field."""
    twice = [v1.Certificate(psn_cert_type="99", certno="E1"), v1.Certificate(psn_cert_type="99", certno=" e1 ")]
    rows = (
        person("row-1"),
        person("row-2", certificates=[v1.Certificate(psn_cert_type="01", certno=wrong_check_digit())]),
        person("row-3", name=LONG),
        person("\x07" * 10_000),
        person("row-5", certificates=twice),
        person("row-6", insuplc_admdvs=UNSERVED),
        person("row-7", psn_insu_stas="7"),
        person("row-1"),
        person("row-9", insuplc_admdvs="370302"),
    )
    results = client.registry.upsert_persons(people("rows", *rows)).results
    assert [(r.psn_no, r.error.reason, r.error.metadata.get("field", "")) for r in results] == [
        ("row-1", "", ""),
        ("row-2", "INVALID_REQUEST", "certificates[0].certno"),
        ("row-3", "INVALID_REQUEST", "name"),
        ("", "INVALID_REQUEST", "psn_no"),
        ("row-5", "INVALID_REQUEST", "certificates"),
        ("row-6", "INVALID_REQUEST", "insuplc_admdvs"),
        ("row-7", "INVALID_REQUEST", "psn_insu_stas"),
        ("row-1", "DUPLICATE_ROW", ""),
        ("row-9", "", ""),
    ]
    assert results[1].error.code == grpc.StatusCode.INVALID_ARGUMENT.value[0]
    assert results[1].error.message_zh and results[1].error.message_en


def test_credits_and_institutions_answer_row_by_row_too(client: gongji.Client) -> None:
    """An amount of nothing and a kind that is not said are refused in their rows; the others are done."""
    rows = (credit("ok-1", HOLDER, 1), credit("zero", HOLDER, 0), credit("none", HOLDER, 1, account_kind=None))
    results = client.registry.credit_accounts(credits("credit-rows", *rows)).results
    assert [r.error.metadata.get("field", "") for r in results] == ["", "amount_fen", "account_kind"]
    assert [r.HasField("balance_after_fen") for r in results] == [True, False, False]
    hospitals = [institution(fixmedins_code="H37030000777"), institution(type=None)]
    request = v1.UpsertInstitutionsRequest(request_id="institution-rows", institutions=hospitals)
    results_ = client.registry.upsert_institutions(request).results
    assert [r.error.metadata.get("field", "") for r in results_] == ["", "type"]
