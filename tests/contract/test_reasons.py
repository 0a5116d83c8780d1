"""The reasons of errors and explanations: documented, all of them, and the same ones that the service gives."""

import ast
import json
import re
from collections.abc import Iterator

import grpc

from gongji import v1
from service.domain.explanation import TEXTS
from service.domain.refusal import REFUSALS
from tests.contract.descriptors import ROOT, enum_comments

_CODE = re.compile(r"^\s*`([A-Z_]+)`\. \S")
_METADATA = re.compile(r"\{[^{}]*\}")

EDGE = {"PLATFORM_UNKNOWN", "SANDBOX_ONLY", "OVERLOADED", "DATABASE_UNAVAILABLE", "DEADLINE_EXPIRED", "INTERNAL"}
"""Reasons that are given before or after a decision, and so are none of its refusals."""


def reasons() -> dict[str, str]:
    """The comment of each reason by its name on the wire."""
    comments = enum_comments("ErrorReason")
    return {n.removeprefix("ERROR_REASON_"): c for n, c in comments.items() if not n.endswith("_UNSPECIFIED")}


def refusing_calls() -> Iterator[tuple[str, set[str]]]:
    """Reason and metadata keys of every place in the service that refuses."""
    for source in sorted((ROOT / "service").rglob("*.py")):
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("refuse", "require"):
                given = {argument.value for argument in node.args if isinstance(argument, ast.Constant)}
                for reason in given & set(REFUSALS):
                    yield reason, {keyword.arg for keyword in node.keywords if keyword.arg}


def test_every_reason_is_documented_by_example() -> None:
    """Each reason says its code, when it is given, an example of its metadata, and what the caller should do."""
    assert len(reasons()) == len(v1.ErrorReason.keys()) - 1
    for reason, comment in reasons().items():
        code = _CODE.match(comment)
        assert code and code[1] in grpc.StatusCode.__members__, reason
        examples = _METADATA.findall(comment)
        assert examples, reason
        assert all(isinstance(value, str) for text in examples for value in json.loads(text).values()), reason
        assert "\n Do: " in comment, reason


def test_refusals_of_the_service_are_the_reasons_of_the_contract() -> None:
    """The service refuses for documented reasons only, and every documented refusal can happen."""
    assert set(reasons()) - EDGE == set(REFUSALS)


def test_metadata_of_refusals_are_documented() -> None:
    """No refusal carries a metadata key that the example in its documentation does not show."""
    for reason, keys in refusing_calls():
        shown = {key for text in _METADATA.findall(reasons()[reason]) for key in json.loads(text)}
        assert keys <= shown, reason


def test_refusals_go_out_with_the_documented_code() -> None:
    """The code that the service gives a refusal is the one that its documentation names."""
    for reason, text in REFUSALS.items():
        assert f"`{text.kind}`." in reasons()[reason], reason


def test_explanations_are_documented() -> None:
    """Every reason of an explanation stands in the contract with a comment, and the service gives no other."""
    comments = enum_comments("ExplanationReason")
    documented = {n.removeprefix("EXPLANATION_REASON_") for n, c in comments.items() if c.strip()}
    assert documented - {"UNSPECIFIED"} == {str(reason) for reason in TEXTS}
