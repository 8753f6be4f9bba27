"""What reports of one year say beside each other: a summary beside the bodies that it counts, and
bodies that print the same figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass

from gxkit.checks.yearfindings import About, YearFinding
from gxkit.checks.yearlines import CellOf, Member, list_members
from gxkit.checks.yearrules import PARTS, SAME
from gxkit.forms.crosswalk import crosswalk
from gxkit.report import (
    Facts,
    FindingKind,
    Key,
    Number,
    Report,
)
from gxkit.text import Listed, Sentence

NOT_ADDED_UP = frozenset({"prior_items", "change"})
"""columns that list items, of which several bodies may share one"""
# Small counts and noughts coincide in any two offices; three larger ones that differ do not.
_TELLING = 3
_TELLING_FROM = 10

_BELOW_PARTS = Sentence(
    "{year}年 {count} 格小于{bodies}所报，如 {label}：汇总 {whole}，所属机关 {parts}",
    "{year}: {count} cells are below what {bodies} reported, as {label}: summary {whole}, "
    "bodies {parts}",
)
_SAME_FIGURES = Sentence(
    "{year}年{bodies}的同一张表逐格相同（{count} 格有数），如 {label}：{number}；不能相加",
    "{year}: {bodies} have the same figure in each cell of a table ({count} have one), as "
    "{label}: {number}; they cannot be added up",
)
Printed = tuple[tuple[Key, Number | None], ...]


class Neighbours:
    """The reports of each year, to be asked which of them a summary counts."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._of_code: dict[object, list[Member]] = defaultdict(list)
        self._inside: dict[object, list[Member]] = defaultdict(list)
        for member in members:
            of_code = member.year, member.code
            self._of_code[of_code].append(member)
            if member.within:
                inside = member.year, member.within
                self._inside[inside].append(member)

    def parts_of(self, summary: Member) -> list[Member]:
        """The reports that a summary counts: those of bodies said to lie within its own, and those
        of bodies of its code. None for a report that is no summary."""
        if summary.scope != "summary":
            return []
        inside = self._inside.get((summary.year, summary.name.zh), [])
        # without a code nobody knows which bodies a summary adds up
        if not summary.code:
            return inside
        alike = self._of_code[summary.year, summary.code]
        summaries = {member.name for member in alike if member.scope == "summary"}
        # A zone and the county it lies in share a code: whose bureau it is, the code does not say.
        if len(summaries) > 1:
            return inside
        own = [m for m in alike if m.scope == "body" and not m.within]
        return [*inside, *own]


def find_beside(members: Sequence[Member]) -> Iterator[YearFinding]:
    """A summary beside the reports that it counts: one remark for all cells in which they exceed
    it."""
    neighbours = Neighbours(members)
    for summary in members:
        parts = neighbours.parts_of(summary)
        over = list(_cells_exceeded(summary, parts))
        if over:
            yield _below(summary, parts, over)


@dataclass(frozen=True, slots=True)
class _Exceeded:
    """A cell of a summary that is less than its parts make together."""

    key: Key
    parts: Number
    whole: Number

    @property
    def gap(self) -> Number:
        return self.parts - self.whole


def _below(
    summary: Member,
    parts: Sequence[Member],
    over: Sequence[_Exceeded],
) -> YearFinding:
    worst = max(over, key=lambda cell: cell.gap)
    names = tuple(part.name for part in parts)
    says = _BELOW_PARTS.fill(
        year=summary.year,
        count=len(over),
        bodies=Listed(names),
        label=summary.report[worst.key].label,
        whole=worst.whole,
        parts=worst.parts,
    )
    asked = (*parts, summary)
    cells: list[CellOf] = []
    for exceeded in over:
        cells += _cells_of(asked, exceeded.key)
    about = About(PARTS, asked, str(summary.year))
    sides = (worst.parts, worst.whole)
    return about.found(
        FindingKind.REMARK,
        cells,
        sides,
        says,
    )


def _cells_exceeded(
    summary: Member,
    parts: Sequence[Member],
) -> Iterator[_Exceeded]:
    """The cells of a summary that are less than its parts make together."""
    if not parts:
        return
    for value in summary.report:
        # two bodies that list one item are right to count it twice, and the summary once
        if value.column in NOT_ADDED_UP:
            continue
        key = value.key
        whole = summary.number(key)
        total: Number = 0
        for part in parts:
            number = part.number(key)
            # bodies without a figure are left out: what is known is a lower bound of the sum
            if number is not None and _means_the_same(part, key, value.edition):
                total += number
        if whole is not None and total > whole:
            yield _Exceeded(key, total, whole)


def _means_the_same(
    member: Member,
    key: Key,
    edition: str,
) -> bool:
    """Whether the cell of a report is of a form that has to do with an edition."""
    # two provinces may give a row the same id, and mean two things by it
    own = member.report[key].edition
    said = crosswalk().said
    return said.has_common_ground(own, edition)


def _cells_of(
    members: Iterable[Member],
    key: Key,
) -> Iterator[CellOf]:
    """The cell in each report that has it."""
    for member in members:
        if member.report.get(key) is not None:
            yield (member.report.id, key)


def find_same(members: Sequence[Member]) -> Iterator[YearFinding]:
    """Bodies that print one set of figures in a year: a remark for each table in which they do."""
    alike: dict[tuple[int, Printed], list[Member]] = defaultdict(list)
    for member in members:
        for figures in list_telling(member):
            alike[member.year, figures].append(member)
    for (_, figures), same in alike.items():
        names = {member.name for member in same}
        if len(names) > 1:
            yield _same(figures, same)


def list_telling(member: Member) -> Iterator[Printed]:
    """The figures of each table that are many and large enough to tell a body by."""
    tables: dict[str, list[tuple[Key, Number | None]]] = defaultdict(list)
    for value in member.report:
        key = value.key
        figure = key, member.number(key)
        tables[value.table].append(figure)
    for figures in tables.values():
        known = (number for _, number in figures if number is not None)
        large = {number for number in known if number >= _TELLING_FROM}
        if len(large) >= _TELLING:
            yield tuple(figures)


def _same(
    figures: Printed,
    same: Sequence[Member],
) -> YearFinding:
    known = {key: number for key, number in figures if number is not None}
    largest = max(known, key=lambda key: known[key])
    last = same[-1]
    names = tuple(dict.fromkeys(member.name for member in same))
    says = _SAME_FIGURES.fill(
        year=last.year,
        bodies=Listed(names),
        count=len(known),
        label=last.report[largest].label,
        number=known[largest],
    )
    cells: list[CellOf] = []
    for key in known:
        cells += _cells_of(same, key)
    table = largest[0]
    about = About(SAME, same, f"{table}:{last.year}")
    sides = (known[largest], known[largest])
    return about.found(
        FindingKind.REMARK,
        cells,
        sides,
        says,
    )


def list_inside(
    reports: Iterable[Report],
    facts: Facts | None = None,
) -> frozenset[str]:
    """The ids of the reports whose figures another report of the year counts too.

    Without them no place is in a sum twice. `facts` as for `gxkit.checks.years.find_across_years`.
    """
    members = list_members(
        reports,
        facts or {},
        reconciled=False,
    )
    neighbours = Neighbours(members)
    inside: set[str] = set()
    for whole in members:
        parts = neighbours.parts_of(whole)
        inside.update(part.report.id for part in parts)
    above = {member.name.zh: member.within for member in members if member.within}
    summaries = {(one.year, one.name.zh) for one in members if one.scope == "summary"}
    for member in members:
        # A county's bureau is in its city's summary too, whether or not the county's is at hand.
        wholes = {(member.year, name) for name in _climb(member.within, above)}
        if wholes & summaries:
            inside.add(member.report.id)
    return frozenset(inside)


def _climb(name: str, above: Mapping[str, str]) -> Iterator[str]:
    """A body and those within which it lies, the nearest first; '' is none."""
    seen: set[str] = set()
    # a table of bodies that goes in a circle would be climbed without end
    while name and name not in seen:
        seen.add(name)
        yield name
        name = above.get(name, "")
