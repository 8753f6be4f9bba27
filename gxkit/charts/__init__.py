"""The figures of the study, one function each, and the house style that they share."""

from gxkit.charts.board import draw_rule_board
from gxkit.charts.flow import draw_flow
from gxkit.charts.house import Chart, finish, save, style
from gxkit.charts.outcomes import draw_grounds, draw_outcomes
from gxkit.charts.remedies import draw_remedies
from gxkit.charts.series import draw_requests_by_year

__all__ = ["Chart", "draw_flow", "draw_grounds", "draw_outcomes", "draw_remedies", "draw_requests_by_year",
           "draw_rule_board", "finish", "save", "style"]
