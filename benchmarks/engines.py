"""The engines that are compared, each one function from a PDF to its printed cells; and the floor
under them all.

    python benchmarks/engines.py ENGINE FILE ...

reads the files and prints the peak memory of the process in kB, so that a process holds one engine
and nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Printed(NamedTuple):
    """A cell with text. `fragment` names the table or its part, `row` and `column` count in it,
    `x0` to `x1` is where it stands on the page (None where the engine does not say)."""

    fragment: tuple[int, int]
    row: int
    column: int
    rowspan: int
    x0: float | None
    x1: float | None
    text: str


def floor(path: Path | str) -> list[Printed]:
    """What PDFium alone needs: each character with its box, each path with its bounds; no cells."""
    import ctypes

    import pypdfium2.raw as pdfium

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    sides = [ctypes.c_float() for _ in range(4)]
    document = pdfium.FPDF_LoadDocument(str(path).encode(), None)
    for number in range(pdfium.FPDF_GetPageCount(document)):
        page = pdfium.FPDF_LoadPage(document, number)
        text = pdfium.FPDFText_LoadPage(page)
        for index in range(pdfium.FPDFText_CountChars(text)):
            pdfium.FPDFText_GetUnicode(text, index)
            pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        objects = [
            pdfium.FPDFPage_GetObject(page, index)
            for index in range(pdfium.FPDFPage_CountObjects(page))
        ]
        while objects:
            drawing = objects.pop()
            kind = pdfium.FPDFPageObj_GetType(drawing)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                pdfium.FPDFPageObj_GetBounds(drawing, *sides)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM:
                objects += [
                    pdfium.FPDFFormObj_GetObject(drawing, index)
                    for index in range(pdfium.FPDFFormObj_CountObjects(drawing))
                ]
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    pdfium.FPDF_CloseDocument(document)
    return []


def ours(path: Path | str) -> list[Printed]:
    """gxkit's first reading: the grids of the document, those that a page cuts joined."""
    from gxkit.readers import read
    from gxkit.readers.grids import join

    return [
        Printed(
            (0, number),
            cell.row,
            cell.column,
            cell.rowspan,
            cell.where.box[0] if cell.where.box else None,
            cell.where.box[2] if cell.where.box else None,
            cell.text,
        )
        for number, grid in enumerate(join(read(path).grids))
        for cell in grid.cells
    ]


def ours_parse(path: Path | str) -> list[Printed]:
    """All of gxkit: reading, filling the form, checking. Its cells are judged as a report."""
    import gxkit

    gxkit.parse(path, second_reading="off")
    return []


def ours_looking(path: Path | str) -> list[Printed]:
    """All of gxkit, with the second reading that looks at the pages."""
    import gxkit

    gxkit.parse(path)
    return []


def ours_twice(path: Path | str) -> list[Printed]:
    """All of gxkit, with camelot for the second reading."""
    import gxkit

    gxkit.parse(path, second_reading="camelot")
    return []


def camelot_lattice(path: Path | str) -> list[Printed]:
    """camelot as it comes: rulings from a picture of the page."""
    return list(_camelot(path))


def camelot_vector(path: Path | str) -> list[Printed]:
    """camelot with rulings from the page's drawing, and text split where a ruling crosses it."""
    return list(_camelot(path, engine="vector", split_text=True))


def _camelot(path: Path | str, **options: object) -> Iterator[Printed]:
    import logging

    import camelot

    logging.disable(logging.WARNING)
    tables = camelot.read_pdf(
        str(path), pages="all", flavor="lattice", suppress_stdout=True, **options
    )
    logging.disable(logging.NOTSET)
    for number, table in enumerate(tables):
        for row, cells in enumerate(table.cells):
            for column, cell in enumerate(cells):
                right = column
                while right + 1 < len(cells) and not (cells[right].right or cells[right + 1].left):
                    right += 1
                below = row
                while below + 1 < len(table.cells) and not (
                    table.cells[below][column].bottom or table.cells[below + 1][column].top
                ):
                    below += 1
                if cell.text.strip():
                    yield Printed(
                        (table.page, number),
                        row,
                        column,
                        below - row + 1,
                        cell.x1,
                        cells[right].x2,
                        cell.text,
                    )


def tablers(path: Path | str) -> list[Printed]:
    """tablers, which finds tables in Rust over a PDFium of its own."""
    from tablers import Document, find_tables

    found = []
    document = Document(str(path))
    for number, page in enumerate(document.pages()):
        for order, table in enumerate(find_tables(page, extract_text=True)):
            boxes = [
                [(cell.bbox, cell.text) for cell in row.cells if cell is not None]
                for row in table.rows
            ]
            found += _boxes_to_cells((number, order), boxes)
    document.close()
    return found


def pdfplumber(path: Path | str) -> list[Printed]:
    """pdfplumber with its default settings."""
    import pdfplumber as engine

    found = []
    with engine.open(path) as document:
        for number, page in enumerate(document.pages):
            for order, table in enumerate(page.find_tables()):
                boxes = [
                    [
                        (box, text)
                        for box, text in zip(row.cells, texts, strict=True)
                        if box is not None
                    ]
                    for row, texts in zip(table.rows, table.extract(), strict=True)
                ]
                found += _boxes_to_cells((number, order), boxes)
    return found


def _boxes_to_cells(
    fragment: tuple[int, int],
    rows: list[list[tuple[tuple[float, float, float, float], str | None]]],
) -> list[Printed]:
    """Cells from boxes measured from the top; rows that begin inside one tell its row span."""
    tops = [min((box[1] for box, _ in row), default=0.0) for row in rows]
    return [
        Printed(
            fragment,
            number,
            column,
            sum(box[1] - 1 <= top < box[3] - 1 for top in tops),
            box[0],
            box[2],
            text,
        )
        for number, row in enumerate(rows)
        for column, (box, text) in enumerate(row)
        if text
    ]


ENGINES: dict[str, Callable[[Path | str], list[Printed]]] = {
    "floor": floor,
    "gxkit": ours,
    "gxkit parse": ours_parse,
    "gxkit parse, looking": ours_looking,
    "gxkit parse, camelot": ours_twice,
    "tablers": tablers,
    "camelot vector": camelot_vector,
    "pdfplumber": pdfplumber,
    "camelot": camelot_lattice,
}
NEEDS = {
    "tablers": "tablers",
    "camelot vector": "camelot",
    "gxkit parse, camelot": "camelot",
    "pdfplumber": "pdfplumber",
    "camelot": "camelot",
}
"""engine -> the module that must be installed"""


def peak_kilobytes() -> int:
    """The most memory that this process has held so far."""
    try:
        with open("/proc/self/status", encoding="ascii") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (
            1024 if sys.platform == "darwin" else 1
        )


if __name__ == "__main__":
    if sys.argv[1] != "nothing":
        read = ENGINES[sys.argv[1]]
        for file in sys.argv[2:]:
            read(file)
    print(peak_kilobytes())
