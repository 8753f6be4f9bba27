"""The automatic numbers of Word paragraphs (一、 1. (a)): not in the text of a file, yet part of a
printed label."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from gxkit.readers.word.tags import (
    PARAGRAPH_PROPERTIES,
    Element,
    W,
    find_child,
    read_whole,
    value_of,
)

_LIST = W + "numPr"
_LIST_ID = W + "numId"
_LEVEL = W + "ilvl"
_STYLE = W + "pStyle"
_DIGITS = "〇一二三四五六七八九"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = {10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}
# what is longer than these is no number of a paragraph in a report, and is written differently
_MOST_ROMAN = 39
_MOST_CHINESE = 99


class _Level(NamedTuple):
    """One level of a list: where it begins to count, its number format, and what is printed."""

    start: int
    form: str
    text: str


_Levels: TypeAlias = dict[int, _Level]


class ListNumbers:
    """Counts the numbered paragraphs of one document in reading order.

    `numbering` and `styles` are the roots of the parts of those names, None where a file has none.
    A format that is not known (bullets too) gives no number, never a wrong one.
    """

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, _Levels] = {}
        self._list_of: dict[str, str] = {}
        self._styled: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._given: dict[Element, str] = {}
        if numbering is None:
            return
        for abstract in numbering.iterchildren(W + "abstractNum"):
            levels = {
                read_whole(level.get(_LEVEL)): _read_level(level)
                for level in abstract.iterchildren(W + "lvl")
            }
            self._levels[abstract.get(W + "abstractNumId", "")] = levels
        for number in numbering.iterchildren(W + "num"):
            which = number.get(_LIST_ID, "")
            self._list_of[which] = value_of(number, W + "abstractNumId")
        if styles is not None:
            self._read_styles(styles)

    def _read_styles(self, styles: Element) -> None:
        for style in styles.iterchildren(W + "style"):
            properties = find_child(style, PARAGRAPH_PROPERTIES)
            listed = find_child(properties, _LIST) if properties is not None else None
            if listed is not None:
                name = style.get(W + "styleId", "")
                self._styled[name] = _list_and_level(listed)

    def number(self, paragraph: Element) -> str:
        """The number that Word prints before `paragraph`, counted on; '' where it prints none.

        A paragraph that is asked for again keeps its number.
        """
        if not self._list_of:
            return ""
        given = self._given.get(paragraph)
        if given is None:
            given = self._given[paragraph] = self._count(paragraph)
        return given

    def is_marked(self, paragraph: Element) -> bool:
        """Whether Word prints anything before a paragraph: a bullet, a number that may not be
        known."""
        properties = find_child(paragraph, PARAGRAPH_PROPERTIES) if self._list_of else None
        if properties is None:
            return False
        which, level = self._place_of(properties)
        abstract = self._list_of.get(which, "")
        levels = self._levels.get(abstract, {})
        return level in levels and levels[level].form != "none"

    def _count(self, paragraph: Element) -> str:
        properties = find_child(paragraph, PARAGRAPH_PROPERTIES)
        if properties is None:
            return ""
        which, level = self._place_of(properties)
        abstract = self._list_of.get(which, "")
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        before = counts.get(level, levels[level].start - 1)
        counts[level] = before + 1
        # an item of a higher level begins the lower ones anew
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return _print_level(levels, level, counts)

    def _place_of(self, properties: Element) -> tuple[str, int]:
        """The list and the level of a paragraph, by its own properties or by its style's."""
        own = find_child(properties, _LIST)
        if own is not None:
            return _list_and_level(own)
        style = value_of(properties, _STYLE)
        return self._styled.get(style, ("", 0))


def _read_level(level: Element) -> _Level:
    start = read_whole(value_of(level, W + "start"), 1)
    form = value_of(level, W + "numFmt")
    text = value_of(level, W + "lvlText")
    return _Level(start, form, text)


def _list_and_level(listed: Element) -> tuple[str, int]:
    level = value_of(listed, _LEVEL)
    return value_of(listed, _LIST_ID), read_whole(level)


def _print_level(levels: _Levels, level: int, counts: dict[int, int]) -> str:
    """What stands before a paragraph of a level: its text with the numbers of all levels put in."""
    # a bullet is no part of a label
    if levels[level].form in ("bullet", "none"):
        return ""
    text = levels[level].text
    for place, (start, form, _) in levels.items():
        slot = f"%{place + 1}"
        if slot not in text:
            continue
        printed = _print_number(counts.get(place, start), form)
        # a wrong number would be taken for another item; without one its words tell
        if printed is None:
            return ""
        text = text.replace(slot, printed)
    return text


def _print_number(number: int, form: str) -> str | None:
    """A number in one of Word's formats; None where it is not known how that is written.

    >>> _print_number(12, "chineseCounting"), _print_number(4, "lowerRoman")
    ('十二', 'iv')
    >>> _print_number(2, "bullet") is None
    True
    """
    printer = _PRINTERS.get(form)
    return printer(number) if printer else None


def _print_chinese(number: int) -> str | None:
    if not 0 < number <= _MOST_CHINESE:
        return None
    tens, ones = divmod(number, 10)
    printed = _DIGITS[tens] if tens > 1 else ""
    if tens:
        printed += "十"
    return printed + _DIGITS[ones] if ones else printed


def _print_one_of(signs: str, number: int) -> str | None:
    """The sign of a number in a row of signs, which begin at 1."""
    if not 0 < number <= len(signs):
        return None
    return signs[number - 1]


def _print_letter(number: int) -> str | None:
    return _print_one_of(_LETTERS, number)


def _print_upper_letter(number: int) -> str | None:
    return _print_one_of(_LETTERS.upper(), number)


def _print_roman(number: int) -> str | None:
    if not 0 < number <= _MOST_ROMAN:
        return None
    printed = ""
    for value, letters in _ROMAN.items():
        count, number = divmod(number, value)
        printed += letters * count
    return printed


def _print_upper_roman(number: int) -> str | None:
    printed = _print_roman(number)
    return printed.upper() if printed else None


def _print_circled(number: int) -> str | None:
    return _print_one_of(_CIRCLED, number)


#: a number format of Word (ECMA-376, part 1, 17.18.59) and who writes a number in it
_PRINTERS: dict[str, Callable[[int], str | None]] = {
    "": str,
    "decimal": str,
    "decimalFullWidth": str,
    "decimalHalfWidth": str,
    "chineseCounting": _print_chinese,
    "chineseCountingThousand": _print_chinese,
    "ideographDigital": _print_chinese,
    "japaneseCounting": _print_chinese,
    "taiwaneseCounting": _print_chinese,
    "taiwaneseCountingThousand": _print_chinese,
    "lowerLetter": _print_letter,
    "upperLetter": _print_upper_letter,
    "lowerRoman": _print_roman,
    "upperRoman": _print_upper_roman,
    "decimalEnclosedCircle": _print_circled,
}


# By the numbers of MS-OSHARED, 2.2.1.3.
FORMS: dict[str, str] = {
    "": "decimal",
    "0": "decimal",
    "1": "upperRoman",
    "2": "lowerRoman",
    "3": "upperLetter",
    "4": "lowerLetter",
    "10": "ideographDigital",
    "11": "japaneseCounting",
    "14": "decimalFullWidth",
    "15": "decimalHalfWidth",
    "18": "decimalEnclosedCircle",
    "23": "bullet",
    "33": "taiwaneseCounting",
    "35": "taiwaneseCountingThousand",
    "37": "chineseCounting",
    "39": "chineseCountingThousand",
}
"""the number formats of Word by the numbers that its older files have for them"""
