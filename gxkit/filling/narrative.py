"""What a report says of itself outside its tables: title, agency, year, dates, chapters."""

from __future__ import annotations

import re
from collections.abc import Collection

from gxkit.document import Document, Grid, Line
from gxkit.forms import all_forms, per_form_set
from gxkit.report import Meta, Section
from gxkit.text import fold

_TITLE = re.compile(r"信息公开(?:工作)?(?:年度)?(?:报告|情况统计表|年报)|信息公开工作年度报告")
_TITLE_END = re.compile(r"公开(?:工作)?年度报告$|公开工作年度报告$|情况统计表$|公开年报$")
_YEAR = re.compile(r"(20[012]\d)年")
_PERIOD = re.compile(r"(20\d\d)年1月1日(?:起)?[至到\-](?:(20\d\d)年)?12月31日")
_NUMBER = re.compile(r"^([\u4e00-\u9fff]{1,10}[〔\[(（]20\d\d[〕\])）]\d{1,4}号)$")
_DATE = re.compile(r"(20\d\d)(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?")
_LONE_DATE = re.compile(r"^(?:[\u4e00-\u9fff]{0,30}?)?(20\d\d)年(\d{1,2})月(\d{1,2})日(?:印发)?$")
_PUBLISHED = re.compile(
    r"(?:发布|公开|发文|成文|印发|更新)(?:时间|日期)[:：]?(20\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})"
)
_HEADING = re.compile(r"^[一二三四五六七八九十]{1,2}、\S")
_ATTACHMENT = re.compile(r"^(?:(?:附件|附表)\d*[:：]?|[一二三四五六七八九十]{1,2}、)")
_ORGAN = re.compile(
    r"(?:局|厅|委|办|处|站|所|院|中心|队|学校|公司|集团|办公室|办公厅|会|街道|部|馆|社|海关|地震台)$"
)

_BODY = re.compile(f"人民政府$|{_ORGAN.pattern}")

LONGEST_HEADING = 45
LONGEST_SENTENCE_HEADING = 18
"""for a heading that ends like a sentence"""


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _title(document: Document) -> str:
    """The first line that names the report, with the line before where the title runs over two."""
    before = ""
    for line in document.lines[:60]:
        text = _squeeze(line.text)
        if _TITLE_END.search(text) and len(text) <= 60:
            if not _YEAR.search(text) and len(before) <= 40 and _YEAR.search(before):
                return before + text
            torn = text.startswith(("公开工作", "工作年度"))
            body_above = _YEAR.match(text) and len(before) <= 30 and _BODY.search(before)
            if before and (before.endswith("关于") or torn or body_above):
                return before + text
            return text
        if text:
            before = text
    named = _squeeze(document.properties.get("title", ""))
    if _TITLE.search(named):
        return named
    return next(
        (
            t
            for line in document.lines
            if _TITLE_END.search(t := _squeeze(line.text)) and len(t) <= 80
        ),
        "",
    )


def _letterhead(document: Document) -> str:
    """The body in the head of an official document (某某局文件), or ''."""
    heads = (_squeeze(line.text) for line in document.lines[:12])
    names = (head.removesuffix("文件") for head in heads if head.endswith("文件"))
    return next((name for name in names if _BODY.search(name)), "")


def _agency(title: str) -> str:
    """The body a title names: the text before the year or, where the year comes first, before 政府信息公开."""
    text = _ATTACHMENT.sub("", title)
    year = _YEAR.search(text)
    if year and year.start() > 0:
        name = text[: year.start()]
    else:
        rest = text[year.end() :] if year else text
        name = re.split(r"(?:政府)?信息公开", rest, maxsplit=1)[0].removeprefix("度")
    return name.removesuffix("关于").strip("《》 ")


def _scope(agency: str) -> str:
    """`summary` for a government or an area as such, `body` for one of its organs, '' where no body is named."""
    if not agency:
        return ""
    if agency.endswith("人民政府"):
        return "summary"
    return "body" if _ORGAN.search(agency) else "summary"


def _published(document: Document) -> str:
    if named := document.properties.get("published"):
        return named
    for line in document.lines:
        if found := _PUBLISHED.search(_squeeze(line.text)):
            return _iso(*found.groups())
    for line in reversed(document.lines):
        if found := _LONE_DATE.match(_squeeze(line.text)):
            return _iso(*found.groups())
    return ""


def _iso(year: str, month: str, day: str) -> str:
    return f"{int(year):04}-{int(month):02}-{int(day):02}"


def _table_year(document: Document) -> int | None:
    """The year in the head of an indicator table (2017年度)."""
    for grid in document.grids:
        for cell in grid.cells[:8]:
            if found := re.fullmatch(r"(20\d\d)年度", fold(cell.text)):
                return int(found.group(1))
    found = re.search(r"指标名称\S{0,8}?(20\d\d)年度", fold(document.text))
    return int(found.group(1)) if found else None


def read_meta(document: Document) -> Meta:
    """Title, agency, year, period, document number, date and scope, each empty where the report does not say it."""
    title = _title(document)
    text = _squeeze("\n".join(line.text for line in document.lines[:80]))
    period = _PERIOD.search(text)
    year = _YEAR.search(title)
    agency = _agency(title) if title else document.properties.get("agency", "")
    if not _BODY.search(agency):
        agency = _letterhead(document) or agency
    number = next(
        (
            found.group(1)
            for line in document.lines[:40]
            if (found := _NUMBER.match(_squeeze(line.text)))
        ),
        "",
    )
    return Meta(
        title=title,
        agency=agency,
        year=int(year.group(1))
        if year
        else int(period.group(1))
        if period
        else _table_year(document),
        period=(f"{period.group(1)}-01-01", f"{period.group(2) or period.group(1)}-12-31")
        if period
        else None,
        document_number=number,
        published=_published(document),
        scope=_scope(agency),
    )


@per_form_set
def _row_labels() -> frozenset[str]:
    return frozenset(
        fold(part)
        for form in all_forms().values()
        for table in form.tables
        for row in table.rows
        for part in row.path
    )


def _is_heading(line: Line) -> bool:
    text = line.text.strip()
    longest = LONGEST_SENTENCE_HEADING if text.endswith(("。", "；", ";")) else LONGEST_HEADING
    if not _HEADING.match(text) or "\t" in text or len(text) > longest:
        return False
    folded = fold(text)
    return not any(folded.startswith(label) for label in _row_labels() if label[0] in "一二三四")


def read_sections(document: Document, tables: Collection[int] = ()) -> tuple[Section, ...]:
    """The chapters of the narrative in order; `tables` are the numbers of the blocks that belong to a table."""
    sections: list[Section] = []
    heading: Line | None = None
    lines: list[Line] = []

    def close() -> None:
        while lines and not lines[-1].text.strip():
            lines.pop()
        if heading:
            sections.append(
                Section(
                    heading.text.strip(),
                    "\n".join(line.text for line in lines),
                    heading.where,
                    tuple(line.where for line in lines),
                )
            )

    for number, block in enumerate(document.blocks):
        if isinstance(block, Grid) or number in tables:
            continue
        if _is_heading(block):
            close()
            heading, lines = block, []
        elif heading and (lines or block.text.strip()):
            lines.append(block)
    close()
    return tuple(sections)
