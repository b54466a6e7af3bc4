"""Charts drawn on the server: plain values in, a figure out (a sentence, a picture, its legend, its table).

Every chart is drawn twice, for the page's width and for a phone's, each with type that can be read there.
"""

from groundswell.ui.charts.bars import Bar, StackedRow, bar_chart, stacked_chart
from groundswell.ui.charts.cascades import Branch, cascade
from groundswell.ui.charts.figure import Caption, Figure, figure
from groundswell.ui.charts.grids import HeatCell, heat_grid, unit_marks
from groundswell.ui.charts.lines import Change, DotRow, Series, dot_plot, line_chart, slope_chart
from groundswell.ui.charts.networks import Link, Node, network

__all__ = [
    "Bar",
    "Branch",
    "Caption",
    "Change",
    "DotRow",
    "Figure",
    "HeatCell",
    "Link",
    "Node",
    "Series",
    "StackedRow",
    "bar_chart",
    "cascade",
    "dot_plot",
    "figure",
    "heat_grid",
    "line_chart",
    "network",
    "slope_chart",
    "stacked_chart",
    "unit_marks",
]
