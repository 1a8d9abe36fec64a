"""A case after what a person did, as the store would give it back: its events replayed."""

from __future__ import annotations

from dataclasses import replace

from bedside_app.domain.case import CaseOpened, Event, RevisionSigned, replayed
from bedside_app.domain.moment import Moment
from bedside_app.ui.viewmodels.patient.acting.review import signed_decisions
from bedside_app.ui.viewmodels.shown import CaseShown
from bedside_app.workflows.sign import sign

__all__ = ["SIGNED_AT", "decided", "signed"]

SIGNED_AT = Moment("2026-11-24T13:05+01:00")
_Numbered = list[tuple[int, Event]]


def _history(case: CaseShown) -> _Numbered:
    """Return the events of a case that was only decided about since it was opened."""
    opened: _Numbered = [(1, CaseOpened(record=case.record))]
    return opened + [(at, one.said) for at, one in enumerate(case.state.decisions, start=2)]


def decided(case: CaseShown, *events: Event) -> CaseShown:
    """Return the case after more events; what rests on the record is not computed again."""
    history = _history(case)
    history += [(len(history) + at, event) for at, event in enumerate(events, start=1)]
    return replace(case, state=replayed(history))


def signed(case: CaseShown, signature: RevisionSigned) -> CaseShown:
    """Return the case signed as it is on screen."""
    decisions = signed_decisions(case)
    document = sign(case.current, signature.by, at=SIGNED_AT, revision=signature.revision, decisions=decisions)
    return decided(replace(case, current=document), signature)
