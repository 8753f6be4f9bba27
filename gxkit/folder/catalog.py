"""The catalog of a data folder: what each file is, where it comes from, and the bytes it had."""

from __future__ import annotations

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path, PurePosixPath
from typing import Any

from gxkit.errors import CatalogError
from gxkit.folder.names import may_be_one
from gxkit.output import write_file
from gxkit.parsing.files import hash_file, walk_files
from gxkit.text import Listed, Sentence
from gxkit.text.escapes import spell_name, to_line

CATALOG = "catalog.csv"
REPORTS = "reports"
SCOPES = ("body", "summary")
FACSIMILE = "facsimile"
PAGE = "page"
COPIES = ("", FACSIMILE, PAGE)
"""what a file is to the one published: that file itself, set anew from the published figures, or
the web page that led to it and holds no tables"""
SOURCES = ("", "page", "pdf", "text", "machine transcription", "secondary print")
"""what the figures of a facsimile were read from: text is what a program took out of a file that
was not seen, a secondary print shows the figures of a report beside others"""
_DAY = r"(\d{4}-\d\d-\d\d)?"
_DAYS = r"(\d{4}-\d\d-\d\d( \d{4}-\d\d-\d\d)+)?"
_PATTERNS = {
    "sha256": r"[0-9a-f]{64}",
    "code": r"\d{6}",
    "published": _DAY,
    "days_told": _DAYS,
    "accessed": _DAY,
    "fetched": r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)?",
}
_CHOICES = {"scope": SCOPES, "copy": COPIES, "source": SOURCES}
_UNLISTED = Sentence(
    f"{{shown}}{{rest}}：在 {REPORTS}/ 中而 {CATALOG} 没有列出，所以没有采用；请用 "
    "`gxkit add` 列入，或移走。",
    f"{{shown}}{{rest}}: in {REPORTS}/ and not in {CATALOG}, so not used; list it with "
    "`gxkit add`, or take it away.",
)
_CHANGED = Sentence(
    "{amiss}{rest}照此读下去，数字就不再出自目录所列的文件。文件多半是被编辑过、由别的程序另存过，"
    "或在发布者改动后重新下载过。若是有意改动，请用 `gxkit add 文件 --twice replace` 重新列入；"
    "若不是，请从目录所写的网址取回原文件。`gxkit verify` 列出所有这样的文件。",
    "{amiss}{rest} Read like this, figures would no longer be those of the files that the catalog "
    "lists. Most likely the file was edited, saved by another program, or downloaded again after "
    "its publisher changed it. If that is meant, list it anew with `gxkit add FILE --twice "
    "replace`; if not, get it back from its address in the catalog. `gxkit verify` names every "
    "such file.",
)
_TWO_REPORTS = Sentence(
    "{path}：{one} 与 {other} 的报告编号同为 {report}，而一份是 {first}，另一份是 {second}；两份"
    "报告请各用一个编号，同一份报告的两个文件请写相同的机关、代码、年份和 scope。",
    "{path}: {one} and {other} have the report id {report}, and the one is of {first}, the other "
    "of {second}; give each report an id of its own, or two files of one report the same agency, "
    "code, year and scope.",
)
_OF_WHOM = Sentence(
    "{agency} {year} 年的报告（{code}，{scope}）",
    "{agency} for {year} ({code}, {scope})",
)
_MOST_SHOWN = 5
"""unlisted or changed files that are named: more are not read"""
_SAID = ("report", "agency", "agency_en", "title", "note", "url", "final_url")
"""what people write, and sites"""
_SHOWN = 12
"""digits of a hash that are enough to tell two files apart by eye"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a data folder.

    `path` counts from the data folder, with forward slashes. `report` is the id that the files of
    one report share, `code` the division code of GB/T 2260, `scope` body (the agency's own report)
    or summary (a government's, with its departments and lower levels). `published` and `accessed`
    are YYYY-MM-DD, or empty where they are not known. `copy` is one of COPIES. Of what gxkit got
    from an address `final_url` is where that led, and `fetched` the moment (UTC). `source` is one
    of SOURCES; `uncertain` says what of these facts nobody could make sure of. `days_told` are the
    days on which it may have been published, with blanks between, where its sources tell several
    and `published` is empty.
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
    copy: str = ""
    final_url: str = ""
    fetched: str = ""
    source: str = ""
    uncertain: str = ""
    days_told: str = ""

    def __post_init__(self) -> None:
        for name in _SAID:
            # what no page can show stands in no name, and a line's end would end that of a table
            object.__setattr__(self, name, to_line(getattr(self, name)))
        path = PurePosixPath(self.path)
        # Whoever gives a folder away gives its catalog too: a path must hold wherever it lies.
        is_inside = bool(self.path) and not path.is_absolute() and ".." not in path.parts
        if not is_inside or "\\" in self.path:
            raise CatalogError(
                f"{self.path!r} 不是数据文件夹内的路径；请从数据文件夹写起，用正斜杠，例如 repor"
                "ts/202"
                "1-place.pdf。",
                f"{self.path!r} is no path inside the data folder; write it from there, with "
                "forward slashes, for example reports/2021-place.pdf.",
            )
        # The catalog would hold another name, under which no file is found.
        if spell_name(self.path) != self.path:
            raise CatalogError(
                f"{spell_name(self.path)}：文件名不是 UTF-8，或含有不可见的字符，目录无法写下；请给"
                "文件改名，再添加。",
                f"{spell_name(self.path)}: its name is no UTF-8, or holds what cannot be shown, so "
                "the catalog cannot have it; rename the file, then add it.",
            )
        for name, pattern in _PATTERNS.items():
            said = getattr(self, name)
            if not re.fullmatch(pattern, said):
                raise CatalogError(
                    f"{self.path}：{name} 为 {said!r}；应符合格式 {pattern}。",
                    f"{self.path}: {name} is {said!r}; expected the form {pattern}.",
                )
        for name, choices in _CHOICES.items():
            said = getattr(self, name)
            if said not in choices:
                legal = " or ".join(choice or "nothing" for choice in choices)
                raise CatalogError(
                    f"{self.path}：{name} 为 {said!r}；应为 {legal}。",
                    f"{self.path}: {name} is {said!r}; expected {legal}.",
                )


COLUMNS = tuple(field.name for field in fields(Entry))
OPTIONAL = ("copy", "final_url", "fetched", "source", "uncertain", "days_told")
"""columns at the end that catalogs written before them do not have"""
_OWN = ("path", "sha256", "bytes", "format")
"""what a file itself tells"""
FACTS = tuple(name for name in COLUMNS if name not in _OWN)
"""what a person, or the report, says of a file"""
_HEADS = [COLUMNS[: len(COLUMNS) - left_out] for left_out in range(len(OPTIONAL) + 1)]


def folder_path(folder: str | os.PathLike[str]) -> Path:
    """The path of a data folder; CatalogError for what is no path."""
    if not isinstance(folder, str | os.PathLike):
        raise CatalogError(
            f"应给出数据文件夹的路径，得到的是 {type(folder).__name__}。",
            f"Expected the path of a data folder; got {type(folder).__name__}.",
        )
    return Path(folder)


def read_catalog(path: str | os.PathLike[str]) -> tuple[Entry, ...]:
    """The entries of a catalog file, in its order.

    CatalogError if it is absent or not as it should be.
    """
    text = io.StringIO(_read(Path(path)), newline="")
    rows = csv.DictReader(text)
    head = tuple(rows.fieldnames or ())
    # An unknown column would be lost when the catalog is written again, an absent one invented.
    if head not in _HEADS:
        raise CatalogError(
            f"{path}：各列为 {', '.join(head) or '空'}；应为 {', '.join(COLUMNS)}。",
            f"{path}: the columns are {', '.join(head) or 'absent'}; expected "
            f"{', '.join(COLUMNS)}.",
        )
    entries = [_entry(row, f"{path}, line {line}") for line, row in enumerate(rows, 2)]
    count = Counter(entry.path for entry in entries)
    # Of two lines nobody could tell which hash the file should have.
    twice = sorted(one for one, times in count.items() if times > 1)
    if twice:
        raise CatalogError(
            f"{path}：{', '.join(twice)} 出现了两次；每个文件只留一行。",
            f"{path}: {', '.join(twice)} stands twice; keep one line for each file.",
        )
    refuse_mixed(path, entries)
    return tuple(entries)


def refuse_mixed(path: str | os.PathLike[str], entries: Iterable[Entry]) -> None:
    """CatalogError if files of two reports have one id; those of one share body, year and scope."""
    first: dict[str, Entry] = {}
    for entry in entries:
        one = first.setdefault(entry.report, entry)
        # Of two reports under one id the first alone would be read, and the other missed by nobody.
        if not _is_of_one_report(one, entry):
            said = _TWO_REPORTS.fill(
                path=os.fspath(path),
                one=one.path,
                other=entry.path,
                report=entry.report,
                first=_say_whose(one),
                second=_say_whose(entry),
            )
            raise CatalogError.of(said)


def _say_whose(entry: Entry) -> Sentence:
    return _OF_WHOM.fill(
        agency=entry.agency,
        year=entry.year,
        code=entry.code,
        scope=entry.scope,
    )


def _is_of_one_report(one: Entry, other: Entry) -> bool:
    facts = (one.year, one.code, one.scope)
    if facts != (other.year, other.code, other.scope):
        return False
    # most lines write one name alike, and comparing two takes long
    return one.agency == other.agency or may_be_one(one.agency, other.agency)


def _read(path: Path) -> str:
    try:
        # Spreadsheet programs put a mark before the text, which would belong to the first column.
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise CatalogError(
            f"{path} 处没有目录；请给出含有 {CATALOG} 的数据文件夹。",
            f"There is no catalog at {path}; name the data folder that holds a {CATALOG}.",
        ) from None
    except NotADirectoryError:
        raise CatalogError(
            f"{path.parent} 是一个文件，而这里需要数据文件夹，即含有 {CATALOG} 的文件夹。",
            f"{path.parent} is a file, and a data folder was expected: one that holds a {CATALOG}.",
        ) from None
    except UnicodeDecodeError:
        raise CatalogError(
            f"{path} 不是 UTF-8 编码；请另存为 UTF-8 的 CSV。",
            f"{path} is not UTF-8; save it as CSV in UTF-8.",
        ) from None


def _entry(row: Mapping[str | None, Any], where: str) -> Entry:
    """A line of the catalog as csv gives it: the key None has what is too much."""
    fields = [name for name in row if name is not None]
    # A comma too many or too few moves all that follows it by one column.
    if None in row or None in row.values():
        raise CatalogError(
            f"{where}：应有 {len(fields)} 个字段；是否有逗号没有加引号？",
            f"{where}: expected {len(fields)} fields; is a comma unquoted?",
        )
    try:
        numbers = {name: int(row[name]) for name in ("bytes", "year")}
    except ValueError:
        raise CatalogError(
            f"{where}：bytes 为 {row['bytes']!r}，year 为 {row['year']!r}；应为整数。",
            f"{where}: bytes is {row['bytes']!r} and year is {row['year']!r}; expected whole "
            "numbers.",
        ) from None
    facts: dict[str, Any] = {str(name): said for name, said in row.items()}
    return Entry(**(facts | numbers))


def write_catalog(path: str | os.PathLike[str], entries: Iterable[Entry]) -> None:
    """Writes the entries sorted by path; the same entries give the same bytes.

    CatalogError for what could not be read again: two reports of one id.
    """
    text = io.StringIO(newline="")
    rows = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    rows.writeheader()
    in_order = sorted(entries, key=lambda entry: entry.path)
    refuse_mixed(path, in_order)
    rows.writerows(map(asdict, in_order))
    write_file(path, text.getvalue())


def add_entry(
    entries: Iterable[Entry],
    data_dir: str | os.PathLike[str],
    file: str | os.PathLike[str],
    **facts: Any,
) -> tuple[Entry, ...]:
    """A new catalog with the file in it, in place of one that has the same path.

    Copies and writes nothing. `facts` are the columns of `Entry` apart from path, sha256, bytes and
    format, which the file itself gives (`format` may be given too). CatalogError if the file is
    absent or outside the data folder, or a fact is missing or unknown.
    """
    folder, path = Path(data_dir).resolve(), Path(file).resolve()
    if not path.is_file():
        raise CatalogError(
            f"没有文件 {file}；请先把它放进数据文件夹。",
            f"There is no file {file}; put it into the data folder first.",
        )
    # A file elsewhere would be missing as soon as the folder is copied.
    if not path.is_relative_to(folder):
        raise CatalogError(
            f"{file} 不在数据文件夹 {data_dir} 内；请先复制进去。",
            f"{file} is not inside the data folder {data_dir}; copy it there first.",
        )
    entry = entry_of(path, path.relative_to(folder).as_posix(), **facts)
    others = [other for other in entries if other.path != entry.path]
    return tuple(sorted([*others, entry], key=lambda entry: entry.path))


def entry_of(file: Path, place: str, **facts: Any) -> Entry:
    """The line of a file that stands, or is to stand, at a place in a data folder; see `add_entry`
    for its facts."""
    own: dict[str, Any] = {
        "path": place,
        "sha256": hash_file(file),
        "bytes": file.stat().st_size,
        "format": PurePosixPath(place).suffix.lstrip(".").lower(),
    }
    if "format" in facts:
        own["format"] = facts.pop("format")
    _check_facts(facts, place)
    return Entry(**own, **facts)


def _check_facts(facts: Mapping[str, object], path: str) -> None:
    absent = set(FACTS) - set(facts) - set(OPTIONAL)
    unfit = sorted(absent | (set(facts) - set(FACTS)))
    # Python's own error would name a class, which nobody who keeps a catalog knows.
    if unfit:
        raise CatalogError(
            f"{path}：{', '.join(unfit)} 缺少或未知；应有的项目为 {', '.join(FACTS)}。",
            f"{path}: {', '.join(unfit)} is missing or unknown; expected the facts "
            f"{', '.join(FACTS)}.",
        )


def verify(data_dir: str | os.PathLike[str]) -> list[str]:
    """One sentence for each file that is missing, changed or not listed; empty if all is well.

    The files are those that the catalog lists and those of the folder `reports`. CatalogError if
    the catalog itself cannot be read.
    """
    folder = Path(data_dir)
    entries = read_catalog(folder / CATALOG)
    found = [_compare(entry, folder / entry.path) for entry in entries]
    listed = {entry.path for entry in entries}
    strays = [name for name in files_of(folder) if name not in listed]
    found += list(map(_not_listed, strays))
    return [str(amiss) for amiss in found if amiss]


def _not_listed(name: str) -> CatalogError:
    return CatalogError(
        f"{name}：没有列出；请列入 {CATALOG}，或从 {REPORTS}/ 移走。",
        f"{name}: not listed; add it to {CATALOG} or take it out of {REPORTS}/.",
    )


def say_unlisted(paths: Sequence[str]) -> str:
    """In a sentence, what lies in reports/ and is not used."""
    shown = ", ".join(paths[:_MOST_SHOWN])
    more = len(paths) - _MOST_SHOWN
    rest = Sentence(f" 等（另有 {more} 个）", f" and {more} more") if more > 0 else None
    said = _UNLISTED.fill(shown=shown, rest=rest)
    return str(CatalogError.of(said))


def refuse_changed(
    folder: Path,
    entries: Iterable[Entry],
    digests: Mapping[str, str],
) -> None:
    """CatalogError if a file is missing, or has no longer the bytes that the catalog says.

    `digests` are the SHA-256 of files that were read already, by path; the others are read now.
    """
    found = []
    for entry in entries:
        path = folder / entry.path
        found.append(_compare(entry, path, digests.get(os.fspath(path), "")))
    amiss = [one for one in found if one]
    if not amiss:
        return
    more = len(amiss) - _MOST_SHOWN
    rest = Sentence(f"另有 {more} 个文件。", f" And {more} more.") if more > 0 else None
    named = Listed(tuple(Sentence(one.zh, one.en) for one in amiss[:_MOST_SHOWN]), "", " ")
    raise CatalogError.of(_CHANGED.fill(amiss=named, rest=rest))


def files_of(folder: Path) -> list[str]:
    """The files of reports/ as paths from the data folder, without those that nobody put there as
    reports (see `gxkit.parsing.files.list_files`)."""
    found = (Path(path).relative_to(folder).as_posix() for path in walk_files(folder / REPORTS))
    return sorted(found)


def _compare(entry: Entry, path: Path, known: str = "") -> CatalogError | None:
    """What is wrong with a file that the catalog lists; None if nothing is. Its SHA-256 is asked of
    the file unless it is known."""
    if known == entry.sha256:
        return None
    if not path.is_file():
        return CatalogError(
            f"{entry.path}：缺失；目录列出它有 {entry.bytes} 字节。",
            f"{entry.path}: missing; the catalog lists it with {entry.bytes} bytes.",
        )
    # The size is asked first: it costs nothing and tells of most changes.
    size = path.stat().st_size
    if size != entry.bytes:
        return CatalogError(
            f"{entry.path}：已变动；有 {size} 字节，目录写的是 {entry.bytes}。",
            f"{entry.path}: changed; it has {size} bytes and the catalog says {entry.bytes}.",
        )
    digest = known or hash_file(path)
    if digest != entry.sha256:
        return CatalogError(
            f"{entry.path}：已变动；SHA-256 开头为 {digest[:_SHOWN]}，目录写的是 "
            f"{entry.sha256[:_SHOWN]}。",
            f"{entry.path}: changed; its SHA-256 begins {digest[:_SHOWN]} and the catalog says "
            f"{entry.sha256[:_SHOWN]}.",
        )
    return None
