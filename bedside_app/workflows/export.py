"""Write a composed summary to disk: case.json, the PDF of two pages, and its pages as PNG."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bedside_app.dictionary import entries
from bedside_app.domain.summary import Summary
from bedside_app.foundation.words import Language
from bedside_app.report.json_document import json_bytes
from bedside_app.report.pdf import pdf_bytes, png_pages
from bedside_app.report.whole_file import write_whole
from bedside_app.therapy import knowledge

__all__ = ["Wanted", "export"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Where each form should go; None is not wanted."""

    json: Path | None = None
    pdf: Path | None = None
    png: Path | None = None


def export(summary: Summary, wanted: Wanted, language: Language) -> tuple[Path, ...]:
    """Write the forms that are wanted and return their paths. Each file appears whole or not at all.

    Raises
    ------
    CannotWrite, DiskFull
        A place can't be written; files that stood there before are as they were.
    """
    written = []
    if wanted.json is not None:
        written.append(write_whole(wanted.json, json_bytes(summary)))
    if wanted.pdf is not None or wanted.png is not None:
        tall_man = knowledge.load(entries.load()).tall_man
        if wanted.pdf is not None:
            written.append(write_whole(wanted.pdf, pdf_bytes(summary, language, tall_man)))
        if wanted.png is not None:
            written += _write_pages(wanted.png, png_pages(summary, language, tall_man=tall_man))
    return tuple(written)


def _write_pages(path: Path, pages: tuple[bytes, ...]) -> list[Path]:
    """Write the first page under the path's own name, the others with their number."""
    names = [path, *(path.with_stem(f"{path.stem}-{number}") for number in range(2, len(pages) + 1))]
    return [write_whole(name, page) for name, page in zip(names, pages, strict=True)]
