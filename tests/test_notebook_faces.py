"""Notebook faces: the filled form in its own layout, the raw grid, the findings."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

import openpyxl
import pytest
from lxml import html

import gxkit
from conftest import ROOT
from gxkit.document import Cell, Document, Grid, Line, Where
from gxkit.errors import GxkitError, NoTableError
from gxkit.folder.collection import Collection
from gxkit.folder.decisions import read_corrections
from gxkit.forms import all_forms
from gxkit.notebook.faces import explanations_html, findings_html, grid_html, table_html, value_text
from gxkit.notebook.looks import BLUE, ORANGE
from gxkit.notebook.review import review_page
from gxkit.notebook.viewer import view_page
from gxkit.panel.indicators import all_indicators_by_id
from gxkit.parsing.many import Batch
from gxkit.report import Report, Status, Unplaced, Value, Verdict
from gxkit.report.shelves import SHELVES
from gxkit.text import Sentence, fold
from gxkit.text.terminal import columns_of
from test_panel import reports


def report(report_id):
    return next(r for r in reports() if r.id == report_id)


def text(cell):
    """The text of a cell with the pale sign behind it, without the translation below it."""
    signs = [part.text for part in cell if part.tag == "span"]
    return " ".join([(cell.text or "").strip(), *signs])


def cells(face):
    """Each row of a face's table as (tag, text, rowspan, colspan)."""
    return [
        [(c.tag, text(c), int(c.get("rowspan", 1)), int(c.get("colspan", 1))) for c in row]
        for row in html.fromstring(face._repr_html_()).iter("tr")
    ]


def covered(rows):
    """The width of every row with spans laid out; a place covered twice is an error."""
    taken = set()
    for r, row in enumerate(rows):
        column = 0
        for _, _, down, across in row:
            while (r, column) in taken:
                column += 1
            block = {(r + i, column + j) for i in range(down) for j in range(across)}
            assert not block & taken
            taken |= block
    return [sum(1 for r, _ in taken if r == i) for i in range(len(rows))]


VALUE = Value("2021", "requests", "received", "total", "总计", "70", 70, "件", Status.PRINTED, None)


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, "70"),
        ({"verdict": Verdict.VERIFIED}, "70 ✓"),
        ({"verdict": Verdict.CLEARED}, "70 ○"),
        ({"verdict": Verdict.CONTRADICTED}, "70 ×"),
        ({"verdict": Verdict.CONTRADICTED, "reconciled": 71}, "70 × → 71"),
        ({"status": Status.BLANK, "printed": "", "value": None}, "空"),
        ({"status": Status.BLANK, "printed": "/", "value": None}, "空/"),
        ({"status": Status.BLANK, "printed": "", "value": None, "implied": 0}, "空 ⇒ 0"),
        ({"status": Status.MISSING, "printed": "", "value": None}, "缺"),
        ({"status": Status.ILLEGIBLE, "printed": "若干", "value": None}, "# 若干"),
        (
            {
                "status": Status.AMBIGUOUS,
                "printed": "123",
                "value": None,
                "candidates": (1, Decimal("23.5"), None),
            },
            "? 123（1 | 23.5 | 空白）",
        ),
    ],
)
def test_each_status_has_a_sign_of_its_own(change, shown):
    assert value_text(replace(VALUE, **change)) == shown


def test_the_request_table_stands_in_its_statutory_layout():
    rows = cells(table_html(report("2021-jinjiang-government"), "requests"))
    assert len(rows) == 26
    assert set(covered(rows)) == {10}
    assert [t for _, t, *_ in rows[0]][1:] == [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ]
    assert rows[3][0] == ("th", "三、本年度办理结果", 22, 1)
    assert rows[5][0] == ("th", "（三）不予公开", 8, 1)
    assert rows[1][-1][1] == "291 ○"
    assert rows[24][-1][1] == "0 × → 291"


def test_the_remedies_stand_side_by_side_over_one_line_of_figures():
    rows = cells(table_html(report("2021-pingtan-zone"), "remedies"))
    assert rows[0] == [("th", "行政复议", 2, 5), ("th", "行政诉讼", 1, 10)]
    assert rows[1] == [("th", "未经复议直接起诉", 1, 5), ("th", "复议后起诉", 1, 5)]
    assert covered(rows) == [15] * 4
    assert [text for _, text, *_ in rows[-1]][:5] == ["1 ✓", "0 ✓", "2 ✓", "0 ✓", "3 ✓"]


def test_a_legacy_table_shows_the_unit_of_each_row():
    rows = cells(table_html(report("2013-pingtan-zone"), "legacy"))
    assert [t for _, t, *_ in rows[0]] == ["指标", "单位", "2013年度", "历年累计"]
    assert [t for _, t, *_ in rows[3]] == ["2、政府公报公开", "条", "0", "空"]
    assert rows[-1][1][1] == "件"


def test_each_article_of_the_proactive_table_has_a_head_of_its_own():
    rows = cells(table_html(report("2019-shanghai-general-office"), "proactive"))
    heads = [[t for tag, t, *_ in row if t] for row in rows if all(tag == "th" for tag, *_ in row)]
    assert heads == [
        ["本年新制作数量", "本年新公开数量", "对外公开总数量"],
        ["上一年项目数量", "本年增/减", "处理决定数量"],
        ["上一年项目数量", "本年增/减"],
        ["采购项目数量", "采购总金额"],
    ]


def test_a_table_that_is_not_there_says_which_are():
    with pytest.raises(NoTableError, match="has no table 'requests'; it has legacy"):
        table_html(report("2013-pingtan-zone"), "requests")


def test_the_plain_text_lines_up():
    lines = repr(table_html(report("2021-pingtan-zone"), "remedies")).splitlines()
    assert lines[1].split() == ["行政复议", "1", "✓", "0", "✓", "2", "✓", "0", "✓", "3", "✓"]
    assert len(lines) == 4


def test_a_grid_keeps_its_spans_and_a_fallen_row_stays():
    grid = Grid(
        (
            Cell(0, 0, "甲", Where(table=1, row=1, column=1), 2, 1),
            Cell(0, 1, "乙", Where(table=1, row=1, column=2)),
            Cell(2, 0, "丙", Where(table=1, row=3, column=1), 1, 2),
        ),
        "表一",
    )
    face = grid_html(grid)
    assert cells(face) == [[("td", "甲", 2, 1), ("td", "乙", 1, 1)], [], [("td", "丙", 1, 2)]]
    assert "表1第3行第1列" in face.html
    assert "table 1, row 3, column 1" in grid_html(grid, "en").html
    assert repr(face) == "甲  乙\n\n丙"


def test_text_from_a_file_is_escaped():
    nasty = '<script>alert("x")</script>'
    grid = Grid((Cell(0, 0, nasty, Where(line=1)),), nasty)
    table = replace(report("2021-pingtan-zone"), id=nasty)
    table = replace(table, values=tuple(replace(v, printed=nasty, label=nasty) for v in table))
    finding = replace(
        report("2023-hongze-government").findings[0], says=Sentence.same(nasty), rule=nasty
    )
    for face in (
        grid_html(grid),
        table_html(table, "requests"),
        findings_html(replace(table, findings=(finding,))),
    ):
        assert "<script" not in face.html
        assert "&lt;script&gt;" in face.html


def test_findings_are_told_in_the_language_asked_for():
    hongze = report("2023-hongze-government")
    english = findings_html(hongze, "en")
    assert [t for _, t, *_ in cells(english)[0]] == ["", "rule", "left", "right", "what"]
    assert [[t for _, t, *_ in row][:4] for row in cells(english)[1:]] == [
        ["× fails", "R4", "11", "0"],
        ["× fails", "R4", "5", "0"],
    ]
    assert "不成立" in findings_html(hongze).html
    assert "为 11" in repr(findings_html(hongze))
    assert not re.search("fails", repr(findings_html(hongze)))
    assert (
        repr(findings_html(report("2019-pingtan-zone"), "en")) == "2019-pingtan-zone: no findings."
    )
    with pytest.raises(ValueError, match="'zh' or 'en'"):
        findings_html(hongze, "de")


def test_the_legend_the_tooltips_and_the_signs_are_in_the_language_asked_for():
    hongze = report("2023-hongze-government")
    chinese, english = (table_html(hongze, "remedies", language) for language in ("zh", "en"))
    assert "✓ 经核实 · ○ 已澄清 · → 勾稽所得" in chinese.html
    assert "✓ verified · ○ cleared · → reconciled" in english.html
    assert "Other<" in english.html
    assert "Administrative reconsideration and litigation" in english.html
    assert "行政诉讼/复议后起诉 · 总计 · 已填 · 有矛盾" in chinese.html
    assert "printed · contradicted" in english.html
    blank = replace(VALUE, status=Status.BLANK, printed="", value=None)
    missing = replace(VALUE, status=Status.MISSING, printed="", value=None)
    assert [value_text(one, "en") for one in (None, blank, missing)] == ["·", "blank", "missing"]
    assert value_text(replace(VALUE, status=Status.AMBIGUOUS, candidates=(1, None)), "en") == (
        "? 70 (1 | blank)"
    )


def test_a_third_language_is_refused():
    for draw in (explanations_html, findings_html):
        with pytest.raises(ValueError, match="'zh' or 'en'"):
            draw(report("2019-pingtan-zone"), "de")
    with pytest.raises(ValueError, match="'zh' or 'en'"):
        table_html(report("2021-pingtan-zone"), "requests", "de")


# ---- what shows itself


@cache
def read_jinjiang():
    """As its file has it, with agency, narrative and places."""
    return gxkit.parse(ROOT / "data" / "reports" / "2021-jinjiang-government.pdf")


@pytest.fixture
def english():
    gxkit.language("en")
    yield
    gxkit.language("zh")


def everything():
    """One thing of each kind that has a face."""
    jinjiang = read_jinjiang()
    batch = Batch((jinjiang,), {"reports/absent.pdf": "absent.pdf: there is no such file"})
    shelves = [getattr(jinjiang, name) for name, _ in SHELVES]
    singles = [shelf[0] for shelf in shelves[:5] if shelf]
    return [jinjiang, jinjiang.requests, batch, *shelves, *singles]


def test_a_report_is_a_card_of_a_few_lines():
    card = repr(read_jinjiang()).splitlines()
    assert card[0] == "晋江市人民政府 2021年政府信息公开工作年度报告"
    counts = [line.split() for line in card[3:7]]
    assert counts[0] == ["表", "格式", "格", "已填", "经核实", "有矛盾", "已澄清"]
    assert counts[2] == ["requests", "表三", "2021", "175", "175", "50", "10", "115"]
    assert "差错：1 处；存疑的格 10 个" in card
    assert any(line.startswith("  1. 确定：“三、本年度") for line in card)
    assert card[-1].split()[0] == 'gxkit.language("en")'
    assert len(card) < 25
    assert max(map(len, card)) <= 100


def test_a_card_says_what_to_type_next_and_it_works():
    jinjiang = read_jinjiang()
    steps = [line.split("  ")[1] for line in repr(jinjiang).splitlines() if "  report." in line]
    assert steps[0] == "report.requests"
    assert 'report.why("requests", "other.rest", "natural_person")' in steps
    shown = [step for step in steps if not re.search("excel|why|show|view", step)]
    assert all(eval(step, {"report": jinjiang}) is not None for step in shown)


@pytest.mark.usefixtures("english")
def test_every_face_follows_the_language_that_is_set():
    card = repr(read_jinjiang())
    assert "Causes of broken rules: 1" in card
    assert "certain: The labels (or figures) of the rows" in card
    assert "show all in Chinese" in card
    assert "files that could not be read: 1" in repr(everything()[2])
    assert "Natural person" in everything()[1]._repr_html_()
    for thing in everything():
        shown = html.fromstring(thing._repr_html_()).text_content()
        assert not re.search("差错|版式|可否使用|原文 →|右边", shown)


@pytest.mark.parametrize("thing", everything(), ids=lambda thing: type(thing).__name__)
def test_a_face_stands_by_itself(thing):
    """No script and no sheet, and no colour of the page's own: light and dark, live or static."""
    drawn = thing._repr_html_()
    assert not re.search(r"<script|<style|var\(|class=|(?<!-)color:#", drawn)
    assert "color:inherit" in drawn or drawn.startswith("<p>")
    assert repr(thing)
    assert "object at" not in repr(thing)


def test_only_what_is_in_doubt_has_a_ground():
    drawn = html.fromstring(read_jinjiang().requests._repr_html_())
    tinted = [cell for cell in drawn.iter("td") if BLUE in cell.get("style")]
    assert {cell.get("data-cell").split("/")[1] for cell in tinted} == {"other.rest", "decided"}
    assert len(tinted) == 10
    assert ORANGE not in html.tostring(drawn, encoding="unicode")


def test_a_finding_that_is_explained_has_no_ground():
    findings = read_jinjiang().findings
    opened = replace(findings[0], settled=None)
    assert ORANGE not in findings._repr_html_()
    assert ORANGE in opened._repr_html_()
    assert type(findings[:2]) is type(findings)
    assert findings[:2] == tuple(findings)[:2]


def test_a_long_list_counts_what_it_does_not_show():
    values = read_jinjiang().values
    assert repr(values).splitlines()[-1] == "另有 174 项未列出：.to_frame() 给出全部。"
    assert repr(values).splitlines()[1].split()[0].startswith("requests/other.rest/")


def test_a_face_in_a_shell_fits_a_screen():
    document = gxkit.read(ROOT / "data" / "reports" / "2021-jinjiang-government.pdf")
    for thing in (*everything(), document, document.grids[0]):
        assert len(repr(thing).splitlines()) <= 30, type(thing)


def test_a_finding_in_a_shell_is_told_whole_at_the_width_of_the_terminal(monkeypatch):
    findings = read_jinjiang().findings
    monkeypatch.setenv("COLUMNS", "70")
    told = repr(findings[:3])
    assert all(columns_of(line) <= 70 for line in told.splitlines())
    for one in findings[:3]:
        assert fold(one.say("zh")) in fold(told)


def test_groups_of_a_table_in_a_shell_are_set_in_and_its_labels_give_way(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    lines = repr(read_jinjiang().requests).splitlines()
    assert lines[3].startswith("…/（一）予以公开 ")
    assert lines[4].startswith("  （二）部分公")
    assert lines[6].startswith("    2.其他法律行")
    assert max(map(columns_of, lines)) <= 100
    monkeypatch.setenv("COLUMNS", "200")
    assert "三、本年度办理结果/（一）予以公开 " in repr(read_jinjiang().requests)


def test_what_a_report_holds_is_a_frame_and_a_workbook(tmp_path):
    jinjiang = read_jinjiang()
    for name, _ in SHELVES:
        shelf = getattr(jinjiang, name)
        book = openpyxl.load_workbook(shelf.to_excel(tmp_path / f"{name}.xlsx"))
        (sheet,) = book.worksheets
        assert sheet.max_row == len(shelf.to_frame()) + 1
    value = jinjiang["requests", "decided", "total"]
    assert list(value.to_frame()["printed"]) == ["0"]
    assert len(jinjiang.explanations[0].to_frame()) == len(jinjiang.explanations[0].cells)
    for one in (jinjiang.findings[0], jinjiang.claims[0], jinjiang.witnesses[0]):
        assert len(one.to_frame()) == 1


NASTY = '"><img src=x onerror=a()></td></script><script>b()</script>\u2028\u202e\x1b[2J&lt;${x}'


def poisoned(said):
    """A text, or a sentence in both languages."""
    return Sentence.same(NASTY) if isinstance(said, Sentence) else NASTY


def hostile_report():
    """The report with a hostile text wherever a file or its name could bring one."""
    good = read_jinjiang()
    spoiled = {
        "values": ("label", "printed"),
        "findings": ("says", "rule"),
        "explanations": ("says",),
        "claims": ("printed", "counts", "sentence"),
        "witnesses": ("says",),
        "sections": ("heading", "text"),
    }
    shelves = {}
    for name, fields in spoiled.items():
        shelves[name] = tuple(
            replace(one, **{field: poisoned(getattr(one, field)) for field in fields})
            for one in getattr(good, name)
        )
    meta = replace(good.meta, agency=NASTY, title=NASTY, published=NASTY)
    stray = Unplaced("requests", NASTY, Where(page=1))
    return replace(
        good,
        id=NASTY,
        source=NASTY,
        meta=meta,
        remarks=(Sentence.same(NASTY),),
        unplaced=(stray,),
        unsupported=(NASTY,),
        **shelves,
    )


def hostile_things():
    bad = hostile_report()
    grid = Grid((Cell(0, 0, NASTY, Where(page=1)),), NASTY)
    document = Document(NASTY, NASTY, "", (Line(NASTY, Where(line=1)), grid), {}, bad.remarks)
    shelves = [getattr(bad, name) for name, _ in SHELVES]
    folder = Collection((bad,), {})
    batch = Batch((bad,), {NASTY: NASTY})
    lost = replace(bad, editions=dict.fromkeys(bad.editions, "gone"))
    things = [bad, bad.requests, bad.remedies, bad.proactive, lost.requests, batch, folder]
    singles = [shelf[0] for shelf in shelves if type(shelf).__name__ != "Remarks"]
    shown = [
        bad.values[-1].show(),
        bad.findings[0].show(),
        bad.claims[0].show(),
        bad.requests.show(),
    ]
    return [
        *things,
        grid,
        document,
        *shelves,
        *singles,
        *shown,
        bad.show(1),
        bad.explanations[0].show(),
    ]


def review_hostile(report):
    folder = Collection((report,), {}, as_read=(report,))
    return review_page(folder, NASTY, "zh")


def test_no_text_of_a_file_breaks_out_of_any_face():
    for thing in hostile_things():
        drawn, text = thing._repr_html_(), repr(thing)
        tree = html.fromstring(f"<div>{drawn}</div>")
        assert not tree.xpath("//script | //img[@src='x']"), type(thing)
        assert not [name for one in tree.iter() for name in one.attrib if name.startswith("on")]
        # nor does it turn the text around it, or steer the terminal
        assert not set("\u2028\u202e\x1b") & set(drawn + text), type(thing)
    for make in (view_page, review_hostile):
        page = make(hostile_report())
        tree = html.fromstring(page.encode())
        # the data, and the script that shows it
        assert len(tree.xpath("//script")) == 2
        assert not tree.xpath("//img | //*[@onerror]")
        assert not any("\u2028" in script.text for script in tree.xpath("//script"))


def test_a_table_of_an_edition_that_is_gone_shows_its_values():
    jinjiang = read_jinjiang()
    lost = replace(jinjiang, editions=dict.fromkeys(jinjiang.editions, "gone"))
    assert "175 格，存疑 10 格" in lost.requests._repr_html_()
    assert "requests" in repr(lost)


def test_a_report_without_tables_shows_itself():
    empty = Report(
        "nothing", replace(report("2021-pingtan-zone").meta, agency="", year=None), {}, ()
    )
    assert "没有可填的法定表格。" in repr(empty)
    assert "（机关未写明） （年份未写明）政府" in empty._repr_html_()


def test_a_card_does_not_call_sound_what_could_not_be_asked():
    jinjiang = read_jinjiang()
    unread = [replace(v, status=Status.MISSING, value=None, printed="") for v in jinjiang.values]
    lost = gxkit.check(replace(jinjiang, values=tuple(unread), findings=(), sections=()))
    report = replace(jinjiang, values=tuple(unread), findings=lost, explanations=())
    assert "没有不成立的勾稽关系；无法核对的" in repr(report)
    assert "存疑的格 200 个" in repr(report)


def test_a_form_an_indicator_a_decision_and_what_a_report_says_of_itself_have_faces(data_folder):
    form = all_forms()["2021"]
    decision = read_corrections(data_folder / "corrections.toml")[0]
    indicator = next(iter(all_indicators_by_id().values()))
    for thing in (form, form.tables[0], read_jinjiang().meta, indicator, decision):
        assert thing._repr_html_().startswith("<div")
        assert "=" not in repr(thing).splitlines()[0]
    # the whole of them was 137 000 characters
    assert len(repr(all_forms())) < 2_000
    assert "requests/decided/total: 0 → 1" in repr(decision)


def test_many_reports_become_a_frame_and_a_sheet_and_the_face_says_so(tmp_path, data_folder):
    report = read_jinjiang()
    batch = Batch((report,) * 100)
    frame = batch.to_frame()
    assert (len(frame), frame["cells"][0]) == (100, len(report.values))
    assert ".to_frame() 给出全部" in repr(batch)
    assert batch.to_excel(tmp_path / "all.xlsx").exists()
    with pytest.raises(GxkitError, match=r"all\.csv.*(a workbook|工作簿)"):
        batch.to_excel(tmp_path / "all.csv")
    assert len(Collection((report,), {}).to_frame()) == 1
