"""What a web page says of itself: title, date of publication, agency, address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from gxkit.document import Grid, Line
from gxkit.readers.web.tags import Element, text_below

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_DAY = r"\D{0,6}?(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})"
_ANY_DATE = re.compile(_DAY)
# in this order: a page that says both when it was published and when it was written means the first
_NAMED_DATES = tuple(
    re.compile(name + _DAY)
    for name in (
        r"(?:发布|公布|公开)(?:时间|日期)",
        r"(?:发文|成文|生成|印发)(?:时间|日期)",
        r"(?<![\u4e00-\u9fff])(?:时间|日期)\s*[:：]",
    )
)
_DATE_KEYS = ("pubdate", "publishdate", "article:published_time")


def find_properties(root: Element, blocks: Iterable[Line | Grid]) -> dict[str, str]:
    """Title, published (ISO date), agency and url; only what is there.

    The names in <meta> are those of the standard for government sites (国办发〔2017〕47号).
    """
    metas = _read_metas(root)
    title = _first_of(metas, "articletitle") or _title(root)
    found = {
        "title": _BLANKS.sub(" ", title).strip(),
        "published": _find_date(metas, blocks),
        "agency": _first_of(metas, "contentsource", "sitename"),
        "url": _canonical(root) or _first_of(metas, "og:url", "url"),
    }
    return {key: value for key, value in found.items() if value}


def _first_of(metas: dict[str, str], *keys: str) -> str:
    """What the first of some keys that is there says; '' where none is."""
    for key in keys:
        if key in metas:
            return metas[key]
    return ""


def _read_metas(root: Element) -> dict[str, str]:
    """The contents of the <meta> elements by name in small letters, the first of each."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = meta.get("name") or meta.get("property")
        content = meta.get("content", "").strip()
        if key and content:
            metas.setdefault(key.lower(), content)
    return metas


def _title(root: Element) -> str:
    head = next(root.iter("title"), None)
    return text_below(head) if head is not None else ""


def _canonical(root: Element) -> str | None:
    """The address that the page gives as its own."""
    for link in root.iter("link"):
        if link.get("rel") == "canonical":
            return link.get("href")
    return None


def _find_date(metas: dict[str, str], blocks: Iterable[Line | Grid]) -> str:
    """The day of publication, from <meta> or else from the text; '' where none is named."""
    for key in _DATE_KEYS:
        day = _to_iso(_ANY_DATE.match(metas.get(key, "")))
        if day:
            return day
    # all of these say one of two words, as hardly any line does
    texts = [text for text in _printed_lines(blocks) if "时间" in text or "日期" in text]
    for pattern in _NAMED_DATES:
        for text in texts:
            day = _to_iso(pattern.search(text))
            if day:
                return day
    return ""


def _printed_lines(blocks: Iterable[Line | Grid]) -> Iterator[str]:
    """Lines, and rows of tables: many sites say the date in a table above the text."""
    for block in blocks:
        if isinstance(block, Line):
            yield block.text
            continue
        for row in block.by_rows():
            yield " ".join(cell.text for cell in row)


def _to_iso(match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:  # a number of a document, as 2021-13-40
        return ""
