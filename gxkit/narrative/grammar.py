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

from gxkit.narrative.borrowing import ALL, BODY_ALONE, OF_ALL, YEAR_ALONE, Borrower
from gxkit.narrative.context import (
    AMONG,
    RECEIVED,
    STRONG,
    UNKNOWN,
    Concepts,
    Context,
)
from gxkit.narrative.dealing import Dealer
from gxkit.narrative.denying import Denier
from gxkit.narrative.doubting import Doubter
from gxkit.narrative.joining import SUMMED, Joiner, find_groups
from gxkit.narrative.loosening import Loosener
from gxkit.narrative.naming import AND, EACH, JOINING, NOT, PART, SHARED, Naming, Tags
from gxkit.narrative.numerals import PERCENT, Token, TokenKind
from gxkit.narrative.prose import Statement
from gxkit.narrative.senses import Denial, Sense, sense_of
from gxkit.narrative.settling import Settler
from gxkit.narrative.slips import Agreement
from gxkit.narrative.stretches import (
    ENDS,
    LIST_SIGN,
    Gap,
    Stretch,
    cut_statement,
    is_condition,
    tags_of,
)
from gxkit.narrative.totals import Totaller

_SHARE_OF = "占"
_SHARE = re.compile(
    r"的?(?:约|近|比|超过?)?(?:#%|[一二三四五六七八九两半]成|大头|绝?大?多数|[一二三四五六七八九十百]+分之)"
)
"""behind a figure that another one is a share of: 占办结总数140件的三成"""
_CLOSING = frozenset(("decided", "settled", "carried", "carried_out", "and"))
"""tags of words that may stand behind bare digits"""
_COMMAS = ("，", ",")
_CARRIED = frozenset(("carried_in", "carried"))
_CASES = frozenset(("case",))
_RULING = frozenset(("ruling",))
_FATES = frozenset(("outcome",))
_REQUESTED = frozenset(("request", "on_request"))
_ASKED = frozenset(("request", "submitted", "people"))
_TAKEN_ON = frozenset(("handled", "received"))
_CAUSE = re.compile(r"#[件条宗份](?:申请)?(?:因|由于)")
_GROWN = re.compile(r"(?:增长|上升|增加|下降|减少)(?:了|约|近)?$")
_WHOSE = frozenset(("who", "channel"))
_KINDS_OF_PARTS = _WHOSE | {"result", "reason"}
_OUT_OF = re.compile(r"(?:申请)?(?:之)?[中里内](?:，)?(?:就|便|共|占|有)*(?:了)?#")
"""behind a figure out of which the next one is counted"""
_TAKEN_UP = re.compile(r"[中里内][^，,。;#]{0,6}占(?:了|有|据|去|到)*$")
"""before a figure of what the sentence is about: 在新收的57件申请里占了41件"""
_BEFORE_NEXT = frozenset(("request", "not_decided", "third_party"))
"""tags that do not say what became of a request"""
_SAID_LATER = frozenset(("carried_out", "in_force"))
"""tags that may stand behind the comma: 规范性文件6件，均现行有效"""
_LIKE_BODIES = ("carried_in", "carried_out", "due", "litigation", "not_held")
"""words with 办 or 院 or 机关 in them that are no bodies"""


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
        self.joiner = Joiner(context, self.settler)
        self.dealer = Dealer(stretches, context)
        self.doubter = Doubter(stretches, context, self.joiner)
        self.borrower = Borrower(
            stretches,
            context,
            self.joiner,
            self.totaller,
            self.dealer,
        )

    def senses(self) -> Iterator[tuple[int, Sense]]:
        """What the figures count, each with where it begins in the masked statement."""
        for stretch in self.stretches:
            self.context.enter(stretch)
            if stretch.figure is None:
                self.context.wait(stretch)
                continue
            if not self.context.counts(stretch):
                # 92%来自自然人，计460件: its figure may follow
                is_whose = not self.context.kinds(stretch.tags).isdisjoint(_WHOSE)
                # 新收申请增长12%，达到81件
                is_grown = _GROWN.search(self.text, stretch.start, stretch.lead_end)
                is_told = stretch.unit in PERCENT or bool(stretch.tags)
                goes_on = is_told and (is_whose or is_grown)
                self.context.waiting = [stretch] if goes_on else []
                continue
            if self._is_whole_of_waiting(stretch):
                continue
            sense = self._name(stretch)
            groups = sense.groups if sense else ()
            self.context.remember(stretch, groups[0] if len(groups) == 1 else UNKNOWN)
            if sense:
                naming = tuple(self._like_bodies(stretch))
                yield stretch.figure.start, replace(sense, naming=naming)

    def _is_whole_of_waiting(self, stretch: Stretch) -> bool:
        """企业申请占多数，19件中有11件: the kind before the comma is that of the second."""
        waited = tags_of([word for one in self.context.waiting for word in one.words])
        if stretch.tags or stretch.figure is None:
            return False
        # 收到申请，19件中有11件公开: all that came
        if self.context.kinds(waited).isdisjoint(_KINDS_OF_PARTS):
            return False
        return _OUT_OF.match(self.text, stretch.figure.end) is not None

    def _name(self, stretch: Stretch) -> Sense | None:
        """What the figure of a stretch counts: by all of its words, else by what is presumed."""
        stretch = self._without_bracket(stretch)
        for way in (self._by_cause, self._by_end_of_list):
            sense = way(stretch)
            if sense:
                return replace(sense, is_presumed=True)
        is_dealt = bool(self.dealer.dealt)
        sense = self._sense_of(stretch)
        if sense:
            sense = self.doubter.settle(stretch, sense)
            # nobody knows, so no other way does
            if sense is None:
                return None
            # the heading, the figure before, or words beside unknown ones may mean another thing
            lead = self.text[stretch.start : stretch.lead_end]
            named = bool(stretch.tags) or is_dealt or SUMMED.search(lead) is not None
            told = named and not stretch.strange()
            return sense if told else replace(sense, is_presumed=True)
        sense = self._by_next(stretch)
        if sense:
            return replace(sense, is_presumed=True)
        return self._loosely(stretch)

    def _by_end_of_list(self, stretch: Stretch) -> Sense | None:
        """31件复议案件、12件诉讼案件被纠正: what became of them is told once, behind the last."""
        last = self._behind(stretch)
        if last is None or not last.figure or not stretch.figure:
            return None
        # 收到31件复议，12件被纠正: with a comma between them each is told by itself
        if last.opener != LIST_SIGN and not last.has(AND):
            return None
        both = (stretch, last)
        if any(one.strange() for one in both):
            return None
        if not all(self._is_named_behind(one) for one in both):
            return None
        return self._with_outcome(stretch, last)

    def _with_outcome(self, stretch: Stretch, last: Stretch) -> Sense | None:
        kinds = self.context.kinds(stretch.tags)
        kinds_of_last = self.context.kinds(last.tags)
        rest = self.context.without_kind(last.tags, "outcome")
        told = last.tags - rest
        is_alike = not kinds.isdisjoint(kinds_of_last)
        if not told or "outcome" in kinds or not is_alike:
            return None
        name = self.context.find(stretch.tags | told, stretch)
        return sense_of(name)

    def _behind(self, stretch: Stretch) -> Stretch | None:
        """The stretch behind another; None behind the last."""
        place = stretch.place + 1
        if place == len(self.stretches):
            return None
        return self.stretches[place]

    def _is_named_behind(self, stretch: Stretch) -> bool:
        """12件诉讼案件: the figure stands before all that names it."""
        named = [word for word in stretch.words if word.tag not in JOINING]
        return bool(named) and all(word.start > stretch.lead_end for word in named)

    def _by_cause(self, stretch: Stretch) -> Sense | None:
        """有1件因年底收到，顺延至下年: 收到 tells why, and not what is counted."""
        behind = [word for word in stretch.words if word.start > stretch.lead_end]
        because = self.text[stretch.lead_end : stretch.end]
        if not _CAUSE.search(because):
            return None
        carried = [word.start for word in behind if word.tag == "carried_out"]
        # 因征求意见、补正等原因转下年: all up to what became of them is why
        if carried:
            return self._without_cause(stretch, carried[-1])
        causes = [word for word in behind if word.tag == "received"]
        if not causes:
            return None
        others = [word for word in stretch.words if word not in causes]
        return self._by_next(replace(stretch, words=others))

    def _without_cause(self, stretch: Stretch, end: int) -> Sense | None:
        cause = range(stretch.lead_end, end)
        words = [word for word in stretch.words if word.start not in cause]
        gaps = [gap for gap in stretch.gaps if gap.start not in cause]
        plain = replace(stretch, words=words, gaps=gaps)
        if plain.strange():
            return None
        name = self.context.find(plain.tags, stretch)
        return sense_of(name)

    def _loosely(self, stretch: Stretch) -> Sense | None:
        """Where unknown words stand among known ones: as the table has it."""
        if self._counts_nothing(stretch):
            return None
        named = self.loosener.loosen(stretch)
        total = named or self.totaller.total_as_printed(stretch)
        return total or self.totaller.remainder(stretch)

    def _by_next(self, stretch: Stretch) -> Sense | None:
        """尚有2件未到期限，结转下年: the words behind the comma say what became of them."""
        behind = self._behind(stretch)
        if behind is None or behind.figure:
            return None
        if behind.opener not in _COMMAS or behind.gaps:
            return None
        following = behind.tags
        if len(following) != 1 or not following <= _SAID_LATER:
            return None
        # of what has a name of its own nothing more is told
        told = stretch.tags - _BEFORE_NEXT
        name = self.context.find(told | following, stretch)
        return sense_of(name)

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
        # 复议8件、诉讼6件，两类案件合计14件: of what was listed
        is_sum = stretch.tags == _CASES and SUMMED.search(lead) is not None
        # 行政许可情况: 处理决定133件
        is_ruling = stretch.tags == _RULING and "affair" not in self.context.frame
        bare = (not stretch.tags or is_sum or is_ruling) and not strange
        if bare and self.dealer.dealt:
            return self.dealer.take()
        self.dealer.dealt = []
        if bare:
            return self.borrower.borrow(stretch)
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
        if stretch.place == 0 or stretch.strange():
            return False
        before = self.stretches[stretch.place - 1]
        said = self.text[before.start : before.end]
        is_among = said.rstrip("有").endswith(AMONG)
        if before.tags.isdisjoint(_REQUESTED) or not is_among:
            return False
        lead = self.text[stretch.start : stretch.lead_end]
        if not stretch.tags <= _TAKEN_ON or not BODY_ALONE.search(lead):
            return False
        return self.context.has((RECEIVED,))

    def _without_all(self, stretch: Stretch) -> Stretch:
        """15件申请均通过网络提交: what is said of all of them does not tell which are counted."""
        for word in stretch.words:
            text = self.text[word.start : word.end]
            settled = word.tag == "settled" and text.startswith(ALL)
            if word.start < stretch.lead_end or not (settled or text in ALL):
                continue
            words = [one for one in stretch.words if one.start < word.start]
            gaps = [gap for gap in stretch.gaps if gap.start < word.start]
            # 累计61件，今年的12件均已答复: of what the figure before it counts
            lead = self.text[stretch.start : stretch.lead_end]
            if stretch.tags <= OF_ALL and YEAR_ALONE.match(lead):
                return replace(stretch, words=words, gaps=gaps)
            # 5件均为自然人: with nothing else it is all that tells
            named = tags_of(words) and not settled
            return replace(stretch, words=words, gaps=gaps) if named else stretch
        return stretch

    def _without_bracket(self, stretch: Stretch) -> Stretch:
        """被诉1件（尚在审理）: what became of all of them does not tell which are counted."""
        opening = self.text.find("(", stretch.lead_end, stretch.end)
        if opening < 0:
            return stretch
        words = [word for word in stretch.words if word.start < opening]
        behind = [word for word in stretch.words if word.start > opening]
        told = self.context.kinds(tags_of(behind))
        is_remedy = "remedy" in self.context.kinds(tags_of(words))
        return replace(stretch, words=words) if is_remedy and told == _FATES else stretch

    def _counts_nothing(self, stretch: Stretch) -> bool:
        """Whether a figure is no count, or is denied (未收到5件)."""
        if stretch.has(NOT) and not stretch.is_zero:
            return True
        if _TAKEN_UP.search(self.text, stretch.start, stretch.lead_end):
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
        # 受理12315申诉966件: a name made of digits
        figure_end = stretch.figure.end if stretch.figure else end
        following = self.text[figure_end : figure_end + 1]
        # 收12结12: the next verb
        is_verb = self.naming.find_tag(self.text, figure_end) in _CLOSING
        if following and following not in ENDS + LIST_SIGN and not is_verb:
            return False
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
        gap = max(stretch.gaps, key=lambda gap: gap.start)
        last = gap.start
        # 书面及网上申请: one of the two things counted is not known
        if self._is_joined(stretch, gap):
            return None
        # 去年和今年分别收到: what is dealt out must be known to the last word
        told = not stretch.has("spoilt") and not stretch.has_before(SHARED)
        if last > stretch.lead_end or not told:
            return None
        if is_condition(self.text, stretch, gap):
            return None
        run = tags_of([word for word in stretch.words if word.start > last])
        # 频繁、大量提出申请2件: which requests is what nobody knows
        if run <= _ASKED:
            return None
        tags = self.settler.settle(stretch, run)
        if len(tags) < STRONG:
            return None
        return self._widen(stretch, tags)

    def _is_joined(self, stretch: Stretch, gap: Gap) -> bool:
        end = gap.start + len(gap.text)
        return any(word.tag == AND and word.start == end for word in stretch.words)

    def _by_words(self, stretch: Stretch) -> Sense | None:
        if self.dealer.is_of_years(stretch):
            own = self.settler.settle(stretch, stretch.tags)
            name = self.context.find(own, stretch)
            self.dealer.deal_years(stretch, name)
            return sense_of(name)
        if stretch.has_before(SHARED) and not self.dealer.goes_on_naming(stretch):
            return self.dealer.deal(stretch, stretch.words)
        if stretch.has(EACH) and find_groups(self.context, stretch.words):
            return self.joiner.join(stretch, stretch.words)
        if self.dealer.is_dealt(stretch):
            return self.dealer.deal(stretch, stretch.words)
        tags = self.settler.settle(stretch, stretch.tags)
        if self._has_reason_before(tags):
            return None
        found = self._widen(stretch, tags)
        joined = found or self.joiner.join(stretch, stretch.words)
        return joined or self._go_on(stretch, tags)

    def _has_reason_before(self, tags: Tags) -> bool:
        """信息不存在，无法提供的6件: of one reason, and which one the comma leaves open."""
        kinds = self.context.kinds(tags)
        if "result" not in kinds or "reason" in kinds:
            return False
        waited = [tag for one in self.context.waiting for tag in one.tags]
        return "reason" in self.context.kinds(frozenset(waited))

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
        is_handled = "handled" in tags
        is_held = self._holds(parts) and not is_handled
        both = "received" in said or is_held
        is_listed = bool(parts) and parts[0].is_part
        if is_listed and both and not _CARRIED.isdisjoint(said):
            return Sense((name.parts,))
        # 办理409件，含上年结转15件: those decided, or all that were in hand
        if is_handled:
            return self.totaller.total_in_hand(stretch, name)
        return sense_of(name)

    def _holds(self, parts: Sequence[Stretch]) -> bool:
        """受理20件（含上年结转1件）: what was carried in is said to be in it."""
        return bool(parts) and parts[0].has(PART) and len(parts) == 1

    def _go_on(self, stretch: Stretch, tags: Tags) -> Sense | None:
        """现行有效规章19件、规范性文件388件: the verb of the figure before holds on."""
        kinds = self.context.kinds(tags)
        seen = self.context.seen
        if not seen or seen[-1] == UNKNOWN:
            return None
        if stretch.opener not in (LIST_SIGN, *_COMMAS):
            return None
        last = self.context.last
        kept = last
        for kind in kinds:
            kept = self.context.without_kind(kept, kind)
        # 出台1件，目前共有规范性文件6件: the same thing again is counted otherwise
        is_alike = kinds <= self.context.kinds(last)
        if not kept or not is_alike or tags <= last:
            return None
        name = self.context.find(tags | kept, stretch)
        return sense_of(name)


def name_figures(
    naming: Naming,
    statement: Statement,
    heading: str,
    has: Callable[[Concepts], bool],
    year: int | None,
    compare: Callable[[Concepts, Token], Agreement],
) -> tuple[dict[int, Sense], tuple[Denial, ...]]:
    """What the figures of a statement count, by where they begin, and what its words put at 0.

    `has` tells whether the report asks for concepts, `year` is the report's,
    `compare` tells how a figure is beside those of concepts in its tables.
    """
    # most sentences have no figure and deny nothing
    has_figure = any(token.kind is TokenKind.NUMBER for token in statement.tokens)
    if not has_figure and not naming.may_deny(statement.masked):
        return {}, ()
    context = Context(naming, statement, heading, has, year, compare)
    parser = _Parser(cut_statement(statement, naming), context)
    denier = Denier(parser.stretches, context, parser.joiner)
    return dict(parser.senses()), tuple(denier.denials())
