"""One input of a model as a control: a slider within the validity range, or a few choices. Nothing else can be set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil, exp, floor, log, log10
from typing import Final

from bedside_app.domain.fact import FactId, Scalar
from bedside_app.foundation.words import number, say
from bedside_app.inference.packs.card import Input
from bedside_app.report.phrases import unit_text
from bedside_app.ui.viewmodels.shown import CaseShown
from bedside_app.workflows.what_if import facts_of_code

__all__ = ["POSITIONS", "UNKNOWN", "Control", "Option", "control_of", "read_number"]

POSITIONS: Final = 1000  # places of a slider: finer than the eye sees on any screen
UNKNOWN: Final = ""  # the key of "not known"
_WIDE: Final = 50  # a range whose ends differ by more than this factor is laid out by its logarithm
_FINE: Final = 50  # a step is about this part of what stands in the middle
_FEW: Final = 5  # whole numbers of a range this short stand side by side
_ROUNDING: Final = 1e-9
_NUMBER: Final = re.compile(r"-?\d{1,9}(\.\d{1,9})?", re.ASCII)
_HARD: Final = "\u00a0"


@dataclass(frozen=True, slots=True)
class Option:
    """One value that can be chosen; None is unknown."""

    key: str
    text: str
    value: Scalar | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One input. A number has `low`, `high` and `step`; anything else has `options`.

    `own` is the patient's value, None where it is unknown, or what the plan counts of a treatment; `own_text` says it.
    `counts_unknown` says how the publication counts an unknown value, "" where it needs one: then there is no way to
    make it unknown.
    """

    name: str
    label: str
    unit: str
    own: Scalar | None
    own_text: str
    counts_unknown: str
    options: tuple[Option, ...] = ()
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0
    decimals: int = 0
    whole: bool = False
    treatment: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is set on a scale."""
        return not self.options

    def option(self, value: Scalar | None) -> Option | None:
        """Return the choice that stands for a value."""
        return next((one for one in self.options if one.value == value), None)

    def place(self, value: float) -> int:
        """Return where a value lies on the scale, 0 to `POSITIONS`."""
        share = (self._scaled(value) - self._scaled(self.low)) / (self._scaled(self.high) - self._scaled(self.low))
        return round(POSITIONS * min(1.0, max(0.0, share)))

    def at(self, place: int) -> Scalar:
        """Return the value of a place: the patient's own exactly where that lies, else one that a person would say."""
        if self.own is not None and place == self.place(float(self.own)):
            return self.own
        share = min(1.0, max(0.0, place / POSITIONS))
        scaled = self._scaled(self.low) + share * (self._scaled(self.high) - self._scaled(self.low))
        return self.within(self._said(exp(scaled) if self._logarithmic else scaled))

    def moved(self, value: float, steps: int) -> Scalar:
        """Return the value so many steps on; the patient's own is never jumped over."""
        target = self.within(self._whole_steps(value, steps))
        own = self.own
        if own is not None and steps and value != own and min(value, target) < float(own) < max(value, target):
            return own
        return target

    def within(self, value: float) -> float:
        """Return the value, or the end of the range that it lies beyond."""
        kept = min(self.high, max(self.low, round(value, self.decimals)))
        return int(kept) if self.whole else kept

    @property
    def _logarithmic(self) -> bool:
        return not self.whole and self.low > 0 and self.high / self.low > _WIDE

    def _scaled(self, value: float) -> float:
        return log(max(value, self.low)) if self._logarithmic else value

    def _said(self, value: float) -> float:
        """Round to what one place of the slider can tell apart."""
        step = self.step
        if self._logarithmic and value > 0:
            step = _nice(value * (self.high / self.low) ** (1 / POSITIONS) - value)
        return round(value / step) * step

    def _whole_steps(self, value: float, steps: int) -> float:
        """Return the multiple of the step so many steps on; one from between two multiples ends at the nearer one."""
        at = value / self.step
        return ((floor(at + _ROUNDING) if steps > 0 else ceil(at - _ROUNDING)) + steps) * self.step


def read_number(text: str) -> float | None:
    """Return what is typed as a number, with either decimal sign; None where it is none."""
    plain = "".join(text.split()).replace("\u202f", "").replace(",", ".").replace("−", "-")
    return float(plain) if _NUMBER.fullmatch(plain) else None


def control_of(case: CaseShown, entry: Input, label: str, own: Scalar | None) -> Control:
    """Return the control of an input with the patient's value, None where that is unknown."""
    unknown = entry.when_unknown
    options = tuple(_options(case, entry))
    unit = "" if entry.unit in ("", "1") or options else unit_text(entry.unit, case.language)
    words = None if unknown is None else unknown.words
    counts = "" if words is None else (words.fr if case.language == "fr" else words.en)
    base = Control(
        name=entry.name,
        label=label,
        unit=unit,
        own=own,
        own_text=_own_text(case, own, unit, options),
        counts_unknown=counts,
        options=options,
        treatment=entry.role == "treatment",
    )
    return base if options else _on_scale(case, entry, base)


def _on_scale(case: CaseShown, entry: Input, base: Control) -> Control:
    assert entry.range is not None  # the card's schema: a number has one
    low, high, whole = entry.range.low, entry.range.high, entry.kind == "integer"
    known = case.entry(FactId(entry.fact)) if entry.fact else None
    wanted = known.decimals if known is not None and known.decimals is not None else _decimals(high - low)
    decimals = 0 if whole else max(wanted, *(_places(end) for end in (low, high)), _places(base.own))
    middle = float(base.own) if isinstance(base.own, int | float) and base.own else (low + high) / 2
    step = max(10.0**-decimals, 1.0 if whole else _nice(abs(middle) / _FINE))
    return replace(base, low=low, high=high, step=step, decimals=decimals, whole=whole)


def _options(case: CaseShown, entry: Input) -> Iterator[Option]:
    """Yield the choices of an input that is no scale; *not known* only where the publication counts that."""
    if entry.kind == "code":
        for code in entry.codes:
            yield Option(code, _code_text(case, entry, code), code)
    elif entry.kind == "boolean":
        for value in (False, True):
            yield Option(str(value).lower(), case.say("findings.yes" if value else "findings.no"), value)
    elif numbers := entry.only or tuple(_few(entry)):
        for one in numbers:
            yield Option(f"{one:g}", number(one, case.language), int(one) if entry.kind == "integer" else one)
    else:
        return
    unknown = entry.when_unknown
    if unknown is not None and unknown.feed not in entry.codes.values():
        yield Option(UNKNOWN, say("what_if.unknown", case.language), None)


def _few(entry: Input) -> Iterator[float]:
    """Yield the whole numbers of a short range."""
    limits = entry.range
    if entry.kind == "integer" and limits is not None and limits.high - limits.low <= _FEW:
        yield from (float(one) for one in range(int(limits.low), int(limits.high) + 1))


def _code_text(case: CaseShown, entry: Input, code: str) -> str:
    """Return what a code is called; one that stands for unknown says so, whatever else is counted with it."""
    known = case.entry(FactId(entry.fact)) if entry.fact else None
    names = {answer.value for answer in known.answers} if known is not None else set()
    answers = [one for one in facts_of_code(entry, code) if one in names]
    said = [known.answer_label(one, case.language) for one in answers] if known is not None else []
    if entry.when_unknown is not None and entry.codes[code] == entry.when_unknown.feed:
        return ", ".join(dict.fromkeys((say("what_if.unknown", case.language), *said)))
    if said:
        return said[0] if len(said) == 1 else f"{said[0]}–{said[-1]}"
    return case.say_or(f"findings.value.{code}", code.replace("_", " "))


def _own_text(case: CaseShown, own: Scalar | None, unit: str, options: tuple[Option, ...]) -> str:
    if own is None:
        return say("what_if.unknown", case.language)
    chosen = next((one for one in options if one.value == own), None)
    if chosen is not None:
        return chosen.text
    if isinstance(own, bool | str):
        return str(own)
    return f"{number(own, case.language)}{_HARD}{unit}" if unit else number(own, case.language)


def _decimals(span: float) -> int:
    """Return how many decimals a value of a range this wide is written with."""
    return max(0, 2 - floor(log10(span))) if span > 0 else 0


def _places(value: Scalar | None) -> int:
    """Return the decimals that a number is given with, three at most."""
    if not isinstance(value, float):
        return 0
    return next((places for places in range(4) if round(value, places) == value), 3)


def _nice(step: float) -> float:
    """Return the largest of 1, 2, 5 × 10ⁿ that is not above a step."""
    power = 10.0 ** floor(log10(step)) if step > 0 else 1.0
    return max(factor * power for factor in (1, 2, 5) if factor * power <= step * (1 + 1e-9)) if step > 0 else 1.0
