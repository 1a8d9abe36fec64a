"""Carboplatin dose after Calvert (J Clin Oncol 1989;7:1748): target AUC · (GFR + 25), GFR held at 125 mL/min."""

from models.vocabulary import Graph, given, minimum

__all__ = ["build"]


def build() -> Graph:
    """Return the dose in mg."""
    dose = given("target_auc") * (minimum(given("gfr"), 125.0) + 25.0)
    return Graph(name="calvert", inputs=("target_auc", "gfr"), outputs={"carboplatin_dose": dose})
