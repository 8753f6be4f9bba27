"""Whose figure a sentence gives: the body's own, all of the area's, or another's.

In the report of a whole area the office often counts itself alone, and its figure is not the
table's.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache

from gxkit.narrative.phrasebook import LONGEST_NAME, Phrasebook
from gxkit.report import Report

BODY = "body"
"""the scope of a report that is about one body and no area"""
AREA = "summary"
"""that of a report about all bodies of an area"""
_AREA = re.compile(r"全[省市县区州]")
_ZONE_SEAT = "管委会"
# 国有资产监督管理委员会 administers no zone.
_ZONE_SEAT_IN_FULL = re.compile(r"(?<!监督)管理委员会")
_PLACE_NAME = re.compile(r"(?:人民)?政府$")
_OWN_KINDS = (
    (r"(?:本?学年度?)?(?:全?校|学校|学院|大学)", r"(?:[大中小]学|学[校院]|幼儿园)$"),
    (r"[我本全]?(?:集团公司|总公司|公司|集团)(?:本部|总部|机关)?", r"(?:公司|集团|总厂|银行)$"),
    (r"[我本全]?(?:医院|卫生院|全?院)", r"(?:医院|卫生院|保健院)$"),
)
"""what a body calls itself, and how the names of such bodies end"""
_OWN_NAMES = tuple((re.compile(said), re.compile(ending)) for said, ending in _OWN_KINDS)
_BRANCHES = ("子公司", "分公司")
_TIME = re.compile(r"^(?:本年度?|全年|年内|当年|今年以来|今年|年度)+")
_SEAT_BESIDE = re.compile(
    r"[^，,。;#]{0,8}[，,;](?:其中)?[，,:]?[我本]?(?:[新园]?区)?(?:党工委)?管委会[^，,。;#]{0,12}#"
)
"""behind the figure of a zone: that of its committee, which is another"""
_SEAT_BEFORE = re.compile(
    r"管委会(?:本级|机关|自身|全年|新|共)*(?:收到|受理|接收)[^，,。;#]{0,12}#"
)
_ASIDE = re.compile(r"其中[^;。#]*#[^;。#]*(?=;)")
"""one figure of one among several, up to the semicolon"""
_GOVERNMENT, _LEVEL_ITSELF = "政府", "本级"
_SEAT = re.compile(r"(?:政府|管委会|办事处)$")
_PLACE = re.compile(r"[省市县区州旗镇乡]$|政府$")
_LEVEL = re.compile(r".*(?P<level>[省县区州旗]|(?<!城)市(?![场政容]))(?P<name>.{3,})$")
"""a body's level and what is left of its name: 某市|市场监督管理局"""
_KINDS = ("海关", "区管委会", "管委会")
"""kinds of which there are many beside each other: the kind alone does not tell whose"""
# 委员会 and 办公室 are 委 and 办 in speech.
_LONG_KIND = re.compile(r"(?:(委)员?会|(办)公[室厅])$")
_HEADQUARTERS = re.compile(r"[局委厅](?:机关|本[级部])")
_WHOLE = re.compile(r"全[局委厅]|合计|总计|共计")
_WHOLE_LATER = re.compile(r"[，,;]全[省市县区州局委厅][^，,。;:#]{0,14}#")
_PART = re.compile(
    r"(?:^|[，,。;:、])(?:全年|[^，,。;:、#我本全])*(?:政府|部门|街道|[镇乡局委厅科股处队站所])"
    r"(?:全年|[^，,。;:、#我本全])*$"
)
"""the clause of a body that is not all of them"""
_MOST_REMEMBERED = 1000
"""names of which is remembered whether they are the agency's: a long list has some hundred"""
_OTHER_PLACE = re.compile(r"[省市县区州旗镇乡一二三四五六七八九十]$|(?:直属|下属|所属|基层|各)$")


class Speaker(StrEnum):
    """Of whom a figure speaks: `own` is what the tables cover."""

    OWN = "own"
    OTHER = "other"
    UNMARKED = "unmarked"


def find_speaker(
    report: Report,
    book: Phrasebook,
    lead: str,
    before: str,
    tail: str = "",
) -> Speaker:
    """Whose figure stands between a lead and a tail; `before` is the statement before it.

    The last body named before the figure decides; 市政府 after a sentence with figures of 全市 is
    the office alone. A sentence that names none takes it from the one before in the report of an
    area; in that of a body only if it is 全市.
    """
    found = _last_named(report, book, lead, before, tail)
    # 全县21件，其中县政府办公室12件；废止6件: of the office or of all is open again
    if found is Speaker.OTHER and report.meta.scope != BODY and _ASIDE.search(lead):
        without = _ASIDE.sub("", lead)
        whole = _last_named(report, book, without, before, tail)
        return Speaker.UNMARKED if whole is Speaker.OWN else found
    if found is not Speaker.UNMARKED or not before:
        return found
    # a body's own report is about the body unless figures of 全市 were given
    of_area = "#" in before and _AREA.search(before) is not None
    if report.meta.scope == BODY and not of_area:
        return found
    return _last_named(report, book, before, "")


def _last_named(
    report: Report,
    book: Phrasebook,
    lead: str,
    before: str,
    tail: str = "",
) -> Speaker:
    named = list(_all_named(report, book, lead, before, tail))
    # 局机关9件，下属单位5件，全局合计14件: only where the whole follows the seat is a part of it
    if report.meta.scope == BODY and _WHOLE.search(tail):
        named += ((match.end(), Speaker.OTHER) for match in _HEADQUARTERS.finditer(lead))
    # 一大队办结9件，二大队办结7件，全局办结16件: what the whole is made of
    own = any(who is Speaker.OWN for _, who in named)
    is_own = own and report.meta.scope == BODY
    if not is_own and _WHOLE_LATER.search(tail) and _PART.search(lead):
        named.append((len(lead), Speaker.OTHER))
    named += _all_together(report, book, lead, named)
    last, speaker = -1, Speaker.UNMARKED
    for position, who in named:
        if position >= last:
            last, speaker = position, who
    return speaker


def _all_together(
    report: Report,
    book: Phrasebook,
    lead: str,
    named: Sequence[tuple[int, Speaker]],
) -> Iterator[tuple[int, Speaker]]:
    """Where the bodies named so far are taken together, they are what the tables cover."""
    others = any(who is Speaker.OTHER for _, who in named)
    # without a body there is nothing to add up
    if not others:
        return
    if report.meta.scope == BODY and not _HEADQUARTERS.search(lead):
        return
    for match in book.marks["together"].finditer(lead):
        # the busiest ones, or some among them, add up to no whole
        if not book.marks["picked"].search(lead, 0, match.end()):
            yield match.end(), Speaker.OWN


def _all_named(
    report: Report,
    book: Phrasebook,
    lead: str,
    before: str,
    tail: str,
) -> Iterator[tuple[int, Speaker]]:
    """Each body, office or area that a lead names, with the end of its name."""
    agency = shorten(report.meta.agency)
    of_area = report.meta.scope != BODY
    marks = book.marks
    yield from _bodies_named(report, book, lead, before)
    for match in marks["units"].finditer(lead):
        yield match.end(), Speaker.OTHER
    office = Speaker.OTHER if of_area else Speaker.OWN
    for match in marks["office"].finditer(lead):
        # 省政府本级 in the report of a department is the government, as 本级 alone is not
        is_seat = match.group() == _LEVEL_ITSELF and lead.endswith(_GOVERNMENT, 0, match.start())
        is_other = is_seat and not agency.endswith(_GOVERNMENT)
        yield match.end(), Speaker.OTHER if is_other else office
    for match in marks["area"].finditer(lead):
        # a zone's committee is the area that it administers, unless it has a figure of its own
        is_beside = _SEAT_BESIDE.match(tail) or _SEAT_BEFORE.search(lead)
        zone = "区" in match.group() and agency.endswith(_ZONE_SEAT) and not is_beside
        yield match.end(), Speaker.OWN if of_area or zone else Speaker.OTHER
    if not of_area:
        for match in marks["own"].finditer(lead):
            yield match.end(), Speaker.OWN
        return
    name = _PLACE_NAME.sub("", agency)
    position = lead.rfind(name) if name else -1
    if position >= 0:
        yield position + len(name), Speaker.OWN


def _bodies_named(
    report: Report,
    book: Phrasebook,
    lead: str,
    before: str,
) -> Iterator[tuple[int, Speaker]]:
    first = book.organ.search(lead)
    # most leads name no other body
    if first is None:
        return
    agency = shorten(report.meta.agency)
    marks = book.marks
    area_counted = "#" in before and marks["area"].search(before) is not None
    for match in marks["other"].finditer(lead, max(0, first.start() - LONGEST_NAME)):
        start, end = match.start("name"), match.end()
        if not _is_named(match["name"], agency):
            yield end, Speaker.OTHER
        elif report.meta.scope == BODY:
            yield end, Speaker.OWN
        elif area_counted or marks["beside"].search(lead, 0, start):
            # the government beside its area is its office
            yield end, Speaker.OTHER


@lru_cache(maxsize=_MOST_REMEMBERED)
def _is_named(name: str, agency: str) -> bool:
    """Whether a name is the agency's; each figure asks of all names before it."""
    return _is_own_kind(name, agency) or is_body(shorten(name), agency)


def _is_own_kind(name: str, agency: str) -> bool:
    """学校 in a school's own report, 集团公司 in that of a firm."""
    plain = _TIME.sub("", name)
    return any(said.fullmatch(plain) and ends.search(agency) for said, ends in _OWN_NAMES)


def shorten(name: str) -> str:
    """A name without the words that are left out of it most often."""
    return _ZONE_SEAT_IN_FULL.sub(_ZONE_SEAT, name.replace("人民", ""))


def is_body(
    name: str,
    agency: str,
) -> bool:
    """Whether a name in a sentence is the agency's: in full, without its place, or shortened.

    A place is meant only by its whole name.

    >>> [is_body(name, "某市水务局") for name in ("其中市水务局", "区县水务局", "某市")]
    [True, False, False]
    >>> [is_body(name, "某市某区发展和改革局") for name in ("区发改局", "市发改局", "区财政局")]
    [True, False, False]
    >>> is_body("市城管局", "某市城市管理行政执法局"), is_body("市市场监管局", "某市市场监督管理局")
    (True, True)
    >>> is_body("某港海关", "某湾海关"), is_body("某湾海关", "某湾海关")
    (False, True)
    >>> zone = "某市经济技术开发区管委会"
    >>> [is_body(name, zone) for name in ("管委会", "经开区管委会", "高新区管委会")]
    [True, True, False]
    """
    if name.endswith(_BRANCHES):
        return agency.endswith(name)
    # a place is named by its whole name only: 某市 is not 某市水务局
    fits = _ends_name if _PLACE.search(name) else operator.contains
    for start in range(len(name) - 1):
        suffix = name[start:]
        # only the whole name, or an abbreviation of it, tells one customs house from another
        if suffix in _KINDS:
            return agency.endswith(suffix) and _abbreviates(name.lstrip("年度"), agency)
        if fits(agency, suffix):
            # what stands before the part that fits may name another place: 区县|水务局
            return not _OTHER_PLACE.search(name[:start])
    return _is_abbreviated_at_level(name, agency)


def _ends_name(
    agency: str,
    suffix: str,
) -> bool:
    """Whether an agency, or the place whose seat it is, ends in a name."""
    return agency.endswith(suffix) or _SEAT.sub("", agency).endswith(suffix)


def _abbreviates(
    short: str,
    long: str,
) -> bool:
    """Whether the letters of a short name stand in the long one in this order."""
    letters = iter(long)
    return all(letter in letters for letter in short)


def _is_abbreviated_at_level(
    name: str,
    agency: str,
) -> bool:
    """区发改局 is 某市某区发展和改革局, 市发改局 is not."""
    one, other = _LEVEL.search(name), _LEVEL.search(agency)
    if not one or not other:
        return False
    if one["level"] != other["level"]:
        return False
    short, long = (_LONG_KIND.sub(r"\1\2", found["name"]) for found in (one, other))
    return short[-1] == long[-1] and _abbreviates(short, long)
