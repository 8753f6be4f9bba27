"""Specimens that ReportLab's own table flowable sets: spans, split rows, repeated heads."""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path

from .drafts import Draft, Look, Plan
from .fonts import truetype
from .layouts import Laid

_LINES = {
    "solid": [("GRID", (0, 0), (-1, -1), 0.5, "black")],
    "thick": [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("BOX", (0, 0), (-1, -1), 2, "black")],
    "inner": [("INNERGRID", (0, 0), (-1, -1), 0.25, "black")],
    "none": [],
}


def make_platypus(drafts: list[tuple[Plan, Draft]], folder: Path) -> None:
    """Sets each draft into the folder as NAME.pdf."""
    if find_spec("reportlab") is None:
        raise FileNotFoundError("reportlab is not installed (PyPI: reportlab)")
    for plan, draft in drafts:
        (folder / f"{plan.name}.pdf").write_bytes(_set_report(draft, plan))


def _set_report(draft: Draft, plan: Plan) -> bytes:
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    look = plan.look
    _register_font(draft, plan)
    styles = _paragraph_styles(plan)
    sheet = landscape(A4) if look.page == "landscape" else A4
    story = []
    for part in draft.parts:
        if isinstance(part, Laid):
            story.append(_set_table(part, look, styles, sheet[0] - 2 * look.margin))
        else:
            kind = part[:2] if part[:2] in ("= ", "# ") else ""
            story.append(Paragraph(part[len(kind) :], styles[kind]))
    buffer = io.BytesIO()
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), look.margin)
    SimpleDocTemplate(buffer, pagesize=sheet, invariant=1, **margins).build(story)
    return buffer.getvalue()


def _register_font(draft: Draft, plan: Plan) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    text = "0123456789."
    for part in draft.parts:
        if isinstance(part, str):
            text += part
        else:
            text += "".join(box.text for _, _, box in part.places())
    font = truetype(plan.look.font, text, {})
    pdfmetrics.registerFont(TTFont(plan.name, io.BytesIO(font)))


def _paragraph_styles(plan: Plan) -> dict[str, object]:
    from reportlab.lib.styles import ParagraphStyle

    size = plan.look.size
    kinds = (
        ("= ", 16, 1),
        ("# ", 13, 0),
        ("", size + 2, 0),
        ("label", size, 0),
        ("head", size, 1),
        ("group", size, 1),
        ("figure", size, 1),
    )
    styles: dict[str, object] = {}
    for kind, points, place in kinds:
        styles[kind] = ParagraphStyle(
            kind,
            fontName=plan.name,
            fontSize=points,
            leading=points * 1.3,
            wordWrap="CJK",
            alignment=place,
            keepWithNext=kind == "# ",
            spaceAfter=3,
        )
    return styles


def _set_table(laid: Laid, look: Look, styles: dict[str, object], line: float) -> object:
    from reportlab.platypus import Paragraph, Table, TableStyle

    cells: list[list[object]] = [[""] * len(laid.widths) for _ in laid.rows]
    commands: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        *_LINES[look.rules],
    ]
    for row, column, box in laid.places():
        text = (
            "<br/>".join(box.text) if box.kind == "group" and look.groups == "stacked" else box.text
        )
        cells[row][column] = Paragraph(text, styles[box.kind])
        if box.rowspan * box.colspan > 1:
            commands.append(
                ("SPAN", (column, row), (column + box.colspan - 1, row + box.rowspan - 1))
            )
    widths = [line * width / sum(laid.widths) for width in laid.widths]
    return Table(
        cells,
        widths,
        style=TableStyle(commands),
        repeatRows=laid.heads if look.repeat_heads else 0,
        splitInRow=1 if look.cut_rows else 0,
    )
