"""The study of a data folder: panel, figures, tables, and the paper in which they stand."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gxkit.folder.build import write_panel
from gxkit.folder.collection import Collection, open_folder
from gxkit.paper import STUDY, Edition, build_paper, manuscript_of
from gxkit.paper.lists import write_lists
from gxkit.paper.namesakes import tell_apart
from gxkit.paper.variables import compute_variables, demand_reports
from gxkit.text import shown_language

if TYPE_CHECKING:
    from gxkit.charts import Written
    from gxkit.panel.cells import Figures

BOTH = "both"
"""in place of a language: the whole study in either"""
BESIDE = "en"
"""where figures and tables of the English edition stand beside those of the Chinese one"""


def build_study(
    folder: str | os.PathLike[str],
    to: str | os.PathLike[str],
    language: str | None = None,
    *,
    figures: Figures = "reconciled",
    progress: bool = True,
) -> Written:
    """Read a data folder and write its study into another; see `write_study`.

    Charts, indicators and the study's own sums take `figures`, and say which those are.
    """
    # Refused before hours of reading.
    _editions(language)
    collection = open_folder(folder, progress=progress, figures=figures)
    return write_study(collection, to, language)


def write_study(
    collection: Collection,
    to: str | os.PathLike[str],
    language: str | None = None,
    formats: Iterable[str] | None = None,
) -> Written:
    """Write panel, figures, tables and the study of a collection into a folder.

    The study is written as study.pdf and study.html, with `figures/` and `tables/` beside it. With
    BOTH for a language these are Chinese, and the English edition is written as study.en.pdf and
    study.en.html, its figures and tables into `en/` under each of the two folders.

    `formats` are those of the figures (all unless given); the study itself takes them as SVG, or
    else as PNG. Returns the files written, and the figures that are left out for want of data, with
    the reason.
    """
    editions = _editions(language, manuscript_of(collection.folder))
    # Refused before anything is written, so that no half of a study is left behind.
    demand_reports(collection)
    folder = Path(to)
    paths = write_panel(collection, folder)
    named = tell_apart(collection)
    variables = compute_variables(named)
    for own, edition in editions.items():
        drawn = _write_edition(named, variables, edition, folder, own, formats)
        paths += drawn.paths
    # Each line of these is in both languages.
    paths += write_lists(variables, folder / "tables")
    return replace(drawn, paths=tuple(paths))


def _editions(language: str | None, source: Path = STUDY) -> dict[str, Edition]:
    """The editions to write, by the folder of their figures and tables under the usual ones."""
    if language == BOTH:
        return {"": Edition("zh", "study", source), BESIDE: Edition("en", "study.en", source)}
    return {"": Edition(shown_language(language), "study", source)}


def _write_edition(
    collection: Collection,
    variables: Mapping[str, Any],
    edition: Edition,
    to: Path,
    own: str,
    formats: Iterable[str] | None,
) -> Written:
    """Write the figures, the tables and the text of one edition; see `write_study`."""
    # Drawing loads slowly: who only imports this module does not wait for it.
    from gxkit.charts import draw_figures, save_tables

    figures = to / "figures" / own
    drawn = draw_figures(collection, figures, edition.language, formats)
    tables = save_tables(collection, to / "tables" / own, edition.language)
    made = build_paper(collection, figures, to, edition, drawn.left_out, variables)
    return replace(drawn, paths=(*drawn.paths, *tables, *made))
