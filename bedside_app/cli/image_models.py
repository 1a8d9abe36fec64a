"""`bedside models run PACK FILE …`: an image network on pictures, one answer for each and one for each lesion."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from bedside_app.cli.exit_codes import DONE, REFUSED
from bedside_app.cli.output import TerminalProgress, language_of, print_json, print_lines, refused_plain
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import Language, number, say

if TYPE_CHECKING:
    from bedside_app.domain.finding import Interval
    from bedside_app.domain.image import ImageReading, LesionReading, LesionShape
    from bedside_app.inference.packs.find import Pack
    from bedside_app.workflows.read_images import ImageRead, ImagesRead

__all__ = ["NothingToRead", "PathsAnywhere", "WantsPictures", "WantsValues", "add_paths", "run_pictures"]


class WantsPictures(Refusal):
    """A pack for pictures was given values, or nothing."""

    code: ClassVar[str] = "inference.wants-pictures"


class WantsValues(Refusal):
    """A pack for values was given pictures."""

    code: ClassVar[str] = "inference.wants-values"


class NothingToRead(Refusal):
    """A path of the command line leads nowhere."""

    code: ClassVar[str] = "imaging.nothing-to-read"


class PathsAnywhere(argparse.ArgumentParser):
    """A parser whose `paths` may also stand behind an option (`--json FILE`), where argparse itself takes none."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Return what was understood, paths among it, and the rest."""
        found, rest = super().parse_known_args(args, namespace)
        if not hasattr(found, "paths"):
            return found, rest
        found.paths = [*found.paths, *(Path(text) for text in rest if not text.startswith("-"))]
        return found, [text for text in rest if text.startswith("-")]


def add_paths(parser: argparse.ArgumentParser) -> None:
    """Add what a pack for pictures takes."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="images, for a pack that reads them")
    parser.add_argument("--research", action="store_true", help="read PNG and JPEG too, which belong to nobody")


def run_pictures(options: argparse.Namespace, pack: Pack) -> int:
    """Read the pictures of `options.paths`; ends with 3 where nothing at all was read.

    Raises
    ------
    Refusal
        The pack takes values, no pictures were given, or a path leads nowhere.
    """
    from bedside_app.imaging.pixels import imaging_worker
    from bedside_app.inference.ask import Inference
    from bedside_app.intake.gather import intake_worker
    from bedside_app.workflows.read_images import ImageWorkers, read_images

    titles = {"title_en": pack.card.title.en, "title_fr": pack.card.title.fr}
    if pack.card.image is None:
        raise WantsValues(pack=pack.id, **titles)
    if not options.paths:
        raise WantsPictures(pack=pack.id, **titles)
    for path in options.paths:
        if not path.exists():
            raise NothingToRead(file=str(path))
    language = language_of(options)
    with intake_worker() as headers, imaging_worker() as pixels, Inference() as inference:
        workers, progress = ImageWorkers(headers, pixels, inference), TerminalProgress(language)
        found = read_images(pack, options.paths, research=options.research, workers=workers, progress=progress)
    if options.json:
        print_json(_plain(pack, found, language))
    else:
        print_lines(_lines(found, language))
    return DONE if any(image.reading.refused is None for image in found.images) else REFUSED


def _plain(pack: Pack, found: ImagesRead, language: Language) -> dict[str, Any]:
    return {
        "id": pack.id,
        "version": pack.card.version,
        "notice": say("inference.image-raises-only", language),
        "images": [_image(image, language) for image in found.images],
        "lesions": [_lesion(lesion) for lesion in found.lesions],
    }


def _image(image: ImageRead, language: Language) -> dict[str, Any]:
    reading = image.reading
    plain: dict[str, Any] = {
        "path": str(image.path),
        "image": reading.image,
        "frame": reading.frame,
        "laterality": reading.laterality or None,
        "research": image.research,
    }
    if image.research:
        plain["research_notice"] = say("imaging.picture-is-research", language)
    plain |= _said(reading)
    plain |= {"mask": None, "polygon": None, "sizes": None, "saliency": None}
    if reading.shape is not None:
        rows, columns = reading.shape.rows, reading.shape.columns
        plain["mask"] = {"size": [rows, columns], "order": "column", "counts": list(reading.shape.mask)}
        plain["polygon"] = [list(point) for point in reading.outline]
        plain["sizes"] = _sizes(reading.shape, reading)
        plain["saliency"] = {
            "bounds": [round(edge, 2) for edge in reading.saliency_bounds],
            "grid": [[round(value, 5) for value in row] for row in reading.saliency],
        }
    plain["remarks"] = [refused_plain(remark, language) for remark in reading.remarks]
    plain["refused"] = None if reading.refused is None else refused_plain(reading.refused, language)
    return plain


def _said(reading: ImageReading | LesionReading) -> dict[str, Any]:
    """Return what a reading of an image and one of a lesion both say."""
    return {
        "probability": reading.probability,
        "interval": _interval(reading.interval),
        "set": list(reading.conformal),
        "set_level": reading.level,
        "suspicious": reading.suspicious,
        "birads_band": reading.category or None,
    }


def _interval(interval: Interval | None) -> dict[str, Any] | None:
    if interval is None:
        return None
    return {"low": interval.low, "high": interval.high, "level": round(interval.level, 4), "kind": interval.kind}


def _sizes(shape: LesionShape, reading: ImageReading) -> dict[str, Any]:
    longest, across = reading.axes
    millimetres = shape.unit == "mm"
    return {
        "unit": shape.unit,
        "longest_diameter": round(shape.length, 3),
        "longest_diameter_ends": [list(end) for end in longest],
        "perpendicular_diameter": round(shape.width, 3),
        "perpendicular_diameter_ends": [list(end) for end in across],
        "area": round(shape.area, 3),
        "area_unit": "mm2" if millimetres else "{pixel}2",
        "orientation": "parallel" if shape.parallel else "not_parallel",
        "height_over_width": round(shape.taller, 4),
        "margin_solidity": round(shape.solidity, 4),
        "touches_edge": shape.at_edge,
        "areas": shape.areas,
    }


def _lesion(lesion: LesionReading) -> dict[str, Any]:
    return {"images": list(lesion.images), "laterality": lesion.laterality or None} | _said(lesion)


def _lines(found: ImagesRead, language: Language) -> Iterator[str]:
    """Yield one line for each image, one for each lesion, and what all of it may not be used for."""
    for image in found.images:
        reading = image.reading
        if reading.refused is not None:
            told = say(reading.refused.code, language, reading.refused.values)
            yield told if image.path.name in told else f"{image.path.name}: {told}"
            continue
        yield f"{image.path.name}: {_line(reading, language)}{_long(reading.shape, language)}"
        yield from (f"  - {say(remark.code, language, remark.values)}" for remark in reading.remarks)
    if any(image.research for image in found.images):
        yield say("imaging.picture-is-research", language)
    for lesion in found.lesions:
        values = {"images": len(lesion.images), "side": lesion.laterality or "–"}
        yield f"{say('inference.image-lesion', language, values)} {_line(lesion, language)}"
    yield say("inference.image-raises-only", language)


def _line(reading: ImageReading | LesionReading, language: Language) -> str:
    assert reading.probability is not None
    assert reading.interval is not None
    values = {
        "percent": _percent(reading.probability),
        "low": _percent(reading.interval.low),
        "high": _percent(reading.interval.high),
        "set": " / ".join(say(f"inference.image-class-{one}", language) for one in reading.conformal),
        "category": reading.category,
    }
    suspicious = f" {say('inference.image-suspicious', language)}" if reading.suspicious else ""
    return say("inference.image-line", language, values) + suspicious


def _percent(value: float) -> float:
    return round(100 * value, 1)


def _long(shape: LesionShape | None, language: Language) -> str:
    if shape is None:
        return ""
    unit = "mm" if shape.unit == "mm" else "px"
    length, width = (number(round(value, 1), language) for value in (shape.length, shape.width))
    return f" {length} × {width} {unit}."
