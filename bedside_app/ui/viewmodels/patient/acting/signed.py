"""A signed case: who signed what when, what was decided, and nothing to change but by an amendment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from bedside_app.domain.case import ItemKind
from bedside_app.domain.summary import SignedDecision, Verdict
from bedside_app.report.page.signature import signed_at, version_text
from bedside_app.ui.viewmodels.shown import CaseShown, Sign, spoken_of

__all__ = ["SignedRow", "SignedShown", "signed_of"]

_DIGITS: Final = 12  # of the digest: enough to tell two documents apart aloud
_SIGNS: Final[Mapping[Verdict, tuple[str, str]]] = MappingProxyType(
    {Verdict.AGREED: ("go", "check"), Verdict.MODIFIED: ("draft", "pen-line"), Verdict.REJECTED: ("excluded", "x")}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRow:
    """One decision that was signed."""

    key: str
    kind: ItemKind
    title: str
    said: str
    sign: Sign
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedShown:
    """A signature: `lines` are label and text; `document` names the document that was signed."""

    by: str
    role: str
    lines: tuple[tuple[str, str], ...]
    rows: tuple[SignedRow, ...]
    spoken: str


def signed_of(case: CaseShown) -> SignedShown | None:
    """Return the signature of a case and every decision, None for a draft."""
    if not case.read_only:
        return None
    signature, event = case.current.signed, case.state.signed
    by = signature.by if signature is not None else case.signed_by
    role = signature.role if signature is not None else "" if event is None else event.by.role
    lines = []
    if signature is not None:
        lines.append((case.say("review.signed.at"), signed_at(signature.at, case.language)))
    if signature is not None or event is not None:
        revision = signature.revision if signature is not None else event.revision if event is not None else 0
        lines.append((case.say("review.signed.revision"), str(revision)))
    if event is not None:
        lines.append((case.say("review.signed.document"), event.shown.removeprefix("sha256:")[:_DIGITS]))
    return SignedShown(
        by=by,
        role=role,
        lines=tuple(lines),
        rows=tuple(_row(case, one) for one in (() if signature is None else signature.decisions)),
        spoken=spoken_of([by, role, *(case.pair(label, text) for label, text in lines)]),
    )


def _row(case: CaseShown, one: SignedDecision) -> SignedRow:
    status, icon = _SIGNS[one.verdict]
    sign = replace(case.sign(status, case.say(f"review.state.{one.verdict.value}")), icon=icon)
    version = version_text(one, case.language)
    parts = [case.say("review.version", version=version)] if version else []
    said = " · ".join([*parts, *([case.say("review.reason", reason=one.reason)] if one.reason else [])])
    title = case.text(one.title)
    return SignedRow(
        key=one.item, kind=one.kind, title=title, said=said, sign=sign, spoken=spoken_of([title, sign.word, said])
    )
