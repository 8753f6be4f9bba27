"""Many files read by a cluster, and files that lie in an object store."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import gxkit
from gxkit.errors import ClusterError, NotAFileError, TooLargeError
from gxkit.folder.framing import build_folder
from gxkit.parsing import afar, cluster
from gxkit.parsing.many import list_jobs
from gxkit.parsing.store import find_store

REPORTS = Path(__file__).parents[1] / "data" / "reports"
PAGE = (REPORTS / "2019-pingtan-zone.html").read_text("utf-8")


@pytest.fixture
def bucket() -> Iterator[str]:
    """A folder of an object store: one that lives in memory."""
    fsspec = pytest.importorskip("fsspec", reason="the extra [cluster] is not installed")
    system = fsspec.filesystem("memory")
    for name in ("2019-b.html", "2020-a.html", "inner/2021-c.html", "notes.md"):
        system.pipe_file(f"/bucket/{name}", PAGE.encode())
    yield "memory://bucket"
    system.rm("/bucket", recursive=True)


def test_files_of_an_object_store_are_listed_by_folder_and_by_pattern(bucket):
    assert afar.list_afar(f"{bucket}/*.html") == [
        "memory:///bucket/2019-b.html",
        "memory:///bucket/2020-a.html",
    ]
    assert len(afar.list_afar(bucket)) == 4
    assert afar.list_afar(f"{bucket}/absent*") == []


def test_a_file_of_an_object_store_is_on_this_machine_while_it_is_read(bucket):
    with afar.local_copy(f"{bucket}/2019-b.html") as path:
        assert Path(path).name == "2019-b.html"
        assert Path(path).read_text("utf-8") == PAGE
    assert not Path(path).exists()


def test_what_is_not_in_an_object_store_or_too_large_is_said_in_a_sentence(bucket, monkeypatch):
    with pytest.raises(NotAFileError, match="no file there"), afar.local_copy(f"{bucket}/x.pdf"):
        pass
    with pytest.raises(NotAFileError, match="library of its protocol"):
        afar.list_afar("nowhere://bucket/*.pdf")
    monkeypatch.setattr(afar, "MAX_FILE_BYTES", 10)
    with pytest.raises(TooLargeError, match="limit of 10"), afar.local_copy(f"{bucket}/notes.md"):
        pass


def test_reports_of_an_object_store_are_those_of_their_files(bucket, tmp_path):
    (tmp_path / "2019-b.html").write_text(PAGE, "utf-8")
    near = gxkit.parse_many([tmp_path / "2019-b.html"], cache=False)
    batch = gxkit.parse_many(f"{bucket}/2019*", cache=tmp_path / "cache")
    assert list(batch.reports[0]) == list(near.reports[0])
    assert batch.reports[0].id == "2019-b"
    assert batch.reports[0].path == "memory:///bucket/2019-b.html"
    missing = gxkit.parse_many([f"{bucket}/absent.html"], cache=tmp_path / "cache")
    assert "no file there" in missing.failures[f"{bucket}/absent.html"]


# ---- a cluster


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    distributed = pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        dashboard_address=None,
        local_directory=str(tmp_path_factory.mktemp("workers")),
        silence_logs=50,
    ) as made:
        yield made


def pages_in(folder: Path, count: int) -> list[str]:
    """Pages that differ, so that each is read."""
    folder.mkdir()
    for number in range(count):
        page = PAGE.replace("</html>", f"<!-- {number} --></html>") + f"<!-- {number} -->"
        (folder / f"2019-body-{number:03}.html").write_text(page, "utf-8")
    (folder / "2019-empty.html").write_bytes(b"")
    return sorted(str(path) for path in folder.iterdir())


def test_nothing_is_lost_or_doubled_when_a_worker_is_killed_in_the_midst(two_workers, tmp_path):
    paths = pages_in(tmp_path / "pages", 40)
    cache = tmp_path / "cache"
    jobs = list_jobs(paths, find_store(cache))
    outcomes = []
    for outcome in cluster.answer_on_cluster(jobs, two_workers.scheduler_address):
        outcomes.append(outcome)
        if len(outcomes) == 8:
            victim = next(iter(two_workers.workers.values()))
            os.kill(victim.pid, signal.SIGKILL)
    assert [outcome.job.path for outcome in outcomes] == paths
    assert [outcome.reports for outcome in outcomes] == [1] * 40 + [0]
    stored = [path for path in cache.rglob("*") if path.is_file()]
    assert len(stored) == len(paths)


def test_a_cluster_gives_what_one_machine_gives(two_workers, tmp_path):
    paths = pages_in(tmp_path / "pages", 5)
    address = two_workers.scheduler_address
    together = gxkit.parse_many(paths, cache=tmp_path / "shared", scheduler=address)
    alone = gxkit.parse_many(paths, cache=tmp_path / "own")
    assert [report.id for report in together] == [report.id for report in alone]
    assert together.reports == alone.reports
    assert dict(together.failures) == dict(alone.failures)
    assert list(together.failures) == [paths[-1]]


def frames_of(base: Path) -> dict[str, bytes]:
    files = sorted(path for path in (base / "frames").rglob("*") if path.is_file())
    return {path.relative_to(base).as_posix(): path.read_bytes() for path in files}


def test_a_build_over_a_cluster_writes_what_one_machine_writes(two_workers, tmp_path, monkeypatch):
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        pages_in(folder, 4)
    address = two_workers.scheduler_address
    built = build_folder(one, cache=tmp_path / "shared", scheduler=address)
    assert (built.files, built.read, built.reports) == (5, 5, 4)
    build_folder(other, cache=tmp_path / "own")
    assert frames_of(one) == frames_of(other)
    # a file that is in the cache already is asked of no cluster
    (one / "2019-body-000.html").unlink()
    monkeypatch.setattr(cluster, "_library", None)
    assert build_folder(one, cache=tmp_path / "shared", scheduler=address).reports == 3


def test_a_worker_that_does_not_see_the_cache_or_has_another_gxkit_is_refused(tmp_path):
    (job,) = list_jobs(pages_in(tmp_path / "pages", 1)[:1], find_store(tmp_path / "cache"))
    other = replace(job, store=replace(job.store, version="other"))
    with pytest.raises(ClusterError, match="another gxkit"):
        cluster.answer_here(other, mark="")
    elsewhere = replace(job, store=find_store(tmp_path / "elsewhere"))
    with pytest.raises(ClusterError, match="does not see"):
        cluster.answer_here(elsewhere, mark="absent")


def test_a_scheduler_that_does_not_answer_or_says_nothing_is_named(monkeypatch, tmp_path):
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    monkeypatch.setattr(cluster, "ANSWERS", 1)
    paths = pages_in(tmp_path / "pages", 1)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        for port in (9, mute.getsockname()[1]):
            with pytest.raises(ClusterError, match="no Dask scheduler answers"):
                gxkit.parse_many(
                    paths, cache=tmp_path / "cache", scheduler=f"tcp://127.0.0.1:{port}"
                )


def test_without_the_extra_a_scheduler_is_answered_with_how_to_install_it(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "distributed", None)
    paths = pages_in(tmp_path / "pages", 1)
    with pytest.raises(ClusterError, match="cluster"):
        gxkit.parse_many(paths, cache=tmp_path / "cache", scheduler="tcp://127.0.0.1:9")
