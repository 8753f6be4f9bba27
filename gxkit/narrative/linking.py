"""Which cell a figure in a sentence is: the phrase that fits, who speaks, of which year.

Three traps are kept out: documents classed 依申请公开 or 不予公开 are no requests; in the report of a whole
area the office often counts itself alone; 行政诉讼 of the Fujian tables is both litigation groups
together (the crosswalk's concept `litigation` is their sum in the national tables).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gxkit.forms.crosswalk import find_concept
from gxkit.narrative.prose import Statement
from gxkit.narrative.words import Phrase, Words
from gxkit.report import Key, Report

LONGEST_LEAD = 70
_CLAUSE = re.compile(r"[，,。;:()\n]")
_PLACE_NAME = re.compile(r"(?:人民)?政府$")
_SEAT = re.compile(r"(?:政府|管委会|办事处)$")
_PLACE = re.compile(r"[省市县区州旗镇乡]$|政府$")
_LEVEL = re.compile(r".*(?P<level>[省县区州旗]|(?<!城)市(?![场政容]))(?P<name>.{3,})$")
_KINDS = ("海关", "区管委会", "管委会")
_OTHER_PLACE = re.compile(r"[省市县区州旗镇乡]$|(?:直属|下属|所属|基层|各)$")


@dataclass(frozen=True, slots=True)
class Link:
    """The cells of a phrase in this report; none, and a `reason`, where its words fit but the
    figure is not theirs."""

    concepts: tuple[str, ...] = ()
    cells: tuple[Key, ...] = ()
    weak: bool = False
    unmarked: bool = False
    reason: str = ""


def clause_before(lead: str) -> str:
    """The part of a lead after its last comma, colon or bracket."""
    ends = [match.end() for match in _CLAUSE.finditer(lead)]
    return lead[ends[-1] :] if ends else lead


def cells_of(report: Report, concept_id: str) -> tuple[Key, ...]:
    """The cells of a concept in the editions that this report was filled with; () if they do not
    ask for it."""
    for edition, cells in find_concept(concept_id).cells.items():
        if all(report.editions.get(cell[0]) == edition for cell in cells):
            return cells
    return ()


def _cells(report: Report, phrase: Phrase, cumulative: bool) -> tuple[Key, ...]:
    if phrase.cells:
        cells = tuple(cell for cell in phrase.cells if report.get(cell))
    else:
        parts = [cells_of(report, concept) for concept in phrase.concepts]
        cells = tuple(cell for part in parts for cell in part) if all(parts) else ()
    if not cumulative or any(column == "cumulative" for _, _, column in cells):
        return cells
    ever = tuple((table, row, "cumulative") for table, row, column in cells if column == "year")
    return ever if len(ever) == len(cells) and all(report.get(cell) for cell in ever) else ()


def speaks_for(report: Report, words: Words, lead: str, before: str) -> str:
    """Whose figure it is: `own` (what the tables cover), `other`, or `unmarked`.

    The last body named before the figure decides; 市政府 after a sentence with figures of 全市 is the
    office alone. A sentence that names none takes it from the one before in the report of an area;
    in that of a body only if it is 全市.
    """
    found = _speaker(report, words, lead, before)
    if found != "unmarked" or not before or (report.meta.scope == "body" and "全市" not in before):
        return found
    return _speaker(report, words, before, "")


def _speaker(report: Report, words: Words, lead: str, before: str) -> str:
    agency = _short(report.meta.agency)
    whole = report.meta.scope != "body"
    counted = "#" in before and words.marks["area"].search(before)
    last, speaker = -1, "unmarked"

    def mark(position: int, who: str) -> None:
        nonlocal last, speaker
        if position >= last:
            last, speaker = position, who

    for match in words.marks["other"].finditer(lead):
        name = _short(match["name"])
        if not _is_body(name, agency):
            mark(match.end(), "other")
        elif not whole:
            mark(match.end(), "own")
        elif counted or words.marks["beside"].search(lead, 0, match.start("name")):
            mark(match.end(), "other")
    for match in words.marks["units"].finditer(lead):
        mark(match.end(), "other")
    for match in words.marks["office"].finditer(lead):
        mark(match.end(), "other" if whole else "own")
    for match in words.marks["area"].finditer(lead):
        zone = "区" in match.group() and agency.endswith("管委会")
        mark(match.end(), "own" if whole or zone else "other")
    if not whole:
        for match in words.marks["own"].finditer(lead):
            mark(match.end(), "own")
    elif name := _PLACE_NAME.sub("", agency):
        mark(
            position + len(name) if (position := lead.rfind(name)) >= 0 else -1,
            "own" if position >= 0 else speaker,
        )
    return speaker


def _short(name: str) -> str:
    return name.replace("人民", "").replace("管理委员会", "管委会")


def _is_body(name: str, agency: str) -> bool:
    """Whether a name in a sentence is the agency's: in full, without its place, or shortened.

    A place is meant only by its whole name.

    >>> [_is_body(name, "某市水务局") for name in ("其中市水务局", "区县水务局", "某市")]
    [True, False, False]
    >>> [_is_body(name, "某市某区发展和改革局") for name in ("区发改局", "市发改局", "区财政局")]
    [True, False, False]
    >>> _is_body("市城管局", "某市城市管理行政执法局"), _is_body("市市场监管局", "某市市场监督管理局")
    (True, True)
    >>> _is_body("某港海关", "某湾海关"), _is_body("某湾海关", "某湾海关")
    (False, True)
    >>> [_is_body(name, "某市经济技术开发区管委会") for name in ("管委会", "经开区管委会", "高新区管委会")]
    [True, True, False]
    """
    for i in range(len(name) - 1):
        suffix = name[i:]
        if suffix in _KINDS:
            letters = iter(agency)
            return all(letter in letters for letter in name.lstrip("年度"))
        if (
            suffix in agency
            if not _PLACE.search(name)
            else agency.endswith(suffix) or _SEAT.sub("", agency).endswith(suffix)
        ):
            return not _OTHER_PLACE.search(name[:i])
    one, other = _LEVEL.search(name), _LEVEL.search(agency)
    if not one or not other or one["level"] != other["level"]:
        return False
    letters = iter(other["name"].replace("员会", ""))
    return (
        all(letter in letters for letter in one["name"])
        and one["name"][-1] == other["name"].replace("员会", "")[-1]
    )


def _fits(phrase: Phrase, lead: str, clause: str, tail: str, context: str) -> bool:
    return (
        (phrase.after is None or phrase.after.match(tail) is not None)
        and (
            phrase.before is None
            or phrase.before.search(lead, max(0, len(lead) - LONGEST_LEAD)) is not None
        )
        and not (phrase.never and phrase.never.search(clause))
        and not (phrase.never_before and phrase.never_before.search(lead))
        and not (phrase.needs and not phrase.needs.search(context))
    )


def allowed(
    report: Report, words: Words, sentence: Statement, lead: str, year: int | None, cumulative: bool
) -> tuple[str, bool]:
    """Why a figure may not be linked ('' if it may), and whether it leaves open whose it is."""
    if words.marks["plan"].search(clause_before(lead)):
        return "plan", False
    if not cumulative and year != report.meta.year:
        return "year", False
    speaker = speaks_for(report, words, lead, sentence.before)
    return ("scope" if speaker == "other" else ""), speaker == "unmarked"


def link(
    report: Report,
    words: Words,
    sentence: Statement,
    heading: str,
    lead: str,
    tail: str,
    unit: str,
    year: int | None,
    cumulative: bool,
    zero: bool,
) -> tuple[Link, ...]:
    """The cells that a figure of a sentence stands for: one link, or several where one 0 stands for
    each."""
    clause = clause_before(lead)
    context = f"{heading}\n{sentence.item}\n{sentence.before}\n{lead}{tail[:20]}"
    for phrase in words.phrases:
        if unit not in phrase.units or not _fits(phrase, lead, clause, tail, context):
            continue
        cells = _cells(report, phrase, cumulative)
        if not cells:
            continue
        reason, unmarked = allowed(report, words, sentence, lead, year, cumulative)
        if reason:
            return (Link(phrase.name, reason=reason),)
        unmarked = unmarked and report.meta.scope != "body"
        if not phrase.each:
            return (Link(phrase.name, cells, phrase.weak, unmarked),)
        if not zero:
            return ()
        return tuple(
            Link((concept,), each, phrase.weak, unmarked)
            for concept in phrase.concepts
            if (each := _each(report, concept, cumulative))
        )
    return ()


def _each(report: Report, concept: str, cumulative: bool) -> tuple[Key, ...]:
    cells = cells_of(report, concept)
    return (
        tuple((t, r, "cumulative") for t, r, _ in cells if report.get((t, r, "cumulative")))
        if cumulative
        else cells
    )


def link_nothing(
    report: Report,
    words: Words,
    sentence: Statement,
    lead: str,
    verb: str,
    thing: str,
    year: int | None,
    cumulative: bool,
) -> tuple[Link, ...]:
    """The cells that 没有收到 … puts at 0: `verb` the verb denied, `thing` its object."""
    links: list[Link] = []
    for zero in words.zeros:
        if (
            any(zero.concepts == known.concepts for known in links)
            or not zero.object.match(thing)
            or (zero.verb and not zero.verb.search(verb))
            or (zero.never and zero.never.search(thing))
        ):
            continue
        cells = tuple(
            cell for concept in zero.concepts for cell in _each(report, concept, cumulative)
        )
        if not cells:
            continue
        reason, unmarked = allowed(report, words, sentence, lead, year, cumulative)
        links.append(
            Link(zero.concepts, reason=reason)
            if reason
            else Link(zero.concepts, cells, False, unmarked and report.meta.scope != "body")
        )
    return tuple(links)
