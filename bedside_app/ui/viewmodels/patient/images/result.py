"""What the model says of one image, in words: a probability with its interval, what the set means, what stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from bedside_app.domain.image import ImageInstance, ImageReading, ImageSeries
from bedside_app.foundation.words import Language, number, say
from bedside_app.ui.viewmodels.patient.images.captions import main_spacing
from bedside_app.ui.viewmodels.patient.images.thumbnails import place_words, side_of
from bedside_app.ui.viewmodels.shown import Sign, sign

if TYPE_CHECKING:
    from bedside_app.inference.packs.card import Card, Performance

__all__ = ["THRESHOLDS", "ZONES", "ModelTold", "Result", "Tick", "result_of", "told_of"]

THRESHOLDS: Final = (2.0, 10.0, 50.0, 95.0)
"""Percent at which the BI-RADS category changes (ACR BI-RADS Atlas, 5th edition: likelihood of malignancy)."""
ZONES: Final = ((2.0, 10.0, "4A"), (10.0, 50.0, "BI-RADS\u00a04B"), (50.0, 95.0, "4C"))
_ORDER: Final = ("0", "1", "2", "3", "4A", "4B", "4C", "5", "6")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelTold:
    """What the card and the run say of the model: name and version, how well its probabilities hold, where it ran."""

    name: str
    version: str
    provider: str = ""
    milliseconds: float | None = None
    slope: tuple[float, float, float] | None = None
    calibration_error: float | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """One condition of the model's image contract: met, not met, or None where nothing says so."""

    words: str
    met: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The panel. Without a number `why` says why and `title` what; then nothing of a figure is given.

    `value` and `interval` are percent, for the scale.
    """

    sign: Sign | None
    place: str
    radiologist: str
    figure: str = ""
    word: str = ""
    interval_words: str = ""
    value: float = 0.0
    interval: tuple[float, float] | None = None
    stands: tuple[str, str] = ("", "")
    said: tuple[str, ...] = ()
    calibration: tuple[str, ...] = ()
    ticks: tuple[Tick, ...] = ()
    title: str = ""
    why: str = ""


def result_of(
    series: ImageSeries,
    instance: ImageInstance,
    reading: ImageReading | None,
    language: Language,
    *,
    told: ModelTold | None = None,
    radiologist: str = "",
) -> Result:
    """Return the panel of one image. `radiologist` is the category of the report, "" where none is known."""
    place = place_words(series, instance, language)
    known = say("images.result.radiologist", language, {"category": radiologist}) if radiologist else ""
    if reading is None or reading.refused is not None or reading.probability is None:
        return _without_number(place, known, reading, language)
    percent = 100 * reading.probability
    return Result(
        sign=_sign(reading, language),
        place=place,
        radiologist=known,
        figure=_percent(percent, language),
        word=say("images.result.malignant", language),
        interval_words=_interval_words(reading, language),
        value=percent,
        interval=None if reading.interval is None else (100 * reading.interval.low, 100 * reading.interval.high),
        stands=_stands(radiologist, language),
        said=tuple(part for part in (_set_words(reading, language), _raised(reading, radiologist, language)) if part),
        calibration=_calibration(reading, told, language),
        ticks=_ticks(series, instance, language),
    )


def _without_number(place: str, known: str, reading: ImageReading | None, language: Language) -> Result:
    refused = reading.refused if reading is not None else None
    if refused is not None:
        why, kind = say(refused.code, language, refused.values), "refused"
    else:
        why, kind = say("images.result.not-read", language), "unknown"
    title = say(f"images.result.{'no-number' if refused is not None else 'not-read-title'}", language)
    return Result(sign=sign(kind, language), place=place, radiologist=known, title=title, why=why)


def _percent(value: float, language: Language) -> str:
    """Return a probability in whole percent; what rounds to nothing or all is said as a bound."""
    if value < 1:
        return say("images.result.percent", language, {"value": f"<\u00a0{number(1, language)}"})
    if value > 99:
        return say("images.result.percent", language, {"value": f">\u00a0{number(99, language)}"})
    return say("images.result.percent", language, {"value": number(value, language, 0)})


def _interval_words(reading: ImageReading, language: Language) -> str:
    found = reading.interval
    if found is None:
        return say("images.result.no-interval", language)
    values = {
        "level": number(100 * found.level, language, 0),
        "low": number(100 * found.low, language, 0),
        "high": number(100 * found.high, language, 0),
    }
    kind = found.kind if found.kind in ("conformal", "ensemble") else "published"
    return say(f"images.result.interval.{kind}", language, values)


def _sign(reading: ImageReading, language: Language) -> Sign:
    """Return the state: a set of both, or of none, is uncertain whatever the probability."""
    if reading.level is not None and len(reading.conformal) != 1:
        return sign("uncertain", language)
    if reading.suspicious is None:
        return sign("uncertain", language)
    if reading.suspicious:
        return sign("caution", language, say("images.result.suspicious", language))
    return sign("possible", language, say("images.result.not-suspicious", language))


def _stands(radiologist: str, language: Language) -> tuple[str, str]:
    """Return what stands, and the rest of that sentence: a model finding never lowers a category."""
    if not radiologist:
        return say("images.result.no-category", language), say("images.result.no-category-rest", language)
    return say("images.result.stands", language, {"category": radiologist}), say("images.result.stands-rest", language)


def _set_words(reading: ImageReading, language: Language) -> str:
    if reading.level is None:
        return ""
    classes = set(reading.conformal)
    kind = "both" if len(classes) > 1 else next(iter(classes), "none")
    if kind not in {"both", "none", "benign", "malignant"}:
        kind = "none"
    return say(f"images.result.set.{kind}", language, {"level": number(100 * reading.level, language, 0)})


def _raised(reading: ImageReading, radiologist: str, language: Language) -> str:
    """Return that the model is more suspicious than the radiologist, where it is; never that it is less."""
    mine, theirs = _rank(reading.category), _rank(radiologist)
    if not reading.category or not radiologist or mine is None or theirs is None or mine <= theirs:
        return ""
    return say("images.result.raised", language, {"category": reading.category})


def _rank(category: str) -> int | None:
    """Return where a category stands; a 4 without letter reaches up to 4C."""
    plain = category.upper().removeprefix("BI-RADS").strip()
    plain = "4C" if plain == "4" else plain
    return _ORDER.index(plain) if plain in _ORDER else None


def _calibration(reading: ImageReading, told: ModelTold | None, language: Language) -> tuple[str, ...]:
    told = told or told_of(reading, language)
    spread = reading.interval is not None and reading.interval.kind == "ensemble" and len(reading.members) > 1
    members = say("images.result.ensemble", language, {"count": len(reading.members)}) if spread else ""
    lines = (members, _slope(told, language), _model(told, language))
    return tuple(line for line in lines if line)


def told_of(reading: ImageReading, language: Language) -> ModelTold:
    """Return what the card of the version that ran says of it; without that card no figure of another's is given."""
    card = _card(reading.pack, reading.pack_version)
    if card is None:
        return ModelTold(name=reading.pack, version=reading.pack_version, provider=reading.provider)
    slope, error = _performed(card, "calibration slope"), _performed(card, "expected calibration error")
    bounds = None if slope is None else slope.interval
    return ModelTold(
        name=card.title.en if language == "en" else card.title.fr,
        version=card.version,
        provider=reading.provider,
        slope=None
        if slope is None or slope.value is None or bounds is None
        else (slope.value, bounds.low, bounds.high),
        calibration_error=None if error is None else error.value,
    )


@lru_cache(maxsize=4)
def _card(pack: str, version: str) -> Card | None:
    from bedside_app.inference.packs.find import find_packs

    found = (one for one in find_packs().packs if one.id == pack) if pack else ()
    return next((one.card for one in found if one.card.version == version), None)


def _performed(card: Card, measure: str) -> Performance | None:
    """Return a figure of development, by its English name."""
    return next((one for one in card.performance if one.measure.en == measure), None)


def _slope(told: ModelTold, language: Language) -> str:
    if told.slope is None or told.calibration_error is None:
        return say("images.result.no-calibration", language)
    slope, low, high = (number(value, language, 2) for value in told.slope)
    error = number(told.calibration_error, language, 2)
    return say("images.result.calibration", language, {"slope": slope, "low": low, "high": high, "error": error})


def _model(told: ModelTold, language: Language) -> str:
    name = f"{told.name} {told.version}".strip()
    if told.provider:
        name = say(
            "images.result.ran", language, {"model": name, "provider": told.provider.removesuffix("ExecutionProvider")}
        )
    return name if told.milliseconds is None else f"{name}, {number(told.milliseconds, language, 0)}\u00a0ms"


def _ticks(series: ImageSeries, instance: ImageInstance, language: Language) -> tuple[Tick, ...]:
    """Return the conditions of the contract. What the file does not state is open, never met."""
    breast = None if not series.body_part else series.body_part.upper() == "BREAST"
    side = side_of(instance)
    return (
        Tick(say("images.tick.ultrasound", language), series.modality == "US" and breast),
        Tick(say("images.tick.like", language), True),
        Tick(say("images.tick.spacing", language), main_spacing(instance) is not None or None),
        Tick(say(f"images.tick.side.{side or 'unknown'}", language), bool(side) or None),
    )
