"""The ledger of decisions on published figures: what a person accepted, kept or corrected, why, and
on what evidence.

A decision stands beside the source, never in it: it names the file by its hash and each cell with
the text it expects to be printed there (the guard `expect:` of Our World in Data's corrections).
What follows from it for a report stands in `applying`; how one is made and taken, in `deciding`.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT, Array, Comment, Float, InlineTable, Trivia

from gxkit.errors import CorrectionError, check_keys
from gxkit.folder.locks import lock_folder
from gxkit.output import number_text, write_file
from gxkit.report import Decided, Key, Number, Ruling
from gxkit.text import Sentence, WithFace

CORRECTIONS = "corrections.toml"
ACCEPT, KEEP, CORRECT, POSTPONE = DECISIONS = (
    Decided.ACCEPT,
    Decided.KEEP,
    Decided.CORRECT,
    Decided.POSTPONE,
)
HEADER = (
    "# Decisions on published figures. `gxkit decide` writes here, and keeps what you write here "
    "yourself.\n"
    "#\n"
    "# sha256    the files it was made for (one report may stand in several)\n"
    "# findings  the rules it settles, as `gxkit check` names them\n"
    "# cells     table/row/column, the text that must be printed there, and the number it should "
    "be (none: as published)\n"
    "# kind      of the explanation accepted\n"
)
"""the head of the file, which its readers see first"""

DECISION_SAYS = Sentence("{decision}：{said}", "{decision}: {said}")
_NAMED = Sentence("{when} 关于 {report} {about} 的决定", "Decision of {when} on {report}, {about}")
_NOTHING = Sentence("某处", "nothing")
_A_REPORT = Sentence("某份报告", "a report")
_NO_DECISION = Sentence(
    "决定写的是 {said}；应为 {known} 之一。", "the decision is {said}; expected one of {known}."
)
_NO_HASH = Sentence(
    "{digest} 不是 SHA-256；请从 catalog.csv 复制。",
    "{digest} is no SHA-256; copy it from catalog.csv.",
)
_EMPTY = Sentence(
    "{names} 为空；决定应写明针对哪个文件、哪些单元格或规则、理由、依据和作决定的人。",
    "{names} is empty; a decision says for which file, on which cells or rules, why, on what "
    "evidence and by whom.",
)
_NUMBER_AMISS = Sentence(
    "{cell} 的数字为 {number}；保留的单元格不写数字，其他的要写。",
    "{cell} has {number} for its number; a figure that is kept has none, another has one.",
)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEY_PARTS = 3
"""table, row and column"""
# Editors take no lock; who saves this often in a second is a program that runs wild.
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Correction:
    """A cell of a decision: the text it expects to be printed, and the number it should be (None:
    as published)."""

    key: Key
    printed: str
    number: Number | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Decision(WithFace):
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
        objection = next(self._objections(), None)
        if objection:
            raise CorrectionError.of(DECISION_SAYS.fill(decision=self, said=objection))
        object.__setattr__(self, "decision", Decided(self.decision))

    def _objections(self) -> Iterator[Sentence]:
        """What is wrong with the decision, the gravest first."""
        if self.decision not in DECISIONS:
            yield _NO_DECISION.fill(said=repr(self.decision), known=", ".join(DECISIONS))
        for digest in self.sha256:
            if not _SHA256.fullmatch(digest):
                yield _NO_HASH.fill(digest=repr(digest))
        absent = self._absent()
        if absent:
            yield _EMPTY.fill(names=", ".join(absent))
        for cell in self.cells:
            # a kept figure with a number would say both that it stands and what it should be
            is_kept = self.decision in (KEEP, POSTPONE)
            if (cell.number is None) != is_kept:
                yield _NUMBER_AMISS.fill(cell="/".join(cell.key), number=str(cell.number))

    def _absent(self) -> list[str]:
        """What a decision must say and this one does not."""
        needed = ["sha256", "reason", "who"]
        # who waits for evidence has none yet
        if self.decision != POSTPONE:
            needed.append("evidence")
        absent = [name for name in needed if not getattr(self, name)]
        # of a rule it may be said that it stays broken without naming any cell
        settles_rules = self.decision in (KEEP, POSTPONE) and self.findings
        if not self.cells and not settles_rules:
            absent.append("cells")
        return absent

    def say(self, language: str) -> str:
        """What it is called in a sentence, in `zh` or `en`."""
        about = "/".join(self.cells[0].key) if self.cells else next(iter(self.findings), "")
        named = _NAMED.fill(
            when=str(self.when),
            report=self.report or _A_REPORT,
            about=about or _NOTHING,
        )
        return named.say(language)

    def __str__(self) -> str:
        return self.say("en")

    @property
    def names(self) -> list[str]:
        """By what a person can name it: the report and a rule, or a cell, of which it decides."""
        about = [*self.findings, *("/".join(cell.key) for cell in self.cells)]
        return [f"{self.report}:{one}" for one in about]

    @property
    def ruling(self) -> Ruling:
        """The decision as it is put beside what it settles."""
        return Ruling(self.decision, self.reason, self.who, self.when)


Ledger = tuple[Decision, ...]
Change = Callable[[Ledger], Iterable[Decision]]
"""from the decisions that a file holds to those that it shall hold"""


def add_decision(corrections: Iterable[Decision], decision: Decision) -> Ledger:
    """The ledger with the decision in it, sorted; the same one twice is one. Writes nothing.

    A decision takes the place of what was said when it was postponed. CorrectionError if another
    one for the same file settles one of its cells or findings.
    """
    kept = [decision]
    for other in corrections:
        twice = _settled_twice(other, decision)
        if other == decision or (twice and other.decision == POSTPONE):
            continue
        if twice and decision.decision == POSTPONE:
            # of two ledgers that were joined the decision stands, and nothing waits any more
            kept.remove(decision)
        elif twice:
            raise CorrectionError(
                f"{decision.say('zh')}：{twice[0]} 已经决定（{other.ruling.say('zh')}）；请先撤"
                "销那个决定（gxkit"
                f" decide DATA {twice[0]} --undo），或保持不变。",
                f"{decision}: {twice[0]} is decided already ({other.ruling.say('en')}); undo that "
                "decision first (gxkit decide DATA N --undo), or leave it.",
            )
        kept.append(other)
    return tuple(sorted(kept, key=_place_in_ledger))


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


# The file


def read_corrections(path: str | os.PathLike[str]) -> Ledger:
    """The decisions of a file; none if there is no file. CorrectionError if it is not as it should
    be."""
    ledger: Ledger = ()
    for decision in _read_entries(_text_of(Path(path)), str(path)):
        ledger = add_decision(ledger, decision)
    return ledger


def _text_of(path: Path) -> str:
    """What a ledger holds, '' where there is none."""
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise _no_toml(str(path), error) from None


def _no_toml(
    path: str,
    error: Exception,
) -> CorrectionError:
    return CorrectionError(
        f"{path} 不是 UTF-8 的 TOML（{error}）；请修改所指的那一行。",
        f"{path} is no TOML in UTF-8 ({error}); mend the line that it names.",
    )


def _read_entries(
    text: str,
    path: str,
) -> list[Decision]:
    """The decisions in the order of the file."""
    try:
        # numbers as they are written: 1234.50 is not 1234.5
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise _no_toml(path, error) from None
    check_keys(
        data,
        path,
        "",
        "decisions",
        error=CorrectionError,
    )
    entries = enumerate(data.get("decisions", ()), 1)
    return [read_decision(entry, f"{path}, decision {number}") for number, entry in entries]


_REQUIRED = "report sha256 decision reason evidence who when"
_OPTIONAL = "findings cells kind"
_TEXTS = ("report", "decision", "reason", "who", "kind")
_LISTS: Mapping[str, type] = {"sha256": str, "evidence": str, "findings": str, "cells": dict}


def read_decision(data: Mapping[str, Any], where: str) -> Decision:
    """A decision from the data that TOML gives; CorrectionError, which begins with `where`, if they
    are none."""
    check_keys(data, where, _REQUIRED, _OPTIONAL, error=CorrectionError)
    # a time of day is a day too for Python, and no day for the ledger
    if type(data["when"]) is not date:
        raise CorrectionError(
            f"{where}：when 为 {data['when']!r}；应为不加引号的日期，例如 2026-01-31。",
            f"{where}: when is {data['when']!r}; expected a day without quotation marks, "
            "2026-01-31.",
        )
    for name in _TEXTS:
        if not isinstance(data.get(name, ""), str):
            raise CorrectionError(
                f"{where}：{name} 为 {data[name]!r}；应为加引号的文字。",
                f"{where}: {name} is {data[name]!r}; expected a text in quotation marks.",
            )
    for name, kind in _LISTS.items():
        if not _is_list_of(data.get(name, []), kind):
            raise CorrectionError(
                f"{where}：{name} 为 {data[name]!r}；应为方括号中的列表。",
                f"{where}: {name} is {data[name]!r}; expected a list in brackets.",
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
            f"{where}：单元格 {data['cell']!r}，数字 {number!r}；应为 table/row/column 和一个数"
            "字。",
            f"{where}: the cell {data['cell']!r} with the number {number!r}; expected "
            "table/row/column and a number.",
        )
    table, row, column = parts
    return Correction((table, row, column), str(data["printed"]), number)


def _is_number(value: object) -> bool:
    """Whether it can be a cell's number, or the lack of one; a yes or no is an int for Python."""
    return isinstance(value, int | Decimal | None) and not isinstance(value, bool)


def write_corrections(path: str | os.PathLike[str], corrections: Iterable[Decision]) -> None:
    """Writes the ledger, whole or not at all.

    A decision that stands in the file and not in `corrections` would be lost: that is a
    CorrectionError, and nothing is written.
    """
    wanted: Ledger = ()
    for decision in corrections:
        wanted = add_decision(wanted, decision)

    def change(there: Ledger) -> Ledger:
        lost = [one for one in there if one not in wanted]
        # a ledger read, changed and written by two people would keep the last one's decisions only
        if lost:
            raise CorrectionError(
                f"{path}：会丢失 {len(lost)} 个决定，第一个是：{lost[0].say('zh')}。请先读入文件，"
                "在其内容之上添"
                "加；要收回决定，请撤销它。",
                f"{path}: {len(lost)} decisions would be lost, the first: {lost[0]}. Read the file "
                "and add to what it holds; to withdraw a decision, undo it.",
            )
        return wanted

    change_corrections(path, change)


def change_corrections(path: str | os.PathLike[str], change: Change) -> Ledger:
    """Change the ledger of a file, alone; gives what it holds then.

    `change` is given what the file holds at that moment, so that of two writers neither loses
    anything. Comments, and entries that stay, are kept as they are; new ones stand at the end.
    CorrectionError if the file is not as it should be, CatalogError if it cannot be written.
    """
    target = Path(path)
    with lock_folder(target.parent):
        for _ in range(_TRIES):
            text = _text_of(target)
            ledger = tuple(change(read_corrections(target)))
            changed = _rewrite(
                text,
                ledger,
                str(path),
            )
            if changed == text:
                return ledger
            # a person with an editor may have saved it meanwhile, and holds no lock
            if _text_of(target) == text:
                write_file(target, changed)
                return ledger
    raise CorrectionError(
        f"{path} 一直在变，无法写入；请关闭其他正在写入的程序，再决定一次。",
        f"{path} changes all the time, so that nothing can be written into it; close what else "
        "writes there, and decide again.",
    )


def _rewrite(
    text: str,
    ledger: Ledger,
    path: str,
) -> str:
    """The text of a file with the decisions of a ledger: those that are no longer wanted taken out,
    new ones at the end, all else as it was."""
    entries = _read_entries(text, path)
    made = text or HEADER
    gone = [place for place, entry in enumerate(entries) if entry not in ledger]
    if gone:
        document = tomlkit.parse(text)
        for place in reversed(gone):
            _take_out(document, place)
        made = document.as_string()
    for decision in ledger:
        if decision not in entries:
            made = f"{made.rstrip()}\n\n{_to_toml(decision)}"
    # what a person wrote in a way of his own might join with what stands behind it
    if set(_read_entries(made, path)) != set(ledger):
        raise CorrectionError(
            f"{path} 的写法无法再添加内容；请把每个决定写在单独一行 [[decisions]] 之下。",
            f"{path} is written in a way to which nothing can be added; write each decision under "
            "a line [[decisions]] of its own.",
        )
    return made


def _take_out(
    document: tomlkit.TOMLDocument,
    place: int,
) -> None:
    """Take an entry out of a file, and leave the comments: those before the next entry belong to
    its own end."""
    entries = document["decisions"]
    assert isinstance(entries, AoT)
    body = entries[place].value.body
    last = max(number for number, (key, _) in enumerate(body) if key is not None)
    comments = body[last + 1 :]
    if not any(isinstance(item, Comment) for _, item in comments):
        comments = []
    at = [key is not None for key, _ in document.body].index(True)
    if place:
        entries[place - 1].value.body.extend(comments)
    else:
        document.body[at:at] = comments
        at += len(comments)
    del entries[place]
    # an empty list would stand in the way of the next entry
    if not len(entries):
        del document.body[at]


def _to_toml(decision: Decision) -> str:
    table = tomlkit.table()
    table["report"] = decision.report
    table["sha256"] = _list(decision.sha256)
    table["decision"] = str(decision.decision)
    # only what an accepted explanation gave has a kind
    if decision.kind:
        table["kind"] = decision.kind
    table["findings"] = _list(decision.findings)
    table["cells"] = _list([_cell_to_toml(cell) for cell in decision.cells])
    table["reason"] = decision.reason
    table["evidence"] = _list(decision.evidence)
    table["who"] = decision.who
    table["when"] = decision.when
    return f"[[decisions]]\n{table.as_string()}"


def _cell_to_toml(cell: Correction) -> InlineTable:
    made = tomlkit.inline_table()
    made["cell"] = "/".join(cell.key)
    made["printed"] = cell.printed
    if isinstance(cell.number, Decimal):
        # in its own digits, for 1E+3 would be read as another kind of number
        made["number"] = Float(0.0, Trivia(), number_text(cell.number))
    elif cell.number is not None:
        made["number"] = cell.number
    return made


def _list(items: Sequence[str | InlineTable]) -> Array:
    """One item beside its key, several one a line."""
    made = tomlkit.array()
    made.extend(items)
    return made.multiline(len(items) > 1)
