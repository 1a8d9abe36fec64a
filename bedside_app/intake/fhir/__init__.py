"""FHIR R4 and R4B in JSON: bundles, single resources and NDJSON become facts; other versions are refused by name."""

from bedside_app.intake.fhir.reader import can_read, read

__all__ = ["can_read", "read"]
