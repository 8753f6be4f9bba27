"""Pictures of pages written as the files that bodies publish."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pypdfium2 as pdfium
import typst
from PIL import Image
from printed.layouts import Laid

from .reports import Report
from .typeset import Page

Writer = Callable[[list[Page], int, Path, Report], Path]
_QUALITY = 85
_INCH = 72


def _pictures(pages: list[Page]) -> list[Image.Image]:
    return [Image.fromarray(page.picture) for page in pages]


def write_pdf(pages: list[Page], dpi: int, path: Path, report: Report) -> Path:
    """A PDF that is only pictures, in colour."""
    first, *more = _pictures(pages)
    path = path.with_suffix(".pdf")
    first.save(path, save_all=True, append_images=more, resolution=dpi, quality=_QUALITY)
    return path


def write_grey_pdf(pages: list[Page], dpi: int, path: Path, report: Report) -> Path:
    """A PDF that is only pictures, grey."""
    first, *more = [picture.convert("L") for picture in _pictures(pages)]
    path = path.with_suffix(".pdf")
    first.save(path, save_all=True, append_images=more, resolution=dpi, quality=_QUALITY)
    return path


def write_png(pages: list[Page], dpi: int, path: Path, report: Report) -> Path:
    """One picture, the pages one below the other."""
    path = path.with_suffix(".png")
    _below(pages).save(path, dpi=(dpi, dpi))
    return path


def write_jpeg(pages: list[Page], dpi: int, path: Path, report: Report) -> Path:
    path = path.with_suffix(".jpg")
    _below(pages).save(path, dpi=(dpi, dpi), quality=70)
    return path


def _below(pages: list[Page]) -> Image.Image:
    width = min(page.picture.shape[1] for page in pages)
    return Image.fromarray(np.vstack([page.picture[:, :width] for page in pages]))


def write_tiff(pages: list[Page], dpi: int, path: Path, report: Report) -> Path:
    """A TIFF of several pages, grey."""
    path = path.with_suffix(".tif")
    first, *more = [picture.convert("L") for picture in _pictures(pages)]
    first.save(path, save_all=True, append_images=more, dpi=(dpi, dpi), compression="tiff_lzw")
    return path


def _fax_writer(down: int) -> Writer:
    def write(pages: list[Page], dpi: int, path: Path, report: Report) -> Path:
        path = path.with_suffix(".tif")
        first, *more = [picture.convert("1") for picture in _pictures(pages)]
        across = 204 if down else dpi
        more_of_it = {"dpi": (across, down or dpi), "compression": "group4"}
        first.save(path, save_all=True, append_images=more, **more_of_it)
        return path

    return write


write_g4 = _fax_writer(0)
write_fax_fine = _fax_writer(196)
write_fax_coarse = _fax_writer(98)


def write_mixed(pages: list[Page], dpi: int, path: Path, report: Report) -> Path:
    """A PDF whose first page is text and whose further pages are pictures (with the tables)."""
    words = [part for part in report.parts if isinstance(part, str)][:4]
    text = "\n\n".join(_say(part) for part in words)
    made = pdfium.PdfDocument.new()
    with TemporaryDirectory() as folder:
        scans = write_grey_pdf(pages, dpi, Path(folder) / "scans", report)
        letter = pdfium.PdfDocument(_typeset(text, Path(folder)))
        picture = pdfium.PdfDocument(scans)
        made.import_pages(letter)
        made.import_pages(picture)
        path = path.with_suffix(".pdf")
        made.save(path)
    return path


def write_in_page(pages: list[Page], dpi: int, path: Path, report: Report) -> Path:
    """A PDF of text in which each page of the scan is a picture among paragraphs."""
    words = [part for part in report.parts if isinstance(part, str)][:4]
    with TemporaryDirectory() as folder:
        parts = [_say(part) for part in words]
        for number, picture in enumerate(_pictures(pages)):
            picture.save(Path(folder) / f"{number}.png")
            parts.append(f'#image("{number}.png", width: 100%)')
        data = _typeset("\n\n".join(parts), Path(folder))
    path = path.with_suffix(".pdf")
    path.write_bytes(data)
    return path


def _say(part: str) -> str:
    if part.startswith("= "):
        return f"#align(center)[#text(17pt)[{part[2:]}]]"
    return part[2:] if part.startswith("# ") else part


def _typeset(text: str, folder: Path) -> bytes:
    import pylopdf_fonts_zh_cn

    source = folder / "page.typ"
    head = '#set page("a4", margin: 1.2cm)\n#set text(font: "Noto Serif SC", size: 11pt)\n'
    source.write_text(head + text, "utf-8")
    fonts = Path(pylopdf_fonts_zh_cn.__file__).parent
    return io.BytesIO(typst.compile(source, font_paths=[fonts])).getvalue()


def tables_alone(report: Report) -> Report:
    """The report without its opening, which another page says."""
    first = next(i for i, part in enumerate(report.parts) if isinstance(part, Laid))
    return Report(report.edition, report.year, report.parts[first - 1 :], report.truth)
