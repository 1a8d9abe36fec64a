"""Images: what was taken, one image in full, and what the model makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.domain.case import (
    ImageMeasured,
    Item,
    ItemAgreed,
    ItemKind,
    ItemModified,
    ItemRejected,
    MeasurementRemoved,
)
from bedside_app.domain.image import ImageInstance, ImageReading, ImageSeries, Measurement, PixelBlock, taken_by
from bedside_app.domain.record import Refused
from bedside_app.foundation.words import Language, say
from bedside_app.ui.components.basics import Verdict
from bedside_app.ui.components.states.empty import EmptyContent, EmptyState
from bedside_app.ui.patient.bridge import key_of, ref_of
from bedside_app.ui.patient.images.measurements import MeasurementsCard, VerdictRow
from bedside_app.ui.patient.images.panel import BAR, ResultCard, SidePanel
from bedside_app.ui.patient.images.picture import Pictures, picture_of
from bedside_app.ui.patient.images.pixels import Pixels
from bedside_app.ui.patient.images.thumbnails import RING, ThumbList
from bedside_app.ui.patient.images.tools import Tool
from bedside_app.ui.patient.images.viewer import Viewer
from bedside_app.ui.patient.rebuilt import swap
from bedside_app.ui.viewmodels.patient.images.result import ModelTold, result_of
from bedside_app.ui.viewmodels.patient.images.table import notes_of, rows_of
from bedside_app.ui.viewmodels.patient.images.thumbnails import Thumb, thumbs_of
from bedside_app.ui.viewmodels.patient.images.window import stored
from bedside_app.ui.viewmodels.shown import CaseShown, SourceRef

__all__ = ["ImagesSection", "item_of"]

_EDGE: Final = 16
_LETTERS: Final = {"A": Verdict.AGREE, "M": Verdict.MODIFY, "R": Verdict.REJECT}
_DECIDED: Final = {ItemAgreed: Verdict.AGREE, ItemModified: Verdict.MODIFY, ItemRejected: Verdict.REJECT}


def item_of(image: str, frame: int) -> Item:
    """Return what the clinician says agree, modify or reject to: the model's finding of one frame."""
    return Item(kind=ItemKind.FINDING, id=f"image/{image}/{frame}")


class ImagesSection(QWidget):
    """The section.

    `changed(events)` with what was decided of a finding, measured or taken back. Pixels come from what
    `set_pixels` was given, and are asked for when they are needed.
    """

    source_wanted = Signal(object)
    section_wanted = Signal(str)
    fact_wanted = Signal(str)
    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language: Language = "en"
        self._thumbs: tuple[Thumb, ...] = ()
        self._readings: tuple[ImageReading, ...] = ()
        self._measurements: tuple[Measurement, ...] = ()
        self._told: ModelTold | None = None
        self._radiologist, self._made_by = "", ""
        self._decided: dict[str, str] = {}
        self._pixels: Pixels | None = None
        self._pictures = Pictures()
        self._chosen, self._sentence, self._saliency = "", "", True
        self._viewer: Viewer | None = None
        self._list: ThumbList | None = None
        self._verdict: VerdictRow | None = None
        self._column = QVBoxLayout(self)
        self._panel, self._foot = QVBoxLayout(), QVBoxLayout()
        self._edge = _EDGE

    def set_pixels(self, pixels: Pixels) -> None:
        """Take pixels from a source; the one before is asked no more."""
        if self._pixels is not None:
            self._pixels.arrived.disconnect(self._arrived)
            self._pixels.failed.disconnect(self._failed)
        self._pixels = pixels
        pixels.arrived.connect(self._arrived)
        pixels.failed.connect(self._failed)

    def set_person(self, name: str) -> None:
        """Name who measures from now on."""
        self._made_by = name

    def show_case(self, case: CaseShown, *, low: bool = False, wide: bool = False) -> None:
        """Show the images of a case, as they were taken by the day under its cursor."""
        edge = 8 if low else _EDGE
        self._edge = edge
        decided = {
            one.said.item.id: _DECIDED[type(one.said)] for one in case.state.decisions if type(one.said) in _DECIDED
        }
        self.show_images(
            taken_by(case.record.images, case.day),
            case.current.images,
            case.state.measurements,
            language=case.language,
            decided=decided,
            today=case.today,
        )

    def show_images(  # noqa: PLR0913 - everything that one section shows
        self,
        series: Sequence[ImageSeries],
        readings: Sequence[ImageReading],
        measurements: Sequence[Measurement] = (),
        *,
        language: Language = "en",
        told: ModelTold | None = None,
        radiologist: str = "",
        decided: Mapping[str, str] | None = None,
        today: date | None = None,
    ) -> None:
        """Show images; the one that is looked at stays, with its view, while nothing but findings have changed."""
        thumbs = thumbs_of(series, language, today)
        same = (thumbs, language) == (self._thumbs, self._language) and self._viewer is not None
        self._thumbs, self._language = thumbs, language
        self._readings, self._measurements = tuple(readings), tuple(measurements)
        self._told, self._radiologist, self._decided = told, radiologist, dict(decided or {})
        left, right = (_EDGE - RING, _EDGE - BAR) if thumbs else (_EDGE, _EDGE)  # rings and bars stand in the margin
        self._column.setContentsMargins(left, self._edge, right, self._edge)
        if same:
            self._look_again()
            return
        swap(self._column, self._built() if thumbs else self._empty())
        if thumbs:
            kept = any(thumb.uid == self._chosen for thumb in thumbs)
            first = next((thumb for thumb in thumbs if not thumb.reason), thumbs[0])
            self.choose(self._chosen if kept else first.uid)

    def _empty(self) -> QWidget:
        self._viewer = self._list = self._verdict = None
        title, text = (say(f"images.empty.{part}", self._language) for part in ("title", "text"))
        return EmptyState(EmptyContent(title=title, text=text, icon="image"))

    def _built(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._list = ThumbList(self._language)
        self._list.show_thumbs(self._thumbs)
        self._list.chosen.connect(self.choose)
        self._list.picture_wanted.connect(lambda instance: self._want(instance, 0))
        self._viewer = Viewer(self._language, lambda: self._made_by)
        self._viewer.frame_wanted.connect(self._want)
        self._viewer.measured.connect(self._add)
        self._viewer.told.connect(self._tell)
        self._viewer.saliency_changed.connect(self._note_saliency)
        self._viewer.image_wanted.connect(self._go)
        side = SidePanel()
        self._panel, self._foot = side.column, side.foot
        row.addWidget(self._list)
        row.addWidget(self._viewer, 1)
        row.addSpacing(12)
        row.addWidget(side)
        return holder

    @property
    def _thumb(self) -> Thumb | None:
        return next((thumb for thumb in self._thumbs if thumb.uid == self._chosen), None)

    def choose(self, uid: str) -> None:
        """Show one image."""
        self._chosen, self._sentence = uid, ""
        thumb, viewer = self._thumb, self._viewer
        if thumb is None or viewer is None or self._list is None:
            return
        self._list.select(uid)
        viewer.show_image(thumb, self._reading(), self._mine())
        self._show_panel()
        self._show_verdict()

    def _look_again(self) -> None:
        thumb, viewer = self._thumb, self._viewer
        if thumb is not None and viewer is not None:
            viewer.show_findings(self._reading(), self._mine())
            self._show_panel()
            self._show_verdict()

    def _reading(self) -> ImageReading | None:
        return next((one for one in self._readings if one.image == self._chosen), None)

    def _mine(self) -> tuple[Measurement, ...]:
        return tuple(one for one in self._measurements if one.image == self._chosen)

    def _show_panel(self) -> None:
        thumb = self._thumb
        if thumb is None:
            return
        reading = self._reading()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._result(thumb, reading))
        column.addWidget(self._table(thumb, reading), 1)
        swap(self._panel, holder)

    def _show_verdict(self) -> None:
        reading = self._reading()
        ready = reading is not None and reading.probability is not None and reading.refused is None
        done = self._decided.get(item_of(reading.image, reading.frame).id, "") if reading is not None else ""
        self._verdict = VerdictRow(self._language, ready=ready, done=done)
        self._verdict.judged.connect(self._judge)
        swap(self._foot, self._verdict)

    def _result(self, thumb: Thumb, reading: ImageReading | None) -> ResultCard:
        shown = result_of(
            thumb.series, thumb.instance, reading, self._language, told=self._told, radiologist=self._radiologist
        )
        has_saliency = reading is not None and bool(reading.saliency)
        source = key_of(SourceRef("image", thumb.uid)) if shown.figure else ""
        card = ResultCard(shown, self._language, source=source, saliency=self._saliency if has_saliency else None)
        if self._viewer is not None:
            card.saliency_toggled.connect(self._viewer.show_saliency)
        card.source_wanted.connect(lambda key: self.source_wanted.emit(ref_of(key)))
        return card

    def _table(self, thumb: Thumb, reading: ImageReading | None) -> MeasurementsCard:
        rows = rows_of(thumb.instance, reading, self._mine(), self._language)
        notes = notes_of(reading, rows, self._language)
        card = MeasurementsCard(rows, self._language, ready=not thumb.reason, notes=notes, told=self._sentence)
        card.add_wanted.connect(self._begin_length)
        card.remove_wanted.connect(self._remove)
        return card

    def _begin_length(self) -> None:
        if self._viewer is not None:
            self._viewer.take(Tool.LENGTH)
            self._viewer.image.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def _want(self, instance: ImageInstance, frame: int) -> None:
        kept = self._pictures.get(instance.uid, frame)
        if kept is not None:
            self._deliver(instance.uid, frame)
        elif self._pixels is not None:
            self._pixels.request(instance, frame)

    def _arrived(self, uid: str, frame: int, block: PixelBlock) -> None:
        try:
            self._pictures.put(uid, frame, picture_of(block))
        except ValueError:
            self._failed(uid, frame, Refused(code="images.refused.no-picture", values={}))
            return
        self._deliver(uid, frame)

    def _deliver(self, uid: str, frame: int) -> None:
        picture = self._pictures.get(uid, frame)
        thumb = next((one for one in self._thumbs if one.uid == uid), None)
        if picture is None or thumb is None or self._list is None or self._viewer is None:
            return
        if frame == 0:
            self._list.show_picture(uid, picture.shown(stored(thumb.instance)))
        if uid == self._chosen:
            self._viewer.show_picture(frame, picture)

    def _failed(self, uid: str, frame: int, refused: Refused) -> None:
        if uid == self._chosen and self._viewer is not None:
            self._viewer.show_refused(frame, say(refused.code, self._language, refused.values))

    def _add(self, made: Measurement) -> None:
        self._measurements = (*self._measurements, made)
        self._sentence = ""
        self._look_again()
        self.changed.emit((ImageMeasured(measurement=made),))

    def _remove(self, gone: Measurement) -> None:
        self._measurements = tuple(one for one in self._measurements if one != gone)
        self._look_again()
        self.changed.emit((MeasurementRemoved(measurement=gone),))

    def _tell(self, words: str) -> None:
        if words != self._sentence:
            self._sentence = words
            self._show_panel()

    def _note_saliency(self, on: bool) -> None:
        self._saliency = on
        self._show_panel()

    def _go(self, step: int) -> None:
        at = next((at for at, thumb in enumerate(self._thumbs) if thumb.uid == self._chosen), 0)
        to = min(max(at + step, 0), len(self._thumbs) - 1)
        if to != at:
            self.choose(self._thumbs[to].uid)

    def _judge(self, verdict: str, reason: str) -> None:
        reading = self._reading()
        if reading is None:
            return
        item = item_of(reading.image, reading.frame)
        self._decided[item.id] = verdict
        said = {
            Verdict.AGREE: ItemAgreed(item=item),
            Verdict.MODIFY: ItemModified(item=item, to=reason, reason=reason),
            Verdict.REJECT: ItemRejected(item=item, reason=reason),
        }
        self.changed.emit((said[Verdict(verdict)],))
        self._show_verdict()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Use the keys of the section; Shift with A, M or R answers the finding."""
        shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        verdict = _LETTERS.get(event.text().upper()) if shifted else None
        if verdict is not None and self._verdict is not None:
            self._verdict.ask(verdict)
        elif self._viewer is None or not self._viewer.handle(event):
            super().keyPressEvent(event)
