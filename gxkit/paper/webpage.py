"""The study as one HTML page that needs nothing else.

Its figures are inline, the characters it uses are embedded as fonts.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from itertools import groupby
from pathlib import Path
from string import Template

from fontTools import subset

from gxkit.charts.house import FACES
from gxkit.paper.blocks import Block, Paper, Row, Span
from gxkit.paper.places import Places, lead_to_cells
from gxkit.paper.pointing import tell_marks
from gxkit.text import choose
from gxkit.text.escapes import to_html

Pictures = Mapping[str, Path]
"""the files of the figures by key"""
TAGS = {"zh": "zh-Hans", "en": "en"}
"""the languages as a page names them"""
WHOLE = {"zh": "全部{}行", "en": "all {} rows"}
"""over a table that print has a part of"""
DENSE = 9
"""columns beyond which a table is set smaller, as in layout.typ"""
_SVG_EDITS = (
    (r"^.*?(?=<svg)", ""),
    (r"<metadata>.*?</metadata>", ""),
    (r'\bid="', 'id="{key}-'),
    (r"url\(#", "url(#{key}-"),
    (r'(?:xlink:)?href="#', 'href="#{key}-'),
    (r"<style[^>]*>\s*\*", "<style>#{key}-svg *"),
    (r' xmlns(?::xlink)?="http://www.w3.org/[0-9]+/\w+"', ""),
)
"""what makes an SVG file an element of a page: no prologue, no metadata, marks of its own"""
_DESCRIPTION = re.compile(r"<dc:description>(.*?)</dc:description>", re.DOTALL)
_SVG_HEAD = re.compile(r'<svg (?:width="[\d.]+pt" height="[\d.]+pt")?')


def _text(span: Span) -> str:
    return to_html(span.text)


def _strong(span: Span) -> str:
    return f"<strong>{_text(span)}</strong>"


def _cite(span: Span) -> str:
    numbers = span.text.strip("[]").split(",")
    links = [f'<a href="#ref-{number}">{number}</a>' for number in numbers]
    return f"<sup>[{','.join(links)}]</sup>"


def _see(span: Span) -> str:
    return f'<a href="#{span.target}">{_text(span)}</a>'


def _html(span: Span) -> str:
    """What is HTML already."""
    return span.text


def _link(span: Span) -> str:
    return f'<a href="{to_html(span.target)}">{_text(span)}</a>'


def _file(span: Span) -> str:
    return f"<small>{_text(span)}</small>"


SPANS: Mapping[str, Callable[[Span], str]] = {
    "text": _text,
    "file": _file,
    "strong": _strong,
    "cite": _cite,
    "see": _see,
    "link": _link,
    "html": _html,
}


def _inline(spans: Iterable[Span]) -> str:
    return "".join(SPANS[span.kind](span) for span in spans)


def inline_svg(
    svg: str,
    key: str,
    alt: str,
) -> str:
    """An SVG file as an element of a page: no prologue, no metadata, every id and style rule its
    own."""
    for pattern, instead in _SVG_EDITS:
        own = instead.format(key=key)
        svg = re.sub(
            pattern,
            own,
            svg,
            flags=re.DOTALL,
        )
    # Width and height in points would keep a figure from shrinking with the page.
    opening = f'<svg id="{key}-svg" role="img" aria-label="{to_html(alt)}" '
    return _SVG_HEAD.sub(
        lambda _: opening,
        svg,
        count=1,
    ).strip()


def spoken(block: Block, path: Path) -> str:
    """What is read aloud in the place of a figure: its caption, and what its signs mean."""
    # Only an SVG of ours says anything of itself.
    if path.suffix != ".svg":
        return block.plain
    described = _DESCRIPTION.search(path.read_text("utf-8"))
    said = unescape(described[1]) if described else ""
    return " ".join(filter(None, (block.plain, said)))


def _picture(
    block: Block,
    path: Path,
    places: Places,
) -> str:
    # An SVG is set into the page itself, so that its text can be found and copied.
    if path.suffix == ".svg":
        svg = inline_svg(
            path.read_text("utf-8"),
            block.key,
            spoken(block, path),
        )
        return tell_marks(
            svg,
            path,
            places,
        )
    picture = base64.b64encode(path.read_bytes()).decode()
    alt = to_html(block.plain)
    return f'<img alt="{alt}" src="data:image/png;base64,{picture}">'


def _line(
    row: Row,
    tag: str,
    align: str,
) -> str:
    cells = [
        f'<{tag} class="{side}">{_inline(cell)}</{tag}>'
        for side, cell in zip(
            align,
            row,
            strict=True,
        )
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _listing(block: Block, rows: Iterable[Row]) -> str:
    """A table with the head of a block and some of its rows."""
    head = block.rows[0]
    first = _line(
        head,
        "th",
        block.align,
    )
    body = "\n".join(
        _line(
            row,
            "td",
            block.align,
        )
        for row in rows
    )
    # Many columns would run over the edge of the page at the usual size.
    kind = "wide dense" if len(block.align) > DENSE else "wide"
    table = f"<table>\n<thead>{first}</thead>\n<tbody>\n{body}\n</tbody></table>"
    return f'<div class="{kind}">{table}</div>'


def _heading(block: Block, _: Pictures) -> str:
    number = f'<span class="number">{block.number}</span>' if block.number else ""
    tag = f"h{block.level + 1}"
    return f"<{tag}>{number}{_inline(block.spans)}</{tag}>"


def _paragraph(block: Block, _: Pictures) -> str:
    return f"<p>{_inline(block.spans)}</p>"


def _abstract(block: Block, _: Pictures) -> str:
    parts = "".join(f"<p>{_inline(spans)}</p>" for spans in block.paragraphs)
    head = f"<h2>{to_html(block.label)}</h2>"
    return f'<section class="abstract" lang="{block.language}">{head}{parts}</section>'


def _caption(block: Block) -> str:
    name = f'<span class="number">{block.label}</span>'
    return f"<figcaption>{name}{_inline(block.spans)}</figcaption>"


def _note(block: Block) -> str:
    return f'<p class="note">{_inline(block.note)}</p>' if block.note else ""


def _figure(
    block: Block,
    path: Path,
    places: Places,
) -> str:
    """A figure, and below it its points."""
    picture = _picture(
        block,
        path,
        places,
    )
    foot = _caption(block) + _note(block)
    figure = f'<figure id="fig:{block.key}">\n{picture}\n{foot}</figure>'
    return f"{figure}\n{places.list_points(path)}"


def _table(block: Block, _: Pictures) -> str:
    every = block.rows[1:]
    printed = [row for place, row in enumerate(block.rows) if place and place not in block.more]
    whole = ""
    # What print has no room for is at hand here, and out of the way.
    if block.more:
        said = WHOLE[block.language].format(len(every))
        whole = f"<details><summary>{said}</summary>\n{_listing(block, every)}</details>"
    inside = f"{_caption(block)}\n{_listing(block, printed)}{_note(block)}{whole}"
    return f'<figure class="table" id="tab:{block.key}">{inside}</figure>'


def _items(blocks: Iterable[Block]) -> str:
    lines = [f"<li>{_inline(block.spans)}</li>" for block in blocks]
    return "<ul>" + "\n".join(lines) + "</ul>"


def _references(blocks: Iterable[Block]) -> str:
    lines = [f'<li id="ref-{block.number}">{_inline(block.spans)}</li>' for block in blocks]
    return '<ol class="references">' + "\n".join(lines) + "</ol>"


ALONE: Mapping[str, Callable[[Block, Pictures], str]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "abstract": _abstract,
    "table": _table,
}
"""how a block that stands alone is written"""
LISTS: Mapping[str, Callable[[Iterable[Block]], str]] = {
    "item": _items,
    "reference": _references,
}
"""how successive blocks that make a list are written"""


def _body(
    paper: Paper,
    pictures: Pictures,
    places: Places,
) -> Iterator[str]:
    for kind, same in groupby(paper.blocks, key=lambda block: block.kind):
        # HTML wants a list around its items, and the template marks each item alone.
        if kind in LISTS:
            yield LISTS[kind](same)
        elif kind == "figure":
            for block in same:
                path = pictures[block.key]
                yield _figure(
                    block,
                    path,
                    places,
                )
        else:
            for block in same:
                yield ALONE[kind](block, pictures)


def embed_fonts(text: str) -> str:
    """The CSS of both fonts with no more than the characters of a text; the same text gives the
    same bytes."""
    # Sorted, for a set has another order each time, and the page would have other bytes.
    characters = "".join(sorted(set(text)))
    made = []
    for family, path in FACES.items():
        woff = _font_of(str(path()), characters)
        font = base64.b64encode(woff).decode()
        source = f'url(data:font/woff;base64,{font}) format("woff")'
        made.append(f'@font-face {{ font-family: "{family}"; src: {source}; }}')
    return "\n".join(made)


def _font_of(path: str, characters: str) -> bytes:
    """A WOFF font with no glyphs but those of some characters, and without a time stamp."""
    options = subset.Options(
        flavor="woff",
        recalc_timestamp=False,
        hinting=False,
        # pwid: an English page sets its quotation marks as narrow as its letters
        layout_features=["kern", "pwid"],
        notdef_outline=True,
    )
    font = subset.load_font(path, options)
    worker = subset.Subsetter(options)
    worker.populate(text=characters)
    worker.subset(font)
    font.flavor = "woff"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def write_html(
    paper: Paper,
    page: str,
    pictures: Pictures,
    places: Places,
) -> bytes:
    """The page, from a template with $language, $other, $title, $title_other, $authors, $date,
    $fonts and $body; its numbers lead to their `places`."""
    body = "\n".join(_body(lead_to_cells(paper, places), pictures, places))
    body += places.write_all()
    front = {name: to_html(text) for name, text in paper.front.items()}
    # The page's own words count too: a character left out would fall back to another font.
    fonts = embed_fonts(page + body + "".join(front.values()))
    filled = Template(page).substitute(
        front,
        language=TAGS[paper.language],
        other=TAGS[choose("en", "zh", paper.language)],
        body=body,
        fonts=fonts,
    )
    return filled.encode()
