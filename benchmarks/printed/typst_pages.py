"""Specimens that Typst sets: breakable rows, repeated heads, strokes and dashes."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from .drafts import Draft, Look, Plan
from .fonts import find_font, name_of
from .layouts import Box, Laid

_RULES = {
    "solid": ".5pt",
    "thick": "1.6pt",
    "grey": ".4pt + luma(190)",
    "dashed": '(thickness: .6pt, dash: "dashed")',
    "dotted": '(thickness: .8pt, dash: "dotted")',
    "none": "none",
    "lines": "(x: none, y: .5pt)",
    "inner": "(x, y) => (left: if x > 0 { .5pt }, top: if y > 0 { .5pt })",
}


def make_typst(drafts: list[tuple[Plan, Draft]], folder: Path) -> None:
    """Sets each draft into the folder as NAME.pdf."""
    try:
        import typst
    except ModuleNotFoundError as error:
        raise FileNotFoundError("typst is not installed (PyPI: typst)") from error
    with tempfile.TemporaryDirectory() as scratch:
        for plan, draft in drafts:
            source = Path(scratch, f"{plan.name}.typ")
            source.write_text(write_source(draft, plan.look), "utf-8")
            typst.compile(
                str(source),
                output=str(folder / f"{plan.name}.pdf"),
                root=scratch,
                font_paths=[str(find_font(plan.look.font).parent)],
                ignore_system_fonts=True,
            )


def write_source(draft: Draft, look: Look) -> str:
    """The Typst source."""
    flipped = "true" if look.page == "landscape" else "false"
    out = [
        f'#set page(paper: "a4", flipped: {flipped}, margin: {look.margin}pt, numbering: "- 1 -")',
        f'#set text(font: "{name_of(look.font)}", size: {look.size + 2}pt)',
        '#set text(lang: "zh", region: "cn")',
        "#set par(first-line-indent: 2em, leading: .9em)",
        f"#show table: set text(size: {look.size}pt)",
        "#show table: set par(first-line-indent: 0em, leading: .5em, justify: false)",
        "#set table(inset: 3pt, align: (x, y) => center + horizon)",
    ]
    for part in draft.parts:
        if isinstance(part, Laid):
            table = _write_table(part, look)
            other = "table(columns: 2, [序号], [备注], [甲], [无])"
            pair = f"#grid(columns: (4fr, 1fr), gutter: 12pt, {table}, {other})"
            out.append(pair if look.side_by_side else "#" + table)
        elif part[:2] in ("= ", "# "):
            size, place = (16, "center") if part[0] == "=" else (13, "left")
            text = f"#align({place})[#text(size: {size}pt)[{_escape(part[2:])}]]"
            out.append(f"#block(sticky: true, width: 100%)[{text}]")
        else:
            out.append(f"#par[{_escape(part)}]")
    return "\n\n".join(out) + "\n"


def _write_table(laid: Laid, look: Look) -> str:
    columns = ", ".join(f"{width}fr" for width in laid.widths)
    rows = [_write_row(row, look) for row in laid.rows]
    heads = laid.heads if look.repeat_heads else 0
    head = [f"table.header({', '.join(rows[:heads])})"] if heads else []
    cells = ", ".join(head + rows[heads:])
    return f"table(columns: ({columns}), stroke: {_RULES[look.rules]}, {cells})"


def _write_row(row: Sequence[Box], look: Look) -> str:
    return ", ".join(_write_cell(box, look) for box in row)


def _write_cell(box: Box, look: Look) -> str:
    text = _escape(box.text)
    if box.kind == "group" and look.groups == "vertical":
        text = f"#rotate(90deg, reflow: true)[{text}]"
    elif box.kind == "group" and look.groups == "stacked":
        text = " \\ ".join(_escape(c) for c in box.text)
    breakable = "true" if look.cut_rows else "false"
    align = "align: left + horizon, " if box.kind == "label" else ""
    spans = f"colspan: {box.colspan}, rowspan: {box.rowspan}"
    return f"table.cell({spans}, {align}breakable: {breakable})[{text}]"


def _escape(text: str) -> str:
    """The text as a string literal, so that nothing in it is markup."""
    return '#"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
