"""What is written: a file is whole or not at all; the keys of a TOML file are all known."""

import pytest

from gxkit.errors import CorrectionError, FormError, check_keys
from gxkit.output import write_file


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

    with pytest.raises(OSError, match="full"):
        write_file(path, fail)
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["file.txt"]


def test_keys_that_are_unknown_or_missing_are_named_with_those_that_are_allowed():
    check_keys({"id": 1, "note": 2}, "form x", "id", "note")
    with pytest.raises(FormError) as error:
        check_keys({"ident": 1}, "form x", "id", "note")
    assert str(error.value) == "form x: unknown key ident; missing key id; expected id, note."


def test_the_place_of_a_key_can_be_found_by_the_key():
    with pytest.raises(CorrectionError, match=r"^line of when: missing key when; expected when"):
        check_keys({"who": 1}, "line of {}".format, "when who", error=CorrectionError)
