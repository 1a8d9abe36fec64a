"""What the window shows and how it behaves, without Qt: from a summary, a record and a state to frozen contents."""

__all__: list[str] = []
