"""How well are planted mistakes found and named? `python benchmarks/diagnosis.py [--mistakes N] [--seed S]`

Sound reports are drawn (`planting`), a mistake of one kind, or two at once, is planted, and the report is judged as
any other. The costs in `gxkit/diagnosis/mistakes.py` were set on seeds below 1 000 000; the figures reported are from
seeds above it.

detectable   at least one assessable rule over the printed figures fails, or a blank is pinned by the others.
             A mistake that breaks no rule cannot be seen by arithmetic and is counted apart.
tied         another table that satisfies every assessable rule turns into the very same print by one mistake of the
             same kind, at least as likely a one (an exchange of rows no farther apart; a single cell's digits in any
             way; for `one cell`, any other number in any one cell). No method can tell the two apart from the figures.
             Every alternative is exhibited: it was found by trying all inverses of the kind in all cells, or by the
             diagnosis itself, and satisfies the rules; so the number of ties is at most understated.
             A pair is tied if one of its two mistakes, planted alone, is tied or not detectable, or if a single
             mistake of one of the kinds turns another sound report into the same print.
first        the explanations of rank 1 restore the true figures (alone: no other shares the rank). A figure that stands
             where a blank should be is left as printed, for an explanation names numbers; none such is certain.
certain      the reconciled numbers (and those implied for blanks) restore the true figures without a person.
wrong        certain and wrong: a cell has a reconciled number, and it is not the true one.
misled       an explanation is alone at rank 1 and wrong, certain or not.
baseline     Fellegi and Holt's localisation alone: the fewest cells, all of weight 1, first solution of the program.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent))

from planting import PLANTS, Figures, draw_table, leave_blanks, plant

from gxkit.checks import judge
from gxkit.diagnosis.equations import Sheet
from gxkit.diagnosis.explaining import layout_of
from gxkit.diagnosis.localisation import fewest_cells
from gxkit.forms import find_form
from gxkit.report import Explanation, Key, Meta, Number, Report, Status, Value

FIRST_REPORTED = 1_000_000
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


def make_report(edition: str, tables: Tables) -> Report:
    """A report with these figures."""
    values = tuple(
        Value(
            edition,
            table,
            *slot,
            f"{slot[0]} · {slot[1]}",
            "" if number is None else str(number),
            number,
            "",
            Status.BLANK if number is None else Status.PRINTED,
            None,
        )
        for table, figures in tables.items()
        for slot, number in figures.items()
    )
    return Report("planted", Meta(), dict.fromkeys(tables, edition), values)


def sheet(edition: str, table: str, figures: Figures) -> Sheet:
    return Sheet(layout_of(find_form(edition).table(table)), figures)


def inverses(kind: str, printed: Number | None) -> set[Number]:
    """Every number that a mistake of this kind in one cell turns into the printed one, tried one by one."""
    if printed is None:
        return set()
    text, made = str(printed), set[Number]()
    if kind == "digits transposed":
        made = {
            int(text[: i - 1] + text[i] + text[i - 1] + text[i + 1 :])
            for i in range(1, len(text))
            if text.isdigit() and (i > 1 or text[i] != "0")
        }
    elif kind == "digit lost" and text.isdigit():
        made = {
            int(text[:i] + str(d) + text[i:])
            for i in range(len(text) + 1)
            for d in range(10)
            if i or d
        }
    elif kind == "digit doubled" and text.isdigit():
        made = {
            int(text[:i] + text[i + 1 :]) for i in range(1, len(text)) if text[i] == text[i - 1]
        }
    elif kind == "sign lost":
        made = {-printed}
    elif kind == "unit":
        made = {printed * 10_000} | ({int(printed) // 10_000} if printed % 10_000 == 0 else set())
    return {n for n in made if n >= 0} - {printed}


def tied(kind: str, truth: Figures, printed: Sheet, found: Iterable[Explanation]) -> bool:
    """Whether another sound table gives the same print by a mistake of the same kind that is at least as likely."""
    changed = {slot for slot in truth if truth[slot] != printed.numbers[slot]}
    lost = {
        line[end]
        for line in (*printed.layout.lines, *printed.layout.columns.values())
        for end in (0, -1)
    }
    cells = {s for rule in printed.broken for s in printed.layout.rules[rule].cells}
    for slot in cells:
        for number in inverses(kind, printed.numbers[slot]):
            if number != truth[slot] and printed.mends({slot: number}, printed.broken):
                return True
    if kind == "one cell":
        slot = next(iter(changed))
        if not any(
            printed.layout.equal[rule]
            for rule in printed.broken
            if rule in dict(printed.layout.over[slot])
        ):
            return (
                True  # a bound is broken: it says that the number is wrong, not what it should be
            )
    if kind in ("column shifted", "row shifted") and any(
        not any(printed.layout.equal[rule] for rule, _ in printed.layout.over[slot])
        and slot in lost
        for slot in changed
    ):
        return True  # the figure that fell off the line stands in no identity
    rows = list(printed.layout.rows)
    apart = max(
        (abs(rows.index(a) - rows.index(b)) for a, _ in changed for b, _ in changed), default=0
    )
    for explanation in found:
        change = {key[1:]: number for key, _, number in explanation.cells}
        if all(truth[s] == n for s, n in change.items()) and len(change) == len(changed):
            continue
        own = explanation.kind == kind or (kind == "one cell" and len(change) == 1)
        if own and kind == "rows exchanged":
            here = [rows.index(s[0]) for s in change]
            own = max(here) - min(here) <= apart
        if own and printed.mends(change, printed.broken):
            return True
    return False


def outcome(report: Report, truth: Tables) -> dict[str, bool]:
    """Whether the truth is first, alone at rank 1, among the first three ranks, certain; whether a wrong one is."""
    printed = {v.key: v.value for v in report}
    wanted: dict[Key, Number | None] = {
        (table, *slot): n
        for table, figures in truth.items()
        for slot, n in figures.items()
        if n is not None and n != printed[(table, *slot)]
    }
    groups: dict[tuple[str, ...], list[Explanation]] = {}
    for explanation in report.explanations:
        groups.setdefault(explanation.findings, []).append(explanation)
    implied = {f.cells[0]: f.right for f in report.findings if f.rule == "implied"}
    reached = {key for key, number in implied.items() if wanted.get(key) == number}
    best: dict[str, set[Key]] = {"first": set(reached), "alone": set(reached), "top3": set(reached)}
    wrong = any(
        v.reconciled is not None and v.reconciled != truth[v.table][v.row, v.column] for v in report
    )
    misled = False
    for group in groups.values():
        top = [e for e in group if e.rank == 1]
        misled |= len(top) == 1 and any(
            wanted.get(key, printed[key]) != number for key, _, number in top[0].cells
        )
        for e in group:
            right = all(wanted.get(key, printed[key]) == number for key, _, number in e.cells)
            cells = {key for key, _, _ in e.cells}
            if right:
                best["top3"] |= cells if e.rank <= 3 else set()
                best["first"] |= cells if e.rank == 1 else set()
                best["alone"] |= cells if e.rank == 1 and len(top) == 1 else set()
    certain = reached | {v.key for v in report if v.reconciled is not None}
    return {
        **{name: set(wanted) <= cells for name, cells in best.items()},
        "certain": not wrong and set(wanted) <= certain,
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
    return any(
        f.kind == "fails"
        or (f.rule == "implied" and truth[f.cells[0][0]][f.cells[0][1:]] == f.right)
        for f in judged.findings
    )


def run_trial(seed: int) -> Trial:
    """One report: drawn, damaged, judged. The seed decides everything."""
    rng = random.Random(seed)
    edition = rng.choice(EDITIONS)
    largest = rng.choice((5, 30, 300, 3000))
    truth = {t.id: draw_table(t, rng, largest) for t in find_form(edition).tables}
    open_tables = [t for t in truth if t != "proactive"]
    blanks = rng.random() < 0.15
    if blanks:
        table = rng.choice(open_tables)
        truth[table] = leave_blanks(truth[table], rng)
    kinds: list[str] = []
    alone: list[tuple[str, Tables]] = []
    printed = dict(truth)
    wanted = 2 if rng.random() < 0.25 else 1
    for draw in count():
        if len(kinds) == wanted or (kinds and draw > 200):
            break  # the first mistake may have changed every cell there is
        kind = rng.choice(list(PLANTS))
        table = rng.choice([*open_tables, *(t for t in open_tables if t == "requests")])
        single = plant(kind, layout_of(find_form(edition).table(table)), truth[table], rng)
        changed = {slot: n for slot, n in (single or {}).items() if n != truth[table][slot]}
        if single is None or any(printed[table][slot] != truth[table][slot] for slot in changed):
            continue  # nothing to change, or a cell that the other mistake has changed
        printed[table] = {**printed[table], **changed}
        kinds.append(kind)
        alone.append((table, {**truth, table: single}))
    return _judge(edition, truth, printed, kinds, alone, blanks)


def _judge(
    edition: str,
    truth: Tables,
    printed: Tables,
    kinds: list[str],
    alone: list[tuple[str, Tables]],
    blanks: bool,
) -> Trial:
    report = make_report(edition, printed)
    start = time.perf_counter()
    judged = judge(report)
    seconds = time.perf_counter() - start
    visible = detectable(judged, truth)
    is_tied = False
    for kind, (table, tables) in zip(kinds, alone, strict=True):
        single = judged if len(kinds) == 1 else judge(make_report(edition, tables))
        visible = visible and detectable(single, truth)
        is_tied = is_tied or tied(
            kind, truth[table], sheet(edition, table, tables[table]), single.explanations
        )
    is_tied = is_tied or (len(kinds) > 1 and masked(judged, truth))
    start = time.perf_counter()
    restored: dict[Key, Number] = {}
    for table, figures in printed.items():
        own = sheet(edition, table, figures)
        if own.broken:
            restored |= {
                (table, *s): n for change in fewest_cells(own, most=1) for s, n in change.items()
            }
    baseline = {key: restored.get(key, n) for key, n in ((v.key, v.value) for v in report)} == {
        (table, *s): n for table, figures in truth.items() for s, n in figures.items()
    }
    base_seconds = time.perf_counter() - start
    return Trial(
        tuple(kinds),
        blanks,
        visible,
        detectable(judged, truth),
        is_tied,
        **outcome(judged, truth),
        seconds=seconds,
        baseline=baseline,
        baseline_seconds=base_seconds,
    )


def _percent(trials: list[Trial], what: str) -> str:
    return (
        f"{100 * sum(getattr(t, what) for t in trials) / len(trials):>7.1f}"
        if trials
        else "      -"
    )


def print_results(trials: list[Trial]) -> None:
    """The table of results, one line a kind, then singles, pairs, blanks, and the times."""
    print(
        f"{'':<32}{'n':>7}{'seen %':>8}{'tied %':>8} | of the seen that are not tied: {'n':>6}{'first':>8}"
        f"{'alone':>8}{'top 3':>8}{'certain':>8}{'wrong':>8}{'base':>8}"
    )
    singles = [t for t in trials if len(t.kinds) == 1]
    groups = {k: [t for t in singles if t.kinds == (k,)] for k in PLANTS}
    groups |= {
        "all single mistakes": singles,
        "  of these beside blanks": [t for t in singles if t.blanks],
        "pairs": [t for t in trials if len(t.kinds) == 2],
        "all": trials,
    }
    for name, group in groups.items():
        seen = [t for t in group if t.detectable]
        clear = [t for t in seen if not t.tied]
        print(
            f"{name:<32}{len(group):>7}{_percent(group, 'detectable'):>8}{_percent(seen, 'tied'):>8} | "
            f"{'':<31}{len(clear):>6}"
            + "".join(
                f"{_percent(clear, w):>8}"
                for w in ("first", "alone", "top3", "certain", "wrong", "baseline")
            )
        )
    seen = [t for t in trials if t.detectable]
    times, base = sorted(t.seconds for t in seen), sorted(t.baseline_seconds for t in seen)
    print(f"\ndetected of the detectable: {_percent(seen, 'detected').strip()} %")
    print("of all detected, ties included:")
    for name, numbers in (("single mistakes", (1,)), ("two at once", (2,)), ("all", (1, 2))):
        some = [t for t in seen if len(t.kinds) in numbers]
        clear = [t for t in some if not t.tied]
        print(
            f"  {name}: certain and wrong {100 * sum(t.wrong for t in some) / len(some):.2f} % "
            f"(not tied {100 * sum(t.wrong for t in clear) / len(clear):.2f} %), alone at rank 1 and wrong "
            f"{100 * sum(t.misled for t in some) / len(some):.2f} % "
            f"(not tied {100 * sum(t.misled for t in clear) / len(clear):.2f} %)"
        )
    for name, some in (("a report", times), ("baseline", base)):
        print(
            f"{name}: median {1e3 * median(some):.1f} ms, 99 of 100 within "
            f"{1e3 * some[int(0.99 * len(some))]:.0f} ms, worst {1e3 * some[-1]:.0f} ms"
        )


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
    chunks = [seeds[i : i + 250] for i in range(0, len(seeds), 250)]
    trials = list(
        chain.from_iterable(Parallel(options.workers)(delayed(run_chunk)(c) for c in chunks))
    )
    print(
        f"{len(trials)} reports, {sum(len(t.kinds) for t in trials)} mistakes, seeds from {options.seed}\n"
    )
    print_results(trials)


if __name__ == "__main__":
    main()
