"""What leaves open that a figure counts what its words name: then the table's number decides.

A list that is not all (A、B等), a figure beside which another one is added (收到49件，另有8件), and
words that point back (上述276件申请) fit several concepts. Where the table has the number of one it
is that one; where it has none nobody knows, and a difference tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gxkit.narrative.context import BOTH, DECIDED, RECEIVED, Concepts, Context
from gxkit.narrative.joining import Joiner, find_groups
from gxkit.narrative.naming import BESIDES
from gxkit.narrative.senses import Sense
from gxkit.narrative.slips import Agreement
from gxkit.narrative.stretches import Stretch

_MORE = "等"
_POINTING = ("上述", "以上", "前述", "这")
_REQUESTS = frozenset(("request", "on_request"))
_ALL_PUBLIC = "总"
"""in 对外公开总数量, which counts all documents and not the year's"""
_IN_FORCE, _OF_YEAR = "_public", "_published"
_SUITS, _LATER_SUITS = "litigation", "litigation_after_reconsideration"
_ALL_YEARS = re.compile(r"历年|累计|以来|~|本年|今年|全年|当年")
_WEBSITE = "disclosed_website_year"
_SITES = re.compile(r"子站|分站|网站|站点|网页|子网")
_BOTH_SUITS = [("litigation_direct",), (_LATER_SUITS,)]


@dataclass(frozen=True)
class Doubter:
    """Asks the table what figures count that their words leave open."""

    stretches: Sequence[Stretch]
    context: Context
    joiner: Joiner

    @property
    def text(self) -> str:
        return self.context.statement.masked

    def settle(
        self,
        stretch: Stretch,
        sense: Sense,
    ) -> Sense | None:
        """The sense that the table bears out; None where nothing decides, as it is elsewhere."""
        if len(sense.groups) != 1 or stretch.figure is None:
            return sense
        ways: list[Callable[[Stretch, Concepts], list[Concepts]]] = [
            self._beyond_list,
            self._beside_another,
            self._pointing_back,
            self._of_year,
            self._of_suits,
            self._beside_like,
        ]
        for way in ways:
            readings = way(stretch, sense.groups[0])
            # these words leave nothing open in this way
            if not readings:
                continue
            for concepts in readings:
                agreement = self.context.compare(concepts, stretch.figure.token)
                if agreement is Agreement.SAME and self.context.has(concepts):
                    return replace(sense, groups=(concepts,), is_presumed=True)
            # a difference would be doubted for a reason that is not the table's
            return None
        return sense

    def _beyond_list(
        self,
        stretch: Stretch,
        concepts: Concepts,
    ) -> list[Concepts]:
        """因A、B等不予公开37件: A and B, or all that was denied."""
        if _MORE not in self.text[stretch.start : stretch.lead_end]:
            return []
        words = [word for word in stretch.words if word.tag != "etc"]
        if not find_groups(self.context, words):
            return []
        # a list may end with 等 and yet be all
        listed = self.joiner.join(stretch, words)
        joined = listed.groups[0] if listed else concepts
        return [joined, concepts, *self._without_reasons(stretch)]

    def _without_reasons(self, stretch: Stretch) -> list[Concepts]:
        tags = stretch.tags - {"etc"}
        for kind in ("reason", "channel", "who"):
            tags = self.context.without_kind(tags, kind)
        name = self.context.find(tags, stretch) if tags else None
        return [name.concepts] if name else []

    def _beside_another(
        self,
        stretch: Stretch,
        concepts: Concepts,
    ) -> list[Concepts]:
        """收到49件申请，另有8件来信: all that came only where the table says so."""
        behind = self.stretches[stretch.place + 1 :][:1]
        adds = any(one.figure and one.has(BESIDES) for one in behind)
        return [concepts] if adds and concepts == (RECEIVED,) else []

    def _pointing_back(
        self,
        stretch: Stretch,
        concepts: Concepts,
    ) -> list[Concepts]:
        """上述276件申请中: those that came, with those carried in or without, or those decided."""
        if not self.text.startswith(_POINTING, stretch.start):
            return []
        # 上述收到的276件申请: the verb tells
        if concepts != (RECEIVED,) or not stretch.tags <= _REQUESTS:
            return []
        return [concepts, BOTH, (DECIDED,)]

    def _of_year(
        self,
        stretch: Stretch,
        concepts: Concepts,
    ) -> list[Concepts]:
        """制发文件12件，对外公开10件: of the year's, or of all that there are."""
        (concept, *_) = concepts
        if not concept.endswith(_IN_FORCE):
            return []
        # 规范性文件对外公开83件: with its name beside it it is what the form calls so
        if "paper" in self.context.kinds(stretch.tags):
            return []
        if _ALL_PUBLIC in self.text[stretch.start : stretch.lead_end]:
            return []
        return [concepts, (concept.removesuffix(_IN_FORCE) + _OF_YEAR,)]

    def _of_suits(
        self,
        stretch: Stretch,
        concepts: Concepts,
    ) -> list[Concepts]:
        """直接起诉24件、复议后起诉39件，判决纠正3件: of all suits, or of the later ones."""
        group, _, outcome = concepts[0].partition(".")
        if group != _LATER_SUITS or not outcome:
            return []
        if "remedy" in self.context.kinds(stretch.tags):
            return []
        # with an outcome behind each of the two groups each has its own
        if self._last_groups() != _BOTH_SUITS:
            return []
        return [(f"{_SUITS}.{outcome}",), concepts]

    def _beside_like(
        self,
        stretch: Stretch,
        concepts: Concepts,
    ) -> list[Concepts]:
        """县政府网站41条、部门子站52条: of two like things beside each other none is the whole."""
        own = self.text[stretch.start : stretch.lead_end]
        # 网站41条，历年累计93条: the same thing again
        if concepts != (_WEBSITE,) or _ALL_YEARS.search(own):
            return []
        place = stretch.place
        beside = [*self.stretches[place - 1 : place], *self.stretches[place + 1 : place + 2]]
        for one in beside:
            said = self.text[one.start : one.end]
            # 网站41条，其中部门网站12条: a part of it
            is_listed = one.figure is not None and (one.place < place or not one.is_part)
            if is_listed and _SITES.search(said) and not _ALL_YEARS.search(said):
                return [concepts]
        return []

    def _last_groups(self) -> list[Concepts]:
        """The last two figures but for outcomes of the second group."""
        seen = list(self.context.seen)
        while seen and "." in seen[-1][0]:
            seen.pop()
        return seen[-2:]
