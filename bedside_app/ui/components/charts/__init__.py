"""Painted charts: people, probability, contributions, laboratory series."""

from bedside_app.ui.components.charts.contributions import Contribution, Contributions
from bedside_app.ui.components.charts.lab_axis import Grade, LabPoint
from bedside_app.ui.components.charts.lab_panel import LabContent, LabPanel, LabPlot
from bedside_app.ui.components.charts.people import Group, PeopleArray, PeopleLegend, Shape
from bedside_app.ui.components.charts.probability import ProbabilityScale, Zone

__all__ = [
    "Contribution",
    "Contributions",
    "Grade",
    "Group",
    "LabContent",
    "LabPanel",
    "LabPlot",
    "LabPoint",
    "PeopleArray",
    "PeopleLegend",
    "ProbabilityScale",
    "Shape",
    "Zone",
]
