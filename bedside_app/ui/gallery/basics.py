"""Buttons, chips, fields, choices, values and progress, in all their states."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import (
    Button,
    ButtonKind,
    Choice,
    ChoiceField,
    DateField,
    FactChip,
    FactContent,
    FactState,
    Field,
    FocusRing,
    IconButton,
    KeyCap,
    Link,
    Look,
    Operable,
    Segments,
    StatusChip,
    Switch,
    SwitchKind,
    Tag,
    Text,
    TriState,
    Verdict,
    toggle,
)
from bedside_app.ui.components.cards import Card
from bedside_app.ui.components.states import Progress
from bedside_app.ui.gallery.words import pick
from bedside_app.ui.theme import Role, Status, Tone, Weight, status

__all__ = ["basic_cards", "caption", "fact_card", "field_card"]


def caption(text: str) -> Text:
    """Return the caption of a part of the gallery."""
    return Text(text, Role.CAPTION, weight=Weight.SEMIBOLD, tone=Tone.TEXT2)


class _Ringed(QWidget):
    """Shows one control with the focus ring around it, focused or not."""

    def __init__(self, control: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(control)
        self._control, self._ring = control, FocusRing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the ring around the control."""
        super().resizeEvent(event)
        self._ring.follow(self._control)


def _states(parts: Sequence[tuple[QWidget, str]], gap: int = 12) -> QHBoxLayout:
    """Return controls side by side, each with the word of its state below."""
    row = QHBoxLayout()
    row.setSpacing(gap)
    for part, word in parts:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(part, alignment=Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        column.addWidget(Text(word, Role.CAPTION, tone=Tone.TEXT2))
        row.addLayout(column)
    row.addStretch(1)
    return row


def _look(control: Operable, look: Look) -> Operable:
    control.shown_as = look
    return control


def _buttons(language: Language) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(12)
    modify, review = pick(language, "Modify", "Modifier"), pick(language, "Review", "Relire")
    words = [pick(language, *pair) for pair in (("rest", "repos"), ("hover", "survol"), ("pressed", "appuyé"))]
    rows: list[tuple[QWidget, str]] = [
        (_look(Button(modify), look), word)
        for look, word in zip((Look.REST, Look.HOVER, Look.PRESSED), words, strict=True)
    ]
    rows.append((_Ringed(Button(modify)), "focus"))
    off = Button(modify)
    off.setEnabled(False)
    rows.append((off, pick(language, "disabled", "inactif")))
    column.addLayout(_states(rows))
    primary = [
        (
            _look(Button(review, ButtonKind.PRIMARY, icon="signature"), Look.REST),
            pick(language, "primary", "principal"),
        ),
        (_look(Button(review, ButtonKind.PRIMARY, icon="signature"), Look.HOVER), pick(language, "hover", "survol")),
        (Button(pick(language, "Cancel", "Annuler"), ButtonKind.QUIET, key="Esc"), pick(language, "quiet", "discret")),
    ]
    column.addLayout(_states(list(primary)))
    links = QHBoxLayout()
    links.setSpacing(16)
    links.addWidget(Link(pick(language, "All 7", "Les 7")))
    links.addWidget(Link(pick(language, "Enter a value", "Saisir une valeur"), key="N"))
    links.addWidget(IconButton("settings", pick(language, "Settings", "Réglages")))
    links.addWidget(KeyCap("Ctrl K"))
    links.addWidget(Tag(pick(language, "Demonstration", "Démonstration")))
    links.addStretch(1)
    column.addLayout(links)
    return column


def basic_cards(language: Language) -> Card:
    """Return the card of buttons and links."""
    card = Card(padded=True)
    card.add(caption(pick(language, "Buttons, 44 px", "Boutons, 44 px")))
    card.add(_buttons(language))
    note = pick(
        language,
        "Text links and values that can be clicked have an invisible hit area of 44 px. The focus ring is 2 px, "
        "2 px away from the control.",
        "Les liens et valeurs cliquables ont une zone sensible invisible de 44 px. Le cadre du focus fait 2 px, "
        "à 2 px de l’élément.",
    )
    card.add(Text(note, Role.BODY, tone=Tone.TEXT2, wrap=True))
    card.body.addStretch(1)
    return card


_VALUES: dict[Status, dict[str, object]] = {
    Status.GRADE: {"grade": 3},
    Status.WORKING: {"percent": 40},
    Status.CONDITION: {"condition": "score ≤ 12"},
}


def _vocabulary(language: Language) -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(8)
    rows = [list(Status)[start : start + 7] for start in range(0, len(Status), 7)]
    for at, row in enumerate(rows):
        line = QHBoxLayout()
        line.setSpacing(8)
        for kind in row:
            line.addWidget(StatusChip(status(kind, language, **_VALUES.get(kind, {}))))
        line.addStretch(1)
        grid.addLayout(line, at, 0)
    return grid


def _field_states(language: Language) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    empty = Field("Test", language, unit="ms", example=pick(language, "Not known", "Non connu"))
    focused = Field("Test", language, unit="ms", text="321")
    focused.line.setProperty("shown", "focus")
    wrong = Field("Test", language, unit="ms", text="9876")
    wrong.show_error(pick(language, "Outside 100–900 ms", "Hors de 100–900 ms"))
    off = Field("Test", language, unit="ms", text="321")
    off.setEnabled(False)
    for field in (empty, focused, wrong, off):
        row.addWidget(field)
    return row


def _choices(language: Language) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(16)
    what = pick(language, "Verdict", "Avis")
    row.addWidget(TriState(language, what, selected=Verdict.AGREE))
    row.addWidget(TriState(language, what, selected=Verdict.REJECT))
    row.addStretch(1)
    return row


def _switches(language: Language) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addWidget(toggle(language, "Test", on=True))
    row.addWidget(toggle(language, "Test"))
    row.addWidget(Switch("PDF", on=True))
    row.addWidget(Switch("FHIR"))
    row.addWidget(Switch(pick(language, "side 1", "côté 1"), SwitchKind.RADIO, on=True))
    ranges = tuple(
        Choice(key, pick(language, *pair))
        for key, pair in (("4m", ("4 months", "4 mois")), ("1y", ("1 year", "1 an")), ("all", ("All", "Tout")))
    )
    row.addWidget(Segments(ranges, pick(language, "Range", "Période"), selected="4m"))
    row.addStretch(1)
    return row


def field_card(language: Language) -> Card:
    """Return the card of status words, fields and choices."""
    card = Card(padded=True)
    words = ("Status vocabulary: icon, word and colour together", "Statuts~: icône, mot et couleur ensemble")
    card.add(caption(pick(language, *words)))
    card.add(_vocabulary(language))
    card.add(caption(pick(language, "Fields and choices", "Champs et choix")))
    card.add(_field_states(language))
    lists = QHBoxLayout()
    lists.setSpacing(12)
    choices = (("one", pick(language, "First way", "Première méthode")), ("two", pick(language, "Second", "Seconde")))
    lists.addWidget(ChoiceField(pick(language, "Method", "Méthode"), language, choices, "one"))
    lists.addWidget(ChoiceField(pick(language, "Method", "Méthode"), language, choices))
    lists.addWidget(DateField(pick(language, "Recorded on", "Date"), language, date(2026, 5, 4)))
    lists.addWidget(DateField(pick(language, "Recorded on", "Date"), language))
    card.add(lists)
    card.add(_choices(language))
    card.add(_switches(language))
    return card


def _facts(language: Language) -> QHBoxLayout:
    def chip(state: FactState, note: str = "") -> FactChip:
        content = FactContent(key="demo", value="12", unit="g/L", state=state, note=note, source="4 May 2026")
        return FactChip(content, language)

    hover = chip(FactState.CURRENT)
    hover.shown_as = Look.HOVER
    old = pick(language, "9 months old", "date de 9 mois")
    parts: list[tuple[QWidget, str]] = [
        (chip(FactState.CURRENT), pick(language, "rest", "repos")),
        (hover, pick(language, "hover", "survol")),
        (_Ringed(chip(FactState.CURRENT)), "focus"),
        (chip(FactState.NOT_CURRENT, old), pick(language, "not current", "ancien")),
        (chip(FactState.TYPED), pick(language, "typed in", "saisi")),
        (chip(FactState.OUT_OF_RANGE), pick(language, "out of range", "hors norme")),
        (chip(FactState.UNKNOWN), pick(language, "unknown", "inconnu")),
        (chip(FactState.COMPUTING), pick(language, "computing again", "recalcul")),
    ]
    return _states(parts, gap=14)


def _jobs(language: Language) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    reading = pick(language, "Reading CT", "Lecture du scanner")
    running, stopping, cancelled = (Progress(reading, language) for _ in range(3))
    for job in (running, stopping, cancelled):
        column.addWidget(job)
    running.begin()
    running.show_step(0.6, pick(language, "slice 90 of 150", "coupe 90 sur 150"))
    running.show()
    stopping.show_step(0.6, "")
    stopping.show_stopping()
    stopping.show()
    cancelled.show_cancelled()
    return holder


def fact_card(language: Language) -> Card:
    """Return the card of values and of work that goes on."""
    card = Card(padded=True)
    words = ("Values: every number opens its source", "Valeurs~: chaque chiffre ouvre sa source")
    card.add(caption(pick(language, *words)))
    card.add(_facts(language))
    card.add(caption(pick(language, "Progress with cancel", "Progression avec annulation")))
    card.add(_jobs(language))
    card.body.addStretch(1)
    return card
