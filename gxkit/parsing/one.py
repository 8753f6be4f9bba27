"""One file to one questioned report."""

from __future__ import annotations

import os
from dataclasses import replace

from gxkit import readers
from gxkit.document import Document
from gxkit.filling import lay
from gxkit.narrative import read_sections
from gxkit.parsing.judging import hear_witnesses, judge_report
from gxkit.parsing.twice import Mode, confirm
from gxkit.readers.guard import Guard
from gxkit.report import Report


def parse(
    path: str | os.PathLike[str],
    report_id: str = "",
    *,
    second_reading: Mode | str = Mode.ON,
) -> Report:
    """The annual report in a file: every cell of its statutory tables with place, status and
    verdict, and its findings.

    `report_id` is the file's name without its ending unless given. A PDF is read a second time by
    another engine (`second_reading` is `on`, `off`, or `doubtful`: only where the first reading
    leaves a doubt), so that figures which no identity covers are verified too. What the narrative
    says is evidence for explanations, and is itself checked. Raises ReadError if the file cannot be
    read and NoReportError if no disclosure report is in it.
    """
    document = readers.read(path)
    return parse_document(document, path, report_id, second_reading=second_reading)


def parse_document(
    document: Document,
    path: str | os.PathLike[str],
    report_id: str = "",
    *,
    second_reading: Mode | str = Mode.ON,
    guard: Guard | None = None,
) -> Report:
    """The annual report in a document that was read from `path`; see `parse`.

    With a `guard` (gxkit.readers.guard) a second reading is made in its process.
    """
    filling = lay(document)
    chapters = read_sections(document, filling.blocks)
    judged = judge_report(replace(filling.report(report_id), sections=chapters))
    confirmed, witnesses = confirm(judged, path, second_reading, guard=guard)
    return hear_witnesses(confirmed, witnesses)
