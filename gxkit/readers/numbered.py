"""Running numbers before the lines of a text, or behind them: those of a program that printed a
table with its index, of an editor, of a paper with counted lines. They are no figures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import (
    Callable,
    Iterable,
    Iterator,
    Sequence,
)
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple, TypeVar

from gxkit.document import Line
from gxkit.text import leading_unit

B = TypeVar("B")
Run = list["_Number"]

# blanks are taken once and not given back: a line of a million would be tried a million times
_BEFORE = re.compile(
    r"\s*+(?P<open>(?P<row>第)|[(（\[【]|No\.?|[Ll](?:ine)?|#|)\s*+(?P<number>\d{1,4})"
    r"(?P<close>(?(row)\s*行|)[.．、:：)）\]】|]*)(?P<gap>\s*)"
)
_SIGNED = re.compile(r"\s*(?P<number>[①-⑳⑴-⒛㉑-㉟㊱-㊿])\s*")
"""a number and its sign in one character"""
_BEHIND = re.compile(r"(?<!\s)\s++(?P<number>\d{1,4})\s*+$")
_WORDS = re.compile(r"[\u4e00-\u9fff]")
_ENDS_IN_FIGURE = re.compile(r"\d\s*$")
# A number of its own behind another: 3. 其中：1.当面申请数.
_OWN_NUMBER = re.compile(
    r"其中|\d{1,2}[.、．]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]"
)
_ROW = "行"
_POINTS = (".", "．", ":")
_DATES = frozenset("年月日时")

# Fewer lines that count on may be figures by accident.
_FEWEST = 4
# Every fifth line numbered is no accident from the third on.
_FEWEST_OF_STEPS = 3
# Once the lines of a file are counted, those of a table of few rows are too.
_FEWEST_LIKE_OTHERS = 2
# The forms count their own labels from 1. up to 8.; what goes on beyond counts lines.
_MOST_OF_A_FORM = 8
# The last figures of so many rows do not count 1, 2, 3 … by accident.
_FEWEST_BEHIND = 8
# An editor counts each line, a printed paper shows every fifth or tenth number.
_STEPS = frozenset((1, 5, 10))
# Lines without a number between two with one: the rest of a broken label, or nine of ten.
_FARTHEST = 10


class _Number(NamedTuple):
    """A number that opens or ends a line: the line's block, what it counts, the signs around it,
    what it leaves of the line, and where that begins."""

    block: int
    counted: int
    signs: str
    rest: str
    first: int = 0

    @property
    def has_words(self) -> bool:
        return _WORDS.match(self.rest) is not None or self.has_own_number

    @property
    def has_own_number(self) -> bool:
        return _OWN_NUMBER.match(self.rest) is not None


def without_line_numbers(blocks: Sequence[B]) -> Sequence[B]:
    """The blocks, their lines without the numbers that count them; what is left keeps its place.

    >>> from gxkit.document import Where
    >>> rows = ("1  复议数 件 4", "2  诉讼数 件 5", "3  申诉数 件 0", "4  举报数 件 1")
    >>> lines = [Line(row, Where(line=at)) for at, row in enumerate(rows, 1)]
    >>> [line.text for line in without_line_numbers(lines)][:2]
    ['复议数 件 4', '诉讼数 件 5']
    """
    before = _find_runs(_numbers(blocks, _read_before))
    signs = {run[0].signs for run in before if _counts_lines(run)}
    alike = [run for run in before if run[0].signs in signs]
    counted = [run for run in alike if len(run) >= _FEWEST_LIKE_OTHERS]
    if not counted:
        behind = _find_runs(_numbers(blocks, _read_behind))
        counted = [run for run in behind if len(run) >= _FEWEST_BEHIND]
    if not counted:
        return blocks
    made = list(blocks)
    for run in counted:
        for number in run:
            made[number.block] = _leave_rest(blocks[number.block], number)
    return made


def _leave_rest(block: B, number: _Number) -> B:
    if not isinstance(block, Line):
        return block
    where = block.where
    if number.first:
        where = replace(where, start=(where.start or 1) + number.first)
    return replace(block, text=number.rest, where=where)


# ---- the numbers of lines


def _numbers(
    blocks: Iterable[object],
    read: Callable[[int, str], _Number | None],
) -> Iterator[_Number]:
    for at, block in enumerate(blocks):
        if isinstance(block, Line):
            number = read(at, block.text)
            if number is not None:
                yield number


def _read_before(at: int, text: str) -> _Number | None:
    if signed := _SIGNED.match(text):
        count = int(unicodedata.numeric(signed["number"]))
        return _Number(at, count, "①", text[signed.end() :], signed.end())
    found = _BEFORE.match(text)
    if found is None:
        return None
    rest = text[found.end() :]
    closing = found["close"].lstrip()
    if not found["gap"] and _goes_on(closing, rest):
        return None
    # the columns of tabs tell which of them holds the numbers
    if "\t" in rest:
        return None
    return _Number(at, int(found["number"]), found["open"] + closing, rest, found.end())


def _goes_on(closing: str, rest: str) -> bool:
    """Whether what follows belongs to the number: 1.5, 12, 2016年, 5件."""
    if closing and not closing.endswith(_POINTS):
        return False
    if rest[:1].isdecimal():
        return not closing or _OWN_NUMBER.match(rest) is None
    is_counted = rest[:1] in _DATES or leading_unit(rest[:2]) != ""
    return not closing and is_counted


def _read_behind(at: int, text: str) -> _Number | None:
    found = _BEHIND.search(text)
    if found is None or "\t" in text.strip():
        return None
    return _Number(at, int(found["number"]), "", text[: found.start()])


# ---- which of them count on


def _find_runs(numbers: Iterable[_Number]) -> list[Run]:
    """The numbers in runs that count on, one step each; labels with numbers stand between."""
    runs: list[Run] = []
    latest: dict[str, Run] = {}
    for number in numbers:
        run = latest.get(number.signs)
        if run and _counts_on(run, number):
            run.append(number)
        # a number alone in its line is a figure, unless it counts an empty line among others
        elif number.rest:
            latest[number.signs] = [number]
            runs.append(latest[number.signs])
    return runs


def _counts_on(run: Run, number: _Number) -> bool:
    last = run[-1]
    step = number.counted - last.counted
    between = number.block - last.block
    if step not in _STEPS:
        return False
    if between > (_FARTHEST if number.rest else 1):
        return False
    return len(run) == 1 or step == last.counted - run[-2].counted


def _counts_lines(run: Run) -> bool:
    """Whether a run counts lines, and not the labels of a form."""
    named = [number for number in run if number.has_words]
    if len(named) < (_FEWEST_OF_STEPS if _is_by_steps(run) else _FEWEST):
        return False
    # nothing in a form begins with a number and no sign
    if not run[0].signs or _ROW in run[0].signs:
        return True
    filled = [number for number in run if _ENDS_IN_FIGURE.search(number.rest)]
    if len(filled) < _FEWEST:
        return False
    has_inner = any(number.has_own_number for number in named)
    return has_inner or len(run) > _MOST_OF_A_FORM


def _is_by_steps(run: Run) -> bool:
    """Whether only every fifth or tenth line has its number, each as far from the one before."""
    for above, below in pairwise(run):
        step = below.counted - above.counted
        if step == 1 or below.block - above.block != step:
            return False
    return True
