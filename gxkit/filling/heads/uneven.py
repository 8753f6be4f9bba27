"""Grids with more columns than their head has labels, or fewer than the form has.

An office checks its sums in columns of its own right of the table, and hides one that is all zeros.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from gxkit.filling.cells.entries import Entry, lies_under
from gxkit.filling.cells.fields import Field
from gxkit.filling.cells.kinds import Kind
from gxkit.filling.heads.columns import count_sums
from gxkit.filling.heads.headers import Header
from gxkit.forms import Rule

# Rows that are not all zero, of which nearly all must add up: one may be the publisher's mistake.
_FEWEST_ROWS = 2
_ADD_UP = 0.8
# More labels than half must be left: fewer may be those of another table.
_LEFT = 0.5


def add_up_alone(entries: Sequence[Entry], rules: Sequence[Rule]) -> bool:
    """Whether rows add up without what stands beside them."""
    filled = list(filter(_is_filled, entries))
    sums = count_sums(entries, rules)
    return len(filled) >= _FEWEST_ROWS and sums >= _ADD_UP * len(filled)


def _is_filled(entry: Entry) -> bool:
    return any(item.number for item in entry.figures)


def stand_right_of(columns: Collection[int], header: Header) -> bool:
    """Whether grid columns stand right of all labels."""
    ends = [first + width for first, width, _ in header.values()]
    return bool(columns) and min(columns) >= max(ends, default=0)


def without_columns(
    entries: Sequence[Entry],
    lost: Collection[str],
    header: Header,
) -> list[Entry]:
    """The entries without the cells of columns that neither head nor rows have; [] where a field
    stands under no label, or a label over none: then it is the label that is lost."""
    made = []
    for entry in entries:
        slots = tuple([slot for slot in entry.slots if slot[1] not in lost])
        spans = [header[column] for _, column in slots if column in header]
        entry = replace(entry, fields=tuple(_without_edges(entry, spans)))
        is_even = len(entry.cells) == len(spans) == len(slots) > _LEFT * len(entry.slots)
        if not is_even or not _lie_under(entry, spans):
            return []
        made.append(replace(entry, slots=slots))
    return made


def _without_edges(
    entry: Entry,
    spans: Sequence[tuple[int, int, int]],
) -> Iterator[Field]:
    """The fields of an entry but blanks under no label: places over which a row's label goes on."""
    for item in entry.fields:
        is_labelled = any(lies_under(item, span) for span in spans)
        if is_labelled or item.kind is not Kind.EMPTY:
            yield item


def _lie_under(entry: Entry, spans: Sequence[tuple[int, int, int]]) -> bool:
    """Whether each cell of an entry lies under a label of its own."""
    for span in spans:
        below = [item for item in entry.cells if lies_under(item, span)]
        if len(below) != 1:
            return False
    return True
