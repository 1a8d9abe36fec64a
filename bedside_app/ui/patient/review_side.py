"""Beside the review: what is left, who signs, what there is after signing, and the two buttons."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from bedside_app.domain.case import Person
from bedside_app.ui.components.basics import Button, ButtonKind, Field, Icon, Link, StatusChip, Text
from bedside_app.ui.components.cards import Card
from bedside_app.ui.patient.bridge import status_of
from bedside_app.ui.theme import Role, Tone, Weight
from bedside_app.ui.viewmodels.patient.acting.review import ItemState
from bedside_app.ui.viewmodels.patient.acting.review_shown import ReviewShown
from bedside_app.ui.viewmodels.patient.acting.signed import SignedShown
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["DraftSide", "SignedSide"]

_COUNTS = {
    ItemState.AGREED: ("check", Tone.OK),
    ItemState.MODIFIED: ("pen-line", Tone.INFO),
    ItemState.REJECTED: ("x", Tone.STOP),
}
_TOP = Qt.AlignmentFlag.AlignTop


class DraftSide(QWidget):
    """The side of a draft. `sign_wanted(person)`, `print_wanted()`, `go_wanted(key)` to what is left."""

    sign_wanted = Signal(object)
    print_wanted = Signal()
    go_wanted = Signal(str)

    def __init__(self, case: CaseShown, *, low: bool, typed: tuple[str, str] = ("", "")) -> None:
        super().__init__()
        self._case, self._low = case, low
        self._shown: ReviewShown | None = None
        self._told: tuple[object, ...] = ()
        self._status = QVBoxLayout()
        self._name = Field(case.say("review.signer.name"), case.language, text=typed[0])
        self._role = Field(case.say("review.signer.role"), case.language, text=typed[1])
        self._sign = Button(case.say("review.sign"), ButtonKind.PRIMARY, icon="signature", wide=True)
        self._sign.enter_activates = False  # Enter never signs
        self._print = Button(case.say("review.print-draft"), icon="printer", wide=True)
        self._says = Text("", Role.CAPTION, tone=Tone.TEXT2, wrap=True, align=Qt.AlignmentFlag.AlignHCenter)
        for field in (self._name, self._role):
            field.edited.connect(lambda _text: self._show_sign())
        self._sign.clicked.connect(self._ask_to_sign)
        self._print.clicked.connect(self.print_wanted)
        self._lay_out(case)

    def _lay_out(self, case: CaseShown) -> None:
        signer = Card(case.say("review.signer.title"), padded=True)
        fields = QHBoxLayout()
        fields.setSpacing(12)
        fields.addWidget(self._name, 1)
        fields.addWidget(self._role, 1)
        signer.add(fields)
        signer.add(Text(case.say("review.signer.caption"), Role.CAPTION, tone=Tone.TEXT2, wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._print)
        buttons.addWidget(self._sign)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8 if self._low else 12)
        column.addLayout(self._status)
        column.addWidget(signer)
        column.addWidget(_export_card(case))
        column.addLayout(buttons)
        column.addWidget(self._says)
        column.addStretch(1)

    def show_review(self, case: CaseShown, shown: ReviewShown) -> None:
        """Show what is left of a review; the signer's fields stay as they are typed."""
        told = (shown.share, shown.counts, shown.go_to, shown.go_text, shown.state, shown.can_sign)
        self._case, self._shown = case, shown
        if told != self._told:
            self._told = told
            _fill(self._status, self._status_card(case, shown))
        self._show_sign()

    def _status_card(self, case: CaseShown, shown: ReviewShown) -> Card:
        title = case.say("review.ready" if shown.can_sign else "review.not-ready")
        asides = () if shown.can_sign else (StatusChip(status_of(shown.state)),)
        card = Card(title, "", *asides, padded=True)
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setRange(0, 1000)
        bar.setValue(int(1000 * shown.share))
        text = case.say("review.progress", text=shown.progress_text, share=int(100 * shown.share))
        bar.setAccessibleName(text)
        card.add(bar)
        counts = QHBoxLayout()
        counts.setSpacing(4)
        for state, words in shown.counts:
            icon, tone = _COUNTS[state]
            counts.addWidget(Icon(icon, tone, 14, line=18))
            counts.addWidget(Text(words, Role.CAPTION))
            counts.addSpacing(12)
        counts.addStretch(1)
        card.add(counts)
        if shown.go_to and not shown.read_only:
            link = Link(shown.go_text, role=Role.BODY, chevron=True)
            link.clicked.connect(lambda: self.go_wanted.emit(shown.go_to))
            card.add(link)
        return card

    @property
    def typed(self) -> tuple[str, str]:
        """Return name and role as typed."""
        return self._name.text, self._role.text

    @property
    def person(self) -> Person | None:
        """Return who signs, None while the name or the role is not there."""
        name, role = " ".join(self._name.text.split()), " ".join(self._role.text.split())
        return Person(name=name, role=role) if name and role else None

    def _show_sign(self) -> None:
        """Turn *Sign* on, or say what is left."""
        if self._shown is None:
            return
        says = self._shown.sign_says or ("" if self.person is not None else self._case.say("review.says.signer"))
        self._sign.setEnabled(not says)
        self._sign.setAccessibleDescription(says)
        self._says.set_content(" ".join(part for part in (says, self._case.say("review.draft")) if part))

    def _ask_to_sign(self) -> None:
        person = self.person
        if person is not None and self._shown is not None and self._shown.can_sign:
            self._sign.setEnabled(False)  # once: the case that comes back is the signed one
            self.sign_wanted.emit(person)


class SignedSide(QWidget):
    """The side of a signed case. `print_wanted()`, `export_wanted()`, `amend_wanted(reason)`."""

    print_wanted = Signal()
    export_wanted = Signal()
    amend_wanted = Signal(str)

    def __init__(self, case: CaseShown, signed: SignedShown, *, low: bool) -> None:
        super().__init__()
        self._case = case
        self._reason = Field(case.say("review.signed.amend-reason"), case.language)
        self._amend = Button(case.say("review.signed.amend"), icon="rotate-ccw")
        self._amend.clicked.connect(self._ask_to_amend)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8 if low else 12)
        for part in self._parts(case, signed):
            column.addWidget(part)
        column.addStretch(1)

    def _parts(self, case: CaseShown, signed: SignedShown) -> Iterator[QWidget]:
        yield _signature_card(case, signed)
        yield _export_card(case)
        prints = Button(case.say("review.print"), icon="printer", wide=True)
        prints.clicked.connect(self.print_wanted)
        saves = Button(case.say("review.export.save"), ButtonKind.PRIMARY, icon="folder-down", wide=True)
        saves.clicked.connect(self.export_wanted)
        yield _row_of(prints, saves)
        amendment = Card(case.say("review.signed.amend-title"), padded=True)
        amendment.add(Text(case.say("review.signed.amend-caption"), Role.CAPTION, tone=Tone.TEXT2, wrap=True))
        amendment.add(self._reason)
        amendment.body.addWidget(self._amend, 0, Qt.AlignmentFlag.AlignRight)
        yield amendment

    def _ask_to_amend(self) -> None:
        reason = " ".join(self._reason.text.split())
        if any(letter.isalpha() for letter in reason):
            self._reason.show_error("")
            self.amend_wanted.emit(reason)
        else:
            self._reason.show_error(self._case.say("review.needs-reason"))
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)


def _signature_card(case: CaseShown, signed: SignedShown) -> Card:
    card = Card(case.say("review.signed.title"), "", StatusChip(status_of(case.sign("signed"))), padded=True)
    who = QHBoxLayout()
    who.setSpacing(12)
    who.addWidget(Icon("user", Tone.TEXT2, 20), 0, _TOP)
    names = QVBoxLayout()
    names.setSpacing(0)
    names.addWidget(Text(signed.by, weight=Weight.SEMIBOLD, wrap=True))
    if signed.role:
        names.addWidget(Text(signed.role, Role.CAPTION, tone=Tone.TEXT2, wrap=True))
    who.addLayout(names, 1)
    card.add(who)
    for label, text in signed.lines:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Text(label, Role.CAPTION, tone=Tone.TEXT2, wrap=True), 1, _TOP)
        row.addWidget(Text(text, Role.CAPTION, weight=Weight.MEDIUM), 0, _TOP)
        card.add(row)
    return card


def _export_card(case: CaseShown) -> Card:
    """Return what there is once the case is signed: only what Bedside really writes."""
    card = Card(case.say("review.export.title"), padded=True)
    for key in ("pdf", "json"):
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Icon("file-text", Tone.TEXT2, 16, line=18))
        row.addWidget(Text(case.say(f"review.export.{key}")), 1)
        row.addWidget(Text(case.say(f"review.export.{key}-for"), Role.CAPTION, tone=Tone.TEXT2))
        card.add(row)
    return card


def _row_of(*parts: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    return holder


def _fill(place: QVBoxLayout, part: QWidget) -> None:
    """Put a part in place of the one before; the focus stays on the link in it."""
    old = place.takeAt(0)
    before = None if old is None else old.widget()
    links = [] if before is None else before.findChildren(Link)
    had_focus = any(link.hasFocus() for link in links)
    if before is not None:
        before.hide()
        before.deleteLater()
    place.addWidget(part)
    part.show()
    link = part.findChild(Link)
    if had_focus and link is not None:
        link.setFocus(Qt.FocusReason.OtherFocusReason)
