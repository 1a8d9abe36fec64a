"""Below the therapy table: the steps beside the drug decision, and what is lowered or excluded with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from bedside_app.foundation.words import say
from bedside_app.ui.components.basics import Rule, Run, StatusChip, Text
from bedside_app.ui.components.cards import Card
from bedside_app.ui.patient.bridge import status_of
from bedside_app.ui.patient.therapy_cells import Ask, amount, marked, together
from bedside_app.ui.patient.therapy_sheet import Flow, FlowCard, Prose
from bedside_app.ui.theme import Tone, Weight
from bedside_app.ui.viewmodels.patient.screens.options import Against
from bedside_app.ui.viewmodels.patient.screens.therapy import DoseShown, OtherStep
from bedside_app.ui.viewmodels.shown import CaseShown

__all__ = ["against_card", "others_card"]

_TOP: Final = Qt.AlignmentFlag.AlignTop
_STEP: Final = 200  # px
_STATE: Final = 112  # px, more where a word is longer


def others_card(case: CaseShown, steps: Sequence[OtherStep], ask: Ask) -> Card:
    """Return the other steps as rows: state, what is suggested with its doses, what else is possible or waits."""
    card = FlowCard(_said(case, "others"), _said(case, "others-caption"))
    grid = _rows(card)
    grid.setColumnMinimumWidth(0, _STEP)
    grid.setColumnMinimumWidth(1, _STATE)
    grid.setColumnStretch(2, 1)
    for at, step in enumerate(steps):
        if at:
            grid.addWidget(Rule(), 2 * at - 1, 0, 1, 3)
        title = Text(step.title, weight=Weight.SEMIBOLD, wrap=True, at_top=True)
        title.setFixedWidth(_STEP)
        title.setAccessibleName(step.spoken)
        grid.addWidget(title, 2 * at, 0, _TOP)
        grid.addWidget(StatusChip(status_of(step.sign)), 2 * at, 1, _TOP)
        grid.addWidget(_named(case, step, ask), 2 * at, 2, _TOP)
    return card


def against_card(case: CaseShown, lowered: Sequence[Against], excluded: Sequence[Against]) -> Card:
    """Return what is lowered and what is excluded, each with the reason; nothing disappears."""
    card = FlowCard(_said(case, "against"), _said(case, "against-caption"))
    grid = _rows(card)
    grid.setColumnMinimumWidth(0, _STATE)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    for at, one in enumerate([*lowered, *excluded]):
        if at:
            grid.addWidget(Rule(), 2 * at - 1, 0, 1, 3)
        grid.addWidget(StatusChip(status_of(one.sign)), 2 * at, 0, _TOP)
        grid.addWidget(Prose(together(one.title), weight=Weight.MEDIUM), 2 * at, 1, _TOP)
        why = Prose(together(one.why), Tone.TEXT2)
        grid.addWidget(why, 2 * at, 2, _TOP)
    return card


def _rows(card: Card) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(12, 8, 12, 8)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    card.add(grid)
    return grid


def _named(case: CaseShown, step: OtherStep, ask: Ask) -> QWidget:
    holder = Flow()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    if step.suggested or step.doses:
        text = Text(_suggested(case, step), wrap=True, at_top=True)
        text.source_wanted.connect(ask)
        column.addWidget(text)
    for dose in step.doses:
        for words in dose.adjustments:
            column.addLayout(marked("circle-arrow-down", Tone.CAUTION, words, coloured=True))
        if dose.figure.source is None or dose.needs:
            words = dose.needs or dose.figure.text
            column.addLayout(marked("circle-help", Tone.UNKNOWN, words, coloured=True))
    for word, titles in ((case.sign("possible").word, step.possible), (_said(case, "waits"), step.waiting)):
        if titles:
            words = case.pair(word, _listed(case, titles))
            column.addWidget(Prose(together(words), Tone.TEXT2))
    return holder


def _suggested(case: CaseShown, step: OtherStep) -> tuple[Run, ...]:
    """Return what is suggested, each with its dose where the dose is of the drug that it names."""
    left = {dose.name.casefold(): dose for dose in step.doses}
    runs: list[Run] = []
    for title in step.suggested:
        runs += [Run(_semicolon(case))] if runs else []
        runs.append(Run(together(title), Weight.MEDIUM))
        dose = left.pop(title.casefold(), None)
        if dose is not None:
            runs += _amount(case, dose)
    for dose in left.values():
        runs += [Run(_semicolon(case))] if runs else []
        runs += [Run(dose.name), *_amount(case, dose)]
    return tuple(runs)


def _amount(case: CaseShown, dose: DoseShown) -> list[Run]:
    """Return the amount with its schedule; without one it is said below what it needs."""
    schedule = [Run(f" {dose.schedule}", tone=Tone.TEXT2)] if dose.schedule else []
    if dose.figure.source is None:
        return schedule
    return [Run(" "), amount(dose.figure, off=case.off_today), *schedule]


def _listed(case: CaseShown, titles: Sequence[str]) -> str:
    return _semicolon(case).join(titles)


def _semicolon(case: CaseShown) -> str:
    return "\u202f; " if case.language == "fr" else "; "


def _said(case: CaseShown, code: str) -> str:
    return say(f"therapy_section.{code}", case.language)
