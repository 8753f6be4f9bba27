"""The files that are meant by paths, a folder or a pattern, and a name for each."""

from __future__ import annotations

import csv
import glob
import hashlib
import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from gxkit.errors import NotAFileError
from gxkit.parsing.afar import is_afar, list_afar
from gxkit.readers.given import given_path, refuse_address
from gxkit.text import Sentence
from gxkit.text.escapes import spell_name

Files = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
"""paths, or a folder whose files are meant, or a pattern such as `reports/*.pdf`"""
CATALOG = "catalog.csv"
FRAMES = "frames"
MADE = "made.json"
"""what a build writes beside the reports, and what it says there last"""
_UNFINISHED = (".part", ".crdownload", ".download", ".tmp", ".partial")
"""endings of what a browser has not fetched whole"""
_HIDDEN = (".", "~$")
"""how the names begin that systems hide, and those that office programs lock an open file with"""
_OF_SYSTEMS = {"thumbs.db", "desktop.ini", "lost+found", "system volume information"}
_CLOSED = Sentence(
    "{folder}：无法列出该文件夹（{why}），其中的报告会遗漏；请给自己读取权限，或把它移出。",
    "{folder}: the folder cannot be looked into ({why}), and the reports in it would be missing; "
    "give yourself the right to read it, or move it out.",
)
_NUMBERED = re.compile(r"(.+)#\d+")
"""the id of one of several reports of a file"""
_MOST_FOLDERS = 8
"""that an id is made of: deeper trees of equal names are named by their whole paths"""


def list_files(files: Files) -> list[str]:
    """The paths that are meant; those of a folder, with the folders in it, or of a pattern in the
    order of their names; those that a catalog.csv lists in its order.

    What a person did not put there as a report is left out: hidden files, downloads that are not
    finished, locks of office programs, the pictures and scripts beside a saved web page, the frames
    that a build wrote.
    """
    if not isinstance(files, str | os.PathLike):
        return [_path_of(file) for file in _each(files)]
    name = os.fspath(files)
    if is_catalog(name):
        return list(read_listed(name))
    if is_afar(name):
        found = list(filter(is_shown, list_afar(name)))
    elif os.path.isdir(name):
        found = list(walk_files(name))
    else:
        # a file whose name has brackets in it is meant as it is
        matched = filter(is_shown, glob.glob(name, recursive=True))
        found = [name] if os.path.exists(name) else list(matched)
        found = [path for path in found if os.path.isfile(path)]
    if not found:
        refuse_address(name)
        raise NotAFileError(
            f"{name}：那里没有文件；应给出文件、含有文件的文件夹，或 reports/*.pdf 这样的通配符。"
            "请检查拼写和当前文件夹。",
            f"{name}: there is no file there; expected files, a folder that holds some, or a "
            "pattern such as reports/*.pdf. Check the spelling and the folder you are in.",
        )
    return sorted(found)


def is_catalog(files: object) -> bool:
    """Whether it is the path of a data folder's catalog, whose files are meant."""
    if not isinstance(files, str | os.PathLike):
        return False
    return os.path.basename(files) == CATALOG and os.path.isfile(files)


def read_listed(catalog: str | os.PathLike[str]) -> dict[str, str]:
    """The files that a catalog lists, by their paths, and the report id that it gives to each.

    NotAFileError if it has no column `path`.
    """
    base = os.path.dirname(os.fspath(catalog))
    with open(catalog, encoding="utf-8-sig", newline="") as stream:
        lines = csv.DictReader(stream)
        if "path" not in (lines.fieldnames or ()):
            raise NotAFileError(
                f"{os.fspath(catalog)}：其中没有 path 一列；应给出数据文件夹的目录、文件夹或文件。",
                f"{os.fspath(catalog)}: there is no column path in it; expected the catalog of a "
                "data folder, or a folder, or files.",
            )
        return {os.path.join(base, line["path"]): line.get("report") or "" for line in lines}


def _each(files: object) -> Iterable[object]:
    """What is to be iterated over; NotAFileError for what holds no files, as None or bytes."""
    if isinstance(files, Iterable) and not isinstance(files, bytes | bytearray):
        return files
    raise NotAFileError(
        f"应给出文件、文件夹或 reports/*.pdf 这样的通配符，得到的是 {type(files).__name__}。单"
        "份报告的字节请用 gxkit.parse 读取。",
        f"Expected files, a folder or a pattern such as reports/*.pdf; got {type(files).__name__}. "
        "gxkit.parse reads the bytes of one report.",
    )


def _path_of(file: object) -> str:
    """The path of one of many files: workers read them, and have nothing but their paths."""
    # a path that leads nowhere fails alone, when it is read
    if isinstance(file, str | os.PathLike):
        return os.fspath(file)
    path = given_path(file)
    if path is None:
        raise NotAFileError(
            "多个文件须逐个给出路径；字节请用 gxkit.parse 逐份读取。",
            "Among many files each is given by its path; gxkit.parse reads bytes, one at a time.",
        )
    return os.fspath(path)


def walk_files(folder: str | os.PathLike[str]) -> Iterator[str]:
    """The files of a folder and of those in it, in no order; see `list_files`. NotAFileError for a
    folder that may not be looked into: its reports would be missing without a word."""
    for base, folders, names in os.walk(folder, onerror=_refuse_closed):
        # a web page is saved with a folder of what it shows, named after it
        pages = {os.path.splitext(name)[0] for name in names}
        beside = {f"{page}{end}" for page in pages for end in ("_files", ".files")}
        own = [inner for inner in folders if is_shown(inner) and inner not in beside]
        folders[:] = [inner for inner in own if not _is_built(os.path.join(base, inner))]
        for name in filter(is_shown, names):
            yield os.path.join(base, name)


def _is_built(folder: str) -> bool:
    """Whether a folder is that of frames which a build wrote: none of its files is a report."""
    if os.path.basename(folder) != FRAMES:
        return False
    return os.path.isfile(os.path.join(folder, MADE))


def _refuse_closed(reason: OSError) -> None:
    # one that is gone by now has nothing to miss
    if isinstance(reason, FileNotFoundError | NotADirectoryError):
        return
    place, why = os.fspath(reason.filename), reason.strerror or str(reason)
    raise NotAFileError.of(_CLOSED.fill(folder=place, why=why)) from reason


def hash_file(path: str | os.PathLike[str]) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def is_shown(path: str) -> bool:
    """Whether it is a file that a person put there, and whole.

    >>> [is_shown(name) for name in ("a.pdf", ".a.pdf", "~$a.docx", "a.pdf.part", "x/Thumbs.db")]
    [True, False, False, False, False]
    """
    name = os.path.basename(path).lower()
    is_hidden = name.startswith(_HIDDEN) or name in _OF_SYSTEMS
    return not is_hidden and not name.endswith(_UNFINISHED)


def ids_of(paths: Iterable[str]) -> dict[str, str]:
    """An id for each path, and no two alike, in whatever order they come: the file's name without
    its ending; where several have that name, with the ending or with folders before it, whatever
    tells them apart. A name that cannot be shown is spelled (`gxkit.text.escapes.spell_name`).

    >>> list(ids_of(["a/2023/report.pdf", "a/2024/report.pdf", "b.pdf", "c.doc", "c.txt"]).values())
    ['2023-report', '2024-report', 'b', 'c.doc', 'c.txt']
    >>> list(ids_of(["c.doc", "c.txt", "c.doc.htm", "d.htm", "d#1.htm"]).values())
    ['c.doc', 'c.txt', 'c.doc-2', 'd', 'd#1-2']
    """
    alike: dict[str, list[str]] = {}
    for path in dict.fromkeys(paths):
        alike.setdefault(Path(path).stem, []).append(path)
    ids: dict[str, str] = {}
    for some in alike.values():
        longer = map(partial(_name_each, some), range(2 * _MOST_FOLDERS))
        distinct = (names for names in longer if len(set(names)) == len(some))
        # the paths themselves differ in any case
        names = next(distinct, some)
        ids |= zip(some, map(spell_name, names), strict=True)
    return _tell_apart(ids)


def _tell_apart(ids: Mapping[str, str]) -> dict[str, str]:
    """The ids with a number behind those that another file has too."""
    count = Counter(ids.values())
    taken: set[str] = set()
    told = dict(ids)
    # those that look like a number's come last: only then it is known whose number it may be
    for path in sorted(ids, key=lambda path: (bool(_NUMBERED.fullmatch(ids[path])), path)):
        own = ids[path]
        number = 1
        while _is_taken(told[path], own, count, taken):
            number += 1
            told[path] = f"{own}-{number}"
        taken.add(told[path])
    return told


def _is_taken(
    name: str,
    own: str,
    count: Mapping[str, int],
    taken: Collection[str],
) -> bool:
    """Whether an id is another file's, or that of one of another file's reports."""
    if name in taken:
        return True
    # what a file is called by itself is not given to another
    if name != own and name in count:
        return True
    numbered = _NUMBERED.fullmatch(name)
    return bool(numbered and (numbered[1] in taken or numbered[1] in count))


def _name_each(paths: Sequence[str], length: int) -> list[str]:
    """Names of some files, the longer the higher `length` is: every other one has the ending."""
    folders, has_ending = divmod(length, 2)
    names = []
    for path in map(Path, paths):
        before = path.absolute().parts[1:-1]
        last = path.name if has_ending else path.stem
        names.append("-".join([*before[len(before) - folders :], last]))
    return names
