"""Conditions in words: what a clinician reads in place of an expression, and the same as plain FHIRPath for others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final, Literal

from bedside_app.dictionary.conditions import Span, parse
from bedside_app.dictionary.entries import Entry, FactDictionary
from bedside_app.dictionary.expression import (
    Among,
    Arithmetic,
    Bound,
    Comparison,
    Constant,
    Found,
    Known,
    Logic,
    Node,
    Not,
    Variable,
)
from bedside_app.domain.fact import FactId
from bedside_app.domain.moment import Moment
from bedside_app.foundation.words import Language, number, say

__all__ = ["fhirpath", "in_words", "refuted"]

_SIGNS: Final = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥", "+": "+", "-": "−", "*": "×", "/": "/"}
_Operator = Literal["=", "!=", "<", "<=", ">", ">="]
_REFUTED: Final[Mapping[str, _Operator]] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def in_words(text: str, dictionary: FactDictionary, language: Language) -> str:
    """Return a condition with the labels of the dictionary; a condition that the pathway defines keeps its name."""
    return _Words(dictionary, language).of(parse(text).root)


def refuted(text: str, dictionary: FactDictionary, language: Language) -> str:
    """Return in words what one comparison with a limit excludes: `QTcF < 450 ms` for `%qtcf >= 450`; else ""."""
    root = parse(text).root
    if not isinstance(root, Comparison) or root.operator not in _REFUTED:
        return ""
    return _Words(dictionary, language).of(replace(root, operator=_REFUTED[root.operator]))


class _Words:
    def __init__(self, dictionary: FactDictionary, language: Language) -> None:
        self._dictionary = dictionary
        self._language = language

    def of(self, node: Node, within: str = "") -> str:
        """Return one part in words; `within` is the operator around it, so that no parenthesis is missing."""
        match node:
            case Logic():
                joined = self._say(
                    node.operator, left=self.of(node.left, node.operator), right=self.of(node.right, node.operator)
                )
                return joined if within in ("", node.operator) and node.operator != "implies" else f"({joined})"
            case Not():
                return self._say("not", inner=self.of(node.operand))
            case Comparison() | Arithmetic():
                return self._pair(node)
            case Among():
                return self._among(node)
            case Found():
                entry = self._dictionary.entry(FactId(node.collection))
                item = entry.answer_label(node.item, self._language).replace("_", " ")
                return self._say("found", label=self._label(node.collection), item=item)
            case Known():
                return self._say("known", label=self._label(node.name))
            case Constant():
                return self._value(node.value, "")
            case Variable():
                return self._label(node.name)
        raise TypeError(node)

    def _say(self, code: str, **values: str) -> str:
        return say(f"therapy.words.{code}", self._language, values)

    def _pair(self, node: Comparison | Arithmetic) -> str:
        if isinstance(node, Arithmetic) and node.operator == "-" and _is_nothing(node.left):
            return f"−{self.of(node.right)}"
        named = node.left if isinstance(node.left, Variable) else node.right
        name = named.name if isinstance(named, Variable) else ""
        sides = [
            self._value(side.value, name if isinstance(node, Comparison) else "")
            if isinstance(side, Constant)
            else self.of(side)
            for side in (node.left, node.right)
        ]
        return f"{sides[0]} {_SIGNS[node.operator]} {sides[1]}"

    def _among(self, node: Among) -> str:
        name = node.operand.name if isinstance(node.operand, Variable) else ""
        values = ", ".join(self._value(choice.value, name) for choice in node.choices)
        return self._say("among", label=self.of(node.operand), values=values)

    def _label(self, name: str) -> str:
        if FactId(name) not in self._dictionary:
            return f"`{name}`"
        entry = self._dictionary.entry(FactId(name))
        label = entry.label[self._language]
        return label if entry.id == name else self._say("ever", label=label)

    def _value(self, value: Bound, name: str) -> str:
        entry = self._dictionary.entry(FactId(name)) if FactId(name) in self._dictionary else None
        if isinstance(value, bool):
            return self._say("true" if value else "false")
        if isinstance(value, Decimal):
            return self._number(value, entry)
        if isinstance(value, Moment | Span):
            return value.text if isinstance(value, Moment) else str(value)
        return entry.answer_label(value, self._language) if entry is not None else value

    def _number(self, value: Decimal, entry: Entry | None) -> str:
        written = number(float(value), self._language)
        if entry is None or entry.unit in ("", "1"):
            return entry.answer_label(int(value), self._language) if entry is not None and entry.answers else written
        return f"{written} {self._say('years') if entry.unit == 'a' else entry.unit}"


def _is_nothing(node: Node) -> bool:
    """Whether a part is the 0 that a negative number is written from."""
    return isinstance(node, Constant) and node.value == 0 and not isinstance(node.value, bool)


def fhirpath(text: str) -> str:
    """Return a condition as FHIRPath without notation of ours: `not(x)` as `(x).not()`. `found` and `known` stay."""
    return _standard(parse(text).root)


def _standard(node: Node) -> str:
    match node:
        case Logic() | Comparison() | Arithmetic():
            return f"{_inner(node.left)} {node.operator} {_inner(node.right)}"
        case Not():
            return f"({_standard(node.operand)}).not()"
        case Among():
            return f"{_inner(node.operand)} in ({' | '.join(_literal(choice.value) for choice in node.choices)})"
        case Found():
            return f"found(%{node.collection}, '{node.item}')"
        case Known():
            return f"known(%{node.name})"
        case Constant():
            return _literal(node.value)
        case Variable():
            return f"%{node.name}"
    raise TypeError(node)


def _inner(node: Node) -> str:
    plain = _standard(node)
    return f"({plain})" if isinstance(node, Logic | Comparison | Arithmetic | Among) else plain


def _literal(value: Bound) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Moment):
        return f"@{value.text}"
    return f"'{value}'" if isinstance(value, str) else f"{value}"
