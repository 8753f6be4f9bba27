"""The lists of an OpenDocument file as those of Word: each list counts by itself, unless it goes on
with another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from gxkit.readers.word.odt.names import EXTENDED, OFFICE, STYLE, TEXT, XML_ID
from gxkit.readers.word.tags import VAL, Element, W

_STYLES = (OFFICE + "styles", OFFICE + "automatic-styles")
_OUTLINE = "outline"
"""as the name of a list style: that of the headings"""
_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting",
    "①, ②, ③, ...": "decimalEnclosedCircle",
    "１, ２, ３, ...": "decimalFullWidth",
}
"""number formats of Word by those of OpenDocument; of others no number is printed"""
_MOST_LEVELS = 10


class Place(NamedTuple):
    """Where a paragraph stands in lists: which list, and how deep from 0."""

    which: int
    level: int


class Lists:
    """The lists of a file, in the order in which they begin."""

    def __init__(
        self,
        roots: Iterable[Element],
    ) -> None:
        self._levels: dict[str, list[Element]] = {}
        self._latest: dict[str, int] = {}
        self._named: dict[str, int] = {}
        self.numbering = etree.Element(W + "numbering")
        self._count = 0
        for root in roots:
            for kind in _STYLES:
                for styles in root.iterchildren(kind):
                    self._read_styles(styles)

    def _read_styles(
        self,
        styles: Element,
    ) -> None:
        for style in styles.iterchildren(TEXT + "list-style", TEXT + "outline-style"):
            is_outline = style.tag == TEXT + "outline-style"
            name = _OUTLINE if is_outline else style.get(STYLE + "name", "")
            self._levels[name] = list(style.iterchildren("*"))

    def begin(
        self,
        element: Element,
        style: str,
    ) -> int:
        """The number of the list that begins with a `text:list`, or that it goes on with."""
        follows = element.get(TEXT + "continue-list")
        which = self._named.get(follows) if follows else None
        if which is None and element.get(TEXT + "continue-numbering") == "true":
            which = self._latest.get(style)
        if which is None:
            which = self._make(style)
        self._named[element.get(XML_ID, "")] = which
        return which

    def begin_at(
        self,
        style: str,
        level: int,
        start: str,
    ) -> int:
        """The number of a list that goes on with another number."""
        return self._make(style, level, start)

    def heading(
        self,
        element: Element,
    ) -> Place | None:
        """Where a heading outside lists is numbered; None where headings are not."""
        if _OUTLINE not in self._levels or element.get(TEXT + "is-list-header") == "true":
            return None
        asked = element.get(TEXT + "outline-level", "1")
        level = int(asked) if asked.isdecimal() and len(asked) < _MOST_LEVELS else 1
        which = self._latest.get(_OUTLINE)
        return Place(self._make(_OUTLINE) if which is None else which, level - 1)

    def _make(
        self,
        style: str,
        level: int = -1,
        start: str = "",
    ) -> int:
        """Another list of a style, of which one level may begin with another number."""
        self._count += 1
        self._latest[style] = self._count
        name = str(self._count)
        abstract = etree.SubElement(self.numbering, W + "abstractNum")
        abstract.set(W + "abstractNumId", name)
        for at, said in enumerate(self._levels.get(style, ())[:_MOST_LEVELS]):
            abstract.append(_make_level(at, said, start if at == level else ""))
        number = etree.SubElement(self.numbering, W + "num", {W + "numId": name})
        etree.SubElement(number, W + "abstractNumId", {VAL: name})
        return self._count


def _make_level(
    at: int,
    said: Element,
    start: str,
) -> Element:
    begins = start or said.get(TEXT + "start-value", "1")
    made = etree.Element(W + "lvl", {W + "ilvl": str(at)})
    etree.SubElement(made, W + "start", {VAL: begins})
    etree.SubElement(made, W + "numFmt", {VAL: _form_of(said)})
    etree.SubElement(made, W + "lvlText", {VAL: _text_of(at, said)})
    return made


def _form_of(said: Element) -> str:
    if not str(said.tag).endswith(("-number", "outline-level-style")):
        return "bullet"
    form = said.get(STYLE + "num-format", "")
    return _FORMS.get(form, "unknown") if form else "none"


def _text_of(
    at: int,
    said: Element,
) -> str:
    """What is printed, with a place for the number of each level that is shown."""
    written = said.get(EXTENDED + "num-list-format")
    if written is not None:
        for level in range(at + 1, 0, -1):
            written = written.replace(f"%{level}%", f"%{level}")
        return written
    asked = said.get(TEXT + "display-levels", "1")
    shown = int(asked) if asked.isdecimal() and len(asked) < _MOST_LEVELS else 1
    levels = range(max(at + 2 - shown, 1), at + 2)
    number = ".".join(f"%{level}" for level in levels)
    before = said.get(STYLE + "num-prefix", "")
    return before + number + said.get(STYLE + "num-suffix", "")
