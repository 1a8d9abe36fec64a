"""A stand-in for the job of intake workers that does what the file says: ends badly, or answers."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Event
from typing import Any, ClassVar

from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.progress import Progress


class Unwelcome(Refusal):
    """A refusal of the tests."""

    code: ClassVar[str] = "tests.unwelcome"


def read_path(arguments: dict[str, Any], progress: Progress) -> Any:
    """Do what stands in the file."""
    asked = Path(arguments["path"]).read_text()
    if asked == "die":
        os._exit(3)
    if asked == "fail":
        raise ValueError(arguments["name"])
    if asked == "refuse":
        raise Unwelcome(limit=1)
    if asked == "eat":
        eaten = []
        while True:
            eaten.append(bytearray(16 * 1024 * 1024))
    if asked == "wait":
        progress.step("tests.waiting", 0, 1)
        Event().wait()
    source = {"digest": f"sha256:{asked}", "name": arguments["name"], "kind": "test", "reader": "test", "bytes": 1}
    identity = {"identifiers": [{"issuer": "urn:a", "value": "1"}]}
    return {"read": [{"source": source, "content": {"kind": "test", "reader": "test", "identities": [identity]}}]}
