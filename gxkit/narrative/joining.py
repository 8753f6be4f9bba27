"""Several things that a sentence joins (复议、诉讼), and what listed things make together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from gxkit.narrative.context import BOTH, RECEIVED, STRONG, Concepts, Context
from gxkit.narrative.naming import AND, EACH, JOINING, Tags, Word
from gxkit.narrative.senses import Sense
from gxkit.narrative.settling import Settler
from gxkit.narrative.stretches import Stretch, tags_of

SUMMED = re.compile(r"共|合计|总计|总数|总量|之和|(?<!累)计")

_OF_RECEIVED = ("applicants.", "channels.")
"""concepts that divide the requests received"""
_MADE_OF: dict[frozenset[str], Concepts] = {
    frozenset(BOTH): BOTH,
    frozenset(("reconsideration", "litigation")): ("reconsideration", "litigation"),
    frozenset(("reconsideration", "litigation", "complaints")): (
        *("reconsideration", "litigation", "complaints"),
    ),
    frozenset(("granted", "partial")): ("granted", "partial"),
    frozenset(("disclosed_website_year", "disclosed_gazette_year")): ("disclosed_year",),
}
"""what things that are listed make together"""
_ADDED = frozenset(("result", "reason", "remedy", "who", "channel", "paper", "affair", "place"))
"""kinds of which two things beside each other make a sum"""


class Joiner:
    """Names the figures of several things that a stretch names together."""

    def __init__(
        self,
        context: Context,
        settler: Settler,
    ) -> None:
        self.context = context
        self.settler = settler
        self.text = context.statement.masked

    def join(
        self,
        stretch: Stretch,
        words: Sequence[Word],
    ) -> Sense | None:
        """行政复议、行政诉讼共46件: a sum; 均为0件: each of them."""
        groups = find_groups(self.context, words)
        settled = [self.settler.settle(stretch, group) for group in groups]
        names = [self.context.find(group, stretch) for group in settled]
        concepts = [name.concepts for name in names if name]
        # half of a sum is no sum
        if not groups or len(concepts) < len(groups):
            return None
        each = stretch.has(EACH)
        summed = SUMMED.search(self.text, stretch.start, stretch.lead_end)
        if stretch.is_zero and (each or not summed):
            own_time = all(name.own_time for name in names if name)
            return Sense(tuple(concepts), own_time)
        # 均为3: whether each or both together is open
        if each or not self.context.kinds(groups[0] ^ groups[1]) <= _ADDED:
            return None
        together = tuple(chain.from_iterable(concepts))
        return Sense((together,))


def find_groups(context: Context, words: Sequence[Word]) -> list[Tags]:
    """The tags of each of several things that are joined; none if they are not alike.

    收到自然人和法人申请: 自然人 and 法人 differ, 收到 and 申请 hold for both.
    """
    parts = [part for part in _divide(context, words) if part]
    if len(parts) < STRONG:
        return []
    for kind in dict.fromkeys(context.naming.kinds.values()):
        own = [_only_of(context, kind, part) for part in parts]
        if "" in own or len(set(own)) < len(own):
            continue
        shared = context.without_kind(tags_of(words), kind)
        return [shared | {tag} for tag in own]
    return []


def _divide(context: Context, words: Sequence[Word]) -> list[list[str]]:
    """The tags between the words that join."""
    parts: list[list[str]] = [[]]
    others = context.naming.others
    ended = -1
    for word in words:
        if word.tag == "rest" and len(parts) > 1:
            kinds = [context.kind(tag) for tag in parts[0]]
            parts[-1] += [others[kind] for kind in kinds if kind in others]
            continue
        if word.tag == AND:
            parts.append([])
        if word.tag in JOINING:
            continue
        kinds = [context.kind(tag) for tag in parts[-1]]
        kind = context.kind(word.tag)
        # “不予公开”“无法提供”: with the quotation marks the sign between them is gone
        is_beside = kind == "remedy" or (kind == "result" and word.start == ended)
        # 复议诉讼: two things without a sign between them
        if is_beside and kind in kinds:
            parts.append([])
        parts[-1].append(word.tag)
        ended = word.end
    return parts


def _only_of(
    context: Context,
    kind: str,
    tags: Sequence[str],
) -> str:
    """The one tag of a kind, '' if there is none or another."""
    own = {tag for tag in tags if context.kind(tag) == kind}
    return own.pop() if len(own) == 1 else ""


def whole_of(seen: Sequence[Concepts]) -> Concepts:
    """What listed figures make together; () if that is not known."""
    # 甲局3件，乙局2件，共5件: of the same thing
    if len(set(seen)) == 1:
        return seen[0]
    concepts = {concept for one in seen for concept in one}
    if all(concept.startswith(_OF_RECEIVED) for concept in concepts):
        return (RECEIVED,)
    return _MADE_OF.get(frozenset(concepts), ())
