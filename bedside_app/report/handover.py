"""The hand-over of a treatment day on one A4 page, tagged (PDF/UA-1): ISBAR, where *R* is the request.

Black on white, a verdict as sign and word: it needs no colour. What does not fit is left out with a count that says so;
identity, allergies, verdict, emergency rule and doses are never cut. DRAFT lies across it until it is signed.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Any, ClassVar, Final

from bedside_app.domain.summary import Summary
from bedside_app.foundation.errors import Fault, Refusal
from bedside_app.foundation.words import Language, say
from bedside_app.report.handover_paper import Cut, Paper
from bedside_app.report.handover_parts import PARTS
from bedside_app.report.page.signature import signature
from bedside_app.report.typesetter import Typesetter, content_of

__all__ = ["NothingToHandOver", "handover_pdf", "handover_png"]

_TEMPLATE: Final = "handover.typ"
_CUTS: Final = (
    Cut(scale=1.04, letters=240, cycles=6, checks=40, go=40, tests=8, lines=12),
    Cut(scale=0.98, letters=240, cycles=6, checks=40, go=40, tests=8, lines=12),
    Cut(scale=0.92, letters=240, cycles=6, checks=40, go=40, tests=8, lines=12),
    Cut(scale=0.88, letters=140, cycles=4, checks=40, go=40, tests=6, lines=8),
    Cut(scale=0.84, letters=110, cycles=4, checks=24, go=24, tests=6, lines=6),
    Cut(scale=0.84, letters=80, cycles=3, checks=18, go=12, tests=4, lines=4),
    Cut(scale=0.8, letters=60, cycles=2, checks=16, go=0, tests=3, lines=3),
    Cut(scale=0.7, letters=40, cycles=2, checks=10, go=0, tests=2, lines=2),
    Cut(scale=0.6, letters=40, cycles=1, checks=6, go=0, tests=2, lines=2),
)
"""From generous to short: reasons and routine go first, what is open and what holds go last."""


class NothingToHandOver(Refusal):
    """No regimen is active on the day of the summary."""

    code: ClassVar[str] = "handover.no-regimen"


def handover_pdf(summary: Summary, language: Language) -> bytes:
    """Return the page as PDF/UA-1, the same bytes for the same summary.

    Raises
    ------
    NothingToHandOver
        No regimen is active on the day of the summary.
    Fault
        The layout failed. The cause is not chained: it may quote what stands on the page.
    """
    typesetter = Typesetter(_TEMPLATE, summary.as_of)
    return typesetter.pdf(_fitting(typesetter, summary, language))


def handover_png(summary: Summary, language: Language, ppi: float = 144.0) -> bytes:
    """Return the page as a PNG picture of `ppi` dots per inch. Raises as `handover_pdf`."""
    typesetter = Typesetter(_TEMPLATE, summary.as_of)
    return typesetter.png(_fitting(typesetter, summary, language), ppi)[0]


def _fitting(typesetter: Typesetter, summary: Summary, language: Language) -> str:
    """Return the content by the most generous cut that fits on one page."""
    if summary.today is None:
        raise NothingToHandOver
    today = summary.today

    def content(cut: Cut) -> str:
        return content_of(_sheet(Paper(summary, today, language, cut)))

    def fits(cut: Cut) -> bool:
        return typesetter.end(content(cut)).pages == 1

    at = 0 if fits(_CUTS[0]) else bisect_left(range(len(_CUTS)), True, lo=1, key=lambda place: fits(_CUTS[place]))
    if at == len(_CUTS):
        raise Fault("the hand-over does not fit on one page, however short")
    return content(_CUTS[at])


def _sheet(paper: Paper) -> dict[str, Any]:
    """Return everything that the template sets."""
    summary, language = paper.summary, paper.language
    signed = signature(paper.page)
    return {
        "lang": language,
        "scale": paper.cut.scale,
        "title": paper.word("title"),
        "subtitle": paper.word("subtitle"),
        "draft": signed["draft"],
        "state_line": signed["draft_line"],
        "state_hint": signed["draft_hint"],
        "demonstration": say("report.page.demonstration", language) if summary.demonstration else "",
        "data_as_of": say("report.page.data-as-of", language, {"day": paper.day(summary.as_of)}),
        "newest": _newest(paper),
        "notice": paper.text(summary.notice),
        "versions": _versions(paper),
        "parts": {key: {side: paper.word(f"parts.{key}.{side}") for side in ("letter", "name")} for key in PARTS},
        **{key: part(paper) for key, part in PARTS.items()},
        "sign": {key.replace("-", "_"): paper.word(key) for key in ("given", "received", "read-back")},
    }


def _newest(paper: Paper) -> str:
    date = paper.summary.data_date
    if not date:
        return say("report.page.no-date", paper.language)
    return say("report.page.newest", paper.language, {"day": paper.day(date)})


def _versions(paper: Paper) -> str:
    """Return the versions of what the page rests on."""
    version = paper.today.limits_version
    file = paper.word("regimen-file", version=version) if version else ""
    return " · ".join(part for part in (file, paper.summary.program) if part)
