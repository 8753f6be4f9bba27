"""benchmarks/slips.py: its reports are sound, its mistakes are mistakes, and it counts rightly."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from slip_kinds import KINDS, SETS
from slip_reports import Body, draw_body, make_report
from slips import Case, Judged, draw_case, score

from gxkit.checks import judge
from gxkit.report import Explanation, FindingKind, Key, MistakeKind, Number
from gxkit.text import Sentence


def bodies(count: int) -> list[Body]:
    return [draw_body(random.Random(seed)) for seed in range(count)]


def test_no_rule_fails_in_a_report_that_is_drawn() -> None:
    for body in bodies(60):
        for year, figures in body.years.items():
            report = judge(make_report(body.name, year, body.editions[year], figures))
            failing = [f for f in report.findings if f.kind is FindingKind.FAILS]
            assert not failing, (body.size, failing[0].sentence_en)


def test_what_is_carried_out_of_a_year_is_carried_into_the_next() -> None:
    carried = [body for body in bodies(60) if body.edition == "2021"]
    assert len(carried) > 10
    for body in carried:
        out = body.years[body.year - 1]["requests", "carried_out", "total"]
        assert body.truth["requests", "carried_in", "total"] == out


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_mistake_changes_a_cell_and_is_drawn_again_alike(kind: str) -> None:
    only = {kind: KINDS[kind]}
    one, again = (draw_case(random.Random(7), only, KINDS, "even", 1) for _ in range(2))
    assert one.wanted
    assert one == again
    assert all(KINDS[kind].weight(frequencies) > 0 for frequencies in SETS)


def explained(case: Case, cells: dict[Key, Number], others: int = 0) -> Judged:
    """The case as if a certain explanation gave these numbers, beside others of its rank."""
    body = case.body
    report = judge(make_report(body.name, body.year, body.edition, case.printed))
    changes = tuple((key, report[key].value, number) for key, number in cells.items())
    kinds = (MistakeKind.ONE_CELL,)
    made = Explanation(1, kinds, ("R1",), changes, Sentence("", ""), certain=not others)
    rival = replace(made, cells=((next(iter(cells)), None, 987_654),))
    return Judged(replace(report, explanations=(made, *[rival] * others)), 0.0, "", "")


ADDING = {"adding error": KINDS["adding error"]}


def test_the_truth_alone_at_the_first_rank_is_right_and_certain() -> None:
    case = draw_case(random.Random(3), ADDING, KINDS, "even", 1)
    result = score(case, explained(case, case.wanted), "wrong")
    assert (result.alone, result.certain, result.wrong) == (True, True, False)


def test_a_tie_is_right_as_often_as_a_random_choice() -> None:
    case = draw_case(random.Random(3), ADDING, KINDS, "even", 1)
    result = score(case, explained(case, case.wanted, others=3), "wrong")
    assert (result.tied, result.random, result.misled) == (True, 0.25, False)


def test_a_certain_number_that_is_not_the_truth_is_wrong_and_told_in_full() -> None:
    case = draw_case(random.Random(3), ADDING, KINDS, "even", 1)
    false = {key: number + 1 for key, number in case.wanted.items()}
    result = score(case, explained(case, false), "wrong")
    assert (result.first, result.misled, result.wrong) == (False, True, True)
    assert "CERTAIN" in result.story
