"""Makes data/reports and data/catalog.csv anew from the transcriptions and the statutory forms.

    python data/make_facsimiles.py [--to FOLDER] [--only FORMAT ...]

Web pages, text dumps and .docx come out with the same bytes each time and need nothing but gxkit's
own dependencies. The .doc and the PDFs are made by LibreOffice (Debian: libreoffice-writer);
without it they are left as they stand.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from facsimiles.dump import write_dump
from facsimiles.layout import Layout, lay_out
from facsimiles.office import convert_word, find_office
from facsimiles.outline import Outline, read_figures, read_outlines
from facsimiles.page import write_page
from facsimiles.word import write_word

from gxkit.folder.catalog import FACSIMILE, Entry, add_entry, write_catalog
from gxkit.output import write_file

DATA = Path(__file__).resolve().parent
OFFICE_FORMATS = ("doc", "pdf")


def make_file(outline: Outline, layouts: dict[str, Layout], suffix: str) -> bytes:
    """One report in one format."""
    writers: dict[str, Callable[[Outline, dict[str, Layout]], bytes]] = {
        "html": write_page,
        "txt": write_dump,
        "docx": write_word,
    }
    if suffix in writers:
        return writers[suffix](outline, layouts)
    return convert_word(write_word(outline, layouts), suffix, outline.dated)


def catalog_facts(outline: Outline, suffix: str) -> dict[str, str | int]:
    """What the catalog says of a file beside its size and hash."""
    return {
        "report": outline.id,
        "agency": outline.agency,
        "agency_en": outline.agency_en,
        "code": outline.code,
        "level": outline.level,
        "scope": outline.scope,
        "year": outline.year,
        "title": outline.title,
        "published": outline.published,
        "url": outline.url,
        "accessed": "",
        "note": outline.dump_note if suffix == "txt" else outline.note,
        "copy": FACSIMILE,
        "source": outline.source,
        "uncertain": outline.uncertain,
        "days_told": outline.days_told,
    }


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--to", type=Path, default=DATA, metavar="FOLDER", help="another data folder than this one"
    )
    parser.add_argument(
        "--only", nargs="+", choices=("doc", "docx", "html", "pdf", "txt"), metavar="FORMAT"
    )
    options = parser.parse_args(arguments)
    reports = options.to / "reports"
    reports.mkdir(parents=True, exist_ok=True)
    entries: tuple[Entry, ...] = ()
    kept = []
    for outline in read_outlines():
        figures = read_figures(DATA / "transcriptions" / f"{outline.id}.csv")
        layouts = {table: lay_out(outline, table, figures) for table in outline.forms}
        for suffix in outline.formats:
            path = reports / f"{outline.id}.{suffix}"
            if options.only and suffix not in options.only:
                pass
            elif suffix in OFFICE_FORMATS and find_office() is None:
                kept.append(path.name)
            else:
                write_file(path, make_file(outline, layouts, suffix))
                print(path.name)
            if path.exists():
                entries = add_entry(entries, options.to, path, **catalog_facts(outline, suffix))
    write_catalog(options.to / "catalog.csv", entries)
    if kept:
        print(
            "LibreOffice is not installed (Debian: libreoffice-writer), "
            f"so these were not made anew: {', '.join(kept)}.",
            file=sys.stderr,
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
