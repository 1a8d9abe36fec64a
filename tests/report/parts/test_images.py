"""A suspicious image where no cancer is known is seen before the answer; elsewhere it says nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bedside_app.dictionary.entries import load
from bedside_app.dictionary.view import View
from bedside_app.domain.fact import About, Side, Subject
from bedside_app.domain.image import ImageReading
from bedside_app.domain.record import PatientRecord
from bedside_app.domain.summary import Flag, FlagKind
from bedside_app.report.compose import Case
from bedside_app.report.parts.images import suspicion_flags
from tests.records import IDENTITY

AS_OF = date(2026, 11, 24)
SUSPICIOUS = ImageReading(
    image="1.2.3", source="", frame=0, laterality="R", probability=0.935, suspicious=True, category="4C"
)


def flags(*readings: ImageReading, known: Side | None = Side.LEFT) -> list[Flag]:
    primaries = (About(subject=Subject.PRIMARY, key="cancer-1", side=known),) if known else ()
    record = PatientRecord(identity=IDENTITY, primaries=primaries)
    dictionary = load()
    views = {"": View(record, dictionary, as_of=AS_OF)}
    return list(suspicion_flags(Case(record=record, views=views, dictionary=dictionary, as_of=AS_OF), readings))


def test_a_suspicion_on_the_other_side_asks_for_a_biopsy() -> None:
    (flag,) = flags(SUSPICIOUS)
    assert flag.kind is FlagKind.CAUTION
    assert flag.text["en"] == ("Image, right side: suspicious for the network (BI-RADS band 4C), no cancer known there")
    assert "biopsy decides" in flag.action["en"]
    assert "côté droit" in flag.text["fr"]


def test_the_side_of_the_known_cancer_and_what_is_not_suspicious_raise_none() -> None:
    assert flags(SUSPICIOUS, known=Side.RIGHT) == []
    assert flags(replace(SUSPICIOUS, suspicious=False)) == []
    assert flags() == []


@pytest.mark.parametrize(("known", "count"), [(None, 1), (Side.LEFT, 0)])
def test_an_image_without_a_side_counts_where_no_cancer_is_known_at_all(known: Side | None, count: int) -> None:
    assert len(flags(replace(SUSPICIOUS, laterality=""), known=known)) == count


def test_several_images_of_a_side_are_one_flag_of_the_most_suspicious() -> None:
    (flag,) = flags(SUSPICIOUS, replace(SUSPICIOUS, image="1.2.4", probability=0.3, category="4B"), known=None)
    assert "4C" in flag.text["en"]
