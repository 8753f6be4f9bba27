"""WordprocessingML made of what other word processors save, so that one walk reads all of them.

How text looks is said run by run, without styles: whoever builds has followed those of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from gxkit.document import Unread
from gxkit.readers.word.numbering import ListNumbers
from gxkit.readers.word.objects import BLIP, EMBEDDED
from gxkit.readers.word.package import Package
from gxkit.readers.word.styles import Styles
from gxkit.readers.word.tags import (
    CELL,
    CELL_PROPERTIES,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    ROW,
    ROW_PROPERTIES,
    RUN,
    RUN_PROPERTIES,
    TABLE,
    TEXT,
    TEXT_BOX,
    VAL,
    Element,
    W,
)

_FIELD_TYPE = W + "fldCharType"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_EXTENT = _DRAWING + "extent"
_ANCHOR = _DRAWING + "anchor"
_EMUS = 12_700
"""English Metric Units in a point"""
# XML holds neither these nor halves of pairs.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SIGNS = re.compile(r"([\t\n])")
_SIGN_TAGS = {"\t": W + "tab", "\n": W + "br"}
# What is larger is read, what is lighter than this may be seen on no white page.
_SMALL = 13
_PALE = "F"
_WHITE = "FFFFFF"
_WHOLE = 100
"""per cent of the width of its letters"""


class Face(NamedTuple):
    """How characters look: `size` and `position` (above the line) in half points, 0 where nothing
    is said, colours in six hexadecimal digits, '' where nothing is said."""

    hidden: bool = False
    struck: bool = False
    raised: bool = False
    size: int = 0
    position: int = 0
    width: int = _WHOLE
    colour: str = ""
    ground: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether whatever looks so is seen, as a part of its line."""
        is_marked = self.hidden or self.struck or self.raised or self.position
        is_small = 0 < self.size <= _SMALL or self.width < _WHOLE
        # of most pages no colour is pale, and what lies behind it is white
        is_pale = len(self.colour) == len(_WHITE) and self.colour[::2] == _PALE * 3
        has_ground = self.ground not in ("", _WHITE)
        return not (is_marked or is_small or is_pale or has_ground)


PLAIN = Face()


class Drawing(NamedTuple):
    """What is no text: its sides in points (None where unknown), whether it floats, so that it may
    belong anywhere on the page, and the bytes of a picture."""

    what: Unread
    sides: tuple[float, float] | None = None
    floats: bool = False
    data: bytes = b""


@dataclass(slots=True)
class Builder:
    """Makes elements, and knows in the end whether any of them may be hidden."""

    may_hide: bool = False
    _faces: dict[Face, Element | None] = field(default_factory=dict)
    _pictures: dict[str, bytes] = field(default_factory=dict)

    def to_package(
        self,
        blocks: Iterable[Element],
        numbers: Element | None = None,
    ) -> Package:
        """The document whose body has some blocks, and its lists (a `w:numbering`)."""
        body = etree.Element(W + "body")
        body.extend(blocks)
        styles = Styles(may_hide=self.may_hide)
        counted = ListNumbers(numbers, None)
        return Package(body, counted, styles, read_picture=self._read_picture)

    def add_text(
        self,
        paragraph: Element,
        text: str,
        face: Face = PLAIN,
    ) -> None:
        """Adds a run to a paragraph: tabs and line breaks in it are elements."""
        run = self.add_run(paragraph, face)
        for piece in _SIGNS.split(_NO_XML.sub("", text)):
            sign = _SIGN_TAGS.get(piece)
            if sign is not None:
                etree.SubElement(run, sign)
            elif piece:
                etree.SubElement(run, TEXT).text = piece

    def add_run(
        self,
        paragraph: Element,
        face: Face = PLAIN,
    ) -> Element:
        """Adds a run without text."""
        run = etree.SubElement(paragraph, RUN)
        if face not in self._faces:
            self._faces[face] = _face_to_properties(face)
            self.may_hide = self.may_hide or not face.is_plain
        properties = self._faces[face]
        if properties is not None:
            run.append(deepcopy(properties))
        return run

    def add_field(
        self,
        paragraph: Element,
        part: str,
        code: str = "",
    ) -> None:
        """Adds a part of a field: its `begin` with its code, where its text begins (`separate`),
        its `end`."""
        run = etree.SubElement(paragraph, RUN)
        etree.SubElement(run, W + "fldChar", {_FIELD_TYPE: part})
        if code:
            etree.SubElement(run, W + "instrText").text = _NO_XML.sub("", code)

    def add_drawing(
        self,
        paragraph: Element,
        drawn: Drawing,
    ) -> None:
        """Adds a picture, a drawing or an object."""
        run = etree.SubElement(paragraph, RUN)
        if drawn.what is Unread.OBJECT:
            run = etree.SubElement(run, W + "object")
            etree.SubElement(run, "{urn:schemas-microsoft-com:office:office}OLEObject")
            return
        drawing = etree.SubElement(run, W + "drawing")
        if drawn.floats:
            drawing = etree.SubElement(drawing, _ANCHOR)
        if drawn.sides is not None:
            wide, high = (str(int(side * _EMUS)) for side in drawn.sides)
            etree.SubElement(drawing, _EXTENT, {"cx": wide, "cy": high})
        if drawn.what is Unread.PICTURE:
            name = str(len(self._pictures))
            self._pictures[name] = drawn.data
            etree.SubElement(drawing, BLIP, {EMBEDDED: name})

    def _read_picture(
        self,
        name: str,
    ) -> bytes:
        return self._pictures.get(name, b"")

    def add_box(
        self,
        paragraph: Element,
        blocks: Iterable[Element],
    ) -> None:
        """Adds a text box, which is read after its paragraph."""
        run = etree.SubElement(paragraph, RUN)
        shape = etree.SubElement(run, W + "pict")
        etree.SubElement(shape, TEXT_BOX).extend(blocks)

    def add_symbol(
        self,
        paragraph: Element,
        font: str,
        code: int,
        face: Face,
    ) -> None:
        """Adds a character of a font of symbols."""
        run = self.add_run(paragraph, face)
        named = _NO_XML.sub("", font)
        etree.SubElement(run, W + "sym", {W + "font": named, W + "char": f"{code:X}"})

    def add_deleted(
        self,
        paragraph: Element,
        text: str,
    ) -> None:
        """Adds what was deleted while changes were tracked."""
        run = etree.SubElement(etree.SubElement(paragraph, W + "del"), RUN)
        etree.SubElement(run, W + "delText").text = _NO_XML.sub("", text)

    def add_reading(
        self,
        paragraph: Element,
        text: str,
    ) -> None:
        """Adds what stands above characters to say how they are read."""
        run = etree.SubElement(etree.SubElement(paragraph, W + "rt"), RUN)
        etree.SubElement(run, TEXT).text = text

    def add_hint(
        self,
        paragraph: Element,
    ) -> None:
        """Adds a control that says what to type, and into which nothing was typed."""
        control = etree.SubElement(paragraph, W + "sdt")
        properties = etree.SubElement(control, W + "sdtPr")
        etree.SubElement(properties, W + "showingPlcHdr")

    def number(
        self,
        paragraph: Element,
        which: int,
        level: int,
    ) -> None:
        """Makes a paragraph an item of a list, on a level from 0."""
        properties = self._properties_of(paragraph)
        listed = etree.SubElement(properties, W + "numPr")
        etree.SubElement(listed, W + "ilvl", {VAL: str(level)})
        etree.SubElement(listed, W + "numId", {VAL: str(which)})

    def _properties_of(
        self,
        paragraph: Element,
    ) -> Element:
        if len(paragraph) and paragraph[0].tag == PARAGRAPH_PROPERTIES:
            return paragraph[0]
        properties = etree.Element(PARAGRAPH_PROPERTIES)
        paragraph.insert(0, properties)
        return properties

    def make_paragraph(self) -> Element:
        """A paragraph without text."""
        return etree.Element(PARAGRAPH)

    def shade(
        self,
        paragraph: Element,
        ground: str,
    ) -> None:
        """Lays a colour behind a paragraph; '' lays none."""
        if ground:
            self._shade(self._properties_of(paragraph), ground)

    def make_table(
        self,
        rows: Iterable[Element],
    ) -> Element:
        table = etree.Element(TABLE)
        table.extend(rows)
        return table

    def make_row(
        self, cells: Iterable[Element], before: int = 0, height: int | None = None
    ) -> Element:
        """A row after some free columns; a `height` in twips is exact, None fits what it holds."""
        row = etree.Element(ROW)
        properties = etree.SubElement(row, ROW_PROPERTIES)
        if before:
            etree.SubElement(properties, W + "gridBefore", {VAL: str(before)})
        if height is not None:
            exact = {VAL: str(height), W + "hRule": "exact"}
            etree.SubElement(properties, W + "trHeight", exact)
        row.extend(cells)
        return row

    def make_cell(
        self,
        blocks: Iterable[Element],
        columns: int = 1,
        merges: Iterable[str] = (),
        ground: str = "",
    ) -> Element:
        """A cell; what `merges` are, see `BEGINS_DOWN` and those beside it."""
        cell = etree.Element(CELL)
        properties = etree.SubElement(cell, CELL_PROPERTIES)
        if columns != 1:
            etree.SubElement(properties, W + "gridSpan", {VAL: str(columns)})
        for merge in merges:
            tag, value = _MERGES[merge]
            etree.SubElement(properties, tag, {VAL: value})
        if ground:
            self._shade(properties, ground)
        cell.extend(blocks)
        return cell

    def _shade(
        self,
        properties: Element,
        ground: str,
    ) -> None:
        shade = etree.SubElement(properties, W + "shd")
        shade.set(VAL, "clear")
        shade.set(W + "fill", ground)
        self.may_hide = self.may_hide or ground != _WHITE


BEGINS_DOWN, GOES_ON_DOWN, GOES_ON_BESIDE = "begins down", "goes on down", "goes on beside"
_MERGES = {
    BEGINS_DOWN: (W + "vMerge", "restart"),
    GOES_ON_DOWN: (W + "vMerge", "continue"),
    GOES_ON_BESIDE: (W + "hMerge", "continue"),
}


def _face_to_properties(face: Face) -> Element | None:
    """A `w:rPr` that says how characters look; None where nothing is said of them."""
    said: list[tuple[str, dict[str, str]]] = []
    if face.hidden:
        said.append(("vanish", {}))
    if face.struck:
        said.append(("strike", {}))
    if face.raised:
        said.append(("vertAlign", {VAL: "superscript"}))
    if face.size:
        said.append(("sz", {VAL: str(face.size)}))
    if face.position:
        said.append(("position", {VAL: str(face.position)}))
    if face.width != PLAIN.width:
        said.append(("w", {VAL: str(face.width)}))
    if face.colour:
        said.append(("color", {VAL: face.colour}))
    if face.ground:
        said.append(("shd", {VAL: "clear", W + "fill": face.ground}))
    if not said:
        return None
    properties = etree.Element(RUN_PROPERTIES)
    for name, values in said:
        etree.SubElement(properties, W + name, values)
    return properties
