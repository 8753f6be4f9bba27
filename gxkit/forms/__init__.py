"""The statutory forms: blank tables as data, with the arithmetic they state about themselves.

One TOML file an edition. A new edition, or another province's table, is a new file and no new code; an old one is never
edited. The form knows neither files nor data frames.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from gxkit.errors import FormError

Number = int | Decimal
Slot = tuple[str, str]
"""row, column of one table"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its notice prints it; `{year}` in the label stands for the report year."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row: `path` its group labels and its own label as printed, `also` other wordings seen in print."""

    id: str
    path: tuple[str, ...]
    units: tuple[str, ...]
    columns: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.path[-1]


def _sum(numbers: list[Number | None]) -> Number | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of one table: the sum of the `left` cells equals (or is at most) the sum of the `right` ones.

    `id` is the statutory rule (R1), `name` this instance of it (`R1:received`). A soft rule gives a remark. `relation`
    is `equal` or `at most`; only an identity verifies a value.
    """

    id: str
    name: str
    table: str
    left: tuple[Slot, ...]
    right: tuple[Slot, ...]
    soft: bool = False
    relation: str = "equal"

    @property
    def cells(self) -> tuple[Slot, ...]:
        return self.left + self.right

    def sides(self, number: Callable[[Slot], Number | None]) -> tuple[Number | None, Number | None]:
        """Both sums; None for a side in which a cell has no number (a blank is no zero)."""
        return _sum([number(slot) for slot in self.left]), _sum(
            [number(slot) for slot in self.right]
        )

    def holds(self, left: Number, right: Number) -> bool:
        """Whether two sums stand in the rule's relation."""
        return left == right if self.relation == "equal" else left <= right


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One table of an edition.

    `layout` is `down` (a label opens each row) or `across` (all rows stand side by side in one line of figures).
    `headers` are the further texts of its head.
    """

    form: str
    id: str
    title: str
    layout: str
    headers: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    rules: tuple[Rule, ...]
    _columns: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_columns", {c.id: c for c in self.columns})

    def column(self, column_id: str) -> Column:
        return self._columns[column_id]

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple((row.id, column) for row in self.rows for column in row.columns)

    def label(self, row: Row, column_id: str, year: int | None = None) -> str:
        """The full label of a cell: group labels, row label and column label."""
        printed = self.column(column_id).label.replace("{year}", str(year) if year else "")
        return "/".join(row.path) + " · " + printed


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """An edition: the tables that a notice prescribes, and the report years it was written for."""

    id: str
    title: str
    basis: str
    in_force: tuple[int, int]
    tables: tuple[Table, ...]

    def table(self, table_id: str) -> Table:
        for table in self.tables:
            if table.id == table_id:
                return table
        raise FormError(
            f"Form {self.id} has no table {table_id!r}; it has {', '.join(t.id for t in self.tables)}."
        )


@dataclass(frozen=True, slots=True)
class KnownEdition:
    """An edition that gxkit can name and cannot fill: of the labels `signs` at least `enough` must stand there."""

    id: str
    title: str
    basis: str
    signs: tuple[str, ...]
    enough: int


def _take(data: dict[str, Any], where: str, required: str, optional: str = "") -> dict[str, Any]:
    """`data` if it has the required keys and no others, else a FormError that names them."""
    allowed = set(required.split()) | set(optional.split())
    if unknown := set(data) - allowed:
        raise FormError(
            f"{where}: unknown key {', '.join(sorted(unknown))}; expected {', '.join(sorted(allowed))}."
        )
    if absent := set(required.split()) - set(data):
        raise FormError(f"{where}: the key {', '.join(sorted(absent))} is missing.")
    return data


def _row(data: dict[str, Any], columns: tuple[Column, ...], where: str) -> Row:
    _take(data, where, "id label", "columns unit units also")
    own = tuple(data.get("columns", [c.id for c in columns]))
    units = tuple(data["units"]) if "units" in data else (data.get("unit", ""),) * len(own)
    if len(units) != len(own) or not set(own) <= {c.id for c in columns}:
        raise FormError(
            f"{where}: row {data['id']} names columns or units that the table does not have."
        )
    return Row(data["id"], tuple(data["label"].split("/")), units, own, tuple(data.get("also", ())))


def _rules(
    data: dict[str, Any],
    table_id: str,
    rows: tuple[Row, ...],
    columns: tuple[Column, ...],
    where: str,
) -> list[Rule]:
    _take(data, where, "id each left right", "name soft relation")
    by_row = data["each"] == "row"
    names = {c.id for c in columns} if by_row else {r.id for r in rows}
    if unknown := set(data["left"] + data["right"]) - names:
        raise FormError(
            f"{where}: rule {data['id']} names {', '.join(sorted(unknown))}, which the table does not have."
        )
    relation = data.get("relation", "equal")
    if relation not in ("equal", "at most"):
        raise FormError(
            f"{where}: rule {data['id']} has the relation {relation!r}; expected 'equal' or 'at most'."
        )
    made = []
    for line in [r.id for r in rows] if by_row else [c.id for c in columns]:

        def side(ids: list[str], line: str = line) -> tuple[Slot, ...]:
            return tuple((line, i) if by_row else (i, line) for i in ids)

        name = ":".join(filter(None, (data["id"], data.get("name"), line)))
        made.append(
            Rule(
                data["id"],
                name,
                table_id,
                side(data["left"]),
                side(data["right"]),
                data.get("soft", False),
                relation,
            )
        )
    return made


def _table(data: dict[str, Any], form: str) -> Table:
    where = f"form {form}, table {data.get('id')}"
    _take(data, where, "id title layout columns rows", "headers rules")
    if data["layout"] not in ("down", "across"):
        raise FormError(f"{where}: layout is {data['layout']!r}; expected 'down' or 'across'.")
    columns = tuple(Column(**_take(c, where, "id label")) for c in data["columns"])
    rows = tuple(_row(r, columns, where) for r in data["rows"])
    for things in (columns, rows):
        if len({t.id for t in things}) != len(things):
            raise FormError(f"{where}: an id stands twice.")
    rules = tuple(
        rule for r in data.get("rules", ()) for rule in _rules(r, data["id"], rows, columns, where)
    )
    return Table(
        form,
        data["id"],
        data["title"],
        data["layout"],
        tuple(data.get("headers", ())),
        columns,
        rows,
        rules,
    )


def read_form(text: str) -> Form:
    """A form from its TOML text; FormError for an unknown key or a rule that names no cell."""
    data = _take(tomllib.loads(text), "form", "id title basis in_force tables")
    return Form(
        data["id"],
        data["title"],
        data["basis"],
        tuple(data["in_force"]),
        tuple(_table(t, data["id"]) for t in data["tables"]),
    )


@cache
def all_forms() -> Mapping[str, Form]:
    """Every supported edition by id, in the order of their first year."""
    folder = resources.files("gxkit.forms").joinpath("editions")
    forms = [
        read_form(f.read_text("utf-8"))
        for f in sorted(folder.iterdir(), key=lambda f: f.name)
        if f.name.endswith(".toml")
    ]
    return {f.id: f for f in sorted(forms, key=lambda f: (f.in_force[0], f.id))}


@cache
def known_editions() -> tuple[KnownEdition, ...]:
    """The editions that gxkit recognises and does not fill."""
    data = tomllib.loads(
        resources.files("gxkit.forms").joinpath("unsupported.toml").read_text("utf-8")
    )
    return tuple(
        KnownEdition(e["id"], e["title"], e["basis"], tuple(e["signs"]), e["enough"])
        for e in (
            _take(e, "unsupported.toml", "id title basis signs enough") for e in data["editions"]
        )
    )


def find_form(form_id: str) -> Form:
    """The form of that id; FormError, listing the known ones, if there is none."""
    try:
        return all_forms()[form_id]
    except KeyError:
        raise FormError(
            f"There is no form {form_id!r}; the forms are {', '.join(all_forms())}."
        ) from None
