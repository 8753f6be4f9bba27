"""Specimens drawn with ReportLab: ways to draw a table, to turn a page, to name characters."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from .drafts import Draft, Look, Plan
from .fonts import truetype
from .sheets import A4, Frame, Sheet, Typesetter

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

Segment = tuple[float, float, float, float]
KANGXI = {
    "一": 0x2F00,
    "二": 0x2F06,
    "大": 0x2F24,
    "小": 0x2F29,
    "工": 0x2F2F,
    "文": 0x2F42,
    "行": 0x2F8F,
}
RULES = (
    "solid",
    "boxes",
    "fills",
    "thick fills",
    "dashed",
    "bits",
    "inner",
    "open",
    "form",
    "polyline",
    "pieces",
    "none",
)


def make_drawn(drafts: list[tuple[Plan, Draft]], folder: Path) -> None:
    """Draws each draft into the folder as NAME.pdf."""
    if find_spec("reportlab") is None:
        raise FileNotFoundError("reportlab is not installed (PyPI: reportlab)")
    for plan, draft in drafts:
        (folder / f"{plan.name}.pdf").write_bytes(draw_report(draft, plan))


def draw_report(draft: Draft, plan: Plan) -> bytes:
    """The PDF of a draft, with the same bytes each time."""
    from reportlab.pdfgen.canvas import Canvas

    look = plan.look
    if look.rules not in RULES:
        raise ValueError(f"rules {look.rules!r}; expected one of {', '.join(RULES)}")
    sheets = Typesetter(look).set(draft)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, pageCompression=1)
    font, upright = _register_font(look, plan.name, sheets)
    for number, sheet in enumerate(sheets, 1):
        _place_sheet(canvas, look, sheet)
        if look.rules == "form":
            name = f"sheet{number}"
            canvas.beginForm(name, 0, 0, sheet.width * 2, sheet.height * 2)
            canvas.scale(2, 2)
            _draw_sheet(canvas, look, sheet, font, upright)
            canvas.endForm()
            canvas.saveState()
            canvas.scale(0.5, 0.5)
            canvas.doForm(name)
            canvas.restoreState()
        else:
            _draw_sheet(canvas, look, sheet, font, upright)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _register_font(look: Look, name: str, sheets: list[Sheet]) -> tuple[str, str]:
    """The names of the font for lines and of that for columns of characters."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import CIDFont, UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont

    if look.font == "STSong-Light":
        # not embedded: its characters are known by a predefined CMap alone
        pdfmetrics.registerFont(UnicodeCIDFont(look.font))
        pdfmetrics.registerFont(CIDFont(look.font, "UniGB-UCS2-V"))
        return look.font, "STSong-Light-UniGB-UCS2-V"
    characters = (
        "".join(word.text for sheet in sheets for word in sheet.words)
        + "序号备注甲乙无有0123456789"
    )
    data = truetype(look.font, characters, {code: ord(c) for c, code in KANGXI.items()})
    pdfmetrics.registerFont(TTFont(name, io.BytesIO(data)))
    return name, ""


def _place_sheet(canvas: Canvas, look: Look, sheet: Sheet) -> None:
    """Puts the page so that the sheet, drawn next, is what is shown (but for `sideways`)."""
    if look.page == "cropped":
        canvas.setPageSize((sheet.width + 120, sheet.height + 90))
        canvas.setCropBox((70, 50, 70 + sheet.width, 50 + sheet.height))
        canvas.translate(70, 50)
    elif look.page in ("rotated", "sideways"):
        # ReportLab itself exchanges the sides of a page that it rotates
        canvas.setPageSize(
            (sheet.width, sheet.height) if look.page == "rotated" else (sheet.height, sheet.width)
        )
        canvas.setPageRotation(90 if look.page == "rotated" else 0)
        canvas.transform(0, 1, -1, 0, sheet.height, 0)
    else:
        canvas.setPageSize((sheet.width, sheet.height))


def _draw_sheet(canvas: Canvas, look: Look, sheet: Sheet, font: str, upright: str) -> None:
    for frames in sheet.tables:
        _draw_rules(canvas, look.rules, frames)
    kangxi = (
        str.maketrans({c: chr(code) for c, code in KANGXI.items()})
        if "kangxi" in look.extras
        else {}
    )
    for word in sheet.words:
        text = word.text.translate(kangxi)
        if not word.upright:
            if upright:
                _draw_vertically(canvas, upright, word.size, (word.x, word.y), text)
                continue
            canvas.setFont(font, word.size)
            for place, character in enumerate(text):
                canvas.drawCentredString(word.x, word.y - word.size * (place + 0.88), character)
            continue
        canvas.setFont(font, word.size)
        if "character by character" in look.extras:
            x = word.x - canvas.stringWidth(text, font, word.size) / 2 if word.centred else word.x
            for character in text:
                canvas.drawString(x, word.y, character)
                x += canvas.stringWidth(character, font, word.size)
        else:
            (canvas.drawCentredString if word.centred else canvas.drawString)(word.x, word.y, text)
    if "seal" in look.extras:
        canvas.saveState()
        canvas.setStrokeColorRGB(0.85, 0, 0)
        canvas.setLineWidth(3)
        canvas.circle(sheet.width - 150, look.margin + 90, 45)
        canvas.line(sheet.width - 180, look.margin + 90, sheet.width - 120, look.margin + 90)
        canvas.restoreState()


def _draw_vertically(
    canvas: Canvas, font: str, size: float, place: tuple[float, float], text: str
) -> None:
    """Text in a font of vertical writing (a CMap that ends in -V).

    ReportLab's own methods cannot encode it.
    """
    start = canvas.beginText(*place)
    start.setFont(font, size)
    canvas.drawText(start)
    canvas.addLiteral(
        f"BT {place[0]:.2f} {place[1]:.2f} Td <{text.encode('utf-16-be').hex()}> Tj ET"
    )


def _draw_rules(canvas: Canvas, rules: str, frames: list[Frame]) -> None:
    canvas.setLineWidth(0.6)
    if rules == "none":
        return
    if rules == "boxes":
        for frame in frames:
            width, height = frame.right - frame.left, frame.top - frame.bottom
            canvas.rect(frame.left, frame.bottom, width, height)
        return
    segments = segments_of(frames, {"inner": "outer", "open": "cut"}.get(rules, ""))
    _DRAW.get(rules, _draw_lines)(canvas, segments)


def _draw_lines(canvas: Canvas, segments: list[Segment]) -> None:
    for segment in segments:
        canvas.line(*segment)
    canvas.setDash()


def _draw_dashes(canvas: Canvas, segments: list[Segment]) -> None:
    canvas.setDash(3, 2)
    _draw_lines(canvas, segments)


def _draw_fills(canvas: Canvas, segments: list[Segment], thick: float = 0.48) -> None:
    half = thick / 2
    for x0, y0, x1, y1 in segments:
        width, height = x1 - x0 + thick, y1 - y0 + thick
        canvas.rect(x0 - half, y0 - half, width, height, stroke=0, fill=1)


def _draw_bits(canvas: Canvas, segments: list[Segment]) -> None:
    """Each dash a line of its own, as some printer drivers write them."""
    for x0, y0, x1, y1 in segments:
        dx, dy = x1 - x0, y1 - y0
        length = max(dx, dy)
        for start in range(0, int(length), 4):
            a, b = start / length, min(start + 2.4, length) / length
            canvas.line(x0 + dx * a, y0 + dy * a, x0 + dx * b, y0 + dy * b)


def _draw_polyline(canvas: Canvas, segments: list[Segment]) -> None:
    path = canvas.beginPath()
    for x0, y0, x1, y1 in segments:
        path.moveTo(x0, y0)
        path.lineTo(x1, y1)
    canvas.drawPath(path)


def _draw_pieces(canvas: Canvas, segments: list[Segment]) -> None:
    """A rule stops short of the next by a little, so that no two cross."""
    for x0, y0, x1, y1 in segments:
        dx, dy = (0.7, 0) if x1 > x0 else (0, 0.7)
        canvas.line(x0 + dx, y0 + dy, x1 - dx, y1 - dy)


_DRAW: dict[str, Callable[[Canvas, list[Segment]], None]] = {
    "dashed": _draw_dashes,
    "fills": _draw_fills,
    "thick fills": partial(_draw_fills, thick=2.2),
    "bits": _draw_bits,
    "polyline": _draw_polyline,
    "pieces": _draw_pieces,
}


def segments_of(frames: list[Frame], without: str) -> list[Segment]:
    """Each side of each frame once, without the `outer` sides or those of a page's `cut`."""
    found: set[Segment] = set()
    bare: set[Segment] = set()
    for f in frames:
        sides = {
            "left": (f.left, f.bottom, f.left, f.top),
            "right": (f.right, f.bottom, f.right, f.top),
            "bottom": (f.left, f.bottom, f.right, f.bottom),
            "top": (f.left, f.top, f.right, f.top),
        }
        leave = f.outer if without == "outer" else f.cut if without == "cut" else frozenset()
        for side, (x0, y0, x1, y1) in sides.items():
            segment = round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)
            (bare if side in leave else found).add(segment)
    return sorted(found - bare)
