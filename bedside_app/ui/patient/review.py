"""Review and sign: each item answered, a reason where it is not agreed to, and the signature when nothing is left."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bedside_app.domain.summary import Verdict
from bedside_app.ui.components.basics import Button, Icon, KeyCap, Rule, Text
from bedside_app.ui.components.cards import Card
from bedside_app.ui.layouts import clear
from bedside_app.ui.patient.review_list import ReviewList
from bedside_app.ui.patient.review_side import DraftSide, SignedSide
from bedside_app.ui.theme import Role, Tone, palette
from bedside_app.ui.theme.painting import bar
from bedside_app.ui.viewmodels.patient.acting.rejections import without_rejected
from bedside_app.ui.viewmodels.patient.acting.review import Answer, ItemState, Review, said_of, start_review
from bedside_app.ui.viewmodels.patient.acting.review_shown import ReviewShown, review_of
from bedside_app.ui.viewmodels.patient.acting.signed import SignedShown, signed_of
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["ReviewSection"]

_SIDE: Final = 384  # px
_WIDE_SIDE: Final = 440
_WIDE: Final = 1500
_NARROW: Final = 1100  # under it the side gives way
_LEAST_ROOM: Final = 720  # px: as long as nobody knows how high the window is
_NARROW_SIDE: Final = 332
_HEAD: Final = 44
_KEYS: Final = (("A", "agree"), ("M", "modify"), ("R", "reject"), ("↓", "next"))


class ReviewSection(QWidget):
    """Shows the review of a case, or its signature.

    `changed(events)` with what was decided, `sign_wanted(person)`, `amend_wanted(reason)`, `print_wanted()` for the
    draft or the signed pages, `export_wanted()` once it is signed. What is answered stands in the case that is shown;
    here is only what is being typed.
    """

    source_wanted = Signal(object)
    section_wanted = Signal(str)
    fact_wanted = Signal(str)
    changed = Signal(object)
    sign_wanted = Signal(object)
    amend_wanted = Signal(str)
    print_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: CaseShown | None = None
        self._base: Review | None = None
        self._of: object = None
        self._typing: dict[str, Answer] = {}
        self._opened: set[str] = set()
        self._layout_of: tuple[object, ...] = ()
        self._list: ReviewList | None = None
        self._side: DraftSide | SignedSide | None = None
        self._progress = Text("")
        self._without: _Without | None = None
        self._row = QHBoxLayout(self)
        self._row.setSpacing(12)

    # -- what is shown -------------------------------------------------------------------------------------------------

    def show_case(self, case: CaseShown, *, low: bool = False, wide: bool = False) -> None:
        """Show a case; what is being typed stays while it is the same revision of the same case."""
        patient = (case.current.identity, tuple(one.digest for one in case.record.sources))
        of = (patient, case.state.revision)
        if of != self._of:
            self._of, self._typing, self._opened = of, {}, set()
        self._case, self._base = case, start_review(case)
        signed = signed_of(case)
        wanted = (patient, case.language, low, signed)
        if wanted != self._layout_of:
            same = self._layout_of[:1] == (patient,)
            self._layout_of = wanted
            self._build(case, signed, low=low, same=same)
        if signed is None:
            self._forget_kept(case)
            self._show_review()

    def _build(self, case: CaseShown, signed: SignedShown | None, *, low: bool, same: bool) -> None:
        """Lay the screen out anew: another patient, language, size or signature; a signer stays with the patient."""
        typed = self._side.typed if same and isinstance(self._side, DraftSide) else ("", "")
        clear(self._row)
        edge = 8 if low else 16
        self._row.setContentsMargins(16, edge, 16, edge)
        self._list = rows = ReviewList()
        if signed is not None:
            self._side = self._signed_side(case, signed, low=low)
        else:
            self._side = self._draft_side(case, low=low, typed=typed)
        rows.source_wanted.connect(self._ask_source)
        if signed is not None:
            rows.show_signed(case, signed)
        else:
            self._listen(rows)
        for part, stretch in ((self._card(case, signed, rows), 1), (self._side, 0)):
            self._row.addWidget(part, stretch)
            part.show()  # by itself Qt shows it with the next turn of the event loop
        self._fit()

    def _fit(self) -> None:
        """Give the side its width: in the smallest window it gives way to the items."""
        if self._side is not None and self._row.count():
            width = self.width()
            self._side.setFixedWidth(_WIDE_SIDE if width >= _WIDE else _SIDE if width >= _NARROW else _NARROW_SIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the side."""
        super().resizeEvent(event)
        self._fit()

    def _card(self, case: CaseShown, signed: SignedShown | None, rows: ReviewList) -> Card:
        card = Card()
        title = case.say("review.title" if signed is None else "review.signed.decisions")
        card.setAccessibleName(title)
        said = "" if signed is None else case.say("review.signed.decided", count=len(signed.rows))
        self._progress = Text(said, tone=Tone.TEXT2)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 12, 0)
        head.setSpacing(10)
        head.addWidget(Text(title, Role.SECTION))
        head.addWidget(self._progress)
        head.addStretch(1)
        for key, word in _KEYS if signed is None else ():
            pair = QHBoxLayout()
            pair.setSpacing(4)
            pair.addWidget(KeyCap(key))
            pair.addWidget(Text(case.say(f"review.keys.{word}"), Role.CAPTION, tone=Tone.TEXT2))
            head.addLayout(pair)
        holder = QWidget()
        holder.setFixedHeight(_HEAD)
        holder.setLayout(head)
        self._without = without = _Without(case.say("review.without"))
        without.wanted.connect(self._compute_without)
        for part in (holder, Rule(strong=True), without):
            card.add(part)
        card.body.addWidget(rows, 1)
        return card

    def _draft_side(self, case: CaseShown, *, low: bool, typed: tuple[str, str]) -> DraftSide:
        side = DraftSide(case, low=low, typed=typed)
        side.sign_wanted.connect(self.sign_wanted)
        side.print_wanted.connect(self.print_wanted)
        side.go_wanted.connect(self._go_to)
        return side

    def _signed_side(self, case: CaseShown, signed: SignedShown, *, low: bool) -> SignedSide:
        side = SignedSide(case, signed, low=low)
        side.print_wanted.connect(self.print_wanted)
        side.export_wanted.connect(self.export_wanted)
        side.amend_wanted.connect(self.amend_wanted)
        return side

    def _listen(self, rows: ReviewList) -> None:
        rows.wanted.connect(self._want)
        rows.typed.connect(self._type)
        rows.kept.connect(self._keep)
        rows.dropped.connect(self._drop)
        rows.opened.connect(self._open)
        rows.rest_wanted.connect(self._agree_to_the_rest)
        rows.enter_wanted.connect(self.fact_wanted)

    def _show_review(self) -> None:
        case, rows, side = self._case, self._list, self._side
        if case is None or rows is None or not isinstance(side, DraftSide):
            return
        shown = review_of(case, self._review())
        self._progress.set_content(shown.progress_text)
        if self._without is not None:
            self._without.show_text(shown.without_text)
        rows.show_review(case, shown, frozenset(self._opened | self._typing.keys()), max(self.height(), _LEAST_ROOM))
        side.show_review(case, shown)

    def _review(self) -> Review:
        """Return the review of the case on screen with what is being typed."""
        return replace(self._base or Review(items=()), typing=dict(self._typing))

    def _forget_kept(self, case: CaseShown) -> None:
        """Drop what was typed and is now kept by the case; while it is computed nothing is dropped."""
        review = self._review()
        if not review.items:
            return
        kept = {one.said.item.id: one.said for one in case.state.decisions_now}
        for key, answer in list(self._typing.items()):
            item = review.by_key.get(key)
            if item is None or said_of(case, item, answer) == kept.get(key, ...):
                self._close(key)

    # -- what is done --------------------------------------------------------------------------------------------------

    def _want(self, key: str, verdict: Verdict) -> None:
        """Agree at once; modify and reject open the fields first."""
        case = self._case
        row = None if case is None else next((one for one in self._shown(case).rows if one.key == key), None)
        if case is None or row is None or not row.enabled or (row.cleared and verdict is not Verdict.REJECTED):
            self._show_review()
            return
        if verdict is not Verdict.AGREED:
            self.begin(key, verdict)
            return
        self._close(key)
        review = self._review()
        item = review.by_key[key]
        said = said_of(case, item, Answer(verdict=verdict))
        self._show_review()
        if review.state(item) is not ItemState.AGREED and said is not None:
            self.changed.emit((said,))

    def begin(self, key: str, verdict: Verdict) -> None:
        """Open the fields of an item that is modified or rejected, with the cursor in the first."""
        review = self._review()
        before = review.typing.get(key) or review.answers.get(key)
        if before is None or before.verdict is not verdict:
            reason = "" if before is None else before.reason
            before = Answer(verdict=verdict, reason=reason)
        self._typing[key] = before
        self._show_review()
        if self._list is not None:
            self._list.take_field(key)

    def _type(self, key: str, answer: Answer) -> None:
        if key in self._typing:
            self._typing[key] = answer
            self._show_review()

    def _keep(self, key: str) -> None:
        """Make what was typed an event; it stays in its fields until the case comes back with it."""
        case, answer = self._case, self._typing.get(key)
        if case is None or answer is None:
            return
        said = said_of(case, self._review().by_key[key], answer)
        if said is not None:
            self.changed.emit((said,))

    def _drop(self, key: str) -> None:
        if key in self._typing or key in self._opened:
            self._close(key)
            self._show_review()
            self._go_to(key)

    def _close(self, key: str) -> None:
        self._typing.pop(key, None)
        self._opened.discard(key)

    def _open(self, key: str) -> None:
        self._opened.add(key)
        self._show_review()
        self._go_to(key)

    def _agree_to_the_rest(self) -> None:
        if self._case is not None and (events := self._review().agree_to_the_rest()):
            self.changed.emit(events)

    def _compute_without(self) -> None:
        if self._case is not None and (events := without_rejected(self._case, self._review())):
            self.changed.emit(events)

    def _go_to(self, key: str) -> None:
        if self._list is not None:
            self._list.go_to(key)

    def _ask_source(self, key: str) -> None:
        row = None if self._case is None else self._review().by_key.get(key)
        if row is not None and row.source is not None:
            self.source_wanted.emit(row.source)

    def _shown(self, case: CaseShown) -> ReviewShown:
        return review_of(case, self._review())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the keys of the review work from every part of the screen but a field."""
        if self._list is None or not self._list.handle_key(event):
            super().keyPressEvent(event)


class _Without(QWidget):
    """What computes the case again without the rejected values, and what that means."""

    wanted = Signal()

    def __init__(self, action: str = "") -> None:
        super().__init__()
        self._text = Text("", Role.CAPTION, wrap=True)
        button = Button(action, icon="rotate-ccw")
        button.clicked.connect(self.wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(12)
        row.addWidget(Icon("triangle-alert", Tone.CAUTION, 18))
        row.addWidget(self._text, 1)
        row.addWidget(button)
        self.hide()

    def show_text(self, text: str) -> None:
        """Say what it means, or hide where no value is rejected."""
        if text != self._text.text():
            self._text.set_content(text)
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground: what it does has to be seen."""
        painter = QPainter(self)
        bar(painter, self.rect().toRectF(), palette().caution.tint)
        painter.end()
