"""The card of a pack (`card.json`): everything that a clinician, an auditor or a program must know to use the model.

`resources/schemas/card.schema.json` is the same as JSON Schema, made by `schema`.
"""

from __future__ import annotations

import json
import re
from typing import Any, ClassVar, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from bedside_app.foundation.bounded import json_value
from bedside_app.foundation.errors import Refusal

__all__ = [
    "FILES",
    "Band",
    "Bar",
    "Card",
    "Citation",
    "Contribution",
    "Figure",
    "ImageContract",
    "ImageParameters",
    "Input",
    "Interval",
    "Limit",
    "Output",
    "OutputClass",
    "Performance",
    "Population",
    "Range",
    "Scalar",
    "ScopeCondition",
    "Subgroup",
    "Trained",
    "Uncertainty",
    "UnfitCard",
    "Vector",
    "WhenUnknown",
    "Words",
    "read_card",
    "read_vectors",
    "schema",
]

FILES: Final = ("LICENCE.txt", "model.onnx", "recipe.py", "vectors.json")  # what a coefficient pack is made of

Scalar = bool | int | float | str
Review = Literal["read", "needed"]
_NAME: Final = r"^[a-z][a-z0-9_]*$"


class UnfitCard(Refusal):
    """A card does not keep to the schema."""

    code: ClassVar[str] = "inference.unfit-card"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Strict):
    """A text in both languages."""

    en: str = Field(min_length=1)
    fr: str = Field(min_length=1)


class Range(_Strict):
    """The values that the model may be given, in the input's unit, both ends included; outside them it is refused."""

    low: float
    high: float
    source: Words
    review: Review


class WhenUnknown(_Strict):
    """How the publication itself counts an unknown value; without it an unknown value is never filled in.

    `feed` is the number that the graph gets, `counted_as` what is shown to the reader.
    """

    feed: float
    counted_as: Scalar
    words: Words
    source: str = Field(min_length=1)


class Input(_Strict):
    """One input of the graph. `codes` turns a code into the graph's number; a boolean is 0 or 1.

    A `treatment` is chosen by whoever asks, never read from the record; `untreated` is its value without it.
    `answers` names the pack's code for values of the dictionary's fact that are written differently, `numbers` the
    number that an input takes for the answers of a fact in words (Ann Arbor stage III is 3). `only` lists the values of
    a number that the publication defines, where they are few.
    """

    name: str = Field(pattern=_NAME)
    kind: Literal["quantity", "integer", "code", "boolean"]
    unit: str
    meaning: Words
    required: bool
    role: Literal["patient", "treatment"] = "patient"
    fact: str | None = Field(default=None, pattern=_NAME)
    range: Range | None = None
    codes: dict[str, float] = {}
    answers: dict[str, str] = {}
    numbers: dict[str, float] = {}
    only: tuple[float, ...] = ()
    untreated: Scalar | None = None
    when_unknown: WhenUnknown | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if (self.kind == "code") != bool(self.codes):
            raise ValueError(f"{self.name}: codes belong to an input of kind code, and such an input needs them")
        if (self.kind in ("quantity", "integer")) != (self.range is not None):
            raise ValueError(f"{self.name}: a quantity or integer needs its range, nothing else has one")
        if self.required == (self.when_unknown is not None):
            raise ValueError(f"{self.name}: an input is either required or says how the publication counts an unknown")
        if (self.role == "treatment") != (self.untreated is not None and self.fact is None):
            raise ValueError(f"{self.name}: a treatment has `untreated` and no fact, a patient's input has a fact")
        if self.role == "patient" and self.fact is None:
            raise ValueError(f"{self.name}: which fact feeds it?")
        if unknown := set(self.answers.values()) - set(self.codes):
            raise ValueError(f"{self.name}: answers lead to codes that do not exist: {sorted(unknown)}")
        if self.range is None and (self.numbers or self.only):
            raise ValueError(f"{self.name}: numbers and only belong to a quantity or integer")
        return self


class OutputClass(_Strict):
    """One class of an output of kind code; the graph gives its place in the list, from 0."""

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9_]*$")
    label: Words
    threshold: str = Field(min_length=1)


class Output(_Strict):
    """One output of the graph and the fact that it makes. A boolean is 0 or 1 in the graph, an integer a whole number.

    `applies_when` names inputs and the values that they must have: otherwise the output is left out, because it would
    not mean what its name says.
    """

    name: str = Field(pattern=_NAME)
    kind: Literal["quantity", "integer", "code", "boolean"]
    unit: str
    label: Words
    fact: str | None = Field(default=None, pattern=_NAME)
    classes: tuple[OutputClass, ...] = ()
    thresholds_source: Words | None = None
    applies_when: dict[str, tuple[Scalar, ...]] = {}

    @model_validator(mode="after")
    def _classes_have_a_source(self) -> Self:
        if (self.kind == "code") != bool(self.classes):
            raise ValueError(f"{self.name}: classes belong to an output of kind code, and such an output needs them")
        if self.classes and self.thresholds_source is None:
            raise ValueError(f"{self.name}: thresholds need their source")
        return self


class Contribution(_Strict):
    """The exact share of each input in an additive model: graph outputs `contribution_<input>`, on one scale."""

    scale: Words
    inputs: tuple[str, ...] = Field(min_length=1)


class ScopeCondition(_Strict):
    """A condition over facts that must be true for the model to apply (`docs/architecture.md`, Conditions).

    False refuses, with `otherwise` as the reason. Unknown either asks for the facts (`ask`: no number before), or gives
    the number under this condition, which is then said beside it in the words of `provided` (`state`).
    """

    when: str = Field(min_length=1)
    otherwise: Words
    unknown: Literal["ask", "state"]
    provided: Words | None = None
    source: Words

    @model_validator(mode="after")
    def _says_what_it_supposes(self) -> Self:
        if (self.unknown == "state") != (self.provided is not None):
            raise ValueError("a condition that is stated needs the words of `provided`, and only such a one has them")
        return self


class Population(_Strict):
    """Whom the model is for, in words and as conditions (exclusions are conditions too)."""

    words: Words
    exclusions: Words
    conditions: tuple[ScopeCondition, ...]


class Interval(_Strict):
    """A published interval; `level` is its coverage, 0.95 for 95 %."""

    low: float
    high: float
    level: float = Field(gt=0, lt=1)


class Performance(_Strict):
    """One published figure. `interval` absent: the source, as far as it was read, gives none."""

    setting: Literal["development", "external"]
    cohort: Words
    n: int | None = Field(default=None, gt=0)
    measure: Words
    value: float | None = None
    unit: str = "1"
    interval: Interval | None = None
    source: str = Field(min_length=1)
    review: Review
    note: Words | None = None


class Uncertainty(_Strict):
    """What is known of the error of a single result."""

    kind: Literal["none_published", "published_interval", "conformal", "ensemble"]
    words: Words


class Limit(Words):
    """A known limit of the model, in words, and where it is known from."""

    source: Words
    review: Review


class Citation(_Strict):
    """A publication that the model rests on. `read` says what of it was really read for this card."""

    text: str = Field(min_length=1)
    doi: str = ""
    review: Review
    read: Literal["full_text", "abstract", "secondary", "nothing"]


class ImageContract(_Strict):
    """Which pictures an image network may be given: anything else is refused before it, or by its gate.

    `least_edge` is in pixels, `most_colour` the share of coloured pixels from which a picture is taken for a Doppler.
    """

    words: Words
    modality: str = Field(min_length=1)
    body_part: str = Field(min_length=1)
    frames: Literal["single"]
    least_edge: int = Field(gt=0)
    most_colour: float = Field(gt=0, lt=1)
    source: Words


class Band(_Strict):
    """An assessment category and the probabilities that it stands for: from `low` to below `high`."""

    category: str = Field(min_length=1)
    low: float
    high: float


class ImageParameters(_Strict):
    """What turns a network's numbers into an answer; fitted on `patients` that the network had not seen.

    Platt's map (`slope`, `intercept`); the probability from which a lesion is called suspicious, with the sensitivity
    that it was chosen for; the limits of the conformal sets, each class left out of at most `alpha` of its own; the
    strangeness above which the gate refuses; the bands of categories, ascending from 0 to above 1.
    """

    slope: float = Field(gt=0)
    intercept: float
    suspicion_limit: float = Field(ge=0, le=1)
    sensitivity: float = Field(gt=0, lt=1)
    alpha: float = Field(gt=0, lt=1)
    benign: float = Field(ge=0, le=1)
    malignant: float = Field(ge=0, le=1)
    gate_limit: float
    bands: tuple[Band, ...] = Field(min_length=1)
    patients: int = Field(gt=0)

    @model_validator(mode="after")
    def _bands_leave_no_gap(self) -> Self:
        edges = [band.low for band in self.bands] + [self.bands[-1].high]
        followed = all(band.high == after.low for band, after in zip(self.bands, self.bands[1:], strict=False))
        if edges != sorted(edges) or not followed or edges[0] > 0 or edges[-1] <= 1:
            raise ValueError("the bands do not follow each other from 0 to above 1")
        return self


class Figure(_Strict):
    """A figure with its interval and the number of units that it rests on; without a value where there are none."""

    measure: Words
    value: float | None
    interval: Interval | None
    n: int = Field(ge=0)


class Subgroup(_Strict):
    """How well the model did in one group of the development patients (a scanner, a size, a category)."""

    kind: Words
    group: str = Field(min_length=1)
    patients: int
    malignant: int
    figures: tuple[Figure, ...]


class Bar(_Strict):
    """A figure that the model was to reach before it was used, and whether it does."""

    measure: Words
    bar: float
    at_least: bool
    value: float
    interval: Interval
    met: bool

    @model_validator(mode="after")
    def _tells_the_truth(self) -> Self:
        if self.met != (self.value >= self.bar if self.at_least else self.value <= self.bar):
            raise ValueError("met says otherwise than the value")
        return self


class Trained(_Strict):
    """What only a trained network's card says: members, bars met and missed, how it did in groups, what was tried."""

    members: int = Field(gt=0)
    folds: Words
    bars: tuple[Bar, ...]
    subgroups: tuple[Subgroup, ...]
    tried: tuple[Words, ...]


class Card(_Strict):
    """A pack's card. `files` holds the SHA-256 of every file that the pack is made of.

    `headline` names the outputs that a summary shows first; where it is empty, all of them are. `about_when` is the
    condition under which the model concerns a patient at all (the tumour, the question): where it is not true, nothing
    is said of the model; without it, it concerns everybody. `alternative_to` names a pack that answers the same
    question: this one then speaks only where it has a number and the other has none for want of a value. A pack for
    pictures has `image`, `parameters` and `trained` in the place of inputs.
    """

    format: Literal["bedside.card/1"]
    id: str = Field(pattern=_NAME)
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    title: Words
    purpose: Words
    task: Literal["prognosis", "diagnosis", "risk", "function", "dosing", "staging", "toxicity", "response"]
    tumours: tuple[str, ...]
    about: Literal["patient", "primary"]
    about_when: str | None = Field(default=None, min_length=1)
    alternative_to: str | None = Field(default=None, pattern=_NAME)
    verification: Literal["RUN", "AUTH", "REFIT", "2SRC", "1SRC", "TRAINED"]
    population: Population
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...] = Field(min_length=1)
    image: ImageContract | None = None
    parameters: ImageParameters | None = None
    trained: Trained | None = None
    headline: tuple[str, ...] = ()
    contributions: Contribution | None = None
    uncertainty: Uncertainty
    performance: tuple[Performance, ...]
    calibration: Words
    training_data: Words
    limits: tuple[Limit, ...] = Field(min_length=1)
    quirks: tuple[Words, ...] = ()
    citations: tuple[Citation, ...] = Field(min_length=1)
    licence: str = Field(min_length=1)
    files: dict[str, str]

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        names = [entry.name for entry in self.inputs] + [output.name for output in self.outputs]
        if len(set(names)) != len(names):
            raise ValueError("a name stands twice among inputs and outputs")
        inputs = {entry.name for entry in self.inputs}
        asked = {name for output in self.outputs for name in output.applies_when}
        shared = set(self.contributions.inputs) if self.contributions else set()
        if strange := (asked | shared) - inputs:
            raise ValueError(f"not inputs: {sorted(strange)}")
        if strange := set(self.headline) - {output.name for output in self.outputs}:
            raise ValueError(f"not outputs: {sorted(strange)}")
        if (self.image is None) != bool(self.inputs) or len({self.image is None, self.parameters is None}) > 1:
            raise ValueError("a pack takes values, or pictures with the parameters that read them")
        self._vouches_for_its_files()
        return self

    def _vouches_for_its_files(self) -> None:
        if missing := {"LICENCE.txt", "model.onnx", "vectors.json"} - set(self.files):
            raise ValueError(f"files lack {', '.join(sorted(missing))}")
        if not any(name == "recipe.py" or name.startswith("recipe/") for name in self.files):
            raise ValueError("files lack the recipe")
        if odd := [name for name in self.files if not re.fullmatch(r"(\w+/)*\w+\.\w+", name, re.ASCII)]:
            raise ValueError(f"not the name of a file inside the pack: {odd[0]}")

    def input(self, name: str) -> Input | None:
        """Return the input of that name."""
        return next((entry for entry in self.inputs if entry.name == name), None)

    @property
    def treatments(self) -> tuple[Input, ...]:
        """The inputs that whoever asks chooses."""
        return tuple(entry for entry in self.inputs if entry.role == "treatment")


class Vector(_Strict):
    """One case of `vectors.json`: what the outputs must be, each within its absolute `tolerance` (1e-9 without one)."""

    inputs: dict[str, Scalar]
    outputs: dict[str, Scalar] = Field(min_length=1)
    tolerance: dict[str, float] = {}
    source: str = Field(min_length=1)
    ran_independent: bool = True


_VECTORS: Final = TypeAdapter(list[Vector])


def read_card(data: bytes, *, name: str) -> Card:
    """Return the card that `data` (a `card.json`) holds; `name` stands in the refusal.

    Raises
    ------
    UnreadableJson
        It is no JSON within the bounds.
    UnfitCard
        It does not keep to the schema.
    """
    value = json_value(data, name=f"{name}/card.json")
    try:
        return Card.model_validate(value)
    except ValidationError as error:
        raise _unfit(error, name) from error


def read_vectors(data: bytes, *, name: str) -> list[Vector]:
    """Return the cases that `data` (a `vectors.json`) holds. Raises as `read_card`."""
    value = json_value(data, name=f"{name}/vectors.json")
    try:
        return _VECTORS.validate_python(value)
    except ValidationError as error:
        raise _unfit(error, name) from error


def _unfit(error: ValidationError, name: str) -> UnfitCard:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "–"
    return UnfitCard(pack=name, place=place, why=str(first["msg"])[:200])


def schema() -> str:
    """Return the JSON Schema of cards, as it is published."""
    value: dict[str, Any] = Card.model_json_schema()
    value["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    value["title"] = "Card of a Bedside model pack"
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
