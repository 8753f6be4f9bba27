"""What the series of one body shows, and where its counts do not follow from year to year."""

from __future__ import annotations

from collections.abc import (
    Mapping,
    Sequence,
)
from itertools import groupby
from types import SimpleNamespace
from typing import Any

from pandas import DataFrame, isna

from gxkit.panel.series import concept_series
from gxkit.panel.unfollowed import UNFOLLOWED
from gxkit.paper import wording
from gxkit.paper.checked import name_cell, name_row
from gxkit.report import (
    Finding,
    Origin,
    Report,
)
from gxkit.text import Listed, Sentence

Found = Sequence[tuple[Report, Finding]]
# Findings beside a report of the same year: one set of figures, a sum above its whole.
SAME, PARTS = "same", "parts"
COUNTED = "/disclosed/cumulative"
"""the cell of all that a body has disclosed until now"""
PUBLIC = "total_public"
"""the column of the 2019 form on documents public in total"""
# A year that brings more than half of all that was counted since the start is told by itself.
OUTSTANDING = 0.5


def longest_series(shown: Sequence[SimpleNamespace]) -> SimpleNamespace | None:
    """The body with the most years, the first by code of several; None if none has two.

    `forms` are the families of forms over its years, `rivals` how many others have as many years;
    `even` says that no body with several years has fewer.
    """
    best: list[SimpleNamespace] = []
    rivals = several = 0
    for _, same in groupby(shown, key=lambda one: (one.code, one.agency, one.scope)):
        own = list(same)
        several += len(own) > 1
        if len(own) > max(1, len(best)):
            best = own
            rivals = 0
        elif len(own) == len(best):
            rivals += 1
    if not best:
        return None
    years = [report.year for report in best]
    return SimpleNamespace(
        id=(best[0].code, best[0].agency, best[0].scope),
        agency=best[0].agency,
        agency_en=best[0].agency_en,
        count=len(best),
        rivals=rivals,
        even=0 < rivals == several - 1,
        first=years[0],
        last=years[-1],
        missing=sorted(set(range(years[0], years[-1])) - set(years)),
        forms=list(dict.fromkeys(family for report in best for family in report.families)),
        editions=len(set().union(*(report.editions for report in best))),
    )


def list_unfollowed(
    frame: DataFrame,
    panel: DataFrame,
) -> SimpleNamespace:
    """Counts and stocks that are not what the year before makes them.

    `running` and `stocks` are lines of `gxkit.panel.unfollowed.unfollowed_frame` with what is
    `expected` and `printed`, `falling` the sentences on cumulative counts that fell. `public` are
    lines on documents public in total, which are no stock in force. `events` counts the reports of
    `running`: one event shows in the lines of a whole and of its parts. `skipped` are those of them
    that fall short by exactly what the `panel` counts in the year before, the first of each report.
    """
    steps = [_told(line) for line in wording.lines(frame)]
    by_rule: dict[str, list[SimpleNamespace]] = {rule: [] for rule in UNFOLLOWED}
    for step in steps:
        by_rule[step.rule].append(step)
    running, every_stock, falling = by_rule.values()
    public = [step for step in every_stock if PUBLIC in step.cells]
    counted = _count_years(panel) if running else {}
    skipped = [step for step in running if _skips(step, counted)]
    return SimpleNamespace(
        running=running,
        events=len({step.report for step in running}),
        stocks=[step for step in every_stock if PUBLIC not in step.cells],
        skipped=list({step.report: step for step in reversed(skipped)}.values())[::-1],
        public=public,
        falling=falling,
        bodies=len({(step.code, step.agency) for step in steps}),
    )


def _count_years(panel: DataFrame) -> dict[tuple[Any, ...], float]:
    """What each year of a body brought to its cumulative counts, by code, body, year and row."""
    own = panel[panel["table"].eq("legacy") & panel["column"].eq("year")]
    known = own.dropna(subset=["value"])
    keys = zip(known["code"], known["agency"], known["year"], known["row"], strict=True)
    return dict(zip(keys, known["value"], strict=True))


def _skips(
    step: SimpleNamespace,
    counted: Mapping[tuple[Any, ...], float],
) -> bool:
    """Whether a cumulative count lacks what the year before brought, and nothing else."""
    if not step.cells or step.gap is None:
        return False
    row = step.cells.split()[-1].split("/")[1]
    before = counted.get((step.code, step.agency, step.year - 1, row), 0)
    # a total of 0 lacks everything, and what it lacks says nothing
    return bool(step.printed and before > 0 and step.expected - step.printed == before)


def _told(line: Any) -> SimpleNamespace:
    """One line of a rule between years that does not hold."""
    return SimpleNamespace(
        report=line.report,
        cells=line.cells,
        code=line.code,
        agency=line.agency,
        agency_en=line.agency_en,
        year=int(line.year),
        rule=line.rule,
        expected=None if isna(line.expected) else line.expected,
        printed=None if isna(line.printed) else line.printed,
        gap=None if isna(line.gap) else line.gap,
        says=Sentence(line.sentence, line.sentence_en),
        label=Sentence(line.label, line.label_en),
    )


def _step(
    report: Report,
    finding: Finding,
    who: Any,
) -> SimpleNamespace:
    """One line of a rule between years that does not hold."""
    expected, printed = finding.left, finding.right
    gap = None
    # A side without a number is no distance away.
    if expected is not None and printed is not None:
        gap = abs(printed - expected)
    return SimpleNamespace(
        report=report.id,
        cells=" ".join("/".join(key) for key in finding.cells),
        code=who.code,
        agency=who.agency,
        agency_en=who.agency_en,
        year=who.year,
        rule=finding.rule,
        expected=expected,
        printed=printed,
        gap=gap,
        says=finding.says,
        label=_label(report, finding),
        key=finding.cells[0] if finding.cells else None,
    )


def _label(
    report: Report,
    finding: Finding,
    with_column: bool = False,
) -> Sentence:
    """What a finding is about: in Chinese as it says, in English as the form's row is called."""
    label = str(dict(finding.says.fields).get("label", ""))
    own = [key for key in finding.cells if key[0] in report.editions]
    # Of many cells a finding names the largest, which need not be its first.
    named = [key for key in own if report[key].label == label]
    key = next(iter(named or own), None)
    edition = report.editions.get(key[0]) if key else None
    # A finding on a whole report has no row, and one on another's table no form here.
    if key is None or edition is None:
        return Sentence.same(label)
    cell = name_cell(edition, key, report.meta.year or 0)
    name = cell if with_column else name_row(edition, key)
    return Sentence(label, name.say("en"))


def list_outstanding(
    panel: DataFrame,
    unfollowed: DataFrame,
) -> list[SimpleNamespace]:
    """Years that alone make most of what a body has counted since it began to count.

    A year in which the count began anew is left out: all of it is of that year by definition.
    `doubted`: by `unfollowed` the count is not what the year before makes it.
    """
    is_count = unfollowed["cells"].str.contains(COUNTED, regex=False)
    doubted = set(unfollowed.loc[is_count, "report"])
    year = concept_series(
        panel,
        "disclosed_year",
        across_breaks=True,
    )
    total = concept_series(
        panel,
        "disclosed_cumulative",
        across_breaks=True,
    )
    lines = year.assign(total=total["value"]).dropna(subset=["value", "total"])
    made = []
    for line in wording.lines(lines):
        earlier = line.total - line.value
        # With nothing before there is no other year that it could stand out from.
        if earlier > 0 and line.value > OUTSTANDING * line.total:
            made.append(
                SimpleNamespace(
                    agency=line.agency,
                    agency_en=line.agency_en,
                    year=int(line.year),
                    value=line.value,
                    total=line.total,
                    share=line.value / line.total,
                    doubted=line.report in doubted,
                )
            )
    return sorted(made, key=lambda one: (-one.share, one.agency, one.year))


def list_beside(
    findings: Found,
    names: Mapping[str, Any],
) -> SimpleNamespace:
    """What reports of one year say beside each other: `same` figures of several bodies, and
    summaries that count less than their `parts`; each with its sentence, once, with the `bodies`
    that it names and the `count` of cells."""
    kinds: dict[str, list[SimpleNamespace]] = {SAME: [], PARTS: []}
    seen: set[str] = set()
    for report, finding in findings:
        said = finding.says.say("zh")
        # Every report that a finding is about holds it: it is told of the first.
        if finding.origin is Origin.YEARS and finding.rule in kinds and said not in seen:
            seen.add(said)
            step = _step(report, finding, names[report.id])
            told = dict(finding.says.fields)
            step.label = _label(report, finding, with_column=True)
            named = told["bodies"]
            step.bodies = named.items if isinstance(named, Listed) else (named,)
            step.count = told["count"]
            kinds[finding.rule].append(step)
    same, parts = kinds.values()
    return SimpleNamespace(same=same, parts=parts)
