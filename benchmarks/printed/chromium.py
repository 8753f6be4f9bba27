"""Specimens that a browser prints: CSS tables with borders of every kind, and with none."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from html import escape
from pathlib import Path

from .drafts import Draft, Look, Plan
from .fonts import font_environment, name_of
from .layouts import Box, Laid

_SECONDS = 60
_RULES = {
    "solid": "table{border-collapse:collapse}td{border:.75pt solid #000}",
    "thick": "table{border-collapse:collapse;border:2pt solid #000}td{border:.75pt solid #444}",
    "double": "table{border-collapse:separate;border-spacing:1.5pt;border:.75pt solid #000}"
    "td{border:.75pt solid #000}",
    "dashed": "table{border-collapse:collapse}td{border:.75pt dashed #000}",
    "dotted": "table{border-collapse:collapse}td{border:1pt dotted #000}",
    "grey": "table{border-collapse:collapse}td{border:.4pt solid #ccc}"
    "tr:nth-child(odd) td{background:#eef3fa}",
    "inner": "table{border-collapse:collapse}td{border:.75pt solid #000}table{border-style:hidden}",
    "lines": "table{border-collapse:collapse}"
    "td{border-top:.75pt solid #000;border-bottom:.75pt solid #000}",
    "background": "table{border-collapse:separate;border-spacing:.75pt;background:#000}"
    "td{background:#fff}",
    "none": "table{border-collapse:collapse}td{border:0}",
}
_EXTRAS = {
    "scaled": "body{transform:scale(.92);transform-origin:0 0}",
    "translucent": "table{opacity:.9}",
    "spaced": "td{letter-spacing:.06em}td.label{text-align:justify}",
}
_TAGS = {"= ": "h1", "# ": "h2", "": "p"}
_NEIGHBOUR = "<table><tr><td>序号</td><td>备注</td></tr><tr><td>甲</td><td>无</td></tr></table>"
_SEAL = (
    "<div style='position:relative;height:0'><div style='position:absolute;right:60pt;"
    "top:-90pt;width:90pt;height:90pt;border:3pt solid #d00;border-radius:50%;opacity:.7'>"
    "</div></div>"
)


def find_chromium() -> str | None:
    """The browser's program, or None."""
    return next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )


def make_chromium(drafts: list[tuple[Plan, Draft]], folder: Path) -> None:
    """Prints each draft into the folder as NAME.pdf."""
    program = find_chromium()
    if program is None:
        raise FileNotFoundError("Chromium is not installed (Debian: chromium)")
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        environment = font_environment(home, {plan.look.font for plan, _ in drafts})
        for plan, draft in drafts:
            page = home / f"{plan.name}.html"
            page.write_text(write_page(draft, plan.look), "utf-8")
            target = folder / f"{plan.name}.pdf"
            done = subprocess.run(
                [
                    program,
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--no-pdf-header-footer",
                    f"--user-data-dir={home / 'profile'}",
                    f"--print-to-pdf={target}",
                    page.as_uri(),
                ],
                env=environment,
                capture_output=True,
                text=True,
                timeout=_SECONDS,
                check=False,
            )
            if not target.exists():
                raise RuntimeError(
                    f"Chromium printed no {target.name}: {done.stderr.strip()[-500:]}"
                )


def write_page(draft: Draft, look: Look) -> str:
    """The web page that is printed."""
    body = [_write_part(part, look) for part in draft.parts]
    return (
        "<!DOCTYPE html><html lang='zh-CN'><meta charset='utf-8'>"
        f"<style>{''.join(_styles(look))}</style><body>{''.join(body)}</body></html>"
    )


def _styles(look: Look) -> list[str]:
    size = "A4 landscape" if look.page == "landscape" else "A4"
    number = "@bottom-center{content:'- ' counter(page) ' -'}"
    styles = [
        f"@page{{size:{size};margin:{look.margin}pt;{number}}}",
        f"body{{font:{look.size + 2}pt '{name_of(look.font)}';margin:0}}",
        "h1{font-size:16pt;text-align:center}",
        "h2{font-size:13pt;break-after:avoid}"
        f"table{{width:100%;font-size:{look.size}pt;table-layout:fixed;margin:4pt 0}}",
        "td{padding:3pt 2pt;text-align:center;overflow-wrap:anywhere}td.label{text-align:left}"
        "td.figure{white-space:nowrap}"
        "p{text-indent:2em;line-height:1.7;margin:2pt 0}",
        ".vertical{writing-mode:vertical-rl;margin:auto}",
        ".stacked{width:1em;margin:auto;line-height:1.2}",
        f"tr{{break-inside:{'auto' if look.cut_rows else 'avoid'}}}",
        _RULES[look.rules],
    ]
    styles += [style for extra, style in _EXTRAS.items() if extra in look.extras]
    if look.side_by_side:
        styles.append(
            ".pair{display:flex;gap:14pt;align-items:start}.pair table{width:auto;flex:1}"
        )
    return styles


def _write_part(part: str | Laid, look: Look) -> str:
    if isinstance(part, str):
        mark = part[:2] if part[:2] in _TAGS else ""
        tag = _TAGS[mark]
        return f"<{tag}>{escape(part[len(mark) :])}</{tag}>"
    table = _write_table(part, look)
    if look.side_by_side:
        table = f"<div class=pair>{table}{_NEIGHBOUR}</div>"
    return table + _SEAL if "seal" in look.extras else table


def _write_table(laid: Laid, look: Look) -> str:
    whole = sum(laid.widths)
    columns = "".join(f"<col style='width:{100 * width / whole:.3f}%'>" for width in laid.widths)
    rows = [_write_row(row, look) for row in laid.rows]
    heads = laid.heads if look.repeat_heads else 0
    head = f"<thead>{''.join(rows[:heads])}</thead>" if heads else ""
    return (
        f"<table><colgroup>{columns}</colgroup>{head}<tbody>{''.join(rows[heads:])}</tbody></table>"
    )


def _write_row(row: Sequence[Box], look: Look) -> str:
    return "<tr>" + "".join(_write_cell(box, look) for box in row) + "</tr>"


def _write_cell(box: Box, look: Look) -> str:
    text = escape(box.text)
    if box.kind == "group" and look.groups != "across":
        text = f"<div class={look.groups}>{text}</div>"
    spans = (f" colspan={box.colspan}" if box.colspan > 1 else "") + (
        f" rowspan={box.rowspan}" if box.rowspan > 1 else ""
    )
    return f"<td class={box.kind}{spans}>{text}</td>"
