"""The SHA-256 of the files of a folder, remembered beside the store of readings: a file whose size
and time are as they were is not read again to be told from another."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from gxkit.output import write_file
from gxkit.parsing.jobs import hash_ordinary
from gxkit.parsing.store import Store, make_folder, read_sealed, seal

_FOLDERS = "folders"
# A file that is written twice within a tick of its file system's clock has one time for both.
_TICK = 2_000_000_000
"""nanoseconds, of the coarsest clock there is (FAT)"""


def list_digests(
    base: Path,
    paths: Iterable[str],
    store: Store,
    *,
    verify: bool = False,
) -> dict[str, str]:
    """The SHA-256 of files of a folder by path, '' for what is no ordinary file; with `verify`
    every file is read for it."""
    place = _place(base, store)
    known = {} if verify else _read(place)
    now = time.time_ns()
    found: dict[str, str] = {}
    kept: dict[str, list[object]] = {}
    for path in paths:
        try:
            size, changed = _stamp(path)
            *was, digest = known.get(path, [""])
            is_same = was == [size, changed]
            found[path] = str(digest) if is_same else hash_ordinary(path)
        except OSError:
            found[path] = ""
            continue
        if now - changed > _TICK:
            kept[path] = [size, changed, found[path]]
    if kept != known:
        make_folder(place.parent)
        write_file(place, seal(json.dumps(kept).encode()), lasting=False)
    return found


def _stamp(path: str) -> tuple[int, int]:
    told = os.stat(path)
    return told.st_size, told.st_mtime_ns


def _place(base: Path, store: Store) -> Path:
    name = hashlib.sha256(os.fsencode(base.absolute())).hexdigest()
    return Path(store.folder, _FOLDERS, f"{name}.json")


def _read(place: Path) -> dict[str, list[object]]:
    """What was remembered; nothing where it is gone, or not whole."""
    with suppress(ValueError):
        told = json.loads(read_sealed(place) or b"{}")
        if isinstance(told, dict):
            return told
    return {}
