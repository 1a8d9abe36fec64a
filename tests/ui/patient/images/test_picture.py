from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from bedside_app.domain.image import PixelBlock
from bedside_app.ui.patient.images.picture import Picture, Pictures, heat, heat_colour, picture_of
from bedside_app.ui.viewmodels.patient.images.window import Window, preset, stored
from tests.ui.patient.images.synthetic import instance_of, reading_of

AS_STORED = Window(centre=128, width=256)


def block(values: NDArray[np.uint8] | NDArray[np.uint16], intercept: float = 0.0) -> PixelBlock:
    shape, kind = (1, *values.shape), values.dtype.name
    return PixelBlock(buffer=memoryview(values.tobytes()), shape=shape, dtype=kind, intercept=intercept)


def greys(image: QImage) -> list[list[int]]:
    return [[QColor(image.pixel(x, y)).red() for x in range(image.width())] for y in range(image.height())]


def test_eight_bits_are_shown_as_they_are_stored_whatever_the_width() -> None:
    values = np.arange(15, dtype=np.uint8).reshape(3, 5) * 17
    assert greys(picture_of(block(values)).shown(AS_STORED)) == values.tolist()


def test_the_pixels_are_copied_so_that_the_block_may_go() -> None:
    data = bytearray(b"\x10\x20\x30\x40")
    picture = picture_of(PixelBlock(buffer=memoryview(data), shape=(1, 2, 2), dtype="uint8"))
    data[:] = b"\xff" * 4
    assert greys(picture.shown(AS_STORED)) == [[0x10, 0x20], [0x30, 0x40]]


def test_inverse_turns_every_grey() -> None:
    values = np.array([[0, 200, 255]], dtype=np.uint8)
    assert greys(picture_of(block(values)).shown(preset("inverse", instance_of()))) == [[255, 55, 0]]


def test_sixteen_bits_are_windowed_in_the_images_own_values() -> None:
    values = np.array([[0, 1024, 2048, 4095]], dtype=np.uint16)
    picture = picture_of(block(values, -1024.0))
    assert (picture.low, picture.high) == (-1024, 3071)
    shown = greys(picture.shown(Window(centre=0, width=2000)))[0]
    assert shown[0] == 0
    assert shown[1] == pytest.approx(128, abs=2)
    assert shown[3] == 255


def test_colours_stay_colours_and_take_the_window_in_each() -> None:
    values = np.array([[[255, 0, 10], [1, 2, 3]]], dtype=np.uint8)
    picture = picture_of(block(values))
    assert picture.shown(stored(instance_of())).pixelColor(0, 0) == QColor(255, 0, 10)
    turned = picture.shown(preset("inverse", instance_of()))
    assert turned.pixelColor(1, 0) == QColor(254, 253, 252)


@pytest.mark.parametrize(
    ("shape", "dtype", "size"),
    [((1, 4, 4), "uint8", 15), ((1, 4, 4), "float64", 128), ((1, 2, 2, 3), "uint16", 24), ((1, 0, 4), "uint8", 0)],
)
def test_a_block_that_is_shorter_than_it_says_or_of_another_kind_is_no_picture(
    shape: tuple[int, ...], dtype: str, size: int
) -> None:
    with pytest.raises(ValueError, match="no picture"):
        picture_of(PixelBlock(buffer=memoryview(bytes(size)), shape=shape, dtype=dtype))


def test_frames_longest_unused_go_when_the_room_is_full_and_the_newest_stays() -> None:
    kept = Pictures(kept_bytes=40)
    images = [Picture(QImage(4, 4, QImage.Format.Format_Indexed8)) for _ in range(4)]
    for frame, image in enumerate(images[:2]):
        kept.put("a", frame, image)
    kept.get("a", 0)
    kept.put("a", 2, images[2])
    assert [kept.get("a", frame) is not None for frame in range(3)] == [True, False, True]
    kept.put("b", 0, Picture(QImage(40, 40, QImage.Format.Format_Indexed8)))
    assert kept.get("b", 0) is not None
    assert kept.get("a", 0) is None


def test_what_adds_most_is_brightest_and_what_lowers_the_score_is_clear() -> None:
    drawn = heat(((1.0, -1.0),))
    assert drawn is not None
    most, least = drawn.pixelColor(1, 8), drawn.pixelColor(30, 8)
    assert most.lightness() > 150
    assert most.alpha() > 150
    assert least.alpha() < 10


def test_the_scale_grows_lighter_from_less_to_more() -> None:
    light = [heat_colour(at / 20).lightness() for at in range(21)]
    assert light == sorted(light)


def test_saliency_that_adds_nowhere_or_has_ragged_rows_is_not_drawn() -> None:
    assert heat(()) is None
    assert heat(((-1.0, 0.0),)) is None
    assert heat(((1.0, 0.0), (1.0,))) is None


def test_the_bright_place_moves_when_the_grid_moves() -> None:
    def brightest(grid: tuple[tuple[float, ...], ...]) -> int:
        drawn = heat(grid)
        assert drawn is not None
        row = drawn.height() // 2
        return max(range(drawn.width()), key=lambda x: drawn.pixelColor(x, row).alpha())

    grid = ((0.0, 1.0, 0.0, 0.0),)
    assert brightest(((0.0, 0.0, 1.0, 0.0),)) - brightest(grid) == pytest.approx(16, abs=1)
    assert heat(reading_of().saliency) is not None
