"""A data folder from end to end: its reports read and stacked, its figures drawn, its files verified.

A data folder holds catalog.csv, reports/ and the panel built from them (panel.parquet, panel.csv, findings.csv).
"""

from __future__ import annotations

import filecmp
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import gxkit
from gxkit import catalog
from gxkit.checks.years import find_across_years, join_findings
from gxkit.corpus import parse_all
from gxkit.corrections import CORRECTIONS, apply_corrections, find_strays, read_corrections
from gxkit.errors import CatalogError
from gxkit.report import Report

PANEL_FILES = ("panel.parquet", "panel.csv", "findings.csv", "indicators.csv", "datapackage.json", "dictionary.csv")
SOURCE = {"zh": "各行政机关政府信息公开工作年度报告", "en": "annual reports on government information disclosure"}


@dataclass(frozen=True, slots=True)
class Collection:
    """The reports of a data folder and what its catalog says of each, by report id."""

    reports: tuple[Report, ...]
    facts: Mapping[str, Mapping[str, object]]


def read_collection(folder: str | os.PathLike[str], *, progress: bool = False) -> Collection:
    """Every report of a data folder, each read from one file: where there are several, not the text dump.

    The rules across years are asked too, and the decisions of corrections.toml applied. A file of reports/ that the
    catalog does not list is read as well; what it says of itself, and what earlier reports of the same body have in the
    catalog, stands for its line. CatalogError if a file cannot be read as a report, CorrectionError if a decision
    expects what is no longer printed.
    """
    base = Path(folder)
    listed = catalog.read_catalog(base / catalog.CATALOG)
    entries: dict[str, catalog.Entry] = {}
    for entry in listed:
        if entry.report not in entries or entries[entry.report].format == "txt":
            entries[entry.report] = entry
    ids: dict[str, str] = {os.fspath(base / e.path): e.report for e in entries.values()}
    known = {e.path for e in listed}
    ids |= {os.fspath(path): path.stem for path in sorted((base / catalog.REPORTS).iterdir())
            if path.is_file() and path.relative_to(base).as_posix() not in known and not path.name.startswith(".")}
    paths = [path for _, path in sorted((report, path) for path, report in ids.items())]
    batch = parse_all(paths, ids=ids, progress=progress)
    if batch.failures:
        raise CatalogError("\n".join(batch.failures.values()))
    facts = {r.id: asdict(entries[r.id]) if r.id in entries else _facts_of(r, listed, {}) for r in batch.reports}
    joined = join_findings(batch.reports, find_across_years(batch.reports, facts))
    ledger = read_corrections(base / CORRECTIONS) if (base / CORRECTIONS).exists() else ()
    return Collection(tuple(apply_corrections(report, ledger) for report in joined), facts)


def add_report(folder: str | os.PathLike[str], file: str | os.PathLike[str], **facts: object) -> catalog.Entry:
    """Copy a report file into a data folder and write its line into the catalog; returns the line.

    Facts are the catalog's columns (agency, agency_en, code, level, scope, year, title, published, url, accessed, note,
    and `report`, its id). What is not given is taken from the report itself, then from an earlier line of the same
    agency. CatalogError names what neither knows. The panel and the figures follow with the next build.
    """
    base, path = Path(folder), Path(file)
    entries = catalog.read_catalog(base / catalog.CATALOG)
    report = gxkit.parse(path)
    known = _facts_of(report, entries, facts)
    if absent := [name for name in ("agency", "code", "level", "year") if not known.get(name)]:
        raise catalog.CatalogError(
            f"{path.name}: {', '.join(absent)} is neither given nor said by the report nor known from an earlier one "
            f"of the same body; give it, for example {absent[0]}=…")
    known["report"] = facts.get("report") or path.stem
    target = base / catalog.REPORTS / f"{known['report']}{path.suffix.lower()}"
    if target.exists() and not filecmp.cmp(path, target, shallow=False):
        raise CatalogError(f"{target} is there already and differs from {path.name}; give another id with report=…")
    if not target.exists():
        part = target.with_name(target.name + ".part")
        shutil.copyfile(path, part)
        os.replace(part, target)
    added = catalog.add_entry(entries, base, target, **known)
    catalog.write_catalog(base / catalog.CATALOG, added)
    return next(e for e in added if e.path == target.relative_to(base).as_posix())


def _facts_of(report: Report, entries: Iterable[catalog.Entry], given: Mapping[str, object]) -> dict[str, object]:
    """The catalog's facts of a report: as given, as it says itself, as the last line of the same agency has them."""
    meta = report.meta
    agency = given.get("agency") or meta.agency
    name = str(agency or "")
    earlier = [e for e in entries if name and (e.agency.startswith(name) or e.agency.endswith(name))]
    last = max(earlier, key=lambda e: e.year, default=None)
    facts: dict[str, object] = {"agency": last.agency if last else agency, "agency_en": last.agency_en if last else "",
                                "code": last.code if last else "", "level": last.level if last else "",
                                "scope": last.scope if last else meta.scope or "body", "year": meta.year,
                                "title": meta.title, "published": meta.published, "url": "", "accessed": "", "note": ""}
    return facts | {name: fact for name, fact in given.items() if fact not in (None, "")}


def write_panel(collection: Collection, folder: str | os.PathLike[str]) -> list[Path]:
    """Panel, findings, indicators and their description as PANEL_FILES; the same reports give the same bytes."""
    from gxkit import indicators, panel, schema

    base = Path(folder)
    base.mkdir(parents=True, exist_ok=True)
    frame = schema.validate(panel.stack(collection.reports, collection.facts))
    rates = indicators.all_indicators(frame, alternatives=panel.alternatives_frame(collection.reports))
    return [panel.to_parquet(frame, base / "panel.parquet"), panel.to_csv(frame, base / "panel.csv"),
            panel.to_csv(panel.findings_frame(collection.reports), base / "findings.csv"),
            panel.to_csv(rates, base / "indicators.csv"), *schema.write_package(base)]


def verify_folder(folder: str | os.PathLike[str]) -> list[str]:
    """One sentence for each file that is not as the catalog says, and each panel file that a rebuild does not give."""
    base = Path(folder)
    deviations = catalog.verify(base)
    if (base / CORRECTIONS).exists():
        known = [entry.sha256 for entry in catalog.read_catalog(base / catalog.CATALOG)]
        deviations += find_strays(read_corrections(base / CORRECTIONS), known)
    if deviations:
        return deviations
    with tempfile.TemporaryDirectory() as temporary:
        for made in write_panel(read_collection(base), temporary):
            there = base / made.name
            if not there.is_file():
                deviations.append(f"{there}: missing; `gxkit study {base} --panel` writes it.")
            elif made.suffix != ".parquet" and not filecmp.cmp(made, there, shallow=False):
                deviations.append(f"{there}: differs from what the reports give now; if the reports or gxkit changed "
                                  f"on purpose, write it anew with `gxkit study {base} --panel` and compare.")
            elif made.suffix == ".parquet" and not _same_frame(made, there):
                deviations.append(f"{there}: its figures differ from what the reports give now; write it anew with "
                                  f"`gxkit study {base} --panel`.")
    return deviations


def _same_frame(one: Path, other: Path) -> bool:
    """Whether two Parquet files hold the same figures (the bytes depend on the version of pyarrow)."""
    import pyarrow.parquet

    return bool(pyarrow.parquet.read_table(one).equals(pyarrow.parquet.read_table(other)))


def clearest_flow(reports: Iterable[Report]) -> str:
    """The report with the most requests whose request table has all its totals and no broken rule; '' if none has."""
    best, most = "", -1
    for report in reports:
        totals = [v for v in report.values if v.table == "requests" and v.column == "total"]
        broken = any(f.kind == "fails" and f.cells[0][0] == "requests" for f in report.findings)
        received = report.get(("requests", "received", "total"))
        if broken or not totals or any(v.value is None for v in totals) or received is None:
            continue
        if received.value is not None and received.value > most:
            best, most = report.id, int(received.value)
    return best


def draw_figures(collection: Collection, folder: str | Path, language: str = "zh") -> list[Path]:
    """The six figures of the study as PNG, SVG and PDF, each with the plotted data beside it as CSV."""
    from gxkit import charts, panel

    frame = panel.stack(collection.reports, collection.facts)
    board = panel.rule_board(collection.reports, collection.facts)
    source = SOURCE[language]
    drawn = {
        "1-requests-by-year": charts.draw_requests_by_year(frame, language=language, source=source),
        "2-outcomes": charts.draw_outcomes(frame, language=language, source=source),
        "3-grounds-of-denial": charts.draw_grounds(frame, language=language, source=source),
        "4-flow": charts.draw_flow(frame, report=clearest_flow(collection.reports), language=language, source=source),
        "5-remedies": charts.draw_remedies(frame, language=language, source=source),
        "6-identities": charts.draw_rule_board(board, language=language, source=source),
    }
    return [path for name, chart in drawn.items() for path in charts.save(chart, folder, name)]


def build_study(folder: str | os.PathLike[str], to: str | os.PathLike[str], language: str = "zh", *,
                progress: bool = True) -> list[Path]:
    """Read a data folder; write panel, findings and figures into another. Returns the files written."""
    collection = read_collection(folder, progress=progress)
    return write_panel(collection, to) + draw_figures(collection, Path(to) / "figures", language)
