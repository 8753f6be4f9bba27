"""What a table of a form says, folded once: wordings of rows, head, group labels, units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain

from gxkit.filling import weights
from gxkit.forms import (
    Column,
    Row,
    Slot,
    Table,
    all_forms,
    per_form_set,
)
from gxkit.text import fold, split_label

# The Chinese letters of a text, with how often each stands there.
Letters = Counter[str]

HAN = re.compile(r"[\u4e00-\u9fff]")
_UNIT_NOTE = re.compile(r"\((?:单位:)?(?:万元|亿元|元|件|项)\)$")
_YEARLY = "年度"
_FEW_COLUMNS = 2
_COUNT = re.compile(r"(?<=.)(?:申请)?(?:数量|件数|数)$")
# What stands beside a label of a head and is no part of it.
_MARKS = "*#:、,.·"
_YEAR = re.compile(r"^(?:20\d\d)?年度$")
_DATE = r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?|度)?"
# Letters of the longest text of a head that is remembered.
_SHORT = 48
_AROUND_ITEM = ("({})", "{}.", "{}、", "{},", "{}:")


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """One way to print a row's label: its item number and the rest; `own` if it is the form's.

    Editions share wordings, and equal ones are one object: what was found of one is asked for
    hundreds of times.
    """

    item: str
    core: str
    own: bool
    leads: tuple[str, ...]
    """the item number with its punctuation, as it may stand before the core"""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of one table.

    `wordings` are those of each row, `letters` their Chinese letters; `rows` and `columns` the
    folded labels, `slots` the cells of each row; `stems` names a column by its label without year
    and unit, `others` by another wording, `with_unit` are the stems of columns whose label has a
    unit; `heads` are texts that stand over several columns or over the labels, `landmarks` matches
    what stands between rows without being noise; `groups` are the group labels run together,
    `vocabulary` all letters of labels and head, `printed` every folded text that its cells hold
    in the form.
    """

    table: Table
    wordings: tuple[tuple[Wording, ...], ...]
    letters: tuple[tuple[Letters, ...], ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    slots: tuple[tuple[Slot, ...], ...]
    stems: dict[str, str]
    others: dict[str, str]
    heads: frozenset[str]
    with_unit: dict[str, str]
    landmarks: re.Pattern[str]
    groups: str
    vocabulary: frozenset[str]
    printed: frozenset[str]

    def column_of(
        self,
        folded: str,
    ) -> str:
        """The column that a folded text of a head names, or ''; marks and a number may be there."""
        # Each word between two rows is asked for, and most are figures or labels of every file.
        if len(folded) <= _SHORT:
            return _known_column(self, folded)
        return _find_column(self, folded)

    def is_of_another(self, row: int, core: str) -> bool:
        """Whether a text is letter by letter the label of a row that only other editions have."""
        rows = _rows_by_label(self.table.id).get(core)
        return rows is not None and self.table.rows[row].id not in rows

    @cached_property
    def cores(self) -> tuple[tuple[str, ...], ...]:
        """Of each row the texts of its wordings without their numbers."""
        return tuple(map(_cores_of, self.wordings))

    @cached_property
    def stem_of(self) -> dict[str, str]:
        """The label of each column, without year and unit."""
        return {column: label for label, column in self.stems.items()}

    @cached_property
    def units(self) -> frozenset[str]:
        """The units of its cells, which are landmarks too."""
        return frozenset(unit for row in self.table.rows for unit in row.units)

    @cached_property
    def headers(self) -> frozenset[str]:
        """The further texts of the head."""
        return frozenset(map(fold, self.table.headers))

    @cached_property
    def groups_of_columns(self) -> frozenset[str]:
        """The texts of the head that stand over some of the columns, or over all of them."""
        # Those of a table with two columns stand over the labels of its rows.
        if len(self.columns) <= _FEW_COLUMNS:
            return frozenset()
        texts = map(fold, self.table.headers)
        # One in parentheses stands over the labels of the rows.
        return frozenset(text for text in texts if not text.startswith("("))

    def column_like(self, folded: str) -> str:
        """The one column whose label a folded text is like, as a part or a misprint is; or ''."""
        from rapidfuzz import fuzz

        w = weights.IN_USE
        parts = [text for text in self.stems if is_shortened(folded, text)]
        # One letter is a part of many labels.
        if len(folded) > 1 and len(parts) == 1:
            return self.stems[parts[0]]
        # A label of three letters with one wrong is any word.
        if len(folded) < w.misprint_letters:
            return ""
        alike = []
        for text, column in self.stems.items():
            if len(text) >= w.misprint_letters and fuzz.ratio(text, folded) >= w.likeness:
                alike.append(column)
        return alike[0] if len(alike) == 1 else ""

    @property
    def yearly(self) -> str:
        """The column whose label is a year, or ''."""
        return self.stems.get(_YEARLY, "")


def _find_column(words: Lexicon, folded: str) -> str:
    bare = stem(folded)
    # 自然人数 counts what 自然人 does.
    counted = _COUNT.sub("", bare)
    for text in (bare, bare.strip(_MARKS), split_label(bare).core, counted):
        if column := words.stems.get(text) or words.others.get(text):
            return column
    return ""


# What was found of short texts; a long one is a sentence, and is met once.
_known_column = weights.cached(_find_column)


def is_shortened(printed: str, label: str) -> bool:
    """Whether the letters of a text stand in a label in their order: 结转下年 in 结转下年度.

    >>> is_shortened("公益", "社会公益组织"), is_shortened("法人", "法律服务机构")
    (True, False)
    """
    rest = iter(label)
    return all(letter in rest for letter in printed)


def _cores_of(wordings: Iterable[Wording]) -> tuple[str, ...]:
    return tuple(wording.core for wording in wordings)


@weights.cached
def lexicon(table: Table) -> Lexicon:
    """The words of a table, folded once."""
    stems = {column.id: stem(column.label) for column in table.columns}
    return Lexicon(
        table,
        wordings=tuple(map(_wordings, table.rows)),
        letters=tuple(map(_letters, table.rows)),
        rows=tuple(fold(row.label) for row in table.rows),
        columns=tuple(map(_fold_column, table.columns)),
        slots=tuple(map(_slots, table.rows)),
        stems={text: column for column, text in stems.items()},
        others=_others(table),
        heads=frozenset(_folded([table.title, *table.headers, *_groups(table)])),
        with_unit=_with_unit(table, stems),
        landmarks=_landmarks(table),
        groups="|".join(_folded(_groups(table))),
        vocabulary=_vocabulary(table),
        printed=frozenset(map(fold, table.texts)),
    )


@per_form_set
def _rows_by_label(kind: str) -> dict[str, set[str]]:
    """The rows (their ids) of which a text is the label, in the editions of a table."""
    made: dict[str, set[str]] = {}
    for form in all_forms().values():
        own = [table for table in form.tables if table.id == kind]
        for row in chain.from_iterable(table.rows for table in own):
            core = split_label(row.label).core
            made.setdefault(core, set()).add(row.id)
    return made


def _folded(texts: Iterable[str]) -> list[str]:
    """The texts folded, each once."""
    return list(dict.fromkeys(map(fold, texts)))


def _groups(table: Table) -> Iterable[str]:
    for row in table.rows:
        yield from row.path[:-1]


def _fold_column(column: Column) -> str:
    return fold(column.label.replace("{year}", ""))


def _slots(row: Row) -> tuple[Slot, ...]:
    return tuple((row.id, column) for column in row.columns)


def _wordings(row: Row) -> tuple[Wording, ...]:
    """The form's own wording first; a parenthesis or later clauses may be left out in print."""
    own = split_label(row.label)
    others = [split_label(other).core for other in row.also]
    cores = [own.core, *others]
    parenthesis = own.core.find("(")
    # Offices leave out asides such as （区分处理的，只计这一情形，不计其他情形）.
    if parenthesis > 0:
        cores.append(own.core[:parenthesis])
    clause = own.core.find("、")
    # Or what follows 、 as in 申请人逾期未按收费通知要求缴纳费用、行政机关不再处理…
    if clause >= weights.IN_USE.clause:
        cores.append(own.core[:clause])
    leads: tuple[str, ...] = ()
    if own.item:
        leads = tuple(around.format(own.item) for around in _AROUND_ITEM)
    # Typists write a comma for 、 where the other is hard to find on the keyboard.
    cores += [core.replace("、", ",") for core in cores if "、" in core]
    # Half of them writes 其它 for 其他.
    cores += [core.replace("其他", "其它") for core in cores if "其他" in core]
    made = []
    for core in dict.fromkeys(cores):
        is_own = core.replace(",", "、").replace("其它", "其他") == own.core
        made.append(_wording(own.item, core, is_own, leads))
    return tuple(made)


@cache
def _wording(
    item: str,
    core: str,
    own: bool,
    leads: tuple[str, ...],
) -> Wording:
    return Wording(item, core, own, leads)


def _letters(row: Row) -> tuple[Letters, ...]:
    """The letters of each wording of a row's label that has any."""
    made = []
    for label in (row.label, *row.also):
        letters = Counter(HAN.findall(fold(label)))
        if letters:
            made.append(letters)
    return tuple(made)


@weights.cached
def stem(label: str) -> str:
    """A column label without its year and its unit."""
    folded = fold(label.replace("{year}", ""))
    bare = _UNIT_NOTE.sub("", folded)
    return _YEARLY if _YEAR.match(bare) else bare


def _others(table: Table) -> dict[str, str]:
    """The columns by other wordings that have been seen in print."""
    made = {}
    for column in table.columns:
        for text in column.also:
            made[stem(text)] = column.id
    return made


def _with_unit(
    table: Table,
    stems: dict[str, str],
) -> dict[str, str]:
    """The stems of the columns whose label prints a unit."""
    made = {}
    for column in table.columns:
        text = stems[column.id]
        if text != fold(column.label):
            made[column.id] = text
    return made


def _landmarks(table: Table) -> re.Pattern[str]:
    """Heads, group labels, column labels, years and units, the longest first."""
    columns = [column.label.removeprefix("{year}") for column in table.columns]
    texts = [table.title, *table.headers, *columns, *_groups(table)]
    cores = {fold(text) for text in texts}
    cores.update(split_label(text).core for text in texts)
    units: set[str] = set()
    for row in table.rows:
        units.update(filter(None, row.units))
    words = [*_longest_first(map(re.escape, cores)), _DATE, *_longest_first(units)]
    return re.compile("|".join(words))


def _longest_first(texts: Iterable[str]) -> list[str]:
    return sorted(texts, key=len, reverse=True)


def _vocabulary(table: Table) -> frozenset[str]:
    printed = [*table.headers]
    printed += [row.label for row in table.rows]
    printed += [column.label for column in table.columns]
    return frozenset(fold("".join(printed)))
