"""From what a view model says to what a component draws: signs, figures, and the key that asks for a source."""

from __future__ import annotations

from bedside_app.ui.theme import Status, StatusContent, Weight
from bedside_app.ui.theme.runs import Run
from bedside_app.ui.viewmodels.shown import Figure, Sign, SourceRef

__all__ = ["key_of", "ref_of", "runs_of", "status_of"]

_BETWEEN = "\x1f"  # the unit separator: no id of a fact, pack or option holds it


def key_of(ref: SourceRef | None) -> str:
    """Return the key that a component carries for a source, "" for none."""
    return "" if ref is None else _BETWEEN.join((ref.kind, ref.key, ref.part))


def ref_of(key: str) -> SourceRef:
    """Return the source that a component's key means."""
    kind, name, part = key.split(_BETWEEN)
    return SourceRef(kind, name, part)


def status_of(sign: Sign) -> StatusContent:
    """Return the status that a component draws, with the view model's word."""
    return StatusContent(Status(sign.status), sign.word)


def runs_of(figure: Figure, weight: Weight | None = Weight.SEMIBOLD) -> tuple[Run, ...]:
    """Return a figure as a run that opens its source, spoken as the view model says it."""
    return (Run(figure.text, weight, fact=key_of(figure.source), spoken=figure.spoken, tabular=True),)
