"""Web pages, and what else a site sends: saved frames, answers of its interface, scripts."""

from __future__ import annotations

import json
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from html import escape

from .drawn import TITLE, Line, Report, place


def article(report: Report) -> str:
    """The report as it stands in the body of a page."""
    parts = []
    for piece in report.pieces:
        if isinstance(piece, Line):
            tag = f"h{piece.level}" if piece.level else "p"
            parts.append(f"<{tag}>{escape(piece.text)}</{tag}>")
            continue
        rows = []
        for placed in place(piece.rows):
            cells = []
            for _, box, continued in placed:
                if continued:
                    continue
                spans = f' colspan="{box.columns}"' if box.columns > 1 else ""
                spans += f' rowspan="{box.rows}"' if box.rows > 1 else ""
                cells.append(f"<td{spans}><p>{escape(box.text)}</p></td>")
            rows.append(f"<tr>{''.join(cells)}</tr>")
        parts.append(f'<table border="1"><tbody>{"".join(rows)}</tbody></table>')
    return "\n".join(parts)


def page_of(body: str, script: str = "") -> str:
    """A page of a site around a body."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}</title></head><body>'
        '<div class="nav"><a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a></div>'
        f'<div id="zoom">{body}</div><div class="foot">主办：青溪县人民政府</div>'
        f"{script}</body></html>"
    )


def html(report: Report) -> bytes:
    """A web page."""
    return page_of(article(report)).encode()


def mht(report: Report) -> bytes:
    """A page that a browser saved with all its parts."""
    message = MIMEMultipart("related", type="text/html")
    message["From"] = "<Saved by Blink>"
    message["Subject"] = "report"
    part = MIMEText(page_of(article(report)), "html", "utf-8")
    part["Content-Location"] = "https://www.example.gov.cn/zwgk/nb/1.html"
    message.attach(part)
    return message.as_bytes()


def answer(report: Report) -> bytes:
    """What the interface of a site answers: the article as a field of a JSON object."""
    data = {"id": 8812, "title": TITLE, "publishTime": "2024-01-19", "content": article(report)}
    return json.dumps({"code": 200, "msg": "success", "data": data}).encode()


def script_page(report: Report) -> bytes:
    """A page whose script puts the article in its place."""
    text = json.dumps(article(report)).replace("</", "<\\/")
    script = (
        f"<script>var detail = {{id: 8812, content: {text}}};"
        'document.getElementById("zoom").innerHTML = detail.content;</script>'
    )
    return page_of("", script).encode()
