"""The reports of a data folder, read from the files that its catalog lists, and their frames.

A data folder holds catalog.csv, reports/, corrections.toml, forms/ (editions of its own, if it has
any) and the panel built from them.
"""

from __future__ import annotations

import difflib
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from gxkit.checks.beside import list_inside
from gxkit.errors import CatalogError, CorrectionError, UnknownReportError
from gxkit.folder import catalog
from gxkit.folder.add import Additions, add_reports
from gxkit.folder.applying import (
    Stale,
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
from gxkit.folder.hearing import (
    as_catalogued,
    decide_all,
    hear_each_other,
    ids_of_files,
    one_file_each,
)
from gxkit.folder.twice import Twice
from gxkit.forms import register_folder
from gxkit.parsing.files import Files
from gxkit.parsing.many import parse_many
from gxkit.report import (
    Report,
)
from gxkit.report.shelves import OfReports
from gxkit.text import Sentence, later, shown_language

if TYPE_CHECKING:
    import pandas as pd

    from gxkit.panel.cells import Figures

_NOT_APPLIED = Sentence("未采用：{said}", "Not applied: {said}")


@dataclass(frozen=True, repr=False)
class Collection(OfReports):
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
    def failings(self) -> pd.DataFrame:
        """Which rules do not hold, and where: see `gxkit.panel.failings.failings_frame`."""
        from gxkit.panel.failings import failings_frame

        return failings_frame(self.reports, self.board, self.facts)

    @cached_property
    def unfollowed(self) -> pd.DataFrame:
        """What does not follow from the year before: see `gxkit.panel.unfollowed`."""
        from gxkit.panel.unfollowed import unfollowed_frame

        return unfollowed_frame(self.reports, self.facts)

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
        decided, stale = decide_all(self.as_read, ledger)
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
    be read as a report, or no longer has the bytes that the catalog says; CorrectionError if a
    decision expects what is no longer printed (unless `keep_stale`: it is not applied, and named
    under `stale`); ValueError for unknown `figures`.
    """
    base = Path(folder)
    register_folder(base)
    listed = catalog.read_catalog(base / catalog.CATALOG)
    chosen = one_file_each(listed)
    ids = ids_of_files(base, chosen.values())
    # By report, in whatever order the catalog lists them: the same files give the same panel.
    paths = sorted(ids, key=lambda path: (ids[path], path))
    batch = parse_many(paths, ids=ids, progress=progress)
    _refuse_failures(base, listed, batch.failures)
    reports, rest = as_catalogued(batch.reports, chosen.values(), ids, base)
    digests = {os.fspath(base / chosen[one.id].path): one.sha256 for one in reports}
    # A digit changed in a file would pass for what was published.
    catalog.refuse_changed(base, listed, digests)
    facts = list_facts(base, listed, chosen, reports)
    as_read = hear_each_other(base, reports, facts, listed)
    ledger = read_corrections(base / CORRECTIONS)
    decided, stale = decide_all(as_read, ledger)
    beside = (*_list_unlisted(base, listed), *rest)
    collection = Collection(decided, facts, ledger, figures, base, beside, as_read, stale)
    if not keep_stale:
        collection.refuse_stale()
    return collection


def _list_unlisted(base: Path, listed: Iterable[catalog.Entry]) -> list[str]:
    """The files of reports/ that no line of the catalog has."""
    known = {entry.path for entry in listed}
    return [path for path in catalog.files_of(base) if path not in known]


def _refuse_failures(
    base: Path,
    listed: Iterable[catalog.Entry],
    failures: Mapping[str, str],
) -> None:
    """CatalogError with what gave no report: a file that changed since it was listed, or the reason
    of each."""
    # A report that is silently left out would change every figure of the study.
    if failures:
        catalog.refuse_changed(base, listed, {})
        raise CatalogError("\n".join(failures.values()))
