"""Settlements for people: who paid how much, what is left to pay in cash, and why."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from gongji import v1
from gongji_cli import show
from gongji_cli.words import Words


def previewed(response: v1.PreviewSettlementResponse, words: Words) -> Iterable[RenderableType]:
    yield from settlement(response.settlement, words)


def settled(response: v1.SettleResponse, words: Words) -> Iterable[RenderableType]:
    yield from show.replayed(response.replayed, words)
    yield from settlement(response.settlement, words)


def settled_batch(response: v1.SettleBatchResponse, words: Words) -> Iterable[RenderableType]:
    amounts = [words(*pair) for pair in (("账户支付", "accounts"), ("其中共济", "mutual aid"), ("现金", "cash"))]
    yield show.table(
        [words("请求号", "request id"), words("结算", "settlement"), *amounts],
        [[result.request_id, *_of_batch(result, words)] for result in response.results],
        right=amounts,
    )


def _of_batch(result: v1.SettleResult, words: Words) -> list[RenderableType]:
    if result.HasField("error"):
        return [Text(f"{result.error.reason}\n{words(result.error.message_zh, result.error.message_en)}"), "", "", ""]
    row = result.settlement
    amounts = (row.acct_pay_fen, row.acct_mulaid_pay_fen, row.psn_cash_pay_fen)
    again = f"\n{words('重发，已办过', 'done before')}" if result.replayed else ""
    return [row.setl_id + again, *(words.yuan(fen) for fen in amounts)]


def found(response: v1.GetSettlementResponse, words: Words) -> Iterable[RenderableType]:
    yield from settlement(response.settlement, words)


def listed(response: v1.ListSettlementsResponse, words: Words) -> Iterable[RenderableType]:
    if not response.settlements:
        yield show.none(words)
        return
    amounts = [
        words(*pair)
        for pair in (("总额", "bill"), ("账户支付", "accounts"), ("其中共济", "mutual aid"), ("现金", "cash"))
    ]
    yield show.table(
        [words("结算", "settlement"), words("状态", "state"), *amounts],
        [
            [
                f"{row.setl_id}\n{words.time(row.settle_time)}  {row.fixmedins_code}",
                words.name(v1.SettlementState, row.state),
                words.yuan(row.medfee_sumamt_fen),
                words.yuan(row.acct_pay_fen),
                words.yuan(row.acct_mulaid_pay_fen),
                words.yuan(row.psn_cash_pay_fen),
            ]
            for row in response.settlements
        ],
        right=amounts,
    )


def explanation(line: v1.Explanation, words: Words) -> Text:
    """The reason, in words of the chosen language, and the rule that decided."""
    text = Text(line.reason, style="bold")
    text.append(f"\n{words(line.message_zh, line.message_en)}", style="not bold")
    if line.HasField("rule"):
        rule = line.rule
        text.append(
            f"\n{words('依据', 'rule')} {rule.policy_id} {rule.policy_version} {rule.key}", style="not bold dim"
        )
    return text


def settlement(settlement: v1.Settlement, words: Words) -> Iterable[RenderableType]:
    """One settlement whole."""
    yield show.heading(f"{words.name(v1.SettlementState, settlement.state)}  {settlement.setl_id}".rstrip())
    yield show.facts(
        [
            (words("患者", "patient"), f"{settlement.patient_psn_no}  {words('险种', 'scheme')} {settlement.insutype}"),
            (words("就诊", "visit"), f"{words.time(settlement.visit_time)}  {settlement.mdtrt_id}"),
            (words("医疗类别", "kind of care"), settlement.med_type),
            (words("机构", "institution"), settlement.fixmedins_code),
            (
                words("结算时间", "settled"),
                words.time(settlement.settle_time) if settlement.HasField("settle_time") else "",
            ),
            (words("政策", "policy"), f"{settlement.policy_id} {settlement.policy_version}"),
            (
                words("撤销时间", "undone"),
                words.time(settlement.reversed_time) if settlement.HasField("reversed_time") else "",
            ),
            (words("改账前", "in the place of"), settlement.replaces_setl_id),
            (words("改账后", "replaced by"), settlement.replaced_by_setl_id),
        ]
    )
    yield Text()
    yield _bill(settlement, words)
    if settlement.payments:
        yield _payments(settlement, words)
    if settlement.explanations:
        yield _explanations(settlement, words)


def _bill(settlement: v1.Settlement, words: Words) -> Table:
    back_fen = settlement.refunded_fen
    given_back = [(words("已退回", "given back"), words.yuan(back_fen))] if back_fen else []
    return show.amounts(
        [
            (words("医疗费总额", "bill"), words.yuan(settlement.medfee_sumamt_fen)),
            (words("基金支付", "pooled fund"), words.yuan(settlement.fund_pay_sumamt_fen)),
            (words("其他支出", "others"), words.yuan(settlement.other_pay_fen)),
            (words("个人负担", "personal burden"), words.yuan(settlement.psn_part_amt_fen)),
            (words("  账户支付", "  paid by accounts"), words.yuan(settlement.acct_pay_fen)),
            (words("    其中共济", "    of it mutual aid"), words.yuan(settlement.acct_mulaid_pay_fen)),
            (words("  现金", "  cash"), words.yuan(settlement.psn_cash_pay_fen)),
            (words("本人账户余额", "own accounts left"), words.yuan(settlement.balc_fen)),
            *given_back,
        ]
    )


def _payments(settlement: v1.Settlement, words: Words) -> Table:
    paid, left = words("支付", "paid"), words("余额", "left")
    columns = ["#", words("付款人", "payer"), words("关系", "relation"), words("账户", "account"), paid, left]
    return show.table(
        [*columns, words("政策", "policy")],
        [
            [
                str(payment.order),
                payment.psn_no,
                words.name(v1.Relation, payment.relation),
                words.name(v1.AccountKind, payment.account_kind),
                words.yuan(payment.amount_fen),
                words.yuan(payment.balance_after_fen),
                f"{payment.policy_id} {payment.policy_version}",
            ]
            for payment in settlement.payments
        ],
        right=[paid, left],
    )


def _explanations(settlement: v1.Settlement, words: Words) -> Table:
    return show.table(
        [words("人员", "person"), words("账户", "account"), words("原因", "why")],
        [
            [line.psn_no, words.name(v1.AccountKind, line.account_kind), explanation(line, words)]
            for line in settlement.explanations
        ],
    )
