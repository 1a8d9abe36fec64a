"""Where the numbers of the pages come from: each value that stands on them with its file and date, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bedside_app.domain.fact import FactId
from bedside_app.domain.provenance import Provenance
from bedside_app.domain.summary import ShownFact
from bedside_app.report.page.budget import cut
from bedside_app.report.page.sheet import TUMOUR, Page, Row
from bedside_app.report.phrases import joined, plain_day

__all__ = ["origins"]

_ALWAYS: Final = (FactId("allergies"), FactId("medicines"))
_PATH: Final = re.compile(r"[\[\]./]")  # a path inside a document helps programs, not readers


def origins(page: Page) -> Row:
    """Return the values with their sources, the rest of them by file and date: no value of the page has no source."""
    used = _on_page(page)
    shown, left = cut(used, page.budget.facts)
    earlier = [change.earlier for change in page.summary.changes[: page.budget.changes]]
    rest = [*(used[len(shown) :] if left else ()), *earlier]
    return {"rows": [_origin(page, fact) for fact in shown], "files": _files(page, rest)}


def _on_page(page: Page) -> list[ShownFact]:
    """Return the recorded facts behind what the pages show: tumour, flags, changes, findings and doses."""
    summary = page.summary
    names = dict.fromkeys(FactId(name) for group, _ in TUMOUR for name in group)
    names.update(dict.fromkeys(_ALWAYS))
    names.update(dict.fromkeys(fact for flag in summary.flags for fact in flag.facts))
    names.update(dict.fromkeys(change.fact for change in summary.changes[: page.budget.changes]))
    names.update(dict.fromkeys(_behind(page)))
    known = {fact.fact for fact in summary.facts}
    facts = [fact for fact in summary.facts if fact.value is not None and fact.provenance]
    queue, wanted = [name for name in names if name in known], set[FactId]()
    while queue:
        name = queue.pop()
        if name not in wanted:
            wanted.add(name)
            queue += [on for fact in facts if fact.fact == name for origin in fact.provenance for on in origin.rests_on]
    return [fact for fact in facts if fact.fact in wanted]


def _behind(page: Page) -> Iterator[FactId]:
    for finding in page.summary.findings:
        if finding.value is not None:
            yield from (fact for origin in finding.provenance for fact in origin.rests_on)
    for option in page.summary.options:
        if option.suggested:
            yield from (fact for dose in option.dose for step in dose.adjustments for fact in step.facts)


def _files(page: Page, rest: Sequence[ShownFact]) -> str:
    """Return the files by number and name; with each, under its date, the values that have no row of their own."""
    parts = []
    for each in page.summary.files:
        days: dict[str, list[str]] = {}
        for fact in rest:
            for origin in fact.provenance[:1]:
                if origin.kind == "file" and origin.name == each.digest:
                    days.setdefault(fact.date, []).append(page.text(fact.label))
        told = [_of_day(page, day, dict.fromkeys(labels)) for day, labels in sorted(days.items(), reverse=True)]
        name = f"{_file_number(page, each.digest)}\u00a0{each.name} ({each.kind})"
        parts.append(": ".join([name, joined(told, page.language)]) if told else name)
    others = [_origin_text(page, fact.provenance[0]) for fact in rest if fact.provenance[0].kind == "person"]
    return " · ".join([*parts, *dict.fromkeys(others)])


def _of_day(page: Page, day: str, labels: dict[str, None]) -> str:
    names = ", ".join(labels)
    return f"{plain_day(day, page.language)} {names}" if day else names


def _file_number(page: Page, digest: str) -> str:
    """Return F and the place of a file in the list of files, "" for one that is not in it."""
    places = [each.digest for each in page.summary.files]
    return f"F{places.index(digest) + 1}" if digest in places else ""


def _origin(page: Page, fact: ShownFact) -> Row:
    when = plain_day(fact.date, page.language) if fact.date else ""
    where = _origin_text(page, fact.provenance[0])
    return {
        "label": page.text(fact.label),
        "value": page.drug_text(fact.text),
        "source": " · ".join(part for part in (when, where) if part),
    }


def _origin_text(page: Page, origin: Provenance) -> str:
    if origin.kind == "file":
        if origin.place == "identity":
            return page.word("from-identity")
        place = "" if _PATH.search(origin.place) else origin.place
        return " ".join(part for part in (_file_number(page, origin.name), place) if part)
    codes = {"pack": "computed", "rule": "by-rule", "person": "by-person"}
    return page.word(codes[origin.kind], name=origin.name, version=origin.version)
