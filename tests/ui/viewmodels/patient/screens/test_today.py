from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside_app.domain.case import CasePhase
from bedside_app.domain.today import Today, Verdict
from bedside_app.foundation.words import Language
from bedside_app.ui.viewmodels.patient.screens.today import (
    Limits,
    Piece,
    VerdictShown,
    day_shown,
    today_of,
)
from bedside_app.ui.viewmodels.patient.screens.today_sources import ref_to
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.todays import TODAY, going, quiet


@pytest.fixture
def treated(case_of_a: CaseShown) -> CaseShown:
    """Return a case with an active regimen."""
    return with_day(case_of_a, TODAY)


def with_day(case: CaseShown, today: Today | None) -> CaseShown:
    return replace(case, current=replace(case.current, today=today))


def verdict(case: CaseShown) -> VerdictShown:
    shown = today_of(case).verdict
    assert shown is not None
    return shown


def limits(case: CaseShown) -> Limits:
    shown = today_of(case).limits
    assert shown is not None
    return shown


def said(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


def test_the_verdict_names_its_figure_and_the_figure_opens_the_limit(treated: CaseShown) -> None:
    shown = verdict(treated)
    assert said(shown.because) == f"{TODAY.because['en']} Repeat blood count by 27\u00a0Nov: not booked."
    figure, booked = [piece for piece in shown.because if piece.source]
    assert (booked.text, booked.source, booked.tone) == ("not booked", ref_to("test", 0), "unknown")
    assert (figure.text, figure.source) == ("1.1\u00a0×10⁹/L", ref_to("limit", 0))
    assert figure.spoken == "Neutrophils 1.1\u00a0×10⁹/L, Grade 2, 23\u00a0Nov\u00a007:40, Laboratory"


def test_each_value_that_the_verdict_repeats_opens_its_own_limit(case: CaseShown) -> None:
    told = {"en": "Neutrophils 1.1\u00a0×10⁹/L, platelets 208\u00a0×10⁹/L.", "fr": "x"}
    shown = verdict(with_day(case, replace(TODAY, because=told, open_tests=())))
    assert said(shown.because) == told["en"]
    assert [piece.source for piece in shown.because if piece.source] == [ref_to("limit", 0), ref_to("limit", 3)]


def test_a_verdict_counts_what_its_limits_say_worst_first(treated: CaseShown) -> None:
    assert [(one.status, one.word) for one in verdict(treated).counts] == [
        ("hold", "1 hold"),
        ("reduce", "1 reduce"),
        ("go", "7 go"),
    ]


def test_french_counts_are_words_of_a_ward(treated: CaseShown) -> None:
    french = replace(treated, language="fr")
    assert [one.word for one in verdict(french).counts] == ["1 à suspendre", "1 à réduire", "7 feux verts"]


def test_what_would_release_it_has_a_mark_that_is_also_spoken(treated: CaseShown) -> None:
    first, second = verdict(treated).releases
    assert (first.icon, first.tone, first.spoken.rsplit(": ", 1)[1]) == ("circle-x", "stop", "not met")
    assert (second.icon, second.tone, second.spoken.rsplit(": ", 1)[1]) == ("check", "ok", "met")
    assert [piece.source for piece in second.pieces if piece.source] == [ref_to("release", 1)]


def test_the_one_action_asks_for_the_fact_that_is_wanted(treated: CaseShown) -> None:
    assert (verdict(treated).action, verdict(treated).asks) == ("Enter repeat count", "neutrophils")


def test_nothing_is_asked_where_every_limit_is_met(case: CaseShown) -> None:
    shown = verdict(with_day(case, going()))
    assert (shown.sign.status, shown.action, shown.asks, shown.releases_title) == ("go", "", None, "")


def test_a_signed_case_asks_for_nothing(treated: CaseShown) -> None:
    signed = replace(treated, state=replace(treated.state, phase=CasePhase.SIGNED))
    assert (verdict(signed).action, verdict(signed).asks) == ("", None)


def test_a_limit_shows_value_limit_grade_day_and_source(treated: CaseShown) -> None:
    row = limits(treated).rows[0]
    assert (row.label, said(row.value), said(row.limit), row.grade) == (
        "Neutrophils",
        "1.1\u00a0×10⁹/L",
        "1.5 or more",
        "Grade 2",
    )
    assert (row.when, row.source, row.sign.status, row.tint) == ("23\u00a0Nov\u00a007:40", "Laboratory", "hold", "stop")
    assert limits(treated).heads[2:4] == ("Limit, regimen file 2026.1", "CTCAE v5")


def test_every_value_of_a_limit_opens_its_own_source(treated: CaseShown) -> None:
    for at, row in enumerate(limits(treated).rows):
        assert {piece.source for piece in row.value} == {ref_to("limit", at)}


def test_grades_of_two_versions_stand_with_their_version(case: CaseShown) -> None:
    older = (replace(TODAY.limits[0], ctcae="v4.03"), *TODAY.limits[1:])
    shown = limits(with_day(case, replace(TODAY, limits=older)))
    assert (shown.heads[3], shown.rows[0].grade) == ("CTCAE", "Grade 2, v4.03")


def test_what_reduce_means_here_is_told_below_the_table(case: CaseShown) -> None:
    why = {"en": "75 to 60 mg/m², ordered so for the next cycle", "fr": "75 à 60 mg/m²"}
    stepped = (replace(TODAY.limits[1], why=why), TODAY.limits[2])
    shown = limits(with_day(case, replace(TODAY, limits=stepped)))
    assert [said(one) for one in shown.steps] == [
        "Reduce: 75 to 60 mg/m², ordered so for the next cycle · Held: tell the pharmacy, ext. 5533"
    ]


def test_a_changed_dose_is_told_to_the_pharmacy_and_a_go_is_not(case: CaseShown) -> None:
    reduced = replace(TODAY, verdict=Verdict.REDUCE, limits=TODAY.limits[1:], contacts=())
    assert said(limits(with_day(case, reduced)).steps[-1]).endswith("Dose changed: tell the pharmacy")
    go = replace(TODAY, verdict=Verdict.GO, limits=TODAY.limits[2:])
    assert limits(with_day(case, go)).steps == ()


def test_a_regimen_without_limits_is_not_called_unknown(case: CaseShown) -> None:
    known = limits(with_day(case, replace(TODAY, limits=())))
    assert known.none.startswith("The regimen file holds no limits for this regimen")
    plan = replace(TODAY.plans[0], known=False)
    unknown = limits(with_day(case, replace(TODAY, limits=(), plans=(plan,))))
    assert unknown.none.startswith("The regimen file does not hold this regimen")


def test_an_unknown_limit_says_what_it_needs_asks_for_it_and_is_never_go(case: CaseShown) -> None:
    row = limits(with_day(case, quiet())).rows[0]
    assert (said(row.value), said(row.limit)) == ("Unknown", "1.5 or more · needs a count of the last 3 days")
    assert [piece.asks for piece in (*row.value, *row.limit) if piece.asks] == ["neutrophils", "neutrophils"]
    assert row.sign.status == "unknown"


def test_a_value_that_is_too_old_stays_in_sight_beside_what_is_needed(case: CaseShown) -> None:
    old = replace(TODAY.limits[0], verdict=Verdict.UNKNOWN, needs={"en": "needs one of today", "fr": "x"})
    row = limits(with_day(case, replace(TODAY, limits=(old,)))).rows[0]
    assert (said(row.value), said(row.limit)) == ("1.1\u00a0×10⁹/L", "1.5 or more · needs one of today")
    assert "needs one of today" in row.spoken


def test_a_word_that_only_begins_like_a_value_is_no_figure(case: CaseShown) -> None:
    word = replace(TODAY.limits[0], value={"en": "No", "fr": "Non"})
    told = {"en": "Nothing of cycle 3 is given.", "fr": "Non administré."}
    shown = verdict(with_day(case, replace(TODAY, limits=(word,), because=told, open_tests=())))
    assert [piece.source for piece in shown.because if piece.source] == []


@given(verdict=st.sampled_from(Verdict), known=st.booleans(), named=st.booleans())
def test_only_a_limit_with_a_value_has_a_figure_and_no_cell_is_empty(
    case_of_a: CaseShown, verdict: Verdict, known: bool, named: bool
) -> None:
    first = TODAY.limits[0]
    one = replace(first, verdict=verdict, value=first.value if known else {}, facts=first.facts if named else ())
    row = limits(with_day(case_of_a, replace(TODAY, limits=(one,)))).rows[0]
    assert any(piece.source for piece in row.value) == known
    assert said(row.value)


def test_what_no_limit_is_about_is_told_below_the_table(treated: CaseShown) -> None:
    assert said(limits(treated).also) == "Also recorded: Nausea, grade 1 (24\u00a0Nov)"


def test_what_a_limit_tells_is_not_told_again(case: CaseShown) -> None:
    same = replace(TODAY.toxicities[0], provenance=TODAY.limits[0].provenance)
    assert limits(with_day(case, replace(TODAY, toxicities=(same,)))).also == ()


def test_a_regimen_that_the_file_does_not_hold_has_no_limits_and_says_so(case: CaseShown) -> None:
    shown = limits(with_day(case, replace(TODAY, limits=())))
    assert shown.rows == ()
    assert "Nothing here is cleared" in shown.none


def test_the_emergency_line_shows_the_value_of_today_and_whom_to_call(treated: CaseShown) -> None:
    shown = today_of(treated).emergency
    assert shown is not None
    assert said(shown.now) == "Now 36.7\u00a0°C, 24\u00a0Nov\u00a008:05"
    assert [piece.source for piece in shown.now if piece.source] == [ref_to("emergency")]
    assert (shown.word, shown.call, shown.acute) == ("Emergency", "ext. 5501", False)


def test_an_emergency_that_happens_comes_first(case: CaseShown) -> None:
    assert TODAY.emergency is not None
    day = replace(TODAY, emergency=replace(TODAY.emergency, happening=True))
    shown = today_of(with_day(case, day)).emergency
    assert shown is not None
    assert (shown.word, shown.acute) == ("Act first", True)


def test_a_temperature_that_nobody_measured_is_asked_for(case: CaseShown) -> None:
    assert TODAY.emergency is not None
    day = replace(TODAY, emergency=replace(TODAY.emergency, happening=None, now={}, when=""))
    shown = today_of(with_day(case, day)).emergency
    assert shown is not None
    assert [(piece.text, piece.asks) for piece in shown.now] == [("Not measured today", "temperature")]


def test_while_it_computes_no_verdict_of_before_is_shown(treated: CaseShown) -> None:
    shown = today_of(replace(treated, computing=True))
    assert (shown.verdict, shown.limits, shown.emergency) == (None, None, None)
    assert shown.working is not None


def test_off_today_it_is_the_day_under_the_cursor_and_asks_for_nothing(treated: CaseShown) -> None:
    before = treated.today - timedelta(days=7)
    summary = replace(treated.current, as_of=before.isoformat(), today=going())
    moved = treated.at(before, summary)
    assert verdict(moved).sign.status == "go"
    assert verdict(treated.at(before, replace(summary, today=TODAY))).asks is None


def test_on_a_day_without_a_regimen_one_sentence_says_so(treated: CaseShown, language: Language) -> None:
    before = treated.today - timedelta(days=300)
    summary = replace(treated.current, as_of=before.isoformat(), today=None)
    shown = today_of(replace(treated, language=language).at(before, summary))
    assert shown.verdict is None
    assert "2026" in shown.empty


def test_identities_that_conflict_show_no_day(conflict: CaseShown) -> None:
    assert day_shown(replace(conflict, current=replace(conflict.current, today=TODAY))) is None
