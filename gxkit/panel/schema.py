"""What the files of a data folder hold: a schema that frames are checked with, a data package and a dictionary.

All three come from the same declarations, those of this module and of forms, concepts and indicators, so that the same
project gives the same bytes. The package follows Data Package 2.0 (Frictionless Data), the dictionary is plain CSV.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gxkit.forms import Row, Table, all_forms, find_form, per_form_set
from gxkit.forms.crosswalk import concept_of_cells, crosswalk
from gxkit.panel import columns as names
from gxkit.panel.indicators import all_indicators_by_id
from gxkit.report import Status, Verdict

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

PACKAGE_FILES = ("datapackage.json", "dictionary.csv")
DICTIONARY_COLUMNS = ("kind", "id", "zh", "en", "unit", "definition_zh", "definition_en", "source")
CELL = ("edition", "table", "row", "column")
KEY = ("report", "table", "row", "column")
"""what tells the lines of a panel apart"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: Table Schema type, what it is in Chinese and English, and what it may hold.

    `fixed` are constraints by Table Schema's names; `among` gives the values allowed where these
    depend on the editions that are known.
    """

    name: str
    type: str
    zh: str
    en: str
    fixed: dict[str, Any] = field(default_factory=dict)
    among: Callable[[], Iterable[str]] | None = None

    @property
    def constraints(self) -> dict[str, Any]:
        return self.fixed if self.among is None else {**self.fixed, **_named(*self.among())}


def _named(*values: str) -> dict[str, Any]:
    return {"enum": list(values)}


_GIVEN: dict[str, Any] = {"required": True}
_WHO = (
    Column("report", "string", "报告编号", "id of the report", {**_GIVEN, "pattern": r"\S+"}),
    Column("agency", "string", "报告机关", "the body that reports"),
    Column("agency_en", "string", "报告机关英文名", "the body in English"),
    Column(
        "code",
        "string",
        "行政区划代码（GB/T 2260）",
        "division code, GB/T 2260",
        {"pattern": r"\d{6}"},
    ),
    Column("level", "string", "机关层级", "department, county, prefecture-level zone"),
    Column(
        "scope",
        "string",
        "body：本机关；summary：本级政府汇总",
        "body: the body's own work; summary: a government's, with its departments and lower levels added",
        _named("body", "summary"),
    ),
    Column(
        "year", "integer", "报告年度", "the year reported on", {"minimum": 2008, "maximum": 2100}
    ),
)
PANEL = (
    *_WHO,
    Column("edition", "string", "表格格式", "edition of the form", _GIVEN, all_forms),
    Column(
        "concept",
        "string",
        "恰为此格的概念",
        "the concept that is this one cell",
        among=lambda: crosswalk().concepts,
    ),
    Column("table", "string", "表", "table of the form", _GIVEN),
    Column("row", "string", "行", "row of the table", _GIVEN),
    Column("column", "string", "列", "column of the table", _GIVEN),
    Column("label", "string", "表上的标签", "label as the form prints it"),
    Column(
        "value",
        "number",
        "所印的数；空白、缺、有歧义或不能辨认的为空",
        "the number printed; empty where the cell is blank, missing, ambiguous or illegible",
    ),
    Column("unit", "string", "计量单位", "unit of the number"),
    Column(
        "status", "string", "此格印了什么", "what stands in the cell", {**_GIVEN, **_named(*Status)}
    ),
    Column(
        "verdict",
        "string",
        "勾稽关系或重新识读如何看此数",
        "what the form's arithmetic, or a second reading, says of it",
        {**_GIVEN, **_named(*Verdict)},
    ),
    Column(
        "reconciled",
        "number",
        "解释确定或经人工决定时应有的数；与所印相同的为空",
        "what the number would be under a certain or accepted explanation; empty where it is the value itself",
    ),
    Column("printed", "string", "所印的文字", "the text as printed"),
    Column("where", "string", "在文件中的位置", "its place in the file"),
    Column(
        "sha256",
        "string",
        "所读文件的 SHA-256",
        "SHA-256 of the file it was read from",
        {"pattern": "[0-9a-f]{64}"},
    ),
)
FINDINGS = (
    _WHO[0],
    Column("id", "string", "发现编号：表与规则", "id of the finding: table and rule", _GIVEN),
    Column("rule", "string", "规则（R1 至 R10、S1 至 S5 等）", "the rule", _GIVEN),
    Column(
        "kind",
        "string",
        "fails：不成立；remark：提示；not assessable：无法核对",
        "fails, remark, or not assessable",
        _GIVEN,
    ),
    Column(
        "left", "number", "等式左边", "the left side of the rule; empty where a cell has no number"
    ),
    Column(
        "right",
        "number",
        "等式右边",
        "the right side of the rule; empty where a cell has no number",
    ),
    Column("sentence", "string", "中文说明", "what was found, in Chinese"),
    Column("sentence_en", "string", "英文说明", "what was found, in English"),
)
CATALOG = (
    Column("path", "string", "文件路径", "the file, counted from the data folder", _GIVEN),
    Column(
        "sha256",
        "string",
        "文件的 SHA-256",
        "SHA-256 of the file",
        {**_GIVEN, "pattern": "[0-9a-f]{64}"},
    ),
    Column("bytes", "integer", "文件字节数", "size of the file", {**_GIVEN, "minimum": 0}),
    *_WHO,
    Column("format", "string", "文件格式", "format of the file", _GIVEN),
    Column("title", "string", "原文标题", "title of the original"),
    Column(
        "published",
        "date",
        "公布日期",
        "date of publication, empty where the original does not say",
    ),
    Column("url", "string", "原文地址", "address of the original, empty where not known"),
    Column(
        "accessed",
        "date",
        "查阅日期",
        "date on which the original was looked up, empty where not known",
    ),
    Column("note", "string", "说明", "what kind of facsimile, and what is damaged"),
)
DICTIONARY = (
    Column(
        "kind",
        "string",
        "词条种类",
        "column of a file, value of a column, cell of a form, concept, indicator",
        {**_GIVEN, **_named("column", "value", "cell", "concept", "indicator")},
    ),
    Column("id", "string", "编号", "its id", _GIVEN),
    Column("zh", "string", "中文名", "name in Chinese; of a cell, the label as printed"),
    Column("en", "string", "英文名", "name in English"),
    Column("unit", "string", "计量单位", "unit"),
    Column(
        "definition_zh",
        "string",
        "中文定义",
        "definition in Chinese; of an indicator, with its formula",
    ),
    Column(
        "definition_en",
        "string",
        "英文定义",
        "definition in English; of an indicator, with its formula",
    ),
    Column(
        "source",
        "string",
        "依据；概念为其所在格式",
        "the notice or work that defines it; of a concept, its editions",
    ),
)
MEANINGS = {
    "status.printed": ("印有数字", "a number is printed"),
    "status.blank": ("有此格而为空白", "the cell is there and empty"),
    "status.missing": ("文件中没有此行或此列", "the row or column is not in the file"),
    "status.ambiguous": ("有几种读法", "it has several readings"),
    "status.illegible": ("印的不是数字", "its text is no number"),
    "verdict.verified": (
        "有勾稽关系涉及此数且成立，或两次独立读取相同",
        "a rule covers it and holds, or a second independent reading agrees",
    ),
    "verdict.contradicted": ("涉及此数的勾稽关系不成立", "a rule that covers it is broken"),
    "verdict.unverified": ("没有可核对此数的勾稽关系", "no rule that can be assessed covers it"),
}
FILES = {"panel": PANEL, "findings": FINDINGS, "catalog": CATALOG, "dictionary": DICTIONARY}
_TITLES = {
    "panel": "每格一行的面板 / the panel, one line a cell",
    "findings": "核对发现 / what the checks found",
    "catalog": "文件目录 / the files and where they come from",
    "dictionary": "数据字典 / data dictionary",
}


@per_form_set
def _forms() -> dict[tuple[str, ...], tuple[str, str]]:
    """(edition, table, row, column) -> the unit and the concept ('' if none) of every cell of every form."""
    return {
        (f.id, t.id, r.id, c): (u, concept_of_cells().get((f.id, t.id, r.id, c), ""))
        for f in all_forms().values()
        for t in f.tables
        for r in t.rows
        for c, u in zip(r.columns, r.units, strict=True)
    }


def _by_cell(frame: pd.DataFrame, holds: Callable[[tuple[str, ...], str, str], bool]) -> pd.Series:
    import pandas as pd

    lines = zip(*(frame[c] for c in (*CELL, "unit", "concept")), strict=True)
    return pd.Series([holds(line[:4], *line[4:]) for line in lines], index=frame.index, dtype=bool)


def panel_schema() -> pa.DataFrameSchema:
    """The schema of a panel of `gxkit.frames.stack` for pandera: columns in order, types, values, what must agree."""
    import pandera.pandas as pa

    def column(one: Column) -> pa.Column:
        rules = []
        text = one.type == "string"
        empty = [""] if text and not one.constraints.get("required") else []
        if "enum" in one.constraints:
            rules.append(
                pa.Check.isin(
                    [*empty, *map(str, one.constraints["enum"])], error="a value of the dictionary"
                )
            )
        elif "pattern" in one.constraints:
            pattern = one.constraints["pattern"]
            rules.append(
                pa.Check.str_matches(
                    f"^(?:{pattern}){'?' if empty else ''}$", error=f"the form {pattern}"
                )
            )
        elif text and one.constraints.get("required"):
            rules.append(pa.Check.str_length(min_value=1, error="a text"))
        if "minimum" in one.constraints:
            least, most = one.constraints["minimum"], one.constraints["maximum"]
            rules.append(pa.Check.in_range(least, most, error=f"{least} to {most}"))
        return pa.Column(names.NUMBERS.get(one.name, "str"), rules, nullable=not text)

    def one_identity(frame: pd.DataFrame) -> pd.Series:
        first = frame.groupby("report")[[c.name for c in _WHO[1:]]].transform(
            "nunique", dropna=False
        )
        return first.le(1).all(axis=1)

    return pa.DataFrameSchema(
        {one.name: column(one) for one in PANEL},
        strict=True,
        ordered=True,
        unique=list(KEY),
        report_duplicates="exclude_first",
        checks=[
            pa.Check(
                lambda f: _by_cell(f, lambda cell, unit, concept: cell in _forms()),
                error="a cell of its form",
            ),
            pa.Check(
                lambda f: _by_cell(
                    f,
                    lambda cell, unit, concept: (
                        _forms().get(cell, (unit, concept)) == (unit, concept)
                    ),
                ),
                error="the unit and the concept of the cell",
            ),
            pa.Check(
                lambda f: f["value"].notna() == f["status"].eq("printed"),
                error="a value where the status is printed, and nowhere else",
            ),
            pa.Check(
                lambda f: f["reconciled"].isna() | f["reconciled"].ne(f["value"]),
                error="reconciled only where it differs from the value",
            ),
            pa.Check(one_identity, error="one body, scope and year a report"),
        ],
    )


_PLAIN = {
    "column_in_dataframe": "all columns of a panel",
    "column_in_schema": "no columns but those of a panel",
    "column_ordered": "the columns in the order of a panel",
    "multiple_fields_uniqueness": "one line a cell",
}


def _tell(check: str, lines: pd.DataFrame, frame: pd.DataFrame) -> str:
    """One sentence about the lines (from 0) that fail one check: of a column, or of whole lines."""
    check = _PLAIN.get(check, check)
    columns, places = lines["column"].dropna().unique(), lines["index"].dropna().drop_duplicates()
    if places.empty:
        said = ", ".join(dict.fromkeys(map(str, lines["failure_case"])))
        return f"{', '.join(columns) or 'columns'}: expected {check}; got {said}"
    first = int(places.iloc[0])
    cell = " / ".join(map(str, frame.loc[first, list(KEY)]))
    got = repr(lines["failure_case"].iloc[0]) if len(columns) == 1 else cell
    return (
        f"{columns[0] if len(columns) == 1 else 'lines'}: expected {check}; got {got} in line {first}"
        + f" and {len(places) - 1} more" * (len(places) > 1)
    )


def validate(frame: pd.DataFrame) -> pd.DataFrame:
    """The panel itself if it is as `panel_schema` says; ValueError that says what is not, with the first line of each.

    Lines are counted from 0.
    """
    from pandera.errors import SchemaErrors

    plain = frame.reset_index(drop=True)
    try:
        panel_schema().validate(plain, lazy=True)
    except SchemaErrors as errors:
        whole = errors.failure_cases["schema_context"].eq("DataFrameSchema")
        groups = errors.failure_cases.assign(
            of=errors.failure_cases["column"].mask(whole, "").fillna("")
        ).groupby(["of", "check"], sort=False)
        told = [_tell(str(check), lines, plain) for (_, check), lines in groups]
        raise ValueError(
            "The frame is no panel as gxkit.frames.stack gives it.\n" + "\n".join(told)
        ) from None
    return frame


def _field(column: Column, editions: Sequence[str]) -> dict[str, Any]:
    field = {"name": column.name, "type": column.type, "title": column.zh, "description": column.en}
    constraints = column.constraints
    if column.among is all_forms:
        constraints = {**constraints, **_named(*editions)}
    return {**field, "constraints": constraints} if constraints else field


def _resource(name: str, editions: Sequence[str], form: str = "csv") -> dict[str, Any]:
    kind = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}[form]
    fields = [_field(column, editions) for column in FILES[name]]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if name == "panel":
        schema["primaryKey"] = list(KEY)
    return {
        "name": name if form == "csv" else f"{name}-{form}",
        "type": "table",
        "title": _TITLES[name],
        "path": f"{name}.{form}",
        "format": form,
        "mediatype": kind,
        "encoding": "utf-8",
        "schema": schema,
    }


def package(editions: Sequence[str] | None = None) -> str:
    """The text of datapackage.json; `editions` are those that may stand in the panel (None: all)."""
    known = tuple(all_forms()) if editions is None else editions
    data = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "government-information-disclosure-reports",
        "title": "政府信息公开工作年度报告面板 / Panel of annual reports on government information disclosure",
        "description": "Every cell of the statutory tables of the reports in catalog.csv, as printed and as "
        "reconciled, with its place. The figures are facts published by the agencies; README.md says "
        "what the files of reports/ are.",
        "licenses": [
            {
                "name": "MIT",
                "title": "the project's own texts and code; nothing is claimed in the figures",
            }
        ],
        "resources": [
            _resource("panel", known),
            _resource("panel", known, "parquet"),
            _resource("findings", known),
            _resource("catalog", known),
            _resource("dictionary", known),
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _english(table: Table, row: Row, column: str, form: str) -> str:
    """A cell in English: its concept, else that of its row and its applicant, else the form's names."""
    known = crosswalk().concepts
    own = {c: _forms()[(form, table.id, row.id, c)][1] for c in row.columns}
    if own[column]:
        return known[own[column]].en
    lead = next((known[c].en for c in own.values() if c), row.name("en"))
    applicant = known.get(f"applicants.{column}")
    return f"{lead} · {applicant.en if applicant else table.column(column).en or column}"


def _cells(editions: Collection[str]) -> Iterator[tuple[str, ...]]:
    for form in map(find_form, editions):
        for table in form.tables:
            for row in table.rows:
                for column in row.columns:
                    unit, concept = _forms()[(form.id, table.id, row.id, column)]
                    known = crosswalk().concepts.get(concept)
                    yield (
                        "cell",
                        f"{form.id}/{table.id}/{row.id}/{column}",
                        table.label(row, column),
                        _english(table, row, column, form.id),
                        unit,
                        known.definition_zh if known else "",
                        known.definition_en if known else "",
                        form.basis,
                    )


def dictionary(editions: Sequence[str] | None = None) -> str:
    """The text of dictionary.csv: columns and their values, cells of the forms, concepts, indicators.

    `editions` are the forms whose cells are explained (None: all).
    """
    known = tuple(all_forms()) if editions is None else editions
    lines: list[tuple[str, ...]] = [
        ("column", f"{name}.{c.name}", c.zh, c.en, "", "", "", "")
        for name, columns in FILES.items()
        for c in columns
    ]
    lines += [("value", name, zh, en, "", "", "", "") for name, (zh, en) in MEANINGS.items()]
    lines += _cells(known)
    for concept in crosswalk().concepts.values():
        asked = ", ".join(edition for edition in concept.cells if edition in known)
        defined = (concept.definition_zh, concept.definition_en)
        lines.append(("concept", concept.id, concept.zh, concept.en, concept.unit, *defined, asked))
    lines += [
        (
            "indicator",
            i.id,
            i.zh,
            i.en,
            i.unit,
            f"{i.definition_zh}。{i.formula('zh')}",
            f"{i.definition_en}. {i.formula('en')}",
            i.source,
        )
        for i in all_indicators_by_id().values()
    ]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([DICTIONARY_COLUMNS, *lines])
    return text.getvalue()


def write_package(
    folder: str | os.PathLike[str], editions: Sequence[str] | None = None
) -> list[Path]:
    """Writes PACKAGE_FILES into a data folder and returns their paths.

    `editions` are those that the files describe (None: all). The same project gives the same bytes.
    """
    base = Path(folder)
    made = dict(zip(PACKAGE_FILES, (package(editions), dictionary(editions)), strict=True))
    for name, text in made.items():
        (base / name).write_text(text, "utf-8", newline="\n")
    return [base / name for name in made]
