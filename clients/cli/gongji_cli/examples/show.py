"""Examples for people: the command line, then who paid what and why, in Chinese with the English beside it."""

from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from gongji_cli.examples.argv import for_people
from gongji_cli.examples.cast import Cast, changed
from gongji_cli.examples.check import word, yuan
from gongji_cli.examples.format import PolicyExamples
from gongji_cli.examples.run import ExampleRun, StepRun
from gongji_cli.examples.steps import Credit, Switch, Upsert

Answer = dict[str, Any]


SCHEMES = {"310": "职工 employee", "390": "居民 resident"}
WALLET_STATES = {
    "WALLET_TRANSFER_STATE_SENT": "已转出 sent",
    "WALLET_TRANSFER_STATE_ACCEPTED": "已接收 accepted",
    "WALLET_TRANSFER_STATE_RETURNED": "已退回 returned",
}
STATES = {"BINDING_STATE_PENDING": "待审核 pending", "BINDING_STATE_ENDED": "已终止 ended"}


def show_policy(of: PolicyExamples, console: Console) -> None:
    console.rule(f"[bold]{escape(of.name_zh)}[/] · {escape(of.name_en)}")
    console.print(f"policies/{of.file}", style="dim", justify="center")


def show_example(run: ExampleRun, console: Console) -> None:
    example = run.example
    console.print()
    console.print(f"[bold cyan]{escape(example.title_zh)}[/]")
    console.print(f"[cyan]{escape(example.title_en)}[/]")
    console.print(f"来源 source: {escape(run.of.sources[example.source])}", style="dim")
    console.print(f"  人物 people: {escape(_cast(run))}", highlight=False)
    for step in run.steps:
        show_step(step, run.cast, console)
    verdict = "[bold red]✗ 与预期不符 not as expected" if run.wrong else "[green]✓ 与预期一致 as expected"
    console.print(f"  {verdict}[/]")


def _cast(run: ExampleRun) -> str:
    """Who is in it, in which scheme, with how much money at the beginning."""
    return "; ".join(
        f"{spec.zh} {who} {SCHEMES.get(spec.scheme, spec.scheme)}"
        + "".join(f" {kind} {amount}" for kind, amount in spec.balances.items())
        for who, spec in run.example.persons.items()
    )


def show_step(run: StepRun, cast: Cast, console: Console) -> None:
    if run.step is not None:
        note = " · ".join(part for part in (run.step.note_zh, run.step.note_en) if part)
        console.print(f"\n  [bold]{run.at:%Y-%m-%d %H:%M:%S}[/] {escape(note)}".rstrip())
    console.print(
        f"  $ {escape(for_people(run.argv, run.at if run.sets_time else None))}",
        style="dim",
        soft_wrap=True,
        highlight=False,
    )
    _show_answer(run.answer, cast, console)
    if isinstance(run.step, Upsert | Switch | Credit):
        console.print(f"    → {escape(_change(run.step, cast))}", highlight=False)
    for wrong in run.wrong:
        console.print(f"    [red]✗ {escape(wrong)}[/]")


def _show_answer(answer: Answer, cast: Cast, console: Console) -> None:
    if error := answer.get("error"):
        console.print(f"    [yellow]拒绝 refused: {escape(str(error.get('reason')))}[/]")
        console.print(f"    {escape(error.get('message_zh', ''))} · {escape(error.get('message_en', ''))}")
        if metadata := error.get("metadata"):
            console.print("    " + escape(", ".join(f"{k}={v}" for k, v in metadata.items())), style="dim")
    elif settlement := answer.get("settlement"):
        for line in _refunds(answer, cast):
            console.print(f"    → {escape(line)}", highlight=False)
        if settlement["state"] != "SETTLEMENT_STATE_REVERSED":
            _show_settlement(settlement, cast, console)
    elif "members" in answer:
        _show_members(answer["members"], cast, console)
    else:
        for line in _lines(answer, cast):
            console.print(f"    → {escape(line)}", highlight=False)


def _lines(answer: Answer, cast: Cast) -> list[str]:
    """What a relation became, in words."""
    if binding := answer.get("binding"):
        said = STATES.get(binding["state"], "已绑定 bound")
        return [f"{said}: {_pair(binding, cast)} ({word(binding['relation'])})", *_quota(binding)]
    if "bindings" in answer:
        return [f"已解绑 unbound: {_pair(binding, cast)}" for binding in answer["bindings"]]
    if authorization := answer.get("authorization"):
        return [f"已授权 authorized: {cast.label(authorization['authorizer_psn_no'])}", *_quota(authorization)]
    if paid := answer.get("suspense_payout"):
        return [f"已发放 paid out: {cast.label(paid['psn_no'])} {yuan(paid, 'amount_fen')}"]
    if sent := answer.get("wallet_transfer"):
        state = WALLET_STATES[sent["state"]]
        sender, receiver = cast.label(sent["sender_psn_no"]), cast.label(sent["receiver_psn_no"])
        return [f"{state}: {sender} → {receiver} {yuan(sent, 'amount_fen')}"]
    if wallet := answer.get("wallet"):
        return [f"已开通钱包 wallet opened: {cast.label(wallet['psn_no'])}"]
    if moved := answer.get("transfer"):
        way = f"{word(moved['from_kind'])} → {word(moved['to_kind'])}"
        return [f"已划转 moved: {cast.label(moved['psn_no'])} {way} {yuan(moved, 'amount_fen')}"]
    if preset := answer.get("preset"):
        said = "预设终止 preset ended" if preset["state"] == "PRESET_STATE_ENDED" else "已预设 preset"
        return [f"{said}: {cast.label(preset['psn_no'])} {yuan(preset, 'amount_fen')}"]
    if done := answer.get("liquidation"):
        left = f"支付 paid out {yuan(done, 'paid_out_fen')}，转出 carried {yuan(done, 'carried_fen')}"
        return [f"已清算 wound up: {cast.label(done['psn_no'])} 利息 interest {yuan(done, 'interest_fen')}，{left}"]
    if run := answer.get("run"):
        return [f"已运行 run: {run['job'].removeprefix('JOB_')} {run['period']}: {run.get('done', 0)}"]
    if "payers" in answer:
        return ["支付顺序 order of payers: " + " → ".join(cast.label(p["psn_no"]) for p in answer["payers"])]
    return []


def _quota(of: Answer) -> list[str]:
    if of.get("quota_fen") is None:
        return []
    frozen = "，余额冻结 the rest frozen" if of.get("quota_freezes") else ""
    return [f"额度 quota {yuan(of, 'quota_fen')}，已用 used {yuan(of, 'quota_used_fen')}{frozen}"]


def _refunds(answer: Answer, cast: Cast) -> list[str]:
    """Where the money of a settlement that was undone went."""
    return [
        f"已退回 given back: {cast.label(r['psn_no'])} {word(r['account_kind'])} {yuan(r, 'amount_fen')}"
        for r in answer.get("refunds", [])
    ]


def _change(step: Upsert | Switch | Credit, cast: Cast) -> str:
    """What the core system says is new."""
    if isinstance(step, Credit):
        return f"已划入 credited: {cast.persons[step.owner].zh} {step.owner} {step.kind} {step.amount}"
    who = step.person if isinstance(step, Upsert) else step.institution
    zh = cast.persons[who].zh if isinstance(step, Upsert) else cast.institutions[who].zh
    said = ", ".join(f"{name} = {value}" for name, value in changed(step).items())
    return f"已更新 updated: {zh} {who}: {said}"


def _pair(binding: Answer, cast: Cast) -> str:
    return f"{cast.label(binding['authorizer_psn_no'])} → {cast.label(binding['member_psn_no'])}"


def _show_members(rows: list[Answer], cast: Cast, console: Console) -> None:
    for row in rows:
        usable = "可用 usable" if row.get("usable_now") else "不可用 not usable"
        why = "; ".join(f"{e['reason']} {e['message_zh']} · {e['message_en']}" for e in row.get("explanations", []))
        console.print(f"    → {escape(cast.label(row['psn_no']))}: {usable} {escape(why)}".rstrip())


def _show_settlement(settlement: Answer, cast: Cast, console: Console) -> None:
    amounts = (
        ("医疗费总额 bill", "medfee_sumamt_fen"),
        ("基金支付 fund", "fund_pay_sumamt_fen"),
        ("个人负担 burden", "psn_part_amt_fen"),
    )
    console.print("    " + " | ".join(f"{name} {yuan(settlement, field)}" for name, field in amounts))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("账户 account", no_wrap=True)
    table.add_column("支付 paid", justify="right", no_wrap=True)
    table.add_column("余额 left", justify="right", no_wrap=True)
    table.add_column("说明 why", overflow="fold")
    for line in settlement.get("explanations", []):
        table.add_row(*_row(line, settlement, cast))
    table.add_row("[bold]现金 cash[/]", f"[bold]{yuan(settlement, 'psn_cash_pay_fen')}[/]", "", "")
    console.print(Padding(table, (0, 0, 0, 4)))


def _row(line: Answer, settlement: Answer, cast: Cast) -> tuple[str, str, str, str]:
    kind = line.get("account_kind", "")
    paid = [
        p
        for p in settlement.get("payments", [])
        if (p["psn_no"], p["account_kind"]) == (line["psn_no"], kind) and line["reason"] == "PAID"
    ]
    amount = f"[bold green]{yuan(paid[0], 'amount_fen')}[/]" if paid else "0.00"
    left = yuan(paid[0], "balance_after_fen") if paid else ""
    rule = line.get("rule", {}).get("key", "")
    why = f"[{'green' if paid else 'yellow'}]{line['reason']}[/] {escape(line['message_zh'])} · "
    why += f"{escape(line['message_en'])} [dim]({escape(rule)})[/]"
    return f"{escape(cast.label(line['psn_no']))} {word(kind)}".rstrip(), amount, left, why
