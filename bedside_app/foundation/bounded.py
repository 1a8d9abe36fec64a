"""YAML and JSON from outside, within bounds of size and depth: no alias bomb, no duplicate key, no surprise type."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Final, NoReturn

import yaml

from bedside_app.foundation.errors import Refusal

__all__ = ["MAX_BYTES", "MAX_DEPTH", "UnreadableJson", "UnreadableYaml", "json_value", "yaml_file", "yaml_value"]

MAX_BYTES: Final = 4 * 1024 * 1024
MAX_DEPTH: Final = 64

_WORDS: Final[Mapping[str, Any]] = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL: Final = re.compile(r"[-+]?(?:[0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18})(?:[eE][-+]?[0-9]{1,3})?")


class UnreadableYaml(Refusal):
    """A YAML file of the program, the hospital or the user is not within the bounds or not well-formed."""

    code: ClassVar[str] = "foundation.unreadable-yaml"


class UnreadableJson(Refusal):
    """Bytes are not JSON within the bounds."""

    code: ClassVar[str] = "foundation.unreadable-json"


def yaml_file(path: Path) -> Any:
    """Return the plain value of one YAML file (mappings, lists, text, numbers, true and false).

    Raises
    ------
    UnreadableYaml
        The file may not be read, is too large, too deep, not UTF-8, uses an alias or a tag, repeats a key, or is no
        YAML.
    """
    if not path.is_file():  # opening a pipe would wait for ever
        raise UnreadableYaml(file=path.name, line=0, why="no such file, or not a plain one")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableYaml(file=path.name, line=0, why=error.strerror or "cannot be read") from error
    return yaml_value(data, name=path.name)


def yaml_value(data: bytes, *, name: str) -> Any:
    """As `yaml_file`, from bytes; `name` stands in the refusal."""
    if len(data) > MAX_BYTES:
        raise UnreadableYaml(file=name, line=0, why=f"larger than {MAX_BYTES} bytes")
    try:
        return _Composer(name).value(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UnreadableYaml(file=name, line=0, why="not UTF-8 text") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise UnreadableYaml(
            file=name, line=mark.line + 1 if mark else 0, why=str(getattr(error, "problem", error))
        ) from error


class _Composer:
    """Builds plain values from the parser's events in one pass, without recursion, refusing what is not plain."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[dict[str, Any] | list[Any]] = []
        self._keys: list[str | None] = []
        self._result: Any = None

    def value(self, text: str) -> Any:
        """Return the value of the only document, None where there is none."""
        documents = 0
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._begin(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._open.pop()
                self._keys.pop()
            elif isinstance(event, yaml.AliasEvent):
                raise self._refusal(event, "aliases (*name) are not accepted")
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._refusal(event, "more than one document")
        return self._result

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise self._refusal(event, f"deeper than {MAX_DEPTH} levels")
        if event.tag is not None:
            raise self._refusal(event, f"the tag {event.tag} is not accepted")
        collection: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._place(collection, event)
        self._open.append(collection)
        self._keys.append(None)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.tag is not None:
            raise self._refusal(event, f"the tag {event.tag} is not accepted")
        holder = self._open[-1] if self._open else None
        if isinstance(holder, dict) and self._keys[-1] is None:
            if event.value in holder:
                raise self._refusal(event, f"the key {event.value!r} stands twice")
            self._keys[-1] = event.value
        else:
            self._place(_plain(event.value) if event.implicit[0] else event.value, event)

    def _place(self, value: Any, event: yaml.Event) -> None:
        holder = self._open[-1] if self._open else None
        if holder is None:
            self._result = value
        elif isinstance(holder, list):
            holder.append(value)
        else:
            key = self._keys[-1]
            if key is None:
                raise self._refusal(event, "a key is a single word or text")
            holder[key] = value
            self._keys[-1] = None

    def _refusal(self, event: yaml.Event, why: str) -> UnreadableYaml:
        line = event.start_mark.line + 1 if event.start_mark else 0
        return UnreadableYaml(file=self._name, line=line, why=why)


def _plain(text: str) -> Any:
    """Return numbers, true, false and null as such, everything else (dates, yes, no) as the text that was written."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def json_value(data: bytes | str, *, name: str, parse_float: Callable[[str], Any] | None = None) -> Any:
    """Return the value of JSON text in UTF-8 (a byte order mark is allowed).

    `parse_float` makes what a number with a point or an exponent becomes, e.g. `Decimal` to keep how it was written.

    Raises
    ------
    UnreadableJson
        Not JSON, not UTF-8, nested too deep for the parser, NaN or infinity, or a key that stands twice.
    """
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        return json.loads(text, parse_float=parse_float, parse_constant=_no_constant, object_pairs_hook=_once_each)
    except UnicodeDecodeError as error:
        raise UnreadableJson(file=name, line=0, why="not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise UnreadableJson(file=name, line=error.lineno, why=error.msg) from error
    except RecursionError as error:
        raise UnreadableJson(file=name, line=0, why="nested too deep") from error
    except ValueError as error:
        raise UnreadableJson(file=name, line=0, why=str(error)) from error


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number")


def _once_each(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(k for k in keys if keys.count(k) > 1)!r} stands twice")
    return value
