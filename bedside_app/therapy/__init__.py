"""Therapy: knowledge that clinicians can read, and what it makes of one patient, with its reasons and its proof."""

__all__: list[str] = []
