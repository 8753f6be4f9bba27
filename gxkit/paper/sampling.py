"""What the panel is a sample of, which places stand in it twice, weights where there is a frame."""

from __future__ import annotations

import csv
from collections import (
    Counter,
    defaultdict,
)
from collections.abc import (
    Container,
    Sequence,
)
from pathlib import Path
from types import SimpleNamespace

from gxkit.errors import CatalogError
from gxkit.folder.collection import Collection

FRAME = "frame.csv"
"""in a data folder: `level,bodies`, how many bodies of each level there are to choose from"""
_COLUMNS = ["level", "bodies"]


def describe_sample(
    collection: Collection,
    shown: Sequence[SimpleNamespace],
    failing: Container[str],
) -> SimpleNamespace:
    """How the bodies came into the panel, and what may be said beyond it.

    `failing` are the reports that contradict themselves. `levels` has the bodies by level, with
    those of the frame where there is one; `weighted` is the share of reports with a contradiction,
    each report of a level weighted by how many bodies of it the frame has for one of the panel.
    None without a frame: nothing is claimed beyond the panel.
    """
    levels = Counter({level: len(bodies) for level, bodies in _bodies(shown).items()})
    frame = read_frame(collection.folder)
    rows = [
        SimpleNamespace(
            level=level,
            bodies=count,
            frame=frame.get(level),
        )
        for level, count in sorted(levels.items())
    ]
    return SimpleNamespace(
        levels=rows,
        framed=bool(frame),
        outside=[row.level for row in rows if frame and row.frame is None],
        nested=len(collection.inside),
        weighted=_weighted(
            shown,
            failing,
            rows,
        )
        if frame
        else None,
        provinces=len({report.code[:2] for report in shown}),
    )


def _bodies(shown: Sequence[SimpleNamespace]) -> dict[str, set[tuple[str, str]]]:
    made: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for report in shown:
        made[str(report.level)].add((report.code, report.agency))
    return made


def _weighted(
    shown: Sequence[SimpleNamespace],
    failing: Container[str],
    rows: Sequence[SimpleNamespace],
) -> float | None:
    weights = {row.level: row.frame / row.bodies for row in rows if row.frame}
    own = [report for report in shown if str(report.level) in weights]
    total: float = sum(weights[str(report.level)] for report in own)
    # Levels that the frame does not name stand for nothing beyond themselves.
    if not total:
        return None
    broken = [report for report in own if report.id in failing]
    heavy: float = sum(weights[str(report.level)] for report in broken)
    return heavy / total


def read_frame(folder: Path | None) -> dict[str, int]:
    """The bodies there are by level, of a data folder that has a frame; CatalogError for another
    head or a count that is no number."""
    path = folder / FRAME if folder is not None else None
    if path is None or not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        # A count that is missing would make a weight of nothing, and a share of the wrong bodies.
        if list(row) != _COLUMNS or not str(row["bodies"]).isdigit():
            raise CatalogError(
                f"{FRAME}：应有两列 level 与 bodies，后者为各级机关的总数；得到的是 {row}。",
                f"{FRAME}: expected the columns level and bodies, the latter how many bodies of "
                f"the level there are; got {row}.",
            )
    return {row["level"]: int(row["bodies"]) for row in rows}
