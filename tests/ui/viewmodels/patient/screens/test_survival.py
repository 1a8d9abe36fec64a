from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.ui.viewmodels.patient.screens.survival import People, Shape, benefit_of, horizon_of, people_of
from bedside_app.ui.viewmodels.shown import CaseShown, SourceRef

REF = SourceRef("outcome", "letrozole", "overall_survival_10y_treated")
GAINS = ("hormone_therapy", "chemotherapy", "trastuzumab", "bisphosphonate")
SHARE = st.floats(0, 1)


def people(case: CaseShown, **values: float) -> People:
    shown = people_of(case, values, 10, "endocrine therapy", "No interval published", REF)
    assert shown is not None
    return shown


def test_an_output_is_read_as_what_when_and_under_what() -> None:
    assert horizon_of("overall_survival_10y_treated") == ("overall_survival", 10, "treated")
    assert horizon_of("egfr") is None


def test_the_suggested_option_shows_a_hundred_people_and_names_what_the_figure_counts(case: CaseShown) -> None:
    letrozole = next(option for option in case.current.options if option.id == "letrozole")
    shown = benefit_of(case, letrozole)
    assert shown is not None
    assert [(group.count, group.shape) for group in shown.groups] == [
        (66, Shape.CIRCLE),
        (7, Shape.SQUARE),
        (3, Shape.TRIANGLE),
        (24, Shape.CROSS),
    ]
    assert shown.figure.text == "76"
    assert shown.counts == "Figures count the plan: bisphosphonate + endocrine therapy."
    assert shown.interval == "No interval published"


def test_a_longer_horizon_has_fewer_alive(case: CaseShown) -> None:
    letrozole = next(option for option in case.current.options if option.id == "letrozole")
    five, fifteen = benefit_of(case, letrozole, 5), benefit_of(case, letrozole, 15)
    assert five is not None
    assert fifteen is not None
    assert int(five.figure.text) > int(fifteen.figure.text)


def test_an_option_that_no_model_forecasts_has_no_people(case: CaseShown) -> None:
    ribociclib = next(option for option in case.current.options if option.id == "ribociclib")
    assert benefit_of(case, ribociclib) is None


@given(base=SHARE, gains=st.dictionaries(st.sampled_from(GAINS), st.floats(0, 0.3), max_size=4))
def test_the_groups_always_add_up_to_a_hundred(case_of_a: CaseShown, base: float, gains: dict[str, float]) -> None:
    treated = min(1.0, base + sum(gains.values()))
    values = {"untreated": base, "treated": treated, **{f"benefit:{name}": gain for name, gain in gains.items()}}
    shown = people_of(case_of_a, values, 10, "x", "y", REF)
    assert shown is not None
    assert sum(group.count for group in shown.groups) == 100
    assert all(group.count >= 0 for group in shown.groups)
    shapes = [group.shape for group in shown.groups]
    assert len(shapes) == len(set(shapes))


def test_a_treatment_that_harms_is_never_drawn_as_a_gain(case: CaseShown) -> None:
    shown = people(case, untreated=0.80, treated=0.78)
    assert [group.count for group in shown.groups] == [78, 22]
    assert shown.added == 0


def test_a_treatment_without_a_word_of_its_own_is_still_counted(case: CaseShown) -> None:
    shown = people(case, **{"untreated": 0.5, "treated": 0.6, "benefit:new_drug": 0.1})
    assert shown.groups[1].label == "alive by another treatment"


def test_without_survival_there_is_no_figure(case: CaseShown) -> None:
    assert people_of(case, {}, 10, "x", "y", REF) is None


@pytest.mark.parametrize(
    ("language", "caption"), [("en", "of 100 alive at 10 y"), ("fr", "sur 100 en vie à 10\u00a0ans")]
)
def test_a_card_speaks_of_people_and_years(case: CaseShown, language: str, caption: str) -> None:
    shown = people(replace(case, language="fr" if language == "fr" else "en"), untreated=0.5)
    assert shown.caption == caption
