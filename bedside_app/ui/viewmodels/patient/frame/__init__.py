"""The frame around every section of a patient: banner, rail, time strip, and the source of a figure."""

__all__: list[str] = []
