"""Figures of a picture over which its readers differ: the sums choose among what they read.

A figure is chosen where the identities over it leave its cell one number only, and one of its
readers has that number. Where two readings fit, or none, the cell stays in doubt. What both readers
agree on is never asked: if the sums do not hold with it, the mistake is the publisher's.
"""

from __future__ import annotations

from dataclasses import replace

from gxkit.report import Report, Status, Value


def choose_readings(report: Report) -> Report:
    """The report with the figures that follow for cells with several readings of a picture taken
    for what is printed there; its implied numbers are known."""
    # most reports are no pictures
    if not any(_is_decided(value) for value in report.values):
        return report
    values = []
    for value in report.values:
        own = _choose(value) if _is_decided(value) else value
        values.append(own)
    return replace(report, values=tuple(values))


def _is_decided(value: Value) -> bool:
    """Whether one number follows for a cell whose readers differ, and it is among theirs."""
    if value.recognised is None or value.status is not Status.AMBIGUOUS:
        return False
    # an empty cell counts as 0 too, so that sums cannot tell a 0 from a sign for none
    if value.implied == 0 and value.candidates[0] != 0:
        return False
    return value.implied is not None and value.implied in value.candidates


def _choose(value: Value) -> Value:
    """The value with the number that follows for it as what is printed; its candidates stay."""
    return replace(
        value,
        printed=str(value.implied),
        value=value.implied,
        status=Status.PRINTED,
        implied=None,
    )
