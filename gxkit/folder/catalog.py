"""The catalog of a data folder: what each file is, where it comes from, and the bytes it had. Standard library only."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path, PurePosixPath
from typing import Any

from gxkit.errors import CatalogError
from gxkit.output import write_file

CATALOG = "catalog.csv"
REPORTS = "reports"
SCOPES = ("body", "summary")
_PATTERNS = {
    "sha256": r"[0-9a-f]{64}",
    "code": r"\d{6}",
    "published": r"(\d{4}-\d\d-\d\d)?",
    "accessed": r"(\d{4}-\d\d-\d\d)?",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a data folder.

    `path` counts from the data folder, with forward slashes. `report` is the id that the files of one report share,
    `code` the division code of GB/T 2260, `scope` body (the agency's own report) or summary (a government's, with its
    departments and lower levels). `published` and `accessed` are YYYY-MM-DD, or empty where they are not known.
    """

    path: str
    sha256: str
    bytes: int
    report: str
    agency: str
    agency_en: str
    code: str
    level: str
    scope: str
    year: int
    format: str
    title: str
    published: str
    url: str
    accessed: str
    note: str

    def __post_init__(self) -> None:
        path = PurePosixPath(self.path)
        if not self.path or path.is_absolute() or ".." in path.parts or "\\" in self.path:
            raise CatalogError(
                f"{self.path!r} is no path inside the data folder; write it from there, with forward "
                "slashes, for example reports/2021-place.pdf."
            )
        for name, pattern in _PATTERNS.items():
            if not re.fullmatch(pattern, getattr(self, name)):
                raise CatalogError(
                    f"{self.path}: {name} is {getattr(self, name)!r}; expected the form {pattern}."
                )
        if self.scope not in SCOPES:
            raise CatalogError(
                f"{self.path}: scope is {self.scope!r}; expected {' or '.join(SCOPES)}."
            )


COLUMNS = tuple(field.name for field in fields(Entry))


def read_catalog(path: str | os.PathLike[str]) -> tuple[Entry, ...]:
    """The entries of a catalog file, in its order; CatalogError if it is absent or not as it should be."""
    try:
        text = Path(path).read_text("utf-8-sig")
    except FileNotFoundError:
        raise CatalogError(
            f"There is no catalog at {path}; name the data folder that holds a {CATALOG}."
        ) from None
    except UnicodeDecodeError:
        raise CatalogError(f"{path} is not UTF-8; save it as CSV in UTF-8.") from None
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise CatalogError(
            f"{path}: the columns are {', '.join(rows.fieldnames or ()) or 'absent'}; expected "
            f"{', '.join(COLUMNS)}."
        )
    entries = []
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise CatalogError(
                f"{path}, line {number}: expected {len(COLUMNS)} fields; is a comma unquoted?"
            )
        try:
            facts: dict[str, Any] = {**row, "bytes": int(row["bytes"]), "year": int(row["year"])}
            entries.append(Entry(**facts))
        except ValueError:
            raise CatalogError(
                f"{path}, line {number}: bytes is {row['bytes']!r} and year is {row['year']!r}; "
                "expected whole numbers."
            ) from None
    paths = [entry.path for entry in entries]
    if twice := sorted({p for p in paths if paths.count(p) > 1}):
        raise CatalogError(f"{path}: {', '.join(twice)} stands twice; keep one line for each file.")
    return tuple(entries)


def write_catalog(path: str | os.PathLike[str], entries: Iterable[Entry]) -> None:
    """Writes the entries sorted by path, whole or not at all; the same entries give the same
    bytes."""
    text = io.StringIO(newline="")
    rows = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    rows.writeheader()
    rows.writerows(asdict(entry) for entry in sorted(entries, key=lambda entry: entry.path))
    write_file(path, text.getvalue())


def add_entry(
    entries: Iterable[Entry],
    data_dir: str | os.PathLike[str],
    file: str | os.PathLike[str],
    **facts: Any,
) -> tuple[Entry, ...]:
    """A new catalog with the file in it, in place of one that has the same path. Copies and writes nothing.

    `facts` are the columns of `Entry` apart from path, sha256, bytes and format, which the file itself gives (`format`
    may be given too). CatalogError if the file is absent or outside the data folder, or a fact is missing or unknown.
    """
    folder, path = Path(data_dir).resolve(), Path(file).resolve()
    if not path.is_file():
        raise CatalogError(f"There is no file {file}; put it into the data folder first.")
    if not path.is_relative_to(folder):
        raise CatalogError(f"{file} is not inside the data folder {data_dir}; copy it there first.")
    own: dict[str, Any] = {
        "path": path.relative_to(folder).as_posix(),
        "sha256": hash_file(path),
        "bytes": path.stat().st_size,
    }
    own["format"] = facts.pop("format", path.suffix.lstrip(".").lower())
    wanted = set(COLUMNS) - set(own)
    if unfit := wanted ^ set(facts):
        raise CatalogError(
            f"{own['path']}: {', '.join(sorted(unfit))} is missing or unknown; expected the facts "
            f"{', '.join(c for c in COLUMNS if c in wanted)}."
        )
    entry = Entry(**own, **facts)
    others = [e for e in entries if e.path != entry.path]
    return tuple(sorted([*others, entry], key=lambda e: e.path))


def hash_file(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def verify(data_dir: str | os.PathLike[str]) -> list[str]:
    """One sentence for each file that is missing, changed or not listed; an empty list if all is well.

    The files are those that the catalog lists and those of the folder `reports`. CatalogError if the catalog itself
    cannot be read.
    """
    folder = Path(data_dir)
    entries = read_catalog(folder / CATALOG)
    found = []
    for entry in entries:
        path = folder / entry.path
        if not path.is_file():
            found.append(f"{entry.path}: missing; the catalog lists it with {entry.bytes} bytes.")
        elif (size := path.stat().st_size) != entry.bytes:
            found.append(
                f"{entry.path}: changed; it has {size} bytes and the catalog says {entry.bytes}."
            )
        elif (digest := hash_file(path)) != entry.sha256:
            found.append(
                f"{entry.path}: changed; its SHA-256 begins {digest[:12]} and the catalog says "
                f"{entry.sha256[:12]}."
            )
    listed = {entry.path for entry in entries}
    there = sorted(
        p.relative_to(folder).as_posix() for p in (folder / REPORTS).rglob("*") if p.is_file()
    )
    found += [
        f"{path}: not listed; add it to {CATALOG} or take it out of {REPORTS}/."
        for path in there
        if path not in listed
    ]
    return found
