"""Reports as data frames: panel, series of concepts, indicators, and the cells behind a figure."""

from gxkit.panel.board import STATES, rule_board
from gxkit.panel.columns import ALTERNATIVES as ALTERNATIVE_COLUMNS
from gxkit.panel.columns import BOARD as BOARD_COLUMNS
from gxkit.panel.columns import CLAIMS as CLAIM_COLUMNS
from gxkit.panel.columns import FINDINGS as FINDING_COLUMNS
from gxkit.panel.columns import PANEL as COLUMNS
from gxkit.panel.findings import alternatives_frame, claims_frame, findings_frame
from gxkit.panel.frames import stack, to_csv, to_parquet, wide
from gxkit.panel.partitions import write_frames
from gxkit.panel.written import open_frames

__all__ = [
    "ALTERNATIVE_COLUMNS",
    "BOARD_COLUMNS",
    "CLAIM_COLUMNS",
    "COLUMNS",
    "FINDING_COLUMNS",
    "STATES",
    "alternatives_frame",
    "claims_frame",
    "findings_frame",
    "open_frames",
    "rule_board",
    "stack",
    "to_csv",
    "to_parquet",
    "wide",
    "write_frames",
]
