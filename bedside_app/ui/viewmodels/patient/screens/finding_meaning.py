"""What the value of a finding means for this patient: reduced, or a dose follows from it; else nothing is said."""

from __future__ import annotations

from typing import Final

from bedside_app.domain.fact import FactId
from bedside_app.domain.summary import FoundState, ShownFinding
from bedside_app.ui.viewmodels.shown import CaseShown, Sign

__all__ = ["meaning_of"]

_EGFR: Final = FactId("egfr_ckd_epi")
_STAGES: Final = ((15, "G5"), (30, "G4"), (45, "G3b"), (60, "G3a"))
"""The category of KDIGO 2024 below so many mL/min/1.73 m² (doi:10.1016/j.kint.2023.10.018); G1 and G2 say nothing."""


def meaning_of(case: CaseShown, one: ShownFinding) -> Sign | None:
    """Return what a number says by itself; None for one that no rule of this patient and no category judges."""
    if one.state is not FoundState.DONE or one.provided or one.fact is None or case.summary is None:
        return None
    if one.fact == _EGFR and isinstance(one.value, int | float):
        stage = next((name for limit, name in _STAGES if one.value < limit), "")
        return case.sign("caution", case.say("findings.reduced", stage=stage)) if stage else None
    adjusted = {
        fact
        for option in case.summary.options
        if option.suggested
        for dose in option.dose
        for step in dose.adjustments
        for fact in step.facts
    }
    return case.sign("caution", case.say("findings.changes-dose")) if one.fact in adjusted else None
