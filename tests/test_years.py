"""Rules between the reports of one body in several years, and between a summary and its bodies."""

import random
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

import gxkit
from gxkit.checks import judge
from gxkit.checks.beside import list_inside
from gxkit.checks.neighbours import year_witnesses
from gxkit.checks.yearrules import YEAR_RULES
from gxkit.checks.years import YearFinding, count_starts, find_across_years, join_findings
from gxkit.folder import read_collection
from gxkit.forms import find_form
from gxkit.narrative import find_claims
from gxkit.parsing.judging import hear_witnesses
from gxkit.report import Report, Section, Status
from specimens import draw_figures, write_html
from test_panel import WITH_GAPS


@pytest.fixture(scope="module")
def collection(data_folder):
    return read_collection(data_folder)


@pytest.fixture(scope="module")
def with_gaps(collection) -> tuple[Report, ...]:
    """The reports that are left where every other year of Pingtan's is missing."""
    return tuple(report for report in collection if report.id in WITH_GAPS)


@pytest.fixture(scope="module")
def found(collection, with_gaps) -> dict[str, YearFinding]:
    return {f.id: f for f in find_across_years(with_gaps, collection.facts)}


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    """A function that gives a report of an edition with 0 in every cell but those named."""
    made: dict[str, Report] = {}

    def make(
        edition: str, year: int, agency: str = "某局", scope: str = "body", **numbers: int | None
    ) -> Report:
        if edition not in made:
            path = tmp_path_factory.mktemp("blank") / "report.html"
            figures = dict.fromkeys(draw_figures(edition, random.Random(0)), 0)
            path.write_text(write_html(edition, figures, 2020), encoding="utf-8")
            made[edition] = gxkit.parse(path)
        report = made[edition]
        wanted = {tuple(key.split("__")): number for key, number in numbers.items()}
        assert set(wanted) <= {v.key for v in report}
        values = tuple(
            replace(
                v,
                value=wanted[v.key],
                printed=str(wanted[v.key]),
                status=Status.BLANK if wanted[v.key] is None else v.status,
            )
            if v.key in wanted
            else v
            for v in report
        )
        meta = replace(report.meta, year=year, agency=agency, scope=scope)
        return replace(report, id=f"{year}-{agency}-{scope}", meta=meta, values=values)

    return make


def kinds(reports, facts=None):
    return [(f.id, f.kind, f.left, f.right) for f in find_across_years(reports, facts)]


def test_each_rule_names_places_that_its_forms_have():
    for rule in YEAR_RULES:
        of_2019 = rule.id == "S3" or rule.right.place == "total_public"
        forms = {
            "legacy": ["fujian-2011", "fujian-2017"],
            "requests": ["2019", "2021"],
            "proactive": ["2019"] if of_2019 else ["2021"],
        }[rule.table]
        for form in forms:
            rows, columns = zip(*find_form(form).table(rule.table).slots, strict=True)
            there = columns if rule.each == "row" else rows
            assert {t.place for t in (*rule.left, rule.right)} <= set(there)
            assert rule.main in (rows if rule.each == "row" else columns)


def heard(*reports: Report) -> list[Report]:
    """The reports, each judged, with what the others say of their figures."""
    judged = [judge(report) for report in reports]
    said = year_witnesses(judged)
    return [hear_witnesses(report, said.get(report.id, ())) for report in judged]


def test_the_years_beside_it_confirm_a_figure_that_no_sum_covers_or_have_another(blank):
    key, own = ("legacy", "disclosed", "cumulative"), "legacy__disclosed__year"
    series = (10, 15, 25, 32)
    reports = []
    for year, (before, now) in enumerate(pairwise((0, *series)), 2011):
        numbers = {own: now - before, "__".join(key): now}
        reports.append(blank("fujian-2011", year, **numbers))
    sound = heard(*reports)
    assert {(r[key].verdict, r[key].use, *r[key].verified_by) for r in sound} == {
        ("verified", "yes", "neighbouring year")
    }
    wrong = blank("fujian-2011", 2012, **{own: 5, "__".join(key): 51})
    told = heard(reports[0], wrong, *reports[2:])
    assert [r[key].use for r in told] == ["with care", "with care", "yes", "yes"]
    assert (told[1][key].verdict, told[1][key].disputed_by) == (
        "unverified",
        ("neighbouring year",),
    )


# the series of Pingtan, 2011 to 2025


def test_these_are_all_that_does_not_follow_from_one_year_to_the_next(collection):
    found = find_across_years(collection.reports, collection.facts)
    assert [(f.id, f.kind, f.left, f.right) for f in found] == [
        # carried out of Shanghai's office in 2019, carried in six years later
        ("years:R6:2019-2025", "not assessable", 72, 189),
        # 1516 + 739, 1509 + 739 and 7 + 0 against 4359, 4359 and 0
        ("years:R7:disclosed:2011-2012", "fails", 2255, 4359),
        ("years:R7:disclosed.website:2011-2012", "fails", 2248, 4359),
        ("years:R7:disclosed.gazette:2011-2012", "fails", 7, 0),
        # 4359 + 72804 against 76424, 739 less: the documents of 2012
        ("years:R7:disclosed:2012-2013", "fails", 77163, 76424),
        ("years:R7:disclosed.website:2012-2013", "fails", 77163, 76424),
        # the gazette's cumulative figure of 2013 is blank
        ("years:R7:2012-2013", "not assessable", 0, None),
        ("years:R7:2012-2014", "not assessable", 0, 0),
        # one request and its answer of 2014 are gone in 2016
        ("years:S5:2015-2016", "remark", 1, 0),
        ("years:S5:2016-2017", "remark", 85376, 10037),
        ("years:S4:regulations:2019-2020", "remark", 0, 7),
        # 698 + 77 - 132, 470 + 62 - 33, 440 + 58 - 45
        ("years:S4:normative_documents:2022-2023", "remark", 643, 470),
        ("years:S4:normative_documents:2023-2024", "remark", 499, 440),
        ("years:S4:normative_documents:2024-2025", "remark", 453, 546),
        # the zone's documents below those of the county in it, then its requests
        ("years:parts:2012", "remark", 2026, 739),
        ("years:parts:2013", "remark", 28, 0),
        # the zone's table of 2011 is the county's
        ("years:same:legacy:2011", "remark", 1516, 1516),
    ]


def test_a_year_whose_report_leaves_the_cell_blank_has_no_figure_and_is_not_said_to_be_missing(
    collection,
):
    found = find_across_years(collection.reports, collection.facts)
    over = next(f for f in found if f.id == "years:R7:2012-2014")
    assert "没有可用的2013年数字" in over.sentence
    assert "no figure to use for 2013" in over.sentence_en


# the same, odd years alone


def test_these_are_all_findings_between_years_with_gaps(found):
    assert [(f.id, f.kind) for f in found.values()] == [
        ("years:R7:2011-2013", "not assessable"),
        ("years:R7:disclosed.gazette:2011-2015", "fails"),
        ("years:R7:2013-2015", "not assessable"),
        ("years:S5:2015-2017", "remark"),
        ("years:R6:2019-2021", "not assessable"),
        ("years:R6:2021-2023", "not assessable"),
        ("years:S4:2021-2023", "not assessable"),
    ]


def test_the_cumulative_series_restarts_in_2017(found):
    restart = found["years:S5:2015-2017"]
    assert (restart.left, restart.right, restart.years) == (81916, 10037, (2015, 2017))
    assert restart.reports == ("2015-pingtan-zone", "2017-pingtan-zone")
    fallen = {key[1] for report, key in restart.cells if report == "2017-pingtan-zone"}
    assert fallen == {
        "disclosed",
        "disclosed.website",
        "requests",
        "requests.letter_fax",
        "answers",
        "answers.granted",
    }
    assert "主动公开文件数 81916→10037" in restart.sentence
    assert restart.sentence.endswith("没有说明重新起算的注。")
    assert "81916→10037" in restart.sentence_en


def test_a_restarted_count_cannot_include_a_year_that_alone_exceeds_it(found):
    # 10037 less 2122 (2017) and 2949 (2015) leaves 4966, and 2013 alone has 72804
    assert "起算年不早于2014年" in found["years:S5:2015-2017"].sentence
    assert "begins no earlier than 2014" in found["years:S5:2015-2017"].sentence_en


def test_a_part_that_falls_while_its_whole_grows_is_no_restart(found):
    gazette = found["years:R7:disclosed.gazette:2011-2015"]
    assert (gazette.left, gazette.right, gazette.years) == (7, 0, (2011, 2015))
    assert "累计数不应下降" in gazette.sentence


def test_what_the_missing_years_must_add_is_said(found):
    assert (found["years:R7:2011-2013"].left, found["years:R7:2011-2013"].right) == (
        1516 + 72804,
        76424,
    )
    assert "没有可用的2012年数字" in found["years:R7:2011-2013"].sentence
    assert "2013年历年累计 76424，其间各年应合计 2104" in found["years:R7:2011-2013"].sentence
    assert "the years between must add 2543" in found["years:R7:2013-2015"].sentence_en


def test_carry_overs_are_not_compared_over_a_missing_year(found):
    assert (found["years:R6:2021-2023"].left, found["years:R6:2021-2023"].right) == (1, 0)
    assert "总计：2021年结转下年度 1，2023年上年结转 0" in found["years:R6:2021-2023"].sentence
    assert (found["years:R6:2019-2021"].left, found["years:R6:2019-2021"].right) == (0, 0)


def test_the_stock_of_normative_documents_says_what_the_missing_year_moved(found):
    stock = found["years:S4:2021-2023"]
    assert (stock.left, stock.right) == (665 + 77 - 132, 470)
    assert "其间各年应合计 -140" in stock.sentence


def test_the_findings_join_the_report_of_the_later_year(collection, with_gaps):
    found = find_across_years(with_gaps, collection.facts)
    once = join_findings(with_gaps, found)
    by_id = {r.id: r for r in once}
    ids = [f.id for f in by_id["2015-pingtan-zone"].findings]
    assert ids == ["years:R7:disclosed.gazette:2011-2015", "years:R7:2013-2015"]
    cells = by_id["2015-pingtan-zone"].findings[0].cells
    assert cells == (
        ("legacy", "disclosed.gazette", "year"),
        ("legacy", "disclosed.gazette", "cumulative"),
    )
    assert join_findings(once, found) == once


# neighbouring years


def test_a_carry_over_that_arrives_has_no_finding(blank):
    one = blank("2021", 2021, requests__carried_out__total=3, requests__carried_out__business=3)
    two = blank("2021", 2022, requests__carried_in__total=3, requests__carried_in__business=3)
    assert kinds([two, one]) == []


def test_a_carry_over_that_does_not_arrive_fails_in_its_column(blank):
    one = blank("2019", 2020, requests__carried_out__total=3, requests__carried_out__business=3)
    two = blank("2021", 2021, requests__carried_in__total=2, requests__carried_in__business=3)
    assert kinds([one, two]) == [("years:R6:total:2020-2021", "fails", 3, 2)]
    finding = find_across_years([one, two])[0]
    assert finding.sentence == (
        "某局：R6（上一年的结转下年度应等于本年的上年结转）：总计：2020年结转下年度 3；"
        "2021年上年结转 2，相差 1。"
    )
    assert finding.sentence_en == (
        "某局: R6 (carried out of one year equals carried into the next): 总计: "
        "3 (carried out, 2020), against 2 (carried in, 2021), off by 1."
    )


def test_a_blank_is_not_assessable_and_no_zero(blank):
    one, two = blank("2021", 2021, requests__carried_out__total=None), blank("2021", 2022)
    assert kinds([one, two]) == [("years:R6:2021-2022", "not assessable", None, 0)]
    assert "总计：2021年结转下年度 无数，无法核对" in find_across_years([one, two])[0].sentence


def test_a_cumulative_figure_is_the_one_before_plus_the_year(blank):
    one = blank(
        "fujian-2014", 2015, legacy__disclosed__cumulative=100, legacy__requests__cumulative=9
    )
    two = blank(
        "fujian-2017",
        2016,
        legacy__disclosed__year=20,
        legacy__disclosed__cumulative=120,
        legacy__requests__year=1,
        legacy__requests__cumulative=12,
    )
    assert kinds([one, two]) == [("years:R7:requests:2015-2016", "fails", 10, 12)]


def test_a_note_excuses_a_restart(blank):
    one = blank("fujian-2014", 2016, legacy__disclosed__cumulative=100, legacy__disclosed__year=0)
    two = blank("fujian-2014", 2017, legacy__disclosed__year=11, legacy__disclosed__cumulative=68)
    noted = replace(two, sections=(Section("说明", "注：累计数由 2015年开始计算。", None),))
    assert find_across_years([one, two])[0].sentence.endswith("没有说明重新起算的注。")
    assert find_across_years([one, noted])[0].sentence.endswith("报告注明由2015年开始计算。")
    assert {f.rule for f in find_across_years([one, noted])} == {"S5"}


def test_a_note_of_a_start_that_the_years_belie_excuses_nothing(blank):
    one = blank("fujian-2014", 2016, legacy__disclosed__cumulative=100, legacy__disclosed__year=90)
    two = blank("fujian-2014", 2017, legacy__disclosed__year=11, legacy__disclosed__cumulative=68)
    noted = replace(two, sections=(Section("说明", "注：累计数由2008年开始计算。", None),))
    assert find_across_years([one, noted])[0].sentence.endswith(
        "起算年不早于2017年；没有说明重新起算的注。"
    )


def test_the_note_of_a_report_is_read(data_folder):
    assert (
        count_starts(gxkit.parse(data_folder / "reports" / "2017-jinjiang-economy-it.pdf")) == 2015
    )
    assert count_starts(gxkit.parse(data_folder / "reports" / "2017-pingtan-zone.html")) is None


def test_items_and_their_change_lead_to_the_next_years_items(blank):
    one = blank(
        "2019",
        2019,
        proactive__licensing__prior_items=396,
        proactive__licensing__change=-6,
        proactive__fees__prior_items=35,
    )
    two = blank(
        "2019", 2020, proactive__licensing__prior_items=390, proactive__fees__prior_items=34
    )
    assert kinds([one, two]) == [("years:S3:fees:2019-2020", "remark", 35, 34)]


def test_the_stock_of_documents_moves_by_what_is_made_and_repealed(blank):
    one = blank("2021", 2021, proactive__normative_documents__in_force=665)
    good = {
        "proactive__normative_documents__made": 77,
        "proactive__normative_documents__repealed": 132,
    }
    assert (
        kinds([one, blank("2021", 2022, proactive__normative_documents__in_force=610, **good)])
        == []
    )
    assert kinds(
        [one, blank("2021", 2022, proactive__normative_documents__in_force=470, **good)]
    ) == [("years:S4:normative_documents:2021-2022", "remark", 610, 470)]


@pytest.mark.parametrize(
    ("public", "found"),
    [(12, []), (9, []), (17, [("years:S4:regulations:2019-2020", "remark", 12, 17)])],
)
def test_of_the_form_of_2019_no_more_is_public_than_was_and_came(blank, public, found):
    one = blank("2019", 2019, proactive__regulations__total_public=10)
    now = {
        "proactive__regulations__published": 2,
        "proactive__regulations__total_public": public,
    }
    assert kinds([one, blank("2019", 2020, **now)]) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("同比增长12.5%", []),
        ("比上年增长15.2%", [("years:R9:requests/received/total:2021-2022", "fails")]),
        ("同比下降12.5%", [("years:R9:requests/received/total:2021-2022", "fails")]),
        ("占12.9%", []),
        ("较上年增加10件，增长12.5%", []),
        (
            "比上年多20件，同比增长12.5%",
            [("years:R9:requests/received/total:2021-2022:gap", "fails")],
        ),
        ("同比减少10件", [("years:R9:requests/received/total:2021-2022:gap", "fails")]),
        ("较上年增加10件，增长15.2%", [("years:R9:requests/received/total:2021-2022", "fails")]),
        ("同比增加约20件", []),
    ],
)
def test_growth_in_the_narrative_is_that_of_the_two_years(blank, said, found):
    one = blank("2021", 2021, requests__received__total=80)
    two = blank("2021", 2022, requests__received__total=90)
    text = f"全年收到申请90件，{said}。"
    spoken = replace(two, sections=(Section("一、总体情况", text, None),))
    heard = replace(spoken, claims=find_claims(spoken))
    assert [(f.id, f.kind) for f in find_across_years([one, heard])] == found


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (Decimal("37.5"), Decimal("412000"), [("years:S6:fees:2021-2022", "remark")]),
        (Decimal("375000"), Decimal("41.2"), [("years:S6:fees:2021-2022", "remark")]),
        (Decimal("37.5"), Decimal("3750"), []),
        (0, Decimal("412000"), []),
    ],
)
def test_an_amount_ten_thousand_times_that_of_the_year_beside_is_remarked(
    blank, before, after, found
):
    one = blank("2021", 2021, proactive__fees__amount_wan_yuan=before)
    two = blank("2021", 2022, proactive__fees__amount_wan_yuan=after)
    assert [(f.id, f.kind) for f in find_across_years([one, two])] == found


def test_reconciled_figures_are_compared_when_asked(blank):
    one = blank("2021", 2021, requests__carried_out__total=3)
    two = blank("2021", 2022)
    mended = replace(
        one, values=tuple(replace(v, reconciled=0) if v.value == 3 else v for v in one)
    )
    assert kinds([mended, two]) == [("years:R6:total:2021-2022", "fails", 3, 0)]
    assert find_across_years([mended, two], figures="reconciled") == ()


# which reports belong together


def test_other_bodies_and_other_scopes_are_not_compared(blank):
    one = blank("2021", 2021, requests__carried_out__total=3)
    assert kinds([one, blank("2021", 2022, agency="另局")]) == []
    assert kinds([one, blank("2021", 2022, scope="summary")]) == []


def test_the_catalog_says_which_wordings_are_one_body(blank):
    one, two = (
        blank("2021", 2021, requests__carried_out__total=3),
        blank("2021", 2022, agency="某 局委员会"),
    )
    catalog = {"agency": "某局", "agency_en": "Some Bureau", "code": "350128", "scope": "body"}
    facts = {one.id: catalog, two.id: catalog}
    assert kinds([one, two], facts) == [("years:R6:total:2021-2022", "fails", 3, 0)]
    assert find_across_years([one, two], facts)[0].sentence_en.startswith("Some Bureau: R6 (")


def test_a_year_with_two_reports_is_left_out_and_said(blank):
    one = blank("2021", 2021, requests__carried_out__total=3)
    twins = [replace(blank("2021", 2022), id=i) for i in ("a", "b")]
    (remark,) = find_across_years([one, *twins])
    assert (remark.id, remark.kind, remark.reports) == ("years:twice:2022", "remark", ("a", "b"))


def test_a_report_without_year_or_body_takes_part_in_nothing(blank):
    one, two = blank("2021", 2021, requests__carried_out__total=3), blank("2021", 2022)
    assert find_across_years([one, replace(two, meta=replace(two.meta, year=None))]) == ()
    assert find_across_years([one, blank("2021", 2022, agency="")]) == ()


# a summary and its bodies


def test_a_summary_below_its_bodies_is_one_remark(blank):
    summary = blank(
        "2021",
        2021,
        agency="某市",
        scope="summary",
        requests__received__total=10,
        requests__granted__total=4,
    )
    bodies = [
        blank("2021", 2021, agency="甲局", requests__received__total=8, requests__granted__total=4),
        blank("2021", 2021, agency="乙局", requests__received__total=5),
    ]
    facts = {r.id: {"code": "350128"} for r in (summary, *bodies)}
    (remark,) = find_across_years([summary, *bodies], facts)
    assert (remark.id, remark.kind, remark.left, remark.right) == (
        "years:parts:2021",
        "remark",
        13,
        10,
    )
    assert {key for _, key in remark.cells} == {("requests", "received", "total")}
    assert remark.reports[-1] == summary.id
    assert find_across_years([summary, bodies[0]], facts) == ()
    assert find_across_years([summary, *bodies]) == (), (
        "without a code nobody knows that they belong together"
    )


def test_a_body_that_lies_within_another_is_a_part_of_it_whatever_its_code(blank):
    city = blank("2021", 2021, agency="某市", scope="summary", requests__received__total=10)
    district = blank("2021", 2021, agency="某区", scope="summary", requests__received__total=12)
    facts = {
        city.id: {"agency": "某市人民政府", "code": "990100"},
        district.id: {"agency": "某区人民政府", "code": "990102", "within": "某市人民政府"},
    }
    (remark,) = find_across_years([city, district], facts)
    assert (remark.id, remark.reports) == ("years:parts:2021", (district.id, city.id))
    assert remark.sentence.endswith(
        "2021年 1 格小于某区人民政府所报，如 "
        "一、本年新收政府信息公开申请数量 · 总计：汇总 10，所属机关 12。"
    )
    assert list_inside([city, district], facts) == {district.id}


def test_a_bureau_is_in_the_summary_of_its_countys_city_though_the_countys_is_not_there(blank):
    city, bureau, county = (
        blank("2021", year, agency=name, scope=scope)
        for year, name, scope in (
            (2021, "某市", "summary"),
            (2021, "某局", "body"),
            (2022, "某县", "summary"),
        )
    )
    facts = {
        city.id: {"agency": "某市人民政府", "code": "990100"},
        bureau.id: {"agency": "某县某局", "code": "990122", "within": "某县人民政府"},
        county.id: {"agency": "某县人民政府", "code": "990122", "within": "某市人民政府"},
    }
    assert list_inside([city, bureau, county], facts) == {bureau.id}
    assert list_inside([bureau, county], facts) == frozenset()


def test_whose_bureau_it_is_is_not_told_by_a_code_that_two_governments_share(blank):
    zone = blank("2021", 2021, agency="某区", scope="summary", requests__received__total=1)
    county = blank("2021", 2021, agency="某县", scope="summary", requests__received__total=1)
    bureau = blank("2021", 2021, agency="某局", requests__received__total=5)
    facts = {r.id: {"code": "990128"} for r in (zone, county, bureau)}
    assert find_across_years([zone, county, bureau], facts) == ()
    facts[bureau.id]["within"] = "某县"
    (remark,) = find_across_years([zone, county, bureau], facts)
    assert remark.reports == (bureau.id, county.id)
    facts[county.id]["within"] = "某区"
    assert list_inside([zone, county, bureau], facts) == {county.id, bureau.id}


SHARED = {
    "legacy__disclosed__year": 425,
    "legacy__disclosed__cumulative": 1516,
    "legacy__disclosed.website__year": 418,
}


@pytest.mark.parametrize(
    ("year", "agency", "numbers", "found"),
    [
        (2011, "某县", SHARED, 1),
        (2011, "某县", SHARED | {"legacy__disclosed__year": 424}, 0),
        (2012, "某县", SHARED, 0),
        (2011, "某县", dict.fromkeys(SHARED, 425), 0),
    ],
    ids=["the same", "one figure of another", "another year", "too little to tell"],
)
def test_bodies_that_have_one_set_of_figures_are_remarked(blank, year, agency, numbers, found):
    mine = SHARED if len(set(numbers.values())) > 1 else numbers
    one = blank("fujian-2011", 2011, agency="某区", scope="summary", **mine)
    other = blank("fujian-2011", year, agency=agency, scope="summary", **numbers)
    same = [f for f in find_across_years([one, other]) if f.rule == "same"]
    assert [f.id for f in same] == ["years:same:legacy:2011"][:found]
