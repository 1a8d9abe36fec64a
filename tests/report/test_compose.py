"""The summary is composed once, of what it was given and of nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain.fact import FactId, Status
from bedside_app.domain.moment import Moment
from bedside_app.domain.proposal import OptionState, Proposal
from bedside_app.domain.record import PatientRecord, Refused
from bedside_app.domain.summary import FlagKind, IdentityState, KnowledgeVersion
from bedside_app.foundation.words import LANGUAGES
from bedside_app.report.compose import Conflict, compose
from tests.report.cases import (
    AS_OF,
    IDENTITY,
    PROPOSAL,
    RESULTS,
    benign_summary,
    case_of,
    conflict_summary,
    fact,
    rich_record,
    rich_summary,
    sparse_summary,
    words,
)

NOT_YET = Refused(code="x", values=dict(words("No pathway for kidney cancer yet.")))


def test_the_same_case_gives_the_same_summary() -> None:
    assert rich_summary() == rich_summary()


def test_nothing_is_ever_signed_here() -> None:
    assert rich_summary().signed is None


def test_the_answer_names_the_suggested_options_and_says_that_nobody_signed() -> None:
    (answer,) = rich_summary().answers
    assert answer.options == ("whole_breast", "tc", "letrozole", "ribociclib")
    assert "not signed" in answer.caption["en"]
    assert "non signé" in answer.caption["fr"]


def test_what_is_not_cleared_stands_beside_the_answer_by_name() -> None:
    (answer,) = rich_summary().answers
    assert "Hepatitis B serology" in answer.caption["en"]


def test_without_a_pathway_nothing_is_suggested_and_that_is_said() -> None:
    summary = sparse_summary()
    assert summary.options == ()
    assert summary.answer["en"].startswith("No pathway yet")
    assert summary.answer["fr"].startswith("Pas encore de parcours")


def test_a_pathway_that_refuses_is_the_answer_in_its_own_words() -> None:
    assert benign_summary().answer == words(
        "Benign: no anticancer therapy.", "Bénin\u202f: pas de traitement anticancéreux."
    )


def test_a_conflict_of_identities_shows_both_sides_and_nothing_that_was_computed() -> None:
    summary = conflict_summary()
    assert summary.identity.state is IdentityState.CONFLICT
    assert [side.family for side in summary.identity.sides] == ["Testcase", "Exémple"]
    assert summary.flags[0].kind is FlagKind.BLOCKED
    shown = (summary.findings, summary.changes, summary.steps, summary.options, summary.missing, summary.facts)
    assert all(part == () for part in shown)


def test_identities_that_cannot_be_confirmed_are_told_in_the_sentence_that_was_given() -> None:
    conflict = Conflict(sides=(IDENTITY, IDENTITY), code="report.answer.nothing")
    summary = compose(case_of(rich_record()), (), (), conflict=conflict)
    assert summary.answer["en"].startswith("No option of the pathway")


def test_two_tumours_give_two_answers_each_under_its_name() -> None:
    other = replace(PROPOSAL, primary="cancer-2", answer=words("Suggested: nothing."))
    answer = compose(case_of(rich_record()), RESULTS, (PROPOSAL, other)).answer
    assert "Breast" not in answer["en"]
    assert answer["en"].startswith("breast, left: Suggested: whole-breast")
    assert answer["en"].endswith("cancer-2: Suggested: nothing.")


def test_only_offered_options_of_rank_one_in_a_step_that_applies_are_suggested() -> None:
    undecided = replace(PROPOSAL.steps[1], applies=None)
    proposal = replace(PROPOSAL, steps=(undecided,))
    assert not any(shown.suggested for shown in compose(case_of(rich_record()), (), (proposal,)).options)


def test_an_excluded_option_stays_visible_with_its_reason_and_without_doses() -> None:
    summary = rich_summary()
    (exclusion,) = summary.exclusions
    assert exclusion.option == "ec_t"
    assert exclusion.reasons[0].text["en"] == "Ejection fraction below 50 %"
    excluded = next(shown for shown in summary.options if shown.id == "ec_t")
    assert (excluded.state, excluded.dose, excluded.outcomes) == (OptionState.EXCLUDED, (), ())


def test_the_data_date_is_the_newest_fact_that_counts() -> None:
    withdrawn = fact("weight", 67, "2026-11-23", status=Status.WITHDRAWN)
    later = fact("weight", 66, "2026-12-01")
    record = PatientRecord(identity=IDENTITY, facts=(fact("weight", 68, "2026-11-20"), withdrawn, later))
    assert compose(case_of(record), (), ()).data_date == "2026-11-20"
    assert compose(case_of(PatientRecord(identity=IDENTITY)), (), ()).data_date == ""


def test_allergies_and_medicines_are_shown_even_where_nobody_looked_for_them() -> None:
    unknown = {shown.fact: shown.unknown for shown in sparse_summary().facts}
    assert unknown[FactId("allergies")] == unknown[FactId("medicines")] == "not_looked_for"


def test_every_number_leads_back_to_a_file_a_pack_or_a_rule() -> None:
    summary = rich_summary()
    known = [shown for shown in summary.facts if shown.value is not None]
    doses = [dose for each in summary.options for dose in each.dose]
    outcomes = [outcome for each in summary.options for outcome in each.outcomes]
    assert known
    assert doses
    assert outcomes
    assert all(shown.provenance for shown in known)
    assert all(finding.provenance for finding in summary.findings)
    assert all(dose.provenance for dose in doses)
    assert all(outcome.provenance for outcome in outcomes)


def test_every_text_stands_in_both_languages() -> None:
    def texts(value: object) -> list[dict[str, str]]:
        if isinstance(value, dict):
            return [value] if set(value) & set(LANGUAGES) else []
        if isinstance(value, tuple):
            return [text for item in value for text in texts(item)]
        slots = getattr(value, "__dataclass_fields__", {})
        return [text for name in slots for text in texts(getattr(value, name))]

    found = texts(rich_summary())
    assert len(found) > 100
    assert all(text["en"] and text["fr"] for text in found)


def test_expired_knowledge_is_said() -> None:
    stale = replace(PROPOSAL, review_by="2026-11-23")
    summary = compose(case_of(rich_record()), (), (stale,))
    assert [each.expired for each in summary.knowledge] == [True]
    assert any("23\u00a0Nov\u00a02026" in flag.text["en"] for flag in summary.flags)


def test_knowledge_in_date_is_not_called_expired() -> None:
    pack = KnowledgeVersion(kind="pack", id="npi", version="1", review_by=AS_OF.isoformat())
    summary = compose(case_of(rich_record()), (), (PROPOSAL,), knowledge=(pack,))
    assert [each.expired for each in summary.knowledge] == [False, False]


def test_an_age_needs_a_birth_date_known_to_the_day() -> None:
    precise = replace(IDENTITY, birth_date=Moment("1965-11-25"))
    vague = replace(IDENTITY, birth_date=Moment("1965"))
    assert compose(case_of(PatientRecord(identity=precise)), (), ()).identity.age == 60
    assert compose(case_of(PatientRecord(identity=vague)), (), ()).identity.age is None


@given(ranks=st.permutations(range(1, 4)), suggested=st.sampled_from(list(OptionState)))
def test_the_options_named_by_an_answer_are_options_of_the_list(ranks: list[int], suggested: OptionState) -> None:
    step = PROPOSAL.steps[1]
    options = tuple(replace(each, rank=rank, state=suggested) for each, rank in zip(step.options, ranks, strict=True))
    proposal = replace(PROPOSAL, steps=(replace(step, options=options),))
    summary = compose(case_of(rich_record()), (), (proposal,))
    offered = {each.id for each in summary.options if each.state is OptionState.OFFERED}
    assert set(summary.answers[0].options) <= offered


def test_the_day_of_the_case_comes_from_the_case() -> None:
    case = replace(case_of(PatientRecord(identity=IDENTITY)), as_of=date(2027, 1, 2))
    assert compose(case, (), ()).as_of == "2027-01-02"


def test_a_refused_proposal_without_a_pathway_adds_no_version() -> None:
    nobody = Proposal(pathway="", version="", title={}, primary="", refused=NOT_YET)
    summary = compose(case_of(PatientRecord(identity=IDENTITY)), (), (nobody,))
    assert summary.knowledge == ()
    assert summary.answers[0].caption["en"].startswith("Nothing here is a suggestion")
