from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import Button, IconButton
from bedside_app.ui.viewmodels import told as words
from bedside_app.ui.worklist.told import Told
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep

WHY = "The archive holds more than 2 GiB and was not opened. Unpack it and drop the folder."


def told(qtbot: QtBot, language: Language = "en") -> Told:
    made = keep(qtbot, Told(language))
    made.resize(900, 300)
    made.show()
    return made


def test_a_notice_says_what_why_and_what_to_do_with_one_action(qtbot: QtBot, language: Language) -> None:
    made = told(qtbot, language)
    made.tell(words.crashed(language, fault="ValueError at intake/gather.py:12"))
    made.tell(words.refused(WHY, language))
    made.tell(words.cancelled(language))
    made.fit(900, 2000)
    assert len(made.notices) == 3
    assert all(len(notice.findChildren(Button)) == 1 for notice in made.notices)
    assert all(notice.content.status.word and notice.content.why for notice in made.notices)
    assert clipped_texts(made) == []


def test_the_newest_notice_stands_first(qtbot: QtBot) -> None:
    made = told(qtbot)
    made.tell(words.refused(WHY, "en"))
    made.tell(words.cancelled("en"))
    assert [notice.content.key for notice in made.notices] == ["again", "files"]


def test_a_notice_stays_until_it_is_dismissed(qtbot: QtBot) -> None:
    made = told(qtbot)
    made.tell(words.refused(WHY, "en"))
    cross = made.findChildren(IconButton)[0]
    assert cross.accessibleName() == "Dismiss: Nothing could be used"
    with qtbot.waitSignal(made.changed):
        QTest.keyClick(cross, Qt.Key.Key_Space)
    assert made.notices == ()
    assert not made.isVisible()


def test_its_action_answers_it(qtbot: QtBot) -> None:
    made = told(qtbot)
    made.tell(words.cancelled("en"))
    with qtbot.waitSignal(made.action_wanted) as wanted:
        QTest.mouseClick(made.findChildren(Button)[0], Qt.MouseButton.LeftButton)
    assert wanted.args == ["again"]
    assert made.notices == ()


def test_many_notices_never_take_more_than_their_share(qtbot: QtBot) -> None:
    made = told(qtbot)
    for _ in range(8):
        made.tell(words.refused(WHY, "en"))
    made.fit(900, 240)
    assert made.height() == 240
    made.fit(900, 9000)
    assert made.height() == made.notices[0].heightForWidth(900) * 8 + 7 * 8
