"""A trial in words: what was killed, what was asked and answered, what is wrong, and how long nobody was served."""

import statistics
from collections import Counter
from collections.abc import Iterator

from tests.trial.finding import Wrong
from tests.trial.history import Asked
from tests.trial.kills import Kill, Victim
from tests.trial.trial import Trial

_FINDINGS_SHOWN = 20


def report(trial: Trial) -> str:
    return "\n".join(_lines(trial))


def _lines(trial: Trial) -> Iterator[str]:
    history = trial.history
    killed = Counter(kill.victim for kill in trial.kills)
    wrong = Counter(finding.wrong for finding in trial.findings)
    yield f"trial on {trial.database}, seed {trial.seed}"
    yield f"  kills        {len(trial.kills)} ({', '.join(f'{v} {killed[v]}' for v in Victim if killed[v])})"
    yield f"  requests     {len(history)} ({_kinds(history)})"
    yield f"  acknowledged {trial.first_answers}, refusals included; all {len(history)} when sent once more"
    yield f"  retried      {sum(bool(asked.unanswered) and asked.patient for asked in history)}"
    yield f"  given up     {sum(not asked.patient and not asked.answered for asked in history)} by hasty callers"
    yield f"  told         {_told(history)}"
    yield "  " + ", ".join(f"{kind} {wrong[kind]}" for kind in Wrong)
    for victim in Victim:
        if killed[victim]:
            yield f"  after {victim}: {_gaps(trial, victim)}"
    for finding in trial.findings[:_FINDINGS_SHOWN]:
        yield f"  ! {finding}"
    if len(trial.findings) > _FINDINGS_SHOWN:
        yield f"  ! and {len(trial.findings) - _FINDINGS_SHOWN} more"


def _kinds(history: list[Asked]) -> str:
    return ", ".join(f"{rpc} {count}" for rpc, count in Counter(asked.rpc for asked in history).most_common())


def _told(history: list[Asked]) -> str:
    """Instead of an answer; a fault without a reason comes from the connection, not from the server."""
    told = Counter(
        f"{s.fault.code.name} {s.fault.reason or 'of the connection'}" for asked in history for s in asked.unanswered
    )
    return ", ".join(f"{what} {count}" for what, count in told.most_common()) or "nothing but answers"


def _gaps(trial: Trial, victim: Victim) -> str:
    kills = [kill for kill in trial.kills if kill.victim is victim]
    nobody = [_until_an_answer(trial.history, kill) for kill in kills]
    longest = [_longest_wait(trial.history, kill) for kill in kills]
    return f"seconds without service {_spread(nobody)}; the longest wait of a caller {_spread(longest)}"


def _until_an_answer(history: list[Asked], kill: Kill) -> float:
    """Until the first answer to a request that was sent after the kill."""
    ends = [asked.answered for asked in history if asked.answered and asked.sent >= kill.at]
    return min(ends, default=kill.at) - kill.at


def _longest_wait(history: list[Asked], kill: Kill) -> float:
    """Of those who were waiting when it came, or asked before all was back: until their answer."""
    waits = [
        asked.answered - max(asked.first_sent, kill.at)
        for asked in history
        if asked.first_sent <= kill.back and asked.answered >= kill.at
    ]
    return max(waits, default=0.0)


def _spread(seconds: list[float]) -> str:
    return f"median {statistics.median(seconds):.2f}, max {max(seconds):.2f}"
