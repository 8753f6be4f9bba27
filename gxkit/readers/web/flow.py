"""The text of a page as it flows: cut where the page breaks it, in the order of the page.

A piece is a paragraph, a heading, or what stands between two line breaks; and a table stands
between pieces as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gxkit.readers.web.furniture import is_furniture, is_hidden
from gxkit.readers.web.tags import CELLS, IN_STRUCTURE, INLINE, SKIPPED, STRUCTURE, Element
from gxkit.text import lower_alone, raise_digits

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BREAK = re.compile(r"\r\n|\r|\n")
_CHANGING = frozenset(("pre", "sup"))
_FIELDS = frozenset(("input", "textarea"))
_TYPED = frozenset(("text", "number", "tel"))
"""the types of a field into which a figure can be typed"""


def read_pieces(root: Element) -> list[str | Element]:
    """The text below `root` in pieces, and its innermost tables."""
    flow = _Flow(root.tag in CELLS)
    flow.read(root)
    return flow.pieces


def cell_text(cell: Element) -> str:
    """The pieces of a cell, a line each."""
    # many cells hold a figure and no element
    if not len(cell):
        return _fold_blanks(cell.text or "")
    return "\n".join(_texts_below(cell))


def _texts_below(element: Element) -> list[str]:
    return [piece for piece in read_pieces(element) if isinstance(piece, str)]


@dataclass(slots=True)
class _Flow:
    """A walk through a part of a page. `preserved` and `raised` count the <pre> and <sup> that are
    open; `is_cell` is whether the part is a cell of a table."""

    is_cell: bool
    pieces: list[str | Element] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    preserved: int = 0
    raised: int = 0

    def read(self, root: Element) -> None:
        """Adds all pieces below an element."""
        self._read_inside(root)
        self._flush()

    def _read_inside(self, element: Element) -> None:
        tag = element.tag
        if tag in _CHANGING:
            self._change(tag, 1)
        text = element.text
        if text:
            self.buffer.append(raise_digits(text) if self.raised else text)
        for child in element:
            self._read_child(child)
        if tag in _CHANGING:
            self._change(tag, -1)

    def _read_child(self, element: Element) -> None:
        tag = element.tag
        # outside tables a field is a search box
        if self.is_cell and tag in _FIELDS:
            self.buffer.append(_typed_text(element))
        breaks = tag not in INLINE
        if breaks:
            self._flush()
        if not _is_left_out(element):
            # a table around tables lays out the page: what is in it flows on
            if tag == "table" and _is_innermost(element):
                self.pieces.append(element)
            else:
                self._read_inside(element)
        if breaks:
            self._flush()
        # what follows an element is shown even where the element is not
        tail = element.tail
        if tail:
            self.buffer.append(raise_digits(tail) if self.raised else tail)

    def _change(self, tag: str, step: int) -> None:
        """Counts a <pre> or <sup> that begins (1) or ends (-1)."""
        if tag == "sup":
            self.raised += step
            return
        self._flush()
        self.preserved += step

    def _flush(self) -> None:
        """What was gathered is a piece, or in a <pre> its lines are."""
        if not self.buffer:
            return
        text = "".join(self.buffer)
        self.buffer.clear()
        if self.preserved:
            self.pieces += _keep_lines(text)
            return
        folded = _fold_blanks(text)
        if folded:
            self.pieces.append(folded)


def _is_innermost(table: Element) -> bool:
    return next(table.iterdescendants("table"), None) is None


def _is_left_out(element: Element) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in SKIPPED:
        return True
    return is_hidden(element) or is_furniture(element)


def _fold_blanks(text: str) -> str:
    """The text as one piece, blanks folded as a browser does; '' where there are only blanks."""
    folded = _BLANKS.sub(" ", lower_alone(text))
    return folded.replace("\xa0", " ").strip()


def _keep_lines(text: str) -> Iterator[str]:
    """The lines of a text with the blanks before them."""
    for line in _BREAK.split(lower_alone(text)):
        plain = line.replace("\xa0", " ").rstrip()
        if plain:
            yield plain


def _typed_text(element: Element) -> str:
    """What stands in a field: some sites publish their tables as the forms they were typed into."""
    if is_hidden(element):
        return ""
    if element.tag == "textarea":
        return element.text or ""
    kind = element.get("type") or "text"
    if kind.lower() not in _TYPED:
        return ""
    return element.get("value") or ""


def stray_pieces(table: Element) -> Iterator[str]:
    """What stands in a table outside its cells, its caption first: browsers show that above it."""
    for element in table.iter(*STRUCTURE):
        yield from _fold_stray(element.text)
        for child in element:
            yield from _fold_stray(child.tail)
        for child in element:
            if _is_stray(child):
                yield from _texts_below(child)


def _fold_stray(text: str | None) -> Iterator[str]:
    if text and text.strip():
        yield _BLANKS.sub(" ", text).strip()


def _is_stray(element: Element) -> bool:
    """Whether an element among rows and cells holds none."""
    tag = element.tag
    if tag in IN_STRUCTURE or tag in SKIPPED:
        return False
    has_cells = next(element.iter(*CELLS), None) is not None
    return not has_cells and not is_hidden(element)
