from __future__ import annotations

from pytestqt.qtbot import QtBot

from bedside_app.foundation.words import Language
from bedside_app.ui.components.frame import Footer, FooterItem
from tests.ui.clipping import clipped_texts
from tests.ui.stage import keep


def test_the_footer_is_whole_at_1366(qtbot: QtBot, language: Language) -> None:
    saved = "Enregistré, chiffré 14:32" if language == "fr" else "Saved, encrypted 14:32"
    items = (FooterItem("cpu", "CPU (OpenVINO)"), FooterItem("wifi-off", "Hors ligne"), FooterItem("lock", saved))
    made = Footer(items, language)
    keep(qtbot, made)
    made.resize(1366, 24)
    made.show()
    assert made.height() == 24
    assert clipped_texts(made) == []
