"""The roots of all errors. A concrete refusal stands beside its cause, its sentence in `resources/i18n`.

::

    BedsideError
    ├── Refusal      a sentence for a clinician: what happened, why, what to do next; the rest of the case stands
    ├── Cancelled    somebody asked to stop; nothing to explain
    └── Fault        ours: the result is cleared, the log (without identity) says where

`docs/architecture.md` shows the same tree; a test holds the two together.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = ["BedsideError", "Cancelled", "Fault", "Refusal"]

Plain = str | int | float | bool | None


class BedsideError(Exception):
    """Root of everything that Bedside raises by intent."""


class Refusal(BedsideError):
    """A wanted end without a result, told in one sentence of the catalogue.

    A subclass sets `code` (the key in `resources/i18n`) and passes the values that its sentence names.
    Values are safe to log: never a patient's name, identifier or birth date.
    """

    code: ClassVar[str]

    def __init__(self, **values: Plain) -> None:
        super().__init__(f"{self.code}: {values}")
        self.values: dict[str, Plain] = dict(values)


class Cancelled(BedsideError):
    """The user, or the closing of the case, asked to stop."""


class Fault(BedsideError):
    """Something of ours broke; the message names code, never a patient."""
