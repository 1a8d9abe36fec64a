"""How the command line ends: 0 done, 1 a fault of ours, 2 wrong use (argparse's own), 3 refused, with a sentence."""

from __future__ import annotations

from typing import Final

__all__ = ["DONE", "FAULT", "REFUSED"]

DONE: Final = 0
FAULT: Final = 1
REFUSED: Final = 3
