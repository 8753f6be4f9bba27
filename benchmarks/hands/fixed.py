"""Pages as they are printed: PDF, pictures, OFD."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from time import gmtime
from xml.sax.saxutils import escape

import pylopdf_fonts_zh_cn
import typst
from PIL import Image

from .drawn import Line, Piece, Report, Table, place, width_of
from .words import pack

_FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
_DPI = 150
_WHITE = 150
"""grey from which on a scanner in black and white sees paper"""
_OUTCOME_COLUMNS = (10, 11)
"""of the table of requests, whose labels stand in three columns, and with one that offices add"""


def _quoted(text: str) -> str:
    return '#"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _typst_table(table: Table, size: float) -> str:
    width = width_of(table.rows)
    cells = []
    for placed in place(table.rows):
        for _, box, continued in placed:
            if not continued:
                spans = f"colspan: {box.columns}, rowspan: {box.rows}"
                cells.append(f"table.cell({spans})[{_quoted(box.text)}]")
    # the label of an outcome needs more room than a figure
    is_wide = width in _OUTCOME_COLUMNS
    first = f"(8%, 10%, 26%) + (1fr,) * {width - 3}" if is_wide else f"(1fr,) * {width}"
    body = ",\n".join(cells)
    return (
        f"#text({size}pt, table(columns: {first}, align: center + horizon, inset: 3pt, {body}))\n"
    )


def typeset(pieces: tuple[Piece, ...], height: str = "297mm", font: str = "Noto Sans SC") -> str:
    """The source of pages in typst."""
    parts = [
        f"#set page(width: 210mm, height: {height}, margin: 18mm)",
        f'#set text(font: "{font}", size: 10.5pt, lang: "zh")',
    ]
    for piece in pieces:
        if isinstance(piece, Line):
            size = {1: 16, 2: 12}.get(piece.level, 10.5)
            parts.append(f"#text({size}pt)[{_quoted(piece.text)}]\n")
        else:
            parts.append(_typst_table(piece, 8))
    return "\n".join(parts)


def compiled(source: str, kind: str = "pdf", folder: str = ".", dpi: int = _DPI) -> list[bytes]:
    """The file, or the pages of one."""
    with tempfile.TemporaryDirectory(dir=None if folder == "." else folder) as place_of:
        path = Path(place_of) / "report.typ"
        path.write_text(source, encoding="utf-8")
        root = folder if folder != "." else place_of
        made = typst.compile(str(path), format=kind, root=root, font_paths=[str(_FONTS)], ppi=dpi)
    return list(made) if isinstance(made, list) else [made]


def pdf(report: Report) -> bytes:
    """A PDF with text and ruled tables."""
    return compiled(typeset(report.pieces))[0]


def pictures(report: Report, height: str = "297mm", dpi: int = _DPI) -> list[Image.Image]:
    """The pages in grey."""
    pages = compiled(typeset(report.pieces, height), "png", dpi=dpi)
    return [Image.open(io.BytesIO(page)).convert("L") for page in pages]


def _saved(images: list[Image.Image], kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    several = {"save_all": True, "append_images": images[1:]} if len(images) > 1 else {}
    images[0].save(buffer, kind, dpi=(_DPI, _DPI), **several, **options)
    return buffer.getvalue()


def image_pdf(report: Report) -> bytes:
    """A PDF whose pages are pictures."""
    buffer = io.BytesIO()
    pages = pictures(report)
    timeless = {"creationDate": gmtime(0), "modDate": gmtime(0)}
    more = {"save_all": True, "append_images": pages[1:]}
    pages[0].save(buffer, "PDF", resolution=_DPI, **more, **timeless)
    return buffer.getvalue()


def mixed_pdf(report: Report) -> bytes:
    """A PDF with text whose tables are pictures."""
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for number, piece in enumerate(report.pieces):
            if isinstance(piece, Line):
                parts.append(typeset((piece,)))
                continue
            picture = compiled(typeset((piece,), "auto"), "png")[0]
            (Path(folder) / f"{number}.png").write_bytes(picture)
            parts.append(f'#image("/{number}.png", width: 100%)\n')
        head, *rest = parts
        body = "\n".join(
            part.split("\n", 2)[2] if part.startswith("#set") else part for part in rest
        )
        return compiled(head + body, folder=folder)[0]


def png(report: Report) -> bytes:
    """The whole report as one tall picture."""
    return _saved(pictures(report, "auto"), "PNG")


def jpeg(report: Report) -> bytes:
    """The same with the losses of a photograph."""
    return _saved(pictures(report, "auto"), "JPEG", quality=60)


def tiff(report: Report) -> bytes:
    """Pages in black and white, as an office scanner writes them."""
    pages = [
        page.point(lambda grey: 255 * (grey > _WHITE)).convert("1") for page in pictures(report)
    ]
    return _saved(pages, "TIFF", compression="group4")


_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_PAGE = (210.0, 297.0)
_MARGIN = 15.0
_ROW = 5.0
"""millimetres of a line of a cell"""
_SIZE = 3.0
"""millimetres of a character"""


class _Sheet:
    """Pages of an OFD that fill from the top."""

    def __init__(self) -> None:
        self.pages: list[list[str]] = [[]]
        self.top = _MARGIN
        self.number = 100

    def _add(self, text: str) -> None:
        self.number += 1
        self.pages[-1].append(text.replace("ID=''", f'ID="{self.number}"'))

    def room(self, height: float) -> None:
        if self.top + height > _PAGE[1] - _MARGIN:
            self.pages.append([])
            self.top = _MARGIN

    def write(self, text: str, x: float, y: float, size: float) -> None:
        steps = " ".join([f"{size:g}"] * (len(text) - 1))
        deltas = f' DeltaX="{steps}"' if steps else ""
        width = len(text) * size
        self._add(
            f'<ofd:TextObject ID=\'\' Boundary="{x:.2f} {y:.2f} {width:.2f} {size:g}" Font="2" '
            f'Size="{size:g}"><ofd:TextCode X="0" Y="{size * 0.85:.2f}"{deltas}>{escape(text)}'
            "</ofd:TextCode></ofd:TextObject>"
        )

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        path = f"M 0 0 L {width:.2f} 0 L {width:.2f} {height:.2f} L 0 {height:.2f} C"
        self._add(
            f"<ofd:PathObject ID='' Boundary=\"{x:.2f} {y:.2f} {width:.2f} {height:.2f}\" "
            f'LineWidth="0.25"><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>'
        )


def _folded(text: str, width: float) -> list[str]:
    count = max(1, int((width - 1) / _SIZE))
    return [text[at : at + count] for at in range(0, len(text), count)] or [""]


def _ofd_table(sheet: _Sheet, table: Table) -> None:
    columns = width_of(table.rows)
    # a table that is taller than its page shows its last rows to nobody
    is_wide = columns in _OUTCOME_COLUMNS
    share = (_PAGE[0] - 2 * _MARGIN) / (columns + 4 if is_wide else columns)
    widths = [share] * columns
    if is_wide:
        widths[1], widths[2] = share * 2, share * 4
    lefts = [_MARGIN + sum(widths[:column]) for column in range(columns + 1)]
    rows = list(place(table.rows))
    heights = []
    for placed in rows:
        lines = 1
        for column, box, _ in placed:
            if box.rows == 1:
                wide = lefts[column + box.columns] - lefts[column]
                lines = max(lines, len(_folded(box.text, wide)))
        heights.append(lines * _SIZE * 1.2 + 2)
    sheet.room(min(sum(heights), _PAGE[1] - 2 * _MARGIN))
    for row, placed in enumerate(rows):
        for column, box, continued in placed:
            if continued:
                continue
            wide = lefts[column + box.columns] - lefts[column]
            high = sum(heights[row : row + box.rows])
            sheet.frame(lefts[column], sheet.top, wide, high)
            lines = _folded(box.text, wide)
            y = sheet.top + (high - len(lines) * _SIZE * 1.2) / 2
            for number, line in enumerate(lines):
                if line:
                    x = lefts[column] + (wide - len(line) * _SIZE) / 2
                    sheet.write(line, x, y + number * _SIZE * 1.2, _SIZE)
        sheet.top += heights[row]
    sheet.top += _ROW


def ofd(report: Report) -> bytes:
    """The national format for printed pages."""
    sheet = _Sheet()
    for piece in report.pieces:
        if isinstance(piece, Table):
            _ofd_table(sheet, piece)
            continue
        for line in _folded(piece.text, _PAGE[0] - 2 * _MARGIN):
            sheet.room(_ROW)
            sheet.write(line, _MARGIN, sheet.top, _SIZE)
            sheet.top += _ROW
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    box = f"<ofd:PhysicalBox>0 0 {_PAGE[0]:g} {_PAGE[1]:g}</ofd:PhysicalBox>"
    places = ""
    files: dict[str, str | bytes] = {
        "OFD.xml": f'{head}<ofd:OFD {_OFD} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        "<ofd:DocID>1</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/PublicRes.xml": f'{head}<ofd:Res {_OFD} BaseLoc="Res"><ofd:Fonts>'
        '<ofd:Font ID="2" FontName="宋体"/></ofd:Fonts></ofd:Res>',
    }
    for number, objects in enumerate(sheet.pages):
        name = f"Pages/Page_{number}/Content.xml"
        places += f'<ofd:Page ID="{number + 10}" BaseLoc="{name}"/>'
        files[f"Doc_0/{name}"] = (
            f'{head}<ofd:Page {_OFD}><ofd:Content><ofd:Layer ID="{number + 50}">'
            f"{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    files["Doc_0/Document.xml"] = (
        f"{head}<ofd:Document {_OFD}><ofd:CommonData><ofd:MaxUnitID>{sheet.number}</ofd:MaxUnitID>"
        f"<ofd:PageArea>{box}</ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        f"</ofd:CommonData><ofd:Pages>{places}</ofd:Pages></ofd:Document>"
    )
    return pack(files)
