"""ELN 2022 genetic risk of acute myeloid leukaemia at diagnosis (Döhner et al., Blood 2022;140:1345, table 6)."""

from typing import Final

from models.vocabulary import Graph, all_of, any_of, cases, given, holds, negate

__all__ = ["build"]

FAVOURABLE: Final = any_of(
    holds("core_binding_factor_leukaemia"),
    all_of(holds("npm1_mutated"), negate(holds("flt3_itd"))),
    holds("cebpa_bzip_mutated"),
)
ADVERSE_WHATEVER_ELSE: Final = any_of(holds("adverse_cytogenetics"), holds("tp53_mutated"))
ADVERSE_UNLESS_FAVOURABLE: Final = holds("myelodysplasia_related_mutation")


def build() -> Graph:
    """Return the group: 0 favourable, 1 intermediate, 2 adverse."""
    group = cases(
        (ADVERSE_WHATEVER_ELSE, 2.0),
        (FAVOURABLE, 0.0),
        (ADVERSE_UNLESS_FAVOURABLE, 2.0),
        otherwise=1.0,
    )
    return Graph(
        name="eln_2022",
        inputs=(
            "core_binding_factor_leukaemia",
            "cebpa_bzip_mutated",
            "npm1_mutated",
            "flt3_itd",
            "adverse_cytogenetics",
            "myelodysplasia_related_mutation",
            "tp53_mutated",
        ),
        outputs={"risk_group": group + 0.0 * given("flt3_itd")},
    )
