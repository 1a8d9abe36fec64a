"""The two pages, read back: what stands on each, and that nothing of the patient is ever read as markup."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from typing import Any

import pypdf
import pytest

from bedside_app.domain.case import ItemKind
from bedside_app.domain.proposal import Option
from bedside_app.domain.summary import Signature, SignedDecision, Summary, Verdict
from bedside_app.foundation.errors import Fault
from bedside_app.foundation.words import LANGUAGES, Language, say
from bedside_app.report import pdf
from bedside_app.report.compose import compose
from bedside_app.report.page.signature import signed_at
from bedside_app.report.pdf import PAGES, pdf_bytes, png_pages
from tests.report.cases import (
    AS_OF,
    IDENTITY,
    NO_CHEMOTHERAPY,
    PROPOSAL,
    RESULTS,
    TALL_MAN,
    TC,
    benign_summary,
    case_of,
    conflict_summary,
    reason,
    rich_record,
    rich_summary,
    sparse_summary,
    words,
)

CASES = {"rich": rich_summary, "sparse": sparse_summary, "benign": benign_summary, "conflict": conflict_summary}
HOSTILE = "#text(red) *b* $c$ _d_ `e` \\ [x] @y <z> // -- -> (C) {1+1} \u202eevil"


def squeezed(text: str) -> str:
    """Return text without white space and break marks: where a line ends is not what is tested."""
    return re.sub(r"[\s\u200b\u00ad]", "", text)


def read(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def pages_of(summary: Summary, language: Language = "en") -> list[str]:
    return [squeezed(page.extract_text()) for page in read(pdf_bytes(summary, language, TALL_MAN)).pages]


def crowded_summary(options: int) -> Summary:
    """Return a summary with far more than two pages can hold."""
    many = tuple(
        reason(f"Argument {number} that takes a whole line of its own", f"Argument {number}") for number in range(12)
    )

    def crowd(step: str) -> tuple[Option, ...]:
        first = replace(TC, step=step, reasons_for=many, reasons_against=many)
        return (first, *(replace(NO_CHEMOTHERAPY, id=f"o{n}", step=step, rank=n + 2) for n in range(4)))

    steps = tuple(replace(PROPOSAL.steps[1], id=f"s{n}", options=crowd(f"s{n}")) for n in range(options))
    record = rich_record()
    record = replace(record, not_understood=record.not_understood * 70)
    return compose(case_of(record), RESULTS, (replace(PROPOSAL, steps=steps, missing=PROPOSAL.missing * 9),))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_every_case_takes_two_pages_with_draft_identity_date_and_notice_on_each(name: str, language: Language) -> None:
    summary = CASES[name]()
    pages = pages_of(summary, language)
    assert len(pages) == PAGES
    date = say("report.page.data-as-of", language, {"day": AS_OF})
    sides = summary.identity.sides or (summary.identity,)
    expected = [say("report.page.draft", language), date, summary.notice[language], *(side.name for side in sides)]
    for number, page in enumerate(pages, start=1):
        assert [text for text in expected if squeezed(text) not in page] == []
        assert squeezed(say("report.page.page", language, {"page": number, "pages": PAGES})) in page


def test_the_draft_mark_lies_across_each_page_besides_its_line() -> None:
    assert all(page.count("DRAFT") >= 3 for page in pages_of(rich_summary()))
    assert all(page.count("BROUILLON") >= 3 for page in pages_of(rich_summary(), "fr"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_a_signed_summary_bears_no_draft_and_every_page_says_who_signed_when_and_which_revision(
    language: Language,
) -> None:
    at, by = "2026-11-24T13:05+01:00", "Dr Example " + "Ab" * 100
    decision = SignedDecision(
        item="x", kind=ItemKind.FINDING, title=words("A finding"), verdict=Verdict.REJECTED, reason="B" * 300
    )
    signed = Signature(by=by, role="oncology", at=at, revision=7, decisions=(decision,))
    summary = replace(rich_summary(), signed=signed)
    pages = pages_of(summary, language)
    line = say(
        "report.page.signed-by", language, {"by": by, "role": "oncology", "at": signed_at(at, language), "revision": 7}
    )
    date = say("report.page.data-as-of", language, {"day": AS_OF})
    for page in pages:
        assert [text for text in (line, date, summary.identity.name) if squeezed(text) not in page] == []
    text = "".join(pages)
    assert "B" * 300 in text
    assert squeezed(say("report.page.draft", language)) not in text
    assert all(page_edges_hold(page) for page in read(pdf_bytes(summary, language)).pages)


def test_the_pages_are_tagged_titled_and_in_their_language() -> None:
    for language in LANGUAGES:
        root: Any = read(pdf_bytes(rich_summary(), language)).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value
        assert root["/Lang"] == language
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode("utf-8")


def test_only_the_font_that_comes_with_us_is_used_and_it_is_embedded() -> None:
    fonts: dict[str, Any] = {}
    for page in read(pdf_bytes(rich_summary(), "fr")).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            fonts[descendant["/BaseFont"]] = descendant["/FontDescriptor"].get_object()
    assert {name.split("+")[1].split("-")[0] for name in fonts} == {"Inter"}
    assert all("/FontFile2" in descriptor or "/FontFile3" in descriptor for descriptor in fonts.values())


def test_the_same_summary_gives_the_same_bytes() -> None:
    assert pdf_bytes(rich_summary(), "en") == pdf_bytes(rich_summary(), "en")


def test_the_date_of_the_file_is_the_day_of_the_case() -> None:
    assert read(pdf_bytes(rich_summary(), "en")).metadata.creation_date.date() == AS_OF  # type: ignore[union-attr]


def test_a_hostile_name_is_plain_text_on_each_page() -> None:
    identity = replace(IDENTITY, family="Testcase", given=HOSTILE)
    shown = squeezed(HOSTILE.replace("\u202e", "[U+202E]"))
    assert all(shown in page for page in pages_of(rich_summary(identity)))


def test_a_name_of_two_hundred_letters_stands_in_full_on_each_page() -> None:
    identity = replace(IDENTITY, family="Testcase", given="Ab" * 100)
    for page in read(pdf_bytes(rich_summary(identity), "en")).pages:
        assert "Ab" * 100 in squeezed(page.extract_text())
        assert page_edges_hold(page)


def page_edges_hold(page: pypdf.PageObject) -> bool:
    """Whether no upright text begins beyond the right margin of an A4 page (rotated text is the draft mark)."""
    beyond: list[str] = []

    def look(text: str, _: Any, matrix: list[float], __: Any, ___: Any) -> None:
        upright = matrix[1] == 0 == matrix[2]
        if text.strip() and upright and matrix[4] > 210 / 25.4 * 72 - 20:
            beyond.append(text)

    page.extract_text(visitor_text=look)
    return beyond == []


def test_letters_that_the_font_does_not_have_are_written_out_never_dropped() -> None:
    identity = replace(IDENTITY, family="王", given="小明")
    assert all("[U+738B],[U+5C0F][U+660E]" in page for page in pages_of(rich_summary(identity)))


def test_drugs_stand_in_tall_letters_on_paper_with_dose_and_unit() -> None:
    text = "".join(pages_of(rich_summary()))
    assert "DOCEtaxelandcycloPHOSphamide" in text
    assert "130mg" in text
    assert "1,050mg" in text
    assert "2.5mg" in text


def test_french_pages_write_numbers_and_words_in_french() -> None:
    text = "".join(pages_of(rich_summary(), "fr"))
    assert "1050mg" in text
    assert "2,5mg" in text
    assert "Suggéré" in text
    assert "Suggested" not in text


def test_a_number_always_stands_with_its_interval_or_the_words_that_none_is_published() -> None:
    text = "".join(pages_of(rich_summary()))
    assert "66.2%Nointervalpublished" in text
    assert "80%interval40–75" in text


def test_what_does_not_fit_is_counted_and_its_place_named() -> None:
    summary = crowded_summary(4)
    pages = pages_of(summary)
    assert len(pages) == PAGES
    text = "".join(pages)
    assert [
        where for where in ("refusals", "missing", "options", "findings") if f"case.jsonunder{where}" not in text
    ] == []
    assert re.search(r"\+\d+more,infullincase\.json", text)


def test_identity_flags_and_doses_are_never_cut_however_crowded_it_is() -> None:
    summary = crowded_summary(9)
    text = "".join(pages_of(summary))
    assert text.count("130mg") >= 9
    assert squeezed(summary.flags[0].text["en"]) in text


def test_pictures_of_the_pages_are_one_for_each() -> None:
    pictures = png_pages(sparse_summary(), "en", ppi=20)
    assert len(pictures) == PAGES
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_a_layout_that_fails_is_our_fault_and_quotes_nothing_of_the_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "sheet", lambda *_: {"lang": "en", "title": "TESTCASE"})
    with pytest.raises(Fault) as caught:
        pdf_bytes(rich_summary(), "en")
    assert "TESTCASE" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_two_tumours_keep_their_options_apart() -> None:
    other = replace(PROPOSAL, primary="cancer-2", answer=words("Suggested: nothing."))
    text = "".join(pages_of(compose(case_of(rich_record()), (), (PROPOSAL, other))))
    assert "Radiotherapy(cancer-1)" in text
    assert "Radiotherapy(cancer-2)" in text


def test_the_content_of_a_page_is_data_and_the_template_reads_nothing_else() -> None:
    from bedside_app.foundation.paths import resources_folder

    template = (resources_folder() / "report" / "summary.typ").read_text("utf-8")
    assert re.findall(r"\b(?:eval|import|include|read|plugin|image)\b\s*[(\"]", template) == []
    assert json.dumps(HOSTILE) not in template
