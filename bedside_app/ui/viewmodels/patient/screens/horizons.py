"""A forecast at every year that the screens offer: with surgery alone, what each treatment adds, and with the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bedside_app.domain.summary import ShownFinding
from bedside_app.foundation.words import say
from bedside_app.ui.viewmodels.patient.screens.findings import finding_key
from bedside_app.ui.viewmodels.patient.screens.survival import HORIZONS, horizon_of
from bedside_app.ui.viewmodels.shown import CaseShown, Figure, SourceRef

__all__ = ["HorizonRow", "HorizonTable", "horizons_of"]

_BASE, _TREATED = ("overall_survival", "untreated"), ("overall_survival", "treated")


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizonRow:
    """One horizon: its figures in the order of the heads, None where the model has none."""

    years: str
    cells: tuple[Figure | None, ...]
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizonTable:
    """The forecast by year. `heads` name the columns after the first."""

    heads: tuple[str, ...]
    rows: tuple[HorizonRow, ...]


def horizons_of(case: CaseShown, group: Sequence[ShownFinding], horizon: int) -> HorizonTable | None:
    """Return the forecast of one plan at 5, 10 and 15 years, None for what is no forecast of survival.

    A treatment that adds nothing at any of them has no column: the plan does not count it.
    """
    found = {(at[0], at[2], at[1]): one for one in group if (at := horizon_of(one.output)) and at[1] in HORIZONS}
    years = [one for one in HORIZONS if (*_BASE, one) in found]
    if not years:
        return None
    adding = tuple(dict.fromkeys(key[:2] for key, one in found.items() if key[0] == "benefit" and one.value))
    columns = (_BASE, *adding, *((_TREATED,) if adding else ()))
    return HorizonTable(
        heads=tuple(_heads(case, columns)),
        rows=tuple(
            HorizonRow(
                years=case.say("findings.years", years=at),
                cells=tuple(_cell(case, column, found.get((*column, at))) for column in columns),
                chosen=at == horizon,
            )
            for at in years
        ),
    )


def _heads(case: CaseShown, columns: Sequence[tuple[str, str]]) -> Iterator[str]:
    for column in columns:
        if column in (_BASE, _TREATED):
            yield say(f"model_card.{'alone' if column == _BASE else 'with-plan'}", case.language)
        else:
            yield case.say_or(f"findings.treatment.{column[1]}", column[1].replace("_", " "))


def _cell(case: CaseShown, column: tuple[str, str], one: ShownFinding | None) -> Figure | None:
    if one is None:
        return None
    text = case.text(one.text) if column[0] != "benefit" else f"+{case.text(one.text)}"
    spoken = case.pair(case.text(one.label), text)
    return Figure(text=text, source=SourceRef("finding", finding_key(one), one.output), spoken=spoken)
