"""What a section of the rail has to be, and which there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["SECTIONS", "Section", "widget_of"]


class Section(Protocol):
    """A widget that shows one side of a case and asks for sources, other sections, and values to enter."""

    source_wanted: SignalInstance
    section_wanted: SignalInstance
    fact_wanted: SignalInstance

    def show_case(self, case: CaseShown, *, low: bool = False, wide: bool = False) -> None:
        """Show the case; `low` in a window under 740 px, `wide` from 1600 px."""
        ...


def _today() -> Section:
    from bedside_app.ui.patient.today import TodaySection

    return TodaySection()


def _summary() -> Section:
    from bedside_app.ui.patient.summary import SummarySection

    return SummarySection()


def _images() -> Section:
    from bedside_app.ui.patient.images.section import ImagesSection

    return ImagesSection()


def _labs() -> Section:
    from bedside_app.ui.patient.labs import LabsSection

    return LabsSection()


def _findings() -> Section:
    from bedside_app.ui.patient.findings import FindingsSection

    return FindingsSection()


def _therapy() -> Section:
    from bedside_app.ui.patient.therapy import TherapySection

    return TherapySection()


def _missing() -> Section:
    from bedside_app.ui.patient.missing import MissingSection

    return MissingSection()


def _sign() -> Section:
    from bedside_app.ui.patient.review import ReviewSection

    return ReviewSection()


SECTIONS: Final[Mapping[str, Callable[[], Section]]] = {
    "today": _today,
    "summary": _summary,
    "images": _images,
    "labs": _labs,
    "findings": _findings,
    "therapy": _therapy,
    "missing": _missing,
    "sign": _sign,
}


def widget_of(section: Section) -> QWidget:
    """Return the section as the widget that it is.

    Raises
    ------
    TypeError
        It is none: a fault of ours.
    """
    if not isinstance(section, QWidget):
        raise TypeError(type(section).__name__)
    return section
