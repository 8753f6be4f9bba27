"""The figures and tables of the study, one function and one entry each, and their house style.

`FIGURES` and `TABLES` hold them by key. Each function is also here under its own name, as
`charts.draw_outcomes(panel, source=…)`.
"""

from collections.abc import Callable
from typing import Any

from gxkit.charts.house import Chart, finish, save, style
from gxkit.charts.registry import (
    FIGURES,
    TABLES,
    FigureEntry,
    TableEntry,
    Written,
    discover,
    draw_figures,
    figure,
    save_tables,
    table,
)
from gxkit.charts.tables.face import Table, save_table
from gxkit.charts.words import SOURCE
from gxkit.errors import NothingToDraw

__all__ = [
    "FIGURES",
    "SOURCE",
    "TABLES",
    "Chart",
    "FigureEntry",
    "NothingToDraw",
    "Table",
    "TableEntry",
    "Written",
    "draw_figures",
    "figure",
    "finish",
    "save",
    "save_table",
    "save_tables",
    "style",
    "table",
]

discover("gxkit.charts.figures")
discover("gxkit.charts.tables")


def _functions() -> dict[str, Callable[..., Any]]:
    drawing = [entry.function for entry in FIGURES.values()]
    tabulating = [entry.function for entry in TABLES.values()]
    return {function.__name__: function for function in (*drawing, *tabulating)}


def __getattr__(name: str) -> Callable[..., Any]:
    """A drawing or tabulating function by its name, so that no list of them has to be kept here."""
    try:
        return _functions()[name]
    except KeyError:
        raise AttributeError(
            f"gxkit.charts has no {name!r}; its figures are {', '.join(FIGURES)}."
        ) from None


def __dir__() -> list[str]:
    return [*__all__, *_functions()]
