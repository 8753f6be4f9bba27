"""The chapters of a text that has no line breaks: their headings are known by their words."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise

from gxkit.document import Line, Where
from gxkit.forms import all_forms, per_form_set
from gxkit.report import Section
from gxkit.text import fold, fold_places

_OF = "的?"
_INFORMATION = "(?:政府)?信息"
_CHAPTERS = (
    "总体情况",
    "(?:工作)?(?:概述|概况)",
    "基本情况",
    f"{_INFORMATION}公开(?:工作)?情况",
    f"{_INFORMATION}依申请公开{_OF}(?:办理|工作)?情况",
    f"主动公开{_INFORMATION}{_OF}(?:工作)?情况",
    f"收到和处理{_INFORMATION}公开申请{_OF}情况",
    f"依申请公开{_INFORMATION}?{_OF}(?:办理|工作)?情况",
    f"{_INFORMATION}公开(?:申请)?{_OF}收费[及和]减免{_OF}情况",
    f"因?{_INFORMATION}公开(?:工作|申请)?(?:被申请)?{_OF}行政复议[、和]?(?:提起)?行政诉讼{_OF}情况",
    f"(?:{_INFORMATION}公开)?(?:工作)?中?存在{_OF}(?:主要)?问题[及和与、].{{0,6}}改进(?:措施|情况)",
    "其他需要(?:报告|说明)的(?:事项|情况)",
    "(?:需要)?说明(?:的事项)?[与和及]附[表件]",
    "附[表件]",
)
"""the chapters that the notices prescribe, of all editions"""
_HEADING = re.compile(rf"(?P<number>[一二三四五六七八九])、(?:{'|'.join(_CHAPTERS)})")
_NUMBERS = "一二三四五六七八九"
_SENTENCE_END = "。"
_NUMBER = re.compile(r"\d+")
_FIGURES = 4
"""more figures behind the last sentence of a chapter are those of a table without its head"""
_WORD = 4
"""letters of a label that may be words of a sentence too, as 行政复议"""

# Characters of a line that may be a whole report.
_SHORTEST = 300
# Headings from which on a line is a whole report: a sentence names one.
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading in a line: its characters, and the first one behind it."""

    start: int
    end: int


def part_line(
    line: Line,
    *,
    holds_table: bool,
) -> tuple[Section, ...]:
    """The chapters in one line; none where fewer than two of their headings stand there in order.

    Where the line holds the tables too, a chapter ends with the last sentence before its table.
    """
    # no line of one chapter is so rich in headings; most end here
    if line.text.count("、") < _FEWEST or len(line.text) < _SHORTEST:
        return ()
    folded = fold(line.text)
    found = _find_headings(folded)
    if len(found) < _FEWEST:
        return ()
    places = fold_places(line.text)
    headings = [_Heading(places[one.start()], places[one.end() - 1] + 1) for one in found]
    end = _Heading(len(line.text), len(line.text))
    sections = []
    for heading, following in pairwise([*headings, end]):
        text = line.text[heading.end : following.start]
        if holds_table:
            span = (bisect_left(places, heading.end), bisect_left(places, following.start))
            table = _landmarks().search(folded, *span)
            text = _before_table(text, places[table.start()] - heading.end if table else None)
        lead = len(text) - len(text.lstrip())
        sections.append(
            Section(
                line.text[heading.start : heading.end],
                text.strip(),
                _place(line, heading.start, heading.end),
                (_place(line, heading.end + lead, following.start),),
                line.recognised,
            )
        )
    return tuple(sections)


def _find_headings(folded: str) -> list[re.Match[str]]:
    """The headings in a line whose numbers ascend; a table of contents before them is none."""
    found: list[re.Match[str]] = []
    for heading in _HEADING.finditer(folded):
        number = heading["number"]
        if found and number == found[0]["number"]:
            found = [heading]
        elif not found or _NUMBERS.index(number) > _NUMBERS.index(found[-1]["number"]):
            found.append(heading)
    return found


@per_form_set
def _landmarks() -> re.Pattern[str]:
    """What the head of a table says, and the label of its first row."""
    texts: set[str] = set()
    for form in all_forms().values():
        for table in form.tables:
            first, *_ = table.rows
            texts.update((*table.headers, *first.path[:1]))
    longest_first = sorted(map(fold, texts), key=len, reverse=True)
    return re.compile("|".join(re.escape(text) for text in longest_first if len(text) > _WORD))


def _before_table(
    text: str,
    table: int | None,
) -> str:
    """A chapter as far as the last sentence before its table, of which the head begins at a
    character; None where none stands there."""
    prose = text[:table]
    end = prose.rfind(_SENTENCE_END) + 1
    is_table = table is not None or len(_NUMBER.findall(prose, end)) > _FIGURES
    return prose[:end] if is_table else text


def _place(
    line: Line,
    start: int,
    end: int,
) -> Where:
    """Some characters of a line."""
    offset = line.where.start or 1
    return replace(line.where, start=offset + start, end=offset + max(start, end - 1))
