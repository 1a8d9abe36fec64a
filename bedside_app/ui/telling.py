"""What the window says beside a patient: a refusal, documents that were written, two identities, where it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bedside_app.domain.record import Identity, PatientRecord
from bedside_app.foundation.settings import Settings
from bedside_app.foundation.words import Language, say
from bedside_app.ui.cases import Blocked, Held
from bedside_app.ui.components.frame import FooterItem
from bedside_app.ui.components.states.notice import NoticeContent
from bedside_app.ui.theme import Status, Tone, status
from bedside_app.ui.viewmodels.shown import CaseShown
from bedside_app.ui.worklist.computer import ComputerRow

__all__ = ["computer_rows", "conflict_of", "footer_items", "footer_of", "refusal_of", "written_of"]


def refusal_of(why: str, language: Language) -> NoticeContent:
    """Return why something was not done; the case stands."""
    title = say("window.refused", language)
    return NoticeContent(key="refused", title=title, status=status(Status.REFUSED, language), why=why)


def written_of(paths: Sequence[Path], language: Language) -> NoticeContent:
    """Return where documents were written."""
    return NoticeContent(
        key="written",
        title=say("window.exported", language),
        status=status(Status.GO, language),
        why=str(paths[0].parent),
        aside=", ".join(path.name for path in paths),
    )


def conflict_of(blocked: Blocked, language: Language) -> CaseShown:
    """Return the case of which nothing but its identities may be shown."""
    record = PatientRecord(identity=Identity(), demonstration=blocked.summary.demonstration)
    return CaseShown(current=blocked.summary, record=record, dictionary=blocked.dictionary, language=language)


def footer_of(held: Held, language: Language) -> tuple[FooterItem, ...]:
    """Return what the program runs on, and when the case was kept."""
    saved = say("keeping.saved" if held.kept else "keeping.passing", language, {"time": held.saved.text[11:16]})
    return *footer_items(language), FooterItem("lock", saved)


def footer_items(language: Language) -> tuple[FooterItem, ...]:
    """Return what the program runs on."""
    cpu, offline = (say(f"window.{code}", language) for code in ("cpu", "offline"))
    return FooterItem("cpu", cpu), FooterItem("wifi-off", offline)


def computer_rows(settings: Settings, language: Language, *, kept: bool) -> tuple[ComputerRow, ...]:
    """Return what there is to know of this computer, each with its state."""
    cases = "kept" if kept else "not-kept" if settings.keep_cases == "no" else "not-open"
    rows = (
        ("cpu", "runs-on", say("window.cpu", language), Tone.OK),
        ("lock", "cases", say(f"keeping.computer.{cases}", language), Tone.OK if kept else Tone.TEXT2),
        ("clock", "locks", say("keeping.computer.minutes", language, {"count": settings.lock_minutes}), Tone.TEXT2),
        ("wifi-off", "network", say("keeping.computer.not-used", language), Tone.OK),
    )
    return tuple(
        ComputerRow(icon, say(f"keeping.computer.{label}", language), value, tone) for icon, label, value, tone in rows
    )
