"""What is wrong with a file of rules: which file, which key, and what would be right."""

import copy
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct, inspect

_AT = re.compile(r"^(?P<problem>.*?)(?: - at (?P<of_key>`key` in )?`\$?(?P<key>[^`]*)`)?$", re.DOTALL)
_FIELD = re.compile(r"^Object (?P<what>contains unknown|missing required) field `(?P<field>[^`]*)`$")
_STEP = re.compile(r"\.(?P<name>[^.\[]+)|\[(?P<index>\d+|\.\.\.)\]")
_SOME_KEY = "[...]"
"""How msgspec writes a key of a table whose keys are not fixed."""

Found = Iterator[tuple[str, str]]
"""What a check finds: key and problem."""


class PolicyFileError(Struct, frozen=True):
    """One wrong place in one file; `key` is empty where the file as a whole is meant."""

    file: str
    key: str
    problem: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.key, self.problem) if part)


class PolicyFilesError(Exception):
    """The files can't be used. It names every wrong place that was found, not only the first."""

    def __init__(self, errors: list[PolicyFileError]) -> None:
        super().__init__("\n".join(str(e) for e in errors))
        self.errors = tuple(errors)


def from_validation(file: str, raw: Any, kind: Any, error: msgspec.ValidationError) -> PolicyFileError:
    """Why `raw` is no `kind`, made to point at the key and to say what would be right."""
    found = _AT.match(str(error))
    assert found is not None, "every text has this form"
    problem, path = found["problem"], _with_names(found["key"] or "", raw, kind, str(error))
    key = path.removeprefix(".")
    if field := _FIELD.match(problem):
        key = f"{key}.{field['field']}" if key else field["field"]
        if field["what"].startswith("missing"):
            return PolicyFileError(file, key, "is missing, and has to be given")
        return PolicyFileError(file, key, f"is unknown to the format; known here: {_known(kind, path)}")
    if problem.startswith("Invalid enum value"):
        asked = problem.removeprefix("Invalid enum value ")
        return PolicyFileError(file, key, f"is {asked}, has to be one of {_words(kind, path, bool(found['of_key']))}")
    if problem.startswith("Expected `object`"):
        return PolicyFileError(file, key, f"has to be a table with {_known(kind, path)}")
    return PolicyFileError(file, key, problem[:1].lower() + problem[1:])


def _with_names(path: str, raw: Any, kind: Any, message: str) -> str:
    """The path with the keys that msgspec leaves out: the one is meant that alone gives the same error."""
    while _SOME_KEY in path:
        head, _, tail = path.partition(_SOME_KEY)
        table = _at(raw, head)
        names = table if isinstance(table, dict) else {}
        wrong = next((n for n in names if _message(_only(raw, head, n), kind) == message), None)
        if wrong is None:
            break
        path = f"{head}.{wrong}{tail}"
    return path


def _at(raw: Any, path: str) -> Any:
    for step in _STEP.finditer(path):
        raw = raw[step["name"]] if step["name"] else raw[int(step["index"])]
    return raw


def _only(raw: Any, path: str, name: str) -> Any:
    """The same with only one key in the table at a path."""
    reduced = copy.deepcopy(raw)
    table = _at(reduced, path)
    for other in [key for key in table if key != name]:
        del table[other]
    return reduced


def _message(raw: Any, kind: Any) -> str:
    try:
        msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        return str(error)
    return ""


def _known(kind: Any, path: str) -> str:
    struct = next((t for t in _types_at(kind, path) if isinstance(t, inspect.StructType)), None)
    return ", ".join(f.encode_name for f in struct.fields) if struct else "keys"


def _words(kind: Any, path: str, of_key: bool) -> str:
    types = _types_at(kind, path)
    if of_key:
        types = [t.key_type for t in types if isinstance(t, inspect.DictType)]
    return ", ".join(str(e.value) for t in types if isinstance(t, inspect.EnumType) for e in t.cls)


def _types_at(kind: Any, path: str) -> list[inspect.Type]:
    """The types that may stand at a path: unions make it more than one."""
    types = _alternatives(inspect.type_info(kind))
    for step in _STEP.finditer(path):
        types = [a for t in types for inner in _inside(t, step["name"]) for a in _alternatives(inner)]
    return types


def _inside(kind: inspect.Type, name: str | None) -> list[inspect.Type]:
    if isinstance(kind, inspect.DictType):
        return [kind.value_type]
    if isinstance(kind, inspect.StructType):
        return [f.type for f in kind.fields if f.encode_name == name]
    return [kind.item_type] if isinstance(kind, inspect.VarTupleType | inspect.ListType) else []


def _alternatives(kind: inspect.Type) -> list[inspect.Type]:
    return list(kind.types) if isinstance(kind, inspect.UnionType) else [kind]
