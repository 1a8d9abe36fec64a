"""What stands before the answer."""

from __future__ import annotations

from dataclasses import replace

from bedside_app.domain.fact import Fact
from bedside_app.domain.proposal import Option, SafetyKind
from bedside_app.domain.record import Identity, PatientRecord, Refused
from bedside_app.domain.summary import Flag, FlagKind, IdentityState
from bedside_app.report.parts.front import flags_of, identity_of
from tests.report.cases import EC, IDENTITY, LOW_LVEF, PROPOSAL, TC, case_of, fact, reason, rich_record


def flags(*facts: Fact, refused: tuple[Refused, ...] = ()) -> tuple[Flag, ...]:
    return flags_of(case_of(PatientRecord(identity=IDENTITY, facts=facts, refused=refused)), None, ())


def test_the_gravest_flag_comes_first() -> None:
    order = list(FlagKind)
    kinds = [flag.kind for flag in flags_of(case_of(rich_record()), None, (PROPOSAL,))]
    assert kinds == sorted(kinds, key=order.index)
    assert kinds[0] is FlagKind.HARD_STOP


def test_a_hard_stop_names_the_drugs_that_it_is_about() -> None:
    first = flags_of(case_of(rich_record()), None, (PROPOSAL,))[0]
    assert first.text["en"] == "Ejection fraction below 50 % (epirubicin, doxorubicin)"
    assert first.sources == ("esc",)


def with_option(option: Option) -> tuple[Flag, ...]:
    proposal = replace(PROPOSAL, steps=(replace(PROPOSAL.steps[1], options=(option,)),))
    return flags_of(case_of(PatientRecord(identity=IDENTITY)), None, (proposal,))


def test_what_is_not_for_this_patient_anyway_raises_no_flag() -> None:
    unmet = reason("For HER2-positive cancer only", "Pour les cancers HER2 positifs seulement")
    assert with_option(replace(EC, reasons_against=(unmet, LOW_LVEF.reason))) == ()
    assert len(with_option(replace(EC, reasons_against=(LOW_LVEF.reason, unmet)))) == 1


def test_a_test_that_excludes_stops_as_hard_as_an_absolute_rule() -> None:
    tested = replace(LOW_LVEF, kind=SafetyKind.NEEDS_TEST, excludes=True)
    (excluded,) = with_option(replace(EC, safety=(tested,)))
    (lowered,) = with_option(replace(TC, safety=(replace(tested, excludes=False),)))
    assert (excluded.kind, lowered.kind) == (FlagKind.HARD_STOP, FlagKind.CAUTION)


def test_a_rule_that_only_lowers_raises_no_flag_where_its_options_are_excluded_anyway() -> None:
    lowers = replace(LOW_LVEF, kind=SafetyKind.NEEDS_TEST, excludes=False)
    assert with_option(replace(EC, safety=(lowers,), reasons_against=(lowers.reason,))) == ()


def test_facts_that_contradict_each_other_are_flagged_with_every_side() -> None:
    (flag,) = flags(fact("weight", 70), fact("weight", 50))
    assert flag.text["en"] == "Weight: the sources contradict each other (70\u00a0kg / 50\u00a0kg)"
    assert flag.action["en"].startswith("Check which value is right")


def test_a_laboratory_value_of_grade_three_is_flagged_with_its_grade_and_date() -> None:
    (flag,) = flags(fact("neutrophils", 0.8))
    assert "grade 3 (CTCAE v5)" in flag.text["en"]
    assert "20\u00a0nov.\u00a02026" in flag.text["fr"]
    assert flags(fact("neutrophils", 1.2)) == ()


def test_a_refused_file_is_flagged_before_the_answer() -> None:
    (flag,) = flags(refused=(Refused(code="x", values={}),))
    assert "1 refused" in flag.text["en"]


def test_a_patient_without_anything_has_no_flag() -> None:
    assert flags() == ()


def test_a_record_that_says_nothing_of_the_patient_is_not_called_agreed() -> None:
    assert identity_of(case_of(PatientRecord(identity=Identity())), None).state is IdentityState.NOT_STATED


def test_a_name_is_written_family_first_in_capitals() -> None:
    assert identity_of(case_of(rich_record()), None).name == "TESTCASE, Fictive One"
