"""What tests of readers share: bytes read as a file, and the texts of a grid."""

from __future__ import annotations

from pathlib import Path

from gxkit.document import Document, Grid
from gxkit.readers import read


def read_bytes(folder: Path, data: bytes, name: str = "report.bin") -> Document:
    """The document in some bytes, written to a file whose name says nothing."""
    path = folder / name
    path.write_bytes(data)
    return read(path)


def texts(grid: Grid) -> list[list[str]]:
    """What stands in each cell, row by row."""
    return [[cell.text for cell in row] for row in grid.by_rows()]
