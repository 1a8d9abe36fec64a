"""`bedside pathways`: list, check, render for reading, export to and import from a FHIR R4 PlanDefinition."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from bedside_app.cli.assess import add_as_of, day_of
from bedside_app.cli.exit_codes import DONE, REFUSED
from bedside_app.cli.models import UnreadableInput
from bedside_app.cli.output import (
    add_json,
    add_language,
    language_of,
    print_json,
    print_lines,
    print_refused,
    refused_plain,
    table,
)
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import Language, say

if TYPE_CHECKING:
    from bedside_app.therapy.check import CheckReport
    from bedside_app.therapy.inspection.names import Problem
    from bedside_app.therapy.knowledge import Knowledge
    from bedside_app.therapy.schema import Pathway

__all__ = ["UnknownPathway", "add_to"]


class UnknownPathway(Refusal):
    """There is no pathway of that id."""

    code: ClassVar[str] = "cli.unknown-pathway"


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands."""
    parser = commands.add_parser("pathways", help="list, check, render, export and import the pathways")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    listed = verbs.add_parser("list", help="all pathways, one line each")
    checked = verbs.add_parser("check", help="walk every branch of every pathway and say what is wrong")
    checked.add_argument("--cases", action="store_true", help="show a case for each answer of each condition")
    add_as_of(checked)
    rendered = verbs.add_parser("render", help="a page that a clinician can review (Markdown)")
    exported = verbs.add_parser("export", help="the pathway as a FHIR R4 PlanDefinition")
    imported = verbs.add_parser("import", help="a pathway from a PlanDefinition that Bedside wrote")
    for verb in (rendered, exported):
        verb.add_argument("id", metavar="ID")
    imported.add_argument("file", type=Path, metavar="FILE")
    runs = (run_list, run_check, run_render, run_export, run_import)
    for verb, run in zip((listed, checked, rendered, exported, imported), runs, strict=True):
        add_json(verb)
        add_language(verb)
        verb.set_defaults(run=run)


def run_list(options: argparse.Namespace) -> int:
    """Print the pathways, and what was set aside."""
    language, knowledge = language_of(options), _knowledge()
    pathways = list(knowledge.pathways.values())
    if options.json:
        rows = [
            {"id": p.id, "version": p.version, "title": p.title, "signed_by": p.signed_by, "review_by": p.review_by}
            for p in pathways
        ]
        print_json({"pathways": rows, "refused": [refused_plain(refused, language) for refused in knowledge.refused]})
    else:
        print_lines(table([(p.id, p.version, p.review_by, p.signed_by or "–", p.title[language]) for p in pathways]))
        for refused in knowledge.refused:
            print_refused(refused, language)
    return DONE


def run_check(options: argparse.Namespace) -> int:
    """Check all knowledge; ends with 3 where something is wrong."""
    from bedside_app.dictionary.entries import load as load_dictionary
    from bedside_app.therapy.check import check

    language = language_of(options)
    report = check(load_dictionary(), as_of=day_of(options))
    if options.json:
        parts = {"errors": report.errors, "warnings": report.warnings, "notes": report.notes}
        told = {name: list(_problems_plain(problems, language)) for name, problems in parts.items()}
        print_json({"sound": report.sound, **told, "cases": list(_cases_plain(report))})
    else:
        print_lines(_check_lines(report, language, with_cases=options.cases))
    return DONE if report.sound else REFUSED


def run_render(options: argparse.Namespace) -> int:
    """Print one pathway as a page."""
    from bedside_app.dictionary.entries import load as load_dictionary
    from bedside_app.therapy.render import render

    language, knowledge = language_of(options), _knowledge()
    page = render(_pathway(options.id, knowledge), knowledge, load_dictionary(), language)
    if options.json:
        print_json({"id": options.id, "language": language, "markdown": page})
    else:
        print_lines([page])
    return DONE


def run_export(options: argparse.Namespace) -> int:
    """Print one pathway as PlanDefinition."""
    from bedside_app.therapy.plan_definition import export_plan

    knowledge = _knowledge()
    print_json(export_plan(_pathway(options.id, knowledge), knowledge))
    return DONE


def run_import(options: argparse.Namespace) -> int:
    """Print the pathway of a PlanDefinition as JSON, which is YAML too: redirect it into a pathways folder."""
    from bedside_app.foundation.bounded import json_value
    from bedside_app.therapy.plan_definition import import_plan

    try:
        data = options.file.read_bytes()
    except OSError as error:
        raise UnreadableInput(file=str(options.file), why=error.strerror or "") from error
    pathway = import_plan(json_value(data, name=options.file.name))
    print_json(pathway.model_dump(mode="json", exclude_defaults=True))
    return DONE


def _knowledge() -> Knowledge:
    from bedside_app.dictionary.entries import load as load_dictionary
    from bedside_app.therapy.knowledge import load

    return load(load_dictionary())


def _pathway(name: str, knowledge: Knowledge) -> Pathway:
    found = knowledge.pathways.get(name)
    if found is None:
        raise UnknownPathway(pathway=name)
    return found


def _problems_plain(problems: Iterable[Problem], language: Language) -> Iterator[dict[str, object]]:
    for problem in problems:
        sentence = say(problem.code, language, problem.values)
        yield {"place": problem.place, "code": problem.code, "sentence": sentence}


def _cases_plain(report: CheckReport) -> Iterator[dict[str, object]]:
    for case in report.cases:
        answers = {"true": case.true, "false": case.false, "unknown": case.unknown}
        yield {"pathway": case.pathway, "place": case.place, "condition": case.condition, **answers}


def _check_lines(report: CheckReport, language: Language, *, with_cases: bool) -> Iterator[str]:
    for sign, problems in (("✗", report.errors), ("!", report.warnings), ("·", report.notes)):
        for problem in problems:
            yield f"{sign} {say(problem.code, language, problem.values)}"
    if with_cases:
        for case in report.cases:
            yield f"{case.pathway} {case.place}: {case.condition}"
            for name, of in (("true", case.true), ("false", case.false), ("unknown", case.unknown)):
                yield f"    {name:8} {'–' if of is None else ', '.join(f'{k}={v}' for k, v in of.items())}"
    counts = {"errors": len(report.errors), "warnings": len(report.warnings), "conditions": len(report.cases)}
    yield say("cli.checked", language, counts)
