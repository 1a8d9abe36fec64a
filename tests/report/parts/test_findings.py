"""What the packs said: never a number without its uncertainty, never a refusal without its reason."""

from __future__ import annotations

from dataclasses import replace

from bedside_app.domain.finding import Finding, FindingState, Interval, PackResult
from bedside_app.domain.record import Refused
from bedside_app.domain.summary import FoundState, ShownFinding
from bedside_app.report.parts.findings import counted, findings_of, outcomes_of
from tests.records import PRIMARY
from tests.report.cases import PLAN, RESULTS, case_of, rich_record, survival, words


def shown(*results: PackResult) -> tuple[ShownFinding, ...]:
    return findings_of(case_of(rich_record()), results)


def result(state: FindingState, **sides: object) -> PackResult:
    return PackResult(pack="p", version="1", primary="", state=state, **sides)  # type: ignore[arg-type]


def test_a_number_without_an_interval_says_that_none_is_published() -> None:
    first = shown(*RESULTS)[0]
    assert first.interval is None
    assert first.interval_text == words("No interval published", "Aucun intervalle publié")


def test_a_share_is_shown_in_per_cent_and_kept_as_it_was_computed() -> None:
    (finding,) = shown(survival("", 0.66215, 0.8))[2:3]
    assert (finding.value, finding.text) == (0.66215, words("66.2\u00a0%", "66,2\u202f%"))


def test_an_interval_is_told_with_level_and_kind() -> None:
    interval = Interval(low=0.58, high=0.82, level=0.95, kind="conformal")
    finding = Finding(output="risk_of_x", value=0.71, unit="1", interval=interval)
    (told,) = shown(result(FindingState.DONE, findings=(finding,)))
    assert told.interval_text["en"] == "95\u00a0% interval 58.0–82.0\u00a0% (conformal)"
    assert told.interval_text["fr"] == "intervalle à 95\u202f% 58,0–82,0\u202f% (conforme)"


def test_a_pack_that_lacks_an_input_names_it_and_gives_no_number() -> None:
    missing = next(finding for finding in shown(*RESULTS) if finding.pack == "npi")
    assert (missing.state, missing.value) == (FoundState.MISSING, None)
    assert missing.scope["en"] == "Missing: 21-gene recurrence score"


def test_out_of_scope_says_why() -> None:
    refused = next(finding for finding in shown(*RESULTS) if finding.pack == "cockcroft_gault")
    assert refused.scope["en"] == "Out of scope: age over 110"
    assert refused.text["fr"] == "Pas de chiffre"


def test_a_failure_of_ours_is_not_called_a_refusal() -> None:
    (bare,) = shown(result(FindingState.FAILED))
    (told,) = shown(result(FindingState.FAILED, refused=Refused(code="x", values=dict(words("Ended badly.")))))
    assert bare.scope["en"].startswith("Failed: the result was cleared")
    assert told.scope["en"] == "Failed: Ended badly."


def test_conditions_that_nobody_confirmed_stand_with_the_number() -> None:
    (finding,) = shown(replace(RESULTS[2], provided=(words("the mass is benign", "la masse est bénigne"),)))
    assert finding.scope["en"] == "Only if: the mass is benign"


def test_assumed_inputs_are_marked_so() -> None:
    assumed = {used.name: used.assumed for used in shown(*RESULTS)[0].inputs}
    assert {name for name, marked in assumed.items() if marked} == {"tumour_grade"}


def test_a_class_is_named_with_its_threshold() -> None:
    finding = Finding(output="risk_group", value="moderate_1", unit="", classes={"moderate_1": "3.41–4.40"})
    (told,) = shown(result(FindingState.DONE, findings=(finding,)))
    assert told.text["en"] == "moderate 1 (3.41–4.40)"


def test_a_plan_is_told_in_words_and_leaves_out_what_is_not_given() -> None:
    told = counted(replace(RESULTS[0], arm=PLAN + "; trastuzumab=false"))
    assert told["en"] == "second-generation chemotherapy + endocrine therapy"
    assert counted(result(FindingState.DONE, arm="new_drug=true", inputs={"new_drug": True}))["fr"] == "new drug"
    assert counted(result(FindingState.DONE)) == {}


def test_a_treatment_that_the_pack_did_not_count_is_never_said_to_be_counted() -> None:
    other_name = result(FindingState.DONE, arm="hormone=true", inputs={"hormone_therapy": False})
    other_value = result(FindingState.DONE, arm="hormone_therapy=true", inputs={"hormone_therapy": False})
    assert counted(other_name) == counted(other_value) == {}


def test_a_forecast_belongs_to_its_plan_and_its_tumour() -> None:
    outcomes = outcomes_of(shown(*RESULTS))
    assert set(outcomes) == {(PRIMARY.key, PLAN), (PRIMARY.key, "hormone_therapy=true")}
    treated = [outcome for outcome in outcomes[PRIMARY.key, PLAN] if outcome.output == "overall_survival_10y_treated"]
    assert [outcome.value for outcome in treated] == [0.768]
