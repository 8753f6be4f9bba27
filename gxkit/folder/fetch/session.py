"""Getting single files from the web: slowly, within limits, and only what robots.txt allows."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies
from urllib.robotparser import RobotFileParser

import httpx

from gxkit.errors import AddressError
from gxkit.folder.fetch.addresses import Reach
from gxkit.text import Sentence

ROBOT = "gxkit"
SLOW = 2
"""seconds after which it is said that an answer is waited for"""
_AGENT = f"{ROBOT} (reads annual reports on information disclosure; one request at a time)"
_BY_HAND = Sentence("或用浏览器保存后再添加文件", "or save it with a browser and add the file")
_MEGABYTE = 2**20
_ALL_CLOSED = ("User-agent: *", "Disallow: /")


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer may take: the largest scans of reports have some 30 megabytes, and a server
    that says nothing for half a minute has forgotten us."""

    bytes: int = 64 * _MEGABYTE
    seconds: float = 180
    silence: float = 30
    redirects: int = 5
    robots_bytes: int = _MEGABYTE // 2
    pause: float = 1
    """seconds between two requests to one host, if its robots.txt asks for no more"""
    longest_pause: float = 30


@dataclass(frozen=True, slots=True)
class Got:
    """A file as it came: from `address`, in the end from `final`, at a moment (UTC)."""

    address: str
    final: str
    content: bytes
    kind: str
    """the media type that the server gave, '' if none"""
    name: str
    """the file's name that the server gave, '' if none"""
    moment: datetime


@dataclass
class Session:
    """Requests one after the other, each on behalf of an address that somebody typed.

    `tell` is called with each address before it is asked, and once more, with the seconds that are
    waited at most, where the answer is not there after SLOW.
    """

    limits: Limits = Limits()
    tell: Callable[[str], None] = lambda address: None
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reach = Reach(near=False)
        self._client = httpx.Client(
            headers={"User-Agent": _AGENT, "Accept-Language": "zh-CN, zh, en"},
            timeout=self.limits.silence,
            follow_redirects=False,
        )

    def close(self) -> None:
        self._client.close()

    def begin(self, address: str) -> Got:
        """The file at an address that somebody typed; what follows from it goes no further."""
        self.reach = Reach.of(address)
        return self.get(address)

    def get(self, address: str, why: str = "") -> Got:
        """The file at an address, through its redirects; `why` says how the address came up.

        AddressError says in one sentence why it could not be got, or may not be.
        """
        place = address
        for _ in range(self.limits.redirects + 1):
            self.reach.check(place, why)
            self._demand_allowed(place)
            self.tell(place)
            with self._ask(place, self.limits.bytes) as (answer, read):
                if not answer.has_redirect_location:
                    _demand_success(place, answer)
                    return _got(address, place, answer, read())
                place = urljoin(place, answer.headers["location"])
            why = f" ({address} leads there)"
        raise AddressError(
            f"{address} 跳转超过 {self.limits.redirects} 次；请用浏览器查看，给出最终的网址。",
            f"{address} leads on more than {self.limits.redirects} times; look at it in a browser "
            "and give the address that it ends at.",
        )

    def _demand_allowed(self, place: str) -> None:
        """AddressError if the host does not want the address to be asked by programs."""
        parts = urlsplit(place)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._robots:
            self._robots[host] = self._read_robots(host)
        if not self._robots[host].can_fetch(ROBOT, place):
            raise AddressError(
                f"{place}：该网站的 robots.txt 不允许程序获取；请用浏览器保存，再添加文件。",
                f"{place}: the robots.txt of its host does not allow programs to get it; save it "
                "with a browser and add the file.",
            )

    def _read_robots(self, host: str) -> RobotFileParser:
        """The rules of a host: none where it has no robots.txt, all closed where it fails."""
        rules = RobotFileParser()
        place = f"{host}/robots.txt"
        for _ in range(self.limits.redirects + 1):
            self.reach.check(place)
            with self._ask(place, self.limits.robots_bytes) as (answer, read):
                if answer.has_redirect_location:
                    place = urljoin(place, answer.headers["location"])
                    continue
                # RFC 9309: a host that has none allows everything, one that fails nothing
                if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    rules.parse(_ALL_CLOSED)
                elif answer.is_success:
                    rules.parse(read().decode("utf-8", "replace").splitlines())
            break
        # the parser answers no until it believes that it has read something
        rules.modified()
        return rules

    @contextmanager
    def _ask(
        self,
        place: str,
        most: int,
    ) -> Iterator[tuple[httpx.Response, Callable[[], bytes]]]:
        """The head of an answer, and a function that reads the rest of it."""
        self._wait(place)
        until = time.monotonic() + self.limits.seconds
        # three minutes without a word look like a program that hangs
        word = threading.Timer(SLOW, self.tell, (f"{place} … ({self.limits.seconds:g} s)",))
        word.daemon = True
        word.start()
        try:
            with self._client.stream("GET", place) as answer:
                self._check_peer(place, answer)
                yield answer, lambda: _read_body(place, answer, most, until)
        except httpx.TimeoutException:
            raise AddressError(
                f"{place} 在 {self.limits.silence:g} 秒内没有应答；请稍后再试，{_BY_HAND.zh}。",
                f"{place} did not answer within {self.limits.silence:g} seconds; try again later, "
                f"{_BY_HAND}.",
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL) as reason:
            said = str(reason) or type(reason).__name__
            raise AddressError(
                f"{place} 无法获取（{said}）；请看浏览器能否打开，{_BY_HAND.zh}。",
                f"{place} could not be got ({said}); look whether a browser gets it, {_BY_HAND}.",
            ) from None
        finally:
            word.cancel()

    def _check_peer(self, place: str, answer: httpx.Response) -> None:
        """A name may stand for another machine than a moment ago: who answers is asked too."""
        stream = answer.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream else None
        # behind a proxy it is the proxy that answers, wherever that stands
        if peer and not getproxies():
            self.reach.check_number(str(peer[0]), place)

    def _wait(self, place: str) -> None:
        """Let a host rest between two requests; our own machine needs none."""
        parts = urlsplit(place)
        host = f"{parts.scheme}://{parts.netloc}"
        rules = self._robots.get(host)
        wanted = rules.crawl_delay(ROBOT) if rules else None
        least = 0 if self.reach.near else self.limits.pause
        pause = min(max(float(wanted or 0), least), self.limits.longest_pause)
        rest = self._asked.get(host, -pause) + pause - time.monotonic()
        if host in self._asked and rest > 0:
            time.sleep(rest)
        self._asked[host] = time.monotonic()


def _read_body(
    place: str,
    answer: httpx.Response,
    most: int,
    until: float,
) -> bytes:
    """The content of an answer, unpacked; AddressError for one that is too large or too slow."""
    parts = []
    size = 0
    for part in answer.iter_bytes():
        size += len(part)
        # an answer without end fits neither limit, and a small one may unpack to a large one
        if size > most:
            raise AddressError(
                f"{place} 超过 {most / _MEGABYTE:g} MB；如果它确实是报告，请用浏览器保存，再添加"
                "文件。",
                f"{place} is larger than {most / _MEGABYTE:g} megabytes; if it is a report all the "
                f"same, get it with a browser and add the file.",
            )
        if time.monotonic() > until:
            raise AddressError(
                f"{place} 没有在时限内传完（收到 {size} 字节）；请稍后再试，{_BY_HAND.zh}。",
                f"{place} was not got whole in time ({size} bytes came); try again later, "
                f"{_BY_HAND}.",
            )
        parts.append(part)
    return b"".join(parts)


def _demand_success(place: str, answer: httpx.Response) -> None:
    if answer.is_success and answer.status_code != HTTPStatus.NO_CONTENT:
        return
    status = f"{answer.status_code} {answer.reason_phrase}".strip()
    raise AddressError(
        f"{place} 应答 {status}，没有页面；请用浏览器检查网址，{_BY_HAND.zh}。",
        f"{place} answers {status} and no page; check the address in a browser, {_BY_HAND}.",
    )


def _got(
    address: str,
    place: str,
    answer: httpx.Response,
    content: bytes,
) -> Got:
    if not content:
        raise AddressError(
            f"{place} 应答为空；请稍后再试，{_BY_HAND.zh}。",
            f"{place} answers with nothing at all; try again later, {_BY_HAND}.",
        )
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    named = httpx.Headers(answer.headers).get("content-disposition", "")
    return Got(address, place, content, kind, file_name(named), datetime.now(UTC))


def file_name(disposition: str) -> str:
    """The name that a header Content-Disposition gives a file, '' if none.

    >>> file_name("attachment; filename*=UTF-8''%E5%B9%B4%E6%8A%A5.pdf"), file_name("inline")
    ('年报.pdf', '')
    """
    from email.message import EmailMessage

    message = EmailMessage()
    message["Content-Disposition"] = disposition or "inline"
    return message.get_filename() or ""
