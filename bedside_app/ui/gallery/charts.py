"""Charts of made-up figures."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bedside_app.foundation.words import Language
from bedside_app.ui.components.basics import FactContent, FactState
from bedside_app.ui.components.cards import Card
from bedside_app.ui.components.charts import (
    Contribution,
    Contributions,
    Grade,
    Group,
    LabContent,
    LabPanel,
    LabPoint,
    PeopleArray,
    PeopleLegend,
    ProbabilityScale,
    Shape,
    Zone,
)
from bedside_app.ui.components.frame import SourceDock
from bedside_app.ui.gallery.basics import caption
from bedside_app.ui.gallery.frame import source
from bedside_app.ui.gallery.words import pick
from bedside_app.ui.theme import Status, status

__all__ = ["chart_row", "groups", "lab_row", "labs"]


def groups(language: Language) -> tuple[Group, ...]:
    """Return a made-up hundred."""
    return (
        Group(51, Shape.CIRCLE, pick(language, "51 with surgery alone", "51 par chirurgie seule")),
        Group(4, Shape.SQUARE, "alpha"),
        Group(3, Shape.TRIANGLE, "beta"),
        Group(2, Shape.DIAMOND, pick(language, "gamma, counted apart", "gamma, compté à part")),
        Group(40, Shape.CROSS, pick(language, "die, any cause", "décès, toutes causes")),
    )


def _people(language: Language) -> Card:
    card = Card(padded=True)
    card.add(caption(pick(language, "A hundred people", "Cent personnes")))
    card.add(PeopleArray(groups(language), language))
    card.add(
        PeopleLegend([(group.shape, group.label) for group in groups(language)], pick(language, "Of 100:", "Sur 100~:"))
    )
    card.add(caption(pick(language, "Probability, interval, thresholds", "Probabilité, intervalle, seuils")))
    zones = (Zone(5, 40, "A"), Zone(40, 90, "B"))
    card.add(ProbabilityScale(44, (31, 57), language, thresholds=(5, 40, 90), zones=zones))
    card.add(ProbabilityScale(44, None, language, thresholds=(5, 40, 90)))
    card.add(caption("Contributions"))
    parts = (Contribution("Alpha 10 %", 0.21), Contribution("Beta 2", 0.08), Contribution("Gamma −", -0.12))
    card.add(Contributions(parts, language))
    card.body.addStretch(1)
    return card


def chart_row(language: Language) -> QWidget:
    """Return people, scale and contributions beside the dock."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(_people(language), 1)
    title, text = pick(language, "Source", "Source"), pick(language, "of the selected value", "de la valeur choisie")
    parts = (Contribution("Alpha 10 %", 0.21), Contribution("Gamma −", -0.12))
    dock = SourceDock(source(language), language, title=title, caption=text, extra=Contributions(parts, language))
    row.addWidget(dock)
    return holder


def labs(language: Language) -> tuple[LabContent, ...]:
    """Return three made-up series."""
    days = (date(2026, 1, 20), date(2026, 3, 16), date(2026, 4, 4), date(2026, 5, 2))
    first, last = date(2026, 1, 1), date(2026, 5, 20)

    def series(values: tuple[float, ...]) -> tuple[LabPoint, ...]:
        return tuple(LabPoint(at, value) for at, value in zip(days, values, strict=True))

    def fact(value: str, unit: str, note: str = "") -> FactContent:
        state = FactState.NOT_CURRENT if note else FactState.CURRENT
        return FactContent(key="demo", value=value, unit=unit, light_unit=True, note=note, state=state)

    old = pick(language, "16 Mar", "16 mars")
    return (
        LabContent(
            key="low",
            name=pick(language, "Example protein", "Protéine d’exemple"),
            fact=fact("101", "g/L"),
            status=status(Status.GRADE, language, grade=1),
            first=first,
            last=last,
            points=series((130, 126, 99, 101)),
            reference=(118, 150),
            grades=(Grade(95, "Grade 2"),),
            marks=(date(2026, 3, 28),),
        ),
        LabContent(
            key="normal",
            name=pick(language, "Example cells", "Cellules d’exemple"),
            fact=fact("3.0", "10⁹/L"),
            status=status(Status.NORMAL, language),
            first=first,
            last=last,
            points=series((4.0, 4.4, 8.6, 3.0)),
            reference=(2, 7.2),
        ),
        LabContent(
            key="one-sided",
            name=pick(language, "Example enzyme with a long name", "Enzyme d’exemple au nom très long"),
            fact=fact("30", "U/L", old),
            first=first,
            last=last,
            points=series((22, 60, 28, 30))[:2],
            reference=(None, 38),
            grades=(Grade(55, "Grade 1"),),
        ),
    )


def lab_row(language: Language) -> QWidget:
    """Return three laboratory panels with one cursor, and one without axes."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    for content in labs(language):
        panel = LabPanel(content, language, cursor=date(2026, 5, 2))
        panel.setFixedHeight(166)
        row.addWidget(panel, 1)
    column = QVBoxLayout()
    bare = LabPanel(labs(language)[0], language, bare=True)
    bare.setFixedSize(300, 120)
    column.addWidget(bare, alignment=Qt.AlignmentFlag.AlignTop)
    row.addLayout(column)
    return holder
