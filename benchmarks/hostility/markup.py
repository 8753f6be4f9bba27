"""Hostile web pages, XML and JSON."""

from __future__ import annotations

import json

from hostility.archives import BOMB, OUTSIDE
from hostility.made import MILLION, TITLE, Hostile, page, rows_html

_CELL = "<td>1</td>"


def spans() -> bytes:
    """Cells that span a billion rows and columns."""
    wide = '<tr><td colspan="1000000000" rowspan="1000000000">1</td></tr>'
    return page(f"<table>{wide * 500}</table>")


def wide_spans() -> bytes:
    """A thousand rows of cells that each go down a thousand rows and 200 columns."""
    row = "<tr>" + "<td colspan=199 rowspan=1000>1</td>" + "</tr>"
    return page(f"<table>{row * 1000}</table>")


def style_sheet() -> bytes:
    """A sheet of 100 000 rules over 10 000 elements."""
    rules = "".join(f".a{k} .b{k} > p:nth-child({k}) {{display:none}}" for k in range(100_000))
    body = "".join(f'<p class="b{k}">{k}</p>' for k in range(10_000))
    return page(body, f"<style>{rules}</style>")


def hard_selectors() -> bytes:
    """Selectors that are dear on a deep page."""
    rules = (
        "* * * * * * * * * p {display:none} div div div div div div p:not(.a):not(.b) {color:red}"
    )
    body = "<div>" * 300 + "<p>12</p>" * 3_000 + "</div>" * 300
    return page(body, f"<style>{rules * 100}</style>")


def variables() -> bytes:
    """Properties of a sheet that each name the one before twice."""
    lines = "".join(f"--a{k}: var(--a{k - 1}) var(--a{k - 1});" for k in range(1, 60))
    return page("<p style='display:var(--a59)'>1</p>", f"<style>:root{{--a0:none;{lines}}}</style>")


def scripts() -> bytes:
    """Scripts that are nothing but brackets, quotes and strokes."""
    body = "".join(
        f"<script>var a = {sign * 500_000};</script>"
        for sign in ("[", "{", '"', "\\", "`", "<table")
    )
    return page(body)


def kept_values() -> bytes:
    """An answer within an answer, and base64 within base64."""
    value: object = rows_html()
    for _ in range(12):
        value = json.dumps([value, value])
    return page(f"<script>var a = {value};</script>")


def inline_pictures() -> bytes:
    """A thousand pictures kept in the page."""
    import base64

    from hostility.pictures import flat_png

    kept = base64.b64encode(flat_png(9_000, 9_000)).decode()
    return page(f'<img src="data:image/png;base64,{kept}">' * 300)


def answer(value: object) -> bytes:
    return json.dumps({"title": TITLE, "content": value}, ensure_ascii=False).encode()


FILES = (
    Hostile(
        "html-million-cells.html", lambda: page(f"<table>{('<tr>' + _CELL * 10) * 100_000}</table>")
    ),
    Hostile(
        "html-190000-cells.html", lambda: page(f"<table>{('<tr>' + _CELL * 10) * 18_900}</table>")
    ),
    Hostile("html-190000-lines.html", lambda: page("<p>本年收到申请12件，办结3件。</p>" * 190_000)),
    Hostile("html-20000-tables.html", lambda: page(rows_html() * 20_000)),
    Hostile("html-spans.html", spans),
    Hostile("html-wide-spans.html", wide_spans),
    Hostile("html-deep.html", lambda: page("<div>" * MILLION + "1")),
    Hostile("html-deep-fonts.html", lambda: page("<b><i><a><font>" * 250_000 + "1")),
    Hostile("html-tables-in-tables.html", lambda: page("<table><tr><td>1" * 3_000)),
    Hostile("html-crossed.html", lambda: page("<b><p></b>" * 100_000)),
    Hostile("html-open-tags.html", lambda: page("<" * 5 * MILLION)),
    Hostile("html-open-comments.html", lambda: page("<!--" * 2 * MILLION)),
    Hostile("html-attribute-50-mb.html", lambda: page(f'<p title="{"1 " * 25 * MILLION}">1</p>')),
    Hostile(
        "html-attributes.html",
        lambda: page("<p " + " ".join(f"a{k}=1" for k in range(MILLION)) + ">1</p>"),
    ),
    Hostile("html-text-95-mb.html", lambda: page("一二三 12 " * (95 * MILLION // 13))),
    Hostile("html-entities.html", lambda: page("&amp;" * 10 * MILLION)),
    Hostile("html-sheet.html", style_sheet),
    Hostile("html-selectors.html", hard_selectors),
    Hostile("html-variables.html", variables),
    Hostile("html-scripts.html", scripts),
    Hostile("html-kept.html", kept_values),
    Hostile("html-pictures.html", inline_pictures),
    Hostile("html-nul.html", lambda: page("\0" * 3 * MILLION + "1" + "\ufeff\u202e" * 100_000)),
    Hostile(
        "html-escaped-tables.html", lambda: page("&lt;table&gt;&lt;tr&gt;&lt;td&gt;1" * 100_000)
    ),
    Hostile("xml-entity-bomb.xml", lambda: (BOMB + "<html><p>&a11;</p></html>").encode()),
    Hostile("xml-outside.xml", lambda: (OUTSIDE + "<html><p>&a11;</p></html>").encode()),
    Hostile("xml-deep.xml", lambda: b"<?xml version='1.0'?><html>" + b"<a>" * MILLION),
    Hostile("json-deep.json", lambda: b'{"a":' * 500_000 + b"1" + b"}" * 500_000),
    Hostile("json-deep-lists.json", lambda: b"[" * 2 * MILLION),
    Hostile("json-million-rows.json", lambda: answer([["一", 1, 2]] * MILLION)),
    Hostile("json-long-number.json", lambda: b'{"content": ' + b"9" * 2 * MILLION + b"}"),
    Hostile("json-pages.json", lambda: answer([rows_html()] * 30_000)),
)
