"""The notebooks as committed: short, run, the same on every machine.

`pytest --nbval` compares what the English ones print; of the Chinese ones the code is the same, and
their prose is compared here with what it translates.
"""

from __future__ import annotations

import ast
import html
import json
import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import nbformat
import pytest

from gxkit.folder.decisions import read_corrections

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
NAMES = (
    "00_tour",
    "01_read_legacy_tables",
    "02_read_2019_edition",
    "03_read_2021_edition",
    "04_read_damaged_text",
    "05_reconcile_tables",
    "06_draw_panel_figures",
    "07_add_report_year",
    "08_read_scan",
    "09_read_ofd",
    "10_read_workbook",
)
MOST_BYTES = 1_100_000
ABSOLUTE = re.compile(
    r"(?<![\w/.:<])/(?:home|root|Users|tmp|work|var|mnt|opt|usr)/|\b[A-Za-z]:\\\\?\w|file://"
)
SHOWS = re.compile(r"^\s*(?:print|display)\(", re.MULTILINE)

Cell = dict[str, Any]


def read(name: str) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text("utf-8"))
    return notebook


def source(cell: Cell) -> str:
    return "".join(cell["source"])


def code_cells(name: str) -> list[Cell]:
    return [cell for cell in read(name)["cells"] if cell["cell_type"] == "code"]


def texts(cell: Cell) -> list[str]:
    """What a cell's outputs say in words: streams, plain text and HTML."""
    said = ["".join(output.get("text", "")) for output in cell["outputs"]]
    for output in cell["outputs"]:
        said += [
            "".join(text)
            for kind, text in output.get("data", {}).items()
            if kind.startswith("text/")
        ]
    return said


def shows(cell: Cell) -> bool:
    """Whether a cell prints or ends in an expression, the value of which a notebook shows."""
    last = ast.parse(source(cell)).body[-1]
    return bool(SHOWS.search(source(cell))) or isinstance(last, ast.Expr)


def test_the_notebooks_are_those_of_the_walk_in_their_order() -> None:
    assert sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")) == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_short(name: str) -> None:
    cells = read(name)["cells"]
    assert len(cells) <= 25
    long = [source(cell) for cell in code_cells(name) if len(source(cell).splitlines()) > 15]
    assert not long
    assert (NOTEBOOKS / f"{name}.ipynb").stat().st_size < MOST_BYTES


@pytest.mark.parametrize("name", NAMES)
def test_what_needs_a_long_function_belongs_in_gxkit(name: str) -> None:
    for cell in code_cells(name):
        for node in ast.walk(ast.parse(source(cell))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                assert (node.end_lineno or 0) - node.lineno < 5, node.name


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_begins_with_a_title_and_a_chinese_summary_and_asks_questions(name: str) -> None:
    first, *others = [
        source(cell) for cell in read(name)["cells"] if cell["cell_type"] == "markdown"
    ]
    assert first.startswith("# ")
    assert "摘要" in first
    headings = [line for text in others for line in text.splitlines() if line.startswith("## ")]
    assert headings
    assert [heading for heading in headings if not heading.endswith("?")] == []


@pytest.mark.parametrize("name", NAMES)
def test_all_cells_were_run_from_top_to_bottom_without_an_error(name: str) -> None:
    cells = code_cells(name)
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert {output["output_type"] for output in outputs} <= {
        "stream",
        "display_data",
        "execute_result",
    }
    assert all(output.get("name", "stdout") == "stdout" for output in outputs), (
        "a warning or a progress bar"
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_cell_that_shows_something_has_its_output(name: str) -> None:
    assert [source(cell) for cell in code_cells(name) if shows(cell) != bool(cell["outputs"])] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_place_on_a_machine_is_written_down(name: str) -> None:
    for cell in read(name)["cells"]:
        for text in [source(cell), *(texts(cell) if cell["cell_type"] == "code" else [])]:
            assert not ABSOLUTE.search(text), text[:200]


@pytest.mark.parametrize("name", NAMES)
def test_the_metadata_name_no_machine_and_no_time(name: str) -> None:
    notebook = read(name)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert "version" not in notebook["metadata"].get("language_info", {})
    assert all(set(cell["metadata"]) <= {"tags"} for cell in notebook["cells"])


@pytest.mark.parametrize("name", NAMES)
def test_the_data_are_found_from_any_folder_of_the_project(name: str) -> None:
    setup = "\n".join(source(cell) for cell in code_cells(name)[:2])
    assert 'DATA = next(p / "data" for p in [Path.cwd(), *Path.cwd().parents]' in setup


def test_pictures_are_png_only() -> None:
    kinds = {
        kind
        for name in NAMES
        for cell in code_cells(name)
        for output in cell["outputs"]
        for kind in output.get("data", {})
        if kind.startswith("image/")
    }
    assert kinds == {"image/png"}


def test_only_the_notebook_of_a_new_report_has_parameters_and_all_of_them_in_one_cell() -> None:
    tagged = {
        name: [c for c in code_cells(name) if "parameters" in c["metadata"].get("tags", [])]
        for name in NAMES
    }
    assert {name: len(cells) for name, cells in tagged.items()} == dict.fromkeys(NAMES, 0) | {
        "07_add_report_year": 1
    }
    (cell,) = tagged["07_add_report_year"]
    statements = ast.parse(source(cell)).body
    assert all(isinstance(s, ast.Assign) and isinstance(s.value, ast.Constant) for s in statements)


def test_the_parameters_are_all_that_a_new_report_needs() -> None:
    cells = code_cells("07_add_report_year")
    given = {
        t.id
        for s in ast.parse(source(cells[0])).body
        if isinstance(s, ast.Assign)
        for t in s.targets
        if isinstance(t, ast.Name)
    }
    rest = "\n".join(source(cell) for cell in cells[1:])
    assert {name for name in given if not re.search(rf"\b{name}\b", rest)} == set()
    assert "pingtan" not in rest
    assert "2023" not in rest


def test_only_the_file_must_be_given() -> None:
    statements = [
        s
        for s in ast.parse(source(code_cells("07_add_report_year")[0])).body
        if isinstance(s, ast.Assign)
    ]
    given = {
        t.id
        for s in statements
        if isinstance(s.value, ast.Constant) and s.value.value
        for t in s.targets
        if isinstance(t, ast.Name)
    }
    assert given == {"file", "language", "twice"}


def test_each_decision_on_a_figure_is_told_with_its_evidence() -> None:
    decisions = read_corrections(NOTEBOOKS.parent / "data" / "corrections.toml")
    told = html.unescape(
        "\n".join(text for cell in code_cells("05_reconcile_tables") for text in texts(cell))
    )
    assert decisions
    assert [str(d) for d in decisions if d.report not in told or d.reason not in told] == []


def test_notebooks_draw_in_the_house_style_as_it_is() -> None:
    assert [
        name for name in NAMES if "charts.house" in "\n".join(map(source, code_cells(name)))
    ] == []


def script() -> Any:
    """The script that makes the Chinese notebooks."""
    spec = spec_from_file_location("run_notebooks", NOTEBOOKS / "run.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RUN = script()


def chinese(name: str) -> Any:
    return nbformat.read(NOTEBOOKS / "zh" / f"{name}.ipynb", as_version=4)


def english(name: str) -> Any:
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_of_a_chinese_notebook_is_untranslated_or_stale(name: str) -> None:
    prose = RUN.read_prose(NOTEBOOKS / "zh" / f"{name}.md")
    assert all(re.search("[\u4e00-\u9fff]", text) for _, text in prose.values())
    wanted = RUN.translate(english(name), prose)
    made = chinese(name)
    assert [(cell.id, cell.source) for cell in made.cells] == [
        (cell.id, cell.source) for cell in wanted.cells
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_code_of_both_languages_differs_by_the_language_alone(name: str) -> None:
    lines = {
        language: [
            line
            for cell in notebook.cells
            if cell.cell_type == "code"
            for line in cell.source.splitlines()
        ]
        for language, notebook in (("en", english(name)), ("zh", chinese(name)))
    }
    unlike = [pair for pair in zip(lines["en"], lines["zh"], strict=True) if len(set(pair)) > 1]
    assert [(one.replace('"en"', '"zh"', 1), other) for one, other in unlike] == [
        (other, other) for _, other in unlike
    ]
    assert len(unlike) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_chinese_notebook_was_run_without_an_error_and_names_no_machine(name: str) -> None:
    cells = [cell for cell in chinese(name).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert [cell.source for cell in cells if shows(cell) != bool(cell.outputs)] == []
    for cell in cells:
        kinds = {output.output_type for output in cell.outputs}
        assert kinds <= {"stream", "display_data", "execute_result"}
        assert not any(ABSOLUTE.search(text) for text in texts(cell))


def test_a_stale_or_missing_translation_is_named() -> None:
    name = "00_tour"
    prose = RUN.read_prose(NOTEBOOKS / "zh" / f"{name}.md")
    notebook = english(name)
    notebook.cells[0].source += " And more."
    del prose["cell-03"]
    with pytest.raises(
        RUN.Stale, match=r"cell-01: .* is wanted, not of \w{8}; cell-03: .* of none"
    ):
        RUN.translate(notebook, prose)


@pytest.mark.parametrize("name", NAMES)
def test_each_notebook_has_something_to_click_and_leads_to_its_other_language(name: str) -> None:
    first, *others = english(name).cells
    assert f"(zh/{name}.ipynb)" in first.source
    assert f"(../{name}.ipynb)" in chinese(name).cells[0].source
    viewers = [cell for cell in others if "gxkit.view(" in cell.source and "outputs" in cell]
    assert viewers
    # without a kernel a sentence stands where the viewer would be
    assert all("In a running Jupyter" in "".join(texts(cell)) for cell in viewers)


@pytest.mark.parametrize("folder", ["", "zh"])
def test_links_between_notebooks_lead_somewhere(folder: str) -> None:
    for file in (NOTEBOOKS / folder).glob("*.ipynb"):
        for target in re.findall(r"\]\(([^)#]+\.ipynb)\)", file.read_text("utf-8")):
            assert (file.parent / target).is_file(), f"{file.name}: {target}"
