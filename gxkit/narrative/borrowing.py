"""What a figure without words of its own counts: it borrows them from what stands before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gxkit.narrative.context import UNKNOWN, Concepts, Context
from gxkit.narrative.dealing import Dealer
from gxkit.narrative.joining import Joiner
from gxkit.narrative.naming import PART, SHARED, Tags, Word
from gxkit.narrative.senses import Sense, sense_of
from gxkit.narrative.stretches import LIST_SIGN, Stretch, scan, tags_of
from gxkit.narrative.totals import Totaller

BODY_ALONE = re.compile(
    r"[我本全]分?[省市县区州镇乡局委厅办队站所院馆会系]|街道|中心|单位|机关|本级|系统"
)
YEAR_ALONE = re.compile(r"(?:其中|而)?(?:本年度?|今年|当年|~)(?:全年|新增|[度为的是有共])*$")
"""before a bare figure: the same thing in the year"""
OF_ALL = frozenset(("settled", "decided"))
ALL = ("均", "都", "皆", "全部")
_REACHED = re.compile(r"(?:达到?|[升降增减]至|增加到|减少到|到|^为)$")
_OVER_YEARS = re.compile(r"历年|累计")
_ALL_YEARS = re.compile(r"历年|累计|以来|至今|总[数量]|@|~[至到-]~")


class Borrower:
    """Names the figures of one statement that have no words of their own."""

    def __init__(
        self,
        stretches: Sequence[Stretch],
        context: Context,
        joiner: Joiner,
        totaller: Totaller,
        dealer: Dealer,
    ) -> None:
        self.stretches = stretches
        self.context = context
        self.joiner = joiner
        self.totaller = totaller
        self.dealer = dealer
        self.text = context.statement.masked

    def borrow(self, stretch: Stretch) -> Sense | None:
        """By what stands before it, or the heading."""
        lead = self.text[stretch.start : stretch.lead_end]
        waiting, seen = self.context.waiting, self.context.seen
        waited = [word for one in waiting for word in one.words]
        told = tags_of(waited)
        # 市公安局最多，为310件: whose figure it is stands before the comma
        is_anothers = not told and any(one.gaps for one in waiting)
        # 收到52件，其中上级转交8件，历年累计94件: of the whole or of its part
        is_of_either = _OVER_YEARS.search(lead) is not None and self._follows_part(stretch)
        if is_anothers or is_of_either:
            return None
        if _REACHED.search(lead):
            return sense_of(self.context.find(told or self.context.last, stretch))
        if self._is_the_same(stretch, lead, told):
            same = seen[-1] if stretch.opener != ";" else self._whole_listed(stretch)
            return Sense((same,))
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
        if stretch.gaps or BODY_ALONE.search(lead):
            return True
        said = self.text[: stretch.start]
        return bool(YEAR_ALONE.match(lead) and _ALL_YEARS.search(said))

    def _follows_part(self, stretch: Stretch) -> bool:
        """Whether it goes on with the list of parts of a whole whose own total is yet to come."""
        before = self.stretches[: stretch.place]
        figures = [one for one in before if one.figure]
        if not figures or not figures[-1].has(PART) or stretch.opener not in ("，", ",", LIST_SIGN):
            return False
        # 公开63条，历年累计94条；其中网站63条，历年累计70条: the whole has its own
        return not _OVER_YEARS.search(self.text, 0, stretch.start)

    def _whole_listed(self, stretch: Stretch) -> Concepts:
        """公开41条，其中网站40条、公报1条；历年累计296条: of the whole, not of its last part."""
        before = self.stretches[: stretch.place]
        figures = [one for one in before if self.context.counts(one)]
        opening = [place for place, one in enumerate(figures) if place and one.is_part]
        last = opening[-1] - 1 if opening else -1
        return self.context.seen[last]

    def _by_waiting(
        self,
        stretch: Stretch,
        waited: Sequence[Word],
    ) -> Sense | None:
        """关于依申请公开事项，共5件: of what the stretches before it say."""
        # 分为10类，共37条: of how many of them is not told
        if any(self.text.startswith("#", word.start) for word in waited):
            return None
        words = [*waited, *stretch.words]
        if stretch.has(SHARED):
            return self.dealer.deal(stretch, words)
        found = self.context.find(tags_of(waited), stretch)
        return sense_of(found) or self.joiner.join(stretch, words)

    def _by_heading(self, stretch: Stretch) -> Sense | None:
        heading = self.context.statement.item or self.context.heading
        tags = tags_of(scan(heading, self.context.naming))
        # 依申请公开办理情况 names the whole chapter and no figure
        if "on_request" in tags or {"handled", "request"} <= tags:
            return self._all_settled(stretch)
        self.context.frame_by(tags)
        return sense_of(self.context.find(tags, stretch))

    def _all_settled(self, stretch: Stretch) -> Sense | None:
        """当年共11件，均已答复: all that came, and nothing else."""
        behind = self.stretches[stretch.place + 1 :][:1]
        if not behind or behind[0].figure:
            return None
        following = behind[0]
        text = self.text[following.start : following.end]
        is_known = bool(following.tags) and not following.gaps
        # 均已公开 tells what became of them, and not that all are meant
        if not is_known or not following.tags <= OF_ALL or not text.startswith(ALL):
            return None
        return sense_of(self.context.find(frozenset(("request",)), stretch))
