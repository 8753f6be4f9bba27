"""What the figures of a statement count, by the words of the stretch that belongs to each.

A statement is cut into stretches, each with one figure or none. The tags of the known words of a
stretch name a concept; what they leave out (复议9件，其中维持5件: of what) is taken from the
figure before, from the stretch before, or from the heading. A word that nobody listed silences its
own stretch. A、B和C分别为 deals its figures out; A、B共 is a sum.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from gxkit.narrative.context import (
    AMONG,
    RECEIVED,
    STRONG,
    UNKNOWN,
    Concepts,
    Context,
)
from gxkit.narrative.joining import find_groups
from gxkit.narrative.loosening import Loosener
from gxkit.narrative.naming import EACH, NOT, PART, SHARED, Name, Naming, Tags, Word
from gxkit.narrative.numerals import PERCENT, TokenKind
from gxkit.narrative.prose import Statement
from gxkit.narrative.senses import Denial, Sense, sense_of
from gxkit.narrative.settling import Settler, settle_order
from gxkit.narrative.slips import Agreement
from gxkit.narrative.stretches import ENDS, LIST_SIGN, Stretch, cut_statement, scan, tags_of
from gxkit.narrative.totals import SUMMED, Totaller
from gxkit.report import Number

_REACHED = re.compile(r"(?:达到?|[升降增减]至|增加到|减少到|到|^为)$")
_OVER_YEARS = re.compile(r"历年|累计")
_ALL_YEARS = re.compile(r"历年|累计|以来|至今|总[数量]")
_SHARE_OF = "占"
_SHARE = re.compile(
    r"的?(?:约|近|比|超过?)?(?:#%|[一二三四五六七八九两半]成|大头|绝?大?多数|[一二三四五六七八九十百]+分之)"
)
"""behind a figure that another one is a share of: 占办结总数140件的三成"""
_BODY_ALONE = re.compile(
    r"[我本全]分?[省市县区州镇乡局委厅办队站所院馆会系]|街道|中心|单位|机关|本级|系统"
)
_YEAR_ALONE = re.compile(r"(?:其中|而)?(?:本年度?|今年|当年|~)(?:全年|新增|[度为的是有共])*$")
"""before a bare figure: the same thing in the year"""
_REQUESTED = frozenset(("request", "on_request"))
_ASKED = frozenset(("request", "submitted", "people"))
_TAKEN_ON = frozenset(("handled", "received"))
_OF_ALL = frozenset(("settled", "decided"))
_QUALIFYING = (
    *("通过", "经", "以", "向", "对", "为", "由", "从"),
    *("涉及", "关于", "针对", "有关", "相关"),
)
"""words that make unknown ones a condition: 通过邮政寄递收到"""
_CAUSE = re.compile(r"#[件条宗份](?:申请)?(?:因|由于)")
_GROWN = re.compile(r"(?:增长|上升|增加|下降|减少)(?:了|约|近)?$")
_WHOSE = frozenset(("who", "channel"))
_BEFORE_NEXT = frozenset(("request", "not_decided", "third_party"))
"""tags that do not say what became of a request"""
_SAID_LATER = frozenset(("carried_out", "in_force"))
"""tags that may stand behind the comma: 规范性文件6件，均现行有效"""
_ALL = ("均", "都", "皆", "全部")
_LIKE_BODIES = ("carried_in", "carried_out", "due", "litigation", "not_held")
"""words with 办 or 院 or 机关 in them that are no bodies"""
_ADDED = frozenset(("result", "reason", "remedy", "who", "channel", "paper", "affair", "place"))
"""kinds of which two things beside each other make a sum"""
_NEVER_DENIED = frozenset(("settled", "decided", "handled", "open"))
"""没有答复: says nothing of how many were due"""


class _Parser:
    """Names the figures of one statement, from the first to the last."""

    def __init__(self, stretches: Sequence[Stretch], context: Context) -> None:
        self.stretches = stretches
        self.context = context
        self.naming = context.naming
        self.text = context.statement.masked
        self.settler = Settler(stretches, context)
        self.loosener = Loosener(context, self.settler)
        self.totaller = Totaller(stretches, context)
        # for the bare figures to come, what A、B分别为 deals out
        self.dealt: list[Name | None] = []

    def senses(self) -> Iterator[tuple[int, Sense]]:
        """What the figures count, each with where it begins in the masked statement."""
        for stretch in self.stretches:
            self.context.enter(stretch)
            if stretch.figure is None:
                self.context.wait(stretch)
                continue
            # a share neither has a cell nor comes between a whole and its parts
            if stretch.unit in PERCENT:
                # 92%来自自然人，计460件: its figure may follow
                is_whose = not self.context.kinds(stretch.tags).isdisjoint(_WHOSE)
                # 新收申请增长12%，达到81件
                is_grown = _GROWN.search(self.text, stretch.start, stretch.lead_end)
                self.context.waiting = [stretch] if is_whose or is_grown else []
                continue
            sense = (
                self._by_cause(stretch)
                or self._sense_of(stretch)
                or self._by_next(stretch)
                or self._loosely(stretch)
            )
            groups = sense.groups if sense else ()
            self.context.remember(stretch, groups[0] if len(groups) == 1 else UNKNOWN)
            if sense:
                naming = tuple(self._like_bodies(stretch))
                yield stretch.figure.start, replace(sense, naming=naming)

    def _by_cause(self, stretch: Stretch) -> Sense | None:
        """有1件因年底收到，顺延至下年: 收到 tells why, and not what is counted."""
        behind = [word for word in stretch.words if word.start > stretch.lead_end]
        because = self.text[stretch.lead_end : stretch.end]
        causes = [word for word in behind if word.tag == "received"]
        if not causes or not _CAUSE.search(because):
            return None
        others = [word for word in stretch.words if word not in causes]
        return self._by_next(replace(stretch, words=others))

    def _loosely(self, stretch: Stretch) -> Sense | None:
        """Where unknown words stand among known ones: as the table has it."""
        if self._counts_nothing(stretch):
            return None
        named = self.loosener.loosen(stretch)
        return named or self.totaller.total_as_printed(stretch)

    def _by_next(self, stretch: Stretch) -> Sense | None:
        """尚有2件未到期限，结转下年: the words behind the comma say what became of them."""
        behind = self.stretches[stretch.place + 1 :][:1]
        if not behind or behind[0].figure or behind[0].opener not in ("，", ","):
            return None
        following = behind[0].tags
        if behind[0].gaps or len(following) != 1 or not following <= _SAID_LATER:
            return None
        # of what has a name of its own nothing more is told
        told = stretch.tags - _BEFORE_NEXT
        return sense_of(self.context.find(told | following, stretch))

    def _like_bodies(self, stretch: Stretch) -> Iterator[tuple[int, int]]:
        for word in stretch.words:
            if self.context.kind(word.tag) == "who" or word.tag in _LIKE_BODIES:
                yield word.start, word.end

    # ---- one figure

    def _sense_of(self, stretch: Stretch) -> Sense | None:
        lead = self.text[stretch.start : stretch.lead_end]
        if lead.startswith(_SHARE_OF) and stretch.figure:
            return self._base_of_share(stretch, stretch.figure.end)
        if self._counts_nothing(stretch):
            return None
        if self._is_among(stretch):
            return Sense(((RECEIVED,),))
        stretch = self._without_all(stretch)
        strange = stretch.strange()
        bare = not stretch.tags and not strange
        if bare and self.dealt:
            return sense_of(self.dealt.pop(0))
        self.dealt = []
        if bare:
            return self._bare(stretch)
        return self._beside_strange(stretch) if strange else self._by_words(stretch)

    def _base_of_share(
        self,
        stretch: Stretch,
        end: int,
    ) -> Sense | None:
        """予以公开49件，占办结总数140件的三成: the base is named by the words before it."""
        strange = any(gap.start < stretch.lead_end for gap in stretch.gaps)
        # 占用耕地5件: no share
        if strange or not _SHARE.match(self.text, end):
            return None
        words = [word for word in stretch.words if word.start < stretch.lead_end]
        tags = self.settler.settle(stretch, tags_of(words))
        return sense_of(self.context.find(tags, stretch)) if tags else None

    def _is_among(self, stretch: Stretch) -> bool:
        """全市310件申请中，由我局承办7件: those of the requests that were this body's."""
        before = self.stretches[: stretch.place][-1:]
        if not before or not before[0].tags & _REQUESTED or stretch.strange():
            return False
        lead = self.text[stretch.start : stretch.lead_end]
        among = self.text[before[0].start : before[0].end].rstrip("有").endswith(AMONG)
        told = stretch.tags <= _TAKEN_ON and _BODY_ALONE.search(lead) is not None
        return among and told and self.context.has((RECEIVED,))

    def _without_all(self, stretch: Stretch) -> Stretch:
        """15件申请均通过网络提交: what is said of all of them does not tell which are counted."""
        for word in stretch.words:
            text = self.text[word.start : word.end]
            settled = word.tag == "settled" and text.startswith(_ALL)
            if word.start < stretch.lead_end or not (settled or text in _ALL):
                continue
            words = [one for one in stretch.words if one.start < word.start]
            gaps = [gap for gap in stretch.gaps if gap.start < word.start]
            # 累计61件，今年的12件均已答复: of what the figure before it counts
            lead = self.text[stretch.start : stretch.lead_end]
            if stretch.tags <= _OF_ALL and _YEAR_ALONE.match(lead):
                return replace(stretch, words=words, gaps=gaps)
            # 5件均为自然人: with nothing else it is all that tells
            named = tags_of(words) and not settled
            return replace(stretch, words=words, gaps=gaps) if named else stretch
        return stretch

    def _counts_nothing(self, stretch: Stretch) -> bool:
        """Whether a figure is no count, or is denied (未收到5件)."""
        if stretch.has(NOT) and not stretch.is_zero:
            return True
        if not stretch.unit and not self._is_bare_count(stretch):
            return True
        return self._is_attribute(stretch)

    def _is_bare_count(self, stretch: Stretch) -> bool:
        """Whether digits without a unit count: behind a word, and nothing behind them."""
        end = stretch.lead_end
        # 1，204件: the head of a figure with a comma in it
        if self.text.startswith("，#", end + 1):
            return False
        if any(gap.start > end for gap in stretch.gaps):
            return False
        if any(word.start > end for word in stretch.words):
            return stretch.is_zero
        return end > stretch.start or stretch.opener == LIST_SIGN

    def _is_attribute(self, stretch: Stretch) -> bool:
        """收到申请5件的科室: the figure belongs to what follows, and that is not known."""
        end = stretch.figure.end if stretch.figure else stretch.end
        following = self.text[end + 1 : end + 2]
        if not self.text.startswith("的", end) or not following or following in ENDS:
            return False
        return not any(word.start <= end + 1 < word.end for word in stretch.words)

    def _beside_strange(self, stretch: Stretch) -> Sense | None:
        """By the words between the last unknown ones and the figure, if they alone are enough."""
        last = max(gap.start for gap in stretch.gaps)
        # 去年和今年分别收到: what is dealt out must be known to the last word
        told = not stretch.has("spoilt") and not stretch.has_before(SHARED)
        if last > stretch.lead_end or not told:
            return None
        # 通过邮政寄递收到: of some only
        before = [self.text[word.start : word.end] for word in stretch.words if word.end == last]
        if any(text in _QUALIFYING for text in before):
            return None
        run = tags_of([word for word in stretch.words if word.start > last])
        # 频繁、大量提出申请2件: which requests is what nobody knows
        if run <= _ASKED:
            return None
        tags = self.settler.settle(stretch, run)
        return self._widen(stretch, tags) if len(tags) >= STRONG else None

    def _by_words(self, stretch: Stretch) -> Sense | None:
        if stretch.has_before(SHARED) and not self._goes_on_naming(stretch):
            return self._deal(stretch, stretch.words)
        if stretch.has(EACH) and find_groups(self.context, stretch.words):
            return self._join(stretch, stretch.words)
        if self._is_dealt(stretch):
            return self._deal(stretch, stretch.words)
        tags = self.settler.settle(stretch, stretch.tags)
        if self._has_reason_before(tags):
            return None
        found = self._widen(stretch, tags)
        return found or self._join(stretch, stretch.words) or self._go_on(stretch, tags)

    def _goes_on_naming(self, stretch: Stretch) -> bool:
        """分别是重复申请9件，信访投诉18件: each figure has its own name beside it."""
        behind = self.stretches[stretch.place + 1 :][:1]
        is_named = any(one.figure and one.tags for one in behind)
        return is_named and not find_groups(self.context, stretch.words)

    def _has_reason_before(self, tags: Tags) -> bool:
        """信息不存在，无法提供的6件: of one reason, and which one the comma leaves open."""
        kinds = self.context.kinds(tags)
        if "result" not in kinds or "reason" in kinds:
            return False
        waited = [tag for one in self.context.waiting for tag in one.tags]
        return "reason" in self.context.kinds(frozenset(waited))

    def _is_dealt(self, stretch: Stretch) -> bool:
        """行政许可、行政处罚数量为8件和3件: as many figures as things."""
        groups = len(find_groups(self.context, stretch.words))
        if groups < STRONG:
            return False
        behind = self.stretches[stretch.place + 1 :][:groups]
        dealt = [one.goes_on and one.unit not in PERCENT for one in behind]
        # one figure more than things: nobody knows which is which
        return all(dealt[: groups - 1]) and sum(dealt) == groups - 1

    def _widen(
        self,
        stretch: Stretch,
        tags: Tags,
    ) -> Sense | None:
        """By a name; 办理75件，其中新收74件，结转1件 is the sum of its parts."""
        name = self.context.find(tags, stretch)
        if name is None or not name.parts:
            return sense_of(name)
        behind = self.stretches[stretch.place + 1 :][:STRONG]
        parts = [one for one in behind if one.figure]
        said = {tag for one in parts for tag in one.tags}
        # 收到75件，上年结转1件: whether both are in it is told by the other part, or by 含
        both = "handled" in tags or "received" in said or self._holds(parts)
        if parts and parts[0].is_part and both and said & {"carried_in", "carried"}:
            return Sense((name.parts,))
        return self.totaller.total_in_hand(stretch, name) if "handled" in tags else sense_of(name)

    def _holds(self, parts: Sequence[Stretch]) -> bool:
        """受理20件（含上年结转1件）: what was carried in is said to be in it."""
        return bool(parts) and parts[0].has(PART) and len(parts) == 1

    def _go_on(self, stretch: Stretch, tags: Tags) -> Sense | None:
        """现行有效规章19件、规范性文件388件: the verb of the figure before holds on."""
        kinds = self.context.kinds(tags)
        known = bool(self.context.seen) and self.context.seen[-1] != UNKNOWN
        if not known or stretch.opener not in (LIST_SIGN, "，", ","):
            return None
        last = self.context.last
        kept = frozenset(tag for tag in last if self.context.kind(tag) not in kinds)
        # 出台1件，目前共有规范性文件6件: the same thing again is counted otherwise
        if not kept or not kinds <= self.context.kinds(last) or tags <= last:
            return None
        return sense_of(self.context.find(tags | kept, stretch))

    # ---- several things

    def _join(
        self,
        stretch: Stretch,
        words: Sequence[Word],
    ) -> Sense | None:
        """行政复议、行政诉讼共46件: a sum; 均为0件: each of them."""
        groups = find_groups(self.context, words)
        settled = [self.settler.settle(stretch, group) for group in groups]
        names = [self.context.find(group, stretch) for group in settled]
        concepts = [name.concepts for name in names if name]
        if not groups or len(concepts) < len(groups):
            return None
        each = stretch.has(EACH)
        summed = SUMMED.search(self.text, stretch.start, stretch.lead_end)
        if stretch.is_zero and (each or not summed):
            return Sense(tuple(concepts))
        # 均为3: whether each or both together is open
        if each or not self.context.kinds(groups[0] ^ groups[1]) <= _ADDED:
            return None
        return Sense((tuple(concept for group in concepts for concept in group),))

    def _deal(self, stretch: Stretch, words: Sequence[Word]) -> Sense | None:
        """A、B分别为3件、4件: the first is for this figure, the others for the bare ones behind."""
        groups = settle_order(find_groups(self.context, words))
        behind = self.stretches[stretch.place + 1 :][: max(0, len(groups) - 1)]
        bare = [one for one in behind if one.figure and not one.tags and not one.gaps]
        # with more or fewer figures than things nobody knows which is which
        if not groups or len(bare) < len(groups) - 1:
            return None
        first, *rest = [self.context.find(group, stretch) for group in groups]
        self.dealt = rest
        return sense_of(first)

    # ---- a figure without words of its own

    def _bare(self, stretch: Stretch) -> Sense | None:
        """By what stands before it, or the heading."""
        lead = self.text[stretch.start : stretch.lead_end]
        waiting, seen = self.context.waiting, self.context.seen
        waited = [word for one in waiting for word in one.words]
        told = tags_of(waited)
        # 市公安局最多，为310件: whose figure it is stands before the comma
        if not told and any(one.gaps for one in waiting):
            return None
        if _REACHED.search(lead):
            return sense_of(self.context.find(told or self.context.last, stretch))
        if self._is_the_same(stretch, lead, told):
            return Sense((seen[-1],))
        if told and not any(one.strange() for one in waiting):
            return self._by_waiting(stretch, waited)
        # 自然人提出的占绝大多数，共9件: of what was just named, though not understood
        if seen and not told:
            return self.totaller.total(stretch, lead)
        return None if waiting else self._by_heading(stretch)

    def _is_the_same(
        self,
        stretch: Stretch,
        lead: str,
        told: Tags,
    ) -> bool:
        """全县205件，我乡3件; 历年累计77件，本年度12件: the same thing of another body or time.

        `told` are the tags of the words since the figure before.
        """
        seen = self.context.seen
        if not seen or seen[-1] == UNKNOWN:
            return False
        if _OVER_YEARS.search(lead):
            return True
        before = self.stretches[stretch.place - 1]
        # 我局: not the body of what was named in between
        if told or before.figure is None:
            return False
        if stretch.gaps or _BODY_ALONE.search(lead):
            return True
        said = self.text[: stretch.start]
        return bool(_YEAR_ALONE.match(lead) and _ALL_YEARS.search(said))

    def _by_waiting(self, stretch: Stretch, waited: list[Word]) -> Sense | None:
        """关于依申请公开事项，共5件: of what the stretches before it say."""
        # 分为10类，共37条: of how many of them is not told
        if any(self.text.startswith("#", word.start) for word in waited):
            return None
        words = [*waited, *stretch.words]
        if stretch.has(SHARED):
            return self._deal(stretch, words)
        found = self.context.find(tags_of(waited), stretch)
        return sense_of(found) or self._join(stretch, words)

    def _by_heading(self, stretch: Stretch) -> Sense | None:
        heading = self.context.statement.item or self.context.heading
        tags = tags_of(scan(heading, self.naming))
        # 依申请公开办理情况 names the whole chapter and no figure
        if "on_request" in tags or {"handled", "request"} <= tags:
            return self._all_settled(stretch)
        self.context.frame_by(tags)
        return sense_of(self.context.find(tags, stretch))

    def _all_settled(self, stretch: Stretch) -> Sense | None:
        """当年共11件，均已答复: all that came, and nothing else."""
        behind = self.stretches[stretch.place + 1 :][:1]
        if not behind or behind[0].figure or behind[0].gaps or not behind[0].tags:
            return None
        text = self.text[behind[0].start : behind[0].end]
        settled = behind[0].tags <= _OF_ALL and text.startswith(_ALL)
        return sense_of(self.context.find(frozenset(("request",)), stretch)) if settled else None

    # ---- denials

    def denials(self) -> Iterator[Denial]:
        """没有收到, 未发生 and the like, with what they deny."""
        for stretch in self.stretches:
            if stretch.figure is None:
                words = stretch.words
                places = [place for place, word in enumerate(words) if word.tag == NOT]
                for start, stop in pairwise([*places, len(words)]):
                    yield from self._deny(stretch, start, stop)

    def _deny(
        self,
        stretch: Stretch,
        start: int,
        stop: int,
    ) -> Iterator[Denial]:
        """What the word at `start` denies: the words behind it up to `stop`, else those before."""
        denied = stretch.words[start]
        words = stretch.words[start + 1 : stop]
        end = stretch.words[stop].start if stop < len(stretch.words) else stretch.end
        strange = any(denied.end <= gap.start < end for gap in stretch.gaps)
        before = stretch.words[:start]
        if not tags_of(words):
            words = before
            strange = bool(stretch.strange())
        # 企业、科研机构均未提出申请: of those before it
        elif "who" in self.context.kinds(tags_of(before)):
            words = [*before, *words]
        tags = tags_of(words)
        if strange or not tags or tags <= _NEVER_DENIED:
            return
        blank = replace(stretch, words=[*words, Word(denied.start, denied.end, EACH)])
        sense = self._join(blank, words) or sense_of(self.context.find(tags, blank))
        if sense:
            yield Denial(denied.start, end, sense)


def name_figures(
    naming: Naming,
    statement: Statement,
    heading: str,
    has: Callable[[Concepts], bool],
    year: int | None,
    compare: Callable[[Concepts, Number | None], Agreement],
) -> tuple[dict[int, Sense], tuple[Denial, ...]]:
    """What the figures of a statement count, by where they begin, and what its words put at 0.

    `has` tells whether the report asks for concepts, `year` is the report's,
    `compare` tells how a number is beside that of concepts in its tables.
    """
    # most sentences have no figure and deny nothing
    has_figure = any(token.kind is TokenKind.NUMBER for token in statement.tokens)
    if not has_figure and not naming.may_deny(statement.masked):
        return {}, ()
    context = Context(naming, statement, heading, has, year, compare)
    parser = _Parser(cut_statement(statement, naming), context)
    return dict(parser.senses()), tuple(parser.denials())
