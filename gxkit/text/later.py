"""What a thing of the vocabulary can do only with a room above it: shows itself, becomes a frame.

That room is imported when it is first asked, and by its name: a report that is read in a shell
costs no pandas, and the vocabulary knows no room.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

Frame = Any
"""a pandas DataFrame: the vocabulary imports no pandas, not even for its types"""
_WAYS = {
    "face": ("gxkit.notebook.faces", "face_of"),
    "frame of a report": ("gxkit.panel.shelves", "report_frame"),
    "frame of a table": ("gxkit.panel.shelves", "table_frame"),
    "frame of failures": ("gxkit.panel.shelves", "failures_frame"),
    "frame of a shelf": ("gxkit.panel.shelves", "shelf_frame"),
    "frame of reports": ("gxkit.panel.shelves", "reports_frame"),
    "frame of a thing": ("gxkit.panel.shelves", "thing_frame"),
    "workbook of a shelf": ("gxkit.notebook.workbook", "write_shelf"),
    "workbook": ("gxkit.notebook.workbook", "write_workbook"),
    "find key": ("gxkit.forms.naming", "find_key"),
    "read again": ("gxkit.parsing.again", "read_again"),
    "show": ("gxkit.notebook.page", "show"),
    "review": ("gxkit.notebook.review", "review"),
}
"""what can be asked, the module that does it, and its name there"""


def later(way: str) -> Callable[..., Any]:
    """The function of a room above that does what is asked."""
    module, name = _WAYS[way]
    made: Callable[..., Any] = getattr(import_module(module), name)
    return made
