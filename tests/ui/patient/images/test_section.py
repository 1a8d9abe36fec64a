from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.domain.case import Event, ImageMeasured, ItemAgreed, ItemModified, ItemRejected, MeasurementRemoved
from bedside_app.domain.image import Measurement, MeasurementKind, PixelBlock, SpacedRegion
from bedside_app.domain.record import Refused
from bedside_app.foundation.words import LANGUAGES, Language
from bedside_app.ui.components.basics import Button, Field, Link, Operable, Switch, Text
from bedside_app.ui.components.states import EmptyState
from bedside_app.ui.patient.images.measurements import MeasurementsCard
from bedside_app.ui.patient.images.section import ImagesSection
from bedside_app.ui.patient.images.thumbnails import ThumbList
from bedside_app.ui.patient.images.tools import CineBar, Tool
from bedside_app.ui.patient.images.viewer import Viewer
from bedside_app.ui.theme.painting import watched_overflows
from tests.ui.patient.images.synthetic import (
    COLUMNS,
    ROWS,
    SPACING,
    TOLD,
    SyntheticPixels,
    instance_of,
    reading_of,
    series_of,
)
from tests.ui.stage import keep

REFUSED = Refused(code="images.refused.no-picture", values={})


class Shown:
    """The section on a window of its own, and what it told."""

    def __init__(
        self, qtbot: QtBot, pixels: SyntheticPixels | None = None, size: tuple[int, int] = (1286, 608)
    ) -> None:
        self.qtbot = qtbot
        self.section = keep(qtbot, ImagesSection())
        self.pixels = pixels or SyntheticPixels()
        self.section.set_pixels(self.pixels)
        self.section.set_person("Dr Test")
        self.events: list[object] = []
        self.made: list[Measurement] = []
        self.section.changed.connect(self.events.extend)
        self.section.changed.connect(self._note)
        self.section.resize(*size)
        self.section.show()
        self.section.activateWindow()

    def _note(self, events: tuple[Event, ...]) -> None:
        self.made += [event.measurement for event in events if isinstance(event, ImageMeasured)]

    @property
    def viewer(self) -> Viewer:
        found = self.section.findChild(Viewer)
        assert found is not None
        return found

    def loaded(self) -> Shown:
        pane = self.viewer.image.pane
        self.qtbot.waitUntil(lambda: pane.view is not None and not pane.message)
        pane.setFocus()
        QApplication.processEvents()
        return self

    def press(self, key: Qt.Key, *, shift: bool = False) -> None:
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        now = QApplication.focusWidget() or self.section
        QTest.keyClick(now, key, modifier)

    def type(self, text: str) -> None:
        now = QApplication.focusWidget()
        assert now is not None
        QTest.keyClicks(now, text)

    def texts(self) -> list[str]:
        return [one.text() for one in self.section.findChildren(Text) if one.isVisible()]

    def at(self, x: float, y: float) -> QPoint:
        view = self.viewer.image.pane.view
        assert view is not None
        found = view.to_pane((x, y))
        return QPoint(round(found[0]), round(found[1]))

    def click(self, x: float, y: float) -> None:
        QTest.mouseClick(self.viewer.image.pane, Qt.MouseButton.LeftButton, pos=self.at(x, y))

    def button(self, name: str) -> Operable:
        return next(
            one for one in self.section.findChildren(Operable) if one.accessibleName() == name and one.isVisible()
        )


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    made = Shown(qtbot)
    images = (instance_of("1.1"), instance_of("1.2", number=2))
    made.section.show_images((series_of(*images),), (reading_of("1.1"),), told=TOLD, radiologist="4")
    return made.loaded()


def tool(shown: Shown) -> Tool:
    return shown.viewer.state[0]


# -- what is shown --------------------------------------------------------------------------------------------------


def test_both_panes_show_the_same_view_and_nothing_covers_the_pixels_but_what_is_drawn(shown: Shown) -> None:
    image, saliency = shown.viewer.image, shown.viewer.saliency
    assert saliency.isVisible()
    assert image.pane.view == saliency.pane.view
    assert image.above.geometry().bottom() < image.pane.geometry().top()
    assert image.below.geometry().top() > image.pane.geometry().bottom()
    assert saliency.pane.heat is not None


def test_the_result_stands_with_its_interval_its_set_and_what_stands(shown: Shown) -> None:
    said = " ".join(shown.texts())
    for part in ("71\u00a0%", "58–82", "BI-RADS\u00a04 stands", "benign or malignant", "never lowers it"):
        assert part in said


def test_the_figure_opens_its_source(shown: Shown) -> None:
    with shown.qtbot.waitSignal(shown.section.source_wanted) as told:
        shown.button("71\u00a0% malignant, ensemble 58–82\u00a0%").click()
    assert (told.args[0].kind, told.args[0].key) == ("image", "1.1")


def test_an_image_without_reading_has_one_pane_and_nothing_to_agree_to(shown: Shown) -> None:
    shown.section.choose("1.2")
    shown.loaded()
    assert not shown.viewer.saliency.isVisible()
    assert "Not read" in shown.texts()
    assert not shown.button("Agree").isEnabled()


def test_a_case_without_images_says_so(qtbot: QtBot) -> None:
    made = Shown(qtbot)
    made.section.show_images((), ())
    assert made.section.findChild(EmptyState) is not None


def test_another_modality_is_named_with_a_reason_and_never_half_shown(qtbot: QtBot) -> None:
    made = Shown(qtbot)
    made.section.show_images((series_of(instance_of(), modality="CT"),), ())
    QApplication.processEvents()
    assert "not this kind of image yet" in made.viewer.image.pane.message
    assert made.pixels.asked == []
    assert not made.button("Pan").isEnabled()


def test_while_the_pixels_are_awaited_the_pane_says_so(qtbot: QtBot) -> None:
    made = Shown(qtbot, SyntheticPixels(silent=True))
    made.section.show_images((series_of(instance_of()),), ())
    assert made.viewer.image.pane.message == "Loading image…"


def test_pixels_that_cannot_be_decoded_leave_a_sentence_and_no_picture(qtbot: QtBot) -> None:
    made = Shown(qtbot, SyntheticPixels(refusing=REFUSED))
    made.section.show_images((series_of(instance_of()),), ())
    qtbot.waitUntil(lambda: "damaged" in made.viewer.image.pane.message)


def test_a_block_that_contradicts_itself_is_a_sentence_too(qtbot: QtBot) -> None:
    made = Shown(qtbot, SyntheticPixels(silent=True))
    made.section.show_images((series_of(instance_of()),), ())
    made.pixels.arrived.emit("1.2.3", 0, PixelBlock(buffer=memoryview(b"1"), shape=(1, 9, 9), dtype="uint8"))
    assert "damaged" in made.viewer.image.pane.message


def test_pixels_of_another_image_that_come_late_do_not_take_its_place(shown: Shown) -> None:
    before = shown.viewer.image.pane.grab().toImage()
    data = bytes([255]) * (ROWS * COLUMNS)
    shown.pixels.arrived.emit("1.2", 0, PixelBlock(buffer=memoryview(data), shape=(1, ROWS, COLUMNS), dtype="uint8"))
    assert shown.viewer.image.pane.grab().toImage() == before


def test_only_thumbnails_that_come_into_sight_ask_for_pixels(qtbot: QtBot) -> None:
    made = Shown(qtbot)
    made.section.show_images((series_of(*(instance_of(f"1.{at}", number=at) for at in range(60))),), ())
    made.loaded()
    qtbot.waitUntil(lambda: len(made.pixels.asked) >= 4)
    assert len(made.pixels.asked) < 20


def test_the_same_images_shown_again_keep_view_and_window(shown: Shown) -> None:
    shown.press(Qt.Key.Key_3)
    shown.press(Qt.Key.Key_Plus)
    state = shown.viewer.state
    images = (instance_of("1.1"), instance_of("1.2", number=2))
    shown.section.show_images((series_of(*images),), (), told=TOLD)
    assert shown.viewer.state == state
    assert "Not read" in shown.texts()


@pytest.mark.parametrize("size", [(1286, 608), (1286, 574), (1840, 920)], ids=["768", "690", "1080"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_cut(qtbot: QtBot, size: tuple[int, int], language: Language) -> None:
    made = Shown(qtbot, size=size)
    made.section.show_images(
        (series_of(instance_of("1.1")),), (reading_of("1.1"),), language=language, told=TOLD, radiologist="4"
    )
    made.loaded()
    with watched_overflows() as cut:
        made.section.grab()
    assert [one.text for one in cut] == []


# -- by keyboard alone ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "tool_taken"),
    [
        (Qt.Key.Key_P, Tool.PAN),
        (Qt.Key.Key_Z, Tool.ZOOM),
        (Qt.Key.Key_L, Tool.LENGTH),
        (Qt.Key.Key_A, Tool.AREA),
        (Qt.Key.Key_W, Tool.WINDOW),
    ],
)
def test_a_letter_takes_a_tool_in_hand(shown: Shown, key: Qt.Key, tool_taken: Tool) -> None:
    shown.press(key)
    assert tool(shown) is tool_taken


def test_digits_choose_a_preset_and_r_goes_back(shown: Shown) -> None:
    seen = []
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_1):
        shown.press(key)
        window = shown.viewer.state[3]
        assert window is not None
        seen.append(window.name)
    assert seen == ["soft", "strong", "inverse", "stored"]
    shown.press(Qt.Key.Key_Plus)
    shown.press(Qt.Key.Key_4)
    fitted = shown.viewer.state[2]
    shown.press(Qt.Key.Key_R)
    assert shown.viewer.state[2] != fitted
    assert shown.viewer.state[3] is not None
    assert shown.viewer.state[3].name == "stored"


def test_o_hides_the_outline_and_s_the_saliency_and_the_toggle_says_so(shown: Shown) -> None:
    shown.press(Qt.Key.Key_O)
    assert shown.viewer.image.pane.lines == ()
    shown.press(Qt.Key.Key_S)
    assert not shown.viewer.saliency.isVisible()
    switch = shown.section.findChild(Switch)
    assert switch is not None
    shown.qtbot.waitUntil(lambda: any(not one.isChecked() for one in shown.section.findChildren(Switch)))


def test_shift_and_the_arrows_work_the_tool_in_hand(shown: Shown) -> None:
    before = shown.viewer.state
    shown.press(Qt.Key.Key_Right, shift=True)
    window = shown.viewer.state[3]
    assert window is not None
    assert before[3] is not None
    assert window.width > before[3].width
    shown.press(Qt.Key.Key_P)
    shown.press(Qt.Key.Key_Down, shift=True)
    assert before[2] is not None
    assert shown.viewer.state[2] == before[2].moved(0, 10)


def test_a_length_is_measured_by_keys_alone(shown: Shown) -> None:
    shown.press(Qt.Key.Key_L)
    shown.press(Qt.Key.Key_Right)
    shown.press(Qt.Key.Key_Return)
    for _ in range(10):
        shown.press(Qt.Key.Key_Right, shift=True)
    shown.press(Qt.Key.Key_Return)
    (made,) = shown.made
    assert made.value == pytest.approx(100 * SPACING.column)
    assert (made.kind, made.made_by, made.image) == (MeasurementKind.LENGTH, "Dr Test", "1.1")
    assert "8.5\u00a0mm" in shown.texts()


def test_an_area_is_measured_by_keys_alone_and_ends_with_enter_twice(shown: Shown) -> None:
    shown.press(Qt.Key.Key_A)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        shown.press(key, shift=True)
        shown.press(Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_Return)
    (made,) = shown.made
    assert made.value == pytest.approx(10 * 10 / 2 * SPACING.column**2)


def test_escape_drops_the_points_and_backspace_the_last(shown: Shown) -> None:
    shown.press(Qt.Key.Key_A)
    shown.press(Qt.Key.Key_Right, shift=True)
    shown.press(Qt.Key.Key_Return)
    lines = len(shown.viewer.image.pane.lines)
    shown.press(Qt.Key.Key_Backspace)
    assert len(shown.viewer.image.pane.lines) == lines - 1
    shown.press(Qt.Key.Key_Return)
    shown.press(Qt.Key.Key_Escape)
    assert len(shown.viewer.image.pane.lines) == lines - 1
    assert shown.made == []


def test_arrows_go_through_the_images_and_through_the_frames_of_one(qtbot: QtBot, shown: Shown) -> None:
    shown.press(Qt.Key.Key_Down)
    assert shown.pixels.asked[-1] == ("1.2", 0)
    shown.press(Qt.Key.Key_Up)
    frames = Shown(qtbot)
    frames.section.show_images((series_of(instance_of(frames=5, frame_ms=20.0)),), ())
    frames.loaded()
    frames.press(Qt.Key.Key_Down)
    assert frames.viewer.state[4].frame == 1
    assert frames.pixels.asked[-1] == ("1.2.3", 1)


def test_shift_a_agrees_and_shift_r_asks_for_a_reason_first(shown: Shown) -> None:
    shown.press(Qt.Key.Key_A, shift=True)
    (agreed,) = shown.events
    assert isinstance(agreed, ItemAgreed)
    assert agreed.item.id == "image/1.1/0"
    assert shown.button("Agreed")
    shown.viewer.image.pane.setFocus()
    shown.press(Qt.Key.Key_R, shift=True)
    assert len(shown.events) == 1
    shown.press(Qt.Key.Key_Return)
    assert any(field.error for field in shown.section.findChildren(Field))
    shown.type("shadow, not a mass")
    shown.press(Qt.Key.Key_Return)
    rejected = shown.events[-1]
    assert isinstance(rejected, ItemRejected)
    assert rejected.reason == "shadow, not a mass"


def test_letters_typed_into_the_reason_take_no_tool_in_hand(shown: Shown) -> None:
    shown.press(Qt.Key.Key_M, shift=True)
    shown.type("LZ PS")
    assert tool(shown) is Tool.WINDOW
    shown.press(Qt.Key.Key_Return)
    modified = shown.events[-1]
    assert isinstance(modified, ItemModified)
    assert modified.reason == "LZ PS"


def test_every_control_is_reached_by_tab_and_of_a_row_of_choices_the_chosen_one(shown: Shown) -> None:
    wanted = {
        one
        for one in shown.section.findChildren(Operable)
        if one.isVisible() and one.isEnabled() and (one.group() is None or one.isChecked() or not one.isCheckable())
    }
    assert [one for one in wanted if not one.accessibleName()] == []
    reached: set[QWidget] = set()
    for _ in range(80):
        QTest.keyClick(QApplication.focusWidget() or shown.section, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is not None:
            reached.add(now)
    assert wanted <= reached


def test_from_one_thumbnail_the_arrows_go_to_the_next(shown: Shown) -> None:
    thumbs = shown.section.findChild(ThumbList)
    assert thumbs is not None
    thumbs.buttons[0].setFocus()
    shown.press(Qt.Key.Key_Down)
    assert thumbs.buttons[1].isChecked()
    assert shown.pixels.asked[-1] == ("1.2", 0)


# -- by mouse alone -------------------------------------------------------------------------------------------------


def test_a_length_is_measured_and_removed_by_mouse_alone(shown: Shown) -> None:
    shown.button("Measure a length").click()
    shown.click(50, 200)
    shown.click(150, 200)
    (made,) = shown.made
    assert made.value == pytest.approx(8.5, abs=0.2)
    with shown.qtbot.waitSignal(shown.section.changed) as told:
        cross = next(
            one for one in shown.section.findChildren(Operable) if one.accessibleName().startswith("Remove Length")
        )
        QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert told.args == [(MeasurementRemoved(measurement=made),)]


def test_an_area_ends_with_a_double_click(shown: Shown) -> None:
    shown.button("Measure an area").click()
    for place in ((50, 200), (150, 200), (150, 300)):
        shown.click(*place)
    QTest.mouseDClick(shown.viewer.image.pane, Qt.MouseButton.LeftButton, pos=shown.at(150, 300))
    (made,) = shown.made
    assert made.value == pytest.approx(100 * 100 / 2 * SPACING.column**2, rel=0.05)


def test_points_in_regions_of_different_spacing_are_refused_in_words(qtbot: QtBot) -> None:
    coarse = replace(SPACING, row=0.2, column=0.2)
    regions = (
        SpacedRegion(left=0, top=0, right=149, bottom=449, spacing=SPACING),
        SpacedRegion(left=150, top=0, right=324, bottom=449, spacing=coarse),
    )
    made = Shown(qtbot)
    made.section.show_images((series_of(instance_of(spacing=None, regions=regions)),), ())
    made.loaded()
    made.button("Measure a length").click()
    made.click(50, 100)
    made.click(250, 100)
    assert made.made == []
    assert any("different or without spacing" in text for text in made.texts())


def test_a_drag_changes_the_window_then_pans(shown: Shown) -> None:
    pane = shown.viewer.image.pane

    def drag() -> None:
        QTest.mousePress(pane, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
        QTest.mouseMove(pane, QPoint(130, 90))
        QTest.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=QPoint(130, 90))

    before = shown.viewer.state
    drag()
    window = shown.viewer.state[3]
    assert window is not None
    assert (window.centre, window.width, window.name) == (118, 286, "")
    assert shown.viewer.state[2] == before[2]
    shown.button("Pan").click()
    drag()
    assert before[2] is not None
    assert shown.viewer.state[2] == before[2].moved(30, -10)


def test_thumbnails_presets_and_saliency_work_by_mouse(shown: Shown) -> None:
    shown.button("Strong").click()
    assert shown.viewer.state[3] is not None
    assert shown.viewer.state[3].name == "strong"
    shown.button("Saliency").click()
    assert not shown.viewer.saliency.isVisible()
    thumbs = shown.section.findChild(ThumbList)
    assert thumbs is not None
    QTest.mouseClick(thumbs.buttons[1], Qt.MouseButton.LeftButton)
    assert shown.pixels.asked[-1] == ("1.2", 0)
    assert thumbs.buttons[1].isChecked()


def test_modify_by_mouse_asks_for_a_reason_and_confirms(shown: Shown) -> None:
    shown.button("Modify").click()
    shown.section.findChildren(Field)[0].line.setText("other lesion")
    button = next(one for one in shown.section.findChildren(Button) if one.text() == "Confirm" and one.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert isinstance(shown.events[-1], ItemModified)


def test_a_click_on_the_tool_in_hand_leaves_it_there(shown: Shown) -> None:
    shown.button("Pan").click()
    shown.button("Pan").click()
    assert tool(shown) is Tool.PAN
    assert shown.button("Pan").isChecked()


def test_add_in_the_table_takes_the_ruler_in_hand(shown: Shown) -> None:
    card = shown.section.findChild(MeasurementsCard)
    assert card is not None
    link = card.findChild(Link)
    assert link is not None
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert tool(shown) is Tool.LENGTH


# -- frames ---------------------------------------------------------------------------------------------------------


def playing(qtbot: QtBot) -> Shown:
    made = Shown(qtbot)
    made.section.show_images((series_of(instance_of(frames=4, frame_ms=10.0)),), ())
    return made.loaded()


def test_frames_run_one_after_the_other_and_stop(qtbot: QtBot) -> None:
    made = playing(qtbot)
    made.button("Play").click()
    qtbot.waitUntil(lambda: [frame for _uid, frame in made.pixels.asked if frame][:3] == [1, 2, 3])
    made.button("Pause").click()
    assert not made.viewer.state[4].playing


def test_frames_wait_for_pixels_that_have_not_arrived(qtbot: QtBot) -> None:
    made = Shown(qtbot)
    made.section.show_images((series_of(instance_of(frames=4, frame_ms=10.0)),), ())
    made.loaded()
    made.pixels._silent = True
    made.button("Play").click()
    qtbot.waitUntil(lambda: ("1.2.3", 1) in made.pixels.asked)
    qtbot.wait(60)
    assert made.viewer.state[4].frame == 1


def test_a_press_on_the_track_goes_to_that_frame(qtbot: QtBot) -> None:
    made = playing(qtbot)
    bar = made.section.findChild(CineBar)
    assert bar is not None
    bar.frame_wanted.emit(3)
    assert made.pixels.asked[-1] == ("1.2.3", 3)


def test_a_reading_of_another_frame_is_not_drawn_over_this_one(qtbot: QtBot) -> None:
    made = Shown(qtbot)
    made.section.show_images((series_of(instance_of(frames=4)),), (reading_of("1.2.3", frame=2),))
    made.loaded()
    assert made.viewer.image.pane.lines == ()
    made.press(Qt.Key.Key_Down)
    made.press(Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(made.viewer.image.pane.lines) == 3)
