"""Write the one-page hand-over of a treatment day: a summary becomes a PDF file."""

from __future__ import annotations

from pathlib import Path

from bedside_app.domain.summary import Summary
from bedside_app.foundation.words import Language
from bedside_app.report.handover import handover_pdf
from bedside_app.report.whole_file import write_whole

__all__ = ["handover"]


def handover(summary: Summary, path: Path, language: Language) -> Path:
    """Write the hand-over of the summary's day to `path` and return it. The file appears whole or not at all.

    Raises
    ------
    NothingToHandOver
        No regimen is active on the day of the summary.
    CannotWrite, DiskFull
        The place can't be written; a file that stood there before is as it was.
    """
    return write_whole(path, handover_pdf(summary, language))
