"""What a rule between reports finds, as data, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gxkit.checks.yearlines import CellOf, Line, Member
from gxkit.checks.yearrules import OverGap
from gxkit.report import Finding, FindingKind, Number, Origin
from gxkit.text import Listed, Sentence, distance

_MISMATCH = Sentence(
    "{label}：{left}；{right}，相差 {gap}{note}",
    "{label}: {left}, against {right}, off by {gap}{note}",
)
_CANNOT_FALL = Sentence("，累计数不应下降", "; a cumulative figure cannot fall")
_YEARS_MISSING = Sentence(
    "没有可用的{missing}年数字，{before}年与{after}年之间不能按等式核对",
    "no figure to use for {missing}, so {before} and {after} cannot be equated",
)
_BOTH_SIDES = Sentence("{label}：{left}，{right}", "{label}: {left}, {right}")
_MUST_ADD = Sentence(
    "{label}：{left}，{right}，其间各年应合计 {gap}",
    "{label}: {left}, {right}, the years between must add {gap}",
)
_OPEN = Sentence("{label}：{cell}，无法核对", "{label}: {cell}, not assessable")


@dataclass(frozen=True, slots=True)
class YearFinding:
    """What a rule between reports finds.

    Kind, sides and words are those of `Finding`, `body` is the name of the body; `reports` (ids)
    and `years` are in the order of time, a summary stands last; `cells` are (report id, key).
    """

    id: str
    rule: str
    kind: FindingKind
    reports: tuple[str, ...]
    years: tuple[int, ...]
    cells: tuple[CellOf, ...]
    left: Number | None
    right: Number | None
    says: Sentence
    body: Sentence
    words: Sentence

    def for_report(self, report_id: str) -> Finding:
        """The finding as one of a report, with the cells of that report."""
        return Finding(
            self.id,
            self.rule,
            self.kind,
            tuple(key for report, key in self.cells if report == report_id),
            self.left,
            self.right,
            self.says,
            place=self.body,
            words=self.words,
            origin=Origin.YEARS,
        )

    def say(self, language: str) -> str:
        """The finding in one sentence, in `zh` or `en`."""
        return self.for_report("").say(language)

    @property
    def sentence(self) -> str:
        return self.say("zh")

    @property
    def sentence_en(self) -> str:
        return self.say("en")


@dataclass(frozen=True, slots=True)
class About:
    """What a finding between reports is by: the rule's id and words, and the reports it is about.

    `tail` ends the finding's id, and tells it from others of the same rule.
    """

    rule: tuple[str, Sentence]
    members: Sequence[Member]
    tail: str

    def found(
        self,
        kind: FindingKind,
        cells: Iterable[CellOf],
        sides: tuple[Number | None, Number | None],
        says: Sentence,
    ) -> YearFinding:
        """The finding; cells are named once each."""
        rule_id, words = self.rule
        return YearFinding(
            f"years:{rule_id}:{self.tail}",
            rule_id,
            kind,
            tuple(member.report.id for member in self.members),
            tuple(member.year for member in self.members),
            tuple(dict.fromkeys(cells)),
            *sides,
            says,
            self.members[-1].name,
            words,
        )


def join_parts(parts: Iterable[Sentence]) -> Sentence:
    """Several things that one finding says."""
    return Sentence.same("{parts}").fill(parts=Listed(tuple(parts), "；", "; "))


def mismatch(line: Line) -> YearFinding:
    """A line whose two sides are not equal, or one that fell although it cannot."""
    rule, years = line.rule, f"{line.before.year}-{line.after.year}"
    about = About((rule.id, rule.words), (line.before, line.after), f"{line.line}:{years}")
    says = _MISMATCH.fill(
        label=line.label,
        left=line.say_left(),
        right=line.say_right(),
        gap=distance(line.gap or 0, 0),
        note=_CANNOT_FALL if line.apart > 1 else None,
    )
    kind = FindingKind.REMARK if rule.soft else FindingKind.FAILS
    return about.found(kind, line.cells, (line.left, line.right), says)


def not_assessable(lines: Sequence[Line]) -> YearFinding:
    """One finding for all lines of a rule between two reports that cannot be assessed, with the
    numbers there are."""
    first = lines[0]
    rule, before, after = first.rule, first.before, first.after
    main = next((line for line in lines if line.line == rule.main), first)
    # neighbouring years are missing nothing: then only empty cells keep the rule from being asked
    parts = list(_over_missing_years(lines)) if first.apart > 1 else []
    parts += [part for line in lines for part in _empty_cells(line)]
    about = About((rule.id, rule.words), (before, after), f"{before.year}-{after.year}")
    cells = [cell for line in lines for cell in line.cells]
    sides = (main.left, main.right)
    return about.found(FindingKind.NOT_ASSESSABLE, cells, sides, join_parts(parts))


def _over_missing_years(lines: Sequence[Line]) -> Iterator[Sentence]:
    """Which years are missing between two reports, and what the figures on both sides of them
    tell."""
    before, after = lines[0].before.year, lines[0].after.year
    missing = Listed(tuple(range(before + 1, after)))
    yield _YEARS_MISSING.fill(
        missing=missing,
        before=before,
        after=after,
    )
    for line in lines:
        both = _BOTH_SIDES.fill(
            label=line.label,
            left=line.say_left(),
            right=line.say_right(),
        )
        if line.gap is None:
            continue
        if line.rule.over_gap is OverGap.NOTHING:
            # nothing links the two sides over the gap, and 0 on both is not worth a word
            if line.left or line.right:
                yield both
        elif line.gap:
            yield Sentence(_MUST_ADD.zh, _MUST_ADD.en, both.fields).fill(gap=line.gap)


def _empty_cells(line: Line) -> Iterator[Sentence]:
    for term in line.rule.terms:
        if line.number(term) is None:
            yield _OPEN.fill(label=line.label, cell=line.say_cell(term))
