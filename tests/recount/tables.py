"""The rows of the study's tables, each held against the reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from recount.facts import Facts
from recount.reports import Cell, Report, add, open_cells, outcome_cells
from recount.text import PAIR, is_pair

INSIDE = ("表内", "inside a table")


def _report_of(row: Sequence[str], facts: Facts) -> Report | None:
    found = [r for r in facts.reports if row[0] in (r.agency, r.agency_en)]
    return next((r for r in found if str(r.year) == row[1]), None)


def _is_material(row: Sequence[str], facts: Facts) -> bool:
    report = _report_of(row, facts)
    if report is None:
        return False
    filled = sum(number is not None for number in report.printed.values())
    return row[4:6] == [str(len(report.printed)), str(filled)]


def _is_rule(row: Sequence[str], facts: Facts) -> bool:
    if row[0] not in INSIDE:
        held = sum(facts.carried())
        return row[4] == (str(held) if row[1] == "R6" else "—")
    if row[1].startswith("S"):
        return row[3] == str(2 * sum(report.is_old for report in facts.reports))
    held, failed, wanting = (facts.judged[row[1], how] for how in ("holds", "fails", "open"))
    return row[3:] == [str(n) for n in (held + failed + wanting, held, failed, 0, wanting)]


def _is_flow(row: Sequence[str], facts: Facts) -> bool:
    report = _report_of(row, facts)
    if report is None:
        return False
    of = outcome_cells(report)
    names = ("received", "carried_in", "decided", "granted", "partial", "denied", "unavailable")
    cells = [of[name] for name in (*names, "not_processed", "other", "carried_out")]
    return all(
        told.endswith("?") if set(own) & open_cells(report) else told == _stage(report, own)
        for told, own in zip(row[2:], cells, strict=True)
    )


def _stage(report: Report, cells: Sequence[Cell]) -> str:
    number = add(report.used, cells)
    return "—" if number is None else f"{number}{'*' * bool(set(cells) & set(report.reconciled))}"


def _has_pairs(row: Sequence[str], facts: Facts) -> bool:
    report = _report_of(row, facts)
    if report is None:
        return False
    known = facts.every_pair()[report.agency, report.year]
    shares = [re.fullmatch(PAIR, cell) for cell in row[2:] if re.match(r"\d+/", cell)]
    return all(match is not None and is_pair(match, known) for match in shares)


def _is_correction(row: Sequence[str], facts: Facts) -> bool:
    report = _report_of(row, facts)
    if report is None:
        return False
    pairs = {(report.text[cell] or "—", str(n)) for cell, n in report.reconciled.items()}
    return (row[4], row[5]) in pairs


def _is_decision(row: Sequence[str], facts: Facts) -> bool:
    report = _report_of(row, facts)
    own = [d for d in facts.decisions if report is not None and d["report"] == report.id]
    return [row[3], row[4], row[7]] in [
        [str(len(d["cells"])), str(len(d["findings"])), d["when"].isoformat()] for d in own
    ]


def _is_replication(row: Sequence[str], facts: Facts) -> bool:
    digest = facts.hash()
    hashes = re.findall(r"\b[0-9a-f]{12,64}\b", row[1])
    return all(digest.startswith(one) for one in hashes)


TABLES: dict[str, Callable[[Sequence[str], Facts], bool]] = {
    "material": _is_material,
    "rules": _is_rule,
    "flow": _is_flow,
    "denominators": _has_pairs,
    "stakes": _has_pairs,
    "corrections": _is_correction,
    "decisions": _is_decision,
    "replication": _is_replication,
}


def check_tables(tables: dict[str, list[list[str]]], facts: Facts) -> list[str]:
    amiss = []
    for key, checking in TABLES.items():
        if key not in tables:
            amiss.append(f"no table {key}")
            continue
        rows = [row for row in tables[key] if not set(row[0]) <= set(":-")]
        amiss += [f"table {key}: {' | '.join(row)}" for row in rows if not checking(row, facts)]
    return amiss
