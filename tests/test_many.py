"""Many files: what one of them does to its reader, in which order they come, what is kept."""

from __future__ import annotations

import errno
import os
import pickle
import shutil
import sys
import time
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

import gxkit
from gxkit.errors import GxkitError, NotAFileError
from gxkit.output import check_object, report_object
from gxkit.parsing import jobs
from gxkit.parsing.failures import FailureKind
from gxkit.parsing.files import ids_of
from gxkit.parsing.jobs import Job, find_known
from gxkit.parsing.many import do_jobs, list_jobs, load_reports, open_store, parse_many
from gxkit.parsing.packing import PackError, pack, unpack
from gxkit.parsing.store import find_store
from gxkit.readers import guard as guarding
from gxkit.readers.guard import Guard
from gxkit.text.escapes import read_name

KINDS = {
    "text": "2016-jinjiang-science-ip.txt",
    "web": "2023-pingtan-zone.html",
    "docx": "2019-jinjiang-development-zone.docx",
    "pdf": "2017-jinjiang-economy-it.pdf",
}
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="limits as Linux has them")
# A reader with a fault: the file `bad` is its death, whatever format it has.
FAULTY = """
import os, time
from gxkit import readers
from gxkit.readers import guard

sound = readers.read

def read(file):
    if os.path.basename(file).startswith("bad"):
        {fault}
    return sound(file)

readers.read = read
guard._limit_memory, limit = (lambda megabytes: None), guard._limit_memory
limit({megabytes})
"""
FAULTS = {
    "dies": ("os._exit(3)", FailureKind.DIED, "exit code 3"),
    "hangs": ("time.sleep(60)", FailureKind.SLOW, "more than"),
    "works without end": ("while True: pass", FailureKind.SLOW, "seconds of work"),
    "eats memory": ("bytearray(2_000_000_000)", FailureKind.HUNGRY, "MB"),
    "has a fault of gxkit": ("{}['x']", FailureKind.FAULT, "KeyError: 'x'"),
}
# A start takes a second of work, and several by the clock where others work too.
LIMITS = {"hangs": {"seconds": 12}, "works without end": {"cpu_seconds": 3}}


@pytest.fixture
def page(data_folder: Path) -> Path:
    return data_folder / "reports" / KINDS["web"]


@pytest.fixture
def faulty_workers(monkeypatch):
    """Workers whose reader fails on the file `bad`."""
    made: list[Guard] = []

    def use(fault: str, **limits: float) -> None:
        code = FAULTY.format(fault=fault, megabytes=guarding.MEGABYTES)
        code += "guard.serve({megabytes})"
        monkeypatch.setattr(guarding, "_WORKER", code.replace("{}", "{{}}"))
        monkeypatch.setattr(jobs, "_idle", made)
        monkeypatch.setattr(jobs, "Guard", lambda: Guard(**limits))

    yield use
    for guard in made:
        guard.close()


@LINUX
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_ends_its_reader_is_named_and_the_others_are_read(
    kind, data_folder, tmp_path, faulty_workers
):
    source = data_folder / "reports" / KINDS[kind]
    names = [f"{name}{source.suffix}" for name in ("a", "bad", "c")]
    for name in names:
        shutil.copyfile(source, tmp_path / name)
    faulty_workers("os._exit(3)")
    batch = parse_many(tmp_path, workers=2, cache=False)
    assert [report.source for report in batch] == [names[0], names[2]]
    (why,) = batch.failures.values()
    assert why.startswith(f"{names[1]}: the process that read it died")


@LINUX
@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_has_its_kind_and_its_sentence(fault, page, tmp_path, faulty_workers):
    for name in ("bad.html", "good.html"):
        shutil.copyfile(page, tmp_path / name)
    does, kind, words = FAULTS[fault]
    faulty_workers(does, **LIMITS.get(fault, {}))
    batch = parse_many(tmp_path, cache=False)
    assert len(batch) == 1
    (failure,) = batch.failures.each()
    assert (failure.file, failure.kind) == (str(tmp_path / "bad.html"), kind)
    assert words in failure.reason
    frame = batch.failures.to_frame()
    assert list(frame.columns) == ["file", "reason", "kind", "seconds"]
    assert frame.loc[0, "kind"] == kind.value
    assert "bad.html" in batch.failures._repr_html_()


def test_reports_come_in_the_order_of_the_files_whatever_the_workers(data_folder, tmp_path):
    files = [data_folder / "reports" / name for name in KINDS.values()]
    alone = [gxkit.parse(file) for file in files]
    for workers in (1, 2):
        among = parse_many(files, workers=workers, cache=tmp_path / str(workers))
        assert list(among) == alone
        assert list(map(check_object, among)) == list(map(check_object, alone))
        assert list(map(report_object, among)) == list(map(report_object, alone))
    assert among.reports[-1] == alone[-1]
    assert among.reports[1:3] == tuple(alone[1:3])


def test_what_was_read_is_not_read_again(page, tmp_path, monkeypatch):
    first = parse_many([page], cache=tmp_path)
    monkeypatch.setattr(jobs, "Guard", None)
    monkeypatch.setattr(jobs, "_idle", [])
    again = parse_many([page], cache=tmp_path)
    assert again.reports == first.reports
    assert again.reports[0].path == str(page.absolute())
    (report,) = again
    assert report.values[0].report is report


@pytest.mark.parametrize("changed", ["bytes", "name", "id", "mode", "version", "cut off"])
def test_what_another_reading_would_give_is_not_taken(changed, page, tmp_path, monkeypatch):
    file = tmp_path / "report.html"
    shutil.copyfile(page, file)
    store = find_store(tmp_path / "store")
    (job,) = list_jobs([file], store)
    (outcome,) = do_jobs([job])
    assert find_known(job) == outcome
    mode = job.second_reading
    if changed == "bytes":
        file.write_bytes(file.read_bytes() + b" ")
    elif changed == "name":
        job = Job(str(file.rename(tmp_path / "2019.html")), job.report_id, mode, (), store)
    elif changed == "id":
        job = Job(job.path, "another", mode, (), store)
    elif changed == "mode":
        (job,) = list_jobs([file], store, second_reading="off")
    elif changed == "version":
        job = replace(job, store=replace(store, version="next"))
    else:
        (entry,) = (path for path in (tmp_path / "store").rglob("*") if path.is_file())
        entry.write_bytes(entry.read_bytes()[:-9])
        assert load_reports(outcome) == (gxkit.parse(file),)
        return
    assert find_known(job) is None


def test_a_files_own_fault_is_kept_and_a_passing_one_is_asked_again(tmp_path):
    (tmp_path / "empty.html").write_bytes(b"")
    store, _ = open_store(tmp_path / "store")
    own, passing = list_jobs([tmp_path / "empty.html", tmp_path / "absent.html"], store)
    outcomes = list(do_jobs([own, passing]))
    kinds = [outcome.failure.kind for outcome in outcomes if outcome.failure]
    assert kinds == [FailureKind.EMPTY, FailureKind.ABSENT]
    known = find_known(own)
    assert known is not None
    assert known.failure is not None
    assert known.failure.says == outcomes[0].failure.says
    assert find_known(passing) is None


def test_what_is_kept_nowhere_lasts_as_long_as_its_batch(page):
    batch = parse_many([page], cache=False)
    assert next(iter(batch)) == gxkit.parse(page)


def test_a_cache_that_cannot_be_written_is_one_sentence(page, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(GxkitError, match="name another folder with cache="):
        parse_many([page], cache=tmp_path / "file" / "store")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are characters")
def test_files_whose_names_are_no_utf8_or_differ_in_what_is_not_shown_have_ids_of_their_own(
    page, tmp_path
):
    folder = os.fsencode(tmp_path / "unzipped")
    os.mkdir(folder)
    gbk = [name.encode("gbk") for name in ("财政局", "教育局")]
    for name in (*gbk, b"a\nb", b"a b", rb"\xb2"):
        shutil.copy(page, os.path.join(folder, name + b".html"))
    (tmp_path / "unzipped" / "bad.html").write_bytes(b"")
    os.rename(folder + b"/bad.html", folder + b"/\xff.html")
    batch = parse_many(os.fsdecode(folder))
    ids = [report.id for report in batch]
    wanted = [*(name.decode("ascii", "backslashreplace") for name in gbk), r"a\x0ab", "a b"]
    assert sorted(ids) == sorted([*wanted, r"\x5cxb2"])
    assert {read_name(report.source) for report in batch} == {
        read_name(f"{one}.html") for one in ids
    }
    assert next(iter(batch.failures.values())).startswith(r"\xff.html: ")
    frame = batch.failures.to_frame()
    assert frame["file"][0].encode().endswith(rb"unzipped/\xff.html")


@pytest.mark.parametrize(
    ("paths", "ids"),
    [
        (["a/2023/x.pdf", "a/2024/x.pdf", "2023-x.pdf"], ["2023-x-2", "2024-x", "2023-x"]),
        (["c.doc", "c.txt", "c.doc.htm", "c.doc-2.htm"], ["c.doc", "c.txt", "c.doc-3", "c.doc-2"]),
        (["d.htm", "d#1.htm", "d#x.htm", "e#1.htm"], ["d", "d#1-2", "d#x", "e#1"]),
        (["A.htm", "a.htm", "a.htm"], ["A", "a", "a"]),
        (["\udcb2.htm", r"\xb2.htm", "a\x85.htm"], [r"\xb2", r"\x5cxb2", r"a\xc2\x85"]),
    ],
)
def test_no_two_files_have_one_id_in_whatever_order_they_come(paths, ids):
    for order in (paths, paths[::-1]):
        assert ids_of(order) == dict(zip(paths, ids, strict=True))


def test_a_catalog_names_its_files_and_their_ids(data_folder, tmp_path):
    shutil.copytree(data_folder / "reports", tmp_path / "reports")
    text = "path,report\nreports/2023-pingtan-zone.html,x\n"
    (tmp_path / "catalog.csv").write_text(text, encoding="utf-8")
    assert [report.id for report in parse_many(tmp_path / "catalog.csv")] == ["x"]
    (tmp_path / "catalog.csv").write_text("file\n", encoding="utf-8")
    with pytest.raises(NotAFileError, match="no column path"):
        parse_many(tmp_path / "catalog.csv")


class Evil:
    def __reduce__(self):
        return (os.system, ("true",))


@pytest.mark.parametrize("thing", [(Evil(),), (print,), "text", (time.sleep,)])
def test_a_pack_that_is_no_report_is_refused_and_runs_nothing(thing):
    with pytest.raises(PackError):
        unpack(zlib.compress(pickle.dumps(thing)))


def test_a_pack_that_is_cut_off_or_endless_is_refused(page, monkeypatch):
    packed = pack((gxkit.parse(page),))
    with pytest.raises(PackError):
        unpack(packed[:-5])
    monkeypatch.setattr("gxkit.parsing.packing.MOST_BYTES", 100)
    with pytest.raises(PackError, match="too long"):
        unpack(packed)


# ---- a store that somebody touched


def kept_in(store: Path) -> list[Path]:
    return sorted(path for path in (store / "readings").rglob("*") if path.is_file())


def two_pages(page: Path, folder: Path) -> list[Path]:
    """Two pages of other bytes."""
    folder.mkdir()
    text = page.read_text("utf-8")
    made = [folder / "a.html", folder / "b.html"]
    for number, path in enumerate(made):
        path.write_text(text.replace("</body>", f"<p>{number}</p></body>"), "utf-8")
    return made


def test_what_was_read_of_another_file_is_not_taken_for_this_one(page, tmp_path):
    pages = two_pages(page, tmp_path / "pages")
    store = tmp_path / "store"
    first = list(parse_many(pages, cache=store))
    one, other = kept_in(store)
    one_bytes = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(one_bytes)
    batch = parse_many(pages, cache=store)
    assert [report.source for report in batch] == ["a.html", "b.html"]
    assert list(batch) == first


@pytest.mark.parametrize("place", range(2, 200, 33))
def test_a_flipped_bit_anywhere_in_what_is_kept_has_it_read_anew(place, page, tmp_path):
    store = tmp_path / "store"
    (first,) = parse_many([page], cache=store)
    (entry,) = kept_in(store)
    data = bytearray(entry.read_bytes())
    data[place] ^= 1
    entry.write_bytes(data)
    (job,) = list_jobs([page], find_store(store))
    assert find_known(job) is None
    assert list(parse_many([page], cache=store)) == [first]


def to_pipe(entry: Path) -> None:
    os.mkfifo(entry)


def to_link(entry: Path) -> None:
    entry.symlink_to("/dev/zero")


def to_folder(entry: Path) -> None:
    entry.mkdir()
    (entry / "inner").write_text("")


@LINUX
@pytest.mark.parametrize("put", [to_pipe, to_link, to_folder])
def test_what_is_no_file_is_no_stored_reading_and_is_replaced(put, page, tmp_path):
    store = tmp_path / "store"
    (first,) = parse_many([page], cache=store)
    (entry,) = kept_in(store)
    entry.unlink()
    put(entry)
    assert list(parse_many([page], cache=store)) == [first]
    assert kept_in(store) == [entry]
    assert not entry.is_symlink()


# ---- what changes while it is read


def growing(path: Path) -> None:
    """A reader of a file that grows meanwhile; what it sees of it looks damaged."""
    path.write_bytes(path.read_bytes() + b"more")
    raise GxkitError("damaged")


def test_a_file_that_grows_while_it_is_read_is_asked_again(page, tmp_path, monkeypatch):
    file = tmp_path / "growing.html"
    shutil.copyfile(page, file)
    (job,) = list_jobs([file], find_store(tmp_path / "store"))
    monkeypatch.setattr(jobs, "parse_file", lambda path, *_, **__: growing(path))
    failure = jobs.do_job(file, job).failure
    assert failure is not None
    assert failure.kind is FailureKind.OTHER
    assert "changed while it was read" in failure.reason
    monkeypatch.undo()
    assert len(parse_many([file], cache=tmp_path / "store")) == 1


def test_a_worker_of_another_version_stops_the_run_in_one_sentence(page, tmp_path, monkeypatch):
    store = replace(find_store(tmp_path / "store"), version="another")
    outcomes = do_jobs(list_jobs([page], store))
    with pytest.raises(GxkitError, match="while it ran"):
        list(outcomes)
    assert kept_in(tmp_path / "store") == []


@LINUX
def test_a_worker_that_dies_of_another_version_is_no_fault_of_a_file(
    page, tmp_path, faulty_workers, monkeypatch
):
    shutil.copyfile(page, tmp_path / "bad.html")
    faulty_workers("{}['x']")
    monkeypatch.setattr(jobs, "is_changed", lambda: True)
    with pytest.raises(GxkitError, match="start anew"):
        parse_many(tmp_path / "bad.html", cache=False)


def test_what_does_not_stay_in_the_cache_is_said_without_blaming_the_file(page, tmp_path):
    (outcome,) = do_jobs(list_jobs([page], find_store(tmp_path / "store")))
    shutil.rmtree(tmp_path / "store")
    assert len(load_reports(outcome)) == 1
    changed = replace(outcome, key="0" * 64)
    with pytest.raises(GxkitError, match="has changed since it was read"):
        load_reports(changed)


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ({"workers": 0}, "number of workers from 1"),
        ({"workers": -7}, "number of workers from 1"),
        ({"scheduler": "bogus"}, "the address of a scheduler"),
        ({"scheduler": "http://10.0.0.1:8786"}, "the address of a scheduler"),
        ({"scheduler": "tcp://10.0.0.1"}, "the address of a scheduler"),
    ],
)
def test_a_way_that_cannot_be_is_refused_also_where_nothing_is_new(way, said, page, tmp_path):
    parse_many([page], cache=tmp_path)
    with pytest.raises(GxkitError, match=said):
        parse_many([page], cache=tmp_path, **way)


def test_a_folder_that_may_not_be_looked_into_is_named_for_its_reports_would_be_missing(
    page, tmp_path, monkeypatch
):
    for name in ("open", "shut"):
        (tmp_path / name).mkdir()
        shutil.copy(page, tmp_path / name)
    look = os.scandir

    def scandir(place):
        if str(place).endswith("shut"):
            raise PermissionError(errno.EACCES, "Permission denied", str(place))
        return look(place)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(NotAFileError, match="shut: the folder cannot be looked into"):
        parse_many(tmp_path, cache=False)
