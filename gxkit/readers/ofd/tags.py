"""Elements of OFD by their bare names: writers use the standard's namespace, an older one, another
prefix or none. And the numbers that attributes hold."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from gxkit.readers.plane.boxes import Matrix

Element: TypeAlias = etree._Element

Named = dict[str, list[Element]]
"""elements by their names"""

_MATRIX = 6  # numbers
_BOX = 4
_NO, _YES = frozenset(("false", "0")), frozenset(("true", "1"))


def name_of(element: Element) -> str:
    """The name of an element without its namespace; '' for what is none, as an entity."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    # a prefix that was never declared is left in the name
    return tag.rpartition("}")[2].rpartition(":")[2]


def name_children(parent: Element) -> Named:
    """The children of an element by their names, each name's in order."""
    named: Named = {}
    for child in parent:
        named.setdefault(name_of(child), []).append(child)
    return named


def children(parent: Element | None, name: str) -> Iterator[Element]:
    """The children of that name; none of None."""
    if parent is None:
        return
    for child in parent:
        if name_of(child) == name:
            yield child


def child_of(parent: Element | None, name: str) -> Element | None:
    """The first child of that name."""
    return next(children(parent, name), None)


def text_of(parent: Element | None, name: str) -> str:
    """What the first child of that name says; '' where there is none."""
    child = child_of(parent, name)
    return (child.text or "").strip() if child is not None else ""


def is_off(element: Element, name: str) -> bool:
    """Whether an attribute that is on if nothing is said says that it is off."""
    said = element.get(name)
    return said is not None and said.lower() in _NO


def is_on(element: Element, name: str) -> bool:
    """Whether an attribute that is off if nothing is said says that it is on."""
    said = element.get(name)
    return said is not None and said.lower() in _YES


def numbers_in(text: str | None) -> list[float]:
    """The numbers of a list; none where something else is in it, or they are beyond all bounds.

    >>> numbers_in("20 74.96 170 0.25"), numbers_in("a 1"), numbers_in("1e999")
    ([20.0, 74.96, 170.0, 0.25], [], [])
    """
    if not text:
        return []
    try:
        numbers = [float(part) for part in text.split()]
    except ValueError:
        return numbers_in(text.replace(",", " ")) if "," in text else []
    return numbers if math.isfinite(sum(numbers)) else []


def number_in(text: str | None, otherwise: float) -> float:
    """One number, or another where there is none."""
    if not text:
        return otherwise
    try:
        number = float(text)
    except ValueError:
        numbers = numbers_in(text)
        return numbers[0] if numbers else otherwise
    return number if math.isfinite(number) else otherwise


def box_in(text: str | None) -> tuple[float, float, float, float] | None:
    """Left, top, width and height in millimetres; None where they are not said."""
    if not text:
        return None
    try:
        left, top, width, height = map(float, text.split())
    except ValueError:
        numbers = numbers_in(text)
        if len(numbers) < _BOX:
            return None
        left, top, width, height = numbers[:_BOX]
    return (left, top, width, height) if math.isfinite(left + top + width + height) else None


def matrix_in(text: str | None) -> Matrix | None:
    """The six numbers of a matrix; None where they are not said."""
    if not text:
        return None
    numbers = numbers_in(text)
    if len(numbers) != _MATRIX:
        return None
    a, b, c, d, e, f = numbers
    return a, b, c, d, e, f
