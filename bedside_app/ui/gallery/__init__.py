"""The developers' gallery: every component in every state, in both schemes and languages. All figures are made up."""

__all__: list[str] = []
