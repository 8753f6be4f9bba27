"""Hostile PDFs, written object by object."""

from __future__ import annotations

import io
import zlib

from hostility.made import MILLION, Hostile

_PLAIN_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_PAGE = "/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
_WORDS = b"BT /F 10 Tf 50 800 Td (2021 report 12 34) Tj ET\n"


def stream(data: bytes, entries: str = "", packed: bool = True, twice: bool = False) -> bytes:
    """A stream object; deflated once, or twice."""
    filters = ""
    if packed:
        data = zlib.compress(data, 9)
        filters = "/Filter /FlateDecode"
    if twice:
        data = zlib.compress(data, 9)
        filters = "/Filter [/FlateDecode /FlateDecode]"
    head = f"<< /Length {len(data)} {filters} {entries} >>\nstream\n"
    return head.encode() + data + b"\nendstream"


def pdf(objects: list[bytes], trailer: str = "") -> bytes:
    """A file of objects numbered from 1, of which the first is the catalog."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, item in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + item + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n"
    out.write(end.encode() + b"%%EOF\n")
    return out.getvalue()


def one_page(
    content: bytes,
    more: list[bytes] | None = None,
    resources: str = "",
    page: str = "",
    twice: bool = False,
) -> bytes:
    """A page (object 3) with a content (4), a font (5) and further objects from 6 on."""
    own = f"<< {_PAGE} /Contents 4 0 R /Resources << /Font << /F 5 0 R >> {resources} >> {page} >>"
    first = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        own.encode(),
        stream(content, twice=twice),
        _PLAIN_FONT,
    ]
    return pdf([*first, *(more or [])])


def nested_forms(depth: int = 12, times: int = 10, leaf: bytes = _WORDS) -> bytes:
    """Forms that each draw the next one several times: times ** depth in the end."""
    forms = []
    for level in range(depth):
        number = 6 + level
        is_last = level == depth - 1
        body = leaf if is_last else b"/X Do\n" * times
        below = "/Font << /F 5 0 R >>" if is_last else f"/XObject << /X {number + 1} 0 R >>"
        kind = f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << {below} >>"
        forms.append(stream(body, kind))
    return one_page(b"/X Do\n" * times, forms, "/XObject << /X 6 0 R >>")


def wide_forms() -> bytes:
    """A page that draws one large form 20 000 times."""
    kind = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F 5 0 R >> >>"
    return one_page(b"/X Do\n" * 20_000, [stream(_WORDS * 2_000, kind)], "/XObject << /X 6 0 R >>")


def self_form() -> bytes:
    """A form that draws itself."""
    kind = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    return one_page(b"/X Do", [stream(b"/X Do /X Do", kind)], "/XObject << /X 6 0 R >>")


def text_operators(megabytes: int = 100) -> bytes:
    """A content that unpacks to megabytes of words."""
    return one_page(_WORDS * (megabytes * MILLION // len(_WORDS)))


def text_over_pages() -> bytes:
    """A hundred pages that share one content of a megabyte."""
    return many_pages(100, _WORDS * (MILLION // len(_WORDS)))


def paths(count: int = MILLION) -> bytes:
    """A page of so many strokes."""
    strokes = [
        b"%d %d m %d %d l S\n" % (k % 595, k % 842, (k * 7) % 595, k % 842) for k in range(997)
    ]
    block = b"".join(strokes)
    return one_page(_WORDS + block * (count // 997))


def one_path() -> bytes:
    """One path of a million and more corners."""
    block = b"".join(b"%d %d l\n" % ((k * 37) % 595, (k * 11) % 842) for k in range(1000))
    return one_page(_WORDS + b"0 0 m\n" + block * 1500 + b"S\n")


def many_pages(count: int, content: bytes = _WORDS) -> bytes:
    """So many pages of one content."""
    kids = " ".join(f"{5 + number} 0 R" for number in range(count))
    own = f"<< {_PAGE} /Contents 3 0 R /Resources << /Font << /F 4 0 R >> >> >>".encode()
    first = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        stream(content),
        _PLAIN_FONT,
    ]
    return pdf([*first, *[own] * count])


def cyclic_pages() -> bytes:
    """A page tree whose branches are their own branches."""
    tree = b"<< /Type /Pages /Kids [3 0 R 2 0 R 3 0 R] /Count 1000 >>"
    back = b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Parent 2 0 R /Count 1000 >>"
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", tree, back])


def deep_pages(depth: int = 20_000) -> bytes:
    """A page tree of one branch after the other."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    below = range(3, depth + 1)
    objects += [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % number for number in below]
    objects.append(f"<< {_PAGE} >>".encode())
    return pdf(objects)


def fonts(count: int = 30_000) -> bytes:
    """A page that sets each word in another font."""
    names = " ".join(f"/F{number} {6 + number} 0 R" for number in range(count))
    words = b"".join(b"BT /F%d 9 Tf 50 %d Td (12) Tj ET\n" % (k, k % 800) for k in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< {_PAGE} /Contents 4 0 R /Resources << /Font << {names} >> >> >>".encode(),
        stream(words),
        _PLAIN_FONT,
    ]
    return pdf([*objects, *[_PLAIN_FONT] * count])


def annotations(count: int = 300_000) -> bytes:
    """A page with so many notes."""
    note = b"<< /Type /Annot /Subtype /Square /Rect [10 10 50 50] /Contents (12) >>"
    return one_page(_WORDS, [note], page=f"/Annots [{'6 0 R ' * count}]")


def drawn_notes(count: int = 15_000) -> bytes:
    """A page with so many notes, each of which is drawn by a form with words."""
    look = "/Type /XObject /Subtype /Form /BBox [0 0 90 90] /Resources << /Font << /F 5 0 R >> >>"
    note = b"<< /Type /Annot /Subtype /Stamp /Rect [10 10 90 90] /F 4 /AP << /N 7 0 R >> >>"
    more = [note, stream(_WORDS * 50, look)]
    return one_page(_WORDS, more, page=f"/Annots [{'6 0 R ' * count}]")


def pattern() -> bytes:
    """A page filled with tiles of a thousandth of a point."""
    tile = "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1]"
    steps = "/XStep 0.001 /YStep 0.001 /Resources << >>"
    fill = b"/Pattern cs /P scn 0 0 595 842 re f\n"
    more = [stream(b"0 0 1 1 re f\n" * 100, f"{tile} {steps}")]
    return one_page(_WORDS + fill * 50, more, "/Pattern << /P 6 0 R >>")


def shading() -> bytes:
    """A page shaded a thousand times by a function of its own program."""
    program = b"{ " + b"dup mul sin " * 3000 + b"}"
    function = stream(program, "/FunctionType 4 /Domain [0 1 0 1] /Range [0 1]")
    shade = b"<< /ShadingType 1 /ColorSpace /DeviceGray /Domain [0 1 0 1] /Function 6 0 R"
    shade += b" /Matrix [595 0 0 842 0 0] >>"
    return one_page(_WORDS + b"/S sh\n" * 1000, [function, shade], "/Shading << /S 7 0 R >>")


def soft_masks(depth: int = 200) -> bytes:
    """Groups of the whole page laid through masks, one in the other."""
    more = []
    for level in range(depth):
        at = 6 + 2 * level
        inner = f"/XObject << /X {at + 2} 0 R >> /ExtGState << /G {at + 1} 0 R >>"
        group = "/Group << /S /Transparency /CS /DeviceRGB >>"
        kind = f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] {group}"
        body = b"/G gs /X Do\n" if level < depth - 1 else b"0 0 500 800 re f\n"
        more.append(stream(body, f"{kind} /Resources << {inner} >>"))
        target = min(at + 2, 6 + 2 * (depth - 1))
        mask = f"<< /Type /ExtGState /SMask << /S /Luminosity /G {target} 0 R >> /ca 0.5 >>"
        more.append(mask.encode())
    return one_page(_WORDS + b"/X Do\n", more, "/XObject << /X 6 0 R >>")


def huge_page() -> bytes:
    """A page of a kilometre."""
    return one_page(_WORDS, page="/MediaBox [0 0 2834645 2834645]").replace(
        b"/MediaBox [0 0 595 842]", b"", 1
    )


def picture(
    width: int = 60_000,
    height: int = 60_000,
    entries: str = "/Filter /FlateDecode",
    data: bytes = b"",
) -> bytes:
    """A page that a picture of so many pixels covers."""
    kind = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 8"
    packed = data or zlib.compress(b"\0" * MILLION, 9)
    head = f"<< {kind} /ColorSpace /DeviceGray {entries} /Length {len(packed)} >>\nstream\n"
    image = head.encode() + packed + b"\nendstream"
    return one_page(b"q 595 0 0 842 0 0 cm /I Do Q\n", [image], "/XObject << /I 6 0 R >>")


def true_picture() -> bytes:
    """A page covered by 300 million white pixels, all of them there."""
    return picture(17_000, 17_000, data=zlib.compress(b"\xff" * (17_000 * 17_000), 9))


def jbig2() -> bytes:
    """A picture of 2 ** 31 lines in some bytes of JBIG2."""
    page = b"\0\0\0\0\x30\0\1\0\0\0\x13" + b"\x7f\xff\xff\xff" * 2 + b"\0" * 8 + b"\0\0\0"
    return picture(60_000, 60_000, "/Filter /JBIG2Decode", page).replace(b"ent 8", b"ent 1")


def jpeg2000() -> bytes:
    """A picture whose head of JPEG 2000 says a billion pixels."""
    size = b"\xff\x4f\xff\x51\0\x2f\0\0" + (100_000).to_bytes(4, "big") * 2 + b"\0" * 8
    size += (100_000).to_bytes(4, "big") * 2 + b"\0" * 8 + b"\0\3" + b"\7\1\1" * 3
    rest = b"\xff\x52\0\x0c\0\0\0\1\0\1\4\4\0\1\xff\x5c\0\4\x40\x40\xff\xd9"
    return picture(100_000, 100_000, "/Filter /JPXDecode", size + rest)


def scans(count: int = 500) -> bytes:
    """So many pages that are the same picture, with some ink."""
    row = b"\xff" * 300 + b"\0\xff\xff\xff" * 250 + b"\xff" * 340
    ruled = (row + b"\xff" * (1640 * 25)) * 85
    height = len(ruled) // 1640
    kind = f"/Type /XObject /Subtype /Image /Width 1640 /Height {height} /BitsPerComponent 8"
    kids = " ".join(f"{5 + number} 0 R" for number in range(count))
    own = f"<< {_PAGE} /Contents 3 0 R /Resources << /XObject << /I 4 0 R >> >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        stream(b"q 595 0 0 842 0 0 cm /I Do Q\n"),
        stream(ruled, f"{kind} /ColorSpace /DeviceGray"),
        *[own.encode()] * count,
    ]
    return pdf(objects)


def packed_objects() -> bytes:
    """A stream of objects that unpacks to 150 MB."""
    inner = b"6 0 " + b"<< /A 1 >> " * 13_000_000
    return one_page(_WORDS, [stream(inner, "/Type /ObjStm /N 1 /First 4")])


def deep_arrays(depth: int = 500_000) -> bytes:
    """Arrays in each other."""
    return one_page(_WORDS, [b"[" * depth + b"]" * depth], page="/A 6 0 R")


def cyclic_lengths() -> bytes:
    """A content whose length is said by itself, and contents that name each other."""
    data = one_page(_WORDS, [b"6 0 R", b"[7 0 R 7 0 R]"])
    return data.replace(b"/Contents 4 0 R", b"/Contents 7 0 R")


def wordy_type3() -> bytes:
    """A font whose glyphs are drawn by words in that font."""
    font = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0]"
    font += b" /CharProcs << /a 7 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97"
    font += b" /LastChar 97 /Widths [9] /Resources << /Font << /T 6 0 R >> >> >>"
    body = b"9 0 d0 BT /T 1 Tf (aaaaaaaaaa) Tj ET\n" * 10
    words = b"BT /T 10 Tf 50 700 Td (" + b"a" * 5_000 + b") Tj ET\n"
    return one_page(_WORDS + words, [font, stream(body)], "/Font << /F 5 0 R /T 6 0 R >>")


def long_cmap() -> bytes:
    """A font that says of 100 million codes what they mean."""
    lines = b"".join(b"<%04x> <%04x> <%04x>\n" % (k, 0xFFFF, k) for k in range(100))
    body = (b"100 beginbfrange\n" + lines + b"endbfrange\n") * 300
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 7 0 R"
    font += b" /DescendantFonts [8 0 R] >>"
    inner = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (A)"
    inner += b" /Ordering (I) /Supplement 0 >> >>"
    words = b"BT /T 10 Tf 50 700 Td <00410042> Tj ET\n"
    more = [font, stream(body), inner]
    return one_page(words, more, "/Font << /F 5 0 R /T 6 0 R >>")


def saved_states() -> bytes:
    """Millions of states saved and never restored."""
    return one_page(_WORDS + b"q\n" * 20_000_000)


def clips() -> bytes:
    """A hundred thousand clips in each other."""
    return one_page(
        b"".join(b"0 0 %d 842 re W n\n" % (600 - k % 9) for k in range(200_000)) + _WORDS
    )


def attachments(count: int = 3_000) -> bytes:
    """Thousands of files that all are one of 50 MB."""
    names = " ".join(f"(f{number:05}.txt) 7 0 R" for number in range(count))
    catalog = (
        f"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [{names}] >> >> >>"
    )
    data = one_page(
        b"",
        [
            stream(b"12 34 " * 8_000_000, "/Type /EmbeddedFile"),
            b"<< /Type /Filespec /F (f.txt) /EF << /F 6 0 R >> >>",
        ],
    )
    return data.replace(b"<< /Type /Catalog /Pages 2 0 R >>", catalog.encode())


FILES = (
    Hostile("pdf-forms-in-forms.pdf", nested_forms),
    Hostile("pdf-forms-deep.pdf", lambda: nested_forms(28, 2)),
    Hostile("pdf-forms-of-paths.pdf", lambda: nested_forms(6, 10, b"0 0 9 9 re S\n" * 100)),
    Hostile("pdf-form-20000-times.pdf", wide_forms),
    Hostile("pdf-form-in-itself.pdf", self_form),
    Hostile("pdf-100-mb-of-words.pdf", text_operators),
    Hostile("pdf-30-mb-of-words.pdf", lambda: text_operators(30)),
    Hostile("pdf-packed-twice.pdf", lambda: one_page(_WORDS * 2_000_000, twice=True)),
    Hostile("pdf-words-on-100-pages.pdf", text_over_pages),
    Hostile("pdf-million-paths.pdf", paths),
    Hostile("pdf-path-of-million-corners.pdf", one_path),
    Hostile("pdf-2900-pages.pdf", lambda: many_pages(2_900)),
    Hostile("pdf-100000-pages.pdf", lambda: many_pages(100_000)),
    Hostile("pdf-cyclic-pages.pdf", cyclic_pages),
    Hostile("pdf-deep-pages.pdf", deep_pages),
    Hostile("pdf-30000-fonts.pdf", fonts),
    Hostile("pdf-300000-notes.pdf", annotations),
    Hostile("pdf-15000-drawn-notes.pdf", drawn_notes),
    Hostile("pdf-tiny-tiles.pdf", pattern),
    Hostile("pdf-shadings.pdf", shading),
    Hostile("pdf-soft-masks.pdf", soft_masks),
    Hostile("pdf-page-of-a-kilometre.pdf", huge_page),
    Hostile("pdf-picture-says-3-billion.pdf", picture),
    Hostile("pdf-picture-289-million.pdf", true_picture),
    Hostile("pdf-jbig2.pdf", jbig2),
    Hostile("pdf-jpeg2000.pdf", jpeg2000),
    Hostile("pdf-500-scans.pdf", scans),
    Hostile("pdf-packed-objects.pdf", packed_objects),
    Hostile("pdf-deep-arrays.pdf", deep_arrays),
    Hostile("pdf-cyclic-contents.pdf", cyclic_lengths),
    Hostile("pdf-type3-in-itself.pdf", wordy_type3),
    Hostile("pdf-long-map.pdf", long_cmap),
    Hostile("pdf-20-million-states.pdf", saved_states),
    Hostile("pdf-clips.pdf", clips),
    Hostile("pdf-3000-attachments.pdf", attachments),
    Hostile("pdf-101-mb.pdf", lambda: b"%PDF-1.7\n" + b"%" * (101 * MILLION) + b"\n%%EOF\n"),
    Hostile("pdf-head-alone.pdf", lambda: b"%PDF-1.7\n%%EOF\n"),
)
