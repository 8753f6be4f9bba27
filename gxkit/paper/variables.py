"""Every number, name and enumeration in the prose of the study, computed from a collection.

`compute_variables` is the only door. Rates of few cases are given as counts, never as per cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from pandas import DataFrame

from gxkit.charts.figures.claims import claims_data
from gxkit.errors import CatalogError
from gxkit.folder.collection import Collection
from gxkit.panel import denominators
from gxkit.panel.frames import identify
from gxkit.panel.indicators.intervals import FEW, LEVEL
from gxkit.paper import (
    appendix,
    audit,
    body_years,
    checked,
    comparing,
    grounds,
    material,
    rates,
    results,
    sampling,
)

Shown = Sequence[SimpleNamespace]
"""the reports as the study names them, body by body and year by year"""


def compute_variables(collection: Collection) -> dict[str, Any]:
    """The variables of the template by name: counts (`n`), lists of named things, comparisons.

    CatalogError if there is nothing to tell of: no report, or one whose year nobody knows.
    """
    demand_reports(collection)
    shown = material.list_reports(collection)
    made = _of_material(collection, shown)
    made |= _of_checks(collection, shown)
    made["sample"] = sampling.describe_sample(
        collection,
        shown,
        made["audit"].inside,
    )
    made |= _of_results(collection, shown)
    made |= _of_appendix(collection, shown)
    return made


def _of_material(
    collection: Collection,
    shown: Shown,
) -> dict[str, Any]:
    """What the reports are, which forms they fill, what they are a sample of."""
    bodies = material.list_bodies(shown)
    families = material.list_families(shown)
    days = [report.latest for report in shown]
    return {
        "reports": shown,
        "bodies": bodies,
        "few": FEW,
        "level": LEVEL,
        "families": families,
        "forms": material.describe_forms(families),
        "steps": material.list_steps(families),
        "taken": material.count_taken(collection),
        "date": max(days, default=""),
        "n": material.count_all(
            collection,
            shown,
            bodies,
        ),
    }


def _of_checks(
    collection: Collection,
    shown: Shown,
) -> dict[str, Any]:
    """Whether the reports contradict themselves, and what hangs on it."""
    reports = collection.reports
    findings = checked.all_findings(reports)
    names = {report.id: report for report in shown}
    rules = checked.rules(
        reports,
        collection.failings,
        findings,
        _count_carried(collection.indicators),
    )
    return {
        "rules": rules,
        "audit": audit.sum_audit(reports, rules, findings),
        "across": checked.across(findings),
        "unfollowed": body_years.list_unfollowed(collection.unfollowed, collection.panel),
        "beside": body_years.list_beside(findings, names),
        "outstanding": body_years.list_outstanding(collection.panel, collection.unfollowed),
        "narrative": checked.narrative(
            reports,
            findings,
            names,
            claims_data(collection.claims, collection.panel, collection.alternatives),
        ),
        "traced": audit.list_traced(findings, names),
        "partial": audit.list_partial(findings, names),
        "mended": checked.mended(reports, names),
        "corrections": checked.corrections(reports, shown),
        "unsettled": checked.unsettled(reports, findings, collection.alternatives, names),
        "stakes": _list_stakes(collection, shown),
    }


def _list_stakes(
    collection: Collection,
    shown: Shown,
) -> SimpleNamespace:
    """What hangs on the figures taken, with the reports of which the catalog doubts something."""
    doubted = [report.id for report in shown if report.doubted]
    return comparing.list_stakes(collection.panel, collection.indicators, doubted)


def _count_carried(indicators: DataFrame) -> int:
    """How often what a year carried over is what the next one carried in."""
    own = indicators[indicators["indicator"].eq("carry_over_gap")]
    is_known = own["low"].eq(own["high"])
    return int((is_known & own["value"].eq(0)).sum())


def _of_results(
    collection: Collection,
    shown: Shown,
) -> dict[str, Any]:
    """What bodies disclose, refuse and leave open, and what the longest series shows."""
    taken = collection.panel, collection.figures, collection.alternatives
    undecided = list(denominators.undecided_reports(collection.indicators))
    outcomes = denominators.read_outcomes(collection.panel, collection.figures)
    return {
        "flow": results.list_flow(*taken),
        "received": results.sum_received(*taken, collection.inside),
        "rates": rates.Rates(collection.indicators, *taken),
        "denominators": comparing.list_denominators(outcomes, undecided),
        "shifts": comparing.list_shifts(outcomes, undecided),
        "gaps": comparing.list_gaps(collection.indicators),
        "grounds": grounds.sum_grounds(*taken, collection.inside),
        "documents": results.list_documents(collection.panel),
        "timeliness": results.list_days(collection.facts),
        "longest": body_years.longest_series(shown),
    }


def _of_appendix(
    collection: Collection,
    shown: Shown,
) -> dict[str, Any]:
    """How well the files were read, what was decided, what names the data."""
    names = {report.id: report for report in shown}
    decisions = collection.decisions
    return {
        "reading": appendix.score_reading(collection.reports, collection.folder),
        "readers": appendix.compare_readings(collection.reports),
        "decisions": appendix.list_decisions(decisions, names),
        "glossary": appendix.GLOSSARY,
        "columns": appendix.COLUMNS,
        "composed": comparing.COMPOSED,
        "version": appendix.describe_version(collection.reports, decisions),
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
