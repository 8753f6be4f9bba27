"""The rules that span the reports of one body, as data, and what they are evaluated on: two reports and one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from gxkit.report import Key, Number, Report

Place = tuple[str, Key]
"""report id, and a cell of that report"""

_ITEM = re.compile(r"^(?:其中[:：])?\s*\d+\s*[.．、]\s*")


@dataclass(frozen=True, slots=True)
class Term:
    """One cell of a rule: in the report of the year before or of the year after; a column if the rule is by row."""

    year: Literal["before", "after"]
    place: str
    zh: str
    en: str
    sign: int = 1


@dataclass(frozen=True, slots=True)
class YearRule:
    """The sum of the `left` terms equals `right`, for each row (or column) that both reports have.

    `over_gap` says what is left of it when years are missing: `nothing`, `movement` (the difference is what the
    missing years moved) or `growth` (which cannot be negative). `main` is the row or column that stands for all.
    """

    id: str
    table: str
    each: Literal["row", "column"]
    left: tuple[Term, ...]
    right: Term
    over_gap: Literal["nothing", "movement", "growth"]
    main: str
    zh: str
    en: str
    soft: bool = False

    def key(self, term: Term, line: str) -> Key:
        return (
            (self.table, line, term.place) if self.each == "row" else (self.table, term.place, line)
        )


YEAR_RULES = (
    YearRule(
        "R6",
        "requests",
        "column",
        (Term("before", "carried_out", "结转下年度", "carried out"),),
        Term("after", "carried_in", "上年结转", "carried in"),
        "nothing",
        "total",
        "上一年的结转下年度应等于本年的上年结转",
        "carried out of one year equals carried into the next",
    ),
    YearRule(
        "R7",
        "legacy",
        "row",
        (
            Term("before", "cumulative", "历年累计", "cumulative"),
            Term("after", "year", "当年", "of the year"),
        ),
        Term("after", "cumulative", "历年累计", "cumulative"),
        "growth",
        "disclosed",
        "上一年的历年累计加当年数应等于本年的历年累计",
        "last year's cumulative figure plus the year's own is this year's",
    ),
    YearRule(
        "S3",
        "proactive",
        "row",
        (
            Term("before", "prior_items", "上一年项目", "items of the year before"),
            Term("before", "change", "增/减", "change"),
        ),
        Term("after", "prior_items", "上一年项目", "items of the year before"),
        "movement",
        "licensing",
        "上一年的项目数加增减应等于本年所列的上一年项目数",
        "items plus change are the next year's prior items",
        True,
    ),
    YearRule(
        "S4",
        "proactive",
        "row",
        (
            Term("before", "in_force", "现行有效", "in force"),
            Term("after", "made", "制发", "made"),
            Term("after", "repealed", "废止", "repealed", -1),
        ),
        Term("after", "in_force", "现行有效", "in force"),
        "movement",
        "normative_documents",
        "上一年的现行有效件数加制发减废止应等于本年的现行有效件数",
        "documents in force, plus made, minus repealed, are those in force a year later",
        True,
    ),
)


@dataclass(frozen=True, slots=True)
class Member:
    """A report as one of a body's series: its year, the body's names (Chinese, English), code and scope."""

    report: Report
    year: int
    names: tuple[str, str]
    code: str
    scope: str
    reconciled: bool

    def number(self, key: Key) -> Number | None:
        value = self.report.get(key)
        if value is None:
            return None
        return value.reconciled if self.reconciled and value.reconciled is not None else value.value


@dataclass(frozen=True, slots=True)
class Line:
    """A rule over one row or column of two reports."""

    rule: YearRule
    line: str
    before: Member
    after: Member

    def member(self, term: Term) -> Member:
        return self.before if term.year == "before" else self.after

    def number(self, term: Term) -> Number | None:
        return self.member(term).number(self.rule.key(term, self.line))

    @property
    def there(self) -> bool:
        """Whether both reports have all the cells."""
        terms = (*self.rule.left, self.rule.right)
        return all(
            self.member(t).report.get(self.rule.key(t, self.line)) is not None for t in terms
        )

    @property
    def left(self) -> Number | None:
        total: Number = 0
        for term in self.rule.left:
            number = self.number(term)
            if number is None:
                return None
            total += term.sign * number
        return total

    @property
    def right(self) -> Number | None:
        return self.number(self.rule.right)

    @property
    def gap(self) -> Number | None:
        """How much the right side is above the left; None if a cell has no number."""
        left, right = self.left, self.right
        return None if left is None or right is None else right - left

    @property
    def apart(self) -> int:
        return self.after.year - self.before.year

    @property
    def places(self) -> tuple[Place, ...]:
        terms = (*self.rule.left, self.rule.right)
        return tuple((self.member(t).report.id, self.rule.key(t, self.line)) for t in terms)

    @property
    def label(self) -> str:
        row, column = self.after.report[self.rule.key(self.rule.right, self.line)].label.rsplit(
            " · ", 1
        )
        return _ITEM.sub("", row.rsplit("/", 1)[-1]) if self.rule.each == "row" else column

    def words(self, term: Term, language: int) -> str:
        number, year = self.number(term), self.member(term).year
        if language == 0:
            return f"{year}年{term.zh} {'无数' if number is None else number}"
        return f"{'no number' if number is None else number} ({term.en}, {year})"

    def sum_words(self, language: int) -> str:
        said = self.words(self.rule.left[0], language)
        for term in self.rule.left[1:]:
            said += (" + " if term.sign > 0 else " - ") + self.words(term, language)
        return said if len(self.rule.left) == 1 else f"{said} = {self.left}"
