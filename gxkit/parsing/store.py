"""What was read of files, kept by what was read: a second run reads only what is new.

A store is a folder, by default in the cache directory of the user; it may be deleted at any time,
and several processes may use it at once. Each entry is a file: the digest of what follows, a line
of JSON, the reports packed. Its name, the key, is a digest of all on which the reading depends: the
bytes of the file and its name (the year in it counts), the options, the registered editions;
entries of one version of the reading share a folder. An entry says its version and key itself: one
that is not whole, or stands in another's place, is none.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import platformdirs

from gxkit.errors import GxkitError
from gxkit.output import write_file
from gxkit.parsing.packing import PackError, unpack
from gxkit.parsing.version import reading_version
from gxkit.report import Report

PLACE = "GXKIT_CACHE"
"""a variable of the environment that names another folder than that of the system"""
_READINGS = "readings"
_FAN = 2
"""digits of a key that name a folder: some hundred thousand files in one are slow to list"""
_LONGEST_HEAD = 65_536
# A pipe would be waited for, a device read, without end: whoever may write in a shared cache could
# stop all that use it.
_AS_IT_IS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored of a file: how many reports it holds, the seconds that it took, of which
    agencies they are, or why there is none (its `kind` and the sentence)."""

    reports: int
    seconds: float
    agencies: tuple[str, ...] = ()
    kind: str = ""
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of readings, and the version of those that are meant."""

    folder: str
    version: str

    def find(self, key: str) -> Kept | None:
        """What is stored under a key; None if nothing is, or nothing whole."""
        found = self._read(key)
        return found[0] if found else None

    def load(self, key: str, path: str) -> tuple[Report, ...] | None:
        """The reports stored under a key, their file at `path`; None if they are not there."""
        found = self._read(key)
        if found is None:
            return None
        try:
            return unpack(found[1], path)
        except PackError:
            return None

    def save(self, key: str, kept: Kept, packed: bytes = b"") -> None:
        """Store a reading; GxkitError if the folder cannot be written."""
        place = self._place(key)
        # in this order, so that the same reading gives the same bytes
        head = {
            "version": self.version,
            "key": key,
            "reports": kept.reports,
            "seconds": round(kept.seconds, 3),
            "agencies": kept.agencies,
            "kind": kept.kind,
            "zh": kept.zh,
            "en": kept.en,
        }
        line = json.dumps(head, ensure_ascii=False).encode() + b"\n"
        make_folder(place.parent)
        # a file takes the place of anything else, but not that of a folder
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place, ignore_errors=True)
        # one that a power cut leaves cut off is read anew
        write_file(place, seal(line + packed), lasting=False)

    @contextmanager
    def mark(self) -> Iterator[str]:
        """A name that `is_marked` knows wherever this very folder is seen, as long as the block
        lasts."""
        place = Path(self.folder, f"mark-{uuid4().hex}")
        write_file(place, b"")
        try:
            yield place.name
        finally:
            place.unlink(missing_ok=True)

    def is_marked(self, name: str) -> bool:
        return Path(self.folder, name).is_file()

    def _read(self, key: str) -> tuple[Kept, bytes] | None:
        whole = read_sealed(self._place(key))
        if whole is None:
            return None
        line, _, packed = whole.partition(b"\n")
        try:
            head = json.loads(line[:_LONGEST_HEAD])
            own = (head.pop("version"), head.pop("key"))
            kept = Kept(**head)
        except (AttributeError, KeyError, TypeError, ValueError):
            return None
        # a file that was copied to another's name would give its figures to that one
        if own != (self.version, key):
            return None
        return kept, packed

    def _place(self, key: str) -> Path:
        return Path(self.folder, _READINGS, self.version, key[:_FAN], key)


def seal(content: bytes) -> bytes:
    """What is kept, under a line with its digest."""
    return hashlib.sha256(content).hexdigest().encode() + b"\n" + content


def read_sealed(place: Path) -> bytes | None:
    """What was sealed in a file of the cache; None if nothing whole is there, or something else
    than a file."""
    data = _read_file(place)
    digest, _, content = data.partition(b"\n")
    # a disk that was full, or a machine that lost its power, leaves a part
    is_whole = hashlib.sha256(content).hexdigest().encode() == digest
    return content if is_whole else None


def _read_file(place: Path) -> bytes:
    """The bytes of an ordinary file, none of anything else."""
    with suppress(OSError):
        opened = os.open(place, os.O_RDONLY | _AS_IT_IS)
        if stat.S_ISREG(os.fstat(opened).st_mode):
            with os.fdopen(opened, "rb") as stream:
                return stream.read()
        os.close(opened)
    return b""


def key_of(*parts: object) -> str:
    """The key of a reading: a digest of all on which it depends beside the version."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def find_store(cache: str | os.PathLike[str] | None = None) -> Store:
    """The store in the folder `cache`, else in the one that GXKIT_CACHE names, else in the cache
    directory of the user; GxkitError if nothing can be written there."""
    folder = cache or os.environ.get(PLACE) or platformdirs.user_cache_path("gxkit", False)
    place = Path(folder).absolute()
    make_folder(place)
    return Store(os.fspath(place), reading_version())


def make_folder(place: Path) -> None:
    """Make a folder in the cache; GxkitError if that may not be."""
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        why = reason.strerror or reason
        raise GxkitError(
            f"{place}：无法在此保存识读结果（{why}）；请用 cache= 或环境变量 {PLACE} 另指文件夹，"
            "或用 cache=False 不保存。",
            f"{place}: readings cannot be kept there ({why}); name another folder with cache= or "
            f"the variable {PLACE}, or keep none with cache=False.",
        ) from None
