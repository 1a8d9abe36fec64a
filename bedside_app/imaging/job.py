"""The job of an imaging worker: one frame of one file, decoded into memory that the window made."""

from __future__ import annotations

import errno
import os
import re
import zipfile
import zlib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar, Final

from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.progress import Progress
from bedside_app.imaging.frames import MAX_FILE_BYTES, ImageFile, UnreadableImage
from bedside_app.imaging.shared import opened

__all__ = ["ImageChanged", "decode", "prepare"]

_PIECE: Final = 1024 * 1024
_NAME: Final = re.compile(r"bedside-[0-9a-f]{16}")


class ImageChanged(Refusal):
    """The file is not the one that was read into the case."""

    code: ClassVar[str] = "imaging.file-changed"


@dataclass(slots=True)
class _Latest:
    """The file that the last job opened: frames of one study come one after the other."""

    key: tuple[str, ...] = ()
    image: ImageFile | None = None


_LATEST: Final = _Latest()


def prepare() -> None:
    """Load the decoders while the worker waits for its first job."""
    import imagecodecs

    imagecodecs.JPEG8.available  # noqa: B018 - the modules load on first use


def decode(arguments: dict[str, Any], progress: Progress) -> Any:  # noqa: ARG001 - one frame has no steps
    """Decode frame `frame` of the file at `path` into the shared memory `memory` of `size` bytes.

    `source` is the digest of the file's bytes; `place` is how the case shows it, which says which member of an archive
    it is. Returns what a `PixelBlock` is made of, without its buffer.

    Raises
    ------
    UnreadableImage
        The system can't read the file.
    ImageChanged
        Its bytes are not those that were read into the case.
    Refusal
        The frame can't be decoded.
    """
    if not _NAME.fullmatch(str(arguments["memory"])):
        raise ValueError("not the name of our memory")
    image = _opened(str(arguments["path"]), str(arguments["place"]), str(arguments["source"]))
    block = image.frame(int(arguments["frame"]))
    size = len(block.buffer)
    if size > int(arguments["size"]):
        raise ImageChanged()
    memory = opened(str(arguments["memory"]), int(arguments["size"]))
    try:
        memory[:size] = block.buffer
    finally:
        memory.close()
    names = ("dtype", "slope", "intercept", "inverted", "bits")
    return {"shape": list(block.shape)} | {name: getattr(block, name) for name in names}


def _opened(path: str, place: str, source: str) -> ImageFile:
    key = (path, place, source)
    if _LATEST.key != key or _LATEST.image is None:
        _LATEST.key, _LATEST.image = (), None
        data = _bytes(Path(path), place)
        if f"sha256:{sha256(data).hexdigest()}" != source:
            raise ImageChanged()
        _LATEST.image = ImageFile.of(data)
        _LATEST.key = key
    return _LATEST.image


def _bytes(path: Path, place: str) -> bytes:
    """Return the bytes of a file, or of a member of an archive."""
    try:
        with path.open("rb") as file:
            is_archive = file.read(4) == b"PK\x03\x04"
            if not is_archive:
                file.seek(0)
                return _bounded(file)
        member = place.partition(f"{path.name}/")[2]
        with zipfile.ZipFile(path) as archive, archive.open(member) as packed:
            return _bounded(packed)
    except KeyError as error:
        raise ImageChanged() from error
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        told = error.strerror if isinstance(error, OSError) else None
        raise UnreadableImage(error=told or os.strerror(errno.EIO)) from error


def _bounded(file: Any) -> bytes:
    pieces, size = [], 0
    while piece := file.read(_PIECE):
        size += len(piece)
        if size > MAX_FILE_BYTES:
            raise ImageChanged()
        pieces.append(piece)
    return b"".join(pieces)
