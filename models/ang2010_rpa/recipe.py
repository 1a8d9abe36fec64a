"""Risk groups of oropharyngeal cancer from HPV, pack-years and stage (Ang et al., N Engl J Med 2010;363:24)."""

from typing import Final

from models.vocabulary import Graph, above, all_of, at_least, by_code, cases, choose, equals, given, holds, lookup

__all__ = ["build"]

HEAVY: Final = above(given("pack_years"), 10)
N2B_OR_MORE: Final = at_least(
    by_code("clinical_n_stage_ajcc7", {"n0": 0, "n1": 0, "n2a": 0, "n2b": 1, "n2c": 1, "n3": 1}), 1
)
T2_OR_T3: Final = equals(by_code("clinical_t_stage", {"t1": 0, "t2": 1, "t3": 1, "t4": 0}), 1)
LOW, INTERMEDIATE, HIGH = 0.0, 1.0, 2.0

POSITIVE: Final = choose(all_of(HEAVY, N2B_OR_MORE), INTERMEDIATE, LOW)
NEGATIVE: Final = cases((HEAVY, HIGH), (T2_OR_T3, INTERMEDIATE), otherwise=HIGH)
SURVIVAL: Final = {LOW: 0.930, INTERMEDIATE: 0.708, HIGH: 0.462}  # at three years, of the group


def build() -> Graph:
    """Return the group and its survival at three years."""
    group = choose(holds("hpv_positive"), POSITIVE, NEGATIVE)
    return Graph(
        name="ang2010_rpa",
        inputs=("hpv_positive", "pack_years", "clinical_n_stage_ajcc7", "clinical_t_stage"),
        outputs={"risk_group": group, "overall_survival_3y": lookup(group, SURVIVAL)},
    )
