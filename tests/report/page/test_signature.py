"""Who signed, and what the signer said otherwise than the page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bedside_app.domain.case import ItemKind
from bedside_app.domain.summary import ShownOption, Signature, SignedDecision, Summary, Verdict
from bedside_app.foundation.words import Language
from bedside_app.report.page.budget import budget
from bedside_app.report.page.lists import LISTS
from bedside_app.report.page.sheet import Page, sheet
from bedside_app.report.page.signature import signature, signed_at
from tests.report.cases import rich_summary, words

WHY = "her choice"


def decision(kind: ItemKind, about: ShownOption, verdict: Verdict, **said: object) -> SignedDecision:
    dose = 0 if kind is ItemKind.DOSE else None
    made = SignedDecision(
        item=f"{kind}|{about.id}",
        kind=kind,
        title=words(f"About {about.id}", f"Sur {about.id}"),
        verdict=verdict,
        reason="" if verdict is Verdict.AGREED else WHY,
        primary=about.primary,
        option=about.id,
        dose=dose,
    )
    return replace(made, **said)  # type: ignore[arg-type]


def option_of(summary: Summary, name: str) -> ShownOption:
    return next(option for option in summary.options if option.id == name)


def signed_summary(*decisions: SignedDecision) -> Summary:
    made = Signature(by="Dr Example", role="oncology", at="2026-11-24T13:05+01:00", revision=3, decisions=decisions)
    return replace(rich_summary(), signed=made)


def page_of(summary: Summary, language: Language = "en") -> Page:
    return Page(summary=summary, language=language, budget=budget(0))


def row_of(summary: Summary, name: str) -> dict[str, Any]:
    label = option_of(summary, name).label["en"]
    rows = sheet(page_of(summary), LISTS)["options"]["rows"]
    found: dict[str, Any] = next(row for row in rows if row["name"] == label)
    return found


@pytest.mark.parametrize(
    ("at", "written"),
    [
        ("2026-11-24T13:05+01:00", "24\u00a0Nov\u00a02026, 13:05 (UTC+01:00)"),
        ("2026-11-24T13:05:59.120-05:00", "24\u00a0Nov\u00a02026, 13:05 (UTC−05:00)"),
        ("2026-11-24T13:05:59Z", "24\u00a0Nov\u00a02026, 13:05 (UTC)"),
        ("2026-11-24T13:05+00:00", "24\u00a0Nov\u00a02026, 13:05 (UTC)"),
        ("2026-11-24T13:05", "24\u00a0Nov\u00a02026, 13:05"),
        ("2026-11-24", "24\u00a0Nov\u00a02026"),
    ],
)
def test_a_signature_has_its_time_with_the_zone_of_the_clock(at: str, written: str) -> None:
    assert signed_at(at, "en") == written


def test_a_draft_says_so_and_holds_no_decision() -> None:
    drawn = signature(page_of(rich_summary()))
    assert (drawn["draft"], drawn["draft_line"], drawn["decided"]["rows"]) == ("DRAFT", "DRAFT, not signed", [])


def test_a_signed_page_names_signer_role_time_and_revision_and_is_no_draft() -> None:
    drawn = signature(page_of(signed_summary()))
    assert drawn["draft"] == ""
    line = "Signed by Dr Example, oncology, 24\u00a0Nov\u00a02026, 13:05 (UTC+01:00), revision 3"
    assert drawn["draft_line"] == line


def test_what_was_agreed_to_is_counted_and_what_was_not_stands_in_full_rejections_first() -> None:
    option = option_of(rich_summary(), "tc")
    agreed = decision(ItemKind.HARD_STOP, option, Verdict.AGREED)
    changed = decision(ItemKind.DOSE, option, Verdict.MODIFIED, amount=120.0, unit="mg")
    rejected = decision(ItemKind.FINDING, option, Verdict.REJECTED, option="")
    drawn = signature(page_of(signed_summary(agreed, changed, rejected)))
    assert drawn["draft_hint"].startswith("1 of 3 items agreed to")
    assert [row["word"] for row in drawn["decided"]["rows"]] == ["Rejected", "Modified"]
    assert drawn["decided"]["rows"][1]["version"] == "instead: 120\u00a0mg"
    assert all(row["reason"] == f"reason: {WHY}" for row in drawn["decided"]["rows"])
    assert signature(page_of(signed_summary(agreed)))["draft_hint"] == "All 1 items agreed to as shown."


def test_a_dose_that_was_changed_stands_as_changed_with_the_amount_before() -> None:
    option = option_of(rich_summary(), "tc")
    changed = decision(ItemKind.DOSE, option, Verdict.MODIFIED, amount=120.0, unit="mg")
    dose = row_of(signed_summary(changed), "tc")["doses"][0]
    assert (dose["amount"], dose["known"]) == ("120\u00a0mg", True)
    assert dose["note"] == "set by the signer, in place of: 130\u00a0mg"


def test_no_amount_stands_for_a_rejected_dose_or_the_doses_of_a_rejected_option() -> None:
    option = option_of(rich_summary(), "tc")
    of_dose = row_of(signed_summary(decision(ItemKind.DOSE, option, Verdict.REJECTED)), "tc")
    of_option = row_of(signed_summary(decision(ItemKind.OPTION, option, Verdict.REJECTED)), "tc")
    assert of_dose["sign"] == "✓"
    assert (of_option["sign"], of_option["word"]) == ("✗", "Rejected")
    first, *others = of_dose["doses"]
    for dose in (first, *of_option["doses"]):
        assert (dose["amount"], dose["known"]) == ("Rejected by the signer: no dose stands", False)
        assert dose["lines"] == []
    assert all(dose["known"] for dose in others)
    assert of_dose["outcome"] == of_option["outcome"] == ""


def test_an_option_that_was_modified_says_how() -> None:
    option = option_of(rich_summary(), "letrozole")
    changed = decision(ItemKind.OPTION, option, Verdict.MODIFIED, version="after radiotherapy")
    assert row_of(signed_summary(changed), "letrozole")["decided"] == "Modified by the signer: after radiotherapy"


def test_a_rejected_finding_has_no_number_and_the_others_keep_theirs() -> None:
    finding = next(one for one in rich_summary().findings if one.output and one.state == "done" and not one.arm)
    key = f"finding|{finding.primary}|{finding.pack}|{finding.arm}|{finding.output}"
    about = option_of(rich_summary(), "tc")
    summary = signed_summary(decision(ItemKind.FINDING, about, Verdict.REJECTED, item=key, option=""))
    rows, before = (sheet(page_of(one), LISTS)["found"]["rows"] for one in (summary, rich_summary()))
    changed = [(row, old) for row, old in zip(rows, before, strict=True) if row != old]
    assert [(row["sign"], row["value"], row["note"]) for row, _ in changed] == [
        ("✗", "Rejected", "Rejected by the signer")
    ]


def test_no_forecast_stands_that_counts_a_rejected_option() -> None:
    summary = rich_summary()
    plan = tuple(replace(one, arm="a=true") if one.suggested else one for one in summary.options)
    rejected = decision(ItemKind.OPTION, option_of(summary, "letrozole"), Verdict.REJECTED)
    for arm_kept, decisions in ((True, ()), (False, (rejected,))):
        signed = replace(signed_summary(*decisions), options=plan)
        assert bool(row_of(signed, "tc")["outcome"]) is arm_kept
