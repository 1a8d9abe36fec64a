"""The patient's screens: the frame, and a module for each section; they show a `CaseShown` and hold no behaviour."""

__all__: list[str] = []
