"""The answers of `gongji why`: a sentence an account for people, the same and what is behind it for programs."""

from collections.abc import Iterable
from typing import Any

from google.protobuf import json_format
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from gongji import v1
from gongji_cli import show
from gongji_cli.why_case import Case, is_live, source_of
from gongji_cli.why_facts import cases, cited, facts, unbinding, who
from gongji_cli.why_words import MAY_END, NOBODY, fill, saying
from gongji_cli.words import Words

_SURE = {"published": ("已公布", "published"), "our reading": ("本项目的理解", "our reading")}
_LANGUAGES = (("zh", Words("zh")), ("en", Words("en")))


def answers(case: Case, words: Words) -> Iterable[RenderableType]:
    yield show.heading(_question(case, words))
    for line in case.settlement.explanations:
        yield Text(f"\n{sentence(line, case, words)}")
        if said := _rule(line, case, words):
            yield Padding(Text(said, style="dim"), (0, 0, 0, 2))
    if _nobody(case):
        yield Text(f"\n{words(*NOBODY)}")
    yield Text(f"\n{_sums(case, words)}")


def data(case: Case) -> dict[str, Any]:
    """The preview as the contract has it, and for each of its explanations the sentences and the source."""
    settlement = json_format.MessageToDict(
        case.settlement, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    return {"settlement": settlement, "answers": [_answer(line, case) for line in case.settlement.explanations]}


def sentence(line: v1.Explanation, case: Case, words: Words) -> str:
    """Whose account, what it would pay or why it does not, and what to do. A reason newer than this program, or a fact
    that is missing, leaves the server's own message."""
    known = facts(line, case, words)
    said = saying(line.reason, *cases(line, case))
    because = said and fill(said.because, known, words)
    todo = because and said and said.todo and fill(said.todo, known, words)
    because = because or words(line.message_zh, line.message_en).rstrip("。.")
    if line.reason != "PAID":
        because = words(f"不付，因为{because}", f"pays nothing, because {because}")
    parts = [because, *([todo] if todo else []), *_ending(line, case, words)]
    whose = _whose(line, case, words)
    return words(f"{whose}：{'；'.join(parts)}。", f"{whose}: {'; '.join(parts)}.")


def _answer(line: v1.Explanation, case: Case) -> dict[str, Any]:
    row, payment = case.row_of(line), case.payment_of(line)
    answer: dict[str, Any] = {
        "psn_no": line.psn_no,
        "name": row.name if row else "",
        "reason": line.reason,
        "pays_fen": str(payment.amount_fen if payment else 0),
        **{f"sentence_{lang}": sentence(line, case, words) for lang, words in _LANGUAGES},
    }
    if key := cited(line, case):
        policy = case.policy(line.rule.policy_id, line.rule.policy_version)
        source = source_of(policy, key) or v1.PolicySource()
        answer["policy"] = {
            "policy_id": line.rule.policy_id,
            "policy_version": line.rule.policy_version,
            "name_zh": policy.name_zh,
            "name_en": policy.name_en,
            "in_force_from": policy.in_force_from,
            "rule": key,
            "source": source.title,
            "sure": source.sure,
        }
    return answer


def _question(case: Case, words: Words) -> str:
    bill = case.settlement
    where = bill.fixmedins_code or words("无机构", "no institution")
    amounts = f"{words.yuan(bill.medfee_sumamt_fen)}"
    if bill.fund_pay_sumamt_fen:
        fund = words.yuan(bill.fund_pay_sumamt_fen)
        amounts += words(f"（统筹基金 {fund}）", f" (pooled fund {fund})")
    who_ = words(f"患者 {bill.patient_psn_no}", f"patient {bill.patient_psn_no}")
    kind = words(f"医疗类别 {bill.med_type}", f"kind of care {bill.med_type}")
    return f"{who_}  {kind}  {where}  {amounts}  {words.time(bill.visit_time)}"


def _whose(line: v1.Explanation, case: Case, words: Words) -> str:
    """测*（9900000001）的个人账户（患者是其子女）"""
    kind = words.name(v1.AccountKind, line.account_kind) or words("账户", "account")
    kind = words(kind, kind if kind == "account" else f"{kind} account")
    if case.is_own(line):
        return words(f"患者本人的{kind}", f"The patient's own {kind}")
    name = who(line.psn_no, case.row_of(line), words)
    return words(f"{name}的{kind}", f"The {kind} of {name}") + _kinship(line, case, words)


def _kinship(line: v1.Explanation, case: Case, words: Words) -> str:
    binding = case.binding_of(line)
    if binding is None or not binding.relation:
        return ""
    relation = words.name(v1.Relation, binding.relation)
    patient = case.settlement.patient_psn_no
    if (binding.authorizer_psn_no, binding.member_psn_no) == (line.psn_no, patient):
        return words(f"（患者是其{relation}）", f", whose {relation} the patient is")
    if (binding.authorizer_psn_no, binding.member_psn_no) == (patient, line.psn_no):
        return words(f"（患者的{relation}）", f", the patient's {relation}")
    return ""


def _ending(line: v1.Explanation, case: Case, words: Words) -> list[str]:
    """Since when one may be rid of a binding whose account is no use."""
    binding = case.binding_of(line)
    if line.reason not in MAY_END or binding is None or not is_live(binding):
        return []
    when = unbinding(binding, case, words)
    return [words(f"如不再需要这一绑定，{when}", f"if the binding is no longer wanted, {when}")]


def _rule(line: v1.Explanation, case: Case, words: Words) -> str:
    """By which rule of which place, since when, and where that stands."""
    key = cited(line, case)
    if not key:
        return ""
    policy = case.policy(line.rule.policy_id, line.rule.policy_version)
    source = source_of(policy, key)
    since = show.period(policy.in_force_from, "", words)
    text = f"{words('依据', 'rule')} {words(policy.name_zh, policy.name_en)} ({since}) {key}"
    if source is None:
        return text
    return f"{text}\n{source.title} ({words(*_SURE.get(source.sure, (source.sure, source.sure)))})"


def _nobody(case: Case) -> bool:
    """Whether there is nobody's account to be thought of but the patient's own."""
    return all(case.is_own(line) for line in case.settlement.explanations)


def _sums(case: Case, words: Words) -> str:
    bill = case.settlement
    paid, aid, cash = map(words.yuan, (bill.acct_pay_fen, bill.acct_mulaid_pay_fen, bill.psn_cash_pay_fen))
    return words(
        f"合计：账户支付 {paid}，其中家人的账户 {aid}；现金 {cash}。",
        f"In all: accounts pay {paid}, of it the family's {aid}; cash {cash}.",
    )
