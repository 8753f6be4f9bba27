"""What a reader needs to repeat the study: how well it was read, what was decided, which data."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import (
    Iterable,
    Mapping,
    Sequence,
)
from decimal import (
    Decimal,
    InvalidOperation,
)
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from gxkit.folder.decisions import Decision
from gxkit.paper.shares import estimate
from gxkit.paper.wording import in_both
from gxkit.report import (
    Ground,
    Key,
    Number,
    Report,
)
from gxkit.text import Sentence

DISTRIBUTION = "gxkit-reports"
TRANSCRIPTIONS = "transcriptions"
"""in a data folder: the figures as a person read them, a CSV a report"""


def score_reading(
    reports: Iterable[Report],
    folder: Path | None,
) -> SimpleNamespace:
    """How many cells were read as a person transcribed them.

    `reports` have a transcription, `cells` are theirs, `right` as many as agree (a blank with a
    blank), `wrong` those with another number, `undecided` those to which no number was given.
    """
    made = SimpleNamespace(
        reports=0,
        cells=0,
        right=0,
        wrong=0,
        undecided=0,
    )
    for report in reports:
        truth = _read_truth(folder, report.id)
        if truth is None:
            continue
        made.reports += 1
        for value in report:
            wanted = truth.get(value.key)
            made.cells += 1
            made.right += value.value == wanted
            made.wrong += value.value is not None and value.value != wanted
            made.undecided += value.value is None and wanted is not None
    made.share = estimate(made.right, made.cells)
    return made


def _read_truth(
    folder: Path | None,
    report: str,
) -> dict[Key, Number | None] | None:
    path = folder / TRANSCRIPTIONS / f"{report}.csv" if folder is not None else None
    if path is None or not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {(row["table"], row["row"], row["column"]): _number(row["value"]) for row in rows}


def _number(text: str) -> Number | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def compare_readings(reports: Iterable[Report]) -> SimpleNamespace:
    """How far a second reader of the same file, or another file of the report, agrees.

    `cells` are those that a second reading gave a figure for, `agree` as many as it gave the same,
    `files` the cells that another file of the report confirms, `reports` those read twice.
    """
    agree = against = files = 0
    twice = set()
    for report in reports:
        for value in report:
            own = Ground.READING in value.verified_by
            other = Ground.READING in value.disputed_by
            files += Ground.FILE in value.verified_by
            agree += own and not other
            against += other
            if own or other:
                twice.add(report.id)
    return SimpleNamespace(
        cells=agree + against,
        agree=agree,
        against=against,
        files=files,
        reports=len(twice),
        share=estimate(agree, agree + against),
    )


def list_decisions(
    decisions: Iterable[Decision],
    names: Mapping[str, Any],
) -> list[SimpleNamespace]:
    """Every decision of a person: on which report, what, on how many cells, why, who and when."""
    made = []
    for one in decisions:
        who = names.get(one.report)
        # A decision on a report that is not in this study has changed nothing in it.
        if who is None:
            continue
        made.append(
            SimpleNamespace(
                agency=who.agency,
                agency_en=who.agency_en,
                year=who.year,
                decision=one.decision,
                cells=len(one.cells),
                findings=len(one.findings),
                reason=in_both(one.reason),
                who=one.who,
                when=one.when.isoformat(),
            )
        )
    return made


def describe_version(
    reports: Sequence[Report],
    decisions: Iterable[Decision],
) -> SimpleNamespace:
    """What names the state of the data: the program's version, one hash over files and decisions.

    The hash is SHA-256 over a line a report (its id and the SHA-256 of its file, by id) and a line
    a decision: the same material under the same decisions has the same hash on every machine.
    """
    lines = sorted(f"{report.id} {report.sha256}" for report in reports)
    lines += sorted(f"{one.report} {one.decision} {one.when.isoformat()}" for one in decisions)
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return SimpleNamespace(
        version=_version(),
        hash=digest,
        files=len(reports),
    )


def _version() -> str:
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        # Run from its source without being installed: the hash of the data still names the state.
        return "(source)"


# Terms side by side in the glossary, a narrow list that took a page of its own.
COLUMNS = 2
GLOSSARY = (
    Sentence("政府信息公开工作年度报告", "annual report on government information disclosure"),
    Sentence("主动公开", "proactive disclosure"),
    Sentence("依申请公开", "disclosure upon request"),
    Sentence("新收", "requests received"),
    Sentence("上年结转、结转下年度", "requests carried in, carried over"),
    Sentence("办理", "decided"),
    Sentence("予以公开", "granted"),
    Sentence("部分公开", "partly granted"),
    Sentence("不予公开", "denied"),
    Sentence("无法提供", "unable to provide"),
    Sentence("不予处理", "not processed"),
    Sentence("行政复议", "administrative reconsideration"),
    Sentence("行政诉讼", "administrative litigation"),
    Sentence("结果维持、结果纠正", "upheld, corrected"),
    Sentence("规章", "government rules"),
    Sentence("行政规范性文件", "(administrative) normative documents"),
    Sentence("一条勾稽关系", "check: a rule applied to a row or column"),
    Sentence("勾稽关系", "edit rules: what a table states about its own figures"),
    Sentence("所印的数", "printed figure"),
    Sentence("核对后的数", "reconciled figure"),
    Sentence("推得的数", "implied figure"),
    Sentence("仿制件", "facsimile: set anew from the published figures"),
)
"""the terms of the study in both languages, in the order in which it needs them"""
