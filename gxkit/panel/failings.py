"""Where reports contradict themselves: inside a table, between years, in the text.

The study and its figures read this one frame, so that they cannot count differently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from pandas import DataFrame, concat

from gxkit.forms.crosswalk import crosswalk
from gxkit.panel import columns
from gxkit.panel.frames import Line, head_of, in_order, tidy_frame
from gxkit.report import Facts, Finding, FindingKind, Origin, Report
from gxkit.text import Sentence

INSIDE, YEARS, TEXT = PLACES = (
    "inside",
    "years",
    "text",
)
"""where a rule is asked, in the order in which the study tells of them"""
APART: Mapping[Origin, str] = {Origin.YEARS: YEARS, Origin.NARRATIVE: TEXT}
"""origins of findings by rules that no table states of itself, which the board therefore lacks"""
KINDS: Mapping[str, Mapping[str, Sentence]] = {
    YEARS: {
        "R6": Sentence("结转与上年不接", "carried over, does not follow"),
        "R7": Sentence("累计数与上年不接", "cumulative, does not follow"),
        "S3": Sentence("项目数与上年不接", "items that do not follow"),
        "S4": Sentence("存量与上年不接", "stocks that do not follow"),
        "S6": Sentence("金额相差约一万倍", "amounts 10 000 times apart"),
        "same": Sentence("几个机关同一套数字", "same figures, several bodies"),
        "parts": Sentence("汇总小于所属之和", "summary below its parts"),
        "twice": Sentence("同一机关同年有几份报告", "several reports for a year"),
        "S5": Sentence("累计数下降而没有说明", "cumulative falls, unexplained"),
    },
    TEXT: {
        "R8": Sentence("叙述与表不同", "text and table differ"),
        "R9": Sentence("占比算错", "a miscalculated share"),
        "R10": Sentence("各项不合总数", "parts that miss their whole"),
    },
}
"""what a rule that no table states of itself found, by where and rule"""
OTHER = Sentence("其他", "other")
"""what any other such rule found"""


def failings_frame(
    reports: Sequence[Report],
    board: DataFrame,
    facts: Facts | None = None,
) -> DataFrame:
    """One line a report, place and rule, with columns.FAILINGS.

    Inside tables they are the lines of the `board` whose forms state the rule. Of rules between
    years and in the text a report has a line only if something was found: nobody counts how often
    they held, so that `instances` and `holds` are NA. `family` is that of the newest form that the
    report fills, `cells` those that the findings of such a rule name.
    """
    stated = board[board["instances"].gt(0)]
    inside = stated.assign(where=INSIDE, cells="")
    apart = tidy_frame(_APART_COLUMNS, _apart(reports, facts))
    families = {report.id: _family(report) for report in reports}
    # Where nothing was found apart, its columns without a type would take those of the board along.
    parts = [part for part in (inside, apart) if len(part)] or [inside]
    made = concat(parts, ignore_index=True)
    made["family"] = made["report"].map(families).astype("str")
    made["place"] = made["where"].map(PLACES.index)
    order = [
        "code",
        "agency",
        "year",
        "report",
        "place",
        "rule",
    ]
    return made.sort_values(
        order,
        ignore_index=True,
        kind="stable",
    )[list(columns.FAILINGS)]


_COUNTED = {
    "fails": FindingKind.FAILS,
    "remarks": FindingKind.REMARK,
    "not_assessable": FindingKind.NOT_ASSESSABLE,
}
_APART_COLUMNS = (
    *columns.REPORT,
    "year",
    "where",
    "rule",
    "soft",
    *_COUNTED,
    "cells",
)


def _apart(
    reports: Iterable[Report],
    facts: Facts | None,
) -> Iterator[Line]:
    """The lines of the rules between years and in the text, report by report."""
    for report in in_order(reports):
        own = [finding for finding in report.findings if finding.origin in APART]
        own.sort(key=_asked)
        for (where, rule), same in groupby(own, key=_asked):
            yield (
                *head_of(report, facts),
                where,
                rule,
                *_counts(rule, list(same)),
            )


def _asked(finding: Finding) -> tuple[str, str]:
    return APART[finding.origin], finding.rule


def _counts(
    rule: str,
    same: Sequence[Finding],
) -> Line:
    """Whether a rule is soft, what its findings in a report come to, and the cells they name."""
    kinds = Counter(finding.kind for finding in same)
    cells: dict[str, None] = {}
    for finding in same:
        cells.update(dict.fromkeys(map("/".join, finding.cells)))
    numbers = [kinds[kind] for kind in _COUNTED.values()]
    return (
        rule.startswith("S"),
        *numbers,
        " ".join(cells),
    )


def _family(report: Report) -> str:
    """The family of the newest form that a report fills; '' if nobody knows one."""
    walk = crosswalk()
    used = set(report.editions.values())
    known = [walk.family(edition) for edition in walk.forms if edition in used]
    return known[-1] if known else ""
