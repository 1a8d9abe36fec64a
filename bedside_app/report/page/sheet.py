"""What stands on the two pages in one language: plain text and lists for the template, nothing left to decide there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bedside_app.domain.summary import (
    Change,
    ChangeKind,
    Flag,
    FlagKind,
    IdentityShown,
    IdentityState,
    ShownFact,
    Summary,
)
from bedside_app.foundation.words import Language, say
from bedside_app.report.page.budget import Budget, cut
from bedside_app.report.phrases import plain_day, unit_text
from bedside_app.report.tall_man import tall

__all__ = ["TUMOUR", "Page", "identity_block", "sheet"]

Row = dict[str, Any]

# The line under the name: what every reader looks for first of a tumour, where the record knows it.
TUMOUR: Final = (
    (("primary_site", "laterality"), ", "),
    (("histology",), ""),
    (("pt_category", "pn_category"), " "),
    (("t_category", "n_category", "m_category"), " "),
    (("stage_group",), ""),
    (("tumour_grade",), ""),
    (("er_status",), ""),
    (("pr_status",), ""),
    (("her2_status",), ""),
    (("ki67_percent",), ""),
)
_LABELLED: Final = frozenset({"er_status", "pr_status", "her2_status", "ki67_percent"})
_SIGNS: Final = {
    FlagKind.BLOCKED: ("■", "blocked"),
    FlagKind.HARD_STOP: ("■", "hard-stop"),
    FlagKind.NOT_CLEARED: ("?", "not-cleared"),
    FlagKind.CAUTION: ("▲", "caution"),
}
_ARROWS: Final = {"up": "↑", "down": "↓"}


@dataclass(frozen=True, kw_only=True)
class Page:
    """One summary on its way to paper: the language, the budget, and the drugs whose names look alike."""

    summary: Summary
    language: Language
    budget: Budget
    tall_man: Mapping[str, str] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)  # sources that stand beside a statement so far

    def word(self, key: str, **values: object) -> str:
        """Return a word or sentence of the page."""
        return say(f"report.page.{key}", self.language, values)

    def text(self, words: Mapping[str, str]) -> str:
        """Return words of the summary in the page's language."""
        return words.get(self.language, words.get("en", ""))

    def drug_text(self, words: Mapping[str, str]) -> str:
        """Return words with tall-man letters in the names of drugs that look alike."""
        return self.tall(self.text(words))

    def tall(self, text: str) -> str:
        """Return text with tall-man letters."""
        return tall(text, self.tall_man)

    def more(self, count: int, where: str) -> str:
        """Return the line that says how much is left out and where it stands, "" where nothing is."""
        return self.word("more", count=count, where=where) if count else ""

    @property
    def source_numbers(self) -> dict[str, int]:
        """The number of each source in the list at the end."""
        return {source.id: place for place, source in enumerate(self.summary.sources, start=1)}

    def marks(self, sources: Iterable[str]) -> str:
        """Return the numbers of some sources, as they follow a statement."""
        numbers = self.source_numbers
        known = {source for source in sources if source in numbers}
        self.cited.update(known)
        found = sorted(numbers[source] for source in known)
        return "".join(f" [{place}]" for place in found)


def sheet(page: Page, parts: Mapping[str, Callable[[Page], Any]]) -> Row:
    """Return everything that the template sets, `parts` giving the lists of the second half."""
    summary = page.summary
    return {
        "lang": page.language,
        "title": page.word("title"),
        "demonstration": page.word("demonstration") if summary.demonstration else "",
        "program": summary.program,
        "data_as_of": page.word("data-as-of", day=plain_day(summary.as_of, page.language)),
        "newest": _newest(page),
        "notice": page.text(summary.notice),
        "page_words": page.word("page", page="{page}", pages="{pages}"),
        "headings": {key: page.word(key) for key in _HEADINGS},
        "identity": identity_block(page),
        "running": _running(page),
        "flags": [_flag(page, flag) for flag in summary.flags if flag.kind is not FlagKind.BLOCKED],
        "answer": page.drug_text(summary.answer),
        "captions": _captions(page),
        "no_missing": page.word("no-missing" if summary.steps else "nothing-asked"),
        **{name: part(page) for name, part in parts.items()},
        "changes": _changes(page),
    }


_HEADINGS: Final = (
    "findings",
    "findings-hint",
    "changes",
    "changes-hint",
    "no-changes",
    "no-findings",
    "options",
    "options-hint",
    "option",
    "for",
    "against",
    "not-offered",
    "missing",
    "missing-hint",
    "no-options",
    "refused",
    "no-refused",
    "origin",
    "sources",
    "knowledge",
)


def _newest(page: Page) -> str:
    date = page.summary.data_date
    return page.word("newest", day=plain_day(date, page.language)) if date else page.word("no-date")


def _captions(page: Page) -> list[str]:
    if not page.summary.answers and page.summary.identity.state is not IdentityState.CONFLICT:
        return [say("report.answer.no-pathway-caption", page.language)]
    return [page.drug_text(answer.caption) for answer in page.summary.answers]


def identity_block(page: Page) -> Row:
    """Return who the patient is: name, rows of label and value, the tumours; both sides where the files disagree."""
    identity = page.summary.identity
    sides = [
        {"title": page.word("side", letter=chr(ord("A") + place)), **_person(page, side)}
        for place, side in enumerate(identity.sides)
    ]
    return {
        "conflict": page.word("conflict") if identity.state is IdentityState.CONFLICT else "",
        "sides": sides,
        **_person(page, identity),
        "rows": [] if sides else [*_person(page, identity)["rows"], *_case_rows(page)],
        "tumours": [] if sides else _tumours(page),
    }


def _person(page: Page, identity: IdentityShown) -> Row:
    rows = [[page.word("born"), _born(page, identity)], [page.word("sex"), _sex(page, identity)]]
    rows.append([page.word("identifier"), _identifiers(identity) or page.word("not-stated")])
    if identity.state is IdentityState.CONFLICT and identity.source:
        rows.append([page.word("source"), identity.source])
    return {"name": identity.name or page.word("anonymous"), "rows": rows}


def _identifiers(identity: IdentityShown) -> str:
    """Return the numbers; their issuers too where identities conflict, since these may be what differs."""
    conflict = identity.state is IdentityState.CONFLICT
    return ", ".join(
        f"{each.value} ({each.issuer})" if conflict and each.issuer else each.value for each in identity.identifiers
    )


def _born(page: Page, identity: IdentityShown) -> str:
    if not identity.birth_date:
        return page.word("not-stated")
    born = plain_day(identity.birth_date, page.language)
    return born if identity.age is None else f"{born}, {page.word('age', years=identity.age)}"


def _sex(page: Page, identity: IdentityShown) -> str:
    known = identity.sex if identity.sex in ("female", "male", "other", "unknown") else ""
    return say(f"report.sex.{known}", page.language)


def _case_rows(page: Page) -> list[list[str]]:
    """Return whether the sources agree, and allergies and medicines, which are always shown."""
    identity = page.summary.identity
    agreed = page.word("not-stated")
    if identity.state is IdentityState.AGREED:
        files = say(
            f"report.count.files.{'one' if identity.files == 1 else 'many'}", page.language, {"count": identity.files}
        )
        agreed = page.word("agreed", count=files) if identity.files > 1 else page.word("one-file")
    return [
        [page.word("identity"), agreed],
        [page.word("allergies"), _collection(page, "allergies", "none-known")],
        [page.word("medicines"), _collection(page, "medicines", "none-taken")],
    ]


def _collection(page: Page, fact_id: str, none: str) -> str:
    fact = next((fact for fact in page.summary.facts if fact.fact == fact_id), None)
    if fact is None or fact.unknown:
        return page.word("not-looked-for")
    return page.drug_text(fact.text) if fact.value else page.word(none)


def _tumours(page: Page) -> list[str]:
    lines: dict[str, list[str]] = {}
    by_id: dict[str, list[ShownFact]] = {}
    for fact in page.summary.facts:
        if fact.value is not None:
            by_id.setdefault(fact.fact, []).append(fact)
    for names, between in TUMOUR:
        for primary in dict.fromkeys(fact.primary for name in names for fact in by_id.get(name, ())):
            shown = [fact for name in names for fact in by_id.get(name, ()) if fact.primary == primary]
            lines.setdefault(primary, []).append(between.join(_tumour_text(page, fact) for fact in shown))
    return [line[:1].upper() + line[1:] for line in (" · ".join(parts) for parts in lines.values())]


def _tumour_text(page: Page, fact: ShownFact) -> str:
    label = f"{page.text(fact.label)} " if fact.fact in _LABELLED else ""
    return label + page.text(fact.text)


def _running(page: Page) -> Row:
    """Return the head of every further page: who, and as of when; both names where the files disagree."""
    identity = page.summary.identity
    if identity.state is IdentityState.CONFLICT:
        names = " / ".join(_one_line(page, side) for side in identity.sides)
        return {"name": page.word("conflict"), "line": names}
    return {"name": identity.name or page.word("anonymous"), "line": _one_line(page, identity, name=False)}


def _one_line(page: Page, identity: IdentityShown, *, name: bool = True) -> str:
    born = f"{page.word('born')} {_born(page, identity)}"
    parts = [identity.name or page.word("anonymous")] if name else []
    return " · ".join([*parts, born, _sex(page, identity), _identifiers(identity)]).rstrip(" ·")


def _flag(page: Page, flag: Flag) -> Row:
    sign, word = _SIGNS[flag.kind]
    return {
        "sign": sign,
        "word": page.word(word),
        "grave": flag.kind in (FlagKind.BLOCKED, FlagKind.HARD_STOP),
        "text": page.drug_text(flag.text) + page.marks(flag.sources),
        "action": page.text(flag.action),
    }


def _changes(page: Page) -> Row:
    shown, left = cut(page.summary.changes, page.budget.changes)
    return {"rows": [_change(page, change) for change in shown], "more": page.more(left, "changes")}


def _change(page: Page, change: Change) -> Row:
    signs: Mapping[ChangeKind, str] = {ChangeKind.WORSE: "▲", ChangeKind.BETTER: "✓", ChangeKind.CHANGED: "·"}
    return {
        "label": page.text(change.label),
        "earlier": _without_unit(page, change.earlier),
        "earlier_date": plain_day(change.earlier.date, page.language),
        "latest": page.text(change.latest.text),
        "latest_date": plain_day(change.latest.date, page.language),
        "arrow": _ARROWS[change.direction],
        "sign": signs[change.kind],
        "word": page.word(change.kind.value),
        "why": page.text(change.why),
    }


def _without_unit(page: Page, fact: ShownFact) -> str:
    """Return the earlier number alone: its unit stands once, with the latest."""
    text, unit = page.text(fact.text), unit_text(fact.unit, page.language)
    return text.removesuffix(unit).rstrip() if unit else text
