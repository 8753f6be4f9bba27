"""Many files in a row: progress, workers, and what failed beside what was read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gxkit.errors import GxkitError
from gxkit.forms import register_texts, registered_texts
from gxkit.parsing.one import parse_document
from gxkit.readers import read
from gxkit.readers.guard import Guard
from gxkit.report import Report


@dataclass(frozen=True, slots=True)
class Batch:
    """The reports of many files in the order of the files, and for each file that gave none the reason."""

    reports: tuple[Report, ...]
    failures: Mapping[str, str]


def _parse_one(path: str, report_id: str, second_reading: str, guard: Guard) -> Report | str:
    try:
        document = guard.read(path) if _is_pdf(path) else read(path)
        return parse_document(document, path, report_id, second_reading=second_reading, guard=guard)
    except GxkitError as error:
        return str(error)


def _is_pdf(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return b"%PDF-" in file.read(1024)
    except OSError:
        return False


def _parse_guarded(
    path: str, report_id: str, second_reading: str, editions: tuple[tuple[str, str], ...]
) -> Report | str:
    """One file in a process of its own, which knows no edition that was registered in the first."""
    register_texts(editions)
    with Guard() as guard:
        return _parse_one(path, report_id, second_reading, guard)


def parse_all(
    paths: Iterable[str | os.PathLike[str]],
    *,
    ids: Mapping[str, str] | None = None,
    workers: int = 1,
    progress: bool = False,
    second_reading: str = "off",
) -> Batch:
    """Every file parsed; one that cannot be read is named in `failures` and the others go on.

    `ids` gives report ids by path (else the file's name without its ending), `workers` is the number of processes
    (-1: one a core; worth it from some dozen PDFs on), `progress` shows a bar on standard error. The reports come back
    in the order of the paths, whatever the number of workers. `second_reading` is that of `gxkit.parse`; for a corpus
    it is off, and `doubtful` reads again what the first reading leaves in doubt. PDFs are read in a process with limits
    of time and memory, the second time too, so that none takes the others down.
    """
    from tqdm import tqdm

    files = [os.fspath(path) for path in paths]
    names = [(ids or {}).get(file, Path(file).stem) for file in files]
    jobs = tqdm(
        list(zip(files, names, strict=True)), disable=not progress, unit="file", desc="reading"
    )
    results: list[Report | str]
    if workers == 1:
        with Guard() as guard:
            results = [_parse_one(file, name, second_reading, guard) for file, name in jobs]
    else:
        from joblib import Parallel, delayed

        results = Parallel(n_jobs=workers)(
            delayed(_parse_guarded)(file, name, second_reading, registered_texts())
            for file, name in jobs
        )
    return Batch(
        tuple(r for r in results if isinstance(r, Report)),
        {file: r for file, r in zip(files, results, strict=True) if isinstance(r, str)},
    )
