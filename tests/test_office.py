"""What word processors save beside .docx: each format gives the report that was put into it, and
nothing that its reader would not see."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

import gxkit
from gxkit.document import Document, Omission, Unread
from gxkit.errors import DamagedFileError
from gxkit.readers import read
from office_files import (
    RTF_HEAD,
    word_body,
    write_flat,
    write_rtf,
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


# ---- Rich Text


def test_a_report_in_rich_text_is_the_same(tmp_path, report):
    assert_same(tmp_path, write_rtf(report), "rtf", report)


def rtf(*texts: str) -> bytes:
    """A table of one row, and the same again below."""
    shapes = "".join(rf"\cellx{1000 * at}" for at in range(1, len(texts) + 1))
    cells = "".join(rf"\pard\plain\intbl {text}\cell " for text in texts)
    row = rf"\trowd {shapes}{cells}\row"
    return (RTF_HEAD + row + row + r"\pard\par}").encode("gbk")


IN_A_CELL = {
    "hidden": (r"4{\v 7}", "4"),
    "struck out": (r"4{\strike 7}\v0", "4"),
    "deleted in a revision": (r"{\deleted 7}{\revised 4}", "4"),
    "white": (r"4{\cf2 7}", "4"),
    "a footnote": (r"4{\super\chftn}{\footnote\pard\plain 2021\par}", "4"),
    "a comment": (r"4{\*\atnid 1}{\*\annotation\pard 7}", "4"),
    "a field": (r"{\field{\*\fldinst =SUM(ABOVE) 9}{\fldrslt 47}}", "47"),
    "unicode with two characters for others": (r"\uc2\u19977\'c8\'fd", "三"),
    "unicode in a pair": (r"\uc0\u-10187\u-9216", "\U0001d400"),
    "a character that a Western font says in Chinese": (r"\f2\'b6\'fe", "二"),
    "a figure in Chinese bytes": (r"\'a3\'b4\'a3\'b7", "４７"),
    "a line break": (r"4\line 7", "4\n7"),
    "paragraphs": (r"4\par 7", "4\n7"),
    "bytes": (r"4{\*\objdata \bin3 }7}}5", "45"),
    "both": (r"{\upr{4?}{\*\ud{4\u20214?}}}", "4件"),
    "an automatic number": (r"{\listtext\pard\plain 1.\tab}47", "1. 47"),
    "a bullet": (r"{\pntext\f1\'6c\tab}47", "47"),
    "a sign": (r"4\'3f\emdash\~7", "4?—\xa07"),
}


@pytest.mark.parametrize("kind", IN_A_CELL)
def test_what_a_cell_of_rich_text_shows(tmp_path, kind):
    written, shown = IN_A_CELL[kind]
    document = read_bytes(tmp_path, rtf("1", written, "2"))
    assert texts(document.grids[0]) == [["1", shown, "2"]] * 2


def test_a_table_in_a_table_of_rich_text_is_a_table(tmp_path):
    inner = r"\itap2 4\nestcell 7\nestcell{\*\nesttableprops\trowd\cellx400\cellx800\nestrow}"
    document = read_bytes(tmp_path, rtf("1", inner + r"{\nonesttables\par}\pard\intbl"))
    assert [texts(grid) for grid in document.grids] == [[["4", "7"]]] * 2
    assert document.text == "1\n1"


def test_a_paragraph_between_rows_ends_a_table(tmp_path):
    row = r"\trowd\cellx1000\cellx2000\pard\intbl 1\cell 2\cell\row"
    data = RTF_HEAD + row + row + r"\pard \'b6\'fe\par" + row + "}"
    document = read_bytes(tmp_path, data.encode())
    assert [grid.shape for grid in document.grids] == [(2, 2), (1, 2)]
    assert document.grids[1].caption == "二"


def test_what_is_no_text_in_rich_text_is_not_taken_for_a_blank(tmp_path):
    picture = r"{\*\shppict{\pict\pngblip\picwgoal900\pichgoal300 89504e47}}"
    document = read_bytes(tmp_path, rtf("1", picture, r"{\f1\'82}", r"{\f1\'f0}"))
    assert [cell.unread for cell in document.grids[0].cells[:4]] == [
        None,
        Unread.PICTURE,
        None,
        Unread.GLYPHS,
    ]
    assert document.grids[0].cells[2].text == "②"


def test_rich_text_that_breaks_off_says_so_and_gives_what_is_there(tmp_path):
    data = rtf("1", "47")
    document = read_bytes(tmp_path, data[: data.rindex(b"47")])
    assert texts(document.grids[0])[0] == ["1", "47"]
    assert [remark.say("en") for remark in document.remarks] == [
        "The file breaks off (1 of its groups do not end); what came after is not in it."
    ]


def test_groups_that_stand_too_deep_in_each_other_are_refused(tmp_path):
    with pytest.raises(DamagedFileError, match="too deep"):
        read_bytes(tmp_path, b"{\\rtf1" + b"{" * 100_000)
