"""What is said of a table in the lines and cells above it: of which year it is, whether it was
corrected, whether it is a sample."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import (
    groupby,
    islice,
    takewhile,
)
from operator import attrgetter

from gxkit.filling import weights
from gxkit.filling.finding.lexicon import HAN, Lexicon
from gxkit.filling.tape import Tape, Token
from gxkit.filling.titles.title import is_report_title

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
# A day of another month than the first is one on which something was published.
_YEAR = re.compile(
    r"([2二][0〇○零][0-2〇○零一二][\d〇○零一二三四五六七八九])年(?:1月1日|(?!\d{1,2}月))"
    r"|(?<=年度[::])(20\d\d)$"
)
# 上年结转 and 本年新收 are rows of the forms, and say nothing of a whole table.
_LAST_YEAR = re.compile(r"(?:上一?|去|前一|往)年(?!结转|项目)|同期")
_THIS_YEAR = re.compile(r"[本今当]年(?!新|制发|废止|度?办理|处理|增|减|收费)")
_CHANGED = r"(?:更正|更改|变更|修改|订正|修订|修正|调整|纠正|改正|勘误)"
_BEFORE = re.compile(
    rf"{_CHANGED}之?前|^[(【\[]?[误旧][)】\]]?[::]?$|(?:^|[(:])(?:改前|[旧错]表|初稿)"
)
_CORRECTED = re.compile(
    rf"{_CHANGED}(?:之?后|为|如下|的?数据|的?内容|的?表|[版稿])|现{_CHANGED}|正确|现表|定稿"
    r"|^[(【\[]?[正新][)】\]]?[::]?$|(?:^|[(:])(?:改后|[新正]表)"
)
_MISTAKEN = re.compile(r"原(?:表|数据|文|件|公布|发布|报告|统计|来|先|始)|有误|错误|作废")
_SAMPLE = re.compile(
    r"样[表例张本式]|[表式]样|示例|示意|示范|范[例本表]|例表|举例|模[板版]|格式|空白?表|虚构|演示|测试数据"
    r"|填[报写表](?:说明|规范|要求)|填报[表样]|参考表"
)
_POINTS = re.compile(
    r"下列|以下|下表|如下|列出|列示|对照|对比|各表|此表|本表|附表|表格?为|数据为|情况为|[::]$"
)
# What speaks of tables that stand elsewhere, and what opens every report.
_BACK = re.compile(r"(?:^|[(注:*※])(?:以上|上[述列]?各?表|上[述列]|前述)")
_ELSEWHERE = re.compile(r"见[后下前上附]|见第|另见|参见")
_PREAMBLE = re.compile(r"报告如下|汇报如下|公布如下|公开如下|编制|根据|按照|依据")
_CLAUSE = re.compile(r"[,，。;；、()（）]")
# 对比2022年 names the year of other figures than those below, 2022年3件 states them itself.
_COMPARED = re.compile(r"(?:对比|相?比|较)(?:上述)?20\d\d年度?")
_COUNTED = re.compile(
    r"年度?(?:\d+(?![\d月]|[-~至])|.*?\d(?:件|条|项|次|份|起|宗|个|人|万?元|%|个百分点))"
)
_FIGURE = re.compile(r"^图[\d一二三四五六七八九十]")
_SENTENCE = re.compile(r"[^。]+。?")
# Characters of a heading; a sentence of the narrative is longer.
_LONGEST_HEADING = 36
# Lines below a table among which a note on it stands.
_LINES_BELOW = 3
# Characters of a paragraph; what is longer is a text that lost its line breaks.
_LONGEST_LINE = 600
# 年度 heads a column, and ends every year.
_SHORT_LABEL = 3


class Version(IntEnum):
    """Which of two versions of a table stands there, as far as it is said."""

    MISTAKEN = -1
    UNSAID = 0
    CORRECTED = 1


@dataclass(frozen=True, slots=True)
class Marks:
    """What is said of a table: its years, or how far from the report's its year is; the rest."""

    years: frozenset[int] = frozenset()
    offset: int | None = None
    version: Version = Version.UNSAID
    is_sample: bool = False

    def of_report(self, year: int | None) -> frozenset[int]:
        """The years that the table is said to be of, in a report of a year; none if not said."""
        if self.years or self.offset is None or year is None:
            return self.years
        return frozenset((year + self.offset,))

    def over(self, others: Marks) -> Marks:
        """These marks, and those of others where nothing is said here."""
        speaks_of_year = self.years or self.offset is not None
        year = self if speaks_of_year else others
        return Marks(
            year.years,
            year.offset,
            self.version or others.version,
            self.is_sample or others.is_sample,
        )


UNMARKED = Marks()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a table may be spoken of: from the table before to its own first label; its words."""

    low: int
    high: int
    words: Lexicon


def read_marks(tape: Tape, stretch: Stretch) -> Marks:
    """What the lines and cells between the table before and a table say of it.

    Of each question the nearest that answers counts.
    """
    texts = _texts_above(tape, stretch, weights.IN_USE.said_above)
    return _marks_of([text for text in texts if not _BACK.search(text)])


def read_years(tape: Tape, stretch: Stretch, lines: int) -> frozenset[int]:
    """The years that so many lines above a table name, as far as they speak of it."""
    texts = _texts_above(tape, stretch, lines)
    years, _ = _read_years(text for text in texts if not _BACK.search(text))
    return years


def read_note(tape: Tape, stretch: Stretch) -> Marks:
    """What a note says that stands in a stretch below a table, of it and of those before it."""
    first = tape.index_at(stretch.low) + 1
    following = islice(tape.tokens, first, None)
    below = takewhile(lambda token: token.start < stretch.high, following)
    lines = []
    for _, group in groupby(below, key=attrgetter("source")):
        text = "".join(token.text for token in group)
        # More of the head stands below the labels of a table across.
        if HAN.search(text) and text not in stretch.words.printed:
            lines.append(text)
        # Further down stands the narrative.
        if len(lines) == _LINES_BELOW:
            break
    notes = [text for text in lines if _BACK.search(text)]
    return _marks_of(notes)


def _marks_of(texts: Sequence[str]) -> Marks:
    years, offset = _read_years(texts)
    versions = filter(None, map(_read_version, texts))
    return Marks(
        years,
        offset,
        next(versions, Version.UNSAID),
        any(map(says_sample, texts)),
    )


def says_sample(text: str) -> bool:
    """Whether a folded line says that what follows is a sample or a form to be filled."""
    return _SAMPLE.search(text) is not None and _speaks_of_table(text)


def _texts_above(tape: Tape, stretch: Stretch, most: int) -> Iterator[str]:
    """The sentences above a table, the nearest first; what its form prints is left out."""
    lines = 0
    for text in _lines_above(tape, stretch):
        # The head says what stands below it, in each table of the form alike.
        if text in stretch.words.printed:
            continue
        for label in stretch.words.columns:
            text = text.replace(label, "") if len(label) > _SHORT_LABEL else text
        if not text:
            continue
        yield from reversed(_SENTENCE.findall(text))
        lines += 1
        if lines == most:
            return


def _lines_above(tape: Tape, stretch: Stretch) -> Iterator[str]:
    """The lines and cells above a table, the nearest first."""
    above = _tokens_above(tape, stretch)
    for source, group in groupby(above, key=attrgetter("source")):
        words = [token.text for token in group]
        # Where a file has no line breaks its words are all that parts its lines.
        if len(source.text) > _LONGEST_LINE:
            yield from words
        else:
            yield "".join(words[::-1])


def _tokens_above(tape: Tape, stretch: Stretch) -> Iterator[Token]:
    number = tape.index_at(stretch.high)
    while number > 0:
        number -= 1
        token = tape.tokens[number]
        if token.start < stretch.low:
            return
        if token.end <= stretch.high:
            yield token


def _read_years(texts: Iterable[str]) -> tuple[frozenset[int], int | None]:
    """The years that the nearest text names that speaks of one, or how far off it says to be."""
    for text in texts:
        # Most lines name no year, and need not be understood.
        if not _names_year(text) or not _speaks_of_table(text):
            continue
        said = "|".join(_speaking(text))
        found = [one or other for one, other in _YEAR.findall(said)]
        years = frozenset(int(year.translate(_DIGITS)) for year in found)
        if years:
            return years, None
        last, this = _LAST_YEAR.search(said), _THIS_YEAR.search(said)
        # A text that names both years tells of a comparison.
        if bool(last) != bool(this):
            return years, -1 if last else 0
    return frozenset(), None


def _speaking(text: str) -> list[str]:
    """The clauses of a text that may say of which year the table below is."""
    compared = _COMPARED.sub("", text)
    clauses = _CLAUSE.split(compared)
    dated = sum(map(_names_year, clauses))
    # 2022年收到3件，情况如下 counts what the table shows.
    keeps_counted = dated == 1 and _POINTS.search(text)
    speaking = [part for part in clauses if not _ELSEWHERE.search(part)]
    if keeps_counted:
        return speaking
    return [part for part in speaking if not _COUNTED.search(part)]


def _names_year(text: str) -> bool:
    return "年" in text or "同期" in text


def _speaks_of_table(text: str) -> bool:
    """Whether a text is a heading or points at what follows; the narrative names years too."""
    if is_report_title(text) or _PREAMBLE.search(text) or _FIGURE.search(text):
        return False
    return _is_heading(text) or bool(_POINTS.search(text) or _BACK.search(text))


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not text.endswith("。")


def _read_version(text: str) -> Version:
    if not _is_heading(text) and not _POINTS.search(text):
        return Version.UNSAID
    # 更正前的原表 is the mistaken one, 更正后的表（原表有误） the corrected one.
    if _BEFORE.search(text):
        return Version.MISTAKEN
    if _CORRECTED.search(text):
        return Version.CORRECTED
    return Version.MISTAKEN if _MISTAKEN.search(text) else Version.UNSAID
