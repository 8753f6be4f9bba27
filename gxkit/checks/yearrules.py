"""The rules that span the reports of one body, as data.

A rule names cells of the report of one year and of the next. It is asked of each row (or column)
that both reports have.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gxkit.report import Key
from gxkit.text import Sentence


class Each(StrEnum):
    """Whether a rule is asked of every row of its table or of every column."""

    ROW = "row"
    COLUMN = "column"


class OverGap(StrEnum):
    """What is left of a rule where the reports of the years between are missing."""

    NOTHING = "nothing"
    """the two sides have nothing to do with each other"""
    MOVEMENT = "movement"
    """their difference is what the missing years moved"""
    GROWTH = "growth"
    """so it is, and it cannot be negative"""


class Side(StrEnum):
    """Which of two successive reports a term is taken from."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Term:
    """One cell of a rule: in the report of the year before or of the year after.

    `place` is a column if the rule is asked of each row, else a row.
    """

    year: Side
    place: str
    name: Sentence
    sign: int = 1


@dataclass(frozen=True, slots=True)
class YearRule:
    """The sum of the `left` terms equals `right`, for each row (or column) that both reports have.

    `main` is the row or column that stands for all. `at_most`: the right side may be less, for the
    form does not ask for what went off it.
    """

    id: str
    table: str
    each: Each
    left: tuple[Term, ...]
    right: Term
    over_gap: OverGap
    main: str
    words: Sentence
    soft: bool = False
    at_most: bool = False

    @property
    def terms(self) -> tuple[Term, ...]:
        return (*self.left, self.right)

    def key(self, term: Term, line: str) -> Key:
        """The cell of a term in a row or column of the table."""
        if self.each is Each.ROW:
            return (self.table, line, term.place)
        return (self.table, term.place, line)


_CUMULATIVE = Sentence("历年累计", "cumulative")
_ITEMS = Sentence("上一年项目", "items of the year before")
_IN_FORCE = Sentence("现行有效", "in force")
_PUBLIC = Sentence("对外公开总数量", "public in total")

YEAR_RULES = (
    YearRule(
        "R6",
        "requests",
        Each.COLUMN,
        (Term(Side.BEFORE, "carried_out", Sentence("结转下年度", "carried out")),),
        Term(Side.AFTER, "carried_in", Sentence("上年结转", "carried in")),
        OverGap.NOTHING,
        "total",
        Sentence(
            "上一年的结转下年度应等于本年的上年结转",
            "carried out of one year equals carried into the next",
        ),
    ),
    YearRule(
        "R7",
        "legacy",
        Each.ROW,
        (
            Term(Side.BEFORE, "cumulative", _CUMULATIVE),
            Term(Side.AFTER, "year", Sentence("当年", "of the year")),
        ),
        Term(Side.AFTER, "cumulative", _CUMULATIVE),
        OverGap.GROWTH,
        "disclosed",
        Sentence(
            "上一年的历年累计加当年数应等于本年的历年累计",
            "last year's cumulative figure plus the year's own is this year's",
        ),
    ),
    YearRule(
        "S3",
        "proactive",
        Each.ROW,
        (
            Term(Side.BEFORE, "prior_items", _ITEMS),
            Term(Side.BEFORE, "change", Sentence("增/减", "change")),
        ),
        Term(Side.AFTER, "prior_items", _ITEMS),
        OverGap.MOVEMENT,
        "licensing",
        Sentence(
            "上一年的项目数加增减应等于本年所列的上一年项目数",
            "items plus change are the next year's prior items",
        ),
        soft=True,
    ),
    YearRule(
        "S4",
        "proactive",
        Each.ROW,
        (
            Term(Side.BEFORE, "in_force", _IN_FORCE),
            Term(Side.AFTER, "made", Sentence("制发", "made")),
            Term(Side.AFTER, "repealed", Sentence("废止", "repealed"), sign=-1),
        ),
        Term(Side.AFTER, "in_force", _IN_FORCE),
        OverGap.MOVEMENT,
        "normative_documents",
        Sentence(
            "上一年的现行有效件数加制发减废止应等于本年的现行有效件数",
            "documents in force, plus made, minus repealed, are those in force a year later",
        ),
        soft=True,
    ),
    YearRule(
        "S4",
        "proactive",
        Each.ROW,
        (
            Term(Side.BEFORE, "total_public", _PUBLIC),
            Term(Side.AFTER, "published", Sentence("本年新公开", "newly public")),
        ),
        Term(Side.AFTER, "total_public", _PUBLIC),
        OverGap.MOVEMENT,
        "normative_documents",
        Sentence(
            "上一年的对外公开总数量加本年新公开应不少于本年的对外公开总数量",
            "documents that were public, plus those newly public, are at least those a year later",
        ),
        soft=True,
        at_most=True,
    ),
)

RESTART = ("S5", Sentence("历年累计可能重新起算", "a cumulative series may restart"))
PARTS = (
    "parts",
    Sentence("汇总报告的数应不小于所属机关之和", "a summary counts at least what its bodies count"),
)
SAME = (
    "same",
    Sentence("两个机关不会有同一套数字", "two bodies do not have one set of figures"),
)
TWICE = ("twice", Sentence("一个机关一年应只有一份报告", "a body has one report a year"))
"""the findings between reports that are not by an equation: their id and what they are about"""
