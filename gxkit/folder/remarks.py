"""What a build has to say of files that it read and counted: it stands in frames/remarks.csv."""

from __future__ import annotations

import csv
from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from pathlib import Path

from gxkit.folder.catalog import Entry
from gxkit.text import Listed, Sentence

REMARKS = "remarks.csv"
REMARK_HEAD = ("remark_zh", "remark_en")
_OTHER_YEAR = Sentence(
    "{file}：目录写的是 {year} 年，而文件自称是 {own} 年；各表以目录为准。请更正目录，或在备注"
    "（note）中写明文件为什么写 {own} 年。",
    # what add would have refused
    "{file}: the catalog says {year}, and the file says that it is of {own}; the frames follow the "
    "catalog. Correct it, or say in its note why the file says {own}.",
)
_NOT_YET = Sentence(
    "{file}：目录写的是 {year} 年，而这一年还没有到；请更正目录。",
    "{file}: the catalog says {year}, a year that has not come yet; correct the catalog.",
)
_SAME = Sentence(
    "{files}{rest}：内容完全相同，却各算作一份报告；请只留一个。",
    "{files}{rest}: the same bytes, and each is counted as a report of its own; keep one of them.",
)
_MORE = Sentence(" 等（另有 {count} 个）", " and {count} more")
_MOST_SHOWN = 5
"""files that are named: more are not read"""


def tell_year(entry: Entry, own: int | None) -> Sentence | None:
    """What is odd about the year under which a report is listed; `own` is the one that its file
    says, if it does. A note in the catalog that names that year answers it."""
    # most notes speak of something else, and a folder may have one in every line
    is_noted = str(own) in entry.note
    if own and own != entry.year and not is_noted:
        return _OTHER_YEAR.fill(file=entry.path, year=entry.year, own=own)
    if entry.year > date.today().year:
        return _NOT_YET.fill(file=entry.path, year=entry.year)
    return None


def tell_same(files: Iterable[tuple[Hashable, str]]) -> Iterator[Sentence]:
    """A sentence for each set of files that are one report, counted several times: `files` are what
    tells a report from others, and the file's name."""
    alike: dict[Hashable, list[str]] = {}
    for key, name in files:
        alike.setdefault(key, []).append(name)
    for names in alike.values():
        if len(names) == 1:
            continue
        more = len(names) - _MOST_SHOWN
        rest = _MORE.fill(count=more) if more > 0 else None
        shown = tuple(sorted(names)[:_MOST_SHOWN])
        yield _SAME.fill(files=Listed(shown), rest=rest)


def read_remarks(frames: Path) -> tuple[Sentence, ...]:
    """What was said of the files when frames were written."""
    with (frames / REMARKS).open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    return tuple(Sentence(line["remark_zh"], line["remark_en"]) for line in lines)
