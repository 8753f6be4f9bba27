"""The tabs of sheets: one that names a body or a year says whose report its sheet is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gxkit.document import Document, Grid, Line
from gxkit.filling.titles.naming import BODY, Named, find_title
from gxkit.text import fold

_YEAR = re.compile(r"(20\d\d)(?:年度?)?")
_REST = "政府信息公开工作年度报告"
"""what follows the name of a body in a title"""


def is_tab(block: Line | Grid) -> bool:
    """Whether a block is the name of a sheet and stands in no row of it."""
    return isinstance(block, Line) and block.where.sheet is not None and block.where.row is None


def tab_to_title(name: str) -> str:
    """The title that the name of a sheet stands for; '' where it names neither body nor year.

    >>> tab_to_title("区民政局"), tab_to_title("2021年"), tab_to_title("主动公开")
    ('区民政局政府信息公开工作年度报告', '2021政府信息公开工作年度报告', '')
    """
    folded = fold(name)
    whole = find_title(folded)
    if whole is not None and whole.is_of_report:
        return name
    if year := _YEAR.fullmatch(folded):
        return year[1] + _REST
    title = folded + _REST
    named = find_title(title)
    is_body = named is not None and BODY.search(fold(named.agency)) is not None
    return title if is_body else ""


def find_tab(document: Document) -> Named | None:
    """What the tab of a document says that is a single sheet; None where it says nothing."""
    tabs: list[str] = []
    sheets: set[int | None] = set()
    for block in document.blocks:
        if block.hidden:
            continue
        where = block.where if isinstance(block, Line) else block.cells[0].where
        sheets.add(where.sheet)
        if isinstance(block, Line) and is_tab(block):
            tabs.append(block.text)
    if len(tabs) != 1 or len(sheets) != 1:
        return None
    return find_title(tab_to_title(tabs[0]))


def stand_twice(places: Iterable[tuple[str, int | None]]) -> bool:
    """Whether a kind of table stands on two sheets; `places` are kinds with their sheets."""
    sheets: dict[str, int | None] = {}
    return any(sheets.setdefault(kind, sheet) != sheet for kind, sheet in places)
