"""Pages that hold a table without showing it: in scripts, templates, attributes, frames."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote

import pytest

from gxkit import parse, read
from gxkit.readers.kept import uncover
from gxkit.readers.web.scripts import GAP, read_script
from test_sources import FIGURES, ROWS, SOURCE, TABLE, TITLE, figures_of

ONE_LINE = SOURCE.replace("\n", "")
STRING = json.dumps(SOURCE).replace("</", r"<\/")
PIECES = [f"'{piece}>'" for piece in ONE_LINE.split(">") if piece]
PACKED = base64.b64encode(SOURCE.encode()).decode()
LINES = SOURCE.splitlines()


def escape(text):
    return "".join(f"%u{ord(sign):04x}" for sign in text)


def half_escape(text):
    return "".join(escape(sign) if ord(sign) > ord("~") else sign for sign in text if sign != "\n")


def script(text, kind="text/javascript"):
    return f"<script type='{kind}'>{text}</script>"


KEPT = {
    "string": script(f"var it's; // it's\nvar html = {STRING};"),
    "joined": script(f"s = {' + '.join(PIECES)};"),
    "written row by row": script("\n".join(f"document.write('{line}')" for line in LINES)),
    "added up": script("var s = /['\"]/.test(x);" + "".join(f"s += '{line}';\n" for line in LINES)),
    "template literal": script(f"const html = `{SOURCE}`"),
    "unescape": script(f"document.write(unescape('{escape(SOURCE)}'))"),
    "unescape, half coded": script(f"write(unescape('{half_escape(SOURCE)}'))"),
    "rows of a list": script(f"show({json.dumps(LINES)}.join(''))"),
    "percent signs": script(f"show(decodeURIComponent('{quote(SOURCE)}'))"),
    "base64": script(f"show(atob('{PACKED}'))"),
    "answer in a string": script(f"d = JSON.parse({json.dumps(json.dumps({'body': SOURCE}))})"),
    "numbered answers": script(f"f.push([1, {json.dumps('5:' + json.dumps(['$', SOURCE]))}])"),
    "state": script(f"window.__STATE__ = {json.dumps({'a': [1], 'body': SOURCE})}"),
    "rows": script(json.dumps({"title": TITLE, "rows": ROWS}), "application/json"),
    "literal of an object": script(f"d = {{id: 4, content: {STRING}}}"),
    "script template": script(SOURCE, "text/template"),
    "section in a script": script(f"<data><![CDATA[{SOURCE}]]></data>", "text/xml"),
    "template": f"<template>{SOURCE}</template>",
    "text area": f"<textarea style='display:none'>{html.escape(SOURCE)}</textarea>",
    "no script": f"<noscript>{SOURCE}</noscript>",
    "attribute": f"<input type='hidden' value='{html.escape(SOURCE)}'>",
    "comment": f"<!-- {SOURCE} -->",
}
FRAMED = {
    "srcdoc": f"<iframe srcdoc='{html.escape(SOURCE)}'></iframe>",
    "address": f"<iframe src='data:text/html,{quote(SOURCE)}'></iframe>",
    "packed address": f"<object data='data:text/html;base64,{PACKED}'></object>",
}


def write(folder, body):
    path = folder / "page.html"
    head = f"<!DOCTYPE html><html><head><title>{TITLE}</title></head>"
    path.write_text(f"{head}<body><h1>{TITLE}</h1>{body}</body></html>", "utf-8")
    return path


@pytest.mark.parametrize("name", KEPT)
def test_what_a_page_keeps_unseen_is_read_as_the_page_that_it_would_show(tmp_path, name):
    path = write(tmp_path, KEPT[name])
    assert figures_of(path) == FIGURES
    assert any("one is kept in a script" in str(remark) for remark in parse(path).remarks)


@pytest.mark.parametrize("name", FRAMED)
def test_a_page_in_the_attribute_of_a_frame_is_shown(tmp_path, name):
    path = write(tmp_path, FRAMED[name])
    assert figures_of(path) == FIGURES
    assert "kept" not in str(parse(path).remarks)


OTHER = TABLE.replace("<td>15<", "<td>16<")


def test_what_is_kept_beside_a_table_that_is_shown_is_hidden(tmp_path):
    kept = script(f"var last = {json.dumps(SOURCE.replace(TABLE, OTHER))}")
    path = write(tmp_path, SOURCE + kept)
    assert [grid.hidden for grid in read(path).grids] == [False, True]
    assert figures_of(path) == FIGURES


def test_two_kept_tables_that_differ_are_both_readings(tmp_path):
    body = f"<template><table>{OTHER}</table></template>{script(f'var html = {STRING};')}"
    report = parse(write(tmp_path, body))
    doubted = [value for value in report.values if value.status == "ambiguous"]
    assert [value.candidates for value in doubted] == [(16, 15)]


@pytest.mark.parametrize("inside", ["' + n + '", "1' + n + '", "' + show(a[0], '9') + '"])
def test_a_cell_that_a_script_fills_in_is_neither_blank_nor_read(tmp_path, inside):
    written = ONE_LINE.replace("<td>15<", f"<td>{inside}<")
    report = parse(write(tmp_path, script(f"s = '{written}';")))
    doubted = [value for value in report.values if value.status in ("ambiguous", "illegible")]
    assert [value.value for value in doubted] == [None]


def test_a_template_with_places_in_place_of_figures_is_no_report(tmp_path):
    empty = TABLE.replace("<td>1", "<td>{{ n }}").replace("<td>0<", "<td>{{ n }}<")
    places = "<td>{{ n }}</td>" * 12
    body = script(f"<table>{empty}<tr>{places}</tr></table>", "text/template")
    assert read(write(tmp_path, body)).grids == ()


def test_strings_of_a_script_are_found_past_comments_and_patterns():
    text = r"""/* "a */ x = y / 2; z = /["']/g; s = "\u4e00" + 'b\x21' + 3; t = `c${z}d`;"""
    assert read_script(f"{text} u = 'e' + f('g')") == ["一b!3", f"c{GAP}d", f"e{GAP}"]


def test_what_is_no_markup_keeps_its_letters():
    for text in ("A" * 400, "100%3", r"C:\u", "http://a.cn/%E4%B8%80"):
        assert uncover(text) == text
