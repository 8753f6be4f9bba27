"""Which reports print one set of figures, wherever in a nation their bodies are.

Findings are made place by place; these are kept as digests while the places go by, so that what two
far places have in common is known in the end and no report is held for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from gxkit.checks.beside import Printed, list_telling
from gxkit.checks.yearlines import Member, list_members
from gxkit.report import Facts, Report

HEAD = ("year", "table", "cells", "reports")
"""the columns of same.csv: `cells` have a number, `reports` are ids with blanks between them"""
_DIGEST = 12
"""bytes: of ten million tables no two that differ have one by chance"""
_Table = tuple[int, str, int]
"""year, table and how many of its cells have a number"""


class Alike:
    """The tables of reports by what they print, as far as that is enough to tell a body by."""

    def __init__(self) -> None:
        self._first: dict[bytes, tuple[str, str]] = {}
        self._same: dict[bytes, tuple[_Table, dict[str, str]]] = {}

    def note(
        self,
        reports: Iterable[Report],
        facts: Facts,
    ) -> None:
        """Take the reports of a place."""
        members = list_members(
            reports,
            facts,
            reconciled=False,
        )
        for member in members:
            for figures in list_telling(member):
                self._note_table(member, figures)

    def _note_table(
        self,
        member: Member,
        figures: Printed,
    ) -> None:
        digest = _digest_of(member.year, figures)
        own = member.name.zh, member.report.id
        name, report = self._first.setdefault(digest, own)
        # most tables are like no other: only of those that are more is said
        if report == own[1]:
            return
        known = sum(number is not None for _, number in figures)
        first_key, _ = figures[0]
        table = member.year, first_key[0], known
        _, held = self._same.setdefault(
            digest,
            (table, {report: name}),
        )
        held[own[1]] = own[0]

    def lines(self) -> Iterator[tuple[object, ...]]:
        """A line for each table that several bodies print alike, with HEAD, by year."""
        found = []
        for table, held in self._same.values():
            # a body's second report of a year is no other body
            if len(set(held.values())) > 1:
                found.append((*table, " ".join(sorted(held))))
        yield from sorted(found)


def _digest_of(year: int, figures: Printed) -> bytes:
    """What a table of a year prints, as bytes that only the same figures have."""
    keys = [key for key, _ in figures]
    numbers = [None if number is None else float(number) for _, number in figures]
    told = repr((year, keys, numbers)).encode()
    return hashlib.blake2b(told, digest_size=_DIGEST).digest()
