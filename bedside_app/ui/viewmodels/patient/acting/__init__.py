"""The sections that ask: what is missing, the entry of a value, review and signature."""

__all__: list[str] = []
