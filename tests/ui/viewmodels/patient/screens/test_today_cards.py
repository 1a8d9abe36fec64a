from __future__ import annotations

from dataclasses import replace

from bedside_app.domain.today import Today
from bedside_app.ui.viewmodels.patient.screens.today import Piece
from bedside_app.ui.viewmodels.patient.screens.today_cards import CardShown, cards_of
from bedside_app.ui.viewmodels.patient.screens.today_sources import ref_to
from bedside_app.ui.viewmodels.shown import CaseShown
from tests.todays import TODAY, quiet


def cards(case: CaseShown, today: Today = TODAY) -> dict[str, CardShown]:
    return {card.key: card for card in cards_of(replace(case, current=replace(case.current, today=today)))}


def said(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


def rows(card: CardShown) -> list[tuple[str, str]]:
    return [(row.label, said(row.pieces)) for row in card.rows]


def test_the_regimen_shows_cycle_last_dose_and_intent(case: CaseShown) -> None:
    card = cards(case)["plan0"]
    assert card.title == "DOCEtaxel–cycloPHOSphamide × 4"
    assert rows(card) == [
        ("Now", "Cycle 3 of 4, day 1"),
        ("Last dose", "3\u00a0Nov, 21 days ago, DOCEtaxel at 79\u00a0%"),
        ("Intent, line", "Cure, adjuvant, first line after surgery 8\u00a0Sep"),
    ]


def test_each_card_names_its_source_and_date_and_opens_it(case: CaseShown) -> None:
    shown = cards(case)
    heads = {key: card.source for key, card in shown.items()}
    assert {key: (head.text, head.source) for key, head in heads.items() if head is not None} == {
        "plan0": ("order-set, 5\u00a0Oct", ref_to("plan", 0)),
        "goals": ("clinic-letter, 5\u00a0Oct", ref_to("goal", 0)),
        "next": ("appointments, 24\u00a0Nov", ref_to("next", 0)),
        "calls": ("contacts, 1\u00a0Nov", ref_to("call", 0)),
    }


def test_goals_from_two_letters_each_name_their_own(case: CaseShown) -> None:
    other = replace(TODAY.goals[1], date="2026-11-02")
    card = cards(case, replace(TODAY, goals=(TODAY.goals[0], other)))["goals"]
    assert card.source is None
    assert [[piece.source for piece in row.pieces if piece.source] for row in card.rows] == [
        [ref_to("goal", 0)],
        [ref_to("goal", 1)],
    ]


def test_an_appointment_that_nobody_booked_stands_out(case: CaseShown) -> None:
    first, second, _ = cards(case)["next"].rows
    assert (first.label, said(first.pieces)) == ("27\u00a0Nov", "Repeat count · Not booked")
    assert first.pieces[-1].tone == "unknown"
    assert (second.label, said(second.pieces)) == ("1\u00a0Dec\u00a009:30", "Clinic, Dr Example")


def test_two_regimens_have_a_card_each(case: CaseShown) -> None:
    other = replace(TODAY.plans[0], regimen={"en": "Letrozole", "fr": "Létrozole"})
    shown = cards(case, replace(TODAY, plans=(*TODAY.plans, other)))
    assert [shown[key].title for key in ("plan0", "plan1")] == ["DOCEtaxel–cycloPHOSphamide × 4", "Letrozole"]


def test_appointments_of_several_days_share_their_source_with_the_days_it_spans(case: CaseShown) -> None:
    later = replace(TODAY.next[0], provenance=(replace(TODAY.next[0].provenance[0], date="2026-10-05"),))
    head = cards(case, replace(TODAY, next=(later, *TODAY.next[1:])))["next"].source
    assert head is not None
    assert head.text == "appointments, 5\u00a0Oct–24\u00a0Nov"


def test_calls_from_two_files_each_open_their_own(case: CaseShown) -> None:
    other = replace(TODAY.contacts[1], provenance=TODAY.goals[0].provenance)
    card = cards(case, replace(TODAY, contacts=(TODAY.contacts[0], other)))["calls"]
    assert card.source is None
    assert [row.pieces[0].source for row in card.rows] == [ref_to("call", 0), ref_to("call", 1)]


def test_somebody_without_a_number_is_named_and_the_number_is_said_to_be_missing(case: CaseShown) -> None:
    nobody = replace(TODAY.contacts[1], phone="", name="Dr Example", hours={})
    card = cards(case, replace(TODAY, contacts=(nobody,)))["calls"]
    assert said(card.rows[0].pieces) == "Dr Example · no number recorded"


def test_a_plan_without_words_shows_the_day_it_is_due(case: CaseShown) -> None:
    bare = replace(TODAY.plans[0], now={})
    assert rows(cards(case, replace(TODAY, plans=(bare,)))["plan0"])[0] == ("Now", "due 24\u00a0Nov")


def test_a_regimen_without_a_file_says_so_in_its_card(case: CaseShown) -> None:
    unknown = replace(TODAY.plans[0], known=False, note={"en": "Not in the regimen file", "fr": "x"})
    assert rows(cards(case, replace(TODAY, plans=(unknown,)))["plan0"])[-1] == ("", "Not in the regimen file")


def test_what_nobody_recorded_is_said_of_each_card(case: CaseShown) -> None:
    shown = cards(case, quiet())
    for key in ("goals", "next", "calls"):
        assert rows(shown[key]) == [("", "Not recorded")]
    assert ("Last dose", "Not recorded") in rows(shown["plan0"])


def test_without_a_day_there_is_no_card(case: CaseShown) -> None:
    assert cards_of(case) == ()
