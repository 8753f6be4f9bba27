"""The notebook that adds a report, with the parameters of others: what a user would write there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import matplotlib as mpl
import pandas
import pytest

import gxkit
from gxkit.errors import CatalogError, NoReportError, ReadError
from gxkit.folder.catalog import CATALOG, read_catalog, write_catalog
from gxkit.text import language

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "07_add_report_year.ipynb"


@pytest.fixture
def project(tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with three reports of one body, in which the notebook is run."""
    data = tmp_path / "data"
    (data / "reports").mkdir(parents=True)
    listed = read_catalog(data_folder / CATALOG)
    zone = [entry for entry in listed if entry.report.endswith("pingtan-zone")]
    kept = [entry for entry in zone if entry.year in (2019, 2021, 2023)]
    for entry in kept:
        shutil.copy(data_folder / entry.path, data / entry.path)
    write_catalog(data / CATALOG, kept)
    (data / "corrections.toml").touch()
    monkeypatch.chdir(tmp_path)
    mpl.use("Agg")
    return tmp_path


def run(**given: Any) -> dict[str, Any]:
    """The names that the notebook leaves after it ran with these parameters."""
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    names: dict[str, Any] = {"display": lambda *_: None}
    was = language()
    # the notebook sets how frames are shown, which is not to reach other tests
    shown = ("display.float_format", None, "display.max_colwidth", 50)
    try:
        with pandas.option_context(*shown):
            for cell in cells:
                if cell["cell_type"] == "code":
                    exec("".join(cell["source"]), names)
                    names |= given if "parameters" in cell["metadata"].get("tags", []) else {}
    finally:
        gxkit.language(was)
    return names


def test_a_new_body_is_added_and_stands_among_the_others(project, data_folder) -> None:
    page = data_folder / "reports" / "2023-hongze-government.html"
    left = run(file=str(page), code="320813", agency="淮安市洪泽区人民政府")
    assert left["entry"].level == "county"
    assert len(left["after"].reports) == len(left["before"].reports) + 1
    made = project / "out" / "added"
    assert {"study.pdf", "study.html", "panel.csv"} <= {p.name for p in (made / "out").iterdir()}
    place = left["stand_among"](left["after"].indicators, left["entry"].report, language="en")
    assert place.loc["new_requests", ["value", "most", "place", "bodies"]].tolist() == [
        21,
        81,
        2,
        2,
    ]
    assert place["before"].isna().all()
    assert read_catalog(project / "data" / CATALOG)[-1].year == 2023


def test_a_new_year_is_added_to_a_folder_that_is_kept(project, data_folder, monkeypatch) -> None:
    nothing = SimpleNamespace(paths=())
    monkeypatch.setattr("gxkit.paper.study.write_study", lambda *_, **__: nothing)
    text = (data_folder / "reports" / "2023-pingtan-zone.html").read_text("utf-8")
    page = project / "new.html"
    page.write_text(text.replace("2023年", "2024年").replace("2024-03", "2025-03"), "utf-8")
    left = run(file=str(page), to=str(project / "mine"), language="zh")
    assert (left["entry"].year, left["entry"].code) == (2024, "350128")
    assert [report.meta.year for report in left["after"].reports] == [2019, 2021, 2023, 2024]
    with pytest.raises(CatalogError, match="the same bytes are there already"):
        run(file=str(page), to=str(project / "mine"))


def test_a_duplicate_is_asked_about_and_nothing_is_written(project, data_folder) -> None:
    page = project / "again.html"
    text = (data_folder / "reports" / "2023-pingtan-zone.html").read_text("utf-8")
    page.write_text(text + "<!-- again -->", "utf-8")
    with pytest.raises(CatalogError, match="for 2023 is there already as reports/2023-pingtan"):
        run(file=str(page))
    assert len(read_catalog(project / "out" / "added" / CATALOG)) == 3


WRONG = {
    "no report": ({"file": "notes.txt"}, NoReportError, "no government information disclosure"),
    "no file": ({"file": "absent.pdf"}, ReadError, "there is no such file"),
    "no code": ({"code": "3208"}, CatalogError, "the six digits"),
    "no day": ({"published": "last week"}, CatalogError, "expected a day"),
    "no way": ({"twice": "maybe"}, CatalogError, "expected one of ask, skip"),
    "no year": ({"year": 1999}, CatalogError, "expected the year reported on"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_parameter_stops_it_before_anything_is_written(name, project) -> None:
    given, error, said = WRONG[name]
    (project / "notes.txt").write_text("某局2022年度部门预算\n", "utf-8")
    with pytest.raises(error, match=said):
        run(**given)
    assert not (project / "out").exists()
