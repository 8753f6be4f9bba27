"""LibreOffice: a Word file in, Word 97 or PDF out, with the Noto fonts of a wheel and no other."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pylopdf_fonts_zh_cn

SECONDS = 240
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
MEASURES = b"/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 733"
"""Of Noto Serif SC, in thousandths of its size."""
FILTERS = {"doc": "doc:MS Word 97", "pdf": "pdf:writer_pdf_Export"}


def find_office() -> str | None:
    """LibreOffice's program, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert_word(data: bytes, suffix: str, date: str) -> bytes:
    """The .docx as .doc or .pdf, with `date` (YYYY-MM-DD) in place of the hour of its making."""
    program = find_office()
    if program is None:
        raise FileNotFoundError("LibreOffice is not installed (Debian: libreoffice-writer)")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "report.docx").write_bytes(data)
        fonts = Path(pylopdf_fonts_zh_cn.sans_path()).parent
        (home / "fonts.conf").write_text(FONTS.format(fonts=fonts, cache=home / "cache"), "utf-8")
        environment = os.environ | {
            "FONTCONFIG_FILE": str(home / "fonts.conf"),
            "HOME": folder,
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
        }
        done = subprocess.run(
            [
                program,
                f"-env:UserInstallation={(home / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                FILTERS[suffix],
                "--outdir",
                str(home),
                str(home / "report.docx"),
            ],
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        made = home / f"report.{suffix}"
        if not made.exists():
            raise RuntimeError(
                f"LibreOffice made no .{suffix} file: {done.stderr.strip() or done.stdout.strip()}"
            )
        return normalise_pdf(made.read_bytes(), date) if suffix == "pdf" else made.read_bytes()


def normalise_pdf(data: bytes, date: str) -> bytes:
    """The PDF with a fixed date and file id and with its font's measures.

    It stays as long as it was, so that no offset moves. LibreOffice 7 writes the ascent and descent
    of a CFF font as 0 and as its box that of all its glyphs, and a reader that takes these at their
    word finds each text a row too low.
    """
    stamp = date.replace("-", "").encode() + b"000000Z"
    data = re.sub(rb"(/CreationDate ?\(D:)(\d{14}[^)]*)", lambda m: m[1] + _fit(stamp, m[2]), data)
    data = re.sub(rb"<[0-9A-F]{32}>", b"<" + b"0" * 32 + b">", data)
    data = re.sub(rb"(/DocChecksum /)[0-9A-F]{32}", rb"\g<1>" + b"0" * 32, data)
    return re.sub(
        rb"/FontBBox\[[^]]*\]/ItalicAngle 0\n/Ascent 0\n/Descent 0\n/CapHeight \d+",
        lambda m: _fit(MEASURES, m[0]),
        data,
    )


def _fit(new: bytes, old: bytes) -> bytes:
    """`new` with blanks at its end, as long as `old`."""
    if len(new) > len(old):
        raise ValueError(f"{new!r} does not fit into the place of {old!r}")
    return new.ljust(len(old))
