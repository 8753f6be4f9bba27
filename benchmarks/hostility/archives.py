"""Hostile archives, Word files, OpenDocument, OFD and mail."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib

from hostility.made import MILLION, TABLE, TITLE, Hostile, pack, page

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ODT = "application/vnd.oasis.opendocument.text"
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a0 "lollollollol">'
    + "".join(f'<!ENTITY a{k} "{f"&a{k - 1};" * 10}">' for k in range(1, 12))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>'


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _word_table() -> str:
    rows = []
    for row in TABLE:
        cells = "".join(f"<w:tc>{_paragraph(text)}</w:tc>" for text in row)
        rows.append(f"<w:tr>{cells}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def docx(body: str, head: str = "", more: dict[str, bytes | str] | None = None) -> bytes:
    """A Word file of a body, with the title and a table before it."""
    text = f"{_paragraph(TITLE)}{_word_table()}{body}"
    document = f'{head}<w:document xmlns:w="{_WORD}"><w:body>{text}</w:body></w:document>'
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    parts = {"[Content_Types].xml": types, "_rels/.rels": LINKS, "word/document.xml": document}
    return pack(parts | (more or {}))


def odt(body: str, head: str = "") -> bytes:
    """An OpenDocument text of a body."""
    inner = f"<office:body><office:text><text:p>{TITLE}</text:p>{body}</office:text></office:body>"
    content = f"{head}<office:document-content {NAMES}>{inner}</office:document-content>"
    return pack({"mimetype": _ODT, "content.xml": content}, "mimetype")


def ofd(content: str, head: str = "", pages: int = 1) -> bytes:
    """An OFD file whose pages have one content."""
    names = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(f'<ofd:Page ID="{k + 9}" BaseLoc="P.xml"/>' for k in range(pages))
    area = "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
    common = f"<ofd:CommonData><ofd:PageArea>{area}</ofd:PageArea></ofd:CommonData>"
    document = f"<ofd:Document {names}>{common}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    body = "<ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody>"
    layer = f'<ofd:Content><ofd:Layer ID="3">{content}</ofd:Layer></ofd:Content>'
    return pack(
        {
            "OFD.xml": f"<ofd:OFD {names}>{body}</ofd:OFD>",
            "D/Document.xml": document,
            "D/P.xml": f"{head}<ofd:Page {names}>{layer}</ofd:Page>",
        }
    )


def _ofd_text(text: str = "12") -> str:
    code = f'<ofd:TextCode X="0" Y="4" DeltaX="g {len(text)} 3">{text}</ofd:TextCode>'
    return f'<ofd:TextObject ID="5" Boundary="9 9 99 9" Font="1" Size="4">{code}</ofd:TextObject>'


def zipped(names_and_data: list[tuple[str, bytes]]) -> bytes:
    """A ZIP archive with members of any name, also the same twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in names_and_data:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def nested(depth: int = 30) -> bytes:
    """Archives in each other: zip in gz in xz."""
    data = page("")
    for level in range(depth):
        data = (lambda d: zipped([("a.html", d)]), gzip.compress, lzma.compress)[level % 3](data)
    return data


def many_zips() -> bytes:
    """An archive of ninety archives of ninety pages each."""
    inner = zipped([(f"{k}.html", page("")) for k in range(90)])
    return zipped([(f"{k}.zip", inner) for k in range(90)])


def overlapping() -> bytes:
    """An archive whose thousand members are the same megabytes."""
    data = bytearray(zipped([("a.txt", b"0" * 40 * MILLION)]))
    start = data.rfind(b"PK\1\2")
    end = data.rfind(b"PK\5\6")
    entry = bytes(data[start:end])
    tail = bytearray(data[end:])
    count = 1000
    tail[8:10] = tail[10:12] = count.to_bytes(2, "little")
    tail[12:16] = (len(entry) * count).to_bytes(4, "little")
    return bytes(data[:start]) + entry * count + bytes(tail)


def lying() -> bytes:
    """A member that says ten bytes and unpacks to a gigabyte."""
    data = bytearray(zipped([("word/document.xml", b" " * 300 * MILLION)]))
    start = data.rfind(b"PK\1\2")
    data[start + 24 : start + 28] = (10).to_bytes(4, "little")
    data[22:26] = (10).to_bytes(4, "little")
    return bytes(data)


def tar(count: int = 1, size: int = 0) -> bytes:
    """A tar archive of so many members, one of which may be said to be larger than it is."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for number in range(count):
            info = tarfile.TarInfo(f"../../{number}.html")
            data = page("")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        if size:
            info = tarfile.TarInfo("large.html")
            info.size = size
            archive.addfile(info)
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


def mail(depth: int = 1000) -> bytes:
    """Mails in each other."""
    text = b"Content-Type: text/html; charset=utf-8\r\n\r\n" + page("")
    heads = []
    for number in range(depth):
        kind = f'multipart/mixed; boundary="b{number}"'
        heads.append(f"MIME-Version: 1.0\r\nContent-Type: {kind}\r\n\r\n--b{number}\r\n".encode())
    return b"".join(heads) + text


def wide_mail() -> bytes:
    """A saved page of a hundred thousand parts."""
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    part = b"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page("") + b"\r\n"
    rest = b"--b\r\nContent-Type: image/png\r\nContent-Location: a\r\n\r\nx\r\n"
    return head + part + rest * 100_000 + b"--b--\r\n"


def _inner_pictures() -> dict[str, bytes | str]:
    pixels = zlib.compress(b"\0" * 100, 9)
    head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (50_000).to_bytes(4, "big") * 2 + b"\10\0\0\0\0"
    return {f"word/media/image{k}.png": head + pixels for k in range(2_000)}


_DEEP_CELLS = "<w:tbl><w:tr><w:tc>" * 3_000 + _paragraph("1") + "</w:tc></w:tr></w:tbl>" * 3_000

FILES = (
    Hostile("docx-paragraphs.docx", lambda: docx(_paragraph("一") * 3_000_000)),
    Hostile("docx-empty-runs.docx", lambda: docx("<w:p><w:r/></w:p>" * 6_000_000)),
    Hostile("docx-million-cells.docx", lambda: docx(_word_table() * 90_000)),
    Hostile("docx-tables-in-tables.docx", lambda: docx(_DEEP_CELLS)),
    Hostile("docx-entity-bomb.docx", lambda: docx(_paragraph("&a11;"), BOMB)),
    Hostile("docx-entity-outside.docx", lambda: docx(_paragraph("&a11;"), OUTSIDE)),
    Hostile("docx-long-word.docx", lambda: docx(_paragraph("一" * 60 * MILLION))),
    Hostile("docx-2000-pictures.docx", lambda: docx("", more=_inner_pictures())),
    Hostile(
        "docx-span.docx",
        lambda: docx(
            _word_table().replace(
                "<w:tc>", '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>'
            )
        ),
    ),
    Hostile(
        "docx-attributes.docx",
        lambda: docx("<w:p " + " ".join(f'a{k}="1"' for k in range(500_000)) + "/>"),
    ),
    Hostile(
        "docx-styles.docx",
        lambda: docx(
            "",
            more={
                "word/styles.xml": (
                    f'<w:styles xmlns:w="{_WORD}">'
                    + "".join(
                        f'<w:style w:styleId="s{k}"><w:basedOn w:val="s{k + 1}"/></w:style>'
                        for k in range(300_000)
                    )
                    + "</w:styles>"
                )
            },
        ),
    ),
    Hostile("odt-bomb.odt", lambda: odt("<text:p>一</text:p>" * 8_000_000)),
    Hostile(
        "odt-repeated.odt",
        lambda: odt(
            '<table:table><table:table-row table:number-rows-repeated="1000000000">'
            '<table:table-cell table:number-columns-repeated="1000000000"><text:p>1</text:p>'
            "</table:table-cell></table:table-row></table:table>"
        ),
    ),
    Hostile("odt-blanks.odt", lambda: odt('<text:p><text:s text:c="999999999"/>1</text:p>' * 99)),
    Hostile("odt-entity-bomb.odt", lambda: odt("<text:p>&a11;</text:p>", BOMB)),
    Hostile("odt-deep.odt", lambda: odt("<text:section>" * 100_000 + "</text:section>" * 100_000)),
    Hostile("ofd-objects.ofd", lambda: ofd(_ofd_text() * 90_000)),
    Hostile("ofd-2900-pages.ofd", lambda: ofd(_ofd_text() * 200, pages=2_900)),
    Hostile("ofd-bomb.ofd", lambda: ofd(_ofd_text() * 900_000)),
    Hostile("ofd-entity-bomb.ofd", lambda: ofd(_ofd_text("&a11;"), BOMB)),
    Hostile("ofd-deltas.ofd", lambda: ofd(_ofd_text("1").replace("g 1 3", "g 999999999 3") * 99)),
    Hostile("zip-nested.zip", nested),
    Hostile("zip-of-zips.zip", many_zips),
    Hostile("zip-overlapping.zip", overlapping),
    Hostile("zip-lying.docx", lying),
    Hostile("zip-100000-names.zip", lambda: zipped([(f"{k}.txt", b"") for k in range(100_000)])),
    Hostile(
        "zip-evil-names.zip",
        lambda: zipped(
            [
                (name, page(""))
                for name in ("../../x.html", "/etc/x.html", 'a\n|"<b>.html', "\u202e.html")
            ]
        ),
    ),
    Hostile("gz-bomb.gz", lambda: gzip.compress(b"0" * 900 * MILLION, 9)),
    Hostile("bz2-bomb.bz2", lambda: bz2.compress(b"0" * 900 * MILLION)),
    Hostile("xz-bomb.xz", lambda: lzma.compress(b"0" * 900 * MILLION, preset=1)),
    Hostile(
        "gz-of-text-190-mb.gz", lambda: gzip.compress("一二三 12\n".encode() * 14 * MILLION, 9)
    ),
    Hostile("tar-lies.tar", lambda: tar(3, 10**12)),
    Hostile("tar-90000.tar", lambda: tar(90_000)),
    Hostile("mail-in-mail.mht", mail),
    Hostile("mail-of-100000-parts.mht", wide_mail),
    Hostile(
        "mail-base64.mht",
        lambda: (
            b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n"
            b"Content-Transfer-Encoding: base64\r\n\r\n"
            + base64.encodebytes(page("<p>1" * 9_000_000))
        ),
    ),
)
