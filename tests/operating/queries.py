"""The queries of the dashboard and the alerts, taken apart: which metrics, which labels, which values of labels."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import promql_parser
import yaml

from tests.docs.markdown import ROOT

DASHBOARD = ROOT / "deploy" / "grafana" / "gongji.json"
ALERTS = ROOT / "deploy" / "prometheus" / "alerts.yml"
_VARIABLES = {"$__rate_interval": "5m", "$__range": "6h", "$policy": ".*"}


class Selector(NamedTuple):
    """One metric in a query: its name, its matchers, and the labels that what stands around it groups by."""

    name: str
    matchers: dict[str, str]
    grouped: frozenset[str]


def alerts() -> list[dict[str, Any]]:
    groups = yaml.safe_load(ALERTS.read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    """Those that ask something."""
    found = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    return [panel for panel in found if panel["type"] != "row"]


def queries() -> dict[str, str]:
    """All queries by where they stand, with Grafana's variables filled in."""
    found = {f"alert {rule['alert']}": rule["expr"] for rule in alerts()}
    for panel in panels():
        for target in panel["targets"]:
            found[f"panel {panel['title']} {target['refId']}"] = _filled(target["expr"])
    return found


def _filled(expression: str) -> str:
    for variable, value in _VARIABLES.items():
        expression = expression.replace(variable, value)
    return expression


def selectors(query: str) -> list[Selector]:
    """Every metric of a query. Fails on what is no PromQL."""
    return list(_selectors(promql_parser.parse(query), frozenset()))


def _selectors(part: Any, grouped: frozenset[str]) -> Iterator[Selector]:
    match part:
        case promql_parser.VectorSelector():
            yield Selector(part.name, {m.name: m.value for m in part.matchers.matchers}, grouped)
        case promql_parser.MatrixSelector():
            yield from _selectors(part.vector_selector, grouped)
        case promql_parser.AggregateExpr():
            labels = frozenset(part.modifier.labels) if part.modifier else frozenset()
            yield from _selectors(part.expr, labels | grouped)
        case promql_parser.Call():
            for argument in part.args:
                yield from _selectors(argument, grouped)
        case promql_parser.BinaryExpr():
            yield from _selectors(part.lhs, grouped)
            yield from _selectors(part.rhs, grouped)
        case promql_parser.ParenExpr():
            yield from _selectors(part.expr, grouped)
        case promql_parser.NumberLiteral():
            return
        case _:
            raise TypeError(f"the test does not know {type(part).__name__}")
