"""Small invented reports that break one rule each, for the worked examples of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import gxkit
from gxkit.checks.years import find_across_years, join_findings
from gxkit.forms import find_form
from gxkit.report import Finding, Report

BODY = "某市民政局"
# the first report year of that form
FIRST_OF_2021 = 2021
# figures of a row by its id: one for the column of totals (and of natural persons), or by column
Row = int | Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A report to be written: its year, its figures by row, what its text says."""

    year: int
    table: str
    form: str
    rows: Mapping[str, Row]
    prose: str = ""
    scope: str = "body"
    name: str = BODY
    joined: str = ""

    @property
    def lines(self) -> list[str]:
        """The report as lines of text, cells parted by tabs."""
        head = [f"{self.name}{self.year}年政府信息公开工作年度报告"]
        if self.prose:
            head += ["一、总体情况", self.prose]
        return [*head, *self.figures]

    @property
    def figures(self) -> list[str]:
        own = find_form(self.form).table(self.table)
        heads = [column.label.replace("{year}", str(self.year)) for column in own.columns]
        made = [own.title]
        if self.table != "requests":
            made.append("\t".join([*own.headers, *heads] or heads))
        for row in own.rows:
            given = self.rows.get(row.id, 0)
            cells = [_figure(given, column) for column in row.columns]
            units = [row.units[0]] if "计量单位" in own.headers else []
            # a row whose cells lost what parted them
            own_line = [row.label + "".join(cells)] if row.id == self.joined else None
            made.append("\t".join(own_line or [row.label, *units, *cells]))
        return made


def _figure(given: Row, column: str) -> str:
    if isinstance(given, Mapping):
        return str(given.get(column, 0))
    return str(given) if column in ("natural_person", "total") else "0"


def _requests(year: int, prose: str = "", **rows: Row) -> Draft:
    return Draft(year, "requests", "2021", rows, prose)


def _legacy(year: int, disclosed: int, cumulative: int) -> Draft:
    rows = {"disclosed": {"year": disclosed, "cumulative": cumulative}}
    return Draft(year, "legacy", "fujian-2014", rows)


def _proactive(year: int, row: str, **cells: int) -> Draft:
    form = "2021" if year >= FIRST_OF_2021 else "2019"
    return Draft(year, "proactive", form, {row: cells})


# what breaks each rule that no single table states
DRAFTS: dict[str, tuple[Draft, ...]] = {
    "R6": (
        _requests(2021, received=5, granted=3, decided=3, carried_out=2),
        _requests(2022, received=4, carried_in=1, granted=5, decided=5),
    ),
    "R7": (_legacy(2015, 20, 120), _legacy(2016, 15, 130)),
    "R8": (
        _requests(2022, "本年度共收到政府信息公开申请13件。", received=12, granted=12, decided=12),
    ),
    "R9": (
        _requests(
            2022,
            "本年度共收到政府信息公开申请12件，其中予以公开3件，占30%。",
            received=12,
            granted=3,
            partial=9,
            decided=12,
        ),
    ),
    "R10": (
        _requests(
            2022,
            "本年度主动公开政府信息12条，分为3类：政策文件5条、财政信息3条、其他2条。",
            received=12,
            granted=12,
            decided=12,
        ),
    ),
    "S3": (
        _proactive(2019, "licensing", prior_items=40, change=2),
        _proactive(2020, "licensing", prior_items=45, change=0),
    ),
    "S4": (
        _proactive(2021, "normative_documents", made=3, repealed=1, in_force=20),
        _proactive(2022, "normative_documents", made=4, repealed=2, in_force=25),
    ),
    "S5": (_legacy(2015, 20, 120), _legacy(2016, 15, 15)),
    "S6": (
        _proactive(2021, "fees", amount_wan_yuan=3),
        _proactive(2022, "fees", amount_wan_yuan=31000),
    ),
    "parts": (
        _requests(2022, received=7, granted=7, decided=7),
        replace(
            _requests(2022, received=6, granted=6, decided=6),
            scope="summary",
            name="某市人民政府",
        ),
    ),
    "twice": (
        _requests(2022, received=7, granted=7, decided=7),
        _requests(2022, received=8, granted=8, decided=8),
    ),
    "joined": (
        replace(
            _requests(2022, received={"natural_person": 7, "total": 9}, granted=5, decided=5),
            joined="received",
        ),
    ),
    "implied": (
        _requests(
            2022,
            received={"natural_person": 4, "business": "", "total": 6},
            granted={"natural_person": 4, "business": 2, "total": 6},
            decided={"natural_person": 4, "business": 2, "total": 6},
        ),
    ),
}


def read_drafts(drafts: tuple[Draft, ...]) -> tuple[Report, ...]:
    """The reports of some drafts, read by gxkit and set beside each other."""
    read = []
    facts = {}
    for number, draft in enumerate(drafts, 1):
        written = "\n".join(draft.lines).encode("utf-8")
        report = replace(gxkit.parse(written), id=f"{draft.year}-{number}")
        read.append(report)
        facts[report.id] = {
            "agency": draft.name,
            "agency_en": draft.name,
            "code": "350599",
            "scope": draft.scope,
            "year": draft.year,
        }
    return join_findings(read, find_across_years(read, facts))


@cache
def find_example(rule: str) -> Finding | None:
    """What gxkit finds in the invented reports for a rule; None if there are none, or nothing is
    found."""
    for report in read_drafts(DRAFTS.get(rule, ())):
        for finding in report.findings:
            if finding.rule == rule:
                return finding
    return None
