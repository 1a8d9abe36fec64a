"""What the images section shows and does, without Qt: thumbnails, view, window, cine, measuring, captions, result."""

__all__: list[str] = []
