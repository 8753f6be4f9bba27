"""Every number, name and enumeration in the prose of the study, computed from a collection of reports.

`compute_variables` is the only door. Rates of fewer than FEW cases are given as counts, never as per cent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple

import pandas as pd

from gxkit.charts.figures.timeliness import timeliness_data
from gxkit.folder.collection import Collection
from gxkit.forms import all_forms
from gxkit.forms.crosswalk import Comparability, crosswalk, find_concept
from gxkit.panel.indicators.intervals import LEVEL
from gxkit.panel.series import concept_series
from gxkit.paper import checked, wording
from gxkit.report import Finding, Report

FEW = 20
"""cases below which a rate is not worded as per cent"""
FLOW = (
    "requests_received",
    "carried_in",
    "decided",
    "granted",
    "partial",
    "denied",
    "unavailable",
    "not_processed",
    "other_handling",
    "carried_out",
)
WHO = ["code", "agency", "scope"]
STEPS = (("fujian", "2019"), ("2019", "2021"))
"""the changes of form that the study tells of"""


class Rate(NamedTuple):
    """An indicator of one report; `low` and `high` are its interval, `few` says that it is no rate to speak of."""

    agency: str
    agency_en: str
    year: int
    numerator: float
    denominator: float
    value: float
    low: float
    high: float
    few: bool
    changed: bool

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


class Series(NamedTuple):
    """A body's figures over its years; `apart`: the intervals of the first and the last do not overlap."""

    agency: str
    agency_en: str
    points: list[Any]
    direction: str
    direction_en: str
    apart: bool

    @property
    def first(self) -> Any:
        return self.points[0]

    @property
    def last(self) -> Any:
        return self.points[-1]


def compute_variables(collection: Collection) -> dict[str, Any]:
    """The variables of the template by name: counts (`n`), lists of things with named parts, and comparisons."""
    reports, facts, frame = collection.reports, collection.facts, collection.panel
    findings = checked.all_findings(reports)
    shown = _reports(frame, facts)
    names = {r.id: r for r in shown}
    variables: dict[str, Any] = {
        "reports": shown,
        "bodies": _bodies(shown),
        "few": FEW,
        "level": LEVEL,
        "families": _families(frame),
        "forms": _forms(),
        "steps": _steps(),
        "flow": _flow(frame),
        "received": _received(frame),
        "rates": _rates(collection.indicators),
        "grounds": _grounds(frame),
        "documents": _documents(frame),
        "rules": checked.rules(collection.board, findings),
        "across": checked.across(findings),
        "narrative": checked.narrative(reports, findings, names),
        "mended": checked.mended(reports, names),
        "corrections": checked.corrections(frame),
        "unsettled": checked.unsettled(reports, findings, collection.alternatives, names),
        "timeliness": _timeliness(facts),
        "date": max((str(f.get("published") or "") for f in facts.values()), default=""),
    }
    return variables | {"n": _counts(frame, findings, variables)}


def _reports(
    frame: pd.DataFrame, facts: Mapping[str, Mapping[str, object]]
) -> list[SimpleNamespace]:
    walk, made = crosswalk(), []
    for report, own in frame.groupby("report"):
        first, fact = own.iloc[0], {k: str(v or "") for k, v in facts.get(str(report), {}).items()}
        families = sorted({walk.family(e) for e in own["edition"]}, key=list(walk.families).index)
        made.append(
            SimpleNamespace(
                id=str(report),
                agency=first["agency"],
                agency_en=first["agency_en"],
                code=first["code"],
                scope=first["scope"],
                scope_zh=wording.SCOPES.get(first["scope"], wording.ABSENT),
                year=int(first["year"]),
                families=families,
                forms="、".join(wording.FAMILIES.get(f, f) for f in families),
                cells=len(own),
                filled=int(own["value"].notna().sum()),
                verified=int(own["verdict"].eq("verified").sum()),
                contradicted=int(own["verdict"].eq("contradicted").sum()),
                title=fact.get("title", ""),
                published=fact.get("published", ""),
                url=fact.get("url", ""),
                facsimile="facsimile" in fact.get("note", ""),
            )
        )
    return sorted(made, key=lambda r: (r.code, r.agency, r.scope, r.year, r.id))


def _bodies(shown: Sequence[SimpleNamespace]) -> list[SimpleNamespace]:
    by_body: dict[tuple[str, str, str], list[SimpleNamespace]] = defaultdict(list)
    for one in shown:
        by_body[one.code, one.agency, one.scope].append(one)
    return [
        SimpleNamespace(
            agency=own[0].agency,
            agency_en=own[0].agency_en,
            scope_zh=own[0].scope_zh,
            years=[r.year for r in own],
            count=len(own),
            missing=sorted(set(range(own[0].year, own[-1].year)) - {r.year for r in own}),
        )
        for own in by_body.values()
    ]


def _families(frame: pd.DataFrame) -> list[SimpleNamespace]:
    family = frame["edition"].map(crosswalk().family)
    return [
        SimpleNamespace(
            id=f,
            zh=wording.FAMILIES.get(f, f),
            count=own["report"].nunique(),
            first=int(own["year"].min()),
            last=int(own["year"].max()),
        )
        for f in crosswalk().families
        if not (own := frame[family.eq(f)]).empty
    ]


def _forms() -> SimpleNamespace:
    """What the national forms consist of, counted on the forms themselves."""
    made = {}
    for name, edition in (("old", "2019"), ("new", "2021")):
        requests, remedies = (all_forms()[edition].table(t) for t in ("requests", "remedies"))
        rows = [row.id for row in requests.rows]
        made[name] = SimpleNamespace(
            rows=len(rows),
            columns=len(requests.columns),
            remedies=len(remedies.slots),
            cells=sum(len(t.slots) for t in all_forms()[edition].tables),
            **{
                g: sum(r.startswith(f"{g}.") for r in rows)
                for g in ("denied", "unavailable", "not_processed")
            },
            other=sum(r.startswith("other") for r in rows),
        )
    fujian = [all_forms()[e] for e in crosswalk().families["fujian"]]
    return SimpleNamespace(
        **made,
        fujian=len(fujian),
        fujian_rows=sorted({sum(len(t.rows) for t in f.tables) for f in fujian}),
    )


def _steps() -> list[SimpleNamespace]:
    """The concepts of more than one family (parts of a concept left out) and what each change of form does to them."""
    walk, said, made = crosswalk(), wording.COMPARABILITY, []
    for concept in walk.concepts.values():
        kinds = [walk.comparability(concept, *step) for step in STEPS]
        if "." in concept.id or set(kinds) == {Comparability.NONE}:
            continue
        unlike = [
            pair
            for pair in (walk.pair(concept, *step) for step in STEPS)
            if pair and pair.kind in (Comparability.BREAK, Comparability.CAUTION)
        ]
        made.append(
            SimpleNamespace(
                zh=concept.zh,
                en=concept.en,
                unit=concept.unit,
                kinds=[said[kind] for kind in kinds],
                broken=Comparability.BREAK in kinds,
                why=next((pair.why_zh for pair in unlike), ""),
            )
        )
    return made


def _flow(frame: pd.DataFrame) -> list[SimpleNamespace]:
    """One line a report of the national forms: every stage of its requests as text, a reconciled figure with a star."""
    made: dict[str, SimpleNamespace] = {}
    for concept in FLOW:
        for line in wording.lines(concept_series(frame, concept, figures="reconciled")):
            if crosswalk().family(str(line.edition)) != "fujian":
                row = made.setdefault(
                    str(line.report),
                    SimpleNamespace(
                        agency=line.agency, year=int(line.year), figures=[], changed=False
                    ),
                )
                row.figures.append(wording.number(line.value) + "*" * bool(line.reconciled))
                row.changed |= bool(line.reconciled)
    return list(made.values())


def _received(frame: pd.DataFrame) -> SimpleNamespace:
    """Requests received: in the older forms, in the national ones, and as series of a body within the latter."""
    series = concept_series(frame, "requests_received", figures="reconciled")
    family = series["edition"].map(crosswalk().family)
    named = lambda part: [
        SimpleNamespace(agency=x.agency, year=int(x.year), value=x.value)
        for x in wording.lines(part[part["value"].notna()])
    ]
    new = series[family.ne("fujian")]
    runs = [
        Series(
            own["agency"].iloc[0],
            own["agency_en"].iloc[0],
            named(own),
            wording.direction(own["value"].iloc[0], own["value"].iloc[-1]),
            wording.direction_en(own["value"].iloc[0], own["value"].iloc[-1]),
            False,
        )
        for _, own in new[new["value"].notna()].groupby(WHO, sort=False)
        if len(own) > 1
    ]
    old = named(series[family.eq("fujian")])
    return SimpleNamespace(
        old=old,
        old_zero=[x for x in old if x.value == 0],
        old_some=[x for x in old if x.value],
        new=named(new),
        total=new["value"].sum(),
        series=runs,
    )


def _rates(every: pd.DataFrame) -> dict[str, SimpleNamespace]:
    """The indicators by id (`.` as `_`): rows, those of FEW cases or more, extremes, series, and what is undefined."""
    made = {}
    for name, whole in every.groupby("indicator", sort=False):
        own = whole[whole["comparability"].ne("none")]
        rows = [
            Rate(
                x.agency,
                x.agency_en,
                int(x.year),
                x.numerator,
                x.denominator,
                x.value,
                x.ci_low,
                x.ci_high,
                not x.denominator >= FEW,
                bool(x.reconciled),
            )
            for x in wording.lines(own[own["value"].notna()])
        ]
        large = [r for r in rows if not r.few]
        low, high = (pick(large, key=lambda r: r.value, default=None) for pick in (min, max))
        runs = [
            Series(
                many[0].agency,
                many[0].agency_en,
                many,
                wording.direction(many[0].value, many[-1].value),
                wording.direction_en(many[0].value, many[-1].value),
                _apart(many[0], many[-1]),
            )
            for key in dict.fromkeys((r.agency, r.agency_en) for r in large)
            if len(many := [r for r in large if (r.agency, r.agency_en) == key]) > 1
        ]
        made[str(name).replace(".", "_")] = SimpleNamespace(
            rows=rows,
            large=large,
            clear=[r for r in rows if r.clear],
            low=low,
            high=high,
            series=runs,
            several=bool(low and high and low.value != high.value),
            apart=bool(low and high and _apart(low, high)),
            undefined=[
                SimpleNamespace(agency=x.agency, year=int(x.year), note=x.note)
                for x in wording.lines(
                    own[own["value"].isna() & own["comparability"].eq("comparable")]
                )
            ],
        )
    return made


def _apart(one: Rate, other: Rate) -> bool:
    return one.high < other.low or other.high < one.low


def _grounds(frame: pd.DataFrame) -> SimpleNamespace:
    """The grounds of denial over all reports that fill them in, the most used first, and how many reports that is."""
    ids = [c for c in crosswalk().concepts if c.startswith("denied.")]
    series = {
        c: concept_series(frame, c, figures="reconciled").set_index("report")["value"] for c in ids
    }
    table = pd.DataFrame(series).dropna()
    sums = table.sum().sort_values(ascending=False, kind="stable")
    named = [
        SimpleNamespace(zh=find_concept(str(c)).zh, en=find_concept(str(c)).en, count=v)
        for c, v in sums.items()
    ]
    return SimpleNamespace(
        used=[g for g in named if g.count],
        unused=[g for g in named if not g.count],
        reports=int(table.sum(axis=1).gt(0).sum()),
        total=sums.sum(),
    )


def _documents(frame: pd.DataFrame) -> list[SimpleNamespace]:
    """The stock of normative documents in force, by body, with what the year made and repealed, as printed."""
    parts = {
        p: concept_series(frame, f"normative_documents_{p}").set_index("report")["value"]
        for p in ("in_force", "made", "repealed")
    }
    who = frame.drop_duplicates("report").set_index("report")
    lines = (
        pd.DataFrame(parts)
        .join(who[[*WHO, "year"]])
        .dropna(subset=["in_force"])
        .sort_values([*WHO, "year"])
    )
    return [
        SimpleNamespace(
            agency=own["agency"].iloc[0],
            several=len(own) > 1,
            points=[
                SimpleNamespace(
                    year=int(x.year), stock=x.in_force, made=x.made, repealed=x.repealed
                )
                for x in wording.lines(own)
            ],
            direction=wording.direction(own["in_force"].iloc[0], own["in_force"].iloc[-1]),
        )
        for _, own in lines.groupby(WHO, sort=False)
    ]


def _timeliness(facts: Mapping[str, Mapping[str, object]]) -> SimpleNamespace:
    """Reports by whether they came in time; `undated` are those whose day of publication is not known."""
    data = timeliness_data(facts)
    rows = [
        SimpleNamespace(
            agency=x.agency,
            year=int(x.year),
            published=x.published,
            due=x.due,
            days=None if pd.isna(x.days) else int(x.days),
        )
        for x in wording.lines(data)
    ]
    known = [r for r in rows if r.days is not None]
    return SimpleNamespace(
        known=known,
        late=[r for r in known if r.days > 0],
        undated=[r for r in rows if not r.published],
    )


def _counts(
    frame: pd.DataFrame, findings: Sequence[tuple[Report, Finding]], variables: Mapping[str, Any]
) -> SimpleNamespace:
    """The sizes of the material and of what was found in it."""
    shown = variables["reports"]
    status, verdict = frame["status"].value_counts(), frame["verdict"].value_counts()
    kinds = [(r.id, f.kind) for r, f in findings]
    return SimpleNamespace(
        reports=len(shown),
        bodies=len({(r.code, r.agency) for r in shown}),
        codes=len({r.code for r in shown}),
        first=min((r.year for r in shown), default=0),
        last=max((r.year for r in shown), default=0),
        summaries=sum(r.scope == "summary" for r in shown),
        own=sum(r.scope == "body" for r in shown),
        facsimiles=sum(r.facsimile for r in shown),
        mixed=[r for r in shown if len(r.families) > 1],
        cells=len(frame),
        **{
            s: int(status.get(s, 0))
            for s in ("printed", "blank", "missing", "ambiguous", "illegible")
        },
        **{v: int(verdict.get(v, 0)) for v in ("verified", "contradicted", "unverified")},
        fails=sum(k == "fails" for _, k in kinds),
        remarks=sum(k == "remark" for _, k in kinds),
        open=sum(k == "not assessable" for _, k in kinds),
        failing=len({r for r, k in kinds if k == "fails"}),
        without_numbers=int(frame["value"].isna().sum()),
        repeated=[b for b in variables["bodies"] if b.count > 1],
    )
