"""What checks and diagnosis say of a report, as data: findings, explanations, and what speaks for
them.

Each carries its kind, its cells, its numbers and one `Sentence`; the words are made last, by
`say("zh")` or `say("en")`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from gxkit.report.kinds import (
    Blame,
    CircumstanceKind,
    Decided,
    FindingKind,
    MistakeKind,
    Origin,
    Settled,
    Source,
)
from gxkit.report.showing import Held
from gxkit.text import Key, Number, Sayable, Sentence

if TYPE_CHECKING:
    from gxkit.report.values import Report

_AT_PLACE = Sentence("{place}：{says}", "{place}: {says}")
_BY_RULE = Sentence("{place}：{rule}（{words}）：{says}。", "{place}: {rule} ({words}): {says}.")
_DECIDED = Sentence("{found}已定，{ruling}", "{found} Decided, {ruling}")
_SETTLED = Sentence("{found}（由{settled}说明）", "{found} Settled by {settled}.")
_RULING = Sentence(
    "{decided}：{reason}（{who}，{when}）",
    "{decided}: {reason} ({who}, {when})",
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person decided, why, who and when: as it is put beside what it settles."""

    decided: Decided
    reason: str
    who: str
    when: date

    @property
    def says(self) -> Sentence:
        return _RULING.fill(
            decided=self.decided,
            reason=self.reason,
            who=self.who,
            when=self.when.isoformat(),
        )

    def say(self, language: str) -> str:
        """The decision in one line, in `zh` or `en`."""
        return self.says.say(language)


@dataclass(frozen=True, slots=True, repr=False)
class Finding(Held):
    """A rule that fails, a soft one that gives a remark, or one that cannot be assessed.

    `left` and `right` are the two sides with their numbers (None where a cell has none). `says` is
    what was found, `place` where: a place in the file, a heading, a body's name; None where `says`
    is all. `words` are those of the rule, None for a finding that is by no rule. `ruling` is what a
    person decided of it; `settled` says by what a rule that fails is settled, None where it is
    open. `report` is the one that holds it, which tells it so.
    """

    id: str
    rule: str
    kind: FindingKind
    cells: tuple[Key, ...]
    left: Number | None
    right: Number | None
    says: Sentence
    place: str | Sayable | None = None
    words: Sayable | None = None
    origin: Origin = Origin.RULE
    ruling: Ruling | None = None
    settled: Settled | None = None
    report: Report | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        # a plain text for the kind would compare equal and yet have no name to be said by
        object.__setattr__(self, "kind", FindingKind(self.kind))

    @property
    def table(self) -> str:
        """The table of its cells, '' where it has none."""
        # findings on the narrative or on years may name no cell
        return self.cells[0][0] if self.cells else ""

    def found(self) -> Sentence:
        """Place, rule and what was found, without what was decided afterwards."""
        if self.place is None:
            return self.says
        # what is by no rule is a whole sentence already, and what is by one follows its words
        template = _AT_PLACE if self.words is None else _BY_RULE
        return template.fill(
            place=self.place,
            rule=self.rule,
            words=self.words,
            says=self.says,
        )

    def say(self, language: str) -> str:
        """The finding in one or two sentences, in `zh` or `en`."""
        found = self.found()
        # what was found stays as it is, and what was decided of it stands behind it
        if self.ruling is not None:
            found = _DECIDED.fill(found=found, ruling=self.ruling)
        elif self.settled is not None:
            found = _SETTLED.fill(found=found, settled=self.settled)
        return found.say(language)

    @property
    def sentence(self) -> str:
        return self.say("zh")

    @property
    def sentence_en(self) -> str:
        return self.say("en")


@dataclass(frozen=True, slots=True, repr=False)
class Witness(Held):
    """A number for a cell from another source than its table, which speaks for or against an
    explanation.

    `says` is who says what and where. `published` says that the figures of this witness stand in
    the publisher's own file.
    """

    source: Source
    key: Key
    number: Number
    says: Sentence
    published: bool = False
    report: Report | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        # as for a finding: a plain text has no name to be said by
        object.__setattr__(self, "source", Source(self.source))

    def say(self, language: str) -> str:
        """What the witness says, in `zh` or `en`."""
        return self.says.say(language)


@dataclass(frozen=True, slots=True)
class Circumstance:
    """What the table itself shows for an explanation, and the cells that show it."""

    kind: CircumstanceKind
    cells: tuple[Key, ...]
    says: Sentence

    def say(self, language: str) -> str:
        """The circumstance in one sentence, in `zh` or `en`."""
        return self.says.say(language)


Heard = Witness | Circumstance | Ruling
"""what an explanation rests on"""


@dataclass(frozen=True, slots=True, repr=False)
class Explanation(Held):
    """One mistake, or a few together, that account for broken rules.

    `rank` is 1 for the best explanation of its `findings` (ids); alternatives for the same findings
    follow, ties share a rank. `kinds` are those of its mistakes. `cells` are (cell, printed number,
    number under this explanation). `heard` are what speaks for it; `blame` is undecided unless they
    say otherwise. A `certain` explanation is alone at rank 1 and confirmed: its numbers are the
    cells' `reconciled`, unless a person `decided` otherwise. `would_decide` says of explanations
    that are tied at rank 1 what would tell them apart.
    """

    rank: int
    kinds: tuple[MistakeKind, ...]
    findings: tuple[str, ...]
    cells: tuple[tuple[Key, Number | None, Number], ...]
    says: Sentence
    blame: Blame = Blame.UNDECIDED
    heard: tuple[Heard, ...] = ()
    certain: bool = False
    decided: Decided | None = None
    would_decide: tuple[Sentence, ...] = ()
    report: Report | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        # as for a finding: kinds are named, and a plain text could not be said
        object.__setattr__(self, "kinds", tuple(map(MistakeKind, self.kinds)))
        object.__setattr__(self, "blame", Blame(self.blame))

    @property
    def kind(self) -> str:
        """The kinds as one text, as CSV and JSON hold them."""
        return " + ".join(self.kinds)

    def name(self, language: str) -> str:
        """The kinds by their names, in `zh` or `en`."""
        return " + ".join(kind.say(language) for kind in self.kinds)

    def say(self, language: str) -> str:
        """The explanation in one or a few sentences, in `zh` or `en`."""
        return self.says.say(language)

    def say_deciders(self, language: str) -> tuple[str, ...]:
        """What would decide between it and those it is tied with, in `zh` or `en`."""
        return tuple(said.say(language) for said in self.would_decide)

    def say_heard(self, language: str) -> tuple[str, ...]:
        """What speaks for it, each sentence once."""
        # one reading may speak of several cells in the same words
        return tuple(dict.fromkeys(one.say(language) for one in self.heard))

    @property
    def sentence(self) -> str:
        return self.say("zh")

    @property
    def sentence_en(self) -> str:
        return self.say("en")

    @property
    def evidence(self) -> tuple[str, ...]:
        return self.say_heard("zh")

    @property
    def evidence_en(self) -> tuple[str, ...]:
        return self.say_heard("en")
