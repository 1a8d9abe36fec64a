"""Bedside: explained diagnosis and therapy support for oncology, on a ward PC, offline.

Facts in, facts out: intake turns files into facts, packs and pathways turn facts into findings and options,
and the report shows them with their provenance. `docs/architecture.md` draws the house.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
