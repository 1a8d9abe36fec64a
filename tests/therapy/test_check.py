"""The check walks every branch: unreachable, the same for everybody, and a case for each answer."""

from __future__ import annotations

from pathlib import Path

from bedside_app.foundation.words import LANGUAGES, say
from bedside_app.therapy.check import CheckReport, check, check_pathway
from bedside_app.therapy.inspection.cases import Search
from tests.therapy.test_knowledge import folders
from tests.therapy.tiny import AS_OF, PATHWAY, SAFETY, dictionary, known, pathway, raw


def report_of(tmp_path: Path, **changed: str) -> CheckReport:
    return check(dictionary(), as_of=AS_OF, folders=folders(tmp_path, changed))


def codes(problems: object) -> set[tuple[str, str]]:
    return {(one.code.rpartition(".")[2], one.place) for one in problems}  # type: ignore[attr-defined]


def test_sound_knowledge_has_no_error_and_its_unread_sources_are_listed(tmp_path: Path) -> None:
    report = report_of(tmp_path)
    assert report.sound
    assert ("review-needed", "memory") in codes(report.notes)
    assert ("unsigned", "toe") in codes(report.notes)
    assert ("unused", "gamma") in codes(report.notes)


def test_every_condition_has_a_case_for_true_false_and_unknown(tmp_path: Path) -> None:
    report = report_of(tmp_path)
    places = {case.place: case for case in report.cases}
    assert {"entry[1]", "define.large", "drugs", "drugs.give_alpha.eligible[1]", "heart"} <= set(places)
    for case in report.cases:
        assert case.true is not None, case.place
        assert case.false is not None, case.place
        assert case.unknown is not None or "known(" in case.condition, case.place
    assert places["drugs.give_alpha.reasons[2]"].true is not None
    assert float(places["drugs.give_alpha.reasons[2]"].true["years"]) > 70


def test_cases_answer_as_they_say() -> None:
    one = pathway()
    texts = [step.when for step in one.steps]
    search = Search(one.define, texts, dictionary())
    for text in (*one.define.values(), *texts):
        for wanted in (True, False):
            found = search.case([(text, wanted)])
            assert found.case is not None
            assert search.answer(text, found.case) is wanted


def test_an_option_that_nobody_can_reach_is_an_error(tmp_path: Path) -> None:
    broken = PATHWAY.replace('{when: "%sensitive", otherwise', '{when: "%sensitive and %years < 18", otherwise')
    report = report_of(tmp_path, toe=broken)
    assert ("never-true", "toe: drugs.give_alpha") in codes(report.errors)


def test_two_conditions_that_contradict_each_other_are_found_across_the_pathway(tmp_path: Path) -> None:
    broken = PATHWAY.replace('when: "%large"\n    options', "when: \"%behaviour = 'benign'\"\n    options")
    assert ("never-true", "toe: rays") in codes(report_of(tmp_path, toe=broken).errors)


def test_a_condition_with_the_same_answer_for_everybody_is_a_warning(tmp_path: Path) -> None:
    idle = PATHWAY.replace('{when: "%years > 70", points: -25', '{when: "%years >= 18", points: -25')
    assert ("always-true", "toe: drugs.give_alpha.reasons[2]") in codes(report_of(tmp_path, toe=idle).warnings)


def test_a_safety_rule_that_never_holds_is_an_error(tmp_path: Path) -> None:
    idle = SAFETY.replace("%lvef < 50", "%lvef < 50 and %lvef > 60")
    assert ("never-true", "heart") in codes(report_of(tmp_path, safety=idle).errors)


def test_expired_knowledge_is_a_warning(tmp_path: Path) -> None:
    old = PATHWAY.replace("review_by: 2027-01-31", "review_by: 2026-05-31")
    assert ("expired", "toe") in codes(report_of(tmp_path, toe=old).warnings)


def test_all_problems_are_listed_not_only_the_first(tmp_path: Path) -> None:
    broken = PATHWAY.replace("%size > 20", "%sise > 20").replace("regimen: beta", "regimen: bete")
    found = {code for code, _ in codes(report_of(tmp_path, toe=broken).errors)}
    assert {"unknown-variable", "no-such-regimen"} <= found


def test_every_problem_has_its_sentence_in_both_languages(tmp_path: Path) -> None:
    broken = PATHWAY.replace("%years > 70", "%years >= 18").replace(
        "title: {en: Drugs, fr: Médicaments}", "title: {en: Drugs}"
    )
    report = report_of(tmp_path, toe=broken)
    problems = (*report.errors, *report.warnings, *report.notes, *report_of(tmp_path).warnings)
    assert problems
    for problem in problems:
        for language in LANGUAGES:
            assert say(problem.code, language, {"place": problem.place, **problem.values})


def test_one_pathway_can_be_checked_alone() -> None:
    step = {**raw()["steps"][0], "when": "%years >= 18 and %years < 10"}
    report = check_pathway(pathway(steps=[step]), known(), dictionary(), as_of=AS_OF)
    assert ("never-true", "toe: drugs") in codes(report.errors)
