"""The scripts of what is shown in a browser, as one text: a widget and a page take a single one.

Each is an ES module by itself. Joined, a module stands before those that import from it; the
imports between them and the word `export` fall away, so that no two may use one name at the top.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_ROOMS = ("gxkit.notebook.viewer", "gxkit.notebook.review")
"""whose scripts may import each other, so that no two have one name"""
_IMPORT = re.compile(r"^import \{[^}]*\} from \"\.[./\w]*/([\w.]+)\";\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


@cache
def read_script(name: str) -> str:
    """The text of a script or a sheet of looks."""
    places = [files(room).joinpath("script", name) for room in _ROOMS]
    there = next(place for place in places if place.is_file())
    return there.read_text("utf-8")


@cache
def join_scripts(entry: str) -> str:
    """A script with all that it imports, as one module."""
    return "\n".join(_without_imports(name) for name in _in_order(entry))


def _in_order(entry: str) -> list[str]:
    """The names of a script and of those that it imports, each behind what it needs."""
    order: list[str] = []

    def visit(name: str) -> None:
        if name in order:
            return
        for needed in _IMPORT.findall(read_script(name)):
            visit(needed)
        order.append(name)

    visit(entry)
    return order


def _without_imports(name: str) -> str:
    text = _IMPORT.sub("", read_script(name))
    return _EXPORT.sub("", text).strip() + "\n"
