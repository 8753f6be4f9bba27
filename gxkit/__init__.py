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
    from gxkit.report import Finding, Report

__all__ = ["check", "parse", "read", "stack", "to_csv", "to_parquet"]
__version__ = "0.1.0"


def read(path: str | os.PathLike[str]) -> Document:
    """The file as a document: its lines and grids in reading order, each with its place.

    Raises a ReadError (see gxkit.errors) with one sentence that says what to do.
    """
    from gxkit import readers

    return readers.read(path)


def parse(path: str | os.PathLike[str], report_id: str = "") -> Report:
    """The annual report in a file: every cell of its statutory tables with place, status and verdict, and its findings.

    `report_id` is the file's name without its ending unless given. Raises ReadError if the file cannot be read and
    NoReportError if no disclosure report is in it.
    """
    from gxkit.checks import judge
    from gxkit.filling import fill

    return judge(fill(read(path), report_id))


def check(report: Report) -> tuple[Finding, ...]:
    """What the arithmetic of the forms finds in a report: rules that fail, remarks, rules that cannot be assessed."""
    from gxkit.checks import find

    return find(report)


def __getattr__(name: str) -> Any:
    if name in ("stack", "to_csv", "to_parquet"):
        from gxkit import panel

        return getattr(panel, name)
    raise AttributeError(f"module 'gxkit' has no attribute {name!r}")
