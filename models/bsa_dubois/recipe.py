"""Body surface area after DuBois (Arch Intern Med 1916;17:863): 0.007184 · height^0.725 · weight^0.425."""

from models.vocabulary import Graph, given, power

__all__ = ["build"]


def build() -> Graph:
    """Return the area in m²; height in cm, weight in kg."""
    area = 0.007184 * power(given("height"), 0.725) * power(given("weight"), 0.425)
    return Graph(name="bsa_dubois", inputs=("height", "weight"), outputs={"body_surface_area": area})
