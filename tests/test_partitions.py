"""Frames of very many reports, written portion by portion, and read like those made at once."""

import errno
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from gxkit.errors import GxkitError
from gxkit.folder import Collection, catalog
from gxkit.folder.decisions import CORRECTIONS
from gxkit.forms import FOLDER as FORMS
from gxkit.panel import partitions
from gxkit.panel.made import RESTS_ON, find_damage, stamp_of
from gxkit.panel.partitions import (
    COLUMNS,
    NO_YEAR,
    read_frame,
    write_frames,
)
from gxkit.panel.written import open_frames
from gxkit.report import Meta, Report
from test_panel import facts, reports


def bodies() -> list[list[Report]]:
    """The transcribed reports by their body."""
    own: dict[object, list[Report]] = {}
    for report in reports():
        known = facts()[report.id]
        own.setdefault((known["code"], known["agency"]), []).append(report)
    return list(own.values())


def write(
    folder: Path,
    portions: Iterable[list[Report]],
    stamp: str = "",
) -> dict[str, bytes]:
    """Write the frames of portions; the bytes of each file."""
    with write_frames(folder, stamp=stamp) as files:
        for portion in portions:
            files.add(portion, facts())
    return dict(held(folder))


def held(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


@pytest.fixture
def small(monkeypatch):
    """Portions, runs and row groups of a few reports."""
    monkeypatch.setattr(partitions, "_PORTION", 2)
    monkeypatch.setattr(partitions, "_RUN", 3)
    monkeypatch.setattr(partitions, "_GROUP", 2)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_frame_written_in_portions_is_that_made_of_all_reports_at_once(name, small, tmp_path):
    write(tmp_path, bodies())
    at_once = getattr(Collection(reports(), facts()), name)
    pd.testing.assert_frame_equal(read_frame(tmp_path, name), at_once)


def test_the_bytes_do_not_depend_on_the_order_of_arrival(small, tmp_path):
    one = write(tmp_path / "one", bodies())
    other = write(tmp_path / "other", reversed(bodies()))
    assert one == other
    assert "frames/panel/year=2021/part-0.parquet" in one


def test_what_stood_there_stays_where_writing_fails_and_goes_where_it_succeeds(tmp_path):
    before = write(tmp_path, bodies(), stamp="first")
    twice = [*bodies(), bodies()[0]]
    with pytest.raises(ValueError, match="Two reports have the id"):
        write(tmp_path, twice)
    assert dict(held(tmp_path)) == before
    assert stamp_of(tmp_path) == "first"
    write(tmp_path, bodies()[:1], stamp="second")
    assert stamp_of(tmp_path) == "second"
    assert set(read_frame(tmp_path, "panel")["report"]) == {one.id for one in bodies()[0]}


def test_what_a_writer_that_died_left_is_cleared_away(tmp_path):
    left = tmp_path / ".frames.part" / "runs"
    left.mkdir(parents=True)
    (left / "0.parquet").write_bytes(b"half")
    assert not any(".part" in name for name in write(tmp_path, bodies()))


def test_no_reports_give_frames_with_all_their_columns(tmp_path):
    write(tmp_path, [])
    for name, columns in COLUMNS.items():
        frame = read_frame(tmp_path, name)
        assert (list(frame.columns), len(frame)) == (list(columns), 0)
    assert stamp_of(tmp_path / "elsewhere") is None


def test_a_report_without_a_year_stands_in_a_folder_of_its_own(tmp_path):
    silent = replace(reports()[0], meta=Meta())
    with write_frames(tmp_path) as files:
        files.add([silent])
    assert (tmp_path / "frames" / "panel" / NO_YEAR).is_dir()
    assert read_frame(tmp_path, "panel")["year"].isna().all()


def test_only_the_years_that_are_asked_for_are_read(tmp_path):
    write(tmp_path, bodies())
    assert set(read_frame(tmp_path, "panel", years=[2021])["year"]) == {2021}
    assert read_frame(tmp_path, "findings", years=[1999]).empty
    one = open_frames(tmp_path).read("panel", years=2021)
    pd.testing.assert_frame_equal(one, read_frame(tmp_path, "panel", years=[2021]))


def test_frames_that_are_not_there_are_missed(tmp_path):
    with pytest.raises(GxkitError, match="holds no frame"):
        read_frame(tmp_path, "panel")


QUERY = "SELECT report, sum(value) AS total FROM panel GROUP BY report ORDER BY report"


def test_a_query_gives_the_same_of_frames_in_memory_and_of_written_ones(small, tmp_path):
    folder = tmp_path / "年报 [a]'*"
    write(folder, bodies())
    in_memory = Collection(reports(), facts()).query(QUERY)
    pd.testing.assert_frame_equal(open_frames(folder).query(QUERY), in_memory)
    assert len(in_memory) == len(reports())
    assert open_frames(folder).query("SELECT year FROM findings").year.isin(range(2008, 2030)).all()


def test_a_year_that_no_report_tells_is_null_in_a_query(tmp_path):
    write(tmp_path, [[replace(reports()[0], id="a", meta=Meta())], bodies()[0]])
    years = open_frames(tmp_path).query("SELECT DISTINCT year FROM panel ORDER BY year")
    assert years["year"].isna().sum() == 1


def test_written_frames_are_read_when_they_are_asked_for(tmp_path):
    write(tmp_path, bodies())
    frames = open_frames(tmp_path)
    assert "panel" not in vars(frames)
    pd.testing.assert_frame_equal(frames.indicators, Collection(reports(), facts()).indicators)


def test_frames_that_were_written_before_the_catalog_changed_are_not_opened(tmp_path):
    with pytest.raises(GxkitError, match="gxkit build"):
        open_frames(tmp_path)
    (tmp_path / "catalog.csv").write_text("one", "utf-8")
    write(tmp_path, bodies())
    open_frames(tmp_path)
    (tmp_path / "catalog.csv").write_text("other", "utf-8")
    (tmp_path / "corrections.toml").write_text("", "utf-8")
    with pytest.raises(GxkitError, match=r"before catalog\.csv, corrections\.toml changed"):
        open_frames(tmp_path)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def flip(path: Path) -> None:
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)


def copy_beside(path: Path) -> None:
    other = path.parent.with_name("year=1999")
    other.mkdir()
    (other / path.name).write_bytes(path.read_bytes())


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (Path.unlink, "frames: panel/year=2021/part-0.parquet is missing"),
        (cut, "panel/year=2021/part-0.parquet has changed"),
        (flip, "panel/year=2021/part-0.parquet has changed"),
        (copy_beside, "panel/year=1999/part-0.parquet was not written"),
    ],
)
def test_frames_of_which_a_file_is_lost_or_another_are_not_opened(harm, said, tmp_path):
    write(tmp_path, bodies())
    # what people and systems leave beside the frames is none of them
    for name in ("notes.txt", "panel/.DS_Store"):
        (tmp_path / "frames" / name).write_text("mine", "utf-8")
    open_frames(tmp_path)
    harm(tmp_path / "frames/panel/year=2021/part-0.parquet")
    with pytest.raises(GxkitError, match=f"{said}.*gxkit build"):
        open_frames(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"stamp": "x"}'])
def test_frames_whose_description_is_not_whole_are_not_whole(text, tmp_path):
    write(tmp_path, bodies()[:1], stamp="x")
    assert find_damage(tmp_path) is None
    (tmp_path / "frames/made.json").write_text(text, "utf-8")
    assert "made.json is missing" in str(find_damage(tmp_path).say("en"))
    assert stamp_of(tmp_path) != "x"
    with pytest.raises(GxkitError, match="gxkit build"):
        open_frames(tmp_path)


def test_what_frames_rest_on_is_what_a_data_folder_has():
    assert (catalog.CATALOG, CORRECTIONS, f"{FORMS}/*.toml") == RESTS_ON


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT nothing FROM nowhere", "nowhere"),
        ("SELEC 1", "SELEC"),
        ("", "expected one SELECT, got nothing"),
        ("SELECT 1; SELECT 2", "got SELECT, SELECT"),
        ("DROP VIEW panel", "got DROP"),
        ("COPY panel TO 'out.csv'", "got COPY"),
        ("INSTALL httpfs", "expected one SELECT"),
        ("SET memory_limit = '9GB'", "got SET"),
        ("SELECT * FROM read_text('{elsewhere}')", "Cannot access file"),
        ("FROM '{elsewhere}'", "Cannot access file"),
        ("FROM glob('/etc/*')", "Cannot access file"),
        ("FROM 'https://example.org/a.parquet'", "Cannot access file"),
        ("FROM sql", "sql does not exist"),
    ],
)
def test_a_query_that_is_none_or_reaches_elsewhere_is_one_sentence(sql, said, tmp_path):
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_text("a,b\n1,2\n", "utf-8")
    written = tmp_path / "written"
    write(written, bodies()[:1])
    before = dict(held(written))
    for asked in (open_frames(written), Collection(reports(), facts())):
        with pytest.raises(GxkitError) as raised:
            asked.query(sql.format(elsewhere=elsewhere))
        assert said in raised.value.en
        assert raised.value.en.endswith("Its tables are " + ", ".join(COLUMNS) + ".")
    assert dict(held(written)) == before


def test_a_query_may_group_explain_and_pivot(tmp_path):
    write(tmp_path, bodies()[:1])
    frames = open_frames(tmp_path)
    assert len(frames.query("EXPLAIN SELECT 1")) == 1
    assert "report" in frames.query("PIVOT panel ON year USING sum(value) GROUP BY report")


def test_frames_that_are_unknown_cut_or_gone_are_one_sentence(tmp_path):
    write(tmp_path, bodies())
    frames = open_frames(tmp_path)
    for name in ("nope", "../../etc"):
        with pytest.raises(GxkitError, match=f"no frame {name}; there are panel"):
            frames.read(name)
    cut = tmp_path / "frames" / "panel" / "year=2021" / "part-0.parquet"
    cut.write_bytes(cut.read_bytes()[:100])
    with pytest.raises(GxkitError, match=r"part-0\.parquet: the frame is cut off"):
        frames.read("panel")
    with pytest.raises(GxkitError, match="DuckDB cannot run this query"):
        frames.query("SELECT sum(value) FROM panel")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "frames of 5 reports take some 2 MB while they are written"),
        (errno.EFBIG, "larger than the limit that ulimit -f sets"),
        (errno.EACCES, "Permission denied"),
    ],
)
def test_frames_that_cannot_be_written_are_one_sentence_and_the_old_ones_stay(
    number, said, tmp_path, monkeypatch
):
    before = write(tmp_path, bodies()[:1], stamp="first")

    def fail(*_):
        raise OSError(number, "Error writing bytes to file.\nDetail: [errno]")

    monkeypatch.setattr(partitions, "write_groups", fail)
    with (
        pytest.raises(GxkitError, match=said) as raised,
        write_frames(tmp_path, count=5) as files,
    ):
        files.add(bodies()[1], facts())
    assert "\n" not in raised.value.en
    assert dict(held(tmp_path)) == before
