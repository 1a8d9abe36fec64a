"""Today: the courses under way, what is counted of them, and what their limits say on the day."""

from bedside_app.therapy.today.day import treatment_day

__all__ = ["treatment_day"]
