"""Where the frozen program lies, and how it and the one from source are started alike."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["DEMO", "ROOT", "Ended", "Opened", "found", "open_window", "parts", "run_frozen", "run_source", "workers_of"]

ROOT: Final = Path(__file__).resolve().parents[2]
DEMO: Final = ROOT / "resources/demo"
CHOSEN: Final = "BEDSIDE_FROZEN"  # names a build that does not lie in dist/
WINDOW: Final = "bedside-window"
_SUFFIX: Final = ".exe" if sys.platform == "win32" else ""
_WITHOUT_DISPLAY: Final = {"QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
_TURNS: Final = 600  # of 0.1 s at most, until what must come has come


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
    places = {name: str(home) for name in ("HOME", "TMPDIR", "TEMP")}
    return own | places | {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}


def run_frozen(folder: Path, home: Path, *arguments: str, program: str = "bedside", typed: str = "") -> Ended:
    """Run one of the frozen programs from `home`, with an empty environment, and `typed` on its standard input."""
    return _run([str(folder / f"{program}{_SUFFIX}"), *arguments], home, _environment(home, program), typed)


def run_source(home: Path, *arguments: str, typed: str = "") -> Ended:
    """Run the command line of this checkout from `home`."""
    environment = own_environment(home) | {"PYTHONPATH": str(ROOT)}
    return _run([sys.executable, "-P", "-m", "bedside_app", *arguments], home, environment, typed)


class Opened:
    """A window of the build. What it said is known once it was closed."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.pid = process.pid

    @property
    def stands(self) -> bool:
        """Whether it is open."""
        return self._process.poll() is None

    def wait_until(self, there: Callable[[], bool]) -> None:
        """Wait for something to be there; a window that ends before is told with what it said."""
        for _ in range(_TURNS):
            if there():
                return
            self.stay(0.1)
        raise AssertionError("it did not come")

    def stay(self, seconds: float) -> None:
        """Leave the window alone; one that ends meanwhile is told with what it said."""
        with suppress(subprocess.TimeoutExpired):
            said, _none = self._process.communicate(timeout=seconds)
            raise AssertionError(f"the window ended with {self._process.returncode}: {said.decode()}")

    def close(self) -> str:
        """Close it and return what it said."""
        self._process.terminate()
        said, _none = self._process.communicate(timeout=30)
        return said.decode()


@contextmanager
def open_window(folder: Path, home: Path, *arguments: str) -> Iterator[Opened]:
    """Have a window of the build open, without a display, to the end of the block."""
    process = subprocess.Popen(
        [folder / f"{WINDOW}{_SUFFIX}", *arguments],
        cwd=home,
        env=_environment(home, WINDOW),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        yield Opened(process)
    finally:
        process.kill()
        process.communicate()


def workers_of(pid: int) -> set[str]:
    """Return the command lines of the worker processes that a process has now, where `/proc` tells (Linux)."""
    told: set[str] = set()
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # a thread or worker that has ended meanwhile
            for child in listed.read_text("ascii").split():
                told.add(Path(f"/proc/{child}/cmdline").read_bytes().decode().replace("\0", " ").strip())
    return {line for line in told if "--worker" in line}


def _environment(home: Path, program: str) -> dict[str, str]:
    return own_environment(home) | (_WITHOUT_DISPLAY if program == WINDOW else {})


def _run(command: list[str], home: Path, environment: dict[str, str], typed: str) -> Ended:
    told = subprocess.run(
        command, cwd=home, env=environment, input=typed.encode(), capture_output=True, check=False, timeout=120
    )
    return Ended(told.returncode, told.stdout.decode(), told.stderr.decode())
