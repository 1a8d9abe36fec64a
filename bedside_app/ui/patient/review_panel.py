"""The fields below an item that is modified or rejected: the reviewer's version or dose, and the reason."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.domain.case import ItemKind
from bedside_app.domain.summary import Verdict
from bedside_app.ui.components.basics import Button, ChoiceField, Field, Icon, Text
from bedside_app.ui.theme import Role, Tone, Weight
from bedside_app.ui.viewmodels.patient.acting.review import Answer
from bedside_app.ui.viewmodels.patient.acting.review_shown import ReviewRow
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["AnswerPanel", "Marked"]

_AMOUNT = 150
_UNIT = 132
_LABEL = 20  # px: the label above an editor with its gap, which a button beside it has not


class AnswerPanel(QWidget):
    """What is being typed of one answer. `typed(answer)` with every change, `kept()` when it is to count."""

    typed = Signal(object)
    kept = Signal()

    def __init__(self, case: CaseShown, row: ReviewRow, answer: Answer) -> None:
        super().__init__()
        self._verdict = answer.verdict
        self._touched: set[str] = set()
        self._told = ("", "")
        self._fields: dict[str, Field | ChoiceField] = {}
        self._problem = Marked("octagon-alert", Tone.STOP)
        self._hint = Text(case.say("review.keep-hint"), Role.CAPTION, tone=Tone.TEXT3, wrap=True)
        fields = QHBoxLayout()
        fields.setSpacing(12)
        if answer.verdict is Verdict.MODIFIED:
            self._add_version(case, row, answer, fields)
        reason = self._add_field("reason", Field(case.say("review.label.reason"), case.language, text=answer.reason))
        fields.addWidget(reason, 3)
        keep = Button(case.say("review.keep"), icon="check")
        keep.clicked.connect(self._keep)
        below = QVBoxLayout()
        below.setContentsMargins(0, _LABEL, 0, 0)
        below.addWidget(keep)
        below.addStretch(1)
        fields.addLayout(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        column.addLayout(fields)
        column.addWidget(self._problem)
        column.addWidget(self._hint)

    def _add_version(self, case: CaseShown, row: ReviewRow, answer: Answer, fields: QHBoxLayout) -> None:
        if row.kind is not ItemKind.DOSE:
            version = Field(case.say("review.label.version"), case.language, text=answer.version)
            fields.addWidget(self._add_field("version", version), 2)
            return
        amount = self._add_field("version", Field(case.say("review.label.amount"), case.language, text=answer.version))
        amount.setFixedWidth(_AMOUNT)
        unit = ChoiceField(case.say("review.label.unit"), case.language, row.units, answer.unit)
        unit.setFixedWidth(_UNIT)
        unit.chosen.connect(lambda _key: self._changed("unit"))
        self._fields["unit"] = unit
        fields.addWidget(amount, 0, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(unit, 0, Qt.AlignmentFlag.AlignTop)

    def _add_field(self, name: str, field: Field) -> Field:
        field.edited.connect(lambda _text: self._changed(name))
        field.line.returnPressed.connect(self._keep)
        self._fields[name] = field
        return field

    @property
    def answer(self) -> Answer:
        """Return what is typed so far."""
        return Answer(
            verdict=self._verdict,
            reason=self._text("reason"),
            version=self._text("version"),
            unit=self._text("unit"),
        )

    def _text(self, name: str) -> str:
        field = self._fields.get(name)
        if field is None:
            return ""
        return field.text if isinstance(field, Field) else field.selected

    def take_focus(self) -> None:
        """Put the cursor into the first field."""
        next(iter(self._fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problem(self, problem: str, at: str) -> None:
        """Say what keeps the answer from being kept, and mark its field; a field that nobody touched waits."""
        self._told = (problem, at)
        said = problem if at in self._touched else ""
        self._problem.show_text(said)
        self._hint.setVisible(not said)
        for name, field in self._fields.items():
            _mark(field, said if name == at else "")

    def _changed(self, name: str) -> None:
        self._touched.add(name)
        self.typed.emit(self.answer)

    def _keep(self) -> None:
        self._touched.update(self._fields)
        self.show_problem(*self._told)
        self.kept.emit()


def _mark(field: Field | ChoiceField, sentence: str) -> None:
    """Draw a field as wrong and tell a screen reader why; the sentence itself needs more room than the field has."""
    editor = field.line if isinstance(field, Field) else field.box
    if editor.accessibleDescription() != sentence:
        editor.setAccessibleDescription(sentence)
        editor.setProperty("status", "stop" if sentence else "")
        editor.style().unpolish(editor)
        editor.style().polish(editor)


class Marked(QWidget):
    """A sentence with its icon; nothing where there is none."""

    def __init__(self, icon: str, tone: Tone) -> None:
        super().__init__()
        self._text = Text("", Role.CAPTION, weight=Weight.SEMIBOLD, tone=tone, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 1)
        row.setSpacing(4)
        row.addWidget(Icon(icon, tone, 14, line=16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    def show_text(self, text: str) -> None:
        """Show a sentence."""
        if text != self._text.text():
            self._text.set_content(text)
        self.setVisible(bool(text))
