"""Values that know where they were printed, and the report that holds them.

A value keeps its history: nothing printed is overwritten, a correction is another field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gxkit.document import Where
from gxkit.report.claims import Claim
from gxkit.report.findings import Explanation, Finding, Key, Witness
from gxkit.report.kinds import Status, Verdict
from gxkit.text import Number, Sentence

Facts = Mapping[str, Mapping[str, object]]
"""what the catalog knows of reports: report id -> column -> fact"""


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
    remarks: tuple[str | Sentence, ...] = ()
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
