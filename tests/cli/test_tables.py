"""What people see."""

import json

import pytest
from google.protobuf import json_format
from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper
from google.protobuf.message import Message
from rich.cells import cell_len

from gongji import v1
from gongji_cli import enums
from gongji_cli.output import WIDTH
from gongji_cli.words import Words
from tests.cli import samples
from tests.cli.fake_gongji import FakeGongji

BILL = ["--patient", "421200/9900000002", "--med-type", "11", "--fee", "1234.56", "--fund", "200", "--area", "421200"]
SHOWN_ENUMS = [
    v1.Relation,
    v1.AuthorizationState,
    v1.BindingState,
    v1.DecidedBy,
    v1.FamilyEventType,
    v1.AccountKind,
    v1.AccountState,
    v1.MovementKind,
    v1.SettlementState,
    v1.WalletTransferState,
    v1.RowOutcome,
    v1.PolicyShape,
    v1.PremiumState,
    v1.Job,
    v1.JobRunState,
]

ACCOUNTS = v1.GetAccountsResponse(
    psn_no="9900000001",
    insutype="310",
    accounts=[v1.Account(account_kind=v1.ACCOUNT_KIND_HISTORIC, balance_fen=9999999999999999, frozen_fen=1)],
)
AUTHORIZED = v1.AuthorizeResponse(
    authorization=v1.Authorization(
        authorization_id="01900000-0000-7000-8000-000000000001",
        authorizer_psn_no="9900000001",
        region="421200",
        policy_id="xianning",
        policy_version="2022-01-01",
        state=v1.AUTHORIZATION_STATE_ACTIVE,
        create_time=samples.at("2022-10-15T01:00:00Z"),
    )
)
ORDERED = v1.SetPayerOrderResponse(payers=[v1.Payer(psn_no="9900000001", insuplc_admdvs="421200", order=1)])
REVOKED = v1.RevokeAuthorizationResponse(authorization=AUTHORIZED.authorization, bindings=[samples.binding()])

OPENED = v1.OpenWalletResponse(
    wallet=v1.Wallet(
        psn_no="9900000002",
        insuplc_admdvs="421200",
        use_admdvs="421221",
        opened_time=samples.at("2025-03-03T01:00:00Z"),
        policy_id="national-wallet",
        policy_version="2024-11-01",
    )
)
SENT = v1.WalletTransfer(
    wallet_transfer_id="01900000-0000-7000-8000-000000000001",
    state=v1.WALLET_TRANSFER_STATE_SENT,
    sender_psn_no="9900000001",
    sender_insuplc_admdvs="421200",
    receiver_psn_no="9900000002",
    receiver_insuplc_admdvs="370300",
    relation=v1.RELATION_CHILD,
    amount_fen=200000,
    sent_time=samples.at("2025-03-03T01:00:00Z"),
    return_time=samples.at("2025-03-03T22:00:00Z"),
    policy_id="national-wallet",
    policy_version="2024-11-01",
)

ACT = ["--authorizer", "421200/9900000001", "--channel", "APP"]
EVERYTHING: list[tuple[str, Message, list[str]]] = [
    ("Authorize", AUTHORIZED, ["authorize", *ACT]),
    ("RevokeAuthorization", REVOKED, ["revoke", *ACT, "a"]),
    ("Bind", v1.BindResponse(binding=samples.binding()), ["bind", *ACT, "--member", "421200/2", "--relation", "CHILD"]),
    (
        "DecideBinding",
        v1.DecideBindingResponse(binding=samples.binding()),
        ["decide-binding", *ACT, "b", "--by", "STAFF", "--approve"],
    ),
    ("ListFamilyEvents", samples.events(), ["events", "421200/1"]),
    ("Unbind", v1.UnbindResponse(bindings=[samples.binding()]), ["unbind", *ACT, "b"]),
    ("SetPayerOrder", ORDERED, ["order", "--owner", "421200/1", "421200/2", "--channel", "APP"]),
    ("SetQuota", v1.SetQuotaResponse(binding=samples.binding()), ["quota", "set", *ACT, "--amount", "300", "b"]),
    ("ListMembers", samples.members(), ["members", "421200/1"]),
    ("PreviewSettlement", v1.PreviewSettlementResponse(settlement=samples.settlement()), ["preview", *BILL]),
    ("Settle", v1.SettleResponse(settlement=samples.settlement()), ["settle", *BILL]),
    ("ReverseSettlement", samples.reversed_(), ["reverse", "--patient", "421200/1", "S", "--reason", "r"]),
    ("ReaccountSettlement", samples.reaccounted(), ["reaccount", "S", *BILL]),
    (
        "PayOutSuspense",
        v1.PayOutSuspenseResponse(suspense_payout=samples.payout()),
        ["suspense", "pay-out", "--owner", "421200/1", "--amount", "1", "--channel", "APP"],
    ),
    ("GetSettlement", v1.GetSettlementResponse(settlement=samples.settlement()), ["settlement", "421200/1", "S"]),
    ("ListSettlements", v1.ListSettlementsResponse(settlements=[samples.settlement()]), ["settlements", "421200/1"]),
    (
        "OpenWallet",
        OPENED,
        ["wallet", "open", "--owner", "421200/2", "--use", "421221", "--phone", "13900000000", "--channel", "APP"],
    ),
    (
        "TransferToWallet",
        v1.TransferToWalletResponse(wallet_transfer=SENT),
        [
            *("wallet", "send", "--owner", "421200/1", "--receiver", "370300/2", "--relation", "CHILD"),
            *("--amount", "2000", "--channel", "APP"),
        ],
    ),
    (
        "AcceptWalletTransfer",
        v1.AcceptWalletTransferResponse(wallet_transfer=SENT),
        ["wallet", "accept", "--receiver", "370300/2", "t", "--channel", "APP"],
    ),
    (
        "Transfer",
        v1.TransferResponse(transfer=samples.transfer()),
        [
            *("transfer", "--owner", "421200/1", "--from", "HISTORIC", "--to", "MUTUAL_AID"),
            *("--amount", "1", "--channel", "APP"),
        ],
    ),
    (
        "SetPreset",
        v1.SetPresetResponse(preset=samples.preset()),
        ["preset", "set", "--owner", "421200/1", "--amount", "1", "--channel", "APP"],
    ),
    (
        "CancelPreset",
        v1.CancelPresetResponse(preset=samples.preset(ended=True)),
        ["preset", "cancel", "--owner", "421200/1", "--channel", "APP"],
    ),
    (
        "Liquidate",
        v1.LiquidateResponse(liquidation=samples.liquidation()),
        ["liquidate", "--owner", "421200/1", "--cause", "MOVE", "--to", "370300", "--channel", "APP"],
    ),
    ("GetAccounts", ACCOUNTS, ["accounts", "421200/1"]),
    ("ListEntries", samples.entries(), ["entries", "421200/1"]),
    ("ListPolicies", samples.policies(), ["policy", "list"]),
    ("GetPolicy", v1.GetPolicyResponse(policy=samples.policies().policies[0]), ["policy", "show", "xianning"]),
]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("rpc", "response", "argv"), EVERYTHING, ids=[rpc for rpc, _, _ in EVERYTHING])
def test_tables_fit_and_cut_nothing_off(
    fake: FakeGongji, rpc: str, response: Message, argv: list[str], lang: str
) -> None:
    """Every table fits 100 columns, Chinese characters counted double, and shortens nothing to dots."""
    fake.answers[rpc] = response
    result = fake.run("--lang", lang, *argv)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.strip()
    assert max(cell_len(line) for line in result.stdout.splitlines()) <= WIDTH
    assert "…" not in result.stdout


@pytest.mark.parametrize(("rpc", "response", "argv"), EVERYTHING, ids=[rpc for rpc, _, _ in EVERYTHING])
def test_json_is_the_response(fake: FakeGongji, rpc: str, response: Message, argv: list[str]) -> None:
    """With --json a command prints the response of the contract: its field names, names of enum values, zeros too, and
    nothing of what is absent."""
    fake.answers[rpc] = response
    result = fake.run("--json", *argv)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json_format.Parse(result.stdout, type(response)()) == response
    said = [f for f in response.DESCRIPTOR.fields if not f.has_presence or response.HasField(f.name)]
    assert set(json.loads(result.stdout)) == {field.name for field in said}


def test_json_says_zeros_and_names(fake: FakeGongji) -> None:
    """In JSON amounts are fen as text, zeros are said, enum values go by name and Chinese is readable."""
    fake.answers["Settle"] = v1.SettleResponse(settlement=samples.settlement())
    result = fake.run("--json", "settle", *BILL)
    settlement = json.loads(result.stdout)["settlement"]
    assert settlement["medfee_sumamt_fen"] == "123456"
    assert settlement["other_pay_fen"] == "0"
    assert settlement["state"] == "SETTLEMENT_STATE_SETTLED"
    assert "支付 100.00 元" in result.stdout


def test_settlement_says_who_paid_how_much_and_why(fake: FakeGongji) -> None:
    """People see amounts in yuan, the time in China, each payer, the cash, and each reason with its rule."""
    fake.answers["Settle"] = v1.SettleResponse(settlement=samples.settlement())
    table = fake.run("settle", *BILL).stdout
    for part in ("已结算", "1,234.56 元", "900.00 元", "34.56 元", "2022-10-16 00:31:00", "9900000002", "配偶"):
        assert part in table
    for part in ("PAID", "支付 100.00 元", samples.LONGEST_REASON, "[注]", "settlement.one_mutual_aid_account"):
        assert part in table


def test_a_reversal_says_where_the_money_went(fake: FakeGongji) -> None:
    """Each payment with its account and amount, and why one waits; the two settlements of a re-account by their ids."""
    fake.answers["ReverseSettlement"] = samples.reversed_()
    table = fake.run("reverse", "--patient", "421200/1", "S", "--reason", "r").stdout
    for part in ("已撤销", "1,000.00 元", "900.00 元", "暂存账户", "付款人已退网"):
        assert part in table
    fake.answers["ReaccountSettlement"] = samples.reaccounted()
    table = fake.run("reaccount", "S", *BILL).stdout
    for part in ("已撤销", "已结算", "改账前", "V" * 26):
        assert part in table


def test_a_quota_says_what_is_left(fake: FakeGongji) -> None:
    """Of a quota one sees how much it is, what was used, and whether the rest is frozen; of a member what is left."""
    made, rows = samples.binding(), samples.members()
    made.quota_fen, made.quota_used_fen, made.quota_freezes = 30000, 12000, True
    fake.answers["SetQuota"] = v1.SetQuotaResponse(binding=made)
    assert "300.00 元，已用 120.00 元，余额已冻结" in fake.run("quota", "set", *ACT, "--amount", "300", "b").stdout
    together = v1.Authorization(quota_fen=30000, quota_used_fen=0)
    fake.answers["SetQuota"] = v1.SetQuotaResponse(authorization=together)
    assert "300.00 yuan, used 0.00 yuan" in fake.run("--lang", "en", "quota", "set", *ACT, "--amount", "300").stdout
    rows.members[1].quota_left_fen = 18000
    fake.answers["ListMembers"] = rows
    assert "额度尚余 180.00 元" in fake.run("members", "421200/1").stdout


def test_settlement_in_english(fake: FakeGongji) -> None:
    """With --lang en the words, the units and the explanations are English, and no Chinese is left."""
    fake.answers["Settle"] = v1.SettleResponse(settlement=samples.settlement())
    table = fake.run("--lang", "en", "settle", *BILL).stdout
    for part in ("settled", "1,234.56 yuan", "spouse", "paid 100.00 yuan", "[note]"):
        assert part in table
    assert not any("\u4e00" <= character <= "\u9fff" for character in table)


def test_language_comes_from_the_environment(fake: FakeGongji, monkeypatch: pytest.MonkeyPatch) -> None:
    """The language may be set once for all commands."""
    monkeypatch.setenv("GONGJI_LANG", "en")
    fake.answers["GetAccounts"] = ACCOUNTS
    assert "historic" in fake.run("accounts", "421200/1").stdout


def test_preview_is_not_taken_for_a_settlement(fake: FakeGongji) -> None:
    """A preview says that it is one."""
    preview = samples.settlement(v1.SETTLEMENT_STATE_PREVIEW)
    fake.answers["PreviewSettlement"] = v1.PreviewSettlementResponse(settlement=preview)
    assert "预结算" in fake.run("preview", *BILL).stdout


def test_members_say_whether_they_are_usable_and_why_not(fake: FakeGongji) -> None:
    """Each member is usable or not, with the reason, the rule, and the id by which to unbind."""
    fake.answers["ListMembers"] = samples.members()
    table = fake.run("members", "421200/1").stdout
    for part in ("发起人", "可用", "不可用", "PAYER_NOT_ACTIVE", "付款人未正常参保缴费", "payers.insu_states"):
        assert part in table
    assert samples.binding().binding_id in table


def test_remembered_answer_says_so(fake: FakeGongji) -> None:
    """An answer of an earlier call with the same request id is marked as one."""
    fake.answers["Settle"] = v1.SettleResponse(settlement=samples.settlement(), replayed=True)
    assert "此请求号以前用过" in fake.run("settle", *BILL).stdout


@pytest.mark.parametrize(
    ("fen", "yuan"),
    [
        (0, "0.00 元"),
        (5, "0.05 元"),
        (-5, "-0.05 元"),
        (123456, "1,234.56 元"),
        (10**16 - 1, "99,999,999,999,999.99 元"),
    ],
)
def test_amounts_for_people(fen: int, yuan: str) -> None:
    """Fen become yuan exactly, with commas between the thousands."""
    assert Words("zh").yuan(fen) == yuan


@pytest.mark.parametrize("enum", SHOWN_ENUMS, ids=lambda enum: str(enum.DESCRIPTOR.name))
def test_every_value_that_is_shown_has_its_word(enum: EnumTypeWrapper) -> None:
    """Each value of the lists that tables show has a Chinese word."""
    for value in enum.values()[1:]:
        assert Words("zh").name(enum, value)


def test_value_that_is_not_known_is_shown_as_its_number() -> None:
    """A server newer than this program may send values that it does not know."""
    assert enums.word(v1.Relation, 99, chinese=True) == "99"
