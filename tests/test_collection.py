"""Reports of one data folder as witnesses for each other: other years, other files of the same."""

import random
import re
from dataclasses import replace

import pytest

from gxkit.errors import CatalogError
from gxkit.folder import add_report, read_collection
from gxkit.folder.catalog import CATALOG, read_catalog, write_catalog
from gxkit.report import Origin
from specimens import draw_figures, write_html, write_text

FACTS = {
    "agency": "某某市人民政府",
    "agency_en": "Some Bureau",
    "code": "350000",
    "level": "department",
    "scope": "body",
}


def figures_with(**rows: int) -> dict:
    """A 2021 report whose applicants are natural persons, by row of the request table; else 0."""
    figures = dict.fromkeys(draw_figures("2021", random.Random(0)), 0)
    for row, number in rows.items():
        figures["requests", row, "natural_person"] = figures["requests", row, "total"] = number
    return figures


@pytest.fixture
def folder(tmp_path):
    """A function that writes a data folder: names with year and ending, and what they print."""
    base = tmp_path / "data"
    (base / "reports").mkdir(parents=True)
    write_catalog(base / CATALOG, [])

    def write(files: dict) -> dict:
        for name, figures in files.items():
            report, _, ending = name.partition(".")
            path = tmp_path / name
            edition = "2021" if ("requests", "received", "total") in figures else "fujian-2014"
            text = (
                write_text(edition, figures, "tabs", int(report))
                if ending == "txt"
                else write_html(edition, figures, int(report)) + f"<!-- {ending} -->"
            )
            path.write_text(text, encoding="utf-8")
            add_report(base, path, twice="replace", report=report, year=int(report), **FACTS)
        return {report.id: report for report in read_collection(base).reports}

    return write


SOUND = {
    "2021": {"received": 40, "granted": 28, "decided": 28, "carried_out": 12},
    "2022": {"carried_in": 12, "received": 30, "granted": 42, "decided": 42},
}
KEY = ("requests", "carried_in", "natural_person")


def changed(year: str, **cells: int) -> dict:
    return figures_with(**SOUND[year]) | {
        ("requests", *name.split("__")): n for name, n in cells.items()
    }


def test_the_year_before_speaks_for_a_figure_in_doubt(folder):
    wrong = changed("2022", carried_in__natural_person=21)
    alone = folder({"2022.html": wrong})["2022"]
    assert not [w for w in alone.witnesses if w.source == "year"]
    told = folder({"2021.html": figures_with(**SOUND["2021"]), "2022.html": wrong})["2022"]
    said = {(w.key, w.number) for w in told.witnesses if w.source == "year"}
    assert (KEY, 12) in said
    best = [e for e in told.explanations if e.rank == 1]
    assert [(e.kind, e.cells, e.certain) for e in best] == [
        ("digits transposed", ((KEY, 21, 12),), True)
    ]
    assert best[0].evidence_en[0] == (
        "R6 (carried out of one year equals carried into the next): 自然人: "
        "12 (carried out, 2021), so this cell would be 12."
    )
    assert told[KEY].reconciled == 12
    assert [f.rule for f in told.findings if f.origin is Origin.YEARS] == ["R6"]


def test_the_year_after_speaks_too(folder):
    told = folder(
        {
            "2021.html": changed("2021", carried_out__natural_person=72),
            "2022.html": figures_with(**SOUND["2022"]),
        }
    )["2021"]
    assert any(
        w.key == ("requests", "carried_out", "natural_person") and w.number == 12
        for w in told.witnesses
    )


def legacy_with(year: dict, cumulative: dict) -> dict:
    """A Fujian report with these figures by row, 0 in all other cells."""
    figures = dict.fromkeys(draw_figures("fujian-2014", random.Random(0)), 0)
    columns = (("year", year), ("cumulative", cumulative))
    return figures | {
        ("legacy", row, column): n for column, rows in columns for row, n in rows.items()
    }


def test_a_cumulative_figure_of_the_year_before_speaks_too(folder):
    before = legacy_with(
        {"requests": 9, "requests.letter_fax": 9}, {"requests": 96, "requests.letter_fax": 96}
    )
    after = legacy_with(
        {"requests": 4, "requests.letter_fax": 4}, {"requests": 100, "requests.letter_fax": 10}
    )
    alone = folder({"2015.html": after})["2015"]
    assert not any(e.certain for e in alone.explanations)
    told = folder({"2014.html": before})["2015"]
    key = ("legacy", "requests.letter_fax", "cumulative")
    assert {(w.key, w.number) for w in told.witnesses if w.source == "year"} >= {(key, 100)}
    best = [e for e in told.explanations if e.rank == 1]
    assert [(e.kind, e.cells, e.certain) for e in best] == [("digit lost", ((key, 10, 100),), True)]


def test_a_year_apart_and_a_contradicted_neighbour_are_no_witnesses(folder):
    wrong = changed("2022", carried_in__natural_person=21)
    told = folder({"2020.html": figures_with(**SOUND["2021"]), "2022.html": wrong})["2022"]
    assert not [w for w in told.witnesses if w.source == "year"]
    told = folder(
        {"2021.html": changed("2021", carried_out__natural_person=17), "2022.html": wrong}
    )["2022"]
    assert KEY not in {w.key for w in told.witnesses if w.source == "year"}


@pytest.mark.parametrize(
    ("other", "printed", "blame"),
    [
        ("html", 12, "copy"),
        ("html", 21, "publisher"),
        ("txt", 12, "undecided"),
        ("txt", 21, "undecided"),
    ],
)
def test_another_file_of_the_report_says_who_is_to_blame(folder, other, printed, blame):
    wrong = changed("2022", carried_in__natural_person=21)
    told = folder(
        {"2022.htm": wrong, f"2022.{other}": changed("2022", carried_in__natural_person=printed)}
    )["2022"]
    assert (told.source, told[KEY].value) == ("2022.htm", 21)
    best = [e for e in told.explanations if e.rank == 1]
    assert [(e.cells, e.blame) for e in best] == [(((KEY, 21, 12),), blame)]
    heard = [said for said in best[0].evidence_en if said.startswith("Another file of the report")]
    assert bool(heard) == (blame != "undecided" or printed == 12)


def book_of(*reports: tuple[int, dict]) -> str:
    """A page that holds several reports, one after the other."""
    pages = [write_html("2021", figures, year) for year, figures in reports]
    return "".join(re.sub(r"<title>.*?</title>", "", page) for page in pages)


def test_the_catalog_names_the_one_report_of_a_file_that_it_means(tmp_path):
    base = tmp_path / "data"
    (base / "reports").mkdir(parents=True)
    write_catalog(base / CATALOG, [])
    path = tmp_path / "book.html"
    one, other = figures_with(**SOUND["2021"]), figures_with(**SOUND["2022"])
    path.write_text(book_of((2022, other), (2021, one)), encoding="utf-8")
    add_report(base, path, report="zone-2021", year=2021, **FACTS)
    collection = read_collection(base)
    (own,) = collection.reports
    assert (own.id, own.meta.year) == ("zone-2021", 2021)
    assert own["requests", "received", "total"].value == SOUND["2021"]["received"]
    assert collection.unlisted == ("reports/zone-2021.html (2022)",)
    (entry,) = read_catalog(base / CATALOG)
    write_catalog(base / CATALOG, [replace(entry, year=2019)])
    with pytest.raises(CatalogError, match="the catalog has a report of 2019, and the file holds"):
        read_collection(base)


def test_a_report_of_a_folder_is_found_by_its_id_and_tells_how_it_was_read(folder, tmp_path):
    folder({f"{year}.html": figures_with(**SOUND[year]) for year in SOUND})
    collection = read_collection(tmp_path / "data")
    assert [report.id for report in collection] == collection._ipython_key_completions_()
    assert "2021" in collection
    assert "Placing" in collection["2021"].why("requests", "decided", "total", "en")
    with pytest.raises(KeyError, match="no report '2023' in this folder; the nearest are 202"):
        collection["2023"]
    assert "2021  " in repr(collection)
    assert 'folder["2021"]' in collection._repr_html_().replace("&quot;", '"')
