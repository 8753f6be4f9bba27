"""What speaks for a printed number, and against it: identities, witnesses, a second reading."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from gxkit.report import Ground, Key, Report, Source, Value, Verdict, Witness

GROUNDS: Mapping[Source, Ground] = {
    Source.CLAIM: Ground.CLAIM,
    Source.YEAR: Ground.YEAR,
    Source.FILE: Ground.FILE,
}
"""which witnesses speak of a number as printed; a second reading is compared cell by cell where it
is made"""


def hear_grounds(report: Report) -> Report:
    """The report with what its witnesses say of the numbers printed.

    A number that nothing spoke of is verified by a witness who has it too, and by no witness while
    another has another number. What identities say stays: a witness who differs stands beside it.
    """
    spoken: dict[object, list[Witness]] = {}
    for witness in report.witnesses:
        if witness.source in GROUNDS:
            spoken.setdefault(witness.key, []).append(witness)
    # most cells have no witness
    if not spoken:
        return report
    values = (_heard(value, spoken.get(value.key, ())) for value in report.values)
    return replace(report, values=tuple(values))


def _heard(value: Value, witnesses: Iterable[Witness]) -> Value:
    """The value with its witnesses for and against; a cell without a number has none."""
    if not witnesses or value.value is None:
        return value
    agreeing = {GROUNDS[one.source] for one in witnesses if one.number == value.value}
    differing = {GROUNDS[one.source] for one in witnesses if one.number != value.value}
    # where one neighbouring year agrees and the other does not, it is the other that is off
    if Ground.YEAR in agreeing:
        differing.discard(Ground.YEAR)
    known = {*value.verified_by, *agreeing}
    disputed = {*value.disputed_by, *differing}
    verdict = value.verdict
    if verdict is Verdict.UNVERIFIED and agreeing and not disputed:
        verdict = Verdict.VERIFIED
    return replace(
        value,
        verdict=verdict,
        verified_by=in_order(known),
        disputed_by=in_order(disputed),
    )


def dispute(
    report: Report,
    keys: Container[Key],
    by: Ground,
) -> Report:
    """The report with the printed numbers of cells disputed by a source that differs from them."""
    values: list[Value] = []
    for value in report.values:
        # a figure that was put right is no longer the one that is disputed
        is_open = value.key in keys and value.value is not None and value.reconciled is None
        if is_open and by not in value.disputed_by:
            known = {*value.disputed_by, by}
            values.append(replace(value, disputed_by=in_order(known)))
        else:
            values.append(value)
    return replace(report, values=tuple(values))


def in_order(grounds: set[Ground]) -> tuple[Ground, ...]:
    """Grounds in the order in which they are defined, each once."""
    return tuple(ground for ground in Ground if ground in grounds)
