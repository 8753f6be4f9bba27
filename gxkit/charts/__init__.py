"""The figures and tables of the study, one function each, and the house style that they share."""

from gxkit.charts.backlog import draw_backlog
from gxkit.charts.board import draw_rule_board
from gxkit.charts.claims import draw_claims
from gxkit.charts.coverage import draw_coverage
from gxkit.charts.differences import draw_differences
from gxkit.charts.flow import draw_flow
from gxkit.charts.gap import draw_applicant_gap
from gxkit.charts.house import Chart, finish, save, style
from gxkit.charts.outcomes import draw_grounds, draw_outcomes
from gxkit.charts.remedies import draw_remedies
from gxkit.charts.reversals import draw_reversals
from gxkit.charts.series import draw_requests_by_year
from gxkit.charts.tables import (
    Table,
    save_table,
    tabulate_claims,
    tabulate_corrections,
    tabulate_coverage,
    tabulate_reconciliation,
)
from gxkit.charts.timeliness import draw_timeliness

__all__ = [
    "Chart",
    "Table",
    "draw_applicant_gap",
    "draw_backlog",
    "draw_claims",
    "draw_coverage",
    "draw_differences",
    "draw_flow",
    "draw_grounds",
    "draw_outcomes",
    "draw_remedies",
    "draw_requests_by_year",
    "draw_reversals",
    "draw_rule_board",
    "draw_timeliness",
    "finish",
    "save",
    "save_table",
    "style",
    "tabulate_claims",
    "tabulate_corrections",
    "tabulate_coverage",
    "tabulate_reconciliation",
]
