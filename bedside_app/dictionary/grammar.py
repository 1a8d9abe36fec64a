"""How the text of a condition is read: tokens, precedence, and the place of what is not accepted."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar, Final, Literal, NamedTuple, cast

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
from bedside_app.domain.moment import Moment
from bedside_app.foundation.errors import Refusal

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "UnreadableCondition", "read"]

MAX_LENGTH: Final = 4000  # characters
MAX_DEPTH: Final = 100  # parts within parts
_MAX_NESTING: Final = 200  # levels of precedence within levels, nine for each parenthesis

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<variable>%[A-Za-z][A-Za-z0-9_]*)|(?P<number>\d{1,30}(?:\.\d{1,30})?)(?![\w.])|(?P<text>'[^'\\\n]*')"
    r"|@(?P<date>\d{4}(?:-\d\d(?:-\d\d)?)?)(?![\w:-])|(?P<word>[A-Za-z_]+)|(?P<sign>!=|<=|>=|\.not\(\)|[-+*/=<>()|,]))"
)
_LOOSE_TO_TIGHT: Final = (
    ("implies",),
    ("or",),
    ("and",),
    ("in",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "/"),
)


class UnreadableCondition(Refusal):
    """A condition uses something outside the accepted part of FHIRPath, or is too long or too deep."""

    code: ClassVar[str] = "conditions.unreadable"


def read(text: str) -> Node:
    """Return the parts of one expression.

    Raises
    ------
    UnreadableCondition
        With the position (from 1) and the text found there.
    """
    if len(text) > MAX_LENGTH:
        raise UnreadableCondition(text=text[:60], position=MAX_LENGTH, found="…")
    return _Parser(text).whole()


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


class _Parser:
    """Reads by precedence; each nested expression counts against `MAX_DEPTH`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = self._split()
        self._next = 0
        self._nesting = 0

    def whole(self) -> Node:
        """Return the one expression that the whole text is."""
        node = self._expression(0)
        if self._token.kind != "end":
            raise self._refusal(self._token)
        if _depth(node) > MAX_DEPTH:
            raise self._refusal(_Token("end", "…", MAX_DEPTH))
        return node

    def _split(self) -> list[_Token]:
        tokens: list[_Token] = []
        at, end = 0, len(self._text.rstrip())
        while at < end:
            match = _TOKEN.match(self._text, at)
            if match is None or match.lastgroup is None:
                rest = self._text[at:].lstrip()
                raise self._refusal(_Token("", rest[:20], len(self._text) - len(rest) + 1))
            tokens.append(_Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup) + 1))
            at = match.end()
        tokens.append(_Token("end", "", end + 1))
        return tokens

    def _refusal(self, token: _Token) -> UnreadableCondition:
        return UnreadableCondition(text=self._text[:200], position=token.at, found=token.text)

    @property
    def _token(self) -> _Token:
        return self._tokens[self._next]

    def _take(self, *texts: str, kind: str = "sign") -> _Token:
        token = self._token
        if token.kind != kind or (texts and token.text not in texts):
            raise self._refusal(token)
        self._next += 1
        return token

    def _at(self, *texts: str) -> bool:
        return self._token.kind in ("sign", "word") and self._token.text in texts

    def _expression(self, level: int) -> Node:
        self._nesting += 1
        if self._nesting > _MAX_NESTING:
            raise self._refusal(self._token)
        node = self._tight() if level == len(_LOOSE_TO_TIGHT) else self._chain(level)
        self._nesting -= 1
        return node

    def _chain(self, level: int) -> Node:
        left = self._expression(level + 1)
        while self._at(*_LOOSE_TO_TIGHT[level]):
            token = self._token
            self._next += 1
            if token.text == "in":
                left = Among(token.at, left, self._choices())
            else:
                left = _join(token, left, self._expression(level + 1))
        return left

    def _tight(self) -> Node:
        """Read a sign, or a term and what `.not()` makes of it."""
        if self._at("-"):
            token = self._take("-")
            return Arithmetic(token.at, "-", Constant(token.at, Decimal(0)), self._expression(len(_LOOSE_TO_TIGHT)))
        node = self._term()
        while self._at(".not()"):
            node = Not(self._take(".not()").at, node)
        return node

    def _term(self) -> Node:
        token = self._token
        if token.kind == "sign" and token.text == "(":
            self._next += 1
            node = self._expression(0)
            self._take(")")
            return node
        if token.kind == "word" and token.text in ("known", "found"):
            return self._function()
        if token.kind == "word" and token.text == "not":
            self._next += 1
            self._take("(")
            node = Not(token.at, self._expression(0))
            self._take(")")
            return node
        self._next += 1
        if token.kind == "variable":
            return Variable(token.at, token.text[1:])
        return Constant(token.at, self._literal(token))

    def _function(self) -> Node:
        token = self._take("known", "found", kind="word")
        self._take("(")
        name = self._take(kind="variable").text[1:]
        node: Node = Known(token.at, name)
        if token.text == "found":
            self._take(",")
            node = Found(token.at, name, self._take(kind="text").text[1:-1])
        self._take(")")
        return node

    def _choices(self) -> tuple[Constant, ...]:
        self._take("(")
        choices: list[Constant] = []
        while not choices or self._at("|"):
            if choices:
                self._take("|")
            token = self._token
            self._next += token.kind != "end"
            choices.append(Constant(token.at, self._literal(token)))
        self._take(")")
        return tuple(choices)

    def _literal(self, token: _Token) -> Bound:
        if token.kind == "number":
            return Decimal(token.text)
        if token.kind == "text":
            return token.text[1:-1]
        if token.kind == "word" and token.text in ("true", "false"):
            return token.text == "true"
        if token.kind == "date":
            try:
                return Moment(token.text)
            except ValueError as error:
                raise self._refusal(token) from error
        raise self._refusal(token)


def _join(token: _Token, left: Node, right: Node) -> Node:
    if token.text in ("and", "or", "implies"):
        return Logic(token.at, cast(Literal["and", "or", "implies"], token.text), left, right)
    if token.text in ("+", "-", "*", "/"):
        return Arithmetic(token.at, cast(Literal["+", "-", "*", "/"], token.text), left, right)
    return Comparison(token.at, cast(Literal["=", "!=", "<", "<=", ">", ">="], token.text), left, right)


def _depth(root: Node) -> int:
    deepest, waiting = 0, [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((part, depth + 1) for part in node.parts())
    return deepest
