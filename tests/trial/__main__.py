"""`python -m tests.trial [SEED]`: the long trial on each database; ends with 1 if anything is wrong."""

import sys
from collections import Counter

from tests.trial.kills import Victim
from tests.trial.report import report
from tests.trial.trial import LONG, run_trial

PLANS = {"sqlite": LONG, "postgres": LONG + Counter({Victim.DATABASE: 2})}


def main() -> int:
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    trials = []
    for database, plan in PLANS.items():
        trials.append(run_trial(database, plan, seed))
        print(report(trials[-1]), flush=True)
    return int(any(trial.findings for trial in trials))


if __name__ == "__main__":
    sys.exit(main())
