"""`bedside doctor`: what IT asks first: versions, devices, packs verified, writable folders, limits that hold."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bedside_app import __version__
from bedside_app.cli.exit_codes import DONE, REFUSED
from bedside_app.cli.output import add_json, add_language, language_of, print_json, print_lines, refused_plain, table
from bedside_app.foundation.errors import Refusal
from bedside_app.foundation.words import Language, say

if TYPE_CHECKING:
    from bedside_app.domain.record import Refused
    from bedside_app.foundation.settings import Settings

__all__ = ["add_to", "run"]

PARTS: Final = ("onnxruntime", "numpy", "pydantic", "PyYAML", "typst", "platformdirs")


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser("doctor", help="versions, devices, packs, folders, limits: what IT asks first")
    add_json(parser)
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Look at everything and print it; ends with 3 where something must be put right."""
    language = _language(options)
    found = {name: list(_looked(look, language)) for name, look in LOOKS.items()}
    healthy = all(row["ok"] is not False for rows in found.values() for row in rows)
    if options.json:
        print_json({"ok": healthy, **found})
    else:
        rows = [
            (section, row["name"], _mark(row["ok"]), str(row["value"])) for section, of in found.items() for row in of
        ]
        print_lines(table(rows))
        print_lines(("", say("cli.doctor-well" if healthy else "cli.doctor-ill", language)))
    return DONE if healthy else REFUSED


def _language(options: argparse.Namespace) -> Language:
    try:
        return language_of(options)
    except Refusal:  # the settings are broken, which is what the doctor will say
        return "en"


def _looked(look: Callable[[Language], list[dict[str, Any]]], language: Language) -> list[dict[str, Any]]:
    """Return what one look found; one that is refused is a finding too, and the others go on."""
    try:
        return look(language)
    except Refusal as refusal:
        return [_row(refusal.code, say(refusal.code, language, refusal.values), ok=False)]


def _mark(ok: bool | None) -> str:
    return {True: "ok", False: "NOT OK", None: ""}[ok]


def _row(name: str, value: object, ok: bool | None = None) -> dict[str, Any]:
    return {"name": name, "value": value, "ok": ok}


def _versions(_: Language) -> list[dict[str, Any]]:
    frozen = bool(getattr(sys, "frozen", False))
    own = [_row("bedside", __version__), _row("python", platform.python_version()), _row("frozen", frozen)]
    return [*own, *(_row(part, _version(part), ok=_version(part) != "") for part in PARTS)]


def _version(part: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(part)
    except metadata.PackageNotFoundError:
        return ""


def _machine(_: Language) -> list[dict[str, Any]]:
    return [
        _row("system", platform.platform()),
        _row("processor", platform.machine()),
        _row("cores", os.cpu_count()),
        _row("memory_mib", _memory_mib()),
    ]


def _memory_mib() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    except (AttributeError, ValueError, OSError):
        return None


def _inference(language: Language) -> list[dict[str, Any]]:
    """Ask the inference worker for its providers, and verify and self-test every pack in it."""
    from bedside_app.inference.ask import Inference
    from bedside_app.inference.packs.find import find_packs
    from bedside_app.inference.values import verify

    shelf = find_packs()
    with Inference(settings=_settings()) as inference:
        rows = [_row("providers", ", ".join(inference.providers()))]
        answers = verify(shelf, inference)
    for answer in answers:
        if answer.refused is None:
            version = f"{answer.pack.card.version}, {answer.pack.origin}, {answer.provider}"
            rows.append(_row(answer.pack.id, version, ok=True))
        else:
            rows.append(_refused(answer.refused, language))
    return rows + [_refused(refused, language) for refused in shelf.refused]


def _settings() -> Settings:
    """Return the settings; the defaults where they are broken, which another look says."""
    from bedside_app.foundation.settings import Settings, load

    try:
        return load()
    except Refusal:
        return Settings()


def _knowledge(language: Language) -> list[dict[str, Any]]:
    from bedside_app.dictionary.entries import load as load_dictionary
    from bedside_app.therapy.knowledge import load

    dictionary = load_dictionary()
    knowledge = load(dictionary)
    rows = [_row("facts", len(dictionary.entries))]
    rows += [
        _row(p.id, f"{p.version}, signed by {p.signed_by or 'nobody'}, review by {p.review_by}")
        for p in knowledge.pathways.values()
    ]
    rows += [_refused(refused, language) for refused in (*dictionary.refused, *knowledge.refused)]
    return rows


def _refused(refused: Refused, language: Language) -> dict[str, Any]:
    return _row(refused.source or refused.code, refused_plain(refused, language)["sentence"], ok=False)


def _folders(language: Language) -> list[dict[str, Any]]:
    from bedside_app.foundation.paths import it_folder, models_folder, resources_folder, user_folder
    from bedside_app.foundation.settings import FILE_NAME

    rows = [_row("resources", str(resources_folder()), ok=resources_folder().is_dir())]
    rows.append(_row("models", str(models_folder()), ok=models_folder().is_dir()))
    rows.append(_row("it", f"{it_folder()}{'' if it_folder().is_dir() else ' (not there)'}"))
    rows.append(_row("signers of packs", _signers()))
    writable = _writable(user_folder())
    rows.append(_row("user", str(user_folder()), ok=writable))
    for name, folder in (("it settings", it_folder()), ("user settings", user_folder())):
        file = folder / FILE_NAME
        rows.append(_row(name, f"{file}{'' if file.exists() else ' (not there: defaults)'}"))
    if writable:
        rows.append(_row("log", str(user_folder() / "logs")))
    else:
        rows.append(_row("log", say("cli.doctor-no-log", language, {"folder": str(user_folder())}), ok=False))
    return rows


def _signers() -> str:
    """Return whose signature on a user's pack counts here."""
    from bedside_app.inference.packs.signing import signers_of_it

    return ", ".join(f"{name} ({key[:16]}…)" for key, name in signers_of_it().items()) or "nobody"


def _writable(folder: Path) -> bool:
    """Whether a file can really be written in the folder, or in the nearest one above it that exists."""
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=nearest, buffering=0) as file:
            file.write(bytes(4096))
    except OSError:
        return False
    return True


def _limits(_: Language) -> list[dict[str, Any]]:
    from bedside_app.foundation import settings
    from bedside_app.foundation.workers import limits_supported

    supported = limits_supported()
    rows = [
        _row("worker memory is held by the system", supported.memory),
        _row("worker file size is held by the system", supported.files),
    ]
    return rows + [_row(one.key, f"{one.value} ({one.origin})") for one in settings.describe()]


LOOKS: Final[Mapping[str, Callable[[Language], list[dict[str, Any]]]]] = {
    "versions": _versions,
    "machine": _machine,
    "inference": _inference,
    "knowledge": _knowledge,
    "folders": _folders,
    "limits": _limits,
}
