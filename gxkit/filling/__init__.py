"""Documents put into the forms: a file's tape, the tables on it, their figures, every cell."""

from __future__ import annotations

from gxkit.document import Document
from gxkit.filling.stages import Filling, lay
from gxkit.report import Report

__all__ = ["Filling", "fill", "lay"]


def fill(document: Document, report_id: str = "") -> Report:
    """The report in a document: every cell of the editions found, with its place and status.

    Raises NoReportError if no statutory table of a supported or known edition is in it.
    """
    return lay(document).report(report_id)
