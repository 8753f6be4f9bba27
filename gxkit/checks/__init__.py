"""Checks question a report: rules evaluated, findings collected, verdicts given. They judge numbers, never layouts."""

from gxkit.checks.rules import find, judge, reconcile, rules_of

__all__ = ["find", "judge", "reconcile", "rules_of"]
