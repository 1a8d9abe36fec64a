from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import Button, Text
from bedside_app.ui.components.states import Notice
from bedside_app.ui.gallery.states import notices
from tests.ui.clipping import clipped_texts


@pytest.mark.parametrize("at", range(2))
@pytest.mark.parametrize("width", [480, 1254])
def test_a_notice_says_what_why_and_what_to_do_without_a_cut(
    qtbot: QtBot, at: int, width: int, language: Language
) -> None:
    content = notices(language)[at]
    notice = Notice(content, language)
    qtbot.addWidget(notice)
    notice.resize(width, notice.heightForWidth(width))
    notice.show()
    texts = " ".join(text.text() for text in notice.findChildren(Text))
    assert all(part in texts for part in (content.title, str(content.why), content.to_do))
    assert clipped_texts(notice) == []
    assert not notice.isModal()


def test_its_one_action_tells_which_notice(qtbot: QtBot) -> None:
    notice = Notice(notices("en")[1], "en")
    qtbot.addWidget(notice)
    (button,) = notice.findChildren(Button)
    with qtbot.waitSignal(notice.action_wanted) as told:
        QTest.keyClick(button, Qt.Key.Key_Return)
    assert told.args == ["failed"]
