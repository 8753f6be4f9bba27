"""The study of a data folder: panel, figures, tables, and the paper in which they stand."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gxkit.folder.build import write_panel
from gxkit.folder.collection import Collection, open_folder

if TYPE_CHECKING:
    from gxkit.charts import Written
    from gxkit.panel.cells import Figures


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
    collection = open_folder(folder, progress=progress, figures=figures)
    return write_study(collection, to, language)


def write_study(
    collection: Collection,
    to: str | os.PathLike[str],
    language: str | None = None,
    formats: Iterable[str] | None = None,
) -> Written:
    """Write panel, figures, tables and the study of a collection into a folder.

    `formats` are those of the figures (all unless given); the study itself takes them as SVG, or
    else as PNG. Returns the files written, and the figures that are left out for want of data, with
    the reason.
    """
    # Drawing and typesetting load slowly: who only imports this module does not wait for them.
    from gxkit.charts import draw_figures, save_tables
    from gxkit.paper import build_paper, manuscript_of
    from gxkit.paper.lists import write_lists
    from gxkit.paper.variables import compute_variables, demand_reports

    # Refused before anything is written, so that no half of a study is left behind.
    demand_reports(collection)
    written = write_panel(collection, to)
    drawn = draw_figures(collection, Path(to) / "figures", language, formats)
    variables = compute_variables(collection)
    paths = [
        *written,
        *drawn.paths,
        *save_tables(collection, Path(to) / "tables", language),
        *write_lists(variables, Path(to) / "tables"),
        *build_paper(
            collection,
            Path(to) / "figures",
            to,
            manuscript_of(collection.folder),
            left_out=drawn.left_out,
            variables=variables,
        ),
    ]
    return replace(drawn, paths=tuple(paths))
