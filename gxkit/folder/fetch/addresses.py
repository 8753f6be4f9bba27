"""Which addresses may be asked: those of the web, and nothing of one's own machine or network."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from gxkit.errors import AddressError

SCHEMES = ("http", "https")
_PORTS = {"http": 80, "https": 443}


def is_address(name: object) -> bool:
    """Whether what was given for a file is an address of the web."""
    return isinstance(name, str) and name.lower().startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the requests that follow from a first address may go.

    A page of the web must not lead to what only this machine can see: a router, a file, a service
    beside us. Who asks for such an address by hand (`near`) may be led on to others like it.
    """

    near: bool

    @classmethod
    def of(cls, address: str) -> Reach:
        """The reach of an address that somebody typed; AddressError if it is none of the web."""
        host = _host_of(address)
        return cls(any(not _is_public(one) for one in _numbers_of(host, address)))

    def check(self, address: str, why: str = "") -> None:
        """AddressError if an address may not be asked; `why` says how it came up."""
        host = _host_of(address, why)
        if self.near:
            return
        for number in _numbers_of(host, address):
            self.check_number(number, address, why)

    def check_number(self, number: str, address: str, why: str = "") -> None:
        """AddressError if the machine that answers for an address is none of the open web."""
        if not self.near and not _is_public(number):
            raise AddressError(
                f"{address} 位于 {number}，即本机或本地网络{why}；没有请求，因为网上的页面不应指"
                "向那里。"
                "确实需要时，请直接给出该地址。",
                f"{address} is at {number}, on this machine or in its own network{why}; it was not "
                "asked, for a page of the web must not lead there. Give the address itself if you "
                "mean it.",
            )


def _host_of(address: str, why: str = "") -> str:
    """The host of an address of the web."""
    try:
        parts = urlsplit(address)
        host, scheme, _ = parts.hostname, parts.scheme.lower(), parts.port
    except ValueError:
        host, scheme = None, ""
    # The catalog notes addresses, and whoever is given it would be given the password too.
    if host and parts.password:
        raise AddressError(
            f"{host}：带密码的地址不予请求；请用浏览器保存页面，再添加文件。",
            f"{host}: an address with a password in it is not asked; save the page with a browser "
            "and add the file.",
        )
    if scheme not in SCHEMES or not host:
        raise AddressError(
            f"{address!r} 不是网址{why}；应以 https:// 或 http:// 开头并写明主机。没有请求。",
            f"{address!r} is no address of the web{why}; expected one that begins with https:// or "
            "http:// and names a host. It was not asked.",
        )
    return host


def _numbers_of(host: str, address: str) -> list[str]:
    """The numbers that a host's name stands for."""
    try:
        found = socket.getaddrinfo(host, _PORTS["https"], type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressError(
            f"{address}：找不到主机 {host}；请检查拼写和网络连接。",
            f"{address}: nobody knows the host {host}; check the spelling and the connection.",
        ) from None
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def _is_public(number: str) -> bool:
    """Whether a machine's number is one of the open web; 127.0.0.1 is not, nor is 10.0.0.1."""
    # the scope of an address of one's own network: fe80::1%eth0
    known = ipaddress.ip_address(number.partition("%")[0])
    # ::ffff:127.0.0.1 is 127.0.0.1 in other clothes
    mapped = getattr(known, "ipv4_mapped", None) or getattr(known, "sixtofour", None)
    inner = mapped or known
    return inner.is_global and not inner.is_multicast
