"""What a page holds and does not show as it stands: in scripts, templates, attributes, comments.

A site keeps the text of a report there until a script puts it on the page. No script is run.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import chain

from lxml import etree

from gxkit.readers.formats import Inner
from gxkit.readers.kept import CHINESE, Said, holds_table, join_open_tables, uncover, walk
from gxkit.readers.sources import has_table, source_to_page
from gxkit.readers.web.looks import Looks
from gxkit.readers.web.scripts import GAP, read_script
from gxkit.readers.web.tags import Element, text_below
from gxkit.text import Sentence

# A page keeps a report once or twice; that of a list keeps one a year.
_MOST_KEPT = 20
# Table tags, plain or in a covering, and letters enough for one in base64.
_HINT = re.compile(
    r"(?i)(?:<|\\?\\u003c|\\?\\x3c|\\74|%3c|%u003c|&(?:amp;)?lt;)(?:\\|%2f)?/?t(?:able|[rdh])\b"
    r"|[a-z0-9+/]{400}|\[\s*\[|(?:\\x[2-7][0-9a-f]|\\u00[2-7][0-9a-f]|%(?:u00)?[2-7][0-9a-f]){20}"
)
_WORDS = re.compile(r"(?i)[\u4e00-\u9fff]|\\u[4-9][0-9a-f]{3}|%u[4-9]|%e[4-9]%|[a-z0-9+/%]{400}")
_SHORTEST = 200
"""characters of an attribute in which a table may stand"""
_FRAMES = ("iframe", "frame", "object", "embed")
_KEEPERS = ("template", "textarea", "noscript", "noembed", "xml", "iframe")
_LONG_ATTRIBUTES = etree.XPath(f"descendant-or-self::*/@*[string-length() >= {_SHORTEST}]")
_PAGE_IN_ADDRESS = re.compile(r"(?is)\s*data:(?:text/html|application/xhtml\+xml)([^,]*),(.*)")
_SCRIPT = re.compile(r"(?i)$|.*(?:java|ecma)script|module|text/babel")
_WRAPPING = re.compile(r"^\s*(?:<!--(?:\s*//)?|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?)")
_COMMENT = re.compile(r"(?s)<!--(?!\[if)(.*?)(?:-->|\Z)|<!\[CDATA\[(.*?)(?:\]\]>|\Z)")
_SECTION = re.compile(r"<!\[CDATA\[|\]\]>|<!--|-->")
_PLACEHOLDER = re.compile(
    r"\{\{[^{}]{0,300}\}\}|<%[^%]{0,300}%>|\{%[^%]{0,300}%\}|[#$]\{[^{}]{0,300}\}"
)
_FIGURE = re.compile(r">\s*\d+\s*<")
KEPT = Sentence(
    "网页所示文字中没有数字表格；表格存于脚本、模板、属性或注释中，按打开网页时应显示的样子识读。",
    "The page as it stands shows no table of figures; one is kept in a script, a template, an "
    "attribute or a comment, and was read as the page that it would show.",
)


def find_framed(
    root: Element,
    looks: Looks,
) -> list[Inner]:
    """The pages that a page holds in the attributes of its frames."""
    found = []
    for frame in root.iter(*_FRAMES):
        source = frame.get("srcdoc") or _page_in_address(frame)
        if source:
            page = Inner("", source.encode("utf-8", "replace"), inline=True)
            found.append(page._replace(hidden=is_hidden(frame, looks)))
    return found[:_MOST_KEPT]


def _page_in_address(frame: Element) -> str:
    """The page that an address is by itself; '' where it leads to one."""
    address = frame.get("src") or frame.get("data") or ""
    found = _PAGE_IN_ADDRESS.match(address)
    if found is None:
        return ""
    kind, content = found.groups()
    is_packed = "base64" in kind.lower()
    return uncover(f"data:;base64,{content}" if is_packed else content)


def is_hidden(
    element: Element,
    looks: Looks,
) -> bool:
    """Whether an element is not shown, for what it is or for where it stands."""
    around = [*reversed(list(element.iterancestors())), element]
    look = reduce(looks.below, around, looks.first())
    return look.gone or look.omission is not None


def find_kept(
    root: Element,
    markup: str,
    has_shown: bool,
) -> list[Inner]:
    """The tables that a page, whose text in full is `markup`, keeps without showing them; `hidden`
    where it has shown figures."""
    kept = dict.fromkeys(_kept_by_elements(root))
    # what is commented out was taken back, unless there is nothing else
    if not kept and not has_shown and _is_hinted(markup):
        kept = dict.fromkeys(_kept_by_comments(markup))
    few = list(kept)[:_MOST_KEPT]
    return [inner._replace(hidden=has_shown) for inner in few]


def _is_hinted(text: str) -> bool:
    """Whether a table may stand in a text; on most pages none does in any script."""
    return _HINT.search(text) is not None and _WORDS.search(text) is not None


def _kept_by_elements(root: Element) -> Iterator[Inner]:
    # on most pages no attribute is long, and few elements are looked at
    tags = ("*",) if _LONG_ATTRIBUTES(root) else ("script", *_KEEPERS)
    for element in root.iter(*tags):
        tag = element.tag
        if tag == "script":
            yield from _kept_by_script(element)
        elif tag in _KEEPERS:
            inside = _inside(element)
            yield from _kept_as_markup(inside)
        for name, value in element.items():
            if len(value) >= _SHORTEST and name != "srcdoc":
                yield from _kept_by_attribute(str(value))


def _kept_by_attribute(value: str) -> Iterator[Inner]:
    if not value.startswith("data:") and _is_hinted(value):
        yield from _kept_by_values(walk(value))


def _inside(element: Element) -> str:
    """The markup below an element, or its text where it holds no elements."""
    if not len(element):
        return element.text or ""
    texts = [element.text or ""]
    texts += [_to_markup(child) for child in element]
    return "".join(texts)


def _to_markup(element: Element) -> str:
    return etree.tostring(element, encoding="unicode", method="html")


def _kept_by_script(script: Element) -> Iterator[Inner]:
    text = text_below(script)
    if not _is_hinted(text):
        return
    bare = _WRAPPING.sub("", text, count=1)
    kind = script.get("type") or ""
    is_markup = bare.lstrip().startswith("<")
    if is_markup and not _SCRIPT.match(kind):
        yield from _kept_as_markup(text)
        return
    values = read_script(bare)
    said = map(walk, join_open_tables(values))
    yield from _kept_by_values(chain.from_iterable(said))


def _kept_by_values(values: Iterable[Said]) -> Iterator[Inner]:
    """Some values as an answer of the site, as far as they are words, if a table is among them."""
    said: list[Said] = []
    for value in values:
        if not isinstance(value, str):
            said.append(value)
        # what is in no words is an address, a key, a date
        elif CHINESE.search(value):
            text = _fill_places(value) if has_table(value) else value
            said.append(text)
    if holds_table(said):
        answer = json.dumps(said)
        yield Inner("", answer.encode(), inline=True)


def _kept_as_markup(text: str) -> Iterator[Inner]:
    source = _SECTION.sub("", uncover(text))
    if not has_table(source) or not CHINESE.search(html.unescape(source)):
        return
    filled = _fill_places(source)
    if filled:
        yield source_to_page(filled)


def _fill_places(source: str) -> str:
    """A source with what a script would fill in marked as such; '' where that is most of it."""
    places = len(_PLACEHOLDER.findall(source))
    if not places:
        return source
    if places > len(_FIGURE.findall(source)):
        return ""
    return _PLACEHOLDER.sub(GAP, source)


def _kept_by_comments(markup: str) -> Iterator[Inner]:
    for found in _COMMENT.finditer(markup):
        yield from _kept_as_markup(found[1] or found[2] or "")
