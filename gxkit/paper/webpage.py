"""The study as one HTML page that needs nothing else: figures inline, the characters it uses embedded as fonts."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template

import pylopdf_fonts_zh_cn
from fontTools import subset

from gxkit.paper.blocks import Block, Paper, Span

FACES = {
    "Noto Sans SC": pylopdf_fonts_zh_cn.sans_path,
    "Noto Serif SC": pylopdf_fonts_zh_cn.serif_path,
}

DENSE = 9
"""columns beyond which a table is set smaller, as in layout.typ"""


def _inline(spans: Iterable[Span]) -> str:
    made = []
    for span in spans:
        said = escape(span.text, quote=False)
        said = re.sub(
            r"https?://[^\s\[\]]+?(?=[.]?(?:\s|$))", lambda m: f'<a href="{m[0]}">{m[0]}</a>', said
        )
        cited = ",".join(f'<a href="#ref-{n}">{n}</a>' for n in span.text.strip("[]").split(","))
        made.append(
            {
                "text": said,
                "strong": f"<strong>{said}</strong>",
                "cite": f"<sup>[{cited}]</sup>",
                "see": f'<a href="#{span.target}">{said}</a>',
            }[span.kind]
        )
    return "".join(made)


def inline_svg(svg: str, key: str, alt: str) -> str:
    """An SVG file as an element of a page: no prologue, no metadata, every id and style rule its own."""
    svg = re.sub(r"^.*?(?=<svg)", "", svg, count=1, flags=re.DOTALL)
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="', f'id="{key}-', svg)
    svg = re.sub(r"url\(#", f"url(#{key}-", svg)
    svg = re.sub(r'(?:xlink:)?href="#', f'href="#{key}-', svg)
    svg = re.sub(r"<style[^>]*>\s*\*", f"<style>#{key}-svg *", svg)
    svg = svg.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "").replace(
        ' xmlns="http://www.w3.org/2000/svg"', ""
    )
    return re.sub(
        r'<svg (?:width="[\d.]+pt" height="[\d.]+pt")?',
        f'<svg id="{key}-svg" role="img" aria-label="{escape(alt)}" ',
        svg,
        count=1,
    ).strip()


def _picture(block: Block, path: Path) -> str:
    if path.suffix == ".svg":
        return inline_svg(path.read_text("utf-8"), block.key, block.plain)
    return (
        f'<img alt="{escape(block.plain)}" src="data:image/png;base64,'
        f'{base64.b64encode(path.read_bytes()).decode()}">'
    )


def _table(block: Block) -> str:
    def line(row: Iterable[tuple[Span, ...]], tag: str) -> str:
        return (
            "<tr>"
            + "".join(
                f'<{tag} class="{a}">{_inline(cell)}</{tag}>'
                for a, cell in zip(block.align, row, strict=True)
            )
            + "</tr>"
        )

    head, *rows = block.rows
    body = "\n".join(line(row, "td") for row in rows)
    kind = "wide dense" if len(block.align) > DENSE else "wide"
    return f'<div class="{kind}"><table>\n<thead>{line(head, "th")}</thead>\n<tbody>\n{body}\n</tbody></table></div>'


def _block(block: Block, pictures: Mapping[str, Path]) -> str:
    words = _inline(block.spans)
    if block.kind == "heading":
        number = f'<span class="number">{block.number}</span>' if block.number else ""
        return f"<h{block.level + 1}>{number}{words}</h{block.level + 1}>"
    if block.kind == "paragraph":
        return f"<p>{words}</p>"
    if block.kind == "abstract":
        language = "en" if block.label.isascii() else "zh"
        parts = "".join(f"<p>{_inline(spans)}</p>" for spans in block.paragraphs)
        return f'<section class="abstract" lang="{language}"><h2>{escape(block.label)}</h2>{parts}</section>'
    note = f'<p class="note">{_inline(block.note)}</p>' if block.note else ""
    kind = "图" if block.kind == "figure" else "表"
    caption = f"<figcaption>{kind}{block.number}　{words}</figcaption>"
    if block.kind == "figure":
        return f'<figure id="fig:{block.key}">\n{_picture(block, pictures[block.key])}\n{caption}{note}</figure>'
    return f'<figure class="table" id="tab:{block.key}">{caption}\n{_table(block)}{note}</figure>'


def _body(paper: Paper, pictures: Mapping[str, Path]) -> Iterator[str]:
    for kind, same in groupby(paper.blocks, key=lambda block: block.kind):
        if kind == "item":
            yield "<ul>" + "\n".join(f"<li>{_inline(b.spans)}</li>" for b in same) + "</ul>"
        elif kind == "reference":
            yield (
                '<ol class="references">'
                + "\n".join(f'<li id="ref-{b.number}">{_inline(b.spans)}</li>' for b in same)
                + "</ol>"
            )
        else:
            yield from (_block(b, pictures) for b in same)


def embed_fonts(text: str) -> str:
    """The CSS of both fonts with no more than the characters of a text; the same text gives the same bytes."""
    made = []
    for family, path in FACES.items():
        options = subset.Options(
            flavor="woff",
            recalc_timestamp=False,
            hinting=False,
            layout_features=["kern"],
            notdef_outline=True,
        )
        font = subset.load_font(str(path()), options)
        worker = subset.Subsetter(options)
        worker.populate(text="".join(sorted(set(text))))
        worker.subset(font)
        font.flavor = "woff"
        buffer = io.BytesIO()
        font.save(buffer)
        made.append(
            f'@font-face {{ font-family: "{family}"; src: url(data:font/woff;base64,'
            f'{base64.b64encode(buffer.getvalue()).decode()}) format("woff"); }}'
        )
    return "\n".join(made)


def write_html(paper: Paper, page: str, pictures: Mapping[str, Path]) -> bytes:
    """The page, from a template with $title, $title_en, $authors, $date, $fonts and $body."""
    body = "\n".join(_body(paper, pictures))
    front = {name: escape(text) for name, text in paper.front.items()}
    fonts = embed_fonts(page + body + "".join(front.values()))
    return Template(page).substitute(front, body=body, fonts=fonts).encode()
