"""S5: a cumulative series that seems to count anew from some year on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gxkit.checks.yearfindings import About, YearFinding, join_parts
from gxkit.checks.yearlines import Line, Member
from gxkit.checks.yearrules import RESTART
from gxkit.report import FindingKind, Number, Report
from gxkit.text import Listed, Sentence

NOTE = re.compile(r"由\s*(20\d\d)\s*年\s*(?:起|开始)\s*(?:重新)?\s*(?:计算|累计|统计)")
"""a note that says from which year on a cumulative figure counts"""

_FALLEN = Sentence(
    "{before}年至{after}年，{count} 行的历年累计下降：{rows}",
    "from {before} to {after} the cumulative figures of {count} rows fall: {rows}",
)
_FROM_TO = Sentence.same("{label} {before}→{after}")
_NO_EARLIER = Sentence(
    "按已知各年的当年数，起算年不早于{year}年",
    "by the yearly figures known, the count begins no earlier than {year}",
)
_NOTED = Sentence("报告注明由{year}年开始计算", "a note says that it counts from {year}")
_NOT_NOTED = Sentence("没有说明重新起算的注", "no note says so")


def count_starts(report: Report) -> int | None:
    """The year from which a report's note says its cumulative figures count; None if it has no such
    note."""
    for section in report.sections:
        match = NOTE.search(section.text)
        if match:
            return int(match[1])
    return None


def find_restart(lines: Sequence[Line], earlier: Sequence[Member]) -> YearFinding | None:
    """S5 for the lines of a cumulative rule: most rows that had counted anything fall together, or
    a note says that the count began anew. None otherwise."""
    known = [line for line in lines if line.gap is not None and _counted(line)]
    fallen = [line for line in known if (line.right or 0) < _counted(line)]
    if not fallen:
        return None
    main = max(fallen, key=_counted)
    bound = _earliest_start(main, earlier)
    start = _new_start(main, bound)
    # one row or two may fall by a slip; most of them fall when the count begins anew
    if start is None and len(fallen) * 2 <= len(known):
        return None
    parts = [_say_fallen(main, fallen)]
    if bound:
        parts.append(_NO_EARLIER.fill(year=bound))
    parts.append(_NOTED.fill(year=start) if start else _NOT_NOTED)
    cells = [cell for line in lines if (line.gap or 0) < 0 for cell in line.cells]
    about = About(RESTART, _members(fallen), f"{main.before.year}-{main.after.year}")
    sides = (_counted(main), main.right)
    return about.found(FindingKind.REMARK, cells, sides, join_parts(parts))


def _counted(line: Line) -> Number:
    """What the series had come to before."""
    return line.number(line.rule.left[0]) or 0


def _new_start(line: Line, bound: int | None) -> int | None:
    """The year from which a note of the later report says that it counts; None where the earlier
    one says the same, or where the figures belie it."""
    start = count_starts(line.after.report)
    # a note that stood there a year ago tells of no restart in between
    if start == count_starts(line.before.report):
        return None
    if start is None or bound is None:
        return start
    # a note of a count that would have to be larger is not about this series
    return start if start >= bound else None


def _earliest_start(line: Line, earlier: Sequence[Member]) -> int | None:
    """The year before which a restarted count cannot have begun: the years from there on alone
    would exceed it."""
    of_year = line.rule.left[1]
    # backwards from the restarted figure: what is left of it after each year's own count
    left, year = line.right, line.number(of_year)
    for member in reversed(earlier):
        # beyond a year without a figure nothing can be subtracted
        if left is None or year is None:
            return None
        left -= year
        year = member.number(line.key(of_year))
        if year is not None and year > left:
            return member.year + 1
    return None


def _say_fallen(main: Line, fallen: Sequence[Line]) -> Sentence:
    rows = [
        _FROM_TO.fill(label=line.label, before=_counted(line), after=line.right) for line in fallen
    ]
    return _FALLEN.fill(
        before=main.before.year,
        after=main.after.year,
        count=len(fallen),
        rows=Listed(tuple(rows)),
    )


def _members(fallen: Sequence[Line]) -> list[Member]:
    """The reports that the fallen rows are compared with, in the order of time, then the later."""
    before = {line.before.year: line.before for line in fallen}
    return [*(before[year] for year in sorted(before)), fallen[0].after]
