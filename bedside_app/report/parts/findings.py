"""What the packs said, output by output: number, interval or the words that none is published, scope."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from bedside_app.domain.fact import FactId, Scalar
from bedside_app.domain.finding import Finding, FindingState, Interval, PackResult
from bedside_app.domain.summary import FoundState, Outcome, Provenance, ShownFinding, ShownInterval, UsedValue
from bedside_app.foundation.words import LANGUAGES, Language, catalogue, number, say
from bedside_app.report.parts.facts import Case, label_of, labels_of
from bedside_app.report.phrases import Words, both, enumeration, quantity, value_text, words_of
from bedside_app.report.refusal_words import sentences

__all__ = ["HORIZON", "counted", "findings_of", "is_share", "outcomes_of", "share_text"]

# Outputs of models.json that are shares of patients, published in the unit 1 and read on a ward as "of 100".
_SHARE: Final = re.compile(r"(^|_)(survival|benefit|probability|risk|mortality|death)(_|$)")
HORIZON: Final = re.compile(r"^(?P<stem>.+?)_(?P<years>\d+)y(?:_(?P<arm>.+))?$")
_KINDS: Final = frozenset({"published", "conformal", "ensemble"})


def is_share(output: str, unit: str) -> bool:
    """Whether an output is a share of patients, shown in per cent."""
    return unit == "1" and _SHARE.search(output) is not None


def share_text(value: float, language: Language) -> str:
    """Write a share of 1 in per cent with one decimal, as survival is told: `76.8 %`."""
    return quantity(value * 100, "%", language, 1)


def findings_of(case: Case, results: Sequence[PackResult]) -> tuple[ShownFinding, ...]:
    """Return one entry for each output of each result, and one for each result without an output."""
    found: list[ShownFinding] = []
    for result in results:
        if result.state is FindingState.DONE and result.findings:
            found.extend(_done(case, result, finding) for finding in result.findings)
        else:
            found.append(_without_number(case, result))
    return tuple(found)


def _done(case: Case, result: PackResult, finding: Finding) -> ShownFinding:
    return ShownFinding(
        primary=result.primary,
        pack=result.pack,
        version=result.version,
        title=_title(result),
        provider=result.provider,
        arm=result.arm,
        arm_text=counted(result),
        state=FoundState.DONE,
        output=finding.output,
        fact=finding.fact_id,
        label=_label(case, finding),
        value=finding.value,
        unit=finding.unit,
        text={language: _text(case, finding, finding.value, language) for language in LANGUAGES},
        interval=_interval(finding.interval),
        interval_text=_interval_words(finding),
        scope=_scope(result),
        provided=result.provided,
        uncertainty=result.uncertainty,
        citations=result.citations,
        inputs=_inputs(case, result),
        contributions=dict(result.contributions),
        missing=result.missing,
        provenance=(_provenance(result),),
    )


def _without_number(case: Case, result: PackResult) -> ShownFinding:
    return ShownFinding(
        primary=result.primary,
        pack=result.pack,
        version=result.version,
        title=_title(result),
        provider=result.provider,
        arm=result.arm,
        arm_text=counted(result),
        state=FoundState(result.state.value),
        output="",
        fact=None,
        label=_title(result),
        value=None,
        unit="",
        text=both("report.finding.no-number"),
        interval=None,
        interval_text={},
        scope=_why_none(case, result),
        inputs=_inputs(case, result),
        missing=result.missing,
        provenance=(_provenance(result),),
    )


def _title(result: PackResult) -> Words:
    return dict(result.title) or words_of(result.pack)


def _scope(result: PackResult) -> Words:
    """Say that the patient is in scope, or under which unconfirmed conditions alone the number holds."""
    if result.provided:
        return both("report.finding.only-if", {"conditions": enumeration(result.provided, "; ")})
    return both("report.finding.in-scope")


def counted(result: PackResult) -> Words:
    """Say which treatments of its plan a result really counts: those that stand so among the values that it used.

    A plan may name a treatment that the pack does not know; to claim that a figure counts it would be false.
    """
    used = {name: str(value).lower() for name, value in result.inputs.items()}
    pairs = [pair.strip().partition("=") for pair in result.arm.split(";") if pair.strip()]
    given = [(name, value) for name, _, value in pairs if used.get(name) == value and value not in ("false", "none")]
    return enumeration(({language: _treatment(*pair, language) for language in LANGUAGES} for pair in given), " + ")


def _treatment(name: str, value: str, language: Language) -> str:
    """Return one counted treatment in words; a name that has none stands as it is written."""
    code = f"report.arm.{name}.{value}"
    if code in catalogue(language):
        return say(code, language)
    return " ".join(part.replace("_", " ") for part in (name, value) if part != "true")


def _why_none(case: Case, result: PackResult) -> Words:
    why = None if result.refused is None else sentences(result.refused)
    if result.state is FindingState.MISSING:
        return (
            both("report.finding.missing", {"missing": labels_of(case, result.missing)})
            if result.missing
            else why or {}
        )
    if result.state is FindingState.REFUSED:
        return both("report.finding.out-of-scope", {"why": why or words_of(result.pack)})
    return both("report.finding.failed-why", {"why": why}) if why else both("report.finding.failed")


def _label(case: Case, finding: Finding) -> Words:
    """Return the pack's own label of an output, else the dictionary's of the fact, else the output's name."""
    if finding.label:
        fallback = finding.label.get("en", finding.output)
        return {language: finding.label.get(language, fallback) for language in LANGUAGES}
    if finding.fact_id is not None:
        return label_of(case, finding.fact_id)
    return words_of(finding.output.replace("_", " "))


def _text(case: Case, finding: Finding, value: Scalar, language: Language) -> str:
    entry = None if finding.fact_id is None else case.entry(finding.fact_id)
    if isinstance(value, int | float) and not isinstance(value, bool) and is_share(finding.output, finding.unit):
        return share_text(float(value), language)
    if isinstance(value, str):
        words = finding.class_words.get(value, {})
        other = words.get(language) or value.replace("_", " ")
        name = entry.answer_label(value, language) if entry is not None else other
        return f"{name} ({finding.classes[value]})" if finding.classes.get(value) else name
    limits = case.limits.get(finding.fact_id, frozenset()) if finding.fact_id is not None else frozenset()
    return value_text(value, finding.unit, entry, language, None, limits)


def _interval(interval: Interval | None) -> ShownInterval | None:
    if interval is None:
        return None
    return ShownInterval(low=interval.low, high=interval.high, level=interval.level, kind=interval.kind)


def _interval_words(finding: Finding) -> Words:
    """Say the interval, or that none is published: a value never stands as if it were certain."""
    interval = finding.interval
    if interval is None:
        return both("report.finding.no-interval")
    kind = interval.kind if interval.kind in _KINDS else "other"
    return {
        language: say(
            "report.finding.interval",
            language,
            {
                "level": quantity(interval.level * 100, "%", language),
                "low": _end(finding, interval.low, language),
                "high": _end(finding, interval.high, language) + _per_cent(finding, language),
                "kind": say(f"report.interval-kind.{kind}", language, {"kind": interval.kind}),
            },
        )
        for language in LANGUAGES
    }


def _per_cent(finding: Finding, language: Language) -> str:
    """Return the sign after a share; an interval is otherwise in the unit that stands with the value."""
    return quantity(0, "%", language)[1:] if is_share(finding.output, finding.unit) else ""


def _end(finding: Finding, value: float, language: Language) -> str:
    return number(value * 100, language, 1) if is_share(finding.output, finding.unit) else number(value, language)


def _inputs(case: Case, result: PackResult) -> tuple[UsedValue, ...]:
    used = [(name, value, False) for name, value in result.inputs.items() if name not in result.assumed]
    used += [(name, value, True) for name, value in result.assumed.items()]
    return tuple(
        UsedValue(
            name=name,
            value=value,
            label=label_of(case, FactId(name)),
            unit=result.units.get(name, ""),
            assumed=assumed,
        )
        for name, value, assumed in used
    )


def _provenance(result: PackResult) -> Provenance:
    return Provenance(kind="pack", name=result.pack, version=result.version, rests_on=result.rests_on)


def outcomes_of(findings: Sequence[ShownFinding]) -> Mapping[tuple[str, str], tuple[Outcome, ...]]:
    """Return, by primary and arm, the forecasts that an option with that arm may show: shares with a horizon."""
    grouped: dict[tuple[str, str], list[Outcome]] = {}
    for finding in findings:
        if finding.arm_text and finding.state is FoundState.DONE and _is_forecast(finding):
            outcome = Outcome(
                pack=finding.pack,
                version=finding.version,
                title=finding.title,
                arm_text=finding.arm_text,
                output=finding.output,
                label=finding.label,
                value=float(finding.value) if isinstance(finding.value, int | float) else 0.0,
                text=finding.text,
                interval_text=finding.interval_text,
                provenance=finding.provenance,
            )
            grouped.setdefault((finding.primary, finding.arm), []).append(outcome)
    return {key: tuple(outcomes) for key, outcomes in grouped.items()}


def _is_forecast(finding: ShownFinding) -> bool:
    return is_share(finding.output, finding.unit) and HORIZON.match(finding.output) is not None
