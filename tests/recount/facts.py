"""What the reports of a data folder come to: rates, series, dates, decisions."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path

from recount.reports import (
    DENIED,
    FEW,
    ORGANISATIONS,
    PEOPLE,
    TOTAL,
    Pair,
    Report,
    add,
    is_of_zero,
    is_open,
    judge,
    newcombe,
    outcome_cells,
    pair_of,
    read_reports,
    readers,
    relations,
)

# Article 49 of the Regulations of 2019, article 31 of those of 2007.
OWN_TERM, TERM, NEW_RULES = (1, 31), (3, 31), 2019
RATES = ("broad", "full", "denial", "backlog", "recon", "suits")


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

    def stakes(self) -> tuple[int, int, int]:
        """Rates obtained, those with other counts, those undecided."""
        obtained = moved = undecided = 0
        # those of older forms mean something else, and are compared with none of these
        for report in self.new:
            for rate in RATES:
                if is_open(report, rate):
                    undecided += 1
                    obtained += 1
                    continue
                reads = self.read[report.id]
                pairs = [pair_of(report, rate, reads[name]) for name in reads]
                obtained += any(pairs)
                moved += pairs[0] is not None and len(set(pairs)) > 1
        return obtained, moved, undecided

    def gained(self) -> dict[str, list[tuple[Report, Decimal]]]:
        """Rates that print does not give, with their report and the largest denominator: those of
        a total printed as 0 (`zero`), those of cells without a number (`blank`), and the latter of
        reports that the catalog doubts (`lost`)."""
        made: dict[str, list[tuple[Report, Decimal]]] = defaultdict(list)
        for report in self.new:
            for rate in () if is_open(report, "full") else RATES:
                reads = self.read[report.id]
                pairs = {name: pair_of(report, rate, reads[name]) for name in reads}
                known = [pair[1] for pair in pairs.values() if pair]
                if pairs["printed"] or not known:
                    continue
                cause = "zero" if is_of_zero(report, rate) else "blank"
                made[cause].append((report, max(known)))
                if cause == "blank" and report.uncertain:
                    made["lost"].append((report, max(known)))
        return made

    def stocks(self) -> list[tuple[Report, Decimal, Decimal]]:
        """Stocks that are not what the year before makes them: expected, printed."""
        made = []
        for before, after in self.neighbours():
            for row in ("regulations", "normative_documents"):
                one = [cell_of(before, row, name) for name in ("in_force", "total_public")]
                now = [cell_of(after, row, name) for name in ("in_force", "total_public")]
                if one[0] is not None and now[0] is not None:
                    added = (cell_of(after, row, "made") or 0) - (
                        cell_of(after, row, "repealed") or 0
                    )
                    if one[0] + added != now[0]:
                        made.append((after, one[0] + added, now[0]))
                elif one[1] is not None and now[1] is not None:
                    most = one[1] + (cell_of(after, row, "published") or 0)
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

    def late(self) -> tuple[int, list[tuple[Report, list[int]]]]:
        """How many reports were in time or late by every day told of them, and the latter, by how
        many days."""
        known, made = 0, []
        for report in self.reports:
            is_own = report.level == "department" and report.year >= NEW_RULES
            month, day = OWN_TERM if is_own else TERM
            term = f"{report.year + 1}-{month:02}-{day:02}"
            late = [day > term for day in report.told]
            known += bool(late) and len(set(late)) == 1
            if late and all(late):
                made.append((report, [_days(term, day) for day in report.told]))
        return known, made

    def apart(self) -> list[tuple[list[Pair], list[Pair]]]:
        """By scope the highest and the lowest share of all decided, with those of the answered."""
        made = []
        for scope in ("body", "summary"):
            own = [self.shares(report) for report in self.new if report.scope == scope]
            own = [shares for shares in own if shares and shares[0][1] >= FEW]
            own.sort(key=lambda shares: shares[0][0] / shares[0][1])
            made.append((own[-1], own[0]))
        return made

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

    def shifts(self) -> tuple[int, int, list[tuple[Report, Report]]]:
        """Pairs of years of one body, of how many bodies, and those in which full and partial
        disclosure moved in opposite directions, neither interval with 0."""
        full, part = ({r.id: p for r, p in self.pairs(name)} for name in ("full", "part"))
        compared, bodies, found = 0, 0, []
        for own in self.bodies.values():
            known = [r for r in own if r.id in full and r.id in part]
            bodies += len(known) > 1
            for one, two in combinations(known, 2):
                compared += 1
                a = newcombe(full[two.id], full[one.id])
                b = newcombe(part[two.id], part[one.id])
                if a[1] * a[2] > 0 and b[1] * b[2] > 0 and a[0] * b[0] < 0:
                    found.append((one, two))
        return compared, bodies, found

    def hash(self) -> str:
        lines = sorted(f"{report.id} {report.sha256}" for report in self.reports)
        made = (f"{d['report']} {d['decision']} {d['when'].isoformat()}" for d in self.decisions)
        return hashlib.sha256("\n".join([*lines, *sorted(made)]).encode()).hexdigest()


def _days(first: str, last: str) -> int:
    from datetime import date

    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def cell_of(report: Report, row: str, column: str) -> Decimal | None:
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
