"""The facts of a case that the sentences of `gongji why` speak of, in the words of one language."""

from collections.abc import Iterator

from gongji import v1
from gongji_cli.why_case import Case, day, is_live, rule_of
from gongji_cli.why_words import AREAS, RULES, SCENES, SCHEMES, named
from gongji_cli.words import Words

Fact = tuple[str, str]


def facts(line: v1.Explanation, case: Case, words: Words) -> dict[str, str]:
    """What is known; a sentence that needs more than that is not said."""
    return dict(
        fact
        for found in (_of_payment, _of_binding, _of_rules, _of_holder)
        for fact in found(line, case, words)
        if fact[1]
    )


def cited(line: v1.Explanation, case: Case) -> str:
    """The key of the rule that decided; empty where none did."""
    return next((RULES[particular] for particular in cases(line, case) if particular in RULES), line.rule.key)


def cases(line: v1.Explanation, case: Case) -> list[str]:
    """The particular cases of its reason that a line is, the more particular first."""
    if case.is_own(line):
        return ["own, bound", "own"] if case.holder() else ["own"]
    if line.reason != "NOT_BOUND":
        return [line.rule.key]
    if case.is_reversed(line):
        no_chains = case.rule(line, RULES["reversed, no chains"])
        return ["reversed, no chains"] if no_chains else ["reversed"]
    return ["taken"] if case.rule(line, RULES["taken"]) and case.holder() else []


def who(psn_no: str, row: v1.Member | None, words: Words) -> str:
    """测*（9900000001）, or the number alone where the name is not known."""
    return words(f"{row.name}（{psn_no}）", f"{row.name} ({psn_no})") if row and row.name else psn_no


def unbinding(binding: v1.Binding, case: Case, words: Words) -> str:
    """2023-01-15 起可在小程序、APP解绑，窗口可随时解绑"""
    if not binding.earliest_unbind_date or binding.earliest_unbind_date <= case.today.isoformat():
        return words("现在即可解绑", "it can be ended now")
    policy = case.policy(binding.policy_id, binding.policy_version)
    slow = [channel for rule in rule_of(policy, "bindings.wait") or () for channel in rule["channels"]]
    allowed = (rule_of(policy, "handling.channels") or {}).get("UNBIND", [])
    free = _channels([channel for channel in allowed if channel not in slow], words)
    first, there = binding.earliest_unbind_date, _channels(slow, words)
    text = words(f"{first} 起可在{there}解绑", f"it can be ended from {first} ({there})")
    return text + (words(f"，{free}可随时解绑", f", at any time at: {free}") if free else "")


def _of_payment(line: v1.Explanation, case: Case, words: Words) -> Iterator[Fact]:
    if payment := case.payment_of(line):
        yield "amount", words.yuan(payment.amount_fen)
        yield "left", words.yuan(payment.balance_after_fen)


def _of_binding(line: v1.Explanation, case: Case, words: Words) -> Iterator[Fact]:
    if binding := case.binding_of(line):
        yield "start", binding.start_date
        yield "end", binding.end_date
        yield "ended", day(binding.unbound_time) if binding.HasField("unbound_time") else ""
        yield "unbind", unbinding(binding, case, words) if is_live(binding) else ""


def _of_rules(line: v1.Explanation, case: Case, words: Words) -> Iterator[Fact]:
    scheme = case.settlement.insutype
    yield "scheme", named(SCHEMES, [scheme], words)
    yield "scenes", named(SCENES, (case.rule(line, "settlement.scenes") or {}).get(scheme, []), words)
    yield "area", named(AREAS, [case.rule(line, "settlement.area") or ""], words)
    yield "retained", words.yuan(case.rule(line, "payers.retained_fen") or 0)
    yield "relations", _relations(case.rule(line, "relations.allowed") or [], words)


def _of_holder(line: v1.Explanation, case: Case, words: Words) -> Iterator[Fact]:
    if line.reason == "NOT_BOUND" and (row := case.holder()):
        yield "holder", who(row.psn_no, row, words)
        yield "unbind", unbinding(row.binding, case, words)


def _channels(names: list[str], words: Words) -> str:
    return words("、", ", ").join(words.named(v1.Channel, name) for name in names)


def _relations(names: list[str], words: Words) -> str:
    return words("、", ", ").join(words.named(v1.Relation, name) for name in names)
