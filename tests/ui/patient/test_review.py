"""Review and sign: by keyboard alone, by mouse alone, what is typed, what is cleared, and when it can be signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from bedside_app.domain.case import (
    DoseChanged,
    Event,
    FactRejected,
    ItemAgreed,
    ItemModified,
    ItemRejected,
    Person,
    RevisionSigned,
)
from bedside_app.foundation.words import say
from bedside_app.ui.components.basics import Button, Link, Operable
from bedside_app.ui.patient.review import ReviewSection
from bedside_app.ui.patient.review_line import LineRow
from bedside_app.ui.patient.review_list import ReviewList
from bedside_app.ui.patient.review_rows import OpenRow
from bedside_app.ui.viewmodels.patient.acting.review import start_review
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.ui.clipping import clipped_texts
from tests.ui.decided import decided, signed
from tests.ui.stage import keep

CREATININE = "fact||creatinine"
WHY = "haemolysed sample"
LONG = "hémolyse visible à la prise de sang, à refaire dans quinze jours avec un contrôle de la fonction rénale " * 2
SIGNER = Person(name="Dr Example", role="oncology")
SHOWN = "sha256:9c1fe0a4b7d2551300"


class Bench:
    """A section whose case is given back decided, as the window does; `events` is what it asked for."""

    def __init__(self, qtbot: QtBot, case: CaseShown, size: tuple[int, int] = (1286, 608)) -> None:
        self.case, self.size = case, size
        self.events: list[Event] = []
        self.section = ReviewSection()
        self.section.resize(*size)
        self.section.changed.connect(self._decide)
        self.room = keep(qtbot, QScrollArea())  # as the frame holds a section: what is too high for it scrolls
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setWidgetResizable(True)
        self.room.resize(*size)
        self.room.setWidget(self.section)
        self.show(case if case.state.revision else decided(case))
        self.room.show()
        self.room.activateWindow()
        QApplication.processEvents()

    def show(self, case: CaseShown) -> None:
        self.case = case
        self.section.show_case(case, low=self.size[1] < 600, wide=self.size[0] >= 1600)
        QApplication.processEvents()

    @property
    def list(self) -> ReviewList:
        return next(one for one in self.section.findChildren(ReviewList) if not one.isHidden())

    def _decide(self, events: tuple[Event, ...]) -> None:
        self.events += events
        self.show(decided(self.case, *events))

    def row(self, key: str) -> OpenRow | LineRow:
        rows: list[OpenRow | LineRow] = [*self.list.findChildren(OpenRow), *self.list.findChildren(LineRow)]
        keys = {row.key if isinstance(row, OpenRow) else row.line.key: row for row in rows if not row.isHidden()}
        return keys[key]

    def open_row(self, key: str) -> OpenRow:
        row = self.row(key)
        assert isinstance(row, OpenRow)
        return row

    def part(self, key: str, action: str) -> Operable:
        word = say(f"ui.action.{action}", self.case.language)
        return next(part for part in self.row(key).findChildren(Operable) if part.text() == word and part.isVisible())

    def button(self, words: str) -> Button:
        return next(one for one in self.section.findChildren(Button) if one.text() == words and one.isVisible())

    def field(self, words: str) -> QLineEdit:
        fields = self.section.findChildren(QLineEdit)
        return next(one for one in fields if one.accessibleName() == words and one.isVisible())

    def says(self) -> str:
        labels = [label.text() for label in self.section.findChildren(QLabel) if label.isVisible()]
        return "\n".join(labels).replace("\u00a0", " ")

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            focus = QApplication.focusWidget()
            assert focus is not None
            QTest.keyClick(focus, key)
            QApplication.processEvents()

    def write(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert isinstance(focus, QLineEdit)
        QTest.keyClicks(focus, text)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        if self.list.isAncestorOf(widget):
            self.list.ensureWidgetVisible(widget)
            QApplication.processEvents()  # scrolling may move what stands below
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())
        QApplication.processEvents()

    def walk_to(self, key: str) -> None:
        """Move with the arrow to a row."""
        rows = self.list
        order = [item.key for item in start_review(self.case).items]
        step = Qt.Key.Key_Down if order.index(key) >= order.index(rows.current) else Qt.Key.Key_Up
        while rows.current != key:
            before = rows.current
            self.press(step)
            assert rows.current != before

    def tab_to(self, wanted: QWidget) -> None:
        """Move with Tab to a control."""
        for _ in range(40):
            if QApplication.focusWidget() is wanted:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {wanted.accessibleName()}")


def dose_key(case: CaseShown, drug: str) -> str:
    return next(one.key for one in start_review(case).items if one.dose is not None and one.dose.drug == drug)


def agreed(case: CaseShown) -> CaseShown:
    return decided(case, *(ItemAgreed(item=one.item) for one in start_review(case).items))


def rejecting(case: CaseShown, key: str = CREATININE, why: str = WHY) -> CaseShown:
    return decided(case, ItemRejected(item=start_review(case).by_key[key].item, reason=why))


@pytest.fixture
def english(case_of_a: CaseShown) -> CaseShown:
    """Return patient A in English: journeys name what they press."""
    return case_of_a


def test_by_keyboard_alone_a_value_is_rejected_its_dose_asks_for_it_and_the_rest_is_agreed_to_and_signed(
    qtbot: QtBot, english: CaseShown
) -> None:
    bench = Bench(qtbot, english)
    items = start_review(english).items
    bench.tab_to(bench.row(items[0].key))
    for item in items:
        if item.one_by_one:
            bench.walk_to(item.key)
            bench.press(Qt.Key.Key_A)
    assert [type(event) for event in bench.events] == [ItemAgreed] * sum(item.one_by_one for item in items)
    bench.walk_to(CREATININE)
    bench.press(Qt.Key.Key_R)
    bench.write(WHY)
    bench.press(Qt.Key.Key_Return)
    rejected = bench.events[-1]
    assert isinstance(rejected, ItemRejected)
    assert (rejected.item.id, rejected.reason) == (CREATININE, WHY)

    dose = dose_key(english, "zoledronic_acid")
    assert "Cleared: rests on a rejected value" in bench.says()
    bench.walk_to(dose)
    bench.press(Qt.Key.Key_Tab)
    with qtbot.waitSignal(bench.section.fact_wanted) as wanted:
        bench.press(Qt.Key.Key_Space)
    assert wanted.args == ["creatinine"]

    rest = bench.button("Agree to the rest")
    bench.tab_to(rest)
    bench.press(Qt.Key.Key_Space)
    assert not rest.isEnabled()
    while left := start_review(bench.case).left:
        bench.tab_to(bench.row(bench.list.current))
        bench.walk_to(left[0].key)
        bench.press(Qt.Key.Key_R)
        bench.write("rests on it")
        bench.press(Qt.Key.Key_Return)
    assert "Write your name and your role first." in bench.says()
    sign = bench.button("Sign")
    assert not sign.isEnabled()
    bench.tab_to(bench.field("Name"))
    bench.write("Dr  Example ")
    bench.press(Qt.Key.Key_Tab)
    bench.write("oncology")
    with qtbot.assertNotEmitted(bench.section.sign_wanted):
        bench.press(Qt.Key.Key_Return)
        bench.tab_to(sign)
        bench.press(Qt.Key.Key_Return, Qt.Key.Key_Enter)
    with qtbot.waitSignal(bench.section.sign_wanted) as asked:
        bench.press(Qt.Key.Key_Space)
    assert asked.args == [SIGNER]


def test_by_mouse_alone_items_are_answered_changed_and_signed(qtbot: QtBot, english: CaseShown) -> None:
    bench = Bench(qtbot, english)
    items = start_review(english).items
    singles = [item.key for item in items if item.one_by_one]
    dose = dose_key(english, "zoledronic_acid")
    for key in singles:
        if key != dose:
            bench.click(bench.part(key, "agree"))
    bench.click(bench.part(dose, "modify"))
    bench.write("4")
    unit = next(box for box in bench.open_row(dose).findChildren(QComboBox) if box.isVisible())
    bench.click(unit)
    unit.view().pressed.emit(unit.model().index(0, 0))
    unit.setCurrentIndex(0)
    unit.activated.emit(0)
    unit.hidePopup()
    bench.click(bench.field("Reason, required"))
    bench.write("renal function is stable")
    assert "14 % above the 3.5 mg for this patient. Published: 4 mg." in bench.says()
    bench.click(bench.button("Keep"))
    changed = bench.events[-1]
    assert isinstance(changed, DoseChanged)
    assert (changed.was, changed.amount, changed.unit) == (3.5, 4.0, "mg")

    bench.click(bench.button("Agree to the rest"))
    assert {type(event) for event in bench.events[-50:]} == {ItemAgreed}
    line = bench.row("fact||age")
    assert isinstance(line, LineRow)
    bench.click(line)
    bench.click(bench.part("fact||age", "reject"))
    bench.write("the birth date is another")
    bench.click(bench.button("Keep"))
    assert isinstance(bench.events[-1], ItemRejected)
    bench.click(bench.row("fact||age"))
    bench.click(bench.part("fact||age", "agree"))
    assert isinstance(bench.events[-1], ItemAgreed)
    bench.click(bench.field("Name"))
    bench.write("Dr Example")
    bench.click(bench.field("Role"))
    bench.write("oncology")
    with qtbot.waitSignal(bench.section.sign_wanted) as asked:
        bench.click(bench.button("Sign"))
    assert asked.args == [SIGNER]
    with qtbot.assertNotEmitted(bench.section.sign_wanted):
        bench.click(bench.button("Sign"))


def test_what_is_left_is_said_and_the_link_leads_there(qtbot: QtBot, english: CaseShown) -> None:
    bench = Bench(qtbot, rejecting(agreed(english)))
    assert "Answer 4 items first." in bench.says()
    link = next(one for one in bench.section.findChildren(Link) if one.isVisible())
    assert link.text() == "Go to the cleared option"
    bench.click(link)
    left = start_review(bench.case).left[0].key
    assert QApplication.focusWidget() is bench.row(left)


def test_the_case_is_computed_without_the_rejected_values_only_where_that_is_asked_for(
    qtbot: QtBot, english: CaseShown
) -> None:
    bench = Bench(qtbot, agreed(english))
    assert "Without" not in bench.says()
    bench.show(rejecting(bench.case))
    assert "every item is then answered again" in bench.says()
    bench.section.changed.disconnect()
    with qtbot.waitSignal(bench.section.changed) as asked:
        bench.click(bench.button("Compute without the rejected values"))
    (event,) = asked.args[0]
    assert isinstance(event, FactRejected)
    assert (event.fact.id, event.reason) == ("creatinine", WHY)


def test_a_reason_is_required_and_said_once_keeping_is_tried(qtbot: QtBot, english: CaseShown) -> None:
    bench = Bench(qtbot, english)
    bench.tab_to(bench.row(start_review(english).items[0].key))
    bench.press(Qt.Key.Key_R)
    assert "A reason in words is required." not in bench.says()
    with qtbot.assertNotEmitted(bench.section.changed):
        bench.press(Qt.Key.Key_Return)
    assert "A reason in words is required." in bench.says()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.accessibleDescription() == "A reason in words is required."


def test_letters_are_text_while_a_field_has_the_focus(qtbot: QtBot, english: CaseShown) -> None:
    bench = Bench(qtbot, english)
    bench.tab_to(bench.row(start_review(english).items[0].key))
    bench.press(Qt.Key.Key_R)
    bench.write("amr")
    bench.press(Qt.Key.Key_Up, Qt.Key.Key_Down)
    assert bench.field("Reason, required").text() == "amr"
    assert bench.events == []


def test_esc_drops_what_is_typed_and_leaves_the_answer_as_it_was(qtbot: QtBot, english: CaseShown) -> None:
    bench = Bench(qtbot, agreed(english))
    first = start_review(english).items[0].key
    bench.tab_to(bench.row(first))
    bench.press(Qt.Key.Key_M)
    bench.write("mine")
    assert bench.list.findChildren(QLineEdit) != []
    bench.press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is bench.row(first)
    assert bench.part(first, "agree").isChecked()
    assert bench.events == []


def test_what_is_typed_stays_while_another_item_is_answered_and_goes_with_a_new_revision(
    qtbot: QtBot, english: CaseShown
) -> None:
    bench = Bench(qtbot, english)
    first, second = (item.key for item in start_review(english).items[:2])
    bench.click(bench.part(first, "reject"))
    bench.write("not so")
    bench.click(bench.part(second, "agree"))
    assert bench.field("Reason, required").text() == "not so"
    assert isinstance(bench.events[-1], ItemAgreed)
    bench.show(replace(bench.case, state=replace(bench.case.state, revision=bench.case.state.revision + 1)))
    assert not any(field.isVisible() for field in bench.open_row(first).findChildren(QLineEdit))


def test_what_was_typed_waits_in_its_fields_until_the_case_comes_back_with_it(qtbot: QtBot, english: CaseShown) -> None:
    bench = Bench(qtbot, english)
    bench.section.changed.disconnect()
    first = start_review(english).items[0]
    bench.click(bench.part(first.key, "modify"))
    bench.write("first the ECG")
    bench.press(Qt.Key.Key_Tab)
    bench.write("QTc is not known")
    with qtbot.waitSignal(bench.section.changed) as asked:
        bench.press(Qt.Key.Key_Return)
    (event,) = asked.args[0]
    assert event == ItemModified(item=first.item, to="first the ECG", reason="QTc is not known")
    bench.show(bench.case)  # the store refused
    assert bench.field("Your version").text() == "first the ECG"
    bench.show(decided(bench.case, event))
    assert "Your version: first the ECG · Your reason: QTc is not known" in bench.says()


def test_a_dose_that_is_a_slip_of_the_decimal_point_is_not_kept(qtbot: QtBot, english: CaseShown) -> None:
    bench = Bench(qtbot, english)
    dose = dose_key(english, "zoledronic_acid")
    bench.click(bench.part(dose, "modify"))
    bench.write("35")
    box = next(one for one in bench.open_row(dose).findChildren(QComboBox) if one.isVisible())
    assert box.currentIndex() == -1
    box.setCurrentIndex(0)
    box.activated.emit(0)
    bench.click(bench.field("Reason, required"))
    bench.write("why")
    with qtbot.assertNotEmitted(bench.section.changed):
        bench.press(Qt.Key.Key_Return)
    assert "That is read as a slip of the decimal point" in bench.says()


def test_a_dose_of_a_rejected_option_asks_for_nothing(qtbot: QtBot, english: CaseShown) -> None:
    dose = start_review(english).by_key[dose_key(english, "letrozole")]
    bench = Bench(qtbot, rejecting(agreed(english), dose.of, "her choice"))
    row = bench.open_row(dose.key)
    assert not [part for part in row.findChildren(Operable) if part.isVisible()]
    assert "Its option was rejected: nothing to answer here" in bench.says()
    bench.tab_to(bench.row(start_review(english).items[0].key))
    bench.walk_to(dose.key)
    with qtbot.assertNotEmitted(bench.section.changed):
        bench.press(Qt.Key.Key_A)


def test_a_cleared_item_is_not_agreed_to_by_a_key(qtbot: QtBot, english: CaseShown) -> None:
    bench = Bench(qtbot, rejecting(agreed(english)))
    bench.tab_to(bench.row(start_review(english).items[0].key))
    bench.walk_to(dose_key(english, "zoledronic_acid"))
    with qtbot.assertNotEmitted(bench.section.changed):
        bench.press(Qt.Key.Key_A, Qt.Key.Key_M)
    assert bench.list.findChildren(QLineEdit) == []


def test_off_today_and_while_it_computes_nothing_is_answered_or_signed(qtbot: QtBot, english: CaseShown) -> None:
    bench = Bench(qtbot, english)
    earlier = date(2026, 11, 3)
    bench.show(english.at(earlier, replace(english.current, as_of=earlier.isoformat())))
    assert "Go back to today to sign." in bench.says()
    first = start_review(english).items[0].key
    assert not [part for part in bench.open_row(first).findChildren(Operable) if part.isVisible()]
    assert not bench.button("Agree to the rest").isEnabled()
    bench.show(replace(english, computing=True))
    assert "Wait until the new revision is computed." in bench.says()
    assert not bench.button("Sign").isEnabled()


def test_while_it_computes_that_is_said_and_what_was_typed_is_there_again_where_it_was_cancelled(
    qtbot: QtBot, english: CaseShown
) -> None:
    bench = Bench(qtbot, english)
    first = start_review(english).items[0].key
    bench.click(bench.part(first, "reject"))
    bench.write("not so")
    before = bench.case
    bench.show(replace(before, computing=True))
    assert "Computing. Earlier results are cleared." in bench.says()
    assert bench.list.findChildren(QLineEdit) == []
    bench.show(before)
    assert bench.field("Reason, required").text() == "not so"


def test_the_signer_stays_in_another_window_size_and_never_goes_to_the_next_patient(
    qtbot: QtBot, english: CaseShown
) -> None:
    bench = Bench(qtbot, english)
    bench.click(bench.field("Name"))
    bench.write("Dr Example")
    bench.section.show_case(bench.case, low=True)
    assert bench.field("Name").text() == "Dr Example"
    identity = replace(english.current.identity, name="SOMEBODY, Else")
    bench.show(replace(bench.case, current=replace(english.current, identity=identity)))
    assert bench.field("Name").text() == ""


def signed_case(case: CaseShown, person: Person = SIGNER) -> CaseShown:
    items = start_review(case).by_key
    dose = items[dose_key(case, "zoledronic_acid")]
    index = next(one for key, one in items.items() if "npi||score" in key)
    done = decided(
        agreed(case),
        DoseChanged(item=dose.item, was=3.5, was_unit="mg", amount=4.0, unit="mg", reason=LONG.strip()),
        ItemRejected(item=index.item, reason=LONG.strip()),
    )
    return signed(done, RevisionSigned(by=person, revision=1, shown=SHOWN))


def test_a_signed_case_shows_who_when_which_revision_and_digest_and_what_was_decided(
    qtbot: QtBot, english: CaseShown
) -> None:
    bench = Bench(qtbot, signed_case(english))
    said = bench.says()
    for words in (
        "Dr Example",
        "oncology",
        "24 Nov 2026, 13:05 (UTC+01:00)",
        SHOWN[7:19],
        f"{len(start_review(english).items)} decisions, read-only",
    ):
        assert words in said
    row = bench.row(dose_key(english, "zoledronic_acid"))
    assert isinstance(row, LineRow)
    assert row.line.detail.replace("\u00a0", " ").startswith("Instead: 4 mg · Reason: ")
    with qtbot.assertNotEmitted(bench.section.changed):
        bench.click(row)
        bench.press(Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_Down)


def test_a_signed_case_is_printed_saved_and_amended_with_a_reason(qtbot: QtBot, english: CaseShown) -> None:
    bench = Bench(qtbot, signed_case(english))
    for words, signal in (("Print", bench.section.print_wanted), ("Save PDF and JSON", bench.section.export_wanted)):
        with qtbot.waitSignal(signal):
            bench.click(bench.button(words))
    with qtbot.assertNotEmitted(bench.section.amend_wanted):
        bench.click(bench.button("Amend"))
    assert "A reason in words is required." in bench.says()
    bench.write("new  histology ")
    with qtbot.waitSignal(bench.section.amend_wanted) as asked:
        bench.click(bench.button("Amend"))
    assert asked.args == ["new histology"]


def test_the_draft_is_printed_and_offers_no_export(qtbot: QtBot, english: CaseShown) -> None:
    bench = Bench(qtbot, english)
    with qtbot.waitSignal(bench.section.print_wanted):
        bench.click(bench.button("Print draft"))
    assert not [one for one in bench.section.findChildren(Button) if one.text() == "Save PDF and JSON"]


def test_a_decision_keeps_the_rows_the_focus_and_the_place(qtbot: QtBot, english: CaseShown) -> None:
    bench = Bench(qtbot, english)
    first = start_review(english).items[0].key
    row, count = bench.row(first), len(bench.section.findChildren(QWidget))
    bench.tab_to(row)
    bench.press(Qt.Key.Key_A)
    assert QApplication.focusWidget() is row is bench.row(first)
    QApplication.sendPostedEvents(None, 52)  # QEvent::DeferredDelete
    assert abs(len(bench.section.findChildren(QWidget)) - count) <= 1


def test_the_source_of_a_row_opens_with_the_point(qtbot: QtBot, english: CaseShown) -> None:
    bench = Bench(qtbot, english)
    bench.tab_to(bench.row(start_review(english).items[0].key))
    with qtbot.waitSignal(bench.section.source_wanted) as asked:
        bench.press(Qt.Key.Key_Period)
    assert asked.args[0].key == "lvef"


def test_nothing_is_cut_whatever_is_open(qtbot: QtBot, case: CaseShown, room: tuple[int, int]) -> None:
    bench = Bench(qtbot, rejecting(agreed(case), why=LONG.strip()), room)
    assert clipped_texts(bench.room) == []
    bench.click(bench.part(start_review(case).items[0].key, "modify"))
    bench.click(bench.part(dose_key(case, "ribociclib"), "modify"))
    bench.write("9000")
    bench.click(bench.row("fact||age"))
    assert clipped_texts(bench.room) == []


def test_nothing_is_cut_in_the_smallest_window(qtbot: QtBot, case: CaseShown) -> None:
    bench = Bench(qtbot, rejecting(agreed(case), why=LONG.strip()), (944, 520))
    assert clipped_texts(bench.room) == []


def test_nothing_of_a_signature_is_cut(qtbot: QtBot, case: CaseShown, room: tuple[int, int]) -> None:
    person = Person(name="Dr " + "Ab" * 100, role="Oncologie médicale et radiothérapie, service de jour")
    bench = Bench(qtbot, signed_case(case, person), room)
    assert clipped_texts(bench.room) == []


def test_every_control_has_a_name_and_is_large_enough_to_hit(qtbot: QtBot, case: CaseShown) -> None:
    bench = Bench(qtbot, rejecting(agreed(case)))
    for control in bench.section.findChildren(Operable):
        assert control.accessibleName()
        assert control.small or control.height() >= 44
