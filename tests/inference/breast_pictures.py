"""The pictures of the breast ultrasound pack's own vectors, large enough for its contract, and the pack in process."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bedside_app.domain.image import ImageInstance, ImageReading, ImageSeries, PixelBlock
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.jobs import Ending, Job, JobDone, JobRefused
from bedside_app.foundation.progress import Progress
from bedside_app.inference.ask import Inference
from bedside_app.inference.image_ask import read_image
from bedside_app.inference.image_job import look
from bedside_app.inference.image_picture import picture_of
from bedside_app.inference.packs.find import Pack, find_packs

__all__ = ["HERE", "block", "image", "pack", "picture", "reading", "series"]

Grey = NDArray[np.uint8]


def _run(job: Job, progress: Progress) -> Ending:
    try:
        return JobDone(json.loads(json.dumps(look(json.loads(json.dumps(dict(job.arguments))), progress))))
    except Refusal as refusal:
        return JobRefused(refusal.code, refusal.values)


HERE = Inference(_run)


@cache
def pack() -> Pack:
    return find_packs().pack("breast_us")


@cache
def picture(name: str) -> Grey:
    """Return `malignant` (case 450 of BUS-BRA) or `benign` (case 1052), each pixel doubled."""
    vectors = json.loads((pack().folder / "vectors.json").read_text("utf-8"))
    small = picture_of(vectors[{"malignant": 0, "benign": 1}[name]]["inputs"]).grey
    return np.asarray(small.repeat(2, 0).repeat(2, 1))


def block(grey: NDArray[Any]) -> PixelBlock:
    return PixelBlock(buffer=memoryview(grey.tobytes()), shape=(1, *grey.shape), dtype=grey.dtype.name)


def series(**more: Any) -> ImageSeries:
    return ImageSeries(**{"uid": "1.2", "study_uid": "1.1", "modality": "US", "body_part": "BREAST"} | more)


def image(grey: NDArray[Any], **more: Any) -> ImageInstance:
    stated: dict[str, Any] = {
        "uid": "1.2.3",
        "source": "sha256:0",
        "place": "a.dcm",
        "number": 1,
        "taken": None,
        "rows": grey.shape[0],
        "columns": grey.shape[1],
        "frames": 1,
        "samples": 1,
        "bits": 8,
        "photometric": "MONOCHROME2",
        "transfer_syntax": "1.2.840.10008.1.2.1",
    }
    return ImageInstance(**stated | more)


def reading(grey: NDArray[Any], **more: Any) -> ImageReading:
    """Return what the pack says of a picture of a breast that states itself as `more` says."""
    return read_image(pack(), series(), image(grey, **more), block(grey), HERE)
