"""Read pictures with an image network: headers in one worker, pixels in a second, what they show in a third."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bedside_app.domain.image import ImageReading, LesionReading
from bedside_app.domain.record import Identity
from bedside_app.domain.refused import Refused
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.progress import Progress
from bedside_app.foundation.workers import Worker
from bedside_app.imaging.pictures import files_in, is_picture, read_picture
from bedside_app.imaging.pixels import FrameSource
from bedside_app.inference.ask import Inference
from bedside_app.inference.image_ask import read_image
from bedside_app.inference.image_reading import combined, refused_before, refused_reading
from bedside_app.inference.packs.find import Pack
from bedside_app.intake.gather import gather

__all__ = ["ImageRead", "ImageWorkers", "ImagesRead", "read_images"]


@dataclass(frozen=True, slots=True)
class ImageWorkers:
    """The entered workers: for headers (`intake_worker`), for pixels (`imaging_worker`) and for the network."""

    headers: Worker
    pixels: Worker
    inference: Inference


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRead:
    """What was said of one image of a file. `research`: the file says neither whose it is nor what it shows.

    `patient` is who the file says it is, without where it says so; None where it gives no identifier.
    """

    path: Path
    reading: ImageReading
    research: bool = False
    patient: Identity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagesRead:
    """What was said of all images, in order, and of each lesion (one patient, one side) from all its images."""

    images: tuple[ImageRead, ...]
    lesions: tuple[LesionReading, ...] = ()


def read_images(
    pack: Pack, paths: Sequence[Path], *, research: bool, workers: ImageWorkers, progress: Progress
) -> ImagesRead:
    """Return what the pack's network says of each image in the files, folders and archives `paths`.

    PNG and JPEG are read with `research` only, and belong to no patient. Every file stands for itself: a folder may
    hold the images of many patients.

    Raises
    ------
    Cancelled
        Somebody asked to stop.
    """
    files, images = list(files_in(paths)), list[ImageRead]()
    for place, path in enumerate(files):
        progress.step("inference.running", place, len(files))
        if is_picture(path):
            images.append(_picture(pack, path, research, workers, progress))
        else:
            images.extend(_dicom(pack, path, workers, progress))
    return ImagesRead(images=tuple(images), lesions=tuple(_lesions(pack, images)))


def _picture(pack: Pack, path: Path, research: bool, workers: ImageWorkers, progress: Progress) -> ImageRead:
    if not research:
        return _refused(path, Refused(code="imaging.research-only", values={"file": path.name}, source=path.name), True)
    series, instance, pixels = read_picture(path, workers.pixels.run, progress)
    if pixels is None:
        assert instance.refused is not None
        return ImageRead(path=path, reading=refused_reading(instance, instance.refused), research=True)
    reading = read_image(pack, series, instance, pixels, workers.inference, progress)
    return ImageRead(path=path, reading=reading, research=True)


def _dicom(pack: Pack, path: Path, workers: ImageWorkers, progress: Progress) -> Iterator[ImageRead]:
    case = gather([path], worker=workers.headers, progress=progress)
    if not case.images:
        nothing = Refused(code="imaging.no-image", values={"file": path.name}, source=path.name)
        yield _refused(path, case.blocked or next(iter(case.refused), nothing), False)
    patient = _named(None if case.record is None else case.record.identity)
    frames = FrameSource(workers.pixels)
    for series in case.images:
        for instance in series.instances:
            refused = refused_before(pack.card, series, instance, None)
            if refused is None:
                try:
                    pixels = frames.frame(instance, path)
                    reading = read_image(pack, series, instance, pixels, workers.inference, progress)
                except Refusal as refusal:
                    refused = Refused(code=refusal.code, values=refusal.values, source=instance.source)
            if refused is not None:
                reading = refused_reading(instance, refused)
            yield ImageRead(path=path, reading=reading, patient=patient)


def _refused(path: Path, refused: Refused, research: bool) -> ImageRead:
    reading = ImageReading(image="", source=path.name, frame=0, refused=refused)
    return ImageRead(path=path, reading=reading, research=research)


def _named(identity: Identity | None) -> Identity | None:
    """Return who it is without where that was read; None where nothing tells this patient from another."""
    return replace(identity, source="") if identity is not None and identity.identifiers else None


def _lesions(pack: Pack, images: Sequence[ImageRead]) -> Iterator[LesionReading]:
    """Yield one reading for each patient and side, in order; images whose patient or pictures nobody knows stay alone.

    An image without a side is read with the others of its patient that have none.
    """
    groups: defaultdict[tuple[Identity, str], list[ImageReading]] = defaultdict(list)
    for image in images:
        if image.patient is not None:
            groups[image.patient, image.reading.laterality].append(image.reading)
    for readings in groups.values():
        lesion = combined(pack.card, readings)
        if lesion is not None:
            yield lesion
