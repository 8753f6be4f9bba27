"""The cell that is meant by a key: by ids, or by labels as the form prints them.

A name that fits several tables, rows or columns is refused, and one that fits none is answered by
those nearest to it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gxkit.errors import NoCellError
from gxkit.forms.form import Table
from gxkit.forms.registry import all_forms
from gxkit.text import Key, fold, split_label

PARTS = ("table", "row", "column")
MOST_NAMED = 5
"""names that are told; a whole form would be read by nobody"""
ALIKE = 0.5
"""how alike a name must be to be offered for a misspelt one; below it difflib offers nearly any"""
_EXPECTED = (
    'A report is asked for a table, as report["requests"], or for a cell by table, row and column, '
    'as report["requests", "decided", "total"]'
)


@dataclass(frozen=True, slots=True)
class Name:
    """A table, row or column by its id, the label that is told of it, and all its names."""

    id: str
    label: str
    others: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.id} ({self.label})" if self.label else self.id

    @property
    def folded(self) -> tuple[str, ...]:
        """All of its names, so that two prints of one name are equal."""
        return tuple(_fold(name) for name in (self.id, *self.others) if name)

    def holds(self, text: str) -> bool:
        """Whether a folded text is a part of one of its names."""
        return any(text in name for name in self.folded)


def find_key(
    editions: Mapping[str, str],
    known: Iterable[Key],
    asked: object,
) -> tuple[str, ...]:
    """The ids of a table (one) or of a cell (three) of a report that has the `known` cells.

    `editions` are the report's; `asked` is a name, or several. NoCellError if it names none, or
    several.
    """
    parts = asked if isinstance(asked, tuple) else (asked,)
    if not parts or not all(isinstance(part, str) for part in parts) or len(parts) > len(PARTS):
        raise NoCellError(f"{_EXPECTED}; got {asked!r}.")
    keys = list(known)
    # without any cell there is no name near to the one asked for
    if not keys:
        raise NoCellError(
            "This report has no cells: no table of an edition that is filled was found in it."
        )
    found: tuple[str, ...] = ()
    for part in parts:
        found = (*found, choose_name(part, _names(editions, keys, found), found))
    if len(found) == len(PARTS) - 1:
        columns = _list_names(_names(editions, keys, found))
        raise NoCellError(f"{'/'.join(found)} is a row, and a cell needs its column: {columns}.")
    return found


def choose_name(
    asked: str,
    names: Sequence[Name],
    within: Sequence[str],
) -> str:
    """The id that a name means among those of a report, a table or a row."""
    by_id = [name for name in names if name.id == asked]
    wanted = _fold(asked)
    meant = by_id or [name for name in names if wanted in name.folded]
    if len(meant) == 1:
        return meant[0].id
    part = PARTS[len(within)]
    whole = "/".join(within) or "this report"
    # a label such as 其他 stands in several rows: one of them at a guess would be a wrong figure
    if meant:
        raise NoCellError(
            f"The {part} {asked!r} of {whole} may be {_list_names(meant)}; ask by its id."
        )
    nearest = _list_names(_nearest(wanted, names) or names)
    raise NoCellError(f"There is no {part} {asked!r} in {whole}; the nearest are {nearest}.")


def _nearest(
    wanted: str,
    names: Sequence[Name],
) -> list[Name]:
    """The names that hold what is asked for, then those that are spelt alike, the best first."""
    holding = [name for name in names if name.holds(wanted)]
    alike = {name.id: _likeness(wanted, name) for name in names if name not in holding}
    others = [name for name in names if alike.get(name.id, 0) >= ALIKE]
    others.sort(key=lambda name: -alike[name.id])
    return [*holding, *others]


def _likeness(
    wanted: str,
    name: Name,
) -> float:
    matcher = difflib.SequenceMatcher(b=wanted)
    best = 0.0
    for own in name.folded:
        matcher.set_seq1(own)
        best = max(best, matcher.ratio())
    return best


def _list_names(names: Sequence[Name]) -> str:
    told = ", ".join(map(str, names[:MOST_NAMED]))
    left = len(names) - MOST_NAMED
    return f"{told} and {left} more" if left > 0 else told


def _fold(name: str) -> str:
    return fold(name).casefold()


# The names of what a report has


def _names(
    editions: Mapping[str, str],
    keys: Sequence[Key],
    within: Sequence[str],
) -> list[Name]:
    """The names at the next place of a key, in the order of the form."""
    depth = len(within)
    own = dict.fromkeys(key[depth] for key in keys if key[:depth] == tuple(within))
    if not depth:
        return [_table_name(one, _table(editions, one)) for one in own]
    table = _table(editions, within[0])
    # a report may outlive the edition that somebody registered: its ids are still good
    if table is None:
        return [Name(one, "", ()) for one in own]
    named = _row_names(table) if depth == 1 else _column_names(table)
    return [named.get(one, Name(one, "", ())) for one in own]


def _table(
    editions: Mapping[str, str],
    table_id: str,
) -> Table | None:
    form = all_forms().get(editions.get(table_id, ""))
    if form is None:
        return None
    return next((table for table in form.tables if table.id == table_id), None)


def _table_name(
    table_id: str,
    table: Table | None,
) -> Name:
    if table is None:
        return Name(table_id, "", ())
    others = (table.title, table.title_en, table.short_zh, table.short_en)
    return Name(table_id, table.title, others)


def _row_names(table: Table) -> dict[str, Name]:
    """By id, a row by its label, with and without its number, and by the way to it."""
    made = {}
    for row in table.rows:
        bare = split_label(row.label).core
        others = (row.label, "/".join(row.path), bare, row.name("en"))
        made[row.id] = Name(row.id, row.label, others)
    return made


def _column_names(table: Table) -> dict[str, Name]:
    made = {}
    for column in table.columns:
        # the year stands in the label of a report, and in the form a place for it
        label = column.label.replace("{year}", "")
        made[column.id] = Name(column.id, label, (column.label, label, column.name("en")))
    return made
