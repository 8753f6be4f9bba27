"""Strategies in ordered lists: each answers, or declines and says why."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import (
    Generic,
    NamedTuple,
    ParamSpec,
    TypeVar,
)

from gxkit.text import Named

P = ParamSpec("P")
A = TypeVar("A")


class Reason(Named):
    """Why a strategy declined, in Chinese and English."""

    # A table is not found, or does not lie as the strategy expects.
    FEW_LABELS = ("few labels", "多数行的标签不在文件中", "most rows' labels are not in the file")
    FEW_ROWS = ("few rows", "按顺序找到的行太少", "too few rows are found in order")
    WEAK_ROWS = (
        "weak rows",
        "找到的行不足以说明是此表",
        "the rows that are found do not tell that it is this table",
    )
    NO_HEAD = ("no head", "没有表头", "its head is not there")
    NO_FIGURES = ("no figures", "没有列标签和数字", "no column label and no figure beside them")
    OTHER_ROWS = ("other rows", "另有许多行不属此表", "many rows beside them are another table's")
    NOT_WRAPPED = (
        "not wrapped",
        "没有相应行数的数字行",
        "no lines of figures as the form has rows",
    )
    LABELS_ELSEWHERE = ("labels elsewhere", "标签次序不同", "the labels stand otherwise")
    CELLS_MISSING = ("cells missing", "格数不足", "cells are missing")
    # Figures do not fall into their cells.
    OTHER_NUMBER = ("other number", "数字个数与格数不同", "not as many figures as cells")
    ONE_LINE = ("one line", "数字在一行内", "its figures stand in one line")
    RUN_TOGETHER = ("run together", "数字连写", "figures run together")
    BLANK_BESIDE = ("blank beside", "有数字在各列之外", "a figure stands outside the columns")
    OUTSIDE_COLUMNS = ("outside columns", "各列之外有数字", "figures stand right of the columns")
    SCRAMBLED = ("scrambled", "标签与数字次序不同", "labels and figures stand in different orders")
    HAS_FIGURES = ("has figures", "有数字", "there are figures")
    NO_LONE_SIGN = ("no lone sign", "不是单独一个记号", "it is not one sign alone")
    NO_BLANKS = ("no blanks", "看不到空格", "no empty cell shows")
    ENOUGH_FIGURES = ("enough figures", "数字不少于格数", "no figure is wanting")
    NO_GRID = ("no grid", "不在表格中", "there is no grid")
    IN_GRID = ("in grid", "在表格中", "they stand in a grid")
    SEVERAL_IN_CELL = ("several in a cell", "一格有几个数字", "a cell holds several figures")
    COUNT_DIFFERS = ("count differs", "格数不同", "not as many fields as cells")
    PLACES_DIFFER = ("places differ", "完整各行不指明位置", "full lines do not tell the places")
    NO_COLUMN_LABELS = (
        "no column labels",
        "上方没有全部列标签",
        "not all column labels stand above",
    )
    SPANS_COLUMNS = ("spans columns", "一个数字跨两列", "a figure lies under two column labels")
    TWO_UNDER_ONE = ("two under one", "一列下有两个数字", "two figures lie under one label")
    NOT_SURPLUS = ("not surplus", "数字并非略多", "there are not a few figures too many")
    OTHER_LINES = ("other lines", "标签所在行的数字不足", "the label's own line has too few")
    ONE_ROW = ("one row", "各行分开", "each row has its own cells")
    LINED_UP = ("lined up", "与表头对齐", "the row lines up with its head")
    BORDERS_KEPT = ("borders kept", "数字各自分开", "the figures stand apart")
    LETTERS_TOO_FEW = ("letters too few", "字符少于格数", "fewer letters than cells")


class Declined(NamedTuple):
    """Why the strategy of that name gave no answer."""

    reason: Reason
    way: str = ""


@cache
def decline(reason: Reason, way: str) -> Declined:
    """The strategy of a name with its reason: the same few are asked for by each row."""
    return Declined(reason, way)


class Way(NamedTuple, Generic[P, A]):
    """A strategy: its name, and the function that answers or declines."""

    name: str
    ask: Callable[P, A]
