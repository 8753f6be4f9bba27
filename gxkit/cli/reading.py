"""The commands that read files: parse, check, why."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from gxkit.cli.commands import (
    FILE,
    LANGUAGE,
    READ,
    SENTENCES,
    TEXT_OR_JSON,
    USAGE,
    Asked,
    chosen,
    command,
    complain,
    print_objects,
    refuse_usage,
    takes,
)
from gxkit.cli.files import Files, ask_guard, shell_guard
from gxkit.errors import NoCellError
from gxkit.output import check_object, report_object, reports_to_csv
from gxkit.output.checked import check_text
from gxkit.output.figures import figures_text
from gxkit.output.page import page_for
from gxkit.parsing.one import parse as parse_file
from gxkit.report import Key

TAKEN = (
    ".pdf .ofd .docx .doc .wps .odt .rtf .xlsx .xls .et .ods .xml .html .mht .json .txt .md .csv "
    ".png .jpg .tif .zip"
)
REPORTS = takes(
    "files",
    nargs="+",
    metavar="FILE",
    help=f"files ({TAKEN}), folders, patterns, or - for standard input",
)
FORM = takes(
    "--form",
    action="append",
    default=[],
    metavar="TOML",
    help="know one more edition of the form, from its TOML; may be given several times",
)
CORRECTIONS = takes(
    "--corrections",
    metavar="TOML",
    help="apply the decisions that a corrections.toml holds for these files (default: none)",
)
READING = (
    takes(
        "--second-reading",
        choices=("on", "off", "doubtful", "camelot"),
        help="read a PDF again by a look at its pages (default: on), not at all, where something "
        "is in doubt, or with another engine",
    ),
    CORRECTIONS,
    FORM,
)


@command(
    "parse",
    "print the figures of reports",
    "Print every cell of the statutory tables, with its place and verdict.",
    REPORTS,
    chosen("--to", ("table", "csv", "json"), "output"),
    takes(
        "--excel",
        action="store_true",
        help="with --to csv: for a spreadsheet program, with a mark of its encoding before it, and "
        "an apostrophe before text that would pass for a formula",
    ),
    *READING,
)
def run_parse(asked: Asked) -> int:
    if asked.excel and asked.to != "csv":
        return refuse_usage(
            "--excel 只用于 --to csv；请去掉它，或加上 --to csv。",
            "--excel is for --to csv; leave it out, or add --to csv.",
        )
    files = Files.of(asked)
    show = {"csv": _print_csv, "json": _print_json, "table": _print_tables}
    show[asked.to](files, asked)
    return files.code


def _print_csv(files: Files, asked: Asked) -> None:
    """One line a cell, as soon as a file is read."""
    write = partial(reports_to_csv, for_spreadsheet=asked.excel)
    is_first = True
    for report in files:
        sys.stdout.write(write([report], head=is_first))
        is_first = False
        # the columns of the CSV have no place for what is to be said of a whole report
        for remark in report.remarks:
            print(f"{report.source}: {remark.say('en')}", file=sys.stderr)
    # the head is printed for reports without cells, but not where all files failed
    if is_first and files.code == READ:
        sys.stdout.write(write([]))


def _print_json(files: Files, asked: Asked) -> None:
    print_objects(map(report_object, files))


def _print_tables(files: Files, asked: Asked) -> None:
    width = page_for(sys.stdout, "en").width if sys.stdout.isatty() else None
    for number, report in enumerate(files):
        print("\n" * bool(number) + figures_text(report, width), flush=True)


@command(
    "check",
    "print what the arithmetic of the forms finds",
    "Print each cause of broken rules: what is wrong, what would mend it, how sure that is, who "
    "says so, and which rules fall with it; what else was found in a line each.",
    REPORTS,
    TEXT_OR_JSON,
    SENTENCES,
    takes("--all", action="store_true", help="print every rule, remark and explanation in full"),
    *READING,
)
def run_check(asked: Asked) -> int:
    files = Files.of(asked)
    if asked.to == "text":
        page = page_for(sys.stdout, asked.language, everything=asked.all)
        for number, report in enumerate(files):
            print("\n" * bool(number) + check_text(report, page), flush=True)
        return files.code
    print_objects(check_object(report, asked.language) for report in files)
    return files.code


@command(
    "why",
    "tell how a cell was read",
    "Tell in a few lines how a cell was read, or why it is missing, blank or in doubt. TABLE, ROW "
    "and COLUMN are the ids that parse --to csv prints.",
    FILE,
    takes("table", metavar="TABLE"),
    takes("row", metavar="ROW"),
    takes("column", metavar="COLUMN"),
    LANGUAGE,
    FORM,
)
def run_why(asked: Asked) -> int:
    from gxkit.forms import register_all

    register_all(asked.form)
    key = (asked.table, asked.row, asked.column)
    with shell_guard() as guard:
        try:
            print(ask_guard(guard, tell_why, asked.file, asked.file, key, asked.language))
        except NoCellError as error:
            return complain(error, USAGE)
    return READ


def tell_why(
    _: Path,
    file: str,
    key: Key,
    language: str,
) -> str:
    """How a cell of the report in a file was read."""
    return parse_file(file).why(*key, language=language)
