"""What a server tells over HTTP, read as a scraper and as a probe would."""

import urllib.error
import urllib.request
from typing import NamedTuple

from prometheus_client.parser import text_string_to_metric_families

from tests.support.server import Server
from tests.support.waiting import until

METRICS = ("--metrics", "127.0.0.1:0")


class Samples(dict[tuple[str, frozenset[tuple[str, str]]], float]):
    """All samples of one scrape, by name and labels."""

    def one(self, name: str, **labels: str) -> float:
        """The sample with exactly these labels; 0 where there is none yet."""
        return self.get((name, frozenset(labels.items())), 0.0)

    def sum(self, name: str, **labels: str) -> float:
        """Over all samples with these labels, whatever others they have."""
        return sum(value for (n, found), value in self.items() if n == name and set(labels.items()) <= found)

    def since(self, before: "Samples") -> "Samples":
        """What has been added to each."""
        return Samples({key: value - before.get(key, 0.0) for key, value in self.items()})

    def labels(self) -> dict[str, set[frozenset[str]]]:
        """The names of all samples, each with the sets of label names that it has."""
        found: dict[str, set[frozenset[str]]] = {}
        for name, labels in self:
            found.setdefault(name, set()).add(frozenset(label for label, _ in labels))
        return found


class Answer(NamedTuple):
    status: int
    body: str


def address(server: Server) -> str:
    """HOST:PORT of its pages, as its log tells; of a server that was started again, the last one."""
    return str(server.lines("metrics")[-1]["address"])


def get(server: Server, path: str, method: str = "GET") -> Answer:
    request = urllib.request.Request(f"http://{address(server)}{path}", method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return Answer(response.status, response.read().decode())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.read().decode())


def scrape(server: Server) -> Samples:
    families = text_string_to_metric_families(get(server, "/metrics").body)
    return Samples({(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples})


def until_workers(server: Server, workers: int) -> None:
    until(lambda: scrape(server).one("gongji_workers_ready") == workers, what=f"{workers} ready workers")
