"""A data folder of one's own, empty, with what is needed to begin."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import partial
from pathlib import Path

from gxkit.errors import CatalogError
from gxkit.folder import catalog
from gxkit.folder.bodies import BODIES
from gxkit.folder.collection import Collection, read_collection
from gxkit.folder.decisions import CORRECTIONS, HEADER
from gxkit.output import write_file

BLANK = Path(__file__).parent / "blank"
"""what is copied: README.md, bodies.csv and a notebook"""
FORMS = "forms"
_OPEN_TO_ALL = 0o755


def new_folder(folder: str | os.PathLike[str]) -> Collection:
    """Make an empty data folder and open it: catalog, reports/, forms/, bodies.csv,
    corrections.toml, README and a notebook to begin with.

    CatalogError if something stands there already: nothing is overwritten.
    """
    base = catalog.folder_path(folder).expanduser()
    refuse_used(base)
    # Made beside its place and then renamed, so that no half of a folder is ever seen.
    try:
        base.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{base.name}.", dir=base.parent))
    except OSError as reason:
        raise CatalogError(
            f"{base}：无法在此处新建文件夹（{reason.strerror}）；请换一个有写入权限的位置。",
            f"{base}: no folder can be made there ({reason.strerror}); name one in a place that "
            "you may write to.",
        ) from None
    try:
        _fill(made)
        made.chmod(_OPEN_TO_ALL)
        if base.exists():
            base.rmdir()
        made.rename(base)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return read_collection(base)


def refuse_used(base: Path) -> None:
    """CatalogError if a path is a file, or a folder with something in it."""
    if base.is_dir():
        there = sorted(path.name for path in base.iterdir())
        if not there:
            return
        raise CatalogError(
            f"{base} 已经存在，其中有 {', '.join(there[:3])}…；请给出一个新文件夹的名称，如果它本"
            "来就是数据文件夹，请直接打开。",
            f"{base} is there already and holds {', '.join(there[:3])}…; give the name of a new "
            "folder, or open this one if it is a data folder.",
        )
    if base.exists():
        raise CatalogError(
            f"{base} 是一个文件；请给出一个新文件夹的名称。",
            f"{base} is a file; give the name of a new folder.",
        )


def _fill(base: Path) -> None:
    for source in sorted(BLANK.iterdir()):
        write_file(base / source.name, source.read_bytes())
    for name in (catalog.REPORTS, FORMS):
        (base / name).mkdir()
    catalog.write_catalog(base / catalog.CATALOG, ())
    write_file(base / CORRECTIONS, HEADER)


def copy_folder(
    source: str | os.PathLike[str],
    to: str | os.PathLike[str],
    *,
    without: str | os.PathLike[str] = "",
) -> Collection:
    """Copy a data folder with all that its catalog lists and open the copy; the file `without`, if
    the folder holds it, is left out of it.

    What stands at `to` must be nothing, or a data folder, which is then opened as it is.
    """
    base, copy = Path(source), Path(to).expanduser()
    if (copy / catalog.CATALOG).is_file():
        return read_collection(copy)
    refuse_used(copy)
    new_folder(copy)
    left_out = Path(without).resolve()
    listed = catalog.read_catalog(base / catalog.CATALOG)
    kept = [entry for entry in listed if (base / entry.path).resolve() != left_out]
    others = [path for path in (base / CORRECTIONS, base / BODIES) if path.is_file()]
    others += sorted((base / FORMS).glob("*.toml"))
    for path in [*(base / entry.path for entry in kept), *others]:
        target = copy / path.relative_to(base)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_file(target, partial(shutil.copyfile, path))
    catalog.write_catalog(copy / catalog.CATALOG, kept)
    return read_collection(copy)
