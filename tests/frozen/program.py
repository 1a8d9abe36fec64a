"""Where the frozen program lies, and how it and the one from source are started alike."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["ROOT", "Ended", "found", "parts", "run_frozen", "run_source"]

ROOT: Final = Path(__file__).resolve().parents[2]
CHOSEN: Final = "BEDSIDE_FROZEN"  # names a build that does not lie in dist/
_SUFFIX: Final = ".exe" if sys.platform == "win32" else ""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended, and what it said."""

    code: int
    out: str
    err: str


def found() -> Path | None:
    """Return the folder of the frozen program, or `None` where nothing was built.

    Raises
    ------
    FileNotFoundError
        `BEDSIDE_FROZEN` names a folder that holds no `bedside`: a wrong name must not pass for "nothing built".
    """
    chosen = os.environ.get(CHOSEN)
    folder = Path(chosen).resolve() if chosen else ROOT / "dist/bedside"
    if (folder / f"bedside{_SUFFIX}").is_file():
        return folder
    if chosen:
        raise FileNotFoundError(f"{CHOSEN} names {folder}, which holds no bedside{_SUFFIX}")
    return None


def parts(folder: Path) -> list[str]:
    """Return the place of every file of the build, below its folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def own_environment(home: Path) -> dict[str, str]:
    """Return an environment that holds nothing but folders of its own (and what Windows can't start without)."""
    own = {"BEDSIDE_IT_FOLDER": str(home / "it"), "BEDSIDE_USER_FOLDER": str(home / "user")}
    return own | {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}


def run_frozen(folder: Path, home: Path, *arguments: str, program: str = "bedside") -> Ended:
    """Run one of the frozen programs from `home`, with an empty environment."""
    return _run([str(folder / f"{program}{_SUFFIX}"), *arguments], home, own_environment(home))


def run_source(home: Path, *arguments: str) -> Ended:
    """Run the command line of this checkout from `home`."""
    environment = own_environment(home) | {"PYTHONPATH": str(ROOT)}
    return _run([sys.executable, "-P", "-m", "bedside_app", *arguments], home, environment)


def _run(command: list[str], home: Path, environment: dict[str, str]) -> Ended:
    told = subprocess.run(command, cwd=home, env=environment, capture_output=True, check=False, timeout=120)
    return Ended(told.returncode, told.stdout.decode(), told.stderr.decode())
