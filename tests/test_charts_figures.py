"""Backlog, applicant gap, reversals, differences and others: what they plot and leave out."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import comb, isnan

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from gxkit import charts, panel
from gxkit.charts.canvas import open_canvas
from gxkit.charts.cells import cell_name
from gxkit.charts.figures.coverage import coverage_data
from gxkit.charts.figures.failing_rules import count_asked, failing_data
from gxkit.charts.figures.remedies import RESULTS
from gxkit.charts.figures.requests_by_year import series_data
from gxkit.charts.figures.timeliness import due_day, timeliness_data
from gxkit.charts.findings import (
    find_claims,
    find_flow,
    find_grounds,
    find_series,
    find_stakes,
    find_unfollowed,
)
from gxkit.charts.names import state_name, words_of_rule
from gxkit.charts.pooling import latest_of_largest, pool
from gxkit.charts.results import OUTCOMES
from gxkit.charts.rows import note_left_out
from gxkit.charts.spans import open_parts
from gxkit.forms import all_forms
from gxkit.panel.indicators import all_indicators
from gxkit.panel.indicators.stakes import stakes_frame
from gxkit.parsing.judging import judge_report
from gxkit.report import Status
from specimen_claims import claims
from test_charts import SOURCE, drawn, many, texts, unfollowed
from test_panel import facts, frame, reports

# what red, green and blue add to the brightness of a colour (ITU-R BT.601)
GREY = (0.299, 0.587, 0.114)


def by_report(name):
    return drawn(name).data.set_index("report")


def rest_of(report):
    return panel.stack([r for r in reports() if r.id == report], facts())


def test_the_backlog_is_a_share_of_what_had_to_be_handled():
    data = by_report("backlog")
    assert data.loc[
        "2019-shanghai-general-office", ["carried_in", "workload", "carried_out"]
    ].tolist() == [18, 877, 72]
    assert data.loc["2021-pingtan-zone", "share_out"] == pytest.approx(1 / 70)
    assert len(data) == 7
    shown = texts(drawn("backlog").figure)
    assert any("未列（没有应办的申请）：福建晋江经济开发区管理委员会 2019" in t for t in shown)
    assert any("未列（2019年以前的表没有这些项目）：6份" in t for t in shown)


def test_years_of_a_backlog_are_not_joined_and_one_report_is_no_trend():
    axes = drawn("backlog").figure.axes[0]
    assert {line.get_linestyle() for line in axes.get_lines() if line.get_marker() != "None"} == {
        "None"
    }


def test_the_gap_is_people_less_organisations_and_few_requests_are_hollow():
    data = by_report("applicant_gap")
    assert data.loc["2021-jinjiang-government", "people_rate"] == pytest.approx(184 / 270)
    assert data.loc["2021-jinjiang-government", "gap"] == pytest.approx(184 / 270 - 1)
    assert data.loc["2023-pingtan-zone", "organisations_decided"] == 1
    assert pd.isna(data.loc["2019-shanghai-general-office", "gap"])
    hollow = [
        line
        for line in drawn("applicant_gap").figure.axes[0].get_lines()
        if line.get_markerfacecolor() == "white"
    ]
    counts = data[["people_decided", "organisations_decided"]]
    few = counts.where(counts.lt(20) & counts.gt(0)).count().sum()
    assert sum(len([x for x in line.get_xdata() if not isnan(x)]) for line in hollow) == few > 2
    assert "−32 [−38, −16]" in texts(drawn("applicant_gap").figure)


def test_reversals_have_wilson_intervals_and_leave_blanks_out():
    data = drawn("reversals").data.set_index(["report", "route"])
    line = data.loc[("2023-hongze-government", "reconsideration")]
    assert line[["corrected", "closed"]].tolist() == [1, 11]
    assert line[["value", "ci_low", "ci_high"]].tolist() == pytest.approx(
        [1 / 11, 0.0162322, 0.3773584], abs=1e-6
    )
    assert data.loc[("2021-pingtan-zone", "litigation_direct"), "ci_high"] == pytest.approx(
        0.2424939, abs=1e-6
    )
    assert "2019-shanghai-general-office" not in data.index
    shown = texts(drawn("reversals").figure)
    assert "1/11*" in shown
    assert any("上海市人民政府办公厅 2019 (行政复议、直接起诉、复议后起诉)" in t for t in shown)


def test_a_rate_that_printed_figures_do_not_give_stands_beside_what_reconciled_ones_do():
    chart = drawn("differences")
    own = chart.data[chart.data["report"].eq("2021-jinjiang-government")].set_index("indicator")
    assert own["printed"].isna().all()
    assert own.loc["broad_disclosure_rate", ["value_part", "value_whole"]].tolist() == [205, 291]
    shown = texts(chart.figure)
    assert "205/291* 70%" in shown
    assert "算不出" in shown
    assert "2021 公开率" in shown
    # fewer than twenty make no rate: they are counted below, and stand in the data
    few = chart.data[chart.data["few"]]
    assert f"分母不足20件或不明的{len(few)}项不画" in shown[-1]
    assert not any(text.startswith("1/11") for text in shown)
    stakes = stakes_frame(frame())
    assert int(stakes["differs"].sum()) == len(chart.data)


def test_of_some_dozen_reports_the_latest_of_the_bodies_with_most_cases_are_drawn():
    lines = []
    for number in range(1, 10):
        for year in (2023, 2024):
            who = {"code": f"{number}", "agency": f"甲{number}", "scope": "body", "year": year}
            own = {**who, "report": f"{year}-{number}", "total": number}
            lines += [own | {"route": "reconsideration"}, own | {"route": "litigation_direct"}]
    data = pd.DataFrame(lines)
    shown = latest_of_largest(data, "total")
    assert set(shown["report"]) == {f"2024-{number}" for number in range(3, 10)}
    many = [
        data.assign(code=data["code"] + f"/{n}", report=data["report"] + f"/{n}") for n in "abc"
    ]
    assert latest_of_largest(pd.concat(many), "total") is None


@pytest.mark.parametrize("colors", [OUTCOMES, RESULTS], ids=["outcomes", "results"])
def test_neighbouring_parts_of_a_bar_differ_in_grey_too(colors):
    greys = [
        sum(w * c for w, c in zip(GREY, to_rgb(color), strict=True)) for color in colors.values()
    ]
    assert min(abs(one - other) for one, other in pairwise(greys)) > 0.2


def grey_of(color):
    return sum(w * c for w, c in zip(GREY, to_rgb(color), strict=True))


def looks_of(ax):
    """How things on axes look, without their colour, and the greys of each such look."""
    made = {}
    for line in ax.get_lines():
        # the ends of what is undecided lie above or below their mark
        if line.get_marker() in ("|", "_"):
            continue
        marked = line.get_marker() not in ("None", None, "")
        color = line.get_markerfacecolor() if marked else line.get_color()
        look = ("line", line.get_marker(), line.get_linestyle())
        made.setdefault(look, set()).add(round(grey_of(color), 2))
    for patch in ax.patches:
        if patch.get_fill():
            look = ("patch", patch.get_hatch())
            made.setdefault(look, set()).add(round(grey_of(patch.get_facecolor()), 2))
    return made


# what is told apart by other things than its look: its place and name, the order of a bar, of which
# neighbours differ, or the number or mark that stands in it
TOLD_APART = {
    "flow": "patch",
    "outcomes": "patch",
    "remedies": "patch",
    "grounds": "patch",
    "failing_rules": "patch",
    "rule_board": "patch",
    "body_years": "patch",
}


@pytest.mark.parametrize("name", charts.FIGURES)
def test_drawn_in_grey_a_figure_keeps_its_series_apart(name):
    figure = drawn(name).figure
    inner = [child for ax in figure.axes for child in ax.child_axes]
    for ax in (*figure.axes, *inner):
        for look, greys in looks_of(ax).items():
            if TOLD_APART.get(name) != look[0]:
                steps = [other - one for one, other in pairwise(sorted(greys))]
                assert min(steps, default=1) > 0.08, look
    if name in ("grounds", "rule_board"):
        (ax,) = figure.axes
        fields = [patch for patch in ax.patches if not str(patch.get_gid()).startswith("named")]
        assert len(fields) == len([text for text in ax.texts if text.get_ha() == "center"])


def test_bars_side_by_side_say_on_which_side_they_stand():
    shown = " ".join(texts(drawn("body_years").figure))
    assert "（左）" in shown
    assert "（右）" in shown


def test_a_ground_is_a_share_with_its_count_and_of_few_denials_the_count_alone():
    chart = drawn("grounds")
    own = chart.data.set_index("report").loc["2021-jinjiang-government"]
    assert [own["denied.third_party"], own["denied"]] == [6, 25]
    assert "24 (6)" in texts(chart.figure)


def test_many_rates_at_stake_are_drawn_as_changes_and_counted_by_kind():
    whole = frame()
    own = whole[whole["report"].eq("2021-jinjiang-government")]
    copies = [own.assign(report=f"r{n}", code=f"{n}", agency=f"甲{n}") for n in range(16)]
    chart = charts.draw_differences(pd.concat(copies, ignore_index=True), source=SOURCE)
    assert len(chart.data) == 48
    shown = texts(chart.figure)
    assert {"全部公开率", "公开率", "不予公开率", "16"} <= set(shown)


def test_a_cell_of_an_old_form_is_named_by_its_label_or_its_ids():
    cell = ("fujian-2011", "legacy", "no_such_row", "year", "某项")
    assert cell_name(*cell, "zh") == "某项"
    assert cell_name(*cell, "en") == "legacy/no_such_row/year"


def test_claims_that_disagree_stand_left_of_zero():
    data = drawn("claims").data
    assert dict(zip(data["claim"], data["place"], strict=True)) == {
        "行政复议11件": -1,
        "收到申请70件": 1,
        "办结69件": 2,
        "办理291件": -1,
        "新收291件": 1,
    }
    shown = texts(drawn("claims").figure)
    assert {"291 ≠ 0", "11 ≠ 0"} <= set(shown)
    assert any("未列（无法对照）：1个数字" in t for t in shown)


def failings_of(*lines):
    """Lines of the frame of what does not hold: year, family, where, rule, asked, fails."""
    made = []
    for number, (year, family, where, rule, asked, fails) in enumerate(lines):
        who = {"report": f"r{number}", "agency": "甲", "agency_en": "A", "code": "1", "year": year}
        counts = {"instances": asked, "holds": None, "fails": fails, "remarks": 0}
        rest = {"soft": False, "not_assessable": 0, "cells": ""}
        made.append(who | {"family": family, "where": where, "rule": rule} | counts | rest)
    return pd.DataFrame(made).astype({"year": "Int64", "instances": "float64"})


def test_rules_that_fail_are_counted_beside_what_could_be_tested_inside_tables_and_between_years():
    failings = failings_of(
        (2019, "2019", "inside", "R2", 7, 1),
        (2020, "2019", "inside", "R2", 7, 0),
        (2021, "2021", "inside", "R3", 6, 3),
        (2021, "2021", "years", "R6", None, 2),
    )
    chart = charts.draw_failing_rules(failings, language="en", source=SOURCE)
    assert chart.data["broken"].tolist() == [1, 0, 3, 1]
    shown = texts(chart.figure)
    # fewer than twenty were tested of each; of four reports three have one of the year before
    assert {"1", "3", "1/14", "3/6", "1/3"} <= set(shown)
    assert not any(text.isdigit() and int(text) in (14, 50) for text in shown)
    assert any("2021: 2019 form → 2021 form" in t for t in shown)
    assert "4 of 20 checks inside tables fail, most of R3 (3)" in shown


def test_rules_are_asked_only_of_reports_in_which_they_could_fail():
    data = failing_data(
        failings_of(
            (2012, "fujian", "years", "R7", None, 1),
            (2013, "fujian", "inside", "S1", 2, 0),
            (2014, "fujian", "inside", "S1", 2, 0),
            (2019, "2019", "inside", "R2", 7, 0),
            (2020, "2019", "text", "R8", None, 1),
        )
    )
    claims = pd.DataFrame({"report": ["r3", "r2"], "agrees": [True, None]})
    asked = count_asked(data, claims).set_index(["rule", "year"])["tested"].to_dict()
    # 2012 breaks it, 2013 and 2014 follow a year; the form of 2019 has no running count
    assert asked == {
        ("R7", 2012): 1,
        ("R7", 2013): 1,
        ("R7", 2014): 1,
        ("R8", 2019): 1,
        ("R8", 2020): 1,
    }


def test_rules_that_hold_everywhere_are_still_shown_where_nothing_fails():
    failings = failings_of((2019, "2019", "inside", "R2", 7, 0))
    shown = texts(charts.draw_failing_rules(failings, language="en", source=SOURCE).figure)
    assert {"0/7", "No check inside tables fails, of 7 that can be tested"} <= set(shown)


def test_a_rate_over_bodies_is_that_of_each_last_year_and_few_cases_are_not_ranked():
    data = by_report("distribution")
    assert "2021-pingtan-zone" not in data.index
    zone = data.loc["2023-pingtan-zone"]
    assert zone[["numerator", "denominator"]].tolist() == [42, 81]
    pooled = data["numerator"].sum() / data["denominator"].sum()
    assert zone["pooled"] == pytest.approx(pooled)
    least = round(zone["limit_low"] * 81)
    chances = [comb(81, n) * pooled**n * (1 - pooled) ** (81 - n) for n in range(least + 1)]
    assert sum(chances[:-1]) < 0.025 <= sum(chances)
    assert set(data.loc[data["denominator"] < 20, "face"]) <= {"few"}
    counted = charts.draw_distribution(
        frame(), inside=frozenset({"2023-pingtan-zone"}), source=SOURCE
    )
    assert counted.data["pooled"].iloc[0] == pytest.approx(
        (data["numerator"].sum() - 42) / (data["denominator"].sum() - 81)
    )


def test_many_bodies_are_drawn_as_bands_and_fields():
    chart = charts.draw_distribution(many(40).panel, source=SOURCE)
    ranks, funnel = chart.figure.axes[0].child_axes
    assert len(chart.data) > 150
    assert len(ranks.get_yticklabels()) == 3
    assert len(funnel.get_lines()) == 3


def test_a_report_has_its_rate_by_each_denominator_and_those_furthest_apart_come_first():
    data = drawn("denominators").data
    assert data["width"].is_monotonic_decreasing
    zone = data.set_index("report").loc["2021-pingtan-zone"]
    assert zone[["disclosed", "of_all", "of_answerable"]].tolist() == [35, 69, 43]
    assert zone["width"] == pytest.approx(35 / 43 - 35 / 69)
    assert "35 / 43–69" in texts(drawn("denominators").figure)


def test_of_many_reports_the_middle_by_each_denominator_stands_on_top():
    own = many()
    chart = charts.draw_denominators(own.panel, own.indicators, language="en", source=SOURCE)
    large = chart.data[chart.data["large"]]
    labels = [label.get_text() for label in chart.figure.axes[0].get_yticklabels()]
    assert len(labels) == 12
    assert labels[:2] == ["all decided", "without not processed and other"]
    assert any(f"{len(large) - 9} more are not drawn" in t for t in texts(chart.figure))


def steps_of(*lines):
    """Lines of what does not follow: year, rule, what is due, what is printed."""
    made = []
    for number, (year, rule, expected, printed) in enumerate(lines):
        who = {"report": f"r{number}", "agency": "甲", "agency_en": "A", "code": "1", "year": year}
        said = {"rule": rule, "label": "件数", "label_en": "Counts", "cells": ""}
        numbers = {"expected": expected, "printed": printed, "gap": abs(printed - expected)}
        made.append(who | said | numbers)
    return pd.DataFrame(made).astype({"year": "Int64"})


def test_what_does_not_follow_is_drawn_from_what_was_due_and_of_many_the_widest():
    few = steps_of((2012, "R7", 2255.0, 4359.0), (2013, "S4", 3.0, 0.0), (2014, "S5", 9.0, 1.0))
    chart = charts.draw_unfollowed(few, language="en", source=SOURCE)
    shown = texts(chart.figure)
    assert {"2,255 → 4,359", "3 → 0"} <= set(shown)
    assert "9 → 1" not in shown
    assert any("cumulative counts that fall without a word (1 report)" in t for t in shown)
    many_steps = steps_of(*((2000 + n, "R7", 1.0, float(n)) for n in range(20)))
    many_shown = texts(charts.draw_unfollowed(many_steps, language="en", source=SOURCE).figure)
    assert {"n = 20", "1 → 19"} <= set(many_shown)
    assert "1 → 3" not in many_shown


def test_proactive_disclosure_has_a_line_a_report_and_concept_that_its_form_asks_for():
    data = drawn("proactive").data
    own = data[data["report"].eq("2021-pingtan-zone")].set_index("concept")["value"]
    assert own["normative_documents_made"] == cell("2021-pingtan-zone", "made")
    assert "disclosed_year" not in own.index
    assert set(data.loc[data["family"].eq("fujian"), "concept"]) == {"disclosed_year"}
    first = drawn("proactive").figure.axes[0].child_axes[3]
    # a year that is missing leaves a hole in the line
    assert [line.get_linestyle() for line in first.get_lines()].count("-") >= 1
    crowded = charts.draw_proactive(many().panel, source=SOURCE)
    assert crowded.data["report"].nunique() == 22 * data["report"].nunique()


def cell(report, column):
    """A number of normative documents as the panel has it."""
    own = frame()[frame()["report"].eq(report) & frame()["row"].eq("normative_documents")]
    return own.set_index("column")["value"][column]


def test_one_body_is_drawn_over_its_years_and_another_is_asked_for_by_its_name():
    data = drawn("body_years").data
    assert data["agency"].unique().tolist() == ["平潭综合实验区管理委员会"]
    received = data[data["concept"].eq("requests_received")]
    assert dict(zip(received["year"], received["value"], strict=True))[2021] == 70
    panels = drawn("body_years").figure.axes[0].child_axes
    assert len(panels) == 6
    other = frame()[frame()["report"].eq("2021-jinjiang-government")].iloc[0]
    body = (other["code"], other["agency"], other["scope"])
    chart = charts.draw_body_years(frame(), body=body, source=SOURCE)
    assert chart.data["report"].unique().tolist() == ["2021-jinjiang-government"]


def test_an_open_cell_is_not_drawn_among_a_bodys_years():
    opened = pd.DataFrame(
        [["2021-pingtan-zone", 1, 1, "ambiguous", "requests", "received", "total", "70", 76.0]],
        columns=list(panel.ALTERNATIVE_COLUMNS),
    )
    data = charts.draw_body_years(frame(), alternatives=opened, source=SOURCE).data
    years = data.loc[data["concept"].eq("requests_received"), "year"].tolist()
    assert 2021 not in years
    assert 2023 in years


def test_many_disagreements_are_counted_beside_the_first():
    many = pd.concat([claims().iloc[[4]]] * 5, ignore_index=True)
    assert "11 ≠ 0, 11 ≠ 0, 11 ≠ 0, +2" in texts(charts.draw_claims(many, source=SOURCE).figure)


def test_claims_without_their_columns_are_refused():
    with pytest.raises(ValueError, match="lack the column agrees; expected report, agency"):
        charts.draw_claims(claims().drop(columns="agrees"), source=SOURCE)


@pytest.mark.parametrize(
    ("level", "scope", "year", "due"),
    [
        ("department", "body", 2020, date(2021, 1, 31)),
        ("county", "summary", 2021, date(2022, 3, 31)),
        ("prefecture-level zone", "summary", 2023, date(2024, 3, 31)),
        ("province", "summary", 2019, date(2020, 3, 31)),
        ("township", "summary", 2022, date(2023, 1, 31)),
        ("county", "body", 2022, date(2023, 1, 31)),
        ("department", "body", 2018, date(2019, 3, 31)),
        ("league", "summary", 2022, None),
    ],
)
def test_a_report_is_due_on_the_day_of_its_level(level, scope, year, due):
    assert due_day(level, scope, year) == due


def test_timeliness_counts_the_days_from_the_day_due():
    days = by_report("timeliness")["days"]
    assert days[
        [
            "2019-shanghai-general-office",
            "2021-pingtan-zone",
            "2023-pingtan-zone",
            "2020-zhangzhou-industry-it",
        ]
    ].tolist() == [0, -51, -23, -18]
    own = facts()["2023-pingtan-zone"]
    undated = {"r": own, "s": own | {"published": ""}}
    shown = texts(charts.draw_timeliness(undated, source=SOURCE).figure)
    assert any(re.search("未列（公布日不详）：平潭综合实验区管理委员会 ?2023", t) for t in shown)


def test_a_report_of_an_unknown_level_is_not_judged_and_spans_the_days_of_all_levels():
    own = facts()["2023-pingtan-zone"]
    # few enough for a row each
    known = {"2023-pingtan-zone": own, "r": own | {"level": "league"}}
    line = timeliness_data(known).set_index("report").loc["r"]
    assert pd.isna(line["days"])
    assert line[["days_low", "days_high", "basis"]].tolist() == [-23, 37, "any level"]
    chart = charts.draw_timeliness(known, source=SOURCE)
    assert "−23 … +37?" in texts(chart.figure)
    assert any("级别不详，期限未定" in t for t in texts(chart.figure))


def test_a_report_with_two_days_is_late_where_both_are_and_in_doubt_where_one_is():
    own = facts()["2023-pingtan-zone"] | {"published": ""}
    told = {
        "late": own | {"days_told": "2024-04-02 2024-04-09"},
        "timely": own | {"days_told": "2024-03-01 2024-03-31"},
        "open": own | {"days_told": "2024-03-30 2024-04-02"},
    }
    data = timeliness_data(told).set_index("report")
    assert data.loc["late", ["days_low", "days_high"]].tolist() == [2, 9]
    assert data["days"].isna().all()
    assert data.loc["open", "published"] == "2024-03-30/2024-04-02"
    chart = charts.draw_timeliness(told, language="en", source=SOURCE)
    assert {"+2 … +9?", "−30 … 0?", "03-30/04-02"} <= set(texts(chart.figure))
    assert "Of 2 reports whose day and term are known, 1 came late" in texts(chart.figure)


def test_many_reports_of_several_days_give_a_median_its_ends_and_an_early_one_no_day():
    own = facts()["2023-pingtan-zone"]
    many = {str(day): own | {"published": f"2024-03-{day:02d}"} for day in range(1, 17)}
    several = own | {"published": "", "days_told": "2024-03-01 2024-03-31"}
    early = own | {"published": "2023-12-31"}
    told = many | {"several": several, "early": early}
    chart = charts.draw_timeliness(told, language="en", source=SOURCE)
    shown = texts(chart.figure)
    # of 17 the ninth: with 1 March it is 8 March, with 31 March it is 9 March
    assert {"−23 … −22?", "0/17"} <= set(shown)
    assert any("Of 17 reports whose day and term are known, 0 came late" in t for t in shown)
    assert any("year had ended: 1" in t for t in shown)
    assert "early" in set(chart.data["report"])


def test_coverage_has_a_field_for_each_report_and_parts_one_of_two_editions():
    data = drawn("coverage").data
    hongze = data[data["report"].eq("2023-hongze-government")]
    assert list(zip(hongze["edition"], hongze["cells"], strict=True)) == [
        ("2019", 161),
        ("2021", 25),
    ]
    assert data.set_index("report").loc["2013-pingtan-zone", ["filled", "cells"]].tolist() == [
        31,
        32,
    ]
    shown = texts(drawn("coverage").figure)
    # years are narrow: a percentage stands for the counts
    assert {"97", "100"} <= set(shown)
    assert any("8个机关，14份报告" in t for t in shown)


def test_a_body_with_its_own_report_and_a_summary_has_two_rows():
    twice = [replace(r, id=f"own-{r.id}") for r in reports() if r.id == "2021-pingtan-zone"]
    both = facts() | {r.id: facts()["2021-pingtan-zone"] | {"scope": "body"} for r in twice}
    data = coverage_data(panel.stack([*reports(), *twice], both))
    assert data.loc[data["agency"].eq("平潭综合实验区管理委员会"), "scope"].unique().tolist() == [
        "body",
        "summary",
    ]


@pytest.mark.parametrize("name", ["backlog", "applicant_gap", "reversals", "coverage"])
def test_new_figures_stand_on_axes_of_the_caller(name):
    ax = Figure(figsize=(9, 4)).subplots()
    assert getattr(charts, f"draw_{name}")(
        rest_of("2021-pingtan-zone"), ax=ax, source=SOURCE
    ).figure.axes == [ax]


def test_an_edition_that_nobody_knows_is_shown_by_its_id():
    strange = rest_of("2021-pingtan-zone").assign(edition="nowhere-2021")
    chart = charts.draw_coverage(strange, source=SOURCE)
    assert chart.data["family"].unique().tolist() == ["nowhere-2021"]
    assert any(t.startswith("nowhere-2021\n") for t in texts(chart.figure))
    table = charts.tabulate_coverage(strange, language="en", source=SOURCE)
    assert table.data["Editions of the form"].tolist() == ["nowhere-2021"]


def test_reports_of_later_forms_that_lack_the_cells_are_named_by_their_form():
    canvas = open_canvas(None, (1, 1), "zh", left=0)
    note_left_out(canvas, "other form", frame(), rest_of("2021-pingtan-zone"))
    note_left_out(canvas, "other form", rest_of("2011-pingtan-zone"), frame().head(0))
    note_left_out(canvas, "other form", frame(), frame())
    every, old = canvas.notes
    assert "福建2014、福建2014晋江、福建2017、2019、2021" in every
    assert every.endswith("没有这些项目，或口径与其他表不同）：13份")
    assert old == "未列（2019年以前的表，结果分类不同）：1份"


def test_every_cell_of_every_form_has_a_name_in_english():
    for form in all_forms().values():
        for table in form.tables:
            for row, column in table.slots:
                name = cell_name(form.id, table.id, row, column, "", "en")
                assert name != f"{table.id}/{row}/{column}"


def test_every_state_of_the_board_has_a_name_in_both_languages():
    for state in panel.STATES:
        assert state_name(state, "en") in (state, "remark")
        assert state_name(state, "zh") != state


def test_the_words_over_the_board_are_those_of_the_forms():
    shown = texts(drawn("rule_board", "en").figure)
    said = " ".join(shown).replace("\n", " ")
    assert "R1: the six kinds of applicant add up to the total" in said
    assert words_of_rule("R99", "zh") == ""


def opened(name, report, cells):
    """A figure, in English, of the reports of which one has cells with several readings."""
    changed = []
    for one in reports():
        if one.id == report:
            values = [
                replace(v, value=None, status=Status.AMBIGUOUS, candidates=cells[v.key])
                if v.key in cells
                else v
                for v in one.values
            ]
            one = replace(one, values=tuple(values))
        changed.append(one)
    entry = charts.FIGURES[name]
    return entry.function(
        panel.stack(changed, facts()),
        alternatives=panel.alternatives_frame(changed),
        language="en",
        source=SOURCE,
    )


# figure, a number of its data, the cell of it that has two readings, the readings, what the number
# then may be, and what is written
OPEN = [
    ("requests_by_year", "received", ("received", "total"), (20, 81), (20, 81), "20–81?"),
    ("outcomes", "granted", ("granted", "total"), (20, 29), (20, 29), "n = 81?"),
    ("grounds", "denied", ("denied.enforcement_file", "total"), (0, 4), (4, 8), "4–8?"),
    ("backlog", "share_out", ("carried_out", "total"), (0, 9), (0, 9 / 81), "0–9?"),
    (
        "applicant_gap",
        "people_rate",
        ("granted", "natural_person"),
        (12, 20),
        (31 / 80, 39 / 80),
        "80?",
    ),
]


@pytest.mark.parametrize(("name", "number", "cell", "readings", "ends", "written"), OPEN)
def test_what_a_number_may_be_stands_in_the_data_and_in_the_figure(
    name, number, cell, readings, ends, written
):
    chart = opened(name, "2023-pingtan-zone", {("requests", *cell): readings})
    line = chart.data.set_index("report").loc["2023-pingtan-zone"]
    assert pd.isna(line[number])
    assert line[[f"{number}_low", f"{number}_high"]].tolist() == pytest.approx(ends)
    shown = texts(chart.figure)
    assert written in shown
    assert any("? Undecided: the least and the most" in text for text in shown)


def test_a_rate_of_which_only_the_ends_are_known_is_a_line_with_caps():
    chart = opened(
        "reversals", "2023-pingtan-zone", {("remedies", "litigation_direct", "corrected"): (1, 3)}
    )
    caps = [line for line in chart.figure.axes[0].get_lines() if line.get_marker() == "|"]
    assert [list(line.get_xdata()) for line in caps] == [pytest.approx([25, 75])]
    assert "1–3?/4" in texts(chart.figure)


def test_nothing_is_marked_where_nothing_is_open():
    for name in ("requests_by_year", "outcomes", "grounds", "backlog", "applicant_gap"):
        assert not any(
            text.endswith("?") or "Undecided" in text for text in texts(drawn(name, "en").figure)
        )


def test_figures_of_implied_numbers_say_so_in_a_sign_and_in_the_data():
    shanghai = [judge_report(r) for r in reports() if r.id == "2019-shanghai-general-office"]
    frame = panel.stack(shanghai, facts())
    chart = charts.draw_outcomes(frame, figures="implied", language="en", source=SOURCE)
    assert chart.data.loc[0, ["granted", "decided"]].tolist() == [272, 805]
    assert chart.data.loc[0, "basis"] == "implied"
    shown = texts(chart.figure)
    assert "n = 805°" in shown
    assert any("° Not printed: it follows from the figures that are." in text for text in shown)


def test_a_gap_that_is_undecided_has_its_ends_and_no_interval_of_chance():
    name = "2021-jinjiang-government"
    chart = opened("applicant_gap", name, {("requests", "granted", "natural_person"): (120, 147)})
    line = chart.data.set_index("report").loc[name]
    low, high = (round(100 * line[end]) for end in ("gap_low", "gap_high"))
    assert low < high < 0
    assert f"{low} … {high}?".replace("-", "−") in texts(chart.figure)


def test_a_rate_that_is_undecided_has_its_ends_and_no_filled_mark():
    changed = []
    for one in reports():
        if one.id == "2023-pingtan-zone":
            open_cell = ("requests", "granted", "total")
            values = [
                replace(v, value=None, status=Status.AMBIGUOUS, candidates=(20, 29))
                if v.key == open_cell
                else v
                for v in one.values
            ]
            one = replace(one, values=tuple(values))
        changed.append(one)
    whole = panel.stack(changed, facts())
    alternatives = panel.alternatives_frame(changed)
    rates = all_indicators(whole, alternatives=alternatives)
    chart = charts.draw_differences(whole, indicators=rates, language="en", source=SOURCE)
    own = chart.data[chart.data["report"].eq("2023-pingtan-zone")].set_index("indicator")
    ends = own.loc["full_disclosure_rate", ["value_low", "value_high"]].tolist()
    assert ends == pytest.approx([20 / 81, 29 / 81])
    assert "25%–36%?" in texts(chart.figure)


def test_a_claim_against_a_number_that_is_undecided_is_undecided_itself():
    cells = {("requests", "received", "total"): (7, 70)}
    changed = [
        replace(
            one,
            values=tuple(
                replace(v, value=None, status=Status.AMBIGUOUS, candidates=cells[v.key])
                if v.key in cells
                else v
                for v in one.values
            ),
        )
        if one.id == "2021-pingtan-zone"
        else one
        for one in reports()
    ]
    told = claims().assign(cells="", reconciled=float("nan"))
    told.loc[0, ["table_value", "agrees", "cells"]] = [None, None, "requests/received/total"]
    told.loc[2, "reconciled"] = 291
    chart = charts.draw_claims(
        told,
        panel=panel.stack(changed, facts()),
        alternatives=panel.alternatives_frame(changed),
        language="en",
        source=SOURCE,
    )
    line = chart.data.set_index("claim").loc["收到申请70件"]
    assert line[["state", "place"]].tolist() == ["undecided", -1]
    assert line[["table_value_low", "table_value_high"]].tolist() == [7, 70]
    assert pd.isna(line["agrees"])
    shown = texts(chart.figure)
    assert {"70 : 7–70?", "291 ≠ 0 → 291*", "undecided"} <= set(shown)


def test_the_board_says_of_what_fails_whether_it_is_settled():
    board = panel.rule_board(reports(), facts())
    half = board.assign(mended=board["mended"].where(board["rule"].ne("R2"), 0))
    chart = charts.draw_rule_board(half, language="en", source=SOURCE)
    shown = texts(chart.figure)
    assert {"× 2/7?", "× 2/7*"} <= set(shown)
    blank = chart.data[chart.data["report"].eq("2019-shanghai-general-office")]
    assert blank.set_index("rule").loc["R3", ["holds_low", "holds_high"]].tolist() == [2, 7]


def test_a_report_that_another_counts_too_is_not_added_up_once_more():
    own = frame()
    data = drawn("outcomes").data
    nested = frozenset([data["report"].iloc[0]])
    whole, parts = (pool(data, own, ["decided"], inside=some) for some in (frozenset(), nested))
    certain = data.loc[~open_parts(data, ["decided"])["decided"]].set_index("report")["decided"]
    assert whole["decided"].sum() - parts["decided"].sum() == certain.get(*nested, 0.0)
    assert parts["nested"].eq(1).all()


def test_a_title_leaves_aside_ties_and_few_denials():
    grounds = ("denied.law", "denied.security")
    lines = [(15, 5), (10, 10), (1, 0)]
    data = pd.DataFrame(lines, columns=list(grounds))
    said = find_grounds(data.assign(denied=data.sum(axis=1)), grounds).say("en")
    assert "leads in 1 of 2 reports with 20 denials or more; 1 has a tie" in said


def test_a_title_tells_settled_contradictions_from_those_that_stand():
    lines = [
        ("a", "x", 3, 2, None, "disagrees"),
        ("a", "y", 3, 0, 3, "disagrees"),
        ("b", "z", 7, 5, None, "disagrees"),
        ("b", "z", 5, 5, None, "agrees"),
    ]
    names = ["report", "cells", "stated", "table_value", "reconciled", "state"]
    said = find_claims(pd.DataFrame(lines, columns=names)).say("en")
    assert said.startswith("1 of 4 figures in the text differs from the table, in 1 report; 1 more")
    assert said.endswith("1 more in another sense of the word")


def band(side, concept, value, most=None):
    ends = {"value_low": min(value, most or value), "value_high": max(value, most or value)}
    return {"side": side, "concept": concept, "value": value} | ends


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        ([("granted", 7), ("denied", 3)], "Of 10 requests the largest part, 7: granted"),
        ([("granted", 5), ("denied", 5)], "Of 10 requests the largest parts, 5 each: granted and"),
        ([("granted", 10)], "All 10 requests: granted"),
        ([("granted", 7, 1), ("denied", 3)], "Of 10 requests, which result"),
        ([("granted", 7, 1), ("denied", 3, 3), ("partial", 0, 0)], "Of 10 requests, which result"),
        ([("granted", 7), ("denied", 2, 3)], "Of 10 requests the largest part, 7: granted"),
        ([("results unknown", 10)], "Where most of the requests went is not said"),
    ],
)
def test_a_flow_says_where_most_went_only_where_one_is_known_to_be_the_most(bands, said):
    lines = [band("in", "requests_received", 10), *(band("out", *one) for one in bands)]
    assert find_flow(pd.DataFrame(lines)).say("en").startswith(said)


def test_a_title_leaves_out_what_there_is_none_of():
    steps = unfollowed()
    stock = steps["rule"].eq("S4")
    assert (
        find_unfollowed(steps[stock])
        .say("en")
        .startswith("3 stocks or totals do not follow; widest")
    )
    assert find_unfollowed(steps[stock]).say("zh").startswith("存量或总数3处与上年接不上")
    rates = pd.DataFrame({"printed": [0.5, np.nan], "reconciled": [0.5, 0.4], "implied": np.nan})
    rates = rates.assign(value_low=np.nan, differs=[False, True])
    assert find_stakes(rates).say("en") == "Of 2 rates, printed figures give 1 not at all"
    assert find_stakes(rates[:1]).say("zh") == "1项比率中，按所印的数没有一项不同"


def test_the_title_of_one_bodys_series_says_from_how_many_to_how_many():
    own = frame()[frame()["code"].eq("350128") & frame()["agency"].str.contains("管理委员会")]
    data = series_data(own)
    told = find_series(data).say("en")
    last = data[data["edition"].eq("2021")]
    first, final = last.iloc[0], last.iloc[-1]
    assert told == (
        f"Requests went from {first['received']:.0f} in {first['year']} to "
        f"{final['received']:.0f} in {final['year']}"
    )
