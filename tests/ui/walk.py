"""A walk over every section and page of a case, as it stands on screen: what the tests of clipped text go through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QWidget

from bedside_app.dictionary.entries import load
from bedside_app.domain.record import PatientRecord
from bedside_app.domain.summary import IdentityShown, IdentityState, ShownIdentifier, Summary
from bedside_app.foundation.progress import Silent
from bedside_app.foundation.settings import Settings
from bedside_app.ui.components.basics import Segments
from bedside_app.ui.components.basics.text import FactSpot
from bedside_app.ui.components.frame import SourceDock, SourcePopover
from bedside_app.ui.patient.frame import PatientFrame
from bedside_app.ui.viewmodels.shown import CaseShown
from bedside_app.workflows.assess import assess
from tests.acceptance.patient_a import AS_OF
from tests.ui.clipping import clipped_texts

__all__ = ["CASES", "SIZES", "assessed", "pages", "walked"]

W = TypeVar("W", bound=QWidget)
DEMO = Path(__file__).resolve().parents[2] / "resources/demo"
SIZES = ((1366, 690), (1366, 768), (1920, 1080))
_ROWS = 2  # of a list: the others are of the same make


def assessed(patient: str) -> CaseShown:
    """Return a demonstration patient, assessed on the demonstration's day, in English."""
    made = assess([DEMO / patient], as_of=AS_OF, settings=Settings(), progress=Silent())
    record = made.gathered.record
    assert isinstance(record, PatientRecord)
    return CaseShown(current=made.summary, record=record, dictionary=load(), language="en")


def _with(case: CaseShown, **changes: object) -> CaseShown:
    current: Summary = replace(case.current, **changes)  # type: ignore[arg-type]
    return replace(case, current=current)


def without_pathway(case: CaseShown) -> CaseShown:
    """Return the case as if no pathway covered the disease."""
    return _with(case, answers=(), steps=(), options=(), exclusions=(), missing=(), flags=())


def long_name(case: CaseShown) -> CaseShown:
    """Return the case under a name of 200 letters with markup and right-to-left letters, and two long identifiers."""
    family = "<b>Ben-Avraham</b> \u05d0\u05d1\u05e8\u05d4\u05dd\u200f " + "van der Meulen-Oosterhuizen " * 4
    given = "<img src=x> \u0645\u062d\u0645\u062f " + "Wilhelmina Alexandrina " * 3
    identity = replace(
        case.current.identity,
        family=family[:140],
        given=given[:60],
        identifiers=(ShownIdentifier(value="DEMO-0042170042170042170"), ShownIdentifier(value="NHS-9434765919")),
    )
    return _with(case, identity=identity)


def empty(case: CaseShown) -> CaseShown:
    """Return the case as if its files said nothing of the patient but that there is one."""
    nobody = IdentityShown(state=IdentityState.NOT_STATED)
    bare = _with(
        case,
        identity=nobody,
        data_date="",
        flags=(),
        answers=(),
        findings=(),
        changes=(),
        steps=(),
        options=(),
        exclusions=(),
        missing=(),
        facts=(),
    )
    return replace(bare, record=replace(case.record, facts=(), primaries=()))


CASES: Mapping[str, Callable[[CaseShown], CaseShown]] = {
    "as it is": lambda case: case,
    "without a pathway": without_pathway,
    "a long name": long_name,
    "computing": lambda case: replace(case, computing=True),
    "empty": empty,
}


def settle() -> None:
    """Let layouts, and what comes after the first paint, come to rest."""
    for _ in range(10):  # what is below the fold comes a few turns later
        QApplication.processEvents()


def pages(frame: PatientFrame) -> Iterator[tuple[str, QWidget]]:
    """Yield each section of the frame, each of its choices, rows of its lists, and a source; with what to look at."""
    for key in frame.sections:
        frame.show_section(key)
        settle()
        yield key, frame
        for name in _choices(frame):
            yield f"{key}, {name}", frame
        for name in _rows(frame):
            yield f"{key}, {name}", frame
        yield from _source(frame, key)


def _choices(frame: PatientFrame) -> Iterator[str]:
    """Choose each of every row of segments in turn; a choice may build the section anew."""
    for at in range(len(_visible(frame, Segments))):
        for part in range(len(_visible(frame, Segments)[at].findChildren(QWidget, options=_DIRECT))):
            buttons = _visible(frame, Segments)[at].findChildren(QWidget, options=_DIRECT)
            if part < len(buttons) and buttons[part].isEnabled() and buttons[part].isVisible():
                QTest.mouseClick(buttons[part], Qt.MouseButton.LeftButton)
                settle()
                yield f"choice {at}.{part}"


_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def _rows(frame: PatientFrame) -> Iterator[str]:
    for rows in _visible(frame, QListView):
        for at in range(min(_ROWS, rows.model().rowCount())):
            rows.setCurrentIndex(rows.model().index(at, 0))
            settle()
            yield f"row {at}"


def _source(frame: PatientFrame, key: str) -> Iterator[tuple[str, QWidget]]:
    spots = _visible(frame, FactSpot)
    if not spots:
        return
    spots[-1].click()
    settle()
    dock = next(iter(_visible(frame, SourceDock)), None)
    if dock is not None:
        yield f"{key}, dock", frame
        dock.close()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, SourcePopover) and widget.isVisible():
            yield f"{key}, popover", widget
            widget.close()
    settle()


def _visible(frame: PatientFrame, kind: type[W]) -> list[W]:
    return [one for one in frame.findChildren(kind) if one.isVisible()]


def walked(frame: PatientFrame, case: CaseShown) -> list[str]:
    """Return what is cut anywhere in a frame that shows `case`."""
    current = case.current
    whole = [current.identity.family, *(one.value for one in current.identity.identifiers)]
    whole += [case.text(flag.text) for flag in current.flags]
    whole += [case.text(dose.text) for option in current.options for dose in option.dose]
    names = [text for text in whole if len(text) > 2]  # an identifier of one letter stands in every title
    return [f"{page}: {line}" for page, widget in pages(frame) for line in clipped_texts(widget, names)]
