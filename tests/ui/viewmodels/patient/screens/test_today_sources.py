from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bedside_app.ui.viewmodels.patient.screens.today_sources import Origin, origin_of, ref_to
from bedside_app.ui.viewmodels.shown import SourceRef
from tests.todays import TODAY, quiet

PARTS = ("limit", "emergency", "release", "plan", "last", "dose", "cycle", "support", "reason", "sum")
MORE = ("toxicity", "goal", "next", "call")


def origin(part: str, *at: int) -> Origin:
    found = origin_of(TODAY, ref_to(part, *at))
    assert found is not None
    return found


def test_a_limit_leads_to_value_day_place_and_the_rule_it_is_held_against() -> None:
    found = origin("limit", 0)
    assert (found.label["en"], found.value["en"], found.rule["en"]) == (
        "Neutrophils",
        "1.1\u00a0×10⁹/L",
        "1.5 or more",
    )
    assert (found.when, found.provenance[0].file, found.citations) == (
        "2026-11-23T07:40+01:00",
        "lab.hl7",
        ("tc_label",),
    )


def test_a_dose_is_named_with_its_cycle_and_leads_to_the_administration() -> None:
    found = origin("dose", 1, 0)
    assert (found.label["en"], found.value["en"]) == ("DOCEtaxel, cycle 2", "115\u00a0mg")
    assert found.provenance[0].place == "entry[12]"


def test_a_sum_shows_both_amounts_and_its_maximum() -> None:
    found = origin("sum", 0)
    assert found.value["en"] == "260\u00a0mg, 138\u00a0mg/m²"
    assert found.rule["en"] == "No fixed maximum in this regimen"


def test_every_part_of_a_full_day_has_an_origin_in_both_languages() -> None:
    for part in (*PARTS, *MORE):
        at = {"dose": (0, 0), "release": (1,), "emergency": (), "last": ()}.get(part, (0,))
        found = origin(part, *at)
        assert found.label.keys() >= {"en", "fr"}
        assert found.provenance


@given(part=st.sampled_from((*PARTS, *MORE, "none")), at=st.text("0123456789/-x", max_size=4))
def test_a_figure_that_is_gone_has_no_source_and_never_raises(part: str, at: str) -> None:
    for today in (TODAY, quiet()):
        found = origin_of(today, SourceRef("today", part, at))
        assert found is None or isinstance(found, Origin)
