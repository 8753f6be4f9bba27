"""The house style, the first six figures, and that a figure drawn again has the same bytes."""

import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import pairwise
from types import SimpleNamespace
from urllib.parse import parse_qs

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from gxkit import charts, panel
from gxkit.charts.canvas import TITLE_TYPE
from gxkit.charts.figures.body_years import PANELS
from gxkit.charts.house import LEAST_TYPE, PAGE, notes_of, paper_of
from gxkit.charts.lettering import folded
from gxkit.charts.pointing import NAMED, SAID
from gxkit.charts.results import OUTCOMES
from gxkit.charts.words import WORDS, fill_word, in_lines
from gxkit.errors import MissingGlyphError, NothingToDraw
from gxkit.folder.frames import DECISION_COLUMNS
from gxkit.panel.failings import failings_frame
from gxkit.panel.indicators import all_indicators
from specimen_claims import claims
from test_panel import facts, frame, reports

SOURCE = "各机关政府信息公开工作年度报告"
FIGURES = tuple(charts.FIGURES)


@cache
def unfollowed():
    """What does not follow from the year before, as it would be with the years between."""
    made = []
    for report, expected, printed in (
        ("2021-pingtan-zone", 643.0, 470.0),
        ("2023-pingtan-zone", 0.0, 7.0),
        ("2023-hongze-government", 500.0, 440.0),
    ):
        names = ("agency", "agency_en", "code", "year")
        who = {name: facts()[report].get(name, int(report[:4])) for name in names}
        said = {"rule": "S4", "label": "行政规范性文件", "label_en": "Normative documents"}
        numbers = {"expected": expected, "printed": printed, "gap": abs(printed - expected)}
        cells = {"cells": "proactive/normative_documents/in_force"}
        made.append({"report": report} | who | said | numbers | cells)
    return pd.DataFrame(made).astype({"year": "Int64"})


@cache
def material():
    """What a collection holds ready, of the transcribed reports."""
    board = panel.rule_board(reports(), facts())
    return SimpleNamespace(
        panel=frame(),
        indicators=all_indicators(frame(), figures="reconciled"),
        board=board,
        failings=failings_frame(reports(), board, facts()),
        unfollowed=unfollowed(),
        claims=claims(),
        findings=panel.findings_frame(reports()),
        decisions_table=pd.DataFrame(columns=list(DECISION_COLUMNS), dtype="str"),
        reports=reports(),
        facts=facts(),
    )


def draw(name, language="zh", **options):
    """A figure of all reports; that of the flow shows one report which is easy to check."""
    if name == "flow":
        options.setdefault("report", "2021-pingtan-zone")
    entry = charts.FIGURES[name]
    given = [getattr(material(), taken) for taken in entry.takes]
    return entry.function(*given, language=language, source=SOURCE, **options)


@cache
def drawn(name, language="zh"):
    """A figure to look at, drawn once for all tests; who changes it draws his own."""
    return draw(name, language)


def torn(row, number):
    """The panel of one report in which a total is another number."""
    whole = next(r for r in reports() if r.id == "2021-pingtan-zone")
    values = tuple(
        replace(v, value=number) if v.key == ("requests", row, "total") else v for v in whole
    )
    return panel.stack([replace(whole, values=values)], facts())


def texts(figure):
    """What is written in a figure, its notes in one line at the end."""
    shown = [
        t.get_text()
        for t in figure.findobj(matplotlib.text.Text)
        if t.get_visible() and t.get_text() and t.get_gid() != "source"
    ]
    return [*shown, notes_of(figure)]


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_written_with_its_data_and_again_with_the_same_bytes(name, tmp_path):
    chart, kinds = drawn(name), ["png", "svg", "pdf"] if name == "outcomes" else ["svg"]
    first = charts.save(chart, tmp_path / "one", name, kinds)
    again = charts.save(draw(name), tmp_path / "two", name, kinds)
    assert [p.name for p in first] == [f"{name}.{kind}" for kind in (*kinds, "csv")]
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in again]
    assert sorted(p.name for p in (tmp_path / "one").iterdir()) == sorted(p.name for p in first)
    back = pd.read_csv(tmp_path / "one" / f"{name}.csv", dtype={"code": "str", "edition": "str"})
    assert list(back.columns) == list(chart.data.columns)
    for column in chart.data.select_dtypes("number"):
        pd.testing.assert_series_equal(
            back[column].astype(float), chart.data[column].astype(float), check_names=False
        )


@cache
def many(times=22):
    """What a collection of three hundred reports holds ready, each body told apart by a number."""
    every, known, told, parts = [], {}, [], []
    own = claims()
    for number in range(times):
        for one in reports():
            every.append(replace(one, id=f"{one.id}-{number}"))
            who = facts()[one.id]
            names = {
                "agency": f"{who['agency']}第{number}",
                "agency_en": f"{who['agency_en']} {number}",
                "code": f"{who['code']}-{number}",
            }
            known[f"{one.id}-{number}"] = who | names
        parts.append(
            own.assign(
                report=own["report"] + f"-{number}",
                agency=own["agency"] + f"第{number}",
                code=own["code"] + f"-{number}",
            )
        )
    told = pd.concat(parts, ignore_index=True)
    board = panel.rule_board(every, known)
    stacked = panel.stack(every, known)
    return SimpleNamespace(
        panel=stacked,
        indicators=all_indicators(stacked, figures="reconciled"),
        board=board,
        failings=failings_frame(every, board, known),
        unfollowed=pd.concat(
            [unfollowed().assign(report=unfollowed()["report"] + f"-{n}") for n in range(times)],
            ignore_index=True,
        ),
        claims=told,
        reports=every,
        facts=known,
    )


@cache
def drawn_of_many(name):
    """A figure of three hundred reports."""
    entry = charts.FIGURES[name]
    given = [getattr(many(), taken) for taken in entry.takes]
    return entry.function(*given, language="en", source=SOURCE)


# inches of a figure that has a page of its own
PAGE_HIGH = 8.7


def check_page(figure, name):
    """A figure is as wide as the page, no higher, and its type is read at that size."""
    tall = PAGE_HIGH if name == "body_years" else PAGE[1]
    paper = paper_of(figure)
    assert paper.width == pytest.approx(PAGE[0], abs=0.01)
    assert paper.height <= tall
    shown = [t for t in figure.findobj(matplotlib.text.Text) if t.get_visible() and t.get_text()]
    assert min(text.get_fontsize() for text in shown) >= LEAST_TYPE


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_fits_a_page_in_letters_that_are_read(name, language):
    check_page(drawn(name, language).figure, name)


@pytest.mark.parametrize("name", FIGURES)
def test_three_hundred_reports_fit_a_page_and_the_data_keep_a_line_each(name):
    chart = drawn_of_many(name)
    check_page(chart.figure, name)
    if name not in ("flow", "body_years"):
        assert chart.data["report"].nunique() % 22 == 0
    named = names_in(chart.figure)
    assert len(named) >= (6 if name in DRAWN else rows_of(chart))
    assert all(one.get(SAID) or one.get("report") for one in named)


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_names_its_source_in_the_language_asked_for(name):
    assert notes_of(drawn(name).figure).endswith(f"资料来源：{SOURCE}")
    assert notes_of(drawn(name, "en").figure).endswith(f"Source: {SOURCE}")
    english = [text.replace("\n", "") for text in texts(drawn(name, "en").figure)]
    # Chinese marks and quotes, which the font draws as wide as a Chinese letter, neither
    wide = "[一-鿿、。，：；（）“”‘’]"
    assert not [t for t in english if re.search(wide, t.replace(SOURCE, ""))]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_says_how_many_reports_it_shows_and_plots_the_same_data_in_both_languages(
    name, language
):
    chart = drawn(name, language)
    unit = {"flow": r"2021"}.get(name, r"\d+ ?份报告|\d+ reports")
    assert any(re.search(unit, t) for t in texts(chart.figure))
    pd.testing.assert_frame_equal(chart.data, drawn(name).data)
    ways = {
        "concepts",
        "indicator",
        "indicators",
        "rule",
        "counted",
        "table",
        "edition",
        "published",
    }
    assert "report" in chart.data
    assert ways & set(chart.data)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", FIGURES)
def test_no_two_labels_of_a_figure_lie_on_each_other(name, language):
    figure = drawn(name, language).figure
    figure.draw_without_rendering()
    inner = [child for ax in figure.axes for child in ax.child_axes]
    outside = {
        label
        for ax in (*figure.axes, *inner)
        for axis in (ax.xaxis, ax.yaxis)
        for tick in axis.get_major_ticks()
        for label in (tick.label1, tick.label2)
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
    }
    boxes = [
        (t.get_text(), t.get_window_extent())
        for t in figure.findobj(matplotlib.text.Text)
        if t.get_visible() and t.get_text().strip() and t not in outside
    ]
    for i, (one, box) in enumerate(boxes):
        for other, its in boxes[i + 1 :]:
            wide = min(box.x1, its.x1) - max(box.x0, its.x0)
            high = min(box.y1, its.y1) - max(box.y0, its.y0)
            assert wide <= 2 or high <= 4, f"{one!r} lies on {other!r}"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", FIGURES)
def test_no_name_in_a_figure_is_cut(name, language):
    assert [text for text in texts(drawn(name, language).figure) if re.search(r"\w…", text)] == []


def names_in(figure):
    """What is named in a figure: a mapping of columns for each thing."""
    drawn_things = figure.findobj(lambda artist: str(artist.get_gid()).startswith(NAMED))
    return [parse_qs(thing.get_gid().removeprefix(NAMED)) for thing in drawn_things]


def rows_of(chart):
    """The rows of a figure that has some."""
    return len(chart.figure.axes[0].get_yticks())


def ranks_and_dots(chart):
    return chart.data["face"].ne("few").sum() + len(chart.data)


def years_of_panels(chart):
    own = [chart.data[chart.data["concept"].isin(concepts)] for concepts in PANELS.values()]
    return sum(lines["report"].nunique() for lines in own)


# what is drawn of figures that have no rows
DRAWN = {
    "requests_by_year": lambda chart: len(chart.data),
    "flow": lambda chart: chart.data["value"].gt(0).sum(),
    "coverage": lambda chart: len(chart.data),
    "failing_rules": lambda chart: sum(not p.get_gid() for p in chart.figure.axes[0].patches),
    "distribution": ranks_and_dots,
    "claims": lambda chart: rows_of(chart) + len(chart.data),
    "rule_board": lambda chart: rows_of(chart) + chart.data["instances"].gt(0).sum(),
    "proactive": lambda chart: len(chart.data),
    "body_years": years_of_panels,
}


@pytest.mark.parametrize("name", FIGURES)
def test_each_row_dot_and_field_of_a_figure_is_named_by_its_lines_of_data(name):
    chart = drawn(name)
    named = names_in(chart.figure)
    assert len(named) == DRAWN.get(name, rows_of)(chart) > 0
    for one in named:
        wanted = {column: values for column, values in one.items() if column != SAID}
        lines = chart.data
        for column, values in wanted.items():
            lines = lines[lines[column].astype(str).isin(values)]
        assert (len(lines) and wanted) or one[SAID]


def test_a_row_that_is_a_sum_names_how_many_reports_and_what_is_added_up():
    chart = drawn_of_many("outcomes")
    named = [one[SAID][0] for one in names_in(chart.figure)]
    assert len(named) == rows_of(chart)
    sums = sum(int(re.search(r"Granted ([\d,]+)", said)[1].replace(",", "")) for said in named)
    known = chart.data[[*OUTCOMES, "decided"]].notna().all(axis=1)
    assert sums == chart.data.loc[known, "granted"].sum()
    assert named[0].split("\n")[0].endswith(" reports")


def title(figure):
    """What the figure finds, in one line."""
    shown = [t for t in figure.findobj(matplotlib.text.Text) if t.get_fontsize() == TITLE_TYPE]
    return " ".join(" ".join(t.get_text() for t in shown).split())


@pytest.mark.parametrize("name", FIGURES)
def test_a_title_states_the_same_numbers_in_both_languages(name):
    chinese, english = (
        sorted(re.findall(r"\d+", title(drawn(name, language).figure))) for language in ("zh", "en")
    )
    assert chinese == english != []


def test_a_title_counts_what_the_data_hold():
    found = title(drawn("rule_board", "en").figure)
    fails = drawn("rule_board").data.query("fails > 0")
    most = fails.groupby("rule")["report"].nunique().max()
    number = fails["report"].nunique()
    assert found.startswith(f"{number} of 14 reports contradict themselves; {most} of them break R")
    nothing = drawn("rule_board").data.assign(fails=0, mended=0)
    sound = charts.draw_rule_board(nothing, language="en", source=SOURCE)
    assert title(sound.figure) == "None of 14 reports contradicts itself"


def test_the_text_of_an_svg_is_text(tmp_path):
    charts.save(drawn("outcomes"), tmp_path, "o", ["svg"])
    assert ">申请办理结果的构成 · 占办理总数的百分比" in (tmp_path / "o.svg").read_text("utf-8")


def test_requests_by_year_plots_the_pingtan_series_and_breaks_where_the_definition_changed():
    chart = drawn("requests_by_year")
    assert chart.data["year"].tolist() == [2011, 2013, 2015, 2017, 2019, 2021, 2023]
    assert chart.data["received"].tolist() == [0, 0, 0, 0, 23, 70, 81]
    assert chart.data["decided"].tolist() == [0, 0, 0, 0, 23, 69, 81]
    lines = [line.get_xdata() for line in chart.figure.axes[0].get_lines()]
    assert [list(x) for x in lines if len(x) > 2] == [
        [2011, 2013, 2015, 2017],
        [2019, 2021, 2023],
    ] * 2
    assert [x[0] for x in lines if len(x) == 2 and x[0] == x[1]] == [2018.5, 2020.5]
    assert {"福建省统计表", "2019年格式", "2021年格式"} <= set(texts(chart.figure))


def test_reports_of_earlier_forms_and_revisions_within_a_form_are_said():
    revised = "福建省统计表本身在2013、2014、2017年修订过，图中不另标出。"
    assert any(revised in t for t in texts(drawn("requests_by_year").figure))
    assert any(
        "未列（2019年以前的表，结果分类不同）：6份" in t for t in texts(drawn("grounds").figure)
    )
    assert any("未列（2019年以前的表不分结果）：6份" in t for t in texts(drawn("remedies").figure))


def test_several_bodies_get_a_panel_each():
    other = [replace(r, id=f"x{r.id}") for r in reports() if "pingtan" in r.id]
    both = facts() | {r.id: facts()[r.id[1:]] | {"agency": "乙", "agency_en": "B"} for r in other}
    chart = charts.draw_requests_by_year(panel.stack([*reports(), *other], both), source=SOURCE)
    assert len(chart.figure.axes) == 2
    assert chart.data["agency"].nunique() == 2
    with pytest.raises(ValueError, match="2 bodies"):
        charts.draw_requests_by_year(
            panel.stack([*reports(), *other], both), source=SOURCE, ax=Figure().subplots()
        )


def test_a_single_year_makes_no_series():
    with pytest.raises(NothingToDraw, match="two years make a series"):
        charts.draw_requests_by_year(frame()[frame()["year"] == 2021], source=SOURCE)


def test_outcomes_show_the_sample_size_and_leave_blanks_blank():
    chart = drawn("outcomes")
    data = chart.data.set_index("report")
    assert data.loc[
        "2021-pingtan-zone", ["granted", "partial", "denied", "unavailable"]
    ].tolist() == [30, 5, 8, 25]
    shanghai = data.loc["2019-shanghai-general-office"]
    assert pd.isna(shanghai["granted"])
    assert shanghai["left_blank"] == 805
    assert {"n = 69", "n = 805", "n = 291*"} <= set(texts(chart.figure))
    assert "2019-jinjiang-development-zone" not in data.index
    assert any(
        "未列（办理0件）：福建晋江经济开发区管理委员会 2019" in t for t in texts(chart.figure)
    )


def test_outcomes_that_do_not_add_up_are_marked():
    shown = texts(charts.draw_outcomes(torn("decided", 60), source=SOURCE).figure)
    assert "n = 60†" in shown
    assert any(t.startswith("† ") for t in shown)


def test_grounds_are_counts_with_their_total():
    data = drawn("grounds").data.set_index("report")
    assert data.loc["2021-jinjiang-government", "denied.third_party"] == 6
    assert data.loc["2021-jinjiang-government", "denied"] == 25
    assert pd.isna(data.loc["2019-shanghai-general-office", "denied"])


def test_the_flow_balances():
    data = drawn("flow").data
    assert (
        data.loc[data["side"] == "in", "value"].sum()
        == data.loc[data["side"] == "out", "value"].sum()
        == 70
    )
    assert data.set_index("concept")["value"].to_dict()["carried_out"] == 1


def test_a_flow_with_blank_results_shows_what_is_not_known():
    data = draw("flow", report="2019-shanghai-general-office").data.set_index("concept")
    assert data.loc["results unknown", "value"] == 805
    assert pd.isna(data.loc["granted", "value"])


def test_a_flow_of_figures_that_do_not_balance_says_so():
    over = charts.draw_flow(torn("received", 80), source=SOURCE).data.set_index("concept")
    assert over.loc["gap over", "value"] == 10
    assert any(
        "多3件" in t for t in texts(charts.draw_flow(torn("received", 67), source=SOURCE).figure)
    )


def test_a_flow_wants_one_report_of_a_form_that_asks():
    with pytest.raises(ValueError, match="name one with report="):
        charts.draw_flow(frame(), source=SOURCE)
    with pytest.raises(NothingToDraw, match="only the 2019 and 2021 forms do"):
        charts.draw_flow(frame(), report="2011-pingtan-zone", source=SOURCE)


def test_a_flow_of_a_report_without_requests_is_refused_and_says_whether_it_is_blank():
    whole = frame()
    own = whole[whole["report"].eq("2021-pingtan-zone")]
    numbers = ["value", "reconciled", "implied"]
    for made, said in ((own[numbers] * 0, "no request"), (own[numbers] * np.nan, "no number")):
        with pytest.raises(NothingToDraw, match=said):
            charts.draw_flow(own.assign(**made), source=SOURCE)


def test_thin_bands_of_a_flow_have_their_names_under_each_other():
    whole = frame()
    own = whole[whole["report"].eq("2021-pingtan-zone")].copy()
    is_total = own["table"].eq("requests") & own["column"].eq("total")
    own.loc[is_total & own["row"].eq("granted"), "value"] = 5000
    figure = charts.draw_flow(own, source=SOURCE).figure
    figure.draw_without_rendering()
    labels = [text.get_window_extent() for text in figure.axes[0].texts if text.get_ha() == "left"]
    ends = sorted((box.y0, box.y1) for box in labels)
    assert len(ends) > 4
    assert all(one[1] <= other[0] + 3 for one, other in pairwise(ends))


def test_remedies_use_the_reconciled_totals_and_mark_them():
    chart = drawn("remedies")
    data = chart.data.set_index(["report", "route"])
    assert data.loc[("2023-hongze-government", "reconsideration"), "total"] == 11
    assert data.loc[("2021-pingtan-zone", "litigation_direct"), "upheld"] == 12
    assert pd.isna(
        data.loc[("2019-shanghai-general-office", "litigation_after_reconsideration"), "total"]
    )
    assert "n = 11*" in texts(chart.figure)


def test_the_board_counts_what_holds():
    shown = texts(drawn("rule_board").figure)
    assert "✓ 25/25" in shown
    assert "× 2/7*" in shown
    assert {"? 0–23/23", "0–23/23"} & set(shown)


def test_a_figure_can_stand_on_axes_of_the_caller():
    figure = Figure(figsize=(8, 4))
    ax = figure.subplots()
    chart = draw("outcomes", ax=ax)
    assert chart.figure is figure
    assert figure.axes == [ax]


def test_a_figure_without_a_source_is_refused():
    with pytest.raises(ValueError, match="needs its source"):
        charts.draw_outcomes(frame(), source=" ")


def test_finishing_twice_keeps_one_source_line():
    figure = draw("outcomes").figure
    charts.finish(figure, source="甲")
    charts.finish(figure, source="乙")
    assert [t for t in texts(figure) if "资料来源" in t] == ["资料来源：乙"]


def test_a_third_language_is_refused():
    with pytest.raises(ValueError, match=r"'zh'.* or 'en'"):
        draw("outcomes", "fr")


@pytest.mark.parametrize(("letter", "code"), [("\U0001f600", "[U+1F600]"), ("ꀀ", "[U+A000]")])
def test_a_letter_without_a_glyph_is_told_by_its_code_point_and_noted_once(letter, code):
    with charts.style():
        figure = Figure()
        ax = figure.add_subplot()
        ax.set_yticks([0, 1], [f"政府{letter}", "政府"])
        ax.annotate(f"{letter}局", (0, 0))
        charts.finish(figure, source=f"甲{letter}", language="zh")
        figure.draw_without_rendering()
    drawn = texts(figure)
    assert letter not in "".join(drawn)
    assert {f"政府{code}", f"{code}局"} <= set(drawn)
    (below,) = [text for text in drawn if "资料来源" in text]
    assert below == f"字体中没有的字以其码位代替：{code}。资料来源：甲{code}"


def test_chinese_in_another_font_is_an_error_and_no_silent_fallback():
    figure = Figure()
    figure.text(0.5, 0.5, "政府", fontfamily="DejaVu Sans")
    with pytest.raises(MissingGlyphError):
        charts.finish(figure, source=SOURCE)
    figure = Figure()
    figure.text(0.5, 0.5, "government", fontfamily="No Such Font")
    with pytest.raises(MissingGlyphError, match="not installed"):
        charts.finish(figure, source=SOURCE)


def test_the_style_leaves_the_settings_as_they_were():
    before = dict(matplotlib.rcParams)
    draw("outcomes")
    assert dict(matplotlib.rcParams) == before


def test_charts_choose_no_backend_and_never_load_pyplot():
    code = (
        "import sys, gxkit.charts, matplotlib as m; "
        "print('matplotlib.pyplot' in sys.modules, m.get_backend(auto_select=False))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={}
    )
    assert answer.stdout.split() == ["False", "None"]


def test_a_chart_shows_itself_in_a_notebook():
    chart = drawn("outcomes")
    assert chart._repr_png_().startswith(b"\x89PNG")
    assert repr(chart).startswith("Chart of 7 lines of data: report, agency,")


def test_every_text_is_there_in_both_languages():
    for zh, en in WORDS.values():
        assert zh
        assert en
        assert zh.count("{}") == len(re.findall(r"\{[^}]*\}", en))


PLURAL = re.compile(
    r"(?<![\d.,])1 (?:more )?(?:[a-z]+ies|reports|figures|cells|numbers|are|have)\b"
    r"|\b(?:0|2) (?:more )?(?:body|report|figure|cell|number|is|has)\b"
)


@pytest.mark.parametrize("number", [0, 1, 2, np.int64(1)])
def test_every_text_agrees_with_its_counts(number):
    for key, (_, en) in WORDS.items():
        places = len(re.findall(r"\{[^}]*\}", en))
        assert PLURAL.findall(fill_word(key, "en", *[number] * places)) == []


def test_no_noun_in_english_stands_beside_a_count_that_it_does_not_heed():
    plain = r"\{\} (?:more )?(?:bodies|reports|figures|cells|numbers|rates|years|are|have)\b"
    assert [en for _, en in WORDS.values() if re.search(plain, en)] == []


def test_long_names_and_lists_are_folded_between_words():
    assert folded("Jinjiang Bureau of Science", 16) == "Jinjiang Bureau\nof Science"
    assert folded("平潭综合实验区管理委员会", 14) == "平潭综合实验\n区管理委员会"
    two_lines = f"未列（没有案件）：{'甲' * 30}、\n{'乙' * 30}"
    assert in_lines("remedies none", ["甲" * 30, "乙" * 30], "zh", 100) == two_lines
