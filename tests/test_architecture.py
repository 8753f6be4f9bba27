"""Rooms import only rooms below them, a library lives in one room, and code has room to breathe.

The tables are the floor plan of the project: a change of plan is a change here, and in the README.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "gxkit"
FACE = "__init__.py"
FILES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
INSIDE = [file for file in FILES if file != FACE]

# the vocabulary: no room knows less, and every room may speak it
VOCABULARY = {
    "text": "",
    "errors": "text",
    "document": "errors text",
    "report": "errors text document",
}
# from the ground up: what a room may import stands above it
MAY_IMPORT = {
    "output": "",
    # the file as it is; the form as it should be
    "readers": "",
    "forms": "",
    # the report that fills the form, and the questions to it
    "filling": "forms",
    "diagnosis": "forms",
    "checks": "forms diagnosis",
    "narrative": "forms",
    "parsing": "output readers forms filling checks narrative",
    # many reports
    "panel": "output forms narrative parsing",
    "folder": "output forms narrative checks parsing panel",
    # what is shown
    "charts": "output forms panel",
    "paper": "output forms panel folder charts",
    "notebook": "output readers forms filling parsing folder",
    "cli": "output readers forms parsing panel folder paper notebook",
}
ONLY_IN: dict[str, str | tuple[str, ...]] = {
    "pypdfium2": "readers/pdf/",
    "onnxruntime": "readers/scan/",
    "cv2": ("readers/scan/", "readers/ink/"),
    "camelot": "readers/pdf/",
    "playa": "readers/pdf/",
    "PIL": ("readers/pdf/", "readers/scan/", "readers/drawn.py"),
    "doc2docx": "readers/word/",
    "xlrd": "readers/book/",
    "lxml": "readers/",
    "tinycss2": "readers/web/",
    "cssselect2": "readers/web/",
    "rapidfuzz": "filling/",
    "filelock": "folder/",
    "tomlkit": "folder/",
    "httpx": "folder/fetch/",
    "platformdirs": "parsing/",
    "tqdm": "parsing/",
    "distributed": "parsing/",
    "fsspec": "parsing/",
    "openpyxl": "notebook/",
    "pandera": "panel/",
    "pyarrow": ("folder/", "panel/"),
    "matplotlib": "charts/",
    "pylopdf_fonts_zh_cn": "charts/",
    "typst": "paper/",
    "jinja2": "paper/",
    "fontTools": "paper/",
    "duckdb": "panel/",
    "anywidget": ("notebook/viewer/",),
    "traitlets": ("notebook/viewer/",),
}
# arithmetic and frames are languages: each is spoken from its first room on, in those named
SPOKEN_IN = {
    "scipy": "diagnosis checks",
    "numpy": "readers diagnosis checks panel charts",
    "pandas": "panel folder charts paper",
}
SHARED_BY_READERS = {
    "bounds",
    "collector",
    "formats",
    "pictures",
    "signs",
    "drawn",
    "encodings",
    "grids",
    "copied",
    "guard",
    "zips",
    "ink",
    "inside",
    "kept",
    "numbered",
    "plane",
    "seen",
    "sources",
}

MOST_ENTRIES = 20
"""at the top of the package"""
MOST_LINES_OF_A_FILE = 500
MOST_LINES_OF_A_FUNCTION = 40
WIDEST = 100
MOST_TOKENS_A_LINE = 8.0
"""over the package; what is denser must be read twice"""


@cache
def text_of(file: str) -> str:
    return (PACKAGE / file).read_text("utf-8")


@cache
def tree_of(file: str) -> ast.Module:
    return ast.parse(text_of(file))


def room_of(file: str) -> str:
    return file.split("/")[0].removesuffix(".py")


@cache
def imported(file: str) -> tuple[str, ...]:
    """What a module imports, also inside functions; `from gxkit import x` is `gxkit.x`."""
    names: list[str] = []
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "gxkit":
            names += [f"gxkit.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: write absolute imports"
            names.append(node.module or "")
    return tuple(names)


def rooms_imported(file: str) -> set[str]:
    """The other rooms that a module imports; the face is ''."""
    own = [name.split(".") for name in imported(file) if name.split(".")[0] == "gxkit"]
    return {(parts[1] if len(parts) > 1 else "") for parts in own} - {room_of(file)}


def libraries_imported(file: str) -> set[str]:
    return {name.split(".")[0] for name in imported(file)}


def allowed_to(room: str) -> set[str]:
    if room in VOCABULARY:
        return set(VOCABULARY[room].split())
    return {*VOCABULARY, *MAY_IMPORT[room].split()}


@pytest.mark.parametrize("file", INSIDE)
def test_imports_go_down_only(file: str) -> None:
    room = room_of(file)
    assert room in {*VOCABULARY, *MAY_IMPORT}, (
        f"{file}: a new room; say in MAY_IMPORT what it may import, in the README what it is"
    )
    assert "" not in rooms_imported(file), f"{file} must not import the face: name the room"
    upwards = rooms_imported(file) - allowed_to(room)
    assert not upwards, f"{file} must not import {', '.join(sorted(upwards))}"


def test_the_plan_has_no_arrow_upwards() -> None:
    order = [*VOCABULARY, *MAY_IMPORT]
    for place, room in enumerate(order):
        above = set(order[place:])
        assert not above & (allowed_to(room) - set(VOCABULARY)), room
    for place, room in enumerate(VOCABULARY):
        assert allowed_to(room) <= set(order[:place]), room


def test_no_permission_goes_unused() -> None:
    used: dict[str, set[str]] = {room: set() for room in (*VOCABULARY, *MAY_IMPORT)}
    for file in INSIDE:
        used[room_of(file)] |= rooms_imported(file)
    for room, allowed in {**VOCABULARY, **MAY_IMPORT}.items():
        unused = set(allowed.split()) - used[room]
        assert not unused, f"{room} imports nothing of {', '.join(sorted(unused))} any more"


def test_the_plan_names_no_room_that_is_gone() -> None:
    assert {room_of(file) for file in INSIDE} == {*VOCABULARY, *MAY_IMPORT}


def test_the_face_imports_no_room_before_a_door_is_opened() -> None:
    loaded = [node for node in tree_of(FACE).body if isinstance(node, ast.Import | ast.ImportFrom)]
    modules = {alias.name for node in loaded for alias in node.names}
    assert not {name for name in modules if name.startswith("gxkit")}
    named = [node.module or "" for node in loaded if isinstance(node, ast.ImportFrom)]
    assert not [module for module in named if module.startswith("gxkit")]


@pytest.mark.parametrize("file", INSIDE)
def test_an_outside_library_stays_in_its_room(file: str) -> None:
    for library in libraries_imported(file):
        if library in ONLY_IN:
            place = ONLY_IN[library]
            assert file.startswith(place), f"{file} imports {library}, which lives in {place}"
        if library in SPOKEN_IN:
            rooms = SPOKEN_IN[library].split()
            assert room_of(file) in rooms, f"{file} imports {library}, which stays in {rooms}"


def test_every_outside_library_has_its_room() -> None:
    outside: set[str] = set()
    for file in INSIDE:
        outside |= libraries_imported(file) - {"gxkit"}
    known = {*ONLY_IN, *SPOKEN_IN}
    standard = {name for name in outside if name in sys.stdlib_module_names}
    assert outside - standard == known


@pytest.mark.parametrize("library", SPOKEN_IN)
def test_a_library_is_spoken_in_each_of_its_rooms(library: str) -> None:
    rooms = {room_of(file) for file in INSIDE if library in libraries_imported(file)}
    assert rooms == set(SPOKEN_IN[library].split())


def wing_of(file: str) -> str:
    return file.split("/")[1].removesuffix(".py")


IN_READERS = [f for f in FILES if f.startswith("readers/") and f != "readers/__init__.py"]


@pytest.mark.parametrize("file", IN_READERS)
def test_readers_do_not_know_each_other(file: str) -> None:
    wings = {wing_of(other) for other in IN_READERS} - SHARED_BY_READERS
    for name in imported(file):
        wing = name.removeprefix("gxkit.readers.").split(".")[0]
        assert wing not in wings - {wing_of(file)}, f"{file} must not import {name}"


def test_the_top_of_the_package_can_be_taken_in_at_a_glance() -> None:
    entries = [path.name for path in PACKAGE.iterdir() if path.name != "__pycache__"]
    assert len(entries) <= MOST_ENTRIES


@pytest.mark.parametrize("file", FILES)
def test_files_stay_small(file: str) -> None:
    assert len(text_of(file).splitlines()) <= MOST_LINES_OF_A_FILE


@pytest.mark.parametrize("file", FILES)
def test_no_error_is_caught_without_its_name(file: str) -> None:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.ExceptHandler):
            names = ast.unparse(node.type) if node.type else ""
            assert names not in ("", "Exception", "BaseException"), (
                f"{file}, line {node.lineno}: name what you catch"
            )


# ---- code that breathes


@pytest.mark.parametrize("file", FILES)
def test_no_line_is_too_wide(file: str) -> None:
    lines = enumerate(text_of(file).splitlines(), 1)
    assert [number for number, line in lines if len(line) > WIDEST] == []


@pytest.mark.parametrize("file", FILES)
def test_no_function_is_too_long(file: str) -> None:
    long = {}
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MOST_LINES_OF_A_FUNCTION:
                long[node.name] = lines
    assert long == {}, "let it do one thing, and name the others"


COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def within(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        yield from ast.walk(child)


@pytest.mark.parametrize("file", FILES)
def test_no_comprehension_stands_inside_another(file: str) -> None:
    outer = [node for node in ast.walk(tree_of(file)) if isinstance(node, COMPREHENSIONS)]
    nested = [
        node.lineno
        for node in outer
        if any(isinstance(inner, COMPREHENSIONS) for inner in within(node))
    ]
    assert nested == [], "give the inner one a name"


NOT_CODE = (
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much code a file holds: its tokens, and the lines on which they begin."""

    tokens: int
    lines: int

    @property
    def density(self) -> float:
        return self.tokens / max(self.lines, 1)


@cache
def size_of(file: str) -> Size:
    """Docstrings and comments are no code."""
    tokens, lines = 0, set()
    for token in tokenize.generate_tokens(io.StringIO(text_of(file)).readline):
        if token.type not in NOT_CODE and not token.string.startswith('"""'):
            tokens += 1
            lines.add(token.start[0])
    return Size(tokens, len(lines))


def test_the_package_has_few_tokens_a_line() -> None:
    sizes = {file: size_of(file) for file in FILES}
    tokens = sum(size.tokens for size in sizes.values())
    lines = sum(size.lines for size in sizes.values())
    densest = sorted(FILES, key=lambda file: -sizes[file].density)[:10]
    named = ", ".join(f"{file} {sizes[file].density:.1f}" for file in densest)
    assert tokens / lines <= MOST_TOKENS_A_LINE, f"one step a line; the densest are {named}"


def test_the_vocabulary_asks_for_rooms_by_name_in_one_place_only() -> None:
    spoken = [file for file in FILES if room_of(file) in VOCABULARY]
    assert [file for file in spoken if "import_module" in text_of(file)] == ["text/later.py"]
