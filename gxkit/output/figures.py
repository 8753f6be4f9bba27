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
    editions = []
    for table, edition in report.editions.items():
        editions.append(f"{table}: {edition}")
    said = [f"{name}  [{', '.join(editions)}]"]
    for remark in report.remarks:
        sentence = remark.say("en")
        said.append(f"  remark\t{sentence}")
    lines = [COLUMNS, *_lines(report)]
    set_line = _tabbed
    # what is piped elsewhere has tabs, for a program parts them more easily than columns
    if width is not None:
        set_line = _Columns(lines, width).set_line
    said += map(set_line, lines)
    return "\n".join(said)


def _lines(report: Report) -> Iterator[Line]:
    for value in report.values:
        place = value.where or ""
        yield (
            value.label,
            _shown(value),
            value.verdict.value,
            str(place),
        )
    for one in report.unplaced:
        yield (
            "unplaced",
            one.printed,
            "",
            str(one.where),
        )


def _shown(value: Value) -> str:
    """What a cell prints, else its status; of an ambiguous one its readings too."""
    printed = value.printed or f"({value.status})"
    if value.status is not Status.AMBIGUOUS:
        return printed
    readings = []
    for one in value.candidates:
        # a reading may also be that the cell is empty
        reading = "blank" if one is None else str(one)
        readings.append(reading)
    choices = " | ".join(readings)
    return f"{printed} ? {choices}"


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
        widths = []
        columns = zip(*lines, strict=True)
        for column, share in zip(columns, _SHARES, strict=True):
            wanted = max(map(columns_of, column))
            most = int(width * share)
            widths.append(min(wanted, most))
        label, *others = widths
        gaps = len(_GAP) * len(COLUMNS)
        # a label is cut before the figures and their places are
        rest = width - sum(others) - gaps
        self.widths = [min(label, rest), *others]

    def set_line(self, line: Line) -> str:
        said = ""
        for text, width in zip(line, self.widths, strict=True):
            kept = _keep_end(text, width)
            missing = width - columns_of(kept)
            said += _GAP + kept + " " * missing
        return said.rstrip()
