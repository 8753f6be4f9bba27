"""What a table of a form says, folded once: wordings of rows, head, group labels, units."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from gxkit.filling import weights
from gxkit.forms import Row, Table
from gxkit.text import fold, split_label

HAN = re.compile(r"[\u4e00-\u9fff]")
_UNIT_NOTE = re.compile(r"\((?:单位:)?(?:万元|亿元|元|件|项)\)$")
_YEAR = re.compile(r"^(?:20\d\d)?年度$")
_DATE = r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?|度)?"


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to print a row's label: its item number and the rest; `own` if it is the form's."""

    item: str
    core: str
    own: bool
    leads: tuple[str, ...]
    """the item number with its punctuation, as it may stand before the core"""


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The words of one table.

    `wordings` are those of each row, `letters` their Chinese letters; `rows` and `columns` the
    folded labels; `stems` names a column by its label without year and unit, `with_unit` are those
    of columns whose label has one; `landmarks` matches what stands between rows without being
    noise; `groups` are the group labels run together, `vocabulary` all letters of labels and head.
    """

    table: Table
    wordings: tuple[tuple[Wording, ...], ...]
    letters: tuple[tuple[Counter[str], ...], ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    stems: dict[str, str]
    with_unit: dict[str, str]
    landmarks: re.Pattern[str]
    groups: str
    vocabulary: frozenset[str]


@weights.cached
def lexicon(table: Table) -> Lexicon:
    """The words of a table, folded once."""
    groups = dict.fromkeys(fold(group) for row in table.rows for group in row.path[:-1])
    stems = {column.id: stem(column.label) for column in table.columns}
    printed = [r.label for r in table.rows] + [c.label for c in table.columns]
    return Lexicon(
        table,
        tuple(_wordings(row) for row in table.rows),
        tuple(_letters_of_wordings(row) for row in table.rows),
        tuple(fold(row.label) for row in table.rows),
        tuple(fold(column.label.replace("{year}", "")) for column in table.columns),
        {text: column for column, text in stems.items()},
        {c.id: stems[c.id] for c in table.columns if stems[c.id] != fold(c.label)},
        _landmarks(table),
        "|".join(groups),
        frozenset(fold("".join([*printed, *table.headers]))),
    )


def _wordings(row: Row) -> tuple[Wording, ...]:
    """The form's own wording first; a parenthesis or later clauses may be left out in print."""
    w = weights.IN_USE
    own = split_label(row.label)
    cores = [own.core, *(split_label(other).core for other in row.also)]
    parenthesis = own.core.find("(")
    if parenthesis >= w.before_parenthesis:
        cores.append(own.core[:parenthesis])
    clause = own.core.find("、")
    if clause >= w.clause:
        cores.append(own.core[:clause])
    item = own.item
    leads = (f"({item})", f"{item}.", f"{item}、", f"{item},", f"{item}:") if item else ()
    return tuple(Wording(item, core, core == own.core, leads) for core in dict.fromkeys(cores))


def _letters_of_wordings(row: Row) -> tuple[Counter[str], ...]:
    counted = [Counter(HAN.findall(fold(label))) for label in (row.label, *row.also)]
    return tuple(letters for letters in counted if letters)


def stem(label: str) -> str:
    """A column label without its year and its unit."""
    folded = _UNIT_NOTE.sub("", fold(label.replace("{year}", "")))
    return "年度" if _YEAR.match(folded) else folded


def _landmarks(table: Table) -> re.Pattern[str]:
    """Heads, group labels, column labels, years and units, the longest first."""
    columns = [column.label.removeprefix("{year}") for column in table.columns]
    groups = [group for row in table.rows for group in row.path[:-1]]
    texts = {table.title, *table.headers, *columns, *groups}
    cores = {fold(text) for text in texts} | {split_label(text).core for text in texts}
    units = {unit for row in table.rows for unit in row.units if unit}
    words = sorted(map(re.escape, cores), key=len, reverse=True)
    return re.compile("|".join([*words, _DATE, *sorted(units, key=len, reverse=True)]))
