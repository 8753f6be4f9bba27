"""Documents put into the forms: a file's tape, the tables on it, their figures, every cell."""

from __future__ import annotations

from collections.abc import Mapping

from gxkit.document import Document, Where
from gxkit.filling.stages import Filling, lay, lay_all
from gxkit.report import Report

__all__ = ["Filling", "fill", "lay", "lay_all"]


def fill(
    document: Document,
    report_id: str = "",
    beside: Mapping[str, Where] | None = None,
) -> Report:
    """The report in a document: every cell of the editions found, with its place and status.

    `beside` says where another reading has the tables of which the file may hold several. Raises
    NoReportError if no statutory table of a supported or known edition is in it.
    """
    return lay(document, beside).report(report_id)
