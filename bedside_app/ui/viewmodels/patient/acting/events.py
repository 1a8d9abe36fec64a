"""What a person did, as events that the store appends: an edit is never anything else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bedside_app.domain.fact import Fact
from bedside_app.ui.viewmodels.revision import Revision

__all__ = ["Event", "FactEntered", "FactNotObtainable", "ItemAnswered", "RevisionSigned", "Verdict"]


class Verdict(StrEnum):
    """What a reviewer says of an item."""

    AGREE = "agree"
    MODIFY = "modify"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactEntered:
    """A person entered a value. It counts from the next revision on."""

    revision: Revision
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class FactNotObtainable:
    """A person said that a value can't be had: a stated unknown with its reason, asked no more."""

    revision: Revision
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAnswered:
    """A reviewer agreed, modified or rejected one item."""

    revision: Revision
    item: str
    verdict: Verdict
    reason: str = ""
    version: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionSigned:
    """Somebody signed a revision, having answered these items."""

    revision: Revision
    by: str
    items: tuple[str, ...]


Event = FactEntered | FactNotObtainable | ItemAnswered | RevisionSigned
