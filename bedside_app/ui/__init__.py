"""The window: theme, components, screens and their view models. Qt is imported here and in `app` only."""

__all__: list[str] = []
