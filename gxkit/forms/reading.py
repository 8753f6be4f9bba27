"""An edition from its TOML text; each fault is told in one sentence with file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from gxkit.forms.form import Column, Comparability, Form, Pair, Row, Rule, Slot, Table
from gxkit.forms.places import Path
from gxkit.forms.strict import (
    ENTRIES,
    FLAG,
    NAMES,
    NUMBER,
    TEXT,
    TEXT_OR_TEXTS,
    TEXTS,
    YEARS,
    Data,
    Source,
    fits,
)
from gxkit.text import Key, Sentence, fold

_FORM = {
    "id": TEXT,
    "title_zh": TEXT,
    "title_en": TEXT,
    "basis": TEXT,
    "in_force": YEARS,
    "tables": ENTRIES,
}
_FORM_MAY = {
    "short_zh": TEXT,
    "short_en": TEXT,
    "family": TEXT,
    "family_zh": TEXT,
    "family_en": TEXT,
    "concepts": NAMES,
    "comparability": ENTRIES,
}
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
_COLUMN_MAY = {"en": TEXT}
_ROW = {"id": TEXT, "label": TEXT}
_ROW_MAY = {"columns": TEXTS, "unit": TEXT, "units": TEXTS, "also": TEXTS, "en": TEXT, "code": TEXT}
_RULE = {"id": TEXT, "each": TEXT, "left": TEXTS, "right": TEXTS}
_RULE_MAY = {
    "name": TEXT,
    "soft": FLAG,
    "relation": TEXT,
    "says_zh": TEXT,
    "says_en": TEXT,
    "repeats": FLAG,
}
_PAIR = {"kind": TEXT, "concepts": TEXT_OR_TEXTS, "why_zh": TEXT, "why_en": TEXT}
_PAIR_MAY = {"with": TEXT_OR_TEXTS, "between": TEXTS}

LAYOUTS = dict.fromkeys(("down", "across"))
RELATIONS = dict.fromkeys(("equal", "at most"))
EACH = dict.fromkeys(("row", "column"))
ALL = "all"
"""concepts = "all": of every concept that both editions have"""
CODE_HEADS = frozenset(("代码", "编码", "编号", "序号", "行次"))
"""heads of a column of row codes; rows that state none are numbered from 1"""
_ID = re.compile(r"\w[\w.-]*")
"""ids stand in table/row/column and in the names of findings, between blanks, slashes and colons"""
TAKEN_TABLES = dict.fromkeys(("years", "implied", "joined"))
"""words with which the names of other findings begin"""
TAKEN_RULES = dict.fromkeys(("R6", "R8", "R9", "R10", "S3", "S4", "S5", "implied", "joined"))
"""rules that no form states: those across years, of the narrative, and of cells without a number"""


def _id(source: Source, data: Data, path: Path, what: str) -> str:
    name: str = data["id"]
    if not _ID.fullmatch(name):
        source.fail(
            (*path, "id"),
            f"the id of {what} is {name!r}; expected letters, digits, _ . and - only.",
        )
    return name


def _choice(source: Source, data: Data, path: Path, key: str, among: Mapping[str, object]) -> str:
    name: str = data[key]
    source.known(name, (*path, key), key, among)
    return name


def _column(source: Source, data: Data, path: Path) -> Column:
    source.take(data, path, "a column", _COLUMN, _COLUMN_MAY)
    return Column(_id(source, data, path, "a column"), data["label"], data.get("en", ""))


def _row(source: Source, data: Data, path: Path, columns: Mapping[str, Column], code: str) -> Row:
    source.take(data, path, "a row", _ROW, _ROW_MAY)
    own = tuple(data.get("columns", columns))
    for number, column in enumerate(own):
        source.known(column, (*path, "columns", number), "the column", columns)
    if "units" in data and len(data["units"]) != len(own):
        source.fail(
            (*path, "units"),
            f"row {data['id']} has {len(data['units'])} units for {len(own)} columns; "
            "expected one a column, or unit for all.",
        )
    units = tuple(data.get("units", (data.get("unit", ""),) * len(own)))
    return Row(
        _id(source, data, path, "a row"),
        tuple(data["label"].split("/")),
        units,
        own,
        tuple(data.get("also", ())),
        data.get("en", ""),
        data.get("code", code),
    )


def _check_labels(source: Source, rows: tuple[Row, ...], path: Path) -> None:
    """FormError for a label, or another wording of one, that two rows under one head share."""
    seen: dict[tuple[str, ...], str] = {}
    for number, row in enumerate(rows):
        groups = tuple(map(fold, row.path[:-1]))
        own = [(row.label, (*path, number, "label"))]
        own += [(text, (*path, number, "also", i)) for i, text in enumerate(row.also)]
        for text, place in own:
            other = seen.setdefault((*groups, fold(text)), row.id)
            if other != row.id:
                source.fail(
                    place,
                    f"the label {text!r} of row {row.id} is that of row {other} too; "
                    "rows of one table are told apart by their labels.",
                )


def _check_heads(source: Source, columns: Mapping[str, Column], path: Path) -> None:
    """FormError for a column label that stands twice."""
    seen: dict[str, str] = {}
    for number, column in enumerate(columns.values()):
        other = seen.setdefault(fold(column.label), column.id)
        if other != column.id:
            source.fail(
                (*path, number, "label"),
                f"the label {column.label!r} of column {column.id} is that of column {other} too.",
            )


@dataclass(frozen=True, slots=True)
class _Sides:
    """A rule as its TOML states it, to be made for each row or each column of its table."""

    data: Data
    table: Data
    rows: tuple[Row, ...]
    columns: Mapping[str, Column]

    @property
    def by_row(self) -> bool:
        return bool(self.data["each"] == "row")

    @property
    def named(self) -> Mapping[str, Column | Row]:
        """What the sides may name: the columns of a rule for each row, and the other way round."""
        return self.columns if self.by_row else {row.id: row for row in self.rows}

    def lines(self) -> list[str]:
        """The rows (or columns) in which the rule has cells."""
        if not self.by_row:
            return [c for c in self.columns if all(c in row.columns for row in self._used())]
        used = {*self.data["left"], *self.data["right"]}
        return [row.id for row in self.rows if used <= set(row.columns)]

    def _used(self) -> list[Row]:
        ids = {*self.data["left"], *self.data["right"]}
        return [row for row in self.rows if row.id in ids]

    def slots(self, side: str, line: str) -> tuple[Slot, ...]:
        if self.by_row:
            return tuple((line, name) for name in self.data[side])
        return tuple((name, line) for name in self.data[side])

    def words(self, language: str) -> str:
        """The rule's own words, else its sides by their labels."""
        if own := self.data.get(f"says_{language}"):
            return str(own)
        left, right = (
            [self._name(name, language) for name in self.data[side]] for side in ("left", "right")
        )
        equal = self.data.get("relation", "equal") == "equal"
        if language == "zh":
            return f"{'＋'.join(left)}{'应等于' if equal else '应不大于'}{'＋'.join(right)}"
        return f"{' + '.join(left)} {'equals' if equal else 'is at most'} {' + '.join(right)}"

    def _name(self, name: str, language: str) -> str:
        return self.named[name].name(language).replace("{year}", "")


def _rules(source: Source, sides: _Sides, path: Path) -> Iterator[Rule]:
    data = source.take(sides.data, path, "a rule", _RULE, _RULE_MAY)
    rule = _id(source, data, path, "a rule")
    if rule in TAKEN_RULES:
        source.fail(
            (*path, "id"),
            f"the rule id {rule} is that of a rule which no form states "
            f"({', '.join(TAKEN_RULES)}); give it another, as P1.",
        )
    _choice(source, data, path, "each", EACH)
    if "relation" in data:
        _choice(source, data, path, "relation", RELATIONS)
    kind = "column" if sides.by_row else "row"
    for side in ("left", "right"):
        for number, name in enumerate(data[side]):
            source.known(name, (*path, side, number), f"rule {rule}: the {kind}", sides.named)
    lines = sides.lines()
    if not lines or not data["left"] or not data["right"]:
        source.fail(path, f"rule {rule} has no cell on one of its sides; look at left and right.")
    for line in lines:
        yield Rule(
            rule,
            ":".join(filter(None, (rule, data.get("name"), line))),
            sides.table["id"],
            sides.slots("left", line),
            sides.slots("right", line),
            data.get("soft", False),
            data.get("relation", "equal"),
            Sentence(sides.words("zh"), sides.words("en")),
            data.get("repeats", False),
        )


def _table(source: Source, data: Data, path: Path, form: str) -> Table:
    source.take(data, path, f"a table of {form}", _TABLE, _TABLE_MAY)
    table = _id(source, data, path, "a table")
    if table in TAKEN_TABLES:
        source.fail(
            (*path, "id"),
            f"a table cannot be called {table}: {', '.join(TAKEN_TABLES)} begin the names of "
            "findings; give it another id.",
        )
    _choice(source, data, path, "layout", LAYOUTS)
    for key in ("columns", "rows"):
        source.unique([one.get("id", "") for one in data[key]], (*path, key), f"the {key[:-1]} id")
        if not data[key]:
            source.fail((*path, key), f"table {table} has no {key}; expected one at least.")
    columns = {
        column.id: column
        for number, one in enumerate(data["columns"])
        for column in [_column(source, one, (*path, "columns", number))]
    }
    coded = not CODE_HEADS.isdisjoint(data.get("headers", ()))
    rows = tuple(
        _row(source, one, (*path, "rows", number), columns, str(number + 1) if coded else "")
        for number, one in enumerate(data["rows"])
    )
    _check_labels(source, rows, (*path, "rows"))
    _check_heads(source, columns, (*path, "columns"))
    rules: list[Rule] = []
    for number, one in enumerate(data.get("rules", ())):
        sides = _Sides(one, data, rows, columns)
        rules += _rules(source, sides, (*path, "rules", number))
    _check_rule_names(source, rules, path)
    return Table(
        form,
        table,
        data["title_zh"],
        data["layout"],
        tuple(data.get("headers", ())),
        tuple(columns.values()),
        rows,
        tuple(rules),
        data["title_en"],
        data.get("short_zh", ""),
        data.get("short_en", ""),
    )


def _check_rule_names(source: Source, rules: list[Rule], path: Path) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.name in seen:
            source.fail(
                (*path, "rules"),
                f"the rule {rule.name} stands twice in one table; give each a name of its own "
                '(name = "channels").',
            )
        seen.add(rule.name)


def _keys(
    source: Source, texts: list[str], path: Path, cells: Mapping[Key, str], unit: str
) -> tuple[Key, ...]:
    """The cells of a concept: each is there, and amounts of money are in the concept's unit."""
    keys: list[Key] = []
    for text in texts:
        table, _, rest = text.partition("/")
        row, _, column = rest.partition("/")
        key = (table, row, column)
        if key not in cells:
            source.fail(
                path, f"the form has no cell {text!r}; expected table/row/column of this file."
            )
        # 元 summed with 万元 would give a number that means nothing.
        if "元" in cells[key] + unit and cells[key] != unit:
            source.fail(
                path,
                f"the cell {text} is in {cells[key] or 'no unit'}, concept {path[-1]} in {unit}.",
            )
        keys.append(key)
    return tuple(keys)


def _concepts(
    source: Source, data: Data, tables: tuple[Table, ...], units: Mapping[str, str]
) -> dict[str, tuple[Key, ...]]:
    cells = {
        (table.id, row.id, column): unit
        for table in tables
        for row in table.rows
        for column, unit in zip(row.columns, row.units, strict=True)
    }
    made: dict[str, tuple[Key, ...]] = {}
    alone: dict[Key, str] = {}
    for concept, said in data.items():
        path: Path = ("concepts", concept)
        source.known(concept, path, "the concept", units)
        texts = [said] if isinstance(said, str) else said
        if isinstance(said, dict):
            source.fail(path, f'write an id with a dot in quotes: "{concept}.{next(iter(said))}".')
        if not texts or not fits(TEXTS, texts):
            source.fail(path, f"the cells of {concept} are {said!r}; expected {TEXT_OR_TEXTS}.")
        made[concept] = _keys(source, texts, path, cells, units[concept])
        if len(texts) == 1 and (other := alone.setdefault(made[concept][0], concept)) != concept:
            source.fail(path, f"{other} and {concept} are the same cell; one cell is one concept.")
    # In the order of concepts.toml, whatever that of the edition.
    return {concept: made[concept] for concept in units if concept in made}


def read_pair(
    source: Source, data: Data, path: Path, own: str, units: Mapping[str, str]
) -> Iterator[Pair]:
    """The pairs of one entry: of an edition `own` with each other that it names, or between two."""
    source.take(data, path, "a comparability", _PAIR, _PAIR_MAY)
    kind = _choice(source, data, path, "kind", dict.fromkeys(Comparability))
    said = data["concepts"]
    if isinstance(said, str) and said != ALL:
        source.fail((*path, "concepts"), f"concepts is {said!r}; expected {ALL!r} or a list.")
    concepts = None if said == ALL else tuple(said)
    for number, concept in enumerate(concepts or ()):
        source.known(concept, (*path, "concepts", number), "the concept", units)
    if ("with" in data) == ("between" in data) or ("with" in data and not own):
        source.fail(path, "expected either with (other editions) or between (two of them).")
    place = (*path, "between" if "between" in data else "with")
    if "between" in data:
        ends = [tuple(data["between"])]
    else:
        others = data["with"]
        ends = [(own, other) for other in ([others] if isinstance(others, str) else others)]
    for both in ends:
        if len(set(both)) != len(("one", "other")):
            source.fail(place, f"{' and '.join(both)} are no two editions or families.")
        yield Pair(
            both[0],
            both[1],
            Comparability(kind),
            concepts,
            data["why_zh"],
            data["why_en"],
            source.place(place),
        )


def read_pairs(source: Source, own: str, units: Mapping[str, str]) -> tuple[Pair, ...]:
    """Every pair of `[[comparability]]`."""
    made: list[Pair] = []
    for number, one in enumerate(source.data.get("comparability", ())):
        made += read_pair(source, one, ("comparability", number), own, units)
    return tuple(made)


def _in_order(data: list[Data]) -> Callable[[int], int]:
    """Tables stand in the order of the file but where `order` says otherwise."""
    return lambda number: int(data[number].get("order", number))


def make_form(source: Source, units: Mapping[str, str]) -> Form:
    """A form from its TOML; FormError, with file and line, for whatever is wrong in it.

    `units` gives the concepts that it may name, with the unit of each.
    """
    data = source.take(source.data, (), "the form", _FORM, _FORM_MAY)
    form = _id(source, data, (), "the form")
    source.unique([one.get("id", "") for one in data["tables"]], ("tables",), "the table id")
    made = [_table(source, one, ("tables", i), form) for i, one in enumerate(data["tables"])]
    order = sorted(range(len(made)), key=_in_order(data["tables"]))
    tables = tuple(made[number] for number in order)
    if not tables:
        source.fail((), "the form has no tables; expected one [[tables]] at least.")
    return Form(
        form,
        data["title_zh"],
        data["basis"],
        tuple(data["in_force"]),
        tables,
        data["title_en"],
        data.get("short_zh", ""),
        data.get("short_en", ""),
        data.get("family", form),
        data.get("family_zh", ""),
        data.get("family_en", ""),
        _concepts(source, data.get("concepts", {}), tables, units),
        read_pairs(source, form, units),
        source.name,
        source.text,
    )
