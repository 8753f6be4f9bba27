"""What the viewer is told of a report: its pages, its forms, its cells and what was found, as plain
data; what is said in words in both languages."""

from __future__ import annotations

from collections.abc import (
    Iterator,
    Mapping,
    Sequence,
)

from gxkit.forms import find_form
from gxkit.notebook.layout import (
    Box,
    Kind,
    lay_out,
)
from gxkit.notebook.looks import ground_of, value_text
from gxkit.notebook.page.drawn import (
    bound,
    drawn_address,
    share_of,
)
from gxkit.notebook.page.exchanges import find_exchange, pair_of
from gxkit.notebook.page.leaves import (
    Pages,
    Spot,
    pages_of,
)
from gxkit.report import (
    Explanation,
    Finding,
    FindingKind,
    Key,
    Number,
    Report,
    Value,
)
from gxkit.text import (
    LANGUAGES,
    Listed,
    Sayable,
    Sentence,
)

Told = dict[str, object]
Numbers = Mapping[Key, int]
"""the numbers of cells in the order in which they are told"""

_USE = Sentence("{use}（{why}）", "{use} ({why})")
_SIGNS = {FindingKind.FAILS: "≠"}
# A yearbook has hundreds of pages, a report some dozen; each takes 50 to 200 kB of the page.
_MOST_LEAVES = 40
_MANY = 2  # explanations of one rank and the same findings that are tied


def tell_report(
    report: Report,
    language: str,
) -> Told:
    """All that the viewer shows of a report, in whose `language` it begins.

    ReadError if the file of the report is gone or is another one now.
    """
    pages = pages_of(report)
    head: Told = {
        "language": language,
        "id": report.id,
        "agency": report.meta.agency,
        "year": report.meta.year,
        "source": report.source,
        "remarks": list(map(in_both, report.remarks)),
    }
    return head | _tell_pages(pages) | _tell_tables(pages) | _tell_found(pages)


def _tell_pages(pages: Pages) -> Told:
    shown = _choose_leaves(pages)
    leaves = [
        _tell_leaf(
            pages,
            number,
            number in shown,
        )
        for number in range(len(pages))
    ]
    asides = [_tell_spot(spot, pages) for spot in pages.asides.values()]
    return {"leaves": leaves, "asides": asides}


def _tell_tables(pages: Pages) -> Told:
    report = pages.report
    numbers = _number_cells(report)
    tables = [
        _tell_table(
            report,
            table,
            numbers,
        )
        for table in report.editions
    ]
    names = _names_of_cells(report)
    cells = [_tell_cell(value, pages) | {"names": names[value.key]} for value in report]
    return {"tables": tables, "cells": cells}


def _tell_found(pages: Pages) -> Told:
    report = pages.report
    numbers = _number_cells(report)
    findings = [
        _tell_finding(
            pages,
            one,
            numbers,
        )
        for one in report.findings
    ]
    explained = [
        _tell_explanation(
            report,
            one,
            numbers,
        )
        for one in report.explanations
    ]
    return {"findings": findings, "explanations": explained}


def _number_cells(report: Report) -> Numbers:
    return {value.key: number for number, value in enumerate(report)}


def in_both(thing: Sayable | None) -> dict[str, str] | None:
    """A thing as it is said in either language; None for nothing."""
    if thing is None:
        return None
    return {language: thing.say(language) for language in LANGUAGES}


def _choose_leaves(pages: Pages) -> set[int]:
    """The pages that are shown: those on which cells stand, and others as long as they are few."""
    chosen = {spot.leaf for spot in pages.spots.values()}
    others = [number for number in range(len(pages)) if number not in chosen]
    room = max(0, _MOST_LEAVES - len(chosen))
    return chosen | set(others[:room])


def _tell_leaf(
    pages: Pages,
    number: int,
    is_shown: bool,
) -> Told:
    name = {language: pages.name(number, language) for language in LANGUAGES}
    if not is_shown:
        return {"name": name, "html": ""}
    leaf = pages.leaf(number)
    if leaf.drawn is None:
        return {"name": name, "html": leaf.html}
    return {
        "name": name,
        "address": drawn_address(leaf.drawn),
        "width": leaf.drawn.width,
        "height": leaf.drawn.height,
        "isFitting": leaf.drawn.is_fitting,
        "tables": dict(_tell_extents(pages, number)),
    }


def _tell_extents(
    pages: Pages,
    number: int,
) -> Iterator[tuple[str, Sequence[float]]]:
    """How far the tables on a page reach, as shares of it, by their ids."""
    drawn = pages.leaf(number).drawn
    firsts = {key[0]: key for key in reversed(pages.on(number))}
    for table, key in firsts.items():
        boxes = pages.table_around(number, key)
        if drawn and boxes:
            yield table, share_of(drawn, bound(boxes))


def _tell_table(
    report: Report,
    table: str,
    numbers: Numbers,
) -> Told:
    edition = find_form(report.editions[table])
    form = edition.table(table)
    rows = {}
    for language in LANGUAGES:
        lines = lay_out(
            report,
            form,
            language,
        )
        rows[language] = [_tell_line(line, numbers) for line in lines]
    return {
        "id": table,
        "name": {language: form.name(language) for language in LANGUAGES},
        "edition": {language: edition.name(language) for language in LANGUAGES},
        "rows": rows,
    }


def _names_of_cells(report: Report) -> dict[Key, str]:
    """What a reader may look for beside label and figure: the names of table, row and column as
    the forms are shown in either language."""
    names: dict[Key, str] = {}
    for name, edition in report.editions.items():
        table = find_form(edition).table(name)
        of_table = [say(language) for language in LANGUAGES for say in (table.name, table.short)]
        for row in table.rows:
            for column in row.columns:
                own = [row.name("en"), table.column(column).name("en")]
                names[name, row.id, column] = " ".join([*of_table, *own])
    return names


def _tell_line(
    line: Sequence[Box],
    numbers: Numbers,
) -> list[Told]:
    return [_tell_box(box, numbers) for box in line]


def _tell_box(
    box: Box,
    numbers: Numbers,
) -> Told:
    told: Told = {"kind": str(box.kind), "down": box.down, "across": box.across}
    if box.kind is Kind.FIGURE:
        return told | {"cell": numbers[box.value.key] if box.value else None}
    return told | {"text": box.text, "under": box.under, "name": box.name}


def _tell_cell(
    value: Value,
    pages: Pages,
) -> Told:
    spot = pages.spots.get(value.key)
    fitness = value.fitness
    ground = ground_of(value)
    return {
        "key": "/".join(value.key),
        "table": value.table,
        "label": value.label,
        "printed": value.printed,
        "value": _number(value.value),
        "unit": value.unit,
        "status": in_both(value.status),
        "verdict": in_both(value.verdict),
        "fitness": [str(fitness.use), str(fitness)],
        "use": in_both(_USE.fill(use=fitness.use, why=fitness)),
        "by": in_both(Listed(value.verified_by)),
        "against": in_both(Listed(value.disputed_by)),
        "reconciled": _number(value.reconciled),
        "implied": _number(value.implied),
        "candidates": " | ".join(map(_reading, value.candidates)),
        "text": {language: value_text(value, language) for language in LANGUAGES},
        "ground": ground,
        "doubt": bool(ground),
        "where": in_both(value.where),
        **_tell_spot(spot, pages),
    }


def _tell_spot(
    spot: Spot | None,
    pages: Pages,
) -> Told:
    """Where a cell stands: on which page, and its box or the id of its element."""
    if spot is None:
        return {"leaf": None, "anchor": "", "box": None}
    box = pages.leaf(spot.leaf).share_of(spot)
    return {"leaf": spot.leaf, "anchor": spot.anchor, "box": box}


def _number(number: Number | None) -> str | None:
    """A number as it is printed: a browser's own would round a long one."""
    return None if number is None else str(number)


def _reading(number: Number | None) -> str:
    return "—" if number is None else str(number)


def _tell_finding(
    pages: Pages,
    finding: Finding,
    numbers: Numbers,
) -> Told:
    explanation = find_exchange(pages.report, finding)
    asides = list(pages.asides)
    return {
        "aside": asides.index(finding.place) if finding.place in asides else None,
        "kind": str(finding.kind),
        "sign": _SIGNS.get(finding.kind, "·"),
        "name": in_both(finding.kind),
        "says": in_both(finding),
        "left": _number(finding.left),
        "right": _number(finding.right),
        "cells": [numbers[key] for key in finding.cells if key in numbers],
        "pair": _tell_pair(explanation, numbers),
    }


def _tell_explanation(
    report: Report,
    explanation: Explanation,
    numbers: Numbers,
) -> Told:
    changes = [
        {"cell": numbers[key], "number": _number(number)}
        for key, _, number in explanation.cells
        if key in numbers
    ]
    return {
        "rank": explanation.rank,
        "certain": explanation.certain,
        "tied": _is_tied(report, explanation),
        "says": in_both(explanation),
        "changes": changes,
        "pair": _tell_pair(explanation, numbers),
    }


def _is_tied(
    report: Report,
    explanation: Explanation,
) -> bool:
    own = (explanation.rank, explanation.findings)
    alike = [one for one in report.explanations if (one.rank, one.findings) == own]
    return explanation.rank == 1 and len(alike) >= _MANY


def _tell_pair(
    explanation: Explanation | None,
    numbers: Numbers,
) -> Told | None:
    pair = pair_of(explanation) if explanation else None
    if pair is None:
        return None
    groups = [_numbers_of(keys, numbers) for keys in (pair.first, pair.second)]
    return {"groups": groups, "isOfColumns": pair.is_of_columns}


def _numbers_of(
    keys: Sequence[Key],
    numbers: Numbers,
) -> list[int]:
    return [numbers[key] for key in keys if key in numbers]
