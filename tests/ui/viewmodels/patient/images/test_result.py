from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain.finding import Interval
from bedside_app.domain.image import ImageReading
from bedside_app.domain.record import Refused
from bedside_app.foundation.words import LANGUAGES, Language
from bedside_app.ui.viewmodels.patient.images.result import THRESHOLDS, Result, result_of, told_of
from tests.ui.patient.images.synthetic import TOLD, instance_of, reading_of, series_of

ROOT = Path(__file__).resolve().parents[5]


def result(reading: ImageReading | None, language: Language = "en", radiologist: str = "4") -> Result:
    return result_of(series_of(instance_of()), instance_of(), reading, language, told=TOLD, radiologist=radiologist)


def test_a_number_never_stands_without_its_interval_and_its_level() -> None:
    found = result(reading_of())
    assert (found.figure, found.interval_words) == ("71\u00a0%", "ensemble 58–82\u00a0%")
    assert found.interval == pytest.approx((58, 82))


def test_without_an_interval_the_words_say_so() -> None:
    assert result(reading_of(interval=None), "fr").interval_words == "Aucun intervalle publié"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_gives_its_reason_and_no_number(language: Language) -> None:
    refused = Refused(code="images.refused.no-picture", values={})
    found = result(reading_of(refused=refused), language)
    assert (found.figure, found.ticks, found.calibration) == ("", (), ())
    assert found.sign is not None
    assert found.sign.status == "refused"
    assert found.why


def test_an_image_that_was_not_read_says_so() -> None:
    assert result(None).title == "Not read"


def test_a_set_of_both_is_uncertain_and_of_one_is_not() -> None:
    both, one = result(reading_of()), result(reading_of(conformal=("malignant",)))
    assert both.sign is not None
    assert one.sign is not None
    assert (both.sign.status, one.sign.status) == ("uncertain", "caution")
    assert "benign or malignant" in both.said[0]


def test_an_empty_set_is_uncertain_too() -> None:
    found = result(reading_of(conformal=()))
    assert found.sign is not None
    assert found.sign.status == "uncertain"
    assert "empty" in found.said[0]


@given(probability=st.floats(0, 1), category=st.sampled_from(["2", "3", "4A", "4B", "4C", "5"]))
def test_the_radiologists_category_stands_whatever_the_model_says(probability: float, category: str) -> None:
    found = result(reading_of(probability=probability, category=category), radiologist="5")
    assert "".join(found.stands) == "BI-RADS\u00a05 stands: a model finding never lowers it."
    assert not any("above" in sentence for sentence in found.said)


def test_a_more_suspicious_model_raises_suspicion_and_a_less_suspicious_one_says_nothing() -> None:
    assert any("4C" in sentence for sentence in result(reading_of(), radiologist="3").said)
    assert len(result(reading_of(category="2"), radiologist="3").said) == 1


def test_a_benign_set_does_not_argue_against_a_biopsy() -> None:
    assert "biopsy" in result(reading_of(conformal=("benign",))).said[0]


def test_no_probability_is_said_to_be_nothing_or_all() -> None:
    assert result(reading_of(probability=0.0001)).figure == "<\u00a01\u00a0%"
    assert result(reading_of(probability=0.9999)).figure == ">\u00a099\u00a0%"


def test_what_the_file_does_not_state_is_open_not_met() -> None:
    bare = instance_of(spacing=None, laterality="")
    found = result_of(series_of(bare, body_part=""), bare, reading_of(), "en")
    assert [tick.met for tick in found.ticks] == [None, True, None, None]


def test_an_ensemble_is_said_to_be_one_and_a_published_interval_names_its_level() -> None:
    assert "not a confidence interval" in result(reading_of()).calibration[0]
    published = Interval(low=0.5, high=0.9, level=0.95, kind="published")
    found = result(reading_of(interval=published))
    assert found.interval_words == "95\u00a0% interval 50–90"
    assert not any("members" in line for line in found.calibration)


def test_the_card_of_the_version_that_ran_gives_its_calibration_and_no_other_does() -> None:
    card = json.loads((ROOT / "models/breast_us/card.json").read_text("utf-8"))
    mine = reading_of(pack="breast_us", pack_version=card["version"], provider="CPU")
    told, other = told_of(mine, "fr"), told_of(replace(mine, pack_version="0.0.0"), "fr")
    stated = next(one for one in card["performance"] if one["measure"]["en"] == "calibration slope")
    assert told.slope == (stated["value"], stated["interval"]["low"], stated["interval"]["high"])
    assert told.name == card["title"]["fr"]
    assert (other.slope, other.name) == (None, "breast_us")


def test_the_scale_has_the_limits_of_bi_rads() -> None:
    assert THRESHOLDS == (2, 10, 50, 95)


def test_the_calibration_is_given_or_said_not_to_be_published() -> None:
    assert result(reading_of()).calibration[1] == "Calibration slope 0.97 (0.86–1.09), ECE 0.03"
    bare = result_of(series_of(instance_of()), instance_of(), reading_of(), "en")
    assert "No calibration" in bare.calibration[1]
