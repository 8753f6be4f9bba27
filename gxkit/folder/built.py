"""What a build did, and what it could not read: said at once, and by the next build again."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

from gxkit.parsing.failures import Failure, FailureKind, Failures
from gxkit.parsing.files import FRAMES
from gxkit.text import Sentence
from gxkit.text.escapes import read_name

FAILURES = "failures.csv"
"""beside the frames: what gave no report"""
_WRITTEN = Sentence(
    "{place}：已写入；文件 {files} 个，本次读取 {read} 个，报告 {reports} 份，"
    "未能读出 {failed} 个。",
    "{place}: written; files: {files}, read now: {read}, reports: {reports}, not read: {failed}.",
)
_UNCHANGED = Sentence(
    "{place}：没有变动；文件 {files} 个，报告 {reports} 份，未能读出 {failed} 个。",
    "{place}: nothing has changed; files: {files}, reports: {reports}, not read: {failed}.",
)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: how many files there are, how many of them were read now, how many reports
    they gave, what failed, whether frames were written (else nothing had changed), and what is
    odd about files that were read: a year unlike the catalog's, the same bytes twice."""

    folder: Path
    files: int
    read: int
    reports: int
    failures: Failures
    is_written: bool
    remarks: tuple[Sentence, ...] = ()

    @property
    def says(self) -> Sentence:
        """What it did, in a sentence."""
        template = _WRITTEN if self.is_written else _UNCHANGED
        return template.fill(
            place=os.fspath(self.folder / FRAMES),
            files=self.files,
            read=self.read,
            reports=self.reports,
            failed=len(self.failures),
        )


def read_failures(base: Path) -> Failures:
    """The files that gave no report when the frames of a folder were written."""
    failed: list[Failure] = []
    with (base / FRAMES / FAILURES).open(encoding="utf-8", newline="") as stream:
        for line in csv.DictReader(stream):
            says = Sentence(line["reason_zh"], line["reason_en"])
            path = os.fspath(base / read_name(line["file"]))
            failed.append(Failure(path, says, FailureKind(line["kind"])))
    return Failures(failed)
