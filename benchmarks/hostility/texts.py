"""Hostile text, Rich Text and separated text: what is dear for patterns and for sentences."""

from __future__ import annotations

from hostility.made import MILLION, TABLE, TITLE, Hostile, told

_HEAD = TITLE + "\n一、总体情况\n"
_ROWS = "\n".join("\t".join(row) for row in TABLE)
_CLAIM = "本年度新收政府信息公开申请{}件，上年结转{}件，予以公开{}件，不予公开{}件。"


def claims(count: int) -> bytes:
    """So many sentences that each claim four figures."""
    said = [_CLAIM.format(k, k % 7, k % 11, k % 13) for k in range(count)]
    return told("\n".join(said))


def one_sentence(count: int) -> bytes:
    """So many claims in one sentence."""
    return told("，".join(f"其中第{k}季度受理申请{k}件" for k in range(count)) + "。")


def drawn(count: int) -> bytes:
    """Tables drawn with signs."""
    line = "├──┼──┤\n│规章│1│\n"
    return told("┌──┬──┐\n" + line * count)


def rtf(body: str) -> bytes:
    title = "".join(f"\\u{ord(sign)}?" for sign in TITLE)
    return f"{{\\rtf1\\ansi {title}\\par {body}}}".encode()


def _repeat(unit: str, megabytes: float) -> bytes:
    return told(unit * int(megabytes * MILLION / len(unit.encode())))


_UNITS = {
    "digits": "1234567890",
    "commas": "1,",
    "grouped": "1,234,567,",
    "brackets": "（(【[",
    "labels": "政府信息公开",
    "numerals": "一二三十百千万亿零",
    "points": "1.1.",
    "dashes": "—-－",
    "blanks": " \t\u3000",
    "quotes": "“”‘’\"'",
    "years": "2021年",
    "signs": "│|┃",
    "colons": "申请：1，",
    "ideographs": "件条次个",
    "percents": "50%，",
    "stops": "。；，",
    "slashes": "1/2/",
    "equals": "=+-*",
    "marks": "#*_`>",
    "combining": "e\u0301\u20dd",
    "directions": "\u202e1\u202c",
    "wide": "１２３，",
    "headings": "一、（一）1.",
    "hyphens": "a-b.c@d.",
    "head": "a: b\n ",
}

FILES = (
    *(
        Hostile(f"txt-{name}.txt", lambda unit=unit: _repeat(unit, 1.0))
        for name, unit in _UNITS.items()
    ),
    Hostile("txt-claims-3000.txt", lambda: claims(3_000)),
    Hostile("txt-claims-20000.txt", lambda: claims(20_000)),
    Hostile("txt-one-sentence-3000.txt", lambda: one_sentence(3_000)),
    Hostile("txt-one-sentence-20000.txt", lambda: one_sentence(20_000)),
    Hostile("txt-drawn.txt", lambda: drawn(20_000)),
    Hostile("txt-lines.txt", lambda: told("1\n" * 199_000)),
    Hostile("txt-tabs.txt", lambda: told("\t".join("1" * 100_000))),
    Hostile("txt-wide-rows.txt", lambda: told(("\t".join("1" * 400) + "\n") * 400)),
    Hostile("txt-95-mb.txt", lambda: _repeat("本年收到申请12件。\n", 95)),
    Hostile("txt-titles.txt", lambda: (TITLE + "\n" + _ROWS + "\n").encode() * 5_000),
    Hostile("txt-mail-heads.txt", lambda: b"a: b\n c\n" * 100_000 + b"Content-Type: text\n"),
    Hostile("txt-controls.txt", lambda: bytes(range(256)) * 20_000),
    Hostile("txt-utf16.txt", lambda: b"\xff\xfe" + "一1\n".encode("utf-16-le") * 3 * MILLION),
    Hostile("txt-half-characters.txt", lambda: _HEAD.encode() + b"\xe4\xb8" * MILLION),
    Hostile("csv-quotes.csv", lambda: told('"' * MILLION)),
    Hostile("csv-million-fields.csv", lambda: told(",".join("1" * MILLION))),
    Hostile("csv-open-quotes.csv", lambda: told('a,"b\n' * 200_000)),
    Hostile("md-bars.md", lambda: told("|" * MILLION)),
    Hostile("md-rows.md", lambda: told("|a|b|\n|-|-|\n" + "|1|2|\n" * 90_000)),
    Hostile("rtf-groups.rtf", lambda: rtf("{" * MILLION)),
    Hostile("rtf-binary.rtf", lambda: rtf("\\bin2147483647 " + "x" * 1000 + "\\bin-5 x")),
    Hostile("rtf-words.rtf", lambda: rtf("\\b1" * 3 * MILLION)),
    Hostile("rtf-cells.rtf", lambda: rtf("\\trowd\\cellx1\\intbl 1\\cell\\row " * 190_000)),
    Hostile(
        "rtf-cellx.rtf", lambda: rtf("\\trowd" + "\\cellx9" * MILLION + "\\intbl 1\\cell\\row")
    ),
    Hostile("rtf-number.rtf", lambda: rtf("\\u" + "9" * MILLION + " 1")),
    Hostile("rtf-pictures.rtf", lambda: rtf("{\\pict\\pngblip 89504e470d0a1a0a}" * 100_000)),
    Hostile("rtf-nested-rows.rtf", lambda: rtf("\\itap900\\intbl 1\\nestcell\\nestrow " * 20_000)),
)
