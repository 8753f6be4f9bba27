"""Cells of the forms in words."""

from __future__ import annotations

import pandas as pd

from gxkit.charts.words import word
from gxkit.forms.crosswalk import concept_of_cells, crosswalk, find_concept

CELL = ["edition", "table", "row", "column", "label"]


def cell_name(edition: str, table: str, row: str, column: str, label: str, language: str) -> str:
    """A cell in words: its concept, or that of its row's total and the applicant's.

    A cell without concepts has its label (zh), its row and column (en).

    >>> cell_name("2021", "requests", "decided", "business", "", "en")
    'Decided · Businesses'
    """
    known = concept_of_cells()
    own = known.get((edition, table, row, column))
    if own:
        kind = f" · {word('total', language)}" if (table, column) == ("requests", "total") else ""
        return _full_name(own, language) + kind
    whole = known.get((edition, table, row, "total"))
    applicant = known.get((edition, table, "received", column))
    if whole and applicant:
        return f"{_full_name(whole, language)} · {find_concept(applicant).name(language)}"
    return label if language == "zh" and label else f"{table}/{row}/{column}"


def cell_names(data: pd.DataFrame, language: str) -> list[str]:
    """The cells of the panel's lines in words."""
    cells = data[CELL].astype(str).itertuples(index=False)
    return [
        cell_name(edition, table, row, column, label, language)
        for edition, table, row, column, label in cells
    ]


def counted_name(counted: str, language: str) -> str:
    """What a claim counts: the names of its concepts or of its cells' concepts, or the words given.

    >>> counted_name("granted partial", "en")
    'Granted + Partly granted'
    """
    by_cell = {"/".join(cell[1:]): concept for cell, concept in concept_of_cells().items()}
    concepts = [by_cell.get(part, part) for part in counted.split()]
    if not concepts or not crosswalk().concepts.keys() >= set(concepts):
        return counted
    plus = "＋" if language == "zh" else " + "
    return plus.join(find_concept(concept).name(language) for concept in concepts)


def _full_name(concept: str, language: str) -> str:
    """The name of a concept, with that of the one it is a part of unless it says so itself."""
    own, parent = find_concept(concept).name(language), concept.rpartition(".")[0]
    if parent not in crosswalk().concepts:
        return own
    above = find_concept(parent).name(language)
    colon = "：" if language == "zh" else ": "
    return own if above in own else f"{above}{colon}{own}"
