"""What the README says is true."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import gxkit
from gxkit.cli import main
from gxkit.cli.commands import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_python_example_prints_what_the_readme_says(monkeypatch):
    code, output = re.search(r"```python\n(.*?)```\s+```text\n(.*?)```", README, re.DOTALL).groups()
    assert len(code.strip().splitlines()) == 5
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == output


def test_every_command_of_the_readme_exists(capsys):
    shell = "".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL))
    commands = re.findall(r"^gxkit (\w+) ", shell, re.MULTILINE)
    with pytest.raises(SystemExit):
        main(["--help"])
    assert set(commands) == set(COMMANDS)
    for command in commands:
        with pytest.raises(SystemExit) as stop:
            main([command, "--help"])
        assert stop.value.code == 0


def test_the_floor_plan_names_every_room_that_is_there():
    plan = README.partition("## The floor plan")[2].partition("\n## ")[0]
    inside = (ROOT / "gxkit").iterdir()
    rooms = {path.stem for path in inside if path.is_dir() or path.suffix == ".py"}
    rooms -= {"__init__", "__pycache__"}
    assert {room for room in rooms if f"`{room}`" not in plan} == set()


def test_every_door_of_the_readme_opens():
    doors = set(re.findall(r"`gxkit\.(\w+)[(`]", README))
    assert {"read", "parse_many", "open", "stack", "forms", "charts"} <= doors
    assert {door for door in doors if not hasattr(gxkit, door)} == set()


def test_every_target_of_the_readme_is_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`?make (\w+)", README)) - {"and"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_file_of_the_readme_is_there():
    for path in re.findall(
        r"`((?:tests|data|docs|benchmarks|gxkit)/[\w./-]+)`|\]\((docs/[\w.-]+)\)", README
    ):
        assert (ROOT / (path[0] or path[1])).exists(), path
