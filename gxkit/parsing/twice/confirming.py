"""When a report is read a second time, and how."""

from __future__ import annotations

import os
from pathlib import Path

from gxkit.parsing.twice.engines import Again, Confirmed, confirm_by_engine
from gxkit.parsing.twice.looking import confirm_by_look
from gxkit.readers import is_pdf
from gxkit.report import FindingKind, Report, Status
from gxkit.text import Named

_IN_DOUBT = frozenset({Status.AMBIGUOUS, Status.ILLEGIBLE, Status.MISSING})
"""what a second reading might settle"""


class Mode(Named):
    """How a report is read twice: by a look at its pages, not at all, by a look where the first
    reading leaves a doubt, or by another engine."""

    ON = ("on", "看页面", "a look at the pages")
    OFF = ("off", "不作", "none")
    DOUBTFUL = ("doubtful", "有疑问时看页面", "a look at the pages where there is a doubt")
    CAMELOT = ("camelot", "另一引擎（camelot）", "another engine (camelot)")


def is_doubtful(report: Report) -> bool:
    """Whether a first reading leaves anything that a second could settle: broken rules, figures
    that found no cell, cells without a figure."""
    # a figure that found no cell may be a figure read in the wrong place
    if report.unplaced:
        return True
    if any(finding.kind is FindingKind.FAILS for finding in report.findings):
        return True
    return any(value.status in _IN_DOUBT for value in report.values)


def confirm(
    report: Report,
    path: str | os.PathLike[str],
    mode: Mode | str = Mode.ON,
    again: Again | None = None,
) -> Confirmed:
    """The judged report of a file with what a second reading says of its cells, and that reading as
    witnesses.

    A file of another format comes back as it is and without witnesses. `again` is one of
    another engine that was made for another report of the file.
    """
    mode = Mode(mode)
    as_it_is = Confirmed(report, ())
    if mode is Mode.OFF or (mode is Mode.DOUBTFUL and not is_doubtful(report)):
        return as_it_is
    # the tables of a file inside are not on the pages of the file
    if not is_pdf(path) or _is_of_inner_file(report):
        return as_it_is
    if mode is Mode.CAMELOT:
        return confirm_by_engine(report, again or Again(Path(path)))
    return confirm_by_look(report, Path(path))


def _is_of_inner_file(report: Report) -> bool:
    return any(value.where is not None and value.where.file for value in report.values)
