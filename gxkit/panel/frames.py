"""Reports stacked into one tidy frame, their findings beside them, and what a frame is written to.

The first room with pandas: up to here numbers are int or Decimal. In the panel they are float64, which holds every
count and every amount in 元 with two decimals below 9·10^13 exactly as printed; the printed text stands beside it.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pandas as pd

from gxkit.forms import Rule, all_forms, per_form_set
from gxkit.forms.crosswalk import concept_of_cells
from gxkit.narrative import claim_agrees, table_number
from gxkit.panel.series import concept_series
from gxkit.report import Explanation, Report, Status, Verdict

COLUMNS = (
    "report",
    "agency",
    "agency_en",
    "code",
    "level",
    "scope",
    "year",
    "edition",
    "concept",
    "table",
    "row",
    "column",
    "label",
    "value",
    "unit",
    "status",
    "verdict",
    "reconciled",
    "printed",
    "where",
    "sha256",
)
CLAIM_COLUMNS = (
    "report",
    "agency",
    "agency_en",
    "code",
    "year",
    "claim",
    "counted",
    "stated",
    "table_value",
    "agrees",
    "cells",
    "where",
)
FINDING_COLUMNS = ("report", "id", "rule", "kind", "left", "right", "sentence", "sentence_en")
ALTERNATIVE_COLUMNS = (
    "report",
    "group",
    "alternative",
    "kind",
    "table",
    "row",
    "column",
    "printed",
    "value",
)
BOARD_COLUMNS = (
    "report",
    "agency",
    "agency_en",
    "code",
    "year",
    "rule",
    "soft",
    "instances",
    "holds",
    "fails",
    "remarks",
    "not_assessable",
    "state",
)
STATES = (
    "holds",
    "holds where assessable",
    "remark",
    "fails",
    "not assessable",
    "not checked",
    "does not apply",
)
COUNTS = ("instances", "holds", "fails", "remarks", "not_assessable", "group", "alternative")
NUMBERS = {
    "year": "Int64",
    "value": "float64",
    "reconciled": "float64",
    "left": "float64",
    "right": "float64",
    "soft": "bool",
    "stated": "float64",
    "table_value": "float64",
    "agrees": "boolean",
} | dict.fromkeys(COUNTS, "int64")

Facts = Mapping[str, Mapping[str, object]]


@per_form_set
def _order(edition: str) -> Mapping[tuple[str, str, str], tuple[int, int]]:
    """The place of each cell in its form: table and slot."""
    return {
        (t.id, *slot): (i, j)
        for i, t in enumerate(all_forms()[edition].tables)
        for j, slot in enumerate(t.slots)
    }


def tidy_frame(columns: Iterable[str], rows: list[tuple[object, ...]]) -> pd.DataFrame:
    """Rows as a frame whose columns have the types that the files of a data folder give them."""
    frame = pd.DataFrame(rows, columns=list(columns))
    return frame.astype({c: NUMBERS.get(c, "str") for c in frame.columns})


def identify(report: Report, facts: Facts) -> dict[str, object]:
    """Who reports on which year. The catalog names the body (a report's own wording of its name varies)."""
    known, meta = facts.get(report.id, {}), report.meta
    return {
        "agency": known.get("agency") or meta.agency,
        "agency_en": known.get("agency_en") or "",
        "code": str(known.get("code") or ""),
        "level": known.get("level") or "",
        "scope": known.get("scope") or meta.scope or "",
        "year": meta.year if meta.year is not None else known.get("year"),
    }


def _number(number: object) -> float | None:
    return None if number is None else float(number)  # type: ignore[arg-type]


def _unique(reports: Iterable[Report]) -> list[Report]:
    ordered = sorted(reports, key=lambda r: r.id)
    for one, other in pairwise(ordered):
        if one.id == other.id:
            files = f"{one.source or 'no file'}, {other.source or 'no file'}"
            raise ValueError(
                f"Two reports have the id {one.id!r} ({files}). "
                "Each report is stacked once: drop one of them or give it another id."
            )
    return ordered


def stack(reports: Iterable[Report], facts: Facts | None = None) -> pd.DataFrame:
    """The tidy panel: one line a cell, with COLUMNS, sorted by report and the order of the form.

    `facts` gives, by report id, the catalog's agency, agency_en, code, level, scope and year. The year is the report's
    own where it states one; agency and scope are the catalog's where it names them, because a body words its name
    differently from year to year and a report's scope is but guessed from its title. `value` is NA where the cell is
    blank, missing, ambiguous or illegible, and `status` says which; `reconciled` is NA where it is the value itself.
    `concept` is the concept that is this one cell ('' where there is none or the cell is a part of a sum).
    `year` is Int64, `value` and `reconciled` are float64, everything else is text, '' where there is nothing.
    ValueError if two reports have one id.
    """
    concepts, rows = concept_of_cells(), list[tuple[object, ...]]()
    for report in _unique(reports):
        who = identify(report, facts or {})
        head = (
            report.id,
            *(who[c] for c in ("agency", "agency_en", "code", "level", "scope", "year")),
        )
        rows += [
            (
                *head,
                v.edition,
                concepts.get((v.edition, *v.key), ""),
                *v.key,
                v.label,
                _number(v.value),
                v.unit,
                str(v.status),
                str(v.verdict),
                _number(v.reconciled),
                v.printed,
                str(v.where) if v.where else "",
                report.sha256,
            )
            for v in sorted(report.values, key=lambda v: _order(v.edition)[v.key])
        ]
    return tidy_frame(COLUMNS, rows)


def findings_frame(reports: Iterable[Report]) -> pd.DataFrame:
    """One line a finding, with FINDING_COLUMNS, sorted by report, then as the checks gave them.

    `left` and `right` are the two sides of the rule; NA where a cell has no number.
    """
    rows: list[tuple[object, ...]] = [
        (r.id, f.id, f.rule, f.kind, _number(f.left), _number(f.right), f.sentence, f.sentence_en)
        for r in _unique(reports)
        for f in r.findings
    ]
    return tidy_frame(FINDING_COLUMNS, rows)


def alternatives_frame(reports: Iterable[Report]) -> pd.DataFrame:
    """What each cell would be where that is open: ALTERNATIVE_COLUMNS, one line a cell and alternative.

    Open are broken sums of which no explanation is certain and nobody decided (the alternatives are the explanations
    of the first rank, `kind` is theirs), and ambiguous cells (the alternatives are their readings, `kind` is the status
    `ambiguous`). `group` counts them in a report, `alternative` the alternatives of one, both from 1; `printed` is the
    cell's number as text, `value` the one it would have.
    """
    rows: list[tuple[object, ...]] = []
    for report in _unique(reports):
        first: dict[tuple[str, ...], list[Explanation]] = {}
        for one in report.explanations:
            if one.rank == 1:
                first.setdefault(one.findings, []).append(one)
        undecided = [
            many for many in first.values() if not any(one.certain or one.decided for one in many)
        ]
        rows += [
            (
                report.id,
                group,
                number,
                one.kind,
                *key,
                "" if printed is None else str(printed),
                _number(value),
            )
            for group, many in enumerate(undecided, 1)
            for number, one in enumerate(many, 1)
            for key, printed, value in one.cells
        ]
        unclear = [
            v
            for v in report
            if v.status is Status.AMBIGUOUS and any(c is not None for c in v.candidates)
        ]
        rows += [
            (report.id, group, number, v.status.value, *v.key, v.printed, _number(candidate))
            for group, v in enumerate(unclear, len(undecided) + 1)
            for number, candidate in enumerate((c for c in v.candidates if c is not None), 1)
        ]
    return tidy_frame(ALTERNATIVE_COLUMNS, rows)


def claims_frame(reports: Iterable[Report], facts: Facts | None = None) -> pd.DataFrame:
    """One line a count of the narrative that is tied to cells, with CLAIM_COLUMNS, in the order of the text.

    `stated` is the figure in the narrative (NA where its words give bounds only), `table_value` what the cells add up
    to (NA where one has no number), `agrees` whether they agree (NA where that cannot be said).
    """
    rows: list[tuple[object, ...]] = []
    for report in _unique(reports):
        who = identify(report, facts or {})
        for claim in report.claims:
            if claim.cells and claim.kind == "count":
                number, _ = table_number(report, claim.cells)
                rows.append(
                    (
                        report.id,
                        *(who[c] for c in ("agency", "agency_en", "code", "year")),
                        claim.printed,
                        " ".join(claim.concepts),
                        _number(claim.number),
                        _number(number),
                        None if number is None else claim_agrees(report, claim),
                        " ".join("/".join(key) for key in claim.cells),
                        str(claim.where or ""),
                    )
                )
    return tidy_frame(CLAIM_COLUMNS, rows)


def _rules(report: Report) -> list[Rule]:
    """Every instance of every rule that the tables of this report state about themselves."""
    tables = (
        all_forms()[edition].table(table) for table, edition in sorted(report.editions.items())
    )
    return [rule for table in tables for rule in table.rules]


def _state(instances: int, holds: int, fails: int, remarks: int, not_assessable: int) -> str:
    if not instances:
        return "does not apply"
    if fails or remarks:
        return "fails" if fails else "remark"
    if not_assessable:
        return "holds where assessable" if holds else "not assessable"
    return "holds" if holds else "not checked"


def _settle(report: Report, rule_id: str, rules: list[Rule]) -> Counter[str]:
    """How the instances of a rule stand: `holds`, or the gravest kind of finding about an instance's cells."""
    gravity = ("not assessable", "remark", "fails")
    found = [
        (set(f.cells), f)
        for f in report.findings
        if f.rule == rule_id and not f.id.startswith("years:")
    ]
    count: Counter[str] = Counter()
    for rule in rules:
        cells = {(rule.table, *slot) for slot in rule.cells}
        kinds = [
            f.kind
            for about, f in found
            if f.id == f"{rule.table}:{rule.name}" or (about and (about <= cells or cells <= about))
        ]
        count[max(kinds, key=gravity.index, default="holds")] += 1
    return count


def rule_board(reports: Iterable[Report], facts: Facts | None = None) -> pd.DataFrame:
    """Which identities hold in which report: one line a report and rule (R1, R2, …), with BOARD_COLUMNS.

    `instances` counts the rows or columns in which the report's forms state the rule; one about whose cells there is
    no finding holds. `state` is one of STATES; a report in which no cell has a verdict and nothing was found is
    `not checked`. Rules that no form states about one of its tables (R6, R8 to R10) are not on the board. Sorted by
    code, agency, year, report and rule.
    """
    stated: dict[str, bool] = {
        r.id: r.soft for form in all_forms().values() for t in form.tables for r in t.rules
    }
    rows: list[tuple[object, ...]] = []
    for report in _unique(reports):
        who, rules = identify(report, facts or {}), _rules(report)
        own_findings = [f for f in report.findings if not f.id.startswith("years:")]
        checked = bool(own_findings) or any(v.verdict is not Verdict.UNVERIFIED for v in report)
        for rule, soft in sorted(stated.items()):
            own = [r for r in rules if r.id == rule]
            settled = _settle(report, rule, own) if checked else Counter()
            counts = [settled[k] for k in ("holds", "fails", "remark", "not assessable")]
            rows.append(
                (
                    report.id,
                    *(who[c] for c in ("agency", "agency_en", "code", "year")),
                    rule,
                    soft,
                    len(own),
                    *counts,
                    _state(len(own), *counts),
                )
            )
    return tidy_frame(BOARD_COLUMNS, rows).sort_values(
        ["code", "agency", "year", "report", "rule"], ignore_index=True
    )


def wide(
    frame: pd.DataFrame,
    *,
    report: str | None = None,
    table: str | None = None,
    concepts: Iterable[str] | None = None,
    across_breaks: bool = False,
    figures: Literal["printed", "reconciled"] = "printed",
) -> pd.DataFrame:
    """A wide view of the panel.

    With `report` and `table`: the form's rows by its columns, in the form's order, NA where the form has no such
    cell or no number stands in it. With `concepts`: one line a report (index agency, year, report), one column a
    concept, as `concept_series` gives them (NA across a break unless asked). ValueError for any other combination.
    """
    if concepts is not None and report is None and table is None:
        series = {
            c: concept_series(frame, c, across_breaks=across_breaks, figures=figures)
            for c in concepts
        }
        keyed = {c: s.set_index(["agency", "year", "report"])["value"] for c, s in series.items()}
        return pd.DataFrame(keyed)
    if report is None or table is None or concepts is not None:
        raise ValueError(
            "wide() needs either report= and table= (rows by columns of one report) or concepts= "
            "(reports by concepts)."
        )
    cells = frame[(frame["report"] == report) & (frame["table"] == table)]
    if cells.empty:
        raise ValueError(
            f"The panel has no table {table!r} of a report {report!r}; "
            f"its reports are {', '.join(frame['report'].unique())}."
        )
    number = cells["value"] if figures == "printed" else cells["reconciled"].fillna(cells["value"])
    view = cells.assign(number=number).pivot(index="row", columns="column", values="number")
    form = all_forms()[cells["edition"].iloc[0]].table(table)
    return view.reindex(
        index=[r.id for r in form.rows if r.id in view.index],
        columns=[c.id for c in form.columns if c.id in view.columns],
    )


def _replace(path: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` fill a temporary file beside `path`, then rename it: no half-written file is ever seen."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    try:
        write(Path(name))
        os.chmod(name, 0o644)
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)
    return path


def to_csv(frame: pd.DataFrame, path: str | Path) -> Path:
    """The frame as CSV (UTF-8, line feeds, whole numbers without `.0`, NA as nothing): same frame, same bytes."""
    return _replace(
        Path(path),
        lambda p: frame.to_csv(p, index=False, lineterminator="\n", float_format="%.15g"),
    )


def to_parquet(frame: pd.DataFrame, path: str | Path) -> Path:
    """The frame as Parquet: same frame, same bytes (with the same pyarrow)."""
    return _replace(Path(path), lambda p: frame.to_parquet(p, engine="pyarrow", index=False))
