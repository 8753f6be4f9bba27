"""What the numbers of a line of a figure rest on, what was said of them, and whether to use them.

A line is as firm as the least firm of its numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from gxkit.panel.cells import BASES
from gxkit.panel.index import USES, VERDICTS

# the columns of series and indicators that say it, each with its values, the firmest first
STATES: dict[str, Sequence[str]] = {"basis": BASES, "verdict": VERDICTS, "use": USES}


def worst_states(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The columns of STATES, and `changed` (a reconciled figure is in it), of several series or
    indicators whose lines are the same reports in the same order."""
    made: dict[str, object] = {}
    for name, values in STATES.items():
        order = list(map(str, values))
        places = [part[name].map(order.index).to_numpy(dtype=int) for part in parts]
        worst = np.maximum.reduce(places)
        made[name] = [order[place] for place in worst]
    changed = [part["reconciled"].to_numpy(dtype=bool) for part in parts]
    made["changed"] = np.logical_or.reduce(changed)
    return pd.DataFrame(made, index=parts[0].index)
