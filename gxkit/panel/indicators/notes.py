"""Why an indicator has no value in a report, or what to know of the one it has, in both languages.

A piece of a note is an array of codes, one a report, and what a code says. The words are made last,
and each different combination of codes is worded once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from gxkit.panel.index import WANTING, Array
from gxkit.panel.indicators.definitions import Indicator, Term
from gxkit.text import Sentence

Piece = tuple[Array, Callable[[int], Sentence]]
"""a code for each report, 0 where there is nothing to say, and what a code says"""
YEAR_UNKNOWN = 1
"""the code, in place of the year that has no report, where a report does not tell its own year"""
_WANTS = {
    "not asked": Sentence("“{term}”该年格式无此项", "{term}: not asked for in that year"),
    "missing": Sentence("“{term}”表中缺此格", "{term}: not in the file"),
    "blank": Sentence("“{term}”空白", "{term}: blank"),
    "illegible": Sentence("“{term}”不能辨认", "{term}: illegible"),
    "ambiguous": Sentence("“{term}”有几种读法", "{term}: has several readings"),
}
_NOT_ASKED = Sentence("{form} 格式无此项", "the form {form} does not ask for it")
_TWINS = Sentence("{year}年有两份报告", "there are two reports for {year}")
_NO_YEAR = Sentence("不知年度", "the year is not known")
_NO_REPORT = Sentence("没有{year}年的报告", "there is no report for {year}")
_WITHIN = Sentence("{part}：{said}", "{part}: {said}")
BREAK = Sentence(
    "口径中断，与现行格式不可比",
    "a break: not comparable with the newest form",
)
UNSAID = Sentence(
    "没有说明与现行格式可比",
    "nothing says that it compares with the newest form",
)
ZERO = Sentence("分母为0", "the denominator is 0")
NEGATIVE = Sentence("分母为负", "the denominator is negative")
OVER_ONE = Sentence("分子大于分母", "the numerator exceeds the denominator")
CHANGED = Sentence("用核对后的数", "with reconciled figures")
IMPLIED = Sentence("用由其他数推出的数", "with figures that follow from others")
DOUBTFUL = Sentence(
    "所用的数在原文中勾稽不成立",
    "as printed, its figures break a rule of the form",
)
OPEN = Sentence(
    "核对未定或有多种读法，取值在 low 与 high 之间",
    "reconciliation or reading is undecided: between low and high",
)


def says(
    where: Array,
    sentence: Sentence,
) -> Piece:
    """One sentence, in the reports where a condition holds."""
    return where.astype(int), lambda _: sentence


def asks(
    which: Array,
    editions: Sequence[str],
) -> Piece:
    """That a form does not ask for the indicator; the code counts the editions from 1."""
    return which, lambda code: _NOT_ASKED.fill(form=editions[code - 1])


def wants(
    which: Array,
    term: Term,
) -> Piece:
    """Why a term has no number; the code is a place in WANTING."""

    name = Sentence(term.name("zh"), term.name("en"))

    def say(code: int) -> Sentence:
        return _WANTS[WANTING[code]].fill(term=name)

    return which, say


def year_says(code: int) -> Sentence:
    """Why there is no report of the year before: minus a year that has two, or the year wanting."""
    # One number says which of three things is the matter, and of which year.
    if code < 0:
        return _TWINS.fill(year=-code)
    if code == YEAR_UNKNOWN:
        return _NO_YEAR
    return _NO_REPORT.fill(year=code)


def within(
    piece: Piece,
    part: Indicator,
) -> Piece:
    """A piece about one part of a gap, with the part's name."""
    which, say = piece
    # Of "family: part" the part alone: the family is the same on both sides of the gap.
    zh = part.zh.rpartition("：")[2]
    en = part.en.rpartition(": ")[2]
    name = Sentence(zh, en)
    return which, lambda code: _WITHIN.fill(part=name, said=say(code))


def write_notes(pieces: Sequence[Piece]) -> tuple[Array, Array]:
    """The notes in Chinese and English, each different combination of codes worded once."""
    # Thousands of reports have a few dozen different notes: each is put into words once.
    table = np.column_stack([which for which, _ in pieces])
    places = np.zeros(len(table), dtype=int)
    for column in table.T:
        code, known = pd.factorize(column)
        places, _ = pd.factorize(places * len(known) + code)
    _, first = np.unique(places, return_index=True)
    zh, en = [], []
    for line in table[first]:
        coded = zip(line.tolist(), pieces, strict=True)
        said = [say(code) for code, (_, say) in coded if code]
        zh.append("；".join(one.say("zh") for one in said))
        en.append("; ".join(one.say("en") for one in said))
    in_zh = np.array(zh, dtype=object)
    in_en = np.array(en, dtype=object)
    return in_zh[places], in_en[places]
