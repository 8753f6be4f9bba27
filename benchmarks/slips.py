"""Are mistakes as people make them found, named, and called certain only where they are?

    python benchmarks/slips.py [--singles N] [--doubles N] [--sound N] [--set even|typists|clerks]

Sound reports are drawn (`slip_reports`), one mistake or two are made in them (`slip_kinds`, with
the frequencies of the set), and each is judged as one of a data folder: alone or beside the reports
of the years around it, with or without a sentence that states figures. Nothing of the package was
tuned to these reports. A sentence tells the truth, but one in ten was copied from the wrong table;
a neighbouring report is sound, but one in twenty has a slip of its own.

rule       a rule of the tables fails, or a blank is implied by the others; what follows is of these
told       no rule of the tables fails, but the narrative or a neighbouring year contradicts
unseen     nothing does: no arithmetic can see the mistake
first      a choice of one explanation of rank 1 for each set of findings changes exactly the cells
           that were changed, to the true numbers (a blank is as good as 0): alone, where there is
           no other choice, else tied
random     how often such a choice is right, if it is made at random
misled     alone at rank 1, and wrong
certain    the certain explanations and the implied numbers are exactly the truth
wrong      CERTAIN AND WRONG: a certain explanation or a reconciled number is not the truth
implied    a number said to be implied by the others is not the truth
silent     a changed cell is called verified
Of two mistakes each must break a rule by itself; the others are counted apart. Sound reports give
alarm where a finding fails or an explanation is offered.

Measured with seed 2027, 1000 single mistakes, 200 double ones and 150 sound reports a set (% of
those that break a rule, of double ones of those each of which does, `wrong` to two places; worst
CPU time of one report on a busy machine):

set        alone   tied   random   certain   wrong   alarm   median, worst
even        78.8   16.9     84.7      45.5    0.00       0   8 ms, 1.1 s
typists     82.9   14.4     87.3      45.6    0.00       0   7 ms, 1.2 s
clerks      77.7   19.6     84.4      43.6    0.00       0   8 ms, 1.3 s
double, even     50.4   33.3     59.8      13.8    0.00
double, typists  57.8   21.1     64.3      16.5    0.92
double, clerks   44.3   33.6     55.3      13.7    0.00

What the costs of the explanations assume instead is stated in `gxkit.diagnosis.kinds`.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent))

from slip_kinds import KINDS, SETS, Kind, Sheet, weights_of
from slip_reports import Body, Figures, draw_body, make_report, pick, print_zeros, tell

from gxkit.checks import judge
from gxkit.checks.neighbours import year_witnesses
from gxkit.checks.years import find_across_years, join_findings
from gxkit.parsing.judging import hear_witnesses, judge_report
from gxkit.report import Explanation, FindingKind, Key, Number, Origin, Report

NEIGHBOURS = {"": 50, "before": 20, "after": 10, "before after": 20}
"""which of the neighbouring years are at hand, of a hundred reports"""
TOLD = 0.5
COPIED = 0.1
"""how often the sentence was copied from the table with the mistake in it"""
NEIGHBOUR_SLIPS = 0.05
MOST_DRAWS = 400
"""of bodies for a kind; some need what few have, as 增/减 below 0"""
MOST_CHOICES = 4096
"""counted one by one when it is asked how often a random choice is right"""
CHUNK = 50
FROM_OUTSIDE = (Origin.NARRATIVE, Origin.YEARS)
FLAGS = ("wrong", "alarm", "misled", "missed", "silent", "implied")


@dataclass(frozen=True)
class Case:
    """A report with its mistakes; `apart` are the changes of each, `truth` the sound figures."""

    kinds: tuple[str, ...]
    body: Body
    apart: tuple[Figures, ...] = ()

    @property
    def printed(self) -> Figures:
        figures = dict(self.body.truth)
        for changes in self.apart:
            figures |= changes
        return figures

    @property
    def wanted(self) -> dict[Key, Number]:
        """The cells that were changed, with their true numbers."""
        printed = self.printed
        truth = self.body.truth
        return {key: truth[key] or 0 for key in truth if (truth[key] or 0) != (printed[key] or 0)}


@dataclass(frozen=True)
class Result:
    """What became of a case."""

    case_kinds: tuple[str, ...]
    beside: str
    told: bool
    seen: str
    each_seen: bool
    first: bool
    alone: bool
    random: float
    misled: bool
    certain: bool
    wrong: bool
    implied: bool
    silent: bool
    alarm: bool
    remarks: bool
    seconds: float
    story: str = ""

    @property
    def tied(self) -> bool:
        return self.first and not self.alone

    @property
    def missed(self) -> bool:
        return not self.first


def slip_into(body: Body, kind: Kind, rng: random.Random) -> Figures | None:
    """The changes that a mistake of this kind makes in a report; None where it changes nothing."""
    truth = body.truth
    made = kind.make(Sheet(body.edition, truth, body.last), rng)
    if made is None or not made.keys() <= truth.keys():
        return None
    # 0 is printed as the body prints it, but a cell that nobody filled stays empty
    changes = print_zeros(made, body.style)
    if all((changes[key] or 0) == (truth[key] or 0) for key in changes):
        return None
    return changes


def draw_case(
    rng: random.Random, kinds: Mapping[str, Kind], others: Mapping[str, Kind], of: str, count: int
) -> Case:
    """A report with so many mistakes, the first of `kinds`, further ones of `others`."""
    while count:
        pools = [kinds, *[others] * (count - 1)]
        chosen = [pool[pick(rng, weights_of(pool, of))] for pool in pools]
        for _ in range(MOST_DRAWS):
            body = draw_body(rng)
            apart = [slip_into(body, kind, rng) for kind in chosen]
            made = [changes for changes in apart if changes is not None]
            cells = [key for changes in made for key in changes]
            # two in one cell are not two mistakes that anyone could tell apart
            if len(made) == count and len(set(cells)) == len(cells):
                return Case(tuple(kind.name for kind in chosen), body, tuple(made))
    return Case((), draw_body(rng))


@dataclass(frozen=True)
class Judged:
    """The report in question, judged, how long that took, and what it was given."""

    report: Report
    seconds: float
    beside: str
    told: str


def judge_case(case: Case, rng: random.Random) -> Judged:
    """The report as a data folder would judge it that holds its neighbours too."""
    body = case.body
    beside = pick(rng, NEIGHBOURS)
    told = ""
    if rng.random() < TOLD:
        source = case.printed if rng.random() < COPIED else body.truth
        told = tell(rng, body.year, source)
    others = []
    for name, year in (("before", body.year - 1), ("after", body.year + 1)):
        if name in beside.split():
            others.append(judge_report(_neighbour(case, year, rng)))
    start = time.process_time()
    report = judge_report(make_report(body.name, body.year, body.edition, case.printed, told))
    seconds = time.process_time() - start
    reports = sorted([report, *others], key=lambda one: one.id)
    facts = {one.id: _facts(one) for one in reports}
    start = time.process_time()
    heard = hear_witnesses(report, year_witnesses(reports, facts).get(report.id, ()))
    seconds += time.process_time() - start
    together = [heard if one is report else one for one in reports]
    joined = join_findings(together, find_across_years(together, facts))
    own = next(one for one in joined if one.id == report.id)
    return Judged(own, seconds, beside, told)


def _facts(report: Report) -> dict[str, object]:
    meta = report.meta
    return {"agency": meta.agency, "code": "350128", "scope": meta.scope, "year": meta.year}


def _neighbour(case: Case, year: int, rng: random.Random) -> Report:
    body = case.body
    figures = body.years[year]
    if case.kinds and rng.random() < NEIGHBOUR_SLIPS:
        moved = replace(body, year=year, editions={**body.editions, year - 1: ""})
        figures = figures | (slip_into(moved, rng.choice(list(KINDS.values())), rng) or {})
    return make_report(body.name, year, body.editions[year], figures)


# ---- what is right


def is_right(explanation: Explanation, wanted: Mapping[Key, Number], printed: Figures) -> bool:
    """Whether it gives every cell that it names its true number."""
    return all(
        (wanted[key] if key in wanted else printed[key] or 0) == number
        for key, _, number in explanation.cells
    )


def changed_by(explanation: Explanation) -> set[Key]:
    return {key for key, before, number in explanation.cells if (before or 0) != number}


@dataclass(frozen=True)
class Choice:
    """How the explanations of rank 1 stand to the truth."""

    first: bool
    alone: bool
    random: float
    misled: bool


def weigh(report: Report, case: Case, implied: set[Key]) -> Choice:
    """Whether the first rank holds the truth; `implied` are cells that are right without it."""
    wanted, printed = case.wanted, case.printed
    groups: dict[tuple[str, ...], list[Explanation]] = {}
    for explanation in report.explanations:
        if explanation.rank == 1:
            groups.setdefault(explanation.findings, []).append(explanation)
    right = [[e for e in group if is_right(e, wanted, printed)] for group in groups.values()]
    misled = any(len(g) == 1 and not r for g, r in zip(groups.values(), right, strict=True))
    tried = hits = 0
    for choice in product(*right):
        tried += 1
        cells = implied.union(*map(changed_by, choice))
        hits += cells >= wanted.keys()
        if tried == MOST_CHOICES:
            break
    choices = prod(map(len, groups.values()))
    scale = prod(map(len, right)) / (tried or 1)
    alone = hits > 0 and choices == 1
    return Choice(hits > 0, alone, hits * scale / choices, misled)


def seen_by(report: Report, implied: set[Key], wanted: Mapping[Key, Number]) -> str:
    """`rule`, `told` or `unseen`: what notices the mistake."""
    failing = [f for f in report.findings if f.kind is FindingKind.FAILS]
    if implied or any(f.origin not in FROM_OUTSIDE for f in failing):
        return "rule"
    notable = (FindingKind.FAILS, FindingKind.REMARK)
    for finding in report.findings:
        if finding.kind in notable and not wanted.keys().isdisjoint(finding.cells):
            return "told"
    return "told" if failing else "unseen"


def find_implied(report: Report) -> dict[Key, Number]:
    """The numbers that blanks are said to stand for."""
    return {value.key: value.implied for value in report if value.implied is not None}


def is_seen_alone(case: Case, changes: Figures) -> bool:
    """Whether one of several mistakes breaks a rule of the tables by itself."""
    one = replace(case, apart=(changes,))
    report = judge(make_report(case.body.name, case.body.year, case.body.edition, one.printed))
    wanted = one.wanted
    said = find_implied(report)
    implied = {key for key in said if wanted.get(key) == said[key]}
    return seen_by(report, implied, wanted) == "rule"


def score(case: Case, judged: Judged, of: str) -> Result:
    """What came out of a case; `of` names the flag whose cases are told in full."""
    report = judged.report
    wanted, truth = case.wanted, case.body.truth
    said = find_implied(report)
    implied = {key for key in said if wanted.get(key) == said[key]}
    choice = weigh(report, case, implied)
    sure = [e for e in report.explanations if e.certain]
    reconciled = {v.key: v.reconciled for v in report if v.reconciled is not None}
    is_wrong = any(not is_right(e, wanted, case.printed) for e in sure)
    is_wrong |= any((truth[key] or 0) != number for key, number in reconciled.items())
    mended = implied.union(*map(changed_by, sure), reconciled)
    failing = [f for f in report.findings if f.kind is FindingKind.FAILS]
    result = Result(
        case_kinds=case.kinds,
        beside=judged.beside,
        told=bool(judged.told),
        seen=seen_by(report, implied, wanted),
        each_seen=len(case.kinds) <= 1 or all(is_seen_alone(case, c) for c in case.apart),
        first=choice.first,
        alone=choice.alone,
        random=choice.random,
        misled=choice.misled,
        certain=not is_wrong and wanted.keys() <= mended,
        wrong=is_wrong,
        implied=any((truth[key] or 0) != number for key, number in said.items()),
        silent=any(report[key].verdict == "verified" for key in wanted),
        alarm=not case.kinds and bool(failing or report.explanations),
        remarks=any(f.kind is FindingKind.REMARK for f in report.findings),
        seconds=judged.seconds,
    )
    return replace(result, story=tell_case(case, judged)) if getattr(result, of) else result


def tell_case(case: Case, judged: Judged) -> str:
    """A case in full: what was changed, who was heard, what was said."""
    body, report = case.body, judged.report
    lines = [
        f"-- {' + '.join(case.kinds) or 'sound'} · {body.edition}, {body.size}, {body.style} · "
        f"neighbours: {judged.beside or 'none'} · {judged.told or 'nothing told'}"
    ]
    printed = case.printed
    for key, number in case.wanted.items():
        lines.append(f"   {'/'.join(key)}: true {number}, printed {printed[key]}")
    for explanation in report.explanations:
        if explanation.rank == 1:
            sure = ", CERTAIN" if explanation.certain else ""
            lines.append(f"   [1{sure}] {explanation.say('en')}")
            changes = [f"{'/'.join(key)} {old} -> {new}" for key, old, new in explanation.cells]
            lines.append(f"       {'; '.join(changes[:12])}")
            lines += [f"       heard: {said}" for said in explanation.say_heard("en")]
    failing = [f for f in report.findings if f.kind is FindingKind.FAILS]
    lines += [f"   fails: {finding.say('en')}" for finding in failing[:6]]
    return "\n".join(lines)


# ---- many


@dataclass(frozen=True)
class Task:
    """Some cases to be drawn and judged: `count` mistakes in each."""

    seed: int
    frequencies: str
    count: int
    numbers: range
    of: str
    extra: str = ""


def load_kinds(path: str) -> Mapping[str, Kind]:
    """The kinds of another file: what it holds as KINDS."""
    if not path:
        return KINDS
    spec = importlib.util.spec_from_file_location("slips_extra", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python file; --extra takes one that holds KINDS.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    extra: Mapping[str, Kind] = module.KINDS
    return extra


def run(task: Task) -> list[Result]:
    """The seed, the set and the number decide everything of a case."""
    kinds = load_kinds(task.extra)
    # what is loaded once is not counted as anyone's time
    judge_case(Case((), draw_body(random.Random(0))), random.Random(0))
    results = []
    for number in task.numbers:
        rng = random.Random(f"{task.seed}/{task.frequencies}/{task.count}/{number}")
        case = draw_case(rng, kinds, KINDS, task.frequencies, task.count)
        results.append(score(case, judge_case(case, rng), task.of))
    return results


def tasks_of(options: argparse.Namespace) -> Iterator[Task]:
    for count, wanted in enumerate((options.sound, options.singles, options.doubles)):
        for first in range(0, wanted, CHUNK):
            numbers = range(first, min(first + CHUNK, wanted))
            yield Task(options.seed, options.set, count, numbers, options.of, options.extra)


# ---- what is printed

MEASURES = ("alone", "tied", "random", "misled", "certain", "wrong", "implied", "silent")


def share(results: Sequence[Result], is_so: Callable[[Result], float], digits: int = 1) -> str:
    if not results:
        return "-"
    return f"{100 * sum(map(is_so, results)) / len(results):.{digits}f}"


def measure(name: str) -> Callable[[Result], float]:
    return lambda result: getattr(result, name)


def print_line(name: str, results: Sequence[Result]) -> None:
    by_rule = [r for r in results if r.seen == "rule"]
    parts = [f"{name:<34}{len(results):>6}{len(by_rule):>6}"]
    parts.append(f"{share(results, lambda r: r.seen == 'told'):>8}")
    parts.append(f"{share(results, lambda r: r.seen == 'unseen'):>9} |")
    for what in MEASURES:
        digits = 2 if what == "wrong" else 1
        parts.append(f"{share(by_rule, measure(what), digits):>8}")
    print("".join(parts))


def print_results(results: Sequence[Result], kinds: Iterable[str]) -> None:
    """One line a kind, then all single and double ones, by what was at hand, sound ones, times."""
    head = "".join(f"{what:>8}" for what in MEASURES)
    print(f"{'':<34}{'n':>6}{'rule':>6}{'told %':>8}{'unseen %':>9} |{head}  (% of rule)")
    singles = [r for r in results if len(r.case_kinds) == 1]
    doubles = [r for r in results if len(r.case_kinds) > 1]
    for kind in kinds:
        print_line(kind, [r for r in singles if r.case_kinds == (kind,)])
    print_line("ALL SINGLE", singles)
    print_line("  with a neighbour", [r for r in singles if r.beside])
    print_line("  without", [r for r in singles if not r.beside])
    print_line("  with a sentence", [r for r in singles if r.told])
    print_line("  without", [r for r in singles if not r.told])
    print_line("ALL DOUBLE, each breaks a rule", [r for r in doubles if r.each_seen])
    print_line("  others", [r for r in doubles if not r.each_seen])
    sound = [r for r in results if not r.case_kinds]
    alarm, implied = (share(sound, measure(what), 2) for what in ("alarm", "implied"))
    remarks = share(sound, measure("remarks"))
    print(f"sound: {len(sound)}, alarm {alarm} %, wrong implied {implied} %, remarks {remarks} %")
    times = sorted(1000 * r.seconds for r in results)
    late = times[int(0.99 * len(times))]
    middle = median(times)
    print(f"ms: median {middle:.1f}, 99 of 100 within {late:.0f}, worst {times[-1]:.0f} (CPU)")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--singles", type=int, default=2000)
    parser.add_argument("--doubles", type=int, default=400)
    parser.add_argument("--sound", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--set", choices=SETS, default="even", help="frequencies of the kinds")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, metavar="K", help="tell K cases in full")
    parser.add_argument("--of", choices=FLAGS, default="wrong", help="which ones (default: wrong)")
    parser.add_argument("--extra", default="", help="a Python file with other kinds: only these")
    options = parser.parse_args()
    from joblib import Parallel, delayed

    work: Callable[..., Iterable[list[Result]]] = Parallel(options.jobs)
    chunks = work(delayed(run)(task) for task in tasks_of(options))
    results = [result for chunk in chunks for result in chunk]
    print(f"set {options.set}, seed {options.seed}\n")
    print_results(results, load_kinds(options.extra))
    stories = [result.story for result in results if result.story]
    print(*stories[: options.show], sep="\n")


if __name__ == "__main__":
    main()
