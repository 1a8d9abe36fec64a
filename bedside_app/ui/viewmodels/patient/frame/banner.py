"""The identity banner: who it is, what the disease is, allergies, identity of the sources, state of the case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bedside_app.domain.fact import FactId, Presence, Status
from bedside_app.domain.summary import IdentityShown, IdentityState, ShownFact
from bedside_app.foundation.words import day, number, say
from bedside_app.ui.viewmodels.drug_names import drug_text
from bedside_app.ui.viewmodels.shown import CaseShown, Figure, Sign, SourceRef, day_of

__all__ = ["Banner", "BannerBlock", "banner_of", "block_choices", "details_of", "name_of"]

_STAGE = ("pt_category", "pn_category", "ct_category", "cn_category", "m_category")
_RECEPTORS = (("er_status", "ER", "RE"), ("pr_status", "PR", "RP"), ("her2_status", "HER2", "HER2"))
_MARKS = {"positive": "+", "negative": "−", "equivocal": " ±"}
_KIDNEY = (("egfr_ckd_epi", "eGFR", "DFGe"), ("creatinine_clearance", "CrCl", "ClCr"))
_BODY = ("weight", "height")
_REACTION = 24  # letters: a longer account of a reaction stands in its source
_LENGTHS = ((3, 6), (2, 4), (1, 3), (1, 2))  # of the lists of medicines and allergies, in names


@dataclass(frozen=True, slots=True, kw_only=True)
class BannerBlock:
    """Two lines of the banner. `sign` stands before the second where it is a state.

    `figures` are the pieces of the second line where it has several, each with its own source; `items` those of a list,
    which may be shortened to `first + 3`: its source names them all.
    """

    key: str
    first: str
    second: str
    sign: Sign | None = None
    source: SourceRef | None = None
    figures: tuple[Figure, ...] = ()
    items: tuple[str, ...] = ()

    def shortened(self, count: int) -> BannerBlock:
        """Return the block with `count` items of its list and how many more there are; no item is cut."""
        left = len(self.items) - count
        return self if left <= 0 else replace(self, second=f"{', '.join(self.items[:count])} + {left}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """The banner. `name` and `identifier` are never elided; `amber` where the cursor is off today.

    `wide` are the blocks that a window of 1600 px adds: kidney function and performance status, today's.
    """

    name: str
    details: str
    identifier: str
    demonstration: str
    blocks: tuple[BannerBlock, ...]
    wide: tuple[BannerBlock, ...]
    state: Sign
    review: str
    amber: str = ""
    spoken: str = ""


def name_of(identity: IdentityShown, nameless: str) -> str:
    """Return the family name in capitals, then the given name, as plain text of one line; `nameless` for none."""
    parts = [part for part in (_plain(identity.family).upper(), _plain(identity.given)) if part]
    return ", ".join(parts) or _plain(identity.name) or nameless


def _plain(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def details_of(case: CaseShown, identity: IdentityShown) -> str:
    """Return sex, age and birth date in one line; what no file says is said to be so."""
    sex = case.say(f"banner.sex.{identity.sex}") if identity.sex in ("female", "male") else ""
    age = "" if identity.age is None else case.say("banner.age", years=identity.age)
    born = day_of(identity.birth_date)
    written = identity.birth_date if born is None else day(born, case.language)
    birth = (
        case.say(f"banner.born.{identity.sex if sex else 'unknown'}", day=written)
        if written
        else case.say("banner.no-birth")
    )
    return " · ".join(part for part in (sex or case.say("banner.no-sex"), age, birth) if part)


def banner_of(case: CaseShown) -> Banner:
    """Return the banner. Identity, allergies and medicines are the current ones, whatever the cursor shows."""
    identity = case.current.identity
    name = name_of(identity, case.say("banner.nameless"))
    details = details_of(case, identity)
    identifier = " · ".join(one.value for one in identity.identifiers) or case.say("banner.no-identifier")
    return Banner(
        name=name,
        details=details,
        identifier=identifier,
        demonstration=case.say("banner.demonstration") if case.current.demonstration else "",
        blocks=() if case.blocked else (*_disease(case), *_always(case), _identity(case, identity)),
        wide=() if case.blocked else _wide(case),
        state=_state(case),
        review="" if case.blocked or case.read_only else case.say("banner.review"),
        amber=case.say("banner.off-today", day=case.day) if case.off_today else "",
        spoken=case.say("banner.spoken", name=name, details=details, identifier=identifier),
    )


def block_choices(shown: Banner, *, wide: bool) -> Iterator[tuple[BannerBlock, ...]]:
    """Yield the blocks from the fullest to the shortest: which of them a window has room for, it sees by itself.

    Lists are shortened before a block of the wide banner is left out; allergies keep two names.
    """
    more = shown.wide if wide else ()
    for count in range(len(more), -1, -1):
        blocks = (*shown.blocks[:1], *more[:count], *shown.blocks[1:])
        yield blocks
        for medicines, allergies in _LENGTHS:
            lengths = {"medicines": medicines, "allergies": allergies}
            yield tuple(one.shortened(lengths[one.key]) if one.key in lengths else one for one in blocks)


def _state(case: CaseShown) -> Sign:
    if case.blocked:
        return case.sign("blocked")
    if case.read_only:
        return case.sign("signed", case.say("banner.signed", by=case.signed_by))
    if case.computing:
        return case.sign("computing")
    return case.sign("draft", case.say("banner.draft"))


def _always(case: CaseShown) -> tuple[BannerBlock, ...]:
    return tuple(_collection(case, key) for key in ("allergies", "medicines"))


def _collection(case: CaseShown, key: str) -> BannerBlock:
    shown = case.fact(FactId(key), current=True)
    known = shown is not None and not shown.unknown
    text = case.text(shown.text) if shown is not None and known else ""
    if shown is not None and known and not shown.value:
        text = say(f"report.page.none-{'known' if key == 'allergies' else 'taken'}", case.language)
    named = (_with_reaction(case, item) if key == "allergies" else item for item in text.split(", "))
    items = tuple(sorted((drug_text(case, item) for item in named), key=lambda item: item.casefold() in _given(case)))
    return BannerBlock(
        key=key,
        first=case.say(f"banner.{key}"),
        second=", ".join(items) or case.say("banner.not-recorded"),
        sign=None if known else case.sign("unknown"),
        source=SourceRef("fact", key) if known else None,
        items=items,
    )


def _given(case: CaseShown) -> frozenset[str]:
    """Return the drugs of the regimen under way: where a list has to be short, what is taken besides stands first."""
    today = case.current.today
    doses = () if today is None else (dose for cycle in today.cycles for dose in cycle.doses)
    return frozenset(case.text(dose.name).casefold() for dose in doses)


def _with_reaction(case: CaseShown, label: str) -> str:
    """Return an allergy with what happened where every source that says so says the same, in the source's words."""
    entry = case.entry(FactId("allergies"))
    item = next((one for one in (() if entry is None else entry.items) if one.label[case.language] == label), None)
    said = {
        _plain(str(fact.detail["reaction"]))
        for fact in case.record.facts
        if item is not None
        and (fact.id, fact.value, fact.presence) == ("allergies", item.value, Presence.PRESENT)
        and fact.status is not Status.WITHDRAWN
        and fact.detail.get("reaction")
    }
    reaction = said.pop() if len(said) == 1 else ""
    return f"{label} ({reaction[:1].lower()}{reaction[1:]})" if 0 < len(reaction) <= _REACTION else label


def _identity(case: CaseShown, identity: IdentityShown) -> BannerBlock:
    if identity.state is IdentityState.NOT_STATED:
        return BannerBlock(
            key="identity",
            first=case.say("banner.identity"),
            second=case.say("banner.identity-unstated"),
            sign=case.sign("unknown"),
        )
    code = "banner.one-source" if identity.files == 1 else "banner.sources-agree"
    return BannerBlock(
        key="identity",
        first=case.say("banner.identity"),
        second=case.say(code, count=identity.files),
        sign=case.sign("go", case.say(code, count=identity.files)),
    )


def _disease(case: CaseShown) -> tuple[BannerBlock, ...]:
    """Return site and stage over grade and receptors, of the first primary and as of the day."""
    site = [_value(case, key) for key in ("laterality", "primary_site")]
    stage = [_value(case, key) for key in _STAGE]
    has = {key for key, text in zip(_STAGE, stage, strict=True) if text}
    clinical = {"ct_category"} if "pt_category" in has else set()
    clinical |= {"cn_category"} if "pn_category" in has else set()
    stages = [text for key, text in zip(_STAGE, stage, strict=True) if text and key not in clinical]
    where = " ".join(filter(None, reversed(site) if case.language == "fr" else site)).capitalize()
    first = " · ".join(part for part in (where, " ".join(stages)) if part)
    grade = _value(case, "tumour_grade").split(" (")[0].capitalize()  # its word in brackets has no room here
    second = " · ".join(filter(None, (grade, *_receptors(case))))
    return (BannerBlock(key="disease", first=first, second=second),) if first or second else ()


def _receptors(case: CaseShown) -> list[str]:
    written = []
    for key, english, french in _RECEPTORS:
        shown = case.fact(FactId(key), current=case.summary is None)
        mark = _MARKS.get(str(shown.value)) if shown is not None else None
        if mark is not None:
            written.append((french if case.language == "fr" else english) + mark)
    return written


def _value(case: CaseShown, key: str) -> str:
    shown = case.fact(FactId(key), current=case.summary is None)
    return "" if shown is None or shown.unknown else case.text(shown.text)


def _wide(case: CaseShown) -> tuple[BannerBlock, ...]:
    french = case.language == "fr"
    kidney = [_figure(case, key, name_fr if french else name) for key, name, name_fr in _KIDNEY]
    state = [_status(case), *(_figure(case, key) for key in _BODY)]
    return (_block(case, "kidney", kidney), _block(case, "status", state))


def _block(case: CaseShown, key: str, found: Sequence[Figure | None]) -> BannerBlock:
    """Return a block of the figures that are known; without any it says that they are not recorded."""
    figures = tuple(one for one in found if one is not None)
    text = " · ".join(one.text for one in figures)
    return BannerBlock(
        key=key,
        first=case.say(f"banner.{key}"),
        second=text or case.say("banner.computing" if case.computing else "banner.not-recorded"),
        sign=None if figures or case.computing else case.sign("unknown"),
        figures=figures,
    )


def _figure(case: CaseShown, key: str, name: str = "") -> Figure | None:
    """Return one of today's values; while it is computed again a number that rests on others is not shown."""
    shown: ShownFact | None = case.fact(FactId(key), current=True)
    if shown is None or shown.unknown or case.computing:
        return None
    text = case.text(shown.text)
    return Figure(
        text=f"{name} {text}".strip(),
        source=SourceRef("fact", key),
        spoken=case.pair(case.text(shown.label), text),
        note=case.text(shown.label),
    )


def _status(case: CaseShown) -> Figure | None:
    """Return the performance status as a ward says it, by its grade: the words stand behind it."""
    figure = _figure(case, "ecog")
    shown = case.fact(FactId("ecog"), current=True)
    if figure is None or shown is None or not isinstance(shown.value, int | float):
        return figure
    return replace(figure, text=f"ECOG\u00a0{number(shown.value, case.language)}")
