"""What gxkit writes: a report's cells as CSV lines, reports and findings as JSON objects, and any file whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from gxkit.report import Blame, Explanation, Finding, Number, Report, Value

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
)


def write_file(
    path: str | os.PathLike[str], content: bytes | str | Callable[[Path], object]
) -> Path:
    """A file written under a temporary name beside its place, then renamed: no half-written file is ever seen.

    `content` is what it holds (a text in UTF-8, its line feeds as they are), or a function that fills the file at the
    path it is given. Where that fails, what stood there before stays as it was, and nothing else is left behind.
    """
    target = Path(path)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(handle)
    part = Path(name)
    try:
        if callable(content):
            content(part)
        else:
            part.write_bytes(content.encode() if isinstance(content, str) else content)
        # a temporary file is for its owner alone, and the data folder is for everyone who can enter it
        part.chmod(0o644)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def _text(number: Number | None) -> str:
    return "" if number is None else f"{number:f}" if isinstance(number, Decimal) else str(number)


def json_number(number: Number | None) -> int | str | None:
    """Whole numbers as they are, decimals as text, so that no digit is lost."""
    return _text(number) if isinstance(number, Decimal) else number


def report_lines(report: Report) -> list[tuple[str, ...]]:
    """One tuple of COLUMNS for each cell of the editions found."""
    return [
        (
            report.id,
            v.table,
            v.row,
            v.column,
            v.label,
            v.printed,
            _text(v.value),
            v.unit,
            v.status.value,
            v.verdict.value,
            _text(v.reconciled),
            str(v.where) if v.where else "",
        )
        for v in report.values
    ]


def reports_to_csv(reports: Iterable[Report]) -> str:
    """The cells of all reports as CSV text with one header line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for report in reports:
        writer.writerows(report_lines(report))
    return out.getvalue()


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
        "where": str(value.where) if value.where else "",
    }
    if value.candidates:
        made["candidates"] = [json_number(c) for c in value.candidates]
    if value.where and value.where.box:
        made["box"] = [round(edge, 2) for edge in value.where.box]
    return made


def _head(report: Report) -> dict[str, Any]:
    meta = report.meta
    return {
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
        "remarks": [str(remark) for remark in report.remarks],
    }


def report_object(report: Report) -> dict[str, Any]:
    """A report as a JSON object: what it says of itself, its chapters, its cells, the numbers that found no cell."""
    return {
        "report": _head(report),
        "sections": [
            {"heading": s.heading, "where": str(s.where) if s.where else "", "text": s.text}
            for s in report.sections
        ],
        "cells": [_value_object(v) for v in report.values],
        "unplaced": [
            {"table": u.table, "printed": u.printed, "where": str(u.where)} for u in report.unplaced
        ],
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
    }


def explanation_object(explanation: Explanation, report: Report, language: str) -> dict[str, Any]:
    """An explanation as a JSON object; each cell with what is printed and what it would be."""
    return {
        "rank": explanation.rank,
        "kind": explanation.kind,
        "findings": list(explanation.findings),
        "cells": [
            {
                "cell": "/".join(key),
                "printed": report[key].printed,
                "reconciled": json_number(reconciled),
                "where": str(report[key].where) if report[key].where else "",
            }
            for key, _, reconciled in explanation.cells
        ],
        "blame": explanation.blame,
        "certain": explanation.certain,
        "decided": explanation.decided or "",
        "evidence": list(explanation.say_heard(language)),
        "sentence": explanation.say(language),
    }


def explanation_lines(explanation: Explanation, language: str) -> list[str]:
    """An explanation as lines to read: rank, whether it is certain, sentence; then its evidence and whom it blames."""
    zh = language == "zh"
    certain = ("，确定" if zh else ", certain") if explanation.certain else ""
    lines = [f"→ [{explanation.rank}{certain}] {explanation.say(language)}"]
    lines += [
        f"    {'依据：' if zh else 'evidence: '}{said}" for said in explanation.say_heard(language)
    ]
    if explanation.blame is not Blame.UNDECIDED:
        whose = "出错的是：" if zh else "the mistake is of "
        lines.append(f"    {whose}{explanation.blame.say(language)}")
    return lines


def _broken_lines(findings: Iterable[Finding], language: str) -> list[str]:
    """Broken rules as lines to read: of each rule the first in full, the others with their two sides."""
    rules: dict[str, list[Finding]] = {}
    for finding in findings:
        rules.setdefault(finding.rule, []).append(finding)
    lines = []
    for rule, (first, *others) in rules.items():
        sides = [(_text(f.left), _text(f.right)) for f in others]
        if language == "zh":
            more = f"另有 {len(others)} 条 {rule}：{'，'.join(f'{a} 对 {b}' for a, b in sides)}。"
            lines.append(first.sentence + more * bool(others))
        else:
            more = f" Also broken, {rule}: {', '.join(f'{a} against {b}' for a, b in sides)}."
            lines.append(first.sentence_en + more * bool(others))
    return lines


def explained_lines(
    findings: Sequence[Finding], explanations: Sequence[Explanation], language: str
) -> list[str]:
    """Failing findings as lines to read, each cascade under what explains it; those that nothing explains come last."""
    zh = language == "zh"
    by_id = {f.id: f for f in findings}
    groups: dict[tuple[str, ...], list[Explanation]] = {}
    for explanation in explanations:
        groups.setdefault(explanation.findings, []).append(explanation)
    lines: list[str] = []
    follows = "因此不成立的关系：{} 条" if zh else "broken rules that follow from it: {}"
    for ids, some in groups.items():
        lines += [line for e in some for line in explanation_lines(e, language)]
        lines.append(f"    {follows.format(len(ids))}")
        lines += [
            f"      {line}"
            for line in _broken_lines((by_id[i] for i in ids if i in by_id), language)
        ]
    explained = {i for ids in groups for i in ids}
    return lines + [f.say(language) for f in findings if f.id not in explained]


def check_object(report: Report, language: str = "zh") -> dict[str, Any]:
    """What `gxkit check --to json` prints for a report: report, findings, explanations."""
    return {
        "report": _head(report),
        "findings": [finding_object(f, language) for f in report.findings],
        "explanations": [explanation_object(e, report, language) for e in report.explanations],
    }
