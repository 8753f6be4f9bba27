"""Which of the editions that fit is taken for each table of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gxkit.filling.finding.matching import PART, Match, NoMatch
from gxkit.filling.finding.occurrences import find_all
from gxkit.filling.tape import Tape
from gxkit.forms import (
    KnownEdition,
    Table,
    all_forms,
    find_form,
    known_editions,
    shipped_forms,
)
from gxkit.text import fold

# For each kind of table, by its id in the forms, the editions that fit, at every place of the file
# where one does, best first.
Kinds = Mapping[str, Sequence[Match]]


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked for: `kinds` may be taken, a better one has `claimed` some, `absent` ones."""

    kinds: Kinds
    claimed: tuple[Match, ...] = ()
    absent: tuple[NoMatch, ...] = ()

    def with_hidden(self, hidden: Looked) -> Looked:
        """What was found among shown text with what was found among hidden text."""
        kinds = {kind: list(found) for kind, found in self.kinds.items()}
        for kind, found in hidden.kinds.items():
            kinds.setdefault(kind, []).extend(found)
        return replace(self, kinds=kinds)


def _all_tables() -> Iterator[Table]:
    for form in all_forms().values():
        yield from form.tables


def look_for_tables(tape: Tape) -> Looked:
    """Every table of every form, looked for on a tape."""
    found: list[Match] = []
    absent: list[NoMatch] = []
    for table in _all_tables():
        matches = find_all(tape, table)
        if isinstance(matches, NoMatch):
            absent.append(matches)
        else:
            found += matches
    found = [_as_part(match, found) for match in found]
    found.sort(key=in_order_of_fit)
    kinds: dict[str, list[Match]] = {}
    claimed: list[Match] = []
    for match in found:
        if any(_is_claimed(match, other) for other in found):
            claimed.append(match)
        else:
            own = kinds.setdefault(match.id, [])
            own.append(match)
    return Looked(kinds, tuple(claimed), tuple(absent))


def in_order_of_fit(match: Match) -> tuple[bool, float]:
    """The best fit first; a part fits several editions alike, and a whole table is no part."""
    return match.is_part, -match.score


def _as_part(match: Match, found: Sequence[Match]) -> Match:
    """The match, as that of a part where a part of another edition fits its place better.

    Labels that are alike and not the same may be most rows of a short form.
    """
    if match.is_part or match.table.layout == "across":
        return match
    for other in found:
        is_rival = other.is_part and other.id == match.id and other.apart(match) < 0
        if is_rival and other.score - other.beyond > match.score:
            return replace(match, way=PART, score=match.fit)
    return match


def _is_claimed(match: Match, other: Match) -> bool:
    """Whether a table that another form calls otherwise fits the same place better.

    The shipped forms share the ids of their tables, so that only a further form can claim one.
    """
    if other.id == match.id or other.form == match.form:
        return False
    # Editions of one kind compete by score, and the better one is taken anyway.
    if {match.form, other.form} <= shipped_forms().keys():
        return False
    return other.score > match.score and other.apart(match) < 0


def find_unsupported(
    tape: Tape,
    kinds: Kinds,
) -> tuple[KnownEdition, ...]:
    """The editions that nobody fills.

    What a form beside the shipped ones prints is no sign of them: it was written for that table.
    """
    read: list[str] = []
    for found in kinds.values():
        for match in found:
            # A shipped form shares labels with the editions that nobody fills.
            if match.form not in shipped_forms():
                read += map(fold, sorted(match.table.texts))
    folded = "|".join(read)
    there = [known for known in known_editions() if known.stands_in(tape.text, folded)]
    return tuple(there)


def choose(
    kinds: Kinds,
    year: int | None,
) -> dict[str, Match]:
    """One edition for each kind of table: the best fit.

    Of equals that of the main table, else the year's. The table whose edition is surest is the
    main one. Where a page holds reports of several years, that of the title's year leads, and the
    others are those that stand nearest to it.
    """
    chosen: dict[str, Match] = {}
    main: Match | None = None
    for matches in sorted(kinds.values(), key=_doubt):
        found = _in_one_place(matches, main, year)
        # Table four is alike in both national editions, and table three where it breaks off.
        best = [match for match in found if _is_as_good(match, found[0], year)]
        preferred = [
            *(match for match in best if main and match.form == main.form),
            *(match for match in best if _is_of_year(match, year)),
            *best,
        ]
        taken = preferred[0]
        chosen[taken.id] = taken
        main = main or taken
    return chosen


def _is_as_good(match: Match, first: Match, year: int | None) -> bool:
    """Whether an edition may be taken as well as the one that fits best.

    That of the year, where each label found is its own too and rows are not found of either: they
    may stand there in other words.
    """
    if match.fit == first.fit:
        return True
    # Of an edition that is there with all its rows nothing is in other words.
    is_whole = len(first.spots) == len(first.table.rows)
    return not is_whole and _is_of_year(match, year) and match.has_labels_of(first)


def _doubt(matches: Sequence[Match]) -> tuple[bool, bool, int]:
    """How doubtful a table's edition is: of a part least is known.

    Those across have few labels, and large ones many.
    """
    best = matches[0]
    cells = sum(len(row.columns) for row in best.table.rows)
    return best.is_part, best.table.layout == "across", -cells


def _is_of_year(match: Match, year: int | None) -> bool:
    return year is not None and find_form(match.form).covers(year)


def _in_one_place(
    found: Sequence[Match],
    main: Match | None,
    year: int | None,
) -> list[Match]:
    """The matches that overlap the one nearest to the main table.

    Without a main table they overlap the best of the year's editions.
    """
    if main:
        apart = [match.apart(main) for match in found]
        lead = found[apart.index(min(apart))]
    else:
        of_year = [match for match in found if _is_of_year(match, year)]
        lead = of_year[0] if of_year else found[0]
    return [match for match in found if match.apart(lead) <= 0]


def expected_tables(chosen: Mapping[str, Match]) -> dict[str, Table]:
    """The tables to fill, in printed order: those found, and the others of their forms."""
    tables: dict[str, Table] = {}
    for match in chosen.values():
        for table in find_form(match.form).tables:
            tables.setdefault(table.id, table)
    for kind, match in chosen.items():
        tables[kind] = match.table
    printed = dict.fromkeys(table.id for table in _all_tables())
    return {kind: tables[kind] for kind in printed if kind in tables}
