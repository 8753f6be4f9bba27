"""The claims of a report's narrative, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gxkit.narrative.linking import Link, clause_before, link, link_nothing
from gxkit.narrative.numerals import MONEY, PERCENT, Token
from gxkit.narrative.prose import Prose, Statement, find_statements, masked_length, read_prose
from gxkit.narrative.words import Words, words
from gxkit.report import Claim, Report
from gxkit.text import fold

_NAKED = re.compile(r"(?:数|量|总计|合计|共计|为)$")
_STOP = re.compile(r"[，,。;:()]|\.(?!\d)|$")
_THING = re.compile(r"[^，,。;:()#~@]*$")
_THING_AFTER = re.compile(r"[^，,。;:()#~@]{0,20}")
_FILLER = re.compile(
    r"^(?:的|其中|含|另有|另|有|共)+"
    r"|(?:共计|合计|总计|累计|共有|共|计|均为|分为|为|是|达到|达|有|了|仅|约|,|，)+$"
)
_HYPOTHETICAL = re.compile(r"如果?|若|凡|对于?|部分|个别|少数|多数|有的|一些|[对向]$|的$")
_EXCEPTED = re.compile(r"除[^，,。;]{1,30}[，,]$")
_CARRIED_INTO = re.compile(r"(?:结转|顺延|延|转)(?:至|到|入)?$")
_CARRIED = re.compile(r"结转(?![上去至到入下~])")
_BRACKET = re.compile(r"\([^()]*\)")
_BESIDE = re.compile(r"[较比与同]$")
_COMPARED = re.compile(r"[，,;:。]|相比|相较|持平")


def year_of(
    report: Report, marks: Words, sentence: Statement, lead: str, mark: int
) -> tuple[int | None, bool]:
    """The year a figure speaks of and whether it is cumulative: by the last word of time before it.

    A sentence without one takes the year of the one before it if that has figures, else it is the
    report's. What a bracket says holds in the bracket only.
    """
    own = report.meta.year
    last, year, cumulative = -1, own, False
    lead = _BRACKET.sub(lambda match: "_" * len(match.group()), lead)
    if "#" in sentence.before:
        if sentence.year_before is not None:
            year = sentence.year_before
        if marks.marks["half"].search(sentence.before):
            year = None
    for position, spoken in _years_named(sentence, lead, mark, own):
        last, year = position, spoken
    for name, meant in (("earlier", own and own - 1), ("this", own), ("part", None)):
        for match in marks.marks[name].finditer(lead):
            if match.end() - 1 >= last:
                last, year = match.end() - 1, meant
    for match in marks.marks["cumulative"].finditer(lead):
        between = lead[match.end() :]
        if (match.group() == "以来" and year == own and lead.endswith("~", 0, match.start())) or (
            match.group() == "历年" and ";" in between
        ):
            continue
        if match.start() > last or match.group().startswith("截") or match.group() == "以来":
            # 历年累计9条，受理3件: whether the second figure is of all years too the words leave open
            last, year, cumulative = (
                max(last, match.start()),
                None,
                match.group() != "历年" or "#" not in between,
            )
            if match.group().startswith("截") and marks.marks["this"].search(lead):
                year, cumulative = own, False
    return year, cumulative


def _years_named(
    sentence: Statement, lead: str, mark: int, own: int | None
) -> Iterator[tuple[int, int | None]]:
    """The years named before a figure with their places, as far as they are the year it speaks of.

    较2021年增长 compares; 结转2023年 names the year that requests are carried into from the year before;
    2022年结转3件 leaves open whether in or out.
    """
    for token, position in zip(sentence.tokens, sentence.marks, strict=True):
        if token.kind != "year" or position >= mark or not isinstance(token.number, int):
            continue
        before, after = lead[:position], lead[position + 1 :]
        if lead[position] == "_":
            continue
        if _CARRIED_INTO.search(before):
            if token.number == own:
                yield position, own - 1
        elif after.startswith("结转"):
            if token.number == own:
                yield position, None if _CARRIED.match(after) else own
        elif not (_BESIDE.search(before) and _COMPARED.search(after)):
            yield position, token.number


def _kind(marks: Words, unit: str, lead: str) -> str:
    clause = clause_before(lead)
    if marks.marks["change"].search(clause):
        return "change"
    return "share" if unit in PERCENT else "money" if unit in MONEY else "count"


def _thing(lead: str, tail: str, ended: int) -> str:
    """What a figure counts, as far as the words next to it say."""
    before = _THING.search(lead, ended)
    found = _FILLER.sub("", _FILLER.sub("", before.group() if before else ""))
    after = _THING_AFTER.match(tail)
    return found or (after.group() if after else "")


def _counted(token: Token, lead: str, tail: str) -> bool:
    """Whether digits without a unit count something: after 数 or 为, at the end of a clause."""
    return bool(token.unit) or bool(_NAKED.search(lead) and (not tail or tail[0] in "，,。;)、"))


def _claims_of_figures(
    report: Report, known: Words, prose: Prose, sentence: Statement
) -> Iterator[Claim]:
    heading = fold(prose.section.heading)
    quoted = thing = ""
    ended = 0
    for token, mark in zip(sentence.tokens, sentence.marks, strict=True):
        if token.kind != "number":
            continue
        lead, tail = sentence.masked[:mark], sentence.masked[mark + 1 + len(token.unit) :]
        shown = _thing(lead, tail, ended)
        ended = mark + 1 + len(token.unit)
        if not _counted(token, lead, tail):
            continue
        thing = shown = thing if shown in ("占", "占比") else shown
        quoted = quoted or prose.quote(sentence.start, sentence.start + len(sentence.text))
        start, end = sentence.start + token.start, sentence.start + token.end
        year, cumulative = year_of(report, known, sentence, lead, mark)
        kind = _kind(known, token.unit, lead)
        links = (
            link(
                report,
                known,
                sentence,
                heading,
                lead,
                tail,
                token.unit,
                year,
                cumulative,
                token.number == 0,
            )
            if (kind in ("count", "money"))
            else ()
        )
        claim = Claim(
            kind,
            prose.quote(start, end),
            token.number,
            token.low,
            token.high,
            token.unit,
            shown,
            year,
            quoted,
            prose.where(start, end),
            prose.number,
            prose.span(start, end),
            token.approximate,
            cumulative,
        )
        yield from _linked(claim, links)


def _linked(claim: Claim, links: Sequence[Link]) -> Iterator[Claim]:
    """The claim with each of its links; once without one if it has none."""
    for found in links or (Link(),):
        yield replace(
            claim,
            concepts=found.concepts,
            cells=found.cells,
            weak=found.weak,
            unmarked=found.unmarked,
            reason=found.reason,
        )


def _unmasked(sentence: Statement, position: int) -> int:
    """The place in a sentence's text of a place in its masked form."""
    shift = 0
    for token, mark in zip(sentence.tokens, sentence.marks, strict=True):
        if mark >= position:
            break
        shift = token.end - mark - masked_length(sentence, token)
    return position + shift


def _masked_length(sentence: Statement, token: Token) -> int:
    if token.kind == "skip":
        return 2 if sentence.text[token.start] == "《" else 0
    return 1 + len(token.unit)


def _claims_of_nothing(
    report: Report, known: Words, prose: Prose, sentence: Statement
) -> Iterator[Claim]:
    """没有收到, 未发生: a claim of 0 for each concept that the words name, none where they name none."""
    for match in known.negation.finditer(sentence.masked):
        lead = sentence.masked[: match.start()]
        stop = _STOP.search(sentence.masked, match.end())
        last = stop.start() if stop else len(sentence.masked)
        thing = sentence.masked[match.end() : last]
        if (
            not thing
            or "#" in thing
            or _HYPOTHETICAL.search(clause_before(lead))
            or (_EXCEPTED.search(lead))
        ):
            continue
        year, cumulative = year_of(report, known, sentence, lead, match.start())
        links = link_nothing(
            report, known, sentence, lead, match["verb"] or "", thing, year, cumulative
        )
        if links:
            start = sentence.start + _unmasked(sentence, match.start())
            end = sentence.start + _unmasked(sentence, last)
            yield from _linked(
                Claim(
                    "count",
                    prose.quote(start, end),
                    0,
                    0,
                    0,
                    "",
                    thing,
                    year,
                    prose.quote(sentence.start, sentence.start + len(sentence.text)),
                    prose.where(start, end),
                    prose.number,
                    prose.span(start, end),
                    cumulative=cumulative,
                ),
                links,
            )


def find_claims(report: Report) -> tuple[Claim, ...]:
    """The figures of a report's narrative in the order of the text, each with what it counts and
    the cells it is.

    A figure that stands for several cells of its own (复议、诉讼均为 0) is a claim for each. Dates,
    document numbers, durations, ordinals and titles of documents are no claims.
    """
    known = words()
    claims: list[Claim] = []
    for number, section in enumerate(report.sections):
        prose = read_prose(number, section)
        for sentence in find_statements(prose):
            found = [
                *_claims_of_figures(report, known, prose, sentence),
                *_claims_of_nothing(report, known, prose, sentence),
            ]
            claims += sorted(found, key=lambda claim: claim.span)
    return tuple(claims)
