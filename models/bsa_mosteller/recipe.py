"""Body surface area after Mosteller (N Engl J Med 1987;317:1098): √(height · weight / 3600)."""

from models.vocabulary import Graph, given, sqrt

__all__ = ["build"]


def build() -> Graph:
    """Return the area in m²; height in cm, weight in kg."""
    area = sqrt(given("height") * given("weight") / 3600.0)
    return Graph(name="bsa_mosteller", inputs=("height", "weight"), outputs={"body_surface_area": area})
