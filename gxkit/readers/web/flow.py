"""The text of a page as it flows: cut where the page breaks it, in the order of the page.

A piece is a paragraph, a heading, or what stands between two line breaks; and a table stands
between pieces as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import (
    dataclass,
    field,
    replace,
)
from typing import NamedTuple

from gxkit.document import (
    Omission,
    Omitted,
    Unread,
)
from gxkit.readers.seen import set_aside
from gxkit.readers.web.furniture import is_furniture
from gxkit.readers.web.hiding import is_alike
from gxkit.readers.web.looks import PLAIN, Look, Looks
from gxkit.readers.web.objects import (
    OBJECTS,
    has_picture_behind,
    is_reversed,
    may_show_table,
    see,
    unread_of_blank,
)
from gxkit.readers.web.tags import (
    CELLS,
    IN_STRUCTURE,
    INLINE,
    SKIPPED,
    STRUCTURE,
    Element,
)
from gxkit.text import lower_alone, raise_digits

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BREAK = re.compile(r"\r\n|\r|\n")
_DIGIT = re.compile(r"\d")
_TO_NOTE = re.compile(r"(?i)^#.|#_?(?:ftn|edn|fn|foot|end|note|cite|ref|注)")
_OF_NOTE = re.compile(r"(?i)foot-?note|end-?note|note-?ref|fn-?ref|ftn|^fn\d|脚注|尾注")
_CALLED_HIDDEN = re.compile(
    r"(?i)(?:^|[\s_-])(?:hide|hidden|invisible|sr-only|d-none|display-none|yincang)(?:$|\s)"
)
_CALLED = (
    (_CALLED_HIDDEN, Omission.HIDDEN),
    (
        re.compile(
            r"(?i)(?:^|[\s_-])(?:strike|struck|strikethrough|line-?through|deleted)(?:$|\s)"
        ),
        Omission.STRUCK,
    ),
)
"""names that people give to what a sheet hides or strikes out"""
_PLAIN: dict[object, bool] = {
    **dict.fromkeys(("p", "div", "br"), True),
    **dict.fromkeys(("span", "font", "b", "strong", "o:p", "u", "i", "em"), False),
}
"""the elements that say nothing of the text of a cell, and whether they break its line"""
# Of the size of the letters beside: a heading has half as large again as its text.
_OTHER_SIZE = 0.7


# Shown on a screen all the same: hidden from a printer or a telephone, or at the overflow.
_HIDDEN_ELSEWHERE = re.compile(r"(?i)print|mobile|phone|overflow|wap|small|app[_-]")


def named_hidden(table: Element) -> str:
    """The class of a table, of what it stands in, or of a row of it, that names hiding; or ''."""
    rows = table.iter("tr", "tbody", "td")
    for element in (table, *table.iterancestors(), *rows):
        names = element.get("class")
        if names and _CALLED_HIDDEN.search(names) and not _HIDDEN_ELSEWHERE.search(names):
            return str(names)
    return ""


class Piece(NamedTuple):
    """A piece of text, a table with how it looks, or a picture that may show a table; a `hidden`
    one is not shown, or withdrawn."""

    content: str | Element
    look: Look
    hidden: bool = False
    is_picture: bool = False


# A plain tuple is made in a third of the time of a named one, and a report has hundreds.
CellText = tuple[str, tuple[Omitted, ...], Unread | None]
"""the text of a cell, a line for each of its pieces, what was left out of it, and what stands there
that is no text"""


def read_pieces(
    root: Element,
    looks: Looks,
    look: Look,
) -> list[Piece]:
    """The text below `root`, which has a look, in pieces, and its innermost tables."""
    flow = _Flow(looks, look, root.tag in CELLS)
    flow.read(root)
    return flow.pieces


def read_cell(
    cell: Element,
    look: Look,
    looks: Looks,
) -> CellText:
    """What a cell says."""
    # most cells hold a figure, with elements around it that say nothing of it
    if look.omission is None and look.doubt is None and not looks.writing:
        pieces = _plain_pieces(cell, look, looks)
        if pieces is not None:
            texts = [_fold_blanks(piece) for piece in pieces if piece]
            text = texts[0] if len(texts) == 1 else "\n".join(filter(None, texts))
            return text, (), None if text else _ground_of(cell, looks)
    flow = _Flow(looks, look, True)
    if cell in looks.writing:
        flow.unread = Unread.GLYPHS
    flow.read(cell)
    text = "\n".join(flow.texts())
    unread = flow.unread
    if unread is None and not text:
        unread = flow.slight or _ground_of(cell, looks)
    elif unread is None and flow.slight and not _DIGIT.search(text):
        unread = flow.slight
    return text, tuple(flow.omitted), unread


def _plain_pieces(
    cell: Element,
    look: Look,
    looks: Looks,
) -> list[str] | None:
    """The pieces of text in a cell in which only paragraphs and spans stand, however deep, and
    nothing has a look of its own or may be a mark; None of any other."""
    pieces = [""]
    return pieces if _gather(cell, look, looks, pieces) else None


def _gather(
    element: Element,
    look: Look,
    looks: Looks,
    pieces: list[str],
) -> bool:
    """Adds the text below an element to pieces; False where anything asks for the whole walk."""
    text = element.text
    if text:
        pieces[-1] += text
    for child in element:
        breaks = _PLAIN.get(child.tag)
        if breaks is None or _says_more(child, look, looks):
            return False
        if breaks and pieces[-1]:
            pieces.append("")
        if len(child):
            if not _gather(child, look, looks, pieces):
                return False
        elif child.text:
            pieces[-1] += child.text
        if breaks and pieces[-1]:
            pieces.append("")
        tail = child.tail
        if tail:
            pieces[-1] += tail
    return True


def _says_more(element: Element, look: Look, looks: Looks) -> bool:
    """Whether one of the elements that say nothing has a look of its own, is the site's, or has a
    name that may be that of a note or of what is hidden."""
    if not looks.is_bare and (looks.below(look, element) is not look or is_reversed(element)):
        return True
    if element.tag == "div" and is_furniture(element):
        return True
    names = element.get("class")
    # the name of a paragraph says nothing of its text
    if names is None or _PLAIN[element.tag]:
        return False
    return looks.has_far_sheets or _OF_NOTE.search(names) is not None


def _ground_of(cell: Element, looks: Looks) -> Unread | None:
    """What a cell without text shows all the same: a picture that is its ground, or what is put
    there when the page is shown."""
    unread = unread_of_blank(cell)
    # on most pages nothing has a picture behind it, and a table has many blank cells
    if unread is None and looks.has_pictures_behind and has_picture_behind(cell, looks.pictured):
        return Unread.PICTURE
    return unread


@dataclass(slots=True)
class _Flow:
    """A walk through a part of a page. `look` is that of the element that is being read, and
    `preserved` counts the <pre> that are open; `is_cell` is whether the part is a cell of a table.

    `buffer` gathers the text of a piece; `aside` what is left out of it, and `doubtful` the places
    in the buffer of what is left out of a cell if other text stands there. `unread` is what stands
    in a cell and is no text, `slight` what would be an ornament beside a figure. `before` is how
    the last text looks, `gap` whether a distance follows them, `linked` where a link ended.
    """

    looks: Looks
    look: Look
    is_cell: bool
    pieces: list[Piece] = field(default_factory=list)
    omitted: list[Omitted] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    aside: list[Omitted] = field(default_factory=list)
    doubtful: dict[int, Omitted] = field(default_factory=dict)
    preserved: int = 0
    before: Look = PLAIN
    gap: bool = False
    linked: int = 0
    unread: Unread | None = None
    slight: Unread | None = None

    def texts(self) -> list[str]:
        """The pieces of text that are shown."""
        shown = [piece.content for piece in self.pieces if not piece.hidden]
        return [text for text in shown if isinstance(text, str)]

    def read(self, root: Element) -> None:
        """Adds all pieces below an element."""
        self._read_inside(root)
        self._flush()

    def _read_inside(self, element: Element) -> None:
        is_preserved = element.tag == "pre"
        if is_preserved:
            self._flush()
            self.preserved += 1
        text = element.text
        if text:
            self._add(text)
        for child in element:
            self._read_child(child)
        if is_preserved:
            self._flush()
            self.preserved -= 1

    def _add(self, text: str) -> None:
        """Text as it looks here: for the piece, or left out of it."""
        look = self.look
        omission = look.omission
        if omission is not None:
            self.aside.append(Omitted(text, omission))
            return
        doubt = look.doubt
        if doubt is not None and self.is_cell:
            self.doubtful[len(self.buffer)] = Omitted(text, doubt)
        elif self.is_cell and self._is_parted(text):
            self.buffer.append(" ")
        self.buffer.append(raise_digits(text) if look.raised else text)
        self.before = look
        self.gap = False

    def _is_parted(self, text: str) -> bool:
        """Whether a figure begins beside one that it is no part of: at a distance, of another
        colour, or in letters of quite another size."""
        if not self._follows_figure() or not text[0].isdigit():
            return False
        before, look = self.before, self.look
        if self.gap or look is before:
            return self.gap
        smaller, larger = sorted((look.size, before.size))
        return smaller <= _OTHER_SIZE * larger or not is_alike(look.colour, before.colour)

    def _follows_figure(self) -> bool:
        """Whether the last character so far is a digit."""
        return bool(self.buffer) and self.buffer[-1][-1:].isdigit()

    def _read_child(self, element: Element) -> None:
        tag = element.tag
        around = self.look
        look = self.looks.below(around, element)
        is_other = look is not around
        breaks = tag not in INLINE or (is_other and look.apart)
        if breaks:
            self._flush()
        if self.is_cell and not breaks:
            perhaps = self._guess(element)
            look = replace(look, perhaps=perhaps) if perhaps else look
        if self.looks.writing and element in self.looks.writing:
            self.unread = Unread.GLYPHS
        if is_reversed(element):
            self.unread = Unread.REVERSED
        self.look = look
        self.gap = self.gap or (is_other and look.spaced)
        if tag in OBJECTS:
            self._see(element)
        if not _is_left_out(element):
            # a table around tables lays out the page: what is in it flows on
            if tag == "table" and _is_innermost(element):
                is_withdrawn = look.hidden or look.omission is Omission.STRUCK
                self.pieces.append(Piece(element, look, is_withdrawn))
            else:
                self._read_inside(element)
        if breaks:
            self._flush()
        self.gap = self.gap or (is_other and look.spaced)
        self.look = around
        # what follows an element is shown even where the element is not
        tail = element.tail
        if tail:
            self._add(tail)

    def _guess(self, element: Element) -> Omission | None:
        """What a part of a cell may be beside a figure.

        It is the mark of a note if it leads to one, is called so, or is a link in the midst of
        digits, for nobody links half a figure. Where a sheet elsewhere gives names their looks,
        some names say what that is.
        """
        names = element.get("class")
        if names is not None:
            if _OF_NOTE.search(names):
                return Omission.MARK
            if self.looks.has_far_sheets:
                told = [why for pattern, why in _CALLED if pattern.search(names)]
                if told:
                    return told[0]
        if element.tag != "a":
            return None
        if _TO_NOTE.search(element.get("href") or "") or _has_name_of_note(element):
            return Omission.MARK
        is_linked = self.linked == len(self.buffer)
        self.linked = len(self.buffer) + 1
        is_amid = self._follows_figure() and not is_linked
        return Omission.MARK if is_amid else None

    def _see(self, element: Element) -> None:
        """Adds what is seen of a control or a picture, unless it is not shown.

        Outside tables a field is a search box, and a picture an ornament or a table.
        """
        if not self.is_cell:
            if self.look.omission is None and may_show_table(element):
                self.pieces.append(Piece("", self.look, is_picture=True))
            return
        seen = see(element)
        if seen.text:
            self._add(seen.text)
        if self.look.omission is not None:
            return
        if seen.said:
            self.omitted.append(Omitted(seen.said, Omission.ALTERNATIVE))
        if seen.slight:
            self.slight = self.slight or seen.unread
        else:
            self.unread = self.unread or seen.unread

    def _flush(self) -> None:
        """What was gathered is a piece, or in a <pre> its lines are."""
        if self.doubtful:
            self._decide()
        if self.buffer:
            text = "".join(self.buffer)
            self.buffer.clear()
            if self.preserved:
                self.pieces += [Piece(line, self.look) for line in _keep_lines(text)]
            elif folded := _fold_blanks(text):
                self.pieces.append(Piece(folded, self.look))
        if self.aside:
            self._flush_aside()

    def _decide(self) -> None:
        """Leaves out of a cell with a figure what is raised beside it, or perhaps not shown."""
        self.buffer, left_out = set_aside(self.buffer, self.doubtful)
        self.aside += left_out
        self.doubtful.clear()

    def _flush_aside(self) -> None:
        """What was left out is kept by a cell; elsewhere it is a line that is not shown."""
        hidden = _fold_blanks("".join([omitted.text for omitted in self.aside]))
        if self.is_cell:
            self.omitted += _merge(self.aside)
        elif hidden:
            self.pieces.append(Piece(hidden, self.look, True))
        self.aside.clear()


def _merge(aside: list[Omitted]) -> Iterator[Omitted]:
    """What was left out for one reason, as one."""
    for why in dict.fromkeys(omitted.why for omitted in aside):
        text = "".join([omitted.text for omitted in aside if omitted.why is why])
        folded = _fold_blanks(text)
        if folded:
            yield Omitted(folded, why)


def _is_innermost(table: Element) -> bool:
    return next(table.iterdescendants("table"), None) is None


def _is_left_out(element: Element) -> bool:
    tag = element.tag
    return not isinstance(tag, str) or tag in SKIPPED or is_furniture(element)


def _has_name_of_note(element: Element) -> bool:
    names = [element.get(name) for name in ("id", "name", "rel", "role", "title")]
    return any(name is not None and _OF_NOTE.search(name) for name in names)


def _fold_blanks(text: str) -> str:
    """The text as one piece, blanks folded as a browser does; '' where there are only blanks."""
    # most cells hold a figure or nothing
    if not text or text.isdecimal():
        return text
    folded = _BLANKS.sub(" ", lower_alone(text))
    return folded.replace("\xa0", " ").strip()


def _keep_lines(text: str) -> Iterator[str]:
    """The lines of a text with the blanks before them."""
    for line in _BREAK.split(lower_alone(text)):
        plain = line.replace("\xa0", " ").rstrip()
        if plain:
            yield plain


def read_stray(
    table: Element,
    looks: Looks,
    look: Look,
) -> Iterator[Piece]:
    """What stands in a table outside its cells, its caption first: browsers show that above it."""
    for element in table.iter(*STRUCTURE):
        texts = [element.text]
        strays = []
        for child in element:
            texts.append(child.tail)
            if child.tag not in IN_STRUCTURE and _is_stray(child):
                strays.append(child)
        for text in filter(None, texts):
            yield from _fold_stray(text, look)
        for child in strays:
            own = looks.below(look, child)
            yield from read_pieces(child, looks, own)


def _fold_stray(
    text: str,
    look: Look,
) -> Iterator[Piece]:
    if text.strip():
        yield Piece(_BLANKS.sub(" ", text).strip(), look, look.omission is not None)


def _is_stray(
    element: Element,
) -> bool:
    """Whether an element among rows and cells that is none holds none."""
    if element.tag in SKIPPED:
        return False
    return next(element.iter(*CELLS), None) is None
