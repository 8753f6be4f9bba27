"""WordprocessingML to blocks: what .docx holds, and what a .doc becomes on the way.

The element names are those of ECMA-376, part 1, section 17. Deleted text, hidden text, field codes and the second
branch of alternate contents are left out; inserted text, content controls and text boxes are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from gxkit.document import Cell, Grid, Line, Where
from gxkit.readers.word.numbering import ListNumbers
from gxkit.text import lower_alone, raise_digits

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_VAL = W + "val"
_SKIPPED = frozenset(
    W + name
    for name in (
        "pPr",
        "rPr",
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "delInstrText",
        "rt",
        "tblPr",
        "tblGrid",
        "tcPr",
        "trPr",
        "sdtPr",
        "sdtEndPr",
        "sectPr",
        "lastRenderedPageBreak",
        "footnoteReference",
        "endnoteReference",
    )
)
_BREAKS = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-"}
_MAX_SPAN = 200

_PARAGRAPH, _TABLE, _ROW, _CELL = W + "p", W + "tbl", W + "tr", W + "tc"


@dataclass
class _Walk:
    """The state of one walk through a body: what was found, and the running numbers of paragraphs and tables."""

    numbers: ListNumbers | None
    blocks: list[Line | Grid] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    caption: str = ""


@dataclass
class _Open:
    """A cell while its rows are still being counted."""

    row: int
    column: int
    colspan: int
    element: etree._Element
    rowspan: int = 1


def body_to_blocks(
    body: etree._Element, numbers: ListNumbers | None = None
) -> tuple[tuple[Line | Grid, ...], tuple[str, ...]]:
    """Lines and grids of a `w:body` in reading order, and remarks on what a reader of the page would not see.

    A line's number counts paragraphs, empty ones and those in layout tables too. A table that holds tables, or has a
    single column, is layout: its cells are read as running text, its inner tables become grids.
    """
    walk = _Walk(numbers)
    _walk_blocks(body, walk)
    return tuple(walk.blocks), tuple(walk.remarks)


def _walk_blocks(parent: etree._Element, walk: _Walk) -> None:
    for child in parent:
        if child.tag == _PARAGRAPH:
            _add_paragraph(child, walk)
        elif child.tag == _TABLE:
            _add_table(child, walk)
        elif child.tag == _MC + "AlternateContent":
            for branch in _branch(child):
                _walk_blocks(branch, walk)
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            _walk_blocks(child, walk)  # content controls, custom XML, insertions


def _add_paragraph(paragraph: etree._Element, walk: _Walk) -> None:
    walk.paragraphs += 1
    number = walk.numbers.number(paragraph) if walk.numbers else ""
    boxes: list[etree._Element] = []
    for piece in (number + lower_alone("".join(_text(paragraph, boxes)))).split("\n"):
        if piece.strip():
            walk.blocks.append(Line(piece, Where(line=walk.paragraphs)))
            walk.caption = piece.strip()
    for box in boxes:
        _walk_blocks(box, walk)


def _text(element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    """The text below `element` as shown; text boxes on the way are put into `boxes` and not read."""
    for child in element:
        tag = child.tag
        if tag == W + "t" or tag == _MATH_TEXT:
            yield child.text or ""
        elif tag == W + "r":
            if not _is_hidden(child):
                yield from (
                    map(raise_digits, _text(child, boxes))
                    if _is_raised(child)
                    else _text(child, boxes)
                )
        elif tag in _BREAKS:
            yield _BREAKS[tag]
        elif tag == W + "br":
            yield "" if child.get(W + "type") in ("page", "column") else "\n"
        elif tag == W + "txbxContent":
            boxes.append(child)
        elif tag == _MC + "AlternateContent":
            for branch in _branch(child):
                yield from _text(branch, boxes)
        elif isinstance(tag, str) and tag not in _SKIPPED:
            yield from _text(child, boxes)


def _branch(alternate: etree._Element) -> list[etree._Element]:
    """The first branch of alternate contents that holds any text, else none: both say the same."""
    for branch in alternate:
        if isinstance(branch.tag, str) and next(branch.iter(W + "t", W + "tbl"), None) is not None:
            return [branch]
    return []


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(_VAL) not in ("0", "false", "off")


def _is_raised(run: etree._Element) -> bool:
    align = run.find(f"{W}rPr/{W}vertAlign")
    return align is not None and align.get(_VAL) == "superscript"


def _children(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, looking into content controls and insertions, not into other tables."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif (
            isinstance(child.tag, str)
            and child.tag not in _SKIPPED
            and child.tag not in (_TABLE, _PARAGRAPH)
        ):
            yield from _children(child, wanted)


def _add_table(table: etree._Element, walk: _Walk) -> None:
    rows = [row for row in _children(table, _ROW) if row.find(f"{W}trPr/{W}del") is None]
    opened = _rows_to_cells(rows, walk)
    is_layout = (
        next(table.iterdescendants(_TABLE), None) is not None
        or len({cell.column for cell in opened}) < 2
    )
    if is_layout:
        for row in rows:
            for cell in _children(row, _CELL):
                _walk_blocks(cell, walk)
        return
    walk.tables += 1
    opened.sort(key=lambda cell: (cell.row, cell.column))
    cells = tuple(
        Cell(
            c.row,
            c.column,
            _cell_text(c.element, walk.numbers),
            Where(table=walk.tables, row=c.row + 1, column=c.column + 1),
            c.rowspan,
            c.colspan,
        )
        for c in opened
    )
    walk.blocks.append(Grid(cells, walk.caption))
    walk.caption = ""


def _rows_to_cells(rows: list[etree._Element], walk: _Walk) -> list[_Open]:
    """Cells with their spans; what continues a merged cell belongs to it, what continues nothing is its own cell."""
    found: list[_Open] = []
    above: dict[int, _Open] = {}
    for at, row in enumerate(rows):
        column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        here: dict[int, _Open] = {}
        previous: _Open | None = None
        for element in _children(row, _CELL):
            properties = element.find(W + "tcPr")
            colspan = _number(properties.find(W + "gridSpan"), 1) if properties is not None else 1
            merge = properties.find(W + "vMerge") if properties is not None else None
            beside = properties.find(W + "hMerge") if properties is not None else None
            if (
                beside is not None
                and beside.get(_VAL, "continue") == "continue"
                and previous is not None
            ):
                previous.colspan += colspan
                column += colspan
                continue
            owner = above.get(column)
            if (
                merge is not None
                and merge.get(_VAL, "continue") == "continue"
                and owner is not None
            ):
                if here.get(column) is None:
                    owner.rowspan += 1
                _remark_covered(element, at, column, walk)
                previous = None
            else:
                owner = _Open(at, column, colspan, element)
                found.append(owner)
                previous = owner
            if merge is not None:
                here[column] = owner
            column += colspan
        above = here
    return found


def _remark_covered(element: etree._Element, row: int, column: int, walk: _Walk) -> None:
    text = "".join(_text(element, [])).strip()
    if text:
        walk.remarks.append(
            f"Row {row + 1}, column {column + 1} of table {walk.tables + 1} holds {text!r}, which a "
            "merged cell covers; Word does not show it and it was left out."
        )


def _cell_text(cell: etree._Element, numbers: ListNumbers | None) -> str:
    parts: list[str] = []
    for paragraph in cell.iterdescendants(_PARAGRAPH):
        if next(paragraph.iterancestors(W + "txbxContent", _CELL)).tag != _CELL:
            continue
        boxes: list[etree._Element] = []
        number = numbers.number(paragraph) if numbers else ""
        parts.append(number + lower_alone("".join(_text(paragraph, boxes))))
        parts.extend("".join(_text(inner, [])) for box in boxes for inner in box.iter(_PARAGRAPH))
    return "\n".join(parts).strip()


def _number(element: etree._Element | None, default: int) -> int:
    """The whole number in `w:val`, clipped; the default where it is absent or no number."""
    value = element.get(_VAL, "") if element is not None else ""
    return (
        min(max(int(value), default), _MAX_SPAN) if value.isascii() and value.isdigit() else default
    )
