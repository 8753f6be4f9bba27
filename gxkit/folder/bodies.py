"""The bodies that a data folder knows: those of bodies.csv, and those that its catalog lists.

A body is known by its code and its full name, or another name that bodies.csv gives it. A name that
only resembles one is asked about: 淮安市 is none of its districts.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gxkit.errors import CatalogError
from gxkit.folder.catalog import PAGE, Entry
from gxkit.folder.names import full_name, is_shorter, near_names
from gxkit.report import Report

BODIES = "bodies.csv"
COLUMNS = ("code", "name", "other_names", "level", "from", "to", "name_en", "within")
_NEEDED = ("code", "name")
CODE = re.compile(r"\d{6}")
_BETWEEN = re.compile(r"[;；、|]")
"""what stands between several names in one field"""
_LEVELS = ((4, "province"), (2, "prefecture"))
"""by the zeros at the end of a code, as 320000 and 320800"""
_COUNTY, DEPARTMENT = "county", "department"
_GOVERNMENT = re.compile(r"政府$|[省市县区州盟旗镇乡]$")
# A zone's level is no matter of its code, which is that of the county it lies in.
_ZONE = re.compile(r"管(?:理委员|委)会$|(?:开发|实验|试验|高新|合作|保税|度假|园|新)区$")


@dataclass(frozen=True, slots=True)
class Body:
    """A body by its division code (GB/T 2260) and full name, in the years from `since` to `until`
    (None: without end). `within` is the full name of the body whose summary counts it too. It,
    `level` and `name_en` are '' where nobody said."""

    code: str
    name: str
    other_names: tuple[str, ...] = ()
    level: str = ""
    since: int | None = None
    until: int | None = None
    name_en: str = ""
    within: str = ""

    def was_there_in(self, year: int | None) -> bool:
        if year is None:
            return True
        return (self.since or year) <= year <= (self.until or year)

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


def read_bodies(path: str | os.PathLike[str]) -> tuple[Body, ...]:
    """The bodies of a bodies.csv, none if there is no such file.

    Its columns are COLUMNS, of which only code and name are needed; several other names stand with
    a semicolon between. CatalogError names the line that is not as it should be.
    """
    try:
        text = Path(path).read_text("utf-8-sig")
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError:
        raise CatalogError(
            f"{path} 不是 UTF-8 编码；请另存为 UTF-8 的 CSV。",
            f"{path} is not UTF-8; save it as CSV in UTF-8.",
        ) from None
    rows = csv.DictReader(io.StringIO(text, newline=""))
    head = rows.fieldnames or ()
    unknown = [name for name in head if name not in COLUMNS]
    absent = [name for name in _NEEDED if name not in head]
    # A misspelt column would be left out, and the names in it with it.
    if unknown or absent:
        raise CatalogError(
            f"{path}：各列为 {', '.join(head) or '空'}；应有 code 和 name，其余已知的可写："
            f"{', '.join(COLUMNS[len(_NEEDED) :])}。",
            f"{path}: the columns are {', '.join(head) or 'absent'}; expected code and name, and "
            f"of these what is known: {', '.join(COLUMNS[len(_NEEDED) :])}.",
        )
    bodies = tuple(_body(row, f"{path}, line {line}") for line, row in enumerate(rows, 2))
    _check_within(bodies, str(path))
    return bodies


def _check_within(bodies: Sequence[Body], path: str) -> None:
    named = [body.name for body in bodies]
    for body in bodies:
        # Under a misspelt name the body would be counted beside the one that contains it.
        if body.within == body.name or body.within not in {"", *named}:
            near = near_names(body.within, named)
            raise CatalogError(
                f"{path}：{body.name} 写的上级是 {body.within!r}；应为此文件中另一机关的名称"
                f"{'，如 ' + near[0] if near else ''}，或留空。",
                f"{path}: {body.name} lies within {body.within!r}; expected the name of another "
                f"body of this file{', as ' + near[0] if near else ''}, or nothing.",
            )


def _body(row: Mapping[str | None, Any], where: str) -> Body:
    if None in row or None in row.values():
        raise CatalogError(
            f"{where}：应有 {len(row)} 个字段；是否有逗号没有加引号？",
            f"{where}: expected {len(row)} fields; is a comma unquoted?",
        )
    said = {str(name): str(field).strip() for name, field in row.items()}
    if not CODE.fullmatch(said["code"]) or not said["name"]:
        raise CatalogError(
            f"{where}：code 为 {said['code']!r}，name 为 {said['name']!r}；应为 GB/T 2260 的六位代"
            "码和机关全称，例如 320813 和 淮安市洪泽区人民政府。",
            f"{where}: code is {said['code']!r} and name {said['name']!r}; expected the six digits "
            "of GB/T 2260 and the full name, as 320813 and 淮安市洪泽区人民政府.",
        )
    years: dict[str, int | None] = {}
    for name in ("from", "to"):
        year = said.get(name, "")
        if year and not re.fullmatch(r"\d{4}", year):
            raise CatalogError(
                f"{where}：{name} 为 {year!r}；应为年份，例如 2017。",
                f"{where}: {name} is {year!r}; expected a year, as 2017.",
            )
        years[name] = int(year) if year else None
    others = [one.strip() for one in _BETWEEN.split(said.get("other_names", ""))]
    return Body(
        code=said["code"],
        name=said["name"],
        other_names=tuple(filter(None, others)),
        level=said.get("level", ""),
        since=years["from"],
        until=years["to"],
        name_en=said.get("name_en", ""),
        within=said.get("within", ""),
    )


def list_facts(
    folder: Path,
    listed: Iterable[Entry],
    chosen: Mapping[str, Entry],
    reports: Iterable[Report],
) -> dict[str, dict[str, Any]]:
    """By report, its line of the catalog, the body `within` which its own lies ('' where
    bodies.csv does not say) and the SHA-256 of all its `files`."""
    bodies = read_bodies(folder / BODIES)
    known = {(body.code, body.name): body.within for body in bodies}
    files: dict[str, tuple[str, ...]] = {}
    for entry in listed:
        # the page that led to a report prints none of its figures
        if entry.copy != PAGE:
            files[entry.report] = (*files.get(entry.report, ()), entry.sha256)
    facts = {}
    for report in reports:
        entry = chosen[report.id]
        within = known.get((entry.code, entry.agency), "")
        facts[report.id] = asdict(entry) | {"within": within, "files": files.get(report.id, ())}
    return facts


class Bodies:
    """The bodies that a data folder knows, to be asked by name."""

    def __init__(self, bodies: Iterable[Body]) -> None:
        self._named: dict[str, list[Body]] = {}
        for body in bodies:
            self.learn(body)

    def learn(self, body: Body) -> None:
        for name in {full_name(own) for own in (body.name, *body.other_names)}:
            self._named.setdefault(name, []).append(body)

    def named(self, name: str) -> list[Body]:
        """Those that have this full name."""
        return self._named.get(full_name(name), [])

    def of_code(self, code: str) -> list[Body]:
        """Those in a division, each once."""
        return [body for body in self._all() if body.code == code]

    def near(self, name: str) -> list[Body]:
        """A few that a name may have been meant for."""
        bodies = {body.name: body for body in self._all()}
        return [bodies[other] for other in near_names(name, bodies)]

    def _all(self) -> list[Body]:
        every = (body for bodies in self._named.values() for body in bodies)
        return list(dict.fromkeys(every))

    def find(self, name: str, code: str = "", year: int | None = None) -> Body | None:
        """The body of this full name and code; None if nobody knows it.

        With a code its name may lack the places before it (洪泽区人民政府, 320813). CatalogError if
        several have the name, or the code or the years of the one that has it are others.
        """
        named = self.named(name)
        if not named:
            shorter = [body for body in self.of_code(code) if is_shorter(name, body.name)]
            return shorter[0] if len(shorter) == 1 else None
        there = [body for body in named if body.was_there_in(year)]
        if not there:
            raise _of_other_years(named[-1], year)
        coded = [body for body in there if code in ("", body.code)]
        if len(coded) == 1:
            return coded[0]
        raise _of_other_code(name, code, coded or there)


def _of_other_years(body: Body, year: int | None) -> CatalogError:
    years = f"from {body.since or 'the beginning'} to {body.until or 'now'}"
    return CatalogError(
        f"{BODIES} 中写明 {body} 存在于 {body.since or '起初'} 至 {body.until or '今'}，而报告是 "
        f"{year} 年的；请更正年份，或更正 {BODIES} 中该机关的一行。",
        f"{body} was there {years}, says {BODIES}, and the report is of {year}; correct the year, "
        f"or the line of the body in {BODIES}.",
    )


def _of_other_code(name: str, code: str, known: Iterable[Body]) -> CatalogError:
    listed = ", ".join(map(str, known))
    if not code:
        return CatalogError(
            f"{name} 是几个机关共同的名称：{listed}；请用 code=… 写明是哪一个。",
            f"{name} is the name of several bodies: {listed}; say which with code=…",
        )
    return CatalogError(
        f"{name} 已知为 {listed}，而给出的代码是 {code}。如果就是该机关，请不要给代码；如果是同"
        "名的另一"
        f"机关，或代码已变更，请在 {BODIES} 中给它单独写一行。",
        f"{name} is known as {listed}, and the code given is {code}. Leave the code out if it is "
        f"that body; if it is another of the same name, or its code has changed, give it a line of "
        f"its own in {BODIES}.",
    )


def known_bodies(base: Path, entries: Iterable[Entry]) -> Bodies:
    """The bodies of bodies.csv, and those of the catalog that it does not name."""
    tabled = Bodies(read_bodies(base / BODIES))
    listed: dict[tuple[str, str], Entry] = {}
    for entry in sorted(entries, key=lambda entry: entry.year):
        # what bodies.csv says of a body is meant to hold for all of its lines
        if not tabled.named(entry.agency):
            listed[full_name(entry.agency), entry.code] = entry
    for entry in listed.values():
        body = Body(entry.code, entry.agency, (), entry.level, name_en=entry.agency_en)
        tabled.learn(body)
    return tabled


def level_of(name: str, code: str) -> str:
    """The level of a body by its full name and code; '' for a zone, whose code does not tell.

    >>> level_of("临川市人民政府", "990800"), level_of("临川市教育局", "990800")
    ('prefecture', 'department')
    """
    if _ZONE.search(name):
        return ""
    if not _GOVERNMENT.search(name):
        return DEPARTMENT
    zeros = len(code) - len(code.rstrip("0"))
    return next((level for least, level in _LEVELS if zeros >= least), _COUNTY)
