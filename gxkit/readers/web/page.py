"""Web pages as published: paragraphs become lines, tables grids; layout and site chrome are told from contents.

lxml repairs the markup (missing end tags, stray cells, what Word leaves behind) and fetches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from lxml import etree

from gxkit.document import Grid, Line, Where
from gxkit.errors import DamagedFileError, NoTextError, UnknownFormatError
from gxkit.readers.encodings import decode_bytes
from gxkit.readers.formats import Contents
from gxkit.readers.signs import is_mhtml
from gxkit.readers.web.tables import place_cells
from gxkit.text import lower_alone, raise_digits

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BREAK = re.compile(r"\r\n|\r|\n")
_HIDDEN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
_CHROME = re.compile(
    r"(?i)(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|crumbs?|footer|foot|sidebar|share|copyright)"
    r"(?:$|[\s_-])"
)
_DAY = r"\D{0,6}?(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})"
_DATES = tuple(
    re.compile(word + _DAY)
    for word in (
        r"(?:发布|公布|公开)(?:时间|日期)",
        r"(?:发文|成文|生成|印发)(?:时间|日期)",
        r"(?:时间|日期)\s*[:：]",
    )
)
_ISO = re.compile(_DAY)
_SKIPPED = frozenset(
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
_INLINE = frozenset(
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
        "nobr",
        "o:p",
        "q",
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
_FURNITURE = frozenset(("nav", "footer", "aside", "header", "form", "div", "ul", "section"))
_TYPED = frozenset(("text", "number", "tel"))
_STRUCTURE = frozenset(("table", "thead", "tbody", "tfoot", "tr"))
_IN_STRUCTURE = _STRUCTURE | {"td", "th", "colgroup", "col"}
_CHROME_LENGTH = 400  # characters; a longer part of a page is read even if its tag or class says that it is chrome
_CELL_LENGTH = 600  # characters; a table with a longer cell lays text out


def read(path: Path, data: bytes) -> Contents:
    """Blocks, properties and remarks of a web page or a piece of one.

    A line's number counts the page's pieces of text (paragraphs, headings, what stands between line breaks). A table
    that holds tables, has one column or a very long cell is layout: its cells are read as running text.
    """
    decoded = decode_bytes(_unwrap(data) if is_mhtml(data) else data)
    if decoded is None:
        raise UnknownFormatError(
            f"{path.name}: no encoding fits this web page (tried UTF-8, UTF-16 and GB18030); save "
            "it again from the browser."
        )
    root = _parse_page(decoded.text, path.name)
    blocks = tuple(_page_to_blocks(root)) if root is not None else ()
    if root is None or not blocks:
        raise NoTextError(
            f"{path.name}: the web page shows no text; it is probably filled in by a script. Open it in "
            "a browser and save the page as it then stands."
        )
    properties = {"encoding": decoded.encoding} | _find_properties(root, blocks)
    return Contents(blocks, properties, decoded.remarks)


def _unwrap(data: bytes) -> bytes:
    """The page inside an MHTML file; the bytes as they are where none is."""
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if isinstance(part, EmailMessage) and part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content
    return data


def _parse_page(text: str, name: str) -> etree._Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    content = text.lstrip("\ufeff").replace("\0", "").encode("utf-8", "replace")
    try:
        root: etree._Element | None = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None  # nothing but comments or blanks
    if any(
        entry.level_name == "FATAL" and "RESOURCE" in entry.type_name for entry in parser.error_log
    ):
        raise DamagedFileError(
            f"{name}: the web page nests its elements more than 255 deep and would be cut there; "
            "probably end tags are missing. Print it to PDF from a browser and give that."
        )
    return root


def _page_to_blocks(root: etree._Element) -> Iterator[Line | Grid]:
    caption, number, tables = "", 0, 0
    for piece in _pieces(root):
        if isinstance(piece, str):
            number, caption = number + 1, piece
            yield Line(piece, Where(line=number))
            continue
        rows = _rows(piece)
        texts = [
            ["\n".join(part for part in _pieces(cell) if isinstance(part, str)) for cell in row]
            for row in rows
        ]
        cells = place_cells(rows, texts, tables + 1)
        for stray in _stray_pieces(piece):
            number, caption = number + 1, stray
            yield Line(stray, Where(line=number))
        if (
            len({cell.column for cell in cells}) > 1
            and max(len(cell.text) for cell in cells) <= _CELL_LENGTH
        ):
            tables += 1
            yield Grid(cells, caption)
            caption = ""
            continue
        for text in (part for row in texts for cell in row for part in cell.split("\n") if part):
            number, caption = number + 1, text
            yield Line(text, Where(line=number))


def _pieces(root: etree._Element) -> Iterator[str | etree._Element]:
    """The text below `root` cut where the page breaks it, and its innermost tables, in the order of the page."""
    buffer: list[str] = []
    pre = raised = 0
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "end":
            if tag not in _INLINE:
                yield from _flush(buffer, pre)
            pre -= tag == "pre"
            raised -= tag == "sup"
            if element is not root and element.tail:
                buffer.append(raise_digits(element.tail) if raised else element.tail)
            continue
        if typed := _typed(element) if root.tag in ("td", "th") else "":
            buffer.append(typed)
        if element is not root and (
            not isinstance(tag, str)
            or tag in _SKIPPED
            or _is_hidden(element)
            or _is_chrome(element)
        ):
            pre += tag == "pre"
            raised += tag == "sup"
            walker.skip_subtree()
            continue
        if tag not in _INLINE:
            yield from _flush(buffer, pre)
        pre += tag == "pre"
        raised += tag == "sup"
        if (
            tag == "table"
            and element is not root
            and next(element.iterdescendants("table"), None) is None
        ):
            yield element
            walker.skip_subtree()
        elif element.text:
            buffer.append(raise_digits(element.text) if raised else element.text)
    yield from _flush(buffer, pre)


def _flush(buffer: list[str], pre: int) -> Iterator[str]:
    """The buffered text as one piece, blanks folded as a browser does; as its lines inside <pre>."""
    if not buffer:
        return
    text = lower_alone("".join(buffer))
    buffer.clear()
    for piece in _BREAK.split(text) if pre else (_BLANKS.sub(" ", text),):
        plain = piece.replace("\xa0", " ")
        if plain.strip():
            yield plain.rstrip() if pre else plain.strip()


def _typed(element: etree._Element) -> str:
    """What stands in a field of a form: some sites publish their tables as the forms they were typed into."""
    if (
        element.tag == "input"
        and (element.get("type") or "text").lower() in _TYPED
        and not _is_hidden(element)
    ):
        return element.get("value") or ""
    return (element.text or "") if element.tag == "textarea" and not _is_hidden(element) else ""


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return (style is not None and _HIDDEN.search(style) is not None) or element.get(
        "hidden"
    ) is not None


def _is_chrome(element: etree._Element) -> bool:
    """Whether this is the site's furniture; what holds a table, a heading or much text is read whatever its name."""
    if element.tag not in _FURNITURE:
        return False
    named = element.tag not in ("div", "ul", "section") or element.get("role") in (
        "navigation",
        "contentinfo",
    )
    if not named and not _CHROME.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
        return False
    if next(element.iter("table", "h1", "h2", "article"), None) is not None:
        return False
    length = len(_text_below(element).strip())
    if length > _CHROME_LENGTH:
        return False
    linked = sum(len(_text_below(link)) for link in element.iter("a"))
    return (
        named
        or length == 0
        or linked * 2 > length
        or _CHROME.search(element.get("class") or "") is not None
    )


def _text_below(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _rows(table: etree._Element) -> list[list[etree._Element]]:
    """The cells of each row; cells that stand outside any row are a row of their own."""
    rows: list[list[etree._Element]] = []
    owner: etree._Element | None = None
    for element in table.iter("tr", "td", "th"):
        if element.tag == "tr":
            rows.append([])
            owner = element
            continue
        row = next((a for a in element.iterancestors() if a.tag in ("tr", "table")), None)
        if row is not owner:
            rows.append([])
            owner = row
        if not _is_hidden(element) and not (row is not None and _is_hidden(row)):
            rows[-1].append(element)
    return rows


def _stray_pieces(table: etree._Element) -> Iterator[str]:
    """What stands in a table outside its cells, its caption first: a browser shows that above the table."""
    for element in table.iter(*_STRUCTURE):
        for text in (element.text, *(child.tail for child in element)):
            if text and text.strip():
                yield _BLANKS.sub(" ", text).strip()
        for child in element:
            if (
                isinstance(child.tag, str)
                and child.tag not in _IN_STRUCTURE
                and child.tag not in _SKIPPED
                and next(child.iter("td", "th"), None) is None
                and not _is_hidden(child)
            ):
                yield from (piece for piece in _pieces(child) if isinstance(piece, str))


def _find_properties(root: etree._Element, blocks: tuple[Line | Grid, ...]) -> dict[str, str]:
    """What the page says of itself: title, published (ISO date), agency, url; only what is there."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        key, content = (
            (meta.get("name") or meta.get("property") or "").lower(),
            (meta.get("content") or "").strip(),
        )
        if key and content:
            metas.setdefault(key, content)
    head = next(root.iter("title"), None)
    canonical = next(
        (link.get("href") for link in root.iter("link") if link.get("rel") == "canonical"), None
    )
    title = _text_below(head) if head is not None else ""
    found = {
        "title": _BLANKS.sub(" ", metas.get("articletitle") or title).strip(),
        "published": _find_date(metas, blocks),
        "agency": metas.get("contentsource") or metas.get("sitename") or "",
        "url": canonical or metas.get("og:url") or metas.get("url") or "",
    }
    return {key: value for key, value in found.items() if value}


def _find_date(metas: dict[str, str], blocks: tuple[Line | Grid, ...]) -> str:
    for key in ("pubdate", "publishdate", "article:published_time"):
        match = _ISO.match(metas.get(key, ""))
        if match and (day := _to_iso(match)):
            return day
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Line):
            texts.append(block.text)
        else:
            texts.extend(" ".join(cell.text for cell in row) for row in block.by_rows())
    for pattern in _DATES:
        for text in texts:
            match = pattern.search(text)
            if match and (day := _to_iso(match)):
                return day
    return ""


def _to_iso(match: re.Match[str]) -> str:
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return ""
