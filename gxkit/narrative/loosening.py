"""What a figure counts where only some of its words are known, and the table prints it.

Nobody knows all words of all offices. Unknown ones beside a name mean something else often enough
that a difference tells nothing; where the table has the very number they hardly do. So the name is
taken if the table agrees, or if the two numbers differ as misprints do, and a difference is a
remark at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gxkit.narrative.context import Context
from gxkit.narrative.naming import PART, Tags
from gxkit.narrative.numerals import Token
from gxkit.narrative.senses import Sense, sense_of
from gxkit.narrative.settling import Settler
from gxkit.narrative.slips import Agreement
from gxkit.narrative.stretches import Stretch, is_condition

_REFUSED = frozenset(("spoilt", "not_decided", "concluded"))
"""tags of words that make it another thing, whatever stands beside them"""
_VERBS = frozenset(("received", "handled", "decided", "settled", "open", "made", "submitted"))
"""tags that leave open what was dealt with: 收到咨询12件"""
_ASKED_FOR = frozenset(("open", "information", "people"))
_BECAUSE = re.compile(r"(?:因|由于|鉴于)[^，,。;#、]*$")
_IDLE = ("thing", "step")
"""kinds of tags beside which another one names: 属重复申请，作出处理"""


class Loosener:
    """Names the figures of one statement that are not named by all of their words."""

    def __init__(
        self,
        context: Context,
        settler: Settler,
    ) -> None:
        self.context = context
        self.settler = settler
        self.text = context.statement.masked

    def loosen(self, stretch: Stretch) -> Sense | None:
        """The sense of a figure by those of its words that are known; None if nothing speaks for
        it."""
        figure = stretch.figure
        # about ten, and more than ten: too many numbers agree with them
        if figure is None or not _is_exact(figure.token):
            return None
        if not stretch.tags.isdisjoint(_REFUSED):
            return None
        is_limited = any(is_condition(self.text, stretch, gap) for gap in stretch.gaps)
        if is_limited or self._has_unknown_reason(stretch):
            return None
        for place, tags in enumerate(self._readings(stretch)):
            # two noughts are equal by chance: 收到投诉举报0起
            if not figure.token.number and (place or stretch.strange()):
                return None
            name = self.context.find(tags, stretch, is_loose=True)
            if name is None:
                continue
            agreement = self.context.compare(name.concepts, figure.token)
            # a misprint is believed of a figure that all known words name, and of no part, which is
            # less than its whole anyhow
            may_slip = place == 0 and not self._opens_part(stretch)
            slipped = may_slip and agreement is Agreement.SLIP
            if agreement is Agreement.SAME or slipped:
                return sense_of(name, is_loose=True)
        return None

    def _has_unknown_reason(self, stretch: Stretch) -> bool:
        """1件因会议纪要属讨论材料不予公开: of one reason, and not all that were denied."""
        kinds = self.context.kinds(stretch.tags)
        if "result" not in kinds or "reason" in kinds:
            return False
        return any(
            _BECAUSE.search(self.text, stretch.start, gap.start + len(gap.text))
            for gap in stretch.gaps
        )

    def _readings(self, stretch: Stretch) -> Iterator[Tags]:
        """The tags of a stretch, then those without what beside others tells nothing."""
        tags = self.settler.settle(stretch, stretch.tags or self._waited())
        # 收到咨询12件: the thing dealt with is what is not known
        if not tags or (tags <= _VERBS and self._hides_thing(stretch)):
            return
        yield tags
        # 要求公开征地信息的申请: what is asked for is not what is counted
        counted = tags - _ASKED_FOR
        # 公开（含部分公开）70件 is no attribute: both are counted
        if counted and "result" not in self.context.kinds(counted):
            yield counted
        # where the form counts both together one of them may be all
        if "letter" in tags:
            yield tags - {"letter"} | {"letter_fax"}
        for kind in _IDLE:
            fewer = self.context.without_kind(tags, kind)
            if fewer and fewer != tags and not fewer <= _VERBS:
                tags = fewer
                yield tags

    def _opens_part(self, stretch: Stretch) -> bool:
        """其中某法院受理117件 behind 119件; 全区（含街道）公开2,760条 is the whole itself."""
        opening = [word for word in stretch.words if word.start == stretch.start]
        return any(word.tag == PART for word in opening)

    def _waited(self) -> Tags:
        """重复申请次之，计7件: what stands before the comma names it."""
        return frozenset(tag for one in self.context.waiting[-1:] for tag in one.tags)

    def _hides_thing(self, stretch: Stretch) -> bool:
        """Whether unknown words stand where the thing counted would, behind the verb."""
        verbs = [word.end for word in stretch.words if word.tag in _VERBS]
        first = min(verbs, default=stretch.end)
        return any(gap.start >= first for gap in stretch.gaps)


def _is_exact(token: Token) -> bool:
    """Whether a figure is one number: 12, or 3.5, which stands for all that round to it."""
    low, number, high = token.low, token.number, token.high
    if low is None or number is None or high is None:
        return False
    return low == number == high or low < number < high
