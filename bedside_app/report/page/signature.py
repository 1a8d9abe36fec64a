"""The signature on the page: who signed, on each page; what the signer changed or rejected, and doses as changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bedside_app.domain.moment import Moment
from bedside_app.domain.summary import ShownDose, ShownFinding, ShownOption, Signature, SignedDecision, Verdict
from bedside_app.foundation.words import Language
from bedside_app.report.page.sheet import Page
from bedside_app.report.phrases import moment_text, quantity

__all__ = [
    "SIGNS",
    "decided_dose",
    "decided_option",
    "is_rejected_finding",
    "is_uncounted",
    "signature",
    "signed_at",
    "version_text",
]

Row = dict[str, Any]

SIGNS: Final[Mapping[Verdict, str]] = {Verdict.AGREED: "✓", Verdict.MODIFIED: "≠", Verdict.REJECTED: "✗"}


def signed_at(at: str, language: Language) -> str:
    """Write when something was signed, with the zone of that clock: `24 Nov 2026, 13:05 (UTC+01:00)`."""
    moment = Moment(at)
    written = moment_text(moment, language)
    if moment.precision not in ("minute", "second"):
        return written
    zone = at[16:].lstrip(":.0123456789").removesuffix("Z").replace("+00:00", "").replace("-", "−")
    return f"{written}, {at[11:16]}" + (f" (UTC{zone})" if at.endswith(("Z", "+00:00")) or zone else "")


def version_text(decision: SignedDecision, language: Language) -> str:
    """Write what the signer put in the place of what was shown: the dose, or the signer's own words."""
    return decision.version if decision.amount is None else quantity(decision.amount, decision.unit, language)


def signature(page: Page) -> Row:
    """Return who signed and what was changed; nothing but the words of a draft where nobody has."""
    signed = page.summary.signed
    if signed is None:
        return {
            "draft": page.word("draft"),
            "draft_line": page.word("draft-line"),
            "draft_hint": page.word("draft-hint"),
            "decided": {"title": "", "rows": []},
        }
    total, agreed = len(signed.decisions), sum(one.verdict is Verdict.AGREED for one in signed.decisions)
    hint = "signed-hint-all" if agreed == total else "signed-hint"
    return {
        "draft": "",
        "draft_line": _line(page, signed),
        "draft_hint": page.word(hint, agreed=agreed, total=total),
        "decided": {"title": page.word("decided"), "rows": [_decision(page, one) for one in _changed(signed)]},
    }


def _line(page: Page, signed: Signature) -> str:
    at = signed_at(signed.at, page.language)
    return page.word("signed-by", by=signed.by, role=signed.role, at=at, revision=str(signed.revision))


def _changed(signed: Signature) -> list[SignedDecision]:
    """Return what was rejected, then what was changed: none is ever cut."""
    order = {Verdict.REJECTED: 0, Verdict.MODIFIED: 1}
    changed = [one for one in signed.decisions if one.verdict in order]
    return sorted(changed, key=lambda one: order[one.verdict])


def _decision(page: Page, decision: SignedDecision) -> Row:
    version = version_text(decision, page.language)
    return {
        "sign": SIGNS[decision.verdict],
        "word": page.word(decision.verdict.value),
        "title": page.drug_text(decision.title),
        "version": page.word("instead", version=version) if version else "",
        "reason": page.word("reason", reason=decision.reason),
    }


def decided_option(page: Page, option: ShownOption) -> SignedDecision | None:
    """Return what the signer changed about an option, None where nothing."""
    return _decided(page, option, None)


def decided_dose(page: Page, option: ShownOption, dose: ShownDose) -> SignedDecision | None:
    """Return what the signer changed about a dose, None where nothing; that of a rejected option goes with it."""
    of_option = _decided(page, option, None)
    if of_option is not None and of_option.verdict is Verdict.REJECTED:
        return of_option
    return _decided(page, option, next(place for place, one in enumerate(option.dose) if one is dose))


def is_rejected_finding(page: Page, finding: ShownFinding) -> bool:
    """Whether the signer rejected a finding; all horizons of a forecast are one."""
    signed = page.summary.signed
    item = "|".join(("finding", finding.primary, finding.pack, finding.arm))
    return any(
        one.verdict is Verdict.REJECTED and one.item in (f"{item}|", f"{item}|{finding.output}")
        for one in (() if signed is None else signed.decisions)
    )


def is_uncounted(page: Page, option: ShownOption) -> bool:
    """Whether the forecast beside an option counts one that the signer rejected, or the option's own dose was."""
    plan = [
        one
        for one in page.summary.options
        if one.arm and one.suggested and (one.primary, one.arm) == (option.primary, option.arm)
    ]
    said = [decided_option(page, one) for one in (option, *plan)]
    said += [decided_dose(page, option, dose) for dose in option.dose]
    return any(one is not None and one.verdict is Verdict.REJECTED for one in said)


def _decided(page: Page, option: ShownOption, dose: int | None) -> SignedDecision | None:
    signed = page.summary.signed
    wanted = (option.primary, option.id, dose)
    return next(
        (
            one
            for one in (() if signed is None else _changed(signed))
            if one.option and (one.primary, one.option, one.dose) == wanted
        ),
        None,
    )
