"""What a report says of itself: title, agency, year, dates."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gxkit.document import Document
from gxkit.report import Meta
from gxkit.text import fold

_TITLE = re.compile(r"信息公开(?:工作)?(?:年度)?(?:报告|情况统计表|年报)|信息公开工作年度报告")
_TITLE_END = re.compile(r"公开(?:工作)?年度报告$|公开工作年度报告$|情况统计表$|公开年报$")
_REPORT_END = re.compile(r"公开(?:工作)?(?:年度报告|年报)(?:[(（][^()（）]{1,12}[)）])?$")
_YEAR = re.compile(r"(20[012]\d)年")
_PERIOD = re.compile(r"(20\d\d)年1月1日(?:起)?[至到\-](?:(20\d\d)年)?12月31日")
_NUMBER = re.compile(r"^([\u4e00-\u9fff]{1,10}[〔\[(（]20\d\d[〕\])）]\d{1,4}号)$")
_LONE_DATE = re.compile(r"^(?:[\u4e00-\u9fff]{0,30}?)?(20\d\d)年(\d{1,2})月(\d{1,2})日(?:印发)?$")
_PUBLISHED = re.compile(
    r"(?:发布|公开|发文|成文|印发|更新)(?:时间|日期)[:：]?(20\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})"
)
_ATTACHMENT = re.compile(r"^(?:(?:附件|附表)\d*[:：]?|[一二三四五六七八九十]{1,2}、)")
_ORGAN = re.compile(
    r"(?:局|厅|委|办|处|站|所|院|中心|队|学校|公司|集团|办公室|办公厅|会|街道|部|馆|社|海关|地震台)$"
)
_BODY = re.compile(f"人民政府$|{_ORGAN.pattern}")
_TABLE_YEAR = re.compile(r"(20\d\d)年度")
_YEAR_IN_HEAD = re.compile(r"指标名称\S{0,8}?(20\d\d)年度")
_INFORMATION = re.compile(r"(?:政府)?信息公开")

# How far from the top of a file the parts of its title are looked for, in lines: navigation, logos
# and a letterhead stand above it, and a narrative names other reports further down.
_LETTERHEAD_LINES = 12
_NUMBER_LINES = 40
_TITLE_LINES = 60
_PERIOD_LINES = 80
# Cells of a table in which its year stands, if it does.
_HEAD_CELLS = 8
# How long, in characters, a title or a part of it may be; a sentence that ends alike is longer.
_LONGEST_TITLE = 60
_LONGEST_LATE_TITLE = 80
_LONGEST_FIRST_HALF = 40
_LONGEST_BODY = 30


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _title(
    lines: list[str],
    named: str,
) -> str:
    """The first line that names the report, with the line before where the title runs over two.

    Where no line near the top does, the title that the page's metadata give, or any line.
    """
    before = ""
    for text in lines[:_TITLE_LINES]:
        if len(text) <= _LONGEST_TITLE and _TITLE_END.search(text):
            return before + text if goes_on(before, text) else text
        if text:
            before = text
    if _TITLE.search(named):
        return named
    for text in lines:
        if len(text) <= _LONGEST_LATE_TITLE and _TITLE_END.search(text):
            return text
    return ""


def is_report_title(text: str) -> bool:
    """Whether a line without blanks is the title of a report, and not that of its table."""
    return len(text) <= _LONGEST_TITLE and _REPORT_END.search(text) is not None


def year_in(title: str) -> int | None:
    """The year that a title names."""
    found = _YEAR.search(title)
    return int(found.group(1)) if found else None


def goes_on(before: str, text: str) -> bool:
    """Whether a title begins in the line before the one that ends it."""
    # The title is the first line, and whole.
    if not before:
        return False
    year_above = not _YEAR.search(text) and _YEAR.search(before)
    if year_above and len(before) <= _LONGEST_FIRST_HALF:
        return True
    if before.endswith("关于") or text.startswith(("公开工作", "工作年度")):
        return True
    body_above = len(before) <= _LONGEST_BODY and _BODY.search(before)
    return bool(body_above and _YEAR.match(text))


def _letterhead(lines: list[str]) -> str:
    """The body in the head of an official document (某某局文件), or ''."""
    heads = [head for head in lines[:_LETTERHEAD_LINES] if head.endswith("文件")]
    names = (head.removesuffix("文件") for head in heads)
    return next((name for name in names if _BODY.search(name)), "")


def agency_in(title: str) -> str:
    """The body a title names: the text before the year or, where that is first, before
    政府信息公开.
    """
    text = _ATTACHMENT.sub("", title)
    year = _YEAR.search(text)
    if year and year.start() > 0:
        name = text[: year.start()]
    else:
        rest = text[year.end() :] if year else text
        name = _INFORMATION.split(rest, maxsplit=1)[0].removeprefix("度")
    return name.removesuffix("关于").strip("《》 ")


def _document_number(lines: list[str]) -> str:
    """The number under which an office sent the report out (某科〔2016〕43号), or ''."""
    for text in lines[:_NUMBER_LINES]:
        if found := _NUMBER.match(text):
            return found.group(1)
    return ""


def _scope(agency: str) -> str:
    """`summary` for a government or an area, `body` for an organ, '' where none is named."""
    if not agency:
        return ""
    # A government's report adds up those of its departments and of the level below.
    if agency.endswith("人民政府"):
        return "summary"
    return "body" if _ORGAN.search(agency) else "summary"


def _published(lines: list[str]) -> str:
    """The date that the page gives for its publication, else the last line that is a date."""
    for text in lines:
        if found := _PUBLISHED.search(text):
            return _iso(found.groups())
    for text in reversed(lines):
        if found := _LONE_DATE.match(text):
            return _iso(found.groups())
    return ""


def _iso(parts: Iterable[str]) -> str:
    year, month, day = map(int, parts)
    return f"{year:04}-{month:02}-{day:02}"


def _table_year(document: Document) -> int | None:
    """The year in the head of an indicator table (2017年度)."""
    for grid in document.grids:
        for cell in grid.cells[:_HEAD_CELLS]:
            if found := _TABLE_YEAR.fullmatch(fold(cell.text)):
                return int(found.group(1))
    found = _YEAR_IN_HEAD.search(fold(document.text))
    return int(found.group(1)) if found else None


def read_meta(document: Document) -> Meta:
    """Title, agency, year, period, document number, date, scope; each empty if it is not said."""
    lines = [_squeeze(line.text) for line in document.lines if not line.hidden]
    title = _title(lines, _squeeze(document.properties.get("title", "")))
    agency = agency_in(title) if title else document.properties.get("agency", "")
    if not _BODY.search(agency):
        agency = _letterhead(lines) or agency
    period = _PERIOD.search("".join(lines[:_PERIOD_LINES]))
    if year := _YEAR.search(title) or period:
        report_year: int | None = int(year.group(1))
    else:
        report_year = _table_year(document)
    covered = None
    if period:
        first = period.group(1)
        last = period.group(2) or first
        covered = (f"{first}-01-01", f"{last}-12-31")
    return Meta(
        title=title,
        agency=agency,
        year=report_year,
        period=covered,
        document_number=_document_number(lines),
        published=document.properties.get("published") or _published(lines),
        scope=_scope(agency),
    )
