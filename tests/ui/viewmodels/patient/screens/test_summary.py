from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain.summary import Flag, FlagKind, FoundState
from bedside_app.ui.viewmodels.patient.screens.findings import finding_count
from bedside_app.ui.viewmodels.patient.screens.summary import AT_MOST, FLAGS, flags_of, summary_of
from bedside_app.ui.viewmodels.shown import CaseShown

EARLIER = date(2026, 11, 3)
KINDS = st.lists(st.sampled_from([FlagKind.HARD_STOP, FlagKind.NOT_CLEARED, FlagKind.CAUTION]), max_size=9)


def with_flags(case: CaseShown, *kinds: FlagKind) -> CaseShown:
    flags = tuple(Flag(kind=kind, text={"en": f"flag {at}", "fr": ""}) for at, kind in enumerate(sorted(kinds)))
    return replace(case, current=replace(case.current, flags=flags))


@given(kinds=KINDS)
def test_hard_stops_always_stay_and_no_flag_is_lost(case_of_a: CaseShown, kinds: list[FlagKind]) -> None:
    shown, more = flags_of(with_flags(case_of_a, *kinds))
    assert len(shown) + len(more) == len(kinds)
    assert not any(flag.sign.status == "hard-stop" for flag in more)
    assert len(shown) <= max(FLAGS, kinds.count(FlagKind.HARD_STOP))


def test_more_than_three_flags_become_plus_n(case: CaseShown) -> None:
    shown = summary_of(with_flags(case, FlagKind.HARD_STOP, *[FlagKind.CAUTION] * 4))
    assert [flag.sign.status for flag in shown.flags] == ["hard-stop", "caution", "caution"]
    assert shown.more_flags_text == "+ 2"


def test_hard_stops_are_todays_whatever_the_cursor_shows(case: CaseShown) -> None:
    moved = case.at(EARLIER, replace(case.current, as_of=EARLIER.isoformat(), flags=()))
    hard = tuple(flag for flag in flags_of(case)[0] if flag.sign.status == "hard-stop")
    assert hard
    assert flags_of(moved) == (hard, ())
    assert flags_of(case.at(EARLIER)) == (hard, ())


def test_the_answer_is_one_sentence_with_its_caption(in_language: CaseShown) -> None:
    answers = summary_of(in_language).answers
    assert len(answers) == 1
    assert answers[0].sentence == in_language.current.answers[0].sentence[in_language.language]
    assert answers[0].caption


def test_where_no_pathway_spoke_the_one_sentence_of_the_summary_stands(case: CaseShown) -> None:
    shown = summary_of(replace(case, current=replace(case.current, answers=())))
    assert [one.sentence for one in shown.answers] == [case.current.answer["en"]]


def test_at_most_five_findings_and_a_way_to_all(case: CaseShown) -> None:
    shown = summary_of(case)
    assert len(shown.findings) == AT_MOST
    assert shown.all_findings == f"All {finding_count(case.current)}"


def test_survival_is_shown_for_the_plans_of_the_cards_by_their_letters(case: CaseShown) -> None:
    rows = [row for row in summary_of(case).findings if "predict" in row.key]
    assert [(row.title, row.figure.text) for row in rows] == [
        ("Alive at 10 y, surgery alone → with C", "66.2 → 76.1\u00a0%")
    ]


def test_a_model_that_refused_is_seen_with_its_reason_however_many_results_there_are(case: CaseShown) -> None:
    one = next(each for each in case.current.findings if each.pack == "predict_breast_v2_2")
    words = {"en": "Made for women only", "fr": "Fait pour les femmes"}
    refused = replace(one, pack="other", state=FoundState.REFUSED, arm="", arm_text={}, value=None, scope=words)
    changed = replace(case, current=replace(case.current, findings=(*case.current.findings, refused)))
    row = summary_of(changed, at_most=4).findings[-1]
    assert (row.sign.status, row.scope, row.figure.source) == ("refused", "Made for women only", None)


def test_what_changed_says_since_when_and_writes_the_unit_once(case: CaseShown) -> None:
    shown = summary_of(case)
    assert shown.since == "since 10\u00a0Sep\u00a02026 at the earliest"
    assert (shown.changes[1].earlier.text, shown.changes[1].latest.text) == ("89", "98\u00a0µmol/L")


def test_what_is_not_cleared_is_counted_in_the_caption(case: CaseShown) -> None:
    (answer,) = summary_of(case).answers
    assert "8 not cleared, see Missing" in answer.caption
    assert answer.caption.endswith("not signed")


def test_an_answer_to_what_is_missing_names_the_cards_that_it_moves(case: CaseShown) -> None:
    assert summary_of(case).missing[0].decides == "<\u00a026: A, ≥\u00a026: B\u00a0suggested"


def test_what_changed_says_the_earlier_and_the_latest_value_with_their_days(case: CaseShown) -> None:
    first, row = summary_of(case).changes[:2]
    assert (first.label, first.word) == ("LVEF", "Worse, below 50\u00a0%")
    assert (row.label, row.word, row.icon) == ("Creatinine", "Worse", "trending-up")
    assert row.spoken.startswith("Creatinine: 89\u00a0µmol/L, 3\u00a0Nov\u00a02026, then 98\u00a0µmol/L")


def test_cards_are_lettered_and_the_most_decisive_missing_fact_stands_first(case: CaseShown) -> None:
    shown = summary_of(case)
    assert [card.letter for card in shown.cards] == ["A", "B", "C"]
    assert shown.missing[0].fact == case.current.missing[0].fact
    assert shown.all_missing == f"All {len(case.current.missing)}"


def test_while_it_computes_only_the_hard_stops_are_left(computing: CaseShown) -> None:
    shown = summary_of(computing)
    assert shown.working is not None
    assert {flag.sign.status for flag in shown.flags} == {"hard-stop"}
    left = (shown.answers, shown.findings, shown.changes, shown.cards, shown.against, shown.missing)
    assert left == ((), (), (), (), (), ())


def test_a_patient_without_a_pathway_is_told_that_no_option_is_open(case: CaseShown) -> None:
    bare = replace(case.current, options=(), steps=(), exclusions=())
    assert summary_of(replace(case, current=bare)).no_cards


def test_everything_that_is_read_aloud_says_something(in_language: CaseShown) -> None:
    shown = summary_of(in_language)
    spoken = [one.spoken for part in (shown.flags, shown.findings, shown.changes) for one in part]
    spoken += [one.spoken for part in (shown.cards, shown.against, shown.missing) for one in part]
    assert all(len(text) > 5 for text in spoken)
