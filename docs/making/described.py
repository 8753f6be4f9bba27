"""What the page on the data of this project counts: bodies, forms, sources, mistakes, files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any

from gxkit.folder.catalog import CATALOG, Entry, read_catalog
from gxkit.folder.collection import Collection
from gxkit.folder.hearing import one_file_each
from gxkit.forms import find_form
from gxkit.forms.crosswalk import crosswalk
from gxkit.paper.appendix import compare_readings, score_reading
from gxkit.paper.template import fill, show_marks
from gxkit.report import FindingKind, Status
from gxkit.text import Named
from gxkit.text.escapes import to_markdown

PAGE = "data.md"
LOCAL, NATIONAL, REVISED = "fujian", "2019", "2021"
"""the families of forms whose first and last years the page tells"""
SOURCES = {
    "page": ("网页", "the publisher's page"),
    "pdf": ("PDF 文件", "the publisher's PDF"),
    "text": ("程序从文件取出的文本", "text that a program took out of the file"),
    "machine transcription": ("机器转录", "a machine's transcription"),
    "secondary print": ("他人的汇印", "a print in which somebody set reports side by side"),
}
LEVELS = {
    "department": ("部门", "department"),
    "county": ("县级政府", "county government"),
    "prefecture": ("地级市政府", "prefecture government"),
    "prefecture-level zone": ("地级管理区", "prefecture-level zone"),
}


def fill_data_page(text: str, collection: Collection) -> str:
    """The page with its counts; TemplateError for one that was typed by hand."""
    return show_marks(fill(text, describe_data(collection)))


def describe_data(collection: Collection) -> dict[str, Any]:
    """The variables of the page by name, from the folder and nothing else."""
    if collection.folder is None:
        raise ValueError("expected a collection that was read from a data folder")
    listed = read_catalog(collection.folder / CATALOG)
    entries = one_file_each(listed)
    cells = Counter(collection.panel["report"])
    reports = collection.reports
    return {
        "n": _count_all(collection, listed, entries.values()),
        "bodies": _list_bodies(entries.values(), cells),
        "forms": _list_forms(collection),
        "sources": _list_sources(entries.values(), cells),
        "statuses": _tally(collection, "status", Status),
        "units": Counter(filter(None, collection.panel["unit"])).most_common(),
        "reading": score_reading(reports, collection.folder),
        "twice": compare_readings(reports),
        "rules": _count_rules(collection),
        "found": _list_found(collection),
        "decisions": _list_decisions(collection, entries),
        "files": _list_files(collection, listed),
    }


def _count_all(
    collection: Collection,
    listed: Sequence[Entry],
    entries: Iterable[Entry],
) -> SimpleNamespace:
    """The sizes of the folder; what is said of reports is said of the file each is read from."""
    panel = collection.panel
    own = list(entries)
    years = [entry.year for entry in own]
    of_family = _years_of_families(collection)
    return SimpleNamespace(
        reports=len(own),
        files=len(listed),
        formats=len({entry.format for entry in listed}),
        facsimiles=sum(entry.copy == "facsimile" for entry in listed),
        bodies=len({(entry.code, entry.agency) for entry in own}),
        codes=len({entry.code for entry in own}),
        provinces=len({entry.code[:2] for entry in own}),
        first=min(years),
        last=max(years),
        local=max(of_family[LOCAL]),
        national=min(of_family[NATIONAL]),
        revised=min(of_family[REVISED]),
        summaries=sum(entry.scope == "summary" for entry in own),
        inside=len(collection.inside),
        cells=len(panel),
        numbers=int(panel["value"].notna().sum()),
        reconciled=int(panel["reconciled"].notna().sum()),
        implied=int(panel["implied"].notna().sum()),
        narratives=sum(bool(report.claims) for report in collection.reports),
        uncertain=sum(bool(entry.uncertain) for entry in own),
        undated=sum(not entry.published for entry in own),
        unplaced=sum(not entry.url for entry in own),
    )


def _years_of_families(collection: Collection) -> dict[str, list[int]]:
    made: dict[str, list[int]] = defaultdict(list)
    for report in collection.reports:
        for edition in report.editions.values():
            made[crosswalk().family(edition)].append(report.meta.year or 0)
    return made


def _list_bodies(entries: Iterable[Entry], cells: Counter[str]) -> list[SimpleNamespace]:
    """The bodies with their years and cells, the longest series first."""
    groups: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.code, entry.agency].append(entry)
    made = []
    for own in groups.values():
        first = own[0]
        zh, en = LEVELS.get(first.level, (first.level, first.level))
        made.append(
            SimpleNamespace(
                zh=to_markdown(first.agency),
                en=to_markdown(first.agency_en),
                code=first.code,
                level_zh=zh,
                level_en=en,
                count=len(own),
                years=say_years(entry.year for entry in own),
                cells=sum(cells[entry.report] for entry in own),
            )
        )
    return sorted(made, key=lambda body: (-body.count, body.code, body.zh))


def say_years(years: Iterable[int]) -> str:
    """Years in order, those without a gap as a span.

    >>> say_years([2019, 2012, 2011, 2013])
    '2011–2013, 2019'
    """
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    spans = []
    for run in runs:
        first, last = run[0], run[-1]
        # a year alone is no span of itself
        span = str(first) if first == last else f"{first}–{last}"
        spans.append(span)
    return ", ".join(spans)


def _list_forms(collection: Collection) -> list[SimpleNamespace]:
    """The editions that the reports use, by family, with the tables and cells that they ask for."""
    walk = crosswalk()
    users: dict[str, list[int]] = defaultdict(list)
    for report in collection.reports:
        # a report may fill several tables of an edition, and is counted once
        used = set(report.editions.values())
        for edition in used:
            users[edition].append(report.meta.year or 0)
    made = []
    # in the order of their first years, as the crosswalk has them
    for editions in walk.families.values():
        known = filter(users.__contains__, editions)
        made += [_describe_form(edition, users[edition]) for edition in known]
    return made


def _describe_form(edition: str, years: Sequence[int]) -> SimpleNamespace:
    """An edition, with the years of the reports that use it."""
    walk = crosswalk()
    family = walk.family(edition)
    tables = find_form(edition).tables
    return SimpleNamespace(
        id=edition,
        zh=walk.family_name(family, "zh"),
        en=walk.family_name(family, "en"),
        reports=len(years),
        years=say_years(years),
        tables=len(tables),
        cells=sum(len(table.slots) for table in tables),
    )


def _list_sources(entries: Iterable[Entry], cells: Counter[str]) -> list[SimpleNamespace]:
    """What the figures were read from, with the reports and cells of each."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.source].append(entry)
    made = []
    for source, (zh, en) in SOURCES.items():
        own = groups.pop(source, [])
        if own:
            total = sum(cells[entry.report] for entry in own)
            made.append(
                SimpleNamespace(
                    zh=zh,
                    en=en,
                    reports=len(own),
                    cells=total,
                )
            )
    # A source without words would be left out of a table that is to sum up to all reports.
    if groups:
        raise ValueError(f"no words for the sources {sorted(groups)}; add them to SOURCES")
    return made


def _tally(
    collection: Collection,
    column: str,
    kinds: type[Named],
) -> list[SimpleNamespace]:
    counts = Counter(collection.panel[column])
    members = [kinds(kind) for kind in kinds.__members__.values()]
    return [
        SimpleNamespace(
            id=str(one),
            zh=one.meaning.zh,
            en=one.meaning.en,
            cells=counts[one],
        )
        for one in members
    ]


def _count_rules(collection: Collection) -> SimpleNamespace:
    """The relations that the forms state inside their tables, and how they stand."""
    board = collection.board
    hard = board[~board["soft"].astype(bool)]
    sums = {}
    for name in ("instances", "holds", "fails"):
        column = hard[name]
        sums[name] = int(column.sum())
    broken = hard[hard["fails"] > 0]
    checked = sums["holds"] + sums["fails"]
    return SimpleNamespace(
        **sums,
        checked=checked,
        open=sums["instances"] - checked,
        reports=broken["report"].nunique(),
    )


def _list_found(collection: Collection) -> list[SimpleNamespace]:
    """The findings by rule: how many fail, are remarks or cannot be assessed, in how many
    reports."""
    findings = collection.findings
    made = []
    for rule, own in findings.groupby("rule", sort=False):
        kinds = Counter(own["kind"])
        made.append(
            SimpleNamespace(
                rule=str(rule),
                fails=kinds[FindingKind.FAILS],
                remarks=kinds[FindingKind.REMARK],
                open=kinds[FindingKind.NOT_ASSESSABLE],
                settled=int(own["settled"].fillna("").ne("").sum()),
                reports=own["report"].nunique(),
            )
        )
    return sorted(made, key=_rule_order)


def _rule_order(found: SimpleNamespace) -> tuple[str, int, str]:
    """R2 before R10, and rules with a word for a name last."""
    digits = found.rule[1:]
    if digits.isdigit():
        return found.rule[0], int(digits), ""
    return "~", 0, found.rule


def _list_decisions(
    collection: Collection,
    entries: dict[str, Entry],
) -> list[SimpleNamespace]:
    made = []
    for one in collection.decisions:
        entry = entries[one.report]
        made.append(
            SimpleNamespace(
                zh=f"{to_markdown(entry.agency)}{entry.year}年",
                en=f"{to_markdown(entry.agency_en)}, {entry.year}",
                decision_zh=one.decision.zh,
                decision_en=one.decision.en,
                cells=len(one.cells),
                findings=len(one.findings),
            )
        )
    return made


def _list_files(collection: Collection, listed: Sequence[Entry]) -> dict[str, int]:
    """The lines of each file of the folder."""
    lines = {"catalog": len(listed)}
    for name in ("panel", "findings", "concepts", "indicators"):
        frame = getattr(collection, name)
        lines[name] = len(frame)
    return lines
