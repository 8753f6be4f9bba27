"""The title of a report taken apart: the body it names, the year, and what stands around it.

Compared folded, so that 政府信息公開 and ２０２３ are what they mean; given back as printed, but
without blanks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gxkit.text import fold, fold_places

_YEAR_SAID = r"(20[0-4]\d|二[〇○零oо0][\d〇○零oо一二三四五六七八九]{2})(?:年度?|度)?"
_YEAR = re.compile(_YEAR_SAID)
_ZEROS = "〇○零oо"
_DIGITS = str.maketrans("一二三四五六七八九" + _ZEROS, "123456789" + "0" * len(_ZEROS))
_SUBJECT = r"(?:政府|政务)?信息公开"
_REPORT = (
    rf"(?:工作|情况)*的?(?P<inside>{_YEAR_SAID})?(?:年度)?(?:工作)?(?:情况)?的?(?:总结)?"
    r"(?:(?:[上下]半年|[一二三四]季度)?报告|半?年报)"
)
_TABLE = r"(?:工作)?(?:情况)?(?P<table>统计表)"
SIGN = "公"
_END = re.compile(rf"{_SUBJECT}(?:{_TABLE}|{_REPORT})")

# ---- what stands before a title in its line
_ITEM = re.compile(r"(?:附件|附表)\d*:?|[一二三四五六七八九十]{1,2}、")
_LABEL = re.compile(
    r"(?:信息|文件|公文|公开|文档)?(?:标题|名称|题名|题目):|一图[读看]懂:?|(?:图解|图说):?"
)
_DAY = re.compile(r"20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?")
_SIGNS = "*※★☆■◆●▪►□◇○△▲"
_MARK = re.compile(
    rf"(?:[·•#\-{_SIGNS}]|\d{{1,2}}[.、](?!\d)|[\[【(〔][^\[\]【】()〔〕]{{1,12}}[\]】)〕])+"
)
# a title behind one of these is another report's, or that of a file to be fetched
_OF_ANOTHER = re.compile(r"[上下前后]一[篇条页个]|相关|链接|推荐|更多|往[期年]|历年|附件|解读|参见")
# a dash between two numbers joins them
_EDGE = re.compile(r"[《》>:|/_,。;!?»\]】]|(?<!\d)-|门户网站|(?:政府|公开)网(?:站|(?![络信]))")

# ---- what stands behind it
_FIELDS = "索引|文号|发文|成文|生成|主题|有效|分类|体裁|组配|关键词|发布|公开日期|公布日期"
_NOTE = rf"[(\[【〔](?!{_FIELDS})[^()\[\]【】〔〕]{{1,20}}[)\]】〕]"
_REST = re.compile(
    r"》?(?:"
    r"[_|\-/·].{1,40}"  # the site's name
    r"|\d{1,3}/\d{1,3}|第\d{1,3}页.*|[.…·]+\d{1,3}|-?\d{1,3}-?"  # the number of a page
    r"|\.(?:docx?|pdf|wps|html?)"
    r"|(?:发布|公布|来源|时间|日期|信息来源|作者|浏览|字体|字号|打印|分享|点击|20\d\d[-年]).*"
    rf"|[\[【]?(?:{_FIELDS}).*"  # the next field of a card
    r"|(?:第[一二三四五\d]版|[Vv]\d(?:\.\d)?|(?:修订|更正|修改|公开|最终|打印)[版稿])"
    rf"|[,;|]+|:|[{_SIGNS}]+"  # empty fields, marks
    r")?"
)
_TAIL = re.compile(rf"(?P<close>》?)(?P<notes>(?:{_NOTE})*)(?P<rest>.*)")
_LONGEST_NOTICE = 20
"""characters behind a title in quotes: 》的通知, with what a site adds"""
_BRACKETS = tuple("()[]【】〔〕")
_YEAR_NOTE = re.compile(rf"[(\[【〔]({_YEAR.pattern})[)\]】〕]")

# ---- names
_ORGAN = (
    r"(?:局|厅|委|办|处|站|所|院|中心|队|学校|公司|集团|办公室|办公厅|会|街道|部|馆|社|海关|地震台"
    r"|政府|法院|检察院|联|校|学|园|场|矿|厂|银行|支行|台|室|团)"
)
_PLACE = r"(?:省|市|县|区|州|盟|旗|镇|乡|街道|村|社区|苏木|兵团|新城|开发区|师|港)"
BODY = re.compile(rf"{_ORGAN}(?:\([^()]+\))?$")
_AREA = re.compile(rf"{_PLACE}$")
_IN_A_PLACE = re.compile(rf"[\u4e00-\u9fff]{{1,8}}?{_PLACE}|中国|国家|全国|中华|中共")
_NAME = re.compile(r"[\u4e00-\u9fff()、·]{2,40}")
# a half or a quarter, which no annual report is of
PART_OF_YEAR = re.compile(
    r"[上下]半年|半年度?|第?[一二三四1-4]季度"
    # not 1月1日至12月31日, nor when the report was written
    r"|\d{1,2}(?:[-~至到]\d{1,2})?月份?(?=[政信工情的]|$)"
)
# what joins a name to the year and to the rest
_OF_YEAR = rf"全年|{PART_OF_YEAR.pattern}"
_LEAD = re.compile(rf"(?:关于|年?度|{_OF_YEAR})*")
_JOINT = re.compile(rf"(?:关于|的|在|开展|{_OF_YEAR})+$")
# 2021-2022年: of several years the report is of none
_AND = re.compile(r"[-~至到—、,和与及]+")
# what makes words a sentence, or names nobody
_SENTENCE = re.compile(
    r"公布|印发|发布|公开|报送|做好|现将|现就|编制|根据|按照|关于|报告|年报|通知|首页"
)
_NOBODY = re.compile(
    r"^(?:我|本|各|全)|^(?:单位|机关|部门)$|情况|贯彻|落实|年$|(?:专区|专栏|频道|专题|网站|平台|门户|网)$"
)

_LONGEST = 60
"""characters of a title; a sentence that ends alike is longer"""


@dataclass(frozen=True, slots=True)
class Named:
    """A title as printed, and what it names: '' and None where it does not.

    `is_whole`: nothing else stood in its line; `is_table`: it is that of the table, not of the
    report.
    """

    text: str
    agency: str
    year: int | None
    is_whole: bool = True
    is_table: bool = False

    @property
    def is_complete(self) -> bool:
        return bool(self.agency) and self.year is not None

    @property
    def is_of_report(self) -> bool:
        """Whether it names a body or a year: 政府信息公开年报 is that of a column of the site."""
        return not self.is_table and (bool(self.agency) or self.year is not None)

    def fits(self, other: Named) -> bool:
        """Whether two titles may be those of one report."""
        years = {self.year, other.year} - {None}
        one, another = fold(self.agency), fold(other.agency)
        return len(years) <= 1 and (one.endswith(another) or another.endswith(one))


@dataclass(frozen=True, slots=True)
class _Span:
    """Some characters of a folded line."""

    start: int
    end: int


def find_title(line: str) -> Named | None:
    """The title in a line; None where none stands there, or only another report's."""
    # most lines lack a letter that every title has, and no other is folded into it
    if SIGN not in line:
        return None
    printed = "".join(line.split())
    folded = fold(printed)
    # most lines of a document have no such end
    for end in _END.finditer(folded):
        title = _title_to(end, printed, folded)
        if title is not None:
            return title
    return None


def _title_to(
    end: re.Match[str],
    printed: str,
    folded: str,
) -> Named | None:
    """The title that ends with some words of a line; None where that is none."""
    start = _start(folded, end)
    if start is None or end.end() - start > _LONGEST:
        return None
    tail = _TAIL.fullmatch(folded, end.end())
    is_quoted = start > 0 and folded[start - 1] == "《"
    if tail is None or not _ends(tail, is_quoted):
        return None
    dated = _YEAR_NOTE.match(folded)
    name, year = _name_and_year(folded, start, end)
    if _SENTENCE.search(folded, name.start, name.end):
        return None
    # (2023)青山县教育局…: the year is no mark before the title
    if year is None and dated and dated.end() == start:
        start, year = 0, to_number(dated[2])
    stop = end.end()
    note = _YEAR_NOTE.match(tail["notes"])
    # of a bracket behind it only the year is a part of a title
    if year is None and note:
        year = to_number(note[2])
        stop = tail.start("notes") + note.end()
    places = fold_places(printed)
    is_alone = _is_alone(folded, start, is_quoted) and not tail["rest"]
    return Named(
        _as_printed(printed, places, _Span(start, stop)),
        _as_printed(printed, places, name) if _is_name(folded, name) else "",
        year,
        is_alone,
        end["table"] is not None,
    )


def to_number(printed: str) -> int:
    """The number that digits or Chinese numerals name, one for one.

    >>> to_number("2023"), to_number("二〇二三"), to_number("二零一九")
    (2023, 2023, 2019)
    """
    return int(printed.translate(_DIGITS))


def year_alone(folded: str) -> int | None:
    """The year that a line says and nothing else."""
    found = _YEAR.fullmatch(folded)
    return to_number(found[1]) if found else None


def _as_printed(
    printed: str,
    places: list[int],
    span: _Span,
) -> str:
    if span.start >= span.end:
        return ""
    first, last = places[span.start], places[span.end - 1]
    return printed[first : last + 1]


# ---- where a title begins


def _start(folded: str, end: re.Match[str]) -> int | None:
    """Where the title begins in a line; None where what stands before it names another report."""
    start = 0
    for opening in (_LABEL, _DAY, _MARK):
        found = opening.match(folded, start, end.start())
        start = found.end() if found else start
    item = _ITEM.match(folded, start, end.start())
    first = item.end() if item else start
    edges = [edge.end() for edge in _EDGE.finditer(folded, first, end.start())]
    last = max(edges, default=0)
    if last:
        return None if _OF_ANOTHER.search(folded, start, last) else last
    # the table of a report is headed 附件1 or by the number of a chapter, and so is its title
    return start if end["table"] else first


def _is_alone(
    folded: str,
    start: int,
    is_quoted: bool,
) -> bool:
    """Whether nothing stands before a title but the label of a card or a quotation mark."""
    before = folded[: start - is_quoted]
    rest = _LABEL.sub("", before)
    return not _ITEM.sub("", rest)


def _ends(tail: re.Match[str], is_quoted: bool) -> bool:
    """Whether a title ends where it seems to: 年度报告的编制 is none."""
    rest = tail["rest"]
    # 关于印发《…》的通知
    if is_quoted and tail["close"]:
        return len(rest) <= _LONGEST_NOTICE
    return _REST.fullmatch(rest) is not None


# ---- what it names


def _name_and_year(
    folded: str,
    start: int,
    end: re.Match[str],
) -> tuple[_Span, int | None]:
    """Where the name of the body stands, before the year or behind it, and the year."""
    first = start
    item = _ITEM.match(folded, start)
    if item:
        first = item.end()
    years = list(_YEAR.finditer(folded, first, end.start()))
    name = _trim(folded, _Span(first, end.start()))
    if inside := end.groupdict()["inside"]:
        return name, to_number(_YEAR.sub(r"\1", inside))
    if not years:
        return name, None
    found = years[-1]
    is_one_of_several = len(years) > 1 and _AND.fullmatch(folded, years[-2].end(), found.start())
    if is_one_of_several:
        return _trim(folded, _Span(first, years[0].start())), None
    opening, closing = found.span()
    if folded[opening - 1 : opening] in _BRACKETS and folded[closing] in _BRACKETS:
        opening, closing = opening - 1, closing + 1
    before = _trim(folded, _Span(first, opening))
    behind = _trim(folded, _Span(closing, end.start()))
    year = to_number(found[1])
    if before.start < before.end and behind.start < behind.end:
        # 青山县2023年教育局: which of the two is the body is not said
        return _Span(first, first), year
    return (before if before.start < before.end else behind), year


def _trim(folded: str, span: _Span) -> _Span:
    """A name without the words that join it to the rest."""
    start, stop = span.start, span.end
    lead = _LEAD.match(folded, start, stop)
    start = lead.end() if lead else start
    end = _JOINT.search(folded, start, stop)
    stop = end.start() if end else stop
    # 青山县人民政府信息公开年报 says 政府 once
    if folded.endswith("人民", start, stop) and folded.startswith("政府", stop):
        stop += 2
    return _Span(start, stop)


def _is_name(folded: str, span: _Span) -> bool:
    """Whether some words are the name of a body or an area; 我局 and 本单位 are nobody's."""
    name = folded[span.start : span.end]
    if not _NAME.fullmatch(name) or _NOBODY.search(name):
        return False
    return bool(BODY.search(name) or _AREA.search(name)) or is_in_place(name)


def is_in_place(name: str) -> bool:
    """Whether a name begins with that of a place, as those of most bodies do."""
    return _IN_A_PLACE.match(fold(name)) is not None
