"""What is known of a case that somebody asks about: the preview, the relations around the patient, the rules cited."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongji import v1
from gongji_cli.words import CHINA


@dataclass(frozen=True)
class Case:
    """`received`: whose money the patient may spend; `given`: who may spend the patient's; ended ones too.

    `policy` finds a version of a policy with rules and sources.
    """

    settlement: v1.Settlement
    received: list[v1.Member]
    given: list[v1.Member]
    policy: Callable[[str, str], v1.Policy]
    today: date

    def is_own(self, line: v1.Explanation) -> bool:
        return line.psn_no == self.settlement.patient_psn_no and not line.binding_id

    def row_of(self, line: v1.Explanation) -> v1.Member | None:
        """The row of the person whom a line is about: that of the line's binding, or any of that person's."""
        rows = [row for row in (*self.received, *self.given) if row.psn_no == line.psn_no]
        meant = [row for row in rows if row.binding.binding_id == line.binding_id]
        return next(iter(meant or rows), None)

    def binding_of(self, line: v1.Explanation) -> v1.Binding | None:
        rows = (*self.received, *self.given)
        return next((r.binding for r in rows if line.binding_id and r.binding.binding_id == line.binding_id), None)

    def payment_of(self, line: v1.Explanation) -> v1.Payment | None:
        paid = (p for p in self.settlement.payments if (p.psn_no, p.account_kind) == (line.psn_no, line.account_kind))
        return next(paid, None) if line.reason == "PAID" else None

    def is_reversed(self, line: v1.Explanation) -> bool:
        """Whether the patient has bound the person whose account is asked about."""
        return any(row.psn_no == line.psn_no and stands(row) for row in self.given)

    def holder(self) -> v1.Member | None:
        """Who has bound the patient."""
        return next((row for row in self.received if stands(row)), None)

    def rule(self, line: v1.Explanation, key: str) -> Any:
        """The value of a rule in the policy that a line cites; None where it has none."""
        return rule_of(self.policy(line.rule.policy_id, line.rule.policy_version), key) if line.rule.key else None


def is_live(binding: v1.Binding) -> bool:
    return binding.state in (v1.BINDING_STATE_ACTIVE, v1.BINDING_STATE_PENDING)


def stands(row: v1.Member) -> bool:
    """Whether a relation still counts: not ended, by anybody or by the calendar."""
    return is_live(row.binding) and all(line.reason not in ("ENDED", "EXPIRED") for line in row.explanations)


def rule_of(policy: v1.Policy, key: str) -> Any:
    return next((json.loads(rule.value_json) for rule in policy.rules if rule.key == key), None)


def source_of(policy: v1.Policy, key: str) -> v1.PolicySource | None:
    """The published text, or the reading, that a rule comes from."""
    keys = {rule.source_key for rule in policy.rules if rule.key == key}
    return next((source for source in policy.sources if source.key in keys), None)


def day(moment: Any) -> str:
    return f"{moment.ToDatetime(tzinfo=CHINA):%Y-%m-%d}"
