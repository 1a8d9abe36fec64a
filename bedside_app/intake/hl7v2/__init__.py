"""HL7 v2 result messages (ORU^R01, versions 2.1 to 2.8): framing, segments, values, patient, results as facts."""

from bedside_app.intake.hl7v2.reader import READER, can_read, read

__all__ = ["READER", "can_read", "read"]
