"""What the study is about: reports and bodies, the forms they use, what a change of form does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from types import SimpleNamespace
from typing import Any

from gxkit.folder.catalog import FACSIMILE
from gxkit.folder.collection import Collection
from gxkit.forms import Form, Table, find_form
from gxkit.forms.crosswalk import Comparability, Concept, crosswalk
from gxkit.panel.frames import identify
from gxkit.paper import wording
from gxkit.paper.namesakes import has_namesake
from gxkit.report import FindingKind, Report, Status, Verdict
from gxkit.text import Listed, Sentence

Step = tuple[str, str]
"""a family of forms and the one after it"""
UNLIKE = (Comparability.BREAK, Comparability.CAUTION)
WEIGHTS = {Comparability.BREAK: 100, Comparability.CAUTION: 1}
MEASURES = "福建省政府信息公开办法"
"""the rules on which the later forms of Fujian rest"""
SOURCES: Mapping[str, Sentence] = {
    "page": Sentence("网页", "web page"),
    "pdf": Sentence("PDF", "PDF"),
    "text": Sentence("程序从未见的文件中取出的文字", "text taken out of a file not seen"),
    "machine transcription": Sentence("机器转录", "machine transcription"),
    "secondary print": Sentence("转载的对照表", "secondary print"),
}
"""what the figures of a facsimile were read from, as the catalog has it"""
TOLD = {"fujian": "fujian", "old": "2019", "new": "2021"}
"""the families of which the template tells more than what every form says of itself"""


def list_reports(collection: Collection) -> list[SimpleNamespace]:
    """The reports, body by body and year by year, with the forms they fill and the cells read."""
    facts = collection.facts
    made = []
    for report in collection.reports:
        who = identify(report, facts)
        fact = facts.get(report.id, {})
        made.append(_shown(report, who, fact))
    # Two reports of one body and year are told apart by id, or their order would be chance.
    return sorted(made, key=lambda report: (*_body(report), report.year, report.id))


def _body(report: SimpleNamespace) -> tuple[str, str, str]:
    """What tells bodies apart: one name may report for itself and, beside it, for its area."""
    return report.code, report.agency, report.scope


def _shown(
    report: Report,
    who: Mapping[str, Any],
    fact: Mapping[str, object],
) -> SimpleNamespace:
    """A report as the template speaks of it: the body's names are those of the panel."""
    walk = crosswalk()
    # In the order of time, for that is how the forms followed each other.
    used = set(map(walk.family, report.editions.values()))
    families = [family for family in walk.families if family in used]
    forms = tuple(_family_name(family) for family in families)
    verdicts = Counter(value.verdict for value in report)
    made = SimpleNamespace(**who)
    made.id = report.id
    made.editions = set(report.editions.values())
    made.families = families
    made.forms = Listed(forms)
    made.cells = len(report)
    made.filled = sum(value.value is not None for value in report)
    made.verified = verdicts[Verdict.VERIFIED]
    made.cleared = verdicts[Verdict.CLEARED]
    made.contradicted = verdicts[Verdict.CONTRADICTED]
    for name in ("title", "published", "url"):
        setattr(made, name, str(fact.get(name) or ""))
    made.latest = last_day(fact)
    made.facsimile = fact.get("copy") == FACSIMILE
    made.origin = str(fact.get("source") or "")
    made.doubted = bool(fact.get("uncertain"))
    return made


def last_day(fact: Mapping[str, object]) -> str:
    """The day of publication, the last of several that are told; '' where none is known."""
    told = str(fact.get("days_told") or "").split()
    return str(fact.get("published") or "") or max(told, default="")


def _family_name(family: str) -> Sentence:
    """What a family of forms is called."""
    walk = crosswalk()
    return Sentence(walk.family_name(family, "zh"), walk.family_name(family, "en"))


def list_bodies(shown: Sequence[SimpleNamespace]) -> list[SimpleNamespace]:
    """The bodies, with the years they report on and those missing between first and last."""
    made = []
    # The reports come body by body, year by year.
    for _, same in groupby(shown, key=_body):
        own = list(same)
        years = [report.year for report in own]
        between = range(years[0], years[-1])
        first = own[0]
        made.append(
            SimpleNamespace(
                agency=first.agency,
                agency_en=first.agency_en,
                scope=first.scope,
                years=years,
                count=len(own),
                missing=sorted(set(between) - set(years)),
            )
        )
    return made


def list_families(shown: Sequence[SimpleNamespace]) -> list[SimpleNamespace]:
    """The families of forms that the reports use, by their first year: who uses them, since when.

    `told` says that the template has words of its own for a family.
    """
    made = []
    for family in crosswalk().families:
        own = [report for report in shown if family in report.families]
        # The study tells of the forms that it meets, not of all that gxkit knows.
        if own:
            made.append(_family(family, own))
    return made


def _family(family: str, reports: Sequence[SimpleNamespace]) -> SimpleNamespace:
    """A family of forms and the reports that use it."""
    walk = crosswalk()
    used = set().union(*(report.editions for report in reports))
    forms = [find_form(edition) for edition in walk.families[family] if edition in used]
    # Forms of one family share some of what they rest on, and each is named once.
    basis = [part for form in forms for part in form.basis.split("；") if part]
    years = [report.year for report in reports]
    return SimpleNamespace(
        id=family,
        zh=walk.family_name(family, "zh"),
        en=walk.family_name(family, "en"),
        told=family in TOLD.values(),
        count=len(reports),
        first=min(years),
        last=max(years),
        editions=len(forms),
        basis=list(dict.fromkeys(basis)),
        measured=any(MEASURES in part for part in basis),
        tables=[_size(table) for table in forms[-1].tables],
    )


def _size(table: Table) -> SimpleNamespace:
    return SimpleNamespace(
        zh=table.short("zh"),
        en=table.short("en"),
        rows=len(table.rows),
        columns=len(table.columns),
        cells=len(table.slots),
    )


def describe_forms(families: Sequence[SimpleNamespace]) -> SimpleNamespace:
    """What the forms that the template tells of consist of, counted on the forms themselves.

    Each is None where no report of the study uses it.
    """
    used = {family.id for family in families}
    made: dict[str, Any] = dict.fromkeys(TOLD)
    for name, family in TOLD.items():
        # A form that nobody here uses stays None, and the template leaves its paragraph out.
        if family in used:
            forms = [find_form(edition) for edition in crosswalk().families[family]]
            is_provincial = name == "fujian"
            made[name] = _provincial(forms) if is_provincial else _national(forms[-1])
    return SimpleNamespace(**made)


def _provincial(forms: Sequence[Form]) -> SimpleNamespace:
    # The editions differ by a row or two, so that several numbers may be named.
    rows = set()
    for form in forms:
        own = [len(table.rows) for table in form.tables]
        rows.add(sum(own))
    return SimpleNamespace(editions=len(forms), rows=sorted(rows))


def _national(form: Form) -> SimpleNamespace:
    requests = form.table("requests")
    groups = Counter(row.id.split(".")[0] for row in requests.rows)
    return SimpleNamespace(
        rows=len(requests.rows),
        columns=len(requests.columns),
        remedies=len(form.table("remedies").slots),
        denied=groups["denied"],
        unavailable=groups["unavailable"],
        not_processed=groups["not_processed"],
        other=groups["other"],
    )


def list_steps(families: Sequence[SimpleNamespace]) -> SimpleNamespace:
    """What each change of form does to the concepts of more than one family, their parts left out.

    `changes` are the steps from one family to the next that it is said to compare with, `lines` the
    concepts, `broken` the steps with the concepts that break there, `apart` the families of which
    nothing is said.
    """
    names = {family.id: Sentence(family.zh, family.en) for family in families}
    pairs = _changes(list(names))
    changes = [SimpleNamespace(one=names[one], other=names[other]) for one, other in pairs]
    lines = _steps(pairs)
    broken = []
    for place, change in enumerate(changes):
        change.lines = [line for line in lines if line.steps[place] is Comparability.BREAK]
        if change.lines:
            broken.append(change)
    linked = {family for pair in pairs for family in pair}
    apart = [name for family, name in names.items() if family not in linked]
    return SimpleNamespace(
        changes=changes,
        lines=lines,
        broken=broken,
        # With nothing said of any two families, all are apart, and naming them tells nothing.
        apart=apart if pairs else [],
        several=len(names) > 1,
    )


def _changes(families: Sequence[str]) -> list[Step]:
    """Each family with the next later one of which something is said beside it."""
    made = []
    for place, one in enumerate(families):
        # Parallel forms of two provinces have nothing said of them, and make no step.
        later = [other for other in families[place + 1 :] if _is_said(one, other)]
        if later:
            made.append((one, later[0]))
    return made


def _is_said(one: str, other: str) -> bool:
    """Whether something is said of any concept in two families."""
    walk = crosswalk()
    return any(walk.pair(concept, one, other) for concept in walk.concepts.values())


def _steps(changes: Sequence[Step]) -> list[SimpleNamespace]:
    """What the changes do to each concept that stands on both sides of one of them."""
    made = []
    for concept in crosswalk().concepts.values():
        line = _step(concept, changes)
        # Parts change with every form; a table of them all would hide what matters.
        is_part = "." in concept.id
        is_shared = set(line.steps) - {Comparability.NONE}
        if is_shared and not is_part:
            made.append(line)
    return made


def _step(concept: Concept, changes: Sequence[Step]) -> SimpleNamespace:
    """What the changes do to a concept, and why it does not simply compare."""
    walk = crosswalk()
    steps = [walk.comparability(concept, *change) for change in changes]
    pairs = [walk.pair(concept, *change) for change in changes]
    # A step that breaks weighs more than any number of those that ask for care.
    weight = sum(WEIGHTS.get(step, 0) for step in steps)
    unlike = [pair for pair in pairs if pair and pair.kind in UNLIKE]
    reasons = [Sentence(pair.why("zh"), pair.why("en")) for pair in unlike]
    return SimpleNamespace(
        zh=concept.zh,
        en=concept.en,
        steps=steps,
        weight=weight,
        kinds=[wording.COMPARABILITY[step] for step in steps],
        why=reasons[0] if reasons else Sentence.same(""),
    )


def count_all(
    collection: Collection,
    shown: Sequence[SimpleNamespace],
    bodies: Sequence[SimpleNamespace],
) -> SimpleNamespace:
    """The sizes of the material and of what was found in it."""
    findings = collection.findings
    failing = findings[findings["kind"].eq(FindingKind.FAILS)]
    years = [report.year for report in shown]
    scopes = Counter(report.scope for report in shown)
    # A body that also reports for its area is one body with two kinds of report.
    names = {(report.code, report.agency) for report in shown}
    return SimpleNamespace(
        reports=len(shown),
        cells=len(collection.panel),
        bodies=len(names),
        codes=len({code for code, _ in names}),
        first=min(years),
        last=max(years),
        summaries=scopes["summary"],
        own=scopes["body"],
        namesakes=sum(map(has_namesake, shown)),
        facsimiles=sum(report.facsimile for report in shown),
        doubted=sum(report.doubted for report in shown),
        sources=_count_sources(shown),
        mixed=[report for report in shown if len(report.families) > 1],
        failing=failing["report"].nunique(),
        repeated=[body for body in bodies if body.count > 1],
        followed=_count_followed(shown),
        **_tally(collection, "status", Status),
        **_tally(collection, "verdict", Verdict),
    )


def _count_followed(shown: Sequence[SimpleNamespace]) -> int:
    """Reports whose body's report of the year before is there too, so that years can be tested."""
    known = {(one.code, one.agency, one.scope, one.year) for one in shown}
    before = [(one.code, one.agency, one.scope, one.year - 1) for one in shown]
    return sum(one in known for one in before)


def _count_sources(shown: Iterable[SimpleNamespace]) -> list[SimpleNamespace]:
    """How many reports were read from each of SOURCES; what the catalog leaves open is left out."""
    count = Counter(report.origin for report in shown)
    return [
        SimpleNamespace(name=said, count=count[name])
        for name, said in SOURCES.items()
        if count[name]
    ]


def count_taken(collection: Collection) -> SimpleNamespace:
    """Which figures the study takes, and how many cells have a reconciled or an implied one."""
    panel = collection.panel
    return SimpleNamespace(
        figures=collection.figures,
        reconciled=int(panel["reconciled"].notna().sum()),
        # a blank that a person gave the number that the others leave it is among the reconciled
        implied=int((panel["implied"].notna() & panel["reconciled"].isna()).sum()),
    )


def _tally(
    collection: Collection,
    column: str,
    values: Iterable[str],
) -> dict[str, int]:
    """How many cells of the panel have each value of a column."""
    count = collection.panel[column].value_counts()
    # A value that no cell has counts 0: the template names each of them.
    return {str(value): int(count.get(value, 0)) for value in values}
