"""Today as it is shown: composed from the treatment under way, what its limits say, and what stands around it."""

from bedside_app.report.parts.today.compose import today_of

__all__ = ["today_of"]
