"""Risk of Malignancy Index I (Jacobs et al., Br J Obstet Gynaecol 1990;97:922): U · M · CA-125."""

from typing import Final

from models.vocabulary import Graph, at_least, cases, choose, given, holds

__all__ = ["build"]

FEATURES: Final = given("ultrasound_features")
U: Final = cases((at_least(FEATURES, 2), 3.0), (at_least(FEATURES, 1), 1.0), otherwise=0.0)
M: Final = choose(holds("postmenopausal"), 3.0, 1.0)


def build() -> Graph:
    """Return the index."""
    return Graph(
        name="rmi_1",
        inputs=("ultrasound_features", "postmenopausal", "ca125"),
        outputs={"score": U * M * given("ca125")},
    )
