"""`gxkit build`: the frames of a folder of very many reports, written place by place.

Each file is read once, whoever asks (`gxkit.parsing.store`); the reports of a place (a division
code, else an agency, with those that bodies.csv says lie within) are judged together, for rules
between years and between a summary and its bodies hold there, and are forgotten before the next
one. That two bodies print one set of figures is therefore a finding within a place only; those of
all places stand in same.csv (`gxkit.folder.alike`). What is
written stands in `frames/` (`gxkit.panel.partitions`), whole or not at all: whoever is ended
meanwhile builds again, and gets what an undisturbed build gives.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from gxkit.errors import CatalogError
from gxkit.folder import catalog
from gxkit.folder.alike import HEAD, Alike
from gxkit.folder.applying import Stale, find_outlived, stale_error
from gxkit.folder.bodies import BODIES, read_bodies
from gxkit.folder.built import FAILURES, Built, read_failures
from gxkit.folder.decisions import CORRECTIONS, Decision, Ledger, read_corrections
from gxkit.folder.digests import list_digests
from gxkit.folder.hearing import (
    as_catalogued,
    decide_all,
    hear_each_other,
    ids_of_files,
    one_file_each,
)
from gxkit.folder.locks import BUILD_LOCK, lock_folder
from gxkit.folder.remarks import REMARK_HEAD, REMARKS, read_remarks, tell_same, tell_year
from gxkit.forms import register_folder, registered_texts
from gxkit.panel.made import find_damage, stamp_of
from gxkit.panel.partitions import complete_frames, write_frames
from gxkit.parsing.failures import PASSING, Failure, Failures
from gxkit.parsing.files import FRAMES, ids_of, walk_files
from gxkit.parsing.jobs import Job, Outcome, refuse_changed_version
from gxkit.parsing.many import READING, Cache, do_jobs, load_reports, open_store, refuse_way, watch
from gxkit.parsing.store import Store
from gxkit.parsing.twice.confirming import Mode
from gxkit.parsing.version import package_version
from gxkit.report import Facts, Report
from gxkit.text import Sentence
from gxkit.text.escapes import spell_name

FILES, SAME = "files.csv", "same.csv"
"""beside the frames: what they were made from, and which reports print one set of figures"""
_FRAMING = Sentence("成表", "framing")
_AGAIN = "+again"
"""at the end of a stamp: some file failed of what may pass, and the next build asks it again"""


@dataclass(frozen=True)
class Plan:
    """What a folder holds: its files with their ids, and of a data folder its catalog's lines and
    the decisions."""

    base: Path
    ids: Mapping[str, str]
    listed: tuple[catalog.Entry, ...] = ()
    ledger: Ledger = ()

    @cached_property
    def chosen(self) -> dict[str, list[catalog.Entry]]:
        """By file, the lines of the reports that are read from it; none in a plain folder."""
        found: dict[str, list[catalog.Entry]] = {path: [] for path in self.ids}
        for entry in one_file_each(self.listed).values():
            found[os.fspath(self.base / entry.path)].append(entry)
        return found

    @property
    def paths(self) -> list[str]:
        """All its files: also those that only bear witness to a report read from another."""
        listed = [os.fspath(self.base / entry.path) for entry in self.listed]
        return list(dict.fromkeys([*self.ids, *listed]))

    @cached_property
    def lines(self) -> dict[str, list[catalog.Entry]]:
        """By report, the lines of all its files."""
        found: dict[str, list[catalog.Entry]] = {}
        for entry in self.listed:
            found.setdefault(entry.report, []).append(entry)
        return found

    @cached_property
    def decided(self) -> dict[str, list[Decision]]:
        """By report, the decisions on it."""
        found: dict[str, list[Decision]] = {}
        for decision in self.ledger:
            found.setdefault(decision.report, []).append(decision)
        return found

    @cached_property
    def summing(self) -> set[str]:
        """The names of the bodies that may have a report for their whole area: of such a one alone
        it is asked what lies within."""
        return {entry.agency for entry in self.listed if entry.scope != "body"}

    @cached_property
    def within(self) -> dict[tuple[str, str], str]:
        """By code and name of a body, the name of the one within which it lies."""
        if not self.listed:
            return {}
        bodies = read_bodies(self.base / BODIES)
        return {(body.code, body.name): body.within for body in bodies}

    def facts_of(self, entry: catalog.Entry) -> dict[str, Any]:
        """What is known of a report, as `gxkit.folder.bodies.list_facts` has it."""
        within = self.within.get((entry.code, entry.agency), "")
        # the page that led to a report prints none of its figures
        own = [line for line in self.lines[entry.report] if line.copy != catalog.PAGE]
        files = tuple(line.sha256 for line in own)
        return asdict(entry) | {"within": within, "files": files}

    def relative(self, path: str) -> str:
        """The path of a file from the folder, spelled as it can be written; see `spell_name`."""
        return spell_name(Path(path).relative_to(self.base).as_posix())


def build_folder(
    folder: str | os.PathLike[str],
    *,
    workers: int = 1,
    cache: Cache = None,
    verify: bool = False,
    progress: bool = False,
    scheduler: str = "",
) -> Built:
    """Read what is new in a folder, and write the frames of all its reports into `frames/`.

    A data folder is read by its catalog, under its decisions. In a plain folder each file is a
    report, and body and year are what the file itself says. A file that gives no report is named in
    `failures` and in frames/failures.csv; what is odd about one that does in `remarks` and in
    remarks.csv. Where neither a file, the catalog, a decision nor gxkit has changed, and the frames
    are as they were written, nothing is done; files are told by size and time, or with `verify` by
    their bytes. `workers`, `cache`, `progress`, `scheduler`: as for `gxkit.parse_many`; a cluster
    reads, and what it read is judged and framed here. CatalogError for a catalog that is not as it
    should be, CorrectionError for a decision that no longer fits.
    """
    refuse_way(workers, scheduler)
    base = catalog.folder_path(folder)
    if not base.is_dir():
        raise CatalogError(
            f"{base}：没有这个文件夹；请给出数据文件夹，或存放报告的文件夹。",
            f"{base}: there is no such folder; name a data folder, or one that holds reports.",
        )
    with lock_folder(base, BUILD_LOCK):
        complete_frames(base)
        plan = make_plan(base)
        store, _holder = open_store(cache)
        digests = list_digests(base, plan.paths, store, verify=verify)
        _refuse_changed(plan, digests)
        stamp = stamp_plan(plan, digests)
        # what is lost or changed in them is written anew, though nothing else changed
        if stamp_of(base) == stamp and not find_damage(base):
            return _unchanged(plan)
        return _build(plan, digests, _Way(store, workers, progress, scheduler))


@dataclass(frozen=True, slots=True)
class _Way:
    """How files are read: from which store, with how many workers, whether a bar shows, and by
    which cluster, if any."""

    store: Store
    workers: int
    progress: bool
    scheduler: str


def make_plan(base: Path) -> Plan:
    """What a folder holds, its own editions known from now on."""
    register_folder(base)
    if not (base / catalog.CATALOG).exists():
        return Plan(base, _plain_ids(base))
    listed = catalog.read_catalog(base / catalog.CATALOG)
    if not listed:
        raise CatalogError(
            f"{base / catalog.CATALOG}：其中没有列出文件；请用 `gxkit add 文件 --data {base}` 添加"
            "报告。",
            f"{base / catalog.CATALOG}: it lists no file; add reports with `gxkit add FILE --data "
            f"{base}`.",
        )
    ids = ids_of_files(base, one_file_each(listed).values())
    ledger = read_corrections(base / CORRECTIONS)
    in_order = dict(sorted(ids.items(), key=lambda item: (item[1], item[0])))
    return Plan(base, in_order, tuple(listed), tuple(ledger))


def _refuse_changed(plan: Plan, digests: Mapping[str, str]) -> None:
    """CatalogError if a file no longer has the catalog's bytes; one that is gone is a failure, told
    with the others."""
    there = [entry for entry in plan.listed if digests[os.fspath(plan.base / entry.path)]]
    catalog.refuse_changed(plan.base, there, digests)


def _plain_ids(base: Path) -> dict[str, str]:
    """The files of a folder without a catalog, but for what a build wrote there."""
    own = os.fspath(base / FRAMES) + os.sep
    paths = sorted(path for path in walk_files(base) if not path.startswith(own))
    if not paths:
        raise CatalogError(
            f"{base}：其中没有文件；请放入报告，或给出数据文件夹。",
            f"{base}: there is no file in it; put reports there, or name a data folder.",
        )
    return ids_of(paths)


def stamp_plan(plan: Plan, digests: Mapping[str, str]) -> str:
    """A digest of all that the frames of a folder rest on: files, catalog, bodies, decisions,
    editions, gxkit."""
    digest = hashlib.sha256(package_version().encode())
    for path, own in plan.ids.items():
        told = (plan.relative(path), own, digests[path])
        digest.update(json.dumps(told).encode())
    for entry in plan.listed:
        digest.update(json.dumps(asdict(entry)).encode())
    for name in (BODIES, CORRECTIONS):
        path_there = plan.base / name
        digest.update(path_there.read_bytes() if path_there.is_file() else b"")
    digest.update(json.dumps(sorted(registered_texts())).encode())
    return digest.hexdigest()


def is_current(folder: str | os.PathLike[str]) -> bool | None:
    """Whether the frames of a folder are made of what is there now, every file read for it; None if
    there are none."""
    base = Path(folder)
    there = stamp_of(base)
    if there is None:
        return None
    plan = make_plan(base)
    store, _holder = open_store(False)
    digests = list_digests(base, plan.ids, store, verify=True)
    return there.removesuffix(_AGAIN) == stamp_plan(plan, digests)


def _unchanged(plan: Plan) -> Built:
    """What the last build of a folder found."""
    place = plan.base / FRAMES
    with (place / FILES).open(encoding="utf-8", newline="") as stream:
        reports = sum(int(line["reports"]) for line in csv.DictReader(stream))
    failures = read_failures(plan.base)
    remarks = read_remarks(place)
    return Built(
        plan.base,
        len(plan.ids),
        0,
        reports,
        failures,
        False,
        remarks,
    )


def _build(
    plan: Plan,
    digests: Mapping[str, str],
    way: _Way,
) -> Built:
    done = _read_files(plan, digests, way)
    stamp = stamp_plan(plan, _refuse_changing(plan, digests, done))
    failed = [outcome.failure for outcome in done if outcome.failure]
    may_pass = any(failure.kind in PASSING for failure in failed)
    places = group_files(plan, done)
    stale = find_outlived((), _homeless(plan, done))
    count = 0
    alike = Alike()
    remarks = list(_list_same(plan, done))
    held = sum(outcome.reports for outcome in done)
    with write_frames(plan.base, stamp=stamp + _AGAIN * may_pass, count=held) as frames:
        for place in watch(places, _FRAMING, shown=way.progress, total=len(places)):
            judged = judge_place(plan, place)
            count += len(judged.reports)
            stale += judged.stale
            frames.add(judged.reports, judged.facts)
            alike.note(judged.reports, judged.facts)
            remarks += judged.remarks
        # figures may not rest on decisions of which some fell away
        if stale:
            raise stale_error(stale)
        frames.beside |= {
            FILES: _files_text(plan, done),
            FAILURES: _failures_text(plan, failed),
            SAME: _to_csv(HEAD, alike.lines()),
            REMARKS: _to_csv(REMARK_HEAD, map(_both, remarks)),
        }
    read = sum(outcome.is_new for outcome in done)
    failures = Failures(failed)
    return Built(plan.base, len(done), read, count, failures, True, tuple(remarks))


def _both(said: Sentence) -> tuple[str, str]:
    """A sentence in both languages, as a file holds it."""
    return said.say("zh"), said.say("en")


def _read_files(
    plan: Plan,
    digests: Mapping[str, str],
    way: _Way,
) -> list[Outcome]:
    """What becomes of each file of a plan, in their order."""
    forms = tuple(sorted(registered_texts()))
    jobs = [Job(path, own, Mode.ON, forms, way.store) for path, own in plan.ids.items()]
    outcomes = do_jobs(jobs, way.workers, way.scheduler, digests)
    done = list(watch(outcomes, READING, shown=way.progress, total=len(jobs)))
    # a part that was first needed after gxkit was changed is of the new version, in old company
    if any(outcome.is_new for outcome in done):
        refuse_changed_version()
    return done


def _refuse_changing(
    plan: Plan,
    digests: Mapping[str, str],
    done: Iterable[Outcome],
) -> dict[str, str]:
    """The digests of files as they were read, which frames are stamped with; CatalogError if one
    has no longer the catalog's bytes: it was replaced since the build began."""
    read = {outcome.job.path: outcome.sha256 for outcome in done if outcome.sha256}
    seen = {**digests, **read}
    _refuse_changed(plan, seen)
    return seen


def _list_same(plan: Plan, done: Iterable[Outcome]) -> Iterator[Sentence]:
    """What is said of files that hold the same bytes, each counted as a report of its own."""
    if not plan.listed:
        read = [one for one in done if one.reports]
        return tell_same((one.sha256, plan.relative(one.job.path)) for one in read)
    # a file of several years is listed once for each of them, under copies
    entries = one_file_each(plan.listed).values()
    return tell_same((_told_by(entry), entry.path) for entry in entries)


def _told_by(entry: catalog.Entry) -> tuple[object, ...]:
    return (
        entry.sha256,
        entry.agency,
        entry.code,
        entry.year,
        entry.scope,
    )


def _homeless(plan: Plan, done: Iterable[Outcome]) -> list[Decision]:
    """The decisions on reports that no line of the catalog has.

    Those on a report whose file could not be read are left alone: that is said already.
    """
    known = set(plan.lines)
    return [decision for decision in plan.ledger if decision.report not in known]


def group_files(plan: Plan, done: Iterable[Outcome]) -> list[list[Outcome]]:
    """The files that were read, those of one place together, in the order of the files.

    A file with reports of several places joins these.
    """
    above: dict[str, str] = {}

    def top(key: str) -> str:
        while above.setdefault(key, key) != key:
            key = above[key]
        return key

    read = [outcome for outcome in done if outcome.reports]
    keys = {outcome.job.path: _places_of(plan, outcome) for outcome in read}
    for first, *others in keys.values():
        for other in others:
            above[top(other)] = top(first)
    places: dict[str, list[Outcome]] = {}
    for outcome in read:
        first = keys[outcome.job.path][0]
        places.setdefault(top(first), []).append(outcome)
    return list(places.values())


def _places_of(plan: Plan, outcome: Outcome) -> list[str]:
    """What names the places of a file's reports: codes, else agencies, else the file itself."""
    entries = plan.chosen[outcome.job.path]
    # a code and a name cannot be taken for each other: codes are digits
    named = [entry.code or entry.agency for entry in entries] or list(outcome.agencies)
    # A summary and the bodies that it counts are asked beside each other. Without one the counties
    # of a city, and with it all of a province, would be one place, too large to be held.
    for entry in entries:
        linked = (entry.agency, plan.within.get((entry.code, entry.agency)))
        named += [name for name in linked if name in plan.summing]
    return [name or outcome.job.path for name in named] or [outcome.job.path]


@dataclass(frozen=True, slots=True)
class Place:
    """The reports of a place as they are under their decisions, and what is known of them."""

    reports: tuple[Report, ...]
    facts: Facts = field(default_factory=dict)
    stale: Sequence[Stale] = ()
    remarks: Sequence[Sentence] = ()


def judge_place(plan: Plan, outcomes: Sequence[Outcome]) -> Place:
    """The reports of one place, judged together."""
    read = list(_load_all(outcomes))
    if not plan.listed:
        heard = hear_each_other(plan.base, read, {}, ())
        return Place(heard)
    entries = [entry for one in outcomes for entry in plan.chosen[one.job.path]]
    named, _ = as_catalogued(read, entries, plan.ids, plan.base)
    known = {entry.report: entry for entry in entries}
    facts = {one.id: plan.facts_of(known[one.id]) for one in named}
    odd = (tell_year(known[one.id], one.meta.year) for one in named)
    remarks = [said for said in odd if said]
    lines = [line for report in known for line in plan.lines[report]]
    # what the other files of a report say is read into the store that this build was given
    cache = outcomes[0].job.store.folder
    heard = hear_each_other(plan.base, named, facts, lines, cache)
    own = [decision for report in known for decision in plan.decided.get(report, ())]
    decided, stale = decide_all(heard, tuple(own))
    return Place(decided, facts, stale, remarks)


def _load_all(outcomes: Iterable[Outcome]) -> Iterator[Report]:
    for outcome in outcomes:
        yield from load_reports(outcome)


def _files_text(plan: Plan, done: Iterable[Outcome]) -> str:
    """files.csv: each file with its hash and how many reports it gave."""
    lines = [(plan.relative(one.job.path), one.sha256, one.reports) for one in done]
    return _to_csv(("file", "sha256", "reports"), lines)


def _failures_text(plan: Plan, failed: Iterable[Failure]) -> str:
    lines = [_failure_line(plan, one) for one in failed]
    return _to_csv(("file", "kind", "reason_zh", "reason_en"), lines)


def _failure_line(plan: Plan, one: Failure) -> tuple[str, ...]:
    return (
        plan.relative(one.file),
        one.kind.value,
        one.says.zh,
        one.says.en,
    )


def _to_csv(head: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(head)
    rows.writerows(lines)
    return text.getvalue()
