"""PNG and JPEG files as pixels, for research: they say neither whose they are nor what they show. For workers."""

from __future__ import annotations

import os
import warnings
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bedside_app.domain.image import ImageInstance, ImageSeries, PixelBlock
from bedside_app.domain.record import Refused
from bedside_app.foundation.errors import Cancelled, Refusal
from bedside_app.foundation.jobs import Ending, Job, JobCancelled, JobDone, JobRefused, Limits
from bedside_app.foundation.progress import Progress

__all__ = ["JOB", "MAX_PIXELS", "NotAPicture", "PictureTooLarge", "files_in", "is_picture", "picture", "read_picture"]

JOB: Final = "bedside_app.imaging.pictures:picture"
MAX_PIXELS: Final = 16_000_000
MAX_BYTES: Final = 64 * 1024 * 1024

_MILLIONS: Final = MAX_PIXELS // 1_000_000
_LIMITS: Final = Limits(memory_bytes=2 * 1024**3, wall_seconds=10.0)
_SIGNATURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_JPEG_END: Final = b"\xff\xd9"
_GREY_MODES: Final = frozenset({"1", "L", "LA"})
_WIDE_MODES: Final = frozenset({"I", "I;16", "I;16B", "I;16L", "I;16N"})

Pixels = NDArray[Any]
Run = Callable[[Job, Progress], Ending]
Told = tuple[ImageSeries, ImageInstance, PixelBlock | None]


class NotAPicture(Refusal):
    """A file is no PNG or JPEG that can be opened whole."""

    code: ClassVar[str] = "imaging.not-a-picture"


class PictureTooLarge(Refusal):
    """A picture says that it is larger than any that is opened."""

    code: ClassVar[str] = "imaging.picture-too-large"


def is_picture(path: Path) -> bool:
    """Return whether the file begins as a PNG or a JPEG does; False where it can't be read."""
    try:
        with path.open("rb") as file:
            return file.read(8).startswith(_SIGNATURES)
    except OSError:
        return False


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files that are named, and those inside the folders that are named, in order; links are not followed."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders.sort()
            yield from (Path(folder, name) for name in sorted(names) if Path(folder, name).is_file())


def picture(arguments: Mapping[str, Any], _progress: Progress) -> dict[str, Any]:
    """Return the pixels of one file: `pixels`, `rows`, `columns`, `samples`, `dtype`, `frames`, `digest`.

    Parameters
    ----------
    arguments
        `path`.

    Raises
    ------
    NotAPicture
        It is no PNG or JPEG, is damaged or cut off.
    PictureTooLarge
        It has more than `MAX_PIXELS`.
    """
    path = Path(arguments["path"])
    data = _bytes(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            pixels, frames = _opened(data, path.name)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge(file=path.name, most=_MILLIONS) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:  # what Pillow raises for other and damaged files
        raise NotAPicture(file=path.name) from error
    return {
        "pixels": b64encode(pixels.tobytes()).decode("ascii"),
        "rows": pixels.shape[0],
        "columns": pixels.shape[1],
        "samples": 1 if pixels.ndim == 2 else 3,
        "dtype": pixels.dtype.name,
        "frames": frames,
        "digest": sha256(data).hexdigest(),
    }


def _opened(data: bytes, name: str) -> tuple[Pixels, int]:
    """Return the pixels and the number of frames. Its size is looked at before a pixel is unpacked."""
    with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise PictureTooLarge(file=name, most=_MILLIONS)
        if opened.format == "JPEG" and _JPEG_END not in data[-64:]:  # its decoder makes a picture of half a file
            raise NotAPicture(file=name)
        return _pixels(opened), int(getattr(opened, "n_frames", 1))


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise NotAPicture(file=path.name) from error
    if len(data) > MAX_BYTES:
        raise PictureTooLarge(file=path.name, most=_MILLIONS)
    return data


def _pixels(opened: Image.Image) -> Pixels:
    """Return grey values (rows, columns), or red, green and blue; transparency says nothing of an ultrasound."""
    if opened.mode in _GREY_MODES:
        return np.asarray(opened.convert("L"))
    if opened.mode in _WIDE_MODES:
        return np.asarray(np.clip(np.asarray(opened), 0, 65535), np.uint16)
    return np.asarray(opened.convert("RGB"))


def read_picture(path: Path, run: Run, progress: Progress) -> Told:
    """Return one picture, read in a worker by `run`, as an image of a series that says nothing of itself.

    Where it is refused, the image says why (`refused`) and there are no pixels.

    Raises
    ------
    Cancelled
        Somebody asked to stop.
    """
    ending = run(Job(name=JOB, arguments={"path": str(path)}, limits=_LIMITS), progress)
    if isinstance(ending, JobCancelled):
        raise Cancelled("asked to stop")
    if not isinstance(ending, JobDone):
        refused = _refused(path, ending)
        return _series(()), _instance(path, {}, refused), None
    said = ending.value
    instance = _instance(path, said, None)
    shape = (1, instance.rows, instance.columns) + ((3,) if instance.samples == 3 else ())
    pixels = PixelBlock(buffer=memoryview(b64decode(said["pixels"])), shape=shape, dtype=said["dtype"])
    return _series((instance,)), instance, pixels


def _refused(path: Path, ending: Ending) -> Refused:
    if isinstance(ending, JobRefused):
        return Refused(code=ending.code, values=ending.values, source=path.name)
    return Refused(code=NotAPicture.code, values={"file": path.name}, source=path.name)


def _series(instances: tuple[ImageInstance, ...]) -> ImageSeries:
    return ImageSeries(uid="", study_uid="", modality="", instances=instances)


def _instance(path: Path, said: Mapping[str, Any], refused: Refused | None) -> ImageInstance:
    digest = said.get("digest", "")
    return ImageInstance(
        uid=f"sha256:{digest}" if digest else path.name,
        source=digest or path.name,
        place=str(path),
        number=None,
        taken=None,
        rows=said.get("rows", 0),
        columns=said.get("columns", 0),
        frames=said.get("frames", 0),
        samples=said.get("samples", 0),
        bits=16 if said.get("dtype") == "uint16" else 8,
        photometric="RGB" if said.get("samples") == 3 else "MONOCHROME2",
        transfer_syntax="",
        refused=refused,
    )
