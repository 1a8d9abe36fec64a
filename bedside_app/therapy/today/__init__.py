"""Today: the courses under way, what is counted of them, and what their limits say on the day."""

from bedside_app.therapy.today.day import arm_under_way, facts_under_way, treatment_day

__all__ = ["arm_under_way", "facts_under_way", "treatment_day"]
