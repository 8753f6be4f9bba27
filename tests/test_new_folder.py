"""A data folder of one's own: made empty, opened, added to, studied."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest

import gxkit
from gxkit.cli import main
from gxkit.errors import CatalogError, NotAFileError
from gxkit.folder import Collection, verify_folder
from gxkit.folder.catalog import verify
from gxkit.folder.new import BLANK
from gxkit.paper import STUDY, manuscript_of

HONGZE = {"agency": "淮安市洪泽区人民政府", "code": "320813"}


def test_a_new_folder_holds_all_that_is_needed_and_is_sound(tmp_path) -> None:
    folder = gxkit.new(tmp_path / "a" / "my-study")
    assert (folder.reports, folder.unlisted) == ((), ())
    base = tmp_path / "a" / "my-study"
    names = {path.name for path in base.iterdir()}
    assert names == {path.name for path in BLANK.iterdir()} | {
        "catalog.csv",
        "corrections.toml",
        "forms",
        "reports",
    }
    assert [path.name for path in base.parent.iterdir()] == ["my-study"]
    assert verify(base) == []
    assert json.loads((base / "start.ipynb").read_text("utf-8"))["nbformat"] == 4


def test_a_new_folder_overwrites_nothing(tmp_path, capsys) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CatalogError, match=r"is there already and holds notes\.txt"):
        gxkit.new(tmp_path / "used")
    assert main(["new", str(tmp_path / "used" / "notes.txt")]) == 1
    assert "is a file" in capsys.readouterr().err
    assert [path.name for path in tmp_path.rglob("*")] == ["used", "notes.txt"]
    (tmp_path / "empty").mkdir()
    assert gxkit.new(tmp_path / "empty").reports == ()


def test_what_is_added_to_an_open_folder_is_in_its_frames(tmp_path, data_folder) -> None:
    folder = gxkit.new(tmp_path / "mine")
    page = data_folder / "reports" / "2023-hongze-government.html"
    added = folder.add(page, **HONGZE)
    assert [entry.year for entry in added] == [2023]
    assert [report.id for report in folder.reports] == ["2023-hongze-government"]
    assert set(folder.panel["agency"]) == {HONGZE["agency"]}
    later = data_folder / "reports" / "2023-pingtan-zone.html"
    folder.add(later, code="350128", level="prefecture-level zone")
    assert len(set(folder.panel["report"])) == 2
    with pytest.raises(CatalogError, match="the same bytes are there already"):
        folder.add(page, **HONGZE)
    with pytest.raises(NotAFileError):
        folder.add(tmp_path / "absent.pdf")
    with pytest.raises(CatalogError, match="one body only"):
        folder.add([page, later], **HONGZE)
    again = tmp_path / "again.html"
    again.write_bytes(page.read_bytes())
    several = folder.add([page, again], **HONGZE)
    assert len(several.failures) == 2
    assert "not added: 2023-hongze-government.html: the same bytes" in repr(several)


def test_a_collection_made_in_memory_has_nowhere_to_add_to() -> None:
    with pytest.raises(CatalogError, match=r"gxkit\.new\(folder\)"):
        Collection((), {}).add("report.pdf")


def test_opening_a_folder_names_what_its_catalog_lacks(tmp_path, capsys) -> None:
    gxkit.new(tmp_path / "mine")
    (tmp_path / "mine" / "reports" / "2020.html").write_text("<p>", encoding="utf-8")
    with pytest.warns(UserWarning, match=r"reports/2020\.html: in reports/ and not in catalog"):
        assert gxkit.open(tmp_path / "mine").unlisted == ("reports/2020.html",)
    assert main(["review", str(tmp_path / "mine")]) == 0
    assert capsys.readouterr().err.startswith("reports/2020.html: in reports/ and not in catalog")
    (tmp_path / "mine" / "reports" / "2020.html").unlink()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        gxkit.open(tmp_path / "mine")


def test_the_shell_makes_adds_and_verifies_from_inside_the_folder(
    tmp_path, data_folder, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "mine", "--manuscript"]) == 0
    assert manuscript_of("mine").name == "manuscript"
    monkeypatch.chdir("mine")
    page = data_folder / "reports" / "2023-hongze-government.html"
    facts = [f"--{name}={fact}" for name, fact in HONGZE.items()]
    assert main(["add", str(page), *facts]) == 0
    assert main(["study", ".", "--panel"]) == 0
    assert verify_folder(".") == []


def test_every_template_travels_with_the_package() -> None:
    package = Path(gxkit.__file__).parent
    for folder in (BLANK, STUDY):
        assert folder.is_relative_to(package)
        assert all(path.stat().st_size for path in folder.iterdir())
    assert manuscript_of(BLANK) == STUDY
