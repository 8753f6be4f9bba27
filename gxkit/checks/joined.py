"""Figures that run together and that no split can tell apart."""

from __future__ import annotations

from collections.abc import Iterator

from gxkit.report import Finding, FindingKind, Origin, Report, Status, Value
from gxkit.text import Sentence

_NO_SPLIT = Sentence(
    "连写的“{printed}”无法拆成 {count} 格而满足表内勾稽关系，请查看原文。",
    "the joined figures “{printed}” cannot be split into {count} cells that satisfy the table's "
    "arithmetic; look at the original.",
)


def find_unsplit(report: Report) -> Iterator[Finding]:
    """One finding for each line of joined figures that no split can satisfy."""
    lines: dict[tuple[str, str], list[Value]] = {}
    for value in report.values:
        if value.status is Status.AMBIGUOUS:
            lines.setdefault((value.table, str(value.where)), []).append(value)
    for cells in lines.values():
        # where some split is possible its readings stand as candidates, and nothing is broken
        without = [value for value in cells if not value.candidates]
        if without:
            yield _finding(report, without[0], cells)


def _finding(
    report: Report,
    first: Value,
    cells: list[Value],
) -> Finding:
    return Finding(
        f"joined:{first.table}:{first.row}",
        "joined",
        FindingKind.FAILS,
        tuple(value.key for value in cells),
        None,
        None,
        _NO_SPLIT.fill(printed=first.printed, count=len(cells)),
        place=first.where or report.id,
        origin=Origin.JOINED,
    )
