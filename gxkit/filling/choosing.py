"""Which of the editions that fit is taken for each table of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gxkit.filling.matching import Match, NoMatch, match_table
from gxkit.filling.tape import Tape
from gxkit.forms import KnownEdition, Table, all_forms, known_editions, shipped_forms
from gxkit.text import fold

Kinds = Mapping[str, Sequence[Match]]
"""for each kind of table, by its id in the forms, the editions that fit, best first"""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked for: `kinds` may be taken, a better one has `claimed` some, `absent` ones."""

    kinds: Mapping[str, tuple[Match, ...]]
    claimed: tuple[Match, ...] = ()
    absent: tuple[NoMatch, ...] = ()


def look_for_tables(tape: Tape) -> Looked:
    """Every table of every form, looked for on a tape."""
    found: list[Match] = []
    absent: list[NoMatch] = []
    for form in all_forms().values():
        for table in form.tables:
            match = match_table(tape, table)
            if isinstance(match, Match):
                found.append(match)
            else:
                absent.append(match)
    kinds: dict[str, list[Match]] = {}
    claimed: list[Match] = []
    for match in sorted(found, key=lambda m: -m.score):
        if any(_is_claimed(match, better) for better in found):
            claimed.append(match)
        else:
            kinds.setdefault(match.id, []).append(match)
    by_kind = {kind: tuple(matches) for kind, matches in kinds.items()}
    return Looked(by_kind, tuple(claimed), tuple(absent))


def _is_claimed(match: Match, other: Match) -> bool:
    """Whether a table that another form calls otherwise fits the same place better.

    The shipped forms share the ids of their tables, so that only a further form can claim one.
    """
    if other.id == match.id or other.form == match.form or other.score <= match.score:
        return False
    shipped = shipped_forms()
    if match.form in shipped and other.form in shipped:
        return False
    return other.apart(match) < 0


def find_unsupported(tape: Tape, kinds: Kinds) -> tuple[KnownEdition, ...]:
    """The editions that nobody fills.

    What a form beside the shipped ones prints is no sign of them: it was written for that table.
    """
    own = [m for found in kinds.values() for m in found if m.form not in shipped_forms()]
    read = "|".join(fold(text) for match in own for text in sorted(match.table.texts))
    return tuple(edition for edition in known_editions() if edition.stands_in(tape.text, read))


def choose(kinds: Kinds, year: int | None) -> dict[str, Match]:
    """One edition for each kind of table: the best fit.

    Of equals that of the main table, else the year's. The table whose edition is surest is the
    main one. Where a page holds reports of several years, that of the title's year leads, and the
    others are those that stand nearest to it.
    """
    chosen: dict[str, Match] = {}
    main: Match | None = None
    for kind in _surest_first(kinds):
        found = _in_one_place(kinds[kind], main, year)
        best = [m for m in found if m.score == found[0].score]
        of_main = [m for m in best if main and m.form == main.form]
        of_year = [m for m in best if year and all_forms()[m.form].covers(year)]
        chosen[kind] = (of_main or of_year or best)[0]
        main = main or chosen[kind]
    return chosen


def _surest_first(kinds: Kinds) -> list[str]:
    """The largest table first, those across last: their few labels tell little of an edition."""

    def rank(kind: str) -> tuple[bool, int]:
        table = kinds[kind][0].table
        return table.layout == "across", -sum(len(row.columns) for row in table.rows)

    return sorted(kinds, key=rank)


def _in_one_place(found: Sequence[Match], main: Match | None, year: int | None) -> list[Match]:
    """The matches that overlap the one nearest to the main table.

    Without a main table they overlap the best of the year's editions.
    """
    if main:
        lead = min(found, key=lambda m: m.apart(main))
    else:
        of_year = (m for m in found if year and all_forms()[m.form].covers(year))
        lead = next(of_year, found[0])
    return [m for m in found if m.apart(lead) <= 0]


def expected_tables(chosen: Mapping[str, Match]) -> dict[str, Table]:
    """The tables to fill, in printed order: those found, and the others of their forms."""
    tables: dict[str, Table] = {}
    for match in chosen.values():
        for table in all_forms()[match.form].tables:
            tables.setdefault(table.id, table)
    tables |= {kind: match.table for kind, match in chosen.items()}
    printed = dict.fromkeys(table.id for form in all_forms().values() for table in form.tables)
    return {kind: tables[kind] for kind in printed if kind in tables}
