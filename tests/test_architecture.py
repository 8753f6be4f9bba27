"""Rooms import only rooms below them; an outside library lives in one room; rooms stay small.

The table is the floor plan of the project: a change of plan is a change here, and in the README.
"""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "gxkit"

PAPER = "errors text document encodings"
MAY_IMPORT = {
    # the file as it is
    "errors": "", "text": "errors", "encodings": "", "document": "errors",
    "readers": f"{PAPER} word webtables pdf grids", "word": PAPER, "webtables": PAPER, "pdf": PAPER, "grids": PAPER,
    "guard": "errors document readers",
    # the form, and the report that fills it
    "forms": "errors text", "report": "errors text document", "filling": f"{PAPER} grids forms report",
    # questions to a report
    "concepts": "errors forms", "diagnosis": "errors forms report", "checks": "errors forms report diagnosis",
    "claims": "errors text document forms report concepts",
    "judgement": "report checks claims",
    "secondreading": "errors document readers grids guard pdf filling report", "output": "errors report",
    # many reports
    "catalog": "errors", "corpus": "errors report guard",
    "corrections": "errors report", "review": "errors report output corrections",
    "collection": "errors report catalog checks judgement corpus corrections",
    "panel": "errors forms report concepts checks claims corrections",
    "indicators": "errors forms concepts panel", "schema": "errors forms report concepts panel indicators",
    "trace": "errors concepts forms indicators report",
    # what is shown
    "charts": "errors forms concepts panel indicators", "display": "errors text document forms report grids pdf",
    "paper": "errors forms report concepts panel indicators claims charts collection",
    "study": "errors report catalog collection corrections panel indicators schema charts paper",
    "cli": "errors report output corrections review study trace",
}
ONLY_IN = {
    "pypdfium2": "readers/pdf.py pdf/", "camelot": "pdf/", "playa": "pdf/",
    "docx": "word/", "doc2docx": "readers/doc.py", "lxml": "readers/html.py webtables.py word/",
    "rapidfuzz": "filling/spotting.py", "joblib": "corpus.py", "tqdm": "corpus.py",
    "scipy": "diagnosis/ checks/ indicators/",
    "numpy": "panel.py concepts/ indicators/ charts/ diagnosis/ checks/ paper/",
    "pandas": "panel.py concepts/ indicators/ schema.py charts/ paper/", "pandera": "schema.py",
    "pyarrow": "study.py", "matplotlib": "charts/", "pylopdf_fonts_zh_cn": "charts/ paper/",
    "typst": "paper/", "jinja2": "paper/", "fontTools": "paper/",
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
    assert room in MAY_IMPORT, f"{path}: a new room; say in MAY_IMPORT what it may import, in the README what it is"
    for name in imported(path):
        top, _, rest = name.partition(".")
        below = rest.split(".")[0]
        if top == "gxkit" and below not in ("", room):
            assert below in MAY_IMPORT[room].split(), f"{path} must not import gxkit.{below}"
        allowed = ONLY_IN.get(top)
        if allowed is not None:
            assert any(path == a or (a.endswith("/") and path.startswith(a)) for a in allowed.split()), (
                f"{path} must not import {top}; that library lives in {allowed}")


@pytest.mark.parametrize("path", [f for f in FILES if f.startswith("readers/") and f != "readers/__init__.py"])
def test_readers_do_not_know_each_other(path):
    formats = {f.removeprefix("readers/").removesuffix(".py") for f in FILES if f.startswith("readers/")} - {"formats"}
    for name in imported(path):
        assert name.removeprefix("gxkit.readers.") not in formats, f"{path} must not import {name}"


def test_the_plan_names_no_room_that_is_gone():
    assert {room_of(f) for f in FILES if f != "__init__.py"} >= set(MAY_IMPORT)


@pytest.mark.parametrize("path", FILES)
def test_rooms_stay_small(path):
    assert len((PACKAGE / path).read_text("utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", FILES)
def test_no_error_is_caught_without_its_name(path):
    for node in ast.walk(ast.parse((PACKAGE / path).read_text("utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            names = ast.unparse(node.type) if node.type else ""
            assert names not in ("", "Exception", "BaseException"), f"{path}, line {node.lineno}: name what you catch"
