"""Strategies in ordered lists: each answers, or declines and says why."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Generic, NamedTuple, ParamSpec, TypeVar

P = ParamSpec("P")
A = TypeVar("A", covariant=True)


class Reason(StrEnum):
    """Why a strategy declined; `gxkit.filling.phrases` says it in words."""

    # a table is not there
    FEW_LABELS = "few labels"
    FEW_ROWS = "few rows"
    NO_HEAD = "no head"
    NO_FIGURES = "no figures"
    # an arrangement does not hold
    NOT_ACROSS = "not across"
    NOT_DOWN = "not down"
    NOT_WRAPPED = "not wrapped"
    LABELS_ELSEWHERE = "labels elsewhere"
    CELLS_MISSING = "cells missing"
    # figures do not fall into their cells
    OTHER_NUMBER = "other number"
    RUN_TOGETHER = "run together"
    BLANK_BESIDE = "blank beside"
    OUTSIDE_COLUMNS = "outside columns"
    SCRAMBLED = "scrambled"
    HAS_FIGURES = "has figures"
    NO_LONE_SIGN = "no lone sign"
    NO_BLANKS = "no blanks"
    ENOUGH_FIGURES = "enough figures"
    NO_GRID = "no grid"
    IN_GRID = "in grid"
    SEVERAL_IN_CELL = "several in a cell"
    COUNT_DIFFERS = "count differs"
    PLACES_DIFFER = "places differ"
    NO_COLUMN_LABELS = "no column labels"
    SPANS_COLUMNS = "spans columns"
    TWO_UNDER_ONE = "two under one"
    NOT_SURPLUS = "not surplus"
    OTHER_LINES = "other lines"
    BORDERS_KEPT = "borders kept"
    LETTERS_TOO_FEW = "letters too few"
    NOT_BETWEEN = "not between"


class Declined(NamedTuple):
    """Why the strategy of that name gave no answer."""

    reason: Reason
    way: str = ""


class Way(NamedTuple, Generic[P, A]):
    """A strategy: its name, and the function that answers or declines."""

    name: str
    ask: Callable[P, A]
