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


def _csv(grid: Grid, indexed: bool = False) -> str:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    if indexed:
        writer.writerow(["", *range(grid.width)])
    for number, row in enumerate(grid.matrix()):
        writer.writerow([number, *row] if indexed else row)
    return made.getvalue().rstrip("\n")


def _drawn(grid: Grid) -> str:
    matrix = grid.matrix()
    widths = [max(map(width_of, column)) for column in zip(*matrix, strict=True)]
    bars = ["─" * width for width in widths]
    lines = ["┌" + "┬".join(bars) + "┐"]
    for row in matrix:
        texts = []
        for text, width in zip(row, widths, strict=True):
            texts.append(text + " " * (width - width_of(text)))
        lines += ["│" + "│".join(texts) + "│", "├" + "┼".join(bars) + "┤"]
    lines[-1] = "└" + "┴".join(bars) + "┘"
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


SHAPES: dict[str, Shape] = {
    "tabs": _tabs,
    "cells": _cells,
    "aligned": _aligned,
    "visual lines": _visual_lines,
    "csv": _csv,
    "csv index": lambda grid: _csv(grid, indexed=True),
    "drawn": _drawn,
    "markdown": _markdown,
    "bars": _bars,
    "one line": _one_line,
}


def write_text(draft: Draft, shape: str) -> bytes:
    """The document in a shape, in UTF-8."""
    joint = " " if shape == "one line" else "\n"
    write = SHAPES[shape]
    parts = [part.text if isinstance(part, Text) else write(lay(part)) for part in draft.parts]
    return (joint.join(parts) + "\n").encode("utf-8")
