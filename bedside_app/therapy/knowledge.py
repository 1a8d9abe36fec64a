"""Knowledge as it stands on this machine: built-in, then what the hospital's IT and the user add."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import ValidationError

from bedside_app.dictionary.entries import FactDictionary
from bedside_app.domain.record import Refused
from bedside_app.foundation.bounded import yaml_file
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.paths import search_folders
from bedside_app.therapy.inspection.names import Problem, inspect_pathway, inspect_shared
from bedside_app.therapy.schema import Drug, Emergency, Pathway, Regimen, SafetyRule, SourceEntry

__all__ = ["Folders", "Knowledge", "load", "read_files"]

Folders = Mapping[str, tuple[tuple[str, Path], ...]]  # "pathways", "regimens", "evidence" to (origin, folder)
Part = Drug | Regimen | SafetyRule | Emergency | SourceEntry | Pathway

_LISTS: Final[dict[str, tuple[str, type[Part]]]] = {  # file name to the kind of its entries
    "drugs.yaml": ("drugs", Drug),
    "regimens.yaml": ("regimens", Regimen),
    "safety.yaml": ("safety", SafetyRule),
    "emergencies.yaml": ("emergencies", Emergency),
    "sources.yaml": ("sources", SourceEntry),
}
STANDS_ALREADY: Final = "therapy.check.stands-already"  # the earlier part stays in force
PartT = TypeVar("PartT", bound=Part)


@dataclass(frozen=True, kw_only=True, eq=False)
class Knowledge:
    """Everything that therapy knows, by id. `origins` says who brought a part that is not built in.

    `refused` holds what was set aside, with its sentence; nothing of it is used. `withheld` are the sites whose pathway
    was set aside: for them it is wrong to say that there is no pathway yet.
    """

    pathways: Mapping[str, Pathway] = field(default_factory=dict)
    drugs: Mapping[str, Drug] = field(default_factory=dict)
    regimens: Mapping[str, Regimen] = field(default_factory=dict)
    safety: Mapping[str, SafetyRule] = field(default_factory=dict)
    emergencies: Mapping[str, Emergency] = field(default_factory=dict)
    sources: Mapping[str, SourceEntry] = field(default_factory=dict)
    origins: Mapping[tuple[str, str], str] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()
    withheld: frozenset[str] = frozenset()

    @property
    def tall_man(self) -> dict[str, str]:
        """The drug names, in every language, that are printed with tall letters, since they look like others."""
        forms: dict[str, str] = {}
        for drug in (one for one in self.drugs.values() if one.tall_man):
            forms |= {drug.id: drug.tall_man, drug.name["en"]: drug.tall_man}
            forms.setdefault(drug.name["fr"], _tall(drug.name["fr"], drug.tall_man))
        return forms

    def origin(self, kind: str, name: str) -> str:
        """Return who brought a part: `built-in`, `it` or `user`."""
        return self.origins.get((kind, name), "built-in")


class _Collector:
    """Gathers parts file by file; on the same id IT wins, and a user can only add."""

    def __init__(self) -> None:
        self.parts: dict[str, dict[str, Part]] = {
            kind: {} for kind in ("pathways", "drugs", "regimens", "safety", "emergencies", "sources")
        }
        self.origins: dict[tuple[str, str], str] = {}
        self.problems: list[tuple[str, str, Problem]] = []  # kind, file, problem
        self.unfit_sites: set[str] = set()

    def add_file(self, path: Path, origin: str, kind: str, model: type[Part]) -> None:
        """Read one file; what does not fit is kept as a problem."""
        try:
            content = yaml_file(path)
        except Refusal as refusal:
            self._note(kind, path, Problem(place="", code=refusal.code, values=refusal.values))
            return
        raws = [content] if kind == "pathways" else content
        if not isinstance(raws, list) or not all(isinstance(raw, dict) for raw in raws):
            self._note(kind, path, _shape("", "a list of entries is expected"))
            return
        for raw in raws:
            self._add(raw, path, origin, kind, model)

    def _add(self, raw: dict[str, Any], path: Path, origin: str, kind: str, model: type[Part]) -> None:
        name = str(raw.get("id", "?"))
        try:
            part = model.model_validate(raw)
        except ValidationError as error:
            for found in error.errors():
                self._note(kind, path, _shape(".".join([name, *map(str, found["loc"])]), found["msg"]))
            sites = raw.get("sites")
            self.unfit_sites.update(map(str, sites) if isinstance(sites, list) else ())
            return
        if part.id in self.parts[kind]:
            before = self.origins.get((kind, part.id), "built-in")
            if origin in (before, "user"):
                self._note(kind, path, Problem(place=name, code=STANDS_ALREADY, values={"name": name}))
                return
        self.parts[kind][part.id] = part
        if origin != "built-in":
            self.origins[kind, part.id] = origin

    def _note(self, kind: str, path: Path, problem: Problem) -> None:
        self.problems.append((kind, path.name, problem))

    def knowledge(self) -> Knowledge:
        """Return what fitted."""
        return Knowledge(
            pathways=_only(self.parts["pathways"], Pathway),
            drugs=_only(self.parts["drugs"], Drug),
            regimens=_only(self.parts["regimens"], Regimen),
            safety=_only(self.parts["safety"], SafetyRule),
            emergencies=_only(self.parts["emergencies"], Emergency),
            sources=_only(self.parts["sources"], SourceEntry),
            origins=self.origins,
        )


def _only(parts: Mapping[str, Part], kind: type[PartT]) -> dict[str, PartT]:
    return {name: part for name, part in parts.items() if isinstance(part, kind)}


def _shape(place: str, why: str) -> Problem:
    return Problem(place=place, code="therapy.check.shape", values={"why": why})


def _refused(problem: Problem, file: str) -> Refused:
    place = f"{file}: {problem.place}" if problem.place else file
    values = {**problem.values, "file": file, "place": place}
    return Refused(code=problem.code, values=values, source=file, place=problem.place)


class _File(NamedTuple):
    """One file of knowledge, and what tells another state of it: inode, size, times of change."""

    kind: str
    origin: str
    path: Path
    state: tuple[int, ...]


def _files(folders: Folders | None) -> Iterator[_File]:
    for kind in ("evidence", "regimens", "pathways"):
        for origin, folder in search_folders(kind) if folders is None else folders.get(kind, ()):
            for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
                yield _File(kind, origin, path, _state(path))


def _state(path: Path) -> tuple[int, ...]:
    try:
        about = path.stat()
    except OSError:  # it is gone by now, or a link to nothing: whoever reads it says so
        return ()
    return about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns


def _collect(files: Iterable[_File]) -> _Collector:
    collector = _Collector()
    for kind, origin, path, _ in files:
        if kind == "pathways":
            collector.add_file(path, origin, "pathways", Pathway)
        elif path.name in _LISTS:
            collector.add_file(path, origin, *_LISTS[path.name])
        else:
            collector.problems.append((kind, path.name, _shape("", "no file of this name is read here")))
    return collector


def read_files(folders: Folders | None = None) -> tuple[Knowledge, tuple[tuple[str, Problem], ...]]:
    """Return all knowledge whose shape fits, and each problem of shape with its file: what the check works on."""
    collector = _collect(_files(folders))
    return collector.knowledge(), tuple((file, problem) for _, file, problem in collector.problems)


def _tall(name: str, pattern: str) -> str:
    """Return a French name with the capitals of the English form; its ending may be one letter longer."""
    if not 0 <= len(name) - len(pattern) <= 1:
        return name
    capitals = [letter.isupper() for letter in pattern] + [False]
    return "".join(letter.upper() if capital else letter for letter, capital in zip(name, capitals, strict=False))


def load(dictionary: FactDictionary, folders: Folders | None = None) -> Knowledge:
    """Return the knowledge that may be used; the same object as long as no file of it was changed.

    A pathway with a problem is set aside and the others stand. A problem in what all pathways share (drugs, regimens,
    safety rules, sources) sets all of them aside: a proposal without one of its safety rules is worse than none.
    """
    return _usable(dictionary, tuple(_files(folders)))


@lru_cache(maxsize=2)
def _usable(dictionary: FactDictionary, files: tuple[_File, ...]) -> Knowledge:
    collector = _collect(files)
    knowledge = collector.knowledge()
    shared = list(inspect_shared(knowledge, dictionary))
    refused = [_refused(problem, file) for _, file, problem in collector.problems]
    refused += [_refused(problem, "regimens") for problem in shared]
    sound = not shared and not any(
        kind != "pathways" and problem.code != STANDS_ALREADY for kind, _, problem in collector.problems
    )
    fit: dict[str, Pathway] = {}
    unfit: list[Pathway] = []
    for pathway in knowledge.pathways.values():
        problems = list(inspect_pathway(pathway, knowledge, dictionary))
        refused += [_refused(problem, f"{pathway.id}.yaml") for problem in problems]
        if sound and not problems:
            fit[pathway.id] = pathway
        else:
            unfit.append(pathway)
    return Knowledge(
        pathways=fit,
        drugs=knowledge.drugs,
        regimens=knowledge.regimens,
        safety=knowledge.safety,
        emergencies=knowledge.emergencies,
        sources=knowledge.sources,
        origins=knowledge.origins,
        refused=tuple(refused),
        withheld=frozenset(collector.unfit_sites.union(*(one.sites for one in unfit))),
    )


def sources_used(knowledge: Knowledge, names: Iterable[str]) -> Iterator[SourceEntry]:
    """Yield the sources of these names, each once, in order."""
    for name in dict.fromkeys(names):
        if name in knowledge.sources:
            yield knowledge.sources[name]
