"""The hand-over, read back: one page whatever the day holds, who it is about, and what was left out."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside_app.domain.case import ItemKind
from bedside_app.domain.summary import Signature, SignedDecision, Summary
from bedside_app.domain.summary import Verdict as Answer
from bedside_app.domain.today import Today, Verdict
from bedside_app.foundation.words import LANGUAGES, Language, say
from bedside_app.report.handover import NothingToHandOver, handover_pdf, handover_png
from tests.report.cases import AS_OF, IDENTITY, rich_summary
from tests.todays import TODAY, crowded, going, quiet

DAYS = {"held": TODAY, "going": going(), "quiet": quiet(), "crowded": crowded(), "endless": crowded(40)}
HOSTILE = "#text(red) *b* $c$ _d_ `e` \\ [x] @y <z> // {1+1} \u202eevil"


def squeezed(text: str) -> str:
    """Return text without white space and break marks: where a line ends is not what is tested."""
    return re.sub(r"[\s\u200b\u00ad]", "", text)


def of(today: Today | None = TODAY, **sides: Any) -> Summary:
    return replace(rich_summary(), today=today, **sides)


def read(summary: Summary, language: Language = "en") -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(handover_pdf(summary, language)))


def text_of(summary: Summary, language: Language = "en") -> str:
    return squeezed(read(summary, language).pages[0].extract_text())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DAYS)
def test_whatever_the_day_holds_it_is_one_page_with_identity_date_verdict_and_draft(
    name: str, language: Language
) -> None:
    summary = of(DAYS[name])
    assert len(read(summary, language).pages) == 1
    text = text_of(summary, language)
    day = DAYS[name]
    told = [
        summary.identity.name,
        summary.identity.identifiers[0].value,
        say("report.page.draft-line", language),
        say("report.page.data-as-of", language, {"day": AS_OF}),
        day.headline[language],
        day.because[language],
        summary.notice[language],
    ]
    assert [part for part in told if squeezed(part) not in text] == []
    assert text.count(squeezed(say("report.page.draft", language))) >= 3


@pytest.mark.slow
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(times=st.integers(1, 30), letters=st.integers(1, 900), rows=st.integers(0, 9))
def test_no_length_of_any_list_or_text_makes_a_second_page(times: int, letters: int, rows: int) -> None:
    day = crowded(times)
    said = {"en": "word " * (letters // 5), "fr": "mot " * (letters // 4)}
    day = replace(
        day,
        limits=tuple(replace(one, verdict=Verdict.UNKNOWN, why=said) for one in day.limits[:rows]) + day.limits,
        open_tests=tuple(replace(one, text=said) for one in day.open_tests),
    )
    assert len(read(of(day)).pages) == 1


def test_what_is_left_out_is_counted_and_what_holds_is_shown_first() -> None:
    text = text_of(of(crowded()))
    assert re.search(r"\+\d+furtheropentests", text)
    assert re.search(r"\+\d+earliercycles", text)
    assert re.search(r"\+\d+furtherchecks,allgo", text)
    assert text.count("HOLD") == 8


def test_allergies_and_treatment_limits_stand_with_the_identity() -> None:
    text = text_of(of())
    assert "Allergiespenicillin" in text
    assert "TreatmentlimitsFulltreatment,resuscitationyes" in text


def test_a_test_that_nobody_owns_says_so_and_another_names_its_owner() -> None:
    text = text_of(of())
    assert "noownerrecorded" in text
    assert "NurseExample,dayunit" in text
    assert "aucunresponsablenoté" in text_of(of(), "fr")


def test_a_limit_without_a_value_reads_unknown_with_what_it_needs_and_never_go() -> None:
    text = text_of(of(quiet()))
    assert "unknown1.5ormore·needsacountofthelast3days" in text
    assert "Neededbeforethecycle:Neutrophils." in text
    assert "UNKNOWN" in text
    assert "✓" not in text


def test_nothing_recorded_is_said_of_each_part() -> None:
    text = text_of(of(quiet()))
    for key in ("no-calls", "no-next", "no-goals", "no-tests", "no-cycles"):
        assert squeezed(say(f"handover.{key}", "en")) in text


def test_an_emergency_that_applies_now_stands_first_in_the_situation() -> None:
    emergency = TODAY.emergency
    assert emergency is not None
    text = text_of(of(replace(TODAY, emergency=replace(emergency, happening=True))))
    assert "ACTFIRST:Fever" in text
    assert "ACTFIRST" not in text_of(of())


def test_a_temperature_that_nobody_measured_is_said() -> None:
    emergency = TODAY.emergency
    assert emergency is not None
    day = replace(TODAY, emergency=replace(emergency, happening=None, now={}, when=""))
    assert "Temperature:notmeasuredtoday" in text_of(of(day))


def test_a_signed_page_names_the_signer_and_bears_no_draft() -> None:
    rejected = SignedDecision(
        item="docetaxel",
        kind=ItemKind.OPTION,
        title={"en": "Docetaxel", "fr": "Docétaxel"},
        verdict=Answer.REJECTED,
        reason="Too frail",
    )
    signed = Signature(
        by="Dr Example", role="oncologist", at="2026-11-24T13:05+01:00", revision=3, decisions=(rejected,)
    )
    text = text_of(of(signed=signed))
    assert "SignedbyDrExample,oncologist" in text
    assert "DRAFT" not in text
    assert "Decisionopen" not in text
    assert "reason:Toofrail" in text


def test_doses_stand_planned_to_given_with_their_share_and_unit() -> None:
    text = text_of(of())
    assert "145→115mg,79%" in text
    assert "ordered110mg(fulldose145mg)" in text
    assert "DOCEtaxel260mg(138mg/m²)" in text
    assert "1150→1150mg,100%" in text_of(of(), "fr")


def test_a_hostile_name_is_plain_text() -> None:
    identity = replace(IDENTITY, family="Testcase", given=HOSTILE)
    summary = replace(rich_summary(identity), today=TODAY)
    assert squeezed(HOSTILE.replace("\u202e", "[U+202E]")) in text_of(summary)


def test_a_name_of_two_hundred_letters_stands_in_full_on_the_one_page() -> None:
    identity = replace(IDENTITY, family="Testcase", given="Ab" * 100)
    summary = replace(rich_summary(identity), today=crowded())
    assert len(read(summary).pages) == 1
    assert "Ab" * 100 in text_of(summary)


def test_the_page_is_tagged_titled_and_in_its_language() -> None:
    for language in LANGUAGES:
        root: Any = read(of(), language).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == language
        assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode("utf-8")


def test_the_same_day_gives_the_same_bytes() -> None:
    assert handover_pdf(of(), "en") == handover_pdf(of(), "en")


def test_it_is_grey_and_black_alone() -> None:
    template = handover_template()
    colours = set(re.findall(r'rgb\("#(\w{2})(\w{2})(\w{2})"\)', template))
    assert all(
        max(int(part, 16) for part in colour) - min(int(part, 16) for part in colour) < 0x28 for colour in colours
    )
    assert handover_png(of(), "en", ppi=20).startswith(b"\x89PNG")


def test_the_template_reads_nothing_but_its_content() -> None:
    assert re.findall(r"\b(?:eval|import|include|read|plugin|image)\b\s*[(\"]", handover_template()) == []


def handover_template() -> str:
    from bedside_app.foundation.paths import resources_folder

    return (resources_folder() / "report" / "handover.typ").read_text("utf-8")


def test_without_an_active_regimen_there_is_nothing_to_hand_over() -> None:
    with pytest.raises(NothingToHandOver):
        handover_pdf(of(None), "en")
