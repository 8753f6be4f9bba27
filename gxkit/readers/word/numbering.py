"""The automatic numbers of Word paragraphs (一、 1. (a)): not in the text of a file, yet part of a printed label."""

from __future__ import annotations

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = _W + "val"
_DIGITS = "〇一二三四五六七八九"
_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "ideographDigital",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    }
)
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class ListNumbers:
    """Counts the numbered paragraphs of one document in reading order.

    `numbering` and `styles` are the roots of the parts of those names, None where a file has none. A format that is
    not known (bullets too) gives no number, never a wrong one.
    """

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[int, str, str]]] = {}
        self._list_of: dict[str, str] = {}
        self._styled: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if numbering is None:
            return
        for abstract in numbering.iterfind(_W + "abstractNum"):
            self._levels[abstract.get(_W + "abstractNumId", "")] = {
                _whole(level.get(_W + "ilvl")): (
                    _whole(_value(level, "start"), 1),
                    _value(level, "numFmt"),
                    _value(level, "lvlText"),
                )
                for level in abstract.iterfind(_W + "lvl")
            }
        for number in numbering.iterfind(_W + "num"):
            self._list_of[number.get(_W + "numId", "")] = _value(number, "abstractNumId")
        for style in styles.iterfind(_W + "style") if styles is not None else ():
            properties = style.find(f"{_W}pPr/{_W}numPr")
            if properties is not None:
                self._styled[style.get(_W + "styleId", "")] = (
                    _value(properties, "numId"),
                    _whole(_value(properties, "ilvl")),
                )

    def number(self, paragraph: etree._Element) -> str:
        """The number that Word prints before `paragraph`, counted on; empty where it prints none."""
        if not self._list_of:
            return ""
        properties = paragraph.find(_W + "pPr")
        if properties is None:
            return ""
        own = properties.find(_W + "numPr")
        if own is not None:
            which, level = _value(own, "numId"), _whole(_value(own, "ilvl"))
        else:
            which, level = self._styled.get(_value(properties, "pStyle"), ("", 0))
        levels = self._levels.get(self._list_of.get(which, ""), {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(self._list_of[which], {})
        counts[level] = counts.get(level, levels[level][0] - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        text = levels[level][2]
        if levels[level][1] in ("bullet", "none"):
            return ""
        for place, (start, form, _) in levels.items():
            slot = f"%{place + 1}"
            if slot in text:
                printed = _print_number(counts.get(place, start), form)
                if printed is None:
                    return ""
                text = text.replace(slot, printed)
        return text


def _value(parent: etree._Element, name: str) -> str:
    child = parent.find(_W + name)
    return child.get(_VAL, "") if child is not None else ""


def _whole(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else default


def _print_number(number: int, form: str) -> str | None:
    """
    >>> _print_number(12, "chineseCounting"), _print_number(4, "lowerRoman"), _print_number(2, "bullet")
    ('十二', 'iv', None)
    """
    if form in ("decimal", "decimalFullWidth", "decimalHalfWidth", ""):
        return str(number)
    if form in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return (
            ("" if tens < 2 else _DIGITS[tens])
            + ("十" if tens else "")
            + (_DIGITS[ones] if ones else "")
        )
    if form in ("lowerLetter", "upperLetter") and 0 < number < 27:
        return chr(96 + number) if form == "lowerLetter" else chr(64 + number)
    if form in ("lowerRoman", "upperRoman") and 0 < number < 40:
        printed = ""
        for value, letters in _ROMAN:
            printed, number = printed + letters * (number // value), number % value
        return printed if form == "lowerRoman" else printed.upper()
    if form == "decimalEnclosedCircle" and 0 < number < 21:
        return chr(0x245F + number)
    return None
