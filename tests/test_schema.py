"""The schema of the panel, the data package and the dictionary: what they refuse, and the files."""

import csv
import io
import json

import numpy as np
import pandas as pd
import pytest

from gxkit import panel
from gxkit.folder import catalog
from gxkit.forms import all_forms
from gxkit.forms.crosswalk import crosswalk
from gxkit.panel import columns, description, schema, validation
from gxkit.panel.indicators import describe
from test_panel import DATA, frame

ENTRIES = list(csv.DictReader(io.StringIO(description.dictionary())))


def test_the_panel_stands_up_to_its_schema_and_comes_back_itself():
    assert validation.validate(frame()) is frame()
    assert validation.validate(pd.read_parquet(DATA / "panel.parquet")) is not None
    assert validation.validate(panel.stack([])).empty


@pytest.mark.parametrize(
    ("column", "wrong", "complaint"),
    [
        (
            "value",
            np.nan,
            "lines: expected a value where the status is printed, and nowhere else; "
            "got 2011-pingtan-zone / legacy / disclosed / year in line 0",
        ),
        ("status", "there", "status: expected a value of the dictionary; got 'there' in line 0"),
        ("unit", "公里", "lines: expected the unit and the concept of the cell"),
        ("only_cell_of", "granted", "lines: expected the unit and the concept of the cell"),
        ("row", "nowhere", "lines: expected a cell of its form"),
        ("year", 2012, "lines: expected one body, scope and year a report"),
        ("year", 1999, "year: expected 2008 to 2100; got 1999"),
        ("code", "35012", r"code: expected the form \\d\{6\}; got '35012'"),
        ("sha256", "0", r"sha256: expected the form \[0-9a-f\]\{64\}; got '0'"),
        ("scope", "all", "scope: expected a value of the dictionary; got 'all'"),
        ("reconciled", 425.0, "lines: expected reconciled only where it differs from the value"),
        ("report", "", "report: expected"),
    ],
)
def test_a_wrong_value_is_named_with_its_line(column, wrong, complaint):
    bad = frame().copy()
    bad.loc[0, column] = wrong
    with pytest.raises(ValueError, match=complaint):
        validation.validate(bad)


def test_a_frame_of_another_shape_is_refused():
    doubled = pd.concat([frame(), frame().iloc[:1]])
    for bad, complaint in (
        (frame().drop(columns="label"), "columns: expected all columns of a panel; got label"),
        (frame().assign(more=1), "expected no columns but those of a panel; got more"),
        (frame()[list(reversed(panel.COLUMNS))], "expected the columns in the order of a panel"),
        (doubled, f"lines: expected one line a cell; .* in line {len(frame())}"),
        (frame().astype({"value": "str"}), "value: expected dtype"),
    ):
        with pytest.raises(ValueError, match=complaint):
            validation.validate(bad)


def test_the_declared_columns_are_those_of_the_frames_and_files():
    assert tuple(c.name for c in schema.PANEL) == panel.COLUMNS
    assert tuple(c.name for c in schema.FINDINGS) == panel.FINDING_COLUMNS
    assert tuple(c.name for c in schema.INDICATORS) == columns.INDICATORS
    assert tuple(c.name for c in schema.CATALOG) == catalog.COLUMNS
    assert tuple(c.name for c in schema.DICTIONARY) == description.DICTIONARY_COLUMNS


def test_the_files_in_data_are_what_the_declarations_give(tmp_path):
    editions = crosswalk().relatives(frame()["edition"].unique())
    for made in description.write_package(tmp_path, editions):
        there = DATA / made.name
        assert made.read_bytes() == there.read_bytes(), (
            f"{there.name}: write it anew with gxkit.panel.description.write_package"
        )


def test_the_package_describes_each_file_as_it_is():
    package = json.loads(description.package())
    for resource in package["resources"]:
        path, fields = DATA / resource["path"], [f["name"] for f in resource["schema"]["fields"]]
        assert path.is_file()
        if resource["format"] == "csv":
            with path.open(encoding="utf-8", newline="") as lines:
                assert next(csv.reader(lines)) == fields
        else:
            assert list(pd.read_parquet(path).columns) == fields
    assert package["resources"][0]["schema"]["primaryKey"] == ["report", "table", "row", "column"]


def test_the_csv_files_hold_what_the_package_allows():
    for name, declared in (
        ("findings", schema.FINDINGS),
        ("indicators", schema.INDICATORS),
        ("catalog", schema.CATALOG),
        ("panel", schema.PANEL),
    ):
        text = pd.read_csv(DATA / f"{name}.csv", dtype="str", keep_default_na=False)
        for column in declared:
            filled = text.loc[text[column.name] != "", column.name]
            if column.constraints.get("required"):
                assert len(filled) == len(text), f"{name}.{column.name}"
            if "enum" in column.constraints:
                assert set(filled) <= set(column.constraints["enum"]), f"{name}.{column.name}"
            if "pattern" in column.constraints:
                assert filled.str.fullmatch(column.constraints["pattern"]).all(), (
                    f"{name}.{column.name}"
                )
            if column.type in ("number", "integer"):
                assert pd.to_numeric(filled).notna().all()


def test_the_dictionary_has_every_cell_concept_and_indicator_in_both_languages():
    assert len({(e["kind"], e["id"]) for e in ENTRIES}) == len(ENTRIES)
    assert all(e["zh"] and e["en"] for e in ENTRIES)
    ids = {
        kind: [e["id"] for e in ENTRIES if e["kind"] == kind]
        for kind in ("cell", "concept", "indicator")
    }
    cells = [
        f"{f.id}/{t.id}/{row}/{column}"
        for f in all_forms().values()
        for t in f.tables
        for row, column in t.slots
    ]
    assert ids == {
        "cell": cells,
        "concept": list(crosswalk().concepts),
        "indicator": list(describe()["indicator"]),
    }


def test_an_entry_says_what_a_cell_is():
    by_id = {e["id"]: e for e in ENTRIES}
    received = by_id["2021/requests/received/total"]
    assert (received["zh"], received["en"], received["unit"], received["source"]) == (
        "一、本年新收政府信息公开申请数量 · 总计",
        "Requests received",
        "件",
        "国办公开办函〔2021〕30号",
    )
    assert by_id["2021/requests/granted/natural_person"]["en"] == "Granted · Natural persons"
    assert by_id["2021/proactive/fees/amount_wan_yuan"]["unit"] == "万元"
    assert by_id["full_disclosure_rate"]["definition_en"].endswith("Granted / Decided")


def test_duckdb_reads_the_panel_as_it_is():
    duckdb = pytest.importorskip("duckdb")
    panel_file = (DATA / "panel.parquet").as_posix()
    found = duckdb.sql(f"""
        select year, value from '{panel_file}'
        where only_cell_of = 'requests_received' and code = '350128' and year >= 2021 order by year
    """)
    assert found.fetchall() == [
        (2021, 70.0),
        (2022, 74.0),
        (2023, 81.0),
        (2024, 218.0),
        (2025, 154.0),
    ]
    total = duckdb.sql(f"""
        select count(*), sum(coalesce(reconciled, value)) from '{panel_file}'
        where report = '2023-hongze-government' and "table" = 'remedies' and "column" = 'total'
    """)
    assert total.fetchall() == [(3, 16.0)]
