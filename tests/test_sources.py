"""Markup kept as text, and what a site answers in JSON."""

from __future__ import annotations

import base64
import html
import io
import json

import pytest
from docx import Document as WordDocument

from gxkit import parse, read
from gxkit.errors import GxkitError

TITLE = "某县水利局2016年政府信息公开工作年度报告"
ROWS = [["指标名称", "计量单位", "2016年度", "历年累计"]]
ROWS += [["主动公开文件数", "条", "15", "20"], ["其中：1.政府网站公开数", "条", "9", "12"]]
ROWS += [["受理政府信息公开申请总数", "条", "4", "5"], ["行政复议数", "件", "0", "3"]]
ROWS += [["行政诉讼数", "件", "7", "8"]]
CELLS = ["".join(f"<td>{text}</td>" for text in row) for row in ROWS]
TABLE = "\n".join(f"<tr>{cells}</tr>" for cells in CELLS)
SOURCE = f"<p>{TITLE}</p>\n<table border=1><tr><td colspan=4>统计表</td></tr>\n{TABLE}</table>"
ESCAPED = html.escape(SOURCE)


def _pack():
    document = WordDocument()
    document.add_paragraph(TITLE)
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    file = io.BytesIO()
    document.save(file)
    return base64.b64encode(file.getvalue()).decode()


PACKED = _pack()

TEXTS = {
    "escaped on a page.html": f"<html><body><pre>{ESCAPED}</pre></body></html>",
    "escaped twice.html": f"<html><body><pre>{html.escape(ESCAPED)}</pre></body></html>",
    "escaped in a text.txt": f"{TITLE}\n{ESCAPED}\n",
    "answer with a page.json": json.dumps({"title": TITLE, "data": {"content": SOURCE}}),
    "answer with an escaped page.json": json.dumps({"data": [{"body": ESCAPED}]}),
    "answer to a call.json": f"back({json.dumps({'html': SOURCE}, ensure_ascii=False)});",
    "answer with rows.json": json.dumps({"title": TITLE, "rows": ROWS}, ensure_ascii=False),
    "answer in a string.json": json.dumps(json.dumps({"content": SOURCE})),
    "answers a line each.jsonl": "\n".join(json.dumps({"a": part}) for part in (TITLE, SOURCE)),
    "answer with an attachment.json": json.dumps({"file": PACKED}),
    "escaped in XML.xml": f"<?xml version='1.0'?><d><t>{TITLE}</t><c>{ESCAPED}</c></d>",
    "answer with lines.json": json.dumps([TITLE, "\n".join("\t".join(row) for row in ROWS)]),
}


def figures_of(path):
    return [value.value for value in parse(path) if value.status == "printed"]


FIGURES = [int(text) for row in ROWS[1:] for text in row[2:]]


@pytest.mark.parametrize("name", TEXTS)
def test_markup_kept_as_text_is_read_as_the_page_that_it_is(tmp_path, name):
    path = tmp_path / name
    path.write_text(TEXTS[name], "utf-8")
    assert figures_of(path) == FIGURES
    assert parse(path).meta.title == TITLE


def test_markup_in_the_paragraphs_of_a_word_file_is_read_and_said(tmp_path):
    document = WordDocument()
    for line in SOURCE.splitlines():
        document.add_paragraph(line)
    path = tmp_path / "pasted.docx"
    document.save(path)
    assert figures_of(path) == FIGURES
    assert any("source of a web page" in str(remark) for remark in parse(path).remarks)


def test_a_sentence_that_names_a_tag_stays_a_sentence(tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("单元格写作 <td>，行写作 <tr>。\n没有别的。\n", "utf-8")
    assert [line.text for line in read(path).blocks] == path.read_text("utf-8").splitlines()


def test_an_answer_without_a_report_says_what_it_is(tmp_path):
    path = tmp_path / "answer.json"
    path.write_text('{"code": 500, "data": null}', "utf-8")
    with pytest.raises(GxkitError, match="answer of a site"):
        read(path)
