"""What a reading depends on beside the file: a digest of gxkit's own code and data, and of the
libraries that read for it.

What was stored under one digest is not found under another, so that nobody has to think of raising
a number when a reader, a form or a check changes.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_ROOMS = (
    "checks",
    "diagnosis",
    "document.py",
    "errors.py",
    "filling",
    "forms",
    "narrative",
    "parsing",
    "readers",
    "report",
    "text",
)
"""where reports are made; what shows, counts or draws them comes after"""
_PASSING = {".pyc", ".pyi"}
_DISTRIBUTION = "gxkit-reports"
_NAME_ENDS = " [<>=!~;("
_SHORT = 20
"""digits that name a folder of the store: no two of a million versions share them"""


@cache
def reading_version() -> str:
    """The digest of what a reading depends on, computed once."""
    return _digest_of(_ROOMS)


def is_changed() -> bool:
    """Whether the files of gxkit are no longer those that this process said its version of."""
    return _digest_of(_ROOMS) != reading_version()


@cache
def package_version() -> str:
    """The digest of all of gxkit, of what counts and frames too."""
    return _digest_of(["."])


def _digest_of(rooms: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for path in sorted(_files_of(rooms)):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    for said in _libraries():
        digest.update(said.encode())
    return digest.hexdigest()[:_SHORT]


def _files_of(rooms: Iterable[str]) -> Iterator[Path]:
    for room in rooms:
        place = _PACKAGE / room
        found = place.rglob("*") if place.is_dir() else [place]
        for path in found:
            if path.is_file() and path.suffix not in _PASSING:
                yield path


def _libraries() -> Iterator[str]:
    """Python, and each declared library with its version: another PDFium may see other lines."""
    yield f"python {sys.version_info.major}.{sys.version_info.minor}"
    try:
        declared = requires(_DISTRIBUTION) or []
    except PackageNotFoundError:
        # a copy of the package that was never installed: its own files are all that is known
        declared = []
    for requirement in sorted(declared):
        # what only an extra asks for reads nothing
        if "extra ==" in requirement:
            continue
        name = requirement
        for sign in _NAME_ENDS:
            name = name.partition(sign)[0]
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} absent"
