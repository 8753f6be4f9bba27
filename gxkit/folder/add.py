"""A further report for a data folder: its file copied, its line written into the catalog, or
neither."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gxkit.errors import FAULTS, CatalogError, GxkitError, NotAFileError, own_fault
from gxkit.folder import catalog
from gxkit.folder.bodies import known_bodies
from gxkit.folder.facts import check_given, settle_facts
from gxkit.folder.locks import lock_folder
from gxkit.folder.names import may_be_one
from gxkit.folder.twice import Place, Twice, find_place, path_inside
from gxkit.forms import register_folder
from gxkit.output import write_file
from gxkit.parsing.files import Files, is_shown, list_files
from gxkit.parsing.many import parse_many, watch
from gxkit.parsing.one import parse
from gxkit.report import Report
from gxkit.text import Sentence

Outcome = tuple[str, catalog.Entry | GxkitError]
"""a file's name or address, and its line in the catalog or why it has none"""
_ADDING = Sentence("添加", "adding")
_OF_ONE = ("report", "title", "url", "final_url")
"""facts that can hold for one file only"""
OF_ONE_BODY = ("agency", "agency_en", "code")
"""and for the files of one body only"""


@dataclass(frozen=True, slots=True, repr=False)
class Additions:
    """What became of files that were added: the catalog's lines of those that are in the folder
    now, and for each of the others why it is not."""

    entries: tuple[catalog.Entry, ...]
    failures: Mapping[str, GxkitError]

    def __iter__(self) -> Iterator[catalog.Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __repr__(self) -> str:
        lines = [f"{one.path}: {one.agency} {one.year} ({one.scope})" for one in self.entries]
        lines += [f"not added: {reason}" for reason in self.failures.values()]
        return "\n".join(lines)


def add_report(
    folder: str | os.PathLike[str],
    file: str | os.PathLike[str],
    *,
    twice: Twice | str = Twice.ASK,
    **facts: Any,
) -> catalog.Entry:
    """Copy a report file into a data folder, write its line into the catalog, and return the line.

    Facts are the catalog's columns (agency, agency_en, code, level, scope, year, title, published,
    url, accessed, note, and `report`, its id). What is not given is taken from the report itself,
    then from what bodies.csv and the catalog know of the body of that code and full name. `twice`
    is what to do if the same bytes, or a report of the same body and year, are there: `skip`,
    `replace`, `beside` (a further file of the same report), `apart` (a report of its own). Unless
    it says so, CatalogError asks; CatalogError also names what nobody knows and what is at odds
    with the report. Whatever fails leaves the folder as it was. The panel and the figures follow
    with the next build.
    """
    base, path = Path(folder), Path(file)
    twice = Twice.of(twice)
    check_given(facts)
    # Half of a download has half of the tables, and a lock none of its document.
    if not is_shown(str(path)):
        raise NotAFileError(
            f"{path}：从文件名看，这是隐藏文件、没有下载完的文件，或办公软件的临时锁文件，内容可能"
            "不完整；请添加下载完整的文件，或给它改名。",
            f"{path}: its name is that of a hidden file, an unfinished download or the lock of an "
            "office program, so it may not be whole; add the finished file, or rename it.",
        )
    # Asked before the file is read, which takes time.
    catalog.read_catalog(base / catalog.CATALOG)
    register_folder(base)
    report = meant_report(path, facts)
    return enter_report(base, path, report, facts, twice)


def add_reports(
    folder: str | os.PathLike[str],
    files: Files,
    *,
    twice: Twice | str = Twice.ASK,
    progress: bool = False,
    **facts: Any,
) -> Additions:
    """Add many files, or those of a folder, as `add_report` adds one; what fails is named and the
    others go on."""
    return collect(each_added(folder, files, twice=twice, progress=progress, **facts))


def each_added(
    folder: str | os.PathLike[str],
    files: Files,
    *,
    twice: Twice | str = Twice.ASK,
    progress: bool = False,
    **facts: Any,
) -> Iterator[Outcome]:
    """Each file as soon as it is added, with its line of the catalog, or with what was wrong."""
    paths = list_files(files)
    refuse_of_one(paths, facts)
    if len(paths) > 1:
        _refuse_several_bodies(paths, facts)
    for path in watch(paths, _ADDING, shown=progress):
        try:
            yield path, add_report(folder, path, twice=twice, **facts)
        except GxkitError as reason:
            yield path, reason
        # a fault of gxkit over one file says nothing of the others
        except FAULTS as raised:
            yield path, own_fault(path, raised)


def refuse_of_one(paths: Sequence[str], facts: Mapping[str, Any]) -> None:
    """Refuse a fact of one report for several."""
    shared = [name for name in _OF_ONE if facts.get(name)]
    # The second file with the same id would ask about the first.
    if shared and len(paths) > 1:
        raise CatalogError(
            f"{'、'.join(shared)} 只能用于一个文件，而这里给出了 {len(paths)} 个；请去掉这一项，或"
            "逐个添加。",
            f"{', '.join(shared)} can be said of one file only, and {len(paths)} were given; leave "
            "it out, or add them one by one.",
        )


def _refuse_several_bodies(paths: Iterable[str], facts: Mapping[str, Any]) -> None:
    """Refuse a code or a name of one body for files that call theirs by several."""
    shared = [name for name in OF_ONE_BODY if facts.get(name)]
    if not shared:
        return
    # Asked before the first is entered: the others would stand in the series of its body.
    first = ""
    for path in paths:
        own = _called_body(Path(path), facts)
        first = first or own
        if own and not may_be_one(own, first):
            raise CatalogError(
                f"{'、'.join(shared)} 只能用于同一个机关，而这些文件分别自称 {first} 和 {own}；"
                "请按机"
                "关分批添加，或去掉这一项，并在 bodies.csv 中给每个机关写一行。",
                f"{', '.join(shared)} can be said of one body only, and the files call theirs "
                f"{first} and {own}; add each body's files by themselves, or leave it out and "
                "give each body a line in bodies.csv.",
            )


def _called_body(path: Path, facts: Mapping[str, Any]) -> str:
    """What a report calls its body; '' if it does not, or cannot be read, which is said later."""
    try:
        return meant_report(path, facts).meta.agency or ""
    except (GxkitError, *FAULTS):
        return ""


def collect(outcomes: Iterable[Outcome]) -> Additions:
    """What became of all of them, together."""
    entries: list[catalog.Entry] = []
    failures: dict[str, GxkitError] = {}
    for name, outcome in outcomes:
        if isinstance(outcome, GxkitError):
            failures[name] = outcome
        else:
            entries.append(outcome)
    return Additions(tuple(entries), failures)


def meant_report(path: Path, facts: Mapping[str, Any]) -> Report:
    """The report of a file; of several the one of the year that is given."""
    report = parse(path)
    year = facts.get("year")
    if year in (None, report.meta.year):
        return report
    every = parse_many([path]).reports
    return next((one for one in every if one.meta.year == year), report)


def enter_report(
    base: Path,
    path: Path,
    report: Report,
    given: Mapping[str, Any],
    twice: Twice,
) -> catalog.Entry:
    """Put a file that was read in its place, and its line into the catalog; see `add_report`."""
    with lock_folder(base):
        return _enter(base, path, report, given, twice)


def enter_page(
    base: Path,
    path: Path,
    carrier: catalog.Entry,
    facts: Mapping[str, Any],
) -> catalog.Entry:
    """Put a page beside the file of its report, which it only led to: it holds no tables."""
    kept = {name: getattr(carrier, name) for name in catalog.FACTS}
    with lock_folder(base):
        entries = catalog.read_catalog(base / catalog.CATALOG)
        place = find_place(base, path, kept, entries, Twice.BESIDE)
        entry = catalog.entry_of(path, place.path, **kept | dict(facts) | {"copy": catalog.PAGE})
        _put(base, path, entry, entries, place)
    return entry


def _enter(
    base: Path,
    path: Path,
    report: Report,
    given: Mapping[str, Any],
    twice: Twice,
) -> catalog.Entry:
    """The same in a folder that nobody else writes."""
    entries = catalog.read_catalog(base / catalog.CATALOG)
    if twice is Twice.REPLACE:
        given = _known_in_place(base, path, entries) | dict(given)
    facts = settle_facts(report, entries, known_bodies(base, entries), given)
    place = find_place(base, path, facts, entries, twice)
    if place.listed is not None:
        return place.listed
    facts["report"] = place.report
    entry = catalog.entry_of(path, place.path, **facts)
    _put(base, path, entry, entries, place)
    return entry


def _known_in_place(
    base: Path,
    path: Path,
    entries: Iterable[catalog.Entry],
) -> dict[str, Any]:
    """What the catalog says of a file that lies where it is listed: its address, its source and its
    notes hold still when it was changed there; nothing of another."""
    own = path_inside(base, path)
    listed = [entry for entry in entries if entry.path == own]
    return {name: getattr(entry, name) for entry in listed for name in catalog.FACTS}


def _put(
    base: Path,
    path: Path,
    entry: catalog.Entry,
    entries: Iterable[catalog.Entry],
    place: Place,
) -> None:
    """Copy a file to its place and list it, or leave the folder as it was."""
    with ExitStack() as undone:
        if place.is_new(base):
            _copy(path, base / place.path, undone)
        _list(base, entry, entries, place)
        undone.pop_all()
    _clear(base, entry, place)


def _copy(path: Path, target: Path, undone: ExitStack) -> None:
    """Copy a file to its place; what stood there comes back if it is undone."""
    target.parent.mkdir(exist_ok=True)
    if target.exists():
        undone.callback(write_file, target, target.read_bytes())
    else:
        undone.callback(target.unlink, missing_ok=True)
    write_file(target, lambda part: shutil.copyfile(path, part))


def _list(
    base: Path,
    entry: catalog.Entry,
    entries: Iterable[catalog.Entry],
    place: Place,
) -> None:
    """Write the catalog with the entry, without those it stands in place of."""
    gone = {entry.path, *place.replaced}
    others = [other for other in entries if other.path not in gone]
    catalog.write_catalog(base / catalog.CATALOG, [*others, entry])


def _clear(base: Path, entry: catalog.Entry, place: Place) -> None:
    """Remove the files that the entry stands in place of, now that the catalog lists it."""
    for path in place.replaced:
        if path != entry.path:
            (base / path).unlink(missing_ok=True)
