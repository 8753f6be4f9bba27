"""Setting up: one list of dependencies, one lock made from it, one version, and clear words.

The words are for those whose Python is not fit.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from hatchling.builders.wheel import WheelBuilder

import gxkit

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def normalize_name(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def declared_requirements() -> list[str]:
    extras = PROJECT["optional-dependencies"].values()
    return PROJECT["dependencies"] + [requirement for extra in extras for requirement in extra]


def locked_requirements() -> list[str]:
    """The lock, one string for each requirement with its marker and hashes."""
    return re.split(r"(?<!\\)\n(?=\S)", LOCK.strip())


def test_every_dependency_of_pyproject_is_in_the_lock():
    locked = {normalize_name(requirement) for requirement in locked_requirements()}
    assert {normalize_name(requirement) for requirement in declared_requirements()} <= locked


def test_a_version_pinned_in_pyproject_is_the_version_in_the_lock():
    pinned = [requirement for requirement in declared_requirements() if "==" in requirement]
    assert pinned
    for requirement in pinned:
        assert re.search(rf"(?m)^{re.escape(requirement)}\b", LOCK), (
            f"{requirement}: call make lock"
        )


def test_every_requirement_in_the_lock_is_pinned_and_has_hashes():
    for requirement in locked_requirements():
        assert re.match(r"[a-z0-9-]+==[\w.+!]+( ;| \\)", requirement), requirement
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", requirement), requirement


@pytest.mark.parametrize(
    "word", ["://", "--index-url", "--extra-index-url", "--find-links", "--trusted-host", "@"]
)
def test_the_lock_names_no_index(word):
    assert word not in LOCK


def test_environment_yml_takes_its_python_from_pyproject_and_the_rest_from_the_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    python, pip, from_pip = environment["dependencies"]
    assert python == f"python {PROJECT['requires-python']}"
    assert pip == "pip"
    assert from_pip == {"pip": ["-r requirements.lock"]}


def test_the_version_is_the_same_everywhere():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert PROJECT["version"] == gxkit.__version__ == citation["version"]
    assert f"## [{gxkit.__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_dependency_has_its_line_in_the_docs_and_says_if_it_is_pinned():
    rows = {}
    for line in (ROOT / "docs" / "dependencies.md").read_text("utf-8").splitlines():
        if line.startswith("| ") and not line.startswith("| package"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            rows |= {normalize_name(name): cells[-1] for name in cells[0].split(", ")}
    declared = {
        normalize_name(requirement): "==" in requirement for requirement in declared_requirements()
    }
    assert rows.keys() == declared.keys()
    assert {name for name, version in rows.items() if version.startswith("exact")} == {
        name for name, pinned in declared.items() if pinned
    }


def test_the_readme_never_tells_to_install_the_unrelated_package_of_the_same_name():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert not re.search(
        r"(pip|pipx|uv|uvx)\s+(install|add|tool install)?\s*gxkit(?!-reports)\b", readme
    )


def test_the_wheel_carries_every_form_and_template_and_the_word_that_it_is_typed(tmp_path):
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    packed = set(zipfile.ZipFile(wheel).namelist())
    on_disk = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "gxkit").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert on_disk <= packed
    assert "gxkit/py.typed" in packed
    assert "gxkit/forms/concepts.toml" in packed
    assert "gxkit/paper/manuscript/template.zh.md" in packed
    assert "gxkit/folder/blank/start.ipynb" in packed
    assert "gxkit/forms/editions/national_2021.toml" in packed


def imported(code: str) -> set[str]:
    """The libraries that some code imports, also inside functions; a name with a dot at its top."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").partition(".")[0])
    return names


def sources(folder: str) -> Iterator[tuple[str, str]]:
    """Name and code of each module, or of each notebook's code cells."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
    for path in sorted((ROOT / folder).rglob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        yield path.relative_to(ROOT).as_posix(), "\n".join(code)


def own_modules() -> set[str]:
    """What a script finds beside itself."""
    folders = (ROOT / name for name in ("tests", "benchmarks", "data", "docs", "tests/browser"))
    beside = [path for folder in folders for path in folder.iterdir()]
    return {"gxkit"} | {path.stem for path in beside if path.suffix in ("", ".py")}


RUNTIME = {normalize_name(requirement) for requirement in PROJECT["dependencies"]}
IN_NOTEBOOKS = {"anywidget", "duckdb", "traitlets"}
"""widgets are made in notebooks only, whose extra brings what they need"""
ON_CLUSTERS = {"distributed", "fsspec"}
"""asked for only where a scheduler, or an address of an object store, is given"""
DECLARED = {normalize_name(requirement) for requirement in declared_requirements()}
FOR_BENCHMARKS = {
    normalize_name(line)
    for line in (ROOT / "benchmarks" / "requirements.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
}


BRINGS = packages_distributions()
"""library -> the distributions that bring it; made once, for it reads what all of them say"""


def distributions_of(library: str) -> set[str]:
    """The distributions that bring a library; one that is not installed goes by its own name."""
    return {normalize_name(name) for name in BRINGS.get(library, [library])}


@pytest.mark.parametrize(
    ("folder", "declared"),
    [
        ("gxkit", RUNTIME | IN_NOTEBOOKS | ON_CLUSTERS),
        ("data", DECLARED),
        ("tests", DECLARED),
        ("docs", DECLARED),
        ("notebooks", DECLARED),
        ("benchmarks", RUNTIME | FOR_BENCHMARKS),
    ],
)
def test_every_library_that_is_imported_is_declared(folder: str, declared: set[str]) -> None:
    known = set(sys.stdlib_module_names) | own_modules()
    undeclared = {
        name: library
        for name, code in sources(folder)
        for library in imported(code) - known
        if not distributions_of(library) & declared
    }
    assert undeclared == {}, "declare it in pyproject.toml, and say why in docs/dependencies.md"


def test_every_dependency_that_is_declared_is_imported_by_the_package() -> None:
    needed: set[str] = set()
    for _, code in sources("gxkit"):
        for library in imported(code):
            needed |= distributions_of(library)
    assert RUNTIME - needed == set(), "nothing imports it: take it out of pyproject.toml"


def test_the_hooks_before_a_commit_are_what_make_lint_asks_and_clone_nothing() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [repo["repo"] for repo in hooks["repos"]] == ["local"]
    assert all(hook["language"] == "system" for hook in hooks["repos"][0]["hooks"])
    asked = [hook["name"] for hook in hooks["repos"][0]["hooks"]]
    lint = re.search(r"(?m)^lint:.*\n\t@?(.*)$", MAKEFILE)
    assert lint
    assert re.findall(r"-m (ruff check|ruff format|mypy)", lint[1]) == asked
    said = [sys.executable, "-m", "pre_commit", "validate-config", ".pre-commit-config.yaml"]
    assert subprocess.run(said, cwd=ROOT, capture_output=True, check=False).returncode == 0


def test_the_workflow_runs_the_commands_of_the_readme_on_every_python_that_is_allowed() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
    (job,) = workflow["jobs"].values()
    lowest, highest = re.findall(r"3\.(\d+)", PROJECT["requires-python"])
    versions = [f"3.{minor}" for minor in range(int(lowest), int(highest))]
    assert job["strategy"]["matrix"]["python"] == versions
    commands = [step["run"] for step in job["steps"] if "run" in step]
    start = (ROOT / "README.md").read_text("utf-8").partition("## Start")[2].partition("```\n\n")[0]
    assert commands == [*re.findall(r"(?m)^make \w+", start), "make lint"]
    assert "secrets." not in json.dumps(workflow)


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`make` in a folder that holds nothing but the project's Makefile, and a blank in its name."""
    folder /= "a clone"
    folder.mkdir()
    (folder / "Makefile").write_text(MAKEFILE, "utf-8")
    for name in ("requirements.lock", "pyproject.toml"):
        (folder / name).touch()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def fake_python(folder: Path, script: str) -> str:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
    return f"PYTHON={path}"


def test_make_alone_lists_every_target(tmp_path):
    declared = re.search(r"(?m)^\.PHONY: (.*)$", MAKEFILE)
    assert declared
    listed = re.findall(r"(?m)^make ([\w-]+) +\S", make(tmp_path).stdout)
    assert listed == declared[1].split()


def test_a_missing_python_gets_one_sentence(tmp_path):
    run = make(tmp_path, "study", "PYTHON=no-such-python")
    assert run.returncode != 0
    assert run.stderr.startswith("There is no no-such-python here: install Python 3.11 to 3.14")
    assert not (tmp_path / "a clone" / ".venv").exists()


@pytest.mark.parametrize("version", ["3.9.18", "3.15.0"])
def test_a_python_too_old_or_too_new_gets_one_sentence(tmp_path, version):
    run = make(tmp_path, "test", fake_python(tmp_path, f"echo {version}; exit 1"))
    assert run.returncode != 0
    assert run.stderr.startswith("gxkit needs Python 3.11 to 3.14, and ")
    assert f"is Python {version}: name another" in run.stderr


def test_a_missing_venv_module_gets_one_sentence_that_says_what_to_install(tmp_path):
    script = f'case "$2" in *ensurepip*) exit 1;; *) exec "{sys.executable}" "$@";; esac'
    run = make(tmp_path, "lint", fake_python(tmp_path, script))
    assert run.returncode != 0
    assert "sudo apt install python3-venv" in run.stderr
    assert not (tmp_path / "a clone" / ".venv").exists()


def test_a_shell_and_jupyterlab_know_the_command_and_open_at_the_root(tmp_path):
    shown = make(tmp_path, "--dry-run", "--old-file=.venv/ready", "shell", "lab").stdout
    assert shown.count('PATH="$PWD/.venv/bin:$PATH"') == 2
    assert '--ServerApp.root_dir="$PWD"' in shown
