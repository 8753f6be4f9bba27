"""The registry: a figure is one function and one entry, a table too; drawing them all is a loop.

A module of `gxkit/charts/figures/` enters its figure with `@figure(…)`, one of
`gxkit/charts/tables/` its table with `@table(…)`. No list stands anywhere else: the study, the
command line and the tests take what is entered here.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

from gxkit.charts.house import FORMATS, Chart, save
from gxkit.charts.tables.face import Table, save_table
from gxkit.charts.words import SOURCE, TAKEN
from gxkit.errors import NothingToDraw
from gxkit.text import shown_language

# what a figure may take: attributes of a collection of reports, which makes each of them once
MATERIAL = (
    "panel",
    "board",
    "claims",
    "findings",
    "failings",
    "unfollowed",
    "alternatives",
    "indicators",
    "decisions_table",
    "reports",
    "facts",
    "figures",
    "inside",
)

DrawFunction = TypeVar("DrawFunction", bound=Callable[..., Chart])
TableFunction = TypeVar("TableFunction", bound=Callable[..., Table])
AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])


class Entry(Protocol):
    """What figures and tables have in common."""

    @property
    def key(self) -> str: ...

    @property
    def order(self) -> int: ...

    @property
    def takes(self) -> tuple[str, ...]: ...

    @property
    def function(self) -> Callable[..., object]: ...


AnyEntry = TypeVar("AnyEntry", bound=Entry)


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """A figure of the study: its key, its place, its files, what it takes, what draws it.

    `may_take` is what it is given by name, if there is any: without it the figure shows less.
    """

    key: str
    order: int
    file: str
    takes: tuple[str, ...]
    may_take: tuple[str, ...]
    function: Callable[..., Chart]

    @property
    def name(self) -> str:
        """The name of its files, as `02-outcomes`."""
        return f"{self.order:02d}-{self.file}"

    def draw(
        self,
        material: object,
        *,
        language: str | None = None,
        source: str,
    ) -> Chart:
        """The figure of a material with the attributes named in `takes`.

        NothingToDraw if they hold no data for it.
        """
        given = _given(self, material)
        named = [name for name in self.may_take if hasattr(material, name)]
        more = {name: getattr(material, name) for name in named}
        return self.function(
            *given,
            language=language,
            source=source,
            **more,
        )


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A table of the study: its key, its place, what it takes, what makes it."""

    key: str
    order: int
    takes: tuple[str, ...]
    function: Callable[..., Table]

    def tabulate(
        self,
        material: object,
        *,
        language: str | None = None,
        source: str,
    ) -> Table:
        """The table of a material with the attributes named in `takes`; its head alone if empty."""
        given = _given(self, material)
        return self.function(
            *given,
            language=language,
            source=source,
        )


# by key, in the order in which the study numbers them
FIGURES: dict[str, FigureEntry] = {}
# by key, in the order in which the study writes them
TABLES: dict[str, TableEntry] = {}


def figure(
    key: str,
    *,
    order: int,
    takes: Iterable[str],
    may_take: Iterable[str] = (),
    file: str = "",
) -> Callable[[DrawFunction], DrawFunction]:
    """Enter a drawing function into FIGURES; it stays callable by hand.

    The function is given the attributes of MATERIAL named in `takes`, in their order, then
    `language` and `source`, and by name those of `may_take`. Its files are named by `order` and
    `file` (the key if not given). ValueError for an unknown attribute or a taken key.
    """

    def enter(function: DrawFunction) -> DrawFunction:
        name = file or key.replace("_", "-")
        told = spoken(function)
        entry = FigureEntry(
            key,
            order,
            name,
            tuple(takes),
            tuple(may_take),
            told,
        )
        _enter(FIGURES, entry)
        return told

    return enter


def table(
    key: str, *, order: int, takes: Iterable[str]
) -> Callable[[TableFunction], TableFunction]:
    """Enter a tabulating function into TABLES, as `figure` does for figures."""

    def enter(function: TableFunction) -> TableFunction:
        told = spoken(function)
        entry = TableEntry(
            key,
            order,
            tuple(takes),
            told,
        )
        _enter(TABLES, entry)
        return told

    return enter


def spoken(function: AnyFunction) -> AnyFunction:
    """The function in the language that is set, where it is asked for in none."""

    @wraps(function)
    def speak(*given: Any, language: str | None = None, **more: Any) -> Any:
        return function(*given, language=shown_language(language), **more)

    return cast(AnyFunction, speak)


def _enter(registry: dict[str, AnyEntry], entry: AnyEntry) -> None:
    asked = (
        *entry.takes,
        *getattr(
            entry,
            "may_take",
            (),
        ),
    )
    unknown = [name for name in asked if name not in MATERIAL]
    if unknown:
        raise ValueError(
            f"{entry.key!r} takes {', '.join(unknown)}; expected some of {', '.join(MATERIAL)}."
        )
    known = registry.get(entry.key)
    # a notebook cell that is run twice enters the same function again: that is no clash
    if known is not None and _origin(known) != _origin(entry):
        raise ValueError(
            f"{entry.key!r} is entered by {_origin(known)} and by {_origin(entry)}; "
            "give one of them another key."
        )
    registry[entry.key] = entry
    in_order = sorted(registry.values(), key=lambda one: (one.order, one.key))
    registry.clear()
    registry.update({one.key: one for one in in_order})


def _origin(entry: Entry) -> str:
    return f"{entry.function.__module__}.{entry.function.__qualname__}"


def _given(entry: Entry, material: object) -> list[object]:
    return [getattr(material, name) for name in entry.takes]


def discover(package: str) -> None:
    """Import every module of a package, so that its figures or tables are entered."""
    folder = import_module(package).__path__
    for module in pkgutil.iter_modules(folder, f"{package}."):
        import_module(module.name)


@dataclass(frozen=True, slots=True)
class Written:
    """The files written, and why a figure was left out, by the name that its files would have."""

    paths: tuple[Path, ...]
    left_out: Mapping[str, NothingToDraw]


def draw_figures(
    material: object,
    folder: str | Path,
    language: str | None = None,
    formats: Iterable[str] | None = None,
) -> Written:
    """Every figure in each of the formats (FORMATS unless given), its data beside it as CSV.

    A figure without data is left out, and files of its name from an earlier study are removed:
    they would show reports that are no longer there.
    """
    language = shown_language(language)
    paths: list[Path] = []
    left_out: dict[str, NothingToDraw] = {}
    for entry in FIGURES.values():
        # A figure that has no choice of figures must not name one.
        figures = getattr(material, "figures", "") if "figures" in entry.may_take else ""
        taken = TAKEN[figures].say(language) if figures in TAKEN else ""
        try:
            chart = entry.draw(
                material,
                language=language,
                source=SOURCE[language] + taken,
            )
        except NothingToDraw as reason:
            left_out[entry.name] = reason
            for stale in Path(folder).glob(f"{entry.name}.*"):
                stale.unlink()
        else:
            paths += save(
                chart,
                folder,
                entry.name,
                formats or FORMATS,
            )
    return Written(tuple(paths), left_out)


def save_tables(
    material: object,
    folder: str | Path,
    language: str | None = None,
) -> list[Path]:
    """Every table as HTML, Markdown and CSV."""
    language = shown_language(language)
    source = SOURCE[language]
    paths: list[Path] = []
    for entry in TABLES.values():
        made = entry.tabulate(
            material,
            language=language,
            source=source,
        )
        paths += save_table(
            made,
            folder,
            entry.key,
        )
    return paths
