"""Where an added file is to stand, and what to do if its report is there already."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from gxkit.errors import CatalogError
from gxkit.folder.catalog import REPORTS, Entry
from gxkit.folder.names import full_name
from gxkit.parsing.files import hash_file

# An id is a file's name on every system, and `#` numbers the reports of one file.
_UNTIDY = re.compile(r"(?:[^\w.]|-)+")
_ID = re.compile(r"[^\W_](?:[\w.() （）-]*[\w)）])?")
# Longer ones pass the 255 bytes that a file's name may have, three bytes a Chinese character.
_LONGEST_ID = 80


class Twice(StrEnum):
    """What to do with a file whose bytes, or whose body and year, the catalog has already."""

    ASK = "ask"
    SKIP = "skip"
    REPLACE = "replace"
    BESIDE = "beside"
    APART = "apart"

    @classmethod
    def of(cls, word: str) -> Twice:
        known = [str(one) for one in cls]
        # Python's own error would list no words.
        if word not in known:
            raise CatalogError(
                f"twice 写的是 {word!r}；应为 {', '.join(known)} 之一。",
                f"twice is {word!r}; expected one of {', '.join(known)}.",
            )
        return cls(word)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file is to stand, as a path from the data folder, and the id of its report; the paths
    it stands in place of. If the file is left out, the line that is `listed` stays."""

    path: str = ""
    report: str = ""
    replaced: tuple[str, ...] = ()
    listed: Entry | None = None

    def is_new(self, base: Path) -> bool:
        """Whether the file is still to be copied."""
        return not (base / self.path).exists() or self.path in self.replaced


@dataclass(frozen=True, slots=True)
class _Asked:
    """A file on its way into a data folder, and what is to be said of it in the catalog."""

    base: Path
    path: Path
    facts: Mapping[str, Any]
    entries: Sequence[Entry]
    digest: str

    @property
    def given(self) -> str:
        return str(self.facts.get("report") or "")


def find_place(
    base: Path,
    path: Path,
    facts: Mapping[str, Any],
    entries: Sequence[Entry],
    twice: Twice,
) -> Place:
    """Where a file goes; `facts` are those of its report, the id under `report` or ''.

    CatalogError asks if its bytes or its report are there already and `twice` says nothing of it,
    and refuses an id that is no file's name.
    """
    asked = _Asked(base, path, facts, entries, hash_file(path))
    if asked.given:
        check_id(asked.given)
    same = [entry for entry in entries if entry.sha256 == asked.digest]
    rivals = [entry for entry in entries if _is_rival(entry, facts)]
    # A file may hold the reports of several years, each with its own line.
    same = [entry for entry in same if entry in rivals or entry.report == asked.given]
    if same:
        return _settle_same(asked, same[0], twice)
    if rivals and not _is_further(asked, rivals):
        return _settle_rival(asked, rivals, twice)
    return _stand(asked, asked.given or _free_id(asked))


def _is_further(asked: _Asked, rivals: Sequence[Entry]) -> bool:
    """Whether somebody named the id of a report that is there, and has no file of this ending."""
    own = [entry for entry in rivals if entry.report == asked.given]
    endings = {Path(entry.path).suffix for entry in own}
    return bool(own) and asked.path.suffix.lower() not in endings


def check_id(report: str) -> None:
    """Refuse an id that is no file's name everywhere, or would lead out of the folder."""
    if len(report) > _LONGEST_ID or not _ID.fullmatch(report):
        raise CatalogError(
            f"{report!r} 不能作报告的编号；编号由文字、数字、连字符、点和下划线组成，最多 "
            f"{_LONGEST_ID} 个字符，例如 2023-hongze-government。",
            f"{report!r} is no id of a report; expected letters of any script, digits, hyphens, "
            f"dots and underscores, at most {_LONGEST_ID}, for example 2023-hongze-government.",
        )


def _is_rival(entry: Entry, facts: Mapping[str, Any]) -> bool:
    """Whether a line is that of a report of the same body, year and scope."""
    if (entry.year, entry.code, entry.scope) != (facts["year"], facts["code"], facts["scope"]):
        return False
    return full_name(entry.agency) == full_name(str(facts["agency"]))


def _settle_same(asked: _Asked, listed: Entry, twice: Twice) -> Place:
    """Where bytes go that are there already."""
    if twice is Twice.ASK or twice is Twice.BESIDE:
        raise CatalogError(
            f"{asked.path.name}：内容完全相同的文件已经在 {listed.path}（{listed.agency}，"
            f"{listed.year} 年）。保持不变请用 twice=skip；按现在给出的信息重写其目录行，用 replac"
            "e；作为另一份报告列出，用 apart（命令行中写 --twice）。",
            f"{asked.path.name}: the same bytes are there already as {listed.path} "
            f"({listed.agency}, {listed.year}). To leave it as it is, say twice=skip; to write its "
            "line anew with the facts you give, replace; to list it as another report, apart (in a "
            "shell --twice).",
        )
    if twice is Twice.SKIP:
        return Place(listed=listed)
    if twice is Twice.REPLACE:
        return Place(listed.path, asked.given or listed.report)
    return _stand(asked, asked.given or _free_id(asked))


def _settle_rival(asked: _Asked, rivals: Sequence[Entry], twice: Twice) -> Place:
    """Where a report goes of whose body and year there is one already."""
    first = rivals[0]
    if twice is Twice.ASK:
        raise CatalogError(
            f"{asked.path.name}：{first.agency} {first.year} 年的报告已经在 {first.path}，但文件内"
            "容不同。如果是同一份报告的另一个文件，请用 twice=beside；要代替原有文件，用 replace；"
            "是另一份报告，用 apart；不添加，用 skip（命令行中写 --twice）。",
            f"{asked.path.name}: a report of {first.agency} for {first.year} is there already as "
            f"{first.path}, with other bytes. If this is the same report in another file, say "
            "twice=beside; if it takes its place, replace; if it is another report, apart; to "
            "leave it out, skip (in a shell --twice).",
        )
    if twice is Twice.SKIP:
        return Place(listed=first)
    if twice is Twice.BESIDE:
        return _stand(asked, first.report)
    inside = path_inside(asked.base, asked.path)
    if twice is Twice.REPLACE and inside in [entry.path for entry in rivals]:
        # changed where it lies, it takes its own place and not that of its report's other files
        return Place(inside, asked.given or first.report, (inside,))
    if twice is Twice.REPLACE:
        own = tuple(entry.path for entry in asked.entries if entry.report == first.report)
        path = f"{REPORTS}/{Path(first.path).stem}{asked.path.suffix.lower()}"
        return Place(path, asked.given or first.report, own)
    return _stand(asked, asked.given or _free_id(asked))


def _free_id(asked: _Asked) -> str:
    """An id for a file: its name, with that of its folder if the name is taken, else a number."""
    taken = {entry.report for entry in asked.entries}
    own = tidy_id(asked.path.stem)
    folder = tidy_id(asked.path.resolve().parent.name)
    wanted = [own, f"{folder}-{own}"[-_LONGEST_ID:]]
    wanted += [f"{own}-{number}" for number in range(2, len(taken) + 3)]
    return next(one for one in wanted if one not in taken)


def tidy_id(name: str) -> str:
    """A file's name as an id: without what may stand in no name of a file.

    >>> tidy_id("~某局: 2023/年报"), tidy_id("...")
    ('某局-2023-年报', 'report')
    >>> tidy_id("年报（公开版） (1)"), tidy_id("2023 annual - final")
    ('年报-公开版-1', '2023-annual-final')
    """
    # blanks and brackets may stand in an id, and are a nuisance to type in a shell
    kept = _UNTIDY.sub("-", name)[:_LONGEST_ID]
    return kept.strip("-_.") or "report"


def _stand(asked: _Asked, report: str) -> Place:
    """The place of a file by the id of its report; a file that lies in reports/ stays there."""
    check_id(report)
    listed = {entry.path for entry in asked.entries}
    own = path_inside(asked.base, asked.path)
    if own and own not in listed:
        return Place(own, report)
    suffix = asked.path.suffix.lower()
    ends = ["", *(f"-{number}" for number in range(2, len(listed) + 3))]
    free = [f"{REPORTS}/{report}{end}{suffix}" for end in ends]
    path = next(one for one in free if one not in listed)
    there = asked.base / path
    # A file that nobody listed may be the only copy that somebody has.
    if there.exists() and hash_file(there) != asked.digest:
        raise CatalogError(
            f"{there} 已经存在，与 {asked.path.name} 内容不同，而目录中没有列出它；请把它也添加进"
            "来，或移走，或用 report=… 换一个编号。",
            f"{there} is there already, differs from {asked.path.name}, and the catalog does not "
            "list it; add it too, take it away, or give another id with report=…",
        )
    return Place(path, report)


def path_inside(base: Path, file: Path) -> str:
    """The path of a file that lies in the folder's reports/ already; '' for another."""
    reports = (base / REPORTS).resolve()
    path = file.resolve()
    if path.parent != reports:
        return ""
    return os.fspath(path.relative_to(reports.parent).as_posix())
