"""Rows whose figures stand a row above their own: the first in the head, none in the last row.

A printer that sets figures and labels apart may set them half a row apart, too, and then every
figure stands whole in the cell above its own. Only the two ends of the table show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gxkit.document import Cell, Grid
from gxkit.filling.cells.entries import Entry
from gxkit.filling.cells.fields import Field
from gxkit.filling.finding.lexicon import HAN, Lexicon
from gxkit.filling.heads import headwords
from gxkit.filling.heads.columns import Columned
from gxkit.filling.tape import Tape


def doubt_slid(
    columned: Columned,
    tape: Tape,
    words: Lexicon,
) -> Columned:
    """The entries of a table, their columns in doubt if the figures may stand a row too high."""
    doubted: set[str] = set()
    remarks = []
    for run in _runs(columned.entries):
        # In most tables something stands in the last row.
        if run[-1].figures:
            continue
        first = run[0].cells[0]
        block = tape.blocks[first.token.block]
        if not isinstance(block, Grid):
            continue
        above = [cell for cell in block.cells if cell.row + cell.rowspan == first.token.row]
        figures = list(_figures_below(above))
        # The labels of most heads hold nothing else.
        if figures and not _number_columns(figures):
            doubted.update(column for entry in run for _, column in entry.slots)
            remarks.append(headwords.tell(headwords.SLID, words.table, above[0].where))
    if not doubted:
        return columned
    return replace(
        columned,
        doubted=columned.doubted | doubted,
        remarks=(*columned.remarks, *remarks),
    )


def _runs(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """The entries whose rows follow each other in a grid, from head to head."""
    run: list[Entry] = []
    for entry in entries:
        # What stands in no grid has no row above it.
        if not entry.cells or entry.cells[0].column < 0:
            continue
        if run and _home(entry.cells[0]) != _below(run[-1].cells[-1]):
            yield run
            run = []
        run.append(entry)
    if run:
        yield run


def _home(item: Field) -> tuple[int, int | None]:
    return item.token.home


def _below(item: Field) -> tuple[int, int | None]:
    block, row = item.token.home
    return block, None if row is None else row + 1


def _figures_below(head: Iterable[Cell]) -> Iterator[int]:
    """The figures that stand in lines of their own below the labels of a head."""
    for cell in head:
        label, _, last = cell.text.rpartition("\n")
        if last.strip().isdecimal() and HAN.search(label):
            yield int(last)


def _number_columns(figures: Sequence[int]) -> bool:
    """Whether figures number the columns of a head: 本年度 1, 历年累计 2."""
    first = figures[0]
    return len(figures) > 1 and list(figures) == list(range(first, first + len(figures)))
