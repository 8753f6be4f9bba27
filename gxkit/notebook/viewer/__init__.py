"""One report to look at and click through: its pages beside its forms.

`told` is what the scripts are told of a report, as plain data; `scripts` joins the scripts; `paged`
makes a page by itself of them, `widget` a widget of a notebook.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from gxkit.errors import GxkitError
from gxkit.notebook.viewer.paged import make_page
from gxkit.notebook.viewer.told import tell_report
from gxkit.parsing.one import parse
from gxkit.readers.given import Given
from gxkit.report import Report
from gxkit.text import shown_language

if TYPE_CHECKING:
    from gxkit.notebook.viewer.widget import Viewer

__all__ = ["view", "view_page"]


def view(
    report: Report | Given,
    language: str | None = None,
) -> Viewer:
    """A report, or that of a file, in a notebook: its pages with each cell framed, beside its
    forms; a click on either side finds the other.

    ReadError if the file of the report is gone or is another one now, GxkitError without anywidget.
    """
    if find_spec("anywidget") is None:
        raise GxkitError(
            "gxkit.view 需要 anywidget，而它没有安装：pip install anywidget（或附加项 [notebook"
            "s]）；"
            "也可用 gxkit view FILE --to page.html 写成页面。",
            "gxkit.view needs anywidget, which is not installed: pip install anywidget (or the "
            "extra [notebooks]); or write a page with gxkit view FILE --to page.html.",
        )
    # a page in a shell needs no widgets
    from gxkit.notebook.viewer.widget import Viewer

    shown = report if isinstance(report, Report) else parse(report)
    return Viewer(told=tell_report(shown, shown_language(language)))


def view_page(
    report: Report,
    language: str | None = None,
) -> str:
    """The same as a page by itself, which asks for nothing from anywhere."""
    told = tell_report(report, shown_language(language))
    return make_page(told, f"{report.meta.title or report.id} · gxkit")
