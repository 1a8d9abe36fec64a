"""The card of a trained pack says what its report says: every figure, met or missed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bedside_app.foundation.bounded import yaml_file
from bedside_app.inference.packs.card import Card
from bedside_app.inference.packs.find import find_packs
from bedside_app.inference.packs.page import card_text
from models.build import MODELS
from models.trained_card import REPORT, trained_card, trained_pack

FOLDER = MODELS / "breast_us"
FOUND: dict[str, Any] = json.loads((FOLDER / REPORT).read_text("utf-8"))


def card() -> Card:
    return find_packs().pack("breast_us").card


def estimates(found: Any) -> Iterator[tuple[float, int]]:
    """Yield the value and the number of every figure of the report."""
    if isinstance(found, dict) and {"value", "low", "high", "n"} <= set(found):
        if found["value"] is not None:
            yield round(found["value"], 4), found["n"]
    elif isinstance(found, dict | list):
        for item in found.values() if isinstance(found, dict) else found:
            yield from estimates(item)


def test_every_figure_of_the_report_stands_on_the_card_with_its_interval() -> None:
    trained = card().trained
    assert trained is not None
    groups = [figure for group in trained.subgroups for figure in group.figures]
    told = {(figure.value, figure.n) for figure in card().performance} | {(one.value, one.n) for one in groups}
    assert set(estimates(FOUND)) <= told
    for figure in card().performance:
        assert figure.interval is not None or "8-bit" in figure.measure.en


def test_bars_say_what_is_missed_and_the_page_says_it_too() -> None:
    trained = card().trained
    assert trained is not None
    bars = {bar.measure.en: bar for bar in trained.bars}
    assert len(bars) == 6
    assert bars["mean Dice of the outline"].met == (FOUND["dice"]["value"] >= 0.88)
    assert bars["AUC by patient, cross-validation"].met == (FOUND["headline"]["auc"]["value"] >= 0.95)
    missed = [bar for bar in trained.bars if not bar.met]
    assert card_text(card(), "en").count("MISSED") == len(missed)
    assert card_text(card(), "fr").count("MANQUÉE") == len(missed)


def test_a_figure_below_its_bar_can_not_be_called_met() -> None:
    source = yaml_file(FOLDER / "card.yaml")
    worse = FOUND | {"dice": {"value": 0.5, "low": 0.4, "high": 0.6, "n": 10}}
    bars = {bar["measure"]["en"]: bar["met"] for bar in trained_card("breast_us", source, worse)["trained"]["bars"]}
    assert not bars["mean Dice of the outline"]
    lying = json.loads((FOLDER / "card.json").read_text("utf-8"))
    lying["trained"]["bars"][0]["met"] = not lying["trained"]["bars"][0]["met"]
    with pytest.raises(ValueError, match="met says otherwise"):
        Card.model_validate(lying)


def test_the_card_is_built_the_same_twice_and_vouches_for_the_recipe_and_the_tables() -> None:
    assert trained_pack(FOLDER) == trained_pack(FOLDER)
    files = set(card().files)
    assert {"out_of_fold.csv", "report.json", "model.onnx", "recipe/train.py", "recipe/README.md"} <= files


def test_the_committed_table_gives_the_cards_own_auc() -> None:
    """The pooled mean logit of each patient, within folds, as the report says it was computed."""
    lines = (FOLDER / "out_of_fold.csv").read_text("utf-8").splitlines()[1:]
    cases: dict[tuple[str, str, str], list[float]] = {}
    for line in lines:
        _, case, fold, malignant, _, logit, _ = line.split(",")
        cases.setdefault((fold, case, malignant), []).append(float(logit))
    total, weight = 0.0, 0
    for fold in {key[0] for key in cases}:
        scores = [(sum(v) / len(v), key[2] == "1") for key, v in cases.items() if key[0] == fold]
        cancers, others = [s for s, c in scores if c], [s for s, c in scores if not c]
        won = sum((a > b) + 0.5 * (a == b) for a in cancers for b in others)
        total += won / len(cancers) / len(others) * len(scores)
        weight += len(scores)
    assert total / weight == pytest.approx(FOUND["headline"]["auc"]["value"], abs=1e-3)


def test_weights_stay_within_twenty_megabytes() -> None:
    assert (FOLDER / "model.onnx").stat().st_size <= 20 * 1024 * 1024
