"""What a text is that may stand in a cell of figures: a number, a sign, several, or none."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from gxkit.filling import weights
from gxkit.filling.finding.lexicon import HAN
from gxkit.report import Number
from gxkit.text import (
    BLANK_MARKS,
    UNITS,
    find_figures,
    fold,
    holds_seam,
    leading_unit,
    read_cell,
    read_number,
)

_DIGITS = re.compile(r"\d+(?:,\d{3,})*(?:\.\d+)?$")
# 5件左右: words that say that a figure is none of a cell.
_NEARLY = re.compile(
    rf"(?:约|大约|近|超过|不足)?\d[\d,.]*(?:{'|'.join(UNITS)})?(?:左右|上下|以上|以下|以内|[多余几]件?)"
)
_DIGIT = re.compile(r"\d")
# A parenthesis with what stands in it.
ASIDE = re.compile(r"\([^()]*\)|[()]")
# The number of an item with the letter of its label.
ITEM = re.compile(r"\d{1,2}[.、][\u4e00-\u9fff]")
_ITEM_NUMBER = re.compile(r"(?:[(（]?\d{1,2}[.．、)）]{1,2}|[①-⑳⑴-⒛])[ \u3000]+[\u4e00-\u9fff]")
# Characters; a label or a sentence with two numbers in it is longer.
_FEW_LETTERS = 14
LONGEST_UNIT = 2
# Letters, or the punctuation that is left of some.
_SAID = re.compile(r"[^\W\d_]|^[(),.:;、。]?\)?$")
# What folding drops and is no mere white space: quotation marks, digits in circles.
_SEEN = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060\ufeff\ufffe\x00-\x1f]")


class Kind(StrEnum):
    """What a field holds."""

    NUMBER = "number"
    DIGITS = "digits"
    """digits that are no single number: cells run together, perhaps with signs for empty ones"""
    SEVERAL = "several"
    """figures side by side in one cell: those of two rows, an old one and a new, or one torn"""
    MARK = "mark"
    """a sign that stands for an empty cell, or nothing but such signs run together"""
    EMPTY = "empty"
    ILLEGIBLE = "illegible"
    """digits with a word or sign that makes them no number (约5)"""
    TEXT = "text"


class Content(NamedTuple):
    """What a text is, its number if it is one, and the unit printed with it."""

    kind: Kind
    number: Number | None = None
    unit: str = ""


@weights.cached
def classify(text: str) -> Content:
    """What a folded text is."""
    if not text:
        return Content(Kind.EMPTY)
    if text in BLANK_MARKS:
        return Content(Kind.MARK)
    if found := read_number(text):
        return Content(Kind.NUMBER, found.value, found.unit)
    unit = trailing_unit(text)
    if _DIGITS.match(text.removesuffix(unit)):
        return Content(Kind.DIGITS, unit=unit)
    return Content(Kind.ILLEGIBLE if _is_spoiled(text) else Kind.TEXT)


def _is_spoiled(text: str) -> bool:
    """Whether a text is a figure that cannot be read (约5); a sentence with one in it is none."""
    if _NEARLY.fullmatch(text):
        return True
    letters = len(HAN.findall(text))
    # 3.其他 opens a row, and 3 is the number of its label.
    is_short = letters <= weights.IN_USE.spoiling_letters and not ITEM.match(text)
    return is_short and _DIGIT.search(text) is not None


@weights.cached
def classify_cell(printed: str) -> Content:
    """What a cell is that holds one printed text and nothing else, as `classify` says it of words.

    Blanks and line breaks in it part figures, and numerals that beside words would be item numbers
    or footnote marks are its number.
    """
    if holds_seam(printed):
        return Content(Kind.SEVERAL)
    if found := read_cell(printed):
        return Content(Kind.NUMBER, found.value, found.unit)
    folded = fold(printed)
    content = classify(folded)
    # A sign that is neither a word nor one for nothing was put there for some figure.
    if content.kind is Kind.TEXT and (not _SAID.search(folded) or _tells_two(folded)):
        return Content(Kind.ILLEGIBLE)
    # A mark that folding drops is seen on the page, so that the cell is not empty.
    if content.kind is Kind.EMPTY and _SEEN.search(printed):
        return Content(Kind.ILLEGIBLE)
    return content


def _tells_two(text: str) -> bool:
    """Whether a few words stand around two figures: 上年6本年3."""
    # 2.行政诉讼数件01 is a label with its number and its figures.
    if len(text) > _FEW_LETTERS or text[0].isdecimal():
        return False
    return len(find_figures(text)) > 1


def trailing_unit(text: str) -> str:
    """The unit that ends a folded text, or ''."""
    return leading_unit(text[-LONGEST_UNIT:]) or leading_unit(text[-1:])


def is_aside(text: str) -> bool:
    """Whether a folded text is nothing but a parenthesis or punctuation."""
    return not ASIDE.sub("", text).strip(".,、:;。*")


def numbers_item(printed: str, first: int) -> bool:
    """Whether the word at a place of a line is the number of its item, as in 3. 行政复议数.

    >>> numbers_item("3. 行政复议数 件 2", 0), numbers_item("件 3. 行政复议数", 2)
    (True, False)
    """
    # The figure of the row above would be one too many, or stand for its blank.
    if not _ITEM_NUMBER.match(printed, first):
        return False
    return not printed[:first].strip()
