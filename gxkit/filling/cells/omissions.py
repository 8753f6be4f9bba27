"""What stands in a cell beside its figure and is no part of it: struck out, not shown, the mark of
a note; said once a kind, with the places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from gxkit.document import Cell, Document, Omission, Where
from gxkit.report import Value
from gxkit.text import Listed, Sentence

# Cells that are named; a file may have an old figure in each of two hundred.
_MOST_NAMED = 12
_FIGURE = re.compile(r"[\d〇零一二三四五六七八九十百千万①-⑳]")
_SAID = {
    Omission.STRUCK: Sentence(
        "{count}格中另有已划去的数字，没有计入：{cells}。",
        "Struck-out figures were left out of their cells ({count}): {cells}.",
    ),
    Omission.HIDDEN: Sentence(
        "{count}格中另有打开文件时看不到的数字，没有计入：{cells}。",
        "Figures that are not shown were left out of their cells ({count}): {cells}.",
    ),
    Omission.WATERMARK: Sentence(
        "{count}格中另有水印的数字，没有计入：{cells}。",
        "Figures of a watermark were left out of the cells they cross ({count}): {cells}.",
    ),
    Omission.MARK: Sentence(
        "{count}格的数字带有脚注标记，没有计入：{cells}。",
        "Marks of notes were left out of the figures beside them ({count}): {cells}.",
    ),
}
"""what is said of a kind; a reading aid or the words for a picture are said nothing of"""
_CELL = Sentence("“{text}”（{place}）", "“{text}” ({place})")
_MORE = Sentence("…", "…")
_WHY = Sentence(
    "格中还有“{text}”，{why}，没有计入。", "The cell also holds “{text}”, {why}: left out."
)


def find_omitting(document: Document) -> dict[Where, Cell]:
    """The cells out of which text was left, by their places."""
    found = {}
    for grid in document.grids:
        for cell in grid.cells:
            if cell.omitted:
                found[cell.where] = cell
    return found


def say_omissions(document: Document, values: Iterable[Value]) -> Iterator[Sentence]:
    """One remark for each kind of figure that was left out of the cells of some values."""
    omitting = find_omitting(document)
    if not omitting:
        return
    told: dict[Omission, dict[Where, Sentence]] = {}
    for value in values:
        where = value.where
        if where is None or where not in omitting:
            continue
        for omitted in omitting[where].omitted:
            if omitted.why in _SAID and _FIGURE.search(omitted.text):
                # the figures of one cell may be several values
                kind = told.setdefault(omitted.why, {})
                kind[where] = _CELL.fill(text=omitted.text, place=where)
    for why, sentence in _SAID.items():
        cells = tuple(told.get(why, {}).values())
        if cells:
            yield sentence.fill(count=len(cells), cells=_list(cells))


def _list(cells: Sequence[Sentence]) -> Listed:
    shown = cells[:_MOST_NAMED]
    if len(cells) > _MOST_NAMED:
        shown = (*shown, _MORE)
    return Listed(tuple(shown), "、", ", ")


def tell_omissions(document: Document, value: Value) -> Iterator[Sentence]:
    """What was left out of the cell of one value, a sentence each."""
    omitting = find_omitting(document)
    where = value.where
    if where is None or where not in omitting:
        return
    for omitted in omitting[where].omitted:
        yield _WHY.fill(text=omitted.text, why=omitted.why)
