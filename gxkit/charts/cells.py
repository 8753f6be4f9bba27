"""Cells of the forms in words."""

from __future__ import annotations

import pandas as pd

from gxkit.charts.words import pick, word
from gxkit.forms import all_forms
from gxkit.forms.crosswalk import concept_of_cells, crosswalk, find_concept

# what names a cell in the panel
CELL = ["edition", "table", "row", "column", "label"]


def cell_name(
    edition: str,
    table: str,
    row: str,
    column: str,
    label: str,
    language: str,
) -> str:
    """A cell in words: its concept, or that of its row's total and the applicant's.

    A cell without concepts has its label as printed, in English the names of its row and column.

    >>> cell_name("2021", "requests", "decided", "business", "", "en")
    'Decided · Businesses'
    """
    known = concept_of_cells()
    own = known.get((edition, table, row, column))
    if own and (table, column) == ("requests", "total"):
        return f"{_full_name(own, language)} · {word('total', language)}"
    if own:
        return _full_name(own, language)
    whole = known.get((edition, table, row, "total"))
    applicant = known.get((edition, table, "received", column))
    if whole and applicant:
        who = find_concept(applicant).name(language)
        return f"{_full_name(whole, language)} · {who}"
    if language == "zh" and label:
        return label
    return (
        _slot_name(
            edition,
            table,
            row,
            column,
        )
        or f"{table}/{row}/{column}"
    )


def cell_names(data: pd.DataFrame, language: str) -> list[str]:
    """The cells of the panel's lines in words."""
    cells = data[CELL].astype(str).itertuples(index=False)
    return [
        cell_name(
            edition,
            table,
            row,
            column,
            label,
            language,
        )
        for edition, table, row, column, label in cells
    ]


def counted_name(counted: str, language: str) -> str:
    """What a claim counts: the names of its concepts or of its cells' concepts, or the words given.

    >>> counted_name("granted partial", "en")
    'Granted + Partly granted'
    """
    known = concept_of_cells().items()
    by_cell = {"/".join(cell[1:]): concept for cell, concept in known}
    concepts = [by_cell.get(part, part) for part in counted.split()]
    every = crosswalk().concepts
    if not concepts or not set(concepts) <= set(every):
        return counted
    names = [every[concept].name(language) for concept in concepts]
    return pick(("＋", " + "), language).join(names)


def _slot_name(
    edition: str,
    table: str,
    row: str,
    column: str,
) -> str:
    """The English names of a row and a column of a form; '' if nobody knows them."""
    form = all_forms().get(edition)
    for known in form.tables if form else ():
        for line in known.rows:
            if (known.id, line.id) == (table, row) and column in line.columns:
                return f"{line.name('en')} · {known.column(column).name('en')}"
    return ""


def _full_name(concept: str, language: str) -> str:
    """The name of a concept, with that of the one it is a part of unless it says so itself."""
    own = find_concept(concept).name(language)
    parent = concept.rpartition(".")[0]
    if parent not in crosswalk().concepts:
        return own
    above = find_concept(parent).name(language)
    if above in own:
        return own
    return pick(("：", ": "), language).join((above, own))
