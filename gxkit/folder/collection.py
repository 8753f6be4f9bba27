"""The reports of a data folder: read from the files that its catalog lists, and added to it.

A data folder holds catalog.csv, reports/, corrections.toml and the panel built from them.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from gxkit.checks.neighbours import year_witnesses
from gxkit.checks.years import find_across_years, join_findings
from gxkit.errors import CatalogError
from gxkit.folder import catalog
from gxkit.folder.decisions import CORRECTIONS, Decision, apply_corrections, read_corrections
from gxkit.parsing.judging import hear_witnesses
from gxkit.parsing.many import parse_all
from gxkit.parsing.one import parse
from gxkit.report import FILE, Number, Report, Value, Witness

COPIES = ("txt", "md")
"""formats in which nobody publishes a report: what a figure in such a file speaks for is not the publisher"""


@dataclass(frozen=True, slots=True)
class Collection:
    """The reports of a data folder, what its catalog says of each, by report id, and the decisions on them."""

    reports: tuple[Report, ...]
    facts: Mapping[str, Mapping[str, object]]
    decisions: tuple[Decision, ...] = ()


def read_collection(folder: str | os.PathLike[str], *, progress: bool = False) -> Collection:
    """Every report of a data folder, each read from one file: where there are several, not the text dump.

    Where a figure is in doubt, a PDF is read a second time, and the other files of the report and the years before and
    after are heard. The rules across years are asked too, and the decisions of corrections.toml applied. A file of
    reports/ that the catalog does not list is read as well; what it says of itself, and what earlier reports of the
    same body have in the catalog, stands for its line. CatalogError if a file cannot be read as a report,
    CorrectionError if a decision expects what is no longer printed.
    """
    base = Path(folder)
    listed = catalog.read_catalog(base / catalog.CATALOG)
    entries: dict[str, catalog.Entry] = {}
    for entry in listed:
        if entry.report not in entries or entries[entry.report].format == "txt":
            entries[entry.report] = entry
    ids: dict[str, str] = {os.fspath(base / e.path): e.report for e in entries.values()}
    known = {e.path for e in listed}
    ids |= {
        os.fspath(path): path.stem
        for path in sorted((base / catalog.REPORTS).iterdir())
        if path.is_file()
        and path.relative_to(base).as_posix() not in known
        and not path.name.startswith(".")
    }
    paths = [path for _, path in sorted((report, path) for path, report in ids.items())]
    batch = parse_all(paths, ids=ids, progress=progress, second_reading="doubtful")
    if batch.failures:
        raise CatalogError("\n".join(batch.failures.values()))
    facts = {
        r.id: asdict(entries[r.id]) if r.id in entries else _facts_of(r, listed, {})
        for r in batch.reports
    }
    years = year_witnesses(batch.reports, facts)
    heard = [
        hear_witnesses(r, (*_file_witnesses(base, r, listed), *years.get(r.id, ())))
        for r in batch.reports
    ]
    joined = join_findings(heard, find_across_years(heard, facts))
    ledger = read_corrections(base / CORRECTIONS) if (base / CORRECTIONS).exists() else ()
    return Collection(
        tuple(apply_corrections(report, ledger) for report in joined), facts, tuple(ledger)
    )


def _file_witnesses(
    base: Path, report: Report, listed: Iterable[catalog.Entry]
) -> tuple[Witness, ...]:
    """What the other files of a report say of the cells that are in doubt."""
    others = {
        os.fspath(base / e.path): e
        for e in listed
        if e.report == report.id and e.sha256 != report.sha256
    }
    if not report.doubted or not others:
        return ()
    said: list[Witness] = []
    for other in parse_all(others, ids=dict.fromkeys(others, report.id)).reports:
        entry = next(e for e in others.values() if e.sha256 == other.sha256)
        said += [
            _file_witness(entry, v, v.value)
            for v in other
            if v.key in report.doubted and v.value is not None
        ]
    return tuple(said)


def _file_witness(entry: catalog.Entry, value: Value, number: Number) -> Witness:
    return Witness(
        FILE,
        value.key,
        number,
        f"同一报告的另一文件 {entry.path}（{value.where}）：{value.label} 为 {number}。",
        f"Another file of the report, {entry.path} ({value.where}), has {number} for {value.label}.",
        published=entry.format not in COPIES,
    )


def add_report(
    folder: str | os.PathLike[str], file: str | os.PathLike[str], **facts: object
) -> catalog.Entry:
    """Copy a report file into a data folder and write its line into the catalog; returns the line.

    Facts are the catalog's columns (agency, agency_en, code, level, scope, year, title, published, url, accessed, note,
    and `report`, its id). What is not given is taken from the report itself, then from an earlier line of the same
    agency. CatalogError names what neither knows. The panel and the figures follow with the next build.
    """
    base, path = Path(folder), Path(file)
    entries = catalog.read_catalog(base / catalog.CATALOG)
    report = parse(path)
    known = _facts_of(report, entries, facts)
    if absent := [name for name in ("agency", "code", "level", "year") if not known.get(name)]:
        raise catalog.CatalogError(
            f"{path.name}: {', '.join(absent)} is neither given nor said by the report nor known from an earlier one "
            f"of the same body; give it, for example {absent[0]}=…"
        )
    known["report"] = facts.get("report") or path.stem
    target = base / catalog.REPORTS / f"{known['report']}{path.suffix.lower()}"
    if target.exists() and not filecmp.cmp(path, target, shallow=False):
        raise CatalogError(
            f"{target} is there already and differs from {path.name}; give another id with report=…"
        )
    if not target.exists():
        part = target.with_name(target.name + ".part")
        shutil.copyfile(path, part)
        os.replace(part, target)
    added = catalog.add_entry(entries, base, target, **known)
    catalog.write_catalog(base / catalog.CATALOG, added)
    return next(e for e in added if e.path == target.relative_to(base).as_posix())


def _facts_of(
    report: Report, entries: Iterable[catalog.Entry], given: Mapping[str, object]
) -> dict[str, object]:
    """The catalog's facts of a report: as given, as it says itself, as the last line of the same agency has them."""
    meta = report.meta
    agency = given.get("agency") or meta.agency
    name = str(agency or "")
    earlier = [
        e for e in entries if name and (e.agency.startswith(name) or e.agency.endswith(name))
    ]
    last = max(earlier, key=lambda e: e.year, default=None)
    facts: dict[str, object] = {
        "agency": last.agency if last else agency,
        "agency_en": last.agency_en if last else "",
        "code": last.code if last else "",
        "level": last.level if last else "",
        "scope": last.scope if last else meta.scope or "body",
        "year": meta.year,
        "title": meta.title,
        "published": meta.published,
        "url": "",
        "accessed": "",
        "note": "",
    }
    return facts | {name: fact for name, fact in given.items() if fact not in (None, "")}
