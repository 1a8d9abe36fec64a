"""The lists of the pages, and what each level of budget leaves of them."""

from __future__ import annotations

from typing import Any

from bedside_app.domain.summary import Summary
from bedside_app.report.page.budget import LEVELS, budget
from bedside_app.report.page.lists import LISTS
from bedside_app.report.page.sheet import Page
from tests.report.cases import TALL_MAN, rich_summary, sparse_summary


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
        assert [dose["amount"] for dose in rows["DOCEtaxel and cycloPHOSphamide"]["doses"]] == [
            "130\u00a0mg",
            "1,050\u00a0mg",
        ]
        assert rows["DOCEtaxel and cycloPHOSphamide"]["word"] == "Suggested"


def test_an_open_safety_rule_is_never_cut_and_never_called_clear() -> None:
    row = next(row for row in listed("options", level=LEVELS - 1)["rows"] if "DOCEtaxel" in row["name"])
    assert row["against"][0]["text"].endswith("not cleared, needs Hepatitis B serology")


def test_an_option_gives_survival_under_its_own_plan_and_says_what_is_counted() -> None:
    row = next(row for row in listed("options")["rows"] if "DOCEtaxel" in row["name"])
    assert row["outcome"].startswith("Alive at 10 y: 76.8\u00a0%, counting second-generation chemotherapy")
    assert row["outcome"].endswith("No interval published")


def test_options_that_are_cut_keep_their_names() -> None:
    rows = listed("options", level=LEVELS - 1)["rows"]
    assert any("endocrine therapy alone" in (row["others"], row["name"]) or row["others"] for row in rows)


def test_an_excluded_option_says_why() -> None:
    (row,) = listed("excluded")["rows"]
    assert (row["sign"], row["word"], row["reasons"]) == ("⊘", "Excluded", "Ejection fraction below 50 % [2]")


def test_an_unknown_that_changes_no_option_says_what_it_is_asked_for() -> None:
    decides = {row["label"]: row["decides"] for row in listed("missing")["rows"]}
    assert decides["Hepatitis B serology"] == ["before the first dose: DOCEtaxel and cycloPHOSphamide"]
    assert decides["21-gene recurrence score"][1] == "≥ 26: DOCEtaxel and cycloPHOSphamide suggested"


def test_a_source_that_was_not_read_is_marked_so() -> None:
    reviews = {row["number"]: row["review"] for row in listed("sources")["rows"]}
    assert (reviews["[1]"], reviews["[2]"]) == ("read", "review: needed")


def test_versions_say_that_nobody_has_signed() -> None:
    assert "breast_early 2026.11.0 (signed by nobody)" in listed("versions")


def test_what_was_refused_stands_with_file_and_place() -> None:
    assert [row["place"] for row in listed("refused")["rows"]] == [
        "pathology.json · OBX[7]",
        "pathology.json · entry[12].resource",
    ]


def test_an_empty_case_has_empty_lists_and_no_line_that_counts() -> None:
    for name in ("found", "options", "excluded", "missing", "refused", "sources"):
        assert listed(name, sparse_summary()) == {"rows": [], "more": ""}
