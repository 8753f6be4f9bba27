"""An entry: the cells of the form that one label opens, and how the file fills them.

What the file's own borders decide is never asked of the arithmetic: a published mistake must come
through. Only where the borders are gone (joined figures, blanks that left no trace) are several
ways to fill the cells made, for the rules to choose from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from gxkit.document import Where
from gxkit.filling.cells.fields import Field
from gxkit.filling.cells.kinds import Kind
from gxkit.filling.finding.spots import Spot
from gxkit.filling.heads.headers import Header, Span
from gxkit.filling.ways import Declined
from gxkit.forms import Slot
from gxkit.report import Number

# One way to fill the cells of an entry; None for a cell left blank.
Numbers = tuple[Number | None, ...]
Fields = tuple[Field, ...]


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
    spare: Fields = ()
    before: int = 0


UNDECIDED = Placement(complete=False)


@dataclass(frozen=True)
class Entry:
    """The cells of the form that one label opens and what the file has for them.

    `fields` are its own, in order, empty ones included; `label` is where its label is printed,
    `unit` the unit printed beside it; `spare` are figures of its zone that belong to no cell.
    `header` are the columns of the head above it; `shallow` says that its label may span columns,
    as one does that has no group before it, `packed` that its cells hold other rows' figures too
    and nothing parts them. `spot` is its label's. `placement` is how the first strategy that
    answered fills it, `way` its name, `declined` what those before it said.
    Of its fields, `figures` are those that are not empty, `cells` all that are no text; `in_grid`
    is whether all its figures stand in a grid.
    """

    slots: tuple[Slot, ...]
    label: Where
    fields: Fields = ()
    unit: str = ""
    spare: Fields = ()
    header: Header = field(default_factory=dict)
    shallow: bool = False
    packed: bool = False
    spot: Spot | None = None
    placement: Placement = UNDECIDED
    way: str = ""
    declined: tuple[Declined, ...] = ()
    figures: Fields = field(init=False, repr=False, compare=False)
    cells: Fields = field(init=False, repr=False, compare=False)
    blanks: Fields = field(init=False, repr=False, compare=False)
    in_grid: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        cells, figures, blanks = list[Field](), list[Field](), list[Field]()
        for item in self.fields:
            kind = item.kind
            if kind is Kind.TEXT:
                continue
            cells.append(item)
            own = blanks if kind is Kind.EMPTY else figures
            own.append(item)
        self.__dict__.update(
            cells=tuple(cells),
            figures=tuple(figures),
            blanks=tuple(blanks),
            in_grid=all(figure.column >= 0 for figure in figures),
        )

    def placed(
        self,
        placement: Placement,
        way: str,
        declined: tuple[Declined, ...],
    ) -> Entry:
        """The entry as a strategy fills it; its fields stay, and are not sorted again."""
        return self._changed(placement=placement, way=way, declined=declined)

    def below(self, header: Header) -> Entry:
        """The entry with the columns of the head above it."""
        return self._changed(header=header)

    def _changed(self, **changes: object) -> Entry:
        """As `dataclasses.replace`, for what says nothing of its fields, and in a tenth of the
        time: each entry of a table is changed several times."""
        made: Entry = object.__new__(Entry)
        made.__dict__.update(self.__dict__, **changes)
        return made

    @property
    def is_placed(self) -> bool:
        """Whether the borders decide which field stands in which cell."""
        return self.placement.fields is not None

    def line_cells(self) -> list[list[Field]]:
        """Its cells by the tabs and lines of a text, each with all that stands in it; [] in a
        grid."""
        if any(item.column >= 0 for item in self.cells):
            return []
        groups = groupby(self.cells, key=_line_cell)
        return [list(group) for _, group in groups]

    def head(self) -> dict[str, Span]:
        """Its columns in the head, or {} unless all stand there, each once and side by side."""
        columns = [column for _, column in self.slots]
        once = set(columns)
        # A head that lacks a column, or names one twice, does not tell where the others stand.
        if len(once) < len(columns) or not once <= self.header.keys():
            return {}
        spans = sorted(self.header[column] for column in columns)
        for left, right in pairwise(spans):
            first, width, _ = left
            # Two labels over one column: a span of the file is wrong.
            if first + width > right[0]:
                return {}
        return {column: self.header[column] for column in columns}


def _line_cell(item: Field) -> tuple[int, int]:
    """In which line a field stands, and behind how many tabs."""
    return id(item.token.source), item.tabs


def lies_under(item: Field, span: Span) -> bool:
    """Whether a field and a column label share a grid column; a field of a text has none."""
    first, width, _ = span
    # In running text no column is known.
    if item.column < 0 or item.column >= first + width:
        return False
    return first < item.column + item.span


def spans_columns(figure: Field, entry: Entry) -> bool:
    """Whether a figure lies under two column labels of the entry."""
    above = 0
    for column in {column for _, column in entry.slots}:
        span = entry.header.get(column)
        if span and lies_under(figure, span):
            above += 1
    return above > 1


def holds_several(figures: Iterable[Field]) -> bool:
    """Whether blanks cut the text of a figure in a cell into several words."""
    return any(len(figure.words) > 1 for figure in figures)
