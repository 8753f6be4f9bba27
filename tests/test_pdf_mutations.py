"""Damaged PDFs: read, or refused with one clear sentence, and no worker is lost to them.

The two thousand of benchmarks/mutate_pdf.py are for nights; here are some of each kind.
"""

from __future__ import annotations

from importlib import util
from pathlib import Path
from types import ModuleType

import pytest

from gxkit.errors import ReadError
from gxkit.readers.guard import Guard
from pdf_pages import Sheet, figures, pdf, rules, text

XS, YS = [60.0, 200.0, 260.0, 320.0], [700.0, 684.0, 668.0, 652.0]
ROWS = [["信息内容", "制发", "废止"], ["规章", "17", "2"], ["行政规范性文件", "12", "305"]]
REPORT = pdf(
    [
        text(60, 780, "某某市2021年政府信息公开工作年度报告")
        + rules(XS, YS)
        + figures(XS, YS, ROWS),
        Sheet(
            "q /X0 Do Q", forms=((rules(XS, YS, "boxes") + figures(XS, YS, ROWS), "1 0 0 1 0 0"),)
        ),
    ]
)


def load_mutations() -> ModuleType:
    """benchmarks/mutate_pdf.py, which is no package."""
    path = Path(__file__).parents[1] / "benchmarks" / "mutate_pdf.py"
    spec = util.spec_from_file_location("mutate_pdf", path)
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def guard():
    with Guard() as worker:
        yield worker


def sentence_of(guard: Guard, path: Path) -> str:
    """What the refusal of a file says; its name where it is read."""
    try:
        return guard.read(path).name
    except ReadError as error:
        return str(error)


@pytest.mark.parametrize("block", range(6))
def test_a_mutated_pdf_is_read_or_refused_with_one_sentence(tmp_path, guard, block):
    mutate = load_mutations().mutate
    for seed in range(block, 72, 6):
        done, data = mutate(REPORT, seed)
        path = tmp_path / f"{seed}.pdf"
        path.write_bytes(data)
        said = sentence_of(guard, path)
        assert said.startswith(path.name), done
        assert "\n" not in said, done
        assert "died" not in said, done
        assert "given up" not in said, done
