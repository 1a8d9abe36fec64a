"""From the pieces of *Today* to what is drawn: figures that open their source, unknowns that ask for a value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bedside_app.domain.fact import FactId
from bedside_app.ui.patient.bridge import key_of, ref_of
from bedside_app.ui.theme import Tone, Weight
from bedside_app.ui.theme.runs import Run
from bedside_app.ui.viewmodels.patient.screens.today import Piece
from bedside_app.ui.viewmodels.shown import SourceRef

__all__ = ["asked_by", "runs_of_pieces"]

_ASKS: Final = "asks"


def runs_of_pieces(pieces: Iterable[Piece], weight: Weight | None = None) -> tuple[Run, ...]:
    """Return pieces as they are drawn."""
    return tuple(_run(piece, weight) for piece in pieces)


def _run(piece: Piece, weight: Weight | None) -> Run:
    ref = SourceRef(_ASKS, piece.asks) if piece.asks is not None else piece.source
    return Run(
        piece.text,
        Weight.SEMIBOLD if piece.strong else weight,
        Tone(piece.tone) if piece.tone else None,
        fact=key_of(ref),
        spoken=piece.spoken,
        tabular=piece.source is not None,
    )


def asked_by(key: str) -> FactId | SourceRef:
    """Return what a key asks for: the value of a fact, or a source."""
    ref = ref_of(key)
    return FactId(ref.key) if ref.kind == _ASKS else ref
