"""The summary on two A4 pages, tagged (PDF/UA-1), the same bytes for the same summary, and as pictures of its pages.

The template is ours; everything of the patient goes in as one JSON value and is only ever set as text. No system font,
no package and no network is used. What does not fit on two pages is cut with a line that says how much and where it
stands; what may never be cut (identity, flags, answer, doses, what the signer decided) makes further pages instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bedside_app.domain.summary import Summary
from bedside_app.foundation.words import Language
from bedside_app.report.page.budget import LEVELS, Budget, budget, filled
from bedside_app.report.page.lists import LISTS
from bedside_app.report.page.sheet import Page, sheet
from bedside_app.report.page.signature import signature
from bedside_app.report.typesetter import Typesetter, content_of

__all__ = ["PAGES", "pdf_bytes", "png_pages"]

PAGES: Final = 2

_TEMPLATE: Final = "summary.typ"


def pdf_bytes(summary: Summary, language: Language, tall_man: Mapping[str, str] | None = None) -> bytes:
    """Return the two pages as PDF/UA-1.

    Parameters
    ----------
    summary
        The composed summary.
    language
        The language of the pages.
    tall_man
        Names of drugs, as written in that language, to their tall-man form (`docetaxel` to `DOCEtaxel`).

    Raises
    ------
    Fault
        The layout failed. The cause is not chained: it may quote what stands on the page.
    """
    compiler = Typesetter(_TEMPLATE, summary.as_of)
    return compiler.pdf(_fitting(compiler, summary, language, tall_man or {}))


def png_pages(
    summary: Summary, language: Language, tall_man: Mapping[str, str] | None = None, ppi: float = 144.0
) -> tuple[bytes, ...]:
    """Return each page as a PNG picture of `ppi` dots per inch. Raises as `pdf_bytes`."""
    compiler = Typesetter(_TEMPLATE, summary.as_of)
    return compiler.png(_fitting(compiler, summary, language, tall_man or {}), ppi)


def _fitting(compiler: Typesetter, summary: Summary, language: Language, tall_man: Mapping[str, str]) -> str:
    """Return the content for the most generous budget that fits on two pages, the shortest where none does."""

    def content(allowed: Budget, *, spread: bool = False) -> str:
        page = Page(summary=summary, language=language, budget=allowed, tall_man=tall_man)
        whole = {**sheet(page, LISTS), **signature(page), "break_before_origin": spread}
        return content_of(whole)

    whole = content(budget(0))
    end = compiler.end(whole)
    if end.pages <= PAGES:
        return whole if end.pages == PAGES else content(budget(0), spread=True)
    low, high, free_mm = 1, LEVELS - 1, 0.0
    while low < high:
        middle = (low + high) // 2
        end = compiler.end(content(budget(middle)))
        if end.pages <= PAGES:
            high, free_mm = middle, end.free_mm
        else:
            low = middle + 1
    fuller = content(filled(budget(high), free_mm))
    return fuller if compiler.end(fuller).pages <= PAGES else content(budget(high))
