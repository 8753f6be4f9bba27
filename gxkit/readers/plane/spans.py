"""Which places of a lattice are one cell: those that no rule parts."""

from __future__ import annotations

from collections.abc import Sequence

Span = tuple[int, int, int, int]
"""row, column, rowspan, colspan"""
Parted = Sequence[Sequence[bool]]
"""for each row and column whether a rule parts the place there from the next one"""


def merge_cells(parted_right: Parted, parted_below: Parted) -> list[Span]:
    """Rectangles of places that no rule parts, in reading order.

    >>> merge_cells([[False, True], [True, True]], [[True, True], [True, True]])
    [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]
    """
    rows, columns = len(parted_right), len(parted_right[0])
    taken = [[False] * columns for _ in range(rows)]
    merged: list[Span] = []
    for row in range(rows):
        right, below = parted_right[row], parted_below[row]
        for column in range(columns):
            if taken[row][column]:
                continue
            # most places are a cell each
            if right[column] and below[column]:
                merged.append((row, column, 1, 1))
                continue
            end = column + 1
            while end < columns and not (taken[row][end] or right[end - 1]):
                end += 1
            width = end - column
            last = row + 1
            while last < rows and not any(taken[last][column:end]):
                is_parted_above = any(parted_below[last - 1][column:end])
                is_parted_inside = any(parted_right[last][column : end - 1])
                if is_parted_above or is_parted_inside:
                    break
                last += 1
            for covered in range(row, last):
                taken[covered][column:end] = [True] * width
            merged.append((row, column, last - row, width))
    return merged
