"""What a report says of itself: title, agency, year, dates."""

from __future__ import annotations

import re
from collections.abc import (
    Iterable,
    Iterator,
    Sequence,
)
from itertools import islice

from gxkit.document import Document, Grid
from gxkit.filling.titles.dating import find_published
from gxkit.filling.titles.entitling import entitle, is_part
from gxkit.filling.titles.naming import BODY, PART_OF_YEAR, find_title
from gxkit.filling.titles.tabs import find_tab
from gxkit.report import Meta
from gxkit.text import fold

_PERIOD = re.compile(r"(20\d\d)年1月1日(?:起)?[至到\-](?:(20\d\d)年)?12月31日")
_PERIOD_SIGN = "31日"
# of the numbers of the State Council only the form's notice is cited
_NUMBER = re.compile(
    r"^(?:(?:发文字号|文号|发文号)[:：])?(?!国)"
    r"([\u4e00-\u9fff]{1,10}[〔\[(（]20\d\d[〕\])）]\d{1,4}号)$"
)
_TABLE_YEAR = re.compile(r"(20\d\d)年度")
_YEAR_IN_HEAD = re.compile(r"指标名称\S{0,8}?(20\d\d)年度")

# A township has no level below it whose figures its own could hold.
_TOWNSHIP = re.compile(r"(?:[镇乡]|苏木)(?:人民)?(?:政府)?$")

_WHOLE_YEAR = ("1-12月", "1至12月", "1到12月", "1-12月份", "1至12月份")
# How far from the top of a file its letterhead, its number and its period stand, in lines.
_LETTERHEAD_LINES = 12
_NUMBER_LINES = 40
_PERIOD_LINES = 80
# Cells of a table in which its year stands, if it does.
_HEAD_CELLS = 8
# Tables above a report that may be cards of a catalogue, and rows of them.
_CARDS = 3
_CARD_ROWS = 12


def _squeeze(text: str) -> str:
    return "".join(text.split())


def is_report_title(text: str) -> bool:
    """Whether a line without blanks is the title of a report, and not that of its table."""
    found = find_title(text)
    return found is not None and found.is_whole and not found.is_table


def year_in(title: str) -> int | None:
    """The year that a title names."""
    found = find_title(title)
    return found.year if found else None


def agency_in(title: str) -> str:
    """The body a title names, '' where it names none."""
    found = find_title(title)
    return found.agency if found else ""


def part_of_year(title: str) -> str:
    """The half, quarter or month that a title says the report is of, '' where it is of a year."""
    found = PART_OF_YEAR.search(fold(title))
    return found.group() if found and found.group() not in _WHOLE_YEAR else ""


def goes_on(before: str, text: str) -> bool:
    """Whether a title begins in the line before the one that ends it."""
    return is_part(before, find_title(text), find_title(before + text))


def _letterhead(lines: Sequence[str]) -> str:
    """The body in the head of an official document (某某局文件), or ''."""
    heads = [head for head in lines[:_LETTERHEAD_LINES] if head.endswith("文件")]
    names = (head.removesuffix("文件") for head in heads)
    return next((name for name in names if BODY.search(fold(name))), "")


def _document_number(lines: Iterable[str]) -> str:
    """The number under which an office sent the report out (某科〔2016〕43号), or ''."""
    for text in islice(lines, _NUMBER_LINES):
        if found := _NUMBER.match(text):
            return found[1]
    return ""


def _period(lines: Sequence[str], folded: Sequence[str]) -> re.Match[str] | None:
    """The period that a text names near its top; None where it names those of several years.

    A file that gives last year's report before this year's names both.
    """
    found = _PERIOD.search("".join(folded[:_PERIOD_LINES]))
    if found is None:
        return None
    pairs = zip(lines, folded, strict=True)
    further = [text for line, text in pairs if _PERIOD_SIGN in line]
    years = {match[1] for match in _PERIOD.finditer("|".join(further))}
    return found if years <= {found[1]} else None


def _scope(agency: str) -> str:
    """`summary` for a government or an area, `body` for an organ, '' where none is named."""
    if not agency:
        return ""
    folded = fold(agency)
    if _TOWNSHIP.search(folded):
        return "body"
    # A government's report adds up those of its departments and of the level below.
    if folded.endswith("政府"):
        return "summary"
    return "body" if BODY.search(folded) else "summary"


def _shown(document: Document) -> Iterator[Grid]:
    """The tables that are shown: a hidden one may be another year's."""
    return (grid for grid in document.grids if not grid.hidden)


def _table_year(document: Document, folded: Iterable[str]) -> int | None:
    """The year in the head of an indicator table (2017年度)."""
    for grid in _shown(document):
        for cell in grid.cells[:_HEAD_CELLS]:
            if found := _TABLE_YEAR.fullmatch(fold(cell.text)):
                return int(found[1])
    found = _YEAR_IN_HEAD.search("".join(folded))
    return int(found[1]) if found else None


def _cards(document: Document) -> Iterator[str]:
    """The rows of the first tables: a card says when something was published."""
    for grid in islice(_shown(document), _CARDS):
        for row in islice(grid.by_rows(), _CARD_ROWS):
            yield " ".join(cell.text for cell in row)


def read_meta(document: Document) -> Meta:
    """Title, agency, year, period, document number, date, scope; each empty if it is not said, or
    if nothing tells which of several is meant."""
    printed = [line.text for line in document.lines if not line.hidden]
    lines = list(map(_squeeze, printed))
    folded = list(map(fold, lines))
    period = _period(lines, folded)
    period_year = int(period[1]) if period else None
    title = entitle(document, period_year)
    tab = find_tab(document)
    agency = (title.agency if title else "") or (tab.agency if tab else "")
    # A letterhead has the body's full name.
    if not BODY.search(fold(agency)):
        agency = _letterhead(lines) or agency
    year = (title.year if title else None) or period_year or _table_year(document, folded)
    year = year or (tab.year if tab else None)
    covered = None
    if period:
        last = period[2] or period[1]
        covered = (f"{period[1]}-01-01", f"{last}-12-31")
    said = document.properties.get("published", "")
    known = dict(zip(printed, folded, strict=True))
    return Meta(
        title=title.text if title else "",
        agency=agency,
        year=year,
        period=covered,
        document_number=_document_number(lines),
        published=find_published(said, [*_cards(document), *printed], known, year),
        scope=_scope(agency),
    )
