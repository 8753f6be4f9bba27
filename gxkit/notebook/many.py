"""Many reports at a glance: those of a batch, and those of a data folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from gxkit.folder.collection import Collection
from gxkit.notebook.found import Line, Room, list_face, nothing_face, rest_in
from gxkit.notebook.looks import ORANGE, ground_of
from gxkit.notebook.markup import CODE, QUIET, Face, element, listing, words
from gxkit.output.causes import find_causes
from gxkit.parsing.many import Batch
from gxkit.report import FindingKind, Report, Verdict
from gxkit.text import Sentence

MOST_SHOWN = 60
"""reports of a batch"""
_READ = Sentence("报告 {count} 份", "reports: {count}")
_FAILED = Sentence("未能读出的文件 {count} 个", "files that could not be read: {count}")
_DECIDED = Sentence("决定 {count} 项", "decisions: {count}")
REPORTS_ROOM, FAILED_ROOM = Room(18), Room(9, rest_in("batch.failures.to_frame()"))
"""in a shell, so that both and what to type next fit a screen"""
_ID = Sentence.same("id")
_FILE = Sentence("文件", "file")
_WHY = Sentence("原因", "why")
_HEADS = (
    Sentence("机关", "agency"),
    Sentence("年份", "year"),
    Sentence("格式", "editions"),
    Sentence("格", "cells"),
    Sentence("经核实", "verified"),
    Sentence("存疑", "in doubt"),
    Sentence("差错", "causes"),
)
"""of what is told of each report, beside its name"""
_HINTS = (
    ("folder.panel", Sentence("一格一行", "one line a cell")),
    ("folder.concepts", Sentence("一份报告一个概念一行", "one line a report and concept")),
    ("folder.indicators", Sentence("各项指标", "every indicator")),
    ("folder.findings", Sentence("逐条核对结果", "what the checks found")),
    ("folder.review()", Sentence("看原文，逐项裁定", "decide what is undecided, beside its page")),
    ('folder["{id}"]', Sentence("一份报告", "one report")),
)


def batch_face(
    batch: Batch,
    language: str,
) -> Face:
    """The reports of a batch, a line each, and the files that gave none, with the reason."""
    caption = _READ.fill(count=len(batch.reports)).say(language)
    # of thousands nobody reads more, and each has to be taken from the store
    shown = batch.reports[:MOST_SHOWN]
    drawn = _reports_face(shown, caption, language, by_file=True)
    if not batch.failures:
        return drawn
    more = failures_face(batch.failures, language)
    return Face(drawn.html + more.html, f"{caption}\n{drawn.text}\n{more.text}")


def failures_face(
    failures: Mapping[str, str],
    language: str,
) -> Face:
    """The files that gave no report, a line each, with the reason."""
    heads = (_FILE, _WHY)
    tint = f"background:{ORANGE};"
    lines: list[Line] = []
    for path, why in failures.items():
        lines.append(((Path(path).name, why), tint))
    failed = _FAILED.fill(count=len(lines)).say(language)
    drawn = list_face(
        failed,
        heads,
        lines,
        language,
        room=FAILED_ROOM,
    )
    return Face(drawn.html, f"{failed}\n{drawn.text}")


def collection_face(
    folder: Collection,
    language: str,
) -> Face:
    """The reports of a data folder, a line each, and what to type next."""
    count = _READ.fill(count=len(folder.reports)).say(language)
    decided = _DECIDED.fill(count=len(folder.holding)).say(language)
    caption = f"{count} · {decided}"
    drawn = _reports_face(
        folder.reports,
        caption,
        language,
    )
    first = folder.reports[0].id if folder.reports else ""
    hints = [(code.format(id=first), hint.say(language)) for code, hint in _HINTS]
    items = [
        words(
            code,
            CODE,
            "code",
        )
        + words(f"  {hint}", QUIET)
        for code, hint in hints
    ]
    text = [f"  {code}  {hint}" for code, hint in hints]
    steps = element(
        "div",
        listing(items),
        "font-size:13px",
    )
    return Face(drawn.html + steps, "\n".join([caption, drawn.text, *text]))


def _reports_face(
    reports: Sequence[Report],
    caption: str,
    language: str,
    *,
    by_file: bool = False,
) -> Face:
    if not reports:
        return nothing_face(
            "",
            caption,
            language,
        )
    # files of one name, a PDF and its dump, have one id
    names = [one.source if by_file else one.id for one in reports]
    heads = (
        _FILE if by_file else _ID,
        *_HEADS,
    )
    lines: list[Line] = []
    for name, one in zip(
        names,
        reports,
        strict=True,
    ):
        lines.append(((name, *_report_texts(one)), ""))
    return list_face(
        caption,
        heads,
        lines,
        language,
        room=REPORTS_ROOM,
    )


def _report_texts(report: Report) -> tuple[str, ...]:
    failing = [one for one in report.findings if one.kind is FindingKind.FAILS]
    verified = sum(value.verdict is Verdict.VERIFIED for value in report.values)
    doubted = sum(bool(ground_of(value)) for value in report.values)
    return (
        report.meta.agency,
        str(report.meta.year or ""),
        _join(report.editions.values()),
        str(len(report.values)),
        str(verified),
        str(doubted or ""),
        str(len(find_causes(failing, report.explanations)) or ""),
    )


def _join(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))
