"""What word processors save beside .docx: each format gives the report that was put into it, and
nothing that its reader would not see."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

import gxkit
from gxkit.document import Document, Omission
from gxkit.errors import DamagedFileError
from gxkit.readers import read
from office_files import (
    word_body,
    write_flat,
    write_strict,
    write_word_2003,
)
from reading import read_bytes, texts
from specimens import draw_figures, write_html

FIGURES = draw_figures("2021", random.Random(12))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("office") / "report.html"
    path.write_text(write_html("2021", FIGURES, 2022), encoding="utf-8")
    return read(path)


def assert_same(folder: Path, data: bytes, format_: str, report: Document) -> None:
    """The file gives the report's figures, and its cells their spans and places."""
    path = folder / "report.bin"
    path.write_bytes(data)
    document = read(path)
    assert document.format == format_
    assert document.remarks == ()
    assert [grid.cells for grid in document.grids] == [grid.cells for grid in report.grids]
    parsed = gxkit.parse(path)
    assert {key: parsed[key].value for key in FIGURES} == FIGURES
    assert parsed.meta.year == 2022
    assert not [key for key in FIGURES if parsed[key].verdict == "contradicted"]


WORD_FILES = {"docx": write_strict, "wordml": write_word_2003, "wordml ": write_flat}


@pytest.mark.parametrize("format_", WORD_FILES)
def test_a_report_of_word_is_the_same_in_all_its_formats(tmp_path, format_, report):
    data = WORD_FILES[format_](word_body(report))
    assert_same(tmp_path, data, format_.strip(), report)


def word_table(*cells: str) -> str:
    """A body of a table of one row and one below."""
    row = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
    return f"<w:body><w:tbl><w:tr>{row}</w:tr><w:tr>{row}</w:tr></w:tbl></w:body>"


def word_run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_lengths_of_strict_packages_have_units(tmp_path):
    tiny = word_run("9", '<w:sz w:val="1pt"/>')
    body = word_table(f"<w:p>{word_run('5')}{tiny}</w:p>", f"<w:p>{word_run('6')}</w:p>")
    document = read_bytes(tmp_path, write_strict(body))
    assert texts(document.grids[0]) == [["5", "6"]] * 2
    assert document.grids[0].cells[0].omitted[0].why is Omission.HIDDEN


def test_what_word_2003_deleted_or_noted_is_no_part_of_a_figure(tmp_path):
    deleted = (
        '<aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>7</w:delText></w:r>'
        "</aml:content></aml:annotation>"
    )
    inserted = deleted.replace("Deletion", "Insertion").replace("delText", "t")
    comment = inserted.replace("Insertion", "Comment")
    note = f"<w:r><w:footnote><w:p>{word_run('注1')}</w:p></w:footnote></w:r>"
    cell = f"<w:p>{word_run('4')}{deleted}{comment}{note}</w:p>"
    body = word_table(cell, f"<w:p>{word_run('1')}{inserted}</w:p>")
    document = read_bytes(tmp_path, write_word_2003(body))
    assert texts(document.grids[0]) == [["4", "17"]] * 2


def test_lists_of_word_2003_count_on(tmp_path):
    lists = (
        '<w:lists><w:listDef w:listDefId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:nfc w:val="37"/><w:lvlText w:val="%1、"/></w:lvl></w:listDef>'
        '<w:list w:ilfo="2"><w:ilst w:val="3"/></w:list></w:lists>'
    )
    listed = '<w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="2"/></w:listPr></w:pPr>'
    paragraphs = [f"<w:p>{listed}{word_run(text)}</w:p>" for text in ("总体情况", "主动公开")]
    body = f"{lists}<w:body>{''.join(paragraphs)}</w:body>"
    document = read_bytes(tmp_path, write_word_2003(body))
    assert document.text.splitlines() == ["一、总体情况", "二、主动公开"]


CUT: list[tuple[Callable[[str], bytes], str]] = [
    (write_word_2003, "Word XML is damaged"),
    (write_flat, "Word XML is damaged"),
]


@pytest.mark.parametrize(("write", "said"), CUT)
def test_a_file_that_breaks_off_says_so(tmp_path, report, write, said):
    data = write(word_body(report))
    with pytest.raises(DamagedFileError, match=said):
        read_bytes(tmp_path, data[: len(data) // 2])
