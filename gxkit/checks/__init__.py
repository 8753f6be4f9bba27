"""Checks question a report: rules evaluated, findings collected, verdicts given. They judge numbers, never layouts."""

from gxkit.checks.diagnosis import apply_explanation
from gxkit.checks.evidence import Witness, Witnesses
from gxkit.checks.rules import find, judge, rules_of

__all__ = ["Witness", "Witnesses", "apply_explanation", "find", "judge", "rules_of"]
