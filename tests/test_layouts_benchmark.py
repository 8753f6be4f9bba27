"""The documents of benchmarks/layouts.py: what is written is read, and what is counted is true."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

import gxkit

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import layouts
from documents.drafts import Expected, State
from documents.every import HARD, MUTATIONS
from documents.scores import score

PLAIN = ("html", "docx", "tabs", "cells", "aligned", "markdown", "one line")


@pytest.mark.parametrize("form", PLAIN)
@pytest.mark.parametrize("seed", [1, 2])
def test_what_a_writer_writes_is_read_right_where_nothing_is_mutated(form, seed):
    _, made = layouts.run(("untouched", seed), form)
    assert made.counts["right"] == made.counts["cells"] > 0
    assert not made.fails


@pytest.mark.parametrize("form", ["pdf", "typst"])
def test_what_a_printer_prints_is_read_right_where_nothing_is_mutated(form):
    _, made = layouts.run(("untouched", 1), form)
    assert made.counts["right"] == made.counts["cells"] > 0
    assert not made.fails


@pytest.mark.parametrize("shape", HARD)
def test_a_difficult_shape_of_text_is_written(shape):
    drawn = layouts.draw(f"text in a shape: {shape}", 1, shape)
    assert drawn is not None
    assert drawn[0].title in layouts.write(*drawn).decode("utf-8")


@pytest.mark.parametrize("name", MUTATIONS)
def test_every_mutation_gives_a_document_and_gives_it_again(name):
    drawn, again = layouts.draw(name, 7), layouts.draw(name, 7)
    if drawn is None:
        pytest.skip("no format of it can be written with what is installed")
    assert layouts.write(*drawn) == layouts.write(*again)
    assert drawn[0].truth


def test_a_wrong_cell_is_silent_unless_something_says_so(tmp_path):
    draft, form = layouts.draw("untouched", 3, "html")
    path = tmp_path / "page.html"
    path.write_bytes(layouts.write(draft, form))
    report = gxkit.parse(path)
    assert score(draft, report).counts["right"] == len(draft.truth)
    key = next(iter(draft.truth))
    other = replace(draft, truth={**draft.truth, key: Expected(-1)})
    doubted, absent = draft.mark([key], State.DOUBTFUL), draft.mark([key], State.ABSENT)
    assert [score(one, report).silent for one in (other, doubted, absent)] == [1, 1, 1]


def test_numbers_are_said_in_chinese():
    from documents.in_a_cell import chinese

    assert [chinese(n) for n in (0, 9, 10, 12, 20, 105, 110, 1001)] == [
        "零", "九", "十", "十二", "二十", "一百零五", "一百一十", "一千零一",
    ]  # fmt: skip
