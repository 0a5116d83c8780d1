"""WatchEvents over the wire: everything, once, in order, from any cursor, through crashes; and it holds no stop up."""

import json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import grpc

import gongji
from gongji import v1
from tests.api.asking import HOLDER, MEMBER, NETWORK, REGION, people, person, settlement
from tests.api.processes import children
from tests.bulk.run import counted
from tests.support.server import Server
from tests.support.waiting import until


def follow(**fields: object) -> v1.WatchEventsRequest:
    return v1.WatchEventsRequest(insuplc_admdvs=REGION, **fields)  # type: ignore[arg-type]


class Watcher:
    """Follows in a thread of its own until its stream ends, and remembers what it was told."""

    def __init__(self, client: gongji.Client, request: v1.WatchEventsRequest) -> None:
        self.events: list[v1.Event] = []
        self.cursor = request.cursor
        self.messages = 0
        self.error: gongji.GongjiError | None = None
        self._told = client.admin.watch_events(request)
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        try:
            for message in self._told:
                self.events += message.events
                self.cursor = message.cursor
                self.messages += 1
        except gongji.GongjiError as error:
            self.error = error

    def ids(self) -> list[str]:
        return [event.event_id for event in self.events]

    def wait(self) -> None:
        until(lambda: not self._thread.is_alive(), what="the stream's end")


@contextmanager
def watching(server: Server, request: v1.WatchEventsRequest) -> Iterator[Watcher]:
    client = server.client()
    watcher = Watcher(client, request)
    try:
        yield watcher
    finally:
        client.close()
        watcher.wait()


def written(server: Server) -> int:
    return counted(server, f"SELECT count(*) FROM outbox WHERE region = '{REGION}'")


def settle(client: gongji.Client, name: str, count: int) -> None:
    for i in range(count):
        client.settlement.settle(settlement(f"{name}-{i}", MEMBER, 1_00))


def test_all_is_told_in_order(server: Server, client: gongji.Client) -> None:
    """From the beginning on every event is told once; what happens meanwhile follows."""
    with watching(server, follow()) as watcher:
        until(lambda: len(watcher.events) == written(server) > 0, what="all that had happened")
        settle(client, "meanwhile", 5)
        until(lambda: len(watcher.events) == written(server), what="what happens meanwhile")
        types = [event.type for event in watcher.events]
        assert types[-5:] == ["SETTLED"] * 5 and "BOUND" in types
        assert len(set(watcher.ids())) == len(types)
    assert watcher.error is not None and watcher.error.code is grpc.StatusCode.CANCELLED


def test_a_payload_says_what_happened(server: Server, client: gongji.Client) -> None:
    """Of a settlement: its id as it was answered, and whole amounts; of a binding: no proof and no paper."""
    done = client.settlement.settle(settlement("payload", MEMBER, 3_00)).settlement
    with watching(server, follow(types=["SETTLED", "BOUND"])) as watcher:
        until(lambda: any(done.setl_id in event.payload_json for event in watcher.events), what="the settlement")
        settled = next(event for event in watcher.events if done.setl_id in event.payload_json)
        bound = next(event for event in watcher.events if event.type == "BOUND")
        assert {event.type for event in watcher.events} == {"SETTLED", "BOUND"}
    told = json.loads(settled.payload_json)
    assert (settled.psn_no, told["acct_pay_fen"]) == (done.patient_psn_no, done.acct_pay_fen)
    assert settled.event_time == done.settle_time
    handled = json.loads(bound.payload_json)["handling"]
    assert bound.psn_no == HOLDER and handled["channel"] == "MINI_PROGRAM"
    assert not {"verification", "evidence"} & set(handled)


def test_only_what_is_new(server: Server, client: gongji.Client) -> None:
    """Who wants only what is new is told a cursor first, and then what has happened since."""
    until(lambda: counted(server, "SELECT count(*) FROM outbox WHERE position IS NULL") == 0, what="the relay")
    with watching(server, follow(new_only=True)) as watcher:
        until(lambda: watcher.messages, what="the first cursor")
        assert watcher.events == []
        client.registry.upsert_persons(people("elsewhere", person("elsewhere", NETWORK), region=NETWORK))
        settle(client, "new", 1)
        until(lambda: watcher.events, what="the new event")
        assert [event.type for event in watcher.events] == ["SETTLED"]


def test_a_cursor_of_another_region_is_refused(server: Server) -> None:
    """A cursor fits its region only, and what is none is said so."""
    with watching(server, follow(new_only=True)) as watcher:
        until(lambda: watcher.cursor, what="a cursor")
        cursor = watcher.cursor
    wrong = [
        v1.WatchEventsRequest(insuplc_admdvs=NETWORK, cursor=cursor),
        follow(cursor="no cursor"),
        follow(cursor=""),
        follow(cursor="Wz0="),
    ]
    for request in wrong:
        with watching(server, request) as refused:
            refused.wait()
            assert refused.error is not None and refused.error.code is grpc.StatusCode.INVALID_ARGUMENT
            assert [violation.field for violation in refused.error.field_violations] == ["cursor"]


def test_nothing_is_missed_through_crashes(server: Server, client: gongji.Client) -> None:
    """Followed from the last cursor on through a killed server, every event is told, and none a second time."""
    seen: list[str] = []
    cursor = ""
    for turn in range(2):
        request = follow(cursor=cursor) if cursor else follow()
        with watching(server, request) as watcher:
            settle(client, f"turn-{turn}", 20)
            for worker in children(server.pid):
                os.kill(worker, signal.SIGKILL)
            server.kill()
            watcher.wait()
        assert watcher.error is not None and watcher.error.code is grpc.StatusCode.UNAVAILABLE
        seen += watcher.ids()
        cursor = watcher.cursor
        server.start()
        settle(client, f"after-{turn}", 1)
    with watching(server, follow(cursor=cursor) if cursor else follow()) as watcher:
        until(lambda: len(seen) + len(watcher.events) == written(server), what="every event")
        seen += watcher.ids()
    assert len(set(seen)) == len(seen)
    with watching(server, follow()) as again:
        until(lambda: len(again.events) == len(seen), what="all once more")
        assert again.ids() == seen


def test_a_stop_is_not_held_up(server: Server, client: gongji.Client) -> None:
    """When the server stops, followers are let go without an error, and it has stopped in order."""
    with watching(server, follow()) as watcher:
        until(lambda: watcher.events, what="the stream")
        assert server.stop() == 0
        watcher.wait()
    assert watcher.error is None
    assert server.lines("rpc")[-1]["code"] == "OK"
    server.start()
