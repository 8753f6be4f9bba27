"""A statement cut into the stretches that belong to its figures, with the words known in each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from gxkit.narrative.naming import AND, FILLER, JOINING, PART, TOWARDS, Naming, Tags, Word
from gxkit.narrative.numerals import Token, TokenKind
from gxkit.narrative.prose import Statement, masked_length

LIST_SIGN = "、"
ENDS = "，,。;:()/—\n"
"""signs that end a stretch"""
_FIGURE = "#"
_OPENS_PARTS = ("(", ":", "—")
_LABEL_STARTS, _LABEL_ENDS = ":;。\n(", (".", ")")
_OF_KINDS = ("类", "种", "方面", "部分")
"""units of figures that count kinds and no things: 两种方式"""
_VERBS = ("step", "result")
_FEW = range(2, 6)
_TOGETHER = re.compile(r"(?:相加|加起来|合起来|合计|之和|合并|共)")
"""behind 两项, 三项 what it takes together stands before it"""
_LABEL = re.compile(r"[a-z]|[^\w\u4e00-\u9fff]+")
"""no word: A.予以公开29件, 新收9件+上年结转1件"""
_BODY = re.compile(
    r"[\u4e00-\u9fff、()]{0,24}(?:[省市县区州旗镇乡村局委厅办队站所院馆会科股处系统校]"
    r"|街道|政府|部门|单位|机关|中心|窗口|公司)$"
)
"""unknown words before those that name: who did it"""

_SITE = re.compile(r"[主子分]站$")
"""no station, but a part of a web-site"""
_QUALIFYING = (
    *("通过", "以", "向", "对", "为", "由", "从"),
    *("涉及", "关于", "针对", "有关", "相关"),
)
"""words that make unknown ones a condition: 通过邮政寄递收到"""
MEDIUM = re.compile(
    r"(?:[网栏刊报屏]|[主子分]站|平台|频道|公众号|微博|微信|客户端|电台|电视台?|广播站?|大厅)$"
)
"""unknown words that are a place where something is shown, and perhaps not all of it"""


@dataclass(frozen=True, slots=True)
class Gap:
    """Unknown words in a masked statement, and where they begin."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a masked statement, from `start` to `end`."""

    start: int
    end: int
    token: Token


@dataclass
class Stretch:
    """A stretch of a statement with its known words, what is between them, and its figure.

    `place` is its number in the statement, `opener` the sign before it; `figure` is None where it
    has none.
    """

    place: int
    start: int
    end: int
    opener: str = ""
    figure: Figure | None = None
    words: Sequence[Word] = ()
    gaps: list[Gap] = field(default_factory=list)

    @property
    def unit(self) -> str:
        """The unit of its figure."""
        return self.figure.token.unit if self.figure else ""

    @property
    def is_zero(self) -> bool:
        """Whether its figure is 0; so is what it denies where it has none."""
        return self.figure is None or self.figure.token.number == 0

    @cached_property
    def said(self) -> Tags:
        """The tags of all its words."""
        return frozenset([word.tag for word in self.words])

    @cached_property
    def tags(self) -> Tags:
        """The tags of the words that name something; asked for a dozen times."""
        return self.said - JOINING

    @property
    def lead_end(self) -> int:
        """Where the text before its figure ends."""
        return self.figure.start if self.figure else self.end

    @property
    def is_part(self) -> bool:
        """Whether it stands in a list of parts of the figure before it."""
        return self.opener in _OPENS_PARTS or self.has(PART)

    @property
    def goes_on(self) -> bool:
        """Whether its figure has no words of its own and goes on with the list before it."""
        is_bare = not self.tags and not self.gaps
        return self.figure is not None and is_bare and self.opener in ("", LIST_SIGN)

    def has(self, tag: str) -> bool:
        """Whether one of its words has a tag."""
        return tag in self.said

    def has_before(self, tag: str) -> bool:
        """Whether a word before its figure has a tag."""
        return any(word.tag == tag and word.start < self.lead_end for word in self.words)

    def strange(self) -> list[str]:
        """The unknown words, but for a body before the words that name."""
        named = [word.start for word in self.words if word.tag not in JOINING]
        first = min(named, default=self.lead_end)
        return [gap.text for gap in self.gaps if not self._is_speaker(gap, first)]

    def _is_speaker(self, gap: Gap, first: int) -> bool:
        if gap.start >= min(first, self.lead_end):
            return False
        # 向市政府申请: not who did it, but to whom
        if any(word.end == gap.start and word.tag == TOWARDS for word in self.words):
            return False
        return _BODY.match(gap.text) is not None and not _SITE.search(gap.text)


def is_condition(text: str, stretch: Stretch, gap: Gap) -> bool:
    """Whether unknown words say that only some are counted: 通过邮政寄递收到, 校园网发布."""
    if MEDIUM.search(gap.text):
        return True
    before = [text[word.start : word.end] for word in stretch.words if word.end == gap.start]
    return any(word in _QUALIFYING for word in before)


def tags_of(words: Sequence[Word]) -> Tags:
    """The tags of words that name something."""
    return frozenset([word.tag for word in words]) - JOINING


def scan(
    text: str,
    naming: Naming,
    figures: Mapping[int, int] | None = None,
) -> list[Word]:
    """The known words of a folded text; where its figures begin and end."""
    words: list[Word] = []
    ends = figures or {}
    position = 0
    while position < len(text):
        if position in ends:
            position = ends[position]
            continue
        word = naming.find_word(text, position)
        if word is None:
            position += 1
            continue
        words.append(word)
        position = word.end
    return words


class _Cutter:
    """Cuts one statement."""

    def __init__(self, statement: Statement, naming: Naming) -> None:
        self.text = statement.masked
        self.kinds = naming.kinds
        figures = list(_figures_of(statement))
        spans = {figure.start: figure.end for figure in figures}
        words = scan(self.text, naming, spans)
        of_kinds = [one for one in figures if self._counts_kinds(one)]
        # 两种方式: a word of the sentence as any other
        words += [Word(one.start, one.end, FILLER) for one in of_kinds]
        self.words = sorted(words, key=lambda word: word.start)
        self.starts = [word.start for word in self.words]
        self.figures = [one for one in figures if one not in of_kinds]
        self.figure_starts = [figure.start for figure in self.figures]

    def _counts_kinds(self, figure: Figure) -> bool:
        if figure.token.unit in _OF_KINDS or self._is_label(figure):
            return True
        # 5项合计: a thing; 两项合计: the two before it
        return figure.token.number in _FEW and bool(_TOGETHER.match(self.text, figure.end))

    def _is_label(self, figure: Figure) -> bool:
        """办理结果:1.予以公开8件;2.部分公开3件: the number of an item."""
        if figure.token.unit or not self.text.startswith(_LABEL_ENDS, figure.end):
            return False
        before = self.text[: figure.start][-1:]
        return not before or before in _LABEL_STARTS

    def _words(self, start: int, end: int) -> list[Word]:
        return self.words[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def _figures(self, start: int, end: int) -> list[Figure]:
        first = bisect_left(self.figure_starts, start)
        return self.figures[first : bisect_left(self.figure_starts, end)]

    def cut(self) -> Iterator[Stretch]:
        """The stretches in order."""
        place, start, opener = 0, 0, ""
        for end in (*self._ends(), len(self.text)):
            for begin, finish, sign in self._cut_piece(start, end, opener):
                yield self._stretch(place, begin, finish, sign)
                place += 1
            opener = self.text[end : end + 1]
            start = end + 1

    def _ends(self) -> list[int]:
        """Where the signs stand that end a stretch; a bracket without a figure ends none."""
        ends: list[int] = []
        opened = -1
        for position, sign in enumerate(self.text):
            if sign not in ENDS:
                continue
            if sign == ")" and opened >= 0 and _FIGURE not in self.text[opened:position]:
                while ends and ends[-1] >= opened:
                    ends.pop()
                opened = -1
                continue
            if sign == "(":
                opened = position
            ends.append(position)
        return ends

    def _cut_piece(
        self,
        start: int,
        end: int,
        opener: str,
    ) -> Iterator[tuple[int, int, str]]:
        """A piece between two signs, cut between its figures."""
        figures = self._figures(start, end)
        begin, sign = start, opener
        leads = bool(figures) and bool(tags_of(self._words(start, figures[0].start)))
        for one, other in pairwise(figures):
            cut = self._cut_between(one.end, other.start, leads)
            yield begin, cut, sign
            sign = LIST_SIGN if self.text[cut] == LIST_SIGN else ""
            begin = cut + len(sign)
        yield begin, end, sign

    def _cut_between(
        self,
        end: int,
        start: int,
        leads: bool,
    ) -> int:
        """Where the text between two figures is cut.

        `leads`: the words stand before the figures (收到5件答复3件), not behind them (5件公开3件
        不予公开).
        """
        between = self.text[end:start]
        if between.startswith(LIST_SIGN):
            return end
        if LIST_SIGN in between:
            return end + between.rindex(LIST_SIGN)
        joins = [word for word in self._words(end, start) if word.tag in (AND, PART)]
        for word in joins:
            if word.start == end or word.end == start:
                return word.start
        if joins:
            return joins[-1].start
        return end if leads else self._before_verb(end, start)

    def _before_verb(self, end: int, start: int) -> int:
        """18件申请已答复17件: the verb behind the thing counted is of the figure behind it."""
        named = [word for word in self._words(end, start) if word.tag not in JOINING]
        kinds = [self.kinds.get(word.tag) for word in named]
        if len(named) > 1 and kinds[0] == "thing" and kinds[-1] in _VERBS:
            return named[0].end
        return start

    def _stretch(
        self,
        place: int,
        start: int,
        end: int,
        opener: str,
    ) -> Stretch:
        made = Stretch(place, start, end, opener, words=self._words(start, end))
        covered = [(word.start, word.end) for word in made.words]
        for figure in self._figures(start, end):
            made.figure = figure
            covered.append((figure.start, figure.end))
        position = start
        for begin, finish in (*sorted(covered), (end, end)):
            gap = self.text[position:begin].strip(ENDS + LIST_SIGN)
            if gap and not _LABEL.fullmatch(gap):
                made.gaps.append(Gap(position, gap))
            position = max(position, finish)
        return made


def _figures_of(statement: Statement) -> Iterator[Figure]:
    for token, mark in zip(statement.tokens, statement.marks, strict=True):
        if token.kind is TokenKind.NUMBER:
            yield Figure(mark, mark + masked_length(statement, token), token)


def cut_statement(statement: Statement, naming: Naming) -> tuple[Stretch, ...]:
    """The stretches of a statement in order."""
    return tuple(_Cutter(statement, naming).cut())
