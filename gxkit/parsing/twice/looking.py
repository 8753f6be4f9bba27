"""The cells of a report compared with what is seen on the pages of its PDF.

A page is drawn as a person sees it, and each figure is read from the picture by one who does not
know what the text layer says. Where both have the same figure, the text layer is not to blame for
it. Where the page shows another one, or none, or one that is struck out or goes on in the next
cell, sums that hold speak for nothing: it is the page that was published. What is not clearly seen
gains nothing and loses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from gxkit.errors import ReadError
from gxkit.parsing.twice.engines import Confirmed
from gxkit.parsing.twice.places import find_places, look_at
from gxkit.parsing.twice.sights import UNSURE, Outcome, Sight, tell
from gxkit.report import (
    Finding,
    FindingKind,
    Ground,
    Key,
    Origin,
    Report,
    Source,
    Status,
    Value,
    Verdict,
    Witness,
)
from gxkit.text import Listed, Sentence

RULE = "page"
"""the rule id of findings that the text layer and the page differ"""

_SUMMARY = Sentence(
    "第二次识读（看页面）：{all} 格中 {agree} 格相同，{differ} 格不同，{unsure} 格看不清。",
    "Second reading (a look at the pages): {agree} of {all} cells are seen as read, {differ} "
    "otherwise, {unsure} not clearly.",
)
_UNSEEN = Sentence(
    "第二次识读（看页面）：第{pages}页上看不到任何数字（可能缺少字体），这些页没有核对。",
    "Second reading (a look at the pages): no figure is seen on page {pages}, perhaps for want of "
    "its fonts; nothing was compared there.",
)
_FAILED = Sentence(
    "第二次识读（看页面）：无。{error}",
    "Second reading (a look at the pages): none. {error}",
)
_CONTRARY = Sentence(
    "文字层与页面不一致：{label} 文字层为“{printed}”，页面上{outcome}{seen}，请查看原文。",
    "the text layer and the page differ: {label} is “{printed}” in the text, and on the page "
    "{outcome}{seen}; look at it.",
)
_SEEN = Sentence("（“{text}”）", " (“{text}”)")
_NOTHING = Sentence("", "")
_BLANK = Sentence("（空白）", "blank")
_SAME = Sentence(
    "PDF的文字层与页面上看到的数字相同。",
    "The text layer of the PDF and a look at its page have the same figure.",
)
_OTHER = Sentence(
    "页面上看到的{label}是 {number}。",
    "On the page {number} is seen for {label}.",
)


def confirm_by_look(
    report: Report,
    path: Path,
) -> Confirmed:
    """The judged report of a PDF with what is seen on its pages, and that as witnesses.

    A figure that is seen as it was read becomes verified where no identity covers it. One that is
    seen otherwise is contradicted, whatever its sums say, with a finding that fails and the number
    seen among its candidates; a blank cell in which a figure is seen is ambiguous. A page on which
    nothing is seen is a remark.
    """
    asked = find_places(report)
    if not asked:
        return Confirmed(report, ())
    try:
        far, near = look_at(report, path, asked)
    except ReadError as error:
        remark = _FAILED.fill(error=Sentence(error.zh, error.en))
        return Confirmed(replace(report, remarks=(*report.remarks, remark)), ())
    sights, unseen = tell(report, far | near)
    witnesses = tuple(_witnesses(report, sights))
    return Confirmed(_with_sights(report, sights, unseen), witnesses)


def _with_sights(
    report: Report,
    sights: Mapping[Key, Sight],
    unseen: Sequence[int],
) -> Report:
    """The report with verdicts, findings and a remark of what is seen."""
    noted = report.filling.noted if report.filling else ()
    unsure_rows = _rows_of_unsure_place(report)
    values = []
    findings = []
    told: Counter[str] = Counter()
    for value in report.values:
        sight = sights.get(value.key, UNSURE)
        if value.key in sights:
            told[_COUNTED.get(sight.outcome, "differ")] += 1
        # A figure that is there says nothing of its place: a row in doubt may be laid out wrong.
        is_moot = sight.outcome is Outcome.AGREE and (value.table, value.row) in unsure_rows
        # what a note says not every program shows
        is_left = is_moot or value.where in noted
        values.append(value if is_left else _judged(value, sight))
        # of signs that say nothing it is no news that the page says more
        if sight.outcome.is_contrary and value.status is not Status.ILLEGIBLE:
            findings.append(_finding(value, sight, report))
    remarks = list(report.remarks)
    if unseen:
        remarks.append(_UNSEEN.fill(pages=Listed(tuple(unseen))))
    summary = {name: told[name] for name in ("agree", "differ", "unsure")}
    remarks.append(_SUMMARY.fill(all=told.total(), **summary))
    return replace(
        report,
        values=tuple(values),
        findings=(*report.findings, *findings),
        remarks=tuple(remarks),
    )


_COUNTED = {Outcome.AGREE: "agree", Outcome.UNSURE: "unsure"}
# Of a table that has lost more than half of its cells the rest may be another table's.
_HALF = 2


def _rows_of_unsure_place(report: Report) -> set[tuple[str, str]]:
    """The rows, by table and row, with an ambiguous cell, and those of tables mostly missing."""
    cells = Counter(value.table for value in report.values)
    lost = Counter(value.table for value in report.values if value.status is Status.MISSING)
    return {
        (value.table, value.row)
        for value in report.values
        if value.status is Status.AMBIGUOUS or _HALF * lost[value.table] > cells[value.table]
    }


def _judged(
    value: Value,
    sight: Sight,
) -> Value:
    """The value with what a look says of it."""
    if sight.outcome is Outcome.UNSURE:
        return value
    if sight.outcome is Outcome.INK:
        may_be_blank = value.status is Status.BLANK
        readings = (None, sight.number) if may_be_blank else (sight.number,)
        return replace(value, status=Status.AMBIGUOUS, candidates=readings)
    if value.value is None:
        return value
    if sight.outcome is Outcome.AGREE:
        is_open = value.verdict is Verdict.UNVERIFIED and not value.disputed_by
        verdict = Verdict.VERIFIED if is_open else value.verdict
        return value.judged(verdict, (*value.verified_by, Ground.READING))
    seen = () if sight.number in (None, value.value) else (value.value, sight.number)
    return replace(
        value,
        verdict=Verdict.CONTRADICTED,
        candidates=seen or value.candidates,
        disputed_by=(*value.disputed_by, Ground.READING),
    )


def _finding(
    value: Value,
    sight: Sight,
    report: Report,
) -> Finding:
    """What is said of a cell that looks otherwise than its text."""
    seen = _SEEN.fill(text=sight.text) if sight.text else _NOTHING
    says = _CONTRARY.fill(
        label=value.label,
        printed=value.printed or _BLANK,
        outcome=sight.outcome,
        seen=seen,
    )
    return Finding(
        ":".join((RULE, *value.key)),
        RULE,
        FindingKind.FAILS,
        (value.key,),
        value.value,
        sight.number,
        says,
        place=value.where or report.id,
        origin=Origin.READING,
    )


def _witnesses(
    report: Report,
    sights: Mapping[Key, Sight],
) -> Iterator[Witness]:
    """What is seen in each cell that an explanation would change."""
    doubted = report.doubted
    for key, sight in sights.items():
        if key not in doubted:
            continue
        if sight.outcome is Outcome.AGREE:
            says = _SAME
        elif sight.outcome is Outcome.DIFFER:
            says = _OTHER.fill(label=report[key].label, number=sight.number or 0)
        else:
            continue
        if sight.number is not None:
            yield Witness(Source.READING, key, sight.number, says, published=True)
