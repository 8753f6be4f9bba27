"""A document as Typst sets it: a printer that decides for itself where lines and pages end."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import typst
from printed.fonts import find_font

from .drafts import Draft, Piece, Sheet, Text
from .grids import Box, lay

FAMILY = "Noto Serif SC"
_STROKES = {"solid": ".5pt", "lines": "(x: none, y: .5pt)", "none": "none"}
_SIZES = (10.5, 16, 13)


def write_typeset(draft: Draft) -> bytes:
    """The PDF of a draft."""
    stroke = _STROKES[draft.wishes.get("rules", "solid")]
    source = [
        "#set document(date: none)",  # the same bytes each time
        '#set page(paper: "a4", margin: 45pt, numbering: "- 1 -")',
        f'#set text(font: "{FAMILY}", size: {_SIZES[0]}pt, lang: "zh", region: "cn")',
        "#show table: set text(size: 8.5pt)",
        f"#set table(inset: 2.5pt, align: center + horizon, stroke: {stroke})",
    ]
    source += map(partial(_write_part, is_small="small" in draft.wishes), draft.parts)
    made = typst.compile(
        "\n\n".join(source).encode("utf-8"),
        font_paths=[str(Path(find_font(FAMILY)).parent)],
        ignore_system_fonts=True,
    )
    assert isinstance(made, bytes)
    return made


def _write_part(part: Text | Sheet, is_small: bool) -> str:
    return _write_text(part) if isinstance(part, Text) else _write_table(part, is_small)


def _write_text(part: Text) -> str:
    place = "center" if part.level == 1 else "left"
    text = f"#align({place})[#text(size: {_SIZES[part.level]}pt)[{_escape(part.text)}]]"
    return f"#block(sticky: {'true' if part.level else 'false'}, width: 100%)[{text}]"


def _write_table(sheet: Sheet, is_small: bool) -> str:
    """A table as wide as the page, or as small as its text lets it be."""
    grid = lay(sheet)
    needs = [3.0] * grid.width
    for _, column, box in grid.places():
        if box.columns == 1:
            needs[column] = max(needs[column], min(len(box.text), 9))
    columns = ", ".join("auto" if is_small else f"{need}fr" for need in needs)
    rows = [", ".join(map(_write_box, row)) for row in grid.rows if row]
    return f"#table(columns: ({columns}), {', '.join(rows)})"


def _write_box(box: Box) -> str:
    text = "".join(map(_write_piece, box.cell.pieces))
    return f"table.cell(colspan: {box.columns}, rowspan: {box.rows})[{text}]"


def _write_piece(piece: Piece) -> str:
    return " \\ " if piece.style == "break" else _escape(piece.text)


def _escape(text: str) -> str:
    """The text as a string literal, so that nothing in it is markup."""
    return '#"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
