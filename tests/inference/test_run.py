"""Packs on a record: what applies is run, what is missing is named, what is out of scope says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bedside_app.dictionary.view import View
from bedside_app.domain.fact import Comparator, Fact, FactId, Scalar, Subject
from bedside_app.domain.finding import FindingState, PackResult
from bedside_app.domain.moment import Moment
from bedside_app.domain.plain import from_plain, to_plain
from bedside_app.domain.record import Identity, PatientRecord
from bedside_app.inference.ask import Inference
from bedside_app.inference.packs.find import Pack, find_packs
from bedside_app.inference.run import facts_made, in_order, run_packs
from tests.inference.in_process import IN_PROCESS, builtin, run_here, with_card
from tests.inference.reference import REFERENCES
from tests.records import IDENTITY, fact_of, record_of, view_of

PACKS = find_packs().packs
FACTS: dict[str, Scalar] = {
    "primary_site": "breast",
    "tumour_behaviour": "invasive",
    "phase": "after_surgery",
    "m_category": "M0",
    "tumour_size": 20,
    "positive_nodes": 2,
    "tumour_grade": 2,
    "er_status": "positive",
    "her2_status": "negative",
    "ki67_status": "positive",
    "detection": "symptomatic",
    "creatinine": 71,
    "weight": 64,
}
ARMS: Mapping[str, Mapping[str, Scalar]] = {"": {}, "hormone": {"hormone_therapy": True}}
AGE = 62  # on the day of `tests.records`


def record(values: Mapping[str, Scalar], *extra: Fact, identity: Identity = IDENTITY) -> PatientRecord:
    return record_of(*extra, *(fact_of(name, value) for name, value in values.items()), identity=identity)


def results(
    change: Mapping[str, Scalar | None] | None = None, *extra: Fact, identity: Identity = IDENTITY, **arguments: Any
) -> dict[tuple[str, str], PackResult]:
    values = {name: value for name, value in (FACTS | dict(change or {})).items() if value is not None}
    view = view_of(record(values, *extra, identity=identity))
    found = run_packs(view, PACKS, IN_PROCESS, **({"arms": ARMS} | arguments))
    return {(result.pack, result.arm): result for result in found}


def values(result: PackResult) -> dict[str, Scalar]:
    return {finding.output: finding.value for finding in result.findings}


def test_every_pack_answers_a_complete_record_once_for_each_plan_that_it_counts() -> None:
    found = results()
    predict = [("predict_breast_v2_2", ""), ("predict_breast_v2_2", "hormone")]
    assert list(found) == [("ckd_epi_2021", ""), ("cockcroft_gault", ""), ("npi", ""), *predict]
    assert {result.state for result in found.values()} == {FindingState.DONE}


def test_figures_are_those_of_the_formula() -> None:
    given = {
        "age": AGE,
        "tumour_size": 20,
        "positive_nodes": 2,
        "er_status": "positive",
        "tumour_grade": 2,
        "detection": "symptomatic",
        "her2_status": "negative",
        "ki67_status": "positive",
        "chemotherapy": "none",
        "hormone_therapy": True,
        "trastuzumab": False,
        "bisphosphonate": False,
    }
    found = results()
    assert values(found["predict_breast_v2_2", "hormone"]) == pytest.approx(
        REFERENCES["predict_breast_v2_2"](given), abs=1e-6
    )
    renal = {"creatinine": 71, "weight": 64, "age": AGE, "sex": "female"}
    for pack_id in ("ckd_epi_2021", "cockcroft_gault"):
        assert values(found[pack_id, ""]) == pytest.approx(REFERENCES[pack_id](renal))


def test_result_says_what_it_used_and_where_it_comes_from() -> None:
    result = results()["predict_breast_v2_2", "hormone"]
    assert (result.primary, result.provider, result.origin) == ("cancer-1", "CPUExecutionProvider", "built-in")
    assert (result.inputs["tumour_size"], result.inputs["hormone_therapy"]) == (20, True)
    assert {"tumour_size", "er_status", "sex", "phase"} <= set(result.rests_on)
    assert result.title["fr"] == "PREDICT Breast v2.2"
    assert "no interval" in result.uncertainty["en"]
    assert any("10.1186/s13058-017-0852-3" in citation for citation in result.citations)
    assert result.contributions["hormone_therapy"] == -0.3857
    assert (result.assumed, result.provided) == ({}, ())
    assert from_plain(PackResult, to_plain(result)) == result


REQUIRED = [
    (pack, entry.fact)
    for pack in PACKS
    for entry in pack.card.inputs
    if entry.required and entry.fact is not None and entry.fact not in ("age", "sex")
]


@pytest.mark.parametrize(("pack", "fact"), REQUIRED, ids=[f"{pack.id}-{fact}" for pack, fact in REQUIRED])
def test_without_a_required_fact_there_is_no_number_and_the_fact_is_named(pack: Pack, fact: str) -> None:
    for (pack_id, _), result in results({fact: None}).items():
        if pack_id == pack.id:
            assert result.state is FindingState.MISSING
            assert result.missing == (fact,)
            assert result.findings == ()


@pytest.mark.parametrize("fact", ["tumour_behaviour", "phase"])
def test_without_a_fact_that_decides_the_scope_there_is_no_number(fact: str) -> None:
    result = results({fact: None})["npi", ""]
    assert (result.state, fact in result.missing) == (FindingState.MISSING, True)


@pytest.mark.parametrize("site", ["lung", None])
def test_pack_of_another_tumour_or_of_none_known_says_nothing(site: str | None) -> None:
    assert {pack_id for pack_id, _ in results({"primary_site": site})} == {"ckd_epi_2021", "cockcroft_gault"}


def test_cards_of_packs_that_do_not_concern_the_patient_are_never_parsed() -> None:
    packs = find_packs().packs
    run_packs(view_of(record(FACTS)), packs, IN_PROCESS)
    parsed = {pack.id for pack in packs if "card" in vars(pack)}
    assert {"ckd_epi_2021", "npi", "predict_breast_v2_2"} <= parsed
    assert {"breast"} >= {tumour for pack in packs if pack.id in parsed for tumour in pack.card.tumours}


def test_without_sex_or_birth_date_nothing_is_guessed() -> None:
    found = results(identity=replace(IDENTITY, sex="", birth_date=None))
    for result in found.values():
        assert result.state is FindingState.MISSING
    assert set(found["ckd_epi_2021", ""].missing) == {"age", "sex"}
    assert found["npi", ""].missing == ("sex",)


def test_unknown_optional_fact_is_counted_as_published_and_said() -> None:
    result = results({"tumour_grade": None, "detection": None})["predict_breast_v2_2", ""]
    assert result.state is FindingState.DONE
    assert result.assumed == {"tumour_grade": 2.13, "detection": 0.204}
    assert "tumour_grade" not in result.inputs


def test_equivocal_her2_is_the_publications_unknown() -> None:
    result = results({"her2_status": "equivocal"})["predict_breast_v2_2", ""]
    assert (result.inputs["her2_status"], result.assumed) == ("unknown", {"her2_status": "unknown"})


def test_unconfirmed_condition_stands_beside_the_number() -> None:
    found = results({"m_category": None})
    assert "no distant metastasis" in found["npi", ""].provided[0]["en"]
    assert results({"m_category": "M1"})["npi", ""].refused is not None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"phase": "after_neoadjuvant"}, "inference.out-of-scope"),
        ({"tumour_behaviour": "benign"}, "inference.out-of-scope"),
        ({"tumour_size": 300}, "inference.out-of-range"),
    ],
)
def test_out_of_scope_is_a_refusal_and_the_rest_goes_on(change: dict[str, Scalar], code: str) -> None:
    found = results(change)
    refused = found["npi", ""]
    assert refused.refused is not None
    assert (refused.state, refused.refused.code, refused.findings) == (FindingState.REFUSED, code, ())
    assert found["ckd_epi_2021", ""].state is FindingState.DONE


def test_man_gets_no_breast_model_made_for_women() -> None:
    found = results(identity=replace(IDENTITY, sex="male"))
    for pack_id in ("npi", "predict_breast_v2_2"):
        refused = found[pack_id, ""].refused
        assert refused is not None
        assert "not validated for men" in str(refused.values["reason_en"])


def test_bound_is_not_taken_for_a_value() -> None:
    bound = fact_of("creatinine", 18, comparator=Comparator.LESS)
    refused = results({"creatinine": None}, bound)["ckd_epi_2021", ""].refused
    assert refused is not None
    assert (refused.code, refused.values["bound"]) == ("inference.bound-given", "< 18")


def test_treatment_that_a_plan_does_not_name_is_not_given() -> None:
    found = results()
    assert found["predict_breast_v2_2", ""].inputs["hormone_therapy"] is False
    assert found["predict_breast_v2_2", "hormone"].inputs["chemotherapy"] == "none"


def test_plan_with_a_treatment_of_another_kind_is_refused() -> None:
    found = results(arms={"odd": {"chemotherapy": "fourth_generation"}})
    refused = found["predict_breast_v2_2", "odd"].refused
    assert refused is not None
    assert refused.code == "inference.not-a-code"


def test_made_facts_name_pack_and_day_and_stand_for_patient_or_primary() -> None:
    view = view_of(record(FACTS, fact_of("creatinine", 71, effective="2026-05-30")))
    found = {fact.id: fact for fact in facts_made(run_packs(view, PACKS, IN_PROCESS), view)}
    assert set(found) == {"egfr_ckd_epi", "creatinine_clearance", "npi_score", "npi_group"}
    egfr, group = found[FactId("egfr_ckd_epi")], found[FactId("npi_group")]
    assert (egfr.about.subject, egfr.unit, egfr.effective) == (
        Subject.PATIENT,
        "mL/min/{1.73_m2}",
        Moment("2026-05-30"),
    )
    assert (egfr.origin.kind, egfr.origin.name, egfr.origin.place) == ("pack", "ckd_epi_2021", "egfr")
    assert {"creatinine", "sex", "age"} <= set(egfr.origin.rests_on)
    assert (group.value, group.unit, group.about.primary_key) == ("moderate_1", "", "cancer-1")


def fed_by(pack: Pack, pack_id: str, fact: str) -> Pack:
    first, *others = pack.card.inputs
    return with_card(pack, id=pack_id, inputs=(first.model_copy(update={"fact": fact}), *others))


def test_packs_that_feed_packs_run_first() -> None:
    npi = builtin("npi")
    later = fed_by(npi, "later", "npi_score")
    later = with_card(later, outputs=tuple(output.model_copy(update={"fact": None}) for output in npi.card.outputs))
    assert [[pack.id for pack in level] for level in in_order([later, npi])] == [["npi"], ["later"]]
    ring = [fed_by(npi, name, "npi_score") for name in ("a", "b")]
    assert [len(level) for level in in_order(ring)] == [2]


def test_computed_fact_feeds_the_next_pack_unless_the_record_states_it() -> None:
    asked: list[Any] = []

    def run(job: Any, progress: Any) -> Any:
        asked.extend(pack["rows"] for pack in job.arguments["packs"])
        return run_here(job, progress)

    # A pack that takes the clearance where it would take creatinine: enough to see which value arrives.
    card = builtin("ckd_epi_2021").card
    inputs = (card.inputs[0].model_copy(update={"fact": "creatinine_clearance"}), *card.inputs[1:])
    outputs = tuple(output.model_copy(update={"fact": None}) for output in card.outputs)
    later = with_card(builtin("ckd_epi_2021"), id="later", inputs=inputs, outputs=outputs)
    for stated in (None, 99):
        asked.clear()
        view: View = view_of(record(FACTS if stated is None else FACTS | {"creatinine_clearance": stated}))
        run_packs(view, [later, builtin("cockcroft_gault")], Inference(run))
        computed: dict[str, Any] = REFERENCES["cockcroft_gault"](
            {"age": AGE, "weight": 64, "creatinine": 71, "sex": "female"}
        )
        wanted = computed["creatinine_clearance"] if stated is None else stated
        assert asked[1][0]["creatinine"] == pytest.approx(wanted)


def test_facts_that_no_pack_names_change_no_result() -> None:
    assert results({"haemoglobin": 120, "lvef": 60}) == results()


def of_others(pack_id: str, **changes: Any) -> Pack:
    return replace(with_card(builtin(pack_id), **changes), origin="user", mark="unsigned")


def test_every_result_of_an_unsigned_pack_says_so_before_all_else() -> None:
    (result,) = run_packs(view_of(record(FACTS)), [of_others("npi", id="ours")], IN_PROCESS)
    assert result.origin == "user"
    assert result.uncertainty["en"].startswith("NOT SIGNED")
    assert result.uncertainty["fr"].startswith("NON SIGNÉ")


@pytest.mark.parametrize("condition", ["%no_such_fact = true", "%age >"])
def test_pack_of_others_that_asks_what_nobody_knows_is_refused_and_the_rest_go_on(condition: str) -> None:
    odd = of_others("npi", id="ours", about_when=condition)
    found = {one.pack: one for one in run_packs(view_of(record(FACTS)), [odd, builtin("npi")], IN_PROCESS)}
    assert (found["ours"].state, found["npi"].state) == (FindingState.REFUSED, FindingState.DONE)
    assert found["ours"].refused is not None
