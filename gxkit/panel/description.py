"""The files that describe a data folder: a data package, and a dictionary of all that stands in it.

Both are made from the declarations of `schema` and of forms, concepts and indicators, so that the
same project gives the same bytes. The package follows Data Package 2.0 (Frictionless Data), the
dictionary is plain CSV.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from gxkit.forms import Row, Table, all_forms, find_form
from gxkit.forms.crosswalk import crosswalk
from gxkit.output import write_file
from gxkit.panel.columns import KEY
from gxkit.panel.indicators import all_indicators_by_id
from gxkit.panel.schema import DICTIONARY, FILES, TITLES, Column, named
from gxkit.panel.validation import cells_of_forms
from gxkit.report import Fitness, Ground, Settled, Status, Use, Verdict

PACKAGE_FILES = ("datapackage.json", "dictionary.csv")
DICTIONARY_COLUMNS = tuple(column.name for column in DICTIONARY)
MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
ENUMS = {
    "status": Status,
    "verdict": Verdict,
    "verified_by": Ground,
    "use": Use,
    "use_why": Fitness,
    "settled": Settled,
}
"""columns whose values the dictionary explains"""
_HEAD = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": "government-information-disclosure-reports",
    "title": "政府信息公开工作年度报告面板 / "
    "Panel of annual reports on government information disclosure",
    "description": "Every cell of the statutory tables of the reports in catalog.csv, as printed "
    "and as reconciled, with its place. The figures are facts published by the agencies; README.md "
    "says what the files of reports/ are.",
    "licenses": [
        {
            "name": "MIT",
            "title": "the project's own texts and code; nothing is claimed in the figures",
        }
    ],
}

Line = tuple[str, ...]
"""one line of the dictionary, without the columns at its end that are empty"""


def package(editions: Sequence[str] | None = None) -> str:
    """The text of datapackage.json; `editions` are those that the panel may hold (None: all)."""
    known = tuple(all_forms()) if editions is None else editions
    resources = [
        _resource("panel", known),
        _resource("panel", known, "parquet"),
        _resource("findings", known),
        _resource("concepts", known),
        _resource("indicators", known),
        _resource("catalog", known),
        _resource("dictionary", known),
    ]
    whole = {**_HEAD, "resources": resources}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _resource(
    name: str,
    editions: Sequence[str],
    form: str = "csv",
) -> dict[str, Any]:
    fields = [_field(column, editions) for column in FILES[name]]
    table: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    # A cell stands once in the panel; no other file has a line for each cell.
    if name == "panel":
        table["primaryKey"] = list(KEY)
    return {
        "name": name if form == "csv" else f"{name}-{form}",
        "type": "table",
        "title": TITLES[name],
        "path": f"{name}.{form}",
        "format": form,
        "mediatype": MEDIA[form],
        "encoding": "utf-8",
        "schema": table,
    }


def _field(column: Column, editions: Sequence[str]) -> dict[str, Any]:
    # A field without constraints has no such key: the standard allows no empty one.
    made = {
        "name": column.name,
        "type": column.type,
        "title": column.zh,
        "description": column.en,
    }
    constraints = column.constraints
    # The package lists the editions that the folder has to do with, not all that gxkit knows.
    if column.among is all_forms:
        constraints = {**constraints, **named(editions)}
    return {**made, "constraints": constraints} if constraints else made


def dictionary(editions: Sequence[str] | None = None) -> str:
    """The text of dictionary.csv: columns and values, cells of forms, concepts, indicators.

    `editions` are the forms whose cells are explained (None: all).
    """
    known = tuple(all_forms()) if editions is None else editions
    parts = (_columns(), _values(), _cells(known), _concepts(known), _indicators())
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(DICTIONARY_COLUMNS)
    for line in chain(*parts):
        # Columns have neither unit nor definition: their lines end early.
        wanting = len(DICTIONARY_COLUMNS) - len(line)
        writer.writerow((*line, *[""] * wanting))
    return text.getvalue()


def _columns() -> Iterator[Line]:
    for name, columns in FILES.items():
        for column in columns:
            yield ("column", f"{name}.{column.name}", column.zh, column.en)


def _values() -> Iterator[Line]:
    for column, values in ENUMS.items():
        for value in values:
            meaning = value.meaning
            yield ("value", f"{column}.{value}", meaning.say("zh"), meaning.say("en"))


def _cells(editions: Iterable[str]) -> Iterator[Line]:
    for form in map(find_form, editions):
        for table in form.tables:
            for row in table.rows:
                for column in row.columns:
                    yield _cell(form.id, table, row, column, form.basis)


def _cell(
    edition: str,
    table: Table,
    row: Row,
    column: str,
    basis: str,
) -> Line:
    """A cell of a form, defined by the concept that it is."""
    unit, name = cells_of_forms()[edition, table.id, row.id, column]
    concept = crosswalk().concepts.get(name)
    return (
        "cell",
        f"{edition}/{table.id}/{row.id}/{column}",
        table.label(row, column),
        name_cell(edition, table, row, column),
        unit,
        concept.definition_zh if concept else "",
        concept.definition_en if concept else "",
        basis,
    )


def name_cell(
    edition: str,
    table: Table,
    row: Row,
    column: str,
) -> str:
    """A cell in English: its concept, else its row's and its applicant's, else the form's names."""
    known, cells = crosswalk().concepts, cells_of_forms()
    own = {}
    for name in row.columns:
        _, concept = cells[edition, table.id, row.id, name]
        own[name] = known[concept].en if concept else ""
    if own[column]:
        return own[column]
    # Most cells are no concept of their own: they are a row's concept for one kind of applicant.
    lead = next(filter(None, own.values()), row.name("en"))
    applicant = known.get(f"applicants.{column}")
    head = applicant.en if applicant else table.column(column).en
    # Where a column has no English name its id is better than nothing.
    return f"{lead} · {head or column}"


def _concepts(editions: Sequence[str]) -> Iterator[Line]:
    for concept in crosswalk().concepts.values():
        asking = [edition for edition in concept.cells if edition in editions]
        yield (
            "concept",
            concept.id,
            concept.zh,
            concept.en,
            concept.unit,
            concept.definition_zh,
            concept.definition_en,
            ", ".join(asking),
        )


def _indicators() -> Iterator[Line]:
    for one in all_indicators_by_id().values():
        yield (
            "indicator",
            one.id,
            one.zh,
            one.en,
            one.unit,
            f"{one.definition_zh}。{one.formula('zh')}",
            f"{one.definition_en}. {one.formula('en')}",
            one.source,
        )


def write_package(
    folder: str | os.PathLike[str],
    editions: Sequence[str] | None = None,
) -> list[Path]:
    """Writes PACKAGE_FILES into a data folder and returns their paths.

    `editions` are those that the files describe (None: all). The same project gives the same bytes.
    """
    texts = (package(editions), dictionary(editions))
    made = zip(PACKAGE_FILES, texts, strict=True)
    return [write_file(Path(folder) / name, text) for name, text in made]
