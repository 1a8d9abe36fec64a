"""Model packs, one folder each, and what makes them: `vocabulary`, the recipes and `build`.

The app reads `model.onnx`, `card.json` and `vectors.json` of a pack as files and never imports anything from here:
the recipes need the `onnx` package, which is a tool of development.
"""

__all__: list[str] = []
