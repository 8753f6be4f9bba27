"""Decisions as a data frame."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from gxkit.folder.decisions import Decision
from gxkit.panel.columns import KEY
from gxkit.panel.frames import tidy_frame

DECISION_COLUMNS = (*KEY, "decision", "reason", "who", "when")


def decisions_frame(decisions: Iterable[Decision]) -> pd.DataFrame:
    """One line a cell that a person decided on, with DECISION_COLUMNS."""
    return tidy_frame(
        DECISION_COLUMNS,
        [
            (d.report, *cell.key, d.decision, d.reason, d.who, d.when.isoformat())
            for d in decisions
            for cell in d.cells
        ],
    )
