"""Reports as data frames: the panel, the series of its concepts, indicators, and the cells behind a figure."""

from gxkit.panel.frames import (
    ALTERNATIVE_COLUMNS,
    BOARD_COLUMNS,
    CLAIM_COLUMNS,
    COLUMNS,
    FINDING_COLUMNS,
    STATES,
    alternatives_frame,
    claims_frame,
    findings_frame,
    rule_board,
    stack,
    to_csv,
    to_parquet,
    wide,
)

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
    "rule_board",
    "stack",
    "to_csv",
    "to_parquet",
    "wide",
]
