"""What `gxkit parse` prints of a report for a person: a line a cell, as wide as the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from gxkit.report import Report, Status, Value
from gxkit.text.terminal import CUT, columns_of

COLUMNS = ("label", "printed", "verdict", "where")
_SHARES = (1, 0.2, 0.2, 0.36)
"""of a terminal's width, what each may take at most; a label takes what the others leave"""
_GAP = "  "

Line = tuple[str, ...]


def figures_text(report: Report, width: int | None = None) -> str:
    """The cells of a report as lines to read, under the names of their columns.

    They stand in columns of a terminal `width` wide, or, without one, with tabs between.
    """
    name = report.meta.title or report.source
    editions = [f"{table}: {edition}" for table, edition in report.editions.items()]
    head = [f"{name}  [{', '.join(editions)}]"]
    head += [f"  remark\t{remark.say('en')}" for remark in report.remarks]
    lines = [COLUMNS, *_lines(report)]
    set_line = _tabbed if width is None else _Columns(lines, width).set_line
    return "\n".join([*head, *map(set_line, lines)])


def _lines(report: Report) -> Iterator[Line]:
    for value in report.values:
        yield value.label, _shown(value), value.verdict.value, str(value.where or "")
    for one in report.unplaced:
        yield "unplaced", one.printed, "", str(one.where)


def _shown(value: Value) -> str:
    """What a cell prints, else its status; of an ambiguous one its readings too."""
    printed = value.printed or f"({value.status})"
    if value.status is not Status.AMBIGUOUS:
        return printed
    readings = ["blank" if one is None else str(one) for one in value.candidates]
    return f"{printed} ? {' | '.join(readings)}"


def _keep_end(text: str, width: int) -> str:
    """A text in so many columns; of a label it is the end that tells it from its neighbours."""
    if columns_of(text) <= width:
        return text
    kept = text
    while columns_of(CUT + kept) > width:
        kept = kept[1:]
    return CUT + kept


def _tabbed(line: Line) -> str:
    return "  " + "\t".join(line)


class _Columns:
    """How wide each column is, so that a line fits the terminal; what is longer is cut."""

    def __init__(self, lines: list[Line], width: int) -> None:
        wanted = [max(map(columns_of, column)) for column in zip(*lines, strict=True)]
        most = [int(width * share) for share in _SHARES]
        label, *others = map(min, wanted, most)
        rest = width - sum(others) - len(_GAP) * len(COLUMNS)
        self.widths = [min(label, rest), *others]

    def set_line(self, line: Line) -> str:
        cells = []
        for text, width in zip(line, self.widths, strict=True):
            kept = _keep_end(text, width)
            cells.append(kept + " " * (width - columns_of(kept)))
        return (_GAP + _GAP.join(cells)).rstrip()
