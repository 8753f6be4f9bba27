"""What the study counts, and what it does not: places once, stocks alone, ties, limits, days."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from gxkit.charts.findings import find_outcomes
from gxkit.folder import Collection, read_collection
from gxkit.panel.denominators import OUTCOMES
from gxkit.panel.unfollowed import COLUMNS
from gxkit.paper import compute_variables
from gxkit.paper.body_years import list_unfollowed
from gxkit.paper.comparing import list_denominators, list_shifts
from gxkit.paper.lists import LISTS
from gxkit.paper.results import list_days
from gxkit.paper.wording import filters
from gxkit.report import Status
from gxkit.text import Counted, agree
from test_paper import told

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def collection():
    return read_collection(ROOT / "data")


@pytest.fixture(scope="module")
def variables(collection):
    return compute_variables(collection)


def outcomes_of(*lines):
    """Reports by body and year: granted, partly granted, denied, decided, and their scope."""
    made = []
    for number, (agency, year, granted, partial, denied, decided, *scope) in enumerate(lines):
        who = {"report": f"r{number}", "code": "350128", "agency": agency, "agency_en": agency}
        counts = dict.fromkeys(OUTCOMES, 0)
        counts |= {"granted": granted, "partial": partial, "denied": denied, "decided": decided}
        made.append({**who, "year": year, "scope": (scope or ["body"])[0], **counts})
    return pd.DataFrame(made).astype(dict.fromkeys(OUTCOMES, float))


def test_a_place_that_a_summary_counts_stands_in_no_sum_again(variables):
    received = variables["received"]
    every = sum(point.value for point in received.new)
    inside = {(point.agency, point.year): point.value for point in received.counted}
    assert inside == {("淮安市洪泽区人民政府", 2024): 95, ("沭阳县发展和改革局", 2023): 26}
    assert received.total.value == every - sum(inside.values())
    assert variables["grounds"].counted == 1


def test_documents_public_in_total_are_no_stock_in_force():
    line = dict.fromkeys(COLUMNS, "") | {"year": 2020, "expected": 1.0, "printed": 3.0, "gap": 2.0}
    rows = [
        line | {"report": "a", "rule": "S4", "cells": "proactive/regulations/total_public"},
        line | {"report": "a", "rule": "S4", "cells": "proactive/regulations/in_force"},
        # a whole and its part: two lines of one report
        line | {"report": "b", "rule": "R7", "cells": "legacy/disclosed/cumulative"},
        line | {"report": "b", "rule": "R7", "cells": "legacy/disclosed.website/cumulative"},
    ]
    empty = pd.DataFrame(columns=["table", "column", "code", "agency", "year", "row", "value"])
    told = list_unfollowed(pd.DataFrame(rows), empty)
    assert [len(part) for part in (told.public, told.stocks, told.running)] == [1, 1, 2]
    assert told.events == 1


def test_of_several_that_are_lowest_it_is_said_how_many(variables):
    denial = variables["rates"]["denial_rate"]
    lowest = [rate for rate in denial.large if rate.value == denial.low.value]
    assert (denial.as_low, denial.as_high) == (len(lowest) - 1, 0) == (2, 0)
    assert f"（另有{denial.as_low}份相同）" in told(variables)


def test_a_move_that_went_back_in_between_says_so():
    years = [("A", 2021, 60, 5, 0, 100), ("A", 2022, 20, 50, 0, 100), ("A", 2023, 20, 20, 0, 100)]
    (move,) = list_shifts(outcomes_of(*years), []).found
    assert (move.first, move.last, move.to_partial) == (2021, 2022, True)
    assert [(step.first, step.last) for step in move.back] == [(2022, 2023)]


def test_rates_farthest_apart_are_those_of_one_scope_and_tell_no_rate_of_few():
    reports = outcomes_of(
        ("A", 2021, 150, 50, 25, 290, "summary"),
        ("B", 2021, 0, 4, 3, 21, "summary"),
        ("C", 2021, 0, 0, 0, 30, "body"),
        # too few decisions to be the highest
        ("D", 2021, 3, 0, 0, 3, "body"),
    )
    (apart,) = list_denominators(reports, []).apart
    assert (apart.scope, apart.high.agency, apart.low.agency) == ("summary", "A", "B")
    few = [row.shares["answerable"].few for row in (apart.high, apart.low)]
    assert few == [False, True]


def read_doubly(collection, report_id, readings):
    """The collection with cells of a report that can each be read in two ways."""
    reports = [
        replace(
            report,
            values=tuple(
                replace(v, value=None, status=Status.AMBIGUOUS, candidates=readings[v.key])
                if report.id == report_id and v.key in readings
                else v
                for v in report.values
            ),
        )
        for report in collection.reports
    ]
    return Collection(tuple(reports), dict(collection.facts))


def test_pairs_change_places_between_bodies_alone_and_by_the_test():
    # 80 of 100 and 80 of 90 against 60 of 100 and 60 of 60: clear both ways
    large = outcomes_of(("A", 2021, 80, 0, 10, 100), ("B", 2021, 60, 0, 0, 100))
    found = list_denominators(large, [])
    assert (found.pairs, found.swaps, found.firm) == (1, 1, 1)
    # the same of a fifth of the cases: chance alone may account for it
    small = outcomes_of(("A", 2021, 24, 0, 3, 30), ("B", 2021, 21, 0, 0, 30))
    found = list_denominators(small, [])
    assert (found.pairs, found.swaps, found.firm) == (1, 1, 0)
    own = outcomes_of(("A", 2021, 80, 0, 10, 100), ("A", 2022, 60, 0, 0, 100))
    assert list_denominators(own, []).pairs == 0


def test_rates_that_a_contradiction_takes_are_told_from_those_of_blank_cells(variables):
    stakes = variables["stakes"]
    told = {name: vars(getattr(stakes, name)) for name in ("zeros", "blanks", "lost")}
    assert told == {
        "zeros": {"count": 8, "reports": 3, "large": 3, "large_reports": 1},
        "blanks": {"count": 5, "reports": 2, "large": 4, "large_reports": 2},
        "lost": {"count": 1, "reports": 1, "large": 1, "large_reports": 1},
    }


def test_an_undecided_rate_is_told_in_counts_and_in_per_cent_only_of_a_known_whole(collection):
    granted, decided = (("requests", row, "total") for row in ("granted", "decided"))
    part = read_doubly(collection, "2025-pingtan-zone", {granted: (30, 33)})
    said = told(compute_variables(part))
    assert "平潭综合实验区管理委员会2025年（148件中的68至71件，45.9%至48.0%）" in said
    whole = read_doubly(collection, "2025-pingtan-zone", {decided: (142, 148)})
    said = told(compute_variables(whole))
    assert "平潭综合实验区管理委员会2025年（142至148件中的71件）" in said


def test_a_title_counts_no_outcome_that_is_undecided():
    lines = {"granted": [15.0, 15.0], "partial": [0.0, 0.0], "decided": [20.0, 20.0]}
    data = pd.DataFrame(lines)
    data["granted_low"], data["granted_high"] = [15.0, 5.0], [15.0, 15.0]
    assert find_outcomes(data).say("en").startswith("Of 1 report with 20 decisions or more, 1 ")


def test_a_report_of_two_days_is_late_where_it_is_by_either():
    known = {"agency": "甲", "agency_en": "A", "code": "350128", "level": "county"}
    known |= {"scope": "summary", "year": 2021, "published": ""}
    days = list_days(
        {
            "late": known | {"days_told": "2022-04-11 2022-04-20"},
            "open": known | {"days_told": "2022-03-31 2022-04-01"},
            "none": known,
        }
    )
    assert [(row.least, row.most, row.either) for row in days.late] == [(11, 20, True)]
    assert (days.timely, len(days.open), len(days.undated)) == (0, 1, 1)


def test_words_heed_their_counts():
    template = "{:report has|reports have} {}"
    said = [template.format(Counted(number), Counted(number)) for number in (0, 1, 1200)]
    assert said == ["0 reports have 0", "1 report has 1", "1,200 reports have 1,200"]
    assert [agree(number, "is", "are") for number in (0, 1, 2)] == ["are", "is", "are"]
    plural = filters("en")["plural"]
    assert [plural(number, "body", "bodies") for number in (0, 1, 2)] == [
        "no bodies",
        "1 body",
        "2 bodies",
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_list_of_the_study_is_told_in_the_docs(language):
    page = (ROOT / "docs" / "pages" / language / "read-folder.md").read_text("utf-8")
    assert re.findall(r"^\| `(study-[a-z-]+)\.csv` \|", page, re.MULTILINE) == list(LISTS)


def test_days_that_contradict_stand_in_the_catalog_where_the_day_is_empty():
    with (ROOT / "data" / "catalog.csv").open(encoding="utf-8", newline="") as lines:
        told = {line["report"]: line for line in csv.DictReader(lines) if line["days_told"]}
    assert len(told) == 4
    assert not any(line["published"] for line in told.values())


def test_a_cumulative_count_that_passes_a_year_over_is_told_once_a_report(variables):
    told = [(step.year, step.gap) for step in variables["unfollowed"].skipped]
    # of the whole and of its website, which lack the same; a gazette printed as 0 is not among them
    assert told == [(2013, 739)]
    doubted = {one.year: one.doubted for one in variables["outstanding"]}
    assert doubted[2013] is True


def test_a_figure_of_a_text_that_is_one_part_of_the_table_is_named(variables):
    told = [(one.said, one.what.say("en")) for one in variables["partial"]]
    assert told == [(258, "Granted · Natural person"), (265, "Unavailable: not held")]
