"""Read pictures with an image network: files to pixels in one worker, pixels to readings in another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bedside_app.domain.image import ImageReading, LesionReading
from bedside_app.domain.record import Refused
from bedside_app.foundation.progress import Progress
from bedside_app.foundation.workers import Worker
from bedside_app.imaging.pictures import files_in, is_picture, read_picture
from bedside_app.inference.ask import Inference
from bedside_app.inference.image_ask import read_image
from bedside_app.inference.image_reading import refused_reading
from bedside_app.inference.packs.find import Pack

__all__ = ["ImageRead", "ImagesRead", "read_images"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRead:
    """What was said of one file. `research`: the file says neither whose it is nor what it shows."""

    path: Path
    reading: ImageReading
    research: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagesRead:
    """What was said of all files, in order, and of each lesion (one patient, one side) from all its images."""

    images: tuple[ImageRead, ...]
    lesions: tuple[LesionReading, ...] = ()


def read_images(
    pack: Pack,
    paths: Sequence[Path],
    *,
    research: bool,
    inference: Inference,
    worker: Worker,
    progress: Progress,
) -> ImagesRead:
    """Return what the pack's network says of each image in the files and folders `paths`.

    PNG and JPEG are read with `research` only, and belong to no patient.

    Raises
    ------
    Cancelled
        Somebody asked to stop.
    """
    files = list(files_in(paths))
    images: list[ImageRead] = []
    for place, path in enumerate(files):
        progress.step("inference.running", place, len(files))
        if is_picture(path):
            images.append(_picture(pack, path, research, inference, worker, progress))
    return ImagesRead(images=tuple(images))


def _picture(
    pack: Pack, path: Path, research: bool, inference: Inference, worker: Worker, progress: Progress
) -> ImageRead:
    if not research:
        refused = Refused(code="imaging.research-only", values={"file": path.name}, source=path.name)
        reading = ImageReading(image="", source=path.name, frame=0, refused=refused)
        return ImageRead(path=path, reading=reading, research=True)
    series, instance, pixels = read_picture(path, worker.run, progress)
    if pixels is None:
        assert instance.refused is not None
        return ImageRead(path=path, reading=refused_reading(instance, instance.refused), research=True)
    reading = read_image(pack, series, instance, pixels, inference, progress)
    return ImageRead(path=path, reading=reading, research=True)
