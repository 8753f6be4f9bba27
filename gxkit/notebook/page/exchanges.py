"""Two lines of a table that changed places, as an explanation has it."""

from __future__ import annotations

from typing import NamedTuple

from gxkit.report import (
    Explanation,
    Finding,
    Key,
    Report,
)

_PAIR = 2


class Pair(NamedTuple):
    """The cells of two rows, or of two columns, that were exchanged."""

    first: tuple[Key, ...]
    second: tuple[Key, ...]
    is_of_columns: bool


def pair_of(explanation: Explanation) -> Pair | None:
    """The lines that an explanation exchanges; None where it does not, or does more than that."""
    exchanging = [kind for kind in explanation.kinds if kind.exchanges]
    if not exchanging:
        return None
    is_of_columns = exchanging[0].is_of_columns
    lines: dict[str, list[Key]] = {}
    for key, _, _ in explanation.cells:
        _, row, column = key
        lines.setdefault(column if is_of_columns else row, []).append(key)
    # of a mistake beside an exchange nobody knows here which cells are its own
    if len(lines) != _PAIR:
        return None
    first, second = map(tuple, lines.values())
    return Pair(first, second, is_of_columns)


def find_exchange(
    report: Report,
    finding: Finding,
) -> Explanation | None:
    """The best explanation of a finding by an exchange; None where it has none."""
    for one in report.explanations:
        is_best = one.rank == 1 and finding.id in one.findings
        if is_best and pair_of(one):
            return one
    return None
