"""The tape of a table drawn for a notebook and for a shell."""

import random
import re
from dataclasses import replace

import pytest

import gxkit
from gxkit.errors import GxkitError
from gxkit.filling import lay
from gxkit.notebook.tape import tape_html
from gxkit.readers import read
from specimens import draw_figures, write_html, write_text


def parse_text(folder, text, name="report.txt"):
    (folder / name).write_text(text, encoding="utf-8")
    return gxkit.parse(folder / name)


def test_labels_and_figures_are_marked_line_by_line(tmp_path):
    figures = draw_figures("2021", random.Random(3))
    face = tape_html(parse_text(tmp_path, write_text("2021", figures, "tabs")), "requests")
    received = [figures["requests", "received", c] for c in ("natural_person", "total")]
    line = next(line for line in repr(face).split("\n") if "本年新收" in line)
    assert line.startswith("〔一、本年新收政府信息公开申请数量〕")
    assert f"[{received[0]}]" in line
    assert line.rstrip(" □").endswith(f"[{received[1]}]")
    assert 'title="received · total"' in face._repr_html_()


def test_figures_with_several_readings_and_those_of_no_cell_have_signs_of_their_own(tmp_path):
    text = write_text("2019", draw_figures("2019", random.Random(1)), "tabs")
    start = text.index("政府集中采购")
    joined = text[:start] + "政府集中采购1238元" + text[text.index("\n", start) :]
    assert "〔政府集中采购〕?1238元?" in repr(tape_html(parse_text(tmp_path, joined), "proactive"))
    page = write_html("2021", draw_figures("2021", random.Random(5)))
    at = page.index("<tr>", page.index("4.无正当理由大量反复申请"))
    extra = "<tr><td>6.其他不予处理情形</td>" + "<td>88</td>" * 7 + "</tr>"
    report = parse_text(tmp_path, page[:at] + extra + page[at:], "page.html")
    assert repr(tape_html(report, "requests")).count("×88×") == 7


def test_texts_of_the_file_are_escaped(tmp_path):
    page = write_html("2021", draw_figures("2021", random.Random(1)))
    report = parse_text(tmp_path, page.replace("信息内容", "&lt;b&gt;信息"), "page.html")
    html = tape_html(report, "proactive")._repr_html_()
    assert "&lt;b&gt;信息" in html
    assert "<b>信息" not in html


def test_a_file_with_one_cell_a_line_is_drawn_one_row_a_line(tmp_path):
    text = write_text("2021", draw_figures("2021", random.Random(2)), "cells")
    drawn = repr(tape_html(parse_text(tmp_path, text), "requests")).split("\n")
    line = next(line for line in drawn if "本年新收" in line)
    assert line.count("⏎") == 7


def test_a_missing_table_is_named_and_one_that_the_form_does_not_have_is_an_error(tmp_path):
    page = write_html("2021", draw_figures("2021", random.Random(1)))
    cut = page[: page.index("<p>四、政府信息公开行政复议")]
    report = parse_text(tmp_path, cut, "page.html")
    assert repr(tape_html(report, "remedies")) == "表四：文件中没有"
    assert repr(tape_html(report, "remedies", "en")) == "Table 4: not in the file"
    with pytest.raises(GxkitError, match="it has proactive, requests, remedies"):
        tape_html(report, "table three")


def test_a_filling_is_drawn_too_and_a_report_without_one_says_so(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(write_html("2021", draw_figures("2021", random.Random(1))), "utf-8")
    report = gxkit.parse(path)
    filling = lay(read(path))
    assert tape_html(filling)._repr_html_() == tape_html(report)._repr_html_()
    assert len(re.findall("<b>", tape_html(filling)._repr_html_())) == len(report.editions)
    with pytest.raises(GxkitError, match=r"gxkit\.parse"):
        tape_html(replace(report, filling=None))


def test_every_table_in_every_layout_can_be_drawn(tmp_path):
    for edition in ("fujian-2017", "2019", "2021"):
        for shape in ("tabs", "blanks", "cells", "joined"):
            figures = draw_figures(edition, random.Random(1), blanks=0.2)
            report = parse_text(tmp_path, write_text(edition, figures, shape))
            assert tape_html(report)._repr_html_().count("<b>") == len(report.editions)
