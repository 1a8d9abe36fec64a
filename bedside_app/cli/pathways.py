"""`bedside pathways`: list, check, render for reading, export as PlanDefinition."""

from __future__ import annotations

import argparse

__all__ = ["add_to"]


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands."""
    commands.add_parser("pathways", help="list, check, render and export the pathways")
