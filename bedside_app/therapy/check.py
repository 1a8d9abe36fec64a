"""`bedside pathways check`: what can be held against knowledge, and a case for each answer of each condition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from bedside_app.dictionary.entries import FactDictionary
from bedside_app.therapy.inspection.cases import Found, Search, shown
from bedside_app.therapy.inspection.names import Problem, day_conditions, inspect_pathway, inspect_shared
from bedside_app.therapy.knowledge import Folders, Knowledge, read_files
from bedside_app.therapy.schema import OptionRule, Pathway, StepRule

__all__ = ["CheckReport", "ConditionCases", "check", "check_pathway"]

Case = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionCases:
    """One condition with a case for each of its answers, where there is one: what a test or a clinician can follow."""

    pathway: str
    place: str
    condition: str
    true: Case | None
    false: Case | None
    unknown: Case | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What the check found. Errors keep knowledge from being used, or show that a branch can't be reached."""

    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    cases: tuple[ConditionCases, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether there is no error."""
        return not self.errors


@dataclass(slots=True)
class _Findings:
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    cases: list[ConditionCases] = field(default_factory=list)

    def report(self) -> CheckReport:
        return CheckReport(
            errors=tuple(self.errors), warnings=tuple(self.warnings), notes=tuple(self.notes), cases=tuple(self.cases)
        )


def check(dictionary: FactDictionary, *, as_of: date, folders: Folders | None = None) -> CheckReport:
    """Check all knowledge of this installation, or of the given folders."""
    knowledge, unfit = read_files(folders)
    findings = _Findings()
    findings.errors += [_in_file(problem, file) for file, problem in unfit]
    findings.errors += inspect_shared(knowledge, dictionary)
    findings.notes += _about_sources(knowledge)
    findings.notes += _unused(knowledge)
    sound = not findings.errors
    for pathway in knowledge.pathways.values():
        problems = list(inspect_pathway(pathway, knowledge, dictionary))
        findings.errors += problems
        _check_dates(pathway, as_of, findings)
        if not problems:
            _check_conditions(pathway, dictionary, findings)
    if sound:
        _check_safety(knowledge, dictionary, findings)
    return findings.report()


def check_pathway(pathway: Pathway, knowledge: Knowledge, dictionary: FactDictionary, *, as_of: date) -> CheckReport:
    """Check one pathway against the knowledge that it refers to."""
    findings = _Findings()
    findings.errors += inspect_pathway(pathway, knowledge, dictionary)
    _check_dates(pathway, as_of, findings)
    if not findings.errors:
        _check_conditions(pathway, dictionary, findings)
    return findings.report()


def _in_file(problem: Problem, file: str) -> Problem:
    place = f"{file}: {problem.place}" if problem.place else file
    return Problem(place=place, code=problem.code, values={**problem.values, "place": place, "file": file})


def _note(place: str, code: str, **values: str) -> Problem:
    return Problem(place=place, code=f"therapy.check.{code}", values={**values})


def _about_sources(knowledge: Knowledge) -> Iterator[Problem]:
    for source in knowledge.sources.values():
        if source.review == "needed":
            yield _note(source.id, "review-needed", name=source.id)


def _unused(knowledge: Knowledge) -> Iterator[Problem]:
    used = {
        option.regimen for pathway in knowledge.pathways.values() for step in pathway.steps for option in step.options
    }
    for name in knowledge.regimens:
        if name not in used:
            yield _note(name, "unused", kind="regimen", name=name)


def _check_dates(pathway: Pathway, as_of: date, findings: _Findings) -> None:
    if pathway.review_by < as_of.isoformat():
        findings.warnings.append(_note(pathway.id, "expired", day=pathway.review_by))
    if pathway.signed_by is None:
        findings.notes.append(_note(pathway.id, "unsigned"))


def _check_conditions(pathway: Pathway, dictionary: FactDictionary, findings: _Findings) -> None:
    """Look for a case of each answer of each condition, where the conditions before it are true."""
    texts = [text for _, text, _ in _in_context(pathway)]
    search = Search(pathway.define, texts, dictionary)
    for place, text, given in _in_context(pathway):
        _check_condition(pathway.id, place, text, given, search, findings)
    for step in pathway.steps:
        for option in step.options:
            _check_reachable(pathway, step, option, search, findings)


def _in_context(pathway: Pathway) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield every condition with its place and the conditions that are true where it is asked."""
    before: tuple[str, ...] = ()
    for number, entry in enumerate(pathway.entry, 1):
        yield f"entry[{number}]", entry.when, before
        before = (*before, entry.when)
    for name, text in pathway.define.items():
        yield f"define.{name}", text, ()
    for step in pathway.steps:
        yield step.id, step.when, before
        for option in step.options:
            place = f"{step.id}.{option.id}"
            inside = (*before, step.when)
            for number, rule in enumerate(option.eligible, 1):
                yield f"{place}.eligible[{number}]", rule.when, inside
            inside = (*inside, *(rule.when for rule in option.eligible))
            for number, reason in enumerate(option.reasons, 1):
                yield f"{place}.reasons[{number}]", reason.when, inside


def _check_condition(
    pathway: str, place: str, text: str, given: tuple[str, ...], search: Search, findings: _Findings
) -> None:
    true = search.case([*((one, True) for one in given), (text, True)])
    false = search.case([*((one, True) for one in given), (text, False)])
    unknown = search.unknown_case(text, given)
    if unknown.case is None:
        unknown = search.unknown_case(text)
    findings.cases.append(
        ConditionCases(
            pathway=pathway,
            place=place,
            condition=text,
            true=_case(true),
            false=_case(false),
            unknown=_case(unknown),
        )
    )
    for found, answer, code, into in (
        (true, "true", "never-true", findings.errors),
        (false, "false", "always-true", findings.warnings),
        (unknown, "unknown", "never-unknown", findings.notes),
    ):
        if found.case is None and found.settled:
            into.append(_about(pathway, place, code, condition=text))
        elif found.case is None:
            findings.warnings.append(_about(pathway, place, "not-settled", condition=text, answer=answer))


def _about(pathway: str, place: str, code: str, **values: str) -> Problem:
    where = f"{pathway}: {place}" if pathway else place
    return Problem(place=where, code=f"therapy.check.{code}", values={"place": where, **values})


def _case(found: Found) -> Case | None:
    return None if found.case is None else shown(found.case)


def _check_reachable(pathway: Pathway, step: StepRule, option: OptionRule, search: Search, findings: _Findings) -> None:
    texts = [*(entry.when for entry in pathway.entry), step.when, *(rule.when for rule in option.eligible)]
    found = search.case((text, True) for text in texts)
    if found.case is None:
        code = "never-true" if found.settled else "not-settled"
        into = findings.errors if found.settled else findings.warnings
        condition = " and ".join(f"({rule.when})" for rule in option.eligible) or step.when
        into.append(_about(pathway.id, f"{step.id}.{option.id}", code, condition=condition, answer="true"))


def _check_safety(knowledge: Knowledge, dictionary: FactDictionary, findings: _Findings) -> None:
    """Look for the cases of safety rules, dose steps and limits of the day, which hold wherever a drug is given."""
    rules = [(rule.id, rule.when) for rule in knowledge.safety.values()]
    steps = [
        (f"{regimen.id}.{drug.drug}.adjust[{number}]", step.when)
        for regimen in knowledge.regimens.values()
        for drug in regimen.drugs
        for number, step in enumerate(drug.adjust, 1)
    ]
    asked = (*rules, *steps, *day_conditions(knowledge))
    search = Search({}, [text for _, text in asked], dictionary)
    for place, text in asked:
        _check_condition("", place, text, (), search, findings)
