"""Printed labels and printed numbers: width, blanks, item numbers, units, signs.

A label is compared in its folded form: compatibility characters unified (full width, Kangxi
radicals), traditional characters simplified, blanks, quotation marks and zero-width characters
dropped. Folding drops circled and raised digits too: they are footnote marks, and unifying them
would turn 5① into 51.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from gxkit.text.numerals import ALL_NUMERALS, chinese_to_digits, read_chinese, read_enclosed

# Whole numbers are int, all others Decimal, exact as printed.
Number = int | Decimal
# A cell by the ids of the forms: table, row, column.
Key = tuple[str, str, str]
# Folded texts that stand for an empty cell; they are no zero.
_NONE_WORDS = (
    "无",
    "空",
    "暂无",
    "未发生",
    "未涉及",
    "不涉及",
    "无此项",
    "无此类情况",
    "n/a",
    "na",
)
BLANK_MARKS = frozenset(("-", "--", "---", "/", "//", "\\", *_NONE_WORDS))
# Those of one letter that stand among figures without a border between them.
BLANK_SIGNS = frozenset("-/\\无")
# One of them, as a pattern.
BLANK_SIGN = f"[{re.escape(''.join(sorted(BLANK_SIGNS)))}]"

_DASHES = dict.fromkeys("‐‑‒–—―−－﹣─━ー", "-")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISE = str.maketrans("0123456789", _RAISED)
_LOWER = str.maketrans(_RAISED, "0123456789")
_DROPPED = frozenset("\"'“”‘’「」『』\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe")
# Categories of Unicode: raised and circled numbers, control characters, marks of format.
_NOT_READ = ("No", "Cc", "Cf")


class _Folding(dict[int, str]):
    """Character by character, computed when first met (the form `str.translate` asks for)."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        # white space and marks that nobody sees, and numbers that are footnote marks
        category = unicodedata.category(character)
        dropped = character.isspace() or character in _DROPPED
        if dropped or category in _NOT_READ:
            folded = ""
        elif character in _DASHES:
            folded = _DASHES[character]
        else:
            # some characters unfold into several with blanks between
            unified = unicodedata.normalize("NFKC", character).lower()
            folded = "".join(unified.split())
            folded = _simplified().get(folded, folded)
        self[code] = folded
        return folded


@cache
def _simplified() -> dict[str, str]:
    """The simplified character for a traditional one, or for another shape of it.

    The table says where each part of it comes from.
    """
    table: dict[str, str] = {}
    text = Path(__file__).with_name("simplified.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            table.update({pair[0]: pair[1] for pair in line.split()})
    return table


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text in the form in which labels are compared.

    >>> fold("（三） 不 予公开"), fold("“三安全一稳定”"), fold("１２①"), fold("結轉")
    ('(三)不予公开', '三安全一稳定', '12', '结转')
    """
    if text.isascii() and text.isdecimal():
        # Most cells hold a figure, which folds to itself.
        return text
    return _fold_short(text) if len(text) <= _SHORT else text.translate(_FOLDING)


# Labels and words, which every report prints and every table of the forms is asked for.
_SHORT = 48


@lru_cache(maxsize=8192)
def _fold_short(text: str) -> str:
    return text.translate(_FOLDING)


def fold_places(text: str) -> list[int]:
    """For each character of `fold(text)` its index in `text`."""
    return [i for i, character in enumerate(text) for _ in _FOLDING[ord(character)]]


def raise_digits(text: str) -> str:
    """Its digits raised: above the line they are a footnote mark, which folding drops."""
    return text.translate(_RAISE)


def lower_alone(text: str) -> str:
    """A text of raised digits alone as a figure: with nothing to stand above they are no mark.

    >>> lower_alone("¹²"), lower_alone("31¹")
    ('12', '31¹')
    """
    stripped = text.strip()
    if not stripped or stripped.strip(_RAISED):
        return text
    return text.translate(_LOWER)


# An item number at the head of a folded label: (三), 七、, 3. or 3, with 其中 before it.
_ITEM = re.compile(
    r"(?:其中:?)?"
    r"(?:\([一二三四五六七八九十\d]{1,3}\)"
    r"|[一二三四五六七八九十]{1,3}、"
    r"|\d{1,2}(?:[.、,:]|(?=\D)))?"
)
_ITEM_SIGNS = re.compile(r"[^一二三四五六七八九十\d]")


@dataclass(frozen=True, slots=True)
class Label:
    """A statutory label taken apart: `item` is its bare number (`3`, `七`, ''), `core` the rest.

    >>> split_label("其中：1．政府网站公开数")
    Label(item='1', core='政府网站公开数')
    """

    item: str
    core: str


def split_label(printed: str) -> Label:
    """The item number and the core of a printed label."""
    folded = fold(printed)
    match = _ITEM.match(folded)
    prefix = match.group() if match else ""
    item = _ITEM_SIGNS.sub("", prefix.removeprefix("其中"))
    return Label(item, folded[len(prefix) :])


MONEY = ("元", "万元", "亿元")
# Units that are printed beside a figure, longer ones first.
UNITS = ("万元", "亿元", "元", "人次", "件次", *"条件项份次宗个篇人批起")
_UNITS = "|".join(UNITS)
# What stands before a number that is below 0, or by which something fell.
_LESS = frozenset({"-", "负", "减", "减少", "↓"})
_UNIT = re.compile(rf"(?:{_UNITS})")
_NUMBER = re.compile(
    rf"(?P<sign>[+-]|负|增加|增|减少|减|↑|↓)?"
    rf"(?P<whole>\d{{1,3}}(?:,\d{{3}})+|\d+)(?P<fraction>\.\d+)?"
    rf"(?:\(?(?P<unit>{_UNITS})\)?)?(?:\*+|※|#|\(?注\d*[::]?\)?|\[注?\d*\])?$"
)
# 件 156: what is wider than its cell runs on into the next; of money it may be its own.
_UNIT_BEFORE = re.compile(r"^\s*[件条项份次个]\s+(?=\d)")
# A figure in brackets, the unit inside or outside.
_BRACKETED = re.compile(rf"\((?P<inside>[\d,.]+(?:{_UNITS})?)\)(?P<unit>{_UNITS})?$")
_NUMERALS = re.compile(
    rf"(?P<sign>[+-]|负|增加|增|减少|减)?"
    rf"(?P<whole>[{ALL_NUMERALS}]+?)(?:点(?P<fraction>[{ALL_NUMERALS}]+))?(?P<unit>{_UNITS})?$"
)
# Blanks between two figures, or between the parts of one.
_SEAM = re.compile(r"(?<=[\d.,，．])\s+(?=[\d.,，．])")
# One blank before each group of three digits, and nowhere else: 1 234, 12 345 678.
_GROUPS = re.compile(
    r"(?<![\d.,，])[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d|[,，]\d|\s+[\d.,，])"
)
_FIGURE = re.compile(r"(?:(?<![\d)])[+-])?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed number: exact value, and the unit printed with it ('' if none is)."""

    value: Number
    unit: str = ""


MOST_DIGITS = 18
"""digits of a whole number"""


def read_number(printed: str) -> Printed | None:
    """The number in a cell's text, with sign, unit or footnote mark; None if it is no single one.

    Whole numbers come back as int, others as Decimal. A number does not begin with a superfluous
    zero: `007` and `00` are several cells run together, or no number. Blanks are those of thousands
    groups, or part two figures: `12 15` is none, and `12 345` is one.

    >>> read_number("75,394,432.52 元"), read_number("减3"), read_number("0000000")
    (Printed(value=Decimal('75394432.52'), unit='元'), Printed(value=-3, unit=''), None)
    """
    closed = close_groups(printed)
    # 3⏎1834 are the figures of two rows; glued they are one that looks sound
    if _SEAM.search(closed):
        return None
    match = _NUMBER.match(fold(closed))
    if not match:
        return None
    whole, fraction = match["whole"].replace(",", ""), match["fraction"]
    # 007 or 00 is no way to print a number: several cells have run together
    if len(whole) > 1 and whole.startswith("0"):
        return None
    # no form counts so far, and Python makes no number of some thousands of digits
    if len(whole) > MOST_DIGITS:
        return None
    number: Number = Decimal(whole + fraction) if fraction else int(whole)
    if match["sign"] in _LESS:
        number = -number
    return Printed(number, match["unit"] or "")


def read_cell(printed: str) -> Printed | None:
    """The number in a cell that holds nothing else, however it is written; None if it is no single
    one.

    In a cell of figures 十二, （5） and ③ are numbers; beside words they would be item numbers and
    footnote marks.

    >>> [read_cell(text).value for text in ("负5", "（5）", "十二件", "③", "12 345", "件 5")]
    [-5, 5, 12, 3, 12345, 5]
    >>> read_cell("150 00"), read_cell("12 15")
    (None, None)
    """
    if holds_seam(printed):
        return None
    if found := read_number(_UNIT_BEFORE.sub("", printed)):
        return found
    folded = fold(printed)
    if not folded:
        enclosed = read_enclosed(printed.strip())
        return None if enclosed is None else Printed(enclosed)
    if match := _BRACKETED.match(folded):
        found = read_number(match["inside"])
        return found and Printed(found.value, found.unit or match["unit"] or "")
    return _read_numerals(folded)


def _read_numerals(folded: str) -> Printed | None:
    match = _NUMERALS.match(folded)
    if not match:
        return None
    whole = read_chinese(match["whole"])
    # 三五百 is made of numerals and is none
    if whole is None:
        return None
    number: Number = whole
    if fraction := match["fraction"]:
        number = Decimal(f"{whole}.{chinese_to_digits(fraction)}")
    if match["sign"] in _LESS:
        number = -number
    return Printed(number, match["unit"] or "")


def close_groups(printed: str) -> str:
    """A text whose thousands groups are parted by blanks, without these blanks.

    >>> close_groups("1 234"), close_groups("150 00"), close_groups("1 234 56")
    ('1234', '150 00', '1 234 56')
    """
    return _GROUPS.sub(_without_blanks, printed)


def _without_blanks(match: re.Match[str]) -> str:
    return "".join(match.group().split())


def holds_seam(printed: str) -> bool:
    """Whether blanks or line breaks part figures that stand side by side in a text."""
    return _SEAM.search(close_groups(printed)) is not None


def find_figures(printed: str) -> tuple[Number, ...]:
    """The numbers of a text that is no single one, each once: what it may be read as.

    Figures parted by blanks may also be one number with a slip of the hand.

    >>> find_figures("12/15"), find_figures("3→12"), find_figures("45 52")
    ((12, 15), (3, 12), (45, 52, 4552))
    """
    words = [fold(word) for word in close_groups(printed).split()]
    closed = " ".join(words)
    texts = _FIGURE.findall(closed)
    if _SEAM.search(closed):
        texts.append("".join(words))
    found = [read_number(text) for text in texts]
    return tuple(dict.fromkeys([one.value for one in found if one]))


def distance(one: Number, other: Number) -> Number:
    """How far two numbers are apart, exact as they are."""
    return one - other if one > other else other - one


def is_blank(printed: str) -> bool:
    """Whether a cell's text is empty or a mark that stands for an empty cell."""
    folded = fold(printed)
    return not folded or folded in BLANK_MARKS


def leading_unit(folded: str) -> str:
    """The unit with which a folded text begins, or ''."""
    match = _UNIT.match(folded)
    return match.group() if match else ""
