"""The first screen: the patients of this computer, where to drop files, what is running, and why nothing came of it.

An empty worklist imports nothing that only a list of cases needs: `table` comes with the first case.
"""

from bedside_app.ui.worklist.computer import ComputerRow
from bedside_app.ui.worklist.page import Worklist, WorklistCase

__all__ = ["ComputerRow", "Worklist", "WorklistCase"]
