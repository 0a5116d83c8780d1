"""One line in the log for each RPC, and nothing in it that says who anybody is."""

import sqlite3
from pathlib import Path

import grpc
import pytest
from sqlalchemy import make_url

import gongji
from gongji import v1
from tests.api.asking import (
    HOLDER,
    MEMBER,
    NOON,
    REGION,
    binding,
    changed,
    found_a_family,
    identity_number,
    people,
    person,
    ref,
    settlement,
)
from tests.support.server import Server, start_server

NAME, CERTNO, PHONE, PSN_NO = "测试某某某", identity_number(77), "13900001111", "4444333322221111"


def test_every_rpc_leaves_one_line(client: gongji.Client, server: Server) -> None:
    """It names method, code, reason, platform, region, request id and duration; an id out of form is left out."""
    before = len(server.lines("rpc"))
    client.settlement.settle(settlement("logged"))
    client.settlement.settle(settlement("logged"))
    with pytest.raises(gongji.GongjiError):
        client.settlement.settle(settlement("logged not", mdtrt_id=""))
    with pytest.raises(gongji.GongjiError):
        client.account.get_accounts(v1.GetAccountsRequest(owner=ref("nobody")))
    lines = server.lines("rpc")[before:]
    told = ("method", "code", "reason", "platform", "region", "request_id", "replayed")
    assert [tuple(line.get(key) for key in told) for line in lines] == [
        ("SettlementService/Settle", "OK", None, "sandbox", REGION, "logged", False),
        ("SettlementService/Settle", "OK", None, "sandbox", REGION, "logged", True),
        ("SettlementService/Settle", "INVALID_ARGUMENT", "INVALID_REQUEST", "sandbox", None, None, False),
        ("AccountService/GetAccounts", "NOT_FOUND", "PERSON_NOT_FOUND", "sandbox", REGION, None, False),
    ]
    assert all(line["duration_ms"] > 0 and line["level"] == "info" for line in lines)


def test_nobody_is_named_in_the_log(client: gongji.Client, server: Server) -> None:
    """Names, certificates, phones and numbers of people stay out of the log, whether a call is done or refused."""
    certificate = v1.Certificate(psn_cert_type="01", certno=CERTNO)
    row = person(PSN_NO, name=NAME, certificates=[certificate])
    wrong = [changed(row, psn_no=f"{PSN_NO}{n}", birth_date=NAME) for n in range(3)]
    client.registry.upsert_persons(people("planted", row, *wrong))
    by_card = v1.PersonRef(insuplc_admdvs=REGION, certificate=certificate)
    for request in (
        binding("planted-1", HOLDER, PSN_NO, relation=v1.RELATION_CHILD, member_phone=PHONE),
        binding("planted-2", HOLDER, PSN_NO, relation=v1.RELATION_CHILD, member_phone=PHONE),
        binding("planted-3", member=by_card, member_phone=f"{PHONE} {NAME}"),
    ):
        try:
            client.family.bind(request)
        except gongji.GongjiError as error:
            assert error.reason in ("INVALID_REQUEST", "ALREADY_BOUND_TO_THIS_AUTHORIZER")
            said = repr((error.metadata, error.message_zh, error.message_en, error.field_violations))
            assert not any(planted in said for planted in (NAME, CERTNO, PHONE, PSN_NO))
    with server.client(now=NAME.encode("unicode-escape").decode()) as lost, pytest.raises(gongji.GongjiError):
        lost.account.get_accounts(v1.GetAccountsRequest(owner=by_card))
    assert not [planted for planted in (NAME, CERTNO, PHONE, PSN_NO) if planted in server.log]


def test_a_fault_is_logged_without_what_it_says(tmp_path: Path) -> None:
    """What nobody foresaw is INTERNAL to the caller; the log has its type and place under the same id, no words."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'gongji.sqlite'}"
    with start_server(url, tmp_path) as server, server.client(now=NOON) as client:
        found_a_family(client)
        with sqlite3.connect(make_url(url).database or "") as books:
            books.execute("ALTER TABLE outbox RENAME COLUMN payload TO secret_column")
        with pytest.raises(gongji.GongjiError) as caught:
            client.settlement.settle(settlement("broken"))
        error = caught.value
        assert (error.code, error.reason) == (grpc.StatusCode.INTERNAL, "INTERNAL")
        assert not error.message_zh.isascii() and error.message_en.isascii()
        logged = [line for line in server.lines("rpc.failed") if line["error_id"] == error.metadata["error_id"]]
        assert len(logged) == 1
        assert "OperationalError" in logged[0]["exception"]
        assert any("record" in frame for frame in logged[0]["frames"])
        assert "payload" not in server.log and MEMBER not in server.log
        with sqlite3.connect(make_url(url).database or "") as books:
            books.execute("ALTER TABLE outbox RENAME COLUMN secret_column TO payload")
        assert client.settlement.settle(settlement("broken")).settlement.acct_pay_fen == 10_00
