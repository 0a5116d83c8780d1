"""What the checker can find wrong."""

from enum import StrEnum
from typing import NamedTuple


class Wrong(StrEnum):
    LOST = "lost"
    """What was acknowledged is not there."""
    DOUBLED = "doubled"
    """What was asked for once is there twice."""
    HALF = "half"
    """Some of what belongs together is there, and some is not."""
    DIFFERS = "differs"
    """What is there is not what was acknowledged."""
    STRANGER = "stranger"
    """What is there was asked for by nobody."""
    BALANCE = "balance"
    """An account does not hold what its movements add up to, or holds less than nothing."""
    MONEY = "money"
    """A region does not hold what came in less what was paid."""
    CHAIN = "chain"
    """The journal has a gap, or a link that does not hold."""
    ANSWER = "answer"
    """A request sent again got another answer."""
    TOLD = "told"
    """A caller was told what nobody should be told."""


class Finding(NamedTuple):
    wrong: Wrong
    what: str

    def __str__(self) -> str:
        return f"{self.wrong}: {self.what}"
