"""The element names of WordprocessingML (ECMA-376, part 1, section 17) as lxml writes them."""

from __future__ import annotations

import re
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"

PARAGRAPH = W + "p"
RUN = W + "r"
TEXT = W + "t"
TABLE = W + "tbl"
ROW = W + "tr"
CELL = W + "tc"
TEXT_BOX = W + "txbxContent"
CHUNK = W + "altChunk"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

PARAGRAPH_PROPERTIES = W + "pPr"
RUN_PROPERTIES = W + "rPr"
ROW_PROPERTIES = W + "trPr"
CELL_PROPERTIES = W + "tcPr"
TABLE_PROPERTIES = W + "tblPr"
_OFF = frozenset(("0", "false", "off"))
# No length of a page has more digits; one of thousands was made to cost time.
_MEASURE = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)(pt|mm|cm|in|p[ci])?(?![\d.])")
_MOST_DIGITS = 9
_POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pc": 12.0, "pi": 12.0}
TWIPS = 20
"""twentieths in a point"""


def find_child(parent: Element, tag: str) -> Element | None:
    """The first child of that name. Properties come first, so that a loop is several times as fast
    as lxml's `find`, which compiles a path, and as its filtered iterators."""
    for child in parent:
        if child.tag == tag:
            return child
    return None


def value_of(parent: Element, tag: str) -> str:
    """The `w:val` of the first child of that name; '' where there is none."""
    child = find_child(parent, tag)
    return child.get(VAL, "") if child is not None else ""


def is_on(element: Element) -> bool:
    """Whether a property that is on or off is on; without a value it is."""
    return element.get(VAL) not in _OFF


def read_whole(value: str | None, default: int = 0) -> int:
    """A whole number, that of its first digits where it is longer than any; the default where it is
    absent or no number.

    >>> read_whole("12"), read_whole("-1", 1), read_whole(None)
    (12, 1, 0)
    """
    if not value or not (value.isascii() and value.isdigit()):
        return default
    # Python makes no number of some thousands of digits
    return int(value[:_MOST_DIGITS])


def read_measure(value: str | None, of_a_point: int) -> int | None:
    """A length in parts of a point, which a bare number counts; None where it is none.

    >>> read_measure("21", 2), read_measure("10.5pt", 2), read_measure("1in", 20)
    (21, 21, 1440)
    """
    found = _MEASURE.match(value or "")
    if found is None:
        return None
    number, unit = found.groups()
    return int(float(number) * _POINTS[unit] * of_a_point) if unit else int(float(number))
