"""The ledger of decisions on published figures: what a person accepted, kept or corrected, why, and
on what evidence.

A decision stands beside the source, never in it: it names the file by its hash and each cell with
the text it expects to be printed there (the guard `expect:` of Our World in Data's corrections).
What follows from it for a report stands in `applying`. Standard library only.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from gxkit.errors import CorrectionError, check_keys
from gxkit.output import write_file
from gxkit.report import Decided, Key, Number, Ruling

CORRECTIONS = "corrections.toml"
ACCEPT, KEEP, CORRECT = DECISIONS = (Decided.ACCEPT, Decided.KEEP, Decided.CORRECT)
HEADER = (
    "# Decisions on published figures. gxkit writes this file sorted and keeps no comments: "
    "say it under reason or evidence.\n"
    "#\n"
    "# sha256    the files it was made for (one report may stand in several)\n"
    "# findings  the rules it settles, as `gxkit check` names them\n"
    "# cells     table/row/column, the text that must be printed there, and the number it should "
    "be (none: as published)\n"
    "# kind      of the explanation accepted\n"
)
"""the head of the file, which its readers see first"""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEY_PARTS = 3
"""table, row and column"""


@dataclass(frozen=True, slots=True)
class Correction:
    """A cell of a decision: the text it expects to be printed, and the number it should be (None:
    as published)."""

    key: Key
    printed: str
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What `who` decided of a report on the day `when`.

    `report` is an id for the reader; `sha256` are the files it holds for. `findings` are ids of
    findings it settles, `cells` what it expects and sets. `decision` is one of DECISIONS; `kind` is
    that of the explanation accepted. CorrectionError if it does not say what a decision must.
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
        objection = next(self._objections(), "")
        if objection:
            raise CorrectionError(f"{self}: {objection}")
        object.__setattr__(self, "decision", Decided(self.decision))

    def _objections(self) -> Iterator[str]:
        """What is wrong with the decision, the gravest first."""
        if self.decision not in DECISIONS:
            known = ", ".join(DECISIONS)
            yield f"the decision is {self.decision!r}; expected one of {known}."
        for digest in self.sha256:
            if not _SHA256.fullmatch(digest):
                yield f"{digest!r} is no SHA-256; copy it from catalog.csv."
        absent = self._absent()
        if absent:
            yield (
                f"{', '.join(absent)} is empty; a decision says for which file, on which cells or "
                "rules, why, on what evidence and by whom."
            )
        for cell in self.cells:
            # a kept figure with a number would say both that it stands and what it should be
            if (cell.number is None) != (self.decision == KEEP):
                yield (
                    f"{'/'.join(cell.key)} has {cell.number} for its number; a figure that is kept "
                    "has none, another has one."
                )

    def _absent(self) -> list[str]:
        """What a decision must say and this one does not."""
        needed = ("sha256", "reason", "evidence", "who")
        absent = [name for name in needed if not getattr(self, name)]
        # of a rule it may be said that it stays broken without naming any cell
        settles_rules = self.decision == KEEP and self.findings
        if not self.cells and not settles_rules:
            absent.append("cells")
        return absent

    def __str__(self) -> str:
        about = "/".join(self.cells[0].key) if self.cells else next(iter(self.findings), "nothing")
        return f"Decision of {self.when} on {self.report or 'a report'}, {about}"

    @property
    def ruling(self) -> Ruling:
        """The decision as it is put beside what it settles."""
        return Ruling(self.decision, self.reason, self.who, self.when)


def add_decision(corrections: Iterable[Decision], decision: Decision) -> tuple[Decision, ...]:
    """The ledger with the decision in it, sorted; the same one twice is one. Writes nothing.

    CorrectionError if another decision for the same file settles one of its cells or findings.
    """
    others = [other for other in corrections if other != decision]
    for other in others:
        twice = _settled_twice(other, decision)
        if twice:
            raise CorrectionError(
                f"{decision}: {twice[0]} is decided already ({other.ruling.say('en')}); take that "
                f"decision out of {CORRECTIONS} first, or leave it."
            )
    return tuple(sorted([*others, decision], key=_place_in_ledger))


def _settled_twice(one: Decision, other: Decision) -> list[str]:
    """The cells and findings on which two decisions for one file both decide."""
    # a decision holds for its file alone: another file of the report may print another figure
    if not set(one.sha256) & set(other.sha256):
        return []
    cells = _keys(one) & _keys(other)
    findings = set(one.findings) & set(other.findings)
    return [*map("/".join, sorted(cells)), *sorted(findings)]


def _keys(decision: Decision) -> set[Key]:
    return {cell.key for cell in decision.cells}


def _place_in_ledger(decision: Decision) -> tuple[object, ...]:
    """By what decisions are sorted: in whatever order they came, the file is the same."""
    keys = [cell.key for cell in decision.cells]
    return (decision.report, decision.sha256, decision.findings, keys)


def find_strays(corrections: Iterable[Decision], known: Iterable[str]) -> list[str]:
    """One sentence for each decision that was made for files of which none is among the known
    hashes."""
    there = set(known)
    strays = [decision for decision in corrections if not there & set(decision.sha256)]
    return [_say_stray(decision) for decision in strays]


def _say_stray(decision: Decision) -> str:
    files = " or ".join(f"{digest[:12]}…" for digest in decision.sha256)
    return (
        f"{decision}: no file has the SHA-256 {files}; probably it was replaced or taken out. The "
        f"decision is kept in {CORRECTIONS}: name the new file there once it is checked, or take "
        "the decision out by hand."
    )


# The file


def read_corrections(path: str | os.PathLike[str]) -> tuple[Decision, ...]:
    """The decisions of a file; none if there is no file. CorrectionError if it is not as it should
    be."""
    try:
        text = Path(path).read_text("utf-8")
        # numbers as they are written: 1234.50 is not 1234.5
        data = tomllib.loads(text, parse_float=Decimal)
    except FileNotFoundError:
        return ()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorrectionError(
            f"{path} is no TOML in UTF-8 ({error}); mend the line that it names."
        ) from None
    check_keys(
        data,
        str(path),
        "",
        "decisions",
        error=CorrectionError,
    )
    found: tuple[Decision, ...] = ()
    for number, entry in enumerate(data.get("decisions", ()), 1):
        decision = _read_decision(entry, f"{path}, decision {number}")
        found = add_decision(found, decision)
    return found


_REQUIRED = "report sha256 decision reason evidence who when"
_OPTIONAL = "findings cells kind"
_TEXTS = ("report", "decision", "reason", "who", "kind")
_LISTS: Mapping[str, type] = {"sha256": str, "evidence": str, "findings": str, "cells": dict}


def _read_decision(data: Mapping[str, Any], where: str) -> Decision:
    check_keys(
        data,
        where,
        _REQUIRED,
        _OPTIONAL,
        error=CorrectionError,
    )
    # a time of day is a day too for Python, and no day for the ledger
    if type(data["when"]) is not date:
        raise CorrectionError(
            f"{where}: when is {data['when']!r}; expected a day without quotation marks, "
            "2026-01-31."
        )
    for name in _TEXTS:
        if not isinstance(data.get(name, ""), str):
            raise CorrectionError(
                f"{where}: {name} is {data[name]!r}; expected a text in quotation marks."
            )
    for name, kind in _LISTS.items():
        if not _is_list_of(data.get(name, []), kind):
            raise CorrectionError(
                f"{where}: {name} is {data[name]!r}; expected a list in brackets."
            )
    return Decision(
        report=data["report"],
        sha256=tuple(data["sha256"]),
        decision=data["decision"],
        findings=tuple(data.get("findings", ())),
        cells=tuple(_read_cell(cell, where) for cell in data.get("cells", ())),
        reason=data["reason"],
        evidence=tuple(data["evidence"]),
        who=data["who"],
        when=data["when"],
        kind=data.get("kind", ""),
    )


def _is_list_of(value: object, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)


def _read_cell(data: Mapping[str, Any], where: str) -> Correction:
    check_keys(
        data,
        where,
        "cell printed",
        "number",
        error=CorrectionError,
    )
    parts, number = str(data["cell"]).split("/"), data.get("number")
    if len(parts) != _KEY_PARTS or not _is_number(number):
        raise CorrectionError(
            f"{where}: the cell {data['cell']!r} with the number {number!r}; expected "
            "table/row/column and a number."
        )
    table, row, column = parts
    return Correction((table, row, column), str(data["printed"]), number)


def _is_number(value: object) -> bool:
    """Whether it can be a cell's number, or the lack of one; a yes or no is an int for Python."""
    return isinstance(value, int | Decimal | None) and not isinstance(value, bool)


def write_corrections(path: str | os.PathLike[str], corrections: Iterable[Decision]) -> None:
    """Writes the ledger, whole or not at all; the same decisions give the same bytes.

    A decision that stands in the file and not in `corrections` would be lost: that is a
    CorrectionError, and nothing is written. Whoever wants one gone takes it out by hand.
    """
    target = Path(path)
    ledger: tuple[Decision, ...] = ()
    for decision in corrections:
        ledger = add_decision(ledger, decision)
    lost = [decision for decision in read_corrections(target) if decision not in ledger]
    # a ledger read, changed and written by two people would keep the last one's decisions only
    if lost:
        raise CorrectionError(
            f"{target}: {len(lost)} decisions would be lost, the first: {lost[0]}. Read the file "
            "and add to what it holds; to withdraw a decision, take it out by hand."
        )
    write_file(target, "\n".join([HEADER, *map(_to_toml, ledger)]))


def _to_toml(decision: Decision) -> str:
    lines = [
        "[[decisions]]",
        f"report = {_quote(decision.report)}",
        f"sha256 = {_list([*map(_quote, decision.sha256)])}",
        f"decision = {_quote(decision.decision)}",
        f"kind = {_quote(decision.kind)}",
        f"findings = {_list([*map(_quote, decision.findings)])}",
        f"cells = {_list([*map(_cell_to_toml, decision.cells)])}",
        f"reason = {_quote(decision.reason)}",
        f"evidence = {_list([*map(_quote, decision.evidence)])}",
        f"who = {_quote(decision.who)}",
        f"when = {decision.when.isoformat()}",
    ]
    # only what an accepted explanation gave has a kind
    if not decision.kind:
        lines.remove('kind = ""')
    return "\n".join(lines) + "\n"


def _cell_to_toml(cell: Correction) -> str:
    fields = [f"cell = {_quote('/'.join(cell.key))}", f"printed = {_quote(cell.printed)}"]
    if cell.number is not None:
        # a Decimal in digits, for 1E+3 would be read as another kind of number
        plain = isinstance(cell.number, int)
        fields.append(f"number = {cell.number if plain else format(cell.number, 'f')}")
    return f"{{ {', '.join(fields)} }}"


def _quote(text: str) -> str:
    # TOML's strings are JSON's, but for one control character that JSON leaves as it is
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(items: Sequence[str]) -> str:
    """A TOML list: one item beside its key, several one a line."""
    if len(items) <= 1:
        return f"[{''.join(items)}]"
    lines = "".join(f"\n    {item}," for item in items)
    return f"[{lines}\n]"
