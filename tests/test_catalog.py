"""The catalog of a data folder."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from pathlib import Path

import pytest

from gxkit.errors import CatalogError
from gxkit.folder.catalog import COLUMNS, Entry, add_entry, read_catalog, verify, write_catalog

DATA = Path(__file__).parents[1] / "data"
FACTS = {
    "report": "2022-place",
    "agency": "某市人民政府",
    "agency_en": "Place",
    "code": "350582",
    "level": "county",
    "scope": "summary",
    "year": 2022,
    "title": "某市人民政府2022年政府信息公开工作年度报告",
    "published": "2023-01-31",
    "url": "",
    "accessed": "",
    "note": "made for a test, with a comma",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with one report of three bytes and its catalog."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "2022-place.txt").write_bytes(b"abc")
    write_catalog(
        tmp_path / "catalog.csv",
        add_entry((), tmp_path, tmp_path / "reports" / "2022-place.txt", **FACTS),
    )
    return tmp_path


def test_the_projects_catalog_agrees_with_its_files() -> None:
    assert verify(DATA) == []


def test_the_projects_catalog_lists_39_files_of_34_reports_of_15_bodies() -> None:
    entries = read_catalog(DATA / "catalog.csv")
    assert len(entries) == 39
    assert len({entry.report for entry in entries}) == 34
    assert len({(entry.code, entry.agency) for entry in entries}) == 15
    formats = Counter(entry.format for entry in entries)
    assert formats == {"doc": 1, "docx": 4, "html": 27, "pdf": 2, "txt": 5}
    assert sorted({e.report for e in entries if e.scope == "body"}) == [
        "2016-jinjiang-science-ip",
        "2017-jinjiang-economy-it",
        "2019-jinjiang-development-zone",
        "2019-shanghai-general-office",
        "2020-zhangzhou-industry-it",
        "2023-shuyang-development-reform",
        "2024-shanghai-science-technology",
        "2025-shanghai-general-office",
    ]


def test_the_projects_catalog_says_what_each_report_was_read_from() -> None:
    sources = {entry.report: entry.source for entry in read_catalog(DATA / "catalog.csv")}
    assert Counter(sources.values()) == {
        "page": 20,
        "text": 7,
        "pdf": 3,
        "machine transcription": 2,
        "secondary print": 2,
    }


def test_a_day_of_publication_is_never_another_than_the_address_gives() -> None:
    dated = 0
    for entry in read_catalog(DATA / "catalog.csv"):
        day = re.search(r"/t(\d{4})(\d\d)(\d\d)_", entry.url)
        if day is not None:
            dated += bool(entry.published)
            assert entry.published in ("", "-".join(day.groups()))
    assert dated == 14


def test_a_report_dated_before_its_year_ended_is_named() -> None:
    early = {
        entry.report: entry.uncertain
        for entry in read_catalog(DATA / "catalog.csv")
        if entry.published and int(entry.published[:4]) <= entry.year
    }
    assert early == {
        "2016-jinjiang-science-ip": "dated 2016-12-29, before the year that it reports on had ended"
    }


def test_each_entry_says_facsimile() -> None:
    assert all(entry.copy == "facsimile" for entry in read_catalog(DATA / "catalog.csv"))


def test_an_entry_has_the_files_own_hash_and_size(folder: Path) -> None:
    (entry,) = read_catalog(folder / "catalog.csv")
    assert entry == Entry(
        path="reports/2022-place.txt",
        bytes=3,
        format="txt",
        **FACTS,
        sha256="ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    )


def test_writing_what_was_read_gives_the_same_bytes_and_leaves_no_other_file(folder: Path) -> None:
    before = (folder / "catalog.csv").read_bytes()
    write_catalog(folder / "catalog.csv", read_catalog(folder / "catalog.csv"))
    assert (folder / "catalog.csv").read_bytes() == before
    assert sorted(p.name for p in folder.iterdir()) == ["catalog.csv", "reports"]


def test_writing_sorts_by_path(folder: Path) -> None:
    (entry,) = read_catalog(folder / "catalog.csv")
    first = dataclasses.replace(entry, path="reports/2021-place.txt")
    write_catalog(folder / "catalog.csv", [entry, first])
    assert [e.path for e in read_catalog(folder / "catalog.csv")] == [first.path, entry.path]


def test_verify_names_a_missing_file(folder: Path) -> None:
    (folder / "reports" / "2022-place.txt").unlink()
    assert verify(folder) == ["reports/2022-place.txt: missing; the catalog lists it with 3 bytes."]


def test_verify_names_a_file_of_another_size(folder: Path) -> None:
    (folder / "reports" / "2022-place.txt").write_bytes(b"abcd")
    assert verify(folder) == [
        "reports/2022-place.txt: changed; it has 4 bytes and the catalog says 3."
    ]


def test_verify_names_a_file_of_the_same_size_and_other_bytes(folder: Path) -> None:
    (folder / "reports" / "2022-place.txt").write_bytes(b"abd")
    assert verify(folder) == [
        "reports/2022-place.txt: changed; its SHA-256 begins a52d159f262b and the catalog says "
        "ba7816bf8f01."
    ]


def test_verify_names_a_file_that_is_not_listed(folder: Path) -> None:
    (folder / "reports" / "new.pdf").write_bytes(b"x")
    assert verify(folder) == [
        "reports/new.pdf: not listed; add it to catalog.csv or take it out of reports/."
    ]


def test_adding_an_entry_returns_a_new_catalog_and_writes_nothing(folder: Path) -> None:
    before = (folder / "catalog.csv").read_bytes()
    entries = read_catalog(folder / "catalog.csv")
    (folder / "reports" / "2021-place.PDF").write_bytes(b"x")
    extended = add_entry(
        entries, folder, folder / "reports" / "2021-place.PDF", **FACTS | {"year": 2021}
    )
    assert [(e.path, e.year, e.format) for e in extended] == [
        ("reports/2021-place.PDF", 2021, "pdf"),
        ("reports/2022-place.txt", 2022, "txt"),
    ]
    assert len(entries) == 1
    assert (folder / "catalog.csv").read_bytes() == before


def test_adding_a_file_again_replaces_its_entry(folder: Path) -> None:
    (folder / "reports" / "2022-place.txt").write_bytes(b"abcd")
    entries = add_entry(
        read_catalog(folder / "catalog.csv"), folder, folder / "reports" / "2022-place.txt", **FACTS
    )
    assert [entry.bytes for entry in entries] == [4]


def test_adding_an_absent_file_says_so(folder: Path) -> None:
    with pytest.raises(CatalogError, match="There is no file"):
        add_entry((), folder, folder / "reports" / "absent.txt", **FACTS)


def test_adding_a_file_from_elsewhere_says_to_copy_it_first(folder: Path) -> None:
    with pytest.raises(
        CatalogError, match=r"is not inside the data folder .*; copy it there first"
    ):
        add_entry((), folder / "reports", folder / "catalog.csv", **FACTS)


def test_adding_names_missing_and_unknown_facts(folder: Path) -> None:
    facts = {k: v for k, v in FACTS.items() if k != "code"} | {"kode": "350582"}
    with pytest.raises(
        CatalogError, match="code, kode is missing or unknown; expected the facts report, agency"
    ):
        add_entry((), folder, folder / "reports" / "2022-place.txt", **facts)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("path,sha256", "file,sha256", "the columns are file, sha256"),
        (
            ",3,2022-place",
            ",three,2022-place",
            "line 2: bytes is 'three' and year is '2022'; expected whole numbers",
        ),
        (",summary,", ",both,", "scope is 'both'; expected body or summary"),
        (",350582,", ",3505,", "code is '3505'"),
        (",2023-01-31,", ",31.1.2023,", "published is '31.1.2023'"),
        ("reports/2022", "../2022", "'../2022-place.txt' is no path inside the data folder"),
        (
            '"made for a test, with a comma"',
            "made for a test, with a comma",
            f"line 2: expected {len(COLUMNS)} fields",
        ),
    ],
)
def test_reading_says_what_is_wrong_with_a_catalog(
    folder: Path, old: str, new: str, message: str
) -> None:
    path = folder / "catalog.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(CatalogError) as error:
        read_catalog(path)
    assert message in str(error.value)


def test_reading_a_path_listed_twice_is_an_error(folder: Path) -> None:
    path = folder / "catalog.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1], ""]), "utf-8")
    with pytest.raises(
        CatalogError, match=r"reports/2022-place.txt stands twice; keep one line for each file"
    ):
        read_catalog(path)


@pytest.mark.parametrize(
    "facts", [{"agency": "某市教育局"}, {"year": 2023}, {"code": "350583"}, {"scope": "body"}]
)
def test_two_reports_of_one_id_are_refused_wherever_they_come_from(
    facts: dict[str, object], folder: Path
) -> None:
    path = folder / "catalog.csv"
    other = folder / "reports" / "other.txt"
    other.write_bytes(b"other")
    listed = read_catalog(path)
    before = path.read_bytes()
    entries = add_entry(listed, folder, other, **FACTS | facts)
    says = "reports/2022-place.txt and reports/other.txt have the report id 2022-place"
    with pytest.raises(CatalogError, match=says) as refusal:
        write_catalog(path, entries)
    assert all(str(one) in refusal.value.say("en") for one in facts.values())
    assert path.read_bytes() == before
    write_catalog(path, add_entry(listed, folder, other, **FACTS | facts | {"report": "own"}))
    path.write_text(path.read_text("utf-8").replace(",own,", ",2022-place,"), "utf-8")
    with pytest.raises(CatalogError, match=says):
        read_catalog(path)


def test_two_files_of_one_report_may_name_its_body_in_full_or_in_short(folder: Path) -> None:
    path = folder / "catalog.csv"
    other = folder / "reports" / "other.txt"
    other.write_bytes(b"other")
    own = {"agency": "某市政府", "title": "另一标题", "copy": "facsimile"}
    write_catalog(path, add_entry(read_catalog(path), folder, other, **FACTS | own))
    assert len(read_catalog(path)) == 2


def test_reading_an_absent_catalog_names_the_folder_to_give(tmp_path: Path) -> None:
    with pytest.raises(
        CatalogError,
        match=r"There is no catalog at .*; name the data folder that holds a catalog.csv",
    ):
        read_catalog(tmp_path / "catalog.csv")


def test_reading_a_catalog_in_another_encoding_says_to_save_it_as_utf_8(tmp_path: Path) -> None:
    (tmp_path / "catalog.csv").write_bytes("晋江".encode("gb18030"))
    with pytest.raises(CatalogError, match="is not UTF-8; save it as CSV in UTF-8"):
        read_catalog(tmp_path / "catalog.csv")


def test_the_columns_are_those_that_the_readme_of_data_explains() -> None:
    readme = (DATA / "README.md").read_text("utf-8")
    table = readme.split("## catalog.csv")[1].split("## ")[0]
    named = [
        name
        for row in table.splitlines()
        if row.startswith("| ")
        for name in row.split("|")[1].split(",")
    ]
    assert [name.strip() for name in named if name.strip() != "column"] == list(COLUMNS)


def test_a_catalog_without_the_column_copy_is_read_and_gains_it_when_written(folder: Path) -> None:
    path = folder / "catalog.csv"
    lines = [line.rsplit(",", 6)[0] for line in path.read_text("utf-8").splitlines()]
    path.write_text("\n".join([*lines, ""]), "utf-8")
    (entry,) = read_catalog(path)
    assert entry.copy == ""
    write_catalog(path, [dataclasses.replace(entry, copy="facsimile")])
    assert path.read_text("utf-8").splitlines()[1].endswith(",facsimile,,,,,")
    with pytest.raises(CatalogError, match="expected nothing or facsimile or page"):
        dataclasses.replace(entry, copy="photo")
