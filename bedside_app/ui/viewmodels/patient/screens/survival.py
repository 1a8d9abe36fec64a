"""Survival at a horizon: what a pack forecasts under each plan, and the hundred people that stand for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bedside_app.domain.fact import Scalar
from bedside_app.domain.summary import Outcome, ShownFinding, ShownOption
from bedside_app.ui.viewmodels.shown import CaseShown, Figure, SourceRef, spoken_of

__all__ = [
    "HORIZONS",
    "HORIZON_FORM",
    "Group",
    "People",
    "Shape",
    "benefit_of",
    "horizon_of",
    "people_of",
    "survival_values",
]

HORIZONS: Final = (5, 10, 15)
HORIZON_FORM: Final = re.compile(r"^(?P<stem>.+?)_(?P<years>\d+)y(?:_(?P<arm>.+))?$")
_SURVIVAL: Final = "overall_survival"


class Shape(StrEnum):
    """How one person is drawn; the values are those of the component."""

    CIRCLE = "circle"
    SQUARE = "square"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    CROSS = "cross"


_GAINED: Final = (Shape.SQUARE, Shape.TRIANGLE, Shape.DIAMOND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People of one end, with the shape that stands for them."""

    count: int
    shape: Shape
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """A hundred people like this patient. The groups' counts add up to 100; `counts` names what the figure counts.

    `brief` says it for a card beside others: of a plan that an earlier card has, only that.
    """

    years: int
    figure: Figure
    caption: str
    groups: tuple[Group, ...]
    base: float
    added: float
    counts: str
    interval: str
    spoken: str
    brief: str = ""
    legend: tuple[str, str] = ("", "")


def horizon_of(output: str) -> tuple[str, int, str] | None:
    """Return what, at how many years and under what an output stands for, None for one without a horizon."""
    match = HORIZON_FORM.match(output)
    return None if match is None else (match["stem"], int(match["years"]), match["arm"] or "")


def survival_values(items: Sequence[ShownFinding] | Sequence[Outcome], years: int) -> Mapping[str, float]:
    """Return the shares of one plan at a horizon: `untreated`, `treated`, and each treatment's gain by its name."""
    found: dict[str, float] = {}
    for item in items:
        horizon, value = horizon_of(item.output), item.value
        if horizon is None or horizon[1] != years or not _is_number(value):
            continue
        stem, _, arm = horizon
        if stem == _SURVIVAL and arm in ("untreated", "treated"):
            found[arm] = float(value)  # type: ignore[arg-type]
        elif stem == "benefit" and arm:
            found[f"benefit:{arm}"] = float(value)  # type: ignore[arg-type]
    return found


def _is_number(value: Scalar | None) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def benefit_of(case: CaseShown, option: ShownOption, years: int = 10) -> People | None:
    """Return the hundred people of an option's plan, None where no pack forecasts it: then there is no figure."""
    outcome = next((one for one in option.outcomes if one.output == f"{_SURVIVAL}_{years}y_treated"), None)
    if outcome is None:
        return None
    ref = SourceRef("outcome", option.id, outcome.output)
    of_pack = [one for one in option.outcomes if one.pack == outcome.pack]
    interval = case.text(outcome.interval_text)
    return people_of(case, survival_values(of_pack, years), years, case.text(outcome.arm_text), interval, ref)


def people_of(
    case: CaseShown, values: Mapping[str, float], years: int, counted: str, interval: str, ref: SourceRef
) -> People | None:
    """Return the hundred people for the shares of one plan, None where survival under it is not among them."""
    treated = values.get("treated", values.get("untreated"))
    if treated is None:
        return None
    untreated = values.get("untreated", treated)
    alive = _whole(treated)
    base = min(alive, _whole(untreated))
    groups = tuple(_groups(case, values, base, alive))
    caption = case.say("people.caption", years=years)
    counts = case.say("people.counts", counted=counted) if counted else case.say("people.counts-surgery")
    spoken = spoken_of(
        [
            f"{alive} {caption}",
            *(case.say("people.group", count=g.count, label=g.label) for g in groups),
            counts,
            interval,
        ]
    )
    return People(
        years=years,
        figure=Figure(text=str(alive), source=ref, spoken=f"{alive} {caption}"),
        caption=caption,
        groups=groups,
        base=round(100 * untreated, 4),
        added=round(100 * max(0.0, treated - untreated), 4),
        counts=counts,
        interval=interval,
        spoken=spoken,
        legend=(
            case.say("people.legend.surgery", count=base),
            case.say("people.legend.more", count=alive - base) if alive > base else "",
        ),
    )


def _whole(share: float) -> int:
    return max(0, min(100, int(100 * share + 0.5)))


def _groups(case: CaseShown, values: Mapping[str, float], base: int, alive: int) -> Iterator[Group]:
    yield Group(count=base, shape=Shape.CIRCLE, label=case.say("people.surgery"))
    gains = {key.removeprefix("benefit:"): value for key, value in values.items() if key.startswith("benefit:")}
    named = [(name, gain) for name, gain in gains.items() if gain > 0]
    yield from _gained(case, named, alive - base)
    yield Group(count=100 - alive, shape=Shape.CROSS, label=case.say("people.die"))


def _gained(case: CaseShown, named: Sequence[tuple[str, float]], total: int) -> Iterator[Group]:
    """Share `total` people among the treatments by their gains, so that they add up; a fourth joins the third."""
    if not named or total <= 0:
        if total > 0:
            yield Group(count=total, shape=_GAINED[0], label=case.say("people.treatment"))
        return
    whole = sum(gain for _, gain in named)
    exact = [total * gain / whole for _, gain in named]
    counts = [int(share) for share in exact]
    for at in sorted(range(len(exact)), key=lambda i: counts[i] - exact[i])[: total - sum(counts)]:
        counts[at] += 1
    merged: list[tuple[int, list[str]]] = []
    for (name, _), count in zip(named, counts, strict=True):
        if len(merged) < len(_GAINED):
            merged.append((count, [_by(case, name)]))
        else:
            merged[-1] = (merged[-1][0] + count, [*merged[-1][1], _by(case, name)])
    for (count, names), shape in zip(merged, _GAINED, strict=False):
        if count:
            yield Group(count=count, shape=shape, label=", ".join(names))


def _by(case: CaseShown, name: str) -> str:
    return case.say_or(f"people.by.{name}", case.say("people.by.other"))
