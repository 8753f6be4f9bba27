"""What the checks came to, as the study words it: rules, mended sums, what is undecided, the narrative."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import pandas as pd

from gxkit.narrative.wording import RULES as NARRATIVE
from gxkit.paper import wording
from gxkit.report import Finding, FindingKind, Report, Status

Found = Sequence[tuple[Report, Finding]]
ACROSS = ("R6", "R7", "S3", "S4", "S5")
TABLES = {"proactive": "表二", "requests": "表三", "remedies": "表四", "legacy": "省表"}


def all_findings(reports: Sequence[Report]) -> list[tuple[Report, Finding]]:
    """Every finding with its report, by report id."""
    ordered = sorted(reports, key=lambda report: report.id)
    return [(report, finding) for report in ordered for finding in report.findings]


def rules(board: pd.DataFrame, findings: Found) -> list[SimpleNamespace]:
    """One line a rule: how often it could be asked (None where only its findings are counted), and what came of it."""
    sums = board.groupby("rule")[["instances", "holds", "fails", "remarks", "not_assessable"]].sum()
    made = []
    for rule in sorted(
        {
            *sums.index[sums["instances"] > 0],
            *(f.rule for _, f in findings if f.rule in wording.RULES),
        },
        key=lambda r: (r[0], int(r[1:])),
    ):
        apart = [
            f.kind
            for _, f in findings
            if f.rule == rule and (f.id.startswith("years:") or rule in NARRATIVE)
        ]
        own = sums.loc[rule] if rule in sums.index and sums.loc[rule, "instances"] else None
        count = [
            int(own[c]) if own is not None else 0 for c in ("fails", "remarks", "not_assessable")
        ]
        fails, remarks, open_ = (
            c + apart.count(k) for c, k in zip(count, FindingKind, strict=True)
        )
        made.append(
            SimpleNamespace(
                id=rule,
                zh=wording.RULES.get(rule, ""),
                fails=fails,
                remarks=remarks,
                open=open_,
                instances=None if own is None else int(own["instances"]),
                holds=None if own is None else int(own["holds"]),
                inside=count[0],
            )
        )
    return made


def _sentence(finding: Finding) -> str:
    """The finding in Chinese, without its place and without what was decided afterwards."""
    return wording.place_zh(finding.sentence.split("已定，")[0]).strip()


def across(findings: Found) -> SimpleNamespace:
    """The findings between the years of a body: contradictions and remarks, and what missing years keep from asking."""
    own = [f for _, f in findings if f.id.startswith("years:")]
    said = {
        kind: list(dict.fromkeys(_sentence(f) for f in own if f.kind in kinds))
        for kind, kinds in {"found": ("fails", "remark"), "open": ("not assessable",)}.items()
    }
    rules_of = {
        kind: sorted({f.rule for f in own if f.kind == kind})
        for kind in ("fails", "remark", "not assessable")
    }
    return SimpleNamespace(
        found=said["found"],
        open=said["open"],
        open_rules=rules_of["not assessable"],
        restarted=[_sentence(f) for f in own if f.rule == "S5"],
    )


def narrative(
    reports: Sequence[Report], findings: Found, names: Mapping[str, Any]
) -> SimpleNamespace:
    """Figures of the narratives: all, those tied to cells, and every finding of R8 to R10."""
    claims = {r.id: r.claims for r in reports}
    rows = [
        SimpleNamespace(
            agency=names[r.id].agency,
            year=names[r.id].year,
            rule=f.rule,
            kind=f.kind,
            sentence=_after_rule(_sentence(f)),
        )
        for r, f in findings
        if f.rule in NARRATIVE
    ]
    return SimpleNamespace(
        claims=sum(map(len, claims.values())),
        linked=sum(bool(c.cells) for many in claims.values() for c in many),
        silent=[names[r.id] for r in reports if not claims[r.id]],
        rows=[r for r in rows if r.kind != "not assessable"],
        fails=[r for r in rows if r.kind == "fails"],
        remarks=[r for r in rows if r.kind == "remark"],
        open=[r for r in rows if r.kind == "not assessable"],
    )


def _after_rule(sentence: str) -> str:
    """What follows `place：R8（…）：` in a sentence."""
    return sentence.split("）：", 1)[-1]


def mended(reports: Sequence[Report], names: Mapping[str, Any]) -> list[SimpleNamespace]:
    """Broken sums with an explanation that is certain or accepted, by report and kind: how many rules and cells."""
    made = []
    for report in sorted(reports, key=lambda r: r.id):
        holding = [one for one in report.explanations if report.follows(one)]
        for kind, same in groupby(sorted(holding, key=lambda e: e.kind), key=lambda e: e.kind):
            known = list(same)
            made.append(
                SimpleNamespace(
                    agency=names[report.id].agency,
                    year=names[report.id].year,
                    kind=kind,
                    zh=wording.KINDS.get(kind, kind),
                    sentence=wording.list_zh(e.sentence.rstrip("。") for e in known),
                    times=len(known),
                    findings=len({f for e in known for f in e.findings}),
                    cells=len({key for e in known for key, _, _ in e.cells}),
                )
            )
    return made


def corrections(frame: pd.DataFrame) -> list[SimpleNamespace]:
    """The cells whose reconciled figure is not the published one, with their places, body by body."""
    differ = frame[frame["reconciled"].notna() & ~frame["reconciled"].eq(frame["value"])]
    return [
        SimpleNamespace(
            agency=line.agency,
            year=int(line.year),
            table=TABLES.get(line.table, ""),
            cell=line.label.split("/")[-1],
            printed=line.printed or wording.ABSENT,
            reconciled=wording.number(line.reconciled),
            where=wording.place_zh(line.where),
        )
        for line in wording.lines(
            differ.sort_values(["code", "agency", "scope", "year"], kind="stable")
        )
    ]


def unsettled(
    reports: Sequence[Report], findings: Found, alternatives: pd.DataFrame, names: Mapping[str, Any]
) -> SimpleNamespace:
    """Broken rules of tables that are not settled: `open` have explanations, none of them certain, `bare` have none."""
    sums = alternatives[alternatives["kind"].ne(Status.AMBIGUOUS.value)]
    groups = sums.drop_duplicates(["report", "group"])
    undecided = [
        SimpleNamespace(agency=names[str(r)].agency, year=names[str(r)].year, count=int(c))
        for r, c in groups.groupby("report").size().items()
    ]
    explained = {r.id: {f for e in r.explanations for f in e.findings} for r in reports}
    bare = [
        SimpleNamespace(agency=names[r.id].agency, year=names[r.id].year, sentence=_sentence(f))
        for r, f in findings
        if f.kind == "fails"
        and f.rule not in NARRATIVE
        and not f.id.startswith("years:")
        and f.id not in explained[r.id]
    ]
    return SimpleNamespace(open=undecided, bare=bare, groups=len(groups))
