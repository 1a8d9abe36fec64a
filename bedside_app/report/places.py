"""Where in a file something stands, in words: a path inside a document helps programs, not readers."""

from __future__ import annotations

import re
from typing import Final

from bedside_app.foundation.words import Language, say

__all__ = ["place_text"]

_ENTRY: Final = re.compile(r"^entry\[(\d+)\]")  # of a FHIR bundle, counted from 0
_SEGMENT: Final = re.compile(r"^([A-Z][A-Z0-9]{2})\[(\d+)\]")  # of an HL7 v2 message, counted from 1


def place_text(place: str, language: Language) -> str:
    """Return a place as a reader counts; what is no path of a bundle or a message stays as its reader wrote it."""
    entry, segment = _ENTRY.match(place), _SEGMENT.match(place)
    if entry is not None:
        return say("report.place.entry", language, {"number": int(entry[1]) + 1})
    if segment is not None:
        return say("report.place.segment", language, {"name": segment[1], "number": int(segment[2])})
    return place
