"""What the rules between years are evaluated on: the reports of a body in order, and a rule over
one row or column of two of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from gxkit.checks.yearrules import YEAR_RULES, Each, OverGap, Side, Term, YearRule
from gxkit.forms import find_form
from gxkit.forms.crosswalk import crosswalk
from gxkit.report import Facts, Key, Number, Report
from gxkit.text import Sentence

CellOf = tuple[str, Key]
"""report id, and a cell of that report"""

_CELL = Sentence("{year}年{name} {number}", "{number} ({name}, {year})")
_NO_NUMBER = Sentence("无数", "no number")
_PLUS = Sentence.same("{first} + {second}")
_MINUS = Sentence.same("{first} - {second}")
_SUM = Sentence.same("{cells} = {sum}")
_ITEM = re.compile(r"^(?:其中[:：])?\s*\d+\s*[.．、]\s*")
"""the item number of a row's label, which differs between the editions that a series runs over"""


@dataclass(frozen=True, slots=True)
class Member:
    """A report as one of a body's series: its year, the body's name, code and scope.

    `within` is the full name of the body that this one lies in, '' where nobody said.
    """

    report: Report
    year: int
    name: Sentence
    code: str
    scope: str
    reconciled: bool
    within: str = ""

    def number(self, key: Key) -> Number | None:
        """The figure of a cell, reconciled if that is asked for; None where it has none."""
        value = self.report.get(key)
        # another edition may not have the row or column
        if value is None:
            return None
        # what was not reconciled stands as printed, also among reconciled figures
        if self.reconciled and value.reconciled is not None:
            return value.reconciled
        return value.value


@dataclass(frozen=True, slots=True)
class Line:
    """A rule over one row or column of two reports."""

    rule: YearRule
    line: str
    before: Member
    after: Member

    def member(self, term: Term) -> Member:
        """The report that a term is taken from."""
        return self.before if term.year is Side.BEFORE else self.after

    def key(self, term: Term) -> Key:
        return self.rule.key(term, self.line)

    def number(self, term: Term) -> Number | None:
        return self.member(term).number(self.key(term))

    @property
    def there(self) -> bool:
        """Whether both reports have all the cells, in forms that have to do with each other."""
        editions: set[str] = set()
        for term in self.rule.terms:
            cell = self.member(term).report.get(self.key(term))
            if cell is None:
                return False
            editions.add(cell.edition)
        # two provinces may give a row the same id, and mean two things by it
        said = crosswalk().said
        first, *others = editions
        return all(said.has_common_ground(first, other) for other in others)

    @property
    def left(self) -> Number | None:
        """The sum of the left side; None if a cell has no number."""
        total: Number = 0
        for term in self.rule.left:
            number = self.number(term)
            # a blank is no zero: a sum over one is not known
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
        if left is None or right is None:
            return None
        return right - left

    @property
    def apart(self) -> int:
        """How many years lie between the two reports; 1 if they follow each other."""
        return self.after.year - self.before.year

    @property
    def cells(self) -> tuple[CellOf, ...]:
        return tuple((self.member(term).report.id, self.key(term)) for term in self.rule.terms)

    @property
    def label(self) -> str:
        """The row or column as the form of the later report prints it."""
        value = self.after.report[self.key(self.rule.right)]
        table = find_form(value.edition).table(value.table)
        if self.rule.each is Each.COLUMN:
            return table.column(value.column).label.replace("{year}", str(self.after.year))
        # the last part of the path: groups are named otherwise in the next edition
        row = next(row for row in table.rows if row.id == value.row)
        return _ITEM.sub("", row.label)

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
            sign = _PLUS if term.sign > 0 else _MINUS
            said = sign.fill(first=said, second=self.say_cell(term))
        return _SUM.fill(cells=said, sum=self.left) if others else said

    def say_right(self) -> Sentence:
        """The right side of the line."""
        return self.say_cell(self.rule.right)


def list_members(
    reports: Iterable[Report],
    facts: Facts,
    reconciled: bool,
) -> list[Member]:
    """The reports that name a body and a year, body by body in the order of time.

    What the catalog knows (`facts`) goes before what a report says of itself, but for the year.
    """
    made = []
    for report in reports:
        known, meta = facts.get(report.id, {}), report.meta
        year = known.get("year") if meta.year is None else meta.year
        name = str(known.get("agency") or "".join(meta.agency.split()))
        # of what body or year it is must be known, or it would be compared with strangers
        if not isinstance(year, int) or not name:
            continue
        both = Sentence(name, str(known.get("agency_en") or name))
        code, scope = str(known.get("code") or ""), str(known.get("scope") or meta.scope)
        made.append(
            Member(
                report,
                year,
                both,
                code,
                scope,
                reconciled,
                str(known.get("within") or ""),
            )
        )
    # the id last, so that two reports of one year stand in the same order whoever lists them
    return sorted(made, key=lambda m: (*_body(m), m.year, m.report.id))


def _body(member: Member) -> tuple[str, str, str, str]:
    """What is the same in all reports of a body."""
    return (member.code, member.name.zh, member.name.en, member.scope)


@dataclass(frozen=True, slots=True)
class Body:
    """One body through the years: the reports that are alone in their year, and those that share
    one."""

    alone: tuple[Member, ...]
    shared: tuple[tuple[Member, ...], ...]


def list_bodies(members: Iterable[Member]) -> Iterator[Body]:
    """The bodies of members that stand in the order of `list_members`."""
    for _, own in groupby(members, key=_body):
        # two reports of one year contradict or repeat each other: which one to go by is not known
        years = [tuple(same) for _, same in groupby(own, key=lambda m: m.year)]
        alone = tuple(same[0] for same in years if len(same) == 1)
        shared = tuple(same for same in years if len(same) > 1)
        yield Body(alone, shared)


def list_lines(
    rule: YearRule,
    earlier: Sequence[Member],
    after: Member,
) -> Iterator[Line]:
    """The lines of a rule between a report and the earlier ones of its body.

    A series that cannot fall is compared with the last year that has a number, others with the last
    year.
    """
    asked = earlier if rule.over_gap is OverGap.GROWTH else earlier[-1:]
    own = [value for value in after.report if value.table == rule.table]
    by_row = rule.each is Each.ROW
    names = dict.fromkeys(value.row if by_row else value.column for value in own)
    for name in names:
        # the nearest year first: the fewer years between, the more a difference says
        lines = [Line(rule, name, before, after) for before in reversed(asked)]
        there = [line for line in lines if line.there]
        known = [line for line in there if line.number(rule.left[0]) is not None]
        yield from (known or there)[:1]


def lines_between(reports: Iterable[Report], facts: Facts | None = None) -> Iterator[Line]:
    """Every rule over every row or column of two successive reports of a body; `facts` as for
    `gxkit.checks.years.find_across_years`."""
    for body in list_bodies(list_members(reports, facts or {}, reconciled=False)):
        for place, after in enumerate(body.alone[1:], 1):
            for rule in YEAR_RULES:
                yield from list_lines(rule, body.alone[:place], after)
