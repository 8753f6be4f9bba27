"""How well are planted mistakes found and named?

    python benchmarks/diagnosis.py [--mistakes N] [--seed S]

Sound reports are drawn (`planting`), a mistake of one kind, or two at once, is planted, and the
report is judged as any other. The costs in `gxkit/diagnosis/kinds.py` were set on seeds below
1 000 000; the figures reported are from seeds above it.

detectable   at least one assessable rule over the printed figures fails, or a blank is pinned by
             the others. A mistake that breaks no rule cannot be seen by arithmetic and is counted
             apart.
tied         another table that satisfies every assessable rule turns into the very same print by
             one mistake of the same kind, at least as likely a one (an exchange of rows no farther
             apart; a single cell's digits in any way; for `one cell`, any other number in any one
             cell). No method can tell the two apart from the figures. Every alternative is
             exhibited: it was found by trying all inverses of the kind in all cells, or by the
             diagnosis itself, and satisfies the rules; the number of ties is at most understated.
             A pair is tied if one of its two mistakes, planted alone, is tied or not detectable, or
             if a single mistake of one of the kinds turns another sound report into the same print.
first        the explanations of rank 1 restore the true figures (alone: no other shares the rank).
             A figure that stands where a blank should be is left as printed, for an explanation
             names numbers; none such is certain.
certain      the reconciled numbers (and those implied for blanks) restore the true figures without
             a person.
wrong        certain and wrong: a cell has a reconciled number, and it is not the true one.
misled       an explanation is alone at rank 1 and wrong, certain or not.
baseline     Fellegi and Holt's localisation alone: the fewest cells, all of weight 1, first
             solution of the program.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path
from statistics import median
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))

from planting import PLANTS, Figures, draw_table, happens, leave_blanks, plant

from gxkit.checks import judge
from gxkit.diagnosis.equations import Sheet, Structure
from gxkit.diagnosis.explaining import structure_of
from gxkit.diagnosis.localisation import fewest_cells
from gxkit.forms import Slot, find_form
from gxkit.report import Explanation, Key, Meta, Number, Report, Status, Value

FIRST_REPORTED = 1_000_000
TOP = 3
"""ranks that a person is expected to look at"""
MOST_DRAWS = 200
"""of a second mistake; the first may have changed every cell there is"""
CHUNK = 250
"""trials that a worker takes at once"""
EDITIONS = ("2021", "2021", "2021", "2019", "2019", "fujian-2011", "fujian-2014", "fujian-2017")
Tables = dict[str, Figures]


@dataclass(frozen=True, slots=True)
class Trial:
    """One planted report and what became of it."""

    kinds: tuple[str, ...]
    blanks: bool
    detectable: bool
    detected: bool
    tied: bool
    first: bool
    alone: bool
    top3: bool
    certain: bool
    wrong: bool
    misled: bool
    seconds: float
    baseline: bool
    baseline_seconds: float


class Planted(NamedTuple):
    """A mistake, the table that it is in, and the figures of a report with it alone."""

    kind: str
    table: str
    tables: Tables


def make_report(edition: str, tables: Tables) -> Report:
    """A report with these figures."""
    values = [
        _make_value(edition, table, slot, number)
        for table, figures in tables.items()
        for slot, number in figures.items()
    ]
    return Report("planted", Meta(), dict.fromkeys(tables, edition), tuple(values))


def _make_value(edition: str, table: str, slot: Slot, number: Number | None) -> Value:
    row, column = slot
    printed = "" if number is None else str(number)
    status = Status.BLANK if number is None else Status.PRINTED
    return Value(
        edition, table, row, column, f"{row} · {column}", printed, number, "", status, None
    )


def sheet(edition: str, table: str, figures: Figures) -> Sheet:
    return Sheet(structure_of(find_form(edition).table(table)), figures)


def inverses(kind: str, printed: Number | None) -> set[Number]:
    """Every number that a mistake of this kind in one cell turns into the printed one."""
    if printed is None:
        return set()
    text = str(printed)
    made: set[Number] = set()
    if kind == "sign lost":
        made = {-printed}
    elif kind == "unit":
        made = {printed * 10_000}
        if printed % 10_000 == 0:
            made.add(int(printed) // 10_000)
    elif kind in INVERSES and text.isdigit():
        made = {int(digits) for digits in INVERSES[kind](text)}
    return {n for n in made if n >= 0} - {printed}


def _untransposed(text: str) -> Iterator[str]:
    for i in range(1, len(text)):
        # a number does not begin with 0, so that a 0 cannot have stood first
        if i > 1 or text[i] != "0":
            yield text[: i - 1] + text[i] + text[i - 1] + text[i + 1 :]


def _with_a_digit_more(text: str) -> Iterator[str]:
    for i in range(len(text) + 1):
        for digit in "0123456789" if i else "123456789":
            yield text[:i] + digit + text[i:]


def _with_the_key_beside(text: str) -> Iterator[str]:
    for i, digit in enumerate(text):
        for step in (-1, 1):
            yield f"{text[:i]}{(int(digit) + step) % 10}{text[i + 1 :]}"


def _without_the_double(text: str) -> Iterator[str]:
    for i in range(1, len(text)):
        if text[i] == text[i - 1]:
            yield text[:i] + text[i + 1 :]


INVERSES: dict[str, Callable[[str], Iterator[str]]] = {
    "digits transposed": _untransposed,
    "digit lost": _with_a_digit_more,
    "digit doubled": _without_the_double,
    "digit mistyped": _with_the_key_beside,
}


def tied(kind: str, truth: Figures, printed: Sheet, found: Iterable[Explanation]) -> bool:
    """Whether another sound table gives the same print by a mistake that is at least as likely."""
    changed = {slot for slot in truth if truth[slot] != printed.numbers[slot]}
    return (
        _has_an_inverse(kind, truth, printed)
        or _is_only_bounded(kind, printed, changed)
        or _is_lost(kind, printed.structure, changed)
        or any(_is_rival(kind, truth, printed, changed, explanation) for explanation in found)
    )


def _has_an_inverse(kind: str, truth: Figures, printed: Sheet) -> bool:
    cells = {slot for rule in printed.broken for slot in printed.structure.rules[rule].cells}
    for slot in cells:
        for number in inverses(kind, printed.numbers[slot]):
            if number != truth[slot] and printed.mends({slot: number}, printed.broken):
                return True
    return False


def _is_only_bounded(kind: str, printed: Sheet, changed: set[Slot]) -> bool:
    """Whether only a bound is broken: it says that a number is wrong, not what it should be."""
    if kind != "one cell":
        return False
    over = dict(printed.structure.over[next(iter(changed))])
    return not any(printed.structure.equal[rule] for rule in printed.broken if rule in over)


def _is_lost(kind: str, layout: Structure, changed: set[Slot]) -> bool:
    """Whether the figure that fell off the end of a shifted line stands in no identity."""
    if kind not in ("column shifted", "row shifted"):
        return False
    lines = (*layout.lines, *layout.columns.values())
    ends = {line[0] for line in lines} | {line[-1] for line in lines}
    return any(
        not any(layout.equal[rule] for rule, _ in layout.over[slot]) for slot in changed & ends
    )


def _is_rival(
    kind: str, truth: Figures, printed: Sheet, changed: set[Slot], explanation: Explanation
) -> bool:
    """Whether an explanation that was found is another mistake of the same kind."""
    change = {key[1:]: number for key, _, number in explanation.cells}
    is_truth = all(truth[slot] == number for slot, number in change.items())
    if is_truth and len(change) == len(changed):
        return False
    if explanation.kind != kind and not (kind == "one cell" and len(change) == 1):
        return False
    if kind == "rows exchanged":
        rows = list(printed.structure.rows)
        if _apart(rows, change) > _apart(rows, changed):
            return False
    return printed.mends(change, printed.broken)


def _apart(rows: list[str], slots: Iterable[Slot]) -> int:
    """How many rows lie between the first and the last of these cells."""
    places = [rows.index(row) for row, _ in slots]
    return max(places, default=0) - min(places, default=0)


def outcome(report: Report, truth: Tables) -> dict[str, bool]:
    """Whether the truth is first, alone there, in the first ranks, certain; and what is wrong."""
    printed = {v.key: v.value for v in report}
    wanted: dict[Key, Number | None] = {}
    for table, figures in truth.items():
        for slot, number in figures.items():
            if number is not None and number != printed[(table, *slot)]:
                wanted[(table, *slot)] = number

    def is_right(explanation: Explanation) -> bool:
        return all(wanted.get(key, printed[key]) == n for key, _, n in explanation.cells)

    groups: dict[tuple[str, ...], list[Explanation]] = {}
    for explanation in report.explanations:
        groups.setdefault(explanation.findings, []).append(explanation)
    implied = {v.key: v.implied for v in report if v.implied is not None}
    reached = {key for key, number in implied.items() if wanted.get(key) == number}
    best: dict[str, set[Key]] = {"first": set(reached), "alone": set(reached), "top3": set(reached)}
    misled = False
    for group in groups.values():
        top = [e for e in group if e.rank == 1]
        misled |= len(top) == 1 and not is_right(top[0])
        for explanation in filter(is_right, group):
            cells = {key for key, _, _ in explanation.cells}
            best["top3"] |= cells if explanation.rank <= TOP else set()
            best["first"] |= cells if explanation.rank == 1 else set()
            best["alone"] |= cells if explanation.rank == 1 and len(top) == 1 else set()
    reconciled = {v.key: v.reconciled for v in report if v.reconciled is not None}
    wrong = any(truth[key[0]][key[1:]] != number for key, number in reconciled.items())
    return {
        **{name: set(wanted) <= cells for name, cells in best.items()},
        "certain": not wrong and set(wanted) <= reached | set(reconciled),
        "wrong": wrong,
        "misled": misled,
    }


def masked(judged: Report, truth: Tables) -> bool:
    """Whether fewer mistakes than were planted give the same print from another sound report."""
    first: dict[tuple[str, ...], Explanation] = {}
    for explanation in judged.explanations:
        first.setdefault(explanation.findings, explanation)
    undone = {key: number for explanation in first.values() for key, _, number in explanation.cells}
    mistakes = sum(explanation.kind.count(" + ") + 1 for explanation in first.values())
    if mistakes != 1 or all(truth[key[0]][key[1:]] == number for key, number in undone.items()):
        return False
    values = tuple(replace(v, value=undone.get(v.key, v.value)) for v in judged)
    return not any(f.kind == "fails" for f in judge(replace(judged, values=values)).findings)


def detectable(judged: Report, truth: Tables) -> bool:
    """Whether a rule fails, or a number that was left out is implied by the others."""
    if any(f.kind == "fails" for f in judged.findings):
        return True
    implied = [v for v in judged if v.implied is not None]
    return any(truth[v.table][v.row, v.column] == v.implied for v in implied)


def run_trial(seed: int) -> Trial:
    """One report: drawn, damaged, judged. The seed decides everything."""
    rng = random.Random(seed)
    edition = rng.choice(EDITIONS)
    largest = rng.choice((5, 30, 300, 3000))
    truth = {t.id: draw_table(t, rng, largest) for t in find_form(edition).tables}
    open_tables = [t for t in truth if t != "proactive"]
    blanks = happens(rng, 0.15)
    if blanks:
        table = rng.choice(open_tables)
        truth[table] = leave_blanks(truth[table], rng)
    planted: list[Planted] = []
    printed = dict(truth)
    wanted = 2 if happens(rng, 0.25) else 1
    for draw in count():
        if len(planted) == wanted or (planted and draw > MOST_DRAWS):
            break
        kind = rng.choice(list(PLANTS))
        # the request table twice: most of what is published wrong stands in it
        table = rng.choice([*open_tables, *(t for t in open_tables if t == "requests")])
        single = plant(kind, structure_of(find_form(edition).table(table)), truth[table], rng)
        changed = {slot: n for slot, n in (single or {}).items() if n != truth[table][slot]}
        if single is None or any(printed[table][slot] != truth[table][slot] for slot in changed):
            continue  # nothing to change, or a cell that the other mistake has changed
        printed[table] = {**printed[table], **changed}
        planted.append(Planted(kind, table, {**truth, table: single}))
    return _judge(edition, truth, printed, planted, blanks)


def _judge(
    edition: str, truth: Tables, printed: Tables, planted: list[Planted], blanks: bool
) -> Trial:
    report = make_report(edition, printed)
    start = time.perf_counter()
    judged = judge(report)
    seconds = time.perf_counter() - start
    visible = detected = detectable(judged, truth)
    is_tied = False
    for kind, table, tables in planted:
        single = judged if len(planted) == 1 else judge(make_report(edition, tables))
        visible = visible and detectable(single, truth)
        damaged = sheet(edition, table, tables[table])
        is_tied = is_tied or tied(kind, truth[table], damaged, single.explanations)
    is_tied = is_tied or (len(planted) > 1 and masked(judged, truth))
    start = time.perf_counter()
    baseline = _restores_by_fewest_cells(edition, printed, truth)
    return Trial(
        tuple(mistake.kind for mistake in planted),
        blanks,
        visible,
        detected,
        is_tied,
        **outcome(judged, truth),
        seconds=seconds,
        baseline=baseline,
        baseline_seconds=time.perf_counter() - start,
    )


def _restores_by_fewest_cells(edition: str, printed: Tables, truth: Tables) -> bool:
    for table, figures in printed.items():
        own = sheet(edition, table, figures)
        restored = dict(figures)
        for change in fewest_cells(own, most=1) if own.broken else ():
            restored |= change
        if restored != truth[table]:
            return False
    return True


def _share(trials: list[Trial], what: str, digits: int = 1) -> str:
    if not trials:
        return "-"
    return f"{100 * sum(getattr(t, what) for t in trials) / len(trials):.{digits}f}"


def _print_group(name: str, group: list[Trial]) -> None:
    seen = [t for t in group if t.detectable]
    clear = [t for t in seen if not t.tied]
    measures = ("first", "alone", "top3", "certain", "wrong", "baseline")
    shares = "".join(f"{_share(clear, measure):>8}" for measure in measures)
    print(
        f"{name:<32}{len(group):>7}{_share(group, 'detectable'):>8}{_share(seen, 'tied'):>8} | "
        f"{'':<31}{len(clear):>6}{shares}"
    )


def _print_certainty(name: str, some: list[Trial]) -> None:
    clear = [t for t in some if not t.tied]
    print(
        f"  {name}: certain and wrong {_share(some, 'wrong', 2)} % "
        f"(not tied {_share(clear, 'wrong', 2)} %), "
        f"alone at rank 1 and wrong {_share(some, 'misled', 2)} % "
        f"(not tied {_share(clear, 'misled', 2)} %)"
    )


def _print_times(name: str, seconds: Iterable[float]) -> None:
    times = sorted(1e3 * s for s in seconds)
    print(
        f"{name}: median {median(times):.1f} ms, 99 of 100 within "
        f"{times[int(0.99 * len(times))]:.0f} ms, worst {times[-1]:.0f} ms"
    )


def print_results(trials: list[Trial]) -> None:
    """The table of results, one line a kind, then singles, pairs, blanks, and the times."""
    print(
        f"{'':<32}{'n':>7}{'seen %':>8}{'tied %':>8} | of the seen that are not tied: "
        f"{'n':>6}{'first':>8}{'alone':>8}{'top 3':>8}{'certain':>8}{'wrong':>8}{'base':>8}"
    )
    singles = [t for t in trials if len(t.kinds) == 1]
    pairs = [t for t in trials if len(t.kinds) > 1]
    for kind in PLANTS:
        _print_group(kind, [t for t in singles if t.kinds == (kind,)])
    _print_group("all single mistakes", singles)
    _print_group("  of these beside blanks", [t for t in singles if t.blanks])
    _print_group("pairs", pairs)
    _print_group("all", trials)
    seen = [t for t in trials if t.detectable]
    print(f"\ndetected of the detectable: {_share(seen, 'detected')} %")
    print("of all detected, ties included:")
    _print_certainty("single mistakes", [t for t in singles if t.detectable])
    _print_certainty("two at once", [t for t in pairs if t.detectable])
    _print_certainty("all", seen)
    _print_times("a report", [t.seconds for t in seen])
    _print_times("baseline", [t.baseline_seconds for t in seen])


def run_chunk(seeds: range) -> list[Trial]:
    run_trial(seeds[0])  # loads what is loaded once
    return [run_trial(seed) for seed in seeds]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mistakes", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=FIRST_REPORTED)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    from joblib import Parallel, delayed

    seeds = range(options.seed, options.seed + options.mistakes)
    chunks = [seeds[i : i + CHUNK] for i in range(0, len(seeds), CHUNK)]
    work = Parallel(options.workers)(delayed(run_chunk)(chunk) for chunk in chunks)
    trials = list(chain.from_iterable(work))
    mistakes = sum(len(t.kinds) for t in trials)
    print(f"{len(trials)} reports, {mistakes} mistakes, seeds from {options.seed}\n")
    print_results(trials)


if __name__ == "__main__":
    main()
