"""What a person should decide: the broken rules without a decision, and the making of decisions.

`undecided` lists them, `accept_explanation`, `keep_as_published` and `correct_cell` make a decision that expects what
is printed now, `gxkit.folder.decisions` keeps it. Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from gxkit.errors import CorrectionError
from gxkit.folder.decisions import ACCEPT, CORRECT, KEEP, Correction, Decision, settled_findings
from gxkit.output import explained_lines
from gxkit.report import Explanation, Finding, FindingKind, Key, Number, Report


@dataclass(frozen=True, slots=True)
class Undecided:
    """Failing findings of a report that one decision would settle.

    `explanations` are all that were found for them, best first, perhaps none. `effect` is how much a decision moves
    the figures: over the cells of the best explanation (of tied ones the one that moves most) the sum of |number -
    value| / scale, where the scale is the largest published figure of the same table and unit, or the number itself if
    that is larger, and at least 1. Without an explanation it is the largest gap among the findings, the sides being
    the numbers; None where a finding has no sides, because nothing can be told. `moved` is the sum, not divided.
    """

    report: str
    agency: str
    year: int | None
    source: str
    sha256: str
    findings: tuple[Finding, ...]
    explanations: tuple[Explanation, ...]
    effect: float | None
    moved: Number | None


def _size(number: Number) -> Number:
    return number if number >= 0 else -number


def _share(report: Report, key: Key | None, move: Number, number: Number) -> float:
    """A move over the scale of its cell: see `Undecided.effect`."""
    own = report.get(key) if key else None
    scale: list[Number] = [1, _size(number)]
    if own:
        scale += [
            _size(v.value)
            for v in report
            if v.value is not None and (v.table, v.unit) == (own.table, own.unit)
        ]
    return float(move) / float(max(scale))


def _effect_of(report: Report, explanation: Explanation) -> tuple[float, Number]:
    effect, moved = 0.0, Decimal(0)
    for key, printed, number in explanation.cells:
        move = Decimal(_size(number - (printed or 0)))
        effect += _share(report, key, move, number)
        moved += move
    return effect, int(moved) if moved == int(moved) else moved


def _effect(
    report: Report, findings: Sequence[Finding], explanations: Sequence[Explanation]
) -> tuple[float | None, Number | None]:
    if explanations:
        return max(_effect_of(report, e) for e in explanations if e.rank == explanations[0].rank)
    gaps: list[tuple[float, Number]] = []
    for finding in findings:
        if finding.left is None or finding.right is None:
            return None, None
        gap = _size(finding.left - finding.right)
        key = finding.cells[0] if finding.cells else None
        gaps.append((_share(report, key, gap, max(_size(finding.left), _size(finding.right))), gap))
    return max(gaps)


def _groups(
    findings: Sequence[Finding], explanations: Sequence[Explanation]
) -> list[list[Finding]]:
    """Findings that an explanation accounts for together, or that share a cell and have none, in their order."""
    explained = {i for e in explanations for i in e.findings}
    groups: list[list[Finding]] = []

    def belongs(one: Finding, group: list[Finding]) -> bool:
        ids = {one.id} | {f.id for f in group}
        return any(
            one.id in e.findings and ids & (set(e.findings) - {one.id}) for e in explanations
        ) or (
            one.id not in explained
            and any(f.id not in explained and set(f.cells) & set(one.cells) for f in group)
        )

    for finding in findings:
        joined = [g for g in groups if belongs(finding, g)]
        groups = [g for g in groups if g not in joined] + [
            [f for g in joined for f in g] + [finding]
        ]
    place = {f.id: i for i, f in enumerate(findings)}
    return sorted(
        (sorted(g, key=lambda f: place[f.id]) for g in groups), key=lambda g: place[g[0].id]
    )


def undecided(reports: Iterable[Report], corrections: Iterable[Decision]) -> list[Undecided]:
    """The groups of failing findings without a decision, those first that move the figures most.

    Whether one explanation stands alone or none was found, a person has not yet decided. What cannot be measured
    (see `Undecided.effect`) comes before all else; equal effects are ordered by report and finding.
    """
    ledger, found = tuple(corrections), []
    for report in reports:
        settled = settled_findings(report, ledger)
        failing = [
            f for f in report.findings if f.kind is FindingKind.FAILS and f.id not in settled
        ]
        for group in _groups(failing, report.explanations):
            ids = {f.id for f in group}
            own = tuple(
                sorted(
                    (e for e in report.explanations if ids & set(e.findings)), key=lambda e: e.rank
                )
            )
            effect, moved = _effect(report, group, own)
            found.append(
                Undecided(
                    report.id,
                    report.meta.agency,
                    report.meta.year,
                    report.source,
                    report.sha256,
                    tuple(group),
                    own,
                    effect,
                    moved,
                )
            )
    return sorted(
        found,
        key=lambda u: (
            u.effect is not None,
            -(u.effect or 0),
            -(u.moved or 0),
            u.report,
            u.findings[0].id,
        ),
    )


def review_lines(items: Sequence[Undecided], language: str = "zh") -> list[str]:
    """The list as lines to read: what is undecided, every explanation with its rank, its findings and their ids."""
    zh = language == "zh"
    if not items:
        return ["没有待决定的事项。" if zh else "Nothing is undecided."]
    lines = []
    for number, item in enumerate(items, 1):
        effect = "—" if item.effect is None else f"{item.effect:.2f}"
        moved = "—" if item.moved is None else str(item.moved)
        count = len(item.findings)
        said = f"{count} 条关系不成立，影响 {effect}，改动合计 {moved}"
        said_en = f"broken rules {count}, effect {effect}, figures moved by {moved}"
        lines.append(
            f"{number}. {item.report}（{item.source}）：{said}"
            if zh
            else f"{number}. {item.report} ({item.source}): {said_en}"
        )
        lines += [
            f"   {line}" for line in explained_lines(item.findings, item.explanations, language)
        ]
        if not item.explanations:
            lines.append("   → 没有找到解释。" if zh else "   → No explanation was found.")
        lines.append(
            f"   {'规则编号：' if zh else 'findings: '}{' '.join(f.id for f in item.findings)}"
        )
    return lines


def _plain(number: Number | None) -> int | str | None:
    return f"{number:f}" if isinstance(number, Decimal) else number


def review_objects(items: Sequence[Undecided], language: str = "zh") -> list[dict[str, Any]]:
    """The list as JSON objects; decimals as text, so that no digit is lost."""
    return [
        {
            "report": item.report,
            "agency": item.agency,
            "year": item.year,
            "source": item.source,
            "sha256": item.sha256,
            "effect": None if item.effect is None else round(item.effect, 6),
            "moved": _plain(item.moved),
            "findings": [
                {"id": f.id, "rule": f.rule, "sentence": f.say(language)} for f in item.findings
            ],
            "explanations": [
                {
                    "rank": e.rank,
                    "kind": e.kind,
                    "findings": list(e.findings),
                    "blame": e.blame,
                    "certain": e.certain,
                    "cells": [
                        {
                            "cell": "/".join(key),
                            "value": _plain(value),
                            "reconciled": _plain(number),
                        }
                        for key, value, number in e.cells
                    ],
                    "evidence": list(e.say_heard(language)),
                    "sentence": e.say(language),
                }
                for e in item.explanations
            ],
        }
        for item in items
    ]


def _printed(report: Report, key: Key) -> str:
    value = report.get(key)
    if value is None:
        raise CorrectionError(
            f"{report.source or report.id} has no cell {'/'.join(key)}; its tables are "
            f"{', '.join(report.editions) or 'none'}: name a cell that `gxkit parse` lists."
        )
    return value.printed


def _files(report: Report, copies: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (report.sha256, *copies))))


def accept_explanation(
    report: Report,
    explanation: Explanation,
    *,
    reason: str,
    evidence: Sequence[str],
    who: str,
    when: date,
    copies: Sequence[str] = (),
) -> Decision:
    """The decision that an explanation is right. `copies` are the SHA-256 of further files of the same report."""
    cells = tuple(
        Correction(key, _printed(report, key), number) for key, _, number in explanation.cells
    )
    return Decision(
        report.id,
        _files(report, copies),
        ACCEPT,
        explanation.findings,
        cells,
        reason,
        tuple(evidence),
        who,
        when,
        explanation.kind,
    )


def keep_as_published(
    report: Report,
    findings: Sequence[str],
    *,
    reason: str,
    evidence: Sequence[str],
    who: str,
    when: date,
    copies: Sequence[str] = (),
) -> Decision:
    """The decision that the figures stand as published although rules fail.

    It expects the cells that the explanations of the findings would change or, where there are none, their cells.
    """
    keys = [
        key for e in report.explanations if set(e.findings) & set(findings) for key, _, _ in e.cells
    ]
    keys = keys or [key for f in report.findings if f.id in findings for key in f.cells]
    cells = tuple(Correction(key, _printed(report, key)) for key in dict.fromkeys(keys))
    return Decision(
        report.id,
        _files(report, copies),
        KEEP,
        tuple(findings),
        cells,
        reason,
        tuple(evidence),
        who,
        when,
    )


def correct_cell(
    report: Report,
    key: Key,
    number: Number,
    *,
    reason: str,
    evidence: Sequence[str],
    who: str,
    when: date,
    copies: Sequence[str] = (),
) -> Decision:
    """The decision that a cell should be another number, whatever was found of it; settles the findings over it."""
    over = tuple(f.id for f in report.findings if f.kind is FindingKind.FAILS and key in f.cells)
    return Decision(
        report.id,
        _files(report, copies),
        CORRECT,
        over,
        (Correction(key, _printed(report, key), number),),
        reason,
        tuple(evidence),
        who,
        when,
    )
