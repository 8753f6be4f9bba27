"""PDFs written byte by byte, so that a test says what a page draws.

Text is Chinese without an embedded font: its codes are UTF-16 and a ToUnicode map says so. Points
are from the lower left.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont

Xs = Sequence[float]


@dataclass(frozen=True)
class Note:
    """An annotation or a form field: kind, box, what it says, what is drawn before its words (None:
    it has no look of its own, and a viewer makes one), flags."""

    kind: str
    box: tuple[float, float, float, float]
    words: str
    look: str | None = None
    flags: int = 4


@dataclass(frozen=True)
class Face:
    """A font that the file brings with it: its file, and the characters that it draws for others
    (as of `str.maketrans`)."""

    file: Path
    drawn: Mapping[int, str]


@dataclass(frozen=True)
class Sheet:
    """One page: content, forms (content, matrix) drawn by `/X0 Do` and so on, size, crop, turn,
    annotations."""

    content: str
    size: tuple[float, float] = (595, 842)
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    forms: tuple[tuple[str, str], ...] = ()
    notes: tuple[Note, ...] = ()


def text(
    x: float, y: float, printed: str, size: float = 9, font: str = "C", matrix: str = ""
) -> str:
    """A run of text that begins at (x, y), or as `matrix` (a b c d) turns it."""
    codes = printed.encode("utf-16-be").hex()
    return f"BT /{font} {size} Tf {matrix or '1 0 0 1'} {x:.2f} {y:.2f} Tm <{codes}> Tj ET\n"


def rules(xs: Xs, ys: Xs, style: str = "strokes") -> str:
    """A full lattice over rising `xs` and falling `ys`, drawn in one of the ways (STYLES) in which
    typesetters draw it."""
    if style == "boxes":
        return "0.5 w\n" + "".join(
            f"{a:.2f} {low:.2f} {b - a:.2f} {high - low:.2f} re S\n"
            for a, b in pairwise(xs)
            for high, low in pairwise(ys)
        )
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    lines = [(x, bottom, x, top) for x in xs] + [(left, y, right, y) for y in ys]
    if style in _ONE_BY_ONE:
        return "".join(map(_ONE_BY_ONE[style], lines))
    begin, between, end = _STROKES[style]
    return begin + between.join(map(_segment, lines)) + end


_Stroke = tuple[float, float, float, float]
"""from x, y to x, y"""
#: what is set before the strokes of a lattice, between them and after them
_STROKES = {
    "strokes": ("0.5 w\n", " S\n", " S\n"),
    "one path": ("0.5 w\n", "\n", " S\n"),
    "thick": ("2.8 w\n", " S\n", " S\n"),
    "dashed": ("0.5 w [3 2] 0 d\n", " S\n", " S [] 0 d\n"),
}


def _segment(line: _Stroke) -> str:
    a, b, c, d = line
    return f"{a:.2f} {b:.2f} m {c:.2f} {d:.2f} l"


def _thin_rectangle(line: _Stroke) -> str:
    a, b, c, d = line
    return f"{a - 0.25:.2f} {b - 0.25:.2f} {c - a + 0.5:.2f} {d - b + 0.5:.2f} re f\n"


def _dots(line: _Stroke) -> str:
    a, b, c, d = line
    count = int(max(c - a, d - b) / 2)
    return "".join(
        f"{a + (c - a) * k / count:.2f} {b + (d - b) * k / count:.2f} 0.7 0.7 re f\n"
        for k in range(count + 1)
    )


def _single_dashes(line: _Stroke) -> str:
    """Each dash a stroke of its own, six points long and five apart."""
    a, b, c, d = line
    long = max(abs(c - a), abs(d - b))
    drawn = "0.5 w\n"
    for start in range(0, int(long), 11):
        ends = [start / long, min(1.0, (start + 6) / long)]
        (x, y), (u, v) = [(a + (c - a) * share, b + (d - b) * share) for share in ends]
        drawn += f"{x:.2f} {y:.2f} m {u:.2f} {v:.2f} l S\n"
    return drawn


def _picture(line: _Stroke) -> str:
    """A picture of one black point, drawn out."""
    a, b, c, d = line
    wide, high = abs(c - a) or 0.5, abs(d - b) or 0.5
    matrix = f"{wide:.2f} 0 0 {high:.2f} {min(a, c):.2f} {min(b, d):.2f}"
    return f"q {matrix} cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 00> EI Q\n"


_ONE_BY_ONE = {
    "thin rectangles": _thin_rectangle,
    "dots": _dots,
    "single dashes": _single_dashes,
    "pictures": _picture,
}
STYLES = (*_STROKES, "boxes", *_ONE_BY_ONE)


def figures(xs: Xs, ys: Xs, rows: Sequence[Sequence[str]], size: float = 9, pad: float = 2) -> str:
    """The texts of a table's cells, each a line in the middle of its row."""
    return "".join(
        text(xs[c] + pad, (ys[r] + ys[r + 1]) / 2 - 0.35 * size, cell, size)
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
        if cell
    )


def pdf(
    sheets: Sequence[Sheet | str],
    to_unicode: bool = True,
    packed: bool = False,
    face: Face | None = None,
) -> bytes:
    """The bytes of a PDF. Fonts: /C as said above, /V the same set vertically; `face` stands in for
    both, which are not in the file otherwise."""
    sheets = [sheet if isinstance(sheet, Sheet) else Sheet(sheet) for sheet in sheets]
    used = sorted({code for sheet in sheets for code in _codes(sheet)})
    chars = "".join(f"<{code}> <{code}>\n" for code in used)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def "
        "/CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(used)} beginbfchar\n{chars}endbfchar endcmap end end"
    )
    widths = " ".join(
        f"{int(code, 16)} [{500 if int(code, 16) < 0x3000 else 1000}]" for code in used
    )
    unicode_ = "/ToUnicode 3 0 R" if to_unicode else ""
    fields = "/AcroForm << /Fields [] /DA (/Helv 9 Tf 0 g) /DR << /Font << /Helv 8 0 R >> >> >>"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {fields} >>",
        "",
        _stream(cmap, "", packed),
        *(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-{way} "
            f"/DescendantFonts [6 0 R] {unicode_} >>"
            for way in "HV"
        ),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/DW 1000 /W [{widths}] /FontDescriptor 7 0 R {'/CIDToGIDMap 9 0 R' if face else ''} >>",
        "<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -200 1000 900] "
        "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 "
        f"{'/FontFile2 10 0 R' if face else ''} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    if face:
        objects += _embed(face, used)
    kids = []
    for sheet in sheets:
        fonts = "/Font << /C 4 0 R /V 5 0 R >>"
        forms = []
        for content, matrix in sheet.forms:
            objects.append(
                _stream(
                    content,
                    f"/Type /XObject /Subtype /Form /BBox [0 0 4000 4000] /Matrix [{matrix}] "
                    f"/Resources << {fonts} >>",
                    packed,
                )
            )
            forms.append(len(objects))
        notes = [_add_note(objects, note, fonts) for note in sheet.notes]
        objects.append(_stream(sheet.content, "", packed))
        named = " ".join(f"/X{n} {number} 0 R" for n, number in enumerate(forms))
        crop = f"/CropBox [{' '.join(map(str, sheet.crop))}]" if sheet.crop else ""
        wide, high = sheet.size
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {wide} {high}] {crop} "
            f"/Rotate {sheet.rotate} /Contents {len(objects)} 0 R "
            f"/Resources << {fonts} /XObject << {named} >> >> /Annots [{' '.join(notes)}] >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return assemble([item if isinstance(item, bytes) else item.encode() for item in objects])


def _embed(face: Face, used: Sequence[str]) -> list[bytes]:
    """Which glyph each code draws, and the font."""
    signs = [chr(int(code, 16)) for code in used]
    drawn = {sign: sign.translate(face.drawn) for sign in signs}
    font = TTFont(face.file)
    keep = Subsetter()
    keep.populate(text="".join(drawn.values()))
    keep.subset(font)
    names, glyphs = font.getBestCmap(), bytearray(2 * 0x10000)
    for sign, shown in drawn.items():
        if ord(shown) in names:
            glyph = font.getGlyphID(names[ord(shown)])
            glyphs[2 * ord(sign) : 2 * ord(sign) + 2] = glyph.to_bytes(2, "big")
    written = io.BytesIO()
    font.save(written)
    return [_pack(bytes(glyphs)), _pack(written.getvalue())]


def _pack(data: bytes) -> bytes:
    packed = zlib.compress(data)
    words = b"<< /Length %d /Length1 %d /Filter /FlateDecode >>" % (len(packed), len(data))
    return words + b"\nstream\n" + packed + b"\nendstream"


def _add_note(objects: list[str | bytes], note: Note, fonts: str) -> str:
    left, bottom, right, top = note.box
    place = f"/Rect [{left} {bottom} {right} {top}] /F {note.flags}"
    said = f"/Contents ({note.words})"
    if note.kind == "Widget":
        said = f"/FT /Tx /T (field{len(objects)}) /V ({note.words})"
    shown = ""
    if note.look is not None:
        box = f"/BBox [0 0 {right - left} {top - bottom}]"
        drawn = note.look + text(2, 5, note.words)
        look = f"/Type /XObject /Subtype /Form {box} /Resources << {fonts} >>"
        objects.append(_stream(drawn, look, False))
        shown = f"/AP << /N {len(objects)} 0 R >>"
    default = "/DA (/Helv 9 Tf 0 g)"
    objects.append(f"<< /Type /Annot /Subtype /{note.kind} {place} {said} {default} {shown} >>")
    return f"{len(objects)} 0 R"


def assemble(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """Objects, the first of them the catalog, as a file with its cross-reference table."""
    out, offsets = b"%PDF-1.5\n", []
    for number, item in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, item)
    count = len(objects) + 1
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = (
        f"xref\n0 {count}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {count} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
    )
    return out + end.encode()


def _stream(content: str, entries: str, packed: bool) -> bytes:
    data = content.encode()
    if packed:
        data, entries = zlib.compress(data), entries + " /Filter /FlateDecode"
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), entries.encode(), data)


def _codes(sheet: Sheet) -> list[str]:
    codes: list[str] = []
    words = "".join(text(0, 0, note.words) for note in sheet.notes)
    for content in (sheet.content, words, *(content for content, _ in sheet.forms)):
        for piece in content.split("<")[1:]:
            run = piece.split(">")[0]
            codes += [run[at : at + 4] for at in range(0, len(run), 4)]
    return codes
