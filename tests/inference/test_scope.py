"""What a pack may be asked: kinds, codes, ranges, population; the reason is always said."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.dictionary.conditions import Facts
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import say
from bedside_app.inference.packs.card import Card, Scalar
from bedside_app.inference.scope import (
    InputsMissing,
    NotACode,
    OutOfRange,
    OutOfScope,
    UnknownInput,
    WrongKind,
    assumed,
    checked,
    concerns,
    judge,
    judge_values,
    scope_facts,
)
from tests.inference.in_process import builtin

NPI, PREDICT = builtin("npi").card, builtin("predict_breast_v2_2").card
ERSPC = builtin("erspc_rc3").card
CKD, CG = builtin("ckd_epi_2021").card, builtin("cockcroft_gault").card
ROW: dict[str, Scalar | None] = {"tumour_size": 20, "positive_nodes": 0, "tumour_grade": 2}
TREATED: dict[str, Scalar | None] = {
    "age": 50,
    "tumour_size": 20,
    "positive_nodes": 2,
    "er_status": "positive",
    "chemotherapy": "none",
    "hormone_therapy": True,
    "trastuzumab": False,
    "bisphosphonate": False,
}
PATIENT: dict[str, Scalar] = {
    "sex": "female",
    "primary_site": "breast",
    "tumour_behaviour": "invasive",
    "phase": "after_surgery",
    "m_category": "M0",
}


@pytest.mark.parametrize(
    ("change", "refusal", "named"),
    [
        ({"age": 60}, UnknownInput, {"input": "age"}),
        ({"tumour_size": None}, InputsMissing, {"inputs": "tumour_size"}),
        ({"tumour_size": "20"}, WrongKind, {"input": "tumour_size", "form": "0.5, 1, 2 … (mm)"}),
        ({"tumour_size": True}, WrongKind, {"input": "tumour_size"}),
        ({"tumour_size": math.nan}, WrongKind, {"found": "nan"}),
        ({"tumour_size": math.inf}, WrongKind, {"found": "inf"}),
        ({"tumour_size": 0}, OutOfRange, {"low": 0.1, "high": 200, "value": 0}),
        ({"tumour_size": 200.1}, OutOfRange, {"value": 200.1}),
        ({"positive_nodes": 0.5}, WrongKind, {"input": "positive_nodes"}),
        ({"positive_nodes": -1}, OutOfRange, {"value": -1}),
        ({"tumour_grade": 4}, OutOfRange, {"input": "tumour_grade"}),
    ],
)
def test_value_that_does_not_do_is_refused_by_name(
    change: dict[str, Scalar | None], refusal: type[Refusal], named: dict[str, object]
) -> None:
    with pytest.raises(refusal) as caught:
        checked(NPI, ROW | change)
    assert named.items() <= caught.value.values.items()
    for language in ("en", "fr"):
        sentence = say(caught.value.code, language, caught.value.values)
        assert (NPI.title.en if language == "en" else NPI.title.fr) in sentence


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"er_status": "unknown"}, NotACode),
        ({"er_status": 1}, WrongKind),
        ({"hormone_therapy": 1}, WrongKind),
        ({"hormone_therapy": "yes"}, WrongKind),
        ({"hormone_therapy": None}, InputsMissing),
        ({"chemotherapy": "first_generation"}, NotACode),
        ({"age": 24.9}, OutOfRange),
        ({"age": 86}, OutOfRange),
    ],
)
def test_codes_truth_and_age_are_refused_where_they_do_not_do(
    change: dict[str, Scalar | None], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        checked(PREDICT, TREATED | change)


@pytest.mark.parametrize("age", [25, 85, 25.0, 84.5])
def test_both_ends_of_a_range_belong_to_it(age: float) -> None:
    assert checked(PREDICT, TREATED | {"age": age})["age"] == age


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_no_number_outside_the_range_is_ever_accepted(size: float) -> None:
    try:
        accepted = checked(NPI, ROW | {"tumour_size": size})["tumour_size"] == size
    except Refusal:
        accepted = False
    assert accepted == (0.1 <= size <= 200)


def test_every_required_value_that_is_left_out_is_named() -> None:
    for entry in PREDICT.inputs:
        if entry.required:
            with pytest.raises(InputsMissing) as caught:
                checked(PREDICT, {name: value for name, value in TREATED.items() if name != entry.name})
            assert caught.value.values["inputs"] == entry.name
            assert caught.value.values["what_fr"] == entry.meaning.fr


def test_unknowns_are_counted_as_published_and_said() -> None:
    values = checked(PREDICT, TREATED | {"tumour_grade": None, "her2_status": "negative", "detection": "unknown"})
    assert assumed(PREDICT, values) == {"tumour_grade": 2.13, "detection": 0.204, "ki67_status": "unknown"}
    assert assumed(NPI, checked(NPI, ROW)) == {}


@pytest.mark.parametrize(
    ("card", "change", "reason"),
    [
        (PREDICT, {"sex": "male"}, "not validated for men"),
        (NPI, {"sex": "male"}, "not validated for men"),
        (PREDICT, {"tumour_behaviour": "in_situ"}, "invasive cancer only"),
        (PREDICT, {"tumour_behaviour": "benign"}, "invasive cancer only"),
        (PREDICT, {"phase": "before_surgery"}, "needs the operated tumour"),
        (NPI, {"phase": "after_neoadjuvant"}, "after neoadjuvant treatment"),
        (PREDICT, {"m_category": "M1"}, "distant metastases"),
        (PREDICT, {"distant_metastasis_recorded": True}, "distant metastases"),
        (CKD, {"pregnancy_status": "pregnant"}, "pregnancy"),
        (CG, {"pregnancy_status": "pregnant"}, "pregnancy"),
    ],
)
def test_patient_outside_the_population_is_refused_with_the_reason(
    card: Card, change: dict[str, Scalar], reason: str
) -> None:
    with pytest.raises(OutOfScope) as caught:
        judge(card, Facts(PATIENT | change))
    assert reason in say(caught.value.code, "en", caught.value.values)
    assert str(caught.value.values["reason_fr"]) in say(caught.value.code, "fr", caught.value.values)


def test_patient_inside_the_population_passes_and_the_facts_are_named() -> None:
    verdict = judge(PREDICT, Facts(PATIENT))
    assert (verdict.missing, verdict.provided) == ((), ())
    assert set(PATIENT) - {"primary_site"} <= set(verdict.rests_on)


@pytest.mark.parametrize("name", ["sex", "tumour_behaviour", "phase"])
def test_unknown_that_decides_the_scope_is_asked_for(name: str) -> None:
    known = {fact: value for fact, value in PATIENT.items() if fact != name}
    assert judge(PREDICT, Facts(known)).missing == (name,)


def test_unknown_that_is_only_supposed_is_said_in_both_languages() -> None:
    known = {fact: value for fact, value in PATIENT.items() if fact != "m_category"}
    (provided,) = judge(PREDICT, Facts(known)).provided
    assert "no distant metastasis" in provided["en"]
    assert "à condition" in provided["fr"]
    assert judge(CKD, Facts({"sex": "male"})).provided == ()
    assert len(judge(CKD, Facts({"sex": "female"})).provided) == 1


def test_plain_values_are_judged_only_on_what_they_say() -> None:
    judge_values(PREDICT, {})
    with pytest.raises(OutOfScope):
        judge_values(PREDICT, {"sex": "male"})
    with pytest.raises(OutOfScope, match="another"):
        judge_values(PREDICT, {"primary_site": "lung"})
    names = {"primary_site", "sex", "phase", "m_category", "distant_metastasis_recorded"}
    assert names <= set(scope_facts(PREDICT))


@pytest.mark.parametrize(("site", "there"), [("breast", True), ("lung", False), (None, False)])
def test_model_concerns_a_patient_only_where_its_question_is_known_to_be_posed(site: str | None, there: bool) -> None:
    assert concerns(PREDICT.about_when, Facts({"primary_site": site})) is there
    assert concerns(None, Facts({})) is True


@pytest.mark.parametrize(("value", "fits"), [(25, True), (40.0, True), (30, False), (26, False)])
def test_number_that_the_publication_does_not_define_is_refused(value: float, fits: bool) -> None:
    row = {"psa": 4.0, "prostate_volume_class": value, "dre_abnormal": False}
    if fits:
        assert checked(ERSPC, row)["prostate_volume_class"] == value
    else:
        with pytest.raises(NotACode, match="25, 40, 60"):
            checked(ERSPC, row)
