"""Many callers at once over many connections, who send a write again under its request id until it is answered.

They are a process of their own, `python -m tests.trial.crowd ADDRESS SEED`: whoever kills and starts servers forks,
and a process that forks while its threads are inside gRPC may break. It does what the lines on its stdin say, and
writes what it has noted to its stdout, pickled; `Callers` is its other end.
"""

import asyncio
import pickle
import random
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from service.domain.calendar import SHANGHAI
from tests.support.caller import Caller
from tests.trial.history import UNDECIDED, Asked, Sending, is_decision
from tests.trial.town import PLACES, Town, refused_rows

CALLERS = 24
AGAIN_AT_ONCE = 64
"""How many requests are under way when all are sent once more."""
_MORNING = datetime(2022, 7, 1, 9, tzinfo=SHANGHAI)
_CALL_SECONDS = 10.0
_HASTY_SECONDS = 0.02
_HASTY = 0.04
"""The share of callers who give up after one short try: nobody tells them what became of their request."""
_GIVE_UP_SECONDS = 120.0
_PAUSE_SECONDS = (0.05, 1.0)
"""Before a request is sent again: at first, and at most; half of it or more, by chance."""


class Crowd:
    """The callers of a trial and what they noted."""

    def __init__(self, callers: dict[str, Caller], seed: int) -> None:
        self._seed = seed
        self._callers = callers
        self._towns = {place.region: Town(place, callers[place.region]) for place in PLACES}
        self._luck = random.Random(f"crowd {seed}")
        self._started = time.monotonic()
        self.history: list[Asked] = []

    async def found(self) -> None:
        """Make the towns, all of them step by step: some need each other's people."""
        foundings = [town.founding(f"{self._seed}-{region}") for region, town in self._towns.items()]
        for steps in zip(*foundings, strict=True):
            asked = [one for step in steps for one in step]
            await asyncio.gather(*(self._ask(one) for one in asked))
            for one in asked:
                assert not refused_rows(one.answer), f"founding {one.key}: {one.answer}"

    async def work(self, stop: asyncio.Event) -> None:
        """All callers at once, each with one request under way, until `stop`; then each waits for its answer."""
        await asyncio.gather(*(self._call(number, stop) for number in range(CALLERS)))

    async def _call(self, number: int, stop: asyncio.Event) -> None:
        luck = random.Random(f"caller {self._seed} {number}")
        sent = 0
        while not stop.is_set():
            town = self._towns[luck.choice(PLACES).region]
            self._let_time_pass()
            asked = town.next(f"{self._seed}-{number}-{sent}", luck)
            asked.patient = luck.random() >= _HASTY
            await self._ask(asked)
            town.noticed(asked)
            sent += 1

    async def _ask(self, asked: Asked) -> None:
        self.history.append(asked)
        caller = self._caller(asked)
        give_up = time.monotonic() + _GIVE_UP_SECONDS
        for pause in self._pauses():
            asked.sent = time.monotonic()
            seconds = _CALL_SECONDS if asked.patient else _HASTY_SECONDS
            got = await caller.call(asked.service, asked.rpc, asked.request, seconds)
            if is_decision(got):
                asked.answered, asked.answer = time.monotonic(), got
                return
            asked.unanswered.append(Sending(asked.sent, time.monotonic(), got))
            if not asked.patient or time.monotonic() > give_up or got.code not in UNDECIDED:
                return
            await asyncio.sleep(pause)

    def _pauses(self) -> Iterator[float]:
        longest, most = _PAUSE_SECONDS
        while True:
            yield self._luck.uniform(longest / 2, longest)
            longest = min(longest * 2, most)

    async def again(self, history: list[Asked]) -> list[Any]:
        """Send these requests once more, an hour later, many at once; the answers in the order of the requests."""
        for caller in self._callers.values():
            caller.now += timedelta(hours=1)
        answers: list[Any] = [None] * len(history)
        todo = iter(enumerate(history))

        async def some() -> None:
            for number, asked in todo:
                answers[number] = await self._answer_to(asked)

        await asyncio.gather(*(some() for _ in range(AGAIN_AT_ONCE)))
        return answers

    async def _answer_to(self, asked: Asked) -> Any:
        """As patiently as before: a connection may not yet have noticed that its server is back."""
        caller = self._caller(asked)
        give_up = time.monotonic() + _GIVE_UP_SECONDS
        for pause in self._pauses():
            got = await caller.call(asked.service, asked.rpc, asked.request)
            if is_decision(got) or got.code not in UNDECIDED or time.monotonic() > give_up:
                return got
            await asyncio.sleep(pause)

    def _caller(self, asked: Asked) -> Caller:
        """Of the region; requests about institutions, which have none, go with the first one's."""
        return self._callers.get(asked.region, self._callers[PLACES[0].region])

    def _let_time_pass(self) -> None:
        now = _MORNING + timedelta(seconds=time.monotonic() - self._started)
        for caller in self._callers.values():
            caller.now = now


@asynccontextmanager
async def open_crowd(address: str, seed: int) -> AsyncIterator[Crowd]:
    """Callers of this server, with connections of their own."""
    async with AsyncExitStack() as stack:
        callers = {
            place.region: await stack.enter_async_context(Caller(address, place.region, _MORNING, place.method))
            for place in PLACES
        }
        yield Crowd(callers, seed)


def _say(what: Any) -> None:
    pickle.dump(what, sys.stdout.buffer)
    sys.stdout.buffer.flush()


async def _told() -> str:
    """The next line of stdin; empty when whoever started this is gone."""
    line: str = await asyncio.to_thread(sys.stdin.readline)
    return line.strip()


async def main(address: str, seed: int) -> None:
    async with open_crowd(address, seed) as crowd:
        await crowd.found()
        _say(len(crowd.history))
        stop = asyncio.Event()
        working = asyncio.create_task(crowd.work(stop))
        await _told()
        stop.set()
        await working
        _say(crowd.history)
        while await _told():
            _say(await crowd.again(crowd.history))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
