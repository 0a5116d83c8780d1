"""The digest of a policy version: what its rules decide, and nothing else of the file."""

from enum import Enum
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import NODEFAULT, Struct

from service.domain.policy import RULE_SECTIONS, Policy

NOT_COVERED = ("name_zh", "name_en", "in_force_source", "in_force_note", "in_force_until", "rules_from")


def digest(policy: Policy) -> str:
    """SHA-256, in hex, of the header and of the values of the rules.

    Not covered: examples, names, sources and notes, which decide nothing, and `in_force_until`: closing a version
    when the next one comes must not make it another. Of rules that were taken from another file the values count, not
    where they came from. Rules that have their default value are left out, and so are fields of a rule: a rule that
    the format learns later, with a default, changes no digest.
    """
    header = canonical(policy.policy)
    for key in NOT_COVERED:
        header.pop(key, None)
    defaults = default_values()
    rules = {
        key: canonical(rule.value) for key, rule in policy.rules() if key not in defaults or rule.value != defaults[key]
    }
    content = {"policy": header, "rules": rules}
    return sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def default_values() -> dict[str, Any]:
    """The value of each rule that a file may leave out, by its key."""
    sections = {f.name: f.type for f in msgspec.structs.fields(Policy) if f.name in RULE_SECTIONS}
    return {
        f"{section}.{f.name}": f.default_factory().value
        for section, kind in sections.items()
        for f in msgspec.structs.fields(kind)
        if f.default_factory is not NODEFAULT
    }


def canonical(value: Any) -> Any:
    """A value as plain data, without the fields that have their default."""
    if isinstance(value, Struct):
        return {
            f.name: canonical(held)
            for f in msgspec.structs.fields(value)
            if (held := getattr(value, f.name)) != _default(f)
        }
    if isinstance(value, dict):
        return {str(canonical(k)): canonical(v) for k, v in value.items()}
    if isinstance(value, tuple):
        return [canonical(v) for v in value]
    return value.value if isinstance(value, Enum) else msgspec.to_builtins(value)


def _default(field: msgspec.structs.FieldInfo) -> Any:
    return field.default if field.default_factory is NODEFAULT else field.default_factory()
