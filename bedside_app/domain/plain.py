"""Frozen dataclasses to plain JSON values and back: the form in which facts cross a process border."""

from __future__ import annotations

import types
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from bedside_app.domain.moment import Moment

__all__ = ["from_plain", "to_plain"]

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Return `value` as dicts, lists, text, numbers, true, false and None. A field at its default is left out."""
    if isinstance(value, Moment):
        return value.text
    if is_dataclass(value) and not isinstance(value, type):
        items = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: to_plain(item) for field, item in items if not _is_default(field, item)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    return value


def _is_default(field: Field[Any], item: Any) -> bool:
    default = field.default_factory() if field.default_factory is not MISSING else field.default
    return default is not MISSING and type(item) is type(default) and bool(item == default)


def from_plain(kind: type[T], value: Any) -> T:
    """Return the `kind` that `to_plain` wrote.

    Raises
    ------
    ValueError, TypeError, KeyError
        `value` is not of that form; a worker that sends it has a fault.
    """
    result: T = _build(kind, value)
    return result


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _build(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        choices = [choice for choice in get_args(hint) if choice is not type(None)]
        return value if len(choices) > 1 else _build(choices[0], value)
    if origin is tuple:
        arguments = get_args(hint)
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return tuple(_build(arguments[0], item) for item in value)
        return tuple(_build(argument, item) for argument, item in zip(arguments, value, strict=True))
    if origin is dict:
        return {key: _build(get_args(hint)[1], item) for key, item in value.items()}
    if hint is Moment:
        return Moment(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if isinstance(hint, type) and is_dataclass(hint):
        hints = _hints(hint)
        unexpected = value.keys() - hints.keys()
        if unexpected:
            raise ValueError(f"{hint.__name__} has no {sorted(unexpected)}")
        return hint(**{name: _build(hints[name], item) for name, item in value.items()})
    return value
