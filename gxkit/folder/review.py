"""What a person should decide: the broken rules without a decision, and the making of decisions.

`undecided` lists them; `accept_explanation`, `keep_as_published`, `correct_cells` and `postpone`
make a decision that expects what is printed now; `gxkit.folder.decisions` keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from gxkit.errors import CorrectionError
from gxkit.folder.applying import settled_findings
from gxkit.folder.decisions import ACCEPT, CORRECT, KEEP, POSTPONE, Correction, Decision
from gxkit.output import explained_lines, json_number
from gxkit.output.causes import Cause, find_causes
from gxkit.report import Decided, Explanation, Finding, FindingKind, Key, Number, Report
from gxkit.text import LANGUAGES, Sayable, Sentence, distance

_ITEM = Sentence(
    "{number}. {report}（{source}）：{count} 条关系不成立，影响 {effect}，改动合计 {moved}",
    "{number}. {report} ({source}): broken rules {count}, effect {effect}, figures moved by "
    "{moved}",
)
_NOT_EXPLAINED = Sentence("→ 没有找到解释。", "→ No explanation was found.")
_NAMES = Sentence("名称：{names}", "named: {names}")
_NOTHING_LEFT = Sentence("没有待决定的事项。", "Nothing is undecided.")
_POSTPONED = Sentence("已暂缓：{ruling}", "postponed: {ruling}")
_DECIDED = Sentence("{number}. 已决定 {name}：{ruling}", "{number}. decided {name}: {ruling}")
_STALE = Sentence("不再成立，未采用：{ruling}", "no longer holds, not applied: {ruling}")
_UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class Undecided:
    """Failing findings of a report that one decision would settle.

    `explanations` are all that were found for them, best first, perhaps none. `effect` is how much
    a decision moves the figures: over the cells of the best explanation (of tied ones the one that
    moves most) the sum of |number - value| / scale, where the scale is the largest published figure
    of the same table and unit, or the number itself if that is larger, and at least 1. Without an
    explanation it is the largest gap among the findings, the sides being the numbers; None where a
    finding has no sides, because nothing can be told. `moved` is the sum, not divided. `postponed`
    is what a person said who put it off.
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
    postponed: Decision | None = None

    @property
    def name(self) -> str:
        """By what it is called, whatever its place in the list: report and first rule."""
        return self.names[0]

    @property
    def names(self) -> list[str]:
        """All names that it answers to."""
        return [f"{self.report}:{finding.id}" for finding in self.findings]

    def explanation(self, number: int) -> Explanation:
        """One of its explanations by its number from 1; CorrectionError if there is none."""
        if 1 <= number <= len(self.explanations):
            return self.explanations[number - 1]
        raise CorrectionError(
            f"{self.name} 有 {len(self.explanations)} 个解释，没有第 {number} 个；--keep 保留原刊"
            "数字，--correct 另给数字。",
            f"{self.name} has {len(self.explanations)} explanations and no number {number}; "
            "--keep keeps what is printed, --correct says another number.",
        )

    def evidence(self, explanation: Explanation | None = None) -> list[str]:
        """What speaks for an explanation, else which rules are broken: each in both languages."""
        said = list(map(_in_both, explanation.heard)) if explanation else []
        # of ten columns in which one rule is broken the first tells what the others do
        first = {finding.rule: finding for finding in reversed(self.findings)}
        rules = [one for one in self.findings if first[one.rule] is one]
        return list(dict.fromkeys(said)) or [_in_both(one.found()) for one in rules]


def _in_both(thing: Sayable) -> str:
    """As the ledger says it, to readers of either language."""
    both = dict.fromkeys(thing.say(language) for language in LANGUAGES)
    return " ".join(both)


Effect = tuple[float | None, Number | None]
"""see `Undecided`: effect and moved"""


def undecided(reports: Iterable[Report], corrections: Iterable[Decision]) -> list[Undecided]:
    """The groups of failing findings without a decision, those first that move the figures most.

    Whether one explanation stands alone or none was found, a person has not yet decided. What
    cannot be measured (see `Undecided.effect`) comes before all else, what was postponed after it;
    equal effects are ordered by report and finding.
    """
    ledger = tuple(corrections)
    found = [item for report in reports for item in _undecided_in(report, ledger)]
    return sorted(found, key=_urgency)


def _undecided_in(report: Report, ledger: Sequence[Decision]) -> Iterator[Undecided]:
    settled = settled_findings(report, ledger)
    failing = [f for f in report.findings if f.kind is FindingKind.FAILS and f.id not in settled]
    postponed = [one for one in ledger if one.decision is POSTPONE and one.report == report.id]
    for cause in find_causes(failing, report.explanations):
        ids = {finding.id for finding in cause.findings}
        waiting = [one for one in postponed if not ids.isdisjoint(one.findings)]
        effect, moved = _effect(report, cause)
        yield Undecided(
            report=report.id,
            agency=report.meta.agency,
            year=report.meta.year,
            source=report.source,
            sha256=report.sha256,
            findings=cause.findings,
            explanations=cause.explanations,
            effect=effect,
            moved=moved,
            postponed=waiting[0] if waiting else None,
        )


def _urgency(item: Undecided) -> tuple[object, ...]:
    """By what the list is sorted; what cannot be measured may be the worst and stands first."""
    measured = item.effect is not None
    effect, moved = item.effect or 0, item.moved or 0
    waits = item.postponed is not None
    return (waits, measured, -effect, -moved, item.report, item.findings[0].id)


# How much hangs on a decision


def _effect(report: Report, cause: Cause) -> Effect:
    # of tied explanations any may turn out to be right
    if cause.tied:
        return max(_effect_of(report, one) for one in cause.tied)
    gaps = []
    for finding in cause.findings:
        left, right = finding.left, finding.right
        # figures that run together have no sides: nobody knows how much hangs on them
        if left is None or right is None:
            return None, None
        gap = distance(left, right)
        key = finding.cells[0] if finding.cells else None
        number = max(_size(left), _size(right))
        gaps.append((_share(report, key, gap, number), gap))
    return max(gaps)


def _effect_of(report: Report, explanation: Explanation) -> tuple[float, Number]:
    effect, moved = 0.0, Decimal(0)
    for key, printed, number in explanation.cells:
        move = distance(number, printed or 0)
        effect += _share(report, key, move, number)
        moved += move
    return effect, int(moved) if moved == int(moved) else moved


def _share(
    report: Report,
    key: Key | None,
    move: Number,
    number: Number,
) -> float:
    """A move over the scale of its cell: see `Undecided.effect`."""
    # at least 1, for a table of zeros has no figure to measure by
    scale: list[Number] = [1, _size(number)]
    own = report.get(key) if key else None
    for value in report if own else ():
        # an amount of money is no scale for a count
        same = own is not None and (value.table, value.unit) == (own.table, own.unit)
        if same and value.value is not None:
            scale.append(_size(value.value))
    return float(move) / float(max(scale))


def _size(number: Number) -> Number:
    return distance(number, 0)


# How the list is shown


def review_lines(
    items: Sequence[Undecided],
    language: str = "zh",
    decided: Sequence[Decision] = (),
    stale: Sequence[Decision] = (),
) -> list[str]:
    """The list as lines to read: what is undecided, every explanation with its rank and with how it
    is accepted, its findings and their ids; then, counted on, what is decided. A
    decision that is `stale` is named so, with its cause if that is undecided again."""
    lines = [] if items else [_NOTHING_LEFT.say(language)]
    for number, item in enumerate(items, 1):
        lines += _item_lines(number, item, language)
        fallen = [one for one in stale if not set(item.names).isdisjoint(one.names)]
        lines += [f"   {_STALE.fill(ruling=one.ruling).say(language)}" for one in fallen]
    for number, decision in enumerate(decided, len(items) + 1):
        ruling = _STALE.fill(ruling=decision.ruling) if decision in stale else decision.ruling
        said = _DECIDED.fill(number=number, name=decision.names[0], ruling=ruling)
        lines.append(said.say(language))
    return lines


def _item_lines(
    number: int,
    item: Undecided,
    language: str,
) -> Iterator[str]:
    head = _ITEM.fill(
        number=number,
        report=item.report,
        source=item.source,
        count=len(item.findings),
        effect=_UNKNOWN if item.effect is None else f"{item.effect:.2f}",
        moved=_UNKNOWN if item.moved is None else item.moved,
    )
    yield head.say(language)
    places = {id(one): place for place, one in enumerate(item.explanations, 1)}
    body = explained_lines(
        item.findings,
        item.explanations,
        language,
        lambda one: f"(--accept {places[id(one)]})",
    )
    if item.postponed:
        body.insert(0, _POSTPONED.fill(ruling=item.postponed.ruling).say(language))
    if not item.explanations:
        body.append(_NOT_EXPLAINED.say(language))
    body.append(_NAMES.fill(names=" ".join(item.names)).say(language))
    for line in body:
        yield f"   {line}"


def review_objects(items: Sequence[Undecided], language: str = "zh") -> list[dict[str, Any]]:
    """The list as JSON objects; decimals as text, so that no digit is lost."""
    return [_item_object(item, language) for item in items]


def _item_object(item: Undecided, language: str) -> dict[str, Any]:
    head = ("report", "agency", "year", "source", "sha256")
    return {
        "name": item.name,
        **{name: getattr(item, name) for name in head},
        "effect": None if item.effect is None else round(item.effect, 6),
        "moved": json_number(item.moved),
        "postponed": item.postponed.ruling.say(language) if item.postponed else None,
        "findings": [_finding_object(finding, language) for finding in item.findings],
        "explanations": [_explanation_object(one, language) for one in item.explanations],
    }


def _finding_object(finding: Finding, language: str) -> dict[str, Any]:
    return {"id": finding.id, "rule": finding.rule, "sentence": finding.say(language)}


def _explanation_object(explanation: Explanation, language: str) -> dict[str, Any]:
    cells = []
    for key, value, number in explanation.cells:
        numbers = {"value": json_number(value), "reconciled": json_number(number)}
        cells.append({"cell": "/".join(key), **numbers})
    return {
        "rank": explanation.rank,
        "kind": explanation.kind,
        "findings": list(explanation.findings),
        "blame": explanation.blame,
        "certain": explanation.certain,
        "cells": cells,
        "evidence": list(explanation.say_heard(language)),
        "sentence": explanation.say(language),
    }


# Decisions made of it


class Because(TypedDict):
    """What every decision says: why, on what evidence, who and when."""

    reason: str
    evidence: Sequence[str]
    who: str
    when: date


def accept_explanation(
    report: Report,
    explanation: Explanation,
    *,
    copies: Sequence[str] = (),
    **because: Unpack[Because],
) -> Decision:
    """The decision that an explanation is right.

    `copies` are the SHA-256 of further files of the same report; `reason`, `evidence`, `who` and
    `when` (a day) must be said.
    """
    cells = []
    for key, _, number in explanation.cells:
        cells.append(Correction(key, _printed(report, key), number))
    decision = _decide(
        report,
        ACCEPT,
        explanation.findings,
        cells,
        copies,
        because,
    )
    return replace(decision, kind=explanation.kind)


def keep_as_published(
    report: Report,
    findings: Sequence[str],
    *,
    copies: Sequence[str] = (),
    **because: Unpack[Because],
) -> Decision:
    """The decision that the figures stand as published although rules fail; more is said of it as
    for `accept_explanation`.

    It expects the cells that the explanations of the findings would change or, where there are
    none, their cells.
    """
    named = set(findings)
    explained = [one for one in report.explanations if not named.isdisjoint(one.findings)]
    # the cells in doubt are what a person has looked at; the rule's cells, where none is
    keys = [key for one in explained for key, _, _ in one.cells]
    if not keys:
        keys = [key for one in report.findings if one.id in named for key in one.cells]
    cells = [Correction(key, _printed(report, key)) for key in dict.fromkeys(keys)]
    return _decide(
        report,
        KEEP,
        findings,
        cells,
        copies,
        because,
    )


def correct_cell(
    report: Report,
    key: Key,
    number: Number,
    *,
    copies: Sequence[str] = (),
    **because: Unpack[Because],
) -> Decision:
    """The decision that a cell should be another number; see `correct_cells`."""
    return correct_cells(report, {key: number}, copies=copies, **because)


def correct_cells(
    report: Report,
    numbers: Mapping[Key, Number],
    *,
    copies: Sequence[str] = (),
    **because: Unpack[Because],
) -> Decision:
    """The decision that cells should be other numbers, whatever was found of them; settles the
    findings over them. More is said of it as for `accept_explanation`."""
    cells = []
    for key, number in numbers.items():
        cells.append(Correction(key, _printed(report, key), number))
        # what equals the printed figure corrects nothing, and yet would settle rules
        if report[key].value == number:
            raise CorrectionError(
                f"{'/'.join(key)} 原刊就是 {report[key].printed}；请保留原刊数字，或给出另一个数"
                "字。",
                f"{'/'.join(key)} is printed {report[key].printed} already; keep it as published, "
                "or say another number.",
            )
    failing = [finding for finding in report.findings if finding.kind is FindingKind.FAILS]
    over = [finding.id for finding in failing if not numbers.keys().isdisjoint(finding.cells)]
    return _decide(
        report,
        CORRECT,
        over,
        cells,
        copies,
        because,
    )


def postpone(
    report: Report,
    findings: Sequence[str],
    *,
    copies: Sequence[str] = (),
    **because: Unpack[Because],
) -> Decision:
    """The decision to decide later, and what is waited for; it settles nothing."""
    return _decide(
        report,
        POSTPONE,
        findings,
        (),
        copies,
        because,
    )


def _decide(
    report: Report,
    decided: Decided,
    findings: Iterable[str],
    cells: Iterable[Correction],
    copies: Sequence[str],
    because: Because,
) -> Decision:
    files = dict.fromkeys((report.sha256, *copies))
    return Decision(
        report=report.id,
        # a report made by hand has no file
        sha256=tuple(digest for digest in files if digest),
        decision=decided,
        findings=tuple(findings),
        cells=tuple(cells),
        reason=because["reason"],
        evidence=tuple(because["evidence"]),
        who=because["who"],
        when=because["when"],
    )


def _printed(report: Report, key: Key) -> str:
    value = report.get(key)
    if value is None:
        tables = ", ".join(report.editions) or "none"
        raise CorrectionError(
            f"{report.source or report.id} 没有单元格 {'/'.join(key)}；它的表有 {tables}：请写 `gx"
            "kit parse` 列出的单元格。",
            f"{report.source or report.id} has no cell {'/'.join(key)}; its tables are {tables}: "
            "name a cell that `gxkit parse` lists.",
        )
    return value.printed
