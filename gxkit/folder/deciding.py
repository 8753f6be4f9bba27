"""A person decides: what was chosen for one cause becomes a decision, and is taken into the ledger.

`make_step` makes it of a cause and a choice, `take_step` writes it; `try_step` gives the collection
as it would be. All are guarded by what the collection holds now: what no longer fits is refused in
a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Unpack

from gxkit.checks.settling import find_broken
from gxkit.errors import CorrectionError
from gxkit.folder.applying import find_stale, settled_findings
from gxkit.folder.collection import Collection
from gxkit.folder.decisions import (
    CORRECTIONS,
    POSTPONE,
    Decision,
    Ledger,
    add_decision,
    change_corrections,
)
from gxkit.folder.review import (
    Because,
    Undecided,
    accept_explanation,
    correct_cells,
    keep_as_published,
    postpone,
    undecided,
)
from gxkit.output import write_file
from gxkit.report import Key, Number, Report, Value
from gxkit.text import MONEY, Sentence

LIST = ".gxkit.list"
"""the file of a data folder that keeps the names of the list printed last"""
_NEGATIVE = Sentence("是负数", "is negative")
_FRACTION = Sentence("带有小数", "is a fraction")
Item = Undecided | Decision
"""what a number of the list means: something undecided, or after these a decision"""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen for a cause; the first of these that is set.

    `accept` is the place of an explanation among those of the cause, from 1; `correct` are numbers
    by cell; `undo` takes the decision back; nothing set postpones it.
    """

    accept: int | None = None
    keep: bool = False
    correct: Sequence[tuple[Key, Number]] = ()
    undo: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Decisions that a ledger shall hold, and some that it shall hold no more."""

    made: tuple[Decision, ...] = ()
    undone: tuple[Decision, ...] = ()

    def change(self, ledger: Ledger) -> Ledger:
        """The ledger after the step. CorrectionError if what shall be undone is not there, or what
        is made was decided otherwise."""
        for decision in self.undone:
            if decision not in ledger:
                raise CorrectionError(
                    f"{decision.say('zh')}：它不在 {CORRECTIONS} 中；可能已被他人撤销。请用 gxki"
                    "t review 重新列出已"
                    "作的决定。",
                    f"{decision}: it is not in {CORRECTIONS}; probably somebody has undone it "
                    "already. List again what is decided with gxkit review.",
                )
        left = tuple(one for one in ledger if one not in self.undone)
        for decision in self.made:
            left = add_decision(left, decision)
        return left


def list_items(collection: Collection) -> list[Item]:
    """What is undecided, in order of weight, then the decisions that were made."""
    items = undecided(collection.reports, collection.holding)
    return [*items, *list_decided(collection, items)]


def list_decided(
    collection: Collection,
    items: Sequence[Undecided],
) -> list[Decision]:
    """The decisions that were made; one that no longer holds only if what it was made for is not
    listed as undecided again."""
    again = {name for item in items for name in item.names}
    gone = [one.decision for one in collection.stale]
    listed = [one for one in gone if not again.isdisjoint(one.names)]
    made = [one for one in collection.decisions if one.decision is not POSTPONE]
    return [one for one in made if one not in listed]


def find_item(
    collection: Collection,
    name: str,
) -> Item:
    """A thing of the list by its name, `report:finding`, or by its number there, from 1.

    CorrectionError if the number was printed for another thing (see `keep_list`).
    """
    items = list_items(collection)
    if name.isdecimal():
        return _numbered(collection, items, int(name))
    for item in items:
        if name in item.names:
            return item
    raise CorrectionError(
        f"没有叫作 {name!r} 的事项；请写 gxkit review 列出的名称，即报告编号和其中一条规则，例如 "
        "2021-x:requests:R2:total。",
        f"Nothing is called {name!r}; name what the list of gxkit review names, a report and a "
        "rule of it, as 2021-x:requests:R2:total.",
    )


def keep_list(collection: Collection) -> None:
    """Keep in the folder the names of the list that is printed, by which a number is checked."""
    names = [item.names[0] for item in list_items(collection)]
    # a folder of somebody else can be looked at, and nothing be decided in it anyway
    with suppress(OSError):
        write_file(_kept_list(collection), "\n".join(names))


def _kept_list(collection: Collection) -> Path:
    return collection.ledger_path.with_name(LIST)


def _numbered(
    collection: Collection,
    items: Sequence[Item],
    number: int,
) -> Item:
    """The thing of a number, if it has this number in the list that was printed last."""
    names = [item.names[0] for item in items]
    try:
        kept = _kept_list(collection).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        kept = names
    # each decision moves those behind it, and the next number typed would be another cause's
    if kept != names:
        printed = kept[number - 1] if 1 <= number <= len(kept) else "—"
        raise CorrectionError(
            f"gxkit review 列出之后清单已有变化（当时第 {number} 项是 {printed}）；"
            "请写名称，或重新列出。",
            f"The list has changed since gxkit review printed it (number {number} was {printed}); "
            "give the name, or list it again.",
        )
    if 1 <= number <= len(items):
        return items[number - 1]
    raise CorrectionError(
        f"没有第 {number} 项：gxkit review 的清单连同已作的决定共有 {len(items)} 项。",
        f"There is no number {number}: the list of gxkit review has {len(items)}, decisions "
        "included.",
    )


def make_step(
    collection: Collection,
    item: Item,
    choice: Choice,
    **because: Unpack[Because],
) -> Step:
    """What is to be done for a choice. CorrectionError if it cannot be made for this cause, or no
    reason is given."""
    if choice.undo:
        return Step(undone=(_decision_to_undo(collection, item),))
    if isinstance(item, Decision):
        raise CorrectionError(
            f"{item.say('zh')} 已经决定（{item.ruling.say('zh')}）；请先用 --undo 撤销。",
            f"{item} is decided already ({item.ruling.say('en')}); undo it first, with --undo.",
        )
    # the one thing that nobody can make up later is why
    if not because["reason"].strip():
        raise CorrectionError(
            "作决定须说明理由；请用 --reason 写明，写成可以公开辩护的理由。",
            'A decision says why; give it with --reason "…", as you would defend it in print.',
        )
    report = _report_of(collection, item.report)
    decision = _decide(
        collection,
        report,
        item,
        choice,
        because,
    )
    return fit_step(collection, Step((decision,)))


def fit_step(
    collection: Collection,
    step: Step,
) -> Step:
    """A step with what it takes the place of: decisions on its rules and cells that no longer
    fit."""
    names = {name for decision in step.made for name in decision.names}
    stale = [one.decision for one in collection.stale]
    again = [one for one in stale if not names.isdisjoint(one.names)]
    return Step(step.made, (*step.undone, *again))


def _decide(
    collection: Collection,
    report: Report,
    item: Undecided,
    choice: Choice,
    because: Because,
) -> Decision:
    ids = [finding.id for finding in item.findings]
    # of one report that stands in several files any may be the one that is read next
    copies: Any = collection.facts.get(report.id, {}).get("files", ())
    if choice.accept is not None:
        explanation = item.explanation(choice.accept)
        because["evidence"] = because["evidence"] or item.evidence(explanation)
        return accept_explanation(report, explanation, copies=copies, **because)
    if choice.keep:
        because["evidence"] = because["evidence"] or item.evidence()
        return keep_as_published(report, ids, copies=copies, **because)
    if not choice.correct:
        return postpone(report, ids, copies=copies, **because)
    because["evidence"] = because["evidence"] or item.evidence()
    numbers = dict(choice.correct)
    decision = correct_cells(report, numbers, copies=copies, **because)
    # a rule over the cell may have been decided on before
    settled = settled_findings(report, collection.holding)
    over = tuple(name for name in decision.findings if name not in settled)
    if set(ids).isdisjoint(over):
        cells = ", ".join("/".join(key) for key in numbers)
        raise CorrectionError(
            f"{cells}：规则 {' '.join(ids)} 都不涉及此单元格，更正它在这里不能决定任何事；请写这些"
            "规则中的单元格。",
            f"{cells}: none of the rules {' '.join(ids)} counts it, so that to correct it would "
            "decide nothing here; name a cell of these rules.",
        )
    return replace(decision, findings=over)


def _decision_to_undo(
    collection: Collection,
    item: Item,
) -> Decision:
    if isinstance(item, Decision):
        return item
    stale = [one.decision for one in collection.stale]
    fallen = [one for one in stale if not set(item.names).isdisjoint(one.names)]
    if fallen:
        return fallen[0]
    if item.postponed is None:
        raise CorrectionError(
            f"{item.name} 尚未决定，无可撤销。已作的决定列在 gxkit review 清单的末尾。",
            f"{item.name} is undecided: there is nothing to undo. Decisions stand at the end of "
            "the list of gxkit review.",
        )
    return item.postponed


def _report_of(
    collection: Collection,
    name: str,
) -> Report:
    return next(report for report in collection.reports if report.id == name)


def try_step(
    collection: Collection,
    step: Step,
) -> Collection:
    """The collection as it would be, nothing written. CorrectionError if a decision does not hold
    for what is printed."""
    for decision in step.made:
        refuse_unfit(collection, decision)
    return collection.under(step.change(collection.decisions))


def refuse_unfit(
    collection: Collection,
    decision: Decision,
) -> None:
    """CorrectionError if a decision is for no report that is here, or not for what it prints."""
    own = [one for one in collection.as_read if one.id == decision.report]
    own = [one for one in own if one.sha256 in decision.sha256]
    if not own:
        raise CorrectionError(
            f"{decision.say('zh')}：{collection.folder} 中没有该文件的报告 {decision.report}；可"
            "能作决定之后"
            "文件被替换了。请查看后重新决定。",
            f"{decision}: there is no report {decision.report} of that file in {collection.folder};"
            " probably the file was replaced since the decision was made. Look at it and decide "
            "again.",
        )
    stale = find_stale(own[0], [decision])
    if stale:
        raise CorrectionError.of(stale[0].says)
    for cell in decision.cells:
        _refuse_number(own[0][cell.key], cell.number)


def _refuse_number(value: Value, number: Number | None) -> None:
    """CorrectionError for a number that no report can print in a cell."""
    # a slip of the hand would stand in print under somebody's name
    if number is None or (number >= 0 and (value.unit in MONEY or number == int(number))):
        return
    wrong = _NEGATIVE if number < 0 else _FRACTION
    raise CorrectionError(
        f"{'/'.join(value.key)} 应为 {number}，{wrong.zh}；应为 0 或以上，不是金额的应为整数"
        f"（{value.unit or '无单位'}）。可能是输入有误，请再写一次。",
        f"{'/'.join(value.key)} should be {number}, which {wrong}; expected 0 or more, and whole "
        f"{value.unit or 'units'} where it is no money. Probably it is mistyped; say it again.",
    )


def take_step(
    collection: Collection,
    step: Step,
) -> None:
    """Write a step into the ledger of the collection's folder, and have the collection follow.

    What others wrote there meanwhile is kept, and heard. CorrectionError as for `try_step`, and
    nothing is written.
    """
    try_step(collection, step)
    ledger = change_corrections(collection.ledger_path, step.change)
    collection.become(collection.under(ledger))


def broken_then(after: Collection, step: Step) -> list[str]:
    """The rules over the cells that a step gives a number, by name, that do not hold with it."""
    changed: dict[str, set[Key]] = {}
    for decision in step.made:
        keys = {cell.key for cell in decision.cells if cell.number is not None}
        changed.setdefault(decision.report, set()).update(keys)
    broken: list[str] = []
    for report in after.reports:
        broken += find_broken(report, changed.get(report.id, ()))
    return broken
