"""`bedside models run breast_us`: JSON and lines, what it refuses, and how its answers end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from bedside_app.cli.exit_codes import DONE, REFUSED
from bedside_app.cli.main import main
from tests.inference.breast_pictures import picture


@pytest.fixture
def png(tmp_path: Path) -> Path:
    path = tmp_path / "a.png"
    Image.fromarray(picture("malignant")).save(path)
    return path


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_json_holds_probability_set_mask_polygon_and_sizes(png: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "run", "breast_us", "--json", "--research", str(png)]) == DONE
    answer = told(capsys)
    (image,) = answer["images"]
    assert image["research"]
    assert "never lowers" in answer["notice"]
    assert 0.5 < image["interval"]["low"] <= image["probability"] <= image["interval"]["high"] <= 1
    assert (image["interval"]["kind"], image["set"], image["set_level"]) == ("ensemble", ["malignant"], 0.9)
    assert image["suspicious"]
    rows, columns = image["mask"]["size"]
    assert [rows, columns] == list(picture("malignant").shape)
    flat = np.repeat(np.arange(len(image["mask"]["counts"])) % 2, image["mask"]["counts"])
    mask = flat.reshape((rows, columns), order="F")
    assert mask.sum() == image["sizes"]["area"]
    x, y = np.array(image["polygon"]).T
    assert abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2 == pytest.approx(mask.sum(), rel=0.03)
    assert image["sizes"]["unit"] == "{pixel}"
    assert image["sizes"]["longest_diameter"] >= image["sizes"]["perpendicular_diameter"] > 0
    assert answer["lesions"] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_png_without_research_is_refused_in_a_sentence(
    language: str, png: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "run", "breast_us", str(png), "--lang", language]) == REFUSED
    lines = capsys.readouterr().out
    assert "a.png" in lines
    assert "--research" in lines


def test_lines_say_the_number_its_spread_and_what_it_may_not_be_used_for(
    png: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "run", "breast_us", str(png), "--research", "--lang", "en"]) == DONE
    lines = capsys.readouterr().out
    assert "probability of malignancy" in lines
    assert "members" in lines
    assert "never lowers a radiologist’s category" in lines


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["breast_us"], "reads pictures, not values"),
        (["albi", "a.png"], "takes values, not pictures"),
        (["breast_us", "nowhere.dcm"], "no such file"),
    ],
)
def test_what_does_not_fit_the_pack_is_refused(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "run", *words, "--lang", "en"]) == REFUSED
    assert sentence in capsys.readouterr().err
