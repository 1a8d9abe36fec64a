from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from bedside_app.ui.theme.fonts import font, text_width
from bedside_app.ui.theme.painting import draw_text, plain, watched_overflows
from bedside_app.ui.theme.tokens import Role


def draw(text: str, width: float, *, may_elide: bool = False) -> None:
    image = QImage(200, 20, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    draw_text(painter, QRectF(0, 0, width, 20), text, font(Role.BODY), "#000000", may_elide=may_elide)
    painter.end()


def test_a_text_that_fits_is_not_noted() -> None:
    with watched_overflows() as found:
        draw("12 mg", text_width("12 mg", font(Role.BODY)))
    assert found == []


def test_a_text_that_does_not_fit_is_noted_with_what_it_wants() -> None:
    with watched_overflows() as found:
        draw("1,050 mg every 21 days", 30)
        draw("a title", 10, may_elide=True)
    assert [(overflow.text, overflow.elided) for overflow in found] == [
        ("1,050 mg every 21 days", False),
        ("a title", True),
    ]
    assert found[0].wanted > found[0].given == 30


def test_nothing_is_noted_once_nobody_watches() -> None:
    with watched_overflows() as found:
        pass
    draw("1,050 mg", 5)
    assert found == []


def test_a_name_cannot_turn_round_what_stands_beside_it() -> None:
    assert plain("SMITH\u202e, Anna") == "SMITH, Anna"
    assert plain("\u05db\u05d4\u05df") == "\u2068\u05db\u05d4\u05df\u2069"


def test_control_characters_become_spaces_and_joiners_stay() -> None:
    assert plain("A\nB\tC\x00D") == "A B C D"
    assert plain("\u0645\u06cc\u200c\u062e") == "\u2068\u0645\u06cc\u200c\u062e\u2069"


def test_markup_stays_what_it_is() -> None:
    assert plain("<b>&amp;</b>") == "<b>&amp;</b>"
