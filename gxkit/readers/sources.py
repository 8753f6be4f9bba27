"""Markup that a file shows as text: the source of a page, pasted, escaped or kept in an answer.

Its tags are no text of a report, and the 4 of colspan=4 is no figure: what it says is read as the
page that it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from gxkit.document import Grid, Line
from gxkit.readers.formats import Contents, Inner
from gxkit.text import Sentence

Block = Line | Grid | Inner

_TABLE_TAG = re.compile(r"(?:<|&lt;)/?t(?:able|[rdh])\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"(?:<|&lt;)/?[a-z!][^\n]*?(?:>|&gt;)", re.IGNORECASE)
_PAGE = '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{}</body></html>'
# A sentence on web pages names a tag or two; a table of one row has more.
_FEWEST_TAGS = 6
# Sources are escaped once where they are shown, and once more where they were kept.
_MOST_ESCAPED = 3
_READ = Sentence(
    "文件中的文字是网页源代码（{place}起）：按网页识读。",
    "What the file shows as text from {place} on is the source of a web page; it is read as one.",
)


def with_sources(contents: Contents) -> Contents:
    """The contents, lines of markup handed out as the page that they are, and a remark on it."""
    blocks = contents.blocks
    stretch = _find_source(blocks)
    lines = [block for block in blocks[stretch.start : stretch.stop] if isinstance(block, Line)]
    # a table that was read between them is no source
    if len(lines) < len(stretch):
        return contents
    source = "\n".join([line.text for line in lines])
    if not has_table(source):
        return contents
    page = source_to_page(source)
    remark = _READ.fill(place=lines[0].where)
    return contents._replace(
        blocks=(*blocks[: stretch.start], page, *blocks[stretch.stop :]),
        remarks=(*contents.remarks, remark),
    )


def _find_source(blocks: Sequence[Block]) -> range:
    """The blocks from the first to the last with tags of tables; none where none has any."""
    tagged = [at for at, block in enumerate(blocks) if _is_tagged(block)]
    if not tagged:
        return range(0)
    first = tagged[0]
    stop = tagged[-1] + 1
    # a page begins above its first table and ends below the last one
    while first and _is_markup(blocks[first - 1]):
        first -= 1
    while stop < len(blocks) and _is_markup(blocks[stop]):
        stop += 1
    return range(first, stop)


def is_source(text: str) -> bool:
    """Whether a text is markup and not a sentence that names a tag.

    >>> is_source("<tr><td>1</td><td>2</td></tr>"), is_source("figures below <td> are left out")
    (True, False)
    """
    if _TABLE_TAG.match(text):
        return True
    return len(_ANY_TAG.findall(text)) >= _FEWEST_TAGS


def has_table(text: str) -> bool:
    """Whether a text is markup in which rows of a table stand."""
    return len(_TABLE_TAG.findall(text)) >= _FEWEST_TAGS


def source_to_page(source: str) -> Inner:
    """A piece of markup as a page by itself, unescaped as often as it was escaped."""
    for _ in range(_MOST_ESCAPED):
        if _ANY_TAG.search(source.replace("&lt;", "")):
            break
        source = html.unescape(source)
    page = _PAGE.format(source)
    return Inner("", page.encode("utf-8", "replace"), inline=True)


def _is_tagged(block: Block) -> bool:
    return isinstance(block, Line) and _TABLE_TAG.search(block.text) is not None


def _is_markup(block: Block) -> bool:
    return isinstance(block, Line) and _ANY_TAG.match(block.text.lstrip()) is not None
