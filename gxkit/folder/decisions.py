"""The ledger of decisions on published figures: what a person accepted, kept or corrected, why, and on what evidence.

A decision stands beside the source, never in it: it names the file by its hash and each cell with the text it expects
to be printed there, and fails loudly when that is no longer so (the guard `expect:` of Our World in Data's
corrections). Published numbers and printed texts are never touched; a decision sets `reconciled`, or clears it.
Standard library only.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from gxkit.errors import CorrectionError, check_keys
from gxkit.output import write_file
from gxkit.report import Decided, Explanation, FindingKind, Key, Number, Report, Ruling

CORRECTIONS = "corrections.toml"
ACCEPT, KEEP, CORRECT = DECISIONS = (Decided.ACCEPT, Decided.KEEP, Decided.CORRECT)
_KEYS = ("report sha256 decision reason evidence who when", "findings cells kind")
HEADER = """\
# Decisions on published figures. gxkit writes this file sorted and keeps no comments: say it under reason or evidence.
#
# sha256    the files it was made for (one report may stand in several)
# findings  the rules it settles, as `gxkit check` names them
# cells     table/row/column, the text that must be printed there, and the number it should be (none: as published)
# kind      of the explanation accepted
"""


@dataclass(frozen=True, slots=True)
class Correction:
    """A cell of a decision: the text it expects to be printed, and the number it should be (None: as published)."""

    key: Key
    printed: str
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What `who` decided of a report on the day `when`.

    `report` is an id for the reader; `sha256` are the files it holds for. `findings` are ids of findings it settles,
    `cells` what it expects and sets. `decision` is one of DECISIONS; `kind` is that of the explanation accepted.
    """

    report: str
    sha256: tuple[str, ...]
    decision: Decided
    findings: tuple[str, ...]
    cells: tuple[Correction, ...]
    reason: str
    evidence: tuple[str, ...]
    who: str
    when: date
    kind: str = ""

    def __post_init__(self) -> None:
        if self.decision not in DECISIONS:
            raise CorrectionError(
                f"{self}: the decision is {self.decision!r}; expected one of {', '.join(DECISIONS)}."
            )
        object.__setattr__(self, "decision", Decided(self.decision))
        if bad := [h for h in self.sha256 if not re.fullmatch(r"[0-9a-f]{64}", h)]:
            raise CorrectionError(f"{self}: {bad[0]!r} is no SHA-256; copy it from catalog.csv.")
        absent = [
            name for name in ("sha256", "reason", "evidence", "who") if not getattr(self, name)
        ]
        if not self.cells and (self.decision != KEEP or not self.findings):
            absent.append("cells")
        if absent:
            raise CorrectionError(
                f"{self}: {', '.join(absent)} is empty; a decision says for which file, on which "
                "cells or rules, why, on what evidence and by whom."
            )
        if wrong := [c for c in self.cells if (c.number is None) != (self.decision == KEEP)]:
            raise CorrectionError(
                f"{self}: {'/'.join(wrong[0].key)} has {wrong[0].number} for its number; a figure "
                f"that is kept has none, another has one."
            )

    def __str__(self) -> str:
        about = "/".join(self.cells[0].key) if self.cells else next(iter(self.findings), "nothing")
        return f"Decision of {self.when} on {self.report or 'a report'}, {about}"

    @property
    def ruling(self) -> Ruling:
        """The decision as it is put beside what it settles."""
        return Ruling(self.decision, self.reason, self.who, self.when)


def _read_cell(data: Mapping[str, Any], where: str) -> Correction:
    check_keys(data, where, "cell printed", "number", error=CorrectionError)
    parts, number = str(data["cell"]).split("/"), data.get("number")
    if len(parts) != 3 or isinstance(number, bool) or not isinstance(number, int | Decimal | None):
        raise CorrectionError(
            f"{where}: the cell {data['cell']!r} with the number {number!r}; expected "
            "table/row/column and a number."
        )
    return Correction((parts[0], parts[1], parts[2]), str(data["printed"]), number)


def _read_decision(data: Mapping[str, Any], where: str) -> Decision:
    check_keys(data, where, *_KEYS, error=CorrectionError)
    if type(data["when"]) is not date:
        raise CorrectionError(
            f"{where}: when is {data['when']!r}; expected a day without quotation marks, 2026-01-31."
        )
    for name in ("report", "decision", "reason", "who", "kind"):
        if not isinstance(data.get(name, ""), str):
            raise CorrectionError(
                f"{where}: {name} is {data[name]!r}; expected a text in quotation marks."
            )
    for name, kind in {"sha256": str, "evidence": str, "findings": str, "cells": dict}.items():
        if not isinstance(data.get(name, []), list) or not all(
            isinstance(i, kind) for i in data.get(name, [])
        ):
            raise CorrectionError(
                f"{where}: {name} is {data[name]!r}; expected a list in brackets."
            )
    return Decision(
        data["report"],
        tuple(data["sha256"]),
        data["decision"],
        tuple(data.get("findings", ())),
        tuple(_read_cell(c, where) for c in data.get("cells", ())),
        data["reason"],
        tuple(data["evidence"]),
        data["who"],
        data["when"],
        data.get("kind", ""),
    )


def read_corrections(path: str | os.PathLike[str]) -> tuple[Decision, ...]:
    """The decisions of a file; none if there is no file. CorrectionError if it is not as it should be."""
    try:
        data = tomllib.loads(Path(path).read_text("utf-8"), parse_float=Decimal)
    except FileNotFoundError:
        return ()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorrectionError(
            f"{path} is no TOML in UTF-8 ({error}); mend the line that it names."
        ) from None
    check_keys(data, str(path), "", "decisions", error=CorrectionError)
    found: tuple[Decision, ...] = ()
    for number, entry in enumerate(data.get("decisions", ()), 1):
        found = add_decision(found, _read_decision(entry, f"{path}, decision {number}"))
    return found


def add_decision(corrections: Iterable[Decision], decision: Decision) -> tuple[Decision, ...]:
    """The ledger with the decision in it, sorted; the same one twice is one. Writes nothing.

    CorrectionError if another decision for the same file settles one of its cells or findings.
    """
    others = [d for d in corrections if d != decision]
    for other in others:
        cells = {c.key for c in other.cells} & {c.key for c in decision.cells}
        twice = [
            *map("/".join, sorted(cells)),
            *sorted(set(other.findings) & set(decision.findings)),
        ]
        if twice and set(other.sha256) & set(decision.sha256):
            raise CorrectionError(
                f"{decision}: {twice[0]} is decided already ({other.ruling.say('en')}); take that decision out "
                f"of {CORRECTIONS} first, or leave it."
            )
    return tuple(
        sorted(
            [*others, decision],
            key=lambda d: (d.report, d.sha256, d.findings, [c.key for c in d.cells]),
        )
    )


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(items: Sequence[str]) -> str:
    return (
        "["
        + (
            items[0]
            if len(items) == 1
            else "".join(f"\n    {i}," for i in items) + "\n" * bool(items)
        )
        + "]"
    )


def _to_toml(decision: Decision) -> str:
    cells = [
        f"{{ cell = {_quote('/'.join(c.key))}, printed = {_quote(c.printed)}"
        + (
            " }"
            if c.number is None
            else f", number = {c.number:f} }}"
            if isinstance(c.number, Decimal)
            else f", number = {c.number} }}"
        )
        for c in decision.cells
    ]
    lines = [
        "[[decisions]]",
        f"report = {_quote(decision.report)}",
        f"sha256 = {_list([*map(_quote, decision.sha256)])}",
        f"decision = {_quote(decision.decision)}",
    ]
    lines += [f"kind = {_quote(decision.kind)}"] if decision.kind else []
    lines += [
        f"findings = {_list([*map(_quote, decision.findings)])}",
        f"cells = {_list(cells)}",
        f"reason = {_quote(decision.reason)}",
        f"evidence = {_list([*map(_quote, decision.evidence)])}",
        f"who = {_quote(decision.who)}",
        f"when = {decision.when.isoformat()}",
    ]
    return "\n".join(lines) + "\n"


def write_corrections(path: str | os.PathLike[str], corrections: Iterable[Decision]) -> None:
    """Writes the ledger, under a temporary name first; the same decisions give the same bytes.

    A decision that stands in the file and not in `corrections` would be lost: that is a CorrectionError, and nothing
    is written. Whoever wants one gone takes it out of the file by hand.
    """
    target, ledger = Path(path), tuple[Decision, ...]()
    for decision in corrections:
        ledger = add_decision(ledger, decision)
    if lost := [d for d in read_corrections(target) if d not in ledger]:
        raise CorrectionError(
            f"{target}: {len(lost)} decisions would be lost, the first: {lost[0]}. Read the file and "
            "add to what it holds; to withdraw a decision, take it out by hand."
        )
    write_file(target, "\n".join([HEADER, *map(_to_toml, ledger)]))


def for_report(report: Report, corrections: Iterable[Decision]) -> list[Decision]:
    """The decisions made for the file that the report was read from."""
    return [d for d in corrections if report.sha256 and report.sha256 in d.sha256]


def accepted_explanation(report: Report, decision: Decision) -> Explanation | None:
    """The explanation of the report that changes the decision's cells to its numbers; None if it offers none.

    The cells decide; `kind` is a name for the reader, and may change with gxkit.
    """
    wanted = {(c.key, c.number) for c in decision.cells}
    offered = (
        e for e in report.explanations if {(key, number) for key, _, number in e.cells} == wanted
    )
    return min(offered, key=lambda e: e.rank, default=None)


def _objection(report: Report, decision: Decision) -> str:
    """Why a decision no longer holds for its report; '' if it does."""
    file = report.source or report.id
    again = f"look at the file and decide again in {CORRECTIONS}."
    for cell in decision.cells:
        name, value = "/".join(cell.key), report.get(cell.key)
        if value is None:
            return (
                f"{decision}: {file} should have the cell {name} and has none; probably its table is now read as "
                f"another edition: {again}"
            )
        if value.printed != cell.printed:
            place = f" at {value.where}" if value.where else ""
            return (
                f"{decision}: in {file}, {name} should be printed {cell.printed!r} and is {value.printed!r}{place};"
                f" probably the reading of the file has changed: {again}"
            )
    failing = [f.id for f in report.findings if f.kind is FindingKind.FAILS]
    if gone := [f for f in decision.findings if f not in failing]:
        return (
            f"{decision}: the rule {gone[0]} should fail in {file} and does not (failing: "
            f"{', '.join(failing) or 'none'}); probably a rule or the reading has changed: {again}"
        )
    if decision.decision is ACCEPT and accepted_explanation(report, decision) is None:
        offered = "; ".join(f"{e.kind} ({len(e.cells)} cells)" for e in report.explanations)
        return (
            f"{decision}: the explanation {decision.kind!r} with its {len(decision.cells)} cells should be offered "
            f"for {file} and is not (offered: {offered or 'none'}); probably the diagnosis has changed: {again}"
        )
    return ""


def settled_findings(report: Report, corrections: Iterable[Decision]) -> dict[str, Decision]:
    """The failing findings that a decision settles, by id: those it names and those its explanation accounts for."""
    settled: dict[str, Decision] = {}
    for decision in for_report(report, corrections):
        explanation = (
            accepted_explanation(report, decision) if decision.decision is ACCEPT else None
        )
        settled |= dict.fromkeys(
            (*decision.findings, *(explanation.findings if explanation else ())), decision
        )
    return settled


def apply_corrections(report: Report, corrections: Iterable[Decision]) -> Report:
    """The report under the decisions made for its file: `reconciled` set or cleared, all else as published.

    The decision is noted in the sentences of the findings it settles and in the evidence of the explanation accepted;
    kinds, ranks and verdicts stay. Applying twice changes nothing. CorrectionError, with one sentence for each
    decision, if the printed text has changed, a cell is gone, a rule no longer fails or the explanation is no longer
    offered.
    """
    decisions = for_report(report, corrections)
    if objections := list(filter(None, (_objection(report, d) for d in decisions))):
        raise CorrectionError("\n".join(objections))
    settled = settled_findings(report, decisions)
    cleared = {
        key for e in report.explanations if set(e.findings) & set(settled) for key, _, _ in e.cells
    }
    numbers: dict[Key, Number | None] = {c.key: c.number for d in decisions for c in d.cells}
    values = tuple(
        v
        if v.key not in cleared | set(numbers)
        else replace(v, reconciled=None if numbers.get(v.key) == v.value else numbers.get(v.key))
        for v in report.values
    )
    accepted = {id(accepted_explanation(report, d)): d for d in decisions if d.decision is ACCEPT}
    explanations = tuple(_decided(e, accepted.get(id(e)), settled) for e in report.explanations)
    findings = tuple(
        replace(f, ruling=settled[f.id].ruling) if f.id in settled else f for f in report.findings
    )
    return replace(report, values=values, findings=findings, explanations=explanations)


def _decided(
    explanation: Explanation, accepted: Decision | None, settled: Mapping[str, Decision]
) -> Explanation:
    """An explanation with what was decided of its findings; the one accepted with the decision among its evidence."""
    if accepted is None:
        other = next((settled[f].decision for f in explanation.findings if f in settled), None)
        return replace(explanation, decided=Decided.ANOTHER if other is ACCEPT else other)
    heard = dict.fromkeys((*explanation.heard, accepted.ruling))
    return replace(explanation, decided=ACCEPT, heard=tuple(heard))


def find_strays(corrections: Iterable[Decision], known: Iterable[str]) -> list[str]:
    """One sentence for each decision that was made for files of which none is among the known hashes."""
    there = set(known)
    return [
        f"{d}: no file has the SHA-256 {' or '.join(h[:12] + '…' for h in d.sha256)}; probably it was replaced or "
        f"taken out. The decision is kept in {CORRECTIONS}: name the new file there once it is checked, or take "
        "the decision out by hand."
        for d in corrections
        if not there & set(d.sha256)
    ]
