"""Rooms import only rooms below them; an outside library lives in one room; rooms stay small.

The table is the floor plan of the project: a change of plan is a change here, and in the README.
"""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "gxkit"

WORDS = "errors text document report"
MAY_IMPORT = {
    # the vocabulary: no room knows less
    "errors": "",
    "text": "errors",
    "document": "errors text",
    "report": "errors text document",
    # the file as it is; the form as it should be
    "readers": "errors text document",
    "forms": "errors text",
    # the report that fills the form, and the questions to it
    "filling": f"{WORDS} readers forms",
    "diagnosis": f"{WORDS} forms",
    "checks": f"{WORDS} forms diagnosis",
    "narrative": f"{WORDS} forms",
    "parsing": f"{WORDS} readers forms filling checks diagnosis narrative",
    # many reports
    "panel": f"{WORDS} forms checks narrative output",
    "folder": f"{WORDS} forms checks narrative parsing panel output",
    # what is shown
    "charts": f"{WORDS} forms panel output",
    "paper": f"{WORDS} forms narrative panel folder charts output",
    "notebook": f"{WORDS} readers forms",
    "output": WORDS,
    "cli": f"{WORDS} forms output parsing folder panel paper",
}
ONLY_IN = {
    "pypdfium2": "readers/pdf/",
    "camelot": "readers/pdf/",
    "playa": "readers/pdf/",
    "doc2docx": "readers/word/doc.py",
    "lxml": "readers/web/ readers/word/",
    "rapidfuzz": "filling/",
    "joblib": "parsing/many.py",
    "tqdm": "parsing/many.py",
    "scipy": "diagnosis/ checks/ panel/indicators/",
    "numpy": "panel/ charts/ diagnosis/ checks/ paper/",
    "pandas": "panel/ folder/ charts/ paper/",
    "pandera": "panel/validation.py",
    "pyarrow": "folder/build.py",
    "matplotlib": "charts/",
    "pylopdf_fonts_zh_cn": "charts/ paper/",
    "typst": "paper/",
    "jinja2": "paper/",
    "fontTools": "paper/",
}
FILES = sorted(p.relative_to(PACKAGE).as_posix() for p in PACKAGE.rglob("*.py"))


def imported(path):
    for node in ast.walk(ast.parse((PACKAGE / path).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "gxkit":
            yield from (f"gxkit.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write absolute imports"
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def room_of(path):
    return path.split("/")[0].removesuffix(".py")


@pytest.mark.parametrize("path", [f for f in FILES if f != "__init__.py"])
def test_imports_go_down_only(path):
    room = room_of(path)
    assert room in MAY_IMPORT, (
        f"{path}: a new room; say in MAY_IMPORT what it may import, in the README what it is"
    )
    for name in imported(path):
        top, _, rest = name.partition(".")
        below = rest.split(".")[0]
        if top == "gxkit":
            assert below, f"{path} must not import the face: name the room"
        if top == "gxkit" and below != room:
            assert below in MAY_IMPORT[room].split(), f"{path} must not import gxkit.{below}"
        allowed = ONLY_IN.get(top)
        if allowed is not None:
            assert any(
                path == a or (a.endswith("/") and path.startswith(a)) for a in allowed.split()
            ), f"{path} must not import {top}; that library lives in {allowed}"


SHARED_BY_READERS = {"formats", "signs", "encodings", "grids", "guard"}


def wing_of(name):
    return name.split("/")[1].removesuffix(".py")


@pytest.mark.parametrize(
    "path", [f for f in FILES if f.startswith("readers/") and f != "readers/__init__.py"]
)
def test_readers_do_not_know_each_other(path):
    wings = (
        {wing_of(f) for f in FILES if f.startswith("readers/")} - SHARED_BY_READERS - {"__init__"}
    )
    for name in imported(path):
        wing = name.removeprefix("gxkit.readers.").split(".")[0]
        assert wing not in wings - {wing_of(path)}, f"{path} must not import {name}"


def test_the_top_of_the_package_can_be_taken_in_at_a_glance():
    entries = [p.name for p in PACKAGE.iterdir() if p.name != "__pycache__"]
    assert len(entries) <= 20


def test_the_plan_names_no_room_that_is_gone():
    assert {room_of(f) for f in FILES if f != "__init__.py"} >= set(MAY_IMPORT)


@pytest.mark.parametrize("path", FILES)
def test_rooms_stay_small(path):
    assert len((PACKAGE / path).read_text("utf-8").splitlines()) <= 500


@pytest.mark.parametrize("path", FILES)
def test_no_error_is_caught_without_its_name(path):
    for node in ast.walk(ast.parse((PACKAGE / path).read_text("utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            names = ast.unparse(node.type) if node.type else ""
            assert names not in ("", "Exception", "BaseException"), (
                f"{path}, line {node.lineno}: name what you catch"
            )
