"""Which results may still be shown: those of this case, and of the revision that is on screen."""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = ["Revision", "RevisionGuard"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A case and its revision, as every result carries them."""

    case: str
    number: int


@dataclass(frozen=True, slots=True)
class RevisionGuard:
    """The revision that is wanted. `next_revision` is what an edit leads to; what was asked before it is dropped."""

    wanted: Revision

    def accepts(self, result_revision: Revision) -> bool:
        """Whether a result belongs on the screen: not of another case, not of an older or unknown revision."""
        return result_revision == self.wanted

    def next_revision(self) -> RevisionGuard:
        """Return the guard after an edit."""
        return RevisionGuard(replace(self.wanted, number=self.wanted.number + 1))
