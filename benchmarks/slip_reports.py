"""Sound reports to make mistakes in: one body over three years, as offices and provinces have them.

The year in the middle is the report in question, those beside it are its neighbours: what is
carried out of one year is carried into the next, items and documents in force go on, cumulative
figures grow. Every rule of the forms holds, soft ones mostly. Counts are drawn request by request,
so that small offices have many zeros and big ones few.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from gxkit.document import Where
from gxkit.forms import find_form
from gxkit.report import Key, Meta, Number, Report, Section, Status, Value

Figures = dict[Key, Number | None]
"""every cell of a report; None for a blank, which stands for 0"""

APPLICANTS = (
    "natural_person",
    "business",
    "research",
    "public_interest",
    "legal_service",
    "other_org",
)
REQUESTS_A_YEAR = {
    "none": (0, 0),
    "office": (1, 12),
    "county": (15, 300),
    "city": (300, 4_000),
    "province": (4_000, 20_000),
}
SIZES = {"none": 10, "office": 35, "county": 32, "city": 17, "province": 6}
"""of a hundred reports: most are those of offices and counties, and one office in four gets no
request in a year"""
USUAL = {"granted": 38, "partial": 9, "unavailable.not_held": 21, "denied.internal": 3}
"""weights of outcomes; those that are not named have `RARE`"""
RARE = 1.5
BLANK_STYLES = {"zeros": 78, "all blank": 11, "totals kept": 11}
"""how a body prints its zeros: the figure 0, nothing, or nothing but in totals"""
EDITIONS = {
    "2021": (2022, 2023, 2024),
    "2019": (2020,),
    "fujian-2011": (2011,),
    "fujian-2014": (2015, 2016),
}
EDITION_WEIGHTS = {"2021": 52, "2019": 22, "fujian-2011": 13, "fujian-2014": 13}
GROUPS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")


@dataclass
class State:
    """What goes on from one year of a body to the next."""

    carried: dict[str, int] = field(default_factory=dict)
    stocks: dict[str, int] = field(default_factory=dict)
    cumulative: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Body:
    """Three years of one body, the middle one in question; `style` is how it prints a zero."""

    name: str
    size: str
    year: int
    style: str
    editions: Mapping[int, str]
    years: Mapping[int, Figures]

    @property
    def edition(self) -> str:
        return self.editions[self.year]

    @property
    def truth(self) -> Figures:
        return self.years[self.year]

    @property
    def last(self) -> Figures:
        """The figures of the year before, {} where it has another form."""
        if self.editions[self.year - 1] != self.edition:
            return {}
        return self.years[self.year - 1]


def happens(rng: random.Random, chance: float) -> bool:
    return rng.random() < chance


def pick(rng: random.Random, weights: Mapping[str, float]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def draw_body(rng: random.Random) -> Body:
    """A body of some size with three years of sound figures."""
    edition = pick(rng, EDITION_WEIGHTS)
    size = pick(rng, SIZES)
    year = rng.choice(EDITIONS[edition])
    style = pick(rng, BLANK_STYLES)
    state = draw_state(rng, size)
    habits = Habits(rng, size, draw_requests(rng, size))
    editions = {}
    for one in (year - 1, year, year + 1):
        editions[one] = edition if edition.startswith("fujian") else national_edition(one)
    years = draw_years(rng, editions, habits, state, style)
    return Body("海东县自然资源局", size, year, style, editions, years)


def draw_years(
    rng: random.Random, editions: Mapping[int, str], habits: Habits, state: State, style: str
) -> dict[int, Figures]:
    """Sound figures of a body in each of the years, which follow each other."""
    years = {}
    for year, edition in editions.items():
        figures = _draw_year(rng, edition, habits, state)
        years[year] = print_zeros(figures, style)
    return years


def draw_requests(rng: random.Random, size: str) -> float:
    """About how many requests a body of a size gets in a year."""
    low, high = REQUESTS_A_YEAR[size]
    # as many small ones as big ones within a size
    return low * (high / low) ** rng.random() if low else 0.0


def national_edition(year: int) -> str:
    return "2019" if year in (2019, 2020) else "2021"


class Habits:
    """What stays alike in a body over the years."""

    def __init__(self, rng: random.Random, size: str, requests: float) -> None:
        self.scale = list(REQUESTS_A_YEAR).index(size)
        self.requests = requests
        natural = rng.uniform(0.7, 0.97)
        rest = [rng.random() ** 3 for _ in APPLICANTS[1:]]
        all_rest = sum(rest)
        self.applicants = [natural, *((1 - natural) * share / all_rest for share in rest)]
        self.open_share = rng.choice((0.0, 0.01, 0.04, 0.1, 0.2))
        self.outcomes: dict[str, float] = {}
        self.has_fees = happens(rng, 0.5)
        self.remedies = rng.random() ** 2 * 0.05 * self.requests


def draw_state(rng: random.Random, size: str) -> State:
    """What a body of a size has open before its first year."""
    most = REQUESTS_A_YEAR[size][1] // 30
    carried = {"natural_person": rng.randint(0, most), "business": rng.randint(0, most // 10)}
    return State(carried=carried)


def _draw_year(rng: random.Random, edition: str, habits: Habits, state: State) -> Figures:
    if edition.startswith("fujian"):
        return _draw_legacy(rng, edition, habits, state)
    figures = _draw_requests(rng, edition, habits, state)
    figures |= _draw_remedies(rng, habits)
    if edition == "2021":
        return _draw_proactive_2021(rng, habits, state) | figures
    return _draw_proactive_2019(rng, habits, state) | figures


def outcome_rows(edition: str) -> list[str]:
    """The rows of table three that add up to （七）总计."""
    rows = [row.id for row in find_form(edition).table("requests").rows]
    return rows[2:-2]


def _draw_requests(rng: random.Random, edition: str, habits: Habits, state: State) -> Figures:
    rows = outcome_rows(edition)
    for row in rows:
        # what an office never had is 0 in each of its years
        usual = USUAL.get(row, RARE * (happens(rng, 0.5)))
        habits.outcomes.setdefault(row, usual * rng.uniform(0.3, 1.7))
    weights = [habits.outcomes[row] for row in rows]
    count = round(habits.requests * rng.uniform(0.7, 1.4))
    received = Counter(rng.choices(APPLICANTS, habits.applicants, k=count))
    counts: dict[tuple[str, str], int] = {}
    for kind in APPLICANTS:
        carried_in = state.carried.get(kind, 0)
        all_cases = received[kind] + carried_in
        still_open = sum(rng.random() < habits.open_share for _ in range(all_cases))
        counts["received", kind] = received[kind]
        counts["carried_in", kind] = carried_in
        counts["carried_out", kind] = still_open
        counts["decided", kind] = all_cases - still_open
        drawn = Counter(rng.choices(rows, weights, k=all_cases - still_open))
        counts |= {(row, kind): drawn[row] for row in rows}
        state.carried[kind] = still_open
    figures: Figures = {}
    for row in ("received", "carried_in", *rows, "decided", "carried_out"):
        for kind in APPLICANTS:
            figures["requests", row, kind] = counts[row, kind]
        figures["requests", row, "total"] = sum(counts[row, kind] for kind in APPLICANTS)
    return figures


def _draw_remedies(rng: random.Random, habits: Habits) -> Figures:
    figures: Figures = {}
    for group in GROUPS:
        count = round(habits.remedies * rng.uniform(0.2, 1.6))
        outcomes = ("upheld", "corrected", "other", "pending")
        drawn = Counter(rng.choices(outcomes, (60, 12, 14, 14), k=count))
        for outcome in outcomes:
            figures["remedies", group, outcome] = drawn[outcome]
        figures["remedies", group, "total"] = count
    return figures


def _stock(rng: random.Random, state: State, name: str, most: int) -> int:
    return state.stocks.setdefault(name, rng.randint(0, most))


def _draw_proactive_2021(rng: random.Random, habits: Habits, state: State) -> Figures:
    figures: Figures = {}
    scale = habits.scale
    # departments and counties make no regulations
    yearly = {"regulations": (0, 0, 0, 4, 9)[scale], "normative_documents": 2 + 9 * scale**2}
    for row, most in yearly.items():
        before = _stock(rng, state, row, most * 12)
        made = rng.randint(0, most)
        repealed = rng.randint(0, min(before, most))
        state.stocks[row] = before + made - repealed
        figures["proactive", row, "made"] = made
        figures["proactive", row, "repealed"] = repealed
        figures["proactive", row, "in_force"] = state.stocks[row]
    for row in ("licensing", "penalties", "coercion"):
        figures["proactive", row, "decisions"] = _decisions(rng, habits, row)
    fees = Decimal(rng.randint(1, 10 ** (3 + scale))) / 100
    figures["proactive", "fees", "amount_wan_yuan"] = fees if habits.has_fees else 0
    return figures


def _decisions(rng: random.Random, habits: Habits, row: str) -> int:
    """So many decisions in a year, about as many as in the years before."""
    digits = habits.outcomes.setdefault(row, rng.uniform(-1, 2 + 0.8 * habits.scale))
    return int(10**digits * rng.uniform(0.6, 1.5))


def _draw_proactive_2019(rng: random.Random, habits: Habits, state: State) -> Figures:
    figures: Figures = {}
    scale = habits.scale
    for row, most in (
        ("regulations", (0, 0, 0, 4, 9)[scale]),
        ("normative_documents", 2 + 9 * scale),
    ):
        made = rng.randint(0, most)
        before = _stock(rng, state, row, most * 12)
        state.stocks[row] = before + made
        figures["proactive", row, "made"] = made
        figures["proactive", row, "published"] = made
        figures["proactive", row, "total_public"] = before + made
    for row in ("licensing", "other_services", "penalties", "coercion", "fees"):
        before = _stock(rng, state, f"{row} items", 20 + 80 * scale)
        change = rng.choice((0, 0, rng.randint(-min(before, 9), 12)))
        state.stocks[f"{row} items"] = before + change
        figures["proactive", row, "prior_items"] = before
        figures["proactive", row, "change"] = change
        if row != "fees":
            figures["proactive", row, "decisions"] = _decisions(rng, habits, row)
    projects = rng.randint(0, 6 * (scale + 1))
    figures["proactive", "procurement", "projects"] = projects
    amount = Decimal(rng.randint(100_000, 10 ** (8 + scale))) / 100
    figures["proactive", "procurement", "amount"] = amount if projects else 0
    return figures


def _draw_legacy(rng: random.Random, edition: str, habits: Habits, state: State) -> Figures:
    rows = [row.id for row in find_form(edition).table("legacy").rows]
    channels = [row for row in rows if row.startswith("requests.")]
    answers = [row for row in rows if row.startswith("answers.")]
    requests = round(habits.requests * rng.uniform(0.4, 1.2))
    website = int(10 ** rng.uniform(1.3, 2.6 + 0.5 * habits.scale))
    gazette = rng.choice((0, 0, website // 12))
    year = dict.fromkeys(rows, 0)
    year |= {"disclosed": website + gazette, "requests": requests}
    year |= {"disclosed.website": website, "disclosed.gazette": gazette}
    year |= Counter(rng.choices(channels, [4, 3, 6, 6, 3, 1][: len(channels)], k=requests))
    answered = requests
    # some are answered in the year after
    if happens(rng, 0.2):
        answered -= rng.randint(0, requests // 10)
    year |= Counter(rng.choices(answers, [12, 2, 3, 4][: len(answers)], k=answered))
    year["answers"] = answered
    if "fees_waived" in year and happens(rng, 0.2):
        year["fees_waived"] = rng.randint(1, 90) * 100
    for row in ("reconsideration", "litigation", "complaints"):
        year[row] = round(habits.remedies * rng.random())
    if not state.cumulative:
        state.cumulative = _draw_past(rng, rows, year)
    state.cumulative = _turn_over(state.cumulative, rows)
    figures: Figures = {}
    for row in rows:
        state.cumulative[row] += year[row]
        figures["legacy", row, "year"] = year[row]
        figures["legacy", row, "cumulative"] = state.cumulative[row]
    return figures


def _draw_past(rng: random.Random, rows: Iterable[str], year: Mapping[str, int]) -> dict[str, int]:
    """What the years before the first drawn one came to: as one of them, a few times over."""
    times = rng.randint(1, 5)
    past = dict.fromkeys(rows, 0)
    for whole in ("disclosed", "requests", "answers"):
        parts = [row for row in past if row.startswith(f"{whole}.")]
        weights = [year[part] + 0.1 for part in parts]
        # whoever was asked has answered by now, and so the sums of years agree
        past[whole] = year["requests" if whole == "answers" else whole] * times
        past |= _split(rng, past[whole], dict(zip(parts, weights, strict=True)))
    for row in ("reconsideration", "litigation", "complaints"):
        past[row] = year[row] * rng.randint(0, times)
    return past


def _turn_over(past: Mapping[str, int], rows: Sequence[str]) -> dict[str, int]:
    """What had come together, in the rows of another edition: parts that it no longer has stand in
    the new part of the same whole, or in its first."""
    turned = {row: past.get(row, 0) for row in rows}
    for row in past.keys() - turned.keys():
        whole, _, part = row.partition(".")
        others = [other for other in rows if part and other.startswith(f"{whole}.")]
        new = [other for other in others if other not in past]
        if others:
            turned[(new or others)[0]] += past[row]
    return turned


def _split(rng: random.Random, whole: int, weights: Mapping[str, float]) -> dict[str, int]:
    """The whole in parts, roughly by their weights."""
    left = whole
    scale = sum(weights.values())
    parts = {}
    for part, weight in weights.items():
        wanted = round(whole * weight / scale * rng.uniform(0.6, 1.4))
        parts[part] = min(left, wanted)
        left -= parts[part]
    first = next(iter(parts))
    parts[first] += left
    return parts


def is_total(key: Key) -> bool:
    table, row, column = key
    return (
        column == "total"
        or row == "decided"
        or (table, row)
        in (
            ("legacy", "requests"),
            ("legacy", "answers"),
            ("legacy", "disclosed"),
        )
    )


def print_zeros(figures: Mapping[Key, Number | None], style: str) -> Figures:
    """The figures with their zeros left blank as the body does it."""
    printed: Figures = dict(figures)
    for key, number in figures.items():
        is_kept = style == "zeros" or (style == "totals kept" and is_total(key))
        if number == 0 and not is_kept:
            printed[key] = None
    return printed


SAYINGS: dict[Key, str] = {
    ("requests", "received", "total"): "新收政府信息公开申请{n}件",
    ("requests", "carried_in", "total"): "上年结转政府信息公开申请{n}件",
    ("requests", "decided", "total"): "办结政府信息公开申请{n}件",
    ("requests", "carried_out", "total"): "结转下年度继续办理{n}件",
    ("requests", "granted", "total"): "予以公开{n}件",
    ("requests", "partial", "total"): "部分公开{n}件",
    ("remedies", "reconsideration", "total"): "因政府信息公开引起的行政复议{n}件",
    ("proactive", "normative_documents", "made"): "制发行政规范性文件{n}件",
    ("legacy", "disclosed", "year"): "主动公开政府信息{n}条",
    ("legacy", "requests", "year"): "受理政府信息公开申请{n}条",
    ("legacy", "answers", "year"): "答复政府信息公开申请{n}条",
}


def tell(rng: random.Random, year: int, figures: Mapping[Key, Number | None]) -> str:
    """One sentence with one to four figures that the tables have too; '' where all are 0."""
    told = [key for key in SAYINGS if figures.get(key)]
    if not told:
        return ""
    chosen = set(rng.sample(told, min(len(told), rng.randint(1, 4))))
    clauses = [SAYINGS[key].format(n=figures[key]) for key in told if key in chosen]
    return f"{year}年，本机关{'，'.join(clauses)}。"


def make_report(
    name: str, year: int, edition: str, figures: Mapping[Key, Number | None], told: str = ""
) -> Report:
    """A report with these figures and this sentence, as one that has been read."""
    values = tuple(_make_value(edition, key, number) for key, number in figures.items())
    editions = dict.fromkeys((key[0] for key in figures), edition)
    sections: Sequence[Section] = ()
    if told:
        sections = (Section("一、总体情况", told, Where(line=1), (Where(line=2),)),)
    meta = Meta(
        title=f"{name}{year}年政府信息公开工作年度报告",
        agency=name,
        year=year,
        period=(f"{year}-01-01", f"{year}-12-31"),
        scope="body",
    )
    return Report(f"{year}", meta, editions, values, tuple(sections))


def _make_value(edition: str, key: Key, number: Number | None) -> Value:
    table, row, column = key
    printed = "" if number is None else str(number)
    status = Status.BLANK if number is None else Status.PRINTED
    label, unit = _label_and_unit(edition, key)
    return Value(edition, table, row, column, label, printed, number, unit, status, None)


@cache
def _label_and_unit(edition: str, key: Key) -> tuple[str, str]:
    table, row, column = key
    line = next(one for one in find_form(edition).table(table).rows if one.id == row)
    return f"{row} · {column}", line.units[line.columns.index(column)]
