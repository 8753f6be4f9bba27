"""The numbers that sentences of both languages share."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations
from pathlib import Path

from recount.facts import Facts, cell_of
from recount.reports import (
    DENIED,
    FEW,
    Pair,
    Report,
    judge,
    newcombe,
    open_cells,
    outcome_cells,
    pair_of,
    quartiles,
    relations,
    wilson,
)
from recount.text import percent

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


class Cause:
    """How many rates one cause takes, in how many reports, and how many of FEW cases or more."""

    def __init__(self, rates: Sequence[tuple[Report, Decimal]]) -> None:
        large = [report.id for report, whole in rates if whole >= FEW]
        self.count, self.reports = len(rates), len({report.id for report, _ in rates})
        self.large, self.large_reports = len(large), len(set(large))


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
        self.obtained, self.moved, self.unsure = facts.stakes()
        gained = facts.gained()
        self.zeros, self.blanks, self.lost = (
            Cause(gained[name]) for name in ("zero", "blank", "lost")
        )
        self.gained = self.zeros.count + self.blanks.count
        self.share = wilson(Decimal(len(self.failing)), Decimal(self.reports))
        every = facts.stocks()
        # documents public in total, as the form of 2019 has them, are no stock in force
        self.stocks = [one for one in every if "2021" in forms_of(one[0])]
        self.public = [one for one in every if one not in self.stocks]
        self.running, self.restarts = _running(facts)
        self.skipped = _skipped(facts, self.running)
        self.events = len({report.id for report, *_ in self.running})
        self.followed = len(facts.neighbours())
        self.several = [own for own in facts.bodies.values() if len(own) > 1]
        self.compared, self.shifting, self.shifts = facts.shifts()
        self.shifted = len({one.body for one, _ in self.shifts})
        self.stated = sum(facts.judged["R3", how] for how in ("holds", "fails", "open"))
        self.used, self.sums, self.others = facts.grounds()
        self.on_merits = sum(self.sums) - self.used[f"{DENIED}administrative_query"]
        self.known, self.late = facts.late()
        self.undated = sum(not report.told for report in reports)
        dated = [r for r in reports if r.published]
        self.early = sum(r.published <= f"{r.year}-12-31" for r in dated)
        self.timely = self.known - len(self.late) - self.early
        rates = [pair[0] / pair[1] for _, pair in facts.pairs("denial")]
        self.as_low = rates.count(min(rates)) - 1
        self.uncertain, self.sources = _origins(facts.data)
        self._count_outcomes()
        self._name_equals()

    def _count_outcomes(self) -> None:
        """What bodies received and decided, and what their longest series is made of."""
        facts = self.facts
        self.received = facts.received()
        numbers = [float(number) for _, number in self.received]
        self.middle_of_received = [f"{quartile:g}" for quartile in quartiles(numbers)]
        apart = [number for report, number in self.received if report.id not in facts.inside]
        self.total = sum(apart)
        self.largest = sorted(self.received, key=lambda one: -one[1])[:5]
        self.ends = ends_of(facts.bodies.values(), {r.id: number for r, number in self.received})
        self.by_denominators = large_shares(facts)
        self.pairs, self.swapped, self.firm = count_swaps(facts)
        self.gaps = facts.gaps()
        self.few_gaps = sum(min(one[1], two[1]) < FEW for _, (one, two) in self.gaps)
        self.carried = [r for r, pair in facts.pairs("backlog", large=False) if pair[0]]
        self.longest = max(facts.bodies.values(), key=len)
        self.forms = set().union(*(forms_of(report) for report in self.longest))

    def _name_equals(self) -> None:
        """The zone and the county that print the same figures, and a year later do not agree."""
        named = {report.id: report for report in self.facts.reports}
        same = named["2011-pingtan-zone"].printed.values()
        self.equal = [number for number in same if number is not None]
        disclosed = ("legacy", "disclosed", "year")
        self.zone, self.county = (named[f"2012-pingtan-{end}"] for end in ("zone", "county"))
        self.zone_disclosed, self.county_disclosed = (
            report.printed[disclosed] for report in (self.zone, self.county)
        )

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


def _skipped(
    facts: Facts, running: Iterable[tuple[Report, str, Decimal, Decimal]]
) -> list[tuple[Report, str, Decimal]]:
    """The counts that lack exactly what the year before brought, and by how much."""
    before = {after.id: one for one, after in facts.neighbours()}
    made = []
    for report, row, expected, printed in running:
        brought = before[report.id].printed.get(("legacy", row, "year"))
        is_first = report.id not in [one.id for one, _, _ in made]
        if is_first and printed and brought and expected - printed == brought:
            made.append((report, row, brought))
    return made


def old_rows(facts: Facts) -> set[tuple[str, ...]]:
    return {tuple(report.rows("legacy")) for report in facts.reports if report.is_old}


def forms_of(report: Report) -> set[str]:
    """The forms of a report: an old table by its rows, the newer ones by what tells them apart."""
    if report.is_old:
        return {"/".join(report.rows("legacy"))}
    made = {"2019" if "other" in report.rows("requests") else "2021"}
    stocks = {column for table, _, column in report.printed if table == "proactive"}
    return made | {"2021" if "in_force" in stocks else "2019"}


def spread(values: Sequence[float]) -> tuple[str, str, str]:
    low, middle, high = map(percent, quartiles(values))
    return low, high, middle


def large_shares(facts: Facts) -> list[list[Pair]]:
    """The shares by each denominator where all have FEW cases or more."""
    shares = [facts.shares(report) for report in facts.new]
    return [own for own in shares if own and all(whole >= FEW for _, whole in own)]


def count_swaps(facts: Facts) -> tuple[int, int, int]:
    """Pairs of different bodies, those that change places with the denominator, and those of which
    neither interval has 0."""
    large = [(report, facts.shares(report)) for report in facts.new]
    large = [(r, own) for r, own in large if own and all(whole >= FEW for _, whole in own)]
    pairs = [(one[1], two[1]) for one, two in combinations(large, 2) if one[0].body != two[0].body]
    ends = [(newcombe(a[0], b[0]), newcombe(a[-1], b[-1])) for a, b in pairs]
    swapped = [(first, last) for first, last in ends if first[0] * last[0] < 0]
    firm = [one for one in swapped if all(low * high > 0 for _, low, high in one)]
    return len(pairs), len(swapped), len(firm)


def limits(facts: Facts) -> list[tuple[Decimal, ...]]:
    """The least and the most of the counts of the reports whose outcomes are undecided, and of how
    many."""
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
            made.append((pair[0] - gap, pair[0], pair[1]))
    return made


def told_share(pair: Pair, brackets: str) -> str:
    """A share as the study has it: no rate of fewer than FEW cases."""
    rate = f"{percent(float(pair[0] / pair[1]))}%"
    told = f"{pair[0]}/{pair[1]}"
    return told if pair[1] < FEW else told + brackets.format(rate)


def stages(report: Report) -> tuple[int, ...]:
    rows = report.rows("requests")
    kinds = Counter(row.partition(".")[0] for row in rows)
    return len(rows), kinds["denied"], kinds["unavailable"], kinds["not_processed"], kinds["other"]


def count_noted(s: Said) -> int:
    """The cells with a note beside their figure, which a person could read and no program may."""
    doubted = [(report, cell) for report in s.facts.reports for cell in report.doubted]
    return sum(cell in report.reconciled for report, cell in doubted)


def count_stocked(facts: Facts) -> int:
    """The bodies that give the normative documents in force."""
    return len(
        {r.body for r in facts.new if cell_of(r, "normative_documents", "in_force") is not None}
    )


def ends_of(
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


def told_differences(s: Said) -> list[tuple[float, float, float]]:
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


def is_clear(pairs: Sequence[Pair]) -> bool:
    _, low, high = newcombe(pairs[0], pairs[1])
    return low * high > 0
