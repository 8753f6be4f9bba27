"""Figures that are the total of those before them: 复议31件，诉讼12件，共43件."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gxkit.narrative.context import (
    BOTH,
    CARRIED_IN,
    CARRIED_OUT,
    DECIDED,
    RECEIVED,
    REMAINING,
    STRONG,
    UNKNOWN,
    Concepts,
    Context,
)
from gxkit.narrative.joining import SUMMED, whole_of
from gxkit.narrative.naming import Name
from gxkit.narrative.numerals import Token
from gxkit.narrative.senses import Sense, sense_of
from gxkit.narrative.slips import FEWEST, Agreement
from gxkit.narrative.stretches import MEDIUM, Stretch

_MONEY = "元"
_CARRIED = frozenset(("carried", "carried_in"))
_DONE = frozenset(("settled", "decided"))
_LATER = re.compile(r"延期|待[^，,。;#]{0,8}(?:反馈|意见|答复|补正|回复)|期限内|下一?年|次年")
_OF_CHAPTER = (("requests", "request"), ("disclosed", "disclosed"))
"""of each topic the tag of all that its chapter counts"""
_WHOLE_OF: dict[str, Concepts] = {
    "result": (DECIDED,),
    "reason": (DECIDED,),
    "who": (RECEIVED,),
    "channel": (RECEIVED,),
}
"""what the parts of a kind make together"""

_RESULTS = ("granted", "partial", "denied", "unavailable", "not_processed", "other_handling")
_WHO = ("natural_person", "business", "research", "public_interest", "legal_service", "other_org")
_DIVIDED: tuple[tuple[Concepts, Concepts], ...] = (
    (_RESULTS, (DECIDED, RECEIVED, CARRIED_IN)),
    (tuple(f"applicants.{who}" for who in _WHO), (RECEIVED,)),
)
"""concepts that divide others, and those others"""


class Totaller:
    """Names the totals of one statement."""

    def __init__(
        self,
        stretches: Sequence[Stretch],
        context: Context,
    ) -> None:
        self.stretches = stretches
        self.context = context

    def total(self, stretch: Stretch, lead: str) -> Sense | None:
        """共43件 behind 复议31件，诉讼12件."""
        money = self.context.frame.get("money")
        if money and stretch.unit.endswith(_MONEY):
            return sense_of(self.context.find(frozenset((money,)), stretch))
        # 79件，即本年77件加结转2件
        behind = self.stretches[stretch.place + 1 :][:1]
        carried = any(one.tags & _CARRIED for one in behind)
        if self.context.whole == BOTH and carried:
            return Sense(((RECEIVED,),))
        if not SUMMED.search(lead):
            return None
        if UNKNOWN in self.context.seen:
            return self._sum_of_unknown(stretch)
        whole = whole_of(self.context.seen)
        return Sense((whole,)) if whole else None

    def _sum_of_unknown(self, stretch: Stretch) -> Sense | None:
        """党建类6条，服务类19条，共25条: all that the chapter counts, where the sum holds."""
        before = self.stretches[: stretch.place]
        # 新收22件，结转3件，共25件: more than what one of them counts
        if any(concepts != UNKNOWN for concepts in self.context.seen):
            return None
        parts = [one for one in before if self.context.counts(one)]
        if len(parts) < STRONG or any(one.unit != stretch.unit for one in parts):
            return None
        # 主站41条，子站52条，共93条: of the web-site, and not of all that was disclosed
        gaps = [gap.text for one in parts for gap in one.gaps]
        if any(map(MEDIUM.search, gaps)):
            return None
        number = stretch.figure.token.number if stretch.figure else None
        if number not in (_add(parts), _add(parts[1:]), _add(_outside_brackets(parts))):
            return None
        return self._all_of_chapter(stretch)

    def _all_of_chapter(self, stretch: Stretch) -> Sense | None:
        for topic, tag in _OF_CHAPTER:
            name = self.context.find(frozenset((tag,)), stretch)
            if name and self.context.is_about(topic, only_heading=True):
                return sense_of(name)
        return None

    def total_as_printed(self, stretch: Stretch) -> Sense | None:
        """共8件 behind parts some of which nobody can name, if the table has that total."""
        lead = self.context.statement.masked[stretch.start : stretch.lead_end]
        if stretch.figure is None or stretch.tags or not SUMMED.search(lead):
            return None
        kinds = self.context.kinds(self.context.last)
        for kind, concepts in _WHOLE_OF.items():
            if kind not in kinds or not self.context.has(concepts):
                continue
            agreement = self.context.compare(concepts, stretch.figure.token)
            if agreement is Agreement.SAME:
                return Sense((concepts,), is_loose=True)
        return self._all_as_printed(stretch, stretch.figure.token)

    def _all_as_printed(self, stretch: Stretch, token: Token) -> Sense | None:
        """甲局41件、乙局30件；全区总量168件: all of the chapter, if it is so many."""
        sense = self._all_of_chapter(stretch)
        if sense is None or (token.number or 0) < FEWEST:
            return None
        agreement = self.context.compare(sense.groups[0], token)
        return replace(sense, is_loose=True) if agreement is Agreement.SAME else None

    def remainder(self, stretch: Stretch) -> Sense | None:
        """公开33件，不予公开10件，其余8件: the results not named yet, if they are so many."""
        text = self.context.statement.masked
        lead = text[stretch.start : stretch.lead_end]
        if stretch.figure is None:
            return None
        named = {concept for concepts in self.context.seen for concept in concepts}
        # 收到28件，26件已答复，2件经批准延期; 其中2件延期答复 are of those decided
        is_later = _LATER.search(text, stretch.start, stretch.end) is not None
        if is_later and DECIDED in named and not stretch.is_part:
            return self._if_printed((CARRIED_OUT,), stretch.figure.token)
        if not REMAINING.match(lead):
            return None
        # 2件结转下年，其余16件均已办结
        if CARRIED_OUT in named and stretch.tags and stretch.tags <= _DONE:
            return self._if_printed((DECIDED,), stretch.figure.token)
        for parts, wholes in _DIVIDED:
            others = tuple(part for part in parts if part not in named)
            # all that is named must be of one kind, and more than one of it
            told = len(parts) - len(others)
            if told < STRONG or not named <= {*parts, *wholes} or not self.context.has(others):
                continue
            sense = self._if_printed(others, stretch.figure.token)
            if sense:
                return sense
        return None

    def _if_printed(self, concepts: Concepts, token: Token) -> Sense | None:
        """Concepts of which the table has this many."""
        is_same = self.context.compare(concepts, token) is Agreement.SAME
        found = token.number and is_same and self.context.has(concepts)
        return Sense((concepts,), is_loose=True) if found else None

    def total_in_hand(self, stretch: Stretch, name: Name) -> Sense | None:
        """办件23件: those decided, or those that came, or all: what the table has so many of."""
        if stretch.figure is None:
            return sense_of(name)
        for concepts in (name.concepts, (RECEIVED,), name.parts):
            agreement = self.context.compare(concepts, stretch.figure.token)
            if self.context.has(concepts) and agreement is Agreement.SAME:
                return Sense((concepts,))
        return sense_of(name)


def _add(parts: Sequence[Stretch]) -> object:
    return sum(one.figure.token.number or 0 for one in parts if one.figure)


def _outside_brackets(parts: Sequence[Stretch]) -> list[Stretch]:
    return [one for one in parts if one.opener != "("]
