"""The one font of the printer: every character that a document can hold, embedded by glyph."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from printed.fonts import truetype

from gxkit.forms import all_forms

FAMILY = "Noto Sans SC"
MOST_ENTRIES = 100
"""entries that a ToUnicode map may have in one block"""


@dataclass(frozen=True, slots=True)
class Font:
    """A font's file, compressed; the glyph and the width (in thousandths) of each character."""

    data: bytes
    length: int
    glyphs: dict[str, int]
    widths: dict[int, int]
    font: TTFont

    def codes(self, text: str) -> str:
        """The glyphs of a text in hexadecimal; 0 for a character that the font lacks."""
        return "".join(f"{self.glyphs.get(sign, 0):04x}" for sign in text)

    def width(self, text: str, size: float) -> float:
        glyphs = (self.glyphs.get(sign, 0) for sign in text)
        return sum(self.widths[glyph] for glyph in glyphs) * size / 1000

    def outline(self, text: str, x: float, y: float, size: float) -> str:
        """The text as paths to be filled."""
        glyphs, names = self.font.getGlyphSet(), self.font.getBestCmap()
        drawn = []
        for sign in text:
            pen = _Paths(glyphs, x, y, size / self.font["head"].unitsPerEm)
            glyphs[names[ord(sign)]].draw(pen)
            drawn += [*pen.path, "f"]
            x += self.width(sign, size)
        return "\n".join(drawn)


class _Paths(BasePen):
    """Writes an outline in the words of a page's content."""

    def __init__(self, glyphs: Any, x: float, y: float, scale: float) -> None:
        super().__init__(glyphs)
        self.origin, self.scale = (x, y), scale
        self.path: list[str] = []

    def _points(self, *points: tuple[float, float]) -> str:
        x, y = self.origin
        placed = [f"{x + a * self.scale:.2f} {y + b * self.scale:.2f}" for a, b in points]
        return " ".join(placed)

    def _moveTo(self, point: tuple[float, float]) -> None:
        self.path.append(f"{self._points(point)} m")

    def _lineTo(self, point: tuple[float, float]) -> None:
        self.path.append(f"{self._points(point)} l")

    def _curveToOne(self, *points: tuple[float, float]) -> None:
        self.path.append(f"{self._points(*points)} c")

    def _closePath(self) -> None:
        self.path.append("h")


@cache
def load_font() -> Font:
    """The font, made once for a process."""
    characters = set(map(chr, range(0x20, 0x7F)))
    for form in all_forms().values():
        for table in form.tables:
            characters.update(*table.texts)
    here = Path(__file__).parent
    for source in chain(here.glob("*.py"), here.parent.joinpath("country").glob("*.py")):
        characters.update(source.read_text("utf-8"))
    data = truetype(FAMILY, "".join(sorted(characters)), {})
    font = TTFont(io.BytesIO(data))
    names = font.getBestCmap()
    glyphs = {chr(code): font.getGlyphID(name) for code, name in names.items()}
    scale = 1000 / font["head"].unitsPerEm
    widths = {0: 1000}
    for name, (width, _) in font["hmtx"].metrics.items():
        widths[font.getGlyphID(name)] = round(width * scale)
    return Font(zlib.compress(data), len(data), glyphs, widths, font)


def map_to_unicode(font: Font, lie: str) -> bytes:
    """The ToUnicode map; with a lie the digits are others (`shifted`, or two of them
    exchanged: `38`; the first told as the second: `3>8`), no digits (`private`) or `blank`."""
    entries = []
    for sign, glyph in font.glyphs.items():
        entries.append(f"<{glyph:04x}> <{_told(sign, lie).encode('utf-16-be').hex()}>")
    blocks = []
    for at in range(0, len(entries), MOST_ENTRIES):
        some = entries[at : at + MOST_ENTRIES]
        blocks.append("\n".join([f"{len(some)} beginbfchar", *some, "endbfchar"]))
    head = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Told def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
    )
    return (head + "\n".join(blocks) + "\nendcmap end end").encode("ascii")


def _told(sign: str, lie: str) -> str:
    if sign not in "0123456789" or not lie:
        return sign
    if ">" in lie:
        return sign.translate(str.maketrans(lie[0], lie[-1]))
    digit = int(sign)
    told = {"shifted": str((digit + 1) % 10), "private": chr(0xE000 + digit), "blank": " "}
    exchanged = sign.translate(str.maketrans(lie, lie[::-1]))
    return told.get(lie, exchanged)
