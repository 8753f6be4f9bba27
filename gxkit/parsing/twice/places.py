"""Where the figures of a report stand on the pages of its PDF, and a look at them there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from gxkit.parsing.twice.sights import Outcome, compare
from gxkit.report import Key, Report, Status, Value

if TYPE_CHECKING:
    from gxkit.readers.ink.figures import Seen
    from gxkit.readers.pdf.looking import Place

Looks = dict[Key, "Seen | None"]
"""what is seen of cells"""


def find_places(report: Report) -> dict[Key, Place]:
    """The cells that have a place of their own on a page, and a number there or a blank."""
    from gxkit.readers.pdf.looking import Place

    lines = report.filling.line_texts if report.filling else {}
    pictured = _find_pictured(report)
    shared: Counter[object] = Counter()
    wanted = []
    for value in report.values:
        where = value.where
        if where is None or where.box is None or where.page is None:
            continue
        shared[_spot(value)] += 1
        # what stands in a picture would be read from the same picture once more
        is_pictured = value.recognised or _table_of(value) in pictured
        if _may_be_seen(value) and not is_pictured:
            wanted.append(value)
    placed = {}
    for value in wanted:
        where = value.where
        assert where is not None
        assert where.page is not None
        assert where.box is not None
        # several figures in one place cannot be told apart in it
        if shared[_spot(value)] > 1:
            continue
        if where.start is None:
            placed[value.key] = Place(where.page, where.box)
            continue
        text = lines.get((where.page, where.line))
        if text is not None and value.status is Status.PRINTED:
            span = (text, where.start, where.end or len(text))
            placed[value.key] = Place(where.page, where.box, span)
    return placed


def _may_be_seen(value: Value) -> bool:
    """Whether a look can say anything of a cell: it has a number or none, or signs that say
    nothing and may be drawn as digits."""
    if value.status in (Status.PRINTED, Status.BLANK):
        return True
    is_wordless = not any(map(str.isalnum, value.printed))
    return value.status is Status.ILLEGIBLE and is_wordless


def _find_pictured(report: Report) -> set[object]:
    """The tables whose figures all were recognised, so that their blanks stand in a picture too."""
    printed = [value for value in report.values if value.status is Status.PRINTED]
    told = {_table_of(value) for value in printed if not value.recognised}
    return {_table_of(value) for value in printed if value.recognised} - told


def _table_of(value: Value) -> object:
    where = value.where
    return where and (where.page, where.table)


def _spot(value: Value) -> object:
    where = value.where
    assert where is not None
    return where.page, where.box, where.start, where.end


def look_at(
    report: Report,
    path: Path,
    places: Mapping[Key, Place],
) -> tuple[Looks, Looks]:
    """What is seen of the cells at a first look, and nearer by of those that it does not settle."""
    from gxkit.readers.pdf.looking import FAR, NEAR

    far = look_once(report, path, places, FAR)
    still = {}
    for key, seen in far.items():
        if compare(report[key], seen).outcome is not Outcome.AGREE:
            still[key] = places[key]
    near = look_once(report, path, still, NEAR) if still else {}
    return far, near


def look_once(
    report: Report,
    path: Path,
    places: Mapping[Key, Place],
    dots: float,
) -> Looks:
    """What is seen of the cells at so many dots an inch."""
    from gxkit.readers.pdf.looking import look

    postures = report.filling.postures if report.filling else {}
    seen: list[Seen | None] = look(path, list(places.values()), postures, dots)
    return dict(zip(places, seen, strict=True))
