"""Reports from the web, against a server on this machine: what is kept, refused and given up."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import gxkit
from gxkit.cli import main
from gxkit.errors import AddressError, CatalogError, NoReportError
from gxkit.folder import read_collection
from gxkit.folder.catalog import read_catalog, verify
from gxkit.folder.fetch import addresses
from gxkit.folder.fetch.adding import GETTING, add_addresses, read_addresses
from gxkit.folder.fetch.addresses import Reach
from gxkit.folder.fetch.links import find_links
from gxkit.folder.fetch.session import Limits

HONGZE = {"agency": "淮安市洪泽区人民政府", "code": "320813"}
QUICK = Limits(bytes=2**18, seconds=2, silence=0.5, pause=0)
HTML = "text/html"


class Site(BaseHTTPRequestHandler):
    """Answers by path: (status, headers, body or a function that writes one)."""

    answers: dict[str, tuple]
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, headers, body = self.answers.get(self.path, (404, {}, b"no such page"))
        self.send_response(status)
        for name, said in headers.items():
            self.send_header(name, said)
        self.end_headers()
        try:
            body(self.wfile) if callable(body) else self.wfile.write(body)
        except OSError:
            # whoever asked has gone
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Nothing is to be printed."""


@pytest.fixture
def site() -> Iterator[type[Site]]:
    """A server on loopback whose answers a test sets; `root` is its address."""
    own = type("OwnSite", (Site,), {"answers": {}, "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), own)
    own.root = f"http://127.0.0.1:{server.server_port}"
    running = threading.Thread(target=server.serve_forever, daemon=True)
    running.start()
    yield own
    server.shutdown()
    server.server_close()


@pytest.fixture
def base(tmp_path: Path) -> Path:
    gxkit.new(tmp_path / "mine")
    return tmp_path / "mine"


@pytest.fixture(scope="module")
def report(data_folder: Path) -> bytes:
    return (data_folder / "reports" / "2023-hongze-government.html").read_bytes()


@pytest.fixture(scope="module")
def pdf(data_folder: Path) -> bytes:
    return (data_folder / "reports" / "2017-jinjiang-economy-it.pdf").read_bytes()


def page(*links: str, title: str = "政府信息公开工作年度报告") -> bytes:
    return f"<html><title>{title}</title><body>{''.join(links)}</body></html>".encode()


def add(base: Path, address: str, **given: object):
    return add_addresses(base, [address], limits=QUICK, **given)


def test_a_page_is_kept_as_it_is_with_its_address_and_moment(site, base, report) -> None:
    site.answers["/old.htm"] = (301, {"Location": "/new/t1.htm"}, b"")
    site.answers["/new/t1.htm"] = (200, {"Content-Type": HTML}, report)
    (entry,) = add(base, f"{site.root}/old.htm", **HONGZE).entries
    assert (base / entry.path).read_bytes() == report
    assert (entry.url, entry.final_url) == (f"{site.root}/old.htm", f"{site.root}/new/t1.htm")
    assert entry.fetched.startswith(entry.accessed)
    assert entry.fetched.endswith("Z")
    assert entry.report.startswith("2023-")
    assert verify(base) == []
    assert site.asked == ["/robots.txt", "/old.htm", "/new/t1.htm"]


def test_a_page_that_only_links_to_the_report_is_kept_beside_it(site, base, pdf) -> None:
    link = '<a href="/down?id=7">附件：2017年政府信息公开工作年度报告.pdf</a>'
    site.answers["/list/p.html"] = (200, {"Content-Type": HTML}, page(link, "<p>见附件</p>"))
    named = {"Content-Disposition": "attachment; filename*=UTF-8''%E5%B9%B4%E6%8A%A5.pdf"}
    site.answers["/down?id=7"] = (200, named, pdf)
    added = add(base, f"{site.root}/list/p.html", code="350582")
    assert added.failures == {}
    carrier, kept = added.entries
    assert (carrier.format, carrier.copy, carrier.year) == ("pdf", "", 2017)
    assert (kept.format, kept.copy, kept.report) == ("html", "page", carrier.report)
    assert carrier.url == kept.url == f"{site.root}/list/p.html"
    assert carrier.final_url == f"{site.root}/down?id=7"
    (own,) = read_collection(base).reports
    assert own.source.endswith(".pdf")


def test_a_page_with_tables_has_its_attached_files_beside_it(
    site, base, report, data_folder
) -> None:
    other = report.replace(b"</body>", b"<p>annex</p></body>")
    links = '<a href="annual-report.html.doc">附件</a><a href="law.pdf">条例</a>'
    site.answers["/a.html"] = (200, {}, report.replace(b"<body>", f"<body>{links}".encode()))
    site.answers["/annual-report.html.doc"] = (200, {}, other)
    entries = add(base, f"{site.root}/a.html", **HONGZE).entries
    assert len({entry.report for entry in entries}) == 1
    assert len(entries) == 2
    assert "/law.pdf" not in site.asked


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_a_page_in_another_encoding_than_its_server_says_is_read(
    site, base, report, encoding
) -> None:
    text = report.decode("utf-8").replace('charset="utf-8"', "").replace("charset=utf-8", "")
    body = text.encode(encoding)
    site.answers["/a.html"] = (200, {"Content-Type": "text/html; charset=iso-8859-1"}, body)
    (entry,) = add(base, f"{site.root}/a.html", **HONGZE).entries
    assert (entry.agency, entry.year) == (HONGZE["agency"], 2023)
    assert (base / entry.path).read_bytes() == body


def drip(stream) -> None:
    for _ in range(60):
        stream.write(b"<p>")
        stream.flush()
        time.sleep(0.1)


def pour(stream) -> None:
    for _ in range(2**12):
        stream.write(b"<p>no end</p>" * 99)


def sleep(stream) -> None:
    time.sleep(1.5)


REFUSED = {
    "absent": ((404, {}, b""), "answers 404 Not Found"),
    "failing": ((503, {}, b"busy"), "answers 503"),
    "empty": ((200, {}, b""), "nothing at all"),
    "silent": ((200, {}, sleep), r"did not answer within 0\.5 seconds"),
    "slow": ((200, {}, drip), "not got whole in time"),
    "endless": ((200, {}, pour), r"larger than 0\.25 megabytes"),
    "a bomb": ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 2**20)), "larger than"),
    "damaged": ((200, {"Content-Encoding": "gzip"}, b"no gzip at all"), "could not be got"),
    "a circle": ((302, {"Location": "/x"}, b""), "leads on more than 5 times"),
    "to a file": ((302, {"Location": "file:///etc/hosts"}, b""), "is no address of the web"),
    "to nowhere": ((302, {"Location": "http://[::bad/"}, b""), "."),
    "no report": ((200, {"Content-Type": HTML}, b"<html><p>hello"), "holds no disclosure report"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_got_is_told_in_one_sentence_and_leaves_nothing(name, site, base) -> None:
    answer, said = REFUSED[name]
    site.answers["/x"] = answer
    added = add(base, f"{site.root}/x", **HONGZE)
    (reason,) = added.failures.values()
    assert isinstance(reason, AddressError | NoReportError)
    assert "\n" not in str(reason)
    with pytest.raises(type(reason), match=said):
        raise reason
    assert read_catalog(base / "catalog.csv") == ()
    assert list((base / "reports").iterdir()) == []


@pytest.mark.parametrize(
    ("rules", "status", "allowed"),
    [
        ("User-agent: *\nDisallow: /secret", 200, True),
        ("User-agent: *\nDisallow: /a", 200, False),
        ("User-agent: gxkit\nDisallow: /", 200, False),
        ("<html>no robots here</html>", 200, True),
        ("", 404, True),
        ("", 500, False),
    ],
)
def test_robots_txt_is_respected(rules, status, allowed, site, base, report) -> None:
    site.answers["/robots.txt"] = (status, {}, rules.encode())
    site.answers["/a.html"] = (200, {}, report)
    added = add(base, f"{site.root}/a.html", **HONGZE)
    assert len(added) == allowed
    assert ("/a.html" in site.asked) == allowed
    if not allowed:
        assert "robots.txt" in str(*added.failures.values())


@pytest.fixture
def loopback_is_far(monkeypatch) -> None:
    """127.0.0.1 counts as a machine of the open web; all else is as it is."""
    is_public = addresses._is_public
    monkeypatch.setattr(addresses, "_is_public", lambda n: n == "127.0.0.1" or is_public(n))


NEAR = ["http://127.0.0.2:8/x", "http://10.0.0.1/x", "http://[::1]/x", "http://0/x"]


@pytest.mark.parametrize("target", [*NEAR, "http://169.254.169.254/x", "ftp://host/x"])
def test_no_redirect_leads_to_our_own_machine_or_network(
    target, site, base, loopback_is_far
) -> None:
    site.answers["/x"] = (302, {"Location": target}, b"")
    (reason,) = add(base, f"{site.root}/x").failures.values()
    assert f"({site.root}/x leads there)" in str(reason)
    assert "not asked" in str(reason)


def test_no_attachment_leads_there_either(site, base, report, loopback_is_far) -> None:
    bad = ["file:///etc/report.pdf", "http://127.0.0.2:9/report.pdf", "http://192.168.0.1/年报.doc"]
    links = "".join(f'<a href="{address}">附件</a>' for address in bad)
    body = report.replace(b"<body>", f"<body>{links}".encode())
    site.answers["/a.html"] = (200, {}, body)
    added = add(base, f"{site.root}/a.html", **HONGZE)
    assert len(added) == 1
    assert len(added.failures) == len(bad)
    assert all("not asked" in str(reason) for reason in added.failures.values())


def test_a_machine_is_near_whatever_its_number_is_written_like() -> None:
    for address in (*NEAR, "http://localhost/", "http://2130706433/", "http://[::ffff:10.0.0.1]/"):
        with pytest.raises(AddressError):
            Reach(near=False).check(address)
        assert Reach.of(address).near
    for address in ("file:///etc/passwd", "gopher://host/", "http:///x", "no address", "http://[x"):
        with pytest.raises(AddressError, match="no address of the web"):
            Reach.of(address)


def test_addresses_of_a_list_go_on_where_they_ended(site, base, report, tmp_path, capsys) -> None:
    for year in (2021, 2022):
        text = report.decode("utf-8").replace("2023年", f"{year}年")
        site.answers[f"/{year}.html"] = (200, {}, text.encode())
    urls = tmp_path / "urls.txt"
    lines = ["# two years", f"{site.root}/2021.html", "", f"{site.root}/gone.html"]
    urls.write_text("\n".join([*lines, f"{site.root}/2022.html"]), encoding="utf-8")
    command = ["add", "--from", str(urls), "--data", str(base), "--code", "320813"]
    command += ["--language", "en"]
    assert main([*command, "--agency", HONGZE["agency"]]) == 3
    said = capsys.readouterr()
    assert said.out.count("lists it") == 2
    assert f"getting {site.root}/2021.html" in said.err
    assert "answers 404" in said.err
    assert len(read_catalog(base / "catalog.csv")) == 2
    site.asked.clear()
    assert main([*command, "--agency", HONGZE["agency"]]) == 3
    assert site.asked == ["/robots.txt", "/gone.html"]


def test_a_list_without_addresses_says_so(tmp_path) -> None:
    (tmp_path / "urls.txt").write_text("# none\n\n", encoding="utf-8")
    with pytest.raises(AddressError, match="holds no address"):
        read_addresses(tmp_path / "urls.txt")
    with pytest.raises(AddressError, match="could not be read"):
        read_addresses(tmp_path / "absent.txt")


def test_an_open_folder_takes_an_address_too(site, base, report) -> None:
    site.answers["/a.html"] = (200, {}, report)
    folder = gxkit.open(base)
    folder.add(f"{site.root}/a.html", **HONGZE)
    assert len(folder.reports) == 1
    with pytest.raises(CatalogError, match="same bytes"):
        folder.add(f"{site.root}/a.html", **HONGZE)


def test_files_beyond_the_first_dozen_are_named_and_not_got(site, base, report) -> None:
    links = "".join(f'<a href="annual-{number}.pdf">年报</a>' for number in range(15))
    site.answers["/a.html"] = (200, {}, report.replace(b"<body>", f"<body>{links}".encode()))
    added = add(base, f"{site.root}/a.html", **HONGZE)
    assert len(added) == 1
    assert len([path for path in site.asked if "annual" in path]) == 12
    assert "leads to 15 files that may hold a report" in repr(added)


def test_an_address_with_a_password_is_not_noted_in_the_catalog(base) -> None:
    (reason,) = add(base, "https://me:secret@host.test/a.html").failures.values()
    assert "secret" not in str(reason)


def test_links_are_found_in_any_dress() -> None:
    html = (
        '<base href="/docs/"><a href="a.pdf"><span>附件</span> 1</a><a href=x.html>next</a>'
        "<a href='%E5%B9%B4%E6%8A%A5.DOCX' title=年报></a><img src=//cdn/t.JPG><img src=logo.png>"
        '<iframe src="b.pdf"></iframe><a href="javascript:go()">年报.pdf'
    )
    found = find_links(html.encode("gb18030"), "https://host/p/i.html")
    assert [link.address for link in found if link.address.startswith("https://")] == [
        "https://host/docs/a.pdf",
        "https://host/docs/%E5%B9%B4%E6%8A%A5.DOCX",
        "https://cdn/t.JPG",
        "https://host/docs/b.pdf",
    ]
    assert found[0].text == "附件 1"


def test_a_page_that_was_broken_off_is_asked_again_and_its_files_are_there_once(
    site, base, report, tmp_path
) -> None:
    site.answers["/a.html"] = (200, {}, report)
    address = f"{site.root}/a.html"
    add(base, address, **HONGZE)
    (base / GETTING).write_text(address, "utf-8")
    site.asked.clear()
    again = add_addresses(base, [address], resume=True, limits=QUICK, **HONGZE)
    assert "/a.html" in site.asked
    assert (again.failures, len(read_catalog(base / "catalog.csv"))) == ({}, 1)
    site.asked.clear()
    add_addresses(base, [address], resume=True, limits=QUICK, **HONGZE)
    assert site.asked == []


def test_a_code_is_refused_for_a_page_of_another_body(site, base, report) -> None:
    other = report.decode("utf-8").replace("洪泽区", "金湖县")
    site.answers |= {"/a.html": (200, {}, report), "/b.html": (200, {}, other.encode())}
    both = [f"{site.root}/a.html", f"{site.root}/b.html"]
    added = add_addresses(base, both, limits=QUICK, **HONGZE)
    assert len(added) == 1
    assert "can be said of one body only" in str(added.failures[both[1]])
    with pytest.raises(CatalogError, match="one file only"):
        add_addresses(base, both, limits=QUICK, title="x")


def test_an_answer_that_is_waited_for_is_said_with_the_longest_wait(
    site, base, report, monkeypatch
) -> None:
    monkeypatch.setattr("gxkit.folder.fetch.session.SLOW", 0.1)

    def slowly(out) -> None:
        time.sleep(0.3)
        out.write(report)

    site.answers["/a.html"] = (200, {}, slowly)
    told: list[str] = []
    add_addresses(base, [f"{site.root}/a.html"], limits=QUICK, tell=told.append, **HONGZE)
    assert told == [f"{site.root}/a.html", f"{site.root}/a.html … (2 s)"]
