"""Recounts the study from the transcriptions with nothing of gxkit: numbers that nobody accounts
for are named.

    python tests/recount.py STUDY.md zh|en [DATA]

The rules are written down here anew, after the forms. Taken as they stand are the numbers that rest
on reading files and not on their figures: figures recognised in a text, second readings, cells
with a witness, the candidates of an undecided cell.
"""

from __future__ import annotations

import csv
import hashlib
import math
import re
import statistics
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, pairwise
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
# Article 49 of the Regulations of 2019, article 31 of those of 2007.
OWN_TERM, TERM, NEW_RULES = (1, 31), (3, 31), 2019


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
    sha256: str
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
                sha256=line["sha256"],
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


# ---- intervals, written down from Wilson 1927 and Newcombe 1998


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


# ---- everything that the study counts


class Facts:
    """What the study says, recounted from a data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.reports = read_reports(data)
        self.decisions = tomllib.loads((data / "corrections.toml").read_text("utf-8"))["decisions"]
        self.inside = _inside(self.reports, data)
        self.read = {report.id: readers(report) for report in self.reports}
        self.judged = Counter(
            (relation[0], judge(report, relation))
            for report in self.reports
            for relation in relations(report)
        )
        self.new = [report for report in self.reports if not report.is_old]
        self.bodies: dict[tuple[str, str], list[Report]] = defaultdict(list)
        for report in self.reports:
            self.bodies[report.body].append(report)

    def pairs(self, rate: str, large: bool = True) -> list[tuple[Report, Pair]]:
        """The reports of the newer forms with a decided rate, of FEW cases or more if `large`."""
        made = []
        for report in self.new:
            pair = pair_of(report, rate, self.read[report.id]["reconciled"])
            if pair and not is_open(report, rate) and (not large or pair[1] >= FEW):
                made.append((report, pair))
        return made

    def every_pair(self) -> dict[tuple[str, int], set[Pair]]:
        """All pairs that a report may be quoted with, under its Chinese and its English name."""
        found: dict[tuple[str, int], set[Pair]] = defaultdict(set)
        rates = ("broad", "full", "part", "denial", "absent", "backlog", "recon", "suits")
        for report in self.reports:
            own = {
                pair
                for rate in rates
                for read in self.read[report.id].values()
                if (pair := pair_of(report, rate, read))
            }
            own |= {pair for pair in self.shares(report) if pair}
            own |= {pair for pair in self.applicants(report) if pair}
            for name in (report.agency, report.agency_en):
                found[name, report.year] |= own
        return found

    def shares(self, report: Report) -> list[Pair]:
        """Disclosed in full or in part, of all decided, of those dealt with, of those answered."""
        if report.is_old or is_open(report, "full"):
            return []
        read = self.read[report.id]["reconciled"]
        of = outcome_cells(report)
        names = ("granted", "partial", "denied", "unavailable", "not_processed", "other")
        sums = [add(read, of[name]) for name in (*names, "decided")]
        if None in sums or not sums[-1]:
            return []
        full, part, denied, _, refused, other, decided = (number or Decimal(0) for number in sums)
        shown = full + part
        return [(shown, decided), (shown, decided - refused - other), (shown, shown + denied)]

    def applicants(self, report: Report) -> list[Pair]:
        """Disclosed in full or in part to people, and to organisations."""
        if report.is_old or is_open(report, "full"):
            return []
        read = self.read[report.id]["reconciled"]
        made = []
        for columns in ((PEOPLE,), ORGANISATIONS):
            ofs = [outcome_cells(report, column) for column in columns]
            given = add(read, [c for of in ofs for c in (*of["granted"], *of["partial"])])
            decided = add(read, [cell for of in ofs for cell in of["decided"]])
            if given is None or not decided:
                return []
            made.append((given, decided))
        return made

    def stakes(self) -> tuple[int, int, int, int, int]:
        """Rates obtained, those without a printed value, of these those of FEW cases or more, those
        with other counts, those undecided."""
        obtained = gained = large = moved = undecided = 0
        # those of older forms mean something else, and are compared with none of these
        for report in self.new:
            for rate in ("broad", "full", "denial", "backlog", "recon", "suits"):
                if is_open(report, rate):
                    undecided += 1
                    obtained += 1
                    continue
                reads = self.read[report.id]
                pairs = [pair_of(report, rate, reads[name]) for name in reads]
                obtained += any(pairs)
                known = [pair for pair in pairs if pair]
                gained += pairs[0] is None and any(pairs)
                large += pairs[0] is None and any(pair[1] >= FEW for pair in known)
                moved += pairs[0] is not None and len(set(pairs)) > 1
        return obtained, gained, large, moved, undecided

    def stocks(self) -> list[tuple[Report, Decimal, Decimal]]:
        """Stocks that are not what the year before makes them: expected, printed."""
        made = []
        for before, after in self.neighbours():
            for row in ("regulations", "normative_documents"):
                one = [_cell(before, row, name) for name in ("in_force", "total_public")]
                now = [_cell(after, row, name) for name in ("in_force", "total_public")]
                if one[0] is not None and now[0] is not None:
                    added = (_cell(after, row, "made") or 0) - (_cell(after, row, "repealed") or 0)
                    if one[0] + added != now[0]:
                        made.append((after, one[0] + added, now[0]))
                elif one[1] is not None and now[1] is not None:
                    most = one[1] + (_cell(after, row, "published") or 0)
                    if now[1] > most:
                        made.append((after, most, now[1]))
        return made

    def neighbours(self) -> list[tuple[Report, Report]]:
        """Reports of one body for a year and the one after it."""
        made = []
        for own in self.bodies.values():
            pairs = pairwise(own)
            made += [(one, two) for one, two in pairs if two.year == one.year + 1]
        return made

    def carried(self) -> list[bool]:
        """Whether what a year carried over is what the next one carried in."""
        made = []
        for before, after in self.neighbours():
            out = before.used(("requests", "carried_out", TOTAL))
            came = after.used(("requests", "carried_in", TOTAL))
            if out is not None and came is not None:
                made.append(out == came)
        return made

    def below(self, year: int) -> int:
        """The cells in which the zone printed less than the county in it."""
        zone, county = (
            next(r for r in self.reports if r.year == year and r.id.endswith(end))
            for end in ("pingtan-zone", "pingtan-county")
        )
        common = set(zone.printed) & set(county.printed)
        pairs = [(zone.printed[cell], county.printed[cell]) for cell in common]
        return sum(a is not None and b is not None and a < b for a, b in pairs)

    def received(self) -> list[tuple[Report, Decimal]]:
        """The requests received by the reports of the newer forms."""
        numbers = [(one, one.used(("requests", "received", TOTAL))) for one in self.new]
        return [(one, number) for one, number in numbers if number is not None]

    def outstanding(self) -> list[tuple[Report, Decimal, Decimal]]:
        """Years that alone make more than half of what was counted, others before them."""
        made = []
        for report in self.reports:
            year, total = (
                report.printed.get(("legacy", "disclosed", name)) for name in ("year", "cumulative")
            )
            if year is not None and total and total > year > total / 2:
                made.append((report, year, total))
        return made

    def changes(self) -> list[tuple[Report, Report, tuple[float, float, float]]]:
        """Each body's broad rate from its first year to its last."""
        pairs = {report.id: pair for report, pair in self.pairs("broad")}
        made = []
        for own in self.bodies.values():
            known = [report for report in own if report.id in pairs]
            if len(known) > 1:
                one, two = known[0], known[-1]
                made.append((one, two, newcombe(pairs[two.id], pairs[one.id])))
        return made

    def gaps(self) -> list[tuple[Report, list[Pair]]]:
        """People beside organisations, in each report that tells both."""
        pairs = [(report, self.applicants(report)) for report in self.new]
        return [(report, pair) for report, pair in pairs if pair]

    def late(self) -> tuple[int, list[tuple[Report, int]]]:
        """How many reports have a day, and those that came late, by how many days."""
        known = [report for report in self.reports if report.published]
        made = []
        for report in known:
            is_own = report.level == "department" and report.year >= NEW_RULES
            month, day = OWN_TERM if is_own else TERM
            term = f"{report.year + 1}-{month:02}-{day:02}"
            if report.published > term:
                made.append((report, _days(term, report.published)))
        return len(known), made

    def grounds(self) -> tuple[Counter[str], list[Decimal], int]:
        """The grounds of denial by row over reports that no other counts, their sums, and how many
        others there are."""
        used: Counter[str] = Counter()
        sums = []
        others = 0
        for report in self.new:
            cells = [cell for cell in report.printed if cell[1].startswith(DENIED)]
            numbers = {cell[1]: report.used(cell) for cell in cells if cell[2] == TOTAL}
            if None in numbers.values() or not any(numbers.values()):
                continue
            if report.id in self.inside:
                others += 1
                continue
            for row, number in numbers.items():
                used[row] += int(number or 0)
            sums.append(Decimal(sum(number or 0 for number in numbers.values())))
        return used, sums, others

    def shifts(self) -> tuple[int, list[tuple[Report, Report]]]:
        """Pairs of years of one body, and those in which full and partial disclosure moved in
        opposite directions, neither interval with 0."""
        full, part = ({r.id: p for r, p in self.pairs(name)} for name in ("full", "part"))
        compared, found = 0, []
        for own in self.bodies.values():
            for one, two in combinations([r for r in own if r.id in full and r.id in part], 2):
                compared += 1
                a = newcombe(full[two.id], full[one.id])
                b = newcombe(part[two.id], part[one.id])
                if a[1] * a[2] > 0 and b[1] * b[2] > 0 and a[0] * b[0] < 0:
                    found.append((one, two))
        return compared, found

    def hash(self) -> str:
        lines = sorted(f"{report.id} {report.sha256}" for report in self.reports)
        made = (f"{d['report']} {d['decision']} {d['when'].isoformat()}" for d in self.decisions)
        return hashlib.sha256("\n".join([*lines, *sorted(made)]).encode()).hexdigest()


def _days(first: str, last: str) -> int:
    from datetime import date

    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _cell(report: Report, row: str, column: str) -> Decimal | None:
    return report.printed.get(("proactive", row, column))


def _inside(reports: Sequence[Report], data: Path) -> set[str]:
    """Reports of bodies within one whose summary of that year is there too."""
    with (data / "bodies.csv").open(encoding="utf-8", newline="") as lines:
        within = {line["name"]: line["within"] for line in csv.DictReader(lines)}
    summaries = {(r.agency, r.year) for r in reports if r.scope == "summary"}
    found = set()
    for report in reports:
        above = within.get(report.agency)
        while above:
            if (above, report.year) in summaries:
                found.add(report.id)
            above = within.get(above)
    return found


# ---- the text beside the facts


def percent(number: float) -> str:
    return f"{Decimal(repr(number * 100)).quantize(Decimal('0.1'), 'ROUND_HALF_UP')}"


def signed(number: float) -> str:
    text = percent(abs(number))
    return ("−" if number < 0 else "+") + text


class Count:
    """A text from which all is struck out that is accounted for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.amiss: list[str] = []

    def strike(self, fragment: str) -> None:
        """Strike out a fragment, which the text must hold."""
        if fragment not in self.text:
            self.amiss.append(f"not said: {fragment}")
        self.text = self.text.replace(fragment, re.sub(r"[^\n]", " ", fragment))

    def strike_each(self, pattern: str, is_right: Callable[[re.Match[str]], bool]) -> None:
        """Strike out what a pattern finds, and name what is not right of it."""

        def settle(match: re.Match[str]) -> str:
            if not is_right(match):
                self.amiss.append(f"wrong: {match[0]}")
            return re.sub(r"[^\n|]", " ", match[0])

        self.text = re.sub(pattern, settle, self.text)

    def rest(self) -> list[str]:
        lines = [line.strip() for line in self.text.split("\n") if re.search(r"\d", line)]
        return [f"not accounted for: {' '.join(line.split())}" for line in lines]


NAMES = (
    r"@[\w:-]+",
    r"[〔（(]?(?:2019|2021)[〕）]?(?:\d+号|年格式)",
    r"国办[^，。；）]*号",
    r"\d{4} form",
    r"SHA-256|GB/T \d+|(?<![A-Za-z\d])[RS]\d+(?!\d)|gxkit \d[\d.]*",
    r"[Aa]rticle \d+",
    r"study\.\w+|\d月\d+日|\d+ (?:January|February|March)",
    r"95%",
    r"“[^”]*”",
)
"""what names something and counts nothing, and the days and the level that the law and the method
set"""
TAKEN = {
    "zh": (
        r"未定的格\d+个",
        r"认出\d+个数字，其中\d+个",
        r"可以对照的\d+个",
        r"无法核对\d+处",
        r"识读两遍的有\d+份报告的\d+格，两遍相同的\d+格（区间[\d.]+%至100.0%），不同的0格",
        r"另一文件印证了\d+格",
        r"有\d+格没有可用",
        r"另有\d+格(?:的数)?未定",
        rf"分母在{FEW}件以上",
        r"尚有\d+处不能按等式核对",
        r"涉及\d+份",
        r"\d+个机关的\d+份报告的文件没有",
    ),
    "en": (
        r"\d+ cells? (?:is|are) undecided",
        r"\d+ figures were recognised, \d+ of which",
        r"\d+ can be compared, for the cell has",
        r"\d+ cannot be assessed",
        r"\d+ cells of \d+ reports were read a second time[^:]*: \d+ are the same "
        r"\(interval [\d.]+% to 100.0%\), 0 differ",
        r"confirms \d+ cells",
        r"\d+ comparisons by",
        r"\d+ cells have neither",
        r"\d+ cells more are undecided",
        rf"denominators of {FEW} or more",
        r"included, \d+ reports are concerned",
        r"\d+ reports of \d+ bodies in all",
    ),
}
"""what rests on reading, on texts or on explanations, and is taken as it stands"""


def check(text: str, language: str, data: Path) -> list[str]:
    """What is wrong or unaccounted for in the prose and the tables of the study, in Markdown."""
    facts = Facts(data)
    prose, tables, left_out = _part(text)
    count = Count(prose)
    for pattern in NAMES:
        count.strike_each(pattern, lambda match: True)
    sentences = _chinese(facts) if language == "zh" else _english(facts)
    for fragment in dict.fromkeys(sentences):
        count.strike(fragment)
    claims = Counter(row[3] for row in tables["claims"])
    _strike_claims(count, facts, set(claims.values()))
    for pattern in (
        r"另有(\d+)[份条格项]从略",
        r"Left out (?:is|are) (\d+)",
        r"(\d+) more (?:is|are) left",
    ):
        count.strike_each(pattern, lambda match: int(match[1]) in left_out)
    _strike_rates(count, facts)
    for pattern in TAKEN[language]:
        count.strike_each(pattern, lambda match: True)
    _strike_years(count, facts)
    return [*count.amiss, *count.rest(), *_check_tables(tables, facts)]


def _part(text: str) -> tuple[str, dict[str, list[list[str]]], set[int]]:
    """The prose, the rows of each table by its key, and how many of a table are not printed."""
    prose: list[str] = []
    left_out: Counter[str] = Counter()
    tables: dict[str, list[list[str]]] = {}
    key = ""
    _, _, body = text.partition("\n::: abstract")
    for line in body.split("\n"):
        if line.startswith(":::"):
            found = re.match(r"::: table (\S+)", line)
            key = found[1] if found else ""
        elif line.lstrip("+").startswith("|"):
            cells = [cell.strip() for cell in line.lstrip("+").strip("|").split("|")]
            tables.setdefault(key, []).append(cells)
            left_out[key] += line.startswith("+")
        else:
            prose.append(line)
    # the head and the line below it hold no number
    return "\n".join(prose), {n: rows[2:] for n, rows in tables.items()}, set(left_out.values())


CLAIMS = (
    (r"不成立(\d+)处，只作提示(\d+)处", r"(\d+) fails? and (\d+) (?:is|are) only remarked on"),
    (
        r"相加得(\d+)件，自称(\d+)件，差(\d+)件；逐项与表对照，差在(\d+)和(\d+)件",
        r"come to (\d+) and calls them (\d+), (\d+) apart; compared with the table item by item, "
        r"(\d+) and (\d+)",
    ),
)


def _strike_claims(count: Count, facts: Facts, kinds: set[int]) -> None:
    """What the text says of texts: its sums, and how many lines of the table are of each kind."""
    totals = {report.used(("requests", "decided", TOTAL)) for report in facts.new}

    def is_sum(match: re.Match[str]) -> bool:
        parts, whole, gap, *gaps = map(int, match.groups())
        return parts + gap == whole and sum(gaps) == gap and Decimal(whole) in totals

    for pattern in CLAIMS[0]:
        count.strike_each(pattern, lambda match: {int(one) for one in match.groups()} == kinds)
    for pattern in CLAIMS[1]:
        count.strike_each(pattern, is_sum)


PAIR = r"(\d+)/(\d+)(?: ?[（(]([\d.]+)%(?:[，,] ?(?:区间)?([\d.]+)%(?:至| to )([\d.]+)%)?[）)])?"


def _is_pair(match: re.Match[str], known: set[Pair]) -> bool:
    """Whether a share is one that a report gives, with its rate and the ends of its interval."""
    pair = Decimal(match[1]), Decimal(match[2])
    if pair not in known:
        return False
    if match[3] is None:
        return True
    # the study's own rule: no rate of fewer cases
    if pair[1] < FEW or percent(float(pair[0] / pair[1])) != match[3]:
        return False
    low, high = wilson(*pair)
    return match[4] is None or (percent(low), percent(high)) == (match[4], match[5])


def _strike_rates(count: Count, facts: Facts) -> None:
    known = facts.every_pair()
    for (name, year), own in known.items():
        count.strike_each(
            rf"{re.escape(name)}{year}年{PAIR}", lambda match, own=own: _is_pair(match, own)
        )
    every = set().union(*known.values())
    count.strike_each(PAIR, lambda match: _is_pair(match, every))


def _strike_years(count: Count, facts: Facts) -> None:
    """Years of the panel that name reports, in any order in which a sentence has them."""
    years = {str(report.year) for report in facts.reports}
    count.strike_each(r"(?<!\d)(20\d\d)(?!\d)", lambda match: match[1] in years)


GROUNDS = {
    "administrative_query": ("行政查询事项", "administrative queries"),
    "internal": ("三类内部事务信息", "internal affairs"),
    "third_party": ("保护第三方合法权益", "third-party rights"),
    "enforcement_file": ("行政执法案卷", "enforcement files"),
    "law": ("法律行政法规禁止公开", "barred by law"),
    "deliberative": ("四类过程性信息", "deliberative records"),
    "security": ("危及三安全一稳定", "security, stability"),
    "state_secret": ("属于国家秘密", "state secret"),
}
LABELS = {
    "disclosed": ("主动公开信息数", "Disclosed"),
    "disclosed.website": ("网站公开", "Disclosed: website"),
    "disclosed.gazette": ("政府公报公开", "Disclosed: gazette"),
}


class Said:
    """The numbers that sentences of both languages share."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        reports = facts.reports
        self.reports, self.bodies = len(reports), len(facts.bodies)
        self.first, self.last = min(r.year for r in reports), max(r.year for r in reports)
        cells = [(r, cell) for r in reports for cell in r.printed]
        self.cells = len(cells)
        self.doubted = sum(len(r.doubted) for r in reports)
        self.blank = sum(r.printed[cell] is None for r, cell in cells) - self.doubted
        self.filled = self.cells - self.blank - self.doubted
        self.reconciled = sum(len(r.reconciled) for r in reports)
        self.implied = sum(self._implied(r) for r in reports)
        judged: Counter[str] = Counter()
        for (_, how), times in facts.judged.items():
            judged[how] += times
        self.holds, self.fails, self.open = judged["holds"], judged["fails"], judged["open"]
        self.checked = self.holds + self.fails
        self.failing = [r for r in reports if self._fails(r)]
        self.settled = [d for d in facts.decisions if d["findings"]]
        self.undecided = [r for r in reports if open_cells(r)]
        self.places = len(self.settled) + len(self.undecided)
        self.obtained, self.gained, self.large, self.moved, self.unsure = facts.stakes()
        self.share = wilson(Decimal(len(self.failing)), Decimal(self.reports))
        every = facts.stocks()
        # documents public in total, as the form of 2019 has them, are no stock in force
        self.stocks = [one for one in every if "2021" in _forms(one[0])]
        self.public = [one for one in every if one not in self.stocks]
        self.running, self.restarts = _running(facts)
        self.events = len({report.id for report, *_ in self.running})
        self.several = [own for own in facts.bodies.values() if len(own) > 1]
        self.compared, self.shifts = facts.shifts()
        self.used, self.sums, self.others = facts.grounds()
        self.known, self.late = facts.late()
        dated = [r for r in reports if r.published]
        self.early = sum(r.published <= f"{r.year}-12-31" for r in dated)
        self.timely = self.known - len(self.late) - self.early
        rates = [pair[0] / pair[1] for _, pair in facts.pairs("denial")]
        self.as_low = rates.count(min(rates)) - 1
        self.uncertain, self.sources = _origins(facts.data)

    def _implied(self, report: Report) -> int:
        found = self.facts.read[report.id]["implied"]
        own = [cell for cell, number in report.printed.items() if number is None]
        return sum(report.used(cell) is None and found(cell) is not None for cell in own)

    def _fails(self, report: Report) -> bool:
        return any(judge(report, relation) == "fails" for relation in relations(report))


def _origins(data: Path) -> tuple[int, Counter[str]]:
    """How many reports the catalog doubts something of, and what how many were read from."""
    with (data / "catalog.csv").open(encoding="utf-8", newline="") as lines:
        own = {line["report"]: line for line in csv.DictReader(lines)}
    doubted = sum(bool(line["uncertain"]) for line in own.values())
    return doubted, Counter(line["source"] for line in own.values())


def _running(facts: Facts) -> tuple[list[tuple[Report, str, Decimal, Decimal]], set[str]]:
    """Cumulative counts that do not follow, and the reports in which a whole count falls: there it
    began anew, and nothing follows from the year before."""
    made, falls = [], set()
    for before, after in facts.neighbours():
        lines = []
        for row in after.rows("legacy"):
            was = before.printed.get(("legacy", row, "cumulative"))
            year, now = (
                after.printed.get(("legacy", row, name)) for name in ("year", "cumulative")
            )
            if was is None or year is None or now is None:
                continue
            if now < was and "." not in row:
                falls.add(after.id)
            if was + year != now:
                lines.append((after, row, was + year, now))
        made += [] if after.id in falls else lines
    return made, falls


def _old_rows(facts: Facts) -> set[tuple[str, ...]]:
    return {tuple(report.rows("legacy")) for report in facts.reports if report.is_old}


def _forms(report: Report) -> set[str]:
    """The forms of a report: an old table by its rows, the newer ones by what tells them apart."""
    if report.is_old:
        return {"/".join(report.rows("legacy"))}
    made = {"2019" if "other" in report.rows("requests") else "2021"}
    stocks = {column for table, _, column in report.printed if table == "proactive"}
    return made | {"2021" if "in_force" in stocks else "2019"}


def _spread(values: Sequence[float]) -> tuple[str, str, str]:
    low, middle, high = map(percent, quartiles(values))
    return low, high, middle


def _large(facts: Facts) -> list[list[Pair]]:
    """The shares by each denominator where all have FEW cases or more."""
    shares = [facts.shares(report) for report in facts.new]
    return [own for own in shares if own and all(whole >= FEW for _, whole in own)]


def _swaps(large: Sequence[Sequence[Pair]]) -> tuple[int, int]:
    pairs = list(combinations(large, 2))
    swapped = 0
    for one, two in pairs:
        first = one[0][0] / one[0][1] - two[0][0] / two[0][1]
        last = one[-1][0] / one[-1][1] - two[-1][0] / two[-1][1]
        swapped += first * last < 0
    return len(pairs), swapped


def _limits(facts: Facts) -> list[tuple[str, str]]:
    """The least and the most of the rates of the reports whose outcomes are undecided."""
    made = []
    for report in facts.reports:
        cells = open_cells(report)
        for rate in ("broad", "full") if cells else ():
            pair = pair_of(report, rate, facts.read[report.id]["printed"])
            outcomes = outcome_cells(report)
            total = sum(report.printed[c] or 0 for own in outcomes.values() for c in own)
            named = ("received", "carried_in", "carried_out", "decided")
            total -= sum(report.printed[c] or 0 for name in named for c in outcomes[name])
            assert pair is not None
            gap = total - pair[1]
            ends = (pair[0] - gap, pair[0])
            made.append(tuple(percent(float(end / pair[1])) for end in ends))
    return made


def _stages(report: Report) -> tuple[int, ...]:
    rows = report.rows("requests")
    kinds = Counter(row.partition(".")[0] for row in rows)
    return len(rows), kinds["denied"], kinds["unavailable"], kinds["not_processed"], kinds["other"]


def _chinese(facts: Facts) -> list[str]:
    s = Said(facts)
    failing = len(s.failing)
    low, high = map(percent, s.share)
    share = f"{failing}份报告（{percent(failing / s.reports)}%，区间{low}%至{high}%）"
    years = f"{s.first}至{s.last}年度"
    made = [
        f"{s.reports}份报告的表内勾稽关系可以检验的有{s.checked}条，成立{s.holds}条；{share}",
        f"有{s.gained}项比率无从计算",
        f"其中分母不少于{FEW}件的{s.large}项",
        f"累计数有{len(s.running)}处（{s.events}份报告）、存量有{len(s.stocks)}处",
        f"目录对其中{s.uncertain}份",
        f"其中分母不少于{FEW}件的有{s.large}项",
        f"目录对{s.uncertain}份报告",
        f"见于{s.events}份报告",
        f"（另有{s.as_low}份相同）",
        f"网页{s.sources['page']}份、PDF{s.sources['pdf']}份、程序从文件中取出的文字（文件未见）"
        f"{s.sources['text']}份、机器转录{s.sources['machine transcription']}份、"
        f"转载的对照表{s.sources['secondary print']}份",
        f"{s.bodies}个机关{years}的{s.reports}份报告、{s.cells}个应填的格",
        f"可检验的{s.checked}条表内关系中有{s.fails}条不成立，出自{failing}份报告的{s.places}处差错，"
        f"其中{len(s.settled)}处",
        f"使{s.gained}项比率",
        f"面板收录{s.bodies}个机关{years}的{s.reports}份报告",
        f"各报告共有{s.cells}个应填的格，印有数字的{s.filled}格，空白的{s.blank}格，"
        f"印有数字而读法不能确定的{s.doubted}格",
        f"与所印不同的{s.reconciled}格）；未印而可由他数推得的{s.implied}格",
        f"有{len(facts.inside)}份报告所在的地方",
        f"，共{len(s.undecided)}处",
        f"分母不足{FEW}件",
        f"表内应检验的关系{s.checked + s.open}条，其中{s.open}条",
        f"可检验的{s.checked}条中，成立{s.holds}条，不成立{s.fails}条",
        f"见于{share}",
        f"归并起来是{s.places}处",
        f"所印不同的共{s.reconciled}格",
        f"所收机关为{s.bodies}个",
        f"能看变化的机关有{len(s.several)}个",
        f"{s.reports}份报告有人工转录的数字",
        f"{s.reports}份报告的标题",
        *_chinese_material(s),
        *_chinese_years(s),
        *_chinese_results(s),
    ]
    return made


def _chinese_material(s: Said) -> list[str]:
    reports = s.facts.reports
    own = sum(report.scope == "body" for report in reports)
    levels = Counter(bodies[0].level for bodies in s.facts.bodies.values())
    noted = _noted(s)
    right = Decimal(s.cells - noted)
    low, high = map(percent, wilson(right, Decimal(s.cells)))
    made = [
        f"机关自身的报告{own}份",
        f"汇总报告{s.reports - own}份，分属{len({r.code for r in reports})}个",
        f"县级{levels['county']}个，部门{levels['department']}个，地市级{levels['prefecture']}个，"
        f"地市级开发区{levels['prefecture-level zone']}个，",
        f"来自{len({r.code[:2] for r in reports})}个",
        f"逐格对照{s.cells}格：相同的{right}格（区间{low}%至{high}%），读成别的数的0格，"
        f"转录有数而未作取舍的{noted}格",
    ]
    for report_id in dict.fromkeys(d["report"] for d in s.settled):
        settled = [d for d in s.settled if d["report"] == report_id]
        report = next(one for one in reports if one.id == report_id)
        checks = sum(len(d["findings"]) for d in settled)
        cells = sum(len(d["cells"]) for d in settled)
        made.append(f"{report.agency}{report.year}年的报告有{checks}条关系不成立")
        made.append(f"解释（{len(settled)}处，涉及{cells}格）")
    return [*made, *_chinese_forms(s)]


def _noted(s: Said) -> int:
    """The cells with a note beside their figure, which a person could read and no program may."""
    doubted = [(report, cell) for report in s.facts.reports for cell in report.doubted]
    return sum(cell in report.reconciled for report, cell in doubted)


def _chinese_forms(s: Said) -> list[str]:
    old = [report for report in s.facts.reports if report.is_old]
    rows = sorted({len(own) for own in _old_rows(s.facts)})
    of = {form: [r for r in s.facts.new if form in _forms(r)] for form in ("2019", "2021")}
    one, two = (_stages(next(r for r in own if _forms(r) == {form})) for form, own in of.items())
    groups = [old, of["2019"], of["2021"]]
    spans = [
        f"见于{min(r.year for r in own)}至{max(r.year for r in own)}年度的{len(own)}份报告"
        for own in groups
    ]
    return [
        "所收报告用到3类统计表",
        *spans,
        f"辨认出{len(_old_rows(s.facts))}种格式",
        f"各有{rows[0]}、{rows[1]}和{rows[2]}行",
        f"表三有{one[0]}行、7栏，不予公开分{one[1]}项理由，无法提供分{one[2]}种，不予处理分{one[3]}种；"
        "复议、诉讼的表四有15格",
        f"的表三增至{two[0]}行",
        f"由{one[4]}行变为{two[4]}行",
        f"以前的{len(old)}份报告",
        *(
            f"{r.agency}{r.year}年（{number}件）"
            for r in old
            if (number := r.printed["legacy", "requests", "year"])
        ),
    ]


def _chinese_years(s: Said) -> list[str]:
    bodies = {r.body for r, *_ in (*s.running, *s.stocks)}
    made = [f"这样的机关有{len(bodies)}个", f"有{len(s.running)}处不是"]
    made += [f"有{len(own)}处不是" for own in (s.stocks, s.public)]
    for report, row, expected, printed in s.running:
        label = LABELS[row][0]
        made.append(f"{report.agency}{report.year}年{label}应为{expected}而印作{printed}")
    for _, expected, printed in (*s.stocks, *s.public):
        made.append(f"应为{expected}而印作{printed}")
    zone, county = (
        next(r for r in s.facts.reports if r.id == f"2012-pingtan-{end}")
        for end in ("zone", "county")
    )
    same = next(r for r in s.facts.reports if r.id == "2011-pingtan-zone")
    numbers = [number for number in same.printed.values() if number is not None]
    disclosed = ("legacy", "disclosed", "year")
    return [
        *made,
        f"没有说明的有{len(s.restarts)}处",
        f"（{len(numbers)} 格有数），如 主动公开信息数 · 历年累计：{max(numbers)}",
        f"{zone.agency}2012年 {s.facts.below(2012)} 格小于",
        f"2012年度：汇总 {zone.printed[disclosed]}，所属机关 {county.printed[disclosed]}",
        f"{zone.agency}2013年 {s.facts.below(2013)} 格小于",
        "历年累计：汇总 0，所属机关 28",
        f"得出的{s.obtained}项比率中，{s.gained + s.moved}项",
        f"{s.gained}项按所印的数无从计算",
        f"比率相同的有{s.moved}项",
        f"另有{s.unsure}项未定",
    ]


def _chinese_results(s: Said) -> list[str]:
    facts = s.facts
    received = facts.received()
    low, middle, high = (f"{q:g}" for q in quartiles([float(n) for _, n in received]))
    total = sum(number for report, number in received if report.id not in facts.inside)
    largest = sorted(received, key=lambda one: -one[1])[:5]
    large = _large(facts)
    pairs, swapped = _swaps(large)
    gaps = facts.gaps()
    few = sum(min(one[1], two[1]) < FEW for _, (one, two) in gaps)
    backlog = [report for report, pair in facts.pairs("backlog", large=False) if pair[0]]
    longest = max(facts.bodies.values(), key=len)
    forms = set().union(*(_forms(report) for report in longest))
    made = [
        f"有数的{len(received)}份报告",
        *(f"{report.agency}{report.year}年{number}件" for report, number in largest),
        f"四分位区间为{low}至{high}件，中位数{middle}件",
        f"各份合计{total}件",
        f"各分母都不少于{FEW}件的报告有{len(large)}份",
        f"{pairs}对中有{swapped}对",
        f"填齐{len(s.used)}项理由且有不予公开的报告有{len(s.sums)}份，合计{sum(s.sums)}件"
        f"（已含在上级汇总里的{s.others}份不重复计）",
        f"最大的报告占{percent(float(max(s.sums) / sum(s.sums)))}%",
        f"可以分别计算的有{len(gaps)}份，其中{few}份有一方不足{FEW}件",
        f"共检验{len(gaps) - few}次",
        f"可望有{(len(gaps) - few) * 0.05:g}次",
        f"有申请结转下年度的有{len(backlog)}份",
        f"可核对的结转有{len(facts.carried())}处，其中没有对不上的",
        f"有已审结复议的报告{len(facts.pairs('recon', large=False))}份",
        f"公布日已知的{s.known}份中，按期的{s.timely}份",
        *(f"{report.agency}{report.year}年（晚{days}天）" for report, days in s.late),
        f"{longest[0].year}至{longest[-1].year}年的{len(longest)}份报告，用过{len(forms)}种格式",
        f"共比较{s.compared}对年度",
        f"检验{2 * s.compared}个差",
        f"可望有{2 * s.compared * 0.05:g}个差",
        f"现行有效件数的机关有{_stocked(facts)}个",
        "（分母为0）",
    ]
    for row, number in s.used.items():
        made.append(f"{GROUNDS[row.removeprefix(DENIED)][0]}（{number}件）")
    for one, two in _ends(facts.bodies.values(), {r.id: n for r, n in received}):
        made.append(f"从{one[0]}年的{one[1]}件上升到{two[0]}年的{two[1]}件")
    for one, two, change in facts.changes():
        ends = "至".join(map(signed, change[1:]))
        made.append(f"{one.year}年至{two.year}年变动{signed(change[0])}个百分点（区间{ends}）")
    for report, year, total in facts.outstanding():
        rate = percent(float(year / total))
        made.append(f"{report.year}年主动公开{year}条，占当时累计{total}条的{rate}%")
    made += [f"（{least}%至{most}%）" for least, most in _limits(facts)]
    for rate, said in (
        ("broad", "、数字已定的"),
        ("full", "、数字已定的"),
        ("denial", "的"),
        ("absent", "的"),
    ):
        own = facts.pairs(rate)
        made.append(f"不少于{FEW}件{said}{len(own)}份报告中")
        a, b, c = _spread([float(p[0] / p[1]) for _, p in own])
        made.append(f"{len(own)}份报告的四分位区间为{a}%至{b}%，中位数{c}%")
    for place in (0, -1):
        a, b, c = _spread([float(own[place][0] / own[place][1]) for own in large])
        made.append(f"{len(large)}份报告的四分位区间为{a}%至{b}%，中位数{c}%")
    made += [
        f"{signed(d)}个百分点（区间{signed(a)}至{signed(b)}）" for d, a, b in _told_differences(s)
    ]
    return made


def _stocked(facts: Facts) -> int:
    """The bodies that give the normative documents in force."""
    return len(
        {r.body for r in facts.new if _cell(r, "normative_documents", "in_force") is not None}
    )


def _ends(
    bodies: Iterable[Sequence[Report]],
    numbers: dict[str, Decimal],
) -> list[tuple[tuple[int, Decimal], tuple[int, Decimal]]]:
    """The first and the last of each body's numbers, with their years."""
    made = []
    for own in bodies:
        known = [(report.year, numbers[report.id]) for report in own if report.id in numbers]
        if len(known) > 1:
            made.append((known[0], known[-1]))
    return made


def _told_differences(s: Said) -> list[tuple[float, float, float]]:
    """The differences that are told in full: of applicants, and of the shift over most years."""
    made = []
    for _, (one, two) in s.facts.gaps():
        difference = newcombe(one, two)
        if min(one[1], two[1]) >= FEW and difference[1] * difference[2] > 0:
            made.append(difference)
    one, two = max(s.shifts, key=lambda pair: pair[1].year - pair[0].year)
    for rate in ("full", "part"):
        own = {report.id: pair for report, pair in s.facts.pairs(rate)}
        made.append(newcombe(own[two.id], own[one.id]))
    return made


def many(number: int, one: str, more: str = "") -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"


def grouped(number: Decimal | int) -> str:
    """A number in English, with commas from five digits on."""
    return f"{number:,}" if number >= 10_000 else str(number)


def _english(facts: Facts) -> list[str]:
    s = Said(facts)
    failing = len(s.failing)
    low, high = map(percent, s.share)
    share = f"{failing} reports ({percent(failing / s.reports)}%, interval {low}% to {high}%)"
    years = f"{s.first} to {s.last}"
    return [
        f"Of {s.checked} checks that can be made inside the tables of {s.reports} reports, "
        f"{s.holds}",
        share,
        f"printed {many(s.gained, 'rate')} cannot be computed",
        f"({s.large} with denominators of at least {FEW})",
        f"{many(len(s.running), 'cumulative count')} (in {many(s.events, 'report')}) and "
        f"{many(len(s.stocks), 'stock')} are not",
        f"(for {s.uncertain} reports the catalog",
        f"{s.large} of them rest on {FEW} cases",
        f"for {s.uncertain} reports the catalog notes doubts",
        f", in {many(s.events, 'report')} (a whole",
        f"(and {s.as_low} reports more)",
        f"web page ({s.sources['page']} reports), PDF ({s.sources['pdf']} reports), text taken out "
        f"of a file not seen ({s.sources['text']} reports), machine transcription "
        f"({s.sources['machine transcription']} reports) and secondary print "
        f"({s.sources['secondary print']} reports)",
        f"{s.reports} reports of {s.bodies} public bodies for {years}, {s.cells} cells in all",
        f"Of {s.checked} checks inside tables {s.fails} fail, through {s.places} mistakes in "
        f"{failing} reports; {len(s.settled)} of",
        f"leave {many(s.gained, 'rate')} that",
        f"The panel holds {s.reports} reports of {s.bodies} public bodies for {years}",
        f"have {s.cells} cells to fill in: {s.filled} have a figure, {s.blank} are blank, "
        f"{s.doubted} have",
        f"of which {s.reconciled} differ from print; {s.implied} numbers that",
        f"for {len(facts.inside)} reports a summary",
        f"Undecided in this way is {many(len(s.undecided), 'case')}",
        f"call for {s.checked + s.open} checks",
        f"leave {s.open} of them not assessable; of the {s.checked} that can be made "
        f"{s.holds} hold and {s.fails} fail",
        f"come to {s.places} mistakes",
        f"{s.reconciled} cells have a reconciled figure",
        f"The bodies, {s.bodies} in number",
        f"can be seen in {len(s.several)} bodies",
        f"at hand for {len(s.several)} bodies",
        f"{s.reports} reports have been transcribed",
        f"of all {s.reports} reports",
        *_english_material(s),
        *_english_years(s),
        *_english_results(s),
    ]


def _english_material(s: Said) -> list[str]:
    reports = s.facts.reports
    own = sum(report.scope == "body" for report in reports)
    levels = Counter(bodies[0].level for bodies in s.facts.bodies.values())
    noted = _noted(s)
    right = Decimal(s.cells - noted)
    low, high = map(percent, wilson(right, Decimal(s.cells)))
    made = [
        f"{own} reports of a body on its own work and {s.reports - own} summary reports",
        f"under {len({r.code for r in reports})} division codes",
        f"{levels['county']} (county level), {levels['department']} (department), "
        f"{levels['prefecture']} (prefecture level) and {levels['prefecture-level zone']} ("
        f"prefecture-level zone), from {len({r.code[:2] for r in reports})} province-level",
        f"Of {s.cells} cells compared, {right} are the same (interval {low}% to {high}%), "
        f"0 were read as another number, and for {noted} with",
    ]
    for report_id in dict.fromkeys(d["report"] for d in s.settled):
        settled = [d for d in s.settled if d["report"] == report_id]
        checks = sum(len(d["findings"]) for d in settled)
        cells = sum(len(d["cells"]) for d in settled)
        made.append(f": {many(checks, 'check')} fail")
        made.append(f"({many(len(settled), 'place')}, {many(cells, 'cell')})")
    return [*made, *_english_forms(s)]


def _english_forms(s: Said) -> list[str]:
    old = [report for report in s.facts.reports if report.is_old]
    rows = sorted({len(own) for own in _old_rows(s.facts)})
    of = {form: [r for r in s.facts.new if form in _forms(r)] for form in ("2019", "2021")}
    one, two = (_stages(next(r for r in own if _forms(r) == {form})) for form, own in of.items())
    accepted = [r for r in old if r.printed["legacy", "requests", "year"]]
    return [
        "use 3 families of forms",
        *(
            f"({len(own)} reports for {min(r.year for r in own)} to {max(r.year for r in own)})"
            for own in (old, of["2019"], of["2021"])
        ),
        f"we tell {len(_old_rows(s.facts))} editions apart",
        f"with {rows[0]}, {rows[1]} and {rows[2]} rows",
        f"has {one[0]} rows and 7 columns, with {one[1]} grounds of denial, {one[2]} kinds of "
        f"information that the body is unable to provide and {one[3]} kinds of",
        "litigation has 15 cells",
        f"grew to {two[0]} rows",
        f"went from {many(one[4], 'row')} to {two[4]}",
        f"The {len(old)} reports before",
        f"accepted in {len(accepted)} reports",
        *(f"{r.printed['legacy', 'requests', 'year']} in {r.year}" for r in accepted),
    ]


def _english_years(s: Said) -> list[str]:
    bodies = {r.body for r, *_ in (*s.running, *s.stocks)}
    made = [
        f"so it is with {many(len(bodies), 'body', 'bodies')}",
        f"what the year brought; {len(s.running)} are not",
        f"minus those repealed; {len(s.stocks)} are not",
        f"newly published, and {len(s.public)} does",
    ]
    told = [(expected, printed) for *_, expected, printed in (*s.running, *s.stocks, *s.public)]
    made += [f"{grouped(a)} expected and {grouped(b)} printed" for a, b in told]
    zone, county = (
        next(r for r in s.facts.reports if r.id == f"2012-pingtan-{end}")
        for end in ("zone", "county")
    )
    same = next(r for r in s.facts.reports if r.id == "2011-pingtan-zone")
    numbers = [number for number in same.printed.values() if number is not None]
    disclosed = ("legacy", "disclosed", "year")
    return [
        *made,
        f"In {len(s.restarts)} cases cumulative counts fall",
        f"({len(numbers)} cells with a figure;",
        f"is {max(numbers)} in each",
        f"for 2012 counts less in {s.facts.below(2012)} cells",
        f"{zone.printed[disclosed]} in the summary, {county.printed[disclosed]} below it",
        f"for 2013 counts less in {s.facts.below(2013)} cells",
        "0 in the summary, 28 below it",
        f"Of {s.obtained} rates obtained, {s.gained + s.moved} depend",
        f"{s.gained} cannot be computed as printed",
        f"{s.moved} has other counts",
        f"{s.unsure} more are undecided",
    ]


def _english_results(s: Said) -> list[str]:
    facts = s.facts
    received = facts.received()
    low, middle, high = (f"{q:g}" for q in quartiles([float(n) for _, n in received]))
    total = sum(number for report, number in received if report.id not in facts.inside)
    largest = sorted(received, key=lambda one: -one[1])[:5]
    large = _large(facts)
    pairs, swapped = _swaps(large)
    gaps = facts.gaps()
    few = sum(min(one[1], two[1]) < FEW for _, (one, two) in gaps)
    told = [one for one in gaps if min(p[1] for p in one[1]) >= FEW and _is_clear(one[1])]
    backlog = [report for report, pair in facts.pairs("backlog", large=False) if pair[0]]
    longest = max(facts.bodies.values(), key=len)
    forms = set().union(*(_forms(report) for report in longest))
    ends = _ends(facts.bodies.values(), {report.id: number for report, number in received})
    made = [
        # before the numbers and years that they are made of
        *(f"rose from {one[1]} in {one[0]} to {two[1]} in {two[0]}" for one, two in ends),
        f"{len(received)} reports give the requests received",
        *(f"{number} in {report.year}" for report, number in largest),
        f"quartiles are {low} and {high}, the median is {middle}",
        f"together count {grouped(total)}",
        f"{len(large)} reports have at least {FEW} by every",
        f"in {swapped} of {pairs} the report",
        f"{len(s.sums)} reports fill in all {len(s.used)} grounds and deny something, "
        f"{sum(s.sums)} denials in all ({many(s.others, 'report')} contained",
        f"alone makes {percent(float(max(s.sums) / sum(s.sums)))}% of it",
        f"For {len(gaps)} reports the disclosure rates",
        f"{few} of these have fewer than {FEW} decisions",
        f"excludes zero in {len(told)} reports",
        f"Of {len(gaps) - few} tests some {(len(gaps) - few) * 0.05:g} would",
        f"carried over in {len(backlog)} reports",
        f"next year's report {len(facts.carried())} times, and agrees each time",
        f"{len(facts.pairs('recon', large=False))} reports have decided reconsiderations",
        f"decided cases in {len(facts.pairs('suits', large=False))} reports",
        f"Of {s.known} reports whose day of publication is known, {s.timely} came in "
        f"time, and {len(s.late)} late",
        *(f"({days} days)" for _, days in s.late),
        f"{len(longest)} reports for {longest[0].year} to {longest[-1].year}, "
        f"in {len(forms)} editions",
        f"{s.compared} pairs of years were compared",
        f"by {2 * s.compared} tests",
        f"some {2 * s.compared * 0.05:g} differences",
        f"{_stocked(facts)} bodies give the normative documents",
        "(the denominator is 0)",
        f"With a denominator below {FEW}",
        f"with a denominator below {FEW}",
    ]
    for row, number in s.used.items():
        made.append(f"{GROUNDS[row.removeprefix(DENIED)][1]} ({number})")
    for one, two, change in facts.changes():
        limits = " to ".join(map(signed, change[1:]))
        made.append(
            f"changed by {signed(change[0])} percentage points (interval {limits}) from "
            f"{one.year} to {two.year}"
        )
    for _, year, all_of in facts.outstanding():
        rate = percent(float(year / all_of))
        made.append(f"disclosed {grouped(year)} items")
        made.append(f"{rate}% of the {grouped(all_of)} counted")
    made += [f"({least}% to {most}%)" for least, most in _limits(facts)]
    for rate in ("broad", "full", "denial", "absent"):
        own = facts.pairs(rate)
        made.append(f"Of the {len(own)} reports with a denominator of at least {FEW}")
        a, b, c = _spread([float(p[0] / p[1]) for _, p in own])
        made.append(f"quartiles of {len(own)} reports are {a}% and {b}%, the median is {c}%")
    for place in (0, -1):
        a, b, c = _spread([float(own[place][0] / own[place][1]) for own in large])
        made.append(f"quartiles of {len(large)} reports are {a}% and {b}%, the median is {c}%")
    made += [
        f"{signed(d)} percentage points (interval {signed(a)} to {signed(b)})"
        for d, a, b in _told_differences(s)
    ]
    return made


def _is_clear(pairs: Sequence[Pair]) -> bool:
    _, low, high = newcombe(pairs[0], pairs[1])
    return low * high > 0


# ---- the tables


def _check_tables(tables: dict[str, list[list[str]]], facts: Facts) -> list[str]:
    amiss = []
    for key, checking in TABLES.items():
        if key not in tables:
            amiss.append(f"no table {key}")
            continue
        rows = [row for row in tables[key] if not set(row[0]) <= set(":-")]
        amiss += [f"table {key}: {' | '.join(row)}" for row in rows if not checking(row, facts)]
    return amiss


def _report_of(row: Sequence[str], facts: Facts) -> Report | None:
    found = [r for r in facts.reports if row[0] in (r.agency, r.agency_en)]
    return next((r for r in found if str(r.year) == row[1]), None)


def _is_material(row: Sequence[str], facts: Facts) -> bool:
    report = _report_of(row, facts)
    if report is None:
        return False
    filled = sum(number is not None for number in report.printed.values())
    return row[4:6] == [str(len(report.printed)), str(filled)]


INSIDE = ("表内", "inside a table")


def _is_rule(row: Sequence[str], facts: Facts) -> bool:
    if row[0] not in INSIDE:
        return row[3:5] == ["—", "—"]
    if row[1].startswith("S"):
        return row[3] == str(2 * sum(report.is_old for report in facts.reports))
    held, failed, wanting = (facts.judged[row[1], how] for how in ("holds", "fails", "open"))
    return row[3:] == [str(n) for n in (held + failed + wanting, held, failed, 0, wanting)]


def _is_flow(row: Sequence[str], facts: Facts) -> bool:
    report = _report_of(row, facts)
    if report is None:
        return False
    of = outcome_cells(report)
    names = ("received", "carried_in", "decided", "granted", "partial", "denied", "unavailable")
    cells = [of[name] for name in (*names, "not_processed", "other", "carried_out")]
    return all(
        told.endswith("?") if set(own) & open_cells(report) else told == _stage(report, own)
        for told, own in zip(row[2:], cells, strict=True)
    )


def _stage(report: Report, cells: Sequence[Cell]) -> str:
    number = add(report.used, cells)
    return "—" if number is None else f"{number}{'*' * bool(set(cells) & set(report.reconciled))}"


def _has_pairs(row: Sequence[str], facts: Facts) -> bool:
    report = _report_of(row, facts)
    if report is None:
        return False
    known = facts.every_pair()[report.agency, report.year]
    shares = [re.fullmatch(PAIR, cell) for cell in row[2:] if re.match(r"\d+/", cell)]
    return all(match is not None and _is_pair(match, known) for match in shares)


def _is_correction(row: Sequence[str], facts: Facts) -> bool:
    report = _report_of(row, facts)
    if report is None:
        return False
    pairs = {(report.text[cell] or "—", str(n)) for cell, n in report.reconciled.items()}
    return (row[4], row[5]) in pairs


def _is_decision(row: Sequence[str], facts: Facts) -> bool:
    report = _report_of(row, facts)
    own = [d for d in facts.decisions if report is not None and d["report"] == report.id]
    return [row[3], row[4], row[7]] in [
        [str(len(d["cells"])), str(len(d["findings"])), d["when"].isoformat()] for d in own
    ]


def _is_replication(row: Sequence[str], facts: Facts) -> bool:
    digest = facts.hash()
    hashes = re.findall(r"\b[0-9a-f]{12,64}\b", row[1])
    return all(digest.startswith(one) for one in hashes)


TABLES: dict[str, Callable[[Sequence[str], Facts], bool]] = {
    "material": _is_material,
    "rules": _is_rule,
    "flow": _is_flow,
    "denominators": _has_pairs,
    "stakes": _has_pairs,
    "corrections": _is_correction,
    "decisions": _is_decision,
    "replication": _is_replication,
}


if __name__ == "__main__":
    study, language, *folder = sys.argv[1:]
    data = Path(folder[0]) if folder else Path(__file__).parents[1] / "data"
    found = check(Path(study).read_text("utf-8"), language, data)
    print("\n".join(found) or "every number is accounted for")
    sys.exit(bool(found))
