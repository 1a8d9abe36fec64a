"""Memory that a window and its worker both see: made, named and freed by the window, filled by the worker.

The standard library's `SharedMemory` would start a process of its own to watch over the memory, on both sides, and let
the worker's free what the window still shows. So the two calls that it rests on are made here, and nothing else.
"""

from __future__ import annotations

import mmap
import os
import secrets
import sys
from dataclasses import dataclass, field

__all__ = ["SharedPixels", "opened"]


@dataclass(frozen=True, slots=True)
class SharedPixels:
    """Memory of the window's own: `view` stays valid as long as somebody holds it, also once the name is gone."""

    name: str
    memory: mmap.mmap = field(repr=False)

    @classmethod
    def of(cls, size: int) -> SharedPixels:
        """Return `size` bytes of zeros under a name that nobody can guess."""
        name = f"bedside-{secrets.token_hex(8)}"
        return cls(name, _mapped(name, size, new=True))

    def forget_name(self) -> None:
        """Let nobody else open it any more; it is freed with its last view."""
        if sys.platform != "win32":
            import _posixshmem  # type: ignore[import-not-found]  # a part of the standard library

            _posixshmem.shm_unlink(f"/{self.name}")


def opened(name: str, size: int) -> mmap.mmap:
    """Return memory that the window made."""
    return _mapped(name, size, new=False)


def _mapped(name: str, size: int, *, new: bool) -> mmap.mmap:
    if sys.platform == "win32":
        return mmap.mmap(-1, size, tagname=name)
    import _posixshmem

    flags = os.O_RDWR | (os.O_CREAT | os.O_EXCL if new else 0)
    descriptor = _posixshmem.shm_open(f"/{name}", flags, mode=0o600)
    try:
        if new:
            os.ftruncate(descriptor, size)
        return mmap.mmap(descriptor, size)
    finally:
        os.close(descriptor)
