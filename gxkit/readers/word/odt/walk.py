"""OpenDocument text (.odt, .fodt): WordprocessingML is made of it, which is then walked like that
of any Word file (OpenDocument 1.3, part 3)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from gxkit.document import Unread
from gxkit.errors import TooLargeError
from gxkit.readers.formats import Contents
from gxkit.readers.word.building import Builder, Drawing
from gxkit.readers.word.markup import body_to_contents
from gxkit.readers.word.odt.lists import Lists, Place
from gxkit.readers.word.odt.looks import HIDDEN, NOTHING, Looks, Said
from gxkit.readers.word.odt.names import DRAW, EXTENDED, OFFICE, SVG, TABLE, TEXT
from gxkit.readers.word.odt.package import OpenText, open_text
from gxkit.readers.word.odt.tables import read_rows
from gxkit.readers.word.tags import Element, read_measure
from gxkit.text import Sentence

_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_BLANKS = 1_000
# A report has some thousand cells; rows that are repeated in rows that are repeated have no end.
_MOST_CELLS = 200_000
_TOO_MANY = Sentence(
    f"其中的表超过 {_MOST_CELLS:,} 个单元格",
    f"its tables have more than {_MOST_CELLS:,} cells",
)
_LIST = TEXT + "list"
_ITEM = TEXT + "list-item"
_ITEMS = (_ITEM, TEXT + "list-header")
_NOTHING_SHOWN = frozenset(
    (
        TEXT + "tracked-changes",
        TEXT + "sequence-decls",
        TEXT + "variable-decls",
        TEXT + "user-field-decls",
        # what the entries of an index are made of
        TEXT + "table-of-content-source",
        TEXT + "alphabetical-index-source",
        TEXT + "illustration-index-source",
        TEXT + "table-index-source",
        TEXT + "object-index-source",
        TEXT + "user-index-source",
        TEXT + "bibliography-source",
        TEXT + "note",
        OFFICE + "forms",
        OFFICE + "annotation",
        OFFICE + "scripts",
        OFFICE + "event-listeners",
        SVG + "title",
        SVG + "desc",
    )
)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What surrounds a block: what is said of its text, and where in lists it stands."""

    said: Said = NOTHING
    place: Place | None = None
    style: str = ""
    """that of the list"""
    level: int = -1


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while it is read."""

    made: Element
    ends_in_blank: bool = True
    """whether a further blank shows nothing"""


@dataclass(slots=True)
class _Walk:
    """One walk through a text."""

    text: OpenText
    looks: Looks
    lists: Lists
    deleted: dict[str, str]
    builder: Builder = field(default_factory=Builder)
    cells: int = 0
    """how many were read so far"""

    # ---- blocks

    def blocks(
        self,
        parent: Element,
        around: _Setting,
    ) -> list[Element]:
        """The paragraphs and tables below an element."""
        made: list[Element] = []
        for child in parent.iterchildren("*"):
            read = _BLOCKS.get(child.tag)
            if read is not None:
                made += read(self, child, around)
            elif child.tag in _INLINE:
                made.append(self.paragraph_around(child, around))
            elif child.tag not in _NOTHING_SHOWN:
                made += self.blocks(child, around)
        return made

    def section(
        self,
        section: Element,
        around: _Setting,
    ) -> list[Element]:
        is_hidden = section.get(TEXT + "display") == "none"
        if is_hidden or section.get(TEXT + "is-hidden") == "true":
            around = _Setting(HIDDEN)
        return self.blocks(section, around)

    def list_(
        self,
        element: Element,
        around: _Setting,
    ) -> list[Element]:
        """The paragraphs of a list; of each item the first is numbered."""
        style = element.get(TEXT + "style-name", around.style)
        which = around.place.which if around.place else self.lists.begin(element, style)
        level = around.level + 1
        made: list[Element] = []
        for item in element.iterchildren(*_ITEMS):
            start = item.get(TEXT + "start-value")
            if start is not None:
                which = self.lists.begin_at(style, level, start)
            place = Place(which, level) if item.tag == _ITEM else None
            for child in item.iterchildren("*"):
                inner = Place(which, level) if child.tag == _LIST else place
                made += self.blocks_of(child, _Setting(around.said, inner, style, level))
                place = None
        return made

    def blocks_of(
        self,
        element: Element,
        around: _Setting,
    ) -> list[Element]:
        read = _BLOCKS.get(element.tag)
        return read(self, element, around) if read is not None else []

    def paragraph(
        self,
        element: Element,
        around: _Setting,
    ) -> list[Element]:
        style = self.looks.style("paragraph", element.get(TEXT + "style-name"))
        said = around.said.over(style.text)
        for mark in element.iter(TEXT + "hidden-paragraph"):
            if mark.get(TEXT + "is-hidden") == "true":
                said = HIDDEN.over(said)
        place = around.place
        if place is None and element.tag == TEXT + "h" and around.level < 0:
            place = self.lists.heading(element)
        made = self.builder.make_paragraph()
        self.builder.shade(made, style.ground)
        if place is not None:
            self.builder.number(made, place.which, place.level)
        self.inline(element, _Paragraph(made), said)
        return [made]

    def paragraph_around(
        self,
        element: Element,
        around: _Setting,
    ) -> Element:
        """A paragraph for what hangs on a page and on no text."""
        made = self.builder.make_paragraph()
        _INLINE[element.tag](self, element, _Paragraph(made), around.said)
        return made

    def table(
        self,
        table: Element,
        around: _Setting,
    ) -> list[Element]:
        style = self.looks.style("table", table.get(TABLE + "style-name"))
        made = []
        for row in read_rows(table):
            self.cells += len(row.cells)
            if self.cells > _MOST_CELLS:
                raise TooLargeError.of(_TOO_MANY)
            shape = self.looks.style("table-row", row.style)
            cells = []
            for cell in row.cells:
                said = HIDDEN if cell.is_hidden else around.said
                own = self.looks.style("table-cell", cell.style)
                blocks = self.cell(cell.element, said)
                ground = own.ground or shape.ground or style.ground
                cells.append(self.builder.make_cell(blocks, cell.columns, cell.merges, ground))
            height = 0 if row.is_hidden else shape.height
            made.append(self.builder.make_row(cells, height=height))
        return [self.builder.make_table(made)]

    def cell(
        self,
        cell: Element | None,
        said: Said,
    ) -> list[Element]:
        """What stands in a cell; a value that is not written out is shown by few programs."""
        if cell is None:
            return []
        blocks = self.blocks(cell, _Setting(said))
        if not blocks and cell.get(OFFICE + "value") is not None:
            paragraph = self.builder.make_paragraph()
            self.builder.add_drawing(paragraph, Drawing(Unread.OBJECT))
            blocks = [paragraph]
        return blocks

    # ---- what stands in a paragraph

    def inline(
        self,
        element: Element,
        into: _Paragraph,
        said: Said,
    ) -> None:
        """Adds the text of an element and of what is in it."""
        self.say(element.text, into, said)
        for child in element.iterchildren("*"):
            take = _INLINE.get(child.tag)
            if take is not None:
                take(self, child, into, said)
            elif child.tag not in _NOTHING_SHOWN:
                self.inline(child, into, said)
            self.say(child.tail, into, said)

    def say(
        self,
        text: str | None,
        into: _Paragraph,
        said: Said,
    ) -> None:
        """Adds text as it stands in the file, where several blanks are one."""
        if not text:
            return
        shown = _BLANKS.sub(" ", text)
        if into.ends_in_blank:
            shown = shown.removeprefix(" ")
        if shown:
            into.ends_in_blank = shown.endswith(" ")
            self.builder.add_text(into.made, shown, self.looks.face(said))

    def say_sign(
        self,
        sign: str,
        into: _Paragraph,
        said: Said,
    ) -> None:
        into.ends_in_blank = False
        self.builder.add_text(into.made, sign, self.looks.face(said))

    def take_span(
        self,
        span: Element,
        into: _Paragraph,
        said: Said,
    ) -> None:
        style = self.looks.style("text", span.get(TEXT + "style-name"))
        text = style.text
        # what is hidden around it stays hidden, whatever the span says
        if said.display == HIDDEN.display:
            text = text._replace(display=HIDDEN.display)
        self.inline(span, into, text.over(said))

    def take_blanks(
        self,
        element: Element,
        into: _Paragraph,
        said: Said,
    ) -> None:
        asked = element.get(TEXT + "c", "1")
        is_number = asked.isdecimal() and len(asked) < len(str(_MOST_BLANKS))
        self.say_sign(" " * (int(asked) if is_number else 1), into, said)

    def take_tab(
        self,
        _: Element,
        into: _Paragraph,
        said: Said,
    ) -> None:
        self.say_sign("\t", into, said)

    def take_break(
        self,
        _: Element,
        into: _Paragraph,
        said: Said,
    ) -> None:
        self.say_sign("\n", into, said)
        into.ends_in_blank = True

    def take_hidden(
        self,
        element: Element,
        into: _Paragraph,
        said: Said,
    ) -> None:
        """A text that a condition hides."""
        if element.get(TEXT + "is-hidden") == "true":
            text = element.get(TEXT + "string-value", "")
            self.say_sign(text, into, HIDDEN.over(said))
        else:
            self.inline(element, into, said)

    def take_change(
        self,
        element: Element,
        into: _Paragraph,
        _: Said,
    ) -> None:
        """The place of what was deleted while changes were tracked."""
        text = self.deleted.get(element.get(TEXT + "change-id", ""))
        if text:
            self.builder.add_deleted(into.made, text)

    def take_reading(
        self,
        element: Element,
        into: _Paragraph,
        _: Said,
    ) -> None:
        self.builder.add_reading(into.made, _text_of(element))

    def take_hint(
        self,
        _: Element,
        into: _Paragraph,
        __: Said,
    ) -> None:
        self.builder.add_hint(into.made)

    def take_content(
        self,
        control: Element,
        into: _Paragraph,
        said: Said,
    ) -> None:
        if control.get(EXTENDED + "showing-place-holder") == "true":
            self.builder.add_hint(into.made)
        else:
            self.inline(control, into, said)

    def take_frame(
        self,
        frame: Element,
        into: _Paragraph,
        said: Said,
    ) -> None:
        """A frame with the first of several ways to show the same."""
        for content in frame.iterchildren(*_FRAMED):
            if content.tag in _BOXES:
                self.take_shape(content, into, said)
            else:
                what = _FRAMED[content.tag]
                floats = frame.get(TEXT + "anchor-type") not in (None, "as-char")
                data = self.text.read_picture(content)
                drawing = Drawing(what, _sides_of(frame), floats, data)
                self.builder.add_drawing(into.made, drawing)
            return

    def take_shape(
        self,
        shape: Element,
        into: _Paragraph,
        said: Said,
    ) -> None:
        """A box or a shape with its text; one without any is a drawing."""
        around = _Setting(HIDDEN if said.display == HIDDEN.display else NOTHING)
        blocks = self.blocks(shape, around)
        if blocks:
            self.builder.add_box(into.made, blocks)
        elif shape.tag not in _BOXES:
            self.builder.add_drawing(into.made, Drawing(Unread.DRAWING, floats=True))

    def take_group(
        self,
        group: Element,
        into: _Paragraph,
        said: Said,
    ) -> None:
        for child in group.iterchildren(*_INLINE):
            _INLINE[child.tag](self, child, into, said)

    def take_control(
        self,
        _: Element,
        into: _Paragraph,
        __: Said,
    ) -> None:
        self.builder.add_drawing(into.made, Drawing(Unread.OBJECT))


_BLOCKS: dict[object, Callable[[_Walk, Element, _Setting], list[Element]]] = {
    TEXT + "p": _Walk.paragraph,
    TEXT + "h": _Walk.paragraph,
    _LIST: _Walk.list_,
    TEXT + "section": _Walk.section,
    TABLE + "table": _Walk.table,
}
_BOXES = (DRAW + "text-box",)
_FRAMED: dict[str, Unread] = {
    DRAW + "text-box": Unread.DRAWING,
    DRAW + "object": Unread.OBJECT,
    DRAW + "object-ole": Unread.OBJECT,
    DRAW + "plugin": Unread.OBJECT,
    DRAW + "image": Unread.PICTURE,
}
_SHAPES = ("custom-shape", "rect", "ellipse", "circle", "path", "polygon", "polyline", "line")
_INLINE: dict[object, Callable[[_Walk, Element, _Paragraph, Said], None]] = {
    TEXT + "span": _Walk.take_span,
    TEXT + "s": _Walk.take_blanks,
    TEXT + "tab": _Walk.take_tab,
    TEXT + "line-break": _Walk.take_break,
    TEXT + "hidden-text": _Walk.take_hidden,
    TEXT + "change": _Walk.take_change,
    TEXT + "ruby-text": _Walk.take_reading,
    TEXT + "placeholder": _Walk.take_hint,
    EXTENDED + "content-control": _Walk.take_content,
    DRAW + "frame": _Walk.take_frame,
    DRAW + "g": _Walk.take_group,
    DRAW + "control": _Walk.take_control,
    **dict.fromkeys((DRAW + name for name in _SHAPES), _Walk.take_shape),
}


def read(
    path: Path,
    data: bytes,
) -> Contents:
    """Lines and grids of an OpenDocument text; it says nothing of itself that could be relied on.

    Raises TooLargeError, EncryptedFileError or DamagedFileError.
    """
    text = open_text(data, path.name)
    lists = Lists(text.roots)
    walk = _Walk(text, Looks(text.roots), lists, _find_deleted(text))
    try:
        blocks = walk.blocks(text.body, _Setting())
    except TooLargeError as error:
        raise TooLargeError(
            f"{path.name}：{error.zh}，而一份年报只有几百个；请把报告的各页另存为单独的文件。",
            f"{path.name}: {error.en}, and a report has some hundred; save the pages of the report "
            "in a file of their own.",
        ) from error
    return body_to_contents(walk.builder.to_package(blocks, lists.numbering))


def _find_deleted(text: OpenText) -> dict[str, str]:
    """What was deleted while changes were tracked, by the names of the changes."""
    found: dict[str, str] = {}
    for region in text.body.iterfind(f"{TEXT}tracked-changes/{TEXT}changed-region"):
        for deletion in region.iterchildren(TEXT + "deletion"):
            texts = [_text_of(part) for part in deletion.iter(TEXT + "p", TEXT + "h")]
            found[region.get(TEXT + "id", "")] = "".join(texts)
    return found


def _text_of(paragraph: Element) -> str:
    return "".join(map(str, paragraph.itertext()))


def _sides_of(frame: Element) -> tuple[float, float] | None:
    wide, high = (read_measure(frame.get(SVG + side), 1) for side in ("width", "height"))
    return (wide, high) if wide is not None and high is not None else None
