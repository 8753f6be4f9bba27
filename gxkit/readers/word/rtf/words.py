"""The words of RTF that stand for something: a character, a look, a group that is passed over."""

from __future__ import annotations

SIGNS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
}
SYMBOLS = {b"~": "\xa0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\"}
NO_TEXT = frozenset(
    (
        "stylesheet",
        "info",
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "footnote",
        "annotation",
        "ftnsep",
        "ftnsepc",
        "aftnsep",
        "aftnsepc",
        "listtable",
        "listoverridetable",
        "filetbl",
        "xe",
        "rxe",
        "tc",
        "txe",
        "template",
        "private",
        "sn",
        "sv",
        # what stands there for programs that do not know the group beside it
        "nonshppict",
        "shprslt",
        "nonesttables",
    )
)
"""groups whose text is no part of the document"""
# An asterisk says that whoever does not know a group passes it over; these are known.
KNOWN = frozenset(
    ("shppict", "shpinst", "nesttableprops", "ud", "do", "fldinst", "moMath", "moMathPara", "cs")
)


TURNED = {
    "v": "hidden",
    "strike": "struck",
    "striked": "struck",
    "super": "raised",
    "sub": "raised",
}
# Without a number text is raised or lowered by six half points.
MEASURED = {
    "fs": ("size", 0),
    "up": ("position", 6),
    "dn": ("position", 6),
    "charscalex": ("width", 100),
}
MOST_MEASURED = 10_000
