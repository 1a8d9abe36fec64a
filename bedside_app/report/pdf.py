"""The summary on two A4 pages, tagged (PDF/UA-1), the same bytes for the same summary, and as pictures of its pages.

The template is ours; everything of the patient goes in as one JSON value and is only ever set as text. No system font,
no package and no network is used. What does not fit on two pages is cut with a line that says how much and where it
stands; what may never be cut (identity, flags, answer, doses) makes further pages instead.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

from bedside_app.domain.summary import Summary
from bedside_app.foundation.errors import Fault
from bedside_app.foundation.paths import resources_folder
from bedside_app.foundation.words import Language
from bedside_app.report.page.budget import LEVELS, Budget, budget, filled
from bedside_app.report.page.glyphs import coverage, showable
from bedside_app.report.page.lists import LISTS
from bedside_app.report.page.sheet import Page, sheet

__all__ = ["PAGES", "pdf_bytes", "png_pages"]

PAGES: Final = 2

_STANDARD: Final = "ua-1"
_LONGEST_WORD: Final = 24  # letters after which a word without a space may be broken, so that nothing leaves the page


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
    compiler = _Compiler(summary)
    return compiler.pdf(_fitting(compiler, summary, language, tall_man or {}))


def png_pages(
    summary: Summary, language: Language, tall_man: Mapping[str, str] | None = None, ppi: float = 144.0
) -> tuple[bytes, ...]:
    """Return each page as a PNG picture of `ppi` dots per inch. Raises as `pdf_bytes`."""
    compiler = _Compiler(summary)
    return compiler.png(_fitting(compiler, summary, language, tall_man or {}), ppi)


def _fitting(compiler: _Compiler, summary: Summary, language: Language, tall_man: Mapping[str, str]) -> str:
    """Return the content for the most generous budget that fits on two pages, the shortest where none does."""

    def content(allowed: Budget, *, spread: bool = False) -> str:
        page = Page(summary=summary, language=language, budget=allowed, tall_man=tall_man)
        whole = {**sheet(page, LISTS), "break_before_origin": spread}
        return json.dumps(_printable(whole), ensure_ascii=False, sort_keys=True)

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


def _printable(value: Any) -> Any:
    """Return the content with every text as the embedded font can show it, and long words breakable."""
    if isinstance(value, str):
        return _breakable(showable(value, coverage(_font_folder() / "Inter-Regular.ttf")))
    if isinstance(value, list):
        return [_printable(item) for item in value]
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    return value


def _breakable(text: str) -> str:
    if len(text) <= _LONGEST_WORD:
        return text
    return " ".join(_broken(word) for word in text.split(" "))


def _broken(word: str) -> str:
    """Put a zero-width space into a word that is longer than a column, never into a shorter one."""
    if len(word) <= _LONGEST_WORD:
        return word
    return "\u200b".join(word[at : at + _LONGEST_WORD] for at in range(0, len(word), _LONGEST_WORD))


def _font_folder() -> Path:
    return resources_folder() / "fonts" / "inter"


@dataclass(frozen=True, slots=True)
class _End:
    """How many pages the content takes, and how much of the last one is free."""

    pages: int
    free_mm: float


class _Compiler:
    """The typesetter with our template, our font and nothing else."""

    def __init__(self, summary: Summary) -> None:
        import typst  # 10 ms and 30 MB: only where a page is asked for

        self._error: type[Exception] = typst.TypstError
        folder = resources_folder() / "report"
        self._typst = typst.Compiler(
            input=str(folder / "summary.typ"),
            root=str(folder),
            font_paths=[str(_font_folder())],
            ignore_system_fonts=True,
        )
        self._day = datetime.fromisoformat(summary.as_of).replace(tzinfo=UTC)

    def end(self, content: str) -> _End:
        """Return where the content ends."""
        self._run("png", content, ppi=1.0)
        return _End(**json.loads(self._typst.query("<end>", field="value", one=True)))

    def pdf(self, content: str) -> bytes:
        """Return the content as PDF."""
        written: bytes = self._run("pdf", content, pdf_standards=[_STANDARD], timestamp=self._day)
        return written

    def png(self, content: str, ppi: float) -> tuple[bytes, ...]:
        """Return the content as one picture for each page."""
        pictures = self._run("png", content, ppi=ppi)
        return (pictures,) if isinstance(pictures, bytes) else tuple(pictures)

    def _run(self, form: Literal["pdf", "png"], content: str, **options: Any) -> Any:
        try:
            return self._typst.compile(format=form, sys_inputs={"sheet": content}, **options)
        except self._error as error:
            raise Fault(f"the page could not be laid out as {form}: {type(error).__name__}") from None
