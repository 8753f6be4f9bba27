"""One digit of a source changed: what depends on it changes with it, or a sentence says that the
file is no longer the one that the catalog lists."""

from __future__ import annotations

import random
import re
import shutil
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

import gxkit
from gxkit.errors import CatalogError, GxkitError
from gxkit.folder import add_report, catalog, read_collection
from gxkit.folder.framing import build_folder
from gxkit.paper.study import build_study
from gxkit.paper.variables import compute_variables
from gxkit.report import Key, Report

sys.path.insert(0, str(Path(__file__).parents[1] / "data"))

from facsimiles import layout, outline
from make_facsimiles import catalog_facts, make_file

OUTLINES = [own for own in outline.read_outlines() if set(own.formats) & {"html", "docx"}]
WRITTEN = "2021-jinjiang-government"
"""a report with two files: the PDF that it is read from, and a text that bears witness"""
DIGITS = "0123456789"
FIGURE = re.compile(r"(?<![^>\s])[\d.]+(?:万?元)?(?![^<\s])")
"""what may be a figure of a table: a number by itself"""


def other_digit(choose: random.Random, digit: str) -> str:
    return choose.choice([one for one in DIGITS if one != digit])


def change_digit(choose: random.Random, text: str, places: Iterable[int]) -> str:
    place = choose.choice(list(places))
    return text[:place] + other_digit(choose, text[place]) + text[place + 1 :]


def places_of_digits(text: str) -> list[int]:
    return [place for place, sign in enumerate(text) if sign in DIGITS]


def folder_of(report: str, data_folder: Path, to: Path) -> Path:
    """A data folder with the files of one report."""
    (to / "reports").mkdir(parents=True)
    listed = catalog.read_catalog(data_folder / "catalog.csv")
    own = [entry for entry in listed if entry.report == report]
    for entry in own:
        shutil.copy(data_folder / entry.path, to / entry.path)
    shutil.copy(data_folder / "bodies.csv", to)
    catalog.write_catalog(to / "catalog.csv", own)
    return to


DOORS = {
    "open": gxkit.open,
    "read": read_collection,
    "build": build_folder,
    "study": lambda folder: build_study(folder, folder / "study"),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_file_that_is_no_longer_the_catalogued_one_stops_whoever_reads_it(
    door: str, data_folder: Path, tmp_path: Path
) -> None:
    folder = folder_of("2012-pingtan-zone", data_folder, tmp_path / "own")
    page = folder / "reports" / "2012-pingtan-zone.html"
    text = page.read_text("utf-8")
    page.write_text(text.replace("<span>1<", "<span>2<", 1), "utf-8")
    wanted = r"^reports/2012-pingtan-zone\.html: changed; .*add FILE --twice replace.*gxkit verify"
    with pytest.raises(CatalogError, match=wanted):
        DOORS[door](folder)
    assert not (folder / "study").exists()
    assert not (folder / "frames").exists()


@pytest.mark.parametrize("door", ["read", "build"])
def test_a_changed_file_that_only_bears_witness_stops_them_too(
    door: str, data_folder: Path, tmp_path: Path
) -> None:
    folder = folder_of(WRITTEN, data_folder, tmp_path)
    (folder / "reports" / f"{WRITTEN}.txt").write_bytes(b"270")
    with pytest.raises(CatalogError, match=rf"^reports/{WRITTEN}\.txt: changed; it has 3 bytes"):
        DOORS[door](folder)


def test_a_changed_file_that_is_listed_anew_keeps_what_is_known_of_it(
    data_folder: Path, tmp_path: Path
) -> None:
    folder = folder_of(WRITTEN, data_folder, tmp_path)
    before = {entry.path: entry for entry in catalog.read_catalog(folder / "catalog.csv")}
    place = f"reports/{WRITTEN}.txt"
    text = (folder / place).read_text("utf-8")
    (folder / place).write_text(text + "\n", "utf-8")
    entry = add_report(folder, folder / place, twice="replace")
    kept = [name for name in catalog.FACTS if getattr(entry, name) != getattr(before[place], name)]
    assert kept == []
    assert catalog.verify(folder) == []
    assert len(catalog.read_catalog(folder / "catalog.csv")) == len(before) == 2


def changed_cells(one: Report, other: Report) -> set[Key]:
    """The cells that are read, doubted or judged otherwise."""
    found = [
        value.key
        for value in one
        if (value.value, value.status, value.candidates)
        != (other[value.key].value, other[value.key].status, other[value.key].candidates)
    ]
    return set(found)


def enter(folder: Path, own: outline.Outline, suffix: str, data: bytes) -> Report:
    """The report of a folder that holds these bytes, listed as they are."""
    place = f"reports/{own.id}.{suffix}"
    (folder / place).write_bytes(data)
    line = catalog.entry_of(folder / place, place, **catalog_facts(own, suffix))
    catalog.write_catalog(folder / "catalog.csv", [line])
    return read_collection(folder).reports[0]


@pytest.mark.parametrize("seed", range(40))
def test_a_digit_of_a_table_changes_its_own_cell_alone_and_the_study_with_it(
    seed: int, data_folder: Path, tmp_path: Path
) -> None:
    choose = random.Random(seed)
    own = choose.choice(OUTLINES)
    suffix = choose.choice([one for one in own.formats if one in ("html", "docx")])
    figures = outline.read_figures(data_folder / "transcriptions" / f"{own.id}.csv")
    key = choose.choice([key for key, printed in figures.items() if places_of_digits(printed)])
    printed = change_digit(choose, figures[key], places_of_digits(figures[key]))
    files = []
    for shown in (figures, figures | {key: printed}):
        layouts = {table: layout.lay_out(own, table, shown) for table in own.forms}
        files.append(make_file(own, layouts, suffix))
    (tmp_path / "reports").mkdir()
    before, after = (enter(tmp_path, own, suffix, data) for data in files)
    number = Decimal(re.sub(r"[^\d.]", "", printed))
    value = after[key]
    told = {value.value, *value.candidates}
    assert number in told, (own.id, key, figures[key], printed, value)
    assert changed_cells(before, after) == {key}
    collection = read_collection(tmp_path)
    panel = collection.panel.set_index(["table", "row", "column"])
    assert panel.loc[key, "printed"] == value.printed
    assert compute_variables(collection)["n"].reports == 1


@pytest.mark.parametrize("seed", range(20))
def test_a_digit_anywhere_else_is_told_or_changes_no_cell(
    seed: int, data_folder: Path, tmp_path: Path
) -> None:
    choose = random.Random(seed)
    listed = catalog.read_catalog(data_folder / "catalog.csv")
    entry = choose.choice([one for one in listed if one.format in ("html", "txt")])
    folder = folder_of(entry.report, data_folder, tmp_path)
    before = read_collection(folder).reports[0]
    text = (folder / entry.path).read_text("utf-8")
    figures = [match.span() for match in FIGURE.finditer(text)]
    inside = {place for first, end in figures for place in range(first, end)}
    places = [place for place in places_of_digits(text) if place not in inside]
    (folder / entry.path).write_text(change_digit(choose, text, places), "utf-8")
    facts = {name: getattr(entry, name) for name in catalog.FACTS}
    line = catalog.entry_of(folder / entry.path, entry.path, **facts, format=entry.format)
    others = catalog.read_catalog(folder / "catalog.csv")
    catalog.write_catalog(
        folder / "catalog.csv", [line, *(one for one in others if one.path != entry.path)]
    )
    try:
        collection = read_collection(folder)
    except GxkitError:
        # a sentence, and nothing was counted
        return
    after = collection.reports[0]
    assert after.editions == before.editions
    # a digit of the markup may move cells away from their labels: then they have no number
    changed = [after[key] for key in changed_cells(before, after)]
    assert [value for value in changed if value.value is not None] == []
    compute_variables(collection)
