"""The pixels of the case in hand: decoded in a worker, told once, and gone with the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from bedside_app.ui.patient.images.frames import Frames
from bedside_app.ui.tasks import Tasks
from tests.dicom_files import dicom, ultrasound
from tests.records import IMAGE_OF_NOBODY

LIMIT_MS = 20_000
DATA = dicom(ultrasound())
DIGEST = f"sha256:{sha256(DATA).hexdigest()}"
IMAGE = replace(IMAGE_OF_NOBODY, uid="1.2.3.1", source=DIGEST, place="image.dcm")


@pytest.fixture
def frames(qtbot: QtBot, tmp_path: Path) -> Iterator[Frames]:
    (tmp_path / "image.dcm").write_bytes(DATA)
    owner = QObject()
    tasks = Tasks(owner)
    made = Frames(tasks, owner)
    made.take({DIGEST: tmp_path / "image.dcm"})
    yield made
    tasks.close()
    made.close()


def test_a_frame_arrives_as_it_is_stored(frames: Frames, qtbot: QtBot) -> None:
    with qtbot.waitSignal(frames.arrived, timeout=LIMIT_MS) as told:
        frames.request(IMAGE, 0)
    uid, frame, block = told.args
    assert (uid, frame, block.shape, bytes(block.buffer)) == ("1.2.3.1", 0, (1, 2, 4), bytes(range(8)))


def test_a_file_that_changed_and_one_that_nobody_knows_are_told_by_their_reason(
    frames: Frames, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(frames.failed, timeout=LIMIT_MS) as told:
        (tmp_path / "image.dcm").write_bytes(DATA + bytes(2))
        frames.request(IMAGE, 0)
    assert told.args[2].code == "imaging.file-changed"
    frames.take({})
    with qtbot.waitSignal(frames.failed, timeout=LIMIT_MS) as told:
        frames.request(IMAGE, 0)
    assert told.args[2].code == "imaging.file-not-found"


def test_what_was_asked_for_a_case_that_is_gone_is_not_told(frames: Frames, qtbot: QtBot, tmp_path: Path) -> None:
    told: list[object] = []
    frames.arrived.connect(lambda *args: told.append(args))
    frames.failed.connect(lambda *args: told.append(args))
    frames.request(IMAGE, 0)
    (tmp_path / "other.dcm").write_bytes(DATA)
    frames.take({DIGEST: tmp_path / "other.dcm"})
    assert told == []
    with qtbot.waitSignal(frames.arrived, timeout=LIMIT_MS):
        frames.request(IMAGE, 0)
    assert len(told) == 1
