"""Many files in a row: progress, workers, and what failed beside what was read."""

from __future__ import annotations

import glob
import os
from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from gxkit.errors import GxkitError, NotAFileError
from gxkit.forms import register_texts, registered_texts
from gxkit.parsing.one import parse_reports
from gxkit.parsing.twice.confirming import Mode
from gxkit.readers import may_hold_pdf, read
from gxkit.readers.given import given_path, refuse_address
from gxkit.readers.guard import Guard
from gxkit.report import Report
from gxkit.text import WithFace

Files = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
"""paths, or a folder whose files are meant, or a pattern such as `reports/*.pdf`"""
SLOW = 2
"""seconds after which a person wants to see progress"""
_UNFINISHED = (".part", ".crdownload", ".download", ".tmp", ".partial")
"""endings of what a browser has not fetched whole"""
_HIDDEN = (".", "~$")
"""how the names begin that systems hide, and those that office programs lock an open file with"""
_OF_SYSTEMS = {"thumbs.db", "desktop.ini"}
_Thing = TypeVar("_Thing")
_MOST_FOLDERS = 8
"""that an id is made of: deeper trees of equal names are named by their whole paths"""
_Result = tuple[Report, ...] | GxkitError
"""the reports of a file, or why it has none"""
_Forms = tuple[tuple[str, str], ...]
"""registered editions, as `gxkit.forms.registered_texts` has them"""


@dataclass(frozen=True, slots=True, repr=False)
class Batch(WithFace):
    """The reports of many files in the order of the files, all of each file, and for each file that
    gave none the reason."""

    reports: tuple[Report, ...]
    failures: Mapping[str, str]

    def __iter__(self) -> Iterator[Report]:
        return iter(self.reports)

    def __len__(self) -> int:
        return len(self.reports)


@dataclass(frozen=True, slots=True)
class _Job:
    """One file that is to be parsed."""

    path: str
    report_id: str
    second_reading: Mode


def parse_many(
    files: Files,
    *,
    ids: Mapping[str, str] | None = None,
    workers: int = 1,
    progress: bool = False,
    second_reading: Mode | str = Mode.ON,
) -> Batch:
    """Every file parsed; one that cannot be read is named in `failures` and the others go on.

    `files` are paths, a folder or a pattern. `ids` gives report ids by path (else the file's name
    without its ending, longer where several have that name); the reports of a file that holds
    several are ID#1, ID#2 and so on, in its order, and each says what it covers. `workers` is the
    number of processes (-1: one a core; worth it from some dozen PDFs on), `progress` shows a bar
    on standard error if it takes longer than SLOW. The reports come back in the order of the
    paths, whatever the number of workers. `second_reading` is that of
    `gxkit.parse`: a file gives the same report alone and among others. PDFs, and archives that may
    hold some, are read in a process with limits of time and memory, the second time too, so that
    none takes the others down. NotAFileError if a folder is empty or a pattern fits no file.
    """
    paths = list_files(files)
    mode = Mode(second_reading)
    known = ids_of(paths) | dict(ids or {})
    jobs = [_Job(path, known[path], mode) for path in paths]
    shown = watch(jobs, "reading", shown=progress)
    results = _parse_here(shown) if workers == 1 else _parse_apart(shown, workers)
    reports: list[Report] = []
    for result in results:
        if not isinstance(result, GxkitError):
            reports += result
    told = zip(paths, results, strict=True)
    failures = {path: str(result) for path, result in told if isinstance(result, GxkitError)}
    return Batch(tuple(reports), failures)


def watch(things: Sequence[_Thing], doing: str, *, shown: bool) -> Iterable[_Thing]:
    """The things, with a bar on standard error that appears if going through them takes long."""
    from tqdm import tqdm

    watched: Iterable[_Thing] = tqdm(
        things,
        desc=doing,
        unit="file",
        delay=SLOW,
        disable=not shown,
        leave=False,
    )
    return watched


def list_files(files: Files) -> list[str]:
    """The paths that are meant; those of a folder, with the folders in it, or of a pattern in the
    order of their names.

    What a person did not put there as a report is left out: hidden files, downloads that are not
    finished, locks of office programs, the pictures and scripts beside a saved web page.
    """
    if not isinstance(files, str | os.PathLike):
        return [_path_of(file) for file in _each(files)]
    name = os.fspath(files)
    if os.path.isdir(name):
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
    """The files of a folder and of those in it, in no order; see `list_files`."""
    for base, folders, names in os.walk(folder):
        # a web page is saved with a folder of what it shows, named after it
        pages = {os.path.splitext(name)[0] for name in names}
        beside = {f"{page}{end}" for page in pages for end in ("_files", ".files")}
        folders[:] = [inner for inner in folders if is_shown(inner) and inner not in beside]
        for name in filter(is_shown, names):
            yield os.path.join(base, name)


def is_shown(path: str) -> bool:
    """Whether it is a file that a person put there, and whole.

    >>> [is_shown(name) for name in ("a.pdf", ".a.pdf", "~$a.docx", "a.pdf.part", "x/Thumbs.db")]
    [True, False, False, False, False]
    """
    name = os.path.basename(path).lower()
    is_hidden = name.startswith(_HIDDEN) or name in _OF_SYSTEMS
    return not is_hidden and not name.endswith(_UNFINISHED)


def ids_of(paths: Iterable[str]) -> dict[str, str]:
    """An id for each path: the file's name without its ending; where several have that name, with
    the ending or with folders before it, whatever tells them apart.

    >>> list(ids_of(["a/2023/report.pdf", "a/2024/report.pdf", "b.pdf", "c.doc", "c.txt"]).values())
    ['2023-report', '2024-report', 'b', 'c.doc', 'c.txt']
    """
    alike: dict[str, list[str]] = {}
    for path in dict.fromkeys(paths):
        alike.setdefault(Path(path).stem, []).append(path)
    ids: dict[str, str] = {}
    for some in alike.values():
        longer = map(partial(_name_each, some), range(2 * _MOST_FOLDERS))
        distinct = (names for names in longer if len(set(names)) == len(some))
        # the paths themselves differ in any case
        ids |= zip(some, next(distinct, some), strict=True)
    return ids


def _name_each(paths: Sequence[str], length: int) -> list[str]:
    """Names of some files, the longer the higher `length` is: every other one has the ending."""
    folders, has_ending = divmod(length, 2)
    names = []
    for path in map(Path, paths):
        before = path.absolute().parts[1:-1]
        last = path.name if has_ending else path.stem
        names.append("-".join([*before[len(before) - folders :], last]))
    return names


def _parse_here(jobs: Iterable[_Job]) -> list[_Result]:
    """Each file's reports, or why there is none, one guarded process for all PDFs."""
    with Guard() as guard:
        return [_parse_one(job, guard) for job in jobs]


def _parse_apart(jobs: Iterable[_Job], workers: int) -> list[_Result]:
    """The same in several processes."""
    from joblib import Parallel, delayed

    forms = registered_texts()
    made: Sequence[_Result] = Parallel(n_jobs=workers)(
        delayed(_parse_guarded)(job, forms) for job in jobs
    )
    return list(made)


def _parse_guarded(job: _Job, forms: _Forms) -> _Result:
    # another process knows the shipped editions only
    register_texts(forms)
    with Guard() as guard:
        return _parse_one(job, guard)


def _parse_one(job: _Job, guard: Guard) -> _Result:
    try:
        document = guard.read(job.path) if may_hold_pdf(job.path) else read(job.path)
        reports = parse_reports(
            document,
            job.path,
            job.report_id,
            second_reading=job.second_reading,
            guard=guard,
        )
        # How each was read would take more memory than what was read.
        return tuple(replace(report, filling=None) for report in reports)
    except GxkitError as error:
        # what else may be raised is a fault of gxkit, which must not pass for a bad file
        return error
