"""The cell that is meant by a key: by ids, or by labels as the form prints them.

A name that fits several tables, rows or columns is refused, and one that fits none is answered by
those nearest to it.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gxkit.errors import NoCellError
from gxkit.forms.form import JOINT, Table
from gxkit.forms.registry import all_forms
from gxkit.text import Key, Listed, Sentence, fold, split_label

PARTS = ("table", "row", "column")
_PARTS_ZH = dict(zip(PARTS, ("表", "行", "列"), strict=True))
MOST_NAMED = 5
"""names that are told; a whole form would be read by nobody"""
ALIKE = 0.5
"""how alike a name must be to be offered for a misspelt one; below it difflib offers nearly any"""
_PARTING = (JOINT.strip(), "/")
"""what parts the labels or ids of a cell in one text, the first that it has"""
_SIGNS = str.maketrans("", "", "".join(_PARTING))
_EXPECTED = Sentence(
    '向报告要一张表，写 report["requests"]；要一个单元格，写表、行、列三个编号，'
    '如 report["requests", "decided", "total"]',
    'A report is asked for a table, as report["requests"], or for a cell by table, row and column, '
    'as report["requests", "decided", "total"]',
)

_WHOLE = Sentence("此报告", "this report")
_MORE = Sentence("{told}，另有 {left} 个", "{told} and {left} more")


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

    def told_as(self, words: str) -> Name:
        """The same under other words, with its id as one of its names."""
        return Name(
            words,
            self.label,
            (self.id, *self.others),
        )

    def holds(self, text: str) -> bool:
        """Whether a folded text is a part of one of its names."""
        return any(text in name for name in self.folded)


def find_key(
    editions: Mapping[str, str],
    labels: Mapping[Key, str],
    asked: object,
) -> tuple[str, ...]:
    """The ids of a table (one) or of a cell (three) of a report that has cells with these labels.

    `editions` are the report's; `asked` is a name, or several; or one text of a whole cell, as
    `requests/decided/total` or the labels of its row and its column with ` · ` between them.
    NoCellError if it names none, or several.
    """
    parts = asked if isinstance(asked, tuple) else (asked,)
    are_names = all(isinstance(part, str) for part in parts)
    if not are_names or not 1 <= len(parts) <= len(PARTS):
        raise NoCellError(f"{_EXPECTED.zh}；得到的是 {asked!r}。", f"{_EXPECTED}; got {asked!r}.")
    names = _Names(editions, labels)
    # without any cell there is no name near to the one asked for
    if not labels:
        raise NoCellError(
            "此报告没有单元格：其中没有找到能填入的格式的表。",
            "This report has no cells: no table of an edition that is filled was found in it.",
        )
    found: tuple[str, ...] = ()
    for part in _spell_out(names, parts):
        if len(found) == 1:
            _refuse_column(names, found[0], part)
        # who names a row and a column too has misspelt the table
        below = names.below() if len(parts) == 1 and not found else ()
        found = (*found, choose_name(part, names.at(found), found, below))
    if len(found) == len(PARTS) - 1:
        columns = names.at(found)
        row = "/".join(found)
        raise NoCellError(
            f"{row} 是一行，单元格还需要列：{_list_names(columns, 'zh')}。",
            f"{row} is a row, and a cell needs its column: {_list_names(columns, 'en')}.",
        )
    return found


def _refuse_column(
    names: _Names,
    table: str,
    asked: str,
) -> None:
    """NoCellError for a name of no row of a table that is one of its columns."""
    rows = names.at((table,))
    if _fitting(asked, rows):
        return
    columns = {one.id: one for row in rows for one in names.at((table, row.id))}
    meant = _fitting(asked, list(columns.values()))
    if not meant:
        return
    raise NoCellError(
        f"{table} 的 {asked!r} 是列（{_list_names(meant, 'zh')}），单元格还需要行，写在列之前："
        f"{_list_names(rows, 'zh')}。",
        f"{asked!r} of {table} is a column ({_list_names(meant, 'en')}), and a cell needs its row, "
        f"before the column: {_list_names(rows, 'en')}.",
    )


def _spell_out(
    names: _Names,
    parts: tuple[str, ...],
) -> tuple[str, ...]:
    """The names of a table, a row and a column that were given as one text, or without the
    table."""
    first, *others = parts
    head, sign, tail = first.partition("/")
    if sign and not others and names.fitting(head, ()):
        first, others = head, [tail]
    for table in names.fitting(first, ()):
        # a label may have the sign that parts the names: as a whole it comes first
        is_one_text = len(others) == 1
        if is_one_text and not names.fitting(others[0], (table.id,)):
            others = list(_part_cell(others[0]))
        return (first, *others)
    cells = [parts, _part_cell(first)] if len(parts) == 1 else [parts]
    for cell in cells:
        tables = _tables_with(names, cell)
        if tables:
            return (*tables, *cell)
    whole = names.labelled(first) if not others else []
    if len(whole) == 1:
        return whole[0]
    # so that the name that is wrong is told, and not the whole text
    if sign and not others:
        return (head, *_part_cell(tail))
    return parts


def _part_cell(text: str) -> tuple[str, ...]:
    """The row and the column of a text that has both; the text alone where it has one."""
    for sign in _PARTING:
        row, found, column = text.rpartition(sign)
        if found:
            return row.strip(), column.strip()
    return (text,)


def _tables_with(
    names: _Names,
    cell: tuple[str, ...],
) -> list[str]:
    """The only table with a row and a column; none where there is none. NoCellError where several
    have both."""
    row, *column = cell
    every = [table.id for table in names.at(())]
    tables = [one for one in every if names.fitting(row, (one,))]
    if len(tables) > 1 and column:
        tables = [one for one in tables if names.has_cell(one, row, column[0])]
    # the table that comes first would be a guess
    if len(tables) > 1:
        asked = "/".join(cell)
        several = ", ".join(tables)
        raise NoCellError(
            f"{asked} 可能在 {several} 中；请同时写明表。",
            f"{asked} may stand in {several}; name the table too.",
        )
    return tables


def choose_name(
    asked: str,
    names: Sequence[Name],
    within: Sequence[str],
    below: Sequence[Name] = (),
) -> str:
    """The id that a name means among those of a report, a table or a row.

    `below` are names of another kind, which are told too where they are near.
    """
    meant = _fitting(asked, names)
    if len(meant) == 1:
        return meant[0].id
    part = PARTS[len(within)]
    name = "/".join(within)
    whole = Sentence.same(name) if name else _WHOLE
    # a label such as 其他 stands in several rows: one of them at a guess would be a wrong figure
    if meant:
        raise NoCellError(
            f"{whole.zh}中的{_PARTS_ZH[part]} {asked!r} 可能是 {_list_names(meant, 'zh')}；请用"
            "编号。",
            f"The {part} {asked!r} of {whole} may be {_list_names(meant, 'en')}; ask by its id.",
        )
    wanted = _fold(asked)
    # every name holds an empty one
    nearest = (_nearest(wanted, [*names, *below]) if wanted else []) or names
    raise NoCellError(
        f"{whole.zh}中没有{_PARTS_ZH[part]} {asked!r}；最接近的有 {_list_names(nearest, 'zh')}。",
        f"There is no {part} {asked!r} in {whole}; the nearest are {_list_names(nearest, 'en')}.",
    )


def _fitting(
    asked: str,
    names: Sequence[Name],
) -> list[Name]:
    """The names that are meant: by id only one, else all with such a label."""
    by_id = [name for name in names if name.id == asked]
    if by_id:
        return by_id
    wanted = _fold(asked)
    return [name for name in names if wanted in name.folded]


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


def _list_names(names: Sequence[Name], language: str) -> str:
    told = Listed(tuple(map(str, names[:MOST_NAMED]))).say(language)
    left = len(names) - MOST_NAMED
    return _MORE.fill(told=told, left=left).say(language) if left > 0 else told


def _unparted(label: str) -> str:
    return _fold(label).translate(_SIGNS)


def _fold(name: str) -> str:
    return fold(name).casefold()


# The names of what a report has


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of a report's tables, rows and columns, in the order of their forms."""

    editions: Mapping[str, str]
    labels: Mapping[Key, str]

    def at(self, within: tuple[str, ...]) -> list[Name]:
        """The names at the next place of a key."""
        depth = len(within)
        own = {}
        for key, label in self.labels.items():
            if key[:depth] == within:
                own[key[depth]] = label
        if not depth:
            return [_table_name(one, _table(self.editions, one)) for one in own]
        table = _table(self.editions, within[0])
        # a report may outlive the edition that somebody registered: its ids are still good
        if table is None:
            return [Name(one, "", ()) for one in own]
        named = _row_names(table) if depth == 1 else _column_names(table, own)
        return [named.get(one, Name(one, "", ())) for one in own]

    def fitting(
        self,
        asked: str,
        within: tuple[str, ...],
    ) -> list[Name]:
        """The names at the next place of a key that a text means."""
        return _fitting(asked, self.at(within))

    def has_cell(
        self,
        table: str,
        row: str,
        column: str,
    ) -> bool:
        """Whether a row and a column, by any of their names, meet in a cell."""
        rows = self.fitting(row, (table,))
        return any(self.fitting(column, (table, one.id)) for one in rows)

    def labelled(self, asked: str) -> list[Key]:
        """The cells whose whole label is a text, whatever parts it in print."""
        wanted = _unparted(asked)
        return [key for key, label in self.labels.items() if _unparted(label) == wanted]

    def below(self) -> list[Name]:
        """The rows and columns of all tables, for one who asked for them as for a table."""
        rows: dict[str, Name] = {}
        columns: dict[str, Name] = {}
        for table in self.at(()):
            for row in self.at((table.id,)):
                whole = f"{table.id}/{row.id}"
                rows[whole] = row.told_as(f"{whole}/…")
                for column in self.at((table.id, row.id)):
                    columns[column.id] = column.told_as(f"…/{column.id}")
        return [*columns.values(), *rows.values()]


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
        whole = ("/".join(row.path), "".join(row.path))
        others = (row.label, *whole, bare, row.name("en"))
        made[row.id] = Name(row.id, row.label, others)
    return made


def _column_names(
    table: Table,
    labels: Mapping[str, str],
) -> dict[str, Name]:
    """By id; of those that a report has, as the labels of its cells end, too."""
    made = {}
    for column in table.columns:
        # the year stands in the label of a report, and in the form a place for it
        label = column.label.replace("{year}", "")
        _, _, dated = labels.get(column.id, "").rpartition(JOINT)
        others = (column.label, label, dated, column.name("en"))
        made[column.id] = Name(column.id, dated or label, others)
    return made
