"""`gxkit build`: the frames of a folder, place by place, whoever is ended meanwhile."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from gxkit.cli import main
from gxkit.cli.commands import OTHER, READ, UNREADABLE
from gxkit.errors import CatalogError, CorrectionError, GxkitError
from gxkit.folder import catalog, framing
from gxkit.folder.build import verify_folder
from gxkit.folder.collection import read_collection
from gxkit.folder.digests import list_digests
from gxkit.folder.framing import build_folder
from gxkit.folder.new import new_folder
from gxkit.folder.remarks import tell_year
from gxkit.panel.partitions import COLUMNS, read_frame
from gxkit.parsing.files import list_files
from gxkit.parsing.jobs import Job, Outcome
from gxkit.parsing.store import find_store
from gxkit.parsing.twice.confirming import Mode
from gxkit.text.escapes import read_name

BUILD = """
import os, pathlib, sys
from gxkit.folder.framing import build_folder

rename, count = pathlib.Path.rename, [0]

def counting(path, target):
    count[0] += 1
    if count[0] == int(sys.argv[2]):
        os._exit(9)
    return rename(path, target)

pathlib.Path.rename = counting
build_folder(sys.argv[1], cache=sys.argv[3])
"""


@pytest.fixture
def folder(data_folder: Path, tmp_path: Path) -> Path:
    """A data folder without a panel."""
    base = tmp_path / "data"
    base.mkdir()
    shutil.copytree(data_folder / "reports", base / "reports")
    for name in ("catalog.csv", "corrections.toml", "bodies.csv"):
        shutil.copyfile(data_folder / name, base / name)
    return base


@pytest.fixture
def plain(data_folder: Path, tmp_path: Path) -> Path:
    """Reports without a catalog."""
    base = tmp_path / "plain"
    base.mkdir()
    for year in (2019, 2021, 2023):
        shutil.copy(data_folder / "reports" / f"{year}-pingtan-zone.html", base)
    return base


def bytes_of(base: Path) -> dict[str, bytes]:
    files = sorted(path for path in (base / "frames").rglob("*") if path.is_file())
    return {path.relative_to(base).as_posix(): path.read_bytes() for path in files}


def test_the_frames_of_a_build_are_those_of_the_collection(folder):
    built = build_folder(folder)
    collection = read_collection(folder)
    assert (built.reports, len(built.failures)) == (len(collection), 0)
    assert built.remarks == ()
    # the years of a body together, and what was decided of them
    assert read_frame(folder, "panel")["reconciled"].notna().any()
    for name in COLUMNS:
        made, wanted = read_frame(folder, name), getattr(collection, name)
        keys = list(made.columns)
        pd.testing.assert_frame_equal(
            made.sort_values(keys[:6], ignore_index=True),
            wanted[keys].sort_values(keys[:6], ignore_index=True),
            check_dtype=False,
            check_categorical=False,
        )


def test_figures_that_bodies_of_two_places_share_are_listed_beside_the_frames(plain):
    page = (plain / "2023-pingtan-zone.html").read_text("utf-8")
    (plain / "2023-other.html").write_text(page.replace("平潭综合实验区", "沐川县"), "utf-8")
    build_folder(plain)
    head, *lines = (plain / "frames" / "same.csv").read_text("utf-8").splitlines()
    assert head == "year,table,cells,reports"
    assert {line.split(",")[0] for line in lines} == {"2023"}
    assert {line.split(",")[3] for line in lines} == {"2023-other 2023-pingtan-zone"}


@pytest.mark.parametrize(("scope", "places"), [("body", 3), ("summary", 1)])
def test_bodies_are_one_place_with_the_one_they_lie_in_where_that_sums_them_up(
    scope, places, folder
):
    listed = catalog.read_catalog(folder / "catalog.csv")
    within = "code,name,other_names,level,from,to,name_en,within\n"
    entries, outcomes = [], []
    for number, name in enumerate(("某省", "某市", "某县")):
        path = f"reports/{number}.html"
        upper = "某省" if number else ""
        within += f"99010{number},{name},,,,,,{upper}\n"
        own = scope if name == "某省" else "body"
        entry = replace(
            listed[0], path=path, report=name, agency=name, code=f"99010{number}", scope=own
        )
        entries.append(entry)
        job = Job(str(folder / path), name, Mode.ON, (), find_store(folder))
        outcomes.append(Outcome(job, reports=1, agencies=(name,)))
    (folder / "bodies.csv").write_text(within, "utf-8")
    ids = {outcome.job.path: outcome.job.report_id for outcome in outcomes}
    plan = framing.Plan(folder, ids, tuple(entries))
    assert len(framing.group_files(plan, outcomes)) == places


def test_a_second_build_reads_nothing_and_a_third_what_is_new(plain, tmp_path):
    first = build_folder(plain, cache=tmp_path / "cache")
    assert (first.files, first.read, first.reports, first.is_written) == (3, 3, 3, True)
    before = bytes_of(plain)
    second = build_folder(plain, cache=tmp_path / "cache")
    assert (second.read, second.reports, second.is_written) == (0, 3, False)
    shutil.copyfile(plain / "2023-pingtan-zone.html", plain / "x.html")
    third = build_folder(plain, cache=tmp_path / "cache", verify=True)
    assert (third.read, third.reports, third.is_written) == (1, 4, True)
    (plain / "x.html").unlink()
    again = build_folder(plain, cache=tmp_path / "cache")
    assert (again.read, again.is_written) == (0, True)
    assert bytes_of(plain) == before


def test_a_file_that_gives_no_report_is_named_and_the_others_are_built(plain, capsys):
    (plain / "bad.html").write_bytes(b"")
    assert main(["build", str(plain), "--workers", "1", "--language", "en"]) == UNREADABLE
    said = capsys.readouterr()
    assert "reports: 3, not read: 1" in said.out
    assert said.err.startswith("bad.html: the file is empty")
    lines = (plain / "frames" / "failures.csv").read_text("utf-8").splitlines()
    assert lines[1].startswith("bad.html,empty,bad.html：")
    # an unchanged folder says the same without reading anything
    assert main(["build", str(plain), "--workers", "1", "--language", "en"]) == UNREADABLE
    again = capsys.readouterr()
    assert "nothing has changed" in again.out
    assert again.err == said.err


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are characters")
def test_names_that_are_no_utf8_are_spelled_so_that_each_file_is_found_by_them(plain, tmp_path):
    page = plain / "2023-pingtan-zone.html"
    names = [f"{name}.html".encode("gbk") for name in ("财政局", "教育局")]
    for name in names:
        page.rename(os.fsdecode(os.path.join(os.fsencode(plain), name)))
        shutil.copy(plain / "2021-pingtan-zone.html", page)
    page.unlink()
    (plain / os.fsdecode(b"\xff.html")).write_bytes(b"")
    built = build_folder(plain, cache=tmp_path / "cache")
    assert (built.files, built.reports, len(built.failures)) == (5, 4, 1)
    for name in ("files.csv", "failures.csv"):
        lines = pd.read_csv(plain / "frames" / name)["file"]
        assert all((plain / read_name(line)).is_file() for line in lines)
    assert len(set(read_frame(plain, "panel")["report"])) == 4
    again = build_folder(plain, cache=tmp_path / "cache")
    assert not again.is_written
    assert list(again.failures) == list(built.failures)


def test_what_a_build_wrote_is_no_report_of_the_folder_or_of_one_above(plain, tmp_path):
    before = list_files(plain)
    build_folder(plain, cache=tmp_path / "cache")
    assert list_files(plain) == list_files(plain.parent / "plain") == before
    assert set(before) <= set(list_files(tmp_path))
    assert not [path for path in list_files(tmp_path) if "/frames/" in path]


def test_the_same_bytes_under_several_names_are_said_to_be_counted_several_times(plain, capsys):
    page = plain / "2023-pingtan-zone.html"
    shutil.copy(page, plain / "again.html")
    for name in ("bad.html", "worse.html"):
        (plain / name).write_bytes(b"")
    for _ in range(2):
        main(["build", str(plain), "--workers", "1", "--language", "en"])
        said = capsys.readouterr().err
        assert said.count("the same bytes") == 1
        assert "2023-pingtan-zone.html, again.html: the same bytes" in said


@pytest.mark.parametrize(
    ("year", "note", "says"),
    [
        (2022, "", "the catalog says 2022, and the file says that it is of 2023"),
        (2035, "", "the catalog says 2035, and the file says that it is of 2023"),
        (2022, "facsimile", "the catalog says 2022, and the file says that it is of 2023"),
        (2022, "its title was made for 2023, and its figures are of 2022", ""),
    ],
)
def test_a_year_of_the_catalog_that_the_file_contradicts_is_said(year, note, says, folder):
    path = folder / "catalog.csv"
    listed = [one for one in catalog.read_catalog(path) if "2023-pingtan-zone" in one.path]
    changed = [replace(one, year=year, note=note) for one in listed]
    (folder / "corrections.toml").write_text("", "utf-8")
    catalog.write_catalog(path, changed)
    for _ in range(2):
        remarks = " ".join(one.say("en") for one in build_folder(folder).remarks)
        assert says in remarks
        assert bool(remarks) == bool(says)


def test_a_year_that_has_not_come_and_a_report_listed_twice_are_odd(folder):
    entry = catalog.read_catalog(folder / "catalog.csv")[0]
    assert tell_year(entry, None) is None
    assert "has not come yet" in str(tell_year(replace(entry, year=2935), None))
    twin = replace(entry, report="twin", path="reports/twin.html")
    listed = (entry, twin, replace(twin, year=1999, report="other"))
    plan = framing.Plan(folder, {}, listed)
    (said,) = framing._list_same(plan, ())
    assert f"{entry.path}, reports/twin.html: the same bytes" in said.say("en")


def test_a_decision_that_no_longer_fits_stops_a_build_and_leaves_what_was_there(folder):
    build_folder(folder)
    before = bytes_of(folder)
    ledger = folder / "corrections.toml"
    text = ledger.read_text("utf-8")
    assert 'printed = "' in text
    ledger.write_text(text.replace('printed = "', 'printed = "9'), "utf-8")
    with pytest.raises(CorrectionError):
        build_folder(folder)
    assert bytes_of(folder) == before


def test_verify_calls_a_built_folder_whole_until_something_changes(folder):
    assert verify_folder(folder) == []
    build_folder(folder)
    assert verify_folder(folder) == []
    (folder / "corrections.toml").write_text("", "utf-8")
    (said,) = verify_folder(folder)
    assert "have changed since it was written" in said


@pytest.mark.parametrize("name", ["panel/year=2021/part-0.parquet", "files.csv", "made.json"])
def test_a_damaged_file_of_the_frames_is_named_and_written_anew(name, plain, tmp_path, capsys):
    build_folder(plain, cache=tmp_path / "cache")
    before = bytes_of(plain)
    assert main(["verify", str(plain), "--language", "en"]) == READ
    assert "frames/ is what its files give" in capsys.readouterr().out
    harmed = plain / "frames" / name
    for harm in (lambda: harmed.write_bytes(harmed.read_bytes()[:-1] + b"?"), harmed.unlink):
        harm()
        assert main(["verify", str(plain), "--language", "en"]) == OTHER
        assert f"frames: {name}" in capsys.readouterr().err
        again = build_folder(plain, cache=tmp_path / "cache")
        assert (again.read, again.is_written) == (0, True)
        assert bytes_of(plain) == before


@pytest.mark.parametrize("at", [1, 2])
def test_whoever_is_ended_while_frames_take_their_place_leaves_a_whole_folder(at, plain, tmp_path):
    build_folder(plain, cache=tmp_path / "cache")
    shutil.copyfile(plain / "2023-pingtan-zone.html", plain / "x.html")
    command = [sys.executable, "-c", BUILD, str(plain), str(at), str(tmp_path / "cache")]
    ended = subprocess.run(command, check=False)
    assert ended.returncode == 9
    build_folder(plain, cache=tmp_path / "cache")
    there = bytes_of(plain)
    assert framing.is_current(plain)
    shutil.rmtree(plain / "frames")
    build_folder(plain, cache=tmp_path / "another")
    assert bytes_of(plain) == there
    assert [path.name for path in plain.iterdir() if path.name.endswith(".part")] == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
def test_whoever_is_ended_at_any_moment_builds_again_and_gets_the_same(plain, tmp_path):
    command = [sys.executable, "-m", "gxkit.cli", "build", str(plain), "--cache"]
    for seconds in (0.8, 2.0, 3.5):
        running = subprocess.Popen([*command, str(tmp_path / "cache")], stdout=subprocess.DEVNULL)
        time.sleep(seconds)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
    build_folder(plain, cache=tmp_path / "cache")
    disturbed = bytes_of(plain)
    shutil.rmtree(plain / "frames")
    build_folder(plain, cache=tmp_path / "another")
    assert bytes_of(plain) == disturbed


def test_a_file_that_is_replaced_while_a_build_reads_stops_it_or_is_stamped_as_read(
    folder, plain, tmp_path, monkeypatch
):
    read_all = framing.do_jobs

    def replacing(base: Path, pattern: str):
        def do(jobs, *how):
            (file,) = base.glob(pattern)
            file.write_bytes(file.read_bytes() + b" ")
            return read_all(jobs, *how)

        return do

    page = "2023-pingtan-zone.html"
    monkeypatch.setattr(framing, "do_jobs", replacing(folder, f"reports/{page}"))
    with pytest.raises(CatalogError, match=page):
        build_folder(folder, cache=tmp_path / "cache")
    assert not (folder / "frames").exists()
    monkeypatch.setattr(framing, "do_jobs", replacing(plain, page))
    build_folder(plain, cache=tmp_path / "cache")
    assert framing.is_current(plain)


def test_gxkit_that_is_changed_while_a_build_reads_stops_it(plain, tmp_path, monkeypatch):
    monkeypatch.setattr("gxkit.parsing.jobs.is_changed", lambda: True)
    with pytest.raises(GxkitError, match="no longer of one version"):
        build_folder(plain, cache=tmp_path / "cache")
    assert not (plain / "frames").exists()
    monkeypatch.undo()
    assert build_folder(plain, cache=tmp_path / "cache").read == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal there")
@pytest.mark.parametrize("times", [1, 3])
def test_who_presses_ctrl_c_once_or_more_is_told_in_one_line(times, folder, tmp_path):
    cache = tmp_path / "cache"
    command = [sys.executable, "-m", "gxkit.cli", "build", str(folder), "--language", "en"]
    running = subprocess.Popen(
        [*command, "--cache", str(cache)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # who runs these tests in the background has all that they start ignore it
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    for _ in range(600):
        if list(cache.glob("readings/*/*/*")):
            break
        time.sleep(0.05)
    for _ in range(times):
        os.killpg(running.pid, signal.SIGINT)
        time.sleep(0.05)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, "")
    assert err == "Stopped; what is printed above is done, and no file is half written.\n"
    # nobody of its group is left
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)
    assert not list(folder.glob("*frames*")) + list(folder.glob(".*.part"))


def test_a_folder_without_files_and_one_that_is_not_there_are_one_sentence(tmp_path):
    with pytest.raises(CatalogError, match="there is no file in it"):
        build_folder(tmp_path)
    with pytest.raises(CatalogError, match="no such folder"):
        build_folder(tmp_path / "absent")


def test_a_catalog_that_lists_nothing_is_one_sentence_as_an_empty_folder_is(tmp_path, capsys):
    new_folder(tmp_path / "own")
    assert main(["build", str(tmp_path / "own"), "--language", "en"]) == OTHER
    assert "catalog.csv: it lists no file; add reports with" in capsys.readouterr().err
    assert not (tmp_path / "own" / "frames").exists()
    assert main(["build", str(tmp_path / "none"), "--language", "en"]) == OTHER


def test_a_file_is_hashed_again_where_its_size_or_time_changed_or_is_too_new(tmp_path, monkeypatch):
    store = find_store(tmp_path / "cache")
    file = tmp_path / "a.txt"
    file.write_bytes(b"one")
    hashed: list[str] = []
    real = framing.list_digests.__globals__["hash_ordinary"]
    monkeypatch.setattr(
        "gxkit.folder.digests.hash_ordinary", lambda path: hashed.append(path) or real(path)
    )

    def ask(**how: bool) -> str:
        return list_digests(tmp_path, [str(file)], store, **how)[str(file)]

    first = ask()
    # changed within the tick of a clock it could be another file by now
    assert ask() == first
    assert len(hashed) == 2
    os.utime(file, (1_000_000, 1_000_000))
    assert (ask(), ask(), len(hashed)) == (first, first, 3)
    assert (ask(verify=True), len(hashed)) == (first, 4)
    file.write_bytes(b"two")
    assert ask() != first
    file.unlink()
    assert ask() == ""
