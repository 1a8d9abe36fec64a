"""The typesetter with one of our templates, our font and nothing else: content goes in, pages come out.

A template is ours; everything of the patient goes in as one JSON value and is only ever set as text. No system font,
no package and no network is used.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

from bedside_app.foundation.errors import Fault
from bedside_app.foundation.paths import resources_folder
from bedside_app.report.page.glyphs import coverage, showable

__all__ = ["End", "Typesetter", "content_of"]

_STANDARD: Final = "ua-1"
_LONGEST_WORD: Final = 24  # letters after which a word without a space may be broken, so that nothing leaves the page


def content_of(sheet: Mapping[str, Any]) -> str:
    """Return what a page holds as the template takes it: every letter one that the embedded font can show."""
    return json.dumps(_printable(dict(sheet)), ensure_ascii=False, sort_keys=True)


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
class End:
    """How many pages the content takes, and how much of the last one is free."""

    pages: int
    free_mm: float


class Typesetter:
    """Sets pages by one template of `resources/report`, dated with the day of the case.

    Raises
    ------
    Fault
        The layout failed. The cause is not chained: it may quote what stands on the page.
    """

    def __init__(self, template: str, as_of: str) -> None:
        import typst  # 10 ms and 30 MB: only where a page is asked for

        self._error: type[Exception] = typst.TypstError
        folder = resources_folder() / "report"
        self._typst = typst.Compiler(
            input=str(folder / template),
            root=str(folder),
            font_paths=[str(_font_folder())],
            ignore_system_fonts=True,
        )
        self._day = datetime.fromisoformat(as_of).replace(tzinfo=UTC)

    def end(self, content: str) -> End:
        """Return where the content ends."""
        self._run("png", content, ppi=1.0)
        return End(**json.loads(self._typst.query("<end>", field="value", one=True)))

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
