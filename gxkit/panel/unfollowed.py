"""Counts and stocks that are not what the year before makes them.

The study and its figure read this one frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pandas import DataFrame

from gxkit.forms import find_form
from gxkit.panel import columns
from gxkit.panel.frames import Line, head_of, in_order, tidy_frame, to_float
from gxkit.report import Facts, Finding, FindingKind, Origin, Report

RUNNING, STOCKS, FALLING = UNFOLLOWED = ("R7", "S4", "S5")
"""counts that run on from year to year, stocks that change by what is added and taken, counts that
fall"""
COLUMNS = (
    *columns.REPORT,
    "year",
    "rule",
    "label",
    "label_en",
    "expected",
    "printed",
    "gap",
    "cells",
    "sentence",
    "sentence_en",
)


def unfollowed_frame(
    reports: Iterable[Report],
    facts: Facts | None = None,
) -> DataFrame:
    """One line a report and broken rule of UNFOLLOWED, with COLUMNS, by report.

    `expected` is what the year before makes it, `gap` how far the printed number is from that; NA
    where a side has no number. Of counts that fall several are told in one line, with the first's
    numbers.
    """
    rows = [line for report in in_order(reports) for line in _lines(report, facts)]
    made = tidy_frame(COLUMNS, rows)
    return made.astype(dict.fromkeys(("expected", "printed", "gap"), "float64"))


def _lines(
    report: Report,
    facts: Facts | None,
) -> Iterator[Line]:
    seen: set[str] = set()
    for finding in report.findings:
        is_across = finding.origin is Origin.YEARS and finding.rule in UNFOLLOWED
        # What cannot be asked for want of a year is no contradiction.
        is_broken = is_across and finding.kind is not FindingKind.NOT_ASSESSABLE
        if is_broken and finding.id not in seen:
            seen.add(finding.id)
            yield (*head_of(report, facts), *_step(report, finding))


def _step(
    report: Report,
    finding: Finding,
) -> Line:
    """What a finding says, from its rule on."""
    expected, printed = to_float(finding.left), to_float(finding.right)
    gap = None
    # A side without a number is no distance away.
    if expected is not None and printed is not None:
        gap = abs(printed - expected)
    label = str(dict(finding.says.fields).get("label", ""))
    return (
        finding.rule,
        label,
        _english(report, finding, label) or label,
        expected,
        printed,
        gap,
        " ".join(map("/".join, finding.cells)),
        finding.sentence,
        finding.sentence_en,
    )


def _english(
    report: Report,
    finding: Finding,
    label: str,
) -> str:
    """What the form calls the row of a finding in English; '' if it names none."""
    own = [key for key in finding.cells if key[0] in report.editions]
    # Of many cells a finding names the largest, which need not be its first.
    named = [key for key in own if report[key].label == label]
    key = next(iter(named or own), None)
    # A finding on a whole report has no row, and one on another's table no form here.
    if key is None:
        return ""
    edition = report.editions[key[0]]
    for row in find_form(edition).table(key[0]).rows:
        if row.id == key[1]:
            return row.name("en")
    return ""
