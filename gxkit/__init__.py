"""gxkit: from the annual reports on government information disclosure in China to figures that can be trusted.

>>> import gxkit                                                    # doctest: +SKIP
>>> report = gxkit.parse("report.pdf")                              # read, fill the statutory forms, check
>>> report["requests", "received", "total"].value                   # doctest: +SKIP
>>> gxkit.stack([report])                                           # doctest: +SKIP

The doors: `read` (a file as a document), `parse` (a file as a report, checked), `check` (its findings), `stack` (many
reports as one tidy frame), `to_csv` and `to_parquet`; `forms` (register an edition of one's own). Everything heavy is imported when it is first used; no room
inside imports this module.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gxkit.panel.frames import stack, to_csv, to_parquet
    from gxkit.parsing.judging import check
    from gxkit.parsing.one import parse, parse_document
    from gxkit.readers import read

__all__ = ["check", "parse", "parse_document", "read", "stack", "to_csv", "to_parquet"]
__version__ = "0.1.0"

_DOORS = {
    "read": "gxkit.readers",
    "parse": "gxkit.parsing.one",
    "parse_document": "gxkit.parsing.one",
    "check": "gxkit.parsing.judging",
    "stack": "gxkit.panel.frames",
    "to_csv": "gxkit.panel.frames",
    "to_parquet": "gxkit.panel.frames",
}
"""each door and the module behind it"""
_ROOMS = ("forms",)
"""rooms that are doors themselves"""


def __getattr__(name: str) -> Any:
    if name in _DOORS:
        return getattr(import_module(_DOORS[name]), name)
    if name in _ROOMS:
        return import_module(f"gxkit.{name}")
    raise AttributeError(f"module 'gxkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, *_ROOMS, "__version__"])
