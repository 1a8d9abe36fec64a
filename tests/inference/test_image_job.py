"""The breast ultrasound pack at work: its own pictures, strangers, painted callipers, a moved lesion, the same bits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from bedside_app.domain.image import ImageReading
from bedside_app.inference.ask import Inference
from bedside_app.inference.image_ask import read_image
from bedside_app.inference.values import verify
from tests.inference.breast_pictures import HERE, block, image, pack, picture, reading, series

Grey = NDArray[np.uint8]


def text_page() -> Grey:
    page = Image.new("L", (600, 800), 255)
    pen = ImageDraw.Draw(page)
    for line in range(40, 760, 16):
        pen.text((40, line), "Findings: hypoechoic lesion at 3 o'clock, 14 x 9 mm, lobulated margin.", fill=0)
    return np.asarray(page)


STRANGERS = {
    "noise": np.random.default_rng(7).integers(0, 256, (300, 300)).astype(np.uint8),
    "flat": np.full((300, 400), 128, np.uint8),
    "shaded": np.tile(np.linspace(0, 255, 400).astype(np.uint8), (300, 1)),
    "text page": text_page(),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_the_gate_refuses_what_is_no_breast_ultrasound(name: str) -> None:
    said = reading(STRANGERS[name])
    assert said.refused is not None
    assert said.refused.code == "inference.image-strange"
    assert said.probability is None


def test_the_cancer_is_called_and_the_fibroadenoma_is_not_certainly_one() -> None:
    cancer, benign = reading(picture("malignant")), reading(picture("benign"))
    assert cancer.suspicious
    assert cancer.conformal == ("malignant",)
    assert benign.conformal == ("benign",)
    assert cancer.shape is not None
    assert cancer.shape.unit == "{pixel}"


def painted(name: str) -> Grey:
    """Return the picture with the four crosses of two measurements at the lesion, and letters in a corner."""
    grey, said = picture(name), reading(picture(name))
    canvas = Image.fromarray(grey)
    pen = ImageDraw.Draw(canvas)
    for x, y in [end for axis in said.axes for end in axis]:
        pen.line([(x - 6, y), (x + 6, y)], fill=255, width=2)
        pen.line([(x, y - 6), (x, y + 6)], fill=255, width=2)
    pen.text((6, 6), "L 1.40 cm  B 0.92 cm", fill=255)
    return np.asarray(canvas)


@pytest.mark.parametrize("name", ["malignant", "benign"])
def test_painted_callipers_and_letters_leave_the_answer_standing(name: str) -> None:
    before, after = reading(picture(name)), reading(painted(name))
    assert after.conformal == before.conformal
    assert after.probability == pytest.approx(before.probability, abs=0.1)


def centre(said: ImageReading) -> tuple[float, float]:
    """Return where, in pixels of the picture, the saliency has its weight."""
    grid = np.abs(np.array(said.saliency))
    left, top, right, bottom = said.saliency_bounds
    rows, columns = (np.arange(size) + 0.5 for size in grid.shape)
    x = (grid.sum(0) @ columns) / grid.sum() / grid.shape[1]
    y = (grid.sum(1) @ rows) / grid.sum() / grid.shape[0]
    return left + x * (right - left), top + y * (bottom - top)


@pytest.mark.parametrize("way", [(0, 60), (70, 0)])
def test_saliency_and_outline_move_with_the_lesion(way: tuple[int, int]) -> None:
    grey = picture("malignant")
    down, right = way
    framed = np.pad(grey, ((70, 70), (70, 70)), mode="reflect")
    here = framed[70:, 70:][: grey.shape[0], : grey.shape[1]]
    moved = framed[70 - down :, 70 - right :][: grey.shape[0], : grey.shape[1]]
    before, after = reading(here), reading(np.ascontiguousarray(moved))
    (x, y), (far_x, far_y) = centre(before), centre(after)
    along = far_x - x if right else far_y - y
    assert 0.4 * max(way) < along < 1.4 * max(way)
    middles = [np.mean([np.min(said.outline, 0), np.max(said.outline, 0)], 0) for said in (before, after)]
    assert middles[1] - middles[0] == pytest.approx([right, down], abs=15)


def test_the_same_picture_gives_the_same_bits_here_and_in_a_worker() -> None:
    here = reading(picture("benign"))
    assert here == reading(picture("benign"))
    with Inference() as worker:
        grey = picture("benign")
        assert read_image(pack(), series(), image(grey), block(grey), worker) == here


def test_the_pack_is_verified_by_its_own_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    from bedside_app.inference import image_job
    from bedside_app.inference.packs.find import Shelf
    from tests.inference.in_process import IN_PROCESS

    (answer,) = verify(Shelf(packs=(pack(),)), IN_PROCESS)
    assert (answer.refused, answer.provider) == (None, "CPUExecutionProvider")
    image_job._ready.cache_clear()
    genuine = image_job.seen_by

    def wrong(*arguments: Any) -> dict[str, Any]:
        seen = genuine(*arguments)
        return seen | {"members": [member + 1 for member in seen["members"]]}

    monkeypatch.setattr(image_job, "seen_by", wrong)
    said = read_image(pack(), series(), image(picture("benign")), block(picture("benign")), HERE)
    assert said.refused is not None
    assert said.refused.code == "inference.self-test-failed"
    image_job._ready.cache_clear()
