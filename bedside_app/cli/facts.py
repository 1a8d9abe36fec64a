"""`bedside facts`: what the files state, fact by fact, and everything that was refused or not understood."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING

from bedside_app.cli.exit_codes import DONE, REFUSED
from bedside_app.cli.output import (
    TerminalProgress,
    add_json,
    add_language,
    language_of,
    print_json,
    print_lines,
    print_refusal,
    table,
    told_at,
)
from bedside_app.foundation.words import Language, say

if TYPE_CHECKING:
    from bedside_app.domain.fact import Fact
    from bedside_app.domain.record import Identity
    from bedside_app.intake.gather import GatheredCase

__all__ = ["add_to", "run"]


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser("facts", help="what a patient's files state, nothing computed")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file, folder or ZIP archive")
    add_json(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the facts. Ends with 3 where no one patient can be made of the files."""
    from bedside_app.dictionary.entries import load
    from bedside_app.domain.plain import to_plain
    from bedside_app.foundation import settings
    from bedside_app.workflows.read import read

    language = language_of(options)
    case = read(options.paths, settings=settings.load(), progress=TerminalProgress(language))
    if options.json:
        print_json(to_plain(replace(case, readings=(), paths=())))
    else:
        print_lines(_lines(case, language))
    for refused in load().refused:
        print_refusal(refused.code, refused.values, language)
    if case.blocked is not None:
        print_refusal(case.blocked.code, case.blocked.values, language)
        return REFUSED
    return DONE


def _lines(case: GatheredCase, language: Language) -> Iterator[str]:
    from bedside_app.dictionary.entries import load
    from bedside_app.report.refusal_words import sentence

    facts = () if case.record is None else case.record.facts
    yield say("cli.facts", language, {"count": len(facts), "files": len(case.sources)})
    labels = {entry.id: entry.label[language] for entry in load()}
    names = {source.digest: source.name for source in case.sources}
    for letter, side in zip(ascii_uppercase, case.verdict.sides, strict=False):
        yield f"  {letter}: {_who(side)} · {names.get(side.source, '')}"
    yield from table([_row(fact, labels.get(fact.id, fact.id), names, language) for fact in facts])
    for title, told in (("cli.refusals", case.refused), ("cli.set-aside", case.not_understood)):
        if told:
            yield ""
            yield say(title, language)
            for one in told:
                yield told_at(names.get(one.source, ""), one.place, sentence(one, language))


def _who(identity: Identity) -> str:
    name = ", ".join(part for part in (identity.family.upper(), identity.given) if part)
    numbers = ", ".join(number.value for number in identity.identifiers)
    born = identity.birth_date.text if identity.birth_date is not None else ""
    return " · ".join(part for part in (name, born, numbers) if part) or "–"


def _row(fact: Fact, label: str, names: dict[str, str], language: Language) -> tuple[str, ...]:
    from bedside_app.dictionary.entries import load
    from bedside_app.report.phrases import value_text

    entry = load().entries.get(fact.id)
    shown = "–" if fact.value is None else value_text(fact.value, fact.unit, entry, language, fact.comparator)
    when = fact.effective.text if fact.effective is not None else ""
    about = fact.about.primary_key or fact.about.subject.value
    return label, shown, when, fact.status.value, about, f"{names.get(fact.origin.name, '')} {fact.origin.place}"
