"""Which of several tables of a kind is taken, which report of a file that holds several."""

import random
import re
from collections.abc import Iterator

import pytest

import gxkit
from gxkit.document import Extent, Where
from gxkit.report import Status
from specimens import draw_figures, write_html

TITLE = "<h1>青山县教育局{}年政府信息公开工作年度报告</h1>"
KEY = ("requests", "received", "total")


def figures_of(seed: int) -> dict:
    return draw_figures("2021", random.Random(seed))


def tables_of(figures: dict) -> str:
    """The tables below the headings of their chapters, without a title."""
    page = write_html("2021", figures, 2022)
    return page[page.index("<p>二、") :].replace("</html>", "").replace("</body>", "")


def table_of(figures: dict) -> str:
    """Table three alone."""
    page = tables_of(figures)
    start = page.index("<p>三、")
    return page[page.index("<table", start) : page.index("<p>四、")]


THIS, LAST = figures_of(1), figures_of(2)


@pytest.fixture
def read(tmp_path):
    """A function that parses a page of some parts."""

    def parse(*parts: str, name: str = "page.html") -> gxkit.report.Report:
        (tmp_path / name).write_text("".join(parts), encoding="utf-8")
        return gxkit.parse(tmp_path / name)

    return parse


def assert_reads(report, figures):
    for key, number in figures.items():
        assert (report[key].status, report[key].value) == (Status.PRINTED, number)


def said(report, language="en"):
    return [remark.say(language) for remark in report.remarks]


LAST_YEARS = [
    ("<p>附：2021年数据（上年）</p>", "<p>2022年数据</p>"),
    ("<p>为便于对照，先列出二〇二一年的数据。</p>", "<p>以下为本年度的数据。</p>"),
    ("<p>上年度统计表：</p>", "<p>本年度统计表：</p>"),
    ("<p>统计年度：2021年</p>", ""),
]


@pytest.mark.parametrize(("last", "this"), LAST_YEARS)
@pytest.mark.parametrize("last_first", [True, False])
def test_last_years_tables_are_left_out_with_a_remark(read, last, this, last_first):
    parts = [last + tables_of(LAST), this + tables_of(THIS)]
    report = read(TITLE.format(2022), *(parts if last_first else parts[::-1]))
    assert_reads(report, THIS)
    (remark,) = said(report)
    assert "Table 2" in remark
    assert "Table 3" in remark
    assert "Table 4" in remark
    assert "left out" in remark


def test_the_table_after_a_correction_is_taken_whichever_stands_first(read):
    rest = tables_of(THIS).replace(table_of(THIS), "{}")
    pairs = [("更正前：", LAST), ("更正后：", THIS)]
    for order in (pairs, pairs[::-1]):
        tables = "".join(f"<p>{word}</p>{table_of(figures)}" for word, figures in order)
        report = read(TITLE.format(2022), rest.format(tables))
        assert_reads(report, THIS)
        assert "the one before a correction" in said(report)[0]


def test_a_form_without_figures_and_a_sample_lose_against_the_report(read):
    empty = re.sub(r"(<td[^>]*>)[\d.]+</td>", r"\1</td>", tables_of(THIS))
    report = read(TITLE.format(2022), empty, tables_of(THIS))
    assert_reads(report, THIS)
    assert "without figures" in said(report)[0]
    report = read(TITLE.format(2022), "<p>填表示例：</p>", tables_of(LAST), tables_of(THIS))
    assert_reads(report, THIS)
    assert "a sample or a form" in said(report)[0]


def test_a_hidden_copy_is_left_out_and_read_where_nothing_is_shown(read):
    hidden = f'<div style="display:none">{tables_of(LAST)}</div>'
    both = read(TITLE.format(2022), hidden, tables_of(THIS))
    assert_reads(both, THIS)
    assert "not shown" in said(both)[0]
    third = table_of(THIS)
    veiled = tables_of(THIS).replace(third, f'<div style="display:none">{third}</div>')
    alone = read(TITLE.format(2022), veiled)
    assert_reads(alone, THIS)
    assert "Table 3: only one that is not shown" in said(alone)[0]


def test_where_nothing_decides_the_cells_that_differ_keep_both_readings(read):
    report = read(TITLE.format(2022), tables_of(THIS), tables_of(LAST))
    for key, number in THIS.items():
        value = report[key]
        if number == LAST[key]:
            assert value.value == number
        else:
            assert value.status is Status.AMBIGUOUS
            assert set(value.candidates) == {number, LAST[key]}
    assert "nothing tells which" in said(report)[0]
    assert said(report, "zh")[0].startswith("表")


def test_the_same_tables_twice_leave_no_doubt(read):
    report = read(TITLE.format(2022), tables_of(THIS), tables_of(THIS))
    assert_reads(report, THIS)
    assert "alike in all cells" in said(report)[0]


def test_the_only_tables_are_read_though_their_caption_is_of_another_year(read):
    tables = tables_of(THIS).replace("申请情况</p>", "申请情况（2021年）</p>")
    report = read(TITLE.format(2022), tables)
    assert_reads(report, THIS)
    (remark,) = said(report)
    assert remark.startswith("Table 3 (table 2): said to be of 2021")


@pytest.mark.parametrize(
    "sentence",
    [
        "2021年行政复议5件、行政诉讼3件；2022年分别为见下表。",
        "（对比2021年数据略有变化）",
        "图1 近两年申请数量：2020年 5件、2021年 3件",
        "2021年 3 4 7",
    ],
)
def test_a_year_that_a_line_counts_or_compares_with_is_not_the_tables(read, sentence):
    page = tables_of(THIS).replace("<p>四、", f"<p>{sentence}</p><p>四、")
    report = read(TITLE.format(2022), page)
    assert_reads(report, THIS)
    assert said(report) == []


def test_a_table_printed_once_says_nothing(read):
    assert said(read(TITLE.format(2022), tables_of(THIS))) == []


def test_the_files_name_tells_the_year_where_the_title_does_not(read):
    title = "<h1>青山县教育局政府信息公开工作年度报告</h1>"
    tables = f"<p>2021年</p>{tables_of(LAST)}<p>2022年</p>{tables_of(THIS)}"
    assert_reads(read(title, tables, name="2022.html"), THIS)
    assert "nothing tells which" in said(read(title, tables))[0]


# Several reports in a file

CHAPTER = "<p>一、总体情况</p><p>{}</p>"


def report_of(year: int, figures: dict, sentence: str = "本机关认真落实条例。") -> str:
    return TITLE.format(year) + CHAPTER.format(sentence) + tables_of(figures)


def test_of_several_reports_the_first_is_read_and_the_others_are_named(read):
    report = read(report_of(2022, THIS), report_of(2021, LAST, "上年情况。"))
    assert_reads(report, THIS)
    assert (report.id, report.meta.year) == ("page", 2022)
    (remark,) = said(report)
    assert "holds 2 reports" in remark
    assert "教育局2021年" in remark
    assert "上年情况" not in report.sections[-1].text


@pytest.mark.parametrize(
    ("name", "head"),
    [("page.html", "<title>青山县教育局2022年政府信息公开工作年度报告</title>"), ("2022.html", "")],
)
def test_the_pages_title_or_the_files_name_tells_which_report_is_meant(read, name, head):
    report = read(head, report_of(2021, LAST), report_of(2022, THIS), name=name)
    assert_reads(report, THIS)
    assert report.meta.year == 2022


def test_parse_many_gives_every_report_of_a_file_with_what_it_covers(tmp_path):
    other = TITLE.format(2022).replace("教育局", "民政局")
    text = report_of(2022, THIS) + other + CHAPTER.format("民政。") + tables_of(LAST)
    (tmp_path / "book.html").write_text(text, encoding="utf-8")
    (tmp_path / "one.html").write_text(report_of(2022, THIS), encoding="utf-8")
    first, second, alone = gxkit.parse_many(tmp_path).reports
    assert [one.id for one in (first, second, alone)] == ["book#1", "book#2", "one"]
    assert_reads(first, THIS)
    assert_reads(second, LAST)
    assert [one.meta.agency for one in (first, second)] == ["青山县教育局", "青山县民政局"]
    assert first.covers.last.line < second.covers.first.line
    assert alone.covers is None
    assert [one.sections[0].text for one in (first, second)] == ["本机关认真落实条例。", "民政。"]


def test_a_form_beside_a_report_is_no_report(read):
    empty = re.sub(r"(<td[^>]*>)[\d.]+</td>", r"\1</td>", tables_of(THIS))
    report = read("<p>附件：年度报告格式</p>", empty, report_of(2022, THIS))
    assert_reads(report, THIS)
    assert (report.meta.year, report.covers) == (2022, None)
    assert "said to be a sample or a form" in said(report)[0]


def test_titles_in_contents_page_heads_and_sentences_begin_no_report(read):
    heads = TITLE.format(2022).join(map_tables(THIS))
    links = "".join(TITLE.format(year).replace("h1", "p") for year in (2019, 2020, 2021))
    report = read(links, TITLE.format(2022), heads, links)
    assert_reads(report, THIS)
    assert (report.covers, said(report)) == (None, [])


def map_tables(figures: dict) -> Iterator[str]:
    return iter(re.split(r"(?=<p>[三四]、)", tables_of(figures)))


def test_an_extent_is_said_in_pages_else_lines_and_names_the_file_inside():
    assert str(Extent(Where(page=2), Where(page=2))) == "page 2"
    inside = Extent(Where(line=1, file="a.docx"), Where(line=9, file="a.docx"))
    assert str(inside) == "file “a.docx”, lines 1 to 9"
    assert inside.say("zh") == "文件“a.docx”第1至9行"


def test_the_period_of_last_years_report_is_not_this_ones(read):
    period = "<p>本报告统计期限为{0}年1月1日至{0}年12月31日。</p>"
    earlier = TITLE.format(2021) + period.format(2021) + tables_of(LAST)
    report = read(
        TITLE.format(2022),
        "<p>为便于对照，先列出上年度报告。</p>",
        earlier,
        period.format(2022),
        tables_of(THIS),
    )
    assert report.meta.year in (2022, None)


@pytest.mark.parametrize("sign", ["×", "XX"])
def test_a_copy_of_the_form_filled_with_signs_is_never_the_one_that_is_read(read, sign):
    copy = re.sub(r">[\d.]+</td>", f">{sign}</td>", tables_of(LAST))
    report = read(TITLE.format(2022), copy, tables_of(THIS))
    for key, number in THIS.items():
        # What stands as 5 in one and as × in the other may be doubted.
        assert report[key].value == number or report[key].status is Status.AMBIGUOUS


def test_a_note_below_tables_speaks_of_those_above_it(read):
    report = read(
        TITLE.format(2022),
        tables_of(LAST),
        "<p>注：上述各表为上年数据。</p>",
        tables_of(THIS),
    )
    assert_reads(report, THIS)


def test_two_tables_in_one_grid_are_told_apart_by_their_rows(read):
    rows = [table_of(one)[len("<table>") : -len("</table>")] for one in (LAST, THIS)]
    years = "".join(
        f"<tr><td colspan=10>{year}年</td></tr>{own}"
        for year, own in zip((2021, 2022), rows, strict=True)
    )
    both = tables_of(THIS).replace(table_of(THIS), f"<table>{years}</table>")
    report = read(TITLE.format(2022), both)
    assert_reads(report, THIS)
    assert re.search(r"table 2, row \d+.*table 2, row \d+", said(report)[0])


def test_why_names_the_tables_of_the_kind_that_were_left_out(read):
    report = read(TITLE.format(2022), "<p>2021年</p>", tables_of(LAST), tables_of(THIS))
    told = report.why(*KEY, language="en")
    assert "more than one of this table: table 5 (read); table 2 (left out: said to be of" in told
    assert "表2（未读取" in report.why(*KEY)
