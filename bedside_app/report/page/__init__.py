"""The two pages: what stands on them in one language, and which letters the embedded font can show."""

__all__: list[str] = []
