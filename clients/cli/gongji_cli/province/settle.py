"""Settles days of bills on a server: through the day as it goes, each region in batches, many at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import groupby

import gongji
from gongji import v1
from gongji_cli.province import rows
from gongji_cli.province.bills import Bill
from gongji_cli.province.figures import Figures
from gongji_cli.province.load import chunks
from gongji_cli.province.places import ProvinceError

_WAVE = timedelta(minutes=30)
_ATTEMPTS = 10
_TRY_AGAIN = {"OVERLOADED", "DEADLINE_EXPIRED", "DATABASE_UNAVAILABLE"}
"""Nothing is known to be done where one of these stands: the same request is sent again."""

Tell = Callable[[datetime], None]
"""Is told the moment of the day up to which everything is settled, after every batch."""


def settle(
    client: gongji.Client,
    bills: Iterable[Bill],
    figures: Figures,
    tell: Tell,
    *,
    callers: int = 8,
    batch: int = 64,
    clock: bool = False,
) -> None:
    """Settles bills in the order of their visits, and counts the answers into `figures`.

    callers: batches under way at once. clock: whether the server decides at the time of the visits, as a sandbox can;
    otherwise it decides at its own.
    """
    with ThreadPoolExecutor(callers) as pool:
        for moment, wave in _waves(bills):
            if clock:
                client.now = moment
            for results in pool.map(lambda asked: _settled(client, *asked), list(_batches(wave, batch))):
                for result in results:
                    figures.add(result)
                tell(moment)


def _waves(bills: Iterable[Bill]) -> Iterator[tuple[datetime, list[Bill]]]:
    """The bills of each half hour, with its end."""

    def end(bill: Bill) -> datetime:
        midnight = bill.visit_time.replace(hour=0, minute=0, second=0)
        return midnight + ((bill.visit_time - midnight) // _WAVE + 1) * _WAVE

    for moment, wave in groupby(sorted(bills, key=lambda bill: bill.visit_time), key=end):
        yield moment, list(wave)


def _batches(wave: list[Bill], size: int) -> Iterator[tuple[str, list[v1.SettleRequest]]]:
    by_region = defaultdict(list)
    for bill in wave:
        by_region[bill.region].append(rows.settle(bill))
    for region, requests in by_region.items():
        for some in chunks(requests, size):
            yield region, some


def _settled(client: gongji.Client, region: str, requests: list[v1.SettleRequest]) -> list[v1.SettleResult]:
    """The results of one batch; what the server was too busy for is sent again."""
    results: list[v1.SettleResult] = []
    for _ in range(_ATTEMPTS):
        answer = client.settlement.settle_batch(v1.SettleBatchRequest(insuplc_admdvs=region, requests=requests))
        busy = {r.request_id for r in answer.results if r.HasField("error") and r.error.reason in _TRY_AGAIN}
        results += [r for r in answer.results if r.request_id not in busy]
        requests = [r for r in requests if r.request_id in busy]
        if not requests:
            return results
    raise ProvinceError(f"服务太忙 · the server stayed too busy for {len(requests)} settlements")
