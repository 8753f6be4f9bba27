"""Why nothing was read: what the file seems to hold instead of a report with its tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gxkit.document import Document
from gxkit.filling.finding.begun import find_begun
from gxkit.filling.tape import Tape
from gxkit.filling.titles.title import is_report_title
from gxkit.forms import Table, all_forms
from gxkit.text import fold

_CHAPTER = re.compile(r"[一二三四五六七八](?=、)")
# Instructions to write a report name one of its chapters.
_FEWEST_CHAPTERS = 2


def refuse(document: Document, tape: Tape) -> str:
    """Why nothing was read, with what the reader had to decide: damage explains more than that."""
    said = [_no_report(document, tape), *(remark.say("en") for remark in document.remarks)]
    return " ".join(said)


def _is_report(
    document: Document,
    text: str,
    tables: Sequence[Table],
) -> bool:
    """Whether a text without a table is a report's all the same: by its title or its chapters."""
    # A list of reports has their titles, and no chapter.
    if not _CHAPTER.search(text):
        return False
    titles = {fold(table.title) for table in tables}
    if sum(f"、{title}" in text for title in titles) >= _FEWEST_CHAPTERS:
        return True
    return any(is_report_title(fold(line.text)) for line in document.lines)


def _no_report(document: Document, tape: Tape) -> str:
    text = fold(document.text)
    tables = [table for form in all_forms().values() for table in form.tables]
    begun = [table for table in find_begun(tape, tables, ()) if table.found]
    # Other statistics share a label or two with the forms, and are no disclosure report.
    is_report = _is_report(document, text, tables)
    begun = [table for table in begun if is_report or not table.is_of_words]
    if "信息公开" in text and begun:
        best = max(begun, key=lambda table: table.found)
        return f"{document.name}: {best.refusal}"
    if "信息公开" in text and document.pictures:
        return (
            f"{document.name}: text on information disclosure, but none of the statutory tables; "
            f"there is a picture at {document.pictures[0]}, which may show them. Run text "
            "recognition on it, or get the file that is attached to the page, and parse that."
        )
    if "信息公开" in text and "年度报告" in text and not is_report:
        return (
            f"{document.name}: it speaks of a disclosure report and holds none, neither its "
            "statutory tables nor its chapters; it is probably news, a notice, a list or another "
            "report: follow it to the disclosure report, and parse that."
        )
    if "信息公开" in text and "年度报告" in text:
        return (
            f"{document.name}: the text of a disclosure report, but none of its statutory tables; "
            "they may be in an attachment or a picture: save the attachment, or run text "
            "recognition, and parse that file."
        )
    earliest = min(form.in_force[0] for form in all_forms().values())
    return (
        f"{document.name}: no government information disclosure report is in this file (no "
        f"statutory table of any edition from {earliest} on was found); check that it is the "
        "政府信息公开工作年度报告 and not another report of the same body."
    )
