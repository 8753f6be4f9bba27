"""What gxkit writes: a report's cells as CSV lines, reports and findings as JSON objects or lines
to read, and any file whole or not at all.

The columns of the CSV and the keys of the JSON are a contract: some may be added at the end, none
is removed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from gxkit.document import Recognised, Where
from gxkit.output.files import refuse_place, write_file
from gxkit.report import Blame, Explanation, Finding, Key, Number, Report, Value
from gxkit.text import Listed, Sentence
from gxkit.text.escapes import to_field

COLUMNS = (
    "report",
    "table",
    "row",
    "column",
    "label",
    "printed",
    "value",
    "unit",
    "status",
    "verdict",
    "reconciled",
    "where",
    "implied",
    "implied_by",
    "verified_by",
    "disputed_by",
    "use",
    "use_why",
)
__all__ = [
    "COLUMNS",
    "JOINT",
    "broken_lines",
    "check_object",
    "explained_lines",
    "explanation_lines",
    "explanation_object",
    "finding_object",
    "json_number",
    "number_text",
    "refuse_place",
    "report_lines",
    "report_object",
    "reports_to_csv",
    "said_of",
    "write_file",
]
JOINT = "; "
"""what stands between several in one field"""
_MARK = "\ufeff"

_RANKED = Sentence("→ [{rank}{certain}] {says}", "→ [{rank}{certain}] {says}")
_CERTAIN = Sentence("，确定", ", certain")
_EVIDENCE = Sentence("依据：{said}", "evidence: {said}")
_BLAMED = Sentence("出错的是：{blame}", "the mistake lies with {blame}")
_FOLLOWING = Sentence("因此不成立的关系：{count} 条", "broken rules that follow from it: {count}")
_ALSO_BROKEN = Sentence("另有 {count} 条 {rule}：{sides}。", " Also broken, {rule}: {sides}.")
_SIDES = Sentence("{left} 对 {right}", "{left} against {right}")


def number_text(number: Number | None) -> str:
    """A number in digits, with all that were printed; '' for none."""
    if number is None:
        return ""
    # a Decimal would write itself with an exponent
    return f"{number:f}" if isinstance(number, Decimal) else str(number)


def json_number(number: Number | None) -> int | str | None:
    """Whole numbers as they are, decimals as text, so that no digit is lost."""
    return number_text(number) if isinstance(number, Decimal) else number


def _place(where: Where | None) -> str:
    """A place as files hold it, in English whatever the language of the sentences."""
    return str(where) if where else ""


# The cells of a report


def report_lines(report: Report) -> list[tuple[str, ...]]:
    """One tuple of COLUMNS for each cell of the editions found."""
    return [(report.id, *_cell_line(value)) for value in report.values]


def _cell_line(value: Value) -> tuple[str, ...]:
    return (
        value.table,
        value.row,
        value.column,
        value.label,
        value.printed,
        number_text(value.value),
        value.unit,
        value.status.value,
        value.verdict.value,
        number_text(value.reconciled),
        _place(value.where),
        number_text(value.implied),
        *said_of(value),
    )


def said_of(value: Value) -> tuple[str, ...]:
    """What CSV and the panel say of a value beside its numbers: `implied_by`, `verified_by` and
    `disputed_by`, each with `; ` between several, then `use` and `use_why`."""
    fitness = value.fitness
    return (
        JOINT.join(value.implied_by),
        JOINT.join(value.verified_by),
        JOINT.join(value.disputed_by),
        fitness.use.value,
        fitness.value,
    )


def reports_to_csv(
    reports: Iterable[Report],
    *,
    head: bool = True,
    for_spreadsheet: bool = False,
) -> str:
    """The cells of all reports as CSV text, with one header line if there is to be a `head`.

    Spreadsheet programs take UTF-8 for another encoding unless a mark stands before it, and text
    that begins as a formula for one: where it is for them, that begins with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if head:
        out.write(_MARK * for_spreadsheet)
        writer.writerow(COLUMNS)
    for report in reports:
        lines = report_lines(report)
        if for_spreadsheet:
            lines = [tuple(map(to_field, line)) for line in lines]
        writer.writerows(lines)
    return out.getvalue()


def report_object(report: Report) -> dict[str, Any]:
    """A report as a JSON object: what it says of itself, its chapters, its cells, the numbers that
    found no cell."""
    sections = []
    for section in report.sections:
        place = _place(section.where)
        sections.append({"heading": section.heading, "where": place, "text": section.text})
    unplaced = []
    for one in report.unplaced:
        place = _place(one.where)
        unplaced.append({"table": one.table, "printed": one.printed, "where": place})
    return {
        "report": _head(report, "en"),
        "sections": sections,
        "cells": [_value_object(value) for value in report.values],
        "unplaced": unplaced,
    }


def _head(report: Report, language: str) -> dict[str, Any]:
    meta = report.meta
    head: dict[str, Any] = {
        "id": report.id,
        "agency": meta.agency,
        "year": meta.year,
        "title": meta.title,
        "scope": meta.scope,
        "period": list(meta.period) if meta.period else None,
        "document_number": meta.document_number,
        "published": meta.published,
        "editions": dict(report.editions),
        "unsupported": list(report.unsupported),
        "source": report.source,
        "sha256": report.sha256,
        "remarks": [remark.say(language) for remark in report.remarks],
    }
    if report.covers:
        # only where the file holds other reports too
        head["covers"] = report.covers.say(language)
    return head


def _value_object(value: Value) -> dict[str, Any]:
    made: dict[str, Any] = {
        "table": value.table,
        "row": value.row,
        "column": value.column,
        "label": value.label,
        "printed": value.printed,
        "value": json_number(value.value),
        "unit": value.unit,
        "status": value.status.value,
        "verdict": value.verdict.value,
        "reconciled": json_number(value.reconciled),
        "where": _place(value.where),
        "implied": json_number(value.implied),
        "implied_by": list(value.implied_by),
        "verified_by": list(value.verified_by),
        "disputed_by": list(value.disputed_by),
        "use": value.use.value,
        "use_why": value.fitness.value,
    }
    if value.candidates:
        made["candidates"] = [json_number(candidate) for candidate in value.candidates]
    if value.recognised:
        made["recognised"] = _recognised_object(value.recognised)
    if value.where and value.where.box:
        # a hundredth of a point is finer than any printer
        made["box"] = [round(edge, 2) for edge in value.where.box]
    return made


def _recognised_object(seen: Recognised) -> dict[str, Any]:
    """What the readers of a picture have for a cell; only where it was read from one."""
    return {
        "candidates": list(seen.candidates),
        "agreed": seen.agreed,
        # the third digit says nothing any more
        "score": round(seen.score, 2),
    }


# What was found of it


def check_object(report: Report, language: str = "zh") -> dict[str, Any]:
    """What `gxkit check --to json` prints for a report: report, findings, explanations."""
    explanations = [
        explanation_object(
            one,
            report,
            language,
        )
        for one in report.explanations
    ]
    return {
        "report": _head(report, language),
        "findings": [finding_object(finding, language) for finding in report.findings],
        "explanations": explanations,
    }


def finding_object(finding: Finding, language: str) -> dict[str, Any]:
    """A finding as a JSON object; both sides with their sums (null where a cell has no number)."""
    return {
        "id": finding.id,
        "rule": finding.rule,
        "kind": finding.kind,
        "cells": ["/".join(key) for key in finding.cells],
        "left": json_number(finding.left),
        "right": json_number(finding.right),
        "sentence": finding.say(language),
        "settled": finding.settled or "",
    }


def explanation_object(
    explanation: Explanation,
    report: Report,
    language: str,
) -> dict[str, Any]:
    """An explanation as a JSON object; each cell with what is printed and what it would be."""
    cells = [
        _changed_cell(
            report[key],
            key,
            number,
        )
        for key, _, number in explanation.cells
    ]
    return {
        "rank": explanation.rank,
        "kind": explanation.kind,
        "findings": list(explanation.findings),
        "cells": cells,
        "blame": explanation.blame,
        "certain": explanation.certain,
        "decided": explanation.decided or "",
        "evidence": list(explanation.say_heard(language)),
        "sentence": explanation.say(language),
        "would_decide": list(explanation.say_deciders(language)),
    }


def _changed_cell(
    value: Value,
    key: Key,
    number: Number,
) -> dict[str, Any]:
    return {
        "cell": "/".join(key),
        "printed": value.printed,
        "reconciled": json_number(number),
        "where": _place(value.where),
    }


# The same as lines to read


Mark = Callable[[Explanation], str]


def explained_lines(
    findings: Sequence[Finding],
    explanations: Sequence[Explanation],
    language: str,
    mark: Mark | None = None,
) -> list[str]:
    """Failing findings as lines to read, each cascade under what explains it; those that nothing
    explains come last. `mark` says what stands behind an explanation."""
    by_id = {finding.id: finding for finding in findings}
    groups: dict[tuple[str, ...], list[Explanation]] = {}
    for explanation in explanations:
        groups.setdefault(explanation.findings, []).append(explanation)
    lines: list[str] = []
    for ids, some in groups.items():
        lines += _cascade_lines(
            ids,
            some,
            by_id,
            language,
            mark,
        )
    explained = {name for ids in groups for name in ids}
    rest = [finding for finding in findings if finding.id not in explained]
    return [*lines, *(finding.say(language) for finding in rest)]


def _cascade_lines(
    ids: Sequence[str],
    explanations: Iterable[Explanation],
    by_id: Mapping[str, Finding],
    language: str,
    mark: Mark | None,
) -> Iterator[str]:
    """What explains some findings, how many they are, and what they say."""
    deciders: dict[str, None] = {}
    for explanation in explanations:
        head, *below = explanation_lines(explanation, language)
        yield f"{head}  {mark(explanation)}" if mark else head
        yield from below
        deciders |= dict.fromkeys(explanation.say_deciders(language))
    # said once below all that are tied
    for said in deciders:
        yield f"    {said}"
    yield f"    {_FOLLOWING.fill(count=len(ids)).say(language)}"
    # a finding that is not among those to be shown is counted and not told
    shown = [by_id[name] for name in ids if name in by_id]
    for line in broken_lines(shown, language):
        yield f"      {line}"


def explanation_lines(explanation: Explanation, language: str) -> list[str]:
    """An explanation as lines to read: rank, whether it is certain, sentence; then its evidence and
    whom it blames."""
    certain = _CERTAIN if explanation.certain else None
    head = _RANKED.fill(
        rank=explanation.rank,
        certain=certain,
        says=explanation.says,
    )
    below = [_EVIDENCE.fill(said=said) for said in explanation.say_heard(language)]
    if explanation.blame is not Blame.UNDECIDED:
        below.append(_BLAMED.fill(blame=explanation.blame))
    return [head.say(language), *(f"    {said.say(language)}" for said in below)]


def broken_lines(findings: Iterable[Finding], language: str) -> Iterator[str]:
    """Broken rules as lines to read: of each rule the first in full, the others with their two
    sides."""
    rules: dict[str, list[Finding]] = {}
    for finding in findings:
        rules.setdefault(finding.rule, []).append(finding)
    for rule, (first, *others) in rules.items():
        line = first.say(language)
        if others:
            sides = Listed(
                tuple(map(_two_sides, others)),
                "，",
                ", ",
            )
            more = _ALSO_BROKEN.fill(
                count=len(others),
                rule=rule,
                sides=sides,
            )
            line += more.say(language)
        yield line


def _two_sides(finding: Finding) -> Sentence:
    left, right = number_text(finding.left), number_text(finding.right)
    return _SIDES.fill(left=left, right=right)
