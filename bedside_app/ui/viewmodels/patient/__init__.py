"""One patient: the frame, the sections that show, and the sections that ask."""

__all__: list[str] = []
