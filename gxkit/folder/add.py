"""A further report for a data folder: its file copied, its line written into the catalog."""

from __future__ import annotations

import filecmp
import os
import shutil
from pathlib import Path

from gxkit.errors import CatalogError
from gxkit.folder import catalog
from gxkit.folder.collection import facts_of
from gxkit.forms import register_folder
from gxkit.output import write_file
from gxkit.parsing.one import parse

NEEDED = ("agency", "code", "level", "year")
"""facts without which a report cannot take its place in the panel"""


def add_report(
    folder: str | os.PathLike[str], file: str | os.PathLike[str], **facts: object
) -> catalog.Entry:
    """Copy a report file into a data folder, write its line into the catalog, and return the line.

    Facts are the catalog's columns (agency, agency_en, code, level, scope, year, title, published,
    url, accessed, note, and `report`, its id). What is not given is taken from the report itself,
    then from an earlier line of the same agency. CatalogError names what neither knows. The panel
    and the figures follow with the next build.
    """
    base, path = Path(folder), Path(file)
    register_folder(base)
    entries = catalog.read_catalog(base / catalog.CATALOG)
    known = facts_of(parse(path), entries, facts)
    absent = [name for name in NEEDED if not known.get(name)]
    # Guessed facts would put the report into another body's series without a word.
    if absent:
        raise CatalogError(
            f"{path.name}: {', '.join(absent)} is neither given nor said by the report nor known "
            f"from an earlier one of the same body; give it, for example {absent[0]}=…"
        )
    known["report"] = facts.get("report") or path.stem
    target = base / catalog.REPORTS / f"{known['report']}{path.suffix.lower()}"
    _copy_once(path, target)
    added = catalog.add_entry(entries, base, target, **known)
    catalog.write_catalog(base / catalog.CATALOG, added)
    path_in_folder = target.relative_to(base).as_posix()
    return next(entry for entry in added if entry.path == path_in_folder)


def _copy_once(path: Path, target: Path) -> None:
    """Copy a file unless it is there already; CatalogError if another stands in its place."""
    # The same file may be added again, to mend its line in the catalog.
    if target.exists():
        if not filecmp.cmp(path, target, shallow=False):
            raise CatalogError(
                f"{target} is there already and differs from {path.name}; give another id with "
                "report=…"
            )
        return
    write_file(target, lambda part: shutil.copyfile(path, part))
