"""Damaged PDFs: read, or refused with one clear sentence; a worker that dies or hangs is reported and replaced.

The two thousand of benchmarks/mutate_pdf.py are for nights; here are some of each kind on a small file.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest

from gxkit.errors import DamagedFileError, NotAFileError, ReadError
from gxkit.readers import read
from gxkit.readers.guard import Guard, read_guarded
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


def test_a_guarded_reading_is_the_reading(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(REPORT)
    assert read_guarded(path) == read(path)


def test_errors_come_back_from_the_worker_as_they_are(tmp_path, guard):
    (tmp_path / "broken.pdf").write_bytes(REPORT[:300])
    with pytest.raises(DamagedFileError, match=r"^broken\.pdf: .*breaks off"):
        guard.read(tmp_path / "broken.pdf")
    with pytest.raises(NotAFileError):
        guard.read(tmp_path / "absent.pdf")


@pytest.mark.skipif(sys.platform == "win32", reason="there a process ends with another code")
def test_a_worker_that_dies_is_reported_and_the_next_file_is_read(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(REPORT)
    with Guard() as guard:
        assert guard.read(path).grids
        worker = guard._worker
        assert worker is not None
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        with pytest.raises(DamagedFileError, match=r"report\.pdf: the process that read it died"):
            guard.read(path)
        assert guard.read(path).grids


def test_a_worker_that_takes_too_long_is_given_up(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(REPORT)
    with (
        Guard(seconds=0.001) as guard,
        pytest.raises(DamagedFileError, match=r"more than 0\.001 seconds"),
    ):
        guard.read(path)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited where the system can")
def test_a_worker_that_wants_too_much_memory_is_reported(tmp_path):
    path = tmp_path / "many.pdf"
    path.write_bytes(pdf([text(60, 700, "总计") + "0 0 m 10 10 l S\n" * 400_000]))
    with Guard(megabytes=150) as guard, pytest.raises(DamagedFileError, match="150 MB"):
        guard.read(path)
