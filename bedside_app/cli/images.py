"""`bedside images`: the images among the files by study and series, their geometry, and what was refused."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

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
from bedside_app.foundation.words import Language, number, say

if TYPE_CHECKING:
    from bedside_app.domain.image import ImageInstance, ImageSeries
    from bedside_app.intake.gather import GatheredCase

__all__ = ["add_to", "run"]

SCHEMA: Final = "bedside.images/1"


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser("images", help="the images among a patient's files, and their geometry")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file, folder, disc or ZIP archive")
    add_json(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the images. Ends with 3 where no one patient can be made of the files."""
    from bedside_app.foundation import settings
    from bedside_app.workflows.read import read

    language = language_of(options)
    case = read(options.paths, settings=settings.load(), progress=TerminalProgress(language))
    if options.json:
        print_json(_plain(case, language))
    else:
        print_lines(_lines(case, language))
    if case.blocked is not None:
        print_refusal(case.blocked.code, case.blocked.values, language)
        return REFUSED
    return DONE


def _plain(case: GatheredCase, language: Language) -> dict[str, Any]:
    from bedside_app.domain.plain import to_plain
    from bedside_app.report.refusal_words import sentence

    return {
        "schema": SCHEMA,
        "series": [_series(series, language) for series in case.images],
        "refused": [
            {"code": one.code, "place": one.place, "sentence": sentence(one, language)} for one in case.refused
        ],
        "not_understood": [
            {"code": one.why, "place": one.place, "sentence": sentence(one, language)} for one in case.not_understood
        ],
        "blocked": None if case.blocked is None else to_plain(case.blocked),
    }


def _series(series: ImageSeries, language: Language) -> dict[str, Any]:
    """Return a series with every field, those that are not stated as null or empty, and each refusal's sentence."""
    from dataclasses import asdict, fields

    from bedside_app.domain.plain import to_plain
    from bedside_app.report.refusal_words import sentence

    plain = {field.name: to_plain(getattr(series, field.name)) for field in fields(series)}
    plain["instances"] = [
        {field.name: to_plain(getattr(one, field.name)) for field in fields(one)}
        | {
            "refused": None
            if one.refused is None
            else asdict(one.refused) | {"sentence": sentence(one.refused, language)}
        }
        for one in series.instances
    ]
    return plain


def _lines(case: GatheredCase, language: Language) -> Iterator[str]:
    from bedside_app.report.refusal_words import sentence

    count = sum(len(series.instances) for series in case.images)
    yield say("imaging.table.head", language, {"series": len(case.images), "images": count})
    for series in case.images:
        yield ""
        yield " · ".join(part for part in (series.modality, series.body_part, series.description, series.model) if part)
        yield from (f"  {line}" for line in table([_row(one, language) for one in series.instances]))
        for told in dict.fromkeys(sentence(one.refused, language) for one in series.instances if one.refused):
            yield f"  - {told}"
    names = {source.digest: source.name for source in case.sources}
    for title, set_aside in (("cli.refusals", case.refused), ("cli.set-aside", case.not_understood)):
        if set_aside:
            yield ""
            yield say(title, language)
            for one in set_aside:
                yield told_at(names.get(one.source, ""), one.place, sentence(one, language))


def _row(image: ImageInstance, language: Language) -> tuple[str, ...]:
    frames = say("imaging.table.frames", language, {"count": image.frames}) if image.frames > 1 else ""
    shown = say("imaging.table.not-shown", language) if image.refused else _spacing(image, language)
    return str(image.number or "–"), f"{image.columns} × {image.rows}", frames, image.photometric, image.place, shown


def _spacing(image: ImageInstance, language: Language) -> str:
    if image.regions:
        return say("imaging.table.regions", language, {"count": len(image.regions)})
    if image.spacing is None:
        return say("imaging.table.no-spacing", language)
    sizes = {"row": number(image.spacing.row, language), "column": number(image.spacing.column, language)}
    return say("imaging.table.spacing", language, sizes | {"stated_by": image.spacing.stated_by})
