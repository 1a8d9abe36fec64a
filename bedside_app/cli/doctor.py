"""`bedside doctor`: what IT asks first: versions, devices, packs verified, writable folders, limits that hold."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from bedside_app import __version__
from bedside_app.cli.exit_codes import DONE, REFUSED
from bedside_app.cli.output import add_json, print_json, print_lines, table

__all__ = ["add_to", "run"]

PARTS: Final = ("onnxruntime", "numpy", "pydantic", "PyYAML", "typst", "platformdirs")


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser("doctor", help="versions, devices, packs, folders, limits: what IT asks first")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Look at everything and print it; ends with 3 where something must be put right."""
    found = {name: look() for name, look in LOOKS.items()}
    healthy = all(row["ok"] is not False for rows in found.values() for row in rows)
    if options.json:
        print_json({"ok": healthy, **found})
    else:
        rows = [
            (section, row["name"], _mark(row["ok"]), str(row["value"])) for section, of in found.items() for row in of
        ]
        print_lines(table(rows))
    return DONE if healthy else REFUSED


def _mark(ok: bool | None) -> str:
    return {True: "ok", False: "NOT OK", None: ""}[ok]


def _row(name: str, value: object, ok: bool | None = None) -> dict[str, Any]:
    return {"name": name, "value": value, "ok": ok}


def _versions() -> list[dict[str, Any]]:
    frozen = bool(getattr(sys, "frozen", False))
    own = [_row("bedside", __version__), _row("python", platform.python_version()), _row("frozen", frozen)]
    return [*own, *(_row(part, _version(part), ok=_version(part) != "") for part in PARTS)]


def _version(part: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(part)
    except metadata.PackageNotFoundError:
        return ""


def _machine() -> list[dict[str, Any]]:
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


def _inference() -> list[dict[str, Any]]:
    """Ask the inference worker for its providers, and verify and self-test every pack in it."""
    from bedside_app.inference.ask import Inference
    from bedside_app.inference.packs.find import find_packs
    from bedside_app.inference.values import verify

    shelf = find_packs()
    with Inference() as inference:
        rows = [_row("providers", ", ".join(inference.providers()))]
        answers = verify(shelf, inference)
    rows += [
        _row(a.pack.id, f"{a.pack.card.version}, {a.pack.origin}, {a.provider}", ok=a.refused is None) for a in answers
    ]
    return rows + [_row(refused.source, refused.code, ok=False) for refused in shelf.refused]


def _knowledge() -> list[dict[str, Any]]:
    from bedside_app.dictionary.entries import load as load_dictionary
    from bedside_app.therapy.knowledge import load

    dictionary = load_dictionary()
    knowledge = load(dictionary)
    rows = [_row("facts", len(dictionary.entries))]
    rows += [
        _row(p.id, f"{p.version}, signed by {p.signed_by or 'nobody'}, review by {p.review_by}")
        for p in knowledge.pathways.values()
    ]
    return rows + [_row(refused.source, refused.code, ok=False) for refused in knowledge.refused]


def _folders() -> list[dict[str, Any]]:
    from bedside_app.foundation.paths import it_folder, models_folder, resources_folder, user_folder

    rows = [_row("resources", str(resources_folder()), ok=resources_folder().is_dir())]
    rows.append(_row("models", str(models_folder()), ok=models_folder().is_dir()))
    rows.append(_row("it", f"{it_folder()}{'' if it_folder().is_dir() else ' (not there)'}"))
    rows.append(_row("user", str(user_folder()), ok=_writable(user_folder())))
    return rows


def _writable(folder: Path) -> bool:
    """Whether the folder, or the nearest one that exists above it, may be written."""
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    return os.access(nearest, os.W_OK)


def _limits() -> list[dict[str, Any]]:
    from bedside_app.foundation import settings
    from bedside_app.foundation.workers import limits_supported

    supported = limits_supported()
    rows = [
        _row("worker memory is held by the system", supported.memory),
        _row("worker file size is held by the system", supported.files),
    ]
    return rows + [_row(one.key, f"{one.value} ({one.origin})") for one in settings.describe()]


LOOKS: Final[Mapping[str, Callable[[], list[dict[str, Any]]]]] = {
    "versions": _versions,
    "machine": _machine,
    "inference": _inference,
    "knowledge": _knowledge,
    "folders": _folders,
    "limits": _limits,
}
