"""A document as a PDF, every rule and every glyph where this printer puts it.

Wishes: `rules` (solid, lines: none between columns, none), `missing` and `missing column` (table,
place: a rule left out; `through` labels and heads too), `rules skew` and `rules bent` (degrees and
points by which rules are turned, and rise in the middle, under level text), `stray` and `strays`
(lines through each page: from and to), `shift` and `drop` (points that figures stand too far right,
too low),
`off` (most points that each figure stands up or down, and across, by itself; a seed), `narrow`
(columns that break their figures), `skew` (degrees), `align` (of figures, 0 at the left), `level`
(each word level on a turned page), `bent` (points by which lines rise in the middle),
`two up`, `four up`, `invisible` (text as OCR lays it), `twice`
(each text over itself, how far off and how grey), `watermark`
(text, degrees, size, grey, how often), `scattered` (points by which its tiles are out of line),
`lie` (of the ToUnicode map), `other font` (the lie of a second font).
"""

from __future__ import annotations

import math
import random
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from .drafts import Draft, Piece, Sheet, Text
from .grids import Box, Grid, lay
from .pdffont import Font, load_font, map_to_unicode
from .pens import PENS, draw_over

WIDTH, HEIGHT = 595.0, 842.0
MARGIN = 45.0
SIZE, LEAD, PAD = 8.5, 11.0, 2.5
SIZES = (10.5, 16.0, 13.0)
"""of a paragraph, a title, a heading"""
NARROW = 15.0
"""the points of a column in which two digits stand side by side and three do not"""
STEP = 8.0
"""the points of a piece of a bent rule"""
TOGETHER = 30.0
"""points that must be left below a heading"""
WITHOUT_WIDTH = ("covered", "clipped", "layer off", "off page", "too small")
"""styles of what stands where the figure stands, not beside it"""
Runs = list[Piece]


@dataclass(slots=True)
class Page:
    """A page's content and its annotations: rectangle, kind and text."""

    content: list[str] = field(default_factory=list)
    notes: list[tuple[tuple[float, ...], str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A box with the rows that it spans on one page, from `top` down to `bottom`."""

    box: Box
    at: tuple[int, int]
    left: float
    right: float
    top: float
    bottom: float
    lines: list[Runs]


class Printer:
    """Sets a draft on pages from top to bottom."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.wishes = draft, draft.wishes
        self.font: Font = load_font()
        self.up, self.across, seed = self.wishes.get("off", (0, 0, 0))
        self.rng = random.Random(seed)
        self.pages: list[Page] = []
        self._turn()

    def _turn(self) -> None:
        self.pages.append(Page())
        self.y = HEIGHT - MARGIN
        number = f"- {len(self.pages)} -"
        self._draw(Piece(number), (WIDTH - self.font.width(number, 9)) / 2, MARGIN / 2, 9)

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def print(self, attached: bytes = b"") -> bytes:
        for part in self.draft.parts:
            if isinstance(part, Text):
                self._set_text(part)
            else:
                self._set_sheet(part)
        for page in self.pages:
            self._finish(page)
        return _assemble(self.pages, self.font, self.draft, attached)

    # --- what is drawn ---------------------------------------------------------------------------

    def _draw(self, piece: Piece, x: float, y: float, size: float = SIZE) -> None:
        """A run of text in its style."""
        draw = _STYLES.get(piece.style, _plain)
        if "twice" in self.wishes:
            off, grey = self.wishes["twice"]
            below = draw(self, piece.text, x + off, y - off, size)
            self.page.content.append(f"q {grey} g {below} Q")
        self.page.content.append(draw(self, piece.text, x, y, size))

    def show(self, text: str, x: float, y: float, size: float) -> str:
        mode = "3 Tr" if self.wishes.get("invisible") else "0 Tr"
        codes = self.font.codes(text)
        turn = math.radians(-self.wishes["skew"]) if self.wishes.get("level") else 0.0
        cos, sin = math.cos(turn), math.sin(turn)
        y += self.wishes.get("bent", 0) * math.sin(math.pi * x / WIDTH)
        matrix = f"{cos:.6f} {sin:.6f} {-sin:.6f} {cos:.6f} {x:.2f} {y:.2f} Tm"
        return f"BT {mode} /F1 {size:.2f} Tf {matrix} <{codes}> Tj ET"

    def note(self, kind: str, text: str, x: float, y: float, size: float) -> None:
        width = max(self.font.width(text, size), 8) + 4
        self.page.notes.append(((x - 2, y - 2.5, x - 2 + width, y + size + 1), kind, text))

    # --- text ------------------------------------------------------------------------------------

    def wrap(self, text: str, width: float, size: float) -> list[str]:
        lines = [""]
        for sign in text:
            if lines[-1] and self.font.width(lines[-1] + sign, size) > width:
                lines.append("")
            lines[-1] += sign
        return lines

    def _set_text(self, part: Text) -> None:
        size = SIZES[part.level]
        room = TOGETHER if part.level else 0
        for line in self.wrap(part.text, WIDTH - 2 * MARGIN, size):
            if self.y - size * 1.6 - room < MARGIN:
                self._turn()
            self.y -= size * 1.6
            start = MARGIN
            if part.level == 1:
                start = (WIDTH - self.font.width(line, size)) / 2
            self._draw(Piece(line, part.veil), start, self.y, size)
        self.y -= 4

    # --- tables ----------------------------------------------------------------------------------

    def _set_sheet(self, sheet: Sheet) -> None:
        grid = lay(sheet)
        xs = self._columns(grid)
        boxes = list(grid.places())
        lines: list[list[Runs]] = []
        for _, column, box in boxes:
            lines.append(self._lines(box, xs[column + box.columns] - xs[column]))
        heights = _heights(grid, boxes, lines)
        for first, end in self._breaks(heights):
            tops = [self.y]
            for height in heights[first:end]:
                tops.append(tops[-1] - height)
            for (row, column, box), own in zip(boxes, lines, strict=True):
                start, stop = max(row, first), min(row + box.rows, end)
                if start >= stop:
                    continue
                # a label over a page's end stands in the larger of its two parts
                half = stop - start >= box.rows / 2
                left, right = xs[column], xs[column + box.columns]
                top, bottom = tops[start - first], tops[stop - first]
                shown = own if half else []
                place = _Placed(box, (row, column), left, right, top, bottom, shown)
                self._set_box(place, sheet, grid)
            self.y = tops[-1]
        self.y -= 6

    def _columns(self, grid: Grid) -> list[float]:
        """The columns' edges: labels take the room that figures leave."""
        needs = [2.5] * grid.width
        is_label = [False] * grid.width
        for _, column, box in grid.places():
            if box.columns == 1:
                needs[column] = max(needs[column], min(len(box.text), 9))
                is_label[column] |= box.kind == "label"
        room = WIDTH - 2 * MARGIN
        if self.wishes.get("narrow"):
            figures = is_label.count(False)
            rest = (room - figures * NARROW) / max(1, is_label.count(True))
            widths = [rest if label else NARROW for label in is_label]
        else:
            widths = [room * need / sum(needs) for need in needs]
        xs = [MARGIN]
        for width in widths:
            xs.append(xs[-1] + width)
        return xs

    def _lines(self, box: Box, width: float) -> list[Runs]:
        lines: list[Runs] = []
        for runs in _split(box.cell.pieces):
            if all(not run.style for run in runs):
                text = "".join(run.text for run in runs)
                lines += [[Piece(line)] for line in self.wrap(text, width - 2 * PAD, SIZE)]
            else:
                lines.append(runs)
        return lines

    def _breaks(self, heights: Sequence[float]) -> Iterator[tuple[int, int]]:
        """The rows of each page; a table that does not fit begins on a new one."""
        if sum(heights) > self.y - MARGIN:
            self._turn()
        first = 0
        while first < len(heights):
            end = first + 1
            while end < len(heights) and sum(heights[first : end + 1]) <= self.y - MARGIN:
                end += 1
            yield first, end
            first = end
            if first < len(heights):
                self._turn()

    def _set_box(self, place: _Placed, sheet: Sheet, grid: Grid) -> None:
        if not sheet.veil:
            self.page.content += self._rules(place, sheet, grid)
        size = SIZE
        y = (place.top + place.bottom) / 2 + len(place.lines) * LEAD / 2 - size
        for runs in place.lines:
            beside = [run for run in runs if run.style not in WITHOUT_WIDTH]
            width = sum(self.font.width(run.text, size) for run in beside)
            x = place.left + PAD
            if place.box.kind != "label":
                x = (place.left + place.right - width) / 2
            if place.box.kind == "figure" and "align" in self.wishes:
                room = place.right - place.left - 2 * PAD - width
                x = place.left + PAD + room * self.wishes["align"]
            low = y
            if place.box.kind == "figure":
                x += float(self.wishes.get("shift", 0))
                low -= float(self.wishes.get("drop", 0))
                x += self.rng.uniform(-self.across, self.across)
                low += self.rng.uniform(-self.up, self.up)
            for run in runs:
                self._draw(replace(run, style=run.style or sheet.veil), x, low, size)
                if run in beside:
                    x += self.font.width(run.text, size)
            y -= LEAD

    def _rules(self, place: _Placed, sheet: Sheet, grid: Grid) -> list[str]:
        rules = self.wishes.get("rules", "solid")
        if rules == "none" or self.wishes.get("invisible"):
            return []
        left, right, top, bottom = place.left, place.right, place.top, place.bottom
        row, column = place.at
        table, gap = self.wishes.get("missing", ("", 0))
        rest = len(grid.rows) - gap
        is_cut = sheet.id == table and self._lacks_rules(place)
        segments = []
        if not (is_cut and row == rest):
            segments.append((left, top, right, top))
        if not (is_cut and row + place.box.rows == rest):
            segments.append((left, bottom, right, bottom))
        table, gap = self.wishes.get("missing column", ("", 0))
        edge = grid.width - gap
        is_cut = sheet.id == table and self._lacks_rules(place)
        if rules == "solid" and not (is_cut and column == edge):
            segments.append((left, top, left, bottom))
        if rules == "solid" and not (is_cut and column + place.box.columns == edge):
            segments.append((right, top, right, bottom))
        return [self._rule(segment) for segment in segments]

    def _rule(self, segment: tuple[float, ...]) -> str:
        left, bottom, right, top = segment
        bent = self.wishes.get("rules bent", 0)
        turn = math.radians(self.wishes.get("rules skew", 0))
        pieces = round(abs(right - left) / STEP) + 1 if bent else 1
        points = []
        for number in range(pieces + 1):
            x = left + (right - left) * number / pieces
            y = bottom + (top - bottom) * number / pieces
            y += bent * math.sin(math.pi * x / WIDTH)
            x, y = x - WIDTH / 2, y - HEIGHT / 2
            across = math.cos(turn) * x - math.sin(turn) * y + WIDTH / 2
            up = math.sin(turn) * x + math.cos(turn) * y + HEIGHT / 2
            points.append(f"{across:.2f} {up:.2f}")
        first, *others = points
        ends = " ".join(f"{point} l" for point in others)
        return f"0.5 w {first} m {ends} S"

    def _lacks_rules(self, place: _Placed) -> bool:
        """Whether a rule may be missing at a box: at those of figures, or through the table."""
        return place.box.kind == "figure" or bool(self.wishes.get("through"))

    # --- the page as a whole ---------------------------------------------------------------------

    def _finish(self, page: Page) -> None:
        strays = list(self.wishes.get("strays", ()))
        if "stray" in self.wishes:
            strays.append(self.wishes["stray"])
        for left, bottom, right, top in strays:
            page.content.append(f"0.5 w {left:.1f} {bottom:.1f} m {right:.1f} {top:.1f} l S")
        if "watermark" in self.wishes:
            page.content += self._watermark(*self.wishes["watermark"])
        if "skew" in self.wishes:
            angle = math.radians(self.wishes["skew"])
            cos, sin = math.cos(angle), math.sin(angle)
            x = WIDTH / 2 - cos * WIDTH / 2 + sin * HEIGHT / 2
            y = HEIGHT / 2 - sin * WIDTH / 2 - cos * HEIGHT / 2
            turned = f"q {cos:.6f} {sin:.6f} {-sin:.6f} {cos:.6f} {x:.3f} {y:.3f} cm"
            page.content[:] = [turned, *page.content, "Q"]

    def _watermark(
        self, text: str, degrees: float, size: float, grey: float, often: int
    ) -> list[str]:
        angle = math.radians(degrees)
        cos, sin = math.cos(angle), math.sin(angle)
        codes = self.font.codes(text)
        marks = []
        for across in range(often):
            for down in range(often):
                x = 40 + (WIDTH - 80) * (across + 0.3) / often
                y = 40 + (HEIGHT - 80) * (down + 0.4) / often
                if "scattered" in self.wishes:
                    off = random.Random(f"{across} {down} {len(self.pages)}")
                    x += off.uniform(-1, 1) * self.wishes["scattered"]
                    y += off.uniform(-1, 1) * self.wishes["scattered"]
                matrix = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x:.1f} {y:.1f} Tm"
                marks.append(f"q {grey} g BT 0 Tr /F1 {size} Tf {matrix} <{codes}> Tj ET Q")
        return marks


def _split(pieces: Sequence[Piece]) -> list[Runs]:
    lines: list[Runs] = [[]]
    for piece in pieces:
        if piece.style == "break":
            lines.append([])
        else:
            lines[-1].append(piece)
    return lines


def _heights(
    grid: Grid,
    boxes: Sequence[tuple[int, int, Box]],
    lines: Sequence[list[Runs]],
) -> list[float]:
    """The rows' heights; a label over several rows makes the last of them higher if it must."""
    heights = [LEAD + PAD] * len(grid.rows)
    for (row, _, box), own in zip(boxes, lines, strict=True):
        if box.rows == 1:
            heights[row] = max(heights[row], len(own) * LEAD + PAD)
    for (row, _, box), own in zip(boxes, lines, strict=True):
        lack = len(own) * LEAD + PAD - sum(heights[row : row + box.rows])
        heights[row + box.rows - 1] += max(0.0, lack)
    return heights


def _plain(printer: Printer, text: str, x: float, y: float, size: float) -> str:
    return printer.show(text, x, y, size)


def _struck(printer: Printer, text: str, x: float, y: float, size: float) -> str:
    end, middle = x + printer.font.width(text, size), y + size * 0.36
    return (
        f"{printer.show(text, x, y, size)} 0.6 w {x:.2f} {middle:.2f} m {end:.2f} {middle:.2f} l S"
    )


def _penned(pen: str) -> Callable[[Printer, str, float, float, float], str]:
    def draw(printer: Printer, text: str, x: float, y: float, size: float) -> str:
        over = draw_over(pen, x, y, printer.font.width(text, size), size)
        return f"{printer.show(text, x, y, size)} {over}"

    return draw


def _covered(printer: Printer, text: str, x: float, y: float, size: float) -> str:
    width = printer.font.width(text, size) + 2
    cover = f"q 1 g {x - 1:.2f} {y - 1.5:.2f} {width:.2f} {size + 1:.2f} re f Q"
    return f"{printer.show(text, x, y, size)} {cover}"


def _outline(printer: Printer, text: str, x: float, y: float, size: float) -> str:
    return printer.font.outline(text, x, y, size)


def _noted(kind: str) -> Callable[[Printer, str, float, float, float], str]:
    def draw(printer: Printer, text: str, x: float, y: float, size: float) -> str:
        printer.note(kind, text, x, y, size)
        return ""

    return draw


def _annotated(printer: Printer, text: str, x: float, y: float, size: float) -> str:
    """Another figure on the page, and the right one in an annotation on top."""
    printer.note("FreeText", text, x, y, size)
    old = str(int(float(text)) + 5)
    return printer.show(old, x, y, size)


def _around(before: str, after: str) -> Callable[[Printer, str, float, float, float], str]:
    def draw(printer: Printer, text: str, x: float, y: float, size: float) -> str:
        return f"{before} {printer.show(text, x, y, size)} {after}"

    return draw


_STYLES: dict[str, Callable[[Printer, str, float, float, float], str]] = {
    "struck": _struck,
    "covered": _covered,
    "outline": _outline,
    "annotated": _annotated,
    "field": _noted("Widget"),
    "annotation": _noted("FreeText"),
    "white": _around("q 1 g", "Q"),
    "too small": lambda p, text, x, y, size: p.show(text, x, y, 0.4),
    "layer off": _around("/OC /Off BDC", "EMC"),
    "clipped": _around("q 0 0 1 1 re W n", "Q"),
    "off page": lambda p, text, x, y, size: p.show(text, x - 900, y, size),
    "note": lambda p, text, x, y, size: p.show(text, x, y + size * 0.4, size * 0.6),
    "other font": lambda p, text, x, y, size: p.show(text, x, y, size).replace("/F1", "/F2"),
    **{pen: _penned(pen) for pen in PENS},
    "invisible": lambda p, text, x, y, size: p.show(text, x, y, size).replace("0 Tr", "3 Tr"),
}


def _stream(data: bytes, words: str = "") -> bytes:
    packed = zlib.compress(data)
    head = f"<< /Length {len(packed)} /Filter /FlateDecode {words} >>"
    return head.encode("ascii") + b"\nstream\n" + packed + b"\nendstream"


class _File:
    """Objects with their numbers, in the order in which they were put there."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []

    def put(self, data: bytes | str) -> int:
        self.objects.append(data.encode("latin-1") if isinstance(data, str) else data)
        return len(self.objects)

    def write(self, root: int) -> bytes:
        made = bytearray(b"%PDF-1.6\n")
        places = []
        for number, data in enumerate(self.objects, 1):
            places.append(len(made))
            made += b"%d 0 obj\n%b\nendobj\n" % (number, data)
        start = len(made)
        made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        for place in places:
            made += b"%010d 00000 n \n" % place
        made += b"trailer << /Size %d /Root %d 0 R >>\n" % (len(places) + 1, root)
        return bytes(made) + b"startxref\n%d\n%%%%EOF\n" % start


def _put_font(file: _File, font: Font, lie: str) -> int:
    head = f"<< /Length {len(font.data)} /Length1 {font.length} /Filter /FlateDecode >>"
    data = head.encode("ascii") + b"\nstream\n" + font.data + b"\nendstream"
    described = file.put(
        "<< /Type /FontDescriptor /FontName /Printed /Flags 4 /FontBBox [0 -200 1000 900] "
        f"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 730 /StemV 80 "
        f"/FontFile2 {file.put(data)} 0 R >>"
    )
    widths = " ".join(f"{glyph} [{width}]" for glyph, width in sorted(font.widths.items()))
    inner = file.put(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Printed /CIDToGIDMap /Identity "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/DW 1000 /W [{widths}] /FontDescriptor {described} 0 R >>"
    )
    told = ""
    if lie != "nothing":
        told = f"/ToUnicode {file.put(_stream(map_to_unicode(font, lie)))} 0 R"
    return file.put(
        "<< /Type /Font /Subtype /Type0 /BaseFont /Printed /Encoding /Identity-H "
        f"/DescendantFonts [{inner} 0 R] {told} >>"
    )


def _put_note(file: _File, font: int, codes: str, note: tuple[tuple[float, ...], str, str]) -> int:
    rectangle, kind, text = note
    left, bottom, right, top = rectangle
    width, height = right - left, top - bottom
    look = f"q 1 g 0 0 {width:.2f} {height:.2f} re f Q BT /F1 {SIZE} Tf 2 2.5 Td <{codes}> Tj ET"
    shown = file.put(
        _stream(
            look.encode("ascii"),
            f"/Type /XObject /Subtype /Form /BBox [0 0 {width:.2f} {height:.2f}] "
            f"/Resources << /Font << /F1 {font} 0 R >> >>",
        )
    )
    place = " ".join(f"{side:.2f}" for side in rectangle)
    common = f"/Type /Annot /Subtype /{kind} /Rect [{place}] /F 4 /AP << /N {shown} 0 R >>"
    if kind == "Widget":
        own = f"/FT /Tx /T (n{len(file.objects)}) /V ({text})"
    else:
        own = f"/Contents ({text})"
    return file.put(f"<< {common} {own} /DA (/F1 {SIZE} Tf 0 g) >>")


def _put_attached(file: _File, data: bytes) -> str:
    inside = file.put(_stream(data, "/Type /EmbeddedFile"))
    name = "/F (report.pdf) /UF (report.pdf)"
    described = file.put(f"<< /Type /Filespec {name} /EF << /F {inside} 0 R >> >>")
    return f"/Names << /EmbeddedFiles << /Names [(report.pdf) {described} 0 R] >> >>"


def _assemble(pages: Sequence[Page], font: Font, draft: Draft, attached: bytes) -> bytes:
    file = _File()
    printed = _put_font(file, font, draft.wishes.get("lie", ""))
    other = printed
    if "other font" in draft.wishes:
        other = _put_font(file, font, draft.wishes["other font"])
    fonts = f"/F1 {printed} 0 R /F2 {other} 0 R"
    layer = file.put("<< /Type /OCG /Name (bygone) >>")
    resources = file.put(f"<< /Font << {fonts} >> /Properties << /Off {layer} 0 R >> >>")
    tree = file.put("")
    kids, fields = [], []
    contents = ["\n".join(page.content) for page in pages]
    size = (WIDTH, HEIGHT)
    if draft.wishes.get("two up"):
        size, contents = (HEIGHT, WIDTH), _two_up(contents)
    if draft.wishes.get("four up"):
        contents = _four_up(contents)
    for number, content in enumerate(contents):
        notes = []
        for note in pages[number].notes:
            notes.append(_put_note(file, printed, font.codes(note[2]), note))
            fields += notes[-1:] if note[1] == "Widget" else []
        stream = file.put(_stream(content.encode("ascii")))
        annotations = " ".join(f"{note} 0 R" for note in notes)
        kids.append(
            file.put(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {size[0]} {size[1]}] "
                f"/Resources {resources} 0 R /Contents {stream} 0 R /Annots [{annotations}] >>"
            )
        )
    all_kids = " ".join(f"{kid} 0 R" for kid in kids)
    file.objects[tree - 1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{all_kids}] >>".encode()
    all_fields = " ".join(f"{one} 0 R" for one in fields)
    names = _put_attached(file, attached) if attached else ""
    root = file.put(
        f"<< /Type /Catalog {names} /Pages {tree} 0 R /AcroForm << /Fields [{all_fields}] "
        f"/DR << /Font << /F1 {printed} 0 R >> >> >> /OCProperties << /OCGs [{layer} 0 R] "
        f"/D << /OFF [{layer} 0 R] /Order [] >> >> >>"
    )
    return file.write(root)


def _two_up(contents: Sequence[str]) -> list[str]:
    """Two pages side by side on a sheet."""
    scale = WIDTH / HEIGHT
    sheets = []
    for at in range(0, len(contents), 2):
        sheet = []
        for place, content in enumerate(contents[at : at + 2]):
            sheet.append(f"q {scale:.5f} 0 0 {scale:.5f} {place * HEIGHT / 2:.2f} 0 cm {content} Q")
        sheets.append("\n".join(sheet))
    return sheets


def _four_up(contents: Sequence[str]) -> list[str]:
    """Four pages on a sheet, two above two."""
    sheets = []
    for at in range(0, len(contents), 4):
        sheet = []
        for place, content in enumerate(contents[at : at + 4]):
            x, y = place % 2 * WIDTH / 2, (1 - place // 2) * HEIGHT / 2
            sheet.append(f"q 0.5 0 0 0.5 {x:.2f} {y:.2f} cm {content} Q")
        sheets.append("\n".join(sheet))
    return sheets


def write_printed(draft: Draft) -> bytes:
    """The PDF of a draft; where the draft wishes it, attached to the PDF of its title."""
    data = Printer(draft).print()
    if not draft.wishes.get("attached"):
        return data
    cover = replace(draft, parts=draft.parts[:1])
    return Printer(cover).print(data)
