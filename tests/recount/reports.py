"""The transcribed reports, the relations that their forms state, and what follows from them."""

from __future__ import annotations

import csv
import math
import re
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

Cell = tuple[str, str, str]
Pair = tuple[Decimal, Decimal]
PEOPLE = "natural_person"


ORGANISATIONS = ("business", "research", "public_interest", "legal_service", "other_org")


TOTAL = "total"


DENIED = "denied."


ENDS = ("upheld", "corrected", "other")


SUITS = ("litigation_direct", "litigation_after_reconsideration")


CHANNELS = "requests."


FEW = 20
"""under which the study tells no rate"""


Z = statistics.NormalDist().inv_cdf(0.975)


@dataclass
class Report:
    """A report as it was transcribed: printed and reconciled numbers by cell."""

    id: str
    agency: str
    agency_en: str
    code: str
    level: str
    scope: str
    year: int
    published: str
    told: tuple[str, ...]
    sha256: str
    uncertain: str
    printed: dict[Cell, Decimal | None] = field(default_factory=dict)
    text: dict[Cell, str] = field(default_factory=dict)
    reconciled: dict[Cell, Decimal] = field(default_factory=dict)
    doubted: set[Cell] = field(default_factory=set)
    open: set[Cell] = field(default_factory=set)

    @property
    def body(self) -> tuple[str, str]:
        return self.code, self.agency

    @property
    def is_old(self) -> bool:
        return any(table == "legacy" for table, _, _ in self.printed)

    def rows(self, table: str) -> list[str]:
        return list(dict.fromkeys(row for own, row, _ in self.printed if own == table))

    def used(self, cell: Cell) -> Decimal | None:
        return self.reconciled.get(cell, self.printed.get(cell))


def read_reports(data: Path) -> list[Report]:
    with (data / "catalog.csv").open(encoding="utf-8", newline="") as lines:
        listed = list(csv.DictReader(lines))
    # a text dump is not what a report is read from, where there is another file
    listed.sort(key=lambda line: line["format"] == "txt")
    made: dict[str, Report] = {}
    for line in listed:
        if line["report"] not in made:
            names = ("agency", "agency_en", "code", "level", "scope")
            facts = {name: line[name] for name in names}
            made[line["report"]] = Report(
                line["report"],
                **facts,
                year=int(line["year"]),
                published=line["published"],
                told=tuple(sorted((line["published"] or line["days_told"]).split())),
                sha256=line["sha256"],
                uncertain=line["uncertain"],
            )
    for report in made.values():
        _read_cells(report, data, listed)
    return sorted(made.values(), key=lambda one: (one.code, one.agency, one.year))


def _read_cells(report: Report, data: Path, listed: Iterable[dict[str, str]]) -> None:
    path = data / "transcriptions" / f"{report.id}.csv"
    unparted = any(
        "procurement are not parted" in line["uncertain"]
        for line in listed
        if line["report"] == report.id
    )
    with path.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            cell = (line["table"], line["row"], line["column"])
            value = Decimal(line["value"]) if line["value"] else None
            noted = re.search(r"[（(].*\d", line["printed"])
            report.printed[cell] = None if noted else value
            report.text[cell] = line["printed"]
            if line["reconciled"] or noted:
                report.reconciled[cell] = Decimal(line["reconciled"] or line["value"])
            if noted or (unparted and cell[1] == "procurement"):
                report.doubted.add(cell)


def wilson(part: Decimal, whole: Decimal) -> tuple[float, float]:
    k, n = float(part), float(whole)
    centre = (k + Z * Z / 2) / (n + Z * Z)
    half = Z / (n + Z * Z) * math.sqrt(k * (n - k) / n + Z * Z / 4)
    return max(0.0, centre - half), min(1.0, centre + half)


def newcombe(one: Pair, other: Pair) -> tuple[float, float, float]:
    p, q = float(one[0] / one[1]), float(other[0] / other[1])
    (a, b), (c, d) = wilson(*one), wilson(*other)
    low = p - q - math.hypot(p - a, d - q)
    return p - q, low, p - q + math.hypot(b - p, q - c)


# ---- the relations of the forms

Relation = tuple[str, list[Cell], list[Cell]]
"""a rule, and the cells of its two sides"""


def relations(report: Report) -> list[Relation]:
    return [*_of_requests(report), *_of_remedies(report), *_of_old_tables(report)]


def _of_requests(report: Report) -> list[Relation]:
    made: list[Relation] = []
    rows = report.rows("requests")
    columns = (PEOPLE, *ORGANISATIONS, TOTAL)
    for row in rows:
        parts = [("requests", row, column) for column in columns[:-1]]
        made.append(("R1", parts, [("requests", row, TOTAL)]))
    outcomes = [row for row in rows if row not in ("received", "carried_in", "carried_out")]
    outcomes = [row for row in outcomes if row != "decided"]
    for column in columns if rows else ():
        parts = [("requests", row, column) for row in outcomes]
        decided = ("requests", "decided", column)
        came = [("requests", row, column) for row in ("received", "carried_in")]
        made.append(("R2", parts, [decided]))
        made.append(("R3", came, [decided, ("requests", "carried_out", column)]))
    return made


def _of_remedies(report: Report) -> list[Relation]:
    made: list[Relation] = []
    for row in report.rows("remedies"):
        parts = [("remedies", row, column) for column in (*ENDS, "pending")]
        made.append(("R4", parts, [("remedies", row, TOTAL)]))
    return made


def _of_old_tables(report: Report) -> list[Relation]:
    made: list[Relation] = []
    rows = report.rows("legacy")
    for column in ("year", "cumulative") if rows else ():
        for whole in ("requests", "answers"):
            parts = [("legacy", row, column) for row in rows if row.startswith(f"{whole}.")]
            made.append(("R5", parts, [("legacy", whole, column)]))
    made += [("R7", [("legacy", row, "year")], [("legacy", row, "cumulative")]) for row in rows]
    return made


def judge(report: Report, relation: Relation) -> str:
    """`holds`, `fails`, or `open` where a number is wanting."""
    rule, left, right = relation
    sides = []
    for cells in (left, right):
        numbers = [report.printed.get(cell) for cell in cells]
        if None in numbers or report.doubted & set(cells):
            return "open"
        sides.append(sum(number for number in numbers if number is not None))
    holds = sides[0] <= sides[1] if rule == "R7" else sides[0] == sides[1]
    return "holds" if holds else "fails"


def infer(report: Report) -> dict[Cell, Decimal]:
    """Numbers that the printed and reconciled ones leave blank cells, as sums and as zeros."""
    known = {cell: number for cell, number in report.printed.items() if number is not None}
    known |= report.reconciled
    equalities = [one for one in relations(report) if one[0] != "R7"]
    found: dict[Cell, Decimal] = {}
    while True:
        new: dict[Cell, Decimal] = {}
        for _, left, right in equalities:
            _solve(known, left, right, new)
        if not new:
            return found
        known |= new
        found |= new


def _solve(
    known: dict[Cell, Decimal],
    left: Sequence[Cell],
    right: Sequence[Cell],
    new: dict[Cell, Decimal],
) -> None:
    for one, other in ((left, right), (right, left)):
        blank = [cell for cell in one if cell not in known]
        if not blank or any(cell not in known for cell in other):
            continue
        rest = sum(known[cell] for cell in other)
        rest -= sum(known[cell] for cell in one if cell in known)
        if len(blank) == 1 and rest >= 0:
            new[blank[0]] = Decimal(rest)
        elif rest == 0:
            new |= dict.fromkeys(blank, Decimal(0))


# ---- rates

Reader = Callable[[Cell], Decimal | None]


def readers(report: Report) -> dict[str, Reader]:
    """How a cell reads as printed, reconciled, and with what the others imply."""
    inferred = infer(report)
    return {
        "printed": lambda cell: report.printed.get(cell),
        "reconciled": report.used,
        "implied": lambda cell: (
            inferred.get(cell) if report.used(cell) is None else report.used(cell)
        ),
    }


def add(read: Reader, cells: Iterable[Cell]) -> Decimal | None:
    numbers = [read(cell) for cell in cells]
    if not numbers or None in numbers:
        return None
    return Decimal(sum(number for number in numbers if number is not None))


def outcome_cells(report: Report, column: str = TOTAL) -> dict[str, list[Cell]]:
    """The cells of each kind of outcome in a column."""
    found: dict[str, list[Cell]] = defaultdict(list)
    for row in report.rows("requests"):
        found[row.partition(".")[0]].append(("requests", row, column))
    return found


def rate_cells(report: Report) -> dict[str, tuple[list[Cell], list[Cell]]]:
    """The cells of numerator and denominator of each rate that a report may have."""
    if report.is_old:
        answers = [("legacy", "answers", "year")]
        full = [("legacy", "answers.granted", "year")]
        part = [("legacy", "answers.partial", "year")]
        refused = [("legacy", "answers.denied", "year")]
        return {
            "broad": ([*full, *part], answers),
            "full": (full, answers),
            "denial": (refused, answers),
        }
    of = outcome_cells(report)
    came = [*of["received"], *of["carried_in"]]
    return {
        "broad": ([*of["granted"], *of["partial"]], of["decided"]),
        "full": (of["granted"], of["decided"]),
        "part": (of["partial"], of["decided"]),
        "denial": (of["denied"], of["decided"]),
        "absent": (of["unavailable"], of["decided"]),
        "backlog": (of["carried_out"], came),
    }


def pair_of(report: Report, rate: str, read: Reader) -> Pair | None:
    """Numerator and denominator; None where a number is wanting or the latter is 0."""
    if rate in ("recon", "suits"):
        return _reversals(SUITS if rate == "suits" else ("reconsideration",), read)
    cells = rate_cells(report).get(rate)
    if cells is None:
        return None
    part, whole = (add(read, own) for own in cells)
    return (part, whole) if part is not None and whole else None


def is_of_zero(report: Report, rate: str) -> bool:
    """Whether what a rate is divided by is printed, and comes to 0."""
    read = report.printed.get
    if rate in ("recon", "suits"):
        rows = SUITS if rate == "suits" else ("reconsideration",)
        total, pending = (
            add(read, [("remedies", row, column) for row in rows]) for column in (TOTAL, "pending")
        )
        return total is not None and total == pending
    return add(read, rate_cells(report)[rate][1]) == 0


def _reversals(rows: Iterable[str], read: Reader) -> Pair | None:
    own = list(rows)
    corrected = add(read, [("remedies", row, "corrected") for row in own])
    total = add(read, [("remedies", row, TOTAL) for row in own])
    pending = add(read, [("remedies", row, "pending") for row in own])
    if corrected is None or total is None or pending is None or total == pending:
        return None
    return corrected, total - pending


def open_cells(report: Report) -> set[Cell]:
    """Outcomes that may be as much too large as all of them exceed the total, nothing settled."""
    found: set[Cell] = set()
    for rule, left, right in relations(report):
        if rule == "R2" and judge(report, (rule, left, right)) == "fails":
            if right[0] in report.reconciled or set(left) & set(report.reconciled):
                continue
            gap = sum(report.printed[cell] or 0 for cell in left) - (report.printed[right[0]] or 0)
            found |= {cell for cell in left if (report.printed[cell] or 0) >= gap}
    return found


def is_open(report: Report, rate: str) -> bool:
    cells = rate_cells(report).get(rate)
    return cells is not None and bool(open_cells(report) & set(cells[0]))


def quartiles(values: Iterable[float]) -> list[float]:
    return statistics.quantiles(sorted(values), n=4, method="inclusive")
