"""What is written: a file is whole or not at all; the keys of a TOML file are all known."""

import ast
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import gxkit
from gxkit.errors import CorrectionError, FormError, GxkitError, check_keys
from gxkit.output import write_file
from gxkit.output.files import is_unfinished

PACKAGE = Path(gxkit.__file__).parent
WRITES = {
    "copy2",
    "copyfile",
    "save",
    "savefig",
    "to_csv",
    "to_excel",
    "to_parquet",
    "write_bytes",
    "write_text",
}
"""calls that write a file in one step, which a full disk or a power cut would leave half written"""
# into memory, or into a folder that is thrown away or renamed as a whole
ELSEWHERE = {
    "checks/ruleset.py",  # the package's own list, by its makers
    "folder/fetch/adding.py",
    "panel/partitions.py",
    "parsing/jobs.py",  # saves in the store, which writes by the writer
    "paper/typeset.py",
    "paper/webpage.py",
    "readers/drawn.py",
    "readers/given.py",
    "readers/pdf/crop.py",
    "readers/word/doc.py",
}
FULL = """
import resource, sys
from gxkit.errors import GxkitError
from gxkit.output import write_file
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write_file(sys.argv[1], "x" * 1_000_000)
except GxkitError as reason:
    print(reason)
"""


def test_a_file_is_written_from_a_text_from_bytes_or_by_a_function(tmp_path):
    path = tmp_path / "file.txt"
    for content in ("一\n", "一\n".encode(), lambda part: part.write_bytes("一\n".encode())):
        assert write_file(path, content) == path
        assert path.read_bytes() == "一\n".encode()
    assert [p.name for p in tmp_path.iterdir()] == ["file.txt"]


def test_a_failure_leaves_what_stood_there_and_nothing_else(tmp_path):
    path = tmp_path / "file.txt"
    write_file(path, "before")

    def fail(part):
        part.write_text("half")
        raise OSError("the disk is full")

    with pytest.raises(GxkitError, match=r"the disk is full.*as it was"):
        write_file(path, fail)
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["file.txt"]


def test_a_full_disk_leaves_the_old_file_and_is_said_in_a_sentence(tmp_path):
    path = tmp_path / "file.txt"
    path.write_text("before")
    done = subprocess.run(
        [sys.executable, "-c", FULL, path], capture_output=True, text=True, check=True
    )
    assert "ulimit -f" in done.stdout
    assert path.read_text() == "before"
    assert os.listdir(tmp_path) == ["file.txt"]


def test_what_a_killed_run_left_is_removed_by_the_next_one_and_what_is_being_written_is_not(
    tmp_path,
):
    old, young = tmp_path / ".gxkit-a1.part", tmp_path / ".gxkit-b2.part"
    for path in (old, young):
        path.write_text("half")
    long_ago = time.time() - 7_200
    os.utime(old, (long_ago, long_ago))
    write_file(tmp_path / "file.txt", "whole")
    assert sorted(os.listdir(tmp_path)) == [young.name, "file.txt"]


@pytest.mark.skipif(os.name != "posix", reason="there nobody can ask whether a process runs")
def test_what_a_process_left_that_is_there_no_more_is_removed_at_once(tmp_path):
    code = (
        "import os, sys\n"
        "from gxkit.output import write_file\n"
        "def end(path):\n"
        "    path.write_text('half')\n"
        "    os._exit(9)\n"
        "write_file(sys.argv[1], end)"
    )
    for _ in range(2):
        subprocess.run([sys.executable, "-c", code, tmp_path / "file.txt"], check=False)
        (left,) = os.listdir(tmp_path)
        assert is_unfinished(left)
    write_file(tmp_path / "file.txt", "whole")
    assert os.listdir(tmp_path) == ["file.txt"]


def test_a_name_as_long_as_a_system_takes_and_half_a_character_can_be_written(tmp_path):
    path = write_file(tmp_path / ("长" * 84), "\udcff")
    assert path.read_text() == "?"


def writing_calls(file: Path) -> int:
    """How many calls of a module write a file without the writer, as far as their names say."""
    calls = [
        node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    methods = [call.func.attr for call in calls if isinstance(call.func, ast.Attribute)]
    opened = [call for call in calls if getattr(call.func, "id", "") == "open"]
    modes = [ast.unparse(call) for call in opened]
    return sum(name in WRITES for name in methods) + sum("'w" in mode for mode in modes)


def test_every_file_is_written_by_the_one_writer():
    found = set()
    for file in PACKAGE.rglob("*.py"):
        if writing_calls(file) and "write_file" not in file.read_text("utf-8"):
            found.add(file.relative_to(PACKAGE).as_posix())
    assert found <= ELSEWHERE, "write through gxkit.output.write_file"


def test_keys_that_are_unknown_or_missing_are_named_with_those_that_are_allowed():
    check_keys({"id": 1, "note": 2}, "form x", "id", "note")
    with pytest.raises(FormError) as error:
        check_keys({"ident": 1}, "form x", "id", "note")
    assert str(error.value) == "form x: unknown key ident; missing key id; expected id, note."


def test_the_place_of_a_key_can_be_found_by_the_key():
    with pytest.raises(CorrectionError, match=r"^line of when: missing key when; expected when"):
        check_keys({"who": 1}, "line of {}".format, "when who", error=CorrectionError)
