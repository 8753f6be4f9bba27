"""Which broken rules belong together: what one mistake would account for, or one wrong cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gxkit.report import Decided, Explanation, Finding
from gxkit.text import Sayable, Sentence

CERTAIN = Sentence("确定", "certain")
LIKELY = Sentence("很可能，尚无旁证", "likely, not confirmed")
TIED = Sentence("{count} 种可能，难分高下", "one of {count} ties")
UNEXPLAINED = Sentence("没有找到解释", "no explanation found")


@dataclass(frozen=True, slots=True)
class Cause:
    """Findings with one cause, and the explanations of them, best first, perhaps none."""

    findings: tuple[Finding, ...]
    explanations: tuple[Explanation, ...]

    @property
    def tied(self) -> tuple[Explanation, ...]:
        """The explanations of the first rank: of several nobody can say which it is."""
        if not self.explanations:
            return ()
        best = self.explanations[0].rank
        return tuple(one for one in self.explanations if one.rank == best)

    @property
    def shown(self) -> tuple[Explanation, ...]:
        """The explanation that a person accepted, else those of the first rank; none if a person
        decided against all."""
        accepted = [one for one in self.explanations if one.decided is Decided.ACCEPT]
        ruled = {one.ruling.decided for one in self.findings if one.ruling is not None}
        # beside the reason for another number they would say what nobody decided
        if not accepted and not ruled.isdisjoint((Decided.CORRECT, Decided.KEEP)):
            return ()
        return tuple(accepted) or self.tied

    @property
    def is_settled(self) -> bool:
        """Whether a person decided of it, or it is certain."""
        return self.sureness is CERTAIN or isinstance(self.sureness, Decided)

    @property
    def sureness(self) -> Sayable:
        """How sure it is: what a person decided, else whether its explanation is certain."""
        ruled = [one.ruling.decided for one in self.findings if one.ruling is not None]
        shown = self.shown
        if ruled:
            return ruled[0]
        if not shown:
            return UNEXPLAINED
        if len(shown) > 1:
            return TIED.fill(count=len(shown))
        return CERTAIN if shown[0].certain else LIKELY


def find_causes(
    findings: Sequence[Finding],
    explanations: Sequence[Explanation],
) -> list[Cause]:
    """Findings that an explanation accounts for together, or that share a cell and have none, in
    their order."""
    groups: list[list[Finding]] = []
    for finding in findings:
        joined = [
            group
            for group in groups
            if _belongs(
                finding,
                group,
                explanations,
            )
        ]
        apart = [group for group in groups if group not in joined]
        # a finding that belongs to two groups makes them one
        merged = [one for group in joined for one in group]
        groups = [*apart, [*merged, finding]]
    place = {finding.id: number for number, finding in enumerate(findings)}
    for group in groups:
        group.sort(key=lambda finding: place[finding.id])
    groups.sort(key=lambda group: place[group[0].id])
    return [Cause(tuple(group), _explaining(group, explanations)) for group in groups]


def _explaining(
    group: Iterable[Finding],
    explanations: Sequence[Explanation],
) -> tuple[Explanation, ...]:
    ids = {finding.id for finding in group}
    own = [one for one in explanations if not ids.isdisjoint(one.findings)]
    return tuple(sorted(own, key=lambda one: one.rank))


def _belongs(
    finding: Finding,
    group: Sequence[Finding],
    explanations: Sequence[Explanation],
) -> bool:
    """Whether one decision would settle a finding together with a group."""
    others = {other.id for other in group}
    own = [one for one in explanations if finding.id in one.findings]
    if own:
        return any(not others.isdisjoint(one.findings) for one in own)
    # without an explanation the same wrong figure may be behind all rules over it
    explained = {name for one in explanations for name in one.findings}
    loose = [other for other in group if other.id not in explained]
    return any(not set(other.cells).isdisjoint(finding.cells) for other in loose)
