"""A file appears whole or not at all: every document leaves the program through here."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import ClassVar

from bedside_app.foundation.errors import Refusal

__all__ = ["CannotWrite", "DiskFull", "write_whole"]


class CannotWrite(Refusal):
    """The chosen place can't be written."""

    code: ClassVar[str] = "report.cannot-write"


class DiskFull(Refusal):
    """There is no room left where the file should go; what stood there before is untouched."""

    code: ClassVar[str] = "report.disk-full"


def write_whole(path: Path, data: bytes) -> Path:
    """Write `data` to `path`, its folders made where they are absent, and return the path.

    Raises
    ------
    CannotWrite, DiskFull
        The place can't be written; a file that stood there before is as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(folder=str(path.parent)) from error
        raise CannotWrite(file=str(path), why=error.strerror or "") from error
    return path
