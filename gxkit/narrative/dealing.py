"""Several things named at once, and their figures one behind the other: A、B分别为3件、4件."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from gxkit.narrative.context import STRONG, Context
from gxkit.narrative.joining import find_groups
from gxkit.narrative.naming import Name, Word
from gxkit.narrative.numerals import PERCENT
from gxkit.narrative.periods import find_year_dealt
from gxkit.narrative.senses import Sense, sense_of
from gxkit.narrative.settling import settle_order
from gxkit.narrative.stretches import Stretch


class Dealer:
    """Deals the things that one statement names together out to its bare figures."""

    def __init__(
        self,
        stretches: Sequence[Stretch],
        context: Context,
    ) -> None:
        self.stretches = stretches
        self.context = context
        # for the bare figures to come, in order
        self.dealt: list[Name | None] = []

    def deal(
        self,
        stretch: Stretch,
        words: Sequence[Word],
    ) -> Sense | None:
        """The first thing is this figure's, the others are those of the bare ones behind it."""
        groups = settle_order(find_groups(self.context, words))
        behind = self.stretches[stretch.place + 1 :][: max(0, len(groups) - 1)]
        figures = [one for one in behind if one.figure]
        bare = [one for one in figures if not one.tags and not one.gaps]
        # with more or fewer figures than things nobody knows which is which
        if not groups or len(bare) < len(groups) - 1:
            return None
        first, *rest = [self.context.find(group, stretch) for group in groups]
        self.dealt = rest
        return sense_of(first)

    def deal_years(self, stretch: Stretch, name: Name | None) -> None:
        """2021年、2022年分别收到申请18件、25件: all are of the same thing."""
        behind = self.stretches[stretch.place + 1 :]
        figures = list(takewhile(lambda one: one.goes_on, behind))
        self.dealt = [name] * len(figures)

    def is_of_years(self, stretch: Stretch) -> bool:
        """Whether it is the first figure of several years named at once."""
        statement = self.context.statement
        figure = stretch.figure
        return figure is not None and find_year_dealt(statement, figure.start) is not None

    def take(self) -> Sense | None:
        """What the next bare figure counts."""
        return sense_of(self.dealt.pop(0))

    def goes_on_naming(self, stretch: Stretch) -> bool:
        """分别是重复申请9件，信访投诉18件: each figure has its own name beside it."""
        behind = self.stretches[stretch.place + 1 :][:1]
        is_named = any(one.figure and one.tags for one in behind)
        return is_named and not find_groups(self.context, stretch.words)

    def is_dealt(self, stretch: Stretch) -> bool:
        """行政许可、行政处罚数量为8件和3件: as many figures as things."""
        groups = len(find_groups(self.context, stretch.words))
        if groups < STRONG:
            return False
        behind = self.stretches[stretch.place + 1 :][:groups]
        dealt = [one.goes_on and one.unit not in PERCENT for one in behind]
        # one figure more than things: nobody knows which is which
        return all(dealt[: groups - 1]) and sum(dealt) == groups - 1
