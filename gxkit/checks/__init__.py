"""Checks question a report: rules evaluated, findings collected, verdicts given.

They judge numbers, never layouts. A check is a function from a report to findings, and an entry of
`verdicts.CHECKS`.
"""

from gxkit.checks.grounds import dispute, hear_grounds
from gxkit.checks.rules import rules_of
from gxkit.checks.settling import settle
from gxkit.checks.verdicts import CHECKS, find, judge, reconcile

__all__ = ["CHECKS", "dispute", "find", "hear_grounds", "judge", "reconcile", "rules_of", "settle"]
