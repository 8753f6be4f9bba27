"""The reports of files that a catalog lists, as they are once they know of each other: which file
each is read from, what its other files and the years beside it say of doubts, what the rules
between years find, what was decided.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from gxkit.checks.neighbours import year_witnesses
from gxkit.checks.years import find_across_years, join_findings
from gxkit.errors import CatalogError
from gxkit.folder import catalog
from gxkit.folder.applying import (
    Stale,
    apply_corrections,
    by_file,
    find_outlived,
    find_stale,
)
from gxkit.folder.decisions import Ledger
from gxkit.folder.names import may_be
from gxkit.parsing.judging import hear_witnesses
from gxkit.parsing.many import Cache, parse_many
from gxkit.report import Number, Report, Source, Value, Witness
from gxkit.text import Sentence
from gxkit.text.escapes import spell_name

_ANOTHER_FILE = Sentence(
    "同一报告的另一文件 {file}（{place}）：{label} 为 {number}。",
    "Another file of the report, {file} ({place}), has {number} for {label}.",
)
COPIES = ("txt", "md")
"""formats in which nobody publishes a report: what a figure in such a file speaks for is not the
publisher"""


def decide_all(
    reports: Sequence[Report],
    ledger: Ledger,
) -> tuple[tuple[Report, ...], tuple[Stale, ...]]:
    """The reports under their decisions, and the decisions that no longer hold, not applied."""
    decided: list[Report] = []
    stale = find_outlived(reports, ledger)
    made = by_file(ledger)
    for report in reports:
        # of thousands of decisions each report is asked for its own alone
        own = made.get(report.sha256, ())
        found = find_stale(report, own)
        gone = [one.decision for one in found]
        holding = [one for one in own if one not in gone]
        decided.append(apply_corrections(report, holding))
        stale += found
    return tuple(decided), tuple(stale)


def ids_of_files(base: Path, chosen: Iterable[catalog.Entry]) -> dict[str, str]:
    """By path, the id of each file: that of its first line in the catalog."""
    ids: dict[str, str] = {}
    for entry in chosen:
        ids.setdefault(os.fspath(base / entry.path), entry.report)
    return ids


def one_file_each(listed: Iterable[catalog.Entry]) -> dict[str, catalog.Entry]:
    """By report id, the file it is read from: the first listed, but a text dump, or the page that
    led to it, only if alone."""
    chosen: dict[str, catalog.Entry] = {}
    for entry in listed:
        so_far = chosen.get(entry.report)
        # A text dump has lost the table's lines, and with them the place of a blank cell.
        if so_far is None or so_far.format == "txt" or so_far.copy == catalog.PAGE:
            chosen[entry.report] = entry
    return chosen


def as_catalogued(
    reports: Iterable[Report],
    entries: Iterable[catalog.Entry],
    ids: Mapping[str, str],
    base: Path,
) -> tuple[list[Report], list[str]]:
    """The reports by id: of a file that holds several the catalog's line names the one it means.

    Then what else such files hold, each as its path and year.
    """
    of_file: dict[tuple[str, str], list[Report]] = {}
    for report in reports:
        of_file.setdefault((_id_of_file(report), report.source), []).append(report)
    named: list[Report] = []
    for entry in entries:
        path = base / entry.path
        held = of_file[ids[os.fspath(path)], spell_name(path.name)]
        own = _report_of(entry, held)
        named.append(replace(own, id=entry.report))
        held.remove(own)
    rest: list[str] = []
    for (_, name), held in of_file.items():
        rest += [f"{catalog.REPORTS}/{name} ({report.meta.year})" for report in held]
    return sorted(named, key=lambda report: report.id), rest


def _id_of_file(report: Report) -> str:
    """The id that the reports of a file share: of several each has its number behind it."""
    return report.id.rpartition("#")[0] if report.covers else report.id


def _report_of(entry: catalog.Entry, held: Sequence[Report]) -> Report:
    """The one of a file's reports that a line of the catalog means: by its year, then its body."""
    if len(held) == 1:
        return held[0]
    of_year = [report for report in held if report.meta.year == entry.year]
    own = [one for one in of_year if one.meta.agency and may_be(one.meta.agency, entry.agency)]
    # Any other report of the file would take this one's place in the panel without a word.
    if not of_year:
        years = ", ".join(str(report.meta.year) for report in held)
        raise CatalogError(
            f"{entry.path}：目录中写的是 {entry.year} 年的报告，而文件中有 {len(held)} 份报告，年"
            f"份为 {years}；请在目录中更正 {entry.report} 的年份。",
            f"{entry.path}: the catalog has a report of {entry.year}, and the file holds "
            f"{len(held)} reports, of {years}; correct the year of {entry.report} in the catalog.",
        )
    return (own or of_year)[0]


def hear_each_other(
    base: Path,
    reports: Sequence[Report],
    facts: Mapping[str, Mapping[str, object]],
    listed: Iterable[catalog.Entry],
    cache: Cache = None,
) -> tuple[Report, ...]:
    """The reports after what their other files and their neighbours in time say of doubts, with
    what the rules between reports find; other files are read as by `parse_many`."""
    files_of: dict[str, list[catalog.Entry]] = {}
    for entry in listed:
        files_of.setdefault(entry.report, []).append(entry)
    years = year_witnesses(reports, facts)
    heard = []
    for report in reports:
        files = _file_witnesses(base, report, files_of.get(report.id, ()), cache)
        neighbours = years.get(report.id, ())
        heard.append(hear_witnesses(report, (*files, *neighbours)))
    return join_findings(heard, find_across_years(heard, facts))


def _file_witnesses(
    base: Path, report: Report, own: Iterable[catalog.Entry], cache: Cache
) -> tuple[Witness, ...]:
    """What the other files of a report say of the cells that are in doubt."""
    others = {entry.sha256: entry for entry in own if entry.sha256 != report.sha256}
    # Reading a file takes time, and where nothing is in doubt it has nothing to say.
    if not report.doubted or not others:
        return ()
    paths = [os.fspath(base / entry.path) for entry in others.values()]
    batch = parse_many(paths, ids=dict.fromkeys(paths, report.id), cache=cache)
    said: list[Witness] = []
    for entry in others.values():
        held = [other for other in batch.reports if other.sha256 == entry.sha256]
        # A copy that cannot be read says nothing.
        if not held:
            continue
        other = _report_of(entry, held)
        doubted = [value for value in other if value.key in report.doubted]
        numbers = [(value, value.value) for value in doubted]
        said += [_file_witness(entry, v, number) for v, number in numbers if number is not None]
    return tuple(said)


def _file_witness(
    entry: catalog.Entry,
    value: Value,
    number: Number,
) -> Witness:
    return Witness(
        Source.FILE,
        value.key,
        number,
        _ANOTHER_FILE.fill(
            file=entry.path,
            place=value.where,
            label=value.label,
            number=number,
        ),
        published=entry.format not in COPIES,
    )
