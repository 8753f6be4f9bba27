"""The study of a data folder: panel, figures, tables, and the paper in which they stand."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from gxkit.folder.build import write_panel
from gxkit.folder.collection import Collection, read_collection
from gxkit.report import Report

SOURCE = {
    "zh": "各行政机关政府信息公开工作年度报告",
    "en": "annual reports on government information disclosure",
}


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
    from gxkit import charts

    frame, board, claims = collection.panel, collection.board, collection.claims
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
    from gxkit import charts

    frame, board, claims = collection.panel, collection.board, collection.claims
    decisions = collection.decisions_table
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
