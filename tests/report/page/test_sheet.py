"""What stands on the pages in one language."""

from __future__ import annotations

from typing import Any

from bedside_app.domain.summary import Summary
from bedside_app.foundation.words import Language
from bedside_app.report.page.budget import budget
from bedside_app.report.page.lists import LISTS
from bedside_app.report.page.sheet import Page, sheet
from tests.report.cases import TALL_MAN, conflict_summary, rich_summary, sparse_summary


def content(summary: Summary, language: Language = "en", level: int = 0) -> dict[str, Any]:
    page = Page(summary=summary, language=language, budget=budget(level), tall_man=TALL_MAN)
    return sheet(page, LISTS)


def test_the_head_of_each_further_page_says_who_and_as_of_when() -> None:
    whole = content(rich_summary())
    assert whole["running"]["name"] == "TESTCASE, Fictive One"
    assert "14\u00a0Mar\u00a01965" in whole["running"]["line"]
    assert "DEMO-004217" in whole["running"]["line"]
    assert whole["data_as_of"] == "Data as of 24\u00a0Nov\u00a02026"


def test_in_a_conflict_both_names_stand_at_the_head() -> None:
    running = content(conflict_summary())["running"]
    assert "TESTCASE, Fictive One" in running["line"]
    assert "EXÉMPLE, Fictive Two" in running["line"]


def test_the_tumour_is_told_in_one_line() -> None:
    assert content(rich_summary())["identity"]["tumours"] == [
        "Breast, left · pT2 pN1a · Oestrogen receptor positive · HER2 negative"
    ]


def test_allergies_that_nobody_asked_for_are_not_called_none() -> None:
    rows = dict(content(sparse_summary())["identity"]["rows"])
    assert (rows["Allergies"], rows["Medicines"]) == ("not recorded", "not recorded")


def test_without_a_pathway_it_is_not_said_that_nothing_is_missing() -> None:
    assert content(sparse_summary())["no_missing"] == "No pathway asks for anything here."
    assert content(rich_summary())["no_missing"] == "Nothing that the pathway asks for is missing."


def test_tall_letters_stand_in_whole_names_only() -> None:
    page = Page(summary=sparse_summary(), language="en", budget=budget(0), tall_man=TALL_MAN)
    assert page.tall("Docetaxel, predocetaxel") == "DOCEtaxel, predocetaxel"
    assert Page(summary=sparse_summary(), language="en", budget=budget(0)).tall("docetaxel") == "docetaxel"


def test_statements_carry_the_numbers_of_their_sources() -> None:
    page = Page(summary=rich_summary(), language="en", budget=budget(0))
    assert page.marks(("esc", "rxponder", "unheard_of")) == " [1] [2]"


def test_every_flag_stands_on_the_page_at_every_level() -> None:
    summary = rich_summary()
    assert [len(content(summary, level=level)["flags"]) for level in (0, 15)] == [len(summary.flags)] * 2


def test_the_earlier_value_leaves_the_unit_to_the_latest() -> None:
    weight = next(row for row in content(rich_summary())["changes"]["rows"] if row["label"] == "Weight")
    assert (weight["earlier"], weight["arrow"], weight["latest"]) == ("70", "↓", "68\u00a0kg")
