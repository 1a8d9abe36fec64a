"""A case reviewed, signed, closed, reopened and amended: what was signed is what was shown, and stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.domain.case import CasePhase, FactEntered, Person
from bedside_app.domain.summary import Verdict
from bedside_app.ui.patient.frame import PatientFrame
from bedside_app.ui.viewmodels.patient.acting.review import Answer, said_of, start_review
from bedside_app.ui.window import Window
from bedside_app.ui.worklist.table import CaseList
from tests.ui.test_kept import WORDS, is_locked, kept, lock_page, no_keyring, opened, type_into
from tests.ui.test_window import LIMIT_MS, open_first, score, shown_case

__all__ = ["no_keyring", "opened"]
SIGNER = Person(name="Demonstration Signer", role="oncologist")


def frame_of(window: Window) -> PatientFrame:
    (frame,) = (frame for frame in window.findChildren(PatientFrame) if frame.isVisible())
    return frame


def spoken(widget: QWidget) -> str:
    return "\n".join(part.accessibleName() for part in widget.findChildren(QWidget) if part.isVisible())


def agree_to_everything(window: Window, qtbot: QtBot) -> None:
    case = shown_case(window)
    said = [said_of(case, item, Answer(verdict=Verdict.AGREED)) for item in start_review(case).items]
    with qtbot.waitSignal(window.shown, timeout=LIMIT_MS):
        window.change(tuple(event for event in said if event is not None))


def signed(window: Window, qtbot: QtBot) -> None:
    agree_to_everything(window, qtbot)
    with qtbot.waitSignal(window.shown, timeout=LIMIT_MS):
        frame_of(window).sign_wanted.emit(SIGNER)


@pytest.mark.slow
def test_a_signed_case_reopens_as_it_was_signed_and_takes_no_change(opened: Callable[[], Window], qtbot: QtBot) -> None:
    window = opened()
    kept(window, qtbot)
    draft = shown_case(window).current
    signed(window, qtbot)
    case = shown_case(window)
    assert case.read_only
    assert case.signed_by == SIGNER.name
    assert case.current.signed is not None
    assert len(case.current.signed.decisions) == len(start_review(case).items)
    assert case.current.options == draft.options
    qtbot.waitUntil(lambda: f"Signed, {SIGNER.name}" in spoken(frame_of(window)), timeout=LIMIT_MS)
    with qtbot.waitSignals([window.shown, window.shown], timeout=LIMIT_MS):
        window.change((FactEntered(fact=score(window)),))
    assert shown_case(window).current == case.current
    window.close()

    again = opened()
    qtbot.waitUntil(lambda: is_locked(again), timeout=LIMIT_MS)
    with qtbot.waitSignal(again.shown, timeout=LIMIT_MS):
        type_into(lock_page(again), WORDS)
    qtbot.waitUntil(lambda: again.findChild(CaseList) is not None, timeout=LIMIT_MS)
    with qtbot.waitSignal(again.shown, timeout=LIMIT_MS):
        open_first(again, qtbot)
    assert shown_case(again).current == case.current

    with qtbot.waitSignal(again.shown, timeout=LIMIT_MS):
        frame_of(again).amend_wanted.emit("a new recurrence score came in")
    amended = shown_case(again)
    assert (amended.state.phase, amended.read_only) == (CasePhase.AMENDED, False)
    assert amended.current.signed is None
    assert amended.state.revision == case.state.revision + 1
    again.close()


@pytest.mark.slow
def test_the_pdf_loses_draft_only_with_the_signature(
    opened: Callable[[], Window], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened()
    kept(window, qtbot)

    def exported(name: str) -> str:
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
        frame_of(window).export_wanted.emit()
        qtbot.waitUntil(lambda: bool(list(folder.glob("*.pdf"))), timeout=LIMIT_MS)
        (pdf,) = folder.glob("*.pdf")
        assert "DEMONSTRATION" not in pdf.name.upper()
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)

    assert "DRAFT" in exported("before")
    signed(window, qtbot)
    after = exported("after")
    assert "DRAFT" not in after
    assert SIGNER.name in after
    window.close()
