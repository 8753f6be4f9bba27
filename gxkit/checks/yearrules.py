"""The rules that span the reports of one body, as data, and what they are evaluated on: two reports and one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from gxkit.report import Key, Number, Report
from gxkit.text import Sentence

Place = tuple[str, Key]
"""report id, and a cell of that report"""

_CELL = Sentence("{year}年{name} {number}", "{number} ({name}, {year})")
_NO_NUMBER = Sentence("无数", "no number")
_PLUS = Sentence.same("{first} + {second}")
_MINUS = Sentence.same("{first} - {second}")
_SUM = Sentence.same("{cells} = {sum}")
_ITEM = re.compile(r"^(?:其中[:：])?\s*\d+\s*[.．、]\s*")


@dataclass(frozen=True, slots=True)
class Term:
    """One cell of a rule: in the report of the year before or of the year after; a column if the rule is by row."""

    year: Literal["before", "after"]
    place: str
    name: Sentence
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
    words: Sentence
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
        (Term("before", "carried_out", Sentence("结转下年度", "carried out")),),
        Term("after", "carried_in", Sentence("上年结转", "carried in")),
        "nothing",
        "total",
        Sentence(
            "上一年的结转下年度应等于本年的上年结转",
            "carried out of one year equals carried into the next",
        ),
    ),
    YearRule(
        "R7",
        "legacy",
        "row",
        (
            Term("before", "cumulative", Sentence("历年累计", "cumulative")),
            Term("after", "year", Sentence("当年", "of the year")),
        ),
        Term("after", "cumulative", Sentence("历年累计", "cumulative")),
        "growth",
        "disclosed",
        Sentence(
            "上一年的历年累计加当年数应等于本年的历年累计",
            "last year's cumulative figure plus the year's own is this year's",
        ),
    ),
    YearRule(
        "S3",
        "proactive",
        "row",
        (
            Term("before", "prior_items", Sentence("上一年项目", "items of the year before")),
            Term("before", "change", Sentence("增/减", "change")),
        ),
        Term("after", "prior_items", Sentence("上一年项目", "items of the year before")),
        "movement",
        "licensing",
        Sentence(
            "上一年的项目数加增减应等于本年所列的上一年项目数",
            "items plus change are the next year's prior items",
        ),
        True,
    ),
    YearRule(
        "S4",
        "proactive",
        "row",
        (
            Term("before", "in_force", Sentence("现行有效", "in force")),
            Term("after", "made", Sentence("制发", "made")),
            Term("after", "repealed", Sentence("废止", "repealed"), -1),
        ),
        Term("after", "in_force", Sentence("现行有效", "in force")),
        "movement",
        "normative_documents",
        Sentence(
            "上一年的现行有效件数加制发减废止应等于本年的现行有效件数",
            "documents in force, plus made, minus repealed, are those in force a year later",
        ),
        True,
    ),
)


@dataclass(frozen=True, slots=True)
class Member:
    """A report as one of a body's series: its year, the body's name, code and scope."""

    report: Report
    year: int
    name: Sentence
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

    def say_cell(self, term: Term) -> Sentence:
        """One cell of the line: year, name, number."""
        number = self.number(term)
        return _CELL.fill(
            year=self.member(term).year,
            name=term.name,
            number=_NO_NUMBER if number is None else number,
        )

    def say_left(self) -> Sentence:
        """The left side of the line, with its sum where it has several cells."""
        first, *others = self.rule.left
        said = self.say_cell(first)
        for term in others:
            template = _PLUS if term.sign > 0 else _MINUS
            said = template.fill(first=said, second=self.say_cell(term))
        return _SUM.fill(cells=said, sum=self.left) if others else said

    def say_right(self) -> Sentence:
        """The right side of the line."""
        return self.say_cell(self.rule.right)
