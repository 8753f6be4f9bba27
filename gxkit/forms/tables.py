"""A table of a form from its TOML: columns, rows, and the rules that it states about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gxkit.forms.form import Column, Row, Rule, Slot, Table
from gxkit.forms.strict import ENTRIES, FLAG, NUMBER, TEXT, TEXTS, Entry, check_ids
from gxkit.text import Sentence, fold

# what a table, a column, a row and a rule must say, and what each may say
_TABLE = {
    "id": TEXT,
    "title_zh": TEXT,
    "title_en": TEXT,
    "layout": TEXT,
    "columns": ENTRIES,
    "rows": ENTRIES,
}
_TABLE_MAY = {
    "order": NUMBER,
    "short_zh": TEXT,
    "short_en": TEXT,
    "headers": TEXTS,
    "rules": ENTRIES,
}
_COLUMN = {"id": TEXT, "label": TEXT}
_COLUMN_MAY = {"en": TEXT, "also": TEXTS}
_ROW = {"id": TEXT, "label": TEXT}
_ROW_MAY = {
    "columns": TEXTS,
    "unit": TEXT,
    "units": TEXTS,
    "also": TEXTS,
    "en": TEXT,
    "code": TEXT,
}
_RULE = {"id": TEXT, "each": TEXT, "left": TEXTS, "right": TEXTS}
_RULE_MAY = {
    "name": TEXT,
    "soft": FLAG,
    "relation": TEXT,
    "says_zh": TEXT,
    "says_en": TEXT,
    "repeats": FLAG,
}

# a label opens each row, or all rows stand side by side
LAYOUTS = ("down", "across")
# of the left side to the right; the first unless a rule says otherwise
RELATIONS = ("equal", "at most")
# a rule holds in each row between columns, or in each column between rows
EACH = ("row", "column")
# heads of a column of row codes; rows that state none are numbered from 1
CODE_HEADS = frozenset(("代码", "编码", "编号", "序号", "行次"))
# words with which the names of findings begin that no form states
TAKEN_TABLES = ("years", "implied", "joined")
# rules that no form states: those across years, of the narrative, of cells without a number
TAKEN_RULES = ("R6", "R8", "R9", "R10", "S3", "S4", "S5", "S6", "implied", "joined")
# ids stand between blanks, slashes and colons: in table/row/column and in the names of findings
_ID = re.compile(r"\w[\w.-]*")


def read_id(entry: Entry) -> str:
    """The id of an entry; FormError for one with other signs than letters, digits, _ . and -."""
    name: str = entry["id"]
    if not _ID.fullmatch(name):
        wanted = "letters, digits, _ . and - only"
        entry.fail(f"the id of {entry.what} is {name!r}; expected {wanted}.", "id")
    return name


def read_table(entry: Entry, form: str) -> Table:
    """A table of the form with that id; FormError for whatever is wrong in it."""
    entry.take(_TABLE, _TABLE_MAY)
    table = read_id(entry)
    # its findings would be taken for those that no form states
    if table in TAKEN_TABLES:
        taken = ", ".join(TAKEN_TABLES)
        entry.fail(f"a table cannot be called {table}: {taken} begin the names of findings.", "id")
    layout = entry.choose("layout", LAYOUTS)
    columns = _read_columns(entry)
    rows = _read_rows(entry, columns)
    return Table(
        form=form,
        id=table,
        title=entry["title_zh"],
        layout=layout,
        headers=entry.texts("headers"),
        columns=tuple(columns.values()),
        rows=tuple(rows.values()),
        rules=_read_rules(entry, columns, rows),
        title_en=entry["title_en"],
        short_zh=entry.text("short_zh"),
        short_en=entry.text("short_en"),
    )


def _lines(table: Entry, key: str) -> list[Entry]:
    """The entries of the columns or the rows, of which there must be one, each with its own id."""
    entries = table.entries(key, f"a {key[:-1]}")
    if not entries:
        table.fail(f"table {table['id']} has no {key}; expected one at least.", key)
    check_ids(entries)
    return entries


def _read_columns(table: Entry) -> dict[str, Column]:
    made: dict[str, Column] = {}
    heads: dict[str, str] = {}
    for entry in _lines(table, "columns"):
        entry.take(_COLUMN, _COLUMN_MAY)
        also = entry.texts("also")
        column = Column(read_id(entry), entry["label"], entry.text("en"), also)
        for text in (column.label, *also):
            other = heads.setdefault(fold(text), column.id)
            # figures are told apart by the heads that they stand under
            if other != column.id:
                said = f"the label {text!r} of column {column.id} is that of column {other} too"
                key = "label" if text == column.label else "also"
                entry.fail(f"{said}; columns are told apart by their labels.", key)
        made[column.id] = column
    return made


def _read_rows(table: Entry, columns: Mapping[str, Column]) -> dict[str, Row]:
    coded = not CODE_HEADS.isdisjoint(table.texts("headers"))
    made: dict[str, Row] = {}
    seen: dict[tuple[str, ...], str] = {}
    # a column of codes that nobody wrote down is numbered, as such columns are
    for number, entry in enumerate(_lines(table, "rows"), start=1):
        code = str(number) if coded else ""
        row = _read_row(entry.take(_ROW, _ROW_MAY), columns, code)
        _check_labels(entry, row, seen)
        made[row.id] = row
    return made


def _read_row(
    entry: Entry,
    columns: Mapping[str, Column],
    code: str,
) -> Row:
    own = entry.texts("columns") or tuple(columns)
    for number, column in enumerate(own):
        entry.check_known(column, "the column", columns, "columns", number)
    units = entry.texts("units") or (entry.text("unit"),) * len(own)
    if len(units) != len(own):
        said = f"row {entry['id']} has {len(units)} units for {len(own)} columns"
        entry.fail(f"{said}; expected one a column, or unit for all.", "units")
    return Row(
        id=read_id(entry),
        path=tuple(entry["label"].split("/")),
        units=units,
        columns=own,
        also=entry.texts("also"),
        en=entry.text("en"),
        code=entry.get("code", code),
    )


def _check_labels(
    entry: Entry,
    row: Row,
    seen: dict[tuple[str, ...], str],
) -> None:
    """FormError for a label, or another wording of one, that two rows under one head share."""
    groups = tuple(map(fold, row.path[:-1]))
    _check_letters(entry, row)
    for text in (row.label, *row.also):
        other = seen.setdefault((*groups, fold(text)), row.id)
        # of two rows with one label nobody could tell which is meant
        if other != row.id:
            key = "label" if text == row.label else "also"
            said = f"the label {text!r} of row {row.id} is that of row {other} too"
            entry.fail(f"{said}; rows are told apart by their labels.", key)


def _check_letters(entry: Entry, row: Row) -> None:
    """FormError for a label without a letter: nothing could be looked for, or every figure would
    be taken for it."""
    named = [("label", text) for text in row.path]
    named += [("also", text) for text in row.also]
    for key, text in named:
        if not any(map(str.isalpha, fold(text))):
            said = f"{key} of row {row.id} has the part {text!r}, which has no letter"
            entry.fail(f"{said}; expected a label as it is printed, groups before it with /.", key)


@dataclass(frozen=True, slots=True)
class _Stated:
    """A rule as its TOML states it, to be made for each row or each column of its table."""

    entry: Entry
    columns: Mapping[str, Column]
    rows: Mapping[str, Row]

    @property
    def by_row(self) -> bool:
        return bool(self.entry["each"] == "row")

    @property
    def named(self) -> Mapping[str, Column | Row]:
        """What the sides may name: columns in a rule for each row, and the other way round."""
        return self.columns if self.by_row else self.rows

    @property
    def used(self) -> tuple[str, ...]:
        return (*self.entry["left"], *self.entry["right"])

    def lines(self) -> list[str]:
        """The rows (or columns) in which the rule has all of its cells."""
        if self.by_row:
            return [row.id for row in self.rows.values() if set(self.used) <= set(row.columns)]
        shared = set(self.columns)
        for name in self.used:
            shared &= set(self.rows[name].columns)
        return [column for column in self.columns if column in shared]

    def slots(self, side: str, line: str) -> tuple[Slot, ...]:
        if self.by_row:
            return tuple((line, name) for name in self.entry[side])
        return tuple((name, line) for name in self.entry[side])

    def words(self) -> Sentence:
        """The rule's own words, else its sides by their labels."""
        equal = self.entry.get("relation", RELATIONS[0]) == RELATIONS[0]
        zh = "应等于" if equal else "应不大于"
        en = " equals " if equal else " is at most "
        return Sentence(
            self.entry.text("says_zh") or self._sides("zh", "＋", zh),
            self.entry.text("says_en") or self._sides("en", " + ", en),
        )

    def _sides(
        self,
        language: str,
        plus: str,
        verb: str,
    ) -> str:
        said = []
        for side in ("left", "right"):
            names = [self.named[name].name(language) for name in self.entry[side]]
            said.append(plus.join(names).replace("{year}", ""))
        return verb.join(said)


def _read_rules(
    table: Entry,
    columns: Mapping[str, Column],
    rows: Mapping[str, Row],
) -> tuple[Rule, ...]:
    made: list[Rule] = []
    for entry in table.entries("rules", "a rule"):
        stated = _Stated(entry.take(_RULE, _RULE_MAY), columns, rows)
        _check_rule(stated)
        instances = list(_make_rules(stated, table["id"]))
        known = {rule.name for rule in made}
        # a finding is known by its table and the name of its rule
        twice = [rule.name for rule in instances if rule.name in known]
        if twice:
            entry.fail(
                f"the rule {twice[0]} stands twice in one table; give each a name of its own "
                '(name = "channels").'
            )
        made += instances
    return tuple(made)


def _check_rule(stated: _Stated) -> None:
    """FormError for a rule that is another's, that names no row or column, or has no cells."""
    entry = stated.entry
    rule = read_id(entry)
    if rule in TAKEN_RULES:
        taken = ", ".join(TAKEN_RULES)
        said = f"the rule id {rule} is that of a rule which no form states ({taken})"
        entry.fail(f"{said}; give it another, as P1.", "id")
    entry.choose("each", EACH)
    if "relation" in entry:
        entry.choose("relation", RELATIONS)
    kind = "column" if stated.by_row else "row"
    for side in ("left", "right"):
        for number, name in enumerate(entry[side]):
            entry.check_known(name, f"rule {rule}: the {kind}", stated.named, side, number)
    # a rule without cells would hold in every report
    one_sided = not entry["left"] or not entry["right"]
    if one_sided or not stated.lines():
        entry.fail(f"rule {rule} has no cell on one of its sides; look at left and right.")


def _make_rules(stated: _Stated, table: str) -> Iterator[Rule]:
    """The rule of each row or column, named R5:channels:year."""
    entry = stated.entry
    for line in stated.lines():
        parts: Sequence[str] = (entry["id"], entry.text("name"), line)
        yield Rule(
            id=entry["id"],
            name=":".join(part for part in parts if part),
            table=table,
            left=stated.slots("left", line),
            right=stated.slots("right", line),
            soft=entry.get("soft", False),
            relation=entry.get("relation", RELATIONS[0]),
            words=stated.words(),
            repeats=entry.get("repeats", False),
            at=entry.place(),
        )
