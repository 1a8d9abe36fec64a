"""The pages of a document as pictures, fine enough for paper."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from bedside_app.dictionary import entries
from bedside_app.domain.summary import Summary
from bedside_app.foundation.words import Language
from bedside_app.report.handover import handover_png
from bedside_app.report.pdf import png_pages
from bedside_app.therapy import knowledge

__all__ = ["Paper", "pages"]

PPI: Final = 300.0


class Paper(StrEnum):
    """What is printed."""

    SUMMARY = "summary"
    HANDOVER = "handover"


def pages(summary: Summary, paper: Paper, language: Language) -> tuple[bytes, ...]:
    """Return the A4 pages of a document as PNG; identity, data date and DRAFT until signed stand on each.

    Raises
    ------
    NothingToHandOver
        No regimen is active on the day of the summary.
    """
    if paper is Paper.HANDOVER:
        return (handover_png(summary, language, PPI),)
    return png_pages(summary, language, knowledge.load(entries.load()).tall_man, PPI)
