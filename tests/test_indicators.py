"""The indicators: values worked out by hand from the printed tables, intervals, definitions."""

import math
from dataclasses import replace
from importlib import resources

import numpy as np
import pandas as pd
import pytest

from gxkit import panel
from gxkit.errors import FormError
from gxkit.panel import indicators
from gxkit.panel.indicators import (
    all_indicators,
    cells_behind,
    describe,
    find_indicators,
    indicator,
    read_indicators,
)
from gxkit.panel.indicators.intervals import newcombe, wilson
from gxkit.panel.indicators.worlds import imagine
from gxkit.report import Explanation, MistakeKind, Status
from gxkit.text import Sentence
from test_panel import facts, frame, reports

TEXT = resources.files("gxkit.panel.indicators").joinpath("indicators.toml").read_text("utf-8")
ISSUE = {
    "new_requests",
    "workload",
    "full_disclosure_rate",
    "broad_disclosure_rate",
    "denial_rate",
    "denial_ground_share",
    "denial_ground_concentration",
    "not_held_rate",
    "cannot_provide_rate",
    "not_processed_rate",
    "petition_share",
    "other_handling_rate",
    "clearance_rate",
    "backlog_rate",
    "backlog_growth",
    "carry_over_gap",
    "applicant_share",
    "applicant_gap",
    "channel_share",
    "reconsideration_incidence",
    "reconsideration_reversal_rate",
    "litigation_reversal_rate",
    "normative_documents",
}


def line(indicator_id, report, panel_frame=None, **options):
    made = indicator(frame() if panel_frame is None else panel_frame, indicator_id, **options)
    own = made[made["report"] == report].set_index("indicator")
    return own.loc[indicator_id] if indicator_id in own.index else own


def changed(report, cells, *, status=Status.PRINTED):
    """The panel with other figures in some cells of a report; {(table, row, column): number}."""
    made = frame().copy()
    for (table, row, column), number in cells.items():
        at = (
            (made["report"] == report)
            & (made["table"] == table)
            & (made["row"] == row)
            & (made["column"] == column)
        )
        assert at.sum() == 1
        made.loc[at, ["value", "status"]] = [number, str(status)]
    return made


@pytest.mark.parametrize(
    ("indicator_id", "report", "numerator", "denominator"),
    [
        # Pingtan 2021: received 70, carried in 0, decided 69, carried out 1;
        # 30 granted, 5 partly, 8 denied, 25 not held
        ("full_disclosure_rate", "2021-pingtan-zone", 30, 69),
        ("broad_disclosure_rate", "2021-pingtan-zone", 35, 69),
        ("denial_rate", "2021-pingtan-zone", 8, 69),
        ("denial_ground_share.enforcement_file", "2021-pingtan-zone", 6, 8),
        ("denial_ground_share.state_secret", "2021-pingtan-zone", 0, 8),
        ("denial_ground_concentration", "2021-pingtan-zone", 6 * 6 + 1 + 1, 8 * 8),
        ("not_held_rate", "2021-pingtan-zone", 25, 69),
        ("cannot_provide_rate", "2021-pingtan-zone", 25, 69),
        ("not_processed_rate", "2021-pingtan-zone", 0, 69),
        ("other_handling_rate", "2021-pingtan-zone", 1, 69),
        ("clearance_rate", "2021-pingtan-zone", 69, 70),
        ("backlog_rate", "2021-pingtan-zone", 1, 70),
        ("applicant_share.natural_person", "2021-pingtan-zone", 64, 70),
        ("applicant_share.other_org", "2021-pingtan-zone", 4, 70),
        ("applicant_broad_disclosure_rate.natural_person", "2021-pingtan-zone", 27 + 5, 63),
        ("applicant_broad_disclosure_rate.organisations", "2021-pingtan-zone", 2 + 1, 2 + 4),
        ("reconsideration_incidence", "2021-pingtan-zone", 3, 69),
        ("reconsideration_reversal_rate", "2021-pingtan-zone", 0, 3),
        ("litigation_reversal_rate.direct", "2021-pingtan-zone", 0, 12),
        # Pingtan 2023: one of five direct suits is pending
        ("clearance_rate", "2023-pingtan-zone", 81, 81),
        ("litigation_reversal_rate.direct", "2023-pingtan-zone", 0, 5 - 1),
        ("petition_share", "2023-pingtan-zone", 0, 1),
        ("denial_ground_concentration", "2023-pingtan-zone", 1 + 1 + 1 + 4, 25),
        # Hongze 2023 and Jinjiang 2021, reconciled
        ("reconsideration_reversal_rate", "2023-hongze-government", 1, 11),
        ("litigation_reversal_rate.after_reconsideration", "2023-hongze-government", 0, 5),
        ("full_disclosure_rate", "2021-jinjiang-government", 157, 291),
        ("other_handling_rate", "2021-jinjiang-government", 10, 291),
        ("litigation_reversal_rate.both", "2021-jinjiang-government", 1, 7 + 2),
    ],
)
def test_rates_have_the_numerator_and_denominator_of_the_table(
    indicator_id, report, numerator, denominator
):
    one = line(indicator_id, report)
    assert (one["numerator"], one["denominator"]) == (numerator, denominator)
    assert one["value"] == pytest.approx(numerator / denominator, abs=1e-15)
    assert one["low"] == one["high"] == one["value"]


@pytest.mark.parametrize(
    ("indicator_id", "report", "count"),
    [
        ("new_requests", "2021-pingtan-zone", 70),
        ("new_requests", "2023-pingtan-zone", 81),
        ("workload", "2023-pingtan-zone", 81),
        ("workload", "2019-shanghai-general-office", 859 + 18),
        ("normative_documents.in_force", "2023-pingtan-zone", 470),
        ("normative_documents.made", "2023-pingtan-zone", 77),
        ("normative_documents.repealed", "2023-pingtan-zone", 132),
        ("normative_documents.net", "2023-pingtan-zone", -55),
        ("normative_documents.public", "2019-pingtan-zone", 89),
    ],
)
def test_counts_have_no_denominator_and_no_interval(indicator_id, report, count):
    one = line(indicator_id, report)
    assert (one["value"], one["numerator"], one["unit"], one["method"]) == (count, count, "件", "")
    assert one[["denominator", "ci_low", "ci_high"]].isna().all()


def test_the_applicant_gap_is_people_minus_organisations():
    gap = line("applicant_gap", "2021-pingtan-zone")
    assert gap["value"] == pytest.approx(32 / 63 - 3 / 6, abs=1e-15)
    assert gap["method"] == "Newcombe 95 %"
    nobody = line("applicant_gap", "2023-hongze-government")
    assert math.isnan(nobody["value"])
    assert (nobody["note"], nobody["note_en"]) == (
        "法人或其他组织：分母为0",
        "organisations: the denominator is 0",
    )


def test_hongze_printed_a_total_of_0_and_then_no_reversal_rate_is_defined():
    printed = line("reconsideration_reversal_rate", "2023-hongze-government", figures="printed")
    assert (printed["numerator"], printed["denominator"]) == (1, 0)
    assert printed[["value", "low", "high", "ci_low", "ci_high"]].isna().all()
    assert (printed["note"], printed["reconciled"]) == (
        "分母为0；所用的数在原文中勾稽不成立",
        False,
    )
    mended = line("reconsideration_reversal_rate", "2023-hongze-government")
    assert (mended["note_en"], mended["reconciled"], mended["verdict"]) == (
        "with reconciled figures",
        True,
        "contradicted",
    )


def test_jinjiang_differs_as_printed_and_as_reconciled():
    printed = line("other_handling_rate", "2021-jinjiang-government", figures="printed")
    assert (printed["numerator"], printed["denominator"]) == (10 + 0 + 291, 0)
    assert math.isnan(printed["value"])
    assert line("clearance_rate", "2021-jinjiang-government", figures="printed")["value"] == 0
    assert line("clearance_rate", "2021-jinjiang-government")["value"] == 1


def test_a_blank_total_gives_no_rate_and_says_which_cell_is_blank():
    shanghai = line("full_disclosure_rate", "2019-shanghai-general-office")
    assert math.isnan(shanghai["value"])
    assert math.isnan(shanghai["numerator"])
    assert shanghai["denominator"] == 805
    assert (shanghai["note"], shanghai["note_en"]) == ("“予以公开”空白", "Granted: blank")
    assert line("clearance_rate", "2019-shanghai-general-office")["value"] == 805 / 877


def test_an_ambiguous_cell_gives_no_rate_and_is_not_called_blank():
    torn = changed(
        "2021-pingtan-zone", {("requests", "decided", "total"): np.nan}, status=Status.AMBIGUOUS
    )
    assert (
        line("denial_rate", "2021-pingtan-zone", torn)["note_en"] == "Decided: has several readings"
    )
    gone = frame()[~((frame()["report"] == "2021-pingtan-zone") & (frame()["row"] == "decided"))]
    assert line("denial_rate", "2021-pingtan-zone", gone)["note_en"] == "Decided: not in the file"


def test_channels_are_undefined_where_nothing_was_asked_for_and_absent_after_2018():
    early = indicator(frame(), "channel_share")
    asked = early[early["year"].lt(2019) & early["denominator"].notna()]
    assert (asked["denominator"] == 0).all()
    assert asked["value"].isna().all()
    assert set(asked["note"]) == {"分母为0"}
    assert set(early.loc[early["year"].ge(2019), "comparability"]) == {"none"}
    assert "2021 格式无此项" in set(early.loc[early["year"].ge(2019), "note"])


def test_channels_of_one_form_do_not_overlap():
    asked = changed(
        "2011-pingtan-zone",
        {
            ("legacy", r, "year"): n
            for r, n in (
                ("requests", 10),
                ("requests.in_person", 1),
                ("requests.fax", 2),
                ("requests.email", 3),
                ("requests.online", 0),
                ("requests.letter", 4),
                ("requests.other", 0),
            )
        },
    )
    shares = line("channel_share", "2011-pingtan-zone", asked)["value"].dropna()
    assert shares.to_dict() == {
        "channel_share.in_person": 0.1,
        "channel_share.online": 0.0,
        "channel_share.email": 0.3,
        "channel_share.letter_fax": 0.6,
        "channel_share.other": 0.0,
    }


def test_a_break_is_crossed_only_when_asked():
    asked = changed(
        "2017-pingtan-zone",
        {("legacy", "answers", "year"): 4, ("legacy", "answers.granted", "year"): 3},
    )
    hidden = line("full_disclosure_rate", "2017-pingtan-zone", asked)
    assert (math.isnan(hidden["value"]), hidden["comparability"]) == (True, "break")
    assert hidden["note_en"] == "a break: not comparable with the newest form"
    crossed = line("full_disclosure_rate", "2017-pingtan-zone", asked, across_breaks=True)
    assert (crossed["value"], crossed["comparability"]) == (0.75, "break")
    alone = asked[asked["edition"].str.startswith("fujian")]
    assert line("full_disclosure_rate", "2017-pingtan-zone", alone)["value"] == 0.75


def two_years(carried_out, carried_in):
    """Pingtan's report of 2021 and one for 2022 made from that of 2023."""
    made = changed("2021-pingtan-zone", {("requests", "carried_out", "total"): carried_out})
    later = made["report"] == "2023-pingtan-zone"
    made.loc[later, "year"] = 2022
    made.loc[later & (made["row"] == "carried_in") & (made["column"] == "total"), "value"] = (
        carried_in
    )
    return made


def test_the_carry_over_gap_compares_a_year_with_the_year_before():
    assert line("carry_over_gap", "2023-pingtan-zone", two_years(5, 3))["value"] == -2
    assert line("carry_over_gap", "2023-pingtan-zone", two_years(5, 5))["value"] == 0
    early = two_years(5, 3)
    early["year"] = early["year"].where(early["report"] != "2017-pingtan-zone", 2018)
    assert (
        line("carry_over_gap", "2019-pingtan-zone", early)["note"] == "“结转下年度”该年格式无此项"
    )


def test_years_that_are_missing_or_double_have_no_carry_over_gap():
    apart = line("carry_over_gap", "2023-pingtan-zone")
    assert (math.isnan(apart["value"]), apart["note"]) == (True, "没有2022年的报告")
    doubled = two_years(5, 3)
    twin = doubled[doubled["report"] == "2021-pingtan-zone"].assign(
        report="2021-pingtan-zone-again"
    )
    doubled = pd.concat([doubled, twin], ignore_index=True)
    assert (
        line("carry_over_gap", "2023-pingtan-zone", doubled)["note_en"]
        == "there are two reports for 2021"
    )
    other = two_years(5, 3)
    other.loc[other["report"] == "2021-pingtan-zone", "scope"] = "body"
    assert line("carry_over_gap", "2023-pingtan-zone", other)["note"] == "没有2021年的报告"


def test_backlog_growth_has_the_net_change_beside_it():
    grown = changed(
        "2021-pingtan-zone",
        {("requests", "carried_in", "total"): 4, ("requests", "carried_out", "total"): 5},
    )
    assert line("backlog_growth", "2021-pingtan-zone", grown)[
        ["numerator", "denominator", "value"]
    ].tolist() == [1, 4, 0.25]
    none = line("backlog_growth", "2021-pingtan-zone")
    assert (none["numerator"], math.isnan(none["value"]), none["note"]) == (1, True, "分母为0")


def test_a_numerator_above_its_denominator_is_said_and_has_no_interval():
    odd = changed("2021-pingtan-zone", {("requests", "decided", "total"): 20})
    one = line("full_disclosure_rate", "2021-pingtan-zone", odd)
    assert (one["value"], one["method"], one["note"]) == (1.5, "", "分子大于分母")
    assert one[["ci_low", "ci_high"]].isna().all()
    below = changed("2021-pingtan-zone", {("remedies", "reconsideration", "pending"): 9})
    one = line("reconsideration_reversal_rate", "2021-pingtan-zone", below)
    assert (math.isnan(one["value"]), one["note_en"]) == (True, "the denominator is negative")


def undecided(report_id, *cells):
    """The reports, one with several explanations of the same broken sum, each of one cell."""
    ranked = tuple(
        Explanation(
            1,
            (MistakeKind.ONE_CELL,),
            ("requests:R2:total",),
            ((key, 0, number),),
            Sentence("", ""),
        )
        for key, number in cells
    )
    return [
        replace(r, explanations=ranked, values=tuple(replace(v, reconciled=None) for v in r))
        if r.id == report_id
        else r
        for r in reports()
    ]


def test_an_undecided_reconciliation_gives_an_interval_over_the_explanations():
    open_ = undecided(
        "2021-pingtan-zone",
        (("requests", "decided", "total"), 60),
        (("requests", "granted", "total"), 36),
    )
    stacked, others = panel.stack(open_, facts()), panel.alternatives_frame(open_)
    assert others[["report", "group", "alternative", "row", "value"]].values.tolist() == [
        ["2021-pingtan-zone", 1, 1, "decided", 60.0],
        ["2021-pingtan-zone", 1, 2, "granted", 36.0],
    ]
    one = line("full_disclosure_rate", "2021-pingtan-zone", stacked, alternatives=others)
    assert (one["value"], one["low"], one["high"]) == (30 / 69, 30 / 69, 36 / 69)
    assert one["note_en"] == "reconciliation or reading is undecided: between low and high"
    rest = line("not_held_rate", "2021-pingtan-zone", stacked, alternatives=others)
    assert (rest["low"], rest["high"]) == (25 / 69, 25 / 60)
    printed = line(
        "full_disclosure_rate", "2021-pingtan-zone", stacked, alternatives=others, figures="printed"
    )
    assert printed["low"] == printed["high"] == 30 / 69
    untouched = line("full_disclosure_rate", "2023-pingtan-zone", stacked, alternatives=others)
    assert untouched["low"] == untouched["high"] == 22 / 81


def test_a_rate_undefined_as_printed_still_has_the_interval_of_its_explanations():
    open_ = undecided(
        "2023-hongze-government",
        (("remedies", "reconsideration", "total"), 11),
        (("remedies", "reconsideration", "total"), 10),
    )
    one = line(
        "reconsideration_reversal_rate",
        "2023-hongze-government",
        panel.stack(open_, facts()),
        alternatives=panel.alternatives_frame(open_),
    )
    assert (math.isnan(one["value"]), one["low"], one["high"]) == (True, 1 / 11, 1 / 10)
    assert "核对未定" in one["note"]


def test_two_undecided_sums_of_one_report_are_combined():
    def explain(rule, key, number):
        return Explanation(
            1, (MistakeKind.ONE_CELL,), (rule,), ((key, 0, number),), Sentence("", "")
        )

    granted, decided = ("requests", "granted", "total"), ("requests", "decided", "total")
    ranked = tuple(
        explain(rule, key, number)
        for rule, key, number in (
            ("a", granted, 33),
            ("a", granted, 36),
            ("b", decided, 60),
            ("b", decided, 72),
        )
    )
    open_ = [
        replace(r, explanations=ranked) if r.id == "2021-pingtan-zone" else r for r in reports()
    ]
    one = line(
        "full_disclosure_rate", "2021-pingtan-zone", alternatives=panel.alternatives_frame(open_)
    )
    assert (one["low"], one["high"]) == (30 / 72, 36 / 60)


def test_a_certain_explanation_is_no_alternative():
    found = panel.alternatives_frame(reports())
    assert set(found["kind"]) <= {"ambiguous"}


def test_each_reading_of_an_ambiguous_cell_is_one():
    key = ("requests", "granted", "total")
    unclear = {
        "value": None,
        "status": Status.AMBIGUOUS,
        "reconciled": None,
        "candidates": (None, 3, 31),
    }
    open_ = [
        replace(r, values=tuple(replace(v, **unclear) if v.key == key else v for v in r))
        if r.id == "2021-pingtan-zone"
        else r
        for r in reports()
    ]
    others = panel.alternatives_frame(open_)
    own = others[others["report"].eq("2021-pingtan-zone")]
    assert own[["kind", "row", "value"]].values.tolist() == [
        ["ambiguous", "granted", 3.0],
        ["ambiguous", "granted", 31.0],
    ]
    one = line(
        "full_disclosure_rate",
        "2021-pingtan-zone",
        panel.stack(open_, facts()),
        alternatives=others,
    )
    assert (math.isnan(one["value"]), one["low"], one["high"]) == (True, 3 / 69, 31 / 69)


@pytest.mark.parametrize(
    ("state", "count"), [({}, 1), ({"certain": True}, 0), ({"decided": "keep as published"}, 0)]
)
def test_an_explanation_alone_that_is_neither_certain_nor_decided_is_one(state, count):
    open_ = undecided("2021-pingtan-zone", (("requests", "decided", "total"), 60))
    open_ = [
        replace(r, explanations=tuple(replace(e, **state) for e in r.explanations))
        if r.id == "2021-pingtan-zone"
        else r
        for r in open_
    ]
    assert len(panel.alternatives_frame(open_)) == count


def bounds_of_the_score_test(part, whole):
    """The rates that a two-sided score test at 5 % does not reject, by bisection."""
    z, share = 1.959963984540054, part / whole

    def rejects(rate):
        return abs(share - rate) > z * math.sqrt(rate * (1 - rate) / whole)

    def edge(inside, outside):
        for _ in range(200):
            middle = (inside + outside) / 2
            inside, outside = (inside, middle) if rejects(middle) else (middle, outside)
        return inside

    return (0.0 if part == 0 else edge(share, 0.0)), (1.0 if part == whole else edge(share, 1.0))


@pytest.mark.parametrize(
    ("part", "whole"), [(30, 69), (35, 69), (0, 3), (1, 11), (12, 12), (1, 2), (157, 291)]
)
def test_wilson_intervals_are_those_of_the_score_test(part, whole):
    low, high = wilson(np.array([float(part)]), np.array([float(whole)]))
    assert (low[0], high[0]) == pytest.approx(bounds_of_the_score_test(part, whole), abs=1e-9)


def test_the_interval_of_a_rate_stands_in_its_line():
    one = line("full_disclosure_rate", "2021-pingtan-zone")
    assert (one["ci_low"], one["ci_high"]) == pytest.approx(
        bounds_of_the_score_test(30, 69), abs=1e-9
    )
    assert one["method"] == "Wilson 95 %"


def test_the_interval_of_a_difference_is_that_of_newcombe_1998_table_ii():
    for one, other, low, high in (
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ):
        ends = newcombe(*(tuple(np.array([float(n)]) for n in pair) for pair in (one, other)))
        assert [round(float(end[0]), 4) for end in ends] == [low, high]


def test_every_indicator_of_the_plan_is_there_with_a_definition_in_both_languages():
    told = describe()
    assert set(told["family"]) >= ISSUE
    assert told["indicator"].is_unique
    columns = [
        "zh",
        "en",
        "definition_zh",
        "definition_en",
        "formula_zh",
        "formula_en",
        "unit",
        "source",
        "editions",
    ]
    assert (told[columns] != "").all(axis=None)


SHIPPED = (
    "fujian-2011",
    "fujian-2013",
    "fujian-2014",
    "fujian-2014-jinjiang",
    "fujian-2017",
    "2019",
    "2021",
)


def test_formulas_and_editions_follow_from_the_cells():
    told = describe().set_index("indicator")
    assert told.loc["clearance_rate", "formula_zh"] == "本年度办理 / (本年新收申请 + 上年结转)"
    assert told.loc["reconsideration_reversal_rate", "formula_en"].endswith(
        "/ (Reconsideration - Reconsideration: pending)"
    )
    assert told.loc["carry_over_gap", "formula_zh"] == "上年结转 - 结转下年度 (上年)"
    able = {name: one.split(", ") for name, one in told["editions"].items()}
    shipped = {name: [e for e in SHIPPED if e in own] for name, own in able.items()}
    assert shipped["workload"] == ["2019", "2021"]
    assert shipped["new_requests"] == list(SHIPPED)
    assert shipped["channel_share.letter"] == ["fujian-2014-jinjiang"]
    assert shipped["normative_documents.in_force"] == ["2021"]


def test_all_indicators_have_one_line_a_report():
    made = all_indicators(frame())
    assert len(made) == len(describe()) * len(reports())
    assert list(made.columns) == list(indicators.COLUMNS)
    assert list(made["indicator"].drop_duplicates()) == list(describe()["indicator"])


def test_no_indicator_is_missing_without_a_word():
    made = all_indicators(frame())
    assert (made.loc[made["value"].isna(), "note"] != "").all()
    assert (made.loc[made["value"].isna(), "note_en"] != "").all()
    assert not np.isinf(made["value"]).any()


def test_shares_that_make_a_whole_add_up_to_one():
    made = all_indicators(frame())
    for family in ("denial_ground_share", "applicant_share"):
        own = made[made["indicator"].str.startswith(family + ".")]
        sums = own.groupby("report")["value"].sum(min_count=1).dropna()
        assert sums.to_numpy() == pytest.approx(1)
        assert len(sums) >= 4


def test_a_family_gives_its_parts_and_a_part_itself():
    assert len(indicator(frame(), "denial_ground_share")) == 8 * len(reports())
    assert len(indicator(frame(), "denial_ground_share.internal")) == len(reports())
    with pytest.raises(
        FormError, match="no indicator 'disclosure'; the indicators are new_requests, workload"
    ):
        find_indicators("disclosure")


def test_an_empty_panel_gives_no_lines():
    assert list(all_indicators(frame().iloc[:0]).columns) == list(indicators.COLUMNS)
    assert all_indicators(frame().iloc[:0]).empty


def test_the_cells_behind_a_figure_are_lines_of_the_panel():
    behind = cells_behind(frame(), "clearance_rate", "2021-pingtan-zone")
    assert behind[["side", "sign", "row", "column", "value"]].values.tolist() == [
        ["numerator", 1, "decided", "total", 69.0],
        ["denominator", 1, "received", "total", 70.0],
        ["denominator", 1, "carried_in", "total", 0.0],
    ]
    assert len(cells_behind(frame(), "applicant_gap", "2021-pingtan-zone")) == 3 + 15
    step = cells_behind(two_years(5, 3), "carry_over_gap", "2023-pingtan-zone")
    assert step[["report", "side", "value"]].values.tolist() == [
        ["2023-pingtan-zone", "numerator", 3.0],
        ["2021-pingtan-zone", "before", 5.0],
    ]
    assert cells_behind(frame(), "workload", "2011-pingtan-zone").empty
    with pytest.raises(ValueError, match="no report 'nowhere'"):
        cells_behind(frame(), "workload", "nowhere")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (('kind = "count"', 'kind = "sum"'), "'sum' is no kind"),
        (('kind = "count"', 'kind = "count"\ncolour = "red"'), "unknown key colour"),
        (('id = "workload"', 'id = "new_requests"'), "stands twice"),
        (('numerator = ["granted"]', 'numerator = ["grant"]'), "There is no concept 'grant'"),
        (("granted@natural_person", "granted@persons"), "names the columns 'persons'"),
        (("granted@natural_person", "channels.online@natural_person"), "has no cells"),
        (
            ('before = ["carried_out"]', 'denominator = ["carried_out"]'),
            "a step has no denominator|a step needs before",
        ),
        (
            ('numerator = ["not_processed.petition"]', 'numerator = ["channels.online"]'),
            "no edition has all its cells",
        ),
    ],
)
def test_definitions_that_contradict_themselves_are_refused(change, complaint):
    assert change[0] in TEXT
    with pytest.raises(FormError, match=complaint):
        read_indicators(TEXT.replace(*change, 1))


def test_of_many_ambiguous_cells_there_is_a_world_in_which_all_have_a_number():
    rows = [f"r{number}" for number in range(4)]
    cells = pd.DataFrame({"report": "a", "table": "t", "row": rows, "column": "c"})
    empty = cells.assign(value=float("nan"), reconciled=float("nan"))
    readings = [cells.assign(group=range(4), alternative=n, value=float(n)) for n in (1, 2, 3)]
    sums = [world["value"].sum(skipna=False) for world in imagine(empty, pd.concat(readings))]
    assert (np.nanmin(sums), np.nanmax(sums)) == (4, 12)
