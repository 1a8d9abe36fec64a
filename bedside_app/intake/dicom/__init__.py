"""DICOM: who a file is about, and the image that it holds, from its header alone. Pixels are decoded by imaging."""

from bedside_app.intake.dicom.reader import can_read, read

__all__ = ["can_read", "read"]
