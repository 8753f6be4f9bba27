"""What the study is about: reports and bodies, the forms they use, what a change of form does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from types import SimpleNamespace
from typing import Any

from gxkit.folder.catalog import FACSIMILE
from gxkit.folder.collection import Collection
from gxkit.forms import Form, find_form
from gxkit.forms.crosswalk import Comparability, Concept, crosswalk
from gxkit.panel.frames import identify
from gxkit.paper import wording
from gxkit.report import FindingKind, Report, Status, Verdict

UNLIKE = (Comparability.BREAK, Comparability.CAUTION)
TOLD = {"fujian": "fujian", "old": "2019", "new": "2021"}
"""the families of which the template tells more than what every form says of itself"""


def list_reports(collection: Collection) -> list[SimpleNamespace]:
    """The reports, body by body and year by year, with the forms they fill and the cells read."""
    made = []
    for report in collection.reports:
        known = collection.facts.get(report.id, {})
        fact = {name: str(said or "") for name, said in known.items()}
        made.append(_shown(report, identify(report, collection.facts), fact))
    return sorted(made, key=lambda r: (r.code, r.agency, r.scope, r.year, r.id))


def _shown(report: Report, who: Mapping[str, Any], fact: Mapping[str, str]) -> SimpleNamespace:
    """A report as the template speaks of it: the body's names are those of the panel."""
    walk = crosswalk()
    used = {walk.family(edition) for edition in report.editions.values()}
    families = [family for family in walk.families if family in used]
    verdicts = Counter(value.verdict for value in report)
    made = SimpleNamespace(id=report.id, year=int(who["year"]))
    made.agency, made.agency_en = who["agency"], who["agency_en"]
    made.code, made.scope = who["code"], who["scope"]
    made.scope_zh = wording.SCOPES.get(made.scope, wording.ABSENT)
    made.families = families
    made.forms = "、".join(walk.family_name(family, "zh") for family in families)
    made.cells = len(report)
    made.filled = sum(value.value is not None for value in report)
    made.verified = verdicts[Verdict.VERIFIED]
    made.contradicted = verdicts[Verdict.CONTRADICTED]
    made.title = fact.get("title", "")
    made.published = fact.get("published", "")
    made.url = fact.get("url", "")
    made.facsimile = fact.get("copy") == FACSIMILE
    return made


def list_bodies(shown: Sequence[SimpleNamespace]) -> list[SimpleNamespace]:
    """The bodies, with the years they report on and those missing between first and last."""
    made = []
    for _, same in groupby(shown, key=lambda r: (r.code, r.agency, r.scope)):
        own = list(same)
        years = [report.year for report in own]
        between = set(range(years[0], years[-1]))
        body = SimpleNamespace(agency=own[0].agency, agency_en=own[0].agency_en)
        body.scope_zh = own[0].scope_zh
        body.years, body.count = years, len(own)
        body.missing = sorted(between - set(years))
        made.append(body)
    return made


def list_families(reports: Sequence[Report]) -> list[SimpleNamespace]:
    """The families of forms that the reports use, by their first year: who uses them, since when.

    `told` says that the template has words of its own for a family.
    """
    walk, made = crosswalk(), []
    for family, editions in walk.families.items():
        own = [r for r in reports if set(editions) & set(r.editions.values())]
        if not own:
            continue
        years = [report.meta.year for report in own if report.meta.year is not None]
        used = {edition for report in own for edition in report.editions.values()}
        forms = [find_form(edition) for edition in editions if edition in used]
        line = SimpleNamespace(id=family, count=len(own), told=family in TOLD.values())
        line.zh, line.en = (walk.family_name(family, language) for language in ("zh", "en"))
        line.first, line.last = min(years, default=0), max(years, default=0)
        line.editions = len(forms)
        line.basis = list(dict.fromkeys(form.basis for form in forms if form.basis))
        line.tables = [_size(table) for table in forms[-1].tables]
        made.append(line)
    return made


def _size(table: Any) -> SimpleNamespace:
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
        if family in used:
            forms = [find_form(edition) for edition in crosswalk().families[family]]
            made[name] = _provincial(forms) if name == "fujian" else _national(forms[-1])
    return SimpleNamespace(**made)


def _provincial(forms: Sequence[Form]) -> SimpleNamespace:
    rows = {_count_rows(form) for form in forms}
    return SimpleNamespace(editions=len(forms), rows=sorted(rows))


def _count_rows(form: Form) -> int:
    return sum(len(table.rows) for table in form.tables)


def _national(form: Form) -> SimpleNamespace:
    requests = form.table("requests")
    groups = Counter(row.id.partition(".")[0] for row in requests.rows if "." in row.id)
    made = SimpleNamespace(rows=len(requests.rows), columns=len(requests.columns))
    made.remedies = len(form.table("remedies").slots)
    made.denied = groups["denied"]
    made.unavailable = groups["unavailable"]
    made.not_processed = groups["not_processed"]
    # The form of 2019 has one row of other results, which has no parts.
    made.other = sum(row.id.startswith("other") for row in requests.rows)
    return made


def list_steps(families: Sequence[SimpleNamespace]) -> SimpleNamespace:
    """What each change of form does to the concepts of more than one family, their parts left out.

    `changes` are the steps from one family to the next that it is said to compare with, `lines` the
    concepts, `broken` the steps with the concepts that break there, `apart` the families of which
    nothing is said.
    """
    names = {family.id: family.zh for family in families}
    changes = _changes(list(names))
    concepts = [c for c in crosswalk().concepts.values() if "." not in c.id]
    steps = [_step(concept, changes) for concept in concepts]
    lines = [line for line in steps if line]
    broken = []
    for place, (one, other) in enumerate(changes):
        own = [line for line in lines if line.steps[place] is Comparability.BREAK]
        broken += [SimpleNamespace(one=names[one], other=names[other], lines=own)] if own else []
    linked = {family for change in changes for family in change}
    return SimpleNamespace(
        changes=[SimpleNamespace(one=names[one], other=names[other]) for one, other in changes],
        lines=lines,
        broken=broken,
        apart=[name for family, name in names.items() if changes and family not in linked],
        several=len(names) > 1,
    )


def _changes(families: Sequence[str]) -> list[tuple[str, str]]:
    """Each family with the next later one of which something is said beside it."""
    walk, made = crosswalk(), []
    for place, one in enumerate(families):
        for other in families[place + 1 :]:
            if any(walk.pair(concept, one, other) for concept in walk.concepts.values()):
                made.append((one, other))
                break
    return made


def _step(concept: Concept, changes: Sequence[tuple[str, str]]) -> SimpleNamespace | None:
    """What the changes do to a concept; None where it is on one side only of each."""
    walk = crosswalk()
    steps = [walk.comparability(concept, *change) for change in changes]
    if all(step is Comparability.NONE for step in steps):
        return None
    pairs = [walk.pair(concept, *change) for change in changes]
    return SimpleNamespace(
        zh=concept.zh,
        en=concept.en,
        steps=steps,
        kinds=[wording.COMPARABILITY[step] for step in steps],
        why=next((pair.why("zh") for pair in pairs if pair and pair.kind in UNLIKE), ""),
    )


def count_all(
    collection: Collection,
    shown: Sequence[SimpleNamespace],
    bodies: Sequence[SimpleNamespace],
) -> SimpleNamespace:
    """The sizes of the material and of what was found in it."""
    panel, findings = collection.panel, collection.findings
    status = panel["status"].value_counts()
    verdicts = panel["verdict"].value_counts()
    failing = findings[findings["kind"].eq(FindingKind.FAILS)]
    years = [report.year for report in shown]
    scopes = Counter(report.scope for report in shown)
    made = SimpleNamespace(reports=len(shown), cells=len(panel))
    made.bodies = len({(report.code, report.agency) for report in shown})
    made.codes = len({report.code for report in shown})
    made.first, made.last = min(years), max(years)
    made.summaries, made.own = scopes["summary"], scopes["body"]
    made.facsimiles = sum(report.facsimile for report in shown)
    made.mixed = [report for report in shown if len(report.families) > 1]
    for kind in Status:
        setattr(made, kind, int(status.get(kind, 0)))
    for verdict in Verdict:
        setattr(made, verdict, int(verdicts.get(verdict, 0)))
    made.failing = failing["report"].nunique()
    made.repeated = [body for body in bodies if body.count > 1]
    return made
