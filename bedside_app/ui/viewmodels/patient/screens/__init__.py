"""The sections that show: summary, laboratory values, findings, therapy."""

__all__: list[str] = []
