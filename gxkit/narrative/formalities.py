"""What is wrong with a report as a whole: dated too early, a chapter twice, nothing on fees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gxkit.report import Report
from gxkit.text import Sentence, fold, read_chinese

CHAPTER_SIGN = "、"
OF_FEES = re.compile(r"处理费")
"""what the notice calls the fee for information"""
OF_CHARGES = re.compile(r"费用|收费|收取|免费")
"""what a report may say instead in the chapter that asks for it"""
_NOTHING = re.compile(
    r"[^。;]{0,16}(?:无|没有)(?:其[他它])?(?:需要?)?(?:报告|说明)?的?(?:事项|情况|内容)?[。.]?"
)
"""what says that there is nothing to report, of fees too"""
DEMANDING = "2021"
"""the form in whose last chapter the notice (国办公开办函〔2021〕30号) asks for these fees"""
OTHER_MATTERS = "其他需要报告的事项"
MOST_TWICE = 1
"""chapters that may be misnumbered: of more it is their order that is not understood"""

_EARLY = Sentence(
    "报告落款日期为{published}，早于所述期间的末日{end}：全年的数此时尚未齐备。",
    "The report is dated {published}, before {end}, the end of its period: the figures of the "
    "whole year could not be known yet.",
)
_TWICE = Sentence(
    "章节序号“{number}”出现两次：“{first}”、“{second}”。",
    "The chapter number {number} stands twice: “{first}”, “{second}”.",
)
_NO_FEES = Sentence(
    "“{heading}”没有说明收取信息处理费的情况，而国办公开办函〔2021〕30号要求说明。",
    "“{heading}” does not say what fees for information were charged, which the notice of the "
    "2021 form asks for.",
)


def say_formalities(report: Report) -> Iterator[Sentence]:
    """Remarks on a report as a whole: its date, the numbers of its chapters, the fees it omits."""
    yield from _say_date(report)
    yield from _say_chapters(report)
    yield from _say_fees(report)


def _say_date(report: Report) -> Iterator[Sentence]:
    meta = report.meta
    if meta.year is None or not meta.published:
        return
    end = meta.period[1] if meta.period else f"{meta.year}-12-31"
    # a day before the year itself is that of something else
    if f"{meta.year}-01-01" <= meta.published < end:
        yield _EARLY.fill(published=meta.published, end=end)


def _say_chapters(report: Report) -> Iterator[Sentence]:
    headings = [section.heading for section in report.sections]
    numbers = [_number_of(heading) for heading in headings]
    known = [number for number in numbers if number is not None]
    steps = [after - before for before, after in pairwise(known)]
    # items within a chapter begin at 一 again: only a row that climbs throughout is of chapters
    if len(known) < len(numbers) or known[:1] != [1] or min(steps, default=-1) < 0:
        return
    twice = [place for place, step in enumerate(steps) if step == 0]
    if len(twice) != MOST_TWICE or known[twice[0]] == 1:
        return
    first, second = headings[twice[0]], headings[twice[0] + 1]
    number, _, _ = first.partition(CHAPTER_SIGN)
    yield _TWICE.fill(number=number, first=first, second=second)


def _number_of(heading: str) -> int | None:
    number, sign, _ = fold(heading).partition(CHAPTER_SIGN)
    return read_chinese(number) if sign and number else None


def _say_fees(report: Report) -> Iterator[Sentence]:
    if set(report.editions.values()) != {DEMANDING}:
        return
    chapters = [section for section in report.sections if _is_of_other_matters(section.heading)]
    told = "\n".join(fold(line) for chapter in chapters for line in chapter.text.splitlines())
    # a chapter that is empty or missing may have been lost in reading
    if not told.strip() or any(map(_NOTHING.fullmatch, told.splitlines())):
        return
    said = any(OF_FEES.search(fold(section.text)) for section in report.sections)
    if not said and not OF_CHARGES.search(told):
        yield _NO_FEES.fill(heading=chapters[0].heading)


def _is_of_other_matters(heading: str) -> bool:
    return OTHER_MATTERS in fold(heading)
