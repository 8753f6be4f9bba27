"""What an address gives, entered into the catalog of a data folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from gxkit.errors import AddressError, CatalogError, GxkitError, NoReportError, ReadError
from gxkit.folder import catalog
from gxkit.folder.add import (
    OF_ONE_BODY,
    Additions,
    Outcome,
    collect,
    enter_page,
    enter_report,
    meant_report,
    refuse_of_one,
)
from gxkit.folder.facts import check_given
from gxkit.folder.fetch.links import Link, ending_of, find_links
from gxkit.folder.fetch.session import Got, Limits, Session
from gxkit.folder.names import may_be_one
from gxkit.folder.twice import Twice, tidy_id
from gxkit.forms import register_folder
from gxkit.output import write_file
from gxkit.report import Report

# A page of a report has a few; one with dozens is a list of all that an office ever published.
MOST_FILES = 12
GETTING = ".gxkit.getting"
"""the file of a data folder that keeps the address being got, until all of it is there"""
_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/ofd": ".ofd",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "text/plain": ".txt",
}
"""endings by the media types that servers give"""
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<?xml", b"<!--")
_HEAD = 1024
"""bytes at the beginning of a page within which its markup begins"""


def read_addresses(path: str | os.PathLike[str]) -> list[str]:
    """The addresses of a text file, one a line, each once; blank lines and those after # say none.

    AddressError if the file is not there or holds none.
    """
    try:
        lines = Path(path).read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as reason:
        raise AddressError(
            f"{path} 无法读取（{reason}）；应为 UTF-8 文本，每行一个网址。",
            f"{path} could not be read ({reason}); expected a text in UTF-8 with one address a "
            "line.",
        ) from None
    said = [line.strip() for line in lines]
    found = [line for line in said if line and not line.startswith("#")]
    if not found:
        raise AddressError(
            f"{path} 中没有网址；应每行一个，例如 https://…。",
            f"{path} holds no address; expected one a line, as https://….",
        )
    return list(dict.fromkeys(found))


def add_addresses(
    folder: str | os.PathLike[str],
    addresses: Iterable[str],
    **settings: Any,
) -> Additions:
    """Add what many addresses give; see `each_fetched`."""
    return collect(each_fetched(folder, addresses, **settings))


def each_fetched(
    folder: str | os.PathLike[str],
    addresses: Iterable[str],
    *,
    twice: Twice | str = Twice.ASK,
    limits: Limits | None = None,
    tell: Callable[[str], None] = lambda address: None,
    resume: bool = False,
    **facts: Any,
) -> Iterator[Outcome]:
    """Get pages or files from the web, one request at a time, and add what holds a report.

    Of a page the files that it links to or shows and that carry the tables are got too. Address,
    final address and moment go into the catalog. `tell` is that of `Session`; with `resume`
    addresses that the catalog has already are not asked again, but for one that was broken
    off. What fails is named and the others go on; facts and `twice` are those of `add_report`.
    CatalogError if a fact of one report is given for several addresses.
    """
    asked = list(addresses)
    refuse_of_one(asked, facts)
    base = Path(folder)
    check_given(facts)
    register_folder(base)
    listed = catalog.read_catalog(base / catalog.CATALOG)
    done = {entry.url for entry in listed} if resume else set()
    mark = base / GETTING
    broken = mark.read_text("utf-8") if mark.is_file() else ""
    named: list[str] = []
    with closing(Session(limits or Limits(), tell)) as session:
        for address in asked:
            if address in done and address != broken:
                continue
            # of a page that was broken off some files may be there
            is_again = address == broken and Twice.of(twice) is Twice.ASK
            way = Twice.SKIP if is_again else Twice.of(twice)
            write_file(mark, address)
            yield from _outcomes(_Job(base, way, facts, named), address, session)
            mark.unlink(missing_ok=True)


def _outcomes(job: _Job, address: str, session: Session) -> Iterator[Outcome]:
    """What came of one address: the files entered, and what was wrong with others."""
    try:
        job.add(address, session)
    except GxkitError as reason:
        job.failures[address] = reason
    for entry in job.entries:
        yield entry.path, entry
    yield from job.failures.items()


@dataclass
class _Job:
    """An address on its way into a data folder, and what came of it so far."""

    base: Path
    twice: Twice
    facts: Mapping[str, Any]
    named: list[str]
    """what the reports got so far call their bodies"""
    entries: list[catalog.Entry] = field(default_factory=list)
    failures: dict[str, GxkitError] = field(default_factory=dict)

    def add(self, address: str, session: Session) -> None:
        """Add what one address gives; NoReportError if no report is in it."""
        got = session.begin(address)
        with tempfile.TemporaryDirectory() as temporary:
            place = Path(temporary) / (urlsplit(address).hostname or "web")
            place.mkdir()
            file = _save(got, place, "page")
            if not _is_page(got):
                self._enter(file, meant_report(file, self.facts), got, self.twice)
                return
            main = self._enter_page(file, got)
            others = list(self._enter_files(got, session, place, main))
            # a report that was found and could not be entered has been named: none is missing
            refused = [one for one in self.failures.values() if isinstance(one, CatalogError)]
            if main is None and not others and not refused:
                raise NoReportError(
                    f"{address} 不是政府信息公开年度报告，它链接的文件也都不是；请给出报告本身的"
                    "网址。",
                    f"{address} holds no disclosure report, and none of the files that it links to "
                    "does; give the address of the report itself.",
                )
            if main is None and others:
                with_page = self._facts(got) | {"note": ""}
                self.entries.append(enter_page(self.base, file, others[0], with_page))

    def _enter_page(self, file: Path, got: Got) -> catalog.Entry | None:
        """The line of a page that holds the tables itself; None if it does not."""
        try:
            report = _report_with_figures(file, self.facts)
        except ReadError:
            # a page that only shows pictures has no text, and may lead to the report all the same
            return None
        return self._enter(file, report, got, self.twice) if report else None

    def _enter_files(
        self,
        page: Got,
        session: Session,
        place: Path,
        main: catalog.Entry | None,
    ) -> Iterator[catalog.Entry]:
        """The lines of the files of a page that hold a report; what cannot be got is named."""
        first = main
        links = _worth_asking(page, main is not None)
        if len(links) > MOST_FILES:
            self.failures[f"{page.address}#more"] = AddressError(
                f"{page.address} 链接了 {len(links)} 个可能含有报告的文件；只看了前 {MOST_FILES}"
                " 个，"
                "其余的请直接给出网址。",
                f"{page.address} leads to {len(links)} files that may hold a report; the first "
                f"{MOST_FILES} were looked at, give the addresses of the others yourself.",
            )
        for number, link in enumerate(links[:MOST_FILES]):
            try:
                got = session.get(link.address, f" ({page.address} links to it)")
                file = _save(got, place, f"file-{number}", link)
                report = _report_with_figures(file, self.facts)
                # what holds no report is any other file of the site
                if report is None:
                    continue
                entry = self._enter(file, report, got, self.twice, page=page, beside=first)
            except GxkitError as reason:
                # any picture or document of a site may be unreadable; one named so is missed
                if link.is_report or isinstance(reason, AddressError | CatalogError):
                    self.failures[link.address] = reason
            else:
                first = first or entry
                yield entry

    def _enter(
        self,
        file: Path,
        report: Report,
        got: Got,
        twice: Twice,
        *,
        page: Got | None = None,
        beside: catalog.Entry | None = None,
    ) -> catalog.Entry:
        """Enter a file that was got; one beside a report of the same year belongs to it."""
        facts = self._facts(got)
        meta = report.meta
        self._demand_one_body(meta.agency, got.address)
        name = tidy_id("-".join(filter(None, (str(meta.year or ""), meta.agency))))
        if page is not None:
            facts["url"] = page.address
            facts["note"] = facts.get("note") or f"linked from {page.final}"
        if beside is not None and meta.year in (None, beside.year):
            facts |= {"agency": beside.agency, "code": beside.code, "year": beside.year}
            twice = Twice.BESIDE
        named = file.rename(file.with_name(f"{name}{file.suffix}"))
        entry = enter_report(self.base, named, report, facts, twice)
        self.entries.append(entry)
        return entry

    def _demand_one_body(self, name: str, address: str) -> None:
        """Refuse a code or a name of one body for a page that calls its body by another."""
        shared = [fact for fact in OF_ONE_BODY if self.facts.get(fact)]
        if not shared or not name:
            return
        self.named.append(name)
        if not may_be_one(name, self.named[0]):
            raise CatalogError(
                f"{address}：{'、'.join(shared)} 只能用于同一个机关，而此页自称 {name}，之前的是 "
                f"{self.named[0]}；请按机关分批添加。",
                f"{address}: {', '.join(shared)} can be said of one body only, and this page calls "
                f"its body {name}, the one before {self.named[0]}; add each body's by itself.",
            )

    def _facts(self, got: Got) -> dict[str, Any]:
        """What is known of a file by where it came from, and what was given."""
        fetched = got.moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        known = {
            "url": got.address,
            "final_url": got.final,
            "fetched": fetched,
            "accessed": fetched[:10],
        }
        return known | dict(self.facts)


def _worth_asking(page: Got, has_tables: bool) -> list[Link]:
    """The files of a page that are got: those named like a report; where the page has no tables
    itself, any document of it, and its pictures."""
    links = find_links(page.content, page.final)
    named = [link for link in links if link.is_report and not link.is_picture]
    if has_tables:
        return named
    documents = [link for link in links if not link.is_picture and link not in named]
    pictures = [link for link in links if link.is_picture]
    return [*named, *documents, *pictures]


def _report_with_figures(file: Path, facts: Mapping[str, Any]) -> Report | None:
    """The report of a file if it has a figure, else None; ReadError if it cannot be read."""
    try:
        report = meant_report(file, facts)
    except NoReportError:
        return None
    return report if any(value.printed for value in report) else None


def _is_page(got: Got) -> bool:
    if got.kind in ("text/html", "application/xhtml+xml"):
        # servers that know no type call everything a page
        return b"<" in got.content[:_HEAD] and not got.content.startswith(b"%PDF")
    return got.content[:_HEAD].lstrip().lower().startswith(_MARKUP)


def _save(got: Got, place: Path, name: str, link: Link | None = None) -> Path:
    """The bytes as they came, in a file with the ending that they are likely to have."""
    paths = (got.name, unquote(urlsplit(got.final).path), unquote(urlsplit(got.address).path))
    endings = [ending_of(path) for path in paths]
    endings += [link.ending if link else "", _KINDS.get(got.kind, "")]
    ending = ".html" if _is_page(got) else next(filter(None, endings), "")
    file = place / f"{name}{ending}"
    file.write_bytes(got.content)
    return file
