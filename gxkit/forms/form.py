"""What a form consists of: columns, rows, rules, tables, and what compares with it.

A form knows neither files nor data frames; how its TOML is read stands in `reading.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gxkit.errors import FormError
from gxkit.forms.strict import Place
from gxkit.text import Key, Number, Sentence, WithFace, choose

# row, column of one table
Slot = tuple[str, str]
# None where there is no number
Sum = Number | None
# the last year of an edition that no later one has replaced
STILL_IN_USE = 9999
# between the label of a row and that of a column
JOINT = " · "


class Comparability(StrEnum):
    """What a step from one edition to another does to a series, the mildest first."""

    COMPARABLE = "comparable"
    CAUTION = "caution"
    BREAK = "break"
    NONE = "none"

    @property
    def rank(self) -> int:
        return list(Comparability).index(self)


@dataclass(frozen=True, slots=True)
class Pair:
    """What is said of two editions or families: how `concepts` (None: all) compare, and why.

    `at` is the file and the line where it stands.
    """

    one: str
    other: str
    kind: Comparability
    concepts: tuple[str, ...] | None
    why_zh: str
    why_en: str
    at: Place | None = field(default=None, repr=False, compare=False)

    def why(self, language: str) -> str:
        return choose(self.why_zh, self.why_en, language)


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its notice prints it; `{year}` in the label stands for the report year.

    `also` are other wordings seen in print.
    """

    id: str
    label: str
    en: str = ""
    also: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """The label as printed, in English its own name or, without one, the id in words."""
        return choose(self.label, self.en or _words(self.id), language)


# compared by identity: what is prepared for a row or table is looked up for every line read
@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row: `path` is its group labels and its own label, `also` other wordings seen in print.

    `code` is a number of the row that the form prints beside its label (代码).
    """

    id: str
    path: tuple[str, ...]
    units: tuple[str, ...]
    columns: tuple[str, ...]
    also: tuple[str, ...] = ()
    en: str = ""
    code: str = ""

    @property
    def label(self) -> str:
        return self.path[-1]

    def name(self, language: str) -> str:
        """The label as printed, in English its own name or, without one, the id in words."""
        return choose(self.label, self.en or _words(self.id), language)


def _words(name: str) -> str:
    """An id in words.

    >>> _words("denied.state_secret")
    'Denied: state secret'
    """
    spaced = name.replace("_", " ").replace("-", " ")
    said = spaced.replace(".", ": ")
    return said[:1].upper() + said[1:]


_NO_WORDS = Sentence("", "")


def _sum(numbers: Iterable[Sum]) -> Sum:
    total: Number = 0
    for number in numbers:
        # one cell without a number, and the sum is not known: a blank is no zero
        if number is None:
            return None
        total += number
    return total


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of one table: the sum of the `left` cells equals (or is at most) that of the `right`.

    `id` is the statutory rule (R1), `name` this instance of it (`R1:received`), `words` what it
    says. A soft rule gives a remark. `relation` is `equal` or `at most`; only an
    identity verifies a value. `repeats`: it follows from the others and is printed all the same;
    `at` is the file and the line where it is stated.
    """

    id: str
    name: str
    table: str
    left: tuple[Slot, ...]
    right: tuple[Slot, ...]
    soft: bool = False
    relation: str = "equal"
    words: Sentence = _NO_WORDS
    repeats: bool = False
    at: Place | None = field(default=None, repr=False, compare=False)
    keys: tuple[Key, ...] = field(init=False, repr=False, compare=False)
    """its cells as a report knows them"""

    def __post_init__(self) -> None:
        # asked for by every check of each report
        keys = [(self.table, row, column) for row, column in self.cells]
        object.__setattr__(self, "keys", tuple(keys))

    @property
    def cells(self) -> tuple[Slot, ...]:
        return self.left + self.right

    @property
    def is_identity(self) -> bool:
        """Whether it leaves a cell one number; a bound leaves many, a soft rule may be broken."""
        return self.relation == "equal" and not self.soft

    def says(self, language: str) -> str:
        """The rule in words, without its cells."""
        return self.words.say(language)

    def sides(self, number: Callable[[Slot], Sum]) -> tuple[Sum, Sum]:
        """Both sums; None for a side in which a cell has no number (a blank is no zero)."""
        left = _sum(map(number, self.left))
        right = _sum(map(number, self.right))
        return left, right

    def holds(self, left: Number, right: Number) -> bool:
        """Whether two sums stand in the rule's relation."""
        # no tolerance: counts are whole numbers, and amounts are printed in full
        if self.relation == "equal":
            return left == right
        return left <= right


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Table(WithFace):
    """One table of an edition.

    `layout` is `down` (a label opens each row) or `across` (all rows stand side by side in one
    line of figures). `headers` are the further texts of its head, a column of item codes among
    them. `title` is as printed.
    """

    form: str
    id: str
    title: str
    layout: str
    headers: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    rules: tuple[Rule, ...]
    title_en: str = ""
    short_zh: str = ""
    short_en: str = ""
    _columns: dict[str, Column] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # asked for each cell of each report: too often for a search
        known = {column.id: column for column in self.columns}
        object.__setattr__(self, "_columns", known)

    def column(self, column_id: str) -> Column:
        return self._columns[column_id]

    def name(self, language: str) -> str:
        """The title in Chinese or English."""
        return choose(self.title, self.title_en, language)

    def short(self, language: str) -> str:
        """What it is called for short (表三), its title if it has no short name."""
        return choose(self.short_zh, self.short_en, language) or self.name(language)

    @property
    def slots(self) -> tuple[Slot, ...]:
        made: list[Slot] = []
        for row in self.rows:
            made += [(row.id, column) for column in row.columns]
        return tuple(made)

    @property
    def texts(self) -> frozenset[str]:
        """Every text that the table may print: title, heads, labels and their other wordings."""
        own = {self.title, *self.headers}
        own.update(column.label for column in self.columns)
        for row in self.rows:
            own.update(row.path, row.also)
        return frozenset(own)

    def label(
        self,
        row: Row,
        column_id: str,
        year: int | None = None,
    ) -> str:
        """The full label of a cell: group labels, row label and column label."""
        printed = self.column(column_id).label
        # a report that does not tell its year leaves the place of it empty
        dated = printed.replace("{year}", str(year or ""))
        return "/".join(row.path) + JOINT + dated


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Form(WithFace):
    """An edition: the tables that a notice prescribes, and the report years it was written for.

    `family` groups the editions of one issuer that compare with each other. `concepts` gives the
    cells whose sum is a concept; `pairs` what is said of this edition and others. `source` is the
    file it was read from and `text` what stands there.
    """

    id: str
    title: str
    basis: str
    in_force: tuple[int, int]
    tables: tuple[Table, ...]
    title_en: str = ""
    short_zh: str = ""
    short_en: str = ""
    family: str = ""
    family_zh: str = ""
    family_en: str = ""
    concepts: Mapping[str, tuple[Key, ...]] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
    source: str = ""
    text: str = field(default="", repr=False)

    def name(self, language: str) -> str:
        """The edition's full name in Chinese or English."""
        return choose(self.title, self.title_en, language)

    def short(self, language: str) -> str:
        """The edition's name where there is little room; its id if its TOML gives none."""
        return choose(self.short_zh, self.short_en, language) or self.id

    def family_name(self, language: str) -> str:
        """The name of its family as this edition gives it, '' if it gives none."""
        return choose(self.family_zh, self.family_en, language)

    def covers(self, year: int) -> bool:
        """Whether the edition was written for that report year."""
        first, last = self.in_force
        return first <= year <= last

    def table(self, table_id: str) -> Table:
        for table in self.tables:
            if table.id == table_id:
                return table
        known = ", ".join(table.id for table in self.tables)
        raise FormError(
            f"格式 {self.id} 没有表 {table_id!r}；它有 {known}。",
            f"Form {self.id} has no table {table_id!r}; it has {known}.",
        )
