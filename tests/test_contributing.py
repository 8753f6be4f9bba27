"""Each checklist of CONTRIBUTING.md is walked in a copy of the package: it works as it is written.

A fenced block whose first line names a file is a step; one that begins with `# try` is run in the
copy, and the block after it holds what it prints.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
BLOCK = re.compile(r"```(python|toml|text)\n(.*?)```", re.DOTALL)
PLACE = re.compile(r"# (?P<file>\S+), (?:(?P<how>a new file|at its end)|below `(?P<below>.+)`)\n")


@dataclass(frozen=True, slots=True)
class Step:
    """What a checklist has one write: a new file, lines at a file's end, or lines below a line."""

    file: str
    how: str
    below: str
    text: str

    def apply(self, copy: Path) -> None:
        path = copy / self.file
        if self.how == "a new file":
            assert not path.exists(), self.file
            path.write_text(self.text, "utf-8")
            return
        before = path.read_text("utf-8")
        if self.how == "at its end":
            path.write_text(f"{before}\n{self.text}", "utf-8")
            return
        lines = before.splitlines(keepends=True)
        (at,) = [number for number, line in enumerate(lines) if line.strip() == self.below]
        lines.insert(at + 1, self.text)
        path.write_text("".join(lines), "utf-8")


@dataclass(frozen=True, slots=True)
class Checklist:
    """One section of the guide: its steps, the code that tries them, and what that prints."""

    name: str
    text: str
    steps: tuple[Step, ...]
    code: str
    printed: str

    @property
    def files(self) -> set[str]:
        return {step.file for step in self.steps}


def read_checklist(section: str) -> Checklist | None:
    """The checklist of a section; None where it has none."""
    name, _, text = section.partition("\n")
    steps = []
    code = printed = ""
    for language, block in BLOCK.findall(text):
        place = PLACE.match(block)
        if place:
            body = block[place.end() :]
            steps.append(Step(place["file"], place["how"] or "", place["below"] or "", body))
        elif block.startswith("# try"):
            code = block
        elif language == "text":
            printed = block
    return Checklist(name, text, tuple(steps), code, printed) if steps else None


CHECKLISTS = {
    checklist.name: checklist
    for checklist in map(read_checklist, re.split(r"(?m)^## ", GUIDE)[1:])
    if checklist
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package in a folder of its own, and the reports of data/."""
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "gxkit", tmp_path / "gxkit", ignore=without)
    (tmp_path / "data").symlink_to(ROOT / "data")
    return tmp_path


def run(code: str, copy: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_there_is_a_checklist_for_whatever_one_may_want_to_add() -> None:
    assert list(CHECKLISTS) == [
        "A format",
        "An edition",
        "A rule",
        "A kind of mistake",
        "An indicator, and its figure",
        "A phrase of the narrative",
    ]


@pytest.mark.parametrize("name", CHECKLISTS)
def test_a_checklist_works_as_it_is_written(name: str, copy: Path) -> None:
    checklist = CHECKLISTS[name]
    for step in checklist.steps:
        step.apply(copy)
    done = run(checklist.code, copy)
    assert done.returncode == 0, done.stderr
    assert done.stdout == checklist.printed


@pytest.mark.parametrize("name", CHECKLISTS)
def test_without_its_steps_a_checklist_does_not_work(name: str, copy: Path) -> None:
    checklist = CHECKLISTS[name]
    done = run(checklist.code, copy)
    assert done.returncode != 0 or done.stdout != checklist.printed


@pytest.mark.parametrize("name", CHECKLISTS)
def test_what_a_checklist_has_one_write_would_pass_the_linter(name: str, copy: Path) -> None:
    checklist = CHECKLISTS[name]
    for step in checklist.steps:
        step.apply(copy)
    shutil.copy(ROOT / "pyproject.toml", copy)
    for step in checklist.steps:
        if not step.file.endswith(".py"):
            continue
        commands = [["format", "--diff"]]
        # what else stands in a file that is there already, `make lint` asks
        commands += [["check"]] if step.how == "a new file" else []
        for command in commands:
            said = [sys.executable, "-m", "ruff", *command, "--no-cache", step.file]
            done = subprocess.run(said, cwd=copy, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("A format", 2),
        ("An edition", 1),
        ("A rule", 1),
        ("An indicator, and its figure", 2),
        ("A phrase of the narrative", 1),
    ],
)
def test_a_newcomers_change_touches_few_files(name: str, most: int) -> None:
    assert len(CHECKLISTS[name].files) <= most


def test_every_file_that_the_guide_names_is_there() -> None:
    new = {step.file for c in CHECKLISTS.values() for step in c.steps if step.how == "a new file"}
    named = set(re.findall(r"`((?:gxkit|tests|docs|data|benchmarks)/[\w./-]+)`", GUIDE))
    assert [path for path in sorted(named - new) if not (ROOT / path).exists()] == []


def test_every_command_that_the_guide_names_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"`make ([\w-]+)", GUIDE)):
        assert re.search(rf"(?m)^{target}:", makefile), target
