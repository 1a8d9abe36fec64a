"""The time strip: what happened when, by lane, and how the cursor moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bedside_app.domain.fact import Fact, FactId, Presence, Status
from bedside_app.domain.today import CycleShown, CycleState
from bedside_app.foundation.words import day
from bedside_app.ui.viewmodels.patient.images.thumbnails import modality_words
from bedside_app.ui.viewmodels.patient.screens.labs import lab_ids
from bedside_app.ui.viewmodels.shown import CaseShown, day_of, label_of

__all__ = ["LANES", "LOW_HEIGHT", "Strip", "StripEvent", "StripWindow", "move_to_end", "move_to_event", "strip_of"]

LANES: Final = ("images", "labs", "pathology", "treatment")
LOW_HEIGHT: Final = 740  # px of the window under which the strip is one lane

_IMAGING: Final = frozenset({"lvef", "bone_density_t_score", "bone_scan_note", "ct_chest_note", "ct_body_note"})
_IMAGING_MORE: Final = frozenset({"mri_brain_note", "mri_prostate_note", "endoscopy_note"})
_PATHOLOGY: Final = frozenset(
    {"histology", "er_status", "her2_status", "ki67_percent", "pt_category", "pn_category", "tumour_grade"}
)
_PROCEDURES: Final = FactId("procedures")
_OPEN: Final = frozenset({CycleState.DUE, CycleState.PLANNED, CycleState.NOT_GIVEN})
_WINDOW: Final = timedelta(days=7)  # that a box is long: when a cycle is given within its week nobody states
_AFTER: Final = timedelta(days=28)  # of room at the right, for what the box is called
_MEDICINES: Final = frozenset({"medicines", "medicines_ever"})
_ANTICANCER: Final = frozenset(
    {"cytotoxic", "endocrine_therapy", "anti_her2", "cdk46_inhibitor", "checkpoint_inhibitor", "parp_inhibitor"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StripEvent:
    """Something of one lane on one day; `label` names it, with how many more there are of that day."""

    lane: str
    day: date
    label: str
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StripWindow:
    """A cycle that is due or planned: a dashed box from its day on."""

    start: date
    end: date
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The strip. `amber` says what is disabled while the cursor is off today, "" on today."""

    first: date
    last: date
    today: date
    cursor: date
    caption: str
    cursor_text: str
    lanes: tuple[tuple[str, str], ...]
    events: tuple[StripEvent, ...]
    windows: tuple[StripWindow, ...]
    one_lane: bool
    amber: str
    spoken: str


def strip_of(case: CaseShown, *, height: int = 768, opened: bool = False) -> Strip | None:
    """Return the strip for a window of this height; None where the identities conflict: then nothing is dated."""
    if case.blocked:
        return None
    events, windows = _events(case), tuple(_windows(case))
    days = [event.day for event in events] + [window.end + _AFTER for window in windows] + [case.today, case.day]
    cursor = day(case.day, case.language)
    return Strip(
        first=min(days),
        last=max(days),
        today=case.today,
        cursor=case.day,
        caption=case.say("strip.as-of"),
        cursor_text=cursor,
        lanes=tuple((lane, case.say(f"strip.lane.{lane}")) for lane in LANES),
        events=events,
        windows=windows,
        one_lane=height < LOW_HEIGHT and not opened,
        amber=case.say("strip.off-today", day=cursor) if case.off_today else "",
        spoken=case.say("strip.spoken", day=cursor, count=len(events)),
    )


def move_to_event(events: Sequence[StripEvent], cursor: date, direction: int, *, today: date) -> date:
    """Return the day of the next (1) or previous (-1) event; today is a place too, and the ends hold."""
    days = sorted({event.day for event in events} | {today})
    if direction > 0:
        return next((at for at in days if at > cursor), max(cursor, days[-1]))
    return next((at for at in reversed(days) if at < cursor), min(cursor, days[0]))


def move_to_end(events: Sequence[StripEvent], *, last: bool, today: date) -> date:
    """Return the first day of the strip (Home), or the last (End): never a day after today."""
    days = [event.day for event in events if event.day <= today]
    return today if last else min([*days, today])


def _events(case: CaseShown) -> tuple[StripEvent, ...]:
    found: dict[tuple[str, date], dict[str, None]] = {}
    for lane, at, label in _happened(case):
        found.setdefault((lane, at), {})[label] = None
    return tuple(
        _event(case, lane, at, list(labels))
        for (lane, at), labels in sorted(found.items(), key=lambda item: (item[0][1], LANES.index(item[0][0])))
    )


def _event(case: CaseShown, lane: str, at: date, labels: list[str]) -> StripEvent:
    more = len(labels) - 1
    label = labels[0] if not more else case.say("strip.more", first=labels[0], count=more)
    spoken = case.say("strip.event", lane=case.say(f"strip.lane.{lane}"), label=label, day=at)
    return StripEvent(lane=lane, day=at, label=label, spoken=spoken)


def _cycles(case: CaseShown) -> Iterator[tuple[date, CycleShown]]:
    """Yield the cycles of the active regimens that have a day."""
    for cycle in () if case.current.today is None else case.current.today.cycles:
        at = day_of(cycle.date)
        if at is not None:
            yield at, cycle


def _windows(case: CaseShown) -> Iterator[StripWindow]:
    """Yield the cycles that are to come, and those whose day has come without them."""
    for at, cycle in _cycles(case):
        if cycle.state in _OPEN:
            number = "?" if cycle.number is None else cycle.number
            state = case.text(cycle.state_text) or case.say(f"strip.{cycle.state.value}")
            label = case.say("strip.cycle-state", number=number, state=state[:1].lower() + state[1:])
            yield StripWindow(start=at, end=at + _WINDOW, label=label)


def _happened(case: CaseShown) -> Iterator[tuple[str, date, str]]:
    labs, given = frozenset(lab_ids(case)), set()
    for day_one, cycle in _cycles(case):
        given |= {dose.drug for dose in cycle.doses}
        if cycle.state not in _OPEN and day_one <= case.today:
            number = "?" if cycle.number is None else cycle.number
            yield "treatment", day_one, case.say("strip.cycle", number=number)
    for series in case.record.images:
        days = {day_of(image.taken.text) for image in series.instances if image.taken is not None}
        label = modality_words(series, case.language)
        yield from (("images", taken, label) for taken in days if taken is not None and taken <= case.today)
    for fact in case.record.facts:
        if fact.id in _MEDICINES and fact.value in given:
            continue  # its cycles say it
        at = day_of(fact)
        if at is None or at > case.today or fact.status is Status.WITHDRAWN or fact.presence is Presence.ABSENT:
            continue
        lane = _lane(case, fact, labs)
        if lane and fact.value is not None:
            yield lane, at, _label(case, fact)


def _lane(case: CaseShown, fact: Fact, labs: frozenset[FactId]) -> str:
    if fact.id in _IMAGING or fact.id in _IMAGING_MORE:
        return "images"
    if fact.id == _PROCEDURES:
        return "pathology" if fact.value == "biopsy" else "treatment"
    if fact.id in _MEDICINES:
        return "treatment" if _is_anticancer(case, fact) else ""
    if fact.id in _PATHOLOGY:
        return "pathology"
    return "labs" if fact.id in labs else ""


def _is_anticancer(case: CaseShown, fact: Fact) -> bool:
    entry = case.entry(fact.id)
    items = () if entry is None else entry.items
    return any(item.value == fact.value and _ANTICANCER & set(item.groups) for item in items)


def _label(case: CaseShown, fact: Fact) -> str:
    entry = case.entry(fact.id)
    if entry is not None and entry.kind == "collection":
        return entry.answer_label(fact.value, case.language)
    return label_of(case, fact.id)
