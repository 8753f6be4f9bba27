"""Values that know where they were printed, and the report that holds them.

A value keeps its history: nothing printed is overwritten, a correction is another field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from gxkit.document import Where

Number = int | Decimal
Key = tuple[str, str, str]
"""table, row, column: the ids of the forms"""


class Status(StrEnum):
    """What stands in a cell of the form."""

    PRINTED = "printed"
    BLANK = "blank"
    MISSING = "missing"
    AMBIGUOUS = "ambiguous"
    ILLEGIBLE = "illegible"


class Verdict(StrEnum):
    """What the arithmetic of the form, or a second reading, says of a value."""

    VERIFIED = "verified"
    CONTRADICTED = "contradicted"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Value:
    """One cell of a statutory form as a report fills it.

    `printed` is the text as it stands ('' for blank and missing; a dash or 无 is a blank with its text kept), `value`
    its number in `unit` (None unless the status is printed), `candidates` the readings of an ambiguous cell (None
    among them: the cell may be blank), `reconciled` what the value would be under the best explanation of a broken
    sum, None where that is the value itself.
    """

    edition: str
    table: str
    row: str
    column: str
    label: str
    printed: str
    value: Number | None
    unit: str
    status: Status
    where: Where | None
    verdict: Verdict = Verdict.UNVERIFIED
    reconciled: Number | None = None
    candidates: tuple[Number | None, ...] = ()

    @property
    def key(self) -> Key:
        return (self.table, self.row, self.column)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A number that stands in a statutory table and belongs to no cell of the form."""

    table: str
    printed: str
    where: Where


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the narrative: heading as printed, text with line breaks, places of the heading and of each line."""

    heading: str
    text: str
    where: Where | None
    places: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True)
class Meta:
    """What a report says of itself; '' or None where it does not say.

    `period` is the first and last day covered as ISO dates, `published` an ISO date, `scope` `body` for a body's own
    report or `summary` for a government's with its departments and lower levels added.
    """

    title: str = ""
    agency: str = ""
    year: int | None = None
    period: tuple[str, str] | None = None
    document_number: str = ""
    published: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fails, a soft one that gives a remark, or one that cannot be assessed.

    `kind` is `fails`, `remark` or `not assessable`; `left` and `right` are the two sides with their numbers (None
    where a cell has none); `sentence` says it in Chinese, `sentence_en` in English.
    """

    id: str
    rule: str
    kind: str
    cells: tuple[Key, ...]
    left: Number | None
    right: Number | None
    sentence: str
    sentence_en: str


BLAMES = {
    "publisher": ("发布机关", "the publisher"),
    "copy": ("手头的文件（转录有误）", "the copy at hand"),
    "reading": ("识读", "the reading of the file"),
    "undecided": ("未定", "undecided"),
}
"""whose mistake an explanation can be, in Chinese and English"""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One mistake that accounts for broken rules.

    `rank` is 1 for the best explanation of its `findings` (ids); alternatives for the same findings follow, ties share
    a rank. `cells` are (cell, printed number, number under this explanation). `blame` is `publisher`, `copy`,
    `reading` or `undecided`; it is `undecided` unless `evidence` says otherwise (`evidence_en` in English). A
    `certain` explanation is alone at rank 1 and confirmed: its numbers are the cells' `reconciled`, unless a person
    `decided` otherwise: what was decided of it, in the words of `gxkit.folder.decisions`, '' if nothing.
    """

    rank: int
    kind: str
    findings: tuple[str, ...]
    cells: tuple[tuple[Key, Number | None, Number], ...]
    blame: str
    evidence: tuple[str, ...]
    sentence: str
    sentence_en: str
    evidence_en: tuple[str, ...] = ()
    certain: bool = False
    decided: str = ""


CLAIM, YEAR, READING, FILE = "claim", "year", "reading", "file"
"""what a witness is: a sentence of the narrative, a report of another year, a second reading of the same file, another
file of the same report"""


@dataclass(frozen=True, slots=True)
class Witness:
    """A number for a cell from another source than its table, which speaks for or against an explanation.

    `source` is one of CLAIM, YEAR, READING and FILE. `sentence` and `sentence_en` say who says what and
    where. `published` says that the figures of this witness stand in the publisher's own file.
    """

    source: str
    key: Key
    number: Number
    sentence: str
    sentence_en: str
    published: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure in a sentence.

    `kind` is `count`, `share` (a percentage of a whole), `money` or `change` (同比, 环比: never a count). `number` is
    the figure as printed, in `unit`; None where the words give bounds only. `low` and `high` are the bounds that the
    words allow, None for an open end: both are the number for a plain figure, 120余 is 120 to 129, 近500 at most 500,
    1.5万 is 14500 to 15500. `approximate` marks 约 and 左右.

    `counts` is what the figure counts, as far as the words around it say. `year` is the year it speaks of, None for a
    cumulative figure (历年) or where the report does not say its own year.

    `cells` are the cells whose sum is the same thing, none if the claim was not linked; `concepts` names it. `weak`
    is a link by words that the form does not use itself. `unmarked` is a claim that does not say whether the office or
    the area is meant, in the report of a whole area. `reason` says why a claim whose words name a concept was not
    linked: `scope`, `year`, `plan`.

    `section` and `span` are the number of the section and the characters of its text (from 0, end exclusive).
    """

    kind: str
    printed: str
    number: Number | None
    low: Number | None
    high: Number | None
    unit: str
    counts: str
    year: int | None
    sentence: str
    where: Where | None
    section: int
    span: tuple[int, int]
    approximate: bool = False
    cumulative: bool = False
    concepts: tuple[str, ...] = ()
    cells: tuple[Key, ...] = ()
    weak: bool = False
    unmarked: bool = False
    reason: str = ""

    @property
    def exact(self) -> bool:
        """Whether the words give one number and no bounds."""
        return self.number is not None and self.low == self.high == self.number

    def allows(self, number: Number) -> bool:
        """Whether a number lies within the bounds of the words."""
        return (self.low is None or self.low <= number) and (
            self.high is None or number <= self.high
        )


@dataclass(frozen=True, slots=True)
class Report:
    """One annual report.

    `editions` maps table ids to the edition of the form found there; `unsupported` names tables of editions that
    gxkit knows of and cannot fill. `witnesses` say what other sources than the tables have for single cells.
    `claims` are the figures of its narrative, found once when the report is judged.
    """

    id: str
    meta: Meta
    editions: Mapping[str, str]
    values: tuple[Value, ...]
    sections: tuple[Section, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    unsupported: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    claims: tuple[Claim, ...] = ()
    source: str = ""
    sha256: str = ""
    remarks: tuple[str, ...] = ()
    _index: dict[Key, Value] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", {v.key: v for v in self.values})

    def __getitem__(self, key: Key) -> Value:
        """The value of (table, row, column); KeyError if the report's editions have no such cell."""
        return self._index[key]

    def follows(self, explanation: Explanation) -> bool:
        """Whether the reconciled figures are those of an explanation: it is certain, or a person accepted it."""
        return all(self[key].reconciled == number for key, _, number in explanation.cells)

    @property
    def doubted(self) -> frozenset[Key]:
        """The cells that some explanation would change."""
        return frozenset(
            key for explanation in self.explanations for key, _, _ in explanation.cells
        )

    def get(self, key: Key) -> Value | None:
        return self._index.get(key)

    def __iter__(self) -> Iterator[Value]:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)
