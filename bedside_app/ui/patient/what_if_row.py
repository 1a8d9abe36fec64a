"""One input of a model as it can be set: its label, the patient's own value, and a slider with a field, or choices."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bedside_app.domain.fact import Scalar
from bedside_app.foundation.words import number, say
from bedside_app.ui.components.basics import Choice, ChoiceField, Link, Segments, Text
from bedside_app.ui.patient.what_if_slider import Slider
from bedside_app.ui.theme import Role, Tone, Weight, font
from bedside_app.ui.theme.tokens import TARGET
from bedside_app.ui.viewmodels.patient.what_if_control import POSITIONS, UNKNOWN, Control, read_number
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["ControlRow"]

_FIELD: Final = 84  # px
_TOP: Final = Qt.AlignmentFlag.AlignTop
_RIGHT: Final = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight


class ControlRow(QWidget):
    """A control with its label. `changed(name, value)` when another value is set; None makes it unknown."""

    changed = Signal(str, object)

    def __init__(self, case: CaseShown, control: Control, room: int) -> None:
        super().__init__()
        self.control = control
        whose = say("what_if.plan" if control.treatment else "what_if.patient", case.language)
        own = case.pair(whose, control.own_text)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._editor: _Scale | _Choices = _Scale(case, control) if control.is_number else _Choices(control, case, room)
        self._editor.wanted.connect(self._set)
        if not self._editor.labelled:
            head.addWidget(Text(control.label, Role.CAPTION, weight=Weight.MEDIUM, wrap=True), 1, _TOP)
        head.addWidget(Text(own, Role.CAPTION, tone=Tone.TEXT2, tabular=True, wrap=True), 0, _RIGHT)
        self._value: Scalar | None = control.own
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._editor)
        self.show_value(control.own)

    def show_value(self, value: Scalar | None) -> None:
        """Show a value without telling."""
        self._value = value
        self._editor.show_value(value)

    def _set(self, value: Scalar | None) -> None:
        changed = value != self._value
        self.show_value(value)
        if changed:
            self.changed.emit(self.control.name, value)


class _Scale(QWidget):
    """A slider and a field for one number: `wanted(value)`. A value outside the range can not be set with either."""

    wanted = Signal(object)
    labelled = False

    def __init__(self, case: CaseShown, control: Control) -> None:
        super().__init__()
        self._language, self._control = case.language, control
        self._value: Scalar | None = control.own
        self._slider = self._new_slider()
        self._field = self._new_field()
        self._error = Text("", Role.CAPTION, tone=Tone.STOP, wrap=True)
        self._error.hide()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._slider, 1)
        line.addWidget(self._field)
        if control.unit:
            line.addWidget(Text(control.unit, tone=Tone.TEXT2))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self._error)
        if control.counts_unknown:
            column.addWidget(self._new_link())

    def show_value(self, value: Scalar | None) -> None:
        """Show a value; what somebody is typing stays as it is typed."""
        self._value = value
        self._slider.show_place(None if value is None else self._control.place(float(value)))
        self._slider.setAccessibleDescription(self._spoken())
        if not self._field.hasFocus() or read_number(self._field.text()) != value:
            self._field.setText(self._written())
        self._error.hide()

    def _new_slider(self) -> Slider:
        control = self._control
        slider = Slider(POSITIONS, None if control.own is None else control.place(float(control.own)))
        low, high = self._ends()
        words = {"label": control.label, "low": low, "high": f"{high} {control.unit}".strip(), "own": control.own_text}
        slider.setAccessibleName(say("what_if.slider", self._language, words))
        slider.placed.connect(lambda place: self.wanted.emit(control.at(place)))
        slider.stepped.connect(self._step)
        slider.ended.connect(lambda up: self.wanted.emit(control.within(control.high if up else control.low)))
        return slider

    def _new_field(self) -> QLineEdit:
        control = self._control
        field = QLineEdit()
        field.setFixedSize(_FIELD, TARGET)
        field.setFont(font(Role.TITLE))
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        name = say("what_if.field", self._language, {"label": control.label})
        field.setAccessibleName(f"{name} {control.unit}".strip())
        field.setPlaceholderText("–")
        field.textEdited.connect(self._typed)
        field.editingFinished.connect(self._left)
        field.installEventFilter(self)
        return field

    def _new_link(self) -> Link:
        link = Link(say("what_if.make-unknown", self._language))
        link.setAccessibleName(f"{self._control.label}, {self._control.counts_unknown}")
        link.setToolTip(self._control.counts_unknown)
        link.clicked.connect(lambda: self.wanted.emit(None))
        return link

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Step with the up and down keys in the field too."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
            if steps:
                self._step(steps)
                self._field.setText(self._written())
                return True
        return super().eventFilter(watched, event)

    def _step(self, steps: int) -> None:
        """Move by steps; what is unknown starts in the middle of the range."""
        control, value = self._control, self._value
        self.wanted.emit(control.at(POSITIONS // 2) if value is None else control.moved(float(value), steps))

    def _typed(self, text: str) -> None:
        """Take a number as it is typed, as soon as it lies within the range."""
        value = read_number(text)
        if value is not None and self._control.low <= value <= self._control.high:
            self.wanted.emit(self._control.within(value))

    def _left(self) -> None:
        """Write the value that stands; where what was typed can not be one, say so."""
        value, control = read_number(self._field.text()), self._control
        outside = bool(self._field.text()) and (value is None or not control.low <= value <= control.high)
        self._field.setText(self._written())
        low, high = self._ends()
        sentence = say("what_if.out-of-range", self._language, {"low": low, "high": high}) if outside else ""
        self._error.set_content(sentence)
        self._error.setVisible(outside)
        self._field.setAccessibleDescription(sentence)

    def _ends(self) -> tuple[str, str]:
        return number(self._control.low, self._language), number(self._control.high, self._language)

    def _written(self) -> str:
        return "" if self._value is None else number(float(self._value), self._language)

    def _spoken(self) -> str:
        written = self._written() or say("what_if.unknown", self._language)
        words = {"label": self._control.label, "value": f"{written} {self._control.unit}".strip()}
        return say("what_if.slider-value", self._language, words)


class _Choices(QWidget):
    """A few values side by side, the patient's own marked with a person; more than fit become a list."""

    wanted = Signal(object)

    def __init__(self, control: Control, case: CaseShown, room: int) -> None:
        super().__init__()
        self._control = control
        self._segments: Segments | None = None
        self._list: ChoiceField | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._side_by_side(room) or self._listed(case))
        if self._segments is not None:
            line.addStretch(1)

    def show_value(self, value: Scalar | None) -> None:
        """Show a value."""
        option = self._control.option(value)
        key = UNKNOWN if option is None else option.key
        if self._segments is not None:
            self._segments.select(key)
        elif self._list is not None:
            self._list.box.setCurrentIndex(self._list.box.findData(key))

    @property
    def labelled(self) -> bool:
        """Whether its label stands with it already: a list has its own."""
        return self._list is not None

    def _side_by_side(self, room: int) -> QWidget | None:
        control, own = self._control, self._control.option(self._control.own)
        choices = tuple(Choice(one.key, one.text, "user" if one is own else "") for one in control.options)
        segments = Segments(choices, control.label)
        if segments.sizeHint().width() > room:
            segments.deleteLater()
            return None
        segments.chosen.connect(self._choose)
        self._segments = segments
        return segments

    def _listed(self, case: CaseShown) -> QWidget:
        choices = tuple((one.key, one.text) for one in self._control.options)
        listed = self._list = ChoiceField(self._control.label, case.language, choices)
        listed.chosen.connect(self._choose)
        return listed

    def _choose(self, key: str) -> None:
        self.wanted.emit(next(one.value for one in self._control.options if one.key == key))
