"""The metrics of one process. They are kept in files that outlive it, so that all processes of a server add up.

A process is named by its place among the workers, not by its pid: a worker that is started anew goes on counting where
the one that died had stopped, and there are never more files than workers. Nothing of a person is in here, and labels
only have values of which there are few: methods, codes, reasons, policies.
"""

import os
import time
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from prometheus_client import Counter, Gauge, Histogram, values

from service.domain.explanation import Why
from service.domain.outcome import Outcome
from service.domain.refusal import Refusal
from service.domain.rows import Rows
from service.domain.settlement_record import Settlement
from service.domain.terms import SettlementState
from service.observability.observer import Observer, Pulse

_RPC_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_INSIDE_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_COMMANDS = (1, 2, 4, 8, 16, 32, 64, 128)
_KNOWN_FAULTS = ("40001", "40P01")
"""Counted from zero on, as far as they are known before: what begins at 1 looks as if it had never risen."""
_FILES = ("counter", "histogram", "gauge_livesum", "gauge_livemin", "gauge_livemax")
_FILE_BYTES = 2**18
"""Room for a thousand series; more makes the file grow."""


def keep_in(folder: Path, process: str) -> None:
    """Metrics made from now on are kept in this folder, in files of the process of this name.

    The library chooses when it is imported, by the environment, and names files by pid: so it is told here.
    """
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    values.ValueClass = values.MultiProcessValue(lambda: process)  # type: ignore[no-untyped-call]
    for file in _FILES:
        with (folder / f"{file}_{process}.db").open("ab") as kept:
            # A full disk is noticed here: written through a map, it would end the process.
            os.posix_fallocate(kept.fileno(), 0, _FILE_BYTES)


@cache
def _child(metric: Any, *labels: str) -> Any:
    """A metric's child for its labels' values; the library's own way to it takes longer than the counting."""
    return metric.labels(*labels)


def _counter(name: str, help: str, *labels: str) -> Counter:
    return Counter(name, help, labels, registry=None)


def _gauge(name: str, help: str, *labels: str, mode: Any = "livesum") -> Gauge:
    """Of the processes that live: their sum, unless said otherwise."""
    return Gauge(name, help, labels, registry=None, multiprocess_mode=mode)


def _histogram(name: str, help: str, buckets: Sequence[float], *labels: str) -> Histogram:
    return Histogram(name, help, labels, buckets=buckets, registry=None)


class ServerMetrics:
    """What the process that a server was started as counts; with several workers it is their parent."""

    def __init__(self, workers: int) -> None:
        _gauge("gongji_workers_wanted", "Worker processes that there should be").set(workers)
        self._deaths = _counter("gongji_worker_deaths", "Workers that ended by themselves, and were started anew")

    def worker_died(self) -> None:
        self._deaths.inc()


class Metrics(Observer):
    """What a process that serves counts."""

    def __init__(self) -> None:
        self._rpcs = _counter("gongji_rpcs", "Calls answered, by method and code", "method", "code")
        self._rpc_seconds = _histogram(
            "gongji_rpc_duration_seconds", "Time from a call's arrival to its answer", _RPC_SECONDS, "method"
        )
        self._in_flight = _gauge("gongji_rpcs_in_flight", "Calls that are being worked on", "method")
        self._errors = _counter("gongji_rpc_errors", "Calls answered with an error, by its reason", "method", "reason")

        self._batch = _histogram("gongji_batch_commands", "Commands that rode in one batch", _COMMANDS)
        self._queue = _histogram(
            "gongji_queue_seconds", "Time from taking a command to taking up its batch", _INSIDE_SECONDS
        )
        self._transaction = _histogram(
            "gongji_transaction_seconds", "Time of a batch's transaction, reading, deciding and commit", _INSIDE_SECONDS
        )
        self._retries = _counter("gongji_batch_retries", "Transactions run again, by the fault's code", "fault")
        self._replayed = _counter("gongji_requests_replayed", "Requests that had been decided before", "command")
        self._done = _counter("gongji_commands_done", "Commands decided and done", "command")
        self._refused = _counter("gongji_commands_refused", "Commands decided and refused", "command", "reason")
        self._rows = _counter("gongji_rows", "Rows of batches, by what became of them", "command", "result")

        self._settlements = _counter("gongji_settlements", "Settlements, by the policy they were decided by", "policy")
        self._settled_fen = _counter(
            "gongji_settled_fen",
            "Personal burden settled, in fen, by who paid it",
            "policy",
            "paid_by",
        )
        self._explanations = _counter(
            "gongji_explanations", "Accounts looked at in settlements, by why they paid or did not", "reason"
        )

        self._up = _gauge("gongji_workers", "Worker processes that serve")
        self._ready = _gauge("gongji_workers_ready", "Worker processes whose database answers")
        self._heartbeat = _gauge(
            "gongji_oldest_heartbeat_timestamp_seconds",
            "When the event loop that has been silent for longest last turned",
            mode="livemin",
        )
        self._late = _gauge("gongji_loop_delay_seconds", "By how much the busiest event loop is late", mode="livemax")
        self._waiting = _gauge("gongji_commands_waiting", "Commands taken and not yet answered")
        self._used = _gauge("gongji_connections_in_use", "Connections to the database in use, by pool", "pool")
        self._limit = _gauge("gongji_connections_limit", "Connections to the database at most, by pool", "pool")

        self._up.set(1)
        self._heartbeat.set(time.time())
        for fault in _KNOWN_FAULTS:
            self._retries.labels(fault)
        for reason in Why:
            self._explanations.labels(reason)

    def serves(self, policies: Iterable[str]) -> None:
        for policy in policies:
            self._settlements.labels(policy)
            for paid_by in ("own", "mutual_aid", "cash"):
                self._settled_fen.labels(policy, paid_by)

    def rpc_began(self, method: str) -> None:
        _child(self._in_flight, method).inc()

    def rpc_ended(self, method: str, code: str, reason: str | None, seconds: float) -> None:
        _child(self._in_flight, method).dec()
        _child(self._rpcs, method, code).inc()
        _child(self._rpc_seconds, method).observe(seconds)
        if reason is not None:
            _child(self._errors, method, reason).inc()

    def batch_began(self, queued_seconds: Sequence[float]) -> None:
        self._batch.observe(len(queued_seconds))
        for seconds in queued_seconds:
            self._queue.observe(seconds)

    def batch_committed(self, seconds: float) -> None:
        self._transaction.observe(seconds)

    def batch_retried(self, fault: str) -> None:
        _child(self._retries, fault).inc()

    def decided(self, command: str, outcome: Outcome | Refusal) -> None:
        refusal = outcome if isinstance(outcome, Refusal) else outcome.answer
        if isinstance(refusal, Refusal):
            _child(self._refused, command, refusal.reason).inc()
            return
        assert isinstance(outcome, Outcome)
        _child(self._done, command).inc()
        for settlement in outcome.changes.settlements:
            if settlement.state is SettlementState.SETTLED:
                self._settled(settlement)
        if isinstance(outcome.answer, Rows):
            for row in outcome.answer.results:
                result = row.refusal.reason if row.refusal else str(row.outcome)
                _child(self._rows, command, result).inc()

    def _settled(self, done: Settlement) -> None:
        _child(self._settlements, done.policy_id).inc()
        for paid_by, amount_fen in (
            ("own", done.acct_pay_fen - done.acct_mulaid_pay_fen),
            ("mutual_aid", done.acct_mulaid_pay_fen),
            ("cash", done.psn_cash_pay_fen),
        ):
            if amount_fen:
                _child(self._settled_fen, done.policy_id, paid_by).inc(amount_fen)
        for explanation in done.explanations:
            _child(self._explanations, explanation.reason).inc()

    def replayed(self, command: str) -> None:
        _child(self._replayed, command).inc()

    def ready(self, ready: bool) -> None:
        self._ready.set(int(ready))

    def pulse(self, pulse: Pulse) -> None:
        self._heartbeat.set(time.time())
        self._late.set(pulse.late_seconds)
        self._waiting.set(pulse.waiting)
        for pool, (used, limit) in pulse.connections.items():
            _child(self._used, pool).set(used)
            _child(self._limit, pool).set(limit)
