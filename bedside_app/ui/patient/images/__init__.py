"""The images section: thumbnails, two linked panes, tools, the model's finding and the measurements."""

__all__: list[str] = []
