"""A document as text, in the shapes in which copies and exports leave a table."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable

from .drafts import Draft, Text
from .grids import Grid, lay

Shape = Callable[[Grid], str]


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def _tabs(grid: Grid) -> str:
    return "\n".join("\t".join(box.text for box in row) for row in grid.rows)


def _cells(grid: Grid) -> str:
    return "\n".join(box.text for row in grid.rows for box in row)


def _aligned(grid: Grid) -> str:
    matrix = grid.matrix()
    widths = [2] * grid.width
    for _, column, box in grid.places():
        if box.columns == 1:  # a text over several columns would push all of them apart
            widths[column] = max(widths[column], width_of(box.text) + 2)
    lines = []
    for row in matrix:
        line, end = "", 0
        for text, width in zip(row, widths, strict=True):
            line += " " * max(0, end - width_of(line))
            line += " " if line and text and not line.endswith(" ") else ""
            line += text
            end += width
        lines.append(line.rstrip())
    return "\n".join(lines)


def _visual_lines(grid: Grid) -> str:
    """One blank between cells; heads of two rows on the line between, as a printer sets them."""
    lines: dict[float, list[str]] = {}
    for row, _, box in grid.places():
        if box.text:
            lines.setdefault(row + (box.rows - 1) / 2 * (box.kind == "head"), []).append(box.text)
    return "\n".join(" ".join(lines[at]) for at in sorted(lines))


Texts = list[list[str]]


def _written(rows: Texts, separator: str = ",") -> str:
    made = io.StringIO()
    csv.writer(made, delimiter=separator, lineterminator="\n").writerows(rows)
    return made.getvalue().rstrip("\n")


def _csv(grid: Grid) -> str:
    return _written(grid.matrix())


def _csv_index(grid: Grid) -> str:
    rows = [[str(number), *row] for number, row in enumerate(grid.matrix())]
    return _written([["", *map(str, range(grid.width))], *rows])


def _csv_rows(grid: Grid) -> str:
    """Each row from its first cell on, whatever spans into it."""
    return _written([[box.text for box in row] for row in grid.rows])


def _csv_breaks(grid: Grid) -> str:
    """Long words broken inside their field, as a spreadsheet keeps what was typed."""
    rows = [[_broken(text, 8) for text in row] for row in grid.matrix()]
    return _written(rows)


def _broken(text: str, width: int) -> str:
    pieces = [text[at : at + width] for at in range(0, len(text), width)]
    return text if text[-1:].isdecimal() else "\n".join(pieces)


def _pandas(grid: Grid) -> str:
    """Spanning cells in each of their places, the first row as the head, an index."""
    rows = [list(row) for row in grid.matrix()]
    for at, column, box in grid.places():
        for down in range(box.rows):
            rows[at + down][column : column + box.columns] = [box.text] * box.columns
    seen: dict[str, int] = {}
    for column, text in enumerate(rows[0]):
        count = seen[text] = seen.get(text, -1) + 1
        rows[0][column] = f"{text}.{count}" if count else text or f"Unnamed: {column}"
    below = [[str(number), *row] for number, row in enumerate(rows[1:])]
    return _written([["", *rows[0]], *below])


def _semicolons(grid: Grid) -> str:
    return _written(grid.matrix(), ";")


def _pipes(grid: Grid) -> str:
    return _written(grid.matrix(), "|")


def _padded_pipes(grid: Grid) -> str:
    """Each row from its first cell on, filled up with empty ones, as page texts are extracted."""
    lines = []
    for row in grid.rows:
        texts = " | ".join(box.text for box in row)
        padding = "|" * (grid.width - len(row))
        lines.append(f"{texts} |{padding}")
    return "\n".join(lines)


FRAME = ("┌┬┐", "├┼┤", "└┴┘", "─│")
PLUS = ("+++", "+++", "+++", "-|")


def _drawn(grid: Grid) -> str:
    return _draw(_lines_of(grid.matrix(), 1000), FRAME)


def _drawn_wrapped(grid: Grid) -> str:
    return _draw(_lines_of(grid.matrix(), 12), FRAME, " ")


def _plus(grid: Grid) -> str:
    return _draw(_lines_of(grid.matrix(), 1000), PLUS, " ")


def _listed(grid: Grid) -> str:
    """A rule below the head and none between rows, as databases print."""
    head, *rows = _lines_of(grid.matrix(), 1000)
    return _draw([head, [line for row in rows for line in row]], PLUS, " ")


def _screen(grid: Grid) -> str:
    """An index, a head of numbers, everything set to the right: a frame as it is printed."""
    rows = [["", *map(str, range(grid.width))]]
    for number, row in enumerate(grid.matrix()):
        rows.append([str(number), *(text or "NaN" for text in row)])
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = zip(row, widths, strict=True)
        lines.append("  ".join(" " * (width - width_of(text)) + text for text, width in cells))
    return "\n".join(lines)


def _lines_of(matrix: Texts, width: int) -> list[Texts]:
    """For each row the lines of its cells, a text wider than some letters on several lines."""
    made = []
    for row in matrix:
        pieces = [_broken(text, width).split("\n") for text in row]
        count = max(map(len, pieces))
        lines = [[piece[at] if at < len(piece) else "" for piece in pieces] for at in range(count)]
        made.append(lines)
    return made


def _draw(rows: list[Texts], signs: tuple[str, str, str, str], pad: str = "") -> str:
    columns = zip(*(line for row in rows for line in row), strict=True)
    widths = [max(map(width_of, column)) for column in columns]
    dash, bar = signs[3]
    bars = [dash * (width + 2 * len(pad)) for width in widths]
    above, between, below = (left + mid.join(bars) + right for left, mid, right in signs[:3])
    lines = [above]
    for row in rows:
        for line in row:
            cells = zip(line, widths, strict=True)
            texts = [pad + text + " " * (width - width_of(text)) + pad for text, width in cells]
            lines.append(bar + bar.join(texts) + bar)
        lines.append(between)
    lines[-1] = below
    return "\n".join(lines)


def _markdown(grid: Grid) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in grid.matrix()]
    lines.insert(1, "|" + " --- |" * grid.width)
    return "\n".join(lines)


def _bars(grid: Grid) -> str:
    """Cells a line, a line with a bar for each blank between them."""
    return "\n|\n".join(box.text for row in grid.rows for box in row)


def _one_line(grid: Grid) -> str:
    return " ".join(box.text for row in grid.rows for box in row if box.text)


def _numbered(grid: Grid, sign: str) -> str:
    """A number before each row, its filled cells parted by blanks."""
    rows = ("  ".join(filter(None, row)) for row in grid.matrix())
    return "\n".join(sign.format(number) + row for number, row in enumerate(rows, 1))


def _numbered_rows(grid: Grid) -> str:
    return _numbered(grid, "{:2d}  ")


def _listed_rows(grid: Grid) -> str:
    return _numbered(grid, "{}. ")


SHAPES: dict[str, Shape] = {
    "tabs": _tabs,
    "cells": _cells,
    "aligned": _aligned,
    "visual lines": _visual_lines,
    "csv": _csv,
    "csv index": _csv_index,
    "csv rows": _csv_rows,
    "csv breaks": _csv_breaks,
    "csv of pandas": _pandas,
    "semicolons": _semicolons,
    "pipes": _pipes,
    "padded pipes": _padded_pipes,
    "drawn": _drawn,
    "drawn, wrapped": _drawn_wrapped,
    "plus and minus": _plus,
    "list of a database": _listed,
    "frame on a screen": _screen,
    "markdown": _markdown,
    "bars": _bars,
    "numbered rows": _numbered_rows,
    "listed rows": _listed_rows,
    "one line": _one_line,
}


def write_text(draft: Draft, shape: str) -> bytes:
    """The document in a shape, in UTF-8."""
    joint = " " if shape == "one line" else "\n"
    write = SHAPES[shape]
    parts = [part.text if isinstance(part, Text) else write(lay(part)) for part in draft.parts]
    return (joint.join(parts) + "\n").encode("utf-8")
