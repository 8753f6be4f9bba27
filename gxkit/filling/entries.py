"""An entry: the cells of the form that one label opens, and how the file fills them.

What the file's own borders decide is never asked of the arithmetic: a published mistake must come
through. Only where the borders are gone (joined figures, blanks that left no trace) are several
ways to fill the cells made, for the rules to choose from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from gxkit.document import Where
from gxkit.filling.fields import Field, Kind
from gxkit.filling.headers import Header, Span
from gxkit.filling.spots import Spot
from gxkit.filling.ways import Declined
from gxkit.forms import Slot
from gxkit.report import Number

Numbers = tuple[Number | None, ...]
"""one way to fill the cells of an entry; None for a cell left blank"""


@dataclass(frozen=True, slots=True)
class Placement:
    """How the cells of an entry are filled.

    `fields` gives each cell its field where the borders decide. Where they do not, `possible` are
    the ways to fill the cells together, or `candidates` what each may hold by itself; `complete`
    if the truth must be among them. `spare` are figures that it leaves out. `before` counts the
    ways that the rules inside the line allowed, before those across lines were asked.
    """

    fields: tuple[Field | None, ...] | None = None
    possible: tuple[Numbers, ...] = ()
    candidates: tuple[Numbers, ...] = ()
    complete: bool = True
    spare: tuple[Field, ...] = ()
    before: int = 0


UNDECIDED = Placement(complete=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """The cells of the form that one label opens and what the file has for them.

    `fields` are its own, in order, empty ones included; `label` is where its label is printed,
    `unit` the unit printed beside it; `spare` are figures of its zone that belong to no cell.
    `header` are the columns of the head above it; `shallow` says that its label may span columns,
    as one does that has no group before it. `spot` is its label's. `placement` is how the first
    strategy that answered fills it, `way` its name, `declined` what those before it said.
    """

    slots: tuple[Slot, ...]
    label: Where
    fields: tuple[Field, ...] = ()
    unit: str = ""
    spare: tuple[Field, ...] = ()
    header: Header = field(default_factory=dict)
    shallow: bool = False
    spot: Spot | None = None
    placement: Placement = UNDECIDED
    way: str = ""
    declined: tuple[Declined, ...] = ()
    figures: tuple[Field, ...] = field(init=False, repr=False, compare=False)
    cells: tuple[Field, ...] = field(init=False, repr=False, compare=False)
    blanks: tuple[Field, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        figures = tuple([f for f in self.fields if f.is_figure])
        cells = tuple([f for f in self.fields if f.is_cell])
        blanks = tuple([f for f in cells if f.kind is Kind.EMPTY])
        object.__setattr__(self, "figures", figures)
        object.__setattr__(self, "cells", cells)
        object.__setattr__(self, "blanks", blanks)

    @property
    def in_grid(self) -> bool:
        """Whether all its figures stand in a grid."""
        return all(f.column >= 0 for f in self.figures)

    def head(self) -> dict[str, Span]:
        """Its columns in the head, or {} unless all stand there, each once and side by side."""
        columns = [column for _, column in self.slots]
        if not self.header or len(set(columns)) < len(columns):
            return {}
        if not set(columns) <= self.header.keys():
            return {}
        spans = sorted(self.header[column] for column in columns)
        for (first, span, _), (following, _, _) in pairwise(spans):
            if first + span > following:
                return {}
        return {column: self.header[column] for column in columns}


def lies_under(figure: Field, span: Span) -> bool:
    """Whether a field of a grid and a column label share a grid column."""
    first, columns, _ = span
    return first < figure.column + figure.span and figure.column < first + columns


def spans_columns(figure: Field, entry: Entry) -> bool:
    """Whether a figure lies under two column labels of the entry."""
    own = {column for _, column in entry.slots}
    above = [c for c, span in entry.header.items() if c in own and lies_under(figure, span)]
    return len(above) > 1


def holds_several(figures: Iterable[Field]) -> bool:
    """Whether blanks cut the text of a figure in a cell into several words."""
    return any(len(f.words) > 1 for f in figures)
