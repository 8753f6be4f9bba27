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
from pathlib import Path

from gxkit.errors import GxkitError, NotAFileError
from gxkit.forms import register_texts, registered_texts
from gxkit.parsing.one import parse_reports
from gxkit.parsing.twice.confirming import Mode
from gxkit.readers import may_hold_pdf, read
from gxkit.readers.given import given_path, refuse_address
from gxkit.readers.guard import Guard
from gxkit.report import Report

Files = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
"""paths, or a folder whose files are meant, or a pattern such as `reports/*.pdf`"""
_Result = tuple[Report, ...] | str
"""the reports of a file, or why it has none"""
_Forms = tuple[tuple[str, str], ...]
"""registered editions, as `gxkit.forms.registered_texts` has them"""


@dataclass(frozen=True, slots=True)
class Batch:
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
    without its ending); the reports of a file that holds several are ID#1, ID#2 and so on, in its
    order, and each says what it covers. `workers` is the number of processes (-1: one a core; worth
    it from some dozen PDFs on), `progress` shows a bar on standard error. The reports come back in
    the order of the paths, whatever the number of workers. `second_reading` is that of
    `gxkit.parse`: a file gives the same report alone and among others. PDFs, and archives that may
    hold some, are read in a process with limits of time and memory, the second time too, so that
    none takes the others down. NotAFileError if a folder is empty or a pattern fits no file.
    """
    from tqdm import tqdm

    paths = _list_files(files)
    mode = Mode(second_reading)
    known = ids or {}
    jobs = [_Job(path, known.get(path, Path(path).stem), mode) for path in paths]
    shown = tqdm(jobs, disable=not progress, unit="file", desc="reading")
    results = _parse_here(shown) if workers == 1 else _parse_apart(shown, workers)
    reports: list[Report] = []
    for result in results:
        if not isinstance(result, str):
            reports += result
    told = zip(paths, results, strict=True)
    failures = {path: result for path, result in told if isinstance(result, str)}
    return Batch(tuple(reports), failures)


def _list_files(files: Files) -> list[str]:
    """The paths that are meant; those of a folder or a pattern in the order of their names."""
    if not isinstance(files, str | os.PathLike):
        return [_path_of(file) for file in _each(files)]
    name = os.fspath(files)
    if os.path.isdir(name):
        found = [entry.path for entry in os.scandir(name) if _is_shown(entry)]
    else:
        # a file whose name has brackets in it is meant as it is
        found = [name] if os.path.exists(name) else glob.glob(name, recursive=True)
        found = [path for path in found if os.path.isfile(path)]
    if not found:
        refuse_address(name)
        raise NotAFileError(
            f"{name}: there is no file there; expected files, a folder that holds some, or a "
            "pattern such as reports/*.pdf. Check the spelling and the folder you are in."
        )
    return sorted(found)


def _each(files: object) -> Iterable[object]:
    """What is to be iterated over; NotAFileError for what holds no files, as None or bytes."""
    if isinstance(files, Iterable) and not isinstance(files, bytes | bytearray):
        return files
    raise NotAFileError(
        f"Expected files, a folder or a pattern such as reports/*.pdf; got {type(files).__name__}. "
        "gxkit.parse reads the bytes of one report."
    )


def _path_of(file: object) -> str:
    """The path of one of many files: workers read them, and have nothing but their paths."""
    # a path that leads nowhere fails alone, when it is read
    if isinstance(file, str | os.PathLike):
        return os.fspath(file)
    path = given_path(file)
    if path is None:
        raise NotAFileError(
            "Among many files each is given by its path; gxkit.parse reads bytes, one at a time."
        )
    return os.fspath(path)


def _is_shown(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file that a person put there; systems hide theirs behind a dot."""
    return entry.is_file() and not entry.name.startswith(".")


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
        return str(error)
