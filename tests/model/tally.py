"""What a run did: examples, steps, refusals and explanations by reason, settlements and payments, to be quoted."""

from collections import Counter
from typing import Any

from tests.model.model import Asked, Refused


class Tally:
    def __init__(self) -> None:
        self.examples: Counter[str] = Counter()
        self.rpcs: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.explanations: Counter[str] = Counter()
        self.replays = 0
        self.checks = 0
        self.settlements = 0
        self.payments = 0
        self.paid_fen = 0

    def note(self, asked: Asked, answer: Any) -> None:
        """Count one request and its answer, as the model and the server agreed on it."""
        self.rpcs[asked.rpc] += 1
        if isinstance(answer, Refused):
            self.replays += answer.replayed
            self.refusals[answer.reason] += 1
            return
        told = answer
        if asked.writes:
            self.replays += answer["replayed"]
            told = answer["told"]
        if asked.rpc in ("Settle", "ReaccountSettlement", "PreviewSettlement"):
            self._note_settlement(asked, told, counts=not (asked.writes and answer["replayed"]))
        elif asked.rpc == "ListMembers":
            self.explanations.update(line[3] for row in told for line in row[4])
        elif asked.service == "Registry":
            self.refusals.update(outcome for _, outcome, _ in told if outcome not in DONE)

    def _note_settlement(self, asked: Asked, told: Any, counts: bool) -> None:
        self.explanations.update(line[3] for line in told["lines"])
        if asked.writes and counts:
            self.settlements += 1
            self.payments += len(told["payments"])
            self.paid_fen += told["acct_pay_fen"]

    def add(self, other: "Tally") -> None:
        for name, value in vars(other).items():
            mine = getattr(self, name)
            if isinstance(mine, Counter):
                mine.update(value)
            else:
                setattr(self, name, mine + value)

    def __str__(self) -> str:
        lines = [
            f"examples {sum(self.examples.values())} {_told(self.examples)}",
            f"requests {sum(self.rpcs.values())}, of them replayed {self.replays}",
            f"the whole books checked {self.checks} times",
            f"by RPC: {_told(self.rpcs)}",
            f"settlements {self.settlements}, payments {self.payments}, paid {self.paid_fen} fen",
            f"refusals {sum(self.refusals.values())}, {len(self.refusals)} reasons: {_told(self.refusals)}",
            f"explanation lines {sum(self.explanations.values())}, {len(self.explanations)} reasons: "
            f"{_told(self.explanations)}",
        ]
        return "\n".join(lines)


DONE = ("CREATED", "UPDATED", "UNCHANGED", "IGNORED_OLDER", "CREDITED")


def _told(counter: "Counter[str]") -> str:
    return ", ".join(f"{name} {count}" for name, count in counter.most_common())
