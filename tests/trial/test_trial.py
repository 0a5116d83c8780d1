"""The short form of the trial; `make test-trial` runs the long one."""

from collections import Counter

import pytest

from tests.trial.kills import Victim
from tests.trial.report import report
from tests.trial.trial import SHORT, run_trial

PLANS = {"sqlite": SHORT, "postgres": SHORT + Counter({Victim.DATABASE: 1})}


@pytest.mark.parametrize("database", PLANS)
def test_nothing_acknowledged_is_lost_doubled_or_half(database: str) -> None:
    """Workers, parent, server and database are killed under load; all that was answered stands once, and for ever."""
    trial = run_trial(database, PLANS[database], seed=7)
    print(report(trial))
    assert len(trial.kills) == PLANS[database].total()
    assert not trial.findings, report(trial)
