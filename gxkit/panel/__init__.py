"""Reports as data frames: the panel, the series of its concepts, indicators, and the cells behind a figure."""

from gxkit.panel.frames import (
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
    "alternatives_frame",
    "claims_frame",
    "findings_frame",
    "rule_board",
    "stack",
    "to_csv",
    "to_parquet",
    "wide",
]
