"""Values that know where they were printed, and the report that holds them.

A value keeps its history: nothing printed is overwritten, a correction is another field.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Protocol, overload

from gxkit.document import Extent, Posture, Recognised, Where
from gxkit.errors import NoCellError, NoTableError
from gxkit.report.claims import Claim
from gxkit.report.findings import Explanation, Finding, Witness
from gxkit.report.fitness import fitness_of
from gxkit.report.kinds import Fitness, Ground, Status, Use, Verdict
from gxkit.report.shelves import SHELVES
from gxkit.report.showing import Held, Shown, show
from gxkit.report.tables import ReportTable
from gxkit.text import Frame, Key, Number, Sentence, WithFace, later, made_often, shown_language

Facts = Mapping[str, Mapping[str, object]]
"""what the catalog knows of reports: report id -> column -> fact"""


@made_often
@dataclass(frozen=True, slots=True, repr=False)
class Value(Held):
    """One cell of a statutory form as a report fills it.

    `printed` is the text as it stands ('' for blank and missing; a dash or 无 is a blank with its
    text kept), `value` its number in `unit` (None unless the status is printed), `candidates` the
    readings of an ambiguous cell (None among them: the cell may be blank), and of one whose page
    shows another number than its text, `reconciled` what the
    value would be under the best explanation of a broken sum, None where that is the value itself.

    `implied` is the only number that the other figures leave a cell without one, `implied_by` the
    rules that prove it, by name, in the order of the proof. `verified_by` are those who have the
    number printed, also where it is contradicted all the same, `disputed_by` the witnesses who have
    another one. `kept`: a person decided that it stays as published. `recognised` is what was read
    from a picture of the cell, None where the file says its text itself. `report` is the one that
    holds it, which tells it so.
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
    # until a rule is asked, nothing speaks for a value and nothing against it
    verdict: Verdict = Verdict.UNVERIFIED
    reconciled: Number | None = None
    candidates: tuple[Number | None, ...] = ()
    implied: Number | None = None
    implied_by: tuple[str, ...] = ()
    verified_by: tuple[Ground, ...] = ()
    disputed_by: tuple[Ground, ...] = ()
    kept: bool = False
    recognised: Recognised | None = None
    report: Report | None = field(default=None, repr=False, compare=False)

    @property
    def key(self) -> Key:
        return (self.table, self.row, self.column)

    @property
    def fitness(self) -> Fitness:
        """Why its figure is fit for use, or not (see `gxkit.report.fitness`)."""
        return fitness_of(self)

    @property
    def use(self) -> Use:
        """Whether its figure can be used: yes, with care, or no."""
        return self.fitness.use

    @property
    def is_chosen(self) -> bool:
        """Whether its readers differ over the picture, and the sums left one of their figures."""
        seen = self.recognised
        return seen is not None and not seen.agreed and self.value is not None

    def judged(self, verdict: Verdict, verified_by: tuple[Ground, ...]) -> Value:
        """The value with another verdict and what speaks for it."""
        return self._made(verdict, verified_by, self.implied, self.implied_by, self.kept)

    def given(self, implied: Number, implied_by: tuple[str, ...]) -> Value:
        """The value with the number that the others leave it, and the rules that prove it."""
        return self._made(self.verdict, self.verified_by, implied, implied_by, self.kept)

    def settled(self, verdict: Verdict, kept: bool) -> Value:
        """The value cleared or contradicted by the rules over it, as a person keeps it or not."""
        return self._made(verdict, self.verified_by, self.implied, self.implied_by, kept)

    def _made(
        self,
        verdict: Verdict,
        verified_by: tuple[Ground, ...],
        implied: Number | None,
        implied_by: tuple[str, ...],
        kept: bool,
    ) -> Value:
        """The value made anew; of hundreds `dataclasses.replace` takes too long."""
        return Value(
            self.edition,
            self.table,
            self.row,
            self.column,
            self.label,
            self.printed,
            self.value,
            self.unit,
            self.status,
            self.where,
            verdict,
            self.reconciled,
            self.candidates,
            implied,
            implied_by,
            verified_by,
            self.disputed_by,
            kept,
            self.recognised,
        )


@dataclass(frozen=True, slots=True, repr=False)
class Unplaced(WithFace):
    """A number that stands in a statutory table and belongs to no cell of the form."""

    table: str
    printed: str
    where: Where


@dataclass(frozen=True, slots=True, repr=False)
class Section(WithFace):
    """A chapter of the narrative: heading as printed, text with line breaks, places of the heading
    and of each line; `recognised` where some of it was read from a picture."""

    heading: str
    text: str
    where: Where | None
    places: tuple[Where, ...] = ()
    recognised: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Meta(WithFace):
    """What a report says of itself; '' or None where it does not say.

    `period` is the first and last day covered as ISO dates, `published` an ISO date, `scope` `body`
    for a body's own report or `summary` for a government's with its departments and lower levels
    added.
    """

    title: str = ""
    agency: str = ""
    year: int | None = None
    period: tuple[str, str] | None = None
    document_number: str = ""
    published: str = ""
    scope: str = ""


class Stages(Protocol):
    """What a report remembers of how it was read, opaque but for this."""

    @property
    def several(self) -> Mapping[str, Where]:
        """Where the tables stand that were taken of kinds that the file may hold several of."""
        ...

    @property
    def part_read(self) -> Collection[Where]:
        """Where cells stand of which a part was left out, or was no text of the page's own."""
        ...

    @property
    def noted(self) -> Collection[Where]:
        """Where cells stand that a form field or a note says, which not every program shows."""
        ...

    @property
    def postures(self) -> Mapping[int, Posture]:
        """How pages lie that do not lie as they are shown."""
        ...

    @property
    def line_texts(self) -> Mapping[tuple[int | None, int | None], str]:
        """The lines outside tables that the file spells out, by their pages and numbers."""
        ...

    def why(self, value: Value, language: str) -> str:
        """A few lines on how a value was read, in `zh` or `en`."""
        ...


_NOT_ITS_OWN = Sentence(
    "{cell} 的这个值不是报告 {report} 的；请用格的名称查取。",
    "This value of {cell} is none of report {report}; ask by the names of the cell.",
)
_NOT_KEPT = Sentence(
    "此报告没有保留识读过程，也不知其文件在何处：请用 gxkit.parse 识读此文件。",
    "This report does not keep how it was read, nor where its file is: read it with gxkit.parse.",
)


_DRAFTING: ContextVar[bool] = ContextVar("_DRAFTING", default=False)


@contextmanager
def drafting() -> Iterator[None]:
    """While it lasts, reports are drafts: what they hold is not told whose it is.

    A report is made anew a dozen times while it is questioned. Each would be held by the values
    that the next one replaces, and nothing but a search for cycles would get rid of it. Whoever
    hands a draft out makes it anew when this is over.
    """
    token = _DRAFTING.set(True)
    try:
        yield
    finally:
        _DRAFTING.reset(token)


@dataclass(frozen=True, slots=True, repr=False)
class Report(WithFace):
    """One annual report.

    `editions` maps table ids to the edition of the form found there; `unsupported` names tables of
    editions that gxkit knows of and cannot fill. `witnesses` say what other sources than the tables
    have for single cells. `claims` are the figures of its narrative, found once when the report is
    judged. `covers` is what a report covers of a file that holds others too, None where it has the
    file to itself. `source` is the file's name, `path` where it lay when it was read, '' for bytes.

    It is asked for a table, `report["requests"]` or `report.requests`, and for a value by table,
    row and column, apart or as one text (`report["requests/decided/total"]`); where they are
    unambiguous, labels do as well as ids, and need no table.
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
    remarks: tuple[Sentence, ...] = ()
    covers: Extent | None = None
    path: str = field(
        default="",
        repr=False,
        compare=False,
    )
    filling: Stages | None = field(
        default=None,
        repr=False,
        compare=False,
    )
    _made: dict[Key, Value] = field(
        default_factory=dict,
        init=False,
        repr=False,
        compare=False,
    )

    def __post_init__(self) -> None:
        # what is given as a plain tuple shows itself all the same
        for name, shelf in SHELVES:
            given = getattr(self, name)
            if type(given) is not shelf:
                object.__setattr__(self, name, shelf(given))
        if _DRAFTING.get():
            return
        # what it holds is new with each change of it, and is asked for its place in the file
        held = (self.values, self.findings, self.explanations, self.witnesses, self.claims)
        for one in chain(*held):
            object.__setattr__(one, "report", self)

    def show(
        self,
        wanted: int | str | Key | Held | ReportTable = 1,
        language: str | None = None,
    ) -> Shown:
        """A page of its file (by its number from 1), or those on which something stands, framed; of
        a table what is in doubt.

        For a notebook. ReadError if the file is gone or is another one now.
        """
        return show(self, wanted, language)

    @property
    def _index(self) -> dict[Key, Value]:
        # a table has hundreds of cells, and every check asks for them by key; of most reports that
        # are made on the way nothing is asked
        made = self._made
        if not made:
            made = {value.key: value for value in self.values}
            # whole at once, for another thread may ask the same report
            object.__setattr__(self, "_made", made)
        return made

    # one text may name either
    @overload
    def __getitem__(self, key: str) -> Any: ...

    @overload
    def __getitem__(self, key: Key | Value) -> Value: ...

    def __getitem__(self, key: str | Key | Value) -> ReportTable | Value:
        """The value of (table, row, column), or a table by its name.

        One text may name a whole cell: `table/row/column`, or its labels as `Value.label` has them.

        NoCellError, a KeyError with the nearest names, if the report has none.
        """
        # checks ask by ids, thousands of times; who asks by hand may use labels, and may err
        found: Value | None
        try:
            found = self._index[key]  # type: ignore[index]
        except (KeyError, TypeError):
            found = None
        if found is not None:
            return found
        table, *cell = self._find(key)
        if not cell:
            return ReportTable(self, table)
        row, column = cell
        return self._index[table, row, column]

    def __contains__(self, key: object) -> bool:
        """Whether `report[key]` gives something; of a value, whether it is the report's."""
        try:
            return bool(self._find(key))
        except NoCellError:
            return False

    def _find(self, key: object) -> tuple[str, ...]:
        """The ids that are meant by a key; a value stands for its own cell."""
        if isinstance(key, Value):
            if self._index.get(key.key) == key:
                return key.key
            # under the same key another report has another figure
            raise NoCellError.of(_NOT_ITS_OWN.fill(cell="/".join(key.key), report=self.id))
        labels = {own: value.label for own, value in self._index.items()}
        found: tuple[str, ...] = later("find key")(self.editions, labels, key)
        return found

    def to_frame(self) -> Frame:
        """One line a cell, as `gxkit.stack` has it."""
        frame: Frame = later("frame of a report")(self)
        return frame

    def to_excel(self, path: str | os.PathLike[str]) -> Path:
        """A workbook: a sheet a table as its form prints it, tinted where it is in doubt, and one
        each of the findings and their explanations."""
        written: Path = later("workbook")(self, path, list(self.editions))
        return written

    def _ipython_key_completions_(self) -> list[str | Key]:
        tables = dict.fromkeys(table for table, _, _ in self._index)
        return [*tables, *map("/".join, self._index), *self._index]

    @property
    def requests(self) -> ReportTable:
        """Requests received and dealt with; NoTableError if the report has no such table."""
        return self._table("requests")

    @property
    def proactive(self) -> ReportTable:
        """What was disclosed without a request."""
        return self._table("proactive")

    @property
    def remedies(self) -> ReportTable:
        """Reconsiderations and lawsuits."""
        return self._table("remedies")

    @property
    def legacy(self) -> ReportTable:
        """The table of indicators of a province, before 2019."""
        return self._table("legacy")

    def __dir__(self) -> list[str]:
        # a table that the report lacks would be offered, and be an error
        absent = {"requests", "proactive", "remedies", "legacy"} - set(self.editions)
        return sorted(set(object.__dir__(self)) - absent)

    def _table(self, name: str) -> ReportTable:
        if name not in self.editions:
            known = ", ".join(self.editions) or "none"
            raise NoTableError(
                f"报告 {self.id!r} 没有表 {name}；它有 {known}。",
                f"Report {self.id!r} has no table {name}; it has {known}.",
            )
        return ReportTable(self, name)

    def at(self, keys: Iterable[Key]) -> list[Value]:
        """The values of several cells by their ids; KeyError if the report has no such cell."""
        return list(map(self._index.__getitem__, keys))

    def follows(self, explanation: Explanation) -> bool:
        """Whether the reconciled figures are those of an explanation: it is certain, or a person
        accepted it."""
        changed = explanation.cells
        return all(self[key].reconciled == number for key, _, number in changed)

    @property
    def doubted(self) -> frozenset[Key]:
        """The cells that some explanation would change."""
        changed = (one.cells for one in self.explanations)
        return frozenset(key for cells in changed for key, _, _ in cells)

    def why(
        self,
        table: str,
        row: str,
        column: str,
        language: str | None = None,
    ) -> str:
        """A few lines on how a cell was read, or why it is missing, blank or in doubt.

        In `zh` or `en`, else as gxkit.language says. NoCellError, with the nearest names, if the
        report has no such cell.
        """
        value = self[table, row, column]
        wanted = shown_language(language)
        stages = self._stages()
        if stages is None:
            return _NOT_KEPT.say(wanted)
        told = [stages.why(value, wanted), *self._say_ties(value.key, wanted)]
        return "\n".join(told)

    def _stages(self) -> Stages | None:
        """How it was read; None where nobody can tell any more."""
        # the stages of many files would take more memory than their reports: they are made anew
        if self.filling is None and self.path:
            made: Stages = later("read again")(self)
            return made
        return self.filling

    def _say_ties(self, key: Key, language: str) -> Iterator[str]:
        """The tied explanations that change a cell, then what would decide between them."""
        deciders: dict[str, None] = {}
        for one in self.explanations:
            changed = [cell for cell, _, _ in one.cells]
            if one.would_decide and key in changed:
                yield one.say(language)
                deciders |= dict.fromkeys(one.say_deciders(language))
        yield from deciders

    def get(self, key: Key) -> Value | None:
        return self._index.get(key)

    def __iter__(self) -> Iterator[Value]:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)
