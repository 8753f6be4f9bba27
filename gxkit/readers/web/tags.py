"""What the tags of a web page do: what is not shown, what breaks a line, what makes a table."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

SKIPPED = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "select",
        "button",
        "textarea",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "audio",
        "video",
        "map",
        "title",
        "meta",
        "link",
        "xml",
    )
)
"""what holds no text that is shown"""
INLINE = frozenset(
    (
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "mark",
        "math",
        "mi",
        "mn",
        "mo",
        "mrow",
        "mstyle",
        "mtext",
        "nobr",
        "o:p",
        "output",
        "q",
        "rb",
        "rp",
        "rt",
        "rtc",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    )
)
"""what stands in a line; all else breaks it"""
CELLS = ("td", "th")
STRUCTURE = ("table", "thead", "tbody", "tfoot", "tr")
"""what a table is made of above its cells"""
IN_STRUCTURE = frozenset((*STRUCTURE, *CELLS, "colgroup", "col"))


def text_below(element: Element) -> str:
    """All text below an element, shown or not."""
    return "".join(str(text) for text in element.itertext())
