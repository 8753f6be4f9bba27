"""What stands in `frames/` beside the frames: what they were made from, and the bytes they had.

It is written last, so that frames without it are not whole; a partition that is lost, cut or
changed since is told by it, for a year that is missing is missed by no sum.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gxkit.output import write_file
from gxkit.parsing.files import FRAMES, MADE, hash_file, is_shown
from gxkit.parsing.version import package_version
from gxkit.text import Listed, Sentence

RESTS_ON = ("catalog.csv", "corrections.toml", "forms/*.toml")
"""what the frames of a data folder rest on, beside its reports: the catalog pins these by hash"""
_DAMAGED = Sentence(
    "{place}：{amiss}{rest}；请用 `gxkit build {folder}` 重新写出。",
    "{place}: {amiss}{rest}; write it anew with `gxkit build {folder}`.",
)
_MISSING = Sentence("{file} 缺失，或无法读取", "{file} is missing, or cannot be read")
_CHANGED = Sentence("{file} 写成之后有变动", "{file} has changed since it was written")
_EXTRA = Sentence("{file} 不是一同写成的", "{file} was not written with the others")
_MORE = Sentence("；另有 {count} 个文件", "; and {count} more files")
_MOST_SHOWN = 5
"""damaged files that are named: more are not read"""


def write_made(
    frames: Path,
    stamp: str,
    grounds: Mapping[str, str],
) -> None:
    """Say in a folder of frames what they were made from, and the hash of each file that is in
    it."""
    names = _list_files(frames)
    told = {
        "stamp": stamp,
        "rests_on": grounds,
        "files": {name: hash_file(frames / name) for name in names},
    }
    text = json.dumps(told, indent=1)
    write_file(frames / MADE, f"{text}\n")


def stamp_of(folder: str | os.PathLike[str]) -> str | None:
    """What the frames of a folder were made from, as `write_frames` was told; None if there are
    none."""
    told = _read(Path(folder))
    return None if told is None else str(told.get("stamp", ""))


def find_stale(folder: str | os.PathLike[str]) -> list[str] | None:
    """What has changed since the frames of a folder were written: files of RESTS_ON, or gxkit; None
    if there are no frames."""
    base = Path(folder)
    told = _read(base)
    if told is None:
        return None
    then = told.get("rests_on", {})
    now = list_grounds(base)
    names = {*then, *now}
    return sorted(name for name in names if then.get(name) != now.get(name))


def find_damage(folder: str | os.PathLike[str]) -> Sentence | None:
    """What is amiss in the frames of a folder beside what was written; None where nothing is, or
    where there are no frames, which is no fault."""
    base = Path(folder)
    frames = base / FRAMES
    if not frames.exists():
        return None
    told = _read(base)
    # without it nobody knows whether all was written
    amiss = [_MISSING.fill(file=MADE)]
    if told:
        amiss = list(_compare(frames, told["files"]))
    if not amiss:
        return None
    more = len(amiss) - _MOST_SHOWN
    rest = _MORE.fill(count=more) if more > 0 else None
    named = Listed(tuple(amiss[:_MOST_SHOWN]), "；", "; ")
    return _DAMAGED.fill(
        place=os.fspath(frames),
        amiss=named,
        rest=rest,
        folder=os.fspath(base),
    )


def _compare(
    frames: Path,
    written: Mapping[str, str],
) -> Iterator[Sentence]:
    """A clause for each file that is not as it was written."""
    for name, digest in written.items():
        own = _digest_of(frames / name)
        if not own:
            yield _MISSING.fill(file=name)
        elif own != digest:
            yield _CHANGED.fill(file=name)
    for name in _list_files(frames):
        # what a person puts beside the folders of the frames is read by nobody
        if name not in written and "/" in name:
            yield _EXTRA.fill(file=name)


def _digest_of(path: Path) -> str:
    """The hash of a file; '' where there is none, or it cannot be read."""
    # a pipe would be waited for without end
    if not path.is_file():
        return ""
    try:
        return hash_file(path)
    except OSError:
        return ""


def _read(base: Path) -> dict[str, Any] | None:
    """What is told of the frames of a folder; nothing where it is not whole, None where it is not
    there."""
    try:
        text = (base / FRAMES / MADE).read_bytes()
    except OSError:
        return None
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    # frames of an earlier gxkit told no files, and are written anew
    is_whole = isinstance(told, dict) and isinstance(told.get("files"), dict)
    return told if is_whole else {}


def list_grounds(base: Path) -> dict[str, str]:
    """The hash of each file of RESTS_ON, and of gxkit as it is."""
    made = {"gxkit": package_version()}
    for pattern in RESTS_ON:
        for path in sorted(base.glob(pattern)):
            name = path.relative_to(base).as_posix()
            made[name] = hash_file(path)
    return made


def _list_files(frames: Path) -> list[str]:
    """The files of a folder of frames that are no system's, by their paths from it."""
    names = []
    for path in frames.rglob("*"):
        if path.is_file() and is_shown(path.name):
            name = path.relative_to(frames).as_posix()
            names.append(name)
    return sorted(name for name in names if name != MADE)
