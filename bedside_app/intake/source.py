"""One file as a reader sees it: its bytes, their digest, and the name that is shown on screen and never logged."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

__all__ = ["Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one file. `digest` is `sha256:` and 64 hexadecimal digits; `name` stays out of logs and reprs."""

    name: str = field(repr=False)
    digest: str
    data: bytes = field(repr=False)

    @classmethod
    def of(cls, name: str, data: bytes) -> Source:
        """Return the source of these bytes, its digest computed from them."""
        return cls(name=name, digest=f"sha256:{hashlib.sha256(data).hexdigest()}", data=data)
