"""Whether what came out is what the example says. Each difference is a sentence."""

from collections.abc import Iterator
from typing import Any

from gongji import money
from gongji_cli.examples.cast import Cast
from gongji_cli.examples.step import Expect

Answer = dict[str, Any]


def differences(expect: Expect, exit_code: int, answer: Answer, cast: Cast) -> Iterator[str]:
    """What is not as expected in the answer to a step."""
    if refused := list(_row_errors(answer)):
        yield from refused
        return
    error = answer.get("error")
    if exit_code != 0 or error is not None:
        yield from _refusal(expect, error or {"reason": f"exit code {exit_code}"})
        return
    if expect.refused is not None:
        yield f"refused with {expect.refused} expected, but it was done"
        return
    if "settlement" in answer:
        yield from _settlement(expect, answer["settlement"], cast)
    if "liquidation" in answer:
        yield from _amounts(expect, answer["liquidation"], ("interest", "paid_out", "carried"))
    if expect.refunds is not None:
        yield from _same("refunds", list(expect.refunds), _parts(answer.get("refunds", []), cast))
    if expect.usable is not None:
        rows = {cast.key(row["psn_no"]): row.get("usable_now", False) for row in answer.get("members", [])}
        yield from _same("usable", expect.usable, rows)
        lines = [line for row in answer.get("members", []) for line in row.get("explanations", [])]
        yield from _lines(expect, lines, cast)
    if expect.quota_left is not None:
        capped = [row for row in answer.get("members", []) if "quota_left_fen" in row]
        left = {cast.key(row["psn_no"]): yuan(row, "quota_left_fen") for row in capped}
        yield from _same("quota left", expect.quota_left, left)


def balance_differences(expect: Expect, who: str, answer: Answer) -> Iterator[str]:
    """What is not as expected in somebody's accounts."""
    accounts = {word(a["account_kind"]): a for a in answer.get("accounts", [])}
    asked = (("balance", "balance_fen", expect.balances), ("frozen", "frozen_fen", expect.frozen))
    for what, field, amounts in asked:
        for key, expected in (amounts or {}).items():
            owner, _, kind = key.partition("/")
            if owner == who:
                yield from _same(f"{what} of {key}", expected, yuan(accounts.get(kind, {}), field))


def _refusal(expect: Expect, error: Answer) -> Iterator[str]:
    reason = error.get("reason") or error.get("code")
    if expect.refused is None:
        yield f"refused: {reason} {error.get('metadata') or ''} {error.get('message_en', '')}".rstrip()
        return
    yield from _same("refused", expect.refused, reason)
    for key, value in (expect.metadata or {}).items():
        yield from _same(f"metadata {key}", value, (error.get("metadata") or {}).get(key))


def _row_errors(answer: Answer) -> Iterator[str]:
    for row in answer.get("results", []):
        if "error" in row:
            yield f"row refused: {row['error'].get('reason')} {row['error'].get('metadata') or ''}"


def _settlement(expect: Expect, settlement: Answer, cast: Cast) -> Iterator[str]:
    if expect.payments is not None:
        yield from _same("payments", list(expect.payments), _parts(settlement.get("payments", []), cast))
    for name, field in (
        ("cash", "psn_cash_pay_fen"),
        ("acct_pay", "acct_pay_fen"),
        ("acct_mulaid_pay", "acct_mulaid_pay_fen"),
    ):
        expected = getattr(expect, name)
        if expected is not None:
            yield from _same(name, expected, yuan(settlement, field))
    yield from _lines(expect, settlement.get("explanations", []), cast)


def _amounts(expect: Expect, row: Answer, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        expected = getattr(expect, name)
        if expected is not None:
            yield from _same(name, expected, yuan(row, f"{name}_fen"))


def _parts(rows: list[Answer], cast: Cast) -> list[tuple[str, str, str]]:
    """Payments, or refunds: who, which kind of account, how much."""
    return [(cast.key(row["psn_no"]), word(row["account_kind"]), yuan(row, "amount_fen")) for row in rows]


def _lines(expect: Expect, lines: list[Answer], cast: Cast) -> Iterator[str]:
    for key, expected in (expect.reasons or {}).items():
        found = {line["reason"] for line in lines if _about(line, key, cast)}
        yield from _same(f"reason of {key}", [expected], sorted(found))
    for key, expected in (expect.rules or {}).items():
        found = {line.get("rule", {}).get("key", "none") for line in lines if _about(line, key, cast)}
        yield from _same(f"rule of {key}", [expected], sorted(found))


def _about(line: Answer, key: str, cast: Cast) -> bool:
    who, _, kind = key.partition("/")
    return cast.key(line["psn_no"]) == who and (not kind or word(line.get("account_kind", "")) == kind)


def _same(what: str, expected: object, found: object) -> Iterator[str]:
    if expected != found:
        yield f"{what}: expected {expected}, found {found}"


def word(name: str) -> str:
    """An enum value as the files write it: ACCOUNT_KIND_HISTORIC is HISTORIC."""
    return name.removeprefix("ACCOUNT_KIND_").removeprefix("RELATION_")


def yuan(row: Answer, field: str) -> str:
    return money.fen_to_yuan(int(row.get(field, 0)))
