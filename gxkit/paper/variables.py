"""Every number, name and enumeration in the prose of the study, computed from a collection.

`compute_variables` is the only door. Rates of few cases are given as counts, never as per cent.
"""

from __future__ import annotations

from typing import Any

from gxkit.errors import CatalogError
from gxkit.folder.collection import Collection
from gxkit.panel.frames import identify
from gxkit.panel.indicators.intervals import LEVEL
from gxkit.paper import checked, material, results


def compute_variables(collection: Collection) -> dict[str, Any]:
    """The variables of the template by name: counts (`n`), lists of named things, comparisons.

    CatalogError if there is nothing to tell of: no report, or one whose year nobody knows.
    """
    demand_reports(collection)
    reports = collection.reports
    findings = checked.all_findings(reports)
    shown = material.list_reports(collection)
    bodies = material.list_bodies(shown)
    families = material.list_families(shown)
    names = {report.id: report for report in shown}
    by_id = {report.id: report for report in reports}
    published = [report.published for report in shown]
    taken = collection.panel, collection.figures, collection.alternatives
    return {
        "reports": shown,
        "bodies": bodies,
        "few": results.FEW,
        "level": LEVEL,
        "families": families,
        "forms": material.describe_forms(families),
        "steps": material.list_steps(families),
        "taken": material.count_taken(collection),
        "flow": results.list_flow(*taken),
        "received": results.sum_received(*taken, collection.inside),
        "rates": results.list_rates(collection.indicators),
        "grounds": results.sum_grounds(*taken, collection.inside),
        "documents": results.list_documents(collection.panel),
        "rules": checked.rules(collection.reports, collection.board, findings),
        "across": checked.across(findings),
        "narrative": checked.narrative(reports, findings, names),
        "mended": checked.mended(reports, names),
        "corrections": checked.corrections(by_id, shown),
        "unsettled": checked.unsettled(findings, collection.alternatives, names),
        "timeliness": results.list_days(collection.facts),
        "date": max(published, default=""),
        "n": material.count_all(collection, shown, bodies),
    }


def demand_reports(collection: Collection) -> None:
    """Refuse a collection that a study cannot be written of."""
    # Sums over nothing are 0, and a study that counts 0 requests would pass for a result.
    if collection.panel.empty:
        raise CatalogError(
            "没有可写入研究报告的年报：至少应有一份含 gxkit 能识读的法定表格；请用 `gxkit add"
            " 文件` 添加。",
            "There is no report to write a study of: expected at least one with a statutory table "
            "that gxkit fills; add one with `gxkit add FILE`.",
        )
    facts = collection.facts
    known = {report.id: identify(report, facts) for report in collection.reports}
    undated = [name for name, who in known.items() if who["year"] is None]
    # A report without a year would have no place in any series, and sorting by year would fail.
    if undated:
        raise CatalogError(
            f"{', '.join(undated)}：报告和目录都没有写明年份，而研究报告按年份编排；请用 "
            "`gxkit add 文件 --year` 写明。",
            f"{', '.join(undated)}: neither the report nor the catalog says its year, and a study "
            "goes by years; give it with `gxkit add FILE --year`.",
        )
