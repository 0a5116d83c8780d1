"""The hotline's question: what `gongji why` says of each account, on a real server and of every reason."""

import json
from pathlib import Path
from string import Formatter

import pytest
from rich.cells import cell_len

from gongji import v1
from gongji_cli.output import WIDTH
from gongji_cli.why_words import SAYINGS
from tests.cli import samples
from tests.cli.fake_gongji import FakeGongji
from tests.cli.family import HOSPITAL, Family

REASONS = [name.removeprefix("EXPLANATION_REASON_") for name in v1.ExplanationReason.keys()[1:]]
HOLDER = samples.binding().authorizer_psn_no
PATIENT = samples.binding().member_psn_no


@pytest.fixture
def zibo(address: str, tmp_path: Path) -> Family:
    """Where one may be bound by one holder only, and the pooled fund bars others' accounts."""
    return Family(address, tmp_path, "370300", tmp_path.name[-12:], "2022-10-15T09:00:00+08:00")


@pytest.fixture
def xianning(address: str, tmp_path: Path) -> Family:
    """Where a binding can be ended online after three months only."""
    return Family(address, tmp_path, "421200", tmp_path.name[-12:], "2022-10-15T09:00:00+08:00")


def bound_in_zibo(zibo: Family) -> None:
    """A holder with 500 yuan who has bound a child, and somebody else."""
    zibo.hospital()
    for who, insutype in (("holder", "310"), ("child", "390"), ("aunt", "310")):
        zibo.person(who, insutype)
    zibo.money("holder", 50000)
    acts = ["--channel", "MINI_PROGRAM", "--verified", "FACE", "--verified-ref", "c"]
    zibo.json("bind", "--authorizer", zibo.ref("holder"), "--member", zibo.ref("child"), "--relation", "CHILD", *acts)


def test_what_pays_and_whom_one_is_bound_to(zibo: Family) -> None:
    """The relative's account, by its owner's masked name, would pay; of another's it is said what stands against it."""
    bound_in_zibo(zibo)
    told = zibo.run("why", zibo.ref("child"), "--institution", HOSPITAL, "--ask", zibo.ref("aunt")).stdout
    said = told.replace("\n", "")
    holder = f"测*（{zibo.prefix}holder）"
    assert f"{holder}的个人账户（患者是其子女）：可付 100.00 元，付后余额 400.00 元。" in said
    assert f"{zibo.prefix}aunt的账户：不付，因为没有与患者绑定，患者已由{holder}绑定" in said
    assert f"先由{holder}解绑患者（现在即可解绑），再由此人绑定。" in said
    assert "淄博市职工医保个人账户家庭共济 (2021-06-24 起) exclusivity.one_authorizer_per_member" in said
    assert "现金 0.00 元" in said
    assert max(map(cell_len, told.splitlines())) <= WIDTH


def test_pooled_fund_in_english(zibo: Family) -> None:
    """With the pooled fund in the bill nothing is paid, and the answer says for what the account can be used."""
    bound_in_zibo(zibo)
    asked = ["why", zibo.ref("child"), "--institution", HOSPITAL, "--fee", "100", "--fund", "60"]
    said = zibo.run("--lang", "en", *asked).stdout
    said = " ".join(said.split())
    assert "whose child the patient is: pays nothing, because the pooled fund pays part of this bill" in said
    assert "it can be used for bills in which the pooled fund pays nothing." in said
    assert "settlement.pooled_fund The published rules of Zibo" in said
    assert "cash 40.00 yuan" in said


def test_binding_the_other_way_round_is_told(zibo: Family) -> None:
    """Who has bound somebody and asks why that one's account does not pay hears that it goes the other way."""
    bound_in_zibo(zibo)
    asked = ["why", zibo.ref("holder"), "--institution", HOSPITAL, "--ask", zibo.ref("child")]
    assert "绑定的方向是反的" in zibo.run(*asked).stdout
    last = zibo.json(*asked)["answers"][-1]
    assert (last["reason"], last["policy"]["rule"]) == ("NOT_BOUND", "exclusivity.authorizer_cannot_be_member")


def test_institution_is_that_of_the_latest_settlement(zibo: Family) -> None:
    """Without an institution the latest settlement's is taken; without a settlement it has to be said."""
    bound_in_zibo(zibo)
    unsaid = zibo.run("why", zibo.ref("child"))
    assert unsaid.exit_code == 2 and "--institution" in unsaid.stderr
    bill = ["--med-type", "11", "--fee", "10", "--area", zibo.region, "--institution", HOSPITAL]
    zibo.json("settle", "--patient", zibo.ref("child"), *bill)
    zibo.hospital(enabled=False)
    answers = zibo.json("why", zibo.ref("child"))["answers"]
    assert [line["reason"] for line in answers] == ["NO_ACCOUNT", "INSTITUTION_NOT_ENABLED"]
    assert "请在已开通的定点医药机构使用" in answers[1]["sentence_zh"]


def test_since_when_one_may_unbind(xianning: Family) -> None:
    """Of an account that is no use it is said when and where to unbind, and of an ended binding since when it is."""
    xianning.hospital()
    xianning.person("holder")
    xianning.person("wife")
    letter = ["--letter", "1.0", "--letter-sha256", "0" * 64, "--letter-signature", "s", "--letter-signed-at"]
    letter += [xianning.now, "--letter-signed-by", xianning.ref("holder")]
    online = ["--channel", "APP", "--verified", "REAL_NAME", "--verified-ref", "l"]
    xianning.json("authorize", "--authorizer", xianning.ref("holder"), *online, *letter)
    couple = ["--authorizer", xianning.ref("holder"), "--member", xianning.ref("wife"), "--relation", "SPOUSE"]
    binding = xianning.json("bind", *couple, *online)["binding"]["binding_id"]
    xianning.now = "2022-11-15T09:00:00+08:00"
    xianning.person("holder", psn_insu_stas="2")
    why = ["why", xianning.ref("wife"), "--institution", HOSPITAL]
    stopped = xianning.json(*why)["answers"][-1]
    assert stopped["reason"] == "PAYER_NOT_ACTIVE"
    assert "2023-01-15 起可在小程序、APP解绑，窗口可随时解绑。" in stopped["sentence_zh"]
    assert "from 2023-01-15 (mini program, app), at any time at: window." in stopped["sentence_en"]
    xianning.now = "2023-02-01T09:00:00+08:00"
    xianning.person("holder")
    xianning.json("unbind", "--authorizer", xianning.ref("holder"), binding, *online)
    assert "绑定已于 2023-02-01 解除" in xianning.json(*why)["answers"][-1]["sentence_zh"]


def asked(fake: FakeGongji, *lines: v1.Explanation) -> None:
    """The server answers with these explanations, and with one relation, one policy."""
    rules = {
        "settlement.scenes": {"310": ["OUTPATIENT", "PHARMACY"]},
        "settlement.area": "REGION",
        "payers.retained_fen": 200000,
        "relations.allowed": ["SPOUSE", "CHILD"],
    }
    policy = v1.Policy(policy_id="x", name_zh="测试办法", name_en="rules of a test", in_force_from="2022-01-01")
    policy.rules.extend(v1.PolicyRule(key=k, value_json=json.dumps(v), source_key="s") for k, v in rules.items())
    policy.sources.add(key="s", title="测试文件", sure="published")
    settlement = samples.settlement(v1.SETTLEMENT_STATE_PREVIEW)
    settlement.ClearField("explanations")
    settlement.explanations.extend(lines)
    settlement.payments[1].psn_no = HOLDER
    binding = samples.binding()
    binding.end_date = "2022-12-31"
    binding.unbound_time.CopyFrom(samples.at("2022-12-01T01:00:00Z"))
    row = v1.Member(binding=binding, psn_no=HOLDER, name="测**", relation=v1.RELATION_CHILD)
    fake.answers |= {
        "PreviewSettlement": v1.PreviewSettlementResponse(settlement=settlement),
        "GetPolicy": v1.GetPolicyResponse(policy=policy),
        "ListMembers": [v1.ListMembersResponse(members=[row]), v1.ListMembersResponse()],
    }


def explanation(reason: str, psn_no: str = HOLDER) -> v1.Explanation:
    return v1.Explanation(
        psn_no=psn_no,
        account_kind=v1.ACCOUNT_KIND_PERSONAL,
        binding_id=samples.binding().binding_id if psn_no == HOLDER else None,
        reason=reason,
        rule=v1.RuleRef(policy_id="x", policy_version="1", key="settlement.scenes"),
        message_zh="服务端的话。",
        message_en="what the server says.",
    )


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_its_sentence(fake: FakeGongji, reason: str) -> None:
    """No reason of the contract is left to the server's message, in either language, and no fact is left open."""
    asked(fake, explanation(reason))
    result = fake.run("--json", "why", f"421200/{PATIENT}", "--institution", HOSPITAL)
    (answer,) = json.loads(result.stdout)["answers"]
    assert answer["sentence_zh"].startswith(f"测**（{HOLDER}）的个人账户（患者是其子女）：")
    assert "服务端的话" not in answer["sentence_zh"] and "what the server says" not in answer["sentence_en"]
    assert not set("{}") & set(answer["sentence_zh"] + answer["sentence_en"])
    assert (answer["sentence_zh"][-1], answer["sentence_en"][-1]) == ("。", ".")
    assert answer["policy"]["source"] == "测试文件"


def test_reason_newer_than_this_program_is_told_in_the_servers_words(fake: FakeGongji) -> None:
    """An open list: where the table has nothing the server's message stands, with the rule."""
    asked(fake, explanation("MOON_NOT_FULL"))
    told = fake.run("why", f"421200/{PATIENT}", "--institution", HOSPITAL).stdout
    assert "不付，因为服务端的话。" in told.replace("\n", "")
    assert "测试办法 (2022-01-01 起) settlement.scenes" in told


def test_fact_that_is_missing_leaves_the_servers_words(fake: FakeGongji) -> None:
    """A sentence that needs a date which nobody knows is not said with a hole in it."""
    asked(fake, explanation("ENDED", "9900000077"))
    told = fake.run("why", f"421200/{PATIENT}", "--institution", HOSPITAL).stdout
    assert "9900000077的个人账户：不付，因为服务端的话。" in told.replace("\n", "")


def test_what_is_asked_where_little_is_said(fake: FakeGongji) -> None:
    """The usual bill: outpatient, 100 yuan, now, in the patient's region, and whose account is asked about."""
    asked(fake, explanation("PAID"))
    fake.run("why", f"421221/{PATIENT}", "--institution", HOSPITAL, "--ask", "421200/7")
    (request,) = (r for r in fake.requests if isinstance(r, v1.PreviewSettlementRequest))
    assert (request.med_type, request.medfee_sumamt_fen, request.mdtrtarea_admvs) == ("11", 10000, "421221")
    assert request.claim_type == v1.CLAIM_TYPE_DIRECT and request.HasField("visit_time")
    assert [person.psn_no for person in request.asked_about] == ["7"]


def test_nobody_bound_says_what_to_do(fake: FakeGongji) -> None:
    """Where no account but one's own could be thought of, the answer says that a relative binds first."""
    asked(fake, explanation("EMPTY", PATIENT))
    assert "没有家人的账户可供患者使用" in fake.run("why", f"421200/{PATIENT}", "--institution", HOSPITAL).stdout


def test_both_languages_of_a_saying_have_the_same_facts() -> None:
    """A sentence names the same facts in Chinese and in English."""
    for key, said in SAYINGS.items():
        for text in filter(None, said):
            names = [{name for _, name, _, _ in Formatter().parse(part) if name} for part in text]
            assert names[0] == names[1], key
