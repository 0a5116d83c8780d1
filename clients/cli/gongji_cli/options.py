"""Options that several commands share, written once as a dataclass."""

import dataclasses
import functools
import inspect
from collections.abc import Callable
from typing import Any, get_type_hints


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """Lets a command take a dataclass of options as one parameter.

    Typer reads a command's signature and knows no groups of options. It is shown a flat one, in which the fields of
    each dataclass stand as parameters of their own; when the command runs they are put together again.
    """
    hints = get_type_hints(command, include_extras=True)
    groups = {name: hint for name, hint in hints.items() if isinstance(hint, type) and dataclasses.is_dataclass(hint)}

    @functools.wraps(command)
    def flat(**values: Any) -> None:
        for name, group in groups.items():
            values[name] = group(**{field.name: values.pop(field.name) for field in dataclasses.fields(group)})
        command(**values)

    parameters = []
    for name, parameter in inspect.signature(command).parameters.items():
        shown = [*inspect.signature(groups[name]).parameters.values()] if name in groups else [parameter]
        shown.sort(key=lambda p: p.default is not p.empty)
        of = get_type_hints(groups[name], include_extras=True) if name in groups else hints
        parameters += [p.replace(kind=p.KEYWORD_ONLY, annotation=of[p.name]) for p in shown]
    flat.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    flat.__annotations__ = {p.name: p.annotation for p in parameters}
    return flat
