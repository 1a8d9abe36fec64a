"""What would sharpen a result most is told by the graph, the same every time, and depends on what is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from bedside_app.inference.ask import Inference, Question, RowAnswer
from bedside_app.inference.packs.card import Scalar
from bedside_app.inference.packs.find import Pack, find_packs
from bedside_app.inference.scope import checked
from bedside_app.inference.sharpen import Moved, design_of, moved_by, result_of

PACKS = {pack.id: pack for pack in find_packs().packs}


@pytest.fixture(scope="module")
def inference() -> Iterator[Inference]:
    with Inference() as warm:
        yield warm


def ranked(pack: Pack, known: Mapping[str, Scalar], missing: list[str], inference: Inference) -> tuple[Moved, ...]:
    design = design_of(pack.card, known, missing)
    (answer,) = inference.ask([Question(pack=pack, rows=tuple(design.rows))])
    return moved_by(pack.card, design, answer.rows)


def test_the_index_of_nottingham_is_moved_by_its_own_coefficients(inference: Inference) -> None:
    """0.2 a centimetre from 0.1 to 200 mm is 3.998; grade 1 to 3 and nodes from none to four or more are 2 each."""
    found = ranked(PACKS["npi"], {}, ["tumour_grade", "positive_nodes", "tumour_size"], inference)
    assert [one.name for one in found] == ["tumour_size", "positive_nodes", "tumour_grade"]
    assert [one.by for one in found] == pytest.approx([3.998, 2.0, 2.0])


def test_only_what_is_missing_is_moved_and_what_is_known_stays(inference: Inference) -> None:
    design = design_of(PACKS["npi"].card, {"tumour_size": 24.0}, ["tumour_grade", "positive_nodes"])
    assert {row["tumour_size"] for row in design.rows} == {24.0}
    assert [one.name for one in ranked(PACKS["npi"], {"tumour_size": 24.0}, ["tumour_grade"], inference)] == []


def test_the_rows_are_the_same_every_time() -> None:
    card, missing = PACKS["predict_breast_v2_2"].card, ["age", "tumour_size", "er_status", "her2_status"]
    assert design_of(card, {}, missing) == design_of(card, {}, missing)


@pytest.mark.parametrize("name", sorted(PACKS))
def test_every_row_of_every_pack_is_one_that_the_model_takes(name: str) -> None:
    card = PACKS[name].card
    required = [entry.name for entry in card.inputs if entry.required and entry.role == "patient"]
    known = {entry.name: entry.untreated for entry in card.treatments if entry.untreated is not None}
    design = design_of(card, known, required)
    for row in design.rows:
        assert checked(card, row) == row
    assert {group for group, _ in design.groups} == (set(required) if len(required) > 1 else set())


def test_a_code_for_unknown_is_no_value_to_be_measured() -> None:
    design = design_of(PACKS["predict_breast_v2_2"].card, {}, ["her2_status", "ki67_status"])
    assert {row["her2_status"] for row in design.rows} == {"negative", "positive"}


def test_rows_without_an_answer_tell_nothing() -> None:
    card = PACKS["npi"].card
    design = design_of(card, {}, ["tumour_grade", "positive_nodes"])
    nothing = [RowAnswer(outputs={}, contributions={})] * len(design.rows)
    assert moved_by(card, design, nothing) == ()


def test_a_result_in_classes_counts_the_classes(inference: Inference) -> None:
    card = PACKS["npi"].card
    classes = next(output for output in card.outputs if output.classes)
    only = card.model_copy(update={"headline": (classes.name,)})
    assert result_of(only).name == classes.name
    design = design_of(only, {"tumour_size": 24.0}, ["tumour_grade", "positive_nodes"])
    (answer,) = inference.ask([Question(pack=PACKS["npi"], rows=tuple(design.rows))])
    assert all(0 < one.by < len(classes.classes) for one in moved_by(only, design, answer.rows))
