"""A data folder from end to end: its panel written, its figures and tables made, its files verified."""

from __future__ import annotations

import filecmp
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from gxkit.folder import catalog
from gxkit.folder.collection import Collection, add_report, read_collection
from gxkit.folder.decisions import CORRECTIONS, find_strays, read_corrections
from gxkit.folder.frames import decisions_frame
from gxkit.report import Report

__all__ = [
    "Collection",
    "add_report",
    "build_study",
    "clearest_flow",
    "draw_figures",
    "read_collection",
    "save_tables",
    "verify_folder",
    "write_panel",
]
PANEL_FILES = (
    "panel.parquet",
    "panel.csv",
    "findings.csv",
    "indicators.csv",
    "datapackage.json",
    "dictionary.csv",
)
SOURCE = {
    "zh": "各行政机关政府信息公开工作年度报告",
    "en": "annual reports on government information disclosure",
}


def write_panel(collection: Collection, folder: str | os.PathLike[str]) -> list[Path]:
    """Panel, findings, indicators and their description as PANEL_FILES; the same reports give the same bytes."""
    from gxkit import panel
    from gxkit.panel import indicators, schema

    base = Path(folder)
    base.mkdir(parents=True, exist_ok=True)
    frame = schema.validate(panel.stack(collection.reports, collection.facts))
    rates = indicators.all_indicators(
        frame, alternatives=panel.alternatives_frame(collection.reports)
    )
    return [
        panel.to_parquet(frame, base / "panel.parquet"),
        panel.to_csv(frame, base / "panel.csv"),
        panel.to_csv(panel.findings_frame(collection.reports), base / "findings.csv"),
        panel.to_csv(rates, base / "indicators.csv"),
        *schema.write_package(base),
    ]


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
                deviations.append(
                    f"{there}: differs from what the reports give now; if the reports or gxkit changed "
                    f"on purpose, write it anew with `gxkit study {base} --panel` and compare."
                )
            elif made.suffix == ".parquet" and not _same_frame(made, there):
                deviations.append(
                    f"{there}: its figures differ from what the reports give now; write it anew with "
                    f"`gxkit study {base} --panel`."
                )
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
        broken = any(f.kind == "fails" and f.id.startswith("requests:") for f in report.findings)
        received = report.get(("requests", "received", "total"))
        if broken or not totals or any(v.value is None for v in totals) or received is None:
            continue
        if received.value is not None and received.value > most:
            best, most = report.id, int(received.value)
    return best


def draw_figures(collection: Collection, folder: str | Path, language: str = "zh") -> list[Path]:
    """The figures of the study as PNG, SVG and PDF, each with the plotted data beside it as CSV."""
    from gxkit import charts, panel

    frame = panel.stack(collection.reports, collection.facts)
    board = panel.rule_board(collection.reports, collection.facts)
    claims = panel.claims_frame(collection.reports, collection.facts)
    source = SOURCE[language]
    drawn = {
        "01-requests-by-year": charts.draw_requests_by_year(
            frame, language=language, source=source
        ),
        "02-outcomes": charts.draw_outcomes(frame, language=language, source=source),
        "03-grounds-of-denial": charts.draw_grounds(frame, language=language, source=source),
        "04-flow": charts.draw_flow(
            frame, report=clearest_flow(collection.reports), language=language, source=source
        ),
        "05-remedies": charts.draw_remedies(frame, language=language, source=source),
        "06-identities": charts.draw_rule_board(board, language=language, source=source),
        "07-backlog": charts.draw_backlog(frame, language=language, source=source),
        "08-applicant-gap": charts.draw_applicant_gap(frame, language=language, source=source),
        "09-reversals": charts.draw_reversals(frame, language=language, source=source),
        "10-published-and-reconciled": charts.draw_differences(
            frame, language=language, source=source
        ),
        "11-narrative-and-table": charts.draw_claims(claims, language=language, source=source),
        "12-timeliness": charts.draw_timeliness(collection.facts, language=language, source=source),
        "13-coverage": charts.draw_coverage(frame, language=language, source=source),
    }
    return [path for name, chart in drawn.items() for path in charts.save(chart, folder, name)]


def save_tables(collection: Collection, folder: str | Path, language: str = "zh") -> list[Path]:
    """Four tables as HTML, Markdown and CSV: coverage, reconciliation, claims that disagree, corrections."""
    from gxkit import charts, panel

    frame = panel.stack(collection.reports, collection.facts)
    board = panel.rule_board(collection.reports, collection.facts)
    claims = panel.claims_frame(collection.reports, collection.facts)
    decisions = decisions_frame(collection.decisions)
    source = SOURCE[language]
    tables = {
        "coverage": charts.tabulate_coverage(frame, language=language, source=source),
        "reconciliation": charts.tabulate_reconciliation(
            frame, board, language=language, source=source
        ),
        "claims": charts.tabulate_claims(claims, language=language, source=source),
        "corrections": charts.tabulate_corrections(
            frame, decisions, language=language, source=source
        ),
    }
    return [
        path for name, table in tables.items() for path in charts.save_table(table, folder, name)
    ]


def build_study(
    folder: str | os.PathLike[str],
    to: str | os.PathLike[str],
    language: str = "zh",
    *,
    progress: bool = True,
) -> list[Path]:
    """Read a data folder; write panel, figures, tables and the study into another. Returns the files written."""
    from gxkit.paper import build_paper

    collection = read_collection(folder, progress=progress)
    written = write_panel(collection, to) + draw_figures(collection, Path(to) / "figures", language)
    return [
        *written,
        *save_tables(collection, Path(to) / "tables", language),
        *build_paper(collection, Path(to) / "figures", Path(to)),
    ]
