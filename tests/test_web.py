"""Web pages: one truth and several useful errors. Pages are written here, a few lines each."""

from __future__ import annotations

from pathlib import Path

import pytest

from gxkit.document import Document, Grid, Line
from gxkit.errors import DamagedFileError
from reading import read_bytes, texts


def read_page(folder: Path, markup: str) -> Document:
    return read_bytes(folder, markup.encode(), "page.html")


def test_fragments_of_a_number_are_joined_and_breaks_split_lines(tmp_path):
    document = read_page(
        tmp_path,
        "<p><span>201</span><span>5</span>年度</p><div>甲<br>乙\n 丙</div><h2>丁&nbsp;戊</h2>",
    )
    assert [line.text for line in document.lines] == ["2015年度", "甲", "乙 丙", "丁 戊"]
    assert [line.where.line for line in document.lines] == [1, 2, 3, 4]


def test_spans_push_cells_aside_and_malformed_spans_are_clipped(tmp_path):
    document = read_page(
        tmp_path,
        """<table><tr><td rowspan=2>甲<td colspan="x">乙<td colspan=99999>丙
        <tr><td>1<td>2<tr><td rowspan=0>3<td colspan=0>4</table>""",
    )
    (grid,) = document.grids
    assert [(c.text, c.row, c.column, c.rowspan, c.colspan) for c in grid.cells] == [
        ("甲", 0, 0, 2, 1),
        ("乙", 0, 1, 1, 1),
        ("丙", 0, 2, 1, 200),
        ("1", 1, 1, 1, 1),
        ("2", 1, 2, 1, 1),
        ("3", 2, 0, 1, 1),
        ("4", 2, 1, 1, 1),
    ]
    assert str(grid.cells[4].where) == "table 1, row 2, column 3"


def test_breaks_and_paragraphs_in_a_cell_are_line_breaks(tmp_path):
    (grid,) = read_page(
        tmp_path, "<p>表</p><table><tr><td>商业<br>企业<td><p>1</p><p>&nbsp;</p></table>"
    ).grids
    assert texts(grid) == [["商业\n企业", "1"]]
    assert grid.caption == "表"


def test_a_layout_table_is_walked_and_its_inner_table_is_the_grid(tmp_path):
    document = read_page(
        tmp_path,
        """<table><tr><td>导语<td>侧栏<tr><td colspan=2>
        <table><tr><td>规章<td>0</table>尾</table>""",
    )
    assert [b.text if isinstance(b, Line) else texts(b) for b in document.blocks] == [
        "导语",
        "侧栏",
        [["规章", "0"]],
        "尾",
    ]


def test_scripts_hidden_text_and_site_chrome_are_left_out_but_no_table_is(tmp_path):
    document = read_page(
        tmp_path,
        """<html><head><title>t</title><style>p{}</style></head><body><nav>首页</nav>
        <div class="top-menu"><a>导航</a></div><script>var x</script><p style="display: none">隐</p>
        <form><table><tr><td>规章<td>7<td style="display:none">9</table></form>
        <footer>版权</footer></body></html>""",
    )
    assert document.text == ""
    assert texts(document.grids[0]) == [["规章", "7"]]


def test_what_word_leaves_in_a_page_is_no_text(tmp_path):
    document = read_page(
        tmp_path,
        """<?xml:namespace prefix = o /><p>总<o:p></o:p>计<o:p>&nbsp;</o:p></p>
        <!--[if gte mso 9]><xml>9</xml><![endif]--><![if !supportLists]>1.<![endif]>规章""",
    )
    assert [line.text for line in document.lines] == ["总计", "1.规章"]


def test_text_in_a_table_outside_its_cells_is_not_lost(tmp_path):
    document = read_page(tmp_path, "<table><caption>单位：件</caption><tr>12<td>规章<td>0</table>")
    assert set(document.text.split("\n")) == {"单位：件", "12"}


def test_a_page_says_its_title_date_agency_and_address(tmp_path):
    document = read_page(
        tmp_path,
        """<html><head><title> 网站 </title><meta name="ArticleTitle" content="2021年度报告">
        <meta name="PubDate" content="2022-1-9 10:00"><meta name="ContentSource" content="某局">
        <link rel="canonical" href="http://example.org/a"></head><body>正文</body></html>""",
    )
    assert document.properties == {
        "encoding": "utf-8",
        "title": "2021年度报告",
        "published": "2022-01-09",
        "agency": "某局",
        "url": "http://example.org/a",
    }


def test_the_date_of_publication_is_found_in_the_index_table(tmp_path):
    document = read_page(
        tmp_path, "<p>统计时间：2020年12月31日</p><table><tr><td>发布日期<td>2021年1月8日</table>"
    )
    assert document.properties["published"] == "2021-01-08"


def test_a_declared_encoding_that_is_wrong_is_not_believed(tmp_path):
    page = '<meta charset="utf-8"><p>不予公开</p>'
    assert read_bytes(tmp_path, page.encode("gbk")).text == "不予公开"
    assert read_bytes(tmp_path, page.replace("utf-8", "gb2312").encode()).text == "不予公开"


def test_a_single_file_web_page_is_unwrapped(tmp_path):
    data = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b'Content-Type: text/html; charset="gb2312"\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<p>=D7=DC=BC=C6</p>\r\n--b--\r\n"
    )
    document = read_bytes(tmp_path, data)
    assert (document.format, document.text) == ("html", "总计")


def test_a_page_nested_too_deep_is_refused_rather_than_cut(tmp_path):
    with pytest.raises(DamagedFileError, match="255 deep"):
        read_page(tmp_path, "<div>" * 400 + "1<table><tr><td>规章<td>0</table>")


def test_raised_digits_beside_a_figure_are_a_footnote_mark_and_no_digits_of_it(tmp_path):
    page = read_page(
        tmp_path,
        "<table><tr><td>31<sup>1</sup></td><td>4<sup><a>[2]</a></sup></td>"
        "<td><sup>12</sup></td><td>5</td></tr></table>",
    )
    assert texts(page.grids[0]) == [["31", "4", "12", "5"]]


def test_what_is_typed_into_the_fields_of_a_form_in_a_cell_is_its_text(tmp_path):
    page = read_page(
        tmp_path,
        "<p>检索<input value='请输入'></p><table><tr><td>规章</td><td><input value='3'></td>"
        "<td><input type=number value=4>件</td><td><textarea>5</textarea></td>"
        "<td><input type=hidden value=6></td><td><input placeholder='0'></td></tr></table>",
    )
    assert [texts(block) for block in page.blocks if isinstance(block, Grid)] == [
        [["规章", "3", "4件", "5", "", ""]]
    ]
    assert "请输入" not in page.text


def test_what_follows_the_end_of_a_page_is_read_as_browsers_show_it(tmp_path):
    page = "<html><body><p>一</p></body></html><html><body><p>二</p></body></html><p>三</p>"
    document = read_bytes(tmp_path, page.encode(), "page.html")
    assert [line.text for line in document.lines] == ["一", "二", "三"]


FRAME = "<table><tr><td>规章</td><td>4</td></tr><tr><td>其他</td><td>7</td></tr></table>"


@pytest.mark.parametrize("source", ["f.html", "http://a.gov.cn/b/f.html", "cid:f@a"])
def test_the_frames_of_a_saved_page_are_read_where_they_came_with_it(tmp_path, source):
    part = "\r\n--b\r\nContent-Type: text/html\r\nContent-Location: http://a.gov.cn/b/"
    saved = (
        'Content-Type: multipart/related; boundary="b"\r\n'
        f"{part}a.html\r\n\r\n<h1>年报</h1><iframe src='{source}'></iframe>"
        f"{part}f.html\r\nContent-ID: <f@a>\r\n\r\n{FRAME}{part}g.html\r\n\r\n<p>别页</p>"
        "\r\n--b--\r\n"
    )
    document = read_bytes(tmp_path, saved.encode(), "page.mht")
    assert [texts(grid) for grid in document.grids] == [[["规章", "4"], ["其他", "7"]]]
    assert (document.text, document.remarks) == ("年报", ())


def test_a_file_that_hangs_on_a_mail_is_handed_out(tmp_path):
    mail = (
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n'
        "<p>见附件</p>\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n"
        'Content-Disposition: attachment; filename="a.txt"\r\n\r\n总计\t4\r\n--b--\r\n'
    )
    document = read_bytes(tmp_path, mail.encode(), "mail.eml")
    assert [str(line.where) for line in document.lines] == ["line 1", "file “a.txt”, line 1"]
