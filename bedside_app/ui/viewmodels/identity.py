"""Identities that disagree: both sides at equal weight, what differs, and the two ways on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bedside_app.domain.summary import FlagKind, IdentityShown, ShownIdentifier, ShownRefusal
from bedside_app.intake.identity import DEMONSTRATION
from bedside_app.report.phrases import plain_day
from bedside_app.ui.viewmodels.shown import CaseShown, Sign

if TYPE_CHECKING:
    from bedside_app.domain.record import SourceFile
    from bedside_app.intake.gather import GatheredCase

__all__ = ["ConflictRow", "ConflictShown", "ConflictSide", "conflict_of", "join_error"]

_KEYS: Final = ("name", "identifier", "born", "sex")
_SHOWN: Final = 12  # sides; the others are counted
_NAMED: Final = 3  # files of a side by name; the others are counted
_SHORTEST_REASON: Final = 5  # letters: a reason is words, not a key pressed to get on


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRow:
    """One line of a side: `accord` is `agrees`, `differs` or `absent`, with its word and icon in `sign`."""

    label: str
    value: str
    accord: str
    sign: Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictSide:
    """One identity as some files have it."""

    title: str
    source: str
    rows: tuple[ConflictRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictShown:
    """The screen. *Separate* is the safe action; *Join* needs a reason and the side that is right."""

    title: str
    text: str
    sign: Sign
    sides: tuple[ConflictSide, ...]
    differing: tuple[str, ...]
    hint: str
    spoken: str
    nobody: str = ""
    demonstration: str = ""
    count: int = 2
    more: str = ""


def conflict_of(case: CaseShown, gathered: GatheredCase | None = None) -> ConflictShown | None:
    """Return the conflict, None where the files agree. Nothing of the case but the identities is in it.

    `gathered` is what the drop came to: with it each side names its files, and those on no side are named too.
    """
    if not case.blocked:
        return None
    sides = case.current.identity.sides
    columns = [_values(case, side) for side in sides]
    differing = tuple(label for label in (columns[0] if columns else {}) if _differs(columns, label))
    files = _files(case, gathered, len(sides))
    shown = tuple(_side(case, at, side, columns, differing, files[at]) for at, side in enumerate(sides[:_SHOWN]))
    more = len(sides) - len(shown)
    title = _title(case, differing)
    text = case.say("identity.text") if differing else _reason(case)
    return ConflictShown(
        title=title,
        text=text,
        sign=case.sign("blocked"),
        sides=shown,
        differing=differing,
        hint=_hint(case, [side.birth_date for side in sides]),
        spoken=f"{title}. {text}",
        nobody=_nobody(case, gathered),
        count=len(sides),
        more=case.say("identity.more-sides", count=more) if more else "",
        demonstration=case.say("banner.demonstration") if _is_demonstration(sides) else "",
    )


def _title(case: CaseShown, differing: Sequence[str]) -> str:
    if not differing:
        return case.say("identity.unclear")
    count = len(case.current.identity.sides)
    if count > 2:
        return case.say("identity.titles.many", count=count)
    key = _KEYS[_labels(case).index(differing[0])] if len(differing) == 1 else "several"
    return case.say(f"identity.titles.{key}")


def _is_demonstration(sides: Sequence[IdentityShown]) -> bool:
    return all(any(one.issuer.startswith(DEMONSTRATION) for one in side.identifiers) for side in sides)


def join_error(case: CaseShown, *, reason: str, side: int | None) -> str:
    """Return what is still needed before two sides may be joined, "" where nothing is."""
    if len("".join(reason.split())) < _SHORTEST_REASON:
        return case.say("identity.needs-reason")
    if side is None and any(
        _differs([_values(case, s) for s in case.current.identity.sides], k) for k in _labels(case)
    ):
        return case.say("identity.needs-side")
    return ""


def _labels(case: CaseShown) -> tuple[str, ...]:
    return tuple(case.say(f"identity.row.{key}") for key in _KEYS)


def _values(case: CaseShown, side: IdentityShown) -> dict[str, str]:
    """Return a side by label."""
    name = ", ".join(part for part in (side.family.upper(), side.given) if part) or side.name
    identifiers = ", ".join(_number(case, one) for one in side.identifiers)
    born = plain_day(side.birth_date, case.language) if side.birth_date else ""
    sex = case.say(f"banner.sex.{side.sex}") if side.sex in ("female", "male") else side.sex
    return dict(zip(_labels(case), (name, identifiers, born, sex), strict=True))


def _number(case: CaseShown, one: ShownIdentifier) -> str:
    """Return a number with who issued it; our own invented issuer by its name."""
    issuer = case.say("banner.demonstration") if one.issuer.startswith(DEMONSTRATION) else one.issuer
    return " · ".join(part for part in (one.value, issuer) if part)


def _differs(columns: Sequence[dict[str, str]], label: str) -> bool:
    return len({column[label].casefold() for column in columns if column[label]}) > 1


def _side(
    case: CaseShown,
    at: int,
    side: IdentityShown,
    columns: Sequence[dict[str, str]],
    differing: Sequence[str],
    files: str,
) -> ConflictSide:
    rows = tuple(_row(case, label, value, label in differing) for label, value in columns[at].items())
    return ConflictSide(title=case.say("identity.side", number=at + 1), source=files or side.source, rows=rows)


def _files(case: CaseShown, gathered: GatheredCase | None, sides: int) -> list[str]:
    """Return of each side what kinds of file it rests on, and their names; "" where that is not known."""
    if gathered is None or len(gathered.sides) != sides:
        return [""] * sides
    return [_named(case, [one.read.source for one in side.readings]) for side in gathered.sides]


def _named(case: CaseShown, sources: Sequence[SourceFile]) -> str:
    if not sources:
        return ""
    kinds = ", ".join(dict.fromkeys(source.kind for source in sources))
    return case.say("identity.file-list", kinds=kinds, names=_names(case, (source.name for source in sources)))


def _names(case: CaseShown, names: Iterable[str]) -> str:
    every = list(names)
    more = [case.say("identity.more-files", count=len(every) - _NAMED)] if len(every) > _NAMED else []
    return ", ".join([*every[:_NAMED], *more])


def _nobody(case: CaseShown, gathered: GatheredCase | None) -> str:
    """Return which files are on no side, "" where every file is on one."""
    if gathered is None or not gathered.sides:
        return ""
    placed = {one.read.source.digest for side in gathered.sides for one in side.readings}
    left = [source.name for source in gathered.sources if source.digest not in placed]
    return case.say("identity.nobody", names=_names(case, left)) if left else ""


def _row(case: CaseShown, label: str, value: str, differs: bool) -> ConflictRow:
    accord = "absent" if not value else "differs" if differs else "agrees"
    status = {"absent": "unknown", "differs": "blocked", "agrees": "go"}[accord]
    word = case.say(f"identity.{accord}")
    return ConflictRow(label=label, value=value or word, accord=accord, sign=case.sign(status, word))


def _reason(case: CaseShown) -> str:
    flag = next((one for one in case.current.flags if one.kind is FlagKind.BLOCKED), None)
    refusal: ShownRefusal | None = next(iter(case.current.refusals), None)
    found = case.text(flag.text) if flag is not None else case.text(refusal.text) if refusal is not None else ""
    return found or case.say("identity.text")


def _hint(case: CaseShown, births: Sequence[str]) -> str:
    if not _swapped(births):
        return ""
    return case.say("identity.swapped-days", days=", ".join(plain_day(birth, case.language) for birth in births))


def _swapped(births: Sequence[str]) -> bool:
    """Whether two birth dates are one another with day and month exchanged. It is only said, never corrected."""
    parts = [birth.split("-") for birth in births if len(birth) == len("2026-01-01")]
    if len(parts) != 2 or parts[0] == parts[1]:
        return False
    (year, month, day), other = parts
    return other == [year, day, month]
