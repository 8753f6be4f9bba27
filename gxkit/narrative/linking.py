"""Which cell a figure in a sentence is: the phrase that fits, who speaks, of which year.

Three traps are kept out: documents classed 依申请公开 or 不予公开 are no requests; in the report of
a whole area the office often counts itself alone; 行政诉讼 of the Fujian tables is both litigation
groups together (the concept `litigation` is their sum in the national tables).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from gxkit.forms.crosswalk import find_concept
from gxkit.narrative.context import Concepts
from gxkit.narrative.numerals import Token
from gxkit.narrative.periods import OF_ALL_YEARS, Period
from gxkit.narrative.phrasebook import Pattern, Phrase, Phrasebook, Zero
from gxkit.narrative.prose import Statement
from gxkit.narrative.senses import Sense
from gxkit.narrative.speakers import BODY, Speaker, find_speaker
from gxkit.report import Key, Report, Unlinked

LONGEST_LEAD = 70
"""characters before a figure that a phrase looks at: what is farther off is of another figure"""
LONGEST_TAIL = 20
"""characters behind a figure in which what it needs may stand"""
OF_YEAR = "year"
"""the column in which an edition counts the year beside one for all years up to it"""
_OF_YEAR, _OF_ALL_YEARS = "_year", "_cumulative"
"""how concepts are called that have a namesake for all years: disclosed_year"""
_CLAUSE = re.compile(r"[，,。;:()\n]")


@dataclass(frozen=True)
class Mention:
    """A figure, or a denial (没有收到), in a statement of a report.

    `lead` is the masked statement before it, `tail` what follows, `heading` the folded heading of
    its section, `sense` what the grammar says that it counts.
    """

    report: Report
    statement: Statement
    heading: str
    lead: str
    tail: str
    figure: Token
    period: Period
    sense: Sense | None = None

    @cached_property
    def clause(self) -> str:
        """The part of the lead after its last comma, colon or bracket."""
        return clause_before(self.lead)

    @cached_property
    def context(self) -> str:
        """All in which a word that a phrase needs may stand."""
        item, before = self.statement.item, self.statement.before
        near = self.lead + self.tail[:LONGEST_TAIL]
        return "\n".join((self.heading, item, before, near))


@dataclass(frozen=True, slots=True)
class Link:
    """The cells of a phrase in this report.

    None, and a `reason`, where its words fit but the figure is not theirs. `loose`: by some of its
    words only, and because the table has that number.
    """

    concepts: tuple[str, ...] = ()
    cells: tuple[Key, ...] = ()
    weak: bool = False
    unmarked: bool = False
    reason: Unlinked | None = None
    loose: bool = False


def clause_before(lead: str) -> str:
    """The part of a lead after its last comma, colon or bracket."""
    end = 0
    for match in _CLAUSE.finditer(lead):
        end = match.end()
    return lead[end:]


def cells_of(report: Report, concept_id: str) -> tuple[Key, ...]:
    """The cells of a concept in the report's editions; () if they do not ask for it."""
    for edition, cells in find_concept(concept_id).cells.items():
        # a report may be filled from tables of two editions; a concept is of one
        if all(report.editions.get(table) == edition for table, _, _ in cells):
            return cells
    return ()


def _cells_of_phrase(mention: Mention, phrase: Phrase) -> tuple[Key, ...]:
    """The cells that a phrase names in this report; () unless it has those of each concept."""
    cells = [cell for cell in phrase.cells if mention.report.get(cell)]
    return _cells_together(mention, phrase.concepts, cells)


def _cells_together(
    mention: Mention,
    concepts: Concepts,
    cells: Iterable[Key] = (),
) -> tuple[Key, ...]:
    """Cells and those of concepts, of the period of a figure; () unless all are there."""
    report, cells = mention.report, list(cells)
    for concept in concepts:
        own = cells_of(report, concept)
        # half of a sum is no cell of the phrase's
        if not own:
            return ()
        cells += own
    named = {column for _, _, column in cells}
    if not mention.period.cumulative or OF_ALL_YEARS in named:
        return tuple(cells)
    of_all_years = cells_beside(report, cells, only_for_year=True)
    return of_all_years if len(of_all_years) == len(cells) else ()


def cells_beside(
    report: Report,
    cells: Iterable[Key],
    only_for_year: bool = False,
) -> tuple[Key, ...]:
    """The cells of all years in the rows of cells, those that the report has."""
    found: list[Key] = []
    for table, row, column in cells:
        # total or cumulative: there is no such column beside it
        if only_for_year and column != OF_YEAR:
            continue
        key = (table, row, OF_ALL_YEARS)
        if report.get(key):
            found.append(key)
    return tuple(found)


def _cells_alone(mention: Mention, concept: str) -> tuple[Key, ...]:
    """The cells of one of several concepts that one 0 stands for."""
    cells = cells_of(mention.report, concept)
    if not mention.period.cumulative:
        return cells
    return cells_beside(mention.report, cells)


def _finds(
    pattern: Pattern | None,
    text: str,
    start: int = 0,
) -> bool:
    """Whether a pattern that a phrase has is found in a text; what it has not is not found."""
    return pattern is not None and pattern.search(text, start) is not None


def _fits(phrase: Phrase, mention: Mention) -> bool:
    """Whether the words before a figure are those of a phrase, and none that it must not have."""
    lead = mention.lead
    start = max(0, len(lead) - LONGEST_LEAD)
    if phrase.before is not None and not phrase.before.search(lead, start):
        return False
    if _finds(phrase.never, mention.clause) or _finds(phrase.never_before, lead):
        return False
    return phrase.needs is None or _finds(phrase.needs, mention.context)


def _without_names(mention: Mention) -> str:
    """The lead without the words that name what is counted: 企业4件 is no company's figure."""
    lead = mention.lead
    for start, end in mention.sense.naming if mention.sense else ():
        lead = lead[:start] + "_" * len(lead[start:end]) + lead[end:]
    return lead


def _why_not(mention: Mention, book: Phrasebook) -> tuple[Unlinked | None, bool]:
    """Why a figure may not be linked, and whether it leaves open whose it is."""
    report, period = mention.report, mention.period
    if book.marks["plan"].search(mention.clause):
        return Unlinked.PLAN, False
    if not period.cumulative and period.year != report.meta.year:
        return Unlinked.YEAR, False
    before = mention.statement.before
    speaker = find_speaker(report, book, _without_names(mention), before, mention.tail)
    if speaker is Speaker.OTHER:
        return Unlinked.SCOPE, False
    # in the report of one body there is nobody else whose figure it might be
    unmarked = speaker is Speaker.UNMARKED and report.meta.scope != BODY
    return None, unmarked


def link(mention: Mention, book: Phrasebook) -> tuple[Link, ...]:
    """The cells that a figure stands for: one link, or several where one 0 stands for each."""
    named = link_named(mention, book)
    is_loose = mention.sense is not None and mention.sense.is_loose
    if named and not is_loose:
        return named
    tail = mention.tail
    for phrase in book.by_unit.get(mention.figure.unit, ()):
        # what follows a figure tells for most phrases that they are not meant
        if phrase.after is not None and not phrase.after.match(tail):
            continue
        if not _fits(phrase, mention):
            continue
        cells = _cells_of_phrase(mention, phrase)
        # where the form does not ask for it a later phrase may name what it does ask for
        if cells:
            return tuple(_make_links(mention, book, phrase, cells))
    return named


def link_named(mention: Mention, book: Phrasebook) -> tuple[Link, ...]:
    """The cells of what the grammar says that a figure counts: a link for each group."""
    if mention.sense is None:
        return ()
    links = []
    reason, unmarked = _why_not(mention, book)
    for concepts in mention.sense.groups:
        cells = _cells_together(mention, concepts)
        if reason and cells:
            links.append(Link(concepts, reason=reason))
        elif cells:
            own = _of_period(concepts, mention.period)
            loose = mention.sense.is_loose
            links.append(Link(own, cells, loose, unmarked, loose=loose))
    return tuple(links)


def _of_period(concepts: Concepts, period: Period) -> Concepts:
    """The concepts of a figure; those that are of the year by their name are of all years then."""
    if not period.cumulative:
        return concepts
    return tuple(
        concept.removesuffix(_OF_YEAR) + _OF_ALL_YEARS if concept.endswith(_OF_YEAR) else concept
        for concept in concepts
    )


def _make_links(
    mention: Mention,
    book: Phrasebook,
    phrase: Phrase,
    cells: tuple[Key, ...],
) -> Iterator[Link]:
    reason, unmarked = _why_not(mention, book)
    if reason:
        yield Link(phrase.name, reason=reason)
    elif not phrase.each:
        yield Link(phrase.name, cells, phrase.weak, unmarked)
    # 复议、诉讼均为3: whether each or both together is open
    elif mention.figure.number == 0:
        for concept in phrase.concepts:
            own = _cells_alone(mention, concept)
            if own:
                yield Link((concept,), own, phrase.weak, unmarked)


def link_nothing(
    mention: Mention,
    book: Phrasebook,
    verb: str,
    thing: str,
) -> tuple[Link, ...]:
    """The cells that 没有收到 … puts at 0: `verb` the verb denied, `thing` its object."""
    links: dict[tuple[str, ...], Link] = {}
    for zero in book.zeros:
        # two entries may name the same thing in other words
        if zero.concepts in links or not _denies(zero, verb, thing):
            continue
        cells: list[Key] = []
        for concept in zero.concepts:
            cells += _cells_alone(mention, concept)
        if not cells:
            continue
        reason, unmarked = _why_not(mention, book)
        if reason:
            cells = []
        links[zero.concepts] = Link(
            zero.concepts,
            tuple(cells),
            unmarked=unmarked,
            reason=reason,
        )
    return tuple(links.values())


def _denies(
    zero: Zero,
    verb: str,
    thing: str,
) -> bool:
    if not zero.object.match(thing) or _finds(zero.never, thing):
        return False
    return zero.verb is None or _finds(zero.verb, verb)
