"""The claims of a report's narrative, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from gxkit.narrative.cells import claim_agrees, in_unit, table_number
from gxkit.narrative.context import Concepts
from gxkit.narrative.grammar import name_figures
from gxkit.narrative.linking import (
    Link,
    Mention,
    cells_beside,
    cells_of,
    clause_before,
    link,
    link_named,
    link_nothing,
)
from gxkit.narrative.naming import naming
from gxkit.narrative.numerals import PERCENT, Token, TokenKind
from gxkit.narrative.periods import Period, find_period
from gxkit.narrative.phrasebook import Phrasebook, phrasebook
from gxkit.narrative.prose import (
    Prose,
    Statement,
    find_statements,
    masked_length,
    read_prose,
)
from gxkit.narrative.senses import Denial, Sense
from gxkit.narrative.slips import FEWEST, Agreement, compare
from gxkit.narrative.speakers import AREA, BODY
from gxkit.report import Claim, ClaimKind, Key, Number, Report, Unlinked
from gxkit.report.work import give_up_late
from gxkit.text import MONEY, fold

_NAKED = re.compile(r"(?:数|量|总计|合计|共计|为)$")
"""what makes digits without a unit a count"""
_CLOSING = "，,。;)、"
_STOP = re.compile(r"[，,。;:()]|\.(?!\d)|$")
_THING = re.compile(r"[^，,。;:()#~@]*$")
_THING_AFTER = re.compile(r"[^，,。;:()#~@]{0,20}")
_FILLER = re.compile(
    r"^(?:的|其中|含|另有|另|有|共)+"
    r"|(?:共计|合计|总计|累计|共有|共|计|均为|分为|为|是|达到|达|有|了|仅|约|,|，)+$"
)
_OF_THE_SAME = ("占", "占比")
"""5条，占12%: what a share is of was named with the figure before it"""
_HYPOTHETICAL = re.compile(r"如果?|若|凡|对于?|部分|个别|少数|多数|有的|一些|[对向]$|的$")
_ALL_YEARS = re.compile(r"历年|累计|以来|至今")
_OFFICE = re.compile(r"政府办公[厅室]$")
"""who publishes the report of a whole area as often as its own"""
_THROUGH = re.compile(r"通过[^，,。;#]*$")
"""通过驿站收到48件: some of them only"""
_LEFT_ALONE = (Unlinked.SCOPE, Unlinked.YEAR)
_EXCEPTED = re.compile(r"除[^，,。;]{1,30}[，,]$")


def _kind_of(book: Phrasebook, mention: Mention) -> ClaimKind:
    if book.marks["change"].search(mention.clause):
        return ClaimKind.CHANGE
    unit = mention.figure.unit
    if unit in PERCENT:
        return ClaimKind.SHARE
    return ClaimKind.MONEY if unit in MONEY else ClaimKind.COUNT


def _thing_counted(
    lead: str,
    tail: str,
    ended: int,
) -> str:
    """What a figure counts, as far as the words next to it say.

    `ended` is where the figure before it ends: words before that are not its own.
    """
    before = _THING.search(lead, ended)
    found = _FILLER.sub("", before.group() if before else "")
    # what stood behind a filler may be one too: 其中，共有
    found = _FILLER.sub("", found)
    if found:
        return found
    after = _THING_AFTER.match(tail)
    return after.group() if after else ""


def _rounds_to(token: Token, number: Number) -> bool:
    """8.93亿元 is all that rounds to it; 约, 近 and 余 leave more open than a number tells."""
    low, said, high = token.low, token.number, token.high
    if token.approximate or low is None or said is None or high is None:
        return False
    is_rounded = low < said < high
    return is_rounded and low <= number <= high


def _counts_something(
    token: Token,
    lead: str,
    tail: str,
) -> bool:
    """Whether digits count: with a unit, or after 数 or 为 at the end of a clause."""
    if token.unit:
        return True
    # 第3、附件2: digits that name
    if not _NAKED.search(lead):
        return False
    return not tail or tail[0] in _CLOSING


class _Reader:
    """Makes the claims of a report, statement by statement."""

    def __init__(self, report: Report, book: Phrasebook) -> None:
        self.report = report
        self.book = book
        self.naming = naming()

    def _has(self, concepts: Concepts) -> bool:
        """Whether the report's tables ask for all of some concepts."""
        return all(cells_of(self.report, concept) for concept in concepts)

    def _compare(self, concepts: Concepts, token: Token) -> Agreement:
        """How a figure is beside those of concepts in the report's tables."""
        cells: list[Key] = []
        for concept in concepts:
            cells += cells_of(self.report, concept)
        return self._compare_cells(cells, token)

    def _compare_cells(self, cells: Sequence[Key], token: Token) -> Agreement:
        number, _ = table_number(self.report, cells)
        if not cells or number is None:
            return Agreement.OTHER
        said = in_unit(token, self.report[cells[0]].unit)
        return Agreement.SAME if _rounds_to(said, number) else compare(said.number, number)

    def _doubt(self, found: Link, token: Token) -> Link:
        """A link that is presumed: it fails only where the numbers differ as misprints do."""
        if not found.cells or found.weak:
            return found
        is_other = self._compare_cells(found.cells, token) is Agreement.OTHER
        return replace(found, weak=True) if is_other else found

    def _believe(self, found: Link, token: Token) -> Link:
        """A link left alone for its year or scope: believed where the table has that number."""
        is_exact = token.low == token.number == token.high
        # two small numbers are equal by chance
        if found.reason not in _LEFT_ALONE or not is_exact or (token.number or 0) < FEWEST:
            return found
        named = [cells_of(self.report, concept) for concept in found.concepts]
        cells = tuple(chain.from_iterable(named))
        if not all(named) or self._compare(found.concepts, token) is not Agreement.SAME:
            return found
        return Link(found.concepts, cells, weak=True, loose=True)

    def _is_of_year(self, period: Period, lead: str, sense: Sense) -> bool:
        """截至年底办结19件 in a form that counts no earlier years is of the year."""
        if not period.cumulative or _ALL_YEARS.search(lead):
            return False
        cells = cells_of(self.report, sense.groups[0][0])
        return not cells_beside(self.report, cells)

    def read_section(self, number: int) -> Iterator[Claim]:
        section = self.report.sections[number]
        prose = read_prose(number, section)
        heading = fold(section.heading)
        for statement in find_statements(prose):
            give_up_late()
            senses, denials = name_figures(
                self.naming,
                statement,
                heading,
                self._has,
                self.report.meta.year,
                self._compare,
            )
            found = [
                *self._read_figures(prose, statement, heading, senses),
                *self._read_denials(prose, statement, denials),
            ]
            yield from sorted(found, key=lambda claim: claim.span)

    def _read_figures(
        self,
        prose: Prose,
        statement: Statement,
        heading: str,
        senses: Mapping[int, Sense],
    ) -> Iterator[Claim]:
        thing = ""
        ended = 0
        for token, mark in zip(statement.tokens, statement.marks, strict=True):
            if token.kind is not TokenKind.NUMBER:
                continue
            begun, ended = ended, mark + masked_length(statement, token)
            lead, tail = statement.masked[:mark], statement.masked[ended:]
            sense = senses.get(mark)
            # a number without a unit in running text is seldom a count
            if sense is None and not _counts_something(token, lead, tail):
                continue
            named = _thing_counted(lead, tail, begun)
            if named not in _OF_THE_SAME:
                thing = named
            period = find_period(self.report, self.book, statement, lead)
            if sense and (sense.own_time or self._is_of_year(period, lead, sense)):
                period = Period(self.report.meta.year)
            mention = Mention(self.report, statement, heading, lead, tail, token, period, sense)
            # the table was asked for the year
            if period.cumulative and sense and sense.is_loose:
                mention = replace(mention, sense=None)
            kind = _kind_of(self.book, mention)
            claim = _make_claim(prose, statement, token, period, kind, thing)
            # a share or a change is never the number of a cell
            links = link(mention, self.book) if kind.fills_cells else ()
            if sense is None or sense.is_presumed:
                links = tuple(self._doubt(one, token) for one in links)
            # what unknown words made of it only the grammar tells
            if sense is not None and not _THROUGH.search(lead):
                links = tuple(self._believe(one, token) for one in links)
            yield from _with_links(claim, links)

    def _read_denials(
        self,
        prose: Prose,
        statement: Statement,
        denials: Sequence[Denial],
    ) -> Iterator[Claim]:
        """没有收到, 未发生: a claim of 0 for each concept that the words name."""
        done: set[Concepts] = set()
        for denial in denials:
            lead = statement.masked[: denial.start]
            if _HYPOTHETICAL.search(clause_before(lead)) or _EXCEPTED.search(lead):
                continue
            thing = statement.masked[denial.start : denial.end]
            start, end = _unmask(statement, denial.start), _unmask(statement, denial.end)
            nothing = Token(TokenKind.NUMBER, start, end, 0, 0, 0)
            period = find_period(self.report, self.book, statement, lead)
            if denial.sense.own_time or self._is_of_year(period, lead, denial.sense):
                period = Period(self.report.meta.year)
            mention = Mention(self.report, statement, "", lead, "", nothing, period, denial.sense)
            links = link_named(mention, self.book)
            if links:
                done.update(denial.sense.groups)
                claim = _make_claim(prose, statement, nothing, period, ClaimKind.COUNT, thing)
                yield from _with_links(claim, links)
        for match in self.book.negation.finditer(statement.masked):
            lead = statement.masked[: match.start()]
            stop = _end_of_clause(statement, match.end())
            thing = statement.masked[match.end() : stop]
            if not _is_denied(lead, thing):
                continue
            start, end = _unmask(statement, match.start()), _unmask(statement, stop)
            nothing = Token(TokenKind.NUMBER, start, end, 0, 0, 0)
            period = find_period(self.report, self.book, statement, lead)
            mention = Mention(self.report, statement, "", lead, "", nothing, period)
            links = link_nothing(mention, self.book, match["verb"] or "", thing)
            links = tuple(one for one in links if one.concepts not in done)
            # words that deny another thing say nothing of the tables
            if links:
                claim = _make_claim(prose, statement, nothing, period, ClaimKind.COUNT, thing)
                yield from _with_links(claim, links)


def _make_claim(
    prose: Prose,
    statement: Statement,
    token: Token,
    period: Period,
    kind: ClaimKind,
    counts: str,
) -> Claim:
    """A claim that is not yet linked."""
    start, end = statement.start + token.start, statement.start + token.end
    return Claim(
        kind=kind,
        printed=prose.quote(start, end),
        number=token.number,
        low=token.low,
        high=token.high,
        unit=token.unit,
        counts=counts,
        year=period.year,
        sentence=_quote_statement(prose, statement),
        where=prose.where(start, end),
        section=prose.number,
        span=prose.span(start, end),
        approximate=token.approximate,
        cumulative=period.cumulative,
        recognised=prose.section.recognised,
    )


def _quote_statement(prose: Prose, statement: Statement) -> str:
    start = statement.start
    return prose.quote(start, start + len(statement.text))


def _with_links(claim: Claim, links: Sequence[Link]) -> Iterator[Claim]:
    """The claim with each of its links; once without one if it has none."""
    if not links:
        yield claim
    for found in links:
        yield replace(
            claim,
            concepts=found.concepts,
            cells=found.cells,
            weak=found.weak,
            unmarked=found.unmarked,
            reason=found.reason,
            loose=found.loose,
        )


def _unmask(statement: Statement, position: int) -> int:
    """The place in a statement's text of a place in its masked form."""
    shift = 0
    for token, mark in zip(statement.tokens, statement.marks, strict=True):
        if mark >= position:
            break
        shift = token.end - mark - masked_length(statement, token)
    return position + shift


def _end_of_clause(statement: Statement, position: int) -> int:
    stop = _STOP.search(statement.masked, position)
    return stop.start() if stop else len(statement.masked)


def _is_denied(lead: str, thing: str) -> bool:
    """Whether words after 没有 deny a thing altogether, and not in some cases only."""
    # 没有 before a figure denies something about it, not the thing
    if not thing or "#" in thing:
        return False
    # 如果没有收到: nothing is said of this year
    if _HYPOTHETICAL.search(clause_before(lead)):
        return False
    return not _EXCEPTED.search(lead)


def find_claims(report: Report) -> tuple[Claim, ...]:
    """The figures of a report's narrative in the order of the text.

    Each with what it counts and the cells it is. A figure that stands for several cells of its own
    (复议、诉讼均为 0) is a claim for each. Dates, document numbers, durations, ordinals and titles
    of documents are no claims.
    """
    claims = _read_claims(report)
    if not _may_be_of_area(report, claims):
        return claims
    meta = replace(report.meta, scope=AREA)
    as_area = _read_claims(replace(report, meta=meta))
    own, whole = _count_agreeing(report, claims), _count_agreeing(report, as_area)
    if whole > own:
        return as_area
    # without a figure that agrees nothing tells whose figures the tables have
    return claims if own else tuple(replace(claim, weak=True) for claim in claims)


def _may_be_of_area(report: Report, claims: Sequence[Claim]) -> bool:
    """Whether the tables may count an area: a government's office reports for itself or for all."""
    if report.meta.scope != BODY or not _OFFICE.search(report.meta.agency):
        return False
    return any(claim.reason is Unlinked.SCOPE for claim in claims)


def _count_agreeing(report: Report, claims: Sequence[Claim]) -> int:
    """How many figures that count something are as the tables have them."""
    # what was linked because it agrees speaks for nothing
    linked = [claim for claim in claims if claim.cells and claim.number and not claim.loose]
    return sum(claim_agrees(report, claim) for claim in linked)


def _read_claims(report: Report) -> tuple[Claim, ...]:
    reader = _Reader(report, phrasebook())
    claims: list[Claim] = []
    for number in range(len(report.sections)):
        claims += reader.read_section(number)
    return tuple(claims)
