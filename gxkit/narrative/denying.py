"""What the words of a statement put at 0: 没有收到, 未发生."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gxkit.narrative.context import Context
from gxkit.narrative.joining import Joiner
from gxkit.narrative.naming import EACH, NOT, Tags, Word
from gxkit.narrative.senses import Denial, sense_of
from gxkit.narrative.stretches import Stretch, tags_of

_NEVER_DENIED = frozenset(("settled", "decided", "handled", "open"))
"""没有答复: says nothing of how many were due"""

_LAST_YEAR = re.compile(r"上一?年|去年")
_NOUGHT = "零"


@dataclass(frozen=True)
class Denier:
    """Finds what one statement denies."""

    stretches: Sequence[Stretch]
    context: Context
    joiner: Joiner

    def denials(self) -> Iterator[Denial]:
        """没有收到, 未发生 and the like, with what they deny."""
        for stretch in self.stretches:
            # a figure says how many there were
            if stretch.figure is not None:
                continue
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
        end = stretch.end
        if stop < len(stretch.words):
            end = stretch.words[stop].start
        strange = any(denied.end <= gap.start < end for gap in stretch.gaps)
        before = stretch.words[:start]
        if not tags_of(words):
            words = before
            strange = bool(stretch.strange())
        # 企业、科研机构均未提出申请: of those before it
        elif "who" in self.context.kinds(tags_of(before)):
            words = [*before, *words]
        tags = self._settle(stretch, tags_of(words), denied.start)
        # 答复数为零 says so
        is_nought = self.context.statement.masked.startswith(_NOUGHT, denied.start)
        if strange or not tags or (tags <= _NEVER_DENIED and not is_nought):
            return
        of_each = Word(denied.start, denied.end, EACH)
        blank = replace(stretch, words=[*words, of_each])
        sense = self.joiner.join(blank, words)
        if sense is None:
            sense = sense_of(self.context.find(tags, blank))
        if sense:
            yield Denial(denied.start, end, sense)

    def _settle(self, stretch: Stretch, tags: Tags, end: int) -> Tags:
        """无结转 behind what was decided is into the next year, 上年亦无结转 from the last one."""
        if "carried" not in tags:
            return tags
        if _LAST_YEAR.search(self.context.statement.masked, stretch.start, end):
            return tags - {"carried"} | {"carried_in"}
        return self.joiner.settler.settle(stretch, tags)
