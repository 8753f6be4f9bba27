"""gxkit: from the annual reports on government information disclosure in China to figures that can be trusted.

>>> import gxkit                                                    # doctest: +SKIP
>>> report = gxkit.parse("report.pdf")                              # read, fill the statutory forms, check
>>> report["requests", "received", "total"].value                   # doctest: +SKIP
>>> gxkit.stack([report])                                           # doctest: +SKIP

The doors: `read` (a file as a document), `parse` (a file as a report, checked), `check` (its findings), `stack` (many
reports as one tidy frame), `to_csv` and `to_parquet`. Everything heavy is imported when it is first used.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gxkit.document import Document
    from gxkit.guard import Guard
    from gxkit.report import Finding, Report

__all__ = ["check", "parse", "parse_document", "read", "stack", "to_csv", "to_parquet"]
__version__ = "0.1.0"


def read(path: str | os.PathLike[str]) -> Document:
    """The file as a document: its lines and grids in reading order, each with its place.

    Raises a ReadError (see gxkit.errors) with one sentence that says what to do.
    """
    from gxkit import readers

    return readers.read(path)


def parse(path: str | os.PathLike[str], report_id: str = "", *, second_reading: str = "on") -> Report:
    """The annual report in a file: every cell of its statutory tables with place, status and verdict, and its findings.

    `report_id` is the file's name without its ending unless given. A PDF is read a second time by another engine
    (`second_reading` is `on`, `off`, or `doubtful`: only where the first reading leaves a doubt), so that figures which
    no identity covers are verified too. What the narrative says is evidence for explanations, and is itself checked.
    Raises ReadError if the file cannot be read and NoReportError if no disclosure report is in it.
    """
    return parse_document(read(path), path, report_id, second_reading=second_reading)


def parse_document(document: Document, path: str | os.PathLike[str], report_id: str = "", *,
                   second_reading: str = "on", guard: Guard | None = None) -> Report:
    """The annual report in a document that was read from `path`; see `parse`.

    With a `guard` (gxkit.guard) a second reading is made in its process.
    """
    from gxkit.filling import fill
    from gxkit.judgement import hear_witnesses, judge_report
    from gxkit.secondreading import confirm

    confirmed, witnesses = confirm(judge_report(fill(document, report_id)), path, second_reading, guard=guard)
    return hear_witnesses(confirmed, witnesses)


def check(report: Report) -> tuple[Finding, ...]:
    """What the forms' arithmetic and the narrative find in a report: rules that fail, remarks, what cannot be assessed.

    A report that `parse` gives has its `findings` already; this asks again, after a value has been changed.
    """
    from gxkit.judgement import judge_report

    return judge_report(report).findings


def __getattr__(name: str) -> Any:
    if name in ("stack", "to_csv", "to_parquet"):
        from gxkit import panel

        return getattr(panel, name)
    raise AttributeError(f"module 'gxkit' has no attribute {name!r}")
