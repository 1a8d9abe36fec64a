from __future__ import annotations

from dataclasses import replace

import pytest

from bedside_app.domain.fact import FactId
from bedside_app.domain.listed import RowExtras, Standing
from bedside_app.domain.plain import from_plain, to_plain
from bedside_app.domain.summary import Flag, FlagKind, ShownFact, ShownRefusal, ShownStep
from bedside_app.domain.today import Verdict
from bedside_app.report.row_extras import row_extras_of
from tests.report.cases import conflict_summary, rich_summary, sparse_summary, words
from tests.todays import TODAY

CLEAN = replace(sparse_summary(), flags=(), refusals=(), steps=())


def flag(kind: FlagKind) -> Flag:
    return Flag(kind=kind, text=words("x"))


def shown(
    fact: str, text: str, french: str = "", *, primary: str = "p", value: str = "", unknown: str = ""
) -> ShownFact:
    return ShownFact(
        fact=FactId(fact),
        primary=primary,
        label=words(fact),
        value=value or text,
        unit="",
        text=words(text, french or text),
        date="2026-11-20",
        unknown=unknown,
    )


def test_stops_are_counted_apart_from_what_only_needs_judgement() -> None:
    kinds = (FlagKind.HARD_STOP, FlagKind.NOT_CLEARED, FlagKind.CAUTION, FlagKind.HARD_STOP)
    extras = row_extras_of(replace(CLEAN, flags=tuple(map(flag, kinds))))
    assert (extras.red, extras.cautions) == (2, 2)


def test_the_answer_is_the_question_s_line_in_both_languages() -> None:
    summary = rich_summary()
    assert row_extras_of(summary).question == summary.answer


def test_conflicting_identities_block() -> None:
    assert row_extras_of(conflict_summary()).standing is Standing.BLOCKED


def test_a_part_that_was_refused_is_said_before_what_is_awaited() -> None:
    refused = ShownRefusal(code="x", text=words("x"))
    waiting = ShownStep(id="s", primary="p", pathway="x", title=words("s"), applies=True, awaits=(FactId("her2"),))
    assert row_extras_of(CLEAN).standing is Standing.READY
    assert row_extras_of(replace(CLEAN, steps=(waiting,))).standing is Standing.WAITS
    assert row_extras_of(replace(CLEAN, steps=(waiting,), refusals=(refused,))).standing is Standing.PART_REFUSED


def test_a_fact_that_several_steps_wait_for_counts_once() -> None:
    one = ShownStep(id="a", primary="p", pathway="x", title=words("s"), applies=True, awaits=(FactId("a"), FactId("b")))
    assert row_extras_of(replace(CLEAN, steps=(one, replace(one, id="b")))).awaited == 2


def test_the_disease_is_site_receptors_and_the_stage_after_surgery() -> None:
    facts = (
        shown("primary_site", "breast", "sein"),
        shown("laterality", "left", "gauche"),
        shown("er_status", "positive", value="positive"),
        shown("her2_status", "negative", value="negative"),
        shown("ct_category", "cT3"),
        shown("pt_category", "pT2"),
        shown("cn_category", "cN0"),
        shown("pr_status", "", unknown="not_recorded"),
    )
    disease = row_extras_of(replace(CLEAN, facts=facts)).disease
    assert disease == {"en": "Left breast, ER+ HER2−, pT2 cN0", "fr": "Sein gauche, RE+ HER2−, pT2 cN0"}


def test_the_disease_is_of_the_first_primary_alone() -> None:
    facts = (
        shown("primary_site", "breast"),
        shown("primary_site", "colon", primary="q"),
        shown("pt_category", "pT4", primary="q"),
    )
    assert row_extras_of(replace(CLEAN, facts=facts)).disease["en"] == "Breast"


@pytest.mark.parametrize("summary", [rich_summary(), sparse_summary(), conflict_summary()])
def test_a_row_is_kept_as_plain_values_and_read_back(summary: object) -> None:
    extras = row_extras_of(summary)  # type: ignore[arg-type]
    assert from_plain(RowExtras, to_plain(extras)) == extras


def test_under_treatment_the_day_s_verdict_is_the_question_and_its_holds_are_counted() -> None:
    facts = (shown("primary_site", "breast", "sein"), shown("laterality", "right", "droit"))
    extras = row_extras_of(replace(CLEAN, facts=facts, today=TODAY))
    assert extras.question == TODAY.headline
    assert extras.holds == TODAY.count(Verdict.HOLD) > 0
    regimen = TODAY.plans[0].regimen
    assert extras.disease == {"en": f"Right breast, {regimen['en']}", "fr": f"Sein droit, {regimen['fr']}"}


def test_an_emergency_that_happens_is_a_red_flag() -> None:
    assert TODAY.emergency is not None
    for happening, red in ((True, 1), (False, 0), (None, 0)):
        today = replace(TODAY, emergency=replace(TODAY.emergency, happening=happening))
        assert row_extras_of(replace(CLEAN, today=today)).red == red
