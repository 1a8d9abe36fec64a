"""Where a figure comes from: file, place, reader, pack, rule or person, and the facts that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bedside_app.domain.fact import FactId, OriginKind
from bedside_app.domain.summary import Outcome, Provenance, ShownFact, ShownFinding
from bedside_app.report.phrases import plain_day, short_moment, value_text
from bedside_app.report.places import place_text
from bedside_app.ui.viewmodels.patient.images.result import result_of, told_of
from bedside_app.ui.viewmodels.patient.screens.finding_detail import Bar, FindingDetail, InputShown, finding_detail
from bedside_app.ui.viewmodels.patient.screens.findings import finding_key
from bedside_app.ui.viewmodels.patient.screens.survival import horizon_of
from bedside_app.ui.viewmodels.patient.screens.today_sources import KIND, origin_of
from bedside_app.ui.viewmodels.shown import CaseShown, Sign, SourceRef, day_of, label_of, spoken_of

__all__ = ["SourcePart", "SourceRow", "SourceShown", "source_of"]

_DIGITS: Final = 12  # of a digest: enough to tell files apart by eye
_ICONS: Final = {"file": "file-text", "pack": "cpu", "rule": "list-checks", "person": "user"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePart:
    """A piece of a line; one that `opens` leads on to a fact that the value rests on."""

    text: str
    opens: SourceRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One line of the source. `opens` leads on to a fact behind the value; `parts` are its pieces, if several."""

    icon: str
    label: str
    text: str
    opens: SourceRef | None = None
    parts: tuple[SourcePart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShown:
    """The source of one figure, as popover or dock shows it.

    `bars` are what each input of a model adds, on the `scale` that is named; `finding` is the one whose card stands
    under Findings, "" for a value that no model made.
    """

    title: str
    value: str
    caption: str
    signs: tuple[Sign, ...]
    rows: tuple[SourceRow, ...]
    spoken: str
    bars: tuple[Bar, ...] = ()
    scale: str = ""
    finding: str = ""


def source_of(case: CaseShown, ref: SourceRef) -> SourceShown | None:
    """Return the source of a figure; None where the figure is no longer on screen (its revision is gone)."""
    if ref.kind == "fact":
        return _of_fact(case, ref)
    if ref.kind == "finding":
        return _of_finding(case, ref)
    if ref.kind == "outcome":
        return _of_outcome(case, ref)
    if ref.kind == KIND:
        return _of_today(case, ref)
    if ref.kind == "image":
        return _of_image(case, ref)
    return _of_dose(case, ref) if ref.kind == "dose" else None


def _of_fact(case: CaseShown, ref: SourceRef) -> SourceShown | None:
    """Return the source of a fact; with a day, that of the value of that day."""
    fact = FactId(ref.key)
    shown = case.fact(fact) or case.fact(fact, current=True)
    if ref.part and (shown is None or shown.date[:10] != ref.part):
        recorded = _recorded(case, fact, ref.part)
        if recorded is not None:
            return recorded
    if shown is None or (shown.value is None and not shown.provenance):
        return None
    caption = plain_day(shown.date, case.language) if shown.date else case.say("source.no-date")
    signs = (case.sign("unknown"),) if shown.unknown else ()
    value = case.text(shown.text) or case.text(shown.unknown_text)
    return _built(case, case.text(shown.label), value, caption, signs, _rows(case, shown.provenance))


def _recorded(case: CaseShown, fact: FactId, day: str) -> SourceShown | None:
    """Return the source of an earlier value, which only the record still has."""
    names = {source.digest: source.name for source in case.record.sources}
    for one in case.record.facts:
        at = day_of(one)
        if one.id == fact and at is not None and at.isoformat() == day and one.value is not None:
            origin = one.origin
            made = Provenance(
                kind=origin.kind.value,
                name=origin.name,
                version=origin.version,
                place=origin.place,
                file=names.get(origin.name, ""),
                date=day,
                rests_on=origin.rests_on,
            )
            text = value_text(one.value, one.unit, case.entry(fact), case.language, one.comparator)
            return _built(case, label_of(case, fact), text, plain_day(day, case.language), (), _rows(case, (made,)))
    return None


def _of_finding(case: CaseShown, ref: SourceRef) -> SourceShown | None:
    found = () if case.summary is None else case.summary.findings
    one = next((f for f in found if finding_key(f) == ref.key and f.output == ref.part), None)
    return None if one is None else _computed(case, one, case.text(one.scope), finding_key(one))


def _of_outcome(case: CaseShown, ref: SourceRef) -> SourceShown | None:
    """Return the source of an option's forecast: the finding of the same pack under the same plan."""
    summary = case.summary
    for option in () if summary is None else summary.options:
        one = next((one for one in option.outcomes if option.id == ref.key and one.output == ref.part), None)
        if one is not None and summary is not None:
            wanted = (option.primary, one.pack, option.arm, one.output)
            same = (f for f in summary.findings if (f.primary, f.pack, f.arm, f.output) == wanted)
            key = next((finding_key(f) for f in same), "")
            return _computed(case, one, case.text(one.arm_text), key)
    return None


def _computed(case: CaseShown, one: ShownFinding | Outcome, scope: str, finding: str) -> SourceShown:
    caption = " · ".join(part for part in (case.text(one.interval_text), scope) if part)
    pack = SourceRow(
        icon="cpu",
        label=case.say("source.pack"),
        text=case.say("source.versioned", name=case.text(one.title), version=one.version),
    )
    horizon = horizon_of(one.output)
    detail = finding_detail(case, finding, horizon=horizon[1] if horizon else 10) if finding else None
    if detail is None:
        rows = [pack, *(row for row in _rows(case, one.provenance) if row.text != pack.text)]
        return _built(case, case.text(one.label), case.text(one.text), caption, (), rows)
    if not detail.conditions:
        caption = case.text(one.interval_text)  # the sign says that the patient is in scope
    title, value, rows = case.text(one.label), case.text(one.text), [pack, *_behind(case, detail)]
    built = _built(case, title, value, caption, (detail.row.sign,), rows)
    return replace(built, bars=detail.bars, scale=detail.scale, finding=finding)


def _behind(case: CaseShown, detail: FindingDetail) -> Iterator[SourceRow]:
    """Yield what a model's number rests on: its inputs, the treatments that it counts, the publication, the run."""
    if detail.inputs:
        label = case.say("source.inputs", count=len(detail.inputs))
        yield _listed("list-checks", label, [_parts(case, one) for one in detail.inputs])
    if detail.treatments:
        yield _listed("pill", case.say("source.treatments"), [_parts(case, one) for one in detail.treatments])
    if detail.citations:
        more = len(detail.citations) - 1
        text = detail.citations[0] if not more else case.say("source.and-more", first=detail.citations[0], count=more)
        yield SourceRow(icon="link", label=case.say("source.published"), text=text)
    yield SourceRow(icon="clock", label=case.say("source.run"), text=detail.provider)


def _parts(case: CaseShown, one: InputShown) -> tuple[SourcePart, ...]:
    value = case.say("findings.assumed", value=one.value.text) if one.assumed else one.value.text
    return (SourcePart(text=f"{one.label} "), SourcePart(text=value, opens=one.value.source))


def _listed(icon: str, label: str, items: Sequence[tuple[SourcePart, ...]]) -> SourceRow:
    parts: list[SourcePart] = []
    for item in items:
        parts += [*([SourcePart(text=" · ")] if parts else []), *item]
    return SourceRow(icon=icon, label=label, text="".join(part.text for part in parts), parts=tuple(parts))


def _of_dose(case: CaseShown, ref: SourceRef) -> SourceShown | None:
    options = () if case.summary is None else case.summary.options
    dose = next((d for option in options if option.id == ref.key for d in option.dose if d.drug == ref.part), None)
    if dose is None:
        return None
    rule = SourceRow(icon="list-checks", label=case.say("source.arithmetic"), text=case.text(dose.arithmetic))
    used = tuple(dict.fromkeys(fact for one in dose.adjustments for fact in one.facts))
    rows = [rule, *_rows(case, dose.provenance), *_rests(case, used)]
    return _built(
        case, case.text(dose.name), case.text(dose.text), case.text(dose.schedule), (), list(dict.fromkeys(rows))
    )


def _of_today(case: CaseShown, ref: SourceRef) -> SourceShown | None:
    """Return what stands behind a figure of the day: where it comes from, and the limit that it is held against."""
    today = None if case.summary is None else case.summary.today
    origin = None if today is None else origin_of(today, ref)
    if case.summary is None or origin is None:
        return None
    rows = _rows(case, origin.provenance)
    if rule := case.text(origin.rule):
        rows.append(SourceRow(icon="list-checks", label=case.say("source.rule"), text=rule))
    cited = [one for one in case.summary.sources if one.id in origin.citations]
    for one in cited:
        text = ". ".join(part for part in (one.title.rstrip("."), one.section) if part)
        rows.append(SourceRow(icon="link", label=case.say("source.published"), text=text))
    caption = short_moment(origin.when, case.day, case.language) or case.say("source.no-date")
    return _built(case, case.text(origin.label), case.text(origin.value), caption, (), list(dict.fromkeys(rows)))


def _of_image(case: CaseShown, ref: SourceRef) -> SourceShown | None:
    """Return what stands behind a network's finding of one image: the model, the file, where it ran."""
    reading = next((one for one in case.current.images if one.image == ref.key), None)
    pairs = ((series, image) for series in case.record.images for image in series.instances)
    series, image = next((pair for pair in pairs if pair[1].uid == ref.key), (None, None))
    if reading is None or series is None or image is None:
        return None
    shown, told = result_of(series, image, reading, case.language), told_of(reading, case.language)
    model = case.say("source.versioned", name=told.name, version=told.version)
    rows = [
        SourceRow(icon="cpu", label=case.say("source.pack"), text=model),
        SourceRow(icon="file-text", label=case.say("source.file"), text=image.place),
        SourceRow(icon="clock", label=case.say("source.run"), text=told.provider.removesuffix("ExecutionProvider")),
    ]
    signs = () if shown.sign is None else (shown.sign,)
    return _built(case, shown.place, f"{shown.figure} {shown.word}", shown.interval_words, signs, rows)


def _built(
    case: CaseShown, title: str, value: str, caption: str, signs: tuple[Sign, ...], rows: Sequence[SourceRow]
) -> SourceShown:
    shown = tuple(rows) or (SourceRow(icon="circle-help", label="", text=case.say("source.none")),)
    spoken = spoken_of(
        [case.pair(title, value), caption, *(" ".join(p for p in (r.label, r.text) if p) for r in shown)]
    )
    return SourceShown(title=title, value=value, caption=caption, signs=signs, rows=shown, spoken=spoken)


def _rows(case: CaseShown, provenance: Sequence[Provenance]) -> list[SourceRow]:
    return list(dict.fromkeys(row for one in provenance for row in _row(case, one)))


def _row(case: CaseShown, one: Provenance) -> Iterator[SourceRow]:
    icon = _ICONS.get(one.kind, "file-text")
    if one.kind == OriginKind.FILE.value:
        yield SourceRow(icon=icon, label=case.say("source.file"), text=one.file or one.name[: 7 + _DIGITS])
        if one.place:
            yield SourceRow(icon="search", label=case.say("source.place"), text=place_text(one.place, case.language))
        if one.version:
            yield SourceRow(icon="scan-search", label=case.say("source.reader"), text=one.version)
        return
    label = case.say(f"source.{one.kind}") if one.kind in _ICONS else one.kind
    name = _role(case, one.name) if one.kind == OriginKind.PERSON.value else one.name
    yield SourceRow(icon=icon, label=label, text=case.say("source.versioned", name=name, version=one.version))
    yield from _rests(case, one.rests_on)


def _role(case: CaseShown, name: str) -> str:
    return case.say(f"entry.source.{name}") if name in ("paper", "screen", "told", "measured") else name


def _rests(case: CaseShown, facts: Sequence[FactId]) -> Iterator[SourceRow]:
    for fact in facts:
        shown: ShownFact | None = case.fact(fact)
        if shown is None:
            continue
        value = case.text(shown.text) or case.text(shown.unknown_text)
        opens = SourceRef("fact", fact) if shown.provenance else None
        yield SourceRow(icon="link", label=case.text(shown.label), text=value, opens=opens)
