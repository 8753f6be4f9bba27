"""A document as a web page, and what a piece of a cell looks like there."""

from __future__ import annotations

import json
from html import escape

from .drafts import Draft, Piece, Sheet, Text
from .grids import Box, lay

VEILS = {
    "class": 'class="bygone"',
    "id": 'id="bygone{n}"',
    "style": 'style="display:none"',
    "invisible": 'style="visibility:hidden;position:absolute"',
    "white": 'style="color:#ffffff;background:#fff"',
    "white class": 'class="pale"',
    "zero size": 'style="font-size:0"',
    "off screen": 'style="position:absolute;left:-9999px"',
    "clipped": 'style="position:absolute;clip:rect(0,0,0,0);overflow:hidden;height:1px;width:1px"',
    "no height": 'style="height:0;overflow:hidden"',
    "transparent": 'style="opacity:0"',
    "attribute": "hidden",
    "child": 'data-edition="bygone"',
    "not": 'class="aside other"',
    "important": 'class="gone" style="display:inline"',
    "screen only": 'class="printed"',
    "variable": 'class="veiled"',
    "nearly white": 'style="color:rgb(253,253,253)"',
    "own ground": 'style="background:#e8eef6;color:#e8eef6"',
    "see through": 'style="color:transparent"',
    "tiny": 'style="font:1px/1 serif"',
    "clipped path": 'style="position:absolute;clip-path:inset(50%)"',
    "moved away": 'style="position:absolute;transform:translateX(-9999px)"',
    "shrunk": 'style="display:inline-block;transform:scale(0)"',
}
"""how a page hides what stands in it"""
_STYLES = {
    "": "{}",
    "break": "<br>",
    "paragraph": "</p><p>",
    "struck s": "<s>{}</s>",
    "struck del": "<del>{}</del>",
    "struck style": '<span style="text-decoration:line-through">{}</span>',
    "struck class": '<span class="struck">{}</span>',
    "note": "<sup>{}</sup>",
    "link": '<a href="#note{}">[{}]</a>',
    "note shift": '<span class="small">{}</span>',
    "note link": '<a href="notes.html">{}</a>',
    "note style": '<span style="vertical-align:super;font-size:60%">{}</span>',
    "ruby": "<ruby>{}<rt>约</rt></ruby>",
    "soft break": "&#8203;",
    "word break": "<wbr>",
    "soft hyphen": "&shy;",
    "picture": '<img src="figure.png" alt="">',
    "object": '<object data="figure.swf" type="application/x-shockwave-flash"></object>',
    "svg": '<svg width="20" height="12"><path d="M1 1h8v10h-8z"/></svg>',
    "canvas": '<canvas width="20" height="12"></canvas>',
    "empty input": '<input type="text" name="n">',
    "unchosen select": "<select><option>0</option><option>1</option></select>",
    "checkbox": '<input type="checkbox" value="{}">',
    "frame": '<iframe src="figure.html"></iframe>',
    "script": "<script>document.write({}*1)</script>",
    "ground": '<span style="background:url(figure.png);width:30px"></span>',
    "ground by a class": '<span class="figure"></span>',
    "drawing in a comment": "<!--[if gte vml 1]><v:shape><v:imagedata/></v:shape><![endif]-->",
    "unfilled binding": '<b v-text="row.n"></b>',
    "custom element": "<report-figure></report-figure>",
    "list number": "<ol><li></li></ol>",
    "input": '<input type="text" value="{}">',
    "textarea": "<textarea>{}</textarea>",
    "select": "<select><option>0</option><option selected>{}</option></select>",
    "svg text": '<svg width="40" height="12"><text x="0" y="10">{}</text></svg>',
}
_SHEET = (
    "td{border:1px solid #000;padding:3px} .bygone{display:none} .pale{color:#fff}"
    " .struck{text-decoration:line-through}"
    " body [data-edition]{visibility:hidden} .aside:not(.shown){opacity:0}"
    " .gone{display:none!important} @media screen{.printed{display:none}}"
    " :root{--veil:none} .veiled{display:var(--veil)} td .veiled{display:var(--veil)}"
    " .figure{background:url(figure.png)}"
    " .small{position:relative;top:-.5em;font-size:.6em}"
)


def write_page(draft: Draft) -> bytes:
    """The page in UTF-8, or doubly encoded where the draft wishes it."""
    body = []
    ids = [f"#bygone{number}{{display:none}}" for number in range(len(draft.parts))]
    for number, part in enumerate(draft.parts):
        body.append(_veiled(_write_part(part), part.veil, number))
    style = _SHEET + "".join(ids)
    named = draft.wishes.get("page title", draft.title)
    page = (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{escape(named)}</title><style>{style}</style></head>"
        f"<body>{''.join(body)}</body></html>"
    )
    kept = draft.wishes.get("kept as")
    if kept == "source":
        page = f"<!DOCTYPE html><html><body><pre>{escape(page)}</pre></body></html>"
    if kept == "answer":
        page = json.dumps({"code": 0, "data": {"title": draft.title, "content": page}})
    data = page.encode("utf-8")
    if draft.wishes.get("encoding") == "double":
        return data.decode("latin-1").encode("utf-8")
    return data


def _veiled(markup: str, veil: str, number: int) -> str:
    return f"<div {VEILS[veil].format(n=number)}>{markup}</div>" if veil else markup


def _write_part(part: Text | Sheet) -> str:
    if isinstance(part, Text):
        tag = ("p", "h1", "h2")[part.level]
        return f"<{tag}>{escape(part.text)}</{tag}>"
    rows = []
    for row in lay(part).rows:
        boxes = "".join(map(_write_box, row))
        rows.append(f"<tr>{boxes}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _write_box(box: Box) -> str:
    spans = ""
    if box.columns > 1:
        spans += f' colspan="{box.columns}"'
    if box.rows > 1:
        spans += f' rowspan="{box.rows}"'
    inside = "".join(map(_write_piece, box.cell.pieces))
    if any(piece.style == "paragraph" for piece in box.cell.pieces):
        inside = f"<p>{inside}</p>"
    return f"<td{spans}>{inside}</td>"


def _write_piece(piece: Piece) -> str:
    if piece.style.startswith("hidden "):
        return f"<span {VEILS[piece.style.removeprefix('hidden ')]}>{escape(piece.text)}</span>"
    return _STYLES[piece.style].replace("{}", escape(piece.text))
