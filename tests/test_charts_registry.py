"""The registry: every figure and table entered once, and each survives whatever reports come."""

from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import pytest

from gxkit import charts, panel
from gxkit.charts import registry
from gxkit.charts.figures.flow import clearest_flow
from gxkit.charts.words import NOTHING
from gxkit.errors import NothingToDraw
from gxkit.folder.collection import Collection
from gxkit.panel.failings import failings_frame
from gxkit.panel.indicators import all_indicators
from gxkit.paper.blocks import Block, Paper, Span
from gxkit.paper.omission import leave_out
from gxkit.parsing.judging import judge_report
from gxkit.text import language
from test_charts import SOURCE, material, unfollowed
from test_panel import facts, reports

SUBSETS = {
    "no report": (),
    **{report.id: (report.id,) for report in reports()},
    "Fujian's own forms": tuple(
        r.id for r in reports() if all(e.startswith("fujian") for e in r.editions.values())
    ),
    "the 2021 form": tuple(r.id for r in reports() if set(r.editions.values()) == {"2021"}),
    "two bodies, one year each": ("2021-pingtan-zone", "2023-hongze-government"),
}
"""ids of reports by what they have in common: each report alone, each kind of form, none"""


@cache
def part(name):
    """The material that a collection of a subset of reports would hold."""
    own = tuple(r for r in reports() if r.id in SUBSETS[name])
    known = {r.id: facts()[r.id] for r in own}
    claims = material().claims
    told = unfollowed()
    board = panel.rule_board(own, known)
    stacked = panel.stack(own, known)
    return SimpleNamespace(
        panel=stacked,
        indicators=all_indicators(stacked, figures="reconciled"),
        board=board,
        failings=failings_frame(own, board, known),
        unfollowed=told[told["report"].isin(SUBSETS[name])].reset_index(drop=True),
        claims=claims[claims["report"].isin(SUBSETS[name])].reset_index(drop=True),
        findings=panel.findings_frame(own),
        decisions_table=material().decisions_table,
        reports=own,
        facts=known,
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", SUBSETS)
@pytest.mark.parametrize("key", charts.FIGURES)
def test_a_figure_of_any_reports_has_data_or_says_that_there_is_nothing_to_draw(
    key, name, language
):
    reason = None
    try:
        chart = charts.FIGURES[key].draw(part(name), language=language, source=SOURCE)
    except NothingToDraw as nothing:
        reason = nothing
    if reason:
        assert reason.say(language).endswith("。" if language == "zh" else ".")
    else:
        assert set(chart.data["report"]) <= set(SUBSETS[name])
        assert len(chart.data)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", SUBSETS)
@pytest.mark.parametrize("key", charts.TABLES)
def test_a_table_of_any_reports_keeps_its_heads_and_its_source(key, name, language):
    made = charts.TABLES[key].tabulate(part(name), language=language, source=SOURCE)
    whole = charts.TABLES[key].tabulate(material(), language=language, source=SOURCE)
    assert list(made.data.columns) == list(whole.data.columns)
    assert SOURCE in made.to_html()
    assert SOURCE in made.to_markdown()


@pytest.mark.parametrize("key", charts.FIGURES)
def test_without_reports_no_figure_is_drawn_and_each_says_so_in_its_own_words(key):
    with pytest.raises(NothingToDraw) as nothing:
        charts.FIGURES[key].draw(part("no report"), source=SOURCE)
    assert (nothing.value.zh, nothing.value.en) == NOTHING[key]


def test_the_files_of_the_figures_are_numbered_in_their_order():
    assert [entry.name for entry in charts.FIGURES.values()] == [
        "01-requests-by-year",
        "02-outcomes",
        "03-grounds-of-denial",
        "04-flow",
        "05-remedies",
        "06-identities",
        "07-backlog",
        "08-applicant-gap",
        "09-reversals",
        "10-published-and-reconciled",
        "11-narrative-and-table",
        "12-timeliness",
        "13-coverage",
        "14-failing-rules",
        "15-distribution",
        "16-denominators",
        "17-unfollowed",
        "18-proactive",
        "19-body-years",
    ]
    assert list(charts.TABLES) == ["coverage", "reconciliation", "claims", "corrections"]


def test_every_function_of_the_registry_is_found_under_its_name():
    for key, entry in charts.FIGURES.items():
        assert getattr(charts, f"draw_{key}") is entry.function
    assert "draw_outcomes" in dir(charts)
    with pytest.raises(AttributeError, match="has no 'draw_nothing'; its figures are requests_by"):
        _ = charts.draw_nothing


def test_a_figure_that_is_entered_is_drawn_with_the_others_and_a_clash_is_refused(monkeypatch):
    monkeypatch.setattr("gxkit.charts.registry.FIGURES", dict(charts.FIGURES))
    from gxkit.charts.registry import FIGURES

    def draw_own(frame, *, language, source):
        return charts.draw_outcomes(frame, language=language, source=source)

    charts.figure("own", order=2, takes=["panel"])(draw_own)
    assert list(FIGURES)[:4] == ["requests_by_year", "outcomes", "own", "grounds"]
    assert (
        FIGURES["own"]
        .draw(material(), source=SOURCE)
        .data.equals(charts.draw_outcomes(material().panel, source=SOURCE).data)
    )
    charts.figure("own", order=3, takes=["panel"])(draw_own)
    with pytest.raises(ValueError, match=r"is entered by .*outcomes and by .*give one of them"):
        charts.figure("outcomes", order=20, takes=["panel"])(draw_own)
    with pytest.raises(ValueError, match="takes weather; expected some of panel, board"):
        charts.figure("odd", order=20, takes=["weather"])(draw_own)


def test_the_figures_without_data_are_left_out_with_their_reason_and_their_old_files(tmp_path):
    (tmp_path / "02-outcomes.svg").write_text("of an earlier study", encoding="utf-8")
    drawn = charts.draw_figures(part("2011-pingtan-zone"), tmp_path)
    written = {path.stem for path in drawn.paths}
    assert written == {path.stem for path in tmp_path.iterdir()}
    assert written | set(drawn.left_out) == {entry.name for entry in charts.FIGURES.values()}
    assert "13-coverage" in written
    assert drawn.left_out["02-outcomes"].say("en").startswith("No report has decided a request")


def test_the_tables_of_the_registry_are_all_written(tmp_path):
    paths = charts.save_tables(part("no report"), tmp_path, "en")
    assert {path.stem for path in paths} == set(charts.TABLES)


def test_the_flow_shows_the_largest_report_without_a_broken_rule():
    assert clearest_flow(reports()) == "2023-pingtan-zone"
    assert clearest_flow([]) == ""
    twice = [replace(r, id=f"x-{r.id}") for r in reports() if r.id == "2021-jinjiang-government"]
    with pytest.raises(NothingToDraw):
        charts.draw_flow(panel.stack([*twice, reports()[0]]), twice, source=SOURCE)


def test_the_study_says_in_place_of_a_figure_that_there_is_nothing_to_draw():
    see = Span("see", "图2", "fig:flow")
    drawn = Block("figure", (Span("text", "申请的去向"),), number="2", key="flow", label="图2")
    other = Block("figure", (Span("text", "结果"),), number="3", key="outcomes")
    paper = Paper({}, (Block("paragraph", (Span("text", "见"), see)), drawn, other))
    made = leave_out(paper, {"flow": NothingToDraw("没有报告。", "No report.")})
    assert [block.plain for block in made.blocks] == [
        "见图2",
        "图2（申请的去向）从略：没有报告。",
        "结果",
    ]
    assert made.blocks[0].spans[1].kind == "text"
    assert made.blocks[2].kind == "figure"
    assert leave_out(paper, {}) is paper


def test_a_collection_carries_which_figures_its_indicators_and_charts_take():
    own = [judge_report(r) for r in reports() if r.id == "2019-shanghai-general-office"]
    collection = Collection(tuple(own), facts(), figures="implied")
    flow = charts.FIGURES["flow"].draw(collection, source=SOURCE).data
    assert "implied" in set(flow["basis"])
    assert "implied" in set(collection.indicators["basis"])
    with pytest.raises(ValueError, match="expected one of printed, reconciled, implied"):
        replace(collection, figures="mended")


def test_figures_and_tables_speak_the_language_that_is_set():
    said = []

    def draw(language: str = "zh") -> str:
        """A figure."""
        said.append(language)
        return language

    told = registry.spoken(draw)
    assert (told(), told(language="en"), told.__doc__) == ("zh", "en", "A figure.")
    try:
        language("en")
        told()
    finally:
        language("zh")
    assert said == ["zh", "en", "en"]
