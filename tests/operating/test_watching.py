"""What watches a server asks for what a server tells: dashboard, alerts and the documents, against real metrics."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from google.protobuf import descriptor_pool

import gongji
from gongji import v1
from service.api.server import SERVICES
from tests.api.asking import NOON, binding, found_a_family, settlement
from tests.docs.markdown import ROOT, tables
from tests.operating.pages import METRICS, Samples, scrape
from tests.operating.queries import DASHBOARD, Selector, alerts, panels, queries, selectors
from tests.support.server import start_server
from tests.support.waiting import until

QUERIES = queries()
OPERATIONS = (ROOT / "docs" / "operations.md", ROOT / "docs" / "operations.zh-CN.md")
_PROMETHEUS_OWN = {"up"}
_PARTS = ("_bucket", "_sum", "_count")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Samples]:
    """What a server of two workers tells after a little of everything: done, refused, malformed, sent again."""
    folder = tmp_path_factory.mktemp("server")
    url = f"sqlite+aiosqlite:///{folder / 'gongji.sqlite'}"
    with start_server(url, folder, workers=2, arguments=METRICS) as server:
        with server.client(now=NOON) as client:
            found_a_family(client)
            for _ in range(2):
                client.settlement.settle(settlement("a-little"))
            for asked in (binding("refused"), binding("malformed", member=v1.PersonRef())):
                with pytest.raises(gongji.GongjiError):
                    client.family.bind(asked)
        until(lambda: scrape(server).one("gongji_connections_limit", pool="reads"), what="a pulse")
        yield scrape(server)


def labels_of(samples: Samples, name: str) -> set[str]:
    return set[str]().union(*samples.labels().get(name, set()))


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_what_is_asked_for_is_there(told: Samples, query: str) -> None:
    """Every metric of every query is told by a running server, with every label that is matched or grouped by."""
    asked = [selector for selector in selectors(query) if selector.name not in _PROMETHEUS_OWN]
    assert asked or "up{" in query
    for selector in asked:
        assert selector.name in told.labels(), selector.name
        assert selector.matchers.keys() | selector.grouped <= labels_of(told, selector.name), selector


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_the_values_asked_for_exist(query: str) -> None:
    """Methods and reasons that queries name are those of the contract; quantiles keep the buckets' bounds."""
    methods = {f"{s.removeprefix('gongji.v1.')}/{m.name}" for s in SERVICES for m in methods_of(s)}
    reasons = {name.removeprefix("ERROR_REASON_") for name in v1.ErrorReason.DESCRIPTOR.values_by_name}
    for selector in selectors(query):
        if "method" in selector.matchers:
            assert selector.matchers["method"] in methods
        if "reason" in selector.matchers:
            assert selector.matchers["reason"] in reasons
        if selector.name.endswith("_bucket"):
            assert "le" in selector.grouped


def methods_of(service: str) -> list[object]:
    return list(descriptor_pool.Default().FindServiceByName(service).methods)


def test_the_dashboard_is_in_order() -> None:
    """Panels have a title and an id of their own, and none lies over another; each metric is on it or in an alert."""
    assert json.loads(DASHBOARD.read_text("utf-8"))["uid"] == "gongji"
    assert len({panel["id"] for panel in panels()}) == len(panels())
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        at = panel["gridPos"]
        cells = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
        assert panel["title"] and not cells & taken and max(x for x, _ in cells) < 24
        taken |= cells


def family(name: str) -> str:
    """The metric that a sample is of, as documents name it."""
    return re.sub(rf"({'|'.join(_PARTS)})$", "", name)


def test_every_metric_is_watched(told: Samples) -> None:
    """No metric is told that neither the dashboard nor an alert asks for."""
    asked = {family(s.name) for query in QUERIES.values() for s in selectors(query)}
    assert {family(name) for name in told.labels()} - asked == set()


@pytest.mark.parametrize("document", OPERATIONS, ids=lambda path: path.name)
def test_the_documents_list_the_metrics(told: Samples, document: Path) -> None:
    """The table of metrics names each metric that a server tells with its labels, and no other."""
    real = {family(name): labels_of(told, name) - {"le"} for name in told.labels()}
    (table,) = [t for t in tables(document.read_text("utf-8")) if t[2][0].startswith("`gongji_")]
    listed = {row[0].strip("`"): set(re.findall(r"`(\w+)`", row[1])) for row in table[2:]}
    assert listed == real


@pytest.mark.parametrize("document", OPERATIONS, ids=lambda path: path.name)
def test_the_documents_list_the_alerts(document: Path) -> None:
    """The table of alerts names each alert with its severity, in the file's order."""
    (table,) = [t for t in tables(document.read_text("utf-8")) if t[2][0].startswith("`Gongji")]
    assert [(row[0].strip("`"), row[1]) for row in table[2:]] == [
        (rule["alert"], rule["labels"]["severity"]) for rule in alerts()
    ]


def test_a_selector_is_read_as_it_stands() -> None:
    """The test's own reading of a query: nested groupings and both sides of an operator."""
    query = 'sum by (a) (rate(x{b="1"}[5m])) / on () (y > 2)'
    assert selectors(query) == [
        Selector("x", {"b": "1"}, frozenset({"a"})),
        Selector("y", {}, frozenset()),
    ]
