"""One file to one questioned report."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from gxkit import readers
from gxkit.document import Document
from gxkit.filling import Filling
from gxkit.forms import change_registered, registered_texts
from gxkit.narrative import read_sections, say_formalities
from gxkit.parsing.judging import hear_witnesses, judge_report
from gxkit.parsing.laying import lay_each, lay_one
from gxkit.parsing.twice.confirming import Mode, confirm
from gxkit.parsing.twice.engines import Again
from gxkit.readers.collector import collect_seldom
from gxkit.readers.given import Given, given_path, open_path
from gxkit.readers.guard import Guard, is_guarded
from gxkit.readers.pdf.opened import keep_open
from gxkit.report import Report
from gxkit.report.values import drafting
from gxkit.report.work import limit_work
from gxkit.text.escapes import spell_name, to_line

# Another engine takes some forty times as long for a page.
CAMELOT_SECONDS = 600.0


def parse(
    file: Given,
    report_id: str = "",
    *,
    second_reading: Mode | str = Mode.ON,
) -> Report:
    """The annual report in a file: every cell of its statutory tables with place, status and
    verdict, and its findings.

    `file` is a path, the bytes, or a file that is open. `report_id` is the file's name without its
    ending unless given. Of several reports in a file the one is read that the page's title names,
    else that of the year in the file's name, else the latest on one body's sheets or in its files,
    else the first; a remark names the others, and `parse_many` gives them all. Of several tables of
    one kind that is read which is shown, of the report's year, corrected and filled; remarks name
    the others. A PDF is read a second time by a look at its pages as they are drawn, so that
    figures which no identity covers are verified too, and a text layer that says what the page does
    not show is found out (`second_reading` is `on`, `off`, `doubtful`: only where the first reading
    leaves a doubt, or `camelot`: by another engine). What the narrative says is evidence for
    explanations, and is itself checked. Raises ReadError if the file cannot be read, or not in the
    work that one may take (TooSlowError), and NoReportError if no disclosure report is in it.
    """
    lasting = given_path(file)
    with open_path(file) as path:
        # a library that fails ends its process: that of the caller is not to be it
        if not is_guarded() and readers.may_do_harm(path):
            report = _parse_guarded(path, report_id, Mode(second_reading))
        else:
            report = _parse_here(path, report_id, Mode(second_reading))
    # bytes had a place for as long as they were read: nothing is found there afterwards
    return replace(report, path=report.path if lasting else "")


def _parse_here(path: Path, report_id: str, second_reading: Mode) -> Report:
    with _reading(path, second_reading):
        document = readers.read(path)
        return parse_document(document, path, report_id, second_reading=second_reading)


@contextmanager
def _reading(path: Path, second_reading: Mode | str) -> Iterator[None]:
    """What holds while a file is read and questioned: its work has an end, and a PDF stays open."""
    seconds = CAMELOT_SECONDS if second_reading == Mode.CAMELOT else None
    with limit_work(spell_name(path.name), seconds), collect_seldom(), keep_open():
        yield


def _parse_guarded(path: Path, report_id: str, second_reading: Mode) -> Report:
    """The same in a process of its own, with its limits of time and memory."""
    with Guard() as guard:
        asked = (path.absolute(), report_id, second_reading, registered_texts())
        report: Report = guard.ask(_parse_there, asked)
    return report


def _parse_there(
    path: Path,
    report_id: str,
    second_reading: Mode,
    forms: tuple[tuple[str, str], ...],
) -> Report:
    # another process knows the shipped editions only
    change_registered(forms)
    return _parse_here(path, report_id, second_reading)


def parse_file(
    path: str | os.PathLike[str],
    report_id: str = "",
    *,
    second_reading: Mode | str = Mode.ON,
) -> tuple[Report, ...]:
    """Every annual report in the file at a path, in its order, without how each was read; see
    `parse`.

    Of several the ids are ID#1, ID#2 and so on.
    """
    with _reading(Path(path), second_reading):
        document = readers.read(path)
        fillings = lay_each(document, Path(path))
        again = Again(Path(path))
        ids = [report_id]
        if len(fillings) > 1:
            ids = [f"{report_id}#{number}" for number in range(1, len(fillings) + 1)]
        reports = []
        for filling, own in zip(fillings, ids, strict=True):
            report = _question(filling, path, own, second_reading, again)
            # how each was read would take more memory than what was read
            reports.append(replace(report, filling=None))
    return tuple(reports)


def parse_document(
    document: Document,
    path: str | os.PathLike[str],
    report_id: str = "",
    *,
    second_reading: Mode | str = Mode.ON,
) -> Report:
    """The annual report in a document that was read from `path`; see `parse`."""
    again = Again(Path(path))
    filling = lay_one(document, Path(path))
    return replace(_question(filling, path, report_id, second_reading, again))


def _question(
    filling: Filling,
    path: str | os.PathLike[str],
    report_id: str,
    second_reading: Mode | str,
    again: Again,
) -> Report:
    """The report of a filling with its chapters, asked by all that is known of it: a draft."""
    with drafting():
        chapters = read_sections(filling.document, filling.blocks)
        found = filling.report(to_line(report_id))
        read = replace(found, sections=chapters, path=os.path.abspath(path))
        told = (*read.remarks, *say_formalities(read))
        judged = judge_report(replace(read, remarks=told))
        confirmed, witnesses = confirm(judged, path, second_reading, again=again)
        return hear_witnesses(confirmed, witnesses)
