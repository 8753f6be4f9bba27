"""gxkit: from the annual reports on government information disclosure in China to figures that can
be trusted.

>>> import gxkit                                            # doctest: +SKIP
>>> report = gxkit.parse("report.pdf")                      # doctest: +SKIP
>>> report["requests", "received", "total"].value           # doctest: +SKIP
>>> gxkit.stack([report])                                   # doctest: +SKIP

The doors: `parse` (a file as a report, its statutory forms filled and questioned), `parse_many`
(many files), `new` and `open` (a data folder), `stack` (many reports as one tidy frame), `view` (a
report to click through), `language` (in which all of it is shown); and the rooms `charts`,
`indicators` and `concepts`. Beside them stand `read` (a file as a document), the room `forms`,
`check` (a report asked anew), `to_csv` and `to_parquet`. Everything heavy is imported when it is
first used; no room inside imports this module.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gxkit import charts, forms
    from gxkit.folder.collection import open_folder as open
    from gxkit.folder.new import new_folder as new
    from gxkit.notebook.viewer import view
    from gxkit.panel import indicators
    from gxkit.panel import series as concepts
    from gxkit.panel.frames import stack, to_csv, to_parquet
    from gxkit.parsing.judging import check
    from gxkit.parsing.many import parse_many
    from gxkit.parsing.one import parse
    from gxkit.readers import read
    from gxkit.text import language

__version__ = "0.1.0"
_DOORS = {
    "charts": ("gxkit.charts", ""),
    "concepts": ("gxkit.panel.series", ""),
    "indicators": ("gxkit.panel.indicators", ""),
    "language": ("gxkit.text", "language"),
    "new": ("gxkit.folder.new", "new_folder"),
    "open": ("gxkit.folder.collection", "open_folder"),
    "parse": ("gxkit.parsing.one", "parse"),
    "parse_many": ("gxkit.parsing.many", "parse_many"),
    "stack": ("gxkit.panel.frames", "stack"),
    "view": ("gxkit.notebook.viewer", "view"),
}
"""each door, the module behind it, and its name there ('' for the module itself)"""
_BESIDE = {
    "check": ("gxkit.parsing.judging", "check"),
    "forms": ("gxkit.forms", ""),
    "read": ("gxkit.readers", "read"),
    "to_csv": ("gxkit.panel.frames", "to_csv"),
    "to_parquet": ("gxkit.panel.frames", "to_parquet"),
}
"""what is there as well, and not offered: of more than ten names nobody finds the first one"""
__all__ = [
    "charts",
    "check",
    "concepts",
    "forms",
    "indicators",
    "language",
    "new",
    "open",
    "parse",
    "parse_many",
    "read",
    "stack",
    "to_csv",
    "to_parquet",
    "view",
]


def __getattr__(name: str) -> Any:
    found = _DOORS.get(name) or _BESIDE.get(name)
    if found is None:
        raise AttributeError(f"module 'gxkit' has no attribute {name!r}")
    behind, own = found
    module = import_module(behind)
    return getattr(module, own) if own else module


def __dir__() -> list[str]:
    return sorted([*_DOORS, "__version__"])
