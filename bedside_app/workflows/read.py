"""Read the files of one patient and say what they state: every fact, and everything that was refused or set aside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bedside_app.foundation.progress import CancelFlag, Progress
from bedside_app.foundation.settings import Settings
from bedside_app.intake.gather import GatheredCase, gather

__all__ = ["read"]


def read(
    paths: Sequence[Path], *, settings: Settings, progress: Progress, cancel: CancelFlag | None = None
) -> GatheredCase:
    """Return the case as read, nothing computed.

    Raises
    ------
    Cancelled
        Somebody asked to stop.
    """
    return gather(paths, settings=settings, progress=progress, cancel=cancel)
