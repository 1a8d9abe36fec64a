"""CKD-EPI creatinine equation of 2021, without race (Inker et al., N Engl J Med 2021;385:1737, table 2)."""

from typing import Final

from models.vocabulary import Graph, choose, equals, given, lookup, maximum, minimum, power

__all__ = ["build"]

UMOL_PER_MG_DL: Final = 88.4  # creatinine, µmol/L in one mg/dL
FEMALE: Final = 0.0

KAPPA: Final = {0.0: 0.7, 1.0: 0.9}  # mg/dL: female, male
ALPHA: Final = {0.0: -0.241, 1.0: -0.302}
SLOPE: Final = -1.200
PER_YEAR: Final = 0.9938
FEMALE_FACTOR: Final = 1.012
SCALE: Final = 142.0


def build() -> Graph:
    """Return 142·min(Scr/κ, 1)^α·max(Scr/κ, 1)^−1.200·0.9938^age·1.012 [if female], mL/min/1.73 m²."""
    age, sex = given("age"), given("sex")
    ratio = given("creatinine") / UMOL_PER_MG_DL / lookup(sex, KAPPA)
    egfr = (
        SCALE
        * power(minimum(ratio, 1.0), lookup(sex, ALPHA))
        * power(maximum(ratio, 1.0), SLOPE)
        * power(PER_YEAR, age)
        * choose(equals(sex, FEMALE), FEMALE_FACTOR, 1.0)
    )
    return Graph(name="ckd_epi_2021", inputs=("creatinine", "age", "sex"), outputs={"egfr": egfr})
