"""What came out of a document against what it truly holds.

A wrong cell is silent if it is printed and nothing speaks against it: not contradicted, in no
finding that fails, in no explanation. What must be doubted is silent if it is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gxkit.report import FindingKind, Report, Status, Verdict
from gxkit.text import Key

from .drafts import Draft, Expected, State

if TYPE_CHECKING:
    from gxkit.report import Value

COUNTED = (
    "documents",
    "cells",
    "right",
    "flagged",
    "silent verified",
    "silent unverified",
    "false blank",
    "false certain",
    "unsaid",
    "refused",
    "failed",
    "alarmed",
)
"""cells: right to false blank; explanations: false certain; documents: the rest"""
META = ("agency", "year", "title")
_LEFT = ("不止一份", "份报告", "未显示的一份", "没有另一份")
"""words with which a remark says so"""
_RIGHT_STATUS = {
    State.FILLED: Status.PRINTED,
    State.BLANK: Status.BLANK,
    State.ABSENT: Status.MISSING,
    State.UNSEEN: Status.ILLEGIBLE,
}


@dataclass(slots=True)
class Score:
    """Counts of one mutation, or of several together, and the cells that were silently wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    meta: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[Key, str, str]] = field(default_factory=list)

    def add(self, other: Score) -> None:
        self.counts += other.counts
        self.meta += other.meta

    @property
    def silent(self) -> int:
        return self.counts["silent verified"] + self.counts["silent unverified"]

    @property
    def fails(self) -> bool:
        """Whether something false was said, or something left unsaid."""
        kinds = ("false blank", "false certain", "unsaid", "refused", "failed")
        return self.silent > 0 or any(self.counts[kind] for kind in kinds)


def refused(draft: Draft) -> Score:
    """The score of a document that was not read: every cell is missing, and that was said."""
    cells = len(draft.truth)
    return Score(Counter({"documents": 1, "refused": 1, "cells": cells, "flagged": cells}))


def score(draft: Draft, report: Report) -> Score:
    """The score of a report."""
    made = Score(Counter({"documents": 1, "cells": len(draft.truth)}))
    doubted = _doubted(report)
    said = _says_what_was_left(report)
    for key, expected in draft.truth.items():
        value = report.get(key)
        kind = _judge(expected, value, key in doubted, said)
        made.counts[kind] += 1
        if kind.startswith("silent") or kind == "false blank":
            made.wrong.append((key, f"{expected.number} ({expected.state})", _told(value)))
    for value in report:
        is_invented = value.key not in draft.truth and value.value is not None
        if is_invented and not _is_flagged(value, value.key in doubted):
            made.counts[_silent(value)] += 1
            made.wrong.append((value.key, "no such cell", _told(value)))
    made.counts["false certain"] += count_false(draft.truth, report)
    if draft.must_say and not said:
        made.counts["unsaid"] += 1
    if made.counts["right"] < len(draft.truth) or doubted:
        made.counts["alarmed"] += 1
    if draft.meta_counts:
        made.meta.update(_judge_meta(draft, report))
    return made


def _doubted(report: Report) -> frozenset[Key]:
    failing = set(report.doubted)
    for finding in report.findings:
        if finding.kind is FindingKind.FAILS:
            failing.update(finding.cells)
    return frozenset(failing)


def _says_what_was_left(report: Report) -> bool:
    """Whether a remark speaks of a table or a report that was left out, doubted or read all the
    same."""
    for remark in report.remarks:
        said = remark if isinstance(remark, str) else remark.say("zh")
        if any(words in said for words in _LEFT):
            return True
    return False


def _judge(expected: Expected, value: Value | None, is_doubted: bool, said: bool) -> str:
    if value is None:
        # an edition that was not recognised: the cell is missing, as the report shows
        return "right" if expected.state is State.ABSENT else "flagged"
    if expected.state is State.DOUBTFUL:
        return "flagged" if said or _is_flagged(value, is_doubted) else _silent(value)
    if value.value == expected.value and value.status is _RIGHT_STATUS[expected.state]:
        return "right"
    holds_something = expected.state in (State.FILLED, State.UNSEEN)
    if value.status is Status.BLANK and holds_something:
        return "false blank"
    return "flagged" if _is_flagged(value, is_doubted) else _silent(value)


def _is_flagged(value: Value, is_doubted: bool) -> bool:
    return value.status is not Status.PRINTED or value.verdict is Verdict.CONTRADICTED or is_doubted


def _silent(value: Value) -> str:
    return "silent verified" if value.verdict is Verdict.VERIFIED else "silent unverified"


def _told(value: Value | None) -> str:
    if value is None:
        return "no cell"
    return f"{value.printed!r} = {value.value} {value.status} {value.verdict} at {value.where}"


def count_false(truth: Mapping[Key, Expected], report: Report) -> int:
    """Explanations called certain under which some cell gets a number that it does not hold."""
    count = 0
    for explanation in report.explanations:
        if explanation.certain:
            count += any(_is_false(truth, key, number) for key, _, number in explanation.cells)
    return count


def _is_false(truth: Mapping[Key, Expected], key: Key, number: object) -> bool:
    expected = truth.get(key)
    return expected is None or expected.number != number


def _judge_meta(draft: Draft, report: Report) -> Counter[str]:
    expected = {"agency": draft.agency, "year": draft.year, "title": draft.title}
    made: Counter[str] = Counter()
    for name in META:
        got = getattr(report.meta, name)
        kind = "right" if got == expected[name] else "wrong" if got else "empty"
        made[f"{name} {kind}"] += 1
    return made
