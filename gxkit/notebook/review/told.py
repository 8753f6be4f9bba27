"""What a review is told: the list of what is undecided, and of each cause its page, its
explanations and what each would change, as plain data; what is said in words in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gxkit.errors import ReadError
from gxkit.folder.collection import Collection
from gxkit.folder.deciding import Choice, Step, list_items, make_step, try_step
from gxkit.folder.decisions import POSTPONE, Decision
from gxkit.folder.downloaded import decision_object
from gxkit.folder.effects import Effect, effects_of
from gxkit.folder.review import Undecided
from gxkit.notebook.page.exchanges import pair_of
from gxkit.notebook.viewer.told import in_both, tell_report
from gxkit.output import number_text
from gxkit.report import Explanation, Finding, Key, Number, Report

Told = dict[str, Any]
_UNSAID = "—"
"""stands for a reason and a name until a person says them"""
_SIGN = "≠"


@dataclass(frozen=True, slots=True)
class Option:
    """What may be chosen for a cause: its kind as scripts call it, the step, its explanation."""

    kind: str
    step: Step
    explanation: Explanation | None = None


def tell_list(
    collection: Collection,
    who: str,
    language: str,
) -> Told:
    """What is undecided, in order of weight, and what is decided; `who` decides."""
    items = list_items(collection)
    stale = {id(one.decision): one.says.say(language) for one in collection.stale}
    # one that no longer holds is named on the page, though its cause is undecided again
    made = [one for one in collection.decisions if one.decision is not POSTPONE]
    return {
        "language": language,
        "folder": str(collection.folder or ""),
        "who": who,
        "causes": [_tell_item(one) for one in items if isinstance(one, Undecided)],
        "decided": [tell_decision(one, stale.get(id(one), "")) for one in made],
    }


def tell_decision(
    decision: Decision,
    stale: str = "",
) -> Told:
    """A decision that was made; `stale` says why it does not hold."""
    return {
        "name": decision.names[0],
        "says": in_both(decision.ruling),
        "stale": stale,
        "decision": decision_object(decision),
    }


def _tell_item(item: Undecided) -> Told:
    waits = item.postponed
    return {
        "name": item.name,
        "report": item.report,
        "agency": item.agency,
        "year": item.year,
        "source": item.source,
        "effect": item.effect,
        "moved": number_text(item.moved),
        "findings": [finding.id for finding in item.findings],
        "postponed": tell_decision(waits) if waits else None,
    }


def tell_all(
    collection: Collection,
    who: str,
    language: str,
) -> Told:
    """The list, and all that is told of each cause: a page can ask nobody later."""
    told = tell_list(
        collection,
        who,
        language,
    )
    items = [one for one in list_items(collection) if isinstance(one, Undecided)]
    return told | {"details": tell_causes(collection, items)}


def tell_causes(
    collection: Collection,
    items: Sequence[Undecided],
) -> Told:
    """By name, what is told of each cause: the page, what is broken, what may be chosen."""
    options = [_options_of(collection, item) for item in items]
    every = [option for some in options for option in some]
    effects = _effects(collection, every)
    reports = {report.id: report for report in collection.reports}
    viewed: dict[str, Told] = {}
    details: Told = {}
    for item, some in zip(items, options, strict=True):
        report = reports[item.report]
        if item.report not in viewed:
            viewed[item.report] = _view_report(report)
        numbers = {value.key: number for number, value in enumerate(report)}
        view = viewed[item.report]
        told = [
            _tell_option(
                report,
                one,
                effects[id(one)],
                numbers,
            )
            for one in some
        ]
        rules = [_tell_rule(one, numbers, view["rules"].get(one.id)) for one in item.findings]
        details[item.name] = {
            "view": _only_needed(view, item, [*told, *rules]),
            "findings": rules,
            "cells": _tell_cells(report, item, numbers),
            "options": told,
        }
    return details


def _options_of(
    collection: Collection,
    item: Undecided,
) -> list[Option]:
    """Each explanation, to keep what is printed, to correct a cell, to postpone."""
    choices: list[tuple[str, Choice, Explanation | None]] = []
    for number, one in enumerate(item.explanations, 1):
        choices.append(("accept", Choice(accept=number), one))
    choices.append(("keep", Choice(keep=True), None))
    choices.append(("postpone", Choice(), None))
    made = []
    for kind, choice, explanation in choices:
        step = make_step(
            collection,
            item,
            choice,
            reason=_UNSAID,
            evidence=(),
            who=_UNSAID,
            when=date.today(),
        )
        made.append(
            Option(
                kind,
                step,
                explanation,
            )
        )
    return made


def _effects(
    collection: Collection,
    options: Sequence[Option],
) -> dict[int, list[Effect]]:
    """What each option would change, all asked at once."""
    trials: list[Report] = []
    asked: list[Option] = []
    found: dict[int, list[Effect]] = {id(option): [] for option in options}
    for option in options:
        # what is put off changes nothing
        if option.kind == "postpone":
            continue
        trials.append(try_report(collection, option.step))
        asked.append(option)
    for option, effects in zip(
        asked,
        effects_of(collection, trials),
        strict=True,
    ):
        found[id(option)] = effects
    return found


def try_report(
    collection: Collection,
    step: Step,
) -> Report:
    """The report of a step as it would be."""
    after = try_step(collection, step)
    (decision, *_) = step.made
    return next(report for report in after.reports if report.id == decision.report)


def tell_effects(effects: Iterable[Effect]) -> list[Told]:
    """Indicators that would change, before and after, as they are read."""
    told = []
    for effect in effects:
        before, after = effect.said()
        name = in_both(effect.name)
        told.append({"name": name, "report": effect.report, "before": before, "after": after})
    return told


def _tell_option(
    report: Report,
    option: Option,
    effects: Sequence[Effect],
    numbers: dict[Key, int],
) -> Told:
    (decision, *_) = option.step.made
    told = {
        "kind": option.kind,
        "effects": tell_effects(effects),
        "decision": decision_object(decision) | {"reason": "", "who": ""},
        "changes": [],
        "cells": [numbers[cell.key] for cell in decision.cells if cell.key in numbers],
    }
    one = option.explanation
    if one is None:
        return told
    pair = pair_of(one)
    groups = (pair.first, pair.second) if pair else ()
    sides = [_numbers_of(group, numbers) for group in groups]
    # one reading may speak of several cells in the same words
    heard = {each.say("zh"): each for each in one.heard}
    return told | {
        "rank": one.rank,
        "certain": one.certain,
        "says": in_both(one),
        "heard": [in_both(each) for each in heard.values()],
        "deciders": [in_both(said) for said in one.would_decide],
        "changes": [_tell_change(report, key, number) for key, _, number in one.cells],
        "pair": {"groups": sides, "isOfColumns": pair.is_of_columns} if pair else None,
    }


def _numbers_of(
    keys: Iterable[Key],
    numbers: dict[Key, int],
) -> list[int]:
    return [numbers[key] for key in keys]


def _tell_change(
    report: Report,
    key: Key,
    number: Number,
) -> Told:
    value = report[key]
    return {"label": value.label, "printed": value.printed, "number": number_text(number)}


def _tell_rule(
    finding: Finding,
    numbers: dict[Key, int],
    aside: int | None,
) -> Told:
    sides = [finding.left, finding.right]
    known = None not in sides
    return {
        "says": in_both(finding.found()),
        "sums": f" {_SIGN} ".join(map(number_text, sides)) if known else "",
        "cells": [numbers[key] for key in finding.cells if key in numbers],
        "aside": aside,
    }


def _tell_cells(
    report: Report,
    item: Undecided,
    numbers: dict[Key, int],
) -> list[Told]:
    """The cells of the broken rules, those in doubt first: each may be corrected, which decides on
    the rules over it."""
    over: dict[Key, list[str]] = {}
    for one in item.explanations:
        for key, _, _ in one.cells:
            over.setdefault(key, [])
    for finding in item.findings:
        for key in finding.cells:
            over.setdefault(key, []).append(finding.id)
    told = []
    for key, ids in over.items():
        # of a row that changed places not every cell is in a broken rule
        if not ids:
            continue
        value = report[key]
        told.append(
            {
                "cell": "/".join(key),
                "at": numbers[key],
                "label": value.label,
                "printed": value.printed,
                "findings": ids,
            }
        )
    return told


def _view_report(report: Report) -> Told:
    """The pages and cells of a report, as the viewer is told them, and by rule the place that is no
    cell's; where the file cannot be shown, why."""
    try:
        told: Told = tell_report(report, "zh")
    except ReadError as error:
        return {"leaves": [], "cells": [], "asides": [], "note": str(error), "rules": {}}
    pairs = zip(
        report.findings,
        told["findings"],
        strict=True,
    )
    kept = {name: told[name] for name in ("leaves", "cells", "asides")}
    return kept | {"note": "", "rules": {one.id: shown["aside"] for one, shown in pairs}}


def _only_needed(
    view: Told,
    item: Undecided,
    told: Sequence[Told],
) -> Told:
    """The pages on which a cause stands: a folder of many reports would make a heavy page."""
    places = [view["cells"][at] for one in told for at in one["cells"] if view["cells"]]
    asides = [view["rules"].get(finding.id) for finding in item.findings]
    places += [view["asides"][at] for at in asides if at is not None]
    leaves = {place["leaf"] for place in places} - {None}
    # what stands nowhere may stand anywhere
    kept = sorted(leaves) or list(range(len(view["leaves"])))
    moved = {old: new for new, old in enumerate(kept)}
    return {
        "leaves": [view["leaves"][number] for number in kept],
        "cells": [_moved(place, moved) for place in view["cells"]],
        "asides": [_moved(place, moved) for place in view["asides"]],
        "note": view["note"],
    }


def _moved(
    place: Told,
    leaves: dict[int, int],
) -> Told:
    """A place on the page of its new number; on none if that page is left out."""
    return place | {"leaf": leaves.get(place["leaf"])}
