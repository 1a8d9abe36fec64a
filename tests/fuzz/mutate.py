"""Mutations of bytes and of JSON values, reproducible from a seed."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any, Final

__all__ = ["mutated"]

_CHUNKS: Final = (
    b"\x00",
    b"\xff\xfe",
    b"|",
    b"^",
    b"~",
    b"\\",
    b"{",
    b"[",
    b'"',
    b"9" * 400,
    b"\r",
    b"\x1c\r",
    b"\x0b",
    b"MSH|^~\\&|",
    b"\xf0\x9f\x92\x8a",
)
_VALUES: Final[tuple[Any, ...]] = (
    None,
    True,
    -1,
    1e308,
    10**400,
    "",
    "x" * 5000,
    [],
    {},
    [[]],
    {"a": {}},
    "NaN",
    "\u202e",
    ["a", 1],
    "2026-99-99",
)


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """Return a mutation of one input: of its JSON value where it is JSON, four times of five, else of its bytes."""
    value = _json(seed) if chance.random() < 0.8 else None
    if value is not None:
        for _ in range(chance.randint(1, 4)):
            _mutate_value(value, chance)
        return json.dumps(value).encode()
    data = bytearray(seed)
    if seed[128:132] == b"DICM" and chance.random() < 0.8:  # a moved byte ends in the first length behind it
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(128, len(data))] = chance.choice((0, 1, 0x7F, 0xFF, chance.randrange(256)))
        return bytes(data)
    for _ in range(chance.randint(1, 8)):
        chance.choice(_BYTE_MUTATIONS)(data, chance)
    return bytes(data)


def _json(seed: bytes) -> Any:
    """Return the value of an input that is one JSON object or list, else None."""
    if seed.lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        return json.loads(seed)
    except ValueError:  # one of several lines
        return None


def _mutate_value(value: Any, chance: random.Random) -> None:
    """Replace, remove or move one random part of a JSON value, in place."""
    holder, parts = value, []
    while isinstance(holder, dict | list) and holder:
        key = chance.choice(list(holder)) if isinstance(holder, dict) else chance.randrange(len(holder))
        parts.append((holder, key))
        if chance.random() < 0.15:
            break
        holder = holder[key]
    if not parts:
        return
    holder, key = chance.choice(parts[-3:])
    what = chance.random()
    if what < 0.5:
        holder[key] = copy.deepcopy(chance.choice(_VALUES))
    elif what < 0.7:
        del holder[key]
    elif what < 0.85 and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
    elif isinstance(holder, dict):
        holder[chance.choice(("valueQuantity", "resourceType", "code", "subject", "extra"))] = copy.deepcopy(
            holder[key]
        )


def _flip(data: bytearray, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _cut(data: bytearray, chance: random.Random) -> None:
    if data:
        del data[chance.randrange(len(data)) :]


def _drop(data: bytearray, chance: random.Random) -> None:
    if data:
        start = chance.randrange(len(data))
        del data[start : start + chance.randint(1, 40)]


def _insert(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data) + 1)
    data[start:start] = chance.choice(_CHUNKS)


def _repeat(data: bytearray, chance: random.Random) -> None:
    if data:
        start = chance.randrange(len(data))
        piece = bytes(data[start : start + chance.randint(1, 200)])
        data[start:start] = piece * chance.randint(1, 20)


_BYTE_MUTATIONS: Final[tuple[Callable[[bytearray, random.Random], None], ...]] = (
    _flip,
    _flip,
    _flip,
    _cut,
    _drop,
    _insert,
    _repeat,
)
