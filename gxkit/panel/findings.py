"""What was found in reports, as frames: findings, what open cells would be, claims beside cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pandas import DataFrame

from gxkit.narrative import claim_agrees, table_number
from gxkit.panel import columns
from gxkit.panel.frames import Line, head_of, in_order, tidy_frame, to_float
from gxkit.report import Claim, Explanation, Facts, Finding, Report, Status, Value


def findings_frame(reports: Iterable[Report]) -> DataFrame:
    """One line a finding, with columns.FINDINGS, by report, then as the checks gave them.

    `left` and `right` are the two sides of the rule; NA where a cell has no number.
    """
    rows = [line for report in in_order(reports) for line in _findings(report)]
    return tidy_frame(columns.FINDINGS, rows)


def _findings(report: Report) -> Iterator[Line]:
    for finding in report.findings:
        yield (report.id, *finding_line(finding))


def finding_line(finding: Finding) -> Line:
    """A finding by columns.FINDINGS without its report."""
    return (
        finding.id,
        finding.rule,
        str(finding.kind),
        to_float(finding.left),
        to_float(finding.right),
        finding.sentence,
        finding.sentence_en,
        str(finding.settled or ""),
    )


def alternatives_frame(reports: Iterable[Report]) -> DataFrame:
    """What each cell would be where that is open, with columns.ALTERNATIVES.

    One line a cell and alternative. Open are broken sums of which no explanation is certain and
    nobody decided (the alternatives are the explanations of the first rank, `kind` is theirs), and
    ambiguous cells (the alternatives are their readings, `kind` is the status `ambiguous`). `group`
    counts them in a report, `alternative` the alternatives of one, both from 1; `printed` is the
    cell's number as text, `value` the one it would have.
    """
    rows: list[Line] = []
    for report in in_order(reports):
        # Sums and cells are counted through, so that a group's number is its own in the report.
        groups = [*_open_sums(report), *_open_cells(report)]
        for group, alternatives in enumerate(groups, 1):
            for number, changes in enumerate(alternatives, 1):
                rows += [
                    (
                        report.id,
                        group,
                        number,
                        *change,
                    )
                    for change in changes
                ]
    return tidy_frame(columns.ALTERNATIVES, rows)


def _open_sums(report: Report) -> Iterator[list[list[Line]]]:
    """For each broken sum that is open, its explanations as changes of cells."""
    best: dict[tuple[str, ...], list[Explanation]] = {}
    for one in report.explanations:
        # What ranks lower is worse in every respect: it does not keep the question open.
        if one.rank == 1:
            best.setdefault(one.findings, []).append(one)
    for many in best.values():
        is_settled = any(one.certain or one.decided for one in many)
        if not is_settled:
            yield [_changes(one) for one in many]


def _changes(explanation: Explanation) -> list[Line]:
    made: list[Line] = []
    for key, printed, number in explanation.cells:
        shown = "" if printed is None else str(printed)
        made.append(
            (
                explanation.kind,
                *key,
                shown,
                to_float(number),
            )
        )
    return made


def _open_cells(report: Report) -> Iterator[list[list[Line]]]:
    """For each ambiguous cell its readings; that it may be blank is none of them."""
    for value in report:
        readings = [number for number in value.candidates if number is not None]
        if value.status is Status.AMBIGUOUS and readings:
            yield [[_reading(value, number)] for number in readings]


def _reading(
    value: Value,
    number: object,
) -> Line:
    return (
        str(value.status),
        *value.key,
        value.printed,
        to_float(number),
    )


def claims_frame(
    reports: Iterable[Report],
    facts: Facts | None = None,
) -> DataFrame:
    """One line a count of the narrative that is tied to cells, in the order of the text.

    With columns.CLAIMS. `stated` is the figure in the narrative (NA where its words give bounds
    only), `table_value` what the cells add up to (NA where one has no number), `agrees` whether
    they agree (NA where that cannot be said); `reconciled` what they add up to as reconciled, NA
    where that is no other number. `least` and `most` are the bounds of the words, NA for an open
    end. The claims are those that a judged report carries.
    """
    rows: list[Line] = []
    for report in in_order(reports):
        head = head_of(report, facts)
        # Shares and sums of money have findings of their own: only counts stand beside cells.
        counts = [c for c in report.claims if c.cells and c.kind == "count"]
        rows += [(*head, *_claim(report, claim)) for claim in counts]
    return tidy_frame(columns.CLAIMS, rows)


def _claim(
    report: Report,
    claim: Claim,
) -> Line:
    number, _ = table_number(report, claim.cells)
    # Against a cell without a number a claim neither agrees nor disagrees.
    agrees = None if number is None else claim_agrees(report, claim)
    better, _ = table_number(report, claim.cells, reconciled=True)
    cells = ["/".join(key) for key in claim.cells]
    return (
        claim.printed,
        " ".join(claim.concepts),
        to_float(claim.number),
        to_float(number),
        agrees,
        " ".join(cells),
        str(claim.where or ""),
        None if better == number else to_float(better),
        to_float(claim.low),
        to_float(claim.high),
    )
