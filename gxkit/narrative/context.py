"""What a figure may be about, by its heading, its sentence and the figures before it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from gxkit.narrative.naming import BESIDES, INHERITED, Name, Naming, Tags
from gxkit.narrative.numerals import PERCENT, Token
from gxkit.narrative.phrasebook import phrasebook
from gxkit.narrative.prose import Statement
from gxkit.narrative.slips import FEWEST, Agreement
from gxkit.narrative.stretches import LIST_SIGN, Stretch

Concepts = tuple[str, ...]

RECEIVED, CARRIED_IN, DECIDED = "requests_received", "carried_in", "decided"
CARRIED_OUT = "carried_out"
BOTH = (RECEIVED, CARRIED_IN)
"""what an office had to deal with: received this year, and carried in from the last"""
_WHOLES = ((RECEIVED,), (DECIDED,), BOTH)
REMAINING = re.compile(r"其余|余下|剩下|剩余")
UNKNOWN = ("?",)
"""in place of its concepts, for a figure that nobody can name"""
STRONG = 2
"""tags beside a figure from which on it is named beyond doubt"""
AMONG = ("中", "里", "内")
_SOME = frozenset(("carried_in", "carried_out", "natural", "business", "organisations"))
"""tags of requests that are not all of a year's"""
_DEALT = frozenset(("decided", "handled", "settled"))
"""verbs that say nothing of what is dealt with"""
_BARE_VERBS = _DEALT | {"received", "case"}
_OTHER_OBJECTS = frozenset(("remedy", "paper", "affair", "money"))
"""kinds of things beside which a verb alone is of no request: 复议申请264件，受理231件"""
_OF_ANOTHER = re.compile(
    r"[~@我本全各][省市县区州镇乡局委厅办队站所院馆会系]?|[省市县区州镇乡局委厅办]|年|机关|单位|部门"
)
"""words that say of which body or year a figure is"""
_REMEDIES = "remedies"
_OF_CHANGE = frozenset("比增减升降提回多少高低长落")
_OF_CASES = ("件", "宗", "起")
_NEAR_REMEDIES = "near_remedies"
_NO_WHOLES = ("applicants.", "channels.")
"""concepts that have no parts in the form"""
_SAID = "said_"
"""before a topic's name: the words for it in a sentence, which are stricter than in a heading"""


@dataclass
class Context:
    """What is known where a stretch begins; `has` tells whether the report asks for concepts,
    `year` is its year, `compare` how a figure is beside those of concepts in its tables.

    `frame` is by kind the last tag said, `whole` the concepts of the last figure that is no part,
    `seen` what each figure of the statement counts, `waiting` the stretches without a figure since
    the last one, `last` the tags of the last figure. `in_unknown`: a list of parts of something
    that is not known. `strange_verb`: something unknown was dealt with; `of_documents`: what is
    not known are documents.
    """

    naming: Naming
    statement: Statement
    heading: str
    has: Callable[[Concepts], bool]
    year: int | None
    compare: Callable[[Concepts, Token], Agreement]
    frame: dict[str, str] = field(default_factory=dict)
    whole: Concepts = ()
    seen: list[Concepts] = field(default_factory=list)
    waiting: list[Stretch] = field(default_factory=list)
    last: Tags = frozenset()
    in_unknown: bool = False
    strange_verb: bool = False
    of_documents: bool = False
    _about: dict[str, bool] = field(default_factory=dict)

    def kind(self, tag: str) -> str:
        """The kind of a tag, '' if it has none."""
        return self.naming.kinds.get(tag, "")

    def kinds(self, tags: Tags) -> frozenset[str]:
        """The kinds of tags."""
        return frozenset(self.kind(tag) for tag in tags)

    def counts(self, stretch: Stretch) -> bool:
        """Whether the figure of a stretch counts something: a share or a change (同比减少5件) has
        no cell, and does not come between a whole and its parts; 处罚事项增加46项 opens a list of
        its own."""
        if stretch.figure is None or stretch.unit in PERCENT:
            return False
        if not self.kinds(stretch.tags).isdisjoint(INHERITED):
            return True
        lead = self.statement.masked[stretch.start : stretch.lead_end]
        # most figures stand behind none of the letters of such words
        if _OF_CHANGE.isdisjoint(lead):
            return True
        return phrasebook().marks["change"].search(lead) is None

    def without_kind(self, tags: Tags, kind: str) -> Tags:
        """The tags that are not of a kind."""
        return frozenset(tag for tag in tags if self.kind(tag) != kind)

    # ---- what was said before

    def enter(self, stretch: Stretch) -> None:
        """Takes note of where a stretch stands."""
        if stretch.opener in (";", "\n"):
            self.waiting = []
            self.in_unknown = False
        if stretch.is_part:
            self.in_unknown = self.whole == UNKNOWN
        elif stretch.opener == ")":
            self.in_unknown = False

    def wait(self, stretch: Stretch) -> None:
        """Takes note of a stretch without a figure: what follows may be about it."""
        self.waiting.append(stretch)
        self.frame_by(stretch.tags)
        text = self.statement.masked[stretch.start : stretch.end]
        # 上年结转的申请中，予以公开2件: of some requests only
        if text.endswith(AMONG) and not stretch.tags.isdisjoint(_SOME):
            self.in_unknown = True

    def frame_by(self, tags: Tags) -> None:
        """Takes note of what later figures may leave unsaid."""
        for kind in INHERITED:
            own = [tag for tag in tags if self.kind(tag) == kind]
            if len(own) == 1:
                self.frame[kind] = own[0]
            elif own:
                # 复议、诉讼案件共9件，维持5件: of which is open
                self.frame.pop(kind, None)

    def remember(self, stretch: Stretch, concepts: Concepts) -> None:
        """Takes note of what a figure counts, UNKNOWN or concepts."""
        self.waiting = []
        self.seen.append(concepts)
        self.last = stretch.tags or self.last
        # 审结19件，其中维持16件: no cell counts the first, and the parts are those of the form
        if concepts != UNKNOWN or "concluded" in stretch.tags:
            self.frame_by(stretch.tags)
        if concepts == UNKNOWN:
            kinds = self.kinds(stretch.tags)
            self.strange_verb = self.strange_verb or not kinds.isdisjoint(("step", "result"))
            self.of_documents = "information" in stretch.tags
        elif len(stretch.tags) >= STRONG:
            self.strange_verb = False
        if not stretch.is_part and not concepts[0].startswith(_NO_WHOLES):
            self.whole = concepts

    # ---- what a stretch is about

    @cached_property
    def headings(self) -> str:
        """The heading that tells: the item's if it is about anything, else the chapter's too."""
        item = self.statement.item
        if item and any(self.naming.is_about(topic, item) for topic in self.naming.matters):
            return item
        return self.heading + "\n" + item

    def is_about(self, topic: str, only_heading: bool = False) -> bool:
        """Whether the chapter is about a topic, or the sentence says so."""
        key = topic + str(only_heading)
        if key not in self._about:
            self._about[key] = self._look_for(topic, only_heading)
        return self._about[key]

    def _look_for(self, topic: str, only_heading: bool) -> bool:
        if self.naming.is_about(topic, self.headings):
            return True
        said = _SAID + topic
        if only_heading or said not in self.naming.topics:
            return False
        return self.naming.is_about(said, self.statement.before + "\n" + self.statement.masked)

    # ---- names

    def find(
        self,
        tags: Tags,
        stretch: Stretch,
        is_loose: bool = False,
    ) -> Name | None:
        """The name that tags make; None if none fits, or two fit alike.

        With `is_loose` what the figures before it count does not speak against it.
        """
        best: Name | None = None
        score, tied = -1, False
        for name in self.naming.names_for(tags):
            own = len(name.all & tags)
            if own < score or not self._may_name(name, tags, stretch, is_loose):
                continue
            if own > score:
                best, score, tied = name, own, False
            elif best and best.all != name.all:
                tied = best.concepts != name.concepts
        return None if tied else best

    def _may_name(
        self,
        name: Name,
        tags: Tags,
        stretch: Stretch,
        is_loose: bool,
    ) -> bool:
        if not self._names(name, tags, stretch, is_loose) or not self.has(name.concepts):
            return False
        if name.loosely and not is_loose:
            return False
        if not self._is_on_topic(name) and not (is_loose and self._tells_by_size(name, stretch)):
            return False
        if self._goes_on_with_other(tags) or self._counts_less(name, stretch):
            return False
        if not is_loose:
            return self._stands_well(name, tags, stretch)
        # what is no part may go back to what came before: 答复136条；按申请方式分，网上92条
        is_whole = not stretch.is_part or self._is_whole_of(name, stretch)
        return is_whole and not self._counts_more(name, stretch)

    def _is_on_topic(self, name: Name) -> bool:
        if name.heading and not self.is_about(name.heading, only_heading=True):
            return False
        return not name.topic or self.is_about(name.topic)

    def _goes_on_with_other(self, tags: Tags) -> bool:
        """行政复议申请264件，受理231件: the verb is of what the figure before it counts."""
        if not tags <= _BARE_VERBS:
            return False
        return not self.kinds(self.last).isdisjoint(_OTHER_OBJECTS)

    def _counts_less(self, name: Name, stretch: Stretch) -> bool:
        """公布规章3件，其中新制定1件: a part is no second count of its whole, unless of another
        body or time."""
        lead = self.statement.masked[stretch.start : stretch.lead_end]
        # 撤回5件，其余15件作出答复: what is left is never all
        if name.concepts in _WHOLES and REMAINING.search(lead):
            return True
        if not stretch.is_part or name.concepts != self.whole or stretch.figure is None:
            return False
        return not stretch.gaps and not _OF_ANOTHER.search(lead)

    def _tells_by_size(self, name: Name, stretch: Stretch) -> bool:
        """Whether a figure is so large that the table has it by chance hardly ever, or none."""
        number = stretch.figure.token.number if stretch.figure else None
        # 复议培训4次: beside words that nobody knows it is another thing
        is_plain = name.topic == _REMEDIES and not stretch.gaps and stretch.unit in _OF_CASES
        if is_plain and self.is_about(_NEAR_REMEDIES, only_heading=True):
            return True
        # 复议0件: without any case there is none about disclosure
        if number == 0:
            return name.topic == _REMEDIES
        return number is not None and number >= FEWEST

    def _names(
        self,
        name: Name,
        tags: Tags,
        stretch: Stretch,
        is_loose: bool,
    ) -> bool:
        """Whether what tags lack of a name was said, and its figure is in a unit of it."""
        units = name.units
        if is_loose and name.topic == "requests":
            units = units | self.naming.loose_units
        if stretch.figure and stretch.unit not in units:
            return False
        return all(self._is_unsaid(tag) for tag in name.all - tags)

    def _is_unsaid(self, tag: str) -> bool:
        """Whether a tag was said before, or by the heading, and need not be said again."""
        kind = self.kind(tag)
        if kind in self.frame:
            return self.frame[kind] == tag
        # 政府信息管理: its documents are the normative ones
        return tag == "normative" and self.is_about("papers", only_heading=True)

    def _stands_well(
        self,
        name: Name,
        tags: Tags,
        stretch: Stretch,
    ) -> bool:
        """Whether nothing around a stretch speaks against a name."""
        if not self._is_whole_of(name, stretch):
            return False
        # 通过网络收到8件，另收到2件: the second counts what the first leaves
        if stretch.has(BESIDES) and name.concepts == (RECEIVED,) and self.seen:
            return False
        # 受理留言45条，答复43条: the second deals with what the first counts
        listed = stretch.opener == LIST_SIGN and self.kinds(name.all) == {"result"}
        dealt = name.all <= _DEALT or listed
        if self.strange_verb and dealt and len(tags) < STRONG:
            return False
        if self._counts_more(name, stretch):
            return False
        # 复议90件，其中信息公开复议5件: the part alone is of the form
        if self.in_unknown and self._says_disclosure(stretch):
            self.in_unknown = False
        # 形成文件90份，其中主动公开40份: documents are disclosed, and no requests
        if self.of_documents and "disclosed" in name.all:
            return True
        # 点击量9万次，其中…: parts of what is not known
        return not self.in_unknown or len(name.all | (name.also & tags)) >= STRONG

    def _is_whole_of(self, name: Name, stretch: Stretch) -> bool:
        """Whether the figure that a part belongs to is one that has such parts."""
        # 答复528件，其中当年申请497件: those of the year that are decided, and not all that came
        if stretch.is_part and self.whole == (DECIDED,) and name.concepts == (RECEIVED,):
            return False
        # 予以公开12件（含上年结转2件） is a part; 上年结转2件 alone stands behind anything
        bound = bool(self.whole and name.whole) and (stretch.is_part or not name.own_time)
        return not bound or bool(name.whole & set(self.whole))

    def _counts_more(self, name: Name, stretch: Stretch) -> bool:
        """行政复议90件，其中信息公开类4件: the first counts all subjects."""
        wider = self.naming.not_before.get(name.topic)
        if wider is None or stretch.figure is None or self._says_disclosure(stretch):
            return False
        return wider.match(self.statement.masked, stretch.figure.start) is not None

    def _says_disclosure(self, stretch: Stretch) -> bool:
        own = self.statement.masked[stretch.start : stretch.end]
        return self.naming.is_about(_SAID + "remedies", own)
