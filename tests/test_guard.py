"""A PDF read in another process: the same document, the same errors, and a worker that is lost."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import gxkit.readers
from gxkit.errors import DamagedFileError, GxkitError, NotAFileError
from gxkit.readers import read
from gxkit.readers.guard import Guard
from pdf_pages import figures, pdf, rules, text

XS, YS = [60.0, 200.0, 260.0, 320.0], [700.0, 684.0, 668.0, 652.0]
ROWS = [["信息内容", "制发", "废止"], ["规章", "17", "2"], ["行政规范性文件", "12", "305"]]
REPORT = pdf([text(60, 780, "2021年度报告") + rules(XS, YS) + figures(XS, YS, ROWS)])

# What a program prints that has gxkit in a folder of its own and works in another one: the package
# that its worker imported, and how many tables the guarded reading found.
PROGRAM = """
import sys
sys.path.insert(0, {site!r})
import where_from
from gxkit.readers.guard import Guard
with Guard() as guard:
    print(guard.read({path!r}, where_from.read_package).name)
    print(len(guard.read({path!r}).grids))
"""
READER = """
from pathlib import Path
import gxkit.readers
from gxkit.document import Document

def read_package(path: Path) -> Document:
    return Document(gxkit.readers.__file__, "", "", ())
"""


@pytest.fixture(scope="module")
def guard():
    with Guard() as worker:
        yield worker


@pytest.fixture
def report_path(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(REPORT)
    return path


def test_a_guarded_reading_is_the_reading(guard, report_path):
    assert guard.read(report_path) == read(report_path)


def test_a_sound_pdf_is_read_from_another_working_directory(report_path, tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    with Guard() as started_here:
        assert started_here.read(report_path).grids
        assert started_here.read(os.path.relpath(report_path)).grids


def test_the_worker_has_gxkit_from_where_the_caller_has_it(report_path, tmp_path):
    site = tmp_path / "site-packages"
    package = Path(gxkit.readers.__file__).parents[1]
    shutil.copytree(package, site / "gxkit", ignore=shutil.ignore_patterns("__pycache__"))
    (site / "where_from.py").write_text(READER, "utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(site=str(site), path=str(report_path))],
        cwd=elsewhere,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=True,
    )
    imported, tables = done.stdout.split()
    assert Path(imported) == site / "gxkit" / "readers" / "__init__.py"
    assert tables == "1"


def test_the_worker_imports_nothing_that_lies_beside_the_reports(
    report_path, tmp_path, monkeypatch
):
    for name in ("struct", "pickle", "pypdfium2"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(3)", "utf-8")
    monkeypatch.chdir(tmp_path)
    with Guard() as started_here:
        assert started_here.read(report_path).grids


def test_errors_come_back_from_the_worker_as_they_are(tmp_path, guard):
    (tmp_path / "broken.pdf").write_bytes(REPORT[:300])
    with pytest.raises(DamagedFileError, match=r"^broken\.pdf: .*breaks off"):
        guard.read(tmp_path / "broken.pdf")
    with pytest.raises(NotAFileError):
        guard.read(tmp_path / "absent.pdf")


@pytest.mark.skipif(sys.platform == "win32", reason="there a process ends with another code")
def test_a_worker_that_dies_is_reported_and_the_next_file_is_read(report_path):
    with Guard() as guard:
        assert guard.read(report_path).grids
        worker = guard._worker
        assert worker is not None
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        with pytest.raises(DamagedFileError, match=r"report\.pdf: the process that read it died"):
            guard.read(report_path)
        assert guard.read(report_path).grids


def test_a_worker_that_takes_too_long_is_given_up(report_path):
    with (
        Guard(seconds=0.001) as guard,
        pytest.raises(DamagedFileError, match=r"more than 0\.001 seconds"),
    ):
        guard.read(report_path)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited where the system can")
def test_too_little_memory_for_a_worker_is_one_sentence(tmp_path):
    (tmp_path / "a.txt").write_text("…", "utf-8")
    command = f"ulimit -v 300000; {sys.executable} -m gxkit.cli build {tmp_path} --language en"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Memory is limited to 307 MB (ulimit -v), too little")
    assert done.stderr.count("\n") == 1


def test_a_worker_that_cannot_be_started_is_one_sentence(report_path, monkeypatch):
    def refuse(*_, **__):
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    with Guard() as guard, pytest.raises(GxkitError, match="No process that reads could be"):
        guard.read(report_path)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited where the system can")
def test_a_worker_that_wants_too_much_memory_is_reported(tmp_path):
    path = tmp_path / "many.pdf"
    path.write_bytes(pdf([text(60, 700, "总计") + "0 0 m 10 10 l S\n" * 400_000]))
    with Guard(megabytes=150) as guard, pytest.raises(DamagedFileError, match="150 MB"):
        guard.read(path)
