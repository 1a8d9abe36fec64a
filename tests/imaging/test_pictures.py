"""PNG and JPEG are opened whole or refused with a sentence, whatever their bytes are."""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.jobs import CrashKind, Ending, Job, JobCrashed, JobDone, JobRefused, Limits
from bedside_app.foundation.progress import Progress, Silent
from bedside_app.foundation.words import LANGUAGES, say
from bedside_app.imaging.pictures import NotAPicture, PictureTooLarge, files_in, is_picture, picture, read_picture

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LIMITS = Limits(memory_bytes=2**30, wall_seconds=10.0)
GREY = np.random.default_rng(5).integers(0, 256, (30, 40), np.uint8)


def encoded(pixels: np.ndarray[Any, Any], form: str = "PNG") -> bytes:
    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, form)
    return buffer.getvalue()


def opened(data: bytes, folder: Path) -> dict[str, Any]:
    path = folder / "a.png"
    path.write_bytes(data)
    return picture({"path": str(path)}, Silent())


def pixels(told: dict[str, Any]) -> np.ndarray[Any, Any]:
    shape = (told["rows"], told["columns"]) + ((3,) if told["samples"] == 3 else ())
    return np.frombuffer(b64decode(told["pixels"]), told["dtype"]).reshape(shape)


def here(job: Job, progress: Progress) -> Ending:
    try:
        return JobDone(picture(job.arguments, progress))
    except Refusal as refusal:
        return JobRefused(refusal.code, refusal.values)


def test_grey_colour_and_wide_pixels_come_out_as_they_were_stored(tmp_path: Path) -> None:
    colour = np.random.default_rng(6).integers(0, 256, (12, 9, 3), np.uint8)
    wide = np.arange(600, dtype=np.uint16).reshape(20, 30) * 100
    for given_pixels in (GREY, colour, wide):
        assert (pixels(opened(encoded(given_pixels), tmp_path)) == given_pixels).all()


def test_a_picture_becomes_an_image_that_says_nothing_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(encoded(GREY))
    series, instance, block = read_picture(path, here, Silent())
    assert (series.modality, series.body_part, instance.laterality, instance.spacing) == ("", "", "", None)
    assert (instance.rows, instance.columns, instance.frames) == (30, 40, 1)
    assert block is not None
    assert bytes(block.buffer) == GREY.tobytes()


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_cut_off_picture_is_refused_and_never_half_shown(form: str, tmp_path: Path) -> None:
    data = encoded(np.kron(GREY, np.ones((8, 8), np.uint8)), form)
    for share in (0.3, 0.6, 0.95):
        with pytest.raises(NotAPicture):
            opened(data[: int(share * len(data))], tmp_path)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", encoded(GREY, "BMP"), encoded(GREY, "TIFF"), b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_png_or_jpeg_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(NotAPicture):
        opened(data, tmp_path)


def test_a_bomb_is_refused_by_the_size_that_it_states(tmp_path: Path) -> None:
    for side in (5_000, 30_000, 2_000_000):
        head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
        chunk = b"IHDR" + head
        data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
        data += struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
        with pytest.raises(PictureTooLarge):
            opened(data, tmp_path)


@FEW
@given(changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=6))
def test_mutated_pictures_are_opened_or_refused(changes: list[tuple[float, int]], tmp_path: Path) -> None:
    data = bytearray(encoded(GREY))
    for share, value in changes:
        data[int(share * len(data))] = value
    (tmp_path / "a.png").write_bytes(data)
    ending = here(Job(name="", arguments={"path": str(tmp_path / "a.png")}, limits=LIMITS), Silent())
    if isinstance(ending, JobRefused):
        assert all("{" not in say(ending.code, language, ending.values) for language in LANGUAGES)
    else:
        assert isinstance(ending, JobDone)
        told = ending.value
        assert pixels(told).size == told["rows"] * told["columns"] * told["samples"]


def test_a_crash_of_the_worker_costs_the_picture_only(tmp_path: Path) -> None:
    _, instance, block = read_picture(tmp_path / "a.png", lambda *_: JobCrashed(CrashKind.DIED, "ended"), Silent())
    assert block is None
    assert instance.refused is not None
    assert instance.refused.code == "imaging.not-a-picture"


def test_folders_are_read_in_order_and_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.png", "b/1.png", "a.png"):
        (tmp_path / name).write_bytes(encoded(GREY))
    (tmp_path / "b" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert [path.name for path in files_in([tmp_path])] == ["a.png", "1.png", "2.png"]
    assert is_picture(tmp_path / "a.png")
    assert not is_picture(tmp_path / "nothing.png")
