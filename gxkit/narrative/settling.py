"""Words whose meaning the figures around them settle: 结转, 其他, 居民."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gxkit.narrative.context import BOTH, DECIDED, RECEIVED, Context
from gxkit.narrative.naming import AND, Tags
from gxkit.narrative.stretches import Stretch
from gxkit.report import Number

_NEAR = 6
"""stretches behind 结转2件 in which is told whether it was carried in or out"""
_SOMEBODY = frozenset(("people",))
_DISCLOSURE = frozenset(("open",))
_IN_HAND = frozenset(("handled",))
_IN_WORK = frozenset(("handled", "decided"))
_NOT_DONE_YET = _IN_WORK | frozenset(("request", "on_request"))
_LEFT = re.compile(r"(?:尚|仍|剩|(?<!其)余)(?:余|剩|有|下)*$")
_DONE = re.compile(r"已|均|都|全部|完毕|不再")
_CLOSED = frozenset(("concluded",))
_ENDED = frozenset(("decided", "settled"))
_AMONG = re.compile(r"[中里内]有?$")
"""behind a figure of which the next ones are parts"""


class Settler:
    """Settles the tags of one statement's stretches."""

    def __init__(
        self,
        stretches: Sequence[Stretch],
        context: Context,
    ) -> None:
        self.stretches = stretches
        self.context = context
        self.text = context.statement.masked

    def settle(
        self,
        stretch: Stretch,
        tags: Tags,
    ) -> Tags:
        """The tags with those replaced that mean something only beside others."""
        if "carried" in tags:
            tags = tags - {"carried"} | self._which_way(stretch)
        if "rest" in tags:
            others = self.context.naming.others
            last = self.context.kinds(self.context.last)
            tags = tags - {"rest"} | frozenset(others[kind] for kind in last if kind in others)
        if tags & _IN_WORK and tags <= _NOT_DONE_YET and self._is_left(stretch):
            tags = tags - _IN_WORK | {"undone"}
        # 受理工单20件，未结1件: of what nobody knows
        if "undone" in tags and not self.context.strange_verb:
            is_remedy = "remedy" in self.context.frame
            tags = tags - {"undone"} | {"pending" if is_remedy else "carried_out"}
        if "from_year" in tags:
            tags = tags - {"from_year"} | self._from_year(stretch)
        tags = self._without_idle(stretch, tags)
        # 因本机关不掌握等原因无法提供: one reason is said, and all are counted
        if "etc" in tags:
            tags = self.context.without_kind(tags, "reason") - {"etc"}
            tags = self.context.without_kind(tags, "channel")
        return tags

    def _is_left(self, stretch: Stretch) -> bool:
        """尚有2件在期限内办理, 剩余29件将于明年办理: what is left is not done."""
        text = self.context.statement.masked
        behind = text[stretch.lead_end : stretch.end]
        # 剩余5件已答复: done by now
        if _DONE.search(behind):
            return False
        return _LEFT.search(text, stretch.start, stretch.lead_end) is not None

    def _without_idle(
        self,
        stretch: Stretch,
        tags: Tags,
    ) -> Tags:
        """The tags without those that beside others tell nothing."""
        kinds = self.context.kinds(tags)
        # 申请人逾期未补正: somebody asked for all of them
        if kinds & {"reason", "result"}:
            tags = tags - _SOMEBODY
        # 作不予公开处理
        if "result" in kinds:
            tags = tags - _IN_HAND
        # 结案后维持40件: what became of it says that it was closed
        if "outcome" in kinds:
            tags = tags - _CLOSED - _SOMEBODY - {"not_decided"}
        # 因公开事项被复议, 作为被申请人
        if "remedy" in kinds:
            tags = tags - _DISCLOSURE - _SOMEBODY
        if tags & _SOMEBODY and self._is_beside_who(stretch):
            tags = tags - _SOMEBODY | {"natural"}
        return tags

    def _is_beside_who(self, stretch: Stretch) -> bool:
        """企业申请2件，居民申请6件: one of the form's applicants, and not all of them."""
        behind = self.stretches[stretch.place + 1 :][:1]
        tags = frozenset(tag for one in behind for tag in one.tags)
        return "who" in self.context.kinds(self.context.last | tags)

    def _from_year(self, stretch: Stretch) -> Tags:
        """2021年末未办结2件: carried in in the report of the year after, out in its own."""
        statement, own = self.context.statement, self.context.year
        (place, *_) = [word.start for word in stretch.words if word.tag == "from_year"]
        said = statement.tokens[statement.marks.index(place)].number
        if own is None or said not in (own, own - 1):
            return frozenset(("spoilt",))
        return frozenset(("carried_out" if said == own else "carried_in",))

    def _which_way(self, stretch: Stretch) -> Tags:
        """结转2件: into the next year behind what was decided, from the last one before it."""
        seen = {concept for concepts in self.context.seen[-_NEAR:] for concept in concepts}
        if self.context.whole == BOTH:
            return frozenset(("carried_in",))
        # 答复528件，其中当年申请497件、结转申请31件: those of them that are decided
        if self.context.whole == (DECIDED,) and stretch.is_part:
            return frozenset(("carried",))
        behind = self.stretches[stretch.place + 1 :][:_NEAR]
        later = {tag for one in behind for tag in one.tags}
        # 结转下年4件 behind them makes the bare one carried in
        is_left = "carried_out" not in later and self._is_what_is_left(stretch, behind)
        if DECIDED in seen or self._is_among(stretch) or is_left:
            return frozenset(("carried_out",))
        received = RECEIVED in seen or "received" in later
        told = bool(later & {"decided", "settled"}) or stretch.is_part
        # 新收22件加结转3件
        if RECEIVED in seen and stretch.has(AND):
            return frozenset(("carried_in",))
        # 收到8件，结转2件: which way is open
        return frozenset(("carried_in",)) if received and told else frozenset(("carried",))

    def _is_among(self, stretch: Stretch) -> bool:
        """收到的126份申请里，3份结转: of what came this year nothing is from the last one."""
        before = self.stretches[stretch.place - 1] if stretch.place else None
        if before is None or self.context.seen[-1:] != [(RECEIVED,)]:
            return False
        return _AMONG.search(self.text, before.start, before.end) is not None

    def _is_what_is_left(self, stretch: Stretch, behind: Sequence[Stretch]) -> bool:
        """收到8件，结转2件，办结6件: what came and was not decided."""
        before = [one for one in self.stretches[: stretch.place] if one.figure]
        decided = [one for one in behind if one.tags & _ENDED]
        if not before or not decided or self.context.seen[-1:] != [(RECEIVED,)]:
            return False
        whole = _count_of(before[-1])
        return _count_of(stretch) + _count_of(decided[0]) == whole


def _count_of(stretch: Stretch) -> Number:
    return (stretch.figure.token.number if stretch.figure else None) or 0


def settle_order(groups: Sequence[Tags]) -> list[Tags]:
    """The tags of joined things, 结转 behind 办结 carried out, and before all others carried in."""
    settled: list[Tags] = []
    for group in groups:
        if "carried" in group:
            done = any("decided" in before for before in settled)
            way = "carried_out" if done else "carried_in"
            group = group - {"carried"} | {way}
        settled.append(group)
    return settled
