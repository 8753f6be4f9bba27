"""The way from what a report holds to the pages of its file."""

from __future__ import annotations

from typing import Any, Protocol

from gxkit.text import Frame, WithFace, later, shown_language


class Shown(Protocol):
    """Something to look at: HTML for a notebook, and a text for a shell as its `repr`."""

    def _repr_html_(self) -> str: ...


def show(
    report: object,
    wanted: object,
    language: str | None,
) -> Shown:
    """What is wanted of a report, on the pages of its file; in the language of what is shown unless
    one is given. ValueError for what no report holds."""
    if report is None:
        raise ValueError(
            "This belongs to no report, so that nobody knows its file; take it from a report, as "
            "report[table, row, column] or report.findings gives it."
        )
    shown: Shown = later("show")(report, wanted, shown_language(language))
    return shown


class Held(WithFace):
    """One thing that a report holds."""

    __slots__ = ()
    report: Any

    def show(self, language: str | None = None) -> Shown:
        """Where it stands in the file, framed, for a notebook; see `Report.show`."""
        return show(self.report, self, language)

    def to_frame(self) -> Frame:
        """One line, as the list of such things has it; of an explanation one a cell."""
        frame: Frame = later("frame of a thing")(self)
        return frame
