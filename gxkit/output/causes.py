"""Which broken rules belong together: what one mistake would account for, or one wrong cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gxkit.report import Explanation, Finding


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
