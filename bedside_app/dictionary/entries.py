"""The fact dictionary: `resources/facts/*.yaml`, with what the IT folder and the user's folder add."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, ClassVar, Final, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bedside_app.domain.fact import FactId
from bedside_app.domain.record import Refused
from bedside_app.foundation.bounded import UnreadableYaml, yaml_file
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.paths import search_folders

__all__ = [
    "MEDICINES",
    "MEDICINES_EVER",
    "Answer",
    "Code",
    "Coding",
    "CtcaeRule",
    "Derivation",
    "Elapsed",
    "Entry",
    "FactDictionary",
    "Item",
    "Kind",
    "LimitOf",
    "UnfitDictionary",
    "UnknownFact",
    "fold",
    "load",
]

MEDICINES: Final = FactId("medicines")
MEDICINES_EVER: Final = FactId("medicines_ever")
SAME_ENTRY: Final = {MEDICINES_EVER: MEDICINES}  # what was ever given has the items of what is taken

Coding = tuple[str, str]  # short name of the system, code
Kind = Literal["quantity", "coded", "boolean", "date", "text", "collection", "event"]
Words = dict[Literal["en", "fr"], str]


class UnfitDictionary(Refusal):
    """A dictionary file does not keep to the schema, or adds what it may not."""

    code: ClassVar[str] = "dictionary.unfit-dictionary"


class UnknownFact(Refusal):
    """A pack, pathway or command names a fact that the dictionary does not have."""

    code: ClassVar[str] = "dictionary.unknown-fact"


def fold(text: str) -> str:
    """Return text as names are compared: case and runs of white space do not count."""
    return " ".join(text.split()).casefold()


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Code(_Strict):
    """A code of a concept; with `prefix`, also every code that it begins (`C50` for `C50.411`)."""

    system: str
    code: str
    prefix: bool = False


class Answer(_Strict):
    """One value of a coded fact (or a graded quantity): how it is shown and how it is recognised.

    An answer that `narrows` another says the same more precisely: a code for T1 beside the text `pT1c` means T1c.
    """

    value: str | int | float
    label: Words
    codes: tuple[Code, ...] = ()
    names: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    narrows: str | int | float | None = None

    @cached_property
    def folded_names(self) -> frozenset[str]:
        """The whole texts that mean this answer."""
        return frozenset(fold(name) for name in (*self.names, *self.label.values()))

    def matches_text(self, folded: str) -> bool:
        """Whether a whole text means this answer."""
        return folded in self.folded_names or any(form.fullmatch(folded) for form in self.forms)

    @cached_property
    def forms(self) -> tuple[re.Pattern[str], ...]:
        """The patterns, each of which must match a whole text."""
        return tuple(re.compile(pattern) for pattern in self.patterns)


class Item(Answer):
    """One thing that a collection can hold; `groups` are the classes that conditions may ask for."""

    value: str
    groups: tuple[str, ...] = ()


class NoneOf(_Strict):
    """How a source says that everything of a collection was looked for and nothing found."""

    codes: tuple[Code, ...] = ()
    names: tuple[str, ...] = ()


class Derivation(_Strict):
    """A value that follows from other facts: a literal, or `=` and an expression, when a condition is true."""

    value: str | int | float | bool
    when: str
    source: str


class LimitOf(_Strict):
    """The end of the laboratory's own range, as it stands with the current value of another fact."""

    fact: str
    end: Literal["low", "high"]


class Elapsed(_Strict):
    """The time between two days: from a date to another, or to the day of the assessment where `until` is empty."""

    since: str
    until: str = ""


class CtcaeGrade(_Strict):
    """One grade: a condition over %value, %lln, %uln and %baseline."""

    grade: int = Field(ge=1, le=5)
    when: str


class CtcaeRule(_Strict):
    """The CTCAE v5 rule of a laboratory value."""

    term: str
    grades: tuple[CtcaeGrade, ...]


class Entry(_Strict):
    """One fact of the dictionary. `docs/architecture.md` explains each key."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Words
    kind: Kind
    about: Literal["patient", "primary"]
    unit: str = ""
    decimals: int | None = None
    plausible: tuple[float, float] | None = None
    reference: tuple[float | None, float | None] | None = None
    conversions: dict[str, float] = {}
    current_for: int | None = Field(default=None, gt=0)
    specimens: Literal["conflict", "surgery_first"] = "conflict"
    codes: tuple[Code, ...] = ()
    names: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    items: tuple[Item, ...] = ()
    none: NoneOf | None = None
    derived: tuple[Derivation, ...] = ()
    limit_of: LimitOf | None = None
    elapsed: Elapsed | None = None
    ctcae: CtcaeRule | None = None
    source: str = ""
    origin: str = "built-in"

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if set(self.label) != {"en", "fr"}:
            raise ValueError("a label needs en and fr")
        if self.kind == "quantity" and (not self.unit or self.plausible is None):
            raise ValueError("a quantity needs a unit and a plausible range")
        if self.kind != "quantity" and self.unit:
            raise ValueError("only a quantity has a unit")
        if self.kind == "coded" and not self.answers:
            raise ValueError("a coded fact needs answers")
        if self.limit_of is not None and self.kind != "quantity":
            raise ValueError("only a quantity is the limit of another")
        if self.elapsed is not None and self.unit not in ("a", "mo"):
            raise ValueError("elapsed time is a quantity in years (a) or months (mo)")
        if (self.kind == "collection") != bool(self.items):
            raise ValueError("a collection, and nothing else, has items")
        return self

    @property
    def fact_id(self) -> FactId:
        """The id as facts carry it."""
        return FactId(self.id)

    def answer(self, codings: Iterable[Coding], text: str = "") -> str | int | float | None:
        """Return the answer that codes or a whole text mean; None when none, or more than one, is meant."""
        found = _one(self.answers, codings, text)
        return None if found is None else found.value

    def answer_label(self, value: object, language: Literal["en", "fr"]) -> str:
        """Return how a value is shown; the value itself where it has no label of its own."""
        for answer in (*self.answers, *self.items):
            if answer.value == value:
                return answer.label[language]
        return str(value)

    def item(self, codings: Iterable[Coding], text: str = "") -> Item | None:
        """Return the item of a collection that codes or a whole text mean, or None."""
        return _one(self.items, codings, text)

    def says_none(self, codings: Iterable[Coding], text: str = "") -> bool:
        """Whether a source says with this that everything was looked for and nothing found."""
        if self.none is None:
            return False
        codes = {(code.system, code.code) for code in self.none.codes}
        return any(coding in codes for coding in codings) or fold(text) in {fold(name) for name in self.none.names}

    def members(self, name: str) -> frozenset[str]:
        """Return the items that `name`, an item or a group of the collection, stands for."""
        return self._members.get(name, frozenset())

    @cached_property
    def _members(self) -> Mapping[str, frozenset[str]]:
        members: dict[str, set[str]] = {}
        for item in self.items:
            for name in (item.value, *item.groups):
                members.setdefault(name, set()).add(item.value)
        return {name: frozenset(values) for name, values in members.items()}


Found = TypeVar("Found", bound=Answer)


def _one(choices: Sequence[Found], codings: Iterable[Coding], text: str) -> Found | None:
    by_code = [found for coding in codings if (found := _by_coding(choices, coding)) is not None]
    if any(found != by_code[0] for found in by_code):
        return None
    meant = by_code[0] if by_code else None
    folded = fold(text)
    candidates = choices if meant is None else [choice for choice in choices if choice.narrows == meant.value]
    by_text = [choice for choice in candidates if folded and choice.matches_text(folded)]
    return by_text[0] if len(by_text) == 1 else meant


def _by_coding(choices: Sequence[Found], coding: Coding) -> Found | None:
    """Return the choice whose code is `coding`, or whose prefix begins it: the longest wins."""
    system, code = coding
    best: tuple[int, Found] | None = None
    for choice in choices:
        for candidate in choice.codes:
            if candidate.system != system:
                continue
            if candidate.code == code:
                return choice
            longer = best is None or len(candidate.code) > best[0]
            if candidate.prefix and code.startswith(candidate.code) and longer:
                best = (len(candidate.code), choice)
    return None if best is None else best[1]


class FactDictionary:
    """All entries, and the ways to find one: by id, by code, by the whole text of a name."""

    def __init__(self, entries: Iterable[Entry], refused: tuple[Refused, ...] = ()) -> None:
        """`refused` are files of IT or the user that were set aside, each with its sentence."""
        self.entries: Mapping[FactId, Entry] = {entry.fact_id: entry for entry in entries}
        self.refused = refused

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def __contains__(self, fact_id: object) -> bool:
        return fact_id in self.entries or fact_id in SAME_ENTRY

    def entry(self, fact_id: FactId) -> Entry:
        """Return one entry.

        Raises
        ------
        UnknownFact
            The dictionary has no such fact.
        """
        try:
            return self.entries[SAME_ENTRY.get(fact_id, fact_id)]
        except KeyError as error:
            raise UnknownFact(fact=str(fact_id)) from error

    def by_code(self, system: str, code: str) -> Entry | None:
        """Return the entry that a code means: exact first, then the longest prefix."""
        exact = self._by_code.get((system, code))
        if exact is not None:
            return exact
        for length in range(len(code) - 1, 0, -1):
            entry = self._by_prefix.get((system, code[:length]))
            if entry is not None:
                return entry
        return None

    def by_name(self, text: str) -> Entry | None:
        """Return the entry that a whole text names, where exactly one does."""
        return self._by_name.get(fold(text))

    @cached_property
    def _by_code(self) -> Mapping[Coding, Entry]:
        return {(code.system, code.code): entry for entry in self for code in entry.codes}

    @cached_property
    def _by_prefix(self) -> Mapping[Coding, Entry]:
        return {(code.system, code.code): entry for entry in self for code in entry.codes if code.prefix}

    @cached_property
    def _by_name(self) -> Mapping[str, Entry]:
        names: dict[str, Entry | None] = {}
        for entry in self:
            for name in {fold(text) for text in (*entry.names, *entry.label.values())}:
                names[name] = None if name in names else entry
        return {name: entry for name, entry in names.items() if entry is not None}


@cache
def load() -> FactDictionary:
    """Return the dictionary of this installation: built-in entries, then what IT and the user add.

    A file of IT or the user that can't be used is set aside as a whole, and told in `refused`.

    Raises
    ------
    UnfitDictionary, UnreadableYaml
        A built-in file is wrong.
    """
    entries: dict[str, Entry] = {}
    refused: list[Refused] = []
    for origin, folder in search_folders("facts"):
        for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
            try:
                entries = _with_file(entries, path, origin)
            except (UnfitDictionary, UnreadableYaml) as refusal:
                if origin == "built-in":
                    raise
                refused.append(Refused(code=refusal.code, values=dict(refusal.values), source=path.name))
    return FactDictionary(entries.values(), tuple(refused))


def _with_file(entries: Mapping[str, Entry], path: Path, origin: str) -> dict[str, Entry]:
    """Return the entries with those of one more file.

    Raises
    ------
    UnfitDictionary
        It breaks the schema, an id or code stands twice, or a user's entry would replace another.
    UnreadableYaml
    """
    joined = dict(entries)
    for entry in _file_entries(path, origin):
        known = joined.get(entry.id)
        if known is not None and origin in (known.origin, "user"):
            raise UnfitDictionary(file=path.name, entry=entry.id, why="this id stands already")
        joined[entry.id] = entry
    _refuse_shared_codes(joined.values(), path.name)
    return joined


def _file_entries(path: Path, origin: str) -> Iterator[Entry]:
    content: Any = yaml_file(path)
    if not isinstance(content, list):
        raise UnfitDictionary(file=path.name, entry="", why="a list of entries is expected")
    for raw in content:
        name = raw.get("id", "?") if isinstance(raw, dict) else "?"
        if not isinstance(raw, dict) or "origin" in raw:
            raise UnfitDictionary(file=path.name, entry=str(name), why="an entry is a mapping, without origin")
        try:
            yield Entry.model_validate({**raw, "origin": origin})
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise UnfitDictionary(file=path.name, entry=str(name), why=f"{where}: {first['msg']}") from error


def _refuse_shared_codes(entries: Iterable[Entry], file: str) -> None:
    owners: dict[Coding, str] = {}
    for entry in entries:
        for code in entry.codes:
            other = owners.setdefault((code.system, code.code), entry.id)
            if other != entry.id:
                raise UnfitDictionary(file=file, entry=entry.id, why=f"{code.system} {code.code} also means {other}")
