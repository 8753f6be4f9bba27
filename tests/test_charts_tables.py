"""The tables of the study: their lines, their faces, their bytes."""

import pandas as pd
import pytest

from gxkit import charts, panel
from gxkit.charts.names import place_name
from gxkit.charts.words import HEADS
from specimen_claims import claims
from test_charts import SOURCE
from test_panel import facts, frame, reports


def table(name, language="zh", **options):
    given = {
        "reconciliation": lambda: (frame(), panel.rule_board(reports(), facts())),
        "claims": lambda: (claims(),),
    }
    return getattr(charts, f"tabulate_{name}")(
        *given.get(name, lambda: (frame(),))(), language=language, source=SOURCE, **options
    )


def test_coverage_has_a_line_for_each_body():
    data = table("coverage").data.set_index("机关")
    assert len(data) == 8
    assert data.loc["平潭综合实验区管理委员会", ["级别", "范围", "报告", "应有格数"]].tolist() == [
        "地市级实验区",
        "汇总",
        7,
        726,
    ]
    assert data.loc["淮安市洪泽区人民政府", "统计表格式"] == "2019、2021"


def test_reconciliation_counts_rules_and_says_what_came_of_them():
    data = table("reconciliation", "en").data
    counts = ["Rules", "Hold", "Fail", "Cleared cells", "Contradicted cells", "Reconciled cells"]
    lines = data.set_index("Body")
    bureau = lines.loc["Zhangzhou Bureau of Industry and Information Technology"]
    assert bureau[[*counts, "Outcome"]].tolist() == [40, 36, 4, 44, 2, 2, "explained"]
    exchanged = lines.loc["Jinjiang Municipal People's Government"]
    assert exchanged[[*counts, "Outcome"]].tolist() == [42, 32, 10, 115, 10, 10, "explained"]
    assert data["Outcome"].value_counts().to_dict() == {
        "all hold": 8,
        "holds where assessable": 3,
        "explained": 3,
    }


def test_broken_rules_of_which_some_are_not_settled_are_undecided():
    board = panel.rule_board(reports(), facts())
    half = board.assign(mended=board["mended"].where(board["rule"].ne("R2"), 0))
    data = charts.tabulate_reconciliation(frame(), half, source=SOURCE).data
    said = dict(zip(data["机关"], data["结果"], strict=True))
    assert said["晋江市人民政府"] == "未定"
    assert said["淮安市洪泽区人民政府"] == "有解释"


def test_only_claims_that_disagree_are_tabled():
    made = table("claims")
    assert made.data["正文原文"].tolist() == ["行政复议11件", "办理291件"]
    assert made.data["位置"].unique().tolist() == ["第12行第3-9字"]
    assert made.unit == "2个，在可对照的5个之中 · 3份报告"


def test_corrections_have_their_places_and_who_decided_them():
    decided = pd.DataFrame(
        [
            (
                "2023-hongze-government",
                "remedies",
                "reconsideration",
                "total",
                "correct to",
                "because",
                "a reader",
                "2026-01-31",
            )
        ],
        columns=["report", "table", "row", "column", "decision", "reason", "who", "when"],
    )
    somewhere = frame().assign(where="page 3, table 1, row 2, column 5")
    data = charts.tabulate_corrections(somewhere, decided, language="en", source=SOURCE).data
    assert data.loc[0, ["As printed", "Reconciled", "Place", "Decided by"]].tolist() == [
        "0",
        11,
        "page 3, table 1, row 2, column 5",
        "a reader",
    ]
    assert data["Decision"].tolist() == ["correct to", *[""] * 13]
    chinese = charts.tabulate_corrections(somewhere, decided, source=SOURCE).data
    assert chinese.loc[0, ["位置", "决定"]].tolist() == ["第3页表1第2行第5列", "更正"]


@pytest.mark.parametrize(
    ("counted", "zh", "en"),
    [
        ("requests_received", "本年新收申请", "Requests received"),
        ("granted partial", "予以公开＋部分公开", "Granted + Partly granted"),
        ("legacy/requests/year", "本年新收申请", "Requests received"),
        ("其他事项", "其他事项", "其他事项"),
        ("", "", ""),
    ],
)
def test_what_a_claim_counts_is_named_by_its_concepts(counted, zh, en):
    one = claims().iloc[[4]].assign(counted=counted)
    assert charts.tabulate_claims(one, source=SOURCE).data.loc[0, "所指事项"] == zh
    assert (
        charts.tabulate_claims(one, language="en", source=SOURCE).data.loc[0, "What is counted"]
        == en
    )


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("page 4, table 2, row 7, column 3", "第4页表2第7行第3列"),
        ("line 118, characters 12-19", "第118行第12-19字"),
        ("", ""),
    ],
)
def test_a_place_is_said_in_chinese(where, said):
    assert place_name(where, "zh") == said
    assert place_name(where, "en") == where


@pytest.mark.parametrize("name", ["coverage", "reconciliation", "claims", "corrections"])
def test_every_table_is_written_again_with_the_same_bytes_and_says_its_source(name, tmp_path):
    first = charts.save_table(table(name), tmp_path / "one", name)
    again = charts.save_table(table(name), tmp_path / "two", name)
    assert [p.name for p in first] == [f"{name}.html", f"{name}.md", f"{name}.csv"]
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in again]
    assert f"资料来源：{SOURCE}" in first[0].read_text("utf-8")
    assert table(name, "en").to_markdown().endswith(f"Source: {SOURCE}\n")
    assert list(table(name, "en").data.columns) == [
        dict(HEADS.values())[head] for head in table(name).data.columns
    ]


def test_text_from_a_report_cannot_break_a_table():
    wild = claims().assign(claim="<script>|\n")
    made = charts.tabulate_claims(wild, source=SOURCE)
    assert "<script>" not in made._repr_html_()
    assert "&lt;script>\\|" in repr(made)


def test_a_table_without_a_source_is_refused():
    with pytest.raises(ValueError, match="needs its source"):
        charts.tabulate_coverage(frame(), source="")
