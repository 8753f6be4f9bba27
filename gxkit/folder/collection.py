"""The reports of a data folder, read from the files that its catalog lists, and their frames.

A data folder holds catalog.csv, reports/, corrections.toml, forms/ (editions of its own, if it has
any) and the panel built from them.
"""

from __future__ import annotations

import difflib
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from gxkit.checks.beside import list_inside
from gxkit.checks.neighbours import year_witnesses
from gxkit.checks.years import find_across_years, join_findings
from gxkit.errors import CatalogError, CorrectionError, UnknownReportError
from gxkit.folder import catalog
from gxkit.folder.add import Additions, add_reports
from gxkit.folder.applying import (
    Stale,
    apply_corrections,
    find_outlived,
    find_stale,
    stale_error,
)
from gxkit.folder.bodies import list_facts
from gxkit.folder.decisions import (
    CORRECTIONS,
    Decision,
    Ledger,
    read_corrections,
)
from gxkit.folder.fetch.addresses import is_address
from gxkit.folder.names import may_be
from gxkit.folder.twice import Twice
from gxkit.forms import register_folder
from gxkit.parsing.files import Files
from gxkit.parsing.judging import hear_witnesses
from gxkit.parsing.many import parse_many
from gxkit.report import (
    Number,
    Report,
    Source,
    Value,
    Witness,
)
from gxkit.text import Sentence, WithFace, later, shown_language

if TYPE_CHECKING:
    import pandas as pd

    from gxkit.panel.cells import Figures

_ANOTHER_FILE = Sentence(
    "同一报告的另一文件 {file}（{place}）：{label} 为 {number}。",
    "Another file of the report, {file} ({place}), has {number} for {label}.",
)
COPIES = ("txt", "md")
"""formats in which nobody publishes a report: what a figure in such a file speaks for is not the
publisher"""

_NOT_APPLIED = Sentence("未采用：{said}", "Not applied: {said}")


@dataclass(frozen=True, repr=False)
class Collection(WithFace):
    """The reports of a data folder, what its catalog says of each (by id), the decisions on them.

    Its frames are made when they are first asked for, each once: all that draws, counts or words
    what the reports say takes them from here.
    """

    reports: tuple[Report, ...]
    facts: Mapping[str, Mapping[str, object]]
    decisions: tuple[Decision, ...] = ()
    figures: Figures = "reconciled"
    """which figures indicators, charts and study take; the panel always holds all of them"""
    folder: Path | None = None
    """where it was read from, if it was"""
    unlisted: tuple[str, ...] = ()
    """what lies in reports/ and is not used, for the catalog does not list it"""
    as_read: tuple[Report, ...] = field(default=(), repr=False)
    """the reports before any decision"""
    stale: tuple[Stale, ...] = ()
    """decisions that no longer fit what is printed, and are not applied"""

    def __post_init__(self) -> None:
        from gxkit.panel.cells import Figures

        known = get_args(Figures)
        # A misspelt word would pass for printed figures, and nothing would say so.
        if self.figures not in known:
            raise ValueError(f"figures is {self.figures!r}; expected one of {', '.join(known)}.")

    def __getitem__(self, report_id: str) -> Report:
        """The report of that id; UnknownReportError, with the nearest ids, if there is none."""
        for report in self.reports:
            if report.id == report_id:
                return report
        known = [report.id for report in self.reports]
        near = difflib.get_close_matches(str(report_id), known, n=3, cutoff=0) or ["none"]
        raise UnknownReportError(
            f"此文件夹中没有报告 {report_id!r}；最接近的有 {', '.join(near)}。",
            f"There is no report {report_id!r} in this folder; the nearest are {', '.join(near)}.",
        )

    def __contains__(self, report_id: object) -> bool:
        return any(report.id == report_id for report in self.reports)

    def __iter__(self) -> Iterator[Report]:
        return iter(self.reports)

    def __len__(self) -> int:
        return len(self.reports)

    def _ipython_key_completions_(self) -> list[str]:
        return [report.id for report in self.reports]

    @cached_property
    def panel(self) -> pd.DataFrame:
        """One line a cell: see `gxkit.panel.stack`."""
        from gxkit.panel.frames import stack

        return stack(self.reports, self.facts)

    @cached_property
    def board(self) -> pd.DataFrame:
        """One line a report and rule: see `gxkit.panel.rule_board`."""
        from gxkit.panel.board import rule_board

        return rule_board(self.reports, self.facts)

    @cached_property
    def claims(self) -> pd.DataFrame:
        """One line a figure of a narrative that cells have too: see `gxkit.panel.claims_frame`."""
        from gxkit.panel.findings import claims_frame

        return claims_frame(self.reports, self.facts)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One line a finding: see `gxkit.panel.findings_frame`."""
        from gxkit.panel.findings import findings_frame

        return findings_frame(self.reports)

    @cached_property
    def alternatives(self) -> pd.DataFrame:
        """What open cells would be: see `gxkit.panel.alternatives_frame`."""
        from gxkit.panel.findings import alternatives_frame

        return alternatives_frame(self.reports)

    @cached_property
    def concepts(self) -> pd.DataFrame:
        """One line a report and concept, sums among them: see `gxkit.concepts.concepts_frame`."""
        from gxkit.panel.series import concepts_frame

        return concepts_frame(self.panel, figures=self.figures)

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """Every indicator in each report, with the span that open alternatives leave it."""
        from gxkit.panel.indicators import all_indicators

        return all_indicators(
            self.panel,
            figures=self.figures,
            alternatives=self.alternatives,
        )

    @cached_property
    def inside(self) -> frozenset[str]:
        """The ids of reports that another report of the year counts too, as a county's beside its
        city's: a sum over bodies leaves them out."""
        return list_inside(self.reports, self.facts)

    @cached_property
    def decisions_table(self) -> pd.DataFrame:
        """One line a cell that a person decided on: see `gxkit.folder.frames.decisions_frame`."""
        from gxkit.folder.frames import decisions_frame

        return decisions_frame(self.decisions)

    def query(self, sql: str) -> pd.DataFrame:
        """What a SELECT over its frames gives: see `gxkit.panel.written.run_query`."""
        from gxkit.panel.written import query_frames

        return query_frames(sql, lambda name: getattr(self, name))

    def add(
        self,
        files: Files,
        *,
        twice: Twice | str = Twice.ASK,
        **facts: Any,
    ) -> Additions:
        """Add report files, those of a folder, or what an address of the web gives, to the data
        folder; see `gxkit.folder.add_report` for `twice` and the facts.

        Only an address has gxkit go to the network (`gxkit.folder.fetch`). The collection is read
        anew, so that its frames hold them too. Of several files those that fail are named and the
        others go on; CatalogError or ReadError if the only one fails.
        """
        home = self._home()
        if is_address(files):
            # the library that speaks to the web is loaded for this alone
            from gxkit.folder.fetch.adding import add_addresses

            added = add_addresses(home, [str(files)], twice=twice, **facts)
        else:
            added = add_reports(home, files, twice=twice, progress=True, **facts)
        if added.entries:
            self.reread()
        elif len(added.failures) == 1:
            raise next(iter(added.failures.values()))
        return added

    def reread(self) -> None:
        """Read the data folder anew, in place: whoever holds it sees what was added or decided."""
        fresh = read_collection(
            self._home(),
            progress=True,
            figures=self.figures,
            keep_stale=True,
        )
        self.become(fresh)

    def become(self, other: Collection) -> None:
        """Hold what another collection holds, in place."""
        # What was made of the old reports goes with them; nothing else may change a collection.
        fields = dict(vars(other))
        vars(self).clear()
        vars(self).update(fields)

    def under(self, ledger: Ledger) -> Collection:
        """The collection as it is under other decisions, nothing read again."""
        decided, stale = _decide_all(self.as_read, ledger)
        return replace(self, reports=decided, decisions=ledger, stale=stale)

    def review(
        self,
        who: str = "",
        language: str | None = None,
    ) -> Any:
        """What is undecided, in a notebook: the page, the explanations side by side, and what each
        would change. What is decided there is written at once, in the name of `who`.

        GxkitError without anywidget.
        """
        self._home()
        return later("review")(self, who, shown_language(language))

    def refuse_stale(self) -> None:
        """CorrectionError if a decision no longer fits: what is printed of the figures may not rest
        on decisions of which some fell away."""
        if self.stale:
            raise stale_error(self.stale)

    @property
    def holding(self) -> Ledger:
        """The decisions that are applied, and those that only put off."""
        gone = [one.decision for one in self.stale]
        return tuple(one for one in self.decisions if one not in gone)

    @property
    def ledger_path(self) -> Path:
        """The file of its decisions."""
        return self._home() / CORRECTIONS

    def _home(self) -> Path:
        # Made of reports in memory it has no place to which anything could be written.
        if self.folder is None:
            raise CatalogError(
                "这些报告不是从数据文件夹读入的；请用 gxkit.open(folder) 打开一个，或用 gxkit.n"
                "ew(fol"
                "der) 新建一个。",
                "These reports were read from no data folder; open one with gxkit.open(folder), or "
                "make one with gxkit.new(folder).",
            )
        return self.folder


def open_folder(
    folder: str | os.PathLike[str],
    *,
    progress: bool = True,
    figures: Figures = "reconciled",
) -> Collection:
    """Open a data folder: see `read_collection`.

    What lies in its reports/ and is not in its catalog is named in a warning, and so is a decision
    that no longer fits what is printed, which is not applied; a bar shows how far
    the reading is, if it takes more than two seconds and `progress` is wanted.
    """
    collection = read_collection(
        catalog.folder_path(folder),
        progress=progress,
        figures=figures,
        keep_stale=True,
    )
    if collection.unlisted:
        warnings.warn(catalog.say_unlisted(collection.unlisted), stacklevel=2)
    for one in collection.stale:
        warnings.warn(str(CorrectionError.of(_NOT_APPLIED.fill(said=one.says))), stacklevel=2)
    return collection


def read_collection(
    folder: str | os.PathLike[str],
    *,
    progress: bool = False,
    figures: Figures = "reconciled",
    keep_stale: bool = False,
) -> Collection:
    """Every report of a data folder, each read from one file: not the text dump, if there is more.

    Where a figure is in doubt, a PDF is read a second time, and the other files of the report and
    the years before and after are heard. The rules across years are asked too, and the decisions
    of corrections.toml applied. What the catalog does not list is not used, and is named under
    `unlisted`. `figures` are those that indicators and charts take. CatalogError if a file cannot
    be read as a report, CorrectionError if a decision expects what is no longer printed (unless
    `keep_stale`: it is not applied, and named under `stale`), ValueError for unknown `figures`.
    """
    base = Path(folder)
    register_folder(base)
    listed = catalog.read_catalog(base / catalog.CATALOG)
    chosen = _one_file_each(listed)
    ids = _ids_of_files(base, chosen.values())
    # By report, in whatever order the catalog lists them: the same files give the same panel.
    paths = sorted(ids, key=lambda path: (ids[path], path))
    batch = parse_many(paths, ids=ids, progress=progress)
    # A report that is silently left out would change every figure of the study.
    if batch.failures:
        raise CatalogError("\n".join(batch.failures.values()))
    reports, rest = _as_catalogued(batch.reports, chosen.values(), ids, base)
    facts = list_facts(base, listed, chosen, reports)
    heard = _hear_each_other(base, reports, facts, listed)
    ledger = read_corrections(base / CORRECTIONS)
    as_read = tuple(join_findings(heard, find_across_years(heard, facts)))
    decided, stale = _decide_all(as_read, ledger)
    known = {entry.path for entry in listed}
    unlisted = [path for path in catalog.files_of(base) if path not in known]
    beside = (*unlisted, *rest)
    collection = Collection(decided, facts, ledger, figures, base, beside, as_read, stale)
    if not keep_stale:
        collection.refuse_stale()
    return collection


def _decide_all(
    reports: Sequence[Report],
    ledger: Ledger,
) -> tuple[tuple[Report, ...], tuple[Stale, ...]]:
    """The reports under their decisions, and the decisions that no longer hold, not applied."""
    decided: list[Report] = []
    stale = find_outlived(reports, ledger)
    for report in reports:
        found = find_stale(report, ledger)
        gone = [one.decision for one in found]
        holding = [one for one in ledger if one not in gone]
        decided.append(apply_corrections(report, holding))
        stale += found
    return tuple(decided), tuple(stale)


def _ids_of_files(base: Path, chosen: Iterable[catalog.Entry]) -> dict[str, str]:
    """By path, the id of each file: that of its first line in the catalog."""
    ids: dict[str, str] = {}
    for entry in chosen:
        ids.setdefault(os.fspath(base / entry.path), entry.report)
    return ids


def _one_file_each(listed: Iterable[catalog.Entry]) -> dict[str, catalog.Entry]:
    """By report id, the file it is read from: the first listed, but a text dump, or the page that
    led to it, only if alone."""
    chosen: dict[str, catalog.Entry] = {}
    for entry in listed:
        so_far = chosen.get(entry.report)
        # A text dump has lost the table's lines, and with them the place of a blank cell.
        if so_far is None or so_far.format == "txt" or so_far.copy == catalog.PAGE:
            chosen[entry.report] = entry
    return chosen


def _as_catalogued(
    reports: Iterable[Report],
    entries: Iterable[catalog.Entry],
    ids: Mapping[str, str],
    base: Path,
) -> tuple[list[Report], list[str]]:
    """The reports by id: of a file that holds several the catalog's line names the one it means.

    Then what else such files hold, each as its path and year.
    """
    of_file: dict[tuple[str, str], list[Report]] = {}
    for report in reports:
        of_file.setdefault((_id_of_file(report), report.source), []).append(report)
    named: list[Report] = []
    for entry in entries:
        path = base / entry.path
        held = of_file[ids[os.fspath(path)], path.name]
        own = _report_of(entry, held)
        named.append(replace(own, id=entry.report))
        held.remove(own)
    rest: list[str] = []
    for (_, name), held in of_file.items():
        rest += [f"{catalog.REPORTS}/{name} ({report.meta.year})" for report in held]
    return sorted(named, key=lambda report: report.id), rest


def _id_of_file(report: Report) -> str:
    """The id that the reports of a file share: of several each has its number behind it."""
    return report.id.rpartition("#")[0] if report.covers else report.id


def _report_of(entry: catalog.Entry, held: Sequence[Report]) -> Report:
    """The one of a file's reports that a line of the catalog means: by its year, then its body."""
    if len(held) == 1:
        return held[0]
    of_year = [report for report in held if report.meta.year == entry.year]
    own = [one for one in of_year if one.meta.agency and may_be(one.meta.agency, entry.agency)]
    # Any other report of the file would take this one's place in the panel without a word.
    if not of_year:
        years = ", ".join(str(report.meta.year) for report in held)
        raise CatalogError(
            f"{entry.path}：目录中写的是 {entry.year} 年的报告，而文件中有 {len(held)} 份报告，年"
            f"份为 {years}；请在目录中更正 {entry.report} 的年份。",
            f"{entry.path}: the catalog has a report of {entry.year}, and the file holds "
            f"{len(held)} reports, of {years}; correct the year of {entry.report} in the catalog.",
        )
    return (own or of_year)[0]


def _hear_each_other(
    base: Path,
    reports: Sequence[Report],
    facts: Mapping[str, Mapping[str, object]],
    listed: Iterable[catalog.Entry],
) -> list[Report]:
    """The reports after what their other files and their neighbours in time say of doubts."""
    years = year_witnesses(reports, facts)
    heard = []
    for report in reports:
        files = _file_witnesses(base, report, listed)
        neighbours = years.get(report.id, ())
        heard.append(hear_witnesses(report, (*files, *neighbours)))
    return heard


def _file_witnesses(
    base: Path, report: Report, listed: Iterable[catalog.Entry]
) -> tuple[Witness, ...]:
    """What the other files of a report say of the cells that are in doubt."""
    own = [entry for entry in listed if entry.report == report.id]
    others = {entry.sha256: entry for entry in own if entry.sha256 != report.sha256}
    # Reading a file takes time, and where nothing is in doubt it has nothing to say.
    if not report.doubted or not others:
        return ()
    paths = [os.fspath(base / entry.path) for entry in others.values()]
    batch = parse_many(paths, ids=dict.fromkeys(paths, report.id))
    said: list[Witness] = []
    for entry in others.values():
        held = [other for other in batch.reports if other.sha256 == entry.sha256]
        # A copy that cannot be read says nothing.
        if not held:
            continue
        other = _report_of(entry, held)
        doubted = [value for value in other if value.key in report.doubted]
        numbers = [(value, value.value) for value in doubted]
        said += [_file_witness(entry, v, number) for v, number in numbers if number is not None]
    return tuple(said)


def _file_witness(
    entry: catalog.Entry,
    value: Value,
    number: Number,
) -> Witness:
    return Witness(
        Source.FILE,
        value.key,
        number,
        _ANOTHER_FILE.fill(
            file=entry.path,
            place=value.where,
            label=value.label,
            number=number,
        ),
        published=entry.format not in COPIES,
    )
