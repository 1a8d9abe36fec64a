"""The summary as the documented JSON of `bedside assess` (`docs/assess.md`) and back, and its JSON Schema."""

from __future__ import annotations

import inspect
import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, ClassVar, Final, Union, get_args, get_origin, get_type_hints

from bedside_app.domain.plain import from_plain
from bedside_app.domain.summary import Summary
from bedside_app.foundation.errors import Refusal

__all__ = ["SCHEMA", "DocumentNotReadable", "document", "json_bytes", "schema", "summary_of"]

SCHEMA: Final = "bedside.assess/1"

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_SIMPLE: Final[Mapping[Any, str]] = {str: "string", int: "integer", float: "number", bool: "boolean"}


class DocumentNotReadable(Refusal):
    """The document was not written by this version or an older one; a part of it is never shown as the whole."""

    code: ClassVar[str] = "report.document-not-readable"


def document(summary: Summary) -> dict[str, Any]:
    """Return the document: every key, in the order of `domain.summary`; an absent value is null or empty."""
    return {"schema": SCHEMA, **_plain(summary)}


def json_bytes(summary: Summary) -> bytes:
    """Return the document as UTF-8 text that is the same for the same summary. NaN and infinity are refused."""
    text = json.dumps(document(summary), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8") + b"\n"


def summary_of(data: bytes) -> Summary:
    """Return the summary that `json_bytes` wrote: what was shown then, not what would be composed now.

    A field that a later version adds to `domain.summary` needs a default, or documents written before it are refused.

    Raises
    ------
    DocumentNotReadable
        It is no such document, or says something that this version does not know.
    """
    try:
        value = json.loads(data)
        if value.pop("schema") == SCHEMA:
            return from_plain(Summary, value)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DocumentNotReadable from error
    raise DocumentNotReadable


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the document, made from the types, so that the two cannot part.

    New keys may be added without a new number: no object forbids what it does not know.
    """
    definitions: dict[str, Any] = {}
    top = _object(Summary, definitions)
    top["properties"] = {"schema": {"const": SCHEMA}, **top["properties"]}
    top["required"] = ["schema", *top["required"]]
    return {
        "$schema": _DIALECT,
        "$id": f"urn:bedside:{SCHEMA.replace('/', ':')}",
        "title": "Composed summary of one case",
        **top,
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }


def _object(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {
        "type": "object",
        "description": " ".join((inspect.getdoc(kind) or "").split()),
        "properties": {field.name: _schema(hints[field.name], definitions) for field in fields(kind)},
        "required": [field.name for field in fields(kind)],
        "additionalProperties": True,
    }


def _schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(choice, definitions) for choice in arguments]}
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(arguments[1], definitions)}
    if hint is type(None):
        return {"type": "null"}
    if hasattr(hint, "__supertype__"):
        return _schema(hint.__supertype__, definitions)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if isinstance(hint, type) and is_dataclass(hint):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}
            definitions[hint.__name__] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return {"type": _SIMPLE[hint]}
