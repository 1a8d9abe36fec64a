"""Cases that outlive the window: the key is asked for, a case reopens as it was, and a locked window shows nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.domain.case import FactEntered, Person
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.settings import Settings
from bedside_app.foundation.words import say
from bedside_app.store import keys
from bedside_app.store.case import Case
from bedside_app.store.database import CannotWriteStore, StoreDamaged, StoreFull
from bedside_app.store.keys import KeyNotFound, KeyringLocked
from bedside_app.store.lock import FileLock
from bedside_app.store.migrations import NewerStore
from bedside_app.ui.cases import Cases, Way
from bedside_app.ui.components.basics import Button
from bedside_app.ui.idle import Idle
from bedside_app.ui.lock_page import LockPage
from bedside_app.ui.patient.frame import PatientFrame
from bedside_app.ui.single import FirstWindow, hand_over
from bedside_app.ui.window import Window
from bedside_app.ui.worklist.table import CaseList
from tests.intake.test_gather import bundle
from tests.ui.test_window import DEMO, LIMIT_MS, open_first, score, shown_case, texts

WORDS = "four words of a test"
NOW = datetime(2026, 11, 24, 14, 32, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a workstation without a keyring, where a passphrase costs nothing to stretch."""
    monkeypatch.setattr(keys, "keyring_stands", lambda: False)
    monkeypatch.setattr(keys, "_COST", 2)


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Callable[[], Window]:
    """Return a way to start the program anew on the same computer."""

    def start(now: datetime = NOW) -> Window:
        made = Window(Settings(), Cases(tmp_path / "cases", Settings(), lambda: now, Person(name="tests")))
        qtbot.addWidget(made)
        made.resize(1366, 768)
        made.show()
        made.activateWindow()
        made.start()
        return made

    return start


def lock_page(window: Window) -> LockPage:
    (page,) = (page for page in window.findChildren(LockPage) if page.isVisible())
    return page


def is_locked(window: Window) -> bool:
    return any(page.isVisible() for page in window.findChildren(LockPage))


def type_into(page: LockPage, *words: str) -> None:
    for at, text in enumerate(words):
        if at:
            QTest.keyClick(focused(page), Qt.Key.Key_Tab)
        QTest.keyClicks(focused(page), text)
    QTest.keyClick(focused(page), Qt.Key.Key_Return)


def focused(page: LockPage) -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    assert page.isAncestorOf(found)
    return found


def kept(window: Window, qtbot: QtBot) -> None:
    """Drop the demonstration files as if they were a patient's, and choose a passphrase."""
    with qtbot.waitSignal(window.shown, timeout=LIMIT_MS):
        window.open_paths([DEMO])
    page = lock_page(window)
    type_into(page, WORDS, WORDS)
    qtbot.waitUntil(lambda: window.case is not None, timeout=LIMIT_MS)


def footer(window: Window) -> str:
    frame = window.findChild(PatientFrame)
    assert frame is not None
    return texts(frame)


@pytest.mark.slow
def test_the_first_case_asks_for_a_passphrase_and_is_then_kept(opened: Callable[[], Window], qtbot: QtBot) -> None:
    window = opened()
    with qtbot.waitSignal(window.shown, timeout=LIMIT_MS):
        window.open_paths([DEMO])
    page = lock_page(window)
    assert page.way is Way.CHOOSE

    type_into(page, WORDS, "another passphrase")
    assert "differ" in texts(page)
    page.passphrase_given.emit("too short")
    qtbot.waitUntil(lambda: "Take several words" in texts(page), timeout=LIMIT_MS)

    type_into(page, WORDS, WORDS)
    qtbot.waitUntil(lambda: window.case is not None, timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: "Saved, encrypted" in footer(window), timeout=LIMIT_MS)
    window.close()


def test_the_window_asks_for_a_passphrase_where_the_hospital_wants_one_beside_a_keyring(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "keyring_stands", lambda: True)
    settings = Settings(key_in="passphrase")
    made = Window(settings, Cases(tmp_path / "cases", settings, lambda: NOW, Person(name="tests")))
    qtbot.addWidget(made)
    made.show()
    made.open_paths([DEMO])
    qtbot.waitUntil(lambda: is_locked(made), timeout=LIMIT_MS)
    assert lock_page(made).way is Way.CHOOSE
    made.close()


@pytest.mark.slow
def test_a_kept_case_reopens_as_it_was_left(opened: Callable[[], Window], qtbot: QtBot) -> None:
    window = opened()
    kept(window, qtbot)
    with qtbot.waitSignal(window.shown, timeout=LIMIT_MS):
        window.change((FactEntered(fact=score(window)),))
    left = shown_case(window)
    window.close()

    again = opened()
    qtbot.waitUntil(lambda: is_locked(again), timeout=LIMIT_MS)
    page = lock_page(again)
    assert page.way is Way.UNLOCK
    type_into(page, "not these words at all")
    qtbot.waitUntil(lambda: "does not open the cases" in texts(page), timeout=LIMIT_MS)
    with qtbot.waitSignal(again.shown, timeout=LIMIT_MS):
        type_into(page, WORDS)
    qtbot.waitUntil(lambda: again.findChild(CaseList) is not None, timeout=LIMIT_MS)
    with qtbot.waitSignal(again.shown, timeout=LIMIT_MS):
        open_first(again, qtbot)

    assert (shown_case(again).current, shown_case(again).record) == (left.current, left.record)
    assert shown_case(again).state == left.state
    again.close()


@pytest.mark.slow
def test_on_another_day_a_draft_is_computed_for_that_day(opened: Callable[..., Window], qtbot: QtBot) -> None:
    window = opened()
    kept(window, qtbot)
    window.close()

    again = opened(datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
    qtbot.waitUntil(lambda: is_locked(again), timeout=LIMIT_MS)
    with qtbot.waitSignal(again.shown, timeout=LIMIT_MS):
        type_into(lock_page(again), WORDS)
    qtbot.waitUntil(lambda: again.findChild(CaseList) is not None, timeout=LIMIT_MS)
    with qtbot.waitSignal(again.shown, timeout=LIMIT_MS):
        open_first(again, qtbot)

    assert shown_case(again).current.as_of == "2026-11-26"
    assert shown_case(again).state.decisions_now == ()
    again.close()


@pytest.mark.slow
def test_whoever_goes_on_without_keeping_is_told_so(opened: Callable[[], Window], qtbot: QtBot) -> None:
    window = opened()
    with qtbot.waitSignal(window.shown, timeout=LIMIT_MS):
        window.open_paths([DEMO])
    lock_page(window).without_wanted.emit()
    qtbot.waitUntil(lambda: window.case is not None, timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: "Not kept after closing" in footer(window), timeout=LIMIT_MS)
    window.close()


@pytest.mark.slow
def test_a_locked_window_shows_nobody_and_unlocking_brings_the_worklist(
    opened: Callable[[], Window], qtbot: QtBot
) -> None:
    window = opened()
    kept(window, qtbot)

    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    page = lock_page(window)
    assert window.case is None
    assert "Fictive" not in everything_in(window)
    with qtbot.waitSignal(window.shown, timeout=LIMIT_MS):
        type_into(page, WORDS)
    qtbot.waitUntil(lambda: "Fictive" in everything_in(window), timeout=LIMIT_MS)
    window.close()


def everything_in(window: Window) -> str:
    """Return every word in the window's widgets, hidden ones too."""
    QApplication.sendPostedEvents(None, 52)  # DeferredDelete
    words = [label.text() for label in window.findChildren(QLabel)]
    words += [widget.accessibleName() for widget in window.findChildren(QWidget)]
    words += [row.name for table in window.findChildren(CaseList) for row in table.rows]
    return "\n".join(words)


@pytest.mark.slow
def test_nothing_comes_onto_a_locked_window(opened: Callable[[], Window], qtbot: QtBot) -> None:
    window = opened()
    kept(window, qtbot)
    window.open_demonstration()  # still being read when the window is locked
    window.lock()
    window.come_forward([DEMO])
    for key in (Qt.Key.Key_O, Qt.Key.Key_Z, Qt.Key.Key_K, Qt.Key.Key_Return):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: not any(thread.name.startswith("task-") for thread in threading.enumerate()))
    assert is_locked(window)
    assert "Fictive" not in everything_in(window)
    type_into(lock_page(window), WORDS)
    qtbot.waitUntil(lambda: window.case is not None, timeout=LIMIT_MS)  # what was handed over waited for the key
    window.close()


@pytest.mark.slow
def test_the_demonstration_asks_for_no_key_and_keeps_nothing(
    opened: Callable[[], Window], qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened()
    with qtbot.waitSignal(window.shown, timeout=LIMIT_MS):
        window.open_demonstration()
    assert window.case is not None
    assert window.findChild(LockPage) is None
    assert not (tmp_path / "cases").exists()
    window.close()


@pytest.mark.slow
def test_another_writer_is_said_and_one_can_go_on_without(
    opened: Callable[[], Window], qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "cases").mkdir()
    with FileLock(tmp_path / "cases/writer.lock") as lock:
        assert lock.take()
        window = opened()
        qtbot.waitUntil(lambda: is_locked(window), timeout=LIMIT_MS)
        page = lock_page(window)
        type_into(page, WORDS, WORDS)
        qtbot.waitUntil(lambda: "only one may write" in texts(page), timeout=LIMIT_MS)
        window.close()


@pytest.mark.slow
def test_a_full_disk_is_said_beside_the_case_which_stands(
    opened: Callable[[], Window], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened()
    kept(window, qtbot)
    before = shown_case(window)

    def full(*_: object, **__: object) -> None:
        raise StoreFull(file="cases.bedside")

    monkeypatch.setattr(Case, "append", full)
    with qtbot.waitSignals([window.shown, window.shown], timeout=LIMIT_MS):
        window.change((FactEntered(fact=score(window)),))
    assert shown_case(window).current == before.current
    qtbot.waitUntil(lambda: "no room left on the disk" in footer(window), timeout=LIMIT_MS)
    window.close()


def test_a_window_that_nobody_uses_says_so_and_use_begins_the_time_anew(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.show()
    idle = Idle(0.2, holder)
    with qtbot.assertNotEmitted(idle.expired, wait=150):
        QTest.mouseMove(holder)
        QTest.keyClick(holder, Qt.Key.Key_A)
    with qtbot.waitSignal(idle.expired, timeout=LIMIT_MS):
        pass


def test_a_second_start_hands_its_files_to_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    assert not hand_over(tmp_path, [])
    first = FirstWindow(tmp_path, holder)
    assert first.listen()
    with qtbot.waitSignal(first.wanted, timeout=LIMIT_MS) as heard:
        assert hand_over(tmp_path, [tmp_path / "a folder"])
    assert heard.args == [(tmp_path / "a folder",), False]
    with qtbot.waitSignal(first.wanted, timeout=LIMIT_MS) as heard:
        assert hand_over(tmp_path, [], demonstration=True)
    assert heard.args == [(), True]
    first.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    "refusal",
    [
        NewerStore(found=9, known=1),
        KeyringLocked(),
        KeyNotFound(),
        StoreDamaged(file="cases.bedside"),
        CannotWriteStore(file="cases.bedside", why="Read-only file system"),
    ],
    ids=lambda refusal: refusal.code,
)
def test_a_store_that_does_not_open_says_why_and_the_case_goes_on_without(
    opened: Callable[[], Window], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, refusal: Refusal
) -> None:
    def closed(*_: object) -> bool:
        raise refusal

    monkeypatch.setattr(keys, "keyring_stands", lambda: True)
    monkeypatch.setattr(Cases, "open", closed)
    window = opened()
    with qtbot.waitSignal(window.shown, timeout=LIMIT_MS):
        window.open_paths([DEMO])
    page = lock_page(window)
    qtbot.waitUntil(lambda: say(refusal.code, "en", refusal.values) in texts(page), timeout=LIMIT_MS)
    (without,) = (button for button in page.findChildren(Button) if "without" in button.text())
    QTest.mouseClick(without, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.case is not None, timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: "Not kept after closing" in footer(window), timeout=LIMIT_MS)
    window.close()


@pytest.mark.slow
def test_a_locked_window_offers_no_way_around_the_key_and_forgets_what_was_typed(
    opened: Callable[[], Window], qtbot: QtBot
) -> None:
    window = opened()
    kept(window, qtbot)
    window.lock()
    page = lock_page(window)
    type_into(page, "not these words at all")
    qtbot.waitUntil(lambda: "does not open the cases" in texts(page), timeout=LIMIT_MS)
    assert not [button for button in page.findChildren(Button) if "without" in button.text()]
    type_into(page, WORDS)
    qtbot.waitUntil(lambda: not page.isVisible(), timeout=LIMIT_MS)
    assert all(not line.text() for line in page.findChildren(QLineEdit))
    window.close()


@pytest.mark.slow
def test_patients_that_are_not_kept_are_covered_too(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(keep_cases="no")
    made = Window(settings, Cases(tmp_path / "cases", settings, lambda: NOW, Person(name="tests")))
    qtbot.addWidget(made)
    made.show()
    (tmp_path / "a.json").write_text(bundle(height=165).replace("urn:bedside:demonstration", "urn:test"), "utf-8")
    with qtbot.waitSignal(made.shown, timeout=LIMIT_MS):
        made.open_paths([tmp_path / "a.json"])
    assert made.case is not None
    made.lock()
    page = lock_page(made)
    assert made.case is None
    with qtbot.waitSignal(made.shown, timeout=LIMIT_MS):
        QTest.keyClick(focused(page), Qt.Key.Key_Space)
    assert not is_locked(made)
    made.close()
