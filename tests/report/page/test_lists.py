"""The lists of the pages, and what each level of budget leaves of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bedside_app.domain.summary import ShownReason, Summary
from bedside_app.report.page.budget import LEVELS, budget
from bedside_app.report.page.lists import LISTS
from bedside_app.report.page.sheet import Page
from tests.report.cases import TALL_MAN, rich_summary, sparse_summary, words


def listed(name: str, summary: Summary | None = None, level: int = 0) -> Any:
    page = Page(summary=summary or rich_summary(), language="en", budget=budget(level), tall_man=TALL_MAN)
    return LISTS[name](page)


def test_of_a_forecast_survival_at_ten_years_is_shown_once_untreated_and_once_for_each_plan() -> None:
    found = listed("found")
    survival = [(row["label"], row["value"]) for row in found["rows"] if "Alive" in row["label"]]
    assert survival == [
        ("Alive at 10 y, surgery only", "66.2\u00a0%"),
        ("Alive at 10 y, with second-generation chemotherapy + endocrine therapy", "76.8\u00a0%"),
        ("Alive at 10 y, with endocrine therapy", "73.2\u00a0%"),
    ]
    assert found["more"] == "+ 9 more, in full in case.json under findings"


def test_the_suggested_option_of_each_step_stands_at_every_level_with_all_its_doses() -> None:
    for level in (0, LEVELS - 1):
        rows = {row["name"]: row for row in listed("options", level=level)["rows"]}
        chosen = rows["DOCEtaxel and cycloPHOSphamide"]
        assert [dose["amount"] for dose in chosen["doses"]] == ["130\u00a0mg", "1,050\u00a0mg"]
        assert chosen["word"] == "Suggested"


def test_what_is_asked_before_the_first_dose_is_never_cut_and_never_called_clear() -> None:
    for level in (0, LEVELS - 1):
        row = next(row for row in listed("options", level=level)["rows"] if "DOCEtaxel" in row["name"])
        assert row["against"][0]["text"] == "not cleared (one rule): needs Hepatitis B serology"


def test_the_blocked_options_of_a_step_stand_in_one_row_with_all_that_they_wait_for() -> None:
    row = next(row for row in listed("options", level=LEVELS - 1)["rows"] if row["word"] == "Blocked")
    assert (row["name"], row["against"][0]["text"]) == ("olaparib", "needs Germline BRCA1 or BRCA2")
    assert row["doses"][0]["amount"] == "dose needs eGFR (CKD-EPI 2021)"


def test_an_option_gives_survival_under_its_own_plan_and_says_what_is_counted() -> None:
    row = next(row for row in listed("options")["rows"] if "DOCEtaxel" in row["name"])
    assert row["outcome"].startswith("Alive at 10 y: 76.8\u00a0%, counting second-generation chemotherapy")
    assert row["outcome"].endswith("No interval published")


def test_options_that_are_cut_keep_their_names_and_are_counted() -> None:
    options = listed("options", level=LEVELS - 1)
    row = next(row for row in options["rows"] if "DOCEtaxel" in row["name"])
    assert row["others"] == "Also open: endocrine therapy alone"
    assert options["more"] == "+ 1 more, in full in case.json under options"


def test_options_that_the_same_reasons_exclude_stand_together_with_them() -> None:
    summary = rich_summary()
    twice = replace(summary, exclusions=(*summary.exclusions, replace(summary.exclusions[0], label=words("other"))))
    (row,) = listed("excluded", twice)["rows"]
    assert row["names"] == "epirubicin and cycloPHOSphamide, then paclitaxel; other"
    assert row["reasons"] == "Ejection fraction below 50 % [2]"


def test_a_step_of_the_arithmetic_is_not_told_twice() -> None:
    summary = rich_summary()
    first = next(option for option in summary.options if option.id == "tc")
    step = ShownReason(text=words("bilirubin high"), sources=("jones",))
    dose = replace(first.dose[0], adjustments=(step,), arithmetic=words("bilirubin high: 60 mg/m²"))
    changed = replace(summary, options=(replace(first, dose=(dose,)),))
    row = next(row for row in listed("options", changed)["rows"] if "DOCEtaxel" in row["name"])
    assert row["doses"][0]["lines"] == ["day 1 of 21, 4 cycles\u00a0· bilirubin high: 60 mg/m² [3]"]


def test_an_unknown_that_changes_no_option_says_what_it_is_asked_for() -> None:
    decides = {row["label"]: row["decides"] for row in listed("missing")["rows"]}
    assert decides["Hepatitis B serology"] == ["before the first dose: DOCEtaxel and cycloPHOSphamide"]
    assert decides["21-gene recurrence score"][1] == "≥ 26: DOCEtaxel and cycloPHOSphamide suggested"


def cited(level: int) -> Any:
    summary = rich_summary()
    page = Page(summary=summary, language="en", budget=budget(level), cited={source.id for source in summary.sources})
    return LISTS["sources"](page)


def test_a_source_that_was_not_read_is_marked_so() -> None:
    reviews = {row["number"]: row["review"] for row in cited(0)["rows"]}
    assert (reviews["[1]"], reviews["[2]"]) == ("read", "review: needed")


def test_without_room_sources_stand_by_number_and_doi_under_their_review() -> None:
    groups = {group["review"]: group["text"] for group in cited(LEVELS - 1)["short"]}
    assert "[2]\u00a010.1093/eurheartj/ehac244" in groups["review: needed"]
    assert "[7]\u00a0Kisqali, product information" in groups["read"]


def test_a_source_that_nothing_on_the_page_cites_is_counted() -> None:
    assert listed("sources")["more"] == "+ 8 more, in full in case.json under sources"


def test_versions_say_that_nobody_has_signed() -> None:
    assert "breast_early 2026.11.0 (not signed)" in listed("versions")


def test_what_was_refused_stands_with_file_and_place() -> None:
    assert [row["place"] for row in listed("refused")["rows"]] == [
        "pathology.json · segment OBX 7",
        "pathology.json · record 13",
    ]


def test_an_empty_case_has_empty_lists_and_no_line_that_counts() -> None:
    for name in ("found", "options", "excluded", "missing", "refused", "sources"):
        part = listed(name, sparse_summary())
        assert (part["rows"], part["more"]) == ([], "")


def test_a_forecast_without_survival_at_ten_years_is_shown_at_its_nearest_horizon() -> None:
    summary = rich_summary()
    one = next(found for found in summary.findings if found.output == "overall_survival_10y_untreated")
    outputs = ("recurrence_2y", "recurrence_5y", "recurrence_20y")
    others = tuple(replace(one, pack="other", output=output, label=words(output)) for output in outputs)
    rows = listed("found", replace(summary, findings=(*summary.findings, *others)))["rows"]
    assert [row["label"] for row in rows if "recurrence" in row["label"]] == ["recurrence_5y"]
