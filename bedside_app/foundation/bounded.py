"""YAML and JSON from outside, within bounds of size and depth: no alias bomb, no duplicate key, no surprise type."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Final, NoReturn

import yaml

from bedside_app.foundation.errors import Refusal

__all__ = ["MAX_BYTES", "MAX_DEPTH", "UnreadableJson", "UnreadableYaml", "json_value", "yaml_file", "yaml_value"]

MAX_BYTES: Final = 4 * 1024 * 1024
MAX_DEPTH: Final = 64

_YAML: Final = "tag:yaml.org,2002:"


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
        The file is too large, too deep, not UTF-8, uses an alias or a tag, repeats a key, or is no YAML.
    """
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    return yaml_value(data, name=path.name)


def yaml_value(data: bytes, *, name: str) -> Any:
    """As `yaml_file`, from bytes; `name` stands in the refusal."""
    if len(data) > MAX_BYTES:
        raise UnreadableYaml(file=name, line=0, why=f"larger than {MAX_BYTES} bytes")
    try:
        text = data.decode("utf-8")
        _refuse_aliases(text, name)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        raise UnreadableYaml(file=name, line=0, why="not UTF-8 text") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise UnreadableYaml(
            file=name, line=mark.line + 1 if mark else 0, why=str(getattr(error, "problem", error))
        ) from error
    return None if node is None else _plain(node, name)


def _refuse_aliases(text: str, name: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            raise UnreadableYaml(file=name, line=line, why="aliases (*name) are not accepted")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise UnreadableYaml(file=name, line=line, why=f"deeper than {MAX_DEPTH} levels")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _plain(node: yaml.Node, name: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in mapping:
                raise UnreadableYaml(file=name, line=key_node.start_mark.line + 1, why=f"the key {key!r} stands twice")
            mapping[key] = _plain(value_node, name)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, name) for item in node.value]
    return _scalar(node, name)


def _scalar(node: yaml.Node, name: str) -> Any:
    """Return numbers, true, false and null as such, everything else (dates, yes, no) as the text that was written."""
    text: str = node.value
    kind = node.tag.removeprefix(_YAML)
    if kind == "int" and text.lstrip("+-").isdigit():
        return int(text)
    if kind == "float":
        return float(text)
    if kind == "bool" and text in ("true", "false"):
        return text == "true"
    if kind == "null":
        return None
    if kind in ("str", "bool", "timestamp", "int", "value", "merge"):
        return text
    raise UnreadableYaml(file=name, line=node.start_mark.line + 1, why=f"the tag {node.tag} is not accepted")


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
        return json.loads(
            text, parse_float=parse_float, parse_constant=_no_constant, object_pairs_hook=_once_each
        )
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
